"""One place at the desk: an organisation, an ICS or a region, with its placements in time and what became of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from assessments.models import (
    ICS,
    ICSPlacement,
    Membership,
    Organisation,
    OrganisationPlacement,
    Participation,
    Region,
    Role,
    SelfAssessment,
    Status,
    User,
)
from assessments.pages.dates import plain_day
from assessments.pages.desk_home import desk_breadcrumbs
from assessments.pages.people import Link
from assessments.pages.place_changes import ChangeLine, change_lines
from assessments.pages.place_words import span_words

PLACES = ("Places", "desk:places")
MOST_LISTED = 100


@dataclass(frozen=True)
class PlacementRow:
    """`begins` and `ends` are empty where open. `is_then`: in force on the day of the page."""

    begins: str
    ends: str
    ics: Link | None
    region: Link
    is_then: bool
    words: str

    @classmethod
    def of(cls, row: ICSPlacement | OrganisationPlacement, day: date) -> "PlacementRow":
        ics = row.ics if isinstance(row, OrganisationPlacement) else None
        where = f"{ics}, {row.region}" if ics else str(row.region)
        span = span_words(row.from_on, row.until_on)
        return cls(
            plain_day(row.from_on) if row.from_on else "",
            plain_day(row.until_on) if row.until_on else "",
            link_to(ics) if ics else None,
            link_to(row.region),
            (row.from_on or date.min) <= day <= (row.until_on or date.max),
            f"{span[0].upper()}{span[1:]} in {where}.",
        )


def link_to(place: Region | ICS | Organisation) -> Link:
    return Link(str(place), reverse(f"desk:{place._meta.model_name}", args=[place.slug]))


@dataclass(frozen=True)
class AskedRow:
    """One cycle that asked the organisation, and how far its self-assessment is."""

    cycle: Link
    days: str
    state: str
    href: str


@dataclass(frozen=True)
class OrganisationPage:
    organisation: Organisation
    parent: Link | None
    parts: tuple[Link, ...]
    placements: tuple[PlacementRow, ...]
    asked: tuple[AskedRow, ...]
    self_assessments: int
    people: str
    people_href: str
    merged: tuple[str, ...]
    changes: tuple[ChangeLine, ...]

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return desk_breadcrumbs(PLACES)

    @classmethod
    def of(cls, body: Organisation, *, seen_by: User, day: date) -> "OrganisationPage":
        parts = Organisation.objects.visible_to(seen_by).filter(parent=body).order_by("name")
        held = list(SelfAssessment.objects.visible_to(seen_by).filter(organisation=body).order_by("pk"))
        asked = Participation.objects.in_sight_of(seen_by).filter(organisation=body).select_related("cycle")
        return cls(
            body,
            link_to(body.parent) if body.parent else None,
            tuple(map(link_to, parts[:MOST_LISTED])),
            tuple(PlacementRow.of(row, day) for row in body.placements.select_related("ics", "region")),
            tuple(_asked(asked.order_by("-cycle__opens_on", "-cycle"), held)),
            len(held),
            people_words(Membership.objects.visible_to(seen_by).active().filter(organisation=body)),
            people_href(body),
            tuple(body.merged.order_by("name").values_list("name", flat=True)),
            change_lines(body, seen_by=seen_by),
        )


def _asked(participations: Iterable[Participation], held: list[SelfAssessment]) -> Iterable[AskedRow]:
    for one in participations:
        days = f"{plain_day(one.cycle.opens_on)} to {plain_day(one.cycle.closes_on)}"
        cycle = reverse("desk:cycle", args=[one.cycle.slug])
        begun = [assessment for assessment in held if assessment.cycle_id == one.cycle_id]
        if not begun:
            yield AskedRow(Link(str(one.cycle), cycle), days, Status.NOT_STARTED.label, "")
        for assessment in begun:
            name = f"{one.cycle}, {assessment.initiative}" if assessment.initiative else str(one.cycle)
            href = reverse("assessments:detail", args=[assessment.uuid])
            yield AskedRow(Link(name, cycle), days, assessment.get_status_display(), href)


def people_words(memberships: Iterable[Membership]) -> str:
    """2 contributors, 1 Principal Occupational Therapist; empty where nobody is there"""
    counts = Counter(Role(one.role) for one in memberships)
    return ", ".join(f"{counts[role]} {_role_words(role, counts[role])}" for role in Role if counts[role])


def _role_words(role: Role, count: int) -> str:
    words = role.label if role.label.startswith(("ICS", "Principal")) else role.label.lower()
    return words if count == 1 else f"{words}s"


def people_href(place: Region | ICS | Organisation) -> str:
    return f"{reverse('desk:people')}?place={place._meta.model_name}:{place.slug}"


@dataclass(frozen=True)
class ICSPage:
    """`organisations`: those that lie in it on the day."""

    ics: ICS
    day: str
    placements: tuple[PlacementRow, ...]
    successors: tuple[Link, ...]
    predecessors: tuple[Link, ...]
    organisations: tuple[Link, ...]
    people: str
    people_href: str
    changes: tuple[ChangeLine, ...]

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return desk_breadcrumbs(PLACES)

    @classmethod
    def of(cls, ics: ICS, *, seen_by: User, day: date) -> "ICSPage":
        within = Organisation.objects.visible_to(seen_by).within(ics=[ics.pk], on=[day]).order_by("name")
        return cls(
            ics,
            plain_day(day),
            tuple(PlacementRow.of(row, day) for row in ics.placements.select_related("region")),
            tuple(map(link_to, ics.succeeded_by.order_by("name"))),
            tuple(map(link_to, ics.succeeds.order_by("name"))),
            tuple(map(link_to, within)),
            people_words(Membership.objects.visible_to(seen_by).active().filter(ics=ics)),
            people_href(ics),
            change_lines(ics, seen_by=seen_by),
        )


@dataclass(frozen=True)
class RegionPage:
    """`systems`: the ICSs that lie in it on the day."""

    region: Region
    day: str
    systems: tuple[Link, ...]
    organisations: int
    people: str
    people_href: str
    changes: tuple[ChangeLine, ...]

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return desk_breadcrumbs(PLACES)

    @classmethod
    def of(cls, region: Region, *, seen_by: User, day: date) -> "RegionPage":
        systems = ICS.objects.visible_to(seen_by).in_region_on(region, day).order_by("name")
        return cls(
            region,
            plain_day(day),
            tuple(map(link_to, systems)),
            Organisation.objects.visible_to(seen_by).within(regions=[region.pk], on=[day]).count(),
            people_words(Membership.objects.visible_to(seen_by).active().filter(region=region)),
            people_href(region),
            change_lines(region, seen_by=seen_by),
        )


@dataclass(frozen=True)
class ChangePage:
    """A page that changes one place; without one, a page that adds it."""

    place: Region | ICS | Organisation | None
    title: str
    aliases: tuple[str, ...]
    breadcrumbs: list[tuple[str, str]]

    @classmethod
    def of(cls, place: Region | ICS | Organisation | None, title: str) -> "ChangePage":
        own = [(str(place), link_to(place).href)] if place else []
        return cls(place, title, tuple(getattr(place, "aliases", ())), desk_breadcrumbs(PLACES) + own)
