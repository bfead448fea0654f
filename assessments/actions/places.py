"""The verb that loads places, and what a file may point at. What a newer file leaves out stays as it is."""

from dataclasses import dataclass

from django.db import transaction

from aligns_site.access import permit
from assessments import rules
from assessments.folding import folded
from assessments.models import (
    ICS,
    ICSPlacement,
    Organisation,
    OrganisationPlacement,
    Region,
    User,
)
from assessments.places_file import ICSDefinition, KnownPlaces, OrganisationDefinition, Part, PlacesDefinition


@dataclass(frozen=True)
class PlacesLoaded:
    """What a load did. `words` is a line for the person."""

    new: int
    changed: int
    total: int

    @property
    def words(self) -> str:
        if not (self.new or self.changed):
            return f"unchanged: {self.total} read, and all are there already"
        same = self.total - self.new - self.changed
        return f"{self.total} read: {self.new} new, {self.changed} changed, {same} unchanged"


def known_places() -> KnownPlaces:
    """What is loaded already, for the check of a file."""
    bodies = list(Organisation.objects.select_related("parent"))
    systems = list(ICS.objects.prefetch_related("succeeded_by"))
    return KnownPlaces(
        regions=frozenset(Region.objects.values_list("slug", flat=True)),
        ics=frozenset(ics.slug for ics in systems),
        organisations=frozenset(body.slug for body in bodies),
        names={folded(word): body.slug for body in bodies for word in (body.slug, body.name)},
        aliases={folded(word): body.slug for body in bodies for word in body.aliases},
        parents={body.slug: {body.parent.slug} for body in bodies if body.parent},
        successors={ics.slug: {after.slug for after in ics.succeeded_by.all()} for ics in systems},
    )


@transaction.atomic
def load_places(*, by: User, definition: PlacesDefinition) -> PlacesLoaded:
    """Bring regions, ICSs and organisations to what the file says; it was read with `known_places`.

    A place that the file does not name stays as it is, and so does what it does not say of a place.
    """
    permit(by, rules.LOAD_PLACES)
    outcomes = [_load_region(region) for region in definition.regions]
    regions = {region.slug: region for region in Region.objects.all()}
    outcomes += [_load_ics(ics, regions) for ics in definition.ics]
    systems = {ics.slug: ics for ics in ICS.objects.all()}
    outcomes += _load_successions(definition, systems)
    outcomes += [_load_organisation(organisation, regions, systems) for organisation in definition.organisations]
    outcomes += _load_parents(definition)
    total = len(definition.regions) + len(definition.ics) + len(definition.organisations)
    slugs_changed = {slug for slug, outcome in outcomes if outcome == "changed"}
    slugs_new = {slug for slug, outcome in outcomes if outcome == "new"}
    return PlacesLoaded(len(slugs_new), len(slugs_changed - slugs_new), total)


Outcome = tuple[tuple[str, str], str]


def _load_region(definition) -> Outcome:
    return ("region", definition.slug), _put(Region, definition.slug, {"name": definition.name})


def _load_ics(definition: ICSDefinition, regions: dict[str, Region]) -> Outcome:
    fields = _said(definition, {"name": definition.name, "aliases": list(definition.aliases)})
    outcome = _put(ICS, definition.slug, fields)
    rows = [(regions[p.region].pk, p.from_on, p.until_on) for p in definition.placed]
    ics = ICS.objects.get(slug=definition.slug)
    held = list(ics.placements.values_list("region_id", "from_on", "until_on"))
    if _same(held, rows):
        return ("ics", definition.slug), outcome
    ics.placements.all().delete()
    for region, from_on, until_on in rows:
        _save(ICSPlacement(ics=ics, region_id=region, from_on=from_on, until_on=until_on))
    return ("ics", definition.slug), outcome or "changed"


def _load_organisation(definition: OrganisationDefinition, regions: dict, systems: dict) -> Outcome:
    fields = _said(
        definition,
        {
            "name": definition.name,
            "kind": definition.kind,
            "sector": definition.sector,
            "aliases": list(definition.aliases),
            "website": definition.website or "",
        },
    )
    outcome = _put(Organisation, definition.slug, fields)
    rows = [
        (regions[p.region].pk, systems[p.ics].pk if p.ics else None, p.from_on, p.until_on) for p in definition.placed
    ]
    body = Organisation.objects.get(slug=definition.slug)
    if _same(list(body.placements.values_list("region_id", "ics_id", "from_on", "until_on")), rows):
        return ("organisation", definition.slug), outcome
    body.placements.all().delete()
    for region, ics, from_on, until_on in rows:
        _save(
            OrganisationPlacement(organisation=body, region_id=region, ics_id=ics, from_on=from_on, until_on=until_on)
        )
    return ("organisation", definition.slug), outcome or "changed"


def _load_successions(definition: PlacesDefinition, systems: dict[str, ICS]) -> list[Outcome]:
    outcomes = []
    for ics in (ics for ics in definition.ics if "succeeded_by" in ics.model_fields_set):
        wanted = {systems[slug].pk for slug in ics.succeeded_by}
        held = systems[ics.slug].succeeded_by
        if wanted != set(held.values_list("pk", flat=True)):
            held.set(wanted)
            outcomes.append((("ics", ics.slug), "changed"))
    return outcomes


def _load_parents(definition: PlacesDefinition) -> list[Outcome]:
    """Last, since a parent may stand below its part in the file."""
    bodies = {body.slug: body for body in Organisation.objects.all()}
    outcomes = []
    for wanted in (body for body in definition.organisations if "parent" in body.model_fields_set):
        body, parent = bodies[wanted.slug], bodies[wanted.parent] if wanted.parent else None
        if body.parent_id != (parent.pk if parent else None):
            body.parent = parent
            _save(body)
            outcomes.append((("organisation", wanted.slug), "changed"))
    return outcomes


def _said(definition: Part, fields: dict) -> dict:
    """Those of the fields of which the file says something, be it that they are empty."""
    return {name: value for name, value in fields.items() if name in definition.model_fields_set}


def _put(model, slug: str, fields: dict) -> str:
    """Make or change one place; returns "new", "changed" or nothing."""
    place = model.objects.filter(slug=slug).first()
    if place and all(getattr(place, name) == value for name, value in fields.items()):
        return ""
    outcome = "changed" if place else "new"
    place = place or model(slug=slug)
    for name, value in fields.items():
        setattr(place, name, value)
    _save(place)
    return outcome


def _save(row) -> None:
    row.full_clean()
    row.save()


def _same(held: list[tuple], wanted: list[tuple]) -> bool:
    return sorted(held, key=str) == sorted(wanted, key=str)
