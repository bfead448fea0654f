"""Where the marks of a span chart stand: across in parts of the width, down in pixels. Pure; knows no words.

So one drawing serves every width, and page and file have the same. The marks are drawn by span_marks.html.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.levels import DECLARED, DERIVED, CellValue, typical_position

GROUP, EARLIER, INDICATOR, GAP = "group", "earlier", "indicator", "gap"
ARROW_Y, EARLIER_Y, BELOW_EARLIER, FOOT = 18, 9, 8, 12
FIRST_LANE, BELOW_GROUP, LANE, SQUARE = 18, 32, 14, 13
# Colour, width and dashes. What is open or dotted is told apart without colour.
STROKES = {
    DECLARED: ("#0b5e57", "5", ""),
    DERIVED: ("#0b5e57", "7", ""),
    f"{DERIVED}-inside": ("#ffffff", "3", ""),
    GROUP: ("#14272b", "2.5", "2 5"),
    EARLIER: ("#7a8c8f", "2.5", ""),
    INDICATOR: ("#4a5f63", "1.5", ""),
    GAP: ("#14272b", "2", ""),
}
# Squares beside each other at one level, by the number of levels: what a phone has room for.
ABREAST = {2: 8, 3: 6, 4: 4, 5: 4, 6: 3, 7: 2}


@dataclass(frozen=True)
class Line:
    """`x1` and `x2` as SVG takes them: "12.5%"."""

    look: str
    x1: str
    x2: str
    y: int

    @property
    def stroke(self) -> str:
        return STROKES[self.look][0]

    @property
    def width(self) -> str:
        return STROKES[self.look][1]

    @property
    def dashes(self) -> str:
        return STROKES[self.look][2]


@dataclass(frozen=True)
class Mark:
    """`shift`: pixels to the right of `x`, for marks beside each other."""

    look: str
    x: str
    y: int
    shift: float = 0


@dataclass(frozen=True)
class Track:
    """Drawn in this order: lines, then marks."""

    height: int
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()


def across(position: float, count: int) -> str:
    """The middle of the band of a level; between two bands for positions between two levels."""
    return f"{round((position - 0.5) / count * 100, 4):g}%"


def track_of(
    cell: CellValue, indicators: Iterable[CellValue], earlier: CellValue | None, count: int, *, room_above: bool
) -> Track:
    """The row of one organisation among `count` levels. `room_above`: some row has an arrow of the cycle before."""
    y = ARROW_Y + (BELOW_EARLIER if room_above else 0)
    lines, marks = [], []
    if earlier and earlier.low is not None:
        lines, marks = _arrow(earlier, EARLIER, EARLIER_Y, count)
    if cell.low is not None:
        look = DECLARED if cell.status == DECLARED else DERIVED
        more = _arrow(cell, look, y, count)
        lines, marks = lines + more[0], marks + more[1]
    more, more_marks, lanes = _behind([one for one in indicators if one.low is not None], y + FIRST_LANE, count)
    return Track(y + FOOT + 6 + lanes * LANE, (*lines, *more), (*marks, *more_marks))


def group_track(cell: CellValue, count: int, members: Iterable[CellValue] = ()) -> Track:
    """Dotted, with the median as a filled diamond and a notch under the typical level; its members below."""
    if cell.low is None:
        return Track(ARROW_Y + FOOT + 4)
    low, high = across(cell.low, count), across(cell.high, count)
    lines = (Line(GROUP, low, high, ARROW_Y),) if low != high else ()
    ends = (Mark("group-end", low, ARROW_Y), Mark("group-end", high, ARROW_Y)) if low != high else ()
    typical = Mark("typical", across(typical_position(cell.midpoint), count), ARROW_Y + 12)
    more, behind, lanes = _behind([one for one in members if one.low is not None], ARROW_Y + BELOW_GROUP, count)
    marks = (*ends, Mark("median", across(cell.midpoint, count), ARROW_Y), typical, *behind)
    return Track(ARROW_Y + 28 + lanes * LANE, (*lines, *more), marks)


def _arrow(cell: CellValue, look: str, y: int, count: int) -> tuple[list[Line], list[Mark]]:
    low, high, middle = (across(at, count) for at in (cell.low, cell.high, cell.midpoint))
    if cell.low == cell.high:
        return [], [Mark(f"{look}-one", low, y)]
    marks = [Mark(f"{look}-low", low, y), Mark(f"{look}-high", high, y)]
    if look != EARLIER:
        marks.append(Mark("middle", middle, y))
    line = Line(look, low, high, y)
    # Open, so that it differs from a declared one without colour: a line within the line.
    return [line, Line(f"{look}-inside", low, high, y)] if look == DERIVED else [line], marks


def _behind(said: list[CellValue], top: int, count: int) -> tuple[list[Line], list[Mark], int]:
    """The indicators in as few lanes as they fit into: a square at one level, a thin line with ends for a span."""
    lanes: list[set[int]] = []
    marks = list(_squares([one.low for one in said if one.low == one.high], lanes, top, count))
    lines = []
    for cell in sorted((one for one in said if one.low != one.high), key=lambda cell: (cell.low, cell.high)):
        covered = set(range(cell.low, cell.high + 1))
        lane = next((n for n, taken in enumerate(lanes) if not taken & covered), len(lanes))
        lanes[lane:] = lanes[lane:] or [set()]
        lanes[lane] |= covered
        low, high, y = across(cell.low, count), across(cell.high, count), top + lane * LANE
        lines.append(Line(INDICATOR, low, high, y))
        marks += [Mark("end", low, y), Mark("end", high, y)]
    return lines, marks, len(lanes)


def _squares(levels: list[int], lanes: list[set[int]], top: int, count: int) -> Iterable[Mark]:
    """A block of squares in the middle of each level; notes in `lanes` which levels they take."""
    abreast = ABREAST.get(count, 1)
    for level, many in sorted(Counter(levels).items()):
        for n in range(many):
            lane, place = divmod(n, abreast)
            if lane == len(lanes):
                lanes.append(set())
            lanes[lane].add(level)
            beside = min(abreast, many - lane * abreast)
            yield Mark("indicator", across(level, count), top + lane * LANE, (place - (beside - 1) / 2) * SQUARE)
