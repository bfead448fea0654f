"""The format of a places file: regions, ICSs and organisations as frozen definitions, each value checked by itself."""

import re
from datetime import date
from typing import Annotated, Literal

from django.core.exceptions import ValidationError as InvalidUrl
from django.core.validators import URLValidator
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from frameworks.values import printable

NOTHING = ("", "null", "~")


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
