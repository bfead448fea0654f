"""Draws a span chart as a Plotly figure, of the rows as they are shown to somebody. Pure; hides nothing itself.

An arrow from the lowest to the highest level, filled where it was declared and open where it was worked out; that of
the cycle before above it, thin and grey. What the indicators behind it say stands in the sentence of its row.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assessments.levels import DECLARED, CellValue, typical_position
from reports.charts.axis import Axis, level_axis
from reports.charts.figure import figure_of, sheet_of
from reports.charts.look import Caption
from reports.charts.marks import Line, Mark, Point, Row
from reports.matrix import ORGANISATION

if TYPE_CHECKING:
    from assessments.pages.scale import Scale
    from reports.pages.span_rows import ShownSpan
    from reports.spans import Span

# Above and below the middle of the row, where an earlier arrow or a typical level stands.
ABOVE, BELOW = -17, 15


def spans_figure(
    spans: Sequence["Span"], shown: Sequence["ShownSpan"], scale: "Scale", caption: Caption, *, across: int
) -> str:
    """A figure as JSON. `shown`: the rows of the page, in the order of `spans`. Raises TooLarge."""
    axis = level_axis(scale.names, scale.letters, across)
    rows = [_row(span, row, axis) for span, row in zip(spans, shown, strict=True)]
    return figure_of([sheet_of(rows, axis, across)], caption)


def _row(span: "Span", shown: "ShownSpan", axis: Axis) -> Row:
    cell, is_group = span.cell, span.row.kind != ORGANISATION
    has_level = cell.low is not None
    lines, marks = list(_earlier_lines(span.earlier)), list(_earlier_marks(span.earlier))
    if has_level:
        lines += _group_lines(cell) if is_group else _lines(cell)
        marks += _group_marks(cell) if is_group else _marks(cell)
    typical = f"typically {shown.typical}" if shown.typical and cell.low != cell.high else ""
    said = f"{', '.join(filter(None, (shown.title, typical)))}. {shown.description}"
    return Row(
        shown.name,
        tuple(filter(None, (*shown.notes, shown.place))),
        tuple(lines),
        tuple(marks),
        words="" if has_level else shown.words,
        missing="" if has_level else str(cell.status),
        points=(Point(cell.midpoint if has_level else axis.middle, f"{said.rstrip('. ')}."),),
    )


def _lines(cell: CellValue) -> Iterable[Line]:
    if cell.low == cell.high:
        return
    if cell.status == DECLARED:
        yield Line("declared", cell.low, cell.high)
        return
    yield Line("derived", cell.low, cell.high)
    yield Line("derived-inside", cell.low, cell.high)


def _marks(cell: CellValue) -> Iterable[Mark]:
    look = "declared" if cell.status == DECLARED else "derived"
    if cell.low == cell.high:
        yield Mark(f"{look}-one", cell.low)
        if look == "declared":
            yield Mark("declared-dot", cell.low)
        return
    yield Mark(f"{look}-low", cell.low)
    yield Mark(f"{look}-high", cell.high)
    yield Mark("middle", cell.midpoint)


def _group_lines(cell: CellValue) -> Iterable[Line]:
    if cell.low != cell.high:
        yield Line("group", cell.low, cell.high)


def _group_marks(cell: CellValue) -> Iterable[Mark]:
    if cell.low != cell.high:
        yield Mark("end", cell.low)
        yield Mark("end", cell.high)
    yield Mark("median", cell.midpoint)
    yield Mark("typical", typical_position(cell.midpoint), BELOW)


def _earlier_lines(cell: CellValue | None) -> Iterable[Line]:
    if cell and cell.low is not None and cell.low != cell.high:
        yield Line("earlier", cell.low, cell.high, ABOVE)


def _earlier_marks(cell: CellValue | None) -> Iterable[Mark]:
    if cell is None or cell.low is None:
        return
    if cell.low == cell.high:
        yield Mark("earlier-one", cell.low, ABOVE)
    else:
        yield Mark("earlier-low", cell.low, ABOVE)
        yield Mark("earlier-high", cell.high, ABOVE)
