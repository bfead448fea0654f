"""A places file as checked, frozen definitions, or every fault of it with its place. Touches no database.

The models below are the format. What one value cannot know of another (slugs used twice, gaps between
placements, places that are nowhere) is looked at by the functions under them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Literal

from django.core.exceptions import ValidationError as InvalidUrl
from django.core.validators import URLValidator
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from assessments.folding import folded
from frameworks.definition import printable
from frameworks.faults import Places
from frameworks.plain_yaml import Document, Fault, Path, YamlRefused, read, shown

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


@dataclass(frozen=True)
class KnownPlaces:
    """What is loaded already: a file may point at it, and what the file leaves out of a place stays.

    `names` and `aliases`: folded word -> slug of the organisation; `parents` and `successors`: slug -> slugs. `kept`:
    as `names`, what was said at the desk, and stays whatever the file says. `merged`: slug -> slug of the organisation
    that it is now.
    """

    regions: frozenset[str] = frozenset()
    ics: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, set[str]] = field(default_factory=dict)
    successors: Mapping[str, set[str]] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)


def day_of(text: str) -> date | None:
    """The date, or None where the text is not written as 2026-04-01; Python itself would take more forms."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def day(text: str) -> str:
    if day_of(text) is None:
        raise PydanticCustomError("day", "must be a date such as 2026-04-01")
    return text


def address(text: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except InvalidUrl:
        raise PydanticCustomError("address", "must be an address that begins with http:// or https://") from None
    return text


def none_of_nothing(value: object) -> object:
    """`until:`, `until: null` and `until: ~` say the same as leaving it out."""
    return None if value in NOTHING else value


NOTHING = ("", "null", "~")
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160), AfterValidator(printable)]
OptionalSlug = Annotated[Slug | None, BeforeValidator(none_of_nothing)]
OptionalDay = Annotated[Annotated[str, AfterValidator(day)] | None, BeforeValidator(none_of_nothing)]
OptionalUrl = Annotated[
    Annotated[str, StringConstraints(max_length=200), AfterValidator(address)] | None, BeforeValidator(none_of_nothing)
]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RegionDefinition(Part):
    slug: Slug
    name: Name


class Placed(Part):
    """Where a place lies from one day to another, both inclusive; an empty day is open."""

    region: Slug
    from_: Annotated[OptionalDay, Field(alias="from")] = None
    until: OptionalDay = None

    @property
    def from_on(self) -> date | None:
        return day_of(self.from_ or "")

    @property
    def until_on(self) -> date | None:
        return day_of(self.until or "")


class PlacedInICS(Placed):
    ics: OptionalSlug = None


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
    parent: OptionalSlug = None
    placed: Annotated[tuple[PlacedInICS, ...], Field(min_length=1)]
    website: OptionalUrl = None


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


def parse(data: bytes, known: KnownPlaces | None = None) -> PlacesDefinition:
    """The places that the file holds. Raises PlacesFaults with all faults at once, in file order.

    The file may point at what it holds itself and at what is `known`.
    """
    try:
        document = read(data)
    except YamlRefused as refused:
        if refused.document is None:
            raise PlacesFaults(refused.faults) from None
        document = refused.document
    return _definition_of(document, known or KnownPlaces())


def _definition_of(document: Document, known: KnownPlaces) -> PlacesDefinition:
    places = Places(document, KEYS, NAMED)
    if not isinstance(document.value, dict):
        raise PlacesFaults([Fault("", "The file must hold the lists regions, ics and organisations")])
    faults = [places.of_repeated(repeated) for repeated in document.repeated] + list(_crosschecks(places, known))
    definition = None
    try:
        definition = PlacesDefinition.model_validate(document.value)
    except ValidationError as error:
        found = (_of_shape(places, one) for one in error.errors(include_url=False, include_input=False))
        faults += [fault for fault in found if fault]
    if not (faults or definition.regions or definition.ics or definition.organisations):
        faults = [Fault("", "The file holds no region, no ICS and no organisation")]
    if faults:
        raise PlacesFaults(sorted(faults, key=lambda fault: fault.line or 0))
    return definition


def _of_shape(places: Places, error: dict) -> Fault | None:
    """What pydantic found wrong with one value; None where its parts say it already."""
    path = tuple(error["loc"])
    given = places.value(path)
    if error["type"] == "day":
        return places.fault(path[:-1], f"{path[-1]} must be a date such as 2026-04-01, not {shown(given)}", at=path)
    if error["type"] == "address":
        return places.fault(path[:-1], f"{path[-1]} is {shown(given)!r}: {error['msg']}", at=path)
    if error["type"] == "string_pattern_mismatch" and given:
        allowed = "a slug may hold up to 80 small letters, digits and - and nothing else"
        return places.fault(path[:-1], f"{path[-1]} is {shown(given)!r}: {allowed}", at=path)
    if error["type"] == "too_short":
        return None if given else places.fault(path[:-1], f"{path[-1]} needs at least one entry", at=path)
    return places.of_shape(error)


def _crosschecks(places: Places, known: KnownPlaces) -> Iterator[Fault]:
    for name in ("regions", "ics", "organisations"):
        yield from _slugs_used_twice(places, name)
    yield from _names_used_twice(places, known)
    yield from _points_nowhere(places, known)
    yield from _parts_of_themselves(places, known)
    for name in ("ics", "organisations"):
        for path in _items(places, (name,)):
            yield from _ends_before_it_begins(places, path) or _gaps_and_overlaps(places, path)


def _items(places: Places, path: Path) -> Iterator[Path]:
    found = places.value(path)
    if isinstance(found, list):
        yield from ((*path, index) for index, item in enumerate(found) if isinstance(item, dict))


def _words(places: Places, path: Path) -> Iterator[tuple[str, Path]]:
    """The texts of a list, each with its place; of a single text, that one."""
    found = places.value(path)
    if isinstance(found, list):
        yield from ((word, (*path, index)) for index, word in enumerate(found) if isinstance(word, str))
    elif isinstance(found, str):
        yield found, path


def _slugs_of(places: Places, name: str) -> set[str]:
    return {word for path in _items(places, (name,)) for word, _ in _words(places, (*path, "slug"))}


def _slugs_used_twice(places: Places, name: str) -> Iterator[Fault]:
    seen: dict[str, int | None] = {}
    for path in _items(places, (name,)):
        for slug, at in _words(places, (*path, "slug")):
            line = places.document.line(at)
            if slug in seen:
                first = f"first in line {seen[slug]}" if seen[slug] != line else "both in this line"
                yield places.fault(path, f"slug {shown(slug)} stands twice, {first}", at=at)
            seen.setdefault(slug, line)


def _names_used_twice(places: Places, known: KnownPlaces) -> Iterator[Fault]:
    """A name, slug or alias must lead to one organisation: imports find organisations by them."""
    seen = _words_that_stay(places, known)
    for path in _items(places, ("organisations",)):
        own = next(_words(places, (*path, "slug")), (places.words_of_item(path), path))[0]
        own = known.merged.get(own, own)
        said: set[str] = set()
        for key in ("slug", "name", "aliases"):
            for word, at in _words(places, (*path, key)):
                other = seen.setdefault(folded(word), own) if folded(word) else own
                if other != own and folded(word) not in said:
                    message = f"{shown(word)!r} leads to {shown(other)} as well; it may lead to one organisation only"
                    yield places.fault(path, message, at=at)
                said.add(folded(word))


def _words_that_stay(places: Places, known: KnownPlaces) -> dict[str, str]:
    """Names and aliases of loaded organisations that the file does not replace."""
    paths = list(_items(places, ("organisations",)))
    renamed = {slug for path in paths for slug, _ in _words(places, (*path, "slug"))}
    with_aliases = {
        slug
        for path in paths
        if places.value((*path, "aliases")) is not None
        for slug, _ in _words(places, (*path, "slug"))
    }
    return (
        {word: slug for word, slug in known.names.items() if slug not in renamed}
        | {word: slug for word, slug in known.aliases.items() if slug not in with_aliases}
        | dict(known.kept)
    )


def _points_nowhere(places: Places, known: KnownPlaces) -> Iterator[Fault]:
    """Regions, ICSs, successors and parents that are neither in the file nor loaded."""
    regions = known.regions | _slugs_of(places, "regions")
    systems = known.ics | _slugs_of(places, "ics")
    bodies = known.organisations | _slugs_of(places, "organisations")
    for path in _items(places, ("ics",)):
        yield from _not_among(places, path, "succeeded_by", systems, "successor")
    for path in _items(places, ("organisations",)):
        yield from _not_among(places, path, "parent", bodies, "parent")
    for name in ("ics", "organisations"):
        for owner in _items(places, (name,)):
            for path in _items(places, (*owner, "placed")):
                yield from _not_among(places, path, "region", regions, "region")
                yield from _not_among(places, path, "ics", systems, "ICS")


def _not_among(places: Places, path: Path, key: str, slugs: set[str], noun: str) -> Iterator[Fault]:
    for slug, at in _words(places, (*path, key)):
        if slug not in slugs and slug not in NOTHING:
            yield places.fault(path, f"{noun} {shown(slug)} is not known", at=at)


def _parts_of_themselves(places: Places, known: KnownPlaces) -> Iterator[Fault]:
    """Following parents, or successors, must come to an end."""
    for name, key, stays, message in (
        ("organisations", "parent", known.parents, "is part of itself: its parent leads back to it"),
        ("ics", "succeeded_by", known.successors, "succeeds itself: its successors lead back to it"),
    ):
        said = {
            slug: (path, {word for word, _ in _words(places, (*path, key))})
            for path in _items(places, (name,))
            if places.value((*path, key)) is not None
            for slug, _ in _words(places, (*path, "slug"))
        }
        leads_to = {**stays, **{slug: to for slug, (_, to) in said.items()}}
        for slug, (path, to) in said.items():
            if slug in _all_after(to, leads_to):
                yield places.fault(path, message, at=(*path, key))


def _all_after(first: set[str], leads_to: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set(first), list(first)
    while waiting:
        new = leads_to.get(waiting.pop(), set()) - reached
        reached |= new
        waiting.extend(new)
    return reached


def _ends_before_it_begins(places: Places, owner: Path) -> list[Fault]:
    return [
        places.fault(path, f"ends on {ends} before it begins on {begins}")
        for path in _items(places, (*owner, "placed"))
        for begins, ends in [_dates(places, path)]
        if begins and ends and ends < begins
    ]


def _gaps_and_overlaps(places: Places, owner: Path) -> Iterator[Fault]:
    rows = []
    for path in _items(places, (*owner, "placed")):
        begins, ends = _dates(places, path)
        if begins is None or ends is None:
            return
        rows.append((begins, ends, path))
    for (_, before, _), (after, _, path) in pairwise(sorted(rows)):
        begins = "holds since always" if after == date.min else f"begins on {after}"
        if before == ENDLESS or after <= before:
            yield places.fault(path, f"{begins}, while the one before it has not ended: they overlap")
        elif after > before + timedelta(days=1):
            lost = before + timedelta(days=1)
            yield places.fault(path, f"{begins}, and nothing is said of the days from {lost} on: close the gap")


def _dates(places: Places, path: Path) -> tuple[date | None, date | None]:
    """First and last day of a placement; None for one that cannot be read."""
    found = []
    for key, open_day in (("from", date.min), ("until", ENDLESS)):
        text = places.value((*path, key))
        if text is None or text in NOTHING:
            found.append(open_day)
        else:
            found.append(day_of(text) if isinstance(text, str) else None)
    return found[0], found[1]
