"""Places rows on a sheet, and puts sheets one under the other into one figure."""

from collections.abc import Iterable, Sequence
from html import escape
from textwrap import wrap

from reports.charts.axis import Axis
from reports.charts.look import MOST_ROWS, Caption, TooLarge, finished, is_narrow, layout_of
from reports.charts.marks import Row
from reports.charts.sheet import PlacedRow, Sheet, words_of
from reports.drawing import LINE_HEIGHT

NAME_LETTERS, NARROW_LETTERS = 30, 36
LANE, ROOM = 44, 14


def sheet_of(rows: Iterable[Row], axis: Axis, across: int, number: int = 1) -> Sheet:
    """Raises TooLarge."""
    rows = list(rows)
    if len(rows) > MOST_ROWS:
        raise TooLarge("There are too many rows for one picture here. Choose one dimension, or fewer rows.")
    placed, y = [], ROOM
    for row in rows:
        label, lines = _label(row, across)
        room = LINE_HEIGHT * lines
        lane = max(LANE, LINE_HEIGHT * (words_of(row, across).count("<br>") + 1) + ROOM)
        if row.is_heading:
            placed.append(PlacedRow(row, y + room // 2 + 8, y + room // 2 + 8, label))
            y += room + 18
        elif is_narrow(across):
            placed.append(PlacedRow(row, y + room + lane // 2, y + room // 2, label))
            y += room + lane + ROOM
        else:
            height = max(lane, room + ROOM)
            placed.append(PlacedRow(row, y + height // 2, y + height // 2, label))
            y += height
    return Sheet(axis, tuple(placed), y, across, number)


def _label(row: Row, across: int) -> tuple[str, int]:
    """Name and notes in lines, and how many there are."""
    letters = NARROW_LETTERS if is_narrow(across) else 90 if row.is_heading else NAME_LETTERS
    lines = [line for words in (row.name, *row.notes) for line in wrap(words, letters, break_long_words=False)]
    return "<br>".join(escape(line, quote=False) for line in lines), len(lines)


def figure_of(sheets: Sequence[Sheet], caption: Caption) -> str:
    """A figure as JSON: the sheets one under the other."""
    height = sum(sheet.height for sheet in sheets) + sum(sheet.axis.room for sheet in sheets[1:])
    data: list[dict] = []
    axes: dict = {"annotations": [], "shapes": []}
    top = 0
    for number, sheet in enumerate(sheets):
        top += sheet.axis.room if number else 0
        data += sheet.traces()
        axes["annotations"] += sheet.annotations()
        axes["shapes"] += sheet.shapes()
        axes |= sheet.axis_layout((1 - (top + sheet.height) / height, 1 - top / height))
        top += sheet.height
    first = sheets[0]
    layout = layout_of(caption, height, narrow=is_narrow(first.across), bottom=ROOM, top=first.axis.room)
    return finished(data, layout | axes)
