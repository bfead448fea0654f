"""Verbs that change a cycle after it was opened. Each leaves a CycleChange; none touches an answer."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.states import held_cycle
from assessments.models import Cycle, CycleChange, CycleChangeKind, Organisation, Participation, User, Visibility
from assessments.models.places import placements_on

STRICTER_AND_STRICTER = list(Visibility)
LARGEST_MINIMUM_GROUP = 50


class GeographyMoves(ActionRefused):
    """On the new last day some of the organisations lie elsewhere, and nobody has said that this is meant."""

    def __init__(self, moves: Sequence[tuple[Organisation, str, str]], day: date):
        self.moves = moves
        many = "1 organisation lies" if len(moves) == 1 else f"{len(moves)} organisations lie"
        super().__init__(
            f"{many} in another ICS or region on {day:%-d %B %Y}. Look at the list, then tick the box to go on."
        )


def moves_between(cycle: Cycle, day: date) -> list[tuple[Organisation, str, str]]:
    """The organisations asked that lie elsewhere on `day` than on the closing date: (organisation, before, after)."""
    asked = list(cycle.participations.select_related("organisation").order_by("organisation__name"))
    keys = [one.organisation_id for one in asked]
    then, now = placements_on(keys, cycle.closes_on), placements_on(keys, day)
    places = [
        (one.organisation, _where(then.get(one.organisation_id)), _where(now.get(one.organisation_id))) for one in asked
    ]
    return [(body, before, after) for body, before, after in places if before != after]


@transaction.atomic
def extend_cycle(*, by: User, cycle: Cycle, closes_on: date, note: str = "", moves_are_meant: bool = False) -> Cycle:
    """Let all answer to the end of a later day. Raises GeographyMoves unless that is meant."""
    permit(by, rules.EXTEND_CYCLE, cycle)
    held = held_cycle(cycle.pk)
    if closes_on <= held.closes_on:
        raise ActionRefused(f"The cycle is open until {held.closes_on:%-d %B %Y}. Choose a later day.")
    if closes_on < timezone.localdate():
        raise ActionRefused("This day has passed. Choose today or a later day.")
    _require_meant(held, closes_on, moves_are_meant)
    return _close_on(held, closes_on, CycleChangeKind.EXTENDED, by=by, note=note)


@transaction.atomic
def close_cycle_early(
    *, by: User, cycle: Cycle, closes_on: date, note: str = "", moves_are_meant: bool = False
) -> Cycle:
    """Close at the end of an earlier day; yesterday closes at once. More time that was given stays given."""
    permit(by, rules.CLOSE_CYCLE, cycle)
    held = held_cycle(cycle.pk)
    if held.has_closed:
        raise ActionRefused(f"The cycle closed on {held.closes_on:%-d %B %Y} already.")
    if closes_on >= held.closes_on:
        raise ActionRefused(f"The cycle closes on {held.closes_on:%-d %B %Y}. Choose an earlier day.")
    if closes_on < timezone.localdate() - timedelta(days=1):
        raise ActionRefused("This day has passed. A cycle closes yesterday at the earliest: that is at once.")
    if closes_on < held.opens_on:
        raise ActionRefused(f"The cycle opens on {held.opens_on:%-d %B %Y}. It can close on that day or later.")
    _require_meant(held, closes_on, moves_are_meant)
    return _close_on(held, closes_on, CycleChangeKind.CLOSED_EARLY, by=by, note=note)


@transaction.atomic
def restrict_cycle(*, by: User, cycle: Cycle, visibility: str, minimum_group: int, note: str = "") -> Cycle:
    """Show less to others from now on, in what was submitted already too. There is no way back."""
    permit(by, rules.RESTRICT_CYCLE, cycle)
    held = held_cycle(cycle.pk)
    if STRICTER_AND_STRICTER.index(visibility) < STRICTER_AND_STRICTER.index(held.visibility):
        raise ActionRefused(
            f"The cycle is {held.get_visibility_display().lower()}. People answered on that promise: it can become "
            "stricter, never more open."
        )
    if minimum_group < held.minimum_group:
        raise ActionRefused(
            f"The smallest group is {held.minimum_group}. People answered on that promise: it can only be raised."
        )
    if minimum_group > LARGEST_MINIMUM_GROUP:
        raise ActionRefused(f"The smallest group can be {LARGEST_MINIMUM_GROUP} at most.")
    before = {"visibility": held.visibility, "minimum_group": held.minimum_group}
    after = {"visibility": str(visibility), "minimum_group": minimum_group}
    if before == after:
        raise ActionRefused("This is what the cycle has already. Nothing was changed.")
    held.visibility, held.minimum_group = after.values()
    held.save(update_fields=list(after))
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record(held, CycleChangeKind.RESTRICTED, by=by, note=note, **changed)
    return held


@transaction.atomic
def ask_organisations(*, by: User, cycle: Cycle, organisations: Sequence[Organisation], note: str = "") -> int:
    """Ask these too. Returns how many are new; those that are asked already stay as they are."""
    permit(by, rules.ASK_ORGANISATIONS, cycle)
    held = held_cycle(cycle.pk)
    if held.has_closed:
        raise ActionRefused(f"The cycle closed on {held.closes_on:%-d %B %Y}. Extend it before you ask more.")
    known = set(held.participations.values_list("organisation", flat=True))
    new = [body for body in organisations if body.pk not in known]
    if new:
        Participation.objects.bulk_create(Participation(cycle=held, organisation=body) for body in new)
        record(held, CycleChangeKind.ASKED, by=by, note=note, organisations=[str(body) for body in new])
    return len(new)


@transaction.atomic
def unask_organisations(*, by: User, cycle: Cycle, organisations: Sequence[Organisation], note: str = "") -> int:
    """Stop asking those that have not started. Refused for all where one of them has. Returns how many."""
    permit(by, rules.ASK_ORGANISATIONS, cycle)
    held = held_cycle(cycle.pk)
    asked = Participation.objects.select_for_update(of=("self",)).filter(cycle=held).of(organisations)
    keys = [one.pk for one in asked]
    unstarted = Participation.objects.filter(pk__in=keys).not_started()
    begun = Participation.objects.filter(pk__in=keys).exclude(pk__in=unstarted.values("pk")).with_names()
    if names := [str(one.organisation) for one in begun]:
        raise ActionRefused(f"Started already, so still asked: {', '.join(names)}. Nothing was changed.")
    names = list(unstarted.order_by("organisation__name").values_list("organisation__name", flat=True))
    if names:
        Participation.objects.filter(pk__in=keys).delete()
        record(held, CycleChangeKind.UNASKED, by=by, note=note, organisations=names)
    return len(names)


def record(cycle: Cycle, kind: CycleChangeKind, *, by: User, note: str = "", **details) -> CycleChange:
    """Write down a change. The caller has asked for permission, and holds the cycle."""
    return CycleChange.objects.create(cycle=cycle, kind=kind, by=by, note=note.strip(), details=details)


def _require_meant(held: Cycle, day: date, moves_are_meant: bool) -> None:
    if not moves_are_meant and (moves := moves_between(held, day)):
        raise GeographyMoves(moves, day)


def _close_on(held: Cycle, day: date, kind: CycleChangeKind, *, by: User, note: str) -> Cycle:
    before, held.closes_on = held.closes_on, day
    held.save(update_fields=["closes_on"])
    record(held, kind, by=by, note=note, closes_on=[before.isoformat(), day.isoformat()])
    return held


def _where(placed) -> str:
    """The ICS, or the region alone, or nowhere."""
    if placed is None:
        return "no place"
    return f"{placed.ics}, {placed.region}" if placed.ics else f"{placed.region}, in no ICS"
