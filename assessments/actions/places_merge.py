"""The verb that merges two organisations which are the same body. Nothing is deleted: one row leads to the other."""

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.places import lock_places, save
from assessments.actions.places_changes import record
from assessments.merging import MergeCounts, count_merge, current_seats, plan_merge
from assessments.models import Changed, Membership, Organisation, Participation, SelfAssessment, User


class MergeRefused(ActionRefused):
    """Something speaks against it; `reasons` are sentences."""

    def __init__(self, reasons: tuple[str, ...]):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class MergeChanged(ActionRefused):
    """It would do something else now than the person was shown."""


@transaction.atomic
def merge_organisations(*, by: User, goes: Organisation, stays: Organisation, seen: str = "") -> MergeCounts:
    """Let all that `goes` has belong to `stays`, and the one lead to the other. Raises MergeRefused.

    Self-assessments go along as they are: what was submitted keeps its words and its fingerprint. `seen`: the mark of
    the plan that the person agreed to. Returns what was done, counted as it was done.
    """
    permit(by, rules.MERGE_PLACES)
    lock_places()
    goes, stays = (Organisation.objects.get(pk=one.pk) for one in (goes, stays))
    for model in (SelfAssessment, Participation, Membership):
        list(model.objects.select_for_update(no_key=True).filter(organisation__in=[goes, stays]).order_by("pk"))
    plan = plan_merge(goes, stays)
    if plan.against:
        raise MergeRefused(plan.against)
    if seen and seen != plan.mark:
        raise MergeChanged("Something changed since you looked. Look again at what would happen.")
    counts = count_merge(goes, stays)
    done = MergeCounts(
        self_assessments=goes.self_assessments.update(organisation=stays),
        answers=counts.answers,
        evidence=counts.evidence,
        submissions=counts.submissions,
        **_asked_moved(goes, stays),
        **_people_moved(goes, stays, by=by),
        parts=goes.parts.update(parent=stays),
        names=len(plan.names),
    )
    _leads_to(goes, stays, plan.names, by=by)
    return done


def _asked_moved(goes: Organisation, stays: Organisation) -> dict[str, int]:
    """Where both were asked, one goes on being asked, for as long as either may answer."""
    there = {one.cycle_id: one for one in stays.participations.all()}
    twice = [one for one in goes.participations.all() if one.cycle_id in there]
    for one in twice:
        kept = there[one.cycle_id]
        if one.open_until and (kept.open_until is None or kept.open_until < one.open_until):
            kept.open_until = one.open_until
            save(kept)
    moved = goes.participations.exclude(cycle__in=there).update(organisation=stays)
    return {"asked": moved, "asked_twice": len(twice)}


def _people_moved(goes: Organisation, stays: Organisation, *, by: User) -> dict[str, int]:
    there = set(current_seats(stays))
    twice = [one for one in goes.memberships.current() if (one.user_id, one.role) in there]
    for one in twice:
        one.ended_at, one.ended_by = timezone.now(), by
        save(one)
    return {"memberships": goes.memberships.current().update(organisation=stays), "held_twice": len(twice)}


def _leads_to(goes: Organisation, stays: Organisation, names: tuple[str, ...], *, by: User) -> None:
    if names:
        before, stays.aliases = stays.aliases, [*stays.aliases, *names]
        save(stays)
        record(stays, Changed.ALIASES, before, stays.aliases, by=by)
    goes.merged.update(merged_into=stays)
    goes.merged_into = stays
    save(goes)
    for one in (goes, stays):
        record(one, Changed.MERGED, goes.name, stays.name, by=by)
