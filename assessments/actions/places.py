"""The verb that loads places, and what a file may point at. What a newer file leaves out stays as it is."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from aligns_site.access import ActionRefused, permit
from assessments import rules
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
from assessments.places_crosschecks import KnownPlaces
from assessments.places_definition import PlacesDefinition
from assessments.places_plan import Facts, Held, Key, PlacesPlan, PlannedPlace, Was, desk_aliases, placements, plan_of

MODELS = {"region": Region, "ics": ICS, "organisation": Organisation}
# Facts that are columns; the others are rows of their own.
COLUMNS = ("name", "aliases", "kind", "sector", "website")
Place = Region | ICS | Organisation


class PlacesChanged(ActionRefused):
    """What the file would do is no longer what the person was shown."""


@dataclass(frozen=True)
class PlacesLoaded:
    """What a load did, or would do. `words` is a line for the person; `mark` is another for every other plan."""

    plan: PlacesPlan

    @property
    def new(self) -> int:
        return self.plan.new

    @property
    def changed(self) -> int:
        return self.plan.changed

    @property
    def total(self) -> int:
        return self.plan.total

    @property
    def words(self) -> str:
        if self.plan.changes_nothing:
            return f"unchanged: {self.total} read, and all are there already{self._kept_words}"
        same = self.total - self.new - self.changed
        return f"{self.total} read: {self.new} new, {self.changed} changed, {same} unchanged{self._kept_words}"

    @property
    def _kept_words(self) -> str:
        kept = self.plan.kept
        return f"; {kept} in part as changed here, not as the file says" if kept else ""

    @property
    def mark(self) -> str:
        return hashlib.sha256(json.dumps([asdict(place) for place in self.plan.places]).encode()).hexdigest()


def known_places() -> KnownPlaces:
    """What is loaded already, for the check of a file."""
    held = stored()
    bodies = {slug: facts for (kind, slug), facts in held.facts.items() if kind == "organisation"}
    systems = {slug: facts for (kind, slug), facts in held.facts.items() if kind == "ics"}
    return KnownPlaces(
        regions=frozenset(slug for kind, slug in held.facts if kind == "region"),
        ics=frozenset(systems),
        organisations=frozenset(bodies) | frozenset(held.merged),
        names={folded(word): slug for slug, facts in bodies.items() for word in (slug, facts["name"])},
        aliases={folded(word): slug for slug, facts in bodies.items() for word in facts["aliases"]},
        parents={slug: {facts["parent"]} for slug, facts in bodies.items() if facts["parent"]}
        | {slug: {now} for slug, now in held.merged.items()},
        successors={slug: set(facts["succeeded_by"]) for slug, facts in systems.items()},
        kept=dict(_kept_words(held, bodies)) | {folded(slug): now for slug, now in held.merged.items()},
        merged=held.merged,
    )


def _kept_words(held: Held, bodies: dict[str, Facts]) -> Iterable[tuple[str, str]]:
    """Names and other names that were given at the desk."""
    for slug, facts in bodies.items():
        record = held.record.get(("organisation", slug), ())
        named_here = {row.after for row in record if row.what == "name" and not row.from_file}
        words = {facts["name"]} & named_here | desk_aliases(record)[0] & set(facts["aliases"])
        yield from ((folded(word), slug) for word in words)


def stored() -> Held:
    """The facts of every place, what became of each, and which were merged; in as many queries for few as for many."""
    bodies = list(Organisation.objects.select_related("parent", "merged_into"))
    placed = OrganisationPlacement.objects.select_related("organisation", "ics", "region")
    ics_placed = ICSPlacement.objects.select_related("ics", "region")
    rows: dict[Key, list[dict]] = {}
    for row in (*placed, *ics_placed):
        owner = getattr(row, "organisation", None)
        key = ("organisation", owner.slug) if owner else ("ics", row.ics.slug)
        rows.setdefault(key, []).append(placement_facts(row))
    facts: dict[Key, Facts] = {("region", one.slug): {"name": one.name} for one in Region.objects.all()}
    for ics in ICS.objects.prefetch_related("succeeded_by"):
        after = sorted(one.slug for one in ics.succeeded_by.all())
        facts["ics", ics.slug] = {"name": ics.name, "aliases": ics.aliases, "succeeded_by": after}
    for body in (one for one in bodies if one.merged_into is None):
        said = {name: getattr(body, name) for name in COLUMNS}
        facts["organisation", body.slug] = said | {"parent": body.parent.slug if body.parent else ""}
    for key, said in facts.items():
        if key[0] != "region":
            said["placed"] = placements(rows.get(key, ()))
    merged = {one.slug: one.merged_into.slug for one in bodies if one.merged_into}
    return Held(facts, _record(), merged)


def placement_facts(row: ICSPlacement | OrganisationPlacement) -> dict:
    days = {
        "from": row.from_on.isoformat() if row.from_on else None,
        "until": row.until_on.isoformat() if row.until_on else None,
    }
    if isinstance(row, ICSPlacement):
        return {"region": row.region.slug} | days
    return {"ics": row.ics.slug if row.ics else None, "region": row.region.slug} | days


def _record() -> dict[Key, tuple[Was, ...]]:
    found: dict[Key, list[Was]] = {}
    rows = PlaceChange.objects.exclude(what__in=[Changed.ADDED, Changed.MERGED]).values_list(
        *("region__slug", "ics__slug", "organisation__slug"), *("what", "before", "after", "from_file")
    )
    for region, ics, organisation, *said in rows:
        kind = "organisation" if organisation else "ics" if ics else "region"
        found.setdefault((kind, organisation or ics or region), []).append(Was(*said))
    return {key: tuple(was) for key, was in found.items()}


def check_places(*, by: User, definition: PlacesDefinition) -> PlacesLoaded:
    """What `load_places` would do now. Changes nothing."""
    permit(by, rules.LOAD_PLACES)
    return PlacesLoaded(plan_of(definition, stored()))


@transaction.atomic
def load_places(*, by: User, definition: PlacesDefinition, seen: str = "") -> PlacesLoaded:
    """Bring regions, ICSs and organisations to what the file says; it was read with `known_places`.

    A place that the file does not name stays as it is, and so does what it does not say of a place; and what was
    changed at the desk after the file was written. `seen`: the mark of what the person was shown; PlacesChanged where
    it would be something else now.
    """
    permit(by, rules.LOAD_PLACES)
    lock_places()
    done = PlacesLoaded(plan_of(definition, stored()))
    if seen and seen != done.mark:
        raise PlacesChanged("Somebody changed places since you looked. Look again at what the file would change.")
    _carry_out(done.plan, by=by)
    return done


def lock_places() -> None:
    """Whoever changes places waits for whoever does so already: names must stay unique among all of them."""
    for model in MODELS.values():
        list(model.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _carry_out(plan: PlacesPlan, *, by: User) -> None:
    touched = [place for place in plan.places if place.is_new or place.changes]
    if not touched:
        return
    rows = {(kind, row.slug): row for kind, model in MODELS.items() for row in model.objects.all()}
    for place in touched:
        rows[place.kind, place.slug] = _columns_saved(place, rows.get((place.kind, place.slug)))
    for place in touched:
        _rest_saved(rows[place.kind, place.slug], place, rows)
    refuse_circles()
    PlaceChange.objects.bulk_create(
        change for place in touched for change in _recorded(place, rows[place.kind, place.slug], by=by)
    )


def _columns_saved(place: PlannedPlace, row: Place | None) -> Place:
    row = row or MODELS[place.kind](slug=place.slug)
    said = {one.what: one.after for one in place.changes if one.what in COLUMNS}
    for name, value in said.items():
        setattr(row, name, value)
    if said:
        save(row)
    return row


def _rest_saved(row: Place, place: PlannedPlace, rows: dict[Key, Place]) -> None:
    """What points at other places, once all of them are there."""
    for one in place.changes:
        if one.what == "placed":
            place_anew(row, one.after, rows)
        elif one.what == "succeeded_by":
            row.succeeded_by.set([rows["ics", slug] for slug in one.after])
        elif one.what == "parent" and (one.after or row.parent_id):
            row.parent = rows["organisation", one.after] if one.after else None
            save(row)


def place_anew(row: ICS | Organisation, placed: list[dict], rows: dict[Key, Place]) -> None:
    """Let the placements of a place be these; `rows` holds the places that they name."""
    row.placements.all().delete()
    for one in placed:
        where = {"region": rows["region", one["region"]], "from_on": _day(one["from"]), "until_on": _day(one["until"])}
        if isinstance(row, ICS):
            save(ICSPlacement(ics=row, **where))
        else:
            ics = rows["ics", one["ics"]] if one["ics"] else None
            save(OrganisationPlacement(organisation=row, ics=ics, **where))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _recorded(place: PlannedPlace, row: Place, *, by: User) -> Iterable[PlaceChange]:
    said = {place.kind: row, "by": by, "from_file": True}
    if place.is_new:
        yield PlaceChange(what=Changed.ADDED, after=place.name, **said)
    else:
        yield from (PlaceChange(what=one.what, before=one.before, after=one.after, **said) for one in place.changes)


def refuse_circles() -> None:
    """What a file says and what stays from the desk may not make a place a part, or a successor, of itself."""
    parents = dict(Organisation.objects.exclude(parent=None).values_list("pk", "parent_id"))
    for start in parents:
        seen, here = {start}, parents[start]
        while here in parents and here not in seen:
            seen.add(here)
            here = parents[here]
        if here in seen:
            name = Organisation.objects.get(pk=start).name
            raise ActionRefused(f"{name} would be part of itself: its parent leads back to it.")


def save(row) -> None:
    row.full_clean()
    row.save()
