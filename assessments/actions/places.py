"""The verb that loads places. What a newer file leaves out stays as it is."""

from dataclasses import dataclass

from django.db import transaction

from aligns_site.access import ActionRefused, permit
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
from assessments.places_file import ICSDefinition, OrganisationDefinition, PlacesDefinition


class UnknownPlaces(ActionRefused):
    """The file points at places that are neither in it nor in the database. `faults` names them all."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class PlacesLoaded:
    """What a load did. `words` is a line for the person."""

    new: int
    changed: int
    total: int

    @property
    def words(self) -> str:
        if not (self.new or self.changed):
            return f"unchanged: all {self.total} places are there already"
        return f"{self.new} places are new, {self.changed} changed, {self.total - self.new - self.changed} as they were"


@transaction.atomic
def load_places(*, by: User, definition: PlacesDefinition) -> PlacesLoaded:
    """Bring regions, ICSs and organisations to what the file says. Raises UnknownPlaces; then nothing is changed."""
    permit(by, rules.LOAD_PLACES)
    faults = _unknown_places(definition) + _names_taken(definition)
    if faults:
        raise UnknownPlaces(faults)
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


def _unknown_places(definition: PlacesDefinition) -> list[str]:
    regions = {r.slug for r in definition.regions} | set(Region.objects.values_list("slug", flat=True))
    systems = {i.slug for i in definition.ics} | set(ICS.objects.values_list("slug", flat=True))
    bodies = {o.slug for o in definition.organisations} | set(Organisation.objects.values_list("slug", flat=True))
    faults = []
    for ics in definition.ics:
        faults += [f"ICS {ics.slug}: region {p.region} is not known" for p in ics.placed if p.region not in regions]
        faults += [f"ICS {ics.slug}: successor {s} is not known" for s in ics.succeeded_by if s not in systems]
    for body in definition.organisations:
        where = f"organisation {body.slug}"
        faults += [f"{where}: region {p.region} is not known" for p in body.placed if p.region not in regions]
        faults += [f"{where}: ICS {p.ics} is not known" for p in body.placed if p.ics and p.ics not in systems]
        if body.parent and body.parent not in bodies:
            faults.append(f"{where}: parent {body.parent} is not known")
        if body.parent == body.slug:
            faults.append(f"{where}: cannot be its own parent")
    return faults


def _names_taken(definition: PlacesDefinition) -> list[str]:
    """Names of the file that lead to another organisation already loaded."""
    loading = {body.slug for body in definition.organisations}
    taken: dict[str, str] = {}
    for other in Organisation.objects.exclude(slug__in=loading):
        taken |= {folded(word): other.slug for word in (other.slug, other.name, *other.aliases)}
    return [
        f"organisation {body.slug}: {word!r} leads to {taken[folded(word)]} already"
        for body in definition.organisations
        for word in (body.slug, body.name, *body.aliases)
        if folded(word) in taken
    ]


def _load_region(definition) -> Outcome:
    return ("region", definition.slug), _put(Region, definition.slug, {"name": definition.name})


def _load_ics(definition: ICSDefinition, regions: dict[str, Region]) -> Outcome:
    fields = {"name": definition.name, "aliases": list(definition.aliases)}
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
    fields = {
        "name": definition.name,
        "kind": definition.kind,
        "sector": definition.sector,
        "aliases": list(definition.aliases),
        "website": definition.website or "",
    }
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
    for ics in definition.ics:
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
    for wanted in definition.organisations:
        body, parent = bodies[wanted.slug], bodies[wanted.parent] if wanted.parent else None
        if body.parent_id != (parent.pk if parent else None):
            body.parent = parent
            _save(body)
            outcomes.append((("organisation", wanted.slug), "changed"))
    return outcomes


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
