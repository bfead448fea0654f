"""A places file as checked, frozen definitions, or every fault of it with its place. Touches no database.

The models below are the format. What one value cannot know of another (slugs used twice, gaps between
placements) is looked at by the functions under them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from assessments.folding import folded
from frameworks.faults import Places
from frameworks.plain_yaml import Document, Fault, Path, YamlRefused, read

NAMED = {
    "regions": ("region", "slug"),
    "ics": ("ICS", "slug"),
    "organisations": ("organisation", "slug"),
    "placed": ("placement", ""),
}
ENDLESS = date.max


class PlacesFaults(Exception):
    """The file cannot be loaded; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("day", "must be a date such as 2026-04-01") from None
    return text


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
Day = Annotated[str, AfterValidator(day)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=200)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class RegionDefinition(Part):
    slug: Slug
    name: Name


class Placed(Part):
    """Where a place lies from one day to another, both inclusive; an empty day is open."""

    region: Slug
    from_: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None

    @property
    def from_on(self) -> date | None:
        return date.fromisoformat(self.from_) if self.from_ else None

    @property
    def until_on(self) -> date | None:
        return date.fromisoformat(self.until) if self.until else None


class PlacedInICS(Placed):
    ics: Slug | None = None


class ICSDefinition(Part):
    slug: Slug
    name: Name
    aliases: tuple[Name, ...] = ()
    placed: Annotated[tuple[Placed, ...], Field(min_length=1)]
    succeeded_by: tuple[Slug, ...] = ()


class OrganisationDefinition(Part):
    slug: Slug
    name: Name
    kind: Literal[
        "local-authority",
        "nhs-trust",
        "place-partnership",
        "ics-body",
        "health-grouping",
        "initiative-host",
        "region",
        "other",
    ]
    sector: Literal["social-care", "health", "joint"]
    aliases: tuple[Name, ...] = ()
    parent: Slug | None = None
    placed: Annotated[tuple[PlacedInICS, ...], Field(min_length=1)]
    website: Url | None = None


class PlacesDefinition(Part):
    regions: tuple[RegionDefinition, ...] = ()
    ics: tuple[ICSDefinition, ...] = ()
    organisations: tuple[OrganisationDefinition, ...] = ()


KEYS = {
    name: [field.alias or key for key, field in part.model_fields.items()]
    for name, part in {
        "": PlacesDefinition,
        "regions": RegionDefinition,
        "ics": ICSDefinition,
        "organisations": OrganisationDefinition,
        "placed": PlacedInICS,
    }.items()
}


def parse(data: bytes) -> PlacesDefinition:
    """The places that the file holds. Raises PlacesFaults with all faults at once, in file order."""
    try:
        document = read(data)
    except YamlRefused as refused:
        if refused.document is None:
            raise PlacesFaults(refused.faults) from None
        document = refused.document
    return _definition_of(document)


def _definition_of(document: Document) -> PlacesDefinition:
    places = Places(document, KEYS, NAMED)
    if not isinstance(document.value, dict):
        raise PlacesFaults([Fault("", "The file must hold the lists regions, ics and organisations")])
    faults = [places.of_repeated(repeated) for repeated in document.repeated] + list(_crosschecks(places))
    definition = None
    try:
        definition = PlacesDefinition.model_validate(document.value)
    except ValidationError as error:
        faults += [_of_shape(places, one) for one in error.errors(include_url=False, include_input=False)]
    if definition is None or faults:
        raise PlacesFaults(sorted(faults, key=lambda fault: fault.line or 0))
    return definition


def _of_shape(places: Places, error: dict) -> Fault:
    path = tuple(error["loc"])
    given = places.value(path)
    if error["type"] == "day":
        return places.fault(path[:-1], f"{path[-1]} must be a date such as 2026-04-01, not {given}", at=path)
    if error["type"] == "string_pattern_mismatch" and path[-1] != "website" and given:
        allowed = "a slug may hold small letters, digits and - and nothing else"
        return places.fault(path[:-1], f"{path[-1]} is {str(given)[:80]!r}: {allowed}", at=path)
    if error["type"] == "too_short":
        return places.fault(path[:-1], f"{path[-1]} needs at least one entry", at=path)
    return places.of_shape(error)


def _crosschecks(places: Places) -> Iterator[Fault]:
    for name in ("regions", "ics", "organisations"):
        yield from _slugs_used_twice(places, name)
    yield from _names_used_twice(places)
    for name in ("ics", "organisations"):
        for path in _items(places, (name,)):
            yield from _gaps_and_overlaps(places, path)
    yield from _ends_before_it_begins(places)


def _items(places: Places, path: Path) -> Iterator[Path]:
    found = places.value(path)
    if isinstance(found, list):
        yield from ((*path, index) for index, item in enumerate(found) if isinstance(item, dict))


def _slugs_used_twice(places: Places, name: str) -> Iterator[Fault]:
    seen: dict[str, Path] = {}
    for path in _items(places, (name,)):
        slug = places.value((*path, "slug"))
        if not isinstance(slug, str) or not slug:
            continue
        if slug in seen:
            first = places.document.line(seen[slug])
            yield places.fault(path, f"slug {slug} stands twice; first in line {first}", at=(*path, "slug"))
        seen.setdefault(slug, path)


def _names_used_twice(places: Places) -> Iterator[Fault]:
    """A name, slug or alias must lead to one organisation: imports find organisations by them."""
    seen: dict[str, str] = {}
    for path in _items(places, ("organisations",)):
        own = places.words_of_item(path)
        for word in _words_that_lead_to(places, path):
            other = seen.setdefault(folded(word), own)
            if other != own:
                yield places.fault(path, f"{word!r} leads to {other} as well; a name may lead to one place only")


def _words_that_lead_to(places: Places, path: Path) -> Iterator[str]:
    aliases = places.value((*path, "aliases"))
    words = [places.value((*path, "slug")), places.value((*path, "name"))]
    words += aliases if isinstance(aliases, list) else []
    yield from dict.fromkeys(word for word in words if isinstance(word, str) and word.strip())


def _ends_before_it_begins(places: Places) -> Iterator[Fault]:
    for name in ("ics", "organisations"):
        for owner in _items(places, (name,)):
            for path in _items(places, (*owner, "placed")):
                begins, ends = _dates(places, path)
                if begins and ends and ends < begins:
                    yield places.fault(path, f"ends on {ends} before it begins on {begins}")


def _gaps_and_overlaps(places: Places, owner: Path) -> Iterator[Fault]:
    rows = []
    for path in _items(places, (*owner, "placed")):
        begins, ends = _dates(places, path)
        if begins is None or ends is None:
            return
        rows.append((begins, ends, path))
    for (_, before, _), (after, _, path) in pairwise(sorted(rows)):
        if before == ENDLESS or after <= before:
            yield places.fault(
                path, f"begins on {after}, while the one before it has not ended: two would hold at once"
            )
        elif after > before + timedelta(days=1):
            lost = before + timedelta(days=1)
            yield places.fault(
                path, f"begins on {after}, and nothing is said of the days from {lost} on: close the gap"
            )


def _dates(places: Places, path: Path) -> tuple[date | None, date | None]:
    """First and last day of a placement; None for one that cannot be read."""
    found = []
    for key, open_day in (("from", date.min), ("until", ENDLESS)):
        text = places.value((*path, key))
        try:
            found.append(date.fromisoformat(text) if text else open_day)
        except (TypeError, ValueError):
            found.append(None)
    return found[0], found[1]
