"""What a places file would change, in words, before anything is stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.actions.places import PlacesLoaded
from assessments.models import Changed
from assessments.pages.desk_home import desk_breadcrumbs
from assessments.pages.place_words import Names, fact_words
from assessments.places_plan import Difference, PlannedPlace

# More lines would make a page that nobody reads; the counts stand above them.
MOST_LINES = 300
KIND_WORDS = {"region": "Region", "ics": "ICS", "organisation": "Organisation"}
PLACES = ("Places", "desk:places")
Links = list[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """One fact of one place. Of a new place `what` is its kind, and `after` where it lies."""

    place: str
    kind: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Part:
    """Places of one fate. `more`: how many lines are left out."""

    title: str
    note: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    more: int = 0


@dataclass(frozen=True)
class PlacesPreview:
    counts: tuple[tuple[int, str], ...]
    parts: tuple[Part, ...]
    changes_nothing: bool
    mark: str
    carried: str

    @classmethod
    def of(cls, would: PlacesLoaded, carried: str) -> "PlacesPreview":
        plan = would.plan
        same = plan.total - plan.new - plan.changed
        counts = [(plan.new, "new"), (plan.changed, "changed"), (same, "unchanged"), (0, "removed")]
        return cls(tuple(counts), tuple(_parts(would)), plan.changes_nothing, would.mark, carried)

    @property
    def press_words(self) -> str:
        count = sum(number for number, _ in self.counts[:2])
        return "Load 1 place" if count == 1 else f"Load {count:,} places"


def _parts(would: PlacesLoaded) -> Iterable[Part]:
    names, places = would.plan.names, would.plan.places
    new = [_new(place, names) for place in places if place.is_new]
    changed = [_line(place, one, names) for place in places if not place.is_new for one in place.changes]
    kept = [_line(place, one, names) for place in places for one in place.kept] + [
        Line(place.name, _kind(place), "The whole place", _merged_words(place, names), "A place of its own")
        for place in places
        if place.merged_into
    ]
    note = "The file is older than what was changed here, so what was changed here stays."
    for title, words, heads, lines in (
        ("New", "", ("Place", "Kind", "Where it lies"), new),
        ("Changed", "", ("Place", "What", "Now", "After loading"), changed),
        ("Stays as it was changed here", note, ("Place", "What", "Stays", "The file says"), kept),
    ):
        if lines:
            yield Part(title, words, heads, tuple(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES))


def _new(place: PlannedPlace, names: Names) -> Line:
    placed = next((one.after for one in place.changes if one.what == Changed.PLACED), None)
    where = fact_words(Changed.PLACED, placed, names) if placed else ""
    return Line(place.name, "", KIND_WORDS[place.kind], "", where[:1].upper() + where[1:])


def _kind(place: PlannedPlace) -> str:
    """Beside a name: an ICS may be called as the organisation is."""
    return {"ics": "ICS"}.get(place.kind, place.kind)


def _line(place: PlannedPlace, one: Difference, names: Names) -> Line:
    # The name by which people know it today.
    called = str(one.before) if one.what == Changed.NAME else place.name
    before, after = (fact_words(one.what, value, names) for value in (one.before, one.after))
    return Line(called, _kind(place), Changed(one.what).label, before, after)


def _merged_words(place: PlannedPlace, names: Names) -> str:
    return f"Merged into {names.get(('organisation', place.merged_into), place.merged_into)}"


@dataclass(frozen=True)
class LoadPage:
    """`preview`: what a file without faults would do; None where none was looked at."""

    preview: PlacesPreview | None
    breadcrumbs: Links

    @classmethod
    def of(cls, preview: PlacesPreview | None = None) -> "LoadPage":
        return cls(preview, desk_breadcrumbs(PLACES))
