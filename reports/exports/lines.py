"""The lines of a report's file: one a cell, with the same keys in every format. Knows no format."""

from assessments.levels import NO_DATA, NOT_ANSWERED, NOT_APPLICABLE, typical_position
from assessments.pages.scale import Scale
from reports.comparisons import Comparison
from reports.matrix import Matrix

Value = str | int | float | None
Line = dict[str, Value]
MISSING = (NO_DATA, NOT_ANSWERED, NOT_APPLICABLE)
HEADER = (
    "row_kind",
    "row",
    "parent",
    "column_kind",
    "column",
    "title",
    "status",
    "low",
    "high",
    "midpoint",
    "typical",
    "counted",
    "of",
    "confidence",
)


def lines_of(matrix: Matrix, scale: Scale) -> list[Line]:
    """Levels by name, numbers as numbers, None where there is nothing."""
    return [_line(row, column, cell, scale) for row, column, cell in matrix.cells()]


def _line(row, column, cell, scale: Scale) -> Line:
    has_level = cell.midpoint is not None
    values = (
        row.kind,
        row.name,
        row.parent or None,
        column.kind,
        column.code,
        column.title,
        str(cell.status),
        scale.name(cell.low) if has_level else None,
        scale.name(cell.high) if has_level else None,
        plain_number(cell.midpoint) if has_level else None,
        scale.name(typical_position(cell.midpoint)) if has_level else None,
        cell.counted,
        cell.of,
        (cell.confidence or None) if has_level else None,
    )
    return dict(zip(HEADER, values, strict=True))


def plain_number(number: float) -> int | float:
    """Whole numbers without a point. Midpoints are multiples of an eighth, so three decimals say them exactly."""
    return int(number) if number == int(number) else round(number, 3)


def comparison_header(scale: Scale) -> tuple[str, ...]:
    """Further, how many organisations are typically at each level, and how many have none."""
    return (*HEADER, *(f"{position} {scale.name(position)}" for position in scale.positions), *MISSING)


def comparison_lines(comparison: Comparison) -> list[Line]:
    """One line a group and dimension, the regions after the groups; None for every count that is not shown."""
    scale = comparison.scale
    header = comparison_header(scale)
    found = []
    for column in comparison.shown:
        number = comparison.groups.columns.index(column)
        for row in comparison.rows:
            counts = row.distributions[number]
            levels = [counts.levels.get(position, 0) if counts else None for position in scale.positions]
            missing = [counts.missing.get(status, 0) if counts else None for status in MISSING]
            values = (*_line(row, column, row.cells[number], scale).values(), *levels, *missing)
            found.append(dict(zip(header, values, strict=True)))
    return found
