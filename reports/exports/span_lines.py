"""The lines of a span chart's file: those of the heatmap, with last cycle's span behind. Knows no format."""

from collections.abc import Iterable
from dataclasses import replace

from reports.exports.lines import HEADER, lines_of
from reports.matrix import DIMENSION, Matrix
from reports.spans import Span, SpanChart

SPAN_HEADER = (*HEADER, "earlier_cycle", "earlier_status", "earlier_low", "earlier_high")

Line = dict[str, str | int | float | None]


def span_lines(chart: SpanChart) -> list[Line]:
    """For each organisation its dimension and then each indicator behind it; after them the groups, dimension alone."""
    matrix = chart.heatmap.matrix
    dimension = matrix.of_dimensions()
    lines = []
    for span in chart.spans:
        lines += _lines(chart, span, replace(matrix, rows=(span.row,)))
    for span in chart.groups:
        row = replace(span.row, cells=(span.cell,))
        lines += _lines(chart, span, replace(dimension, row_kind=row.kind, rows=(row,)))
    return lines


def _lines(chart: SpanChart, span: Span, matrix: Matrix) -> Iterable[Line]:
    for line in lines_of(matrix, chart.scale):
        yield line | _earlier(chart, span if line["column_kind"] == DIMENSION else None)


def _earlier(chart: SpanChart, span: Span | None) -> Line:
    cell = span.earlier if span else None
    has_level = cell is not None and cell.low is not None
    values = (
        chart.earlier.slug if cell else None,
        str(cell.status) if cell else None,
        chart.scale.name(cell.low) if has_level else None,
        chart.scale.name(cell.high) if has_level else None,
    )
    return dict(zip(SPAN_HEADER[len(HEADER) :], values, strict=True))
