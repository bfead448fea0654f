"""A places file as checked, frozen definitions, or every fault of it with its place. Touches no database."""

from pydantic import ValidationError

from assessments.places_crosschecks import KnownPlaces, crosschecks
from assessments.places_definition import (
    ICSDefinition,
    OrganisationDefinition,
    PlacedInICS,
    PlacesDefinition,
    RegionDefinition,
)
from frameworks.faults import Places
from frameworks.plain_yaml import Document, Fault, YamlRefused, read, shown

NAMED = {
    "regions": ("region", "slug"),
    "ics": ("ICS", "slug"),
    "organisations": ("organisation", "slug"),
    "placed": ("placement", ""),
}
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


class PlacesFaults(Exception):
    """The file cannot be loaded; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


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
    faults = [places.of_repeated(repeated) for repeated in document.repeated] + list(crosschecks(places, known))
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
