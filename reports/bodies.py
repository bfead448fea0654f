"""Those asked in a cycle: where they lay at all times, and what of them this viewer may know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from assessments.models import (
    Cycle,
    ICSPlacement,
    Kind,
    Organisation,
    Participation,
    Sector,
    SelfAssessment,
    Visibility,
)
from assessments.models.places import is_placed
from reports.matrix import Asked, Group


@dataclass(frozen=True)
class Placed:
    """One dated placement of an organisation."""

    ics: Group | None
    region: Group
    from_on: date | None
    until_on: date | None

    def is_in_force(self, day: date) -> bool:
        return (not self.from_on or self.from_on <= day) and (not self.until_on or day <= self.until_on)


@dataclass(frozen=True)
class Body:
    """An organisation asked in the cycle, with its placements of all times."""

    key: int
    slug: str
    name: str
    kind: str
    sector: str
    placements: tuple[Placed, ...]
    is_own: bool
    is_seen: bool
    is_followed: bool

    def placed_on(self, day: date) -> Placed | None:
        return next((placed for placed in self.placements if placed.is_in_force(day)), None)

    def ics_on(self, day: date) -> str:
        placed = self.placed_on(day)
        return placed.ics.slug if placed and placed.ics else ""

    def as_asked(self, day: date) -> Asked:
        """As the arithmetic takes it: with the groups it lay in on that day."""
        placed = self.placed_on(day)
        groups = {
            "kind": Group(self.kind, Kind(self.kind).label),
            "sector": Group(self.sector, Sector(self.sector).label),
        }
        if placed:
            groups["region"] = placed.region
            if placed.ics:
                groups["ics"] = placed.ics
        is_counted = self.kind != Kind.REGION
        return Asked(self.key, self.slug, self.name, groups, is_counted, self.is_own, self.is_seen, self.is_followed)


@dataclass(frozen=True)
class ICSPlace:
    """One ICS in one region for a time."""

    ics: Group
    aliases: tuple[str, ...]
    placed: Placed


def bodies_of(user, cycles: Sequence[Cycle]) -> dict[int, tuple[Body, ...]]:
    """By cycle: those asked, and any that answered without. `is_seen` says of the others whom she would see by name."""
    known = {
        f"{name}_{number}": condition
        for number, cycle in enumerate(cycles)
        for name, condition in _known_of(user, cycle).items()
    }
    is_there = reduce(or_, (Q(known[f"is_there_{number}"]) for number in range(len(cycles))))
    rows = (
        Organisation.objects.visible_to(user)
        .filter(is_there)
        .annotate(**known)
        .order_by("name", "pk", F("placements__from_on").asc(nulls_first=True))
        .values(
            *("pk", "slug", "name", "kind", "sector", *known),
            *("placements__from_on", "placements__until_on"),
            *("placements__ics__slug", "placements__ics__name", "placements__region__slug", "placements__region__name"),
        )
    )
    gathered: dict[int, list[dict]] = {}
    for row in rows:
        gathered.setdefault(row["pk"], []).append(row)
    return {
        cycle.pk: tuple(_body(user, placed, n) for placed in gathered.values() if placed[0][f"is_there_{n}"])
        for n, cycle in enumerate(cycles)
    }


def _known_of(user, cycle: Cycle) -> dict[str, Exists | Q]:
    """What is asked of each organisation in one cycle."""
    asked = Participation.objects.filter(cycle=cycle, organisation=OuterRef("pk"))
    answered = SelfAssessment.objects.counting().filter(cycle=cycle, organisation=OuterRef("pk"))
    visible = SelfAssessment.objects.visible_to(user).counting().filter(cycle=cycle, organisation=OuterRef("pk"))
    return {
        "is_there": Q(Exists(asked) | Exists(answered)),
        "is_followed": Exists(asked.in_sight_of(user)),
        "is_seen_by_name": Exists(visible) | (~Exists(answered) & _would_be_named(user, cycle)),
    }


def _would_be_named(user, cycle: Cycle) -> Q:
    """In a named cycle people of a region see each other's answers by name, once there are any."""
    if user.is_administrator:
        return Q(pk__isnull=False)
    peers = Q(pk__in=[])
    if cycle.visibility == Visibility.NAMED:
        where = {"ics": (), "regions": user.reach.home_regions, "organisation": "pk"}
        peers = Q(is_placed(**where, day=cycle.closes_on)) | Q(is_placed(**where, day=timezone.localdate()))
    in_sight = Participation.objects.in_sight_of(user).filter(cycle=cycle, organisation=OuterRef("pk"))
    return peers | Q(Exists(in_sight))


def _body(user, rows: list[dict], number: int) -> Body:
    """`number`: of the cycle."""
    first = rows[0]
    placements = [
        Placed(
            _group(row, "placements__ics"),
            _group(row, "placements__region"),
            row["placements__from_on"],
            row["placements__until_on"],
        )
        for row in rows
        if row["placements__region__slug"]
    ]
    return Body(
        *(first[name] for name in ("pk", "slug", "name", "kind", "sector")),
        tuple(placements),
        first["pk"] in user.reach.own,
        first[f"is_seen_by_name_{number}"],
        first[f"is_followed_{number}"],
    )


def _group(row: dict, place: str) -> Group | None:
    slug = row[f"{place}__slug"]
    return Group(slug, row[f"{place}__name"]) if slug else None


def places_of_bodies(bodies: Iterable[Body]) -> tuple[ICSPlace, ...]:
    return tuple(ICSPlace(placed.ics, (), placed) for body in bodies for placed in body.placements if placed.ics)


def ics_places() -> Iterable[ICSPlace]:
    for row in ICSPlacement.objects.select_related("ics", "region"):
        region = Group(row.region.slug, row.region.name)
        ics = Group(row.ics.slug, row.ics.name)
        yield ICSPlace(ics, tuple(row.ics.aliases), Placed(ics, region, row.from_on, row.until_on))
