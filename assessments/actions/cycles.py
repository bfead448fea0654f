"""Verbs about cycles: open one and ask the organisations, and give one of them more time."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.cycle_changes import record
from assessments.actions.states import move
from assessments.models import (
    Cycle,
    CycleChangeKind,
    Organisation,
    Participation,
    SelfAssessment,
    Status,
    User,
    Visibility,
)
from frameworks.models import Framework

MOST_DAYS_MORE = 90


class CycleExists(ActionRefused):
    """A cycle with this address is there already, and is another one."""


@transaction.atomic
def open_cycle(
    *,
    by: User,
    slug: str,
    name: str,
    framework: Framework,
    opens_on: date,
    closes_on: date,
    visibility: str = Visibility.ANONYMOUS,
    minimum_group: int = 3,
    organisations: Sequence[Organisation] | None = None,
) -> tuple[Cycle, bool]:
    """Open a cycle and ask the organisations (None: all that are placed on its first day).

    Returns the cycle and whether it is new. The same again changes nothing; another one at this slug: CycleExists.
    """
    permit(by, rules.OPEN_CYCLE)
    if not framework.is_published:
        raise ActionRefused(f"{framework} is not published. Publish it before a cycle uses it.")
    wanted = Cycle(
        slug=slug,
        name=name,
        framework=framework,
        opens_on=opens_on,
        closes_on=closes_on,
        visibility=visibility,
        minimum_group=minimum_group,
    )
    existing = Cycle.objects.filter(slug=slug).first()
    if existing:
        _require_same(existing, wanted, organisations)
        return existing, False
    _require_sense(wanted)
    wanted.opened_by = by
    wanted.full_clean()
    wanted.save()
    asked = Organisation.objects.placed_on(opens_on) if organisations is None else organisations
    Participation.objects.bulk_create(Participation(cycle=wanted, organisation=body) for body in asked)
    record(wanted, CycleChangeKind.OPENED, by=by)
    return wanted, True


@transaction.atomic
def give_more_time(*, by: User, participation: Participation, until: date, note: str = "") -> Participation:
    """Let one organisation answer to the end of this day, which is later than the one it has. Also after closing."""
    permit(by, rules.GIVE_TIME, participation)
    held = Participation.objects.select_for_update(of=("self",)).select_related("cycle", "organisation")
    held = held.get(pk=participation.pk)
    begun = list(SelfAssessment.objects.select_for_update().filter(cycle=held.cycle, organisation=held.organisation))
    if begun and all(one.status == Status.AGREED for one in begun):
        raise ActionRefused("It is agreed. Reopen it first; then the organisation can change its answers.")
    _require_later(until, than=open_to(held, begun), cycle=held.cycle)
    held.open_until = until
    held.save(update_fields=["open_until"])
    for one in (one for one in begun if one.status != Status.AGREED):
        one.open_until = until
        move(one, one.status, by=by, note=f"{until.isoformat()}\n{note.strip()}")
    return held


def open_to(asked: Participation, begun: Sequence[SelfAssessment]) -> date:
    """The last day on which the organisation can answer, as it is now."""
    days = [asked.cycle.closes_on, asked.open_until, *(one.open_until for one in begun)]
    return max(day for day in days if day)


def latest_more_time(cycle: Cycle) -> date:
    return cycle.closes_on + timedelta(days=MOST_DAYS_MORE)


def _require_later(until: date, *, than: date, cycle: Cycle) -> None:
    last = latest_more_time(cycle)
    if until < timezone.localdate():
        raise ActionRefused("This day has passed. Choose today or a later day.")
    if until <= than:
        raise ActionRefused(f"The organisation has until {than:%-d %B %Y} already. Choose a later day.")
    if until > last:
        raise ActionRefused(
            f"Choose a day up to {last:%-d %B %Y}. That is {MOST_DAYS_MORE} days after the cycle closes."
        )


def _require_sense(wanted: Cycle) -> None:
    if wanted.closes_on < wanted.opens_on:
        raise ActionRefused(f"The cycle closes on {wanted.closes_on}, before it opens on {wanted.opens_on}.")
    if wanted.slug == "open":
        raise ActionRefused("“open” is the address of the page that opens a cycle. Choose another address.")
    if wanted.minimum_group < 2:
        raise ActionRefused(
            f"The minimum group is {wanted.minimum_group}. It must be 2 or more: a group of one would show who it is."
        )


def _require_same(existing: Cycle, wanted: Cycle, organisations: Sequence[Organisation] | None) -> None:
    fields = ("name", "framework_id", "opens_on", "closes_on", "visibility", "minimum_group")
    other = [name for name in fields if getattr(existing, name) != getattr(wanted, name)]
    if organisations is not None and {o.pk for o in organisations} != set(
        existing.participations.values_list("organisation", flat=True)
    ):
        other.append("organisations")
    if other:
        words = ", ".join(name.removesuffix("_id").replace("_", " ") for name in other)
        raise CycleExists(f"The cycle {existing.slug} is there already with another {words}. Choose another slug.")
