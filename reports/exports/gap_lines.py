"""The lines of a file of perception gaps: one a group and column, in the order of the framework. Knows no format."""

from assessments.levels import CellValue
from reports.disclosure import SUPPRESSED
from reports.exports.lines import Line, Value, plain_number
from reports.gaps import Gap, has_level
from reports.perceptions import Perceptions

SHOWN, NO_GAP = "shown", "no_gap"
SIDE = ("median", "counted", "of")
GAP_HEADER = (
    *("row_kind", "row", "parent", "column_kind", "column", "title", "status", "gap"),
    *(f"social_care_{name}" for name in SIDE),
    *(f"health_{name}" for name in SIDE),
)


def gap_lines(perceptions: Perceptions) -> list[Line]:
    """`gap`: in levels, above 0 where social care sees it higher. All figures are None where nothing may be shown."""
    return [_line(gap) for gap in perceptions.gaps]


def _line(gap: Gap) -> Line:
    group, column = gap.group, gap.column
    status = SUPPRESSED if gap.is_hidden else NO_GAP if gap.levels is None else SHOWN
    sides = (gap.social_care, gap.health)
    values = (
        *(group.kind, group.name, group.parent or None, column.kind, column.code, column.title, status),
        None if gap.levels is None else plain_number(gap.levels),
        *((None,) * len(SIDE) * 2 if gap.is_hidden else [value for side in sides for value in _side(side)]),
    )
    return dict(zip(GAP_HEADER, values, strict=True))


def _side(cell: CellValue | None) -> tuple[Value, ...]:
    """Nobody asked is none of none."""
    if cell is None:
        return None, 0, 0
    return plain_number(cell.midpoint) if has_level(cell) else None, cell.counted, cell.of
