"""Verbs that begin a self-assessment, and give the initiative that it is about its name."""

from django.db import transaction

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.states import CycleClosed, WrongState, held_cycle, locked, require_editable
from assessments.folding import folded
from assessments.models import Cycle, Participation, SelfAssessment, Status, StatusChange, User


class InitiativeRefused(ActionRefused):
    """The name of the initiative is missing, or cannot be this one."""


@transaction.atomic
def start_self_assessment(*, by: User, participation: Participation, initiative: str = "") -> SelfAssessment:
    """Begin, or return the one that was begun already. `initiative`: its name, where the framework judges those."""
    permit(by, rules.START, participation)
    cycle = held_cycle(participation.cycle_id)
    name = initiative_name(cycle, initiative)
    # Two names that differ in capitals alone are one, which no constraint of the database can say.
    if not Participation.objects.select_for_update().filter(pk=participation.pk).exists():
        raise WrongState("This organisation is not asked in this cycle any more.")
    existing = begun_of_name(participation.cycle_id, participation.organisation_id, name)
    if existing:
        return existing
    if not participation.is_open:
        raise CycleClosed(
            f"The cycle {cycle} runs from {cycle.opens_on:%-d %B %Y} to {cycle.closes_on:%-d %B %Y}. "
            "It cannot be started now."
        )
    begun = SelfAssessment.objects.create(
        cycle=cycle,
        organisation=participation.organisation,
        initiative=name,
        framework=cycle.framework,
        open_until=participation.open_until,
    )
    StatusChange.objects.create(
        self_assessment=begun, by=by, from_status=Status.NOT_STARTED, to_status=Status.IN_PROGRESS
    )
    return begun


def initiative_name(cycle: Cycle, typed: str) -> str:
    """The name as it is kept: needed where the framework judges initiatives, and nowhere else. Or it is refused."""
    name = " ".join(typed.split())
    longest = SelfAssessment._meta.get_field("initiative").max_length
    if cycle.framework.judges_initiatives and not name:
        raise InitiativeRefused("Say which initiative it is about.")
    if name and not cycle.framework.judges_initiatives:
        raise InitiativeRefused(f"The cycle {cycle} is about organisations, so an initiative cannot be named.")
    if len(name) > longest:
        raise InitiativeRefused(f"The name is too long. Use at most {longest} letters.")
    return name


def begun_of_name(cycle: int, organisation: int, name: str) -> SelfAssessment | None:
    """The one of this organisation whose initiative has the same name, whatever its capitals."""
    begun = SelfAssessment.objects.filter(cycle=cycle, organisation=organisation).order_by("pk")
    return next((one for one in begun if folded(one.initiative) == folded(name)), None)


@transaction.atomic
def rename_initiative(*, by: User, self_assessment: SelfAssessment, initiative: str) -> SelfAssessment:
    """Give it another name while nobody outside has seen the first: what was submitted keeps its name."""
    permit(by, rules.RATE, self_assessment)
    held = locked(self_assessment)
    require_editable(held)
    Participation.objects.select_for_update().get(cycle=held.cycle_id, organisation=held.organisation_id)
    if held.snapshots.exists():
        raise WrongState("It was submitted under this name, so the name stays.")
    name = initiative_name(held.cycle, initiative)
    other = begun_of_name(held.cycle_id, held.organisation_id, name)
    if other and other.pk != held.pk:
        raise InitiativeRefused(f"You have another initiative of that name: {other.initiative}.")
    held.initiative = name
    held.save(update_fields=["initiative"])
    return held
