"""The numbers of all reports a second time: literally, slowly, from plain data. Takes nothing from the product.

Each function is one sentence of the definitions: cells, groups, kinds of missing, typical levels, movement, gaps.
Positions count from 1; midpoints are exact fractions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil

CONFIDENCES = ["low", "medium", "high"]


@dataclass
class Answer:
    """`status`: rated, no_data or not_applicable."""

    status: str
    low: int | None = None
    high: int | None = None
    confidence: str = ""


@dataclass
class Said:
    """What one organisation submitted, by the codes of indicators and of dimensions."""

    ratings: dict[str, Answer] = field(default_factory=dict)
    declared: dict[str, Answer] = field(default_factory=dict)


@dataclass
class Version:
    """`dimensions`: the codes of the indicators of each, in their order. `same_as`: earlier codes by later ones."""

    levels: list[str]
    dimensions: dict[str, list[str]]
    same_as: dict[str, str] = field(default_factory=dict)


@dataclass
class Stay:
    """Where an organisation or an ICS lies, from one day until another, both included."""

    region: str
    ics: str | None = None
    first: date | None = None
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass
class Place:
    """`kind` and `sector` in words, as the groups of them are called."""

    name: str
    kind: str
    sector: str
    stays: list[Stay]

    def stay_on(self, day: date) -> Stay:
        return next(stay for stay in self.stays if stay.holds_on(day))


@dataclass
class Cycle:
    """`said`: by the name of the organisation, only what counts."""

    version: Version
    closes: date
    asked: list[Place]
    said: dict[str, Said]


@dataclass
class Cell:
    status: str
    low: int | None = None
    high: int | None = None
    midpoint: Fraction | None = None
    counted: int = 0
    of: int = 1
    confidence: str = ""
    differs: bool = False

    def typical(self) -> int | None:
        return None if self.midpoint is None else ceil(self.midpoint - Fraction(1, 2))


@dataclass
class Row:
    """`at`: how many of a group are typically at each level; `without`: how many have none, by kind."""

    kind: str
    name: str
    parent: str
    cells: list[Cell]
    at: list[dict[int, int]] = field(default_factory=list)
    without: list[dict[str, int]] = field(default_factory=list)


def median(values: Iterable[Fraction]) -> Fraction:
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2 == 1:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def middle_of(answer: Answer) -> Fraction:
    return Fraction(answer.low + answer.high, 2)


def kind_of_silence(statuses: Iterable[str]) -> str:
    statuses = list(statuses)
    for status in ("no_data", "not_applicable"):
        if status in statuses:
            return status
    return "not_answered"


def lowest_of(confidences: Iterable[str]) -> str:
    known = [CONFIDENCES.index(one) for one in confidences if one]
    return CONFIDENCES[min(known)] if known else ""


def cell_of_indicator(said: Said, code: str) -> Cell:
    answer = said.ratings.get(code)
    if answer is None:
        return Cell("not_answered")
    if answer.status != "rated":
        return Cell(answer.status)
    return Cell("rated", answer.low, answer.high, middle_of(answer), 1, 1, answer.confidence)


def cell_of_dimension(said: Said, code: str, indicators: list[str]) -> Cell:
    under = [said.ratings[indicator] for indicator in indicators if indicator in said.ratings]
    rated = [answer for answer in under if answer.status == "rated"]
    counted = len(rated)
    of = len(indicators) - len([answer for answer in under if answer.status == "not_applicable"])
    whole = said.declared.get(code)
    low, high = min((answer.low for answer in rated), default=0), max((answer.high for answer in rated), default=0)
    if whole is not None and whole.status == "rated":
        differs = bool(rated) and (whole.high < low or high < whole.low)
        return Cell("declared", whole.low, whole.high, middle_of(whole), counted, of, whole.confidence, differs)
    if rated:
        confidence = lowest_of(answer.confidence for answer in rated)
        return Cell("derived", low, high, median(middle_of(answer) for answer in rated), counted, of, confidence)
    return Cell(kind_of_silence(answer.status for answer in [*under, *([whole] if whole else [])]), counted=0, of=of)


def cell_of_group(members: list[Cell]) -> Cell:
    levels = [cell for cell in members if cell.midpoint is not None]
    of = len([cell for cell in members if cell.status != "not_applicable"])
    if not levels:
        return Cell(kind_of_silence(cell.status for cell in members), counted=0, of=of)
    return Cell(
        "rated",
        min(cell.low for cell in levels),
        max(cell.high for cell in levels),
        median(cell.midpoint for cell in levels),
        len(levels),
        of,
        lowest_of(cell.confidence for cell in levels),
    )


def columns_of(version: Version, kind: str, dimension: str = "") -> list[tuple[str, str]]:
    """Kind and code, in the order of the framework."""
    found = []
    for code, indicators in version.dimensions.items():
        if dimension in ("", code):
            found += [("dimension", code)] if kind == "dimension" else [("indicator", one) for one in indicators]
    return found


def cells_of(cycle: Cycle, place: Place, columns: list[tuple[str, str]]) -> list[Cell]:
    said = cycle.said.get(place.name, Said())
    return [
        cell_of_dimension(said, code, cycle.version.dimensions[code])
        if kind == "dimension"
        else cell_of_indicator(said, code)
        for kind, code in columns
    ]


def group_of(place: Place, grouping: str, day: date) -> str | None:
    stay = place.stay_on(day)
    return {"region": stay.region, "ics": stay.ics, "kind": place.kind, "sector": place.sector}[grouping]


def left_by(cycle: Cycle, day: date, filters: dict[str, str], *, is_reporting: bool = False) -> list[Place]:
    """Of those asked: all that lie in each filter's group, and report on a dimension as a whole where that is asked."""
    places = [one for one in cycle.asked if all(group_of(one, g, day) == name for g, name in filters.items())]
    if not is_reporting:
        return places
    return [one for one in places if one.kind != "Region" and cycle.said.get(one.name, Said()).declared]


def rows_of_organisations(
    cycle: Cycle, places: list[Place], columns: list[tuple[str, str]], day: date, cells: Callable = cells_of
) -> list[Row]:
    """Of each that says anything of a level. Its parent is its ICS."""
    spoken = [one for one in places if one.name in cycle.said]
    spoken = [one for one in spoken if cycle.said[one.name].ratings or cycle.said[one.name].declared]
    rows = [Row("organisation", one.name, one.stay_on(day).ics or "", cells(cycle, one, columns)) for one in spoken]
    return by_name(rows)


def rows_of_groups(
    cycle: Cycle,
    places: list[Place],
    grouping: str,
    columns: list[tuple[str, str]],
    day: date,
    region_of: Callable[[str], str],
    cells: Callable = cells_of,
) -> list[Row]:
    """Of each group in which anybody was asked; what is said of a whole region counts in none. `region_of` an ICS."""
    members: dict[str, list[Place]] = {}
    for place in places:
        group = group_of(place, grouping, day)
        if place.kind != "Region" and group is not None:
            members.setdefault(group, []).append(place)
    rows = []
    for name, inside in members.items():
        said = [cells(cycle, place, columns) for place in inside]
        across = [[one[number] for one in said] for number in range(len(columns))]
        rows.append(
            Row(
                grouping,
                name,
                region_of(name) if grouping == "ics" else "",
                [cell_of_group(one) for one in across],
                [count(cell.typical() for cell in one if cell.midpoint is not None) for one in across],
                [count(cell.status for cell in one if cell.midpoint is None) for one in across],
            )
        )
    return by_name(rows)


def count(values: Iterable) -> dict:
    values = list(values)
    return {value: values.count(value) for value in values}


def by_name(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.name.casefold())


def gap_of(
    cycle: Cycle, inside: list[Place], column: tuple[str, str]
) -> tuple[Fraction | None, Cell | None, Cell | None]:
    """Social care less health, and what either says together; None for a side of which nobody was asked."""
    sides = []
    for sector in ("Social care", "Health"):
        cells = [cells_of(cycle, one, [column])[0] for one in inside if one.sector == sector and one.kind != "Region"]
        sides.append(cell_of_group(cells) if cells else None)
    if all(side is not None and side.midpoint is not None for side in sides):
        return (sides[0].midpoint - sides[1].midpoint, *sides)
    return (None, *sides)


def shared_indicators(before: Version, after: Version) -> dict[str, str]:
    """The earlier code by the later: as declared, else the same code where no other claims it."""
    old = [code for codes in before.dimensions.values() for code in codes]
    shared = {}
    for codes in after.dimensions.values():
        for code in codes:
            if code in after.same_as:
                shared[code] = after.same_as[code]
            elif code in old and code not in after.same_as.values():
                shared[code] = code
    return shared


def movement_of_dimension(before: Cycle, after: Cycle, code: str) -> tuple[Callable, Callable] | None:
    """How the cell of one organisation is worked out then and now: over what both versions share, None for nothing.

    Where they share only some indicators, what was declared is of something else, and does not count.
    """
    now, then = after.version.dimensions[code], before.version.dimensions.get(code, [])
    shared = shared_indicators(before.version, after.version)
    pairs = [(shared[one], one) for one in now if one in shared]
    if not pairs:
        return None
    if len(pairs) == len(now) and sorted(old for old, _ in pairs) == sorted(then):
        return (
            lambda said: cell_of_dimension(said, code, then),
            lambda said: cell_of_dimension(said, code, now),
        )
    return (
        lambda said: cell_of_dimension(Said(said.ratings), code, list(dict.fromkeys(old for old, _ in pairs))),
        lambda said: cell_of_dimension(Said(said.ratings), code, [new for _, new in pairs]),
    )
