"""Lays the views of one indicator out as a picture: one row a sector, one mark a person. Knows no colours.

Sectors differ by the shape of their marks. A span is two joined marks; a dashed line is the median of a sector; an
arrow under the rows is the gap. The words beside the picture say the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from textwrap import wrap

from assessments.consensus import HEALTH, JOINT, SIDES, SOCIAL_CARE, Spread, Talk, View
from assessments.pages.consensus_words import headcount, levels_words, sector_name
from assessments.pages.scale import Scale

MARK, LANE, PADDING, LINE = 24, 30, 14, 20
LETTER = 8.5
BAR, LABEL, GAP_ROOM, SHORTEST_ARROW = 8, 26, 52, 26


@dataclass(frozen=True)
class Mark:
    """One person, or one end of her span."""

    shape: str
    x: float
    y: float


@dataclass(frozen=True)
class Joint:
    """What joins the two ends of a span."""

    left: float
    right: float
    y: float


@dataclass(frozen=True)
class Head:
    """The name of a level, in lines, with the column under it; on narrow paper a stroke leads down from `flag_y`."""

    lines: tuple[tuple[float, str], ...]
    x: float
    anchor: str
    position: int
    left: float
    width: float
    flag_x: float | None = None
    flag_y: float | None = None

    @property
    def column(self) -> tuple[float, float]:
        """Left and width of the column, with a little room to the next one."""
        return round(self.left + 1, 1), round(self.width - 3, 1)


@dataclass(frozen=True)
class Row:
    """One sector. `counts`: how many, in lines at their places; `median`: where its dashed line stands, if anywhere."""

    name: str
    label_y: float
    counts: tuple[tuple[float, float, str], ...]
    top: float
    height: float
    field_top: float
    joints: tuple[Joint, ...]
    marks: tuple[Mark, ...]
    median: float | None

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def field_height(self) -> float:
        """Of the columns in which the marks stand; on narrow paper its name stands above them."""
        return self.bottom - self.field_top


@dataclass(frozen=True)
class Arrow:
    """`is_short`: too short for two heads, so its ends are strokes."""

    left: float
    right: float
    y: float
    words: str
    words_x: float
    words_y: float
    is_short: bool


@dataclass(frozen=True)
class Picture:
    look: str
    width: int
    height: float
    bars_y: float
    levels: int
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    arrow: Arrow | None


@dataclass(frozen=True)
class Sheet:
    """The paper that is drawn on. Narrow: the names of the sectors stand above their rows, those of levels in steps."""

    look: str
    width: int
    left: int

    @property
    def is_narrow(self) -> bool:
        return not self.left


WIDE, NARROW = Sheet("wide", 760, 140), Sheet("narrow", 288, 0)


def picture(views: Sequence[View], scale: Scale, sheet: Sheet) -> Picture:
    """`views` in any order; those who cannot say have no mark and are counted beside the row."""
    column = (sheet.width - sheet.left) / scale.count
    heads, top = (_flags if sheet.is_narrow else _columns)(scale, sheet, column)
    heads_end = top
    rows, talk = [], Talk.of(views)
    for side in SIDES:
        spread = talk.sides[side]
        if side == JOINT and not (spread.people or spread.unsure):
            continue
        row = _row(side, [view for view in views if view.sector == side], talk, sheet, column, top)
        rows.append(row)
        top = row.bottom + 1
    arrow = _arrow(talk, sheet, column, top)
    return Picture(
        sheet.look,
        sheet.width,
        top + (GAP_ROOM if arrow else 2),
        heads_end - BAR - 2,
        scale.count,
        tuple(heads),
        tuple(rows),
        arrow,
    )


def _columns(scale: Scale, sheet: Sheet, column: float) -> tuple[list[Head], float]:
    """Names over their columns, wrapped where the column is narrow; all end on the same line."""
    names = [wrap(name, max(5, int(column / LETTER)), break_long_words=False) for name in scale.names]
    most = max(len(lines) for lines in names)
    heads = []
    for position, lines in zip(scale.positions, names, strict=True):
        left = sheet.left + (position - 1) * column
        placed = tuple((16 + (most - len(lines) + n) * LINE, line) for n, line in enumerate(lines))
        heads.append(Head(placed, left + column / 2, "middle", position, left, column))
    return heads, most * LINE + BAR + 4


def _flags(scale: Scale, sheet: Sheet, column: float) -> tuple[list[Head], float]:
    """Each name on a line of its own, with a stroke down to its column: there is no room side by side."""
    heads, end = [], scale.count * LINE + BAR + 4
    for position in scale.positions:
        left, y = (position - 1) * column, 16 + (position - 1) * LINE
        at_right = left > sheet.width / 2
        x = left + column - 4 if at_right else left + 4
        heads.append(
            Head(
                ((y, scale.name(position)),),
                x,
                "end" if at_right else "start",
                position,
                left,
                column,
                left + column / 2,
                y + 5,
            )
        )
    return heads, end


def _row(side: str, views: Sequence[View], talk: Talk, sheet: Sheet, column: float, top: float) -> Row:
    label = LABEL if sheet.is_narrow else 0
    joints, marks, lanes = _placed(side, [view for view in views if view.has_level], sheet, column, top + label)
    height = label + max(1, lanes) * LANE + 2 * PADDING
    spread, middle = talk.sides[side], top + height / 2
    median = None if spread.median is None else _x(spread.median, sheet, column)
    return Row(*_label(side, spread, sheet, top, middle), top, height, top + label, joints, marks, median)


def _label(side: str, spread: Spread, sheet: Sheet, top: float, middle: float):
    """The name of a sector and how many spoke for it: beside the row, or in one line above it."""
    name, count = sector_name(side), headcount(spread)
    if sheet.is_narrow:
        return name, top + 19, ((len(name) * LETTER + 10, top + 19, count),)
    lines = count.split(", ")
    first = middle - 3 - (len(lines) - 1) * 9
    return name, first, tuple((0, first + 20 * n, line) for n, line in enumerate(lines, start=1))


def _x(position: float, sheet: Sheet, column: float) -> float:
    return round(sheet.left + (position - 0.5) * column, 1)


def _placed(side: str, views: Sequence[View], sheet: Sheet, column: float, top: float):
    """Those at one level first, side by side in their column and in as many lines as it takes; then the spans."""
    abreast = max(1, int((column - 6) // MARK))
    at: dict[int, int] = {}
    for view in views:
        if view.low == view.high:
            at[view.low] = at.get(view.low, 0) + 1
    marks = []
    for level, count in sorted(at.items()):
        for n in range(count):
            line, in_line = n // abreast, min(abreast, count - n // abreast * abreast)
            x = _x(level, sheet, column) + (n % abreast - (in_line - 1) / 2) * MARK
            marks.append(Mark(side, round(x, 1), _lane_y(top, line)))
    lines = max((ceil(count / abreast) for count in at.values()), default=0)
    joints, lanes = [], []
    for low, high in sorted((view.low, view.high) for view in views if view.low != view.high):
        lane = _free_lane(lanes, low, high)
        y = _lane_y(top, lines + lane)
        left, right = _x(low, sheet, column), _x(high, sheet, column)
        joints.append(Joint(left, right, y))
        marks += [Mark(side, left, y), Mark(side, right, y)]
    return tuple(joints), tuple(marks), lines + len(lanes)


def _lane_y(top: float, lane: int) -> float:
    return round(top + PADDING + lane * LANE + LANE / 2, 1)


def _free_lane(lanes: list[int], low: int, high: int) -> int:
    """The first lane in which the last span has ended before this one begins. Remembers the end of this one."""
    for number, end in enumerate(lanes):
        if end < low:
            lanes[number] = high
            return number
    lanes.append(high)
    return len(lanes) - 1


def _arrow(talk: Talk, sheet: Sheet, column: float, top: float) -> Arrow | None:
    if talk.gap is None or not talk.gap.levels:
        return None
    ends = sorted(_x(talk.sides[side].median, sheet, column) for side in (SOCIAL_CARE, HEALTH))
    words = f"gap: {levels_words(abs(talk.gap.levels))}"
    half = len(words) * LETTER / 2
    middle = min(max(sum(ends) / 2, half), sheet.width - half)
    return Arrow(*ends, top + 14, words, round(middle, 1), top + 38, ends[1] - ends[0] < SHORTEST_ARROW)


def description(views: Iterable[View], scale: Scale) -> str:
    """All that the picture shows, for whoever does not see it."""
    views = sorted((view for view in views if view.has_level), key=lambda view: (view.low, view.high))
    said = []
    for side in SIDES:
        levels = [scale.words(view.low, view.high) for view in views if view.sector == side]
        if levels:
            said.append(f"{sector_name(side)}: {', '.join(levels)}.")
    return " ".join(said)
