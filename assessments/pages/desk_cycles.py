"""The pages of the desk about cycles: all of them, one, and the lists from which organisations are chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.urls import reverse

from assessments.forms.cycles import VISIBILITY_WORDS
from assessments.models import (
    Cycle,
    CycleChange,
    Organisation,
    SelfAssessment,
    Status,
    Upgrade,
    User,
    Visibility,
)
from assessments.models.places import placements_on
from assessments.pages.cycle_counts import CycleCounts, cycles_counted
from assessments.pages.dates import headed_moment, plain_day
from assessments.pages.desk_home import desk_breadcrumbs
from assessments.pages.people import Link

CYCLES = ("Cycles", "desk:cycles")


@dataclass(frozen=True)
class CyclesPage:
    cycles: tuple[CycleCounts, ...]

    @classmethod
    def of(cls, user: User) -> "CyclesPage":
        return cls(tuple(cycles_counted(user)))

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return desk_breadcrumbs()


@dataclass(frozen=True)
class AskedRow:
    """One organisation that is asked: where it lies on the closing date, and how far it has come."""

    name: str
    place: str
    state: str


@dataclass(frozen=True)
class ChangeLine:
    """One entry of the cycle's history."""

    when: str
    who: str
    did: str
    note: str


@dataclass(frozen=True)
class CyclePage:
    """`links`: what can be changed. `further`: what can be seen elsewhere."""

    counted: CycleCounts
    visibility: str
    asked: tuple[AskedRow, ...]
    history: tuple[ChangeLine, ...]
    links: tuple[Link, ...]
    further: tuple[Link, ...]

    @classmethod
    def of(cls, user: User, cycle: Cycle) -> "CyclePage":
        moves = cycle.upgrades.select_related("by", "older", "newer")
        told = [(one.at, change_line(one)) for one in cycle.changes.select_related("by")]
        told += [(one.at, move_line(one)) for one in moves]
        return cls(
            cycles_counted(user, pk=cycle.pk)[0],
            VISIBILITY_WORDS[Visibility(cycle.visibility)],
            tuple(_asked_rows(user, cycle)),
            tuple(line for _, line in sorted(told, key=itemgetter(0), reverse=True)),
            tuple(_links(cycle)),
            (Link("Self-assessments of this cycle", f"{reverse('assessments:list')}?cycle={cycle.slug}"),),
        )

    @property
    def cycle(self) -> Cycle:
        return self.counted.cycle

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return desk_breadcrumbs(CYCLES)


def _links(cycle: Cycle) -> Iterable[Link]:
    def to(words: str, name: str) -> Link:
        return Link(words, reverse(f"desk:{name}", args=[cycle.slug]))

    if not cycle.has_closed:
        yield to("Ask more organisations", "ask")
    yield to("Stop asking some that have not started", "unask")
    yield to("Open it again until a later day" if cycle.has_closed else "Extend it", "extend")
    if not cycle.has_closed:
        yield to("Close it early", "close")
    yield to("Make it stricter", "restrict")
    if not cycle.has_closed:
        yield to("Move it to a newer version of its framework", "upgrade_cycle")
    yield to("Start the next cycle after it", "next_cycle")


def _asked_rows(user: User, cycle: Cycle) -> Iterable[AskedRow]:
    bodies = list(Organisation.objects.visible_to(user).filter(cycles=cycle).order_by("name"))
    placed = placements_on([body.pk for body in bodies], cycle.closes_on)
    states: dict[int, list[str]] = {}
    begun = SelfAssessment.objects.visible_to(user).filter(cycle=cycle).order_by("pk")
    for organisation, status in begun.values_list("organisation", "status"):
        states.setdefault(organisation, []).append(Status(status).label)
    for body in bodies:
        state = ", ".join(states.get(body.pk, [Status.NOT_STARTED.label]))
        yield AskedRow(str(body), place_words(placed.get(body.pk)), state)


def place_words(placed) -> str:
    """The ICS on that day, or else the region."""
    if placed is None:
        return "No place on that day"
    return str(placed.ics) if placed.ics else f"{placed.region}, no ICS"


def change_line(change: CycleChange) -> ChangeLine:
    return ChangeLine(headed_moment(change.at), str(change.by), did_words(change), change.note)


def move_line(move: Upgrade) -> ChangeLine:
    did = f"moved it from version {move.older.version} to version {move.newer.version} of its framework"
    return ChangeLine(headed_moment(move.at), str(move.by), did, "")


def did_words(change: CycleChange) -> str:
    """What somebody did, as the end of a sentence that begins with a name."""
    said = change.details
    if "closes_on" in said:
        before, after = (plain_day(date.fromisoformat(day)) for day in said["closes_on"])
        verb = "extended it" if change.kind == change.Kind.EXTENDED else "closed it early"
        return f"{verb}: the last day is {after}, and was {before}"
    if "organisations" in said:
        verb = "asked" if change.kind == change.Kind.ASKED else "stopped asking"
        return f"{verb} {', '.join(said['organisations'])}"
    if change.kind == change.Kind.RESTRICTED:
        return f"made it stricter: {' and '.join(_stricter(said))}"
    return "opened it" if change.kind == change.Kind.OPENED else change.get_kind_display().lower()


def _stricter(said: dict) -> Iterable[str]:
    if "visibility" in said:
        before, after = (Visibility(one).label.lower() for one in said["visibility"])
        yield f"{after}, where it was {before}"
    if "minimum_group" in said:
        before, after = said["minimum_group"]
        yield f"the smallest group is {after}, where it was {before}"


def cycle_breadcrumbs(cycle: Cycle) -> list[tuple[str, str]]:
    return [*desk_breadcrumbs(CYCLES), (str(cycle), reverse("desk:cycle", args=[cycle.slug]))]
