"""The lines of a heatmap file: one a cell, with the same keys in every format. Knows no format."""

from assessments.levels import typical_position
from assessments.pages.scale import Scale
from reports.matrix import Matrix

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


def lines_of(matrix: Matrix, scale: Scale) -> list[dict[str, str | int | float | None]]:
    """Levels by name, numbers as numbers, None where there is nothing."""
    return [_line(row, column, cell, scale) for row, column, cell in matrix.cells()]


def _line(row, column, cell, scale: Scale) -> dict[str, str | int | float | None]:
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
