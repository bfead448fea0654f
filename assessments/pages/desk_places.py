"""The places by region and ICS as of a day, for an administrator to search and to browse."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from assessments.folding import folded
from assessments.models import ICS, Organisation, Region, User
from assessments.pages.dates import plain_day
from assessments.pages.desk_home import desk_breadcrumbs
from assessments.pages.people import Link

ON_ONE_SHEET = 50
NOWHERE = "Not placed on this day"
OrganisationAndPlace = tuple[Region | None, ICS | None, Organisation | None]


@dataclass(frozen=True)
class OrganisationRow:
    name: str
    href: str
    kind: str
    sector: str
    aliases: str


@dataclass(frozen=True)
class ICSRows:
    """`title` and `href` are empty where organisations lie nowhere, `href` alone where they have no ICS."""

    title: str
    href: str
    rows: tuple[OrganisationRow, ...]


@dataclass(frozen=True)
class RegionRows:
    title: str
    href: str
    systems: tuple[ICSRows, ...]


@dataclass(frozen=True)
class PlacesPage:
    """`day_words` is empty for today. `empty`: regions and ICSs of the choice in which nothing lies on the day."""

    regions: tuple[RegionRows, ...]
    empty: tuple[Link, ...]
    counted: str
    day_words: str
    is_narrowed: bool
    before_href: str
    after_href: str
    position: str

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return desk_breadcrumbs()

    @classmethod
    def of(cls, user: User, chosen: dict, sheet_number: str | None = None) -> "PlacesPage":
        """`chosen`: the cleaned fields of PlacesFilterForm."""
        day = chosen.get("on") or timezone.localdate()
        found = _Places(user, day).matching(chosen)
        rows = [row for row in found if row[2]]
        sheet = Paginator(rows, ON_ONE_SHEET).get_page(sheet_number)
        kept = {name: value for name, value in chosen.items() if value}
        query = f"{urlencode(kept)}&" if kept else ""
        suffix = f"?on={chosen['on'].isoformat()}" if chosen.get("on") else ""
        return cls(
            tuple(_grouped(sheet, suffix)),
            tuple(_link(ics or region, suffix) for region, ics, body in found if not body),
            counted(len(rows)),
            plain_day(day) if chosen.get("on") else "",
            any(value for name, value in kept.items() if name != "on"),
            f"?{query}page={sheet.previous_page_number()}" if sheet.has_previous() else "",
            f"?{query}page={sheet.next_page_number()}" if sheet.has_next() else "",
            f"Page {sheet.number} of {sheet.paginator.num_pages}" if sheet.paginator.num_pages > 1 else "",
        )

    @classmethod
    def without_rows(cls) -> "PlacesPage":
        """Beside a choice that cannot be read."""
        return cls((), (), "", "", True, "", "", "")


def counted(number: int) -> str:
    return f"{number:,} organisation{'' if number == 1 else 's'}"


class _Places:
    """All that lies anywhere on one day, in a fixed number of queries, and what of it is asked for."""

    def __init__(self, user: User, day: date):
        self.organisations = list(Organisation.objects.visible_to(user).with_placement_on(day).order_by("name", "pk"))
        self.systems = list(ICS.objects.visible_to(user).with_region_on(day).order_by("name", "pk"))
        self.regions = list(Region.objects.visible_to(user).order_by("name", "pk"))

    def matching(self, chosen: dict) -> list[OrganisationAndPlace]:
        """In the order of the page: by region, ICS and name; what lies nowhere on the day comes last."""
        rows = [row for row in self._all() if _matches(row, chosen)]
        return sorted(rows, key=_order)

    def _all(self) -> Iterable[OrganisationAndPlace]:
        used: set[int] = set()
        for body in self.organisations:
            placed = body.placed_then[0] if body.placed_then else None
            used.add(placed.ics_id if placed else None)
            yield (placed and placed.region, placed and placed.ics, body)
        regions = {row.placed_then[0].region_id for row in self.systems if row.placed_then}
        regions |= {body.placed_then[0].region_id for body in self.organisations if body.placed_then}
        for ics in (ics for ics in self.systems if ics.pk not in used):
            yield (ics.placed_then[0].region if ics.placed_then else None, ics, None)
        yield from ((region, None, None) for region in self.regions if region.pk not in regions)


def _matches(row: OrganisationAndPlace, chosen: dict) -> bool:
    region, ics, body = row
    if chosen.get("region") and (region is None or region.slug != chosen["region"]):
        return False
    for name in ("kind", "sector"):
        if chosen.get(name) and (body is None or getattr(body, name) != chosen[name]):
            return False
    wanted = folded(chosen.get("q") or "")
    # An organisation is found by the name of its ICS too; a region only by itself.
    named = [body, ics] if body or ics else [region]
    return not wanted or any(wanted in folded(word) for place in named if place for word in words_of(place))


def words_of(place: Region | ICS | Organisation) -> list[str]:
    """Everything by which people may look for it."""
    return [place.slug, place.name, *getattr(place, "aliases", [])]


def _order(row: OrganisationAndPlace) -> tuple:
    region, ics, body = row
    return tuple((place is None, place.name.casefold() if place else "") for place in (region, ics, body))


def _grouped(rows: Iterable[OrganisationAndPlace], suffix: str) -> Iterable[RegionRows]:
    for region, of_region in groupby(rows, key=lambda row: row[0]):
        systems = [
            ICSRows(
                str(ics) if ics else "No ICS" if region else "",
                reverse("desk:ics", args=[ics.slug]) + suffix if ics else "",
                tuple(_row(body, suffix) for _, _, body in of_ics if body),
            )
            for ics, of_ics in groupby(of_region, key=lambda row: row[1])
        ]
        href = reverse("desk:region", args=[region.slug]) + suffix if region else ""
        yield RegionRows(str(region or NOWHERE), href, tuple(systems))


def _link(place: Region | ICS, suffix: str) -> Link:
    return Link(
        f"{place} ({place._meta.verbose_name})", reverse(f"desk:{place._meta.model_name}", args=[place.slug]) + suffix
    )


def _row(body: Organisation, suffix: str) -> OrganisationRow:
    href = reverse("desk:organisation", args=[body.slug]) + suffix
    kind, sector = body.get_kind_display(), body.get_sector_display()
    return OrganisationRow(body.name, href, kind, sector, ", ".join(body.aliases))
