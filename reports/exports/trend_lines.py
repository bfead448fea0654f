"""The lines of a movement file: one a row and column, with what was, what is and the difference. Knows no format."""

from assessments.levels import CellValue
from assessments.pages.scale import Scale
from reports.exports.lines import Line, Value, plain_number
from reports.trends import Trend

TREND_HEADER = (
    *("row_kind", "row", "parent", "column_kind", "column", "title", "status"),
    *("low_before", "high_before", "midpoint_before"),
    *("low_after", "high_after", "midpoint_after"),
    "movement",
)


def trend_lines(trend: Trend) -> list[Line]:
    """Levels by name, each by the names of its own framework version; None where there is nothing."""
    lines = []
    for one in trend.rows:
        for pair, move in zip(trend.pairs, one.moves, strict=True):
            column = pair.column
            values = (
                *(one.row.kind, one.row.name, one.row.parent or None),
                *(column.kind, column.code, column.title, move.status),
                *_level(move.before, trend.before.scale),
                *_level(move.after, trend.after.scale),
                None if move.difference is None else plain_number(move.difference),
            )
            lines.append(dict(zip(TREND_HEADER, values, strict=True)))
    return lines


def _level(cell: CellValue | None, scale: Scale) -> tuple[Value, Value, Value]:
    if cell is None or cell.midpoint is None:
        return (None, None, None)
    return (scale.name(cell.low), scale.name(cell.high), plain_number(cell.midpoint))
