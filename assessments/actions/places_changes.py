"""The verbs that change places one by one: names, facts, where an organisation lies, what follows an ICS.

Each holds all places while it works, so that names stay unique, and records what was so before and is so now.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.places import Place, lock_places, placement_facts, refuse_circles, save
from assessments.folding import folded
from assessments.models import (
    ICS,
    Changed,
    ICSPlacement,
    Organisation,
    OrganisationPlacement,
    PlaceChange,
    Region,
    User,
)
from assessments.models.places import OrganisationQuerySet
from assessments.places_plan import placements
from frameworks.letters import refusal_of


class NameTaken(ActionRefused):
    """The name leads to another place already."""


class DaysDoNotFit(ActionRefused):
    """A placement would leave a gap, overlap another, or point at what is not there on that day."""


@transaction.atomic
def rename_place(*, by: User, place: Place, name: str) -> Place:
    """Call a place by another name. The old one goes on leading to it, as one of its other names (not of a region)."""
    held, name = _begun(by, place), plain_name(name)
    old = held.name
    if name == old:
        raise ActionRefused(f"It is called {old} already.")
    require_free(held, name)
    held.name = name
    _save_and_record(held, Changed.NAME, old, name, by=by)
    if hasattr(held, "aliases"):
        kept = [word for word in held.aliases if folded(word) != folded(name)]
        _set_aliases(held, kept if folded(old) == folded(name) else [*kept, old], by=by)
    return held


@transaction.atomic
def add_alias(*, by: User, place: ICS | Organisation, alias: str) -> Place:
    """Let another name lead to a place, in files and in searches."""
    held, alias = _begun(by, place), plain_name(alias)
    if folded(alias) in {folded(word) for word in words_leading_to(held)}:
        raise NameTaken(f"{alias} leads to {held} already.")
    require_free(held, alias)
    _set_aliases(held, [*held.aliases, alias], by=by)
    return held


@transaction.atomic
def remove_alias(*, by: User, place: ICS | Organisation, alias: str) -> Place:
    held = _begun(by, place)
    if alias not in held.aliases:
        raise ActionRefused(f"{held} has no other name {alias} any more.")
    _set_aliases(held, [word for word in held.aliases if word != alias], by=by)
    return held


@transaction.atomic
def change_organisation(
    *,
    by: User,
    organisation: Organisation,
    kind: str,
    sector: str,
    website: str = "",
    parent: Organisation | None = None,
) -> Organisation:
    """Say anew what an organisation is. Only what differs is written and recorded."""
    held = _begun(by, organisation)
    wanted = {Changed.KIND: kind, Changed.SECTOR: sector, Changed.WEBSITE: website}
    for what, value in wanted.items():
        before = getattr(held, what)
        if before != value:
            setattr(held, what, value)
            _save_and_record(held, what, before, value, by=by)
    if held.parent_id != (parent.pk if parent else None):
        before = held.parent.slug if held.parent else ""
        held.parent = parent
        _save_and_record(held, Changed.PARENT, before, parent.slug if parent else "", by=by)
        refuse_circles()
    return held


@transaction.atomic
def place_organisation(*, by: User, organisation: Organisation, where: ICS | Region, from_on: date) -> Organisation:
    """Let an organisation lie elsewhere from this day on; where it lies until then ends the day before."""
    held = _begun(by, organisation)
    before = facts_of_placements(held)
    wanted = placement_in(held, where, from_on)
    last = held.placements.last()
    if last and (last.ics_id, last.region_id, last.until_on) == (wanted.ics_id, wanted.region_id, None):
        raise DaysDoNotFit(f"{held} lies there already.")
    _end_before(last, from_on)
    save(wanted)
    record(held, Changed.PLACED, before, facts_of_placements(held), by=by)
    return held


@transaction.atomic
def place_ics(*, by: User, ics: ICS, region: Region, from_on: date) -> list[Organisation]:
    """Let an ICS lie in another region from this day on, and with it all that lie in it then; returns those."""
    held = _begun(by, ics)
    before, last = facts_of_placements(held), held.placements.last()
    if last and (last.region_id, last.until_on) == (region.pk, None):
        raise DaysDoNotFit(f"{held} lies there already.")
    if late := OrganisationPlacement.objects.filter(ics=held, from_on__gt=from_on).first():
        raise DaysDoNotFit(
            f"{late.organisation} comes into it on {late.from_on:%-d %B %Y}. Choose that day or a later one."
        )
    _end_before(last, from_on)
    save(ICSPlacement(ics=held, region=region, from_on=from_on))
    record(held, Changed.PLACED, before, facts_of_placements(held), by=by)
    return _placed_anew(Organisation.objects.within(ics=[held.pk], on=[from_on]), held, from_on, by=by)


@transaction.atomic
def succeed_ics(
    *, by: User, ics: ICS, successors: Sequence[ICS], from_on: date, moves_organisations: bool = False
) -> list[Organisation]:
    """Let an ICS end the day before `from_on`, and others follow it. Returns the organisations placed in the successor.

    `moves_organisations`: all that lie in it on that day lie in the one successor from then on.
    """
    held = _begun(by, ics)
    _require_successors(held, successors, from_on, moves_organisations)
    before, followed = facts_of_placements(held), sorted(one.slug for one in held.succeeded_by.all())
    last = held.placements.last()
    if last is None or (last.until_on and last.until_on < from_on - timedelta(days=1)):
        raise DaysDoNotFit(f"{held} is not there on the day before. Choose an earlier day.")
    if last.until_on != from_on - timedelta(days=1):
        _end_before(last, from_on, may_cut=True)
        record(held, Changed.PLACED, before, facts_of_placements(held), by=by)
    held.succeeded_by.set(successors)
    _refuse_circle_of(held)
    record(held, Changed.SUCCEEDED_BY, followed, sorted(one.slug for one in successors), by=by)
    if not moves_organisations:
        return []
    return _placed_anew(Organisation.objects.within(ics=[held.pk], on=[from_on]), successors[0], from_on, by=by)


@transaction.atomic
def take_back_succession(*, by: User, ics: ICS, seen: Iterable[str]) -> ICS:
    """Let nothing follow an ICS any more. Where it and its organisations lie, and from when, stays as it is.

    `seen`: the slugs of what followed it on the page; refused where others follow it by now.
    """
    held = _begun(by, ics)
    followed = sorted(one.slug for one in held.succeeded_by.all())
    if not followed:
        raise ActionRefused(f"Nothing follows {held} any more, so there is nothing to take back.")
    if followed != sorted(seen):
        raise ActionRefused(f"What follows {held} was changed meanwhile. Read what follows it now.")
    held.succeeded_by.clear()
    record(held, Changed.SUCCEEDED_BY, followed, [], by=by)
    return held


def words_leading_to(place: Place) -> list[str]:
    return [place.slug, place.name, *getattr(place, "aliases", [])]


def facts_of_placements(place: ICS | Organisation) -> list[dict]:
    ics = ("ics",) if isinstance(place, Organisation) else ()
    return placements(map(placement_facts, place.placements.select_related("region", *ics)))


def record(place: Place, what: str, before: object, after: object, *, by: User, note: str = "") -> PlaceChange:
    said = {"by": by, "what": what, "before": before, "after": after, "note": note}
    return PlaceChange.objects.create(**{place._meta.model_name: place}, **said)


def plain_name(text: str) -> str:
    """A name as it is kept: trimmed, of characters that can be printed. Raises ActionRefused."""
    name = " ".join(text.split())
    why = refusal_of(name)
    if why:
        raise ActionRefused(f"The name {why}.")
    if not folded(name):
        raise ActionRefused("Enter a name.")
    return name


def _begun(by: User, place: Place) -> Place:
    """The place as it is now, while nobody else changes any."""
    permit(by, rules.CHANGE_PLACES)
    lock_places()
    held = type(place).objects.get(pk=place.pk)
    if isinstance(held, Organisation) and held.merged_into_id:
        raise ActionRefused(f"{held} was merged into {held.merged_into}. Change that one.")
    return held


def require_free(place: Place, name: str) -> None:
    """Raise NameTaken where the name leads to another place of this kind: files must find one, and only one."""
    for other in type(place).objects.exclude(pk=place.pk):
        now = getattr(other, "merged_into", None) or other
        # Of one that was merged, the slug alone is left: its names went along, and may have been taken away since.
        words = words_leading_to(other) if now == other else [other.slug]
        if now.pk != place.pk and folded(name) in map(folded, words):
            taken = f"{name} is there already" if name == now.name else f"{name} leads to {now} already"
            raise NameTaken(f"{taken}. A name may lead to one place only.")


def _set_aliases(place: ICS | Organisation, aliases: list[str], *, by: User) -> None:
    before = place.aliases
    if before != aliases:
        place.aliases = aliases
        _save_and_record(place, Changed.ALIASES, before, aliases, by=by)


def _save_and_record(place: Place, what: str, before: object, after: object, *, by: User) -> None:
    try:
        save(place)
    except ValidationError as invalid:
        raise ActionRefused(" ".join(invalid.messages)) from None
    record(place, what, before, after, by=by)


def _placed_anew(organisations: OrganisationQuerySet, where: ICS, day: date, *, by: User) -> list[Organisation]:
    """All of them, or none where one of them cannot be."""
    placed = []
    for one in list(organisations.order_by("name")):
        try:
            placed.append(place_organisation(by=by, organisation=one, where=where, from_on=day))
        except DaysDoNotFit as refused:
            raise DaysDoNotFit(f"{one}: {refused}") from None
    return placed


def placement_in(organisation: Organisation, where: ICS | Region, from_on: date | None) -> OrganisationPlacement:
    if isinstance(where, Region):
        return OrganisationPlacement(organisation=organisation, region=where, from_on=from_on)
    region = region_of(where, from_on)
    return OrganisationPlacement(organisation=organisation, ics=where, region=region, from_on=from_on)


def region_of(ics: ICS, day: date | None) -> Region:
    """The region in which the ICS lies from this day on; without a day, the one in which it has always lain."""
    rows = ics.placements.select_related("region")
    placed = rows.on(day).first() if day else rows.filter(from_on=None).first()
    if placed is None:
        raise DaysDoNotFit(f"{ics} is not there on this day. See on its page from when until when it is.")
    return placed.region


def _end_before(last: ICSPlacement | OrganisationPlacement | None, day: date, *, may_cut: bool = False) -> None:
    """Let the last placement end the day before. `may_cut`: also where it has an end that is later."""
    if last is None:
        return
    eve = day - timedelta(days=1)
    if last.from_on and last.from_on > eve:
        raise DaysDoNotFit(f"The last placement begins on {last.from_on:%-d %B %Y}. Choose a later day.")
    if last.until_on and not (may_cut and eve < last.until_on) and last.until_on != eve:
        after = last.until_on + timedelta(days=1)
        raise DaysDoNotFit(f"The last placement ends on {last.until_on:%-d %B %Y}. Choose {after:%-d %B %Y}.")
    last.until_on = eve
    save(last)


def _require_successors(ics: ICS, successors: Iterable[ICS], from_on: date, moves: bool) -> None:
    if not successors:
        raise ActionRefused("Choose at least one ICS that follows.")
    if moves and len(successors) > 1:
        raise ActionRefused(
            "With more than one successor the organisations cannot be moved together. Place each one on its own page."
        )
    for one in successors:
        if one.pk == ics.pk:
            raise ActionRefused(f"{ics} cannot follow itself.")
        region_of(one, from_on)


def _refuse_circle_of(ics: ICS) -> None:
    waiting, seen = list(ics.succeeded_by.all()), set()
    while waiting:
        one = waiting.pop()
        if one.pk == ics.pk:
            raise ActionRefused(f"{ics} would succeed itself: what follows it leads back to it.")
        if one.pk not in seen:
            seen.add(one.pk)
            waiting.extend(one.succeeded_by.all())
