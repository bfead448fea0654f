"""From a person and a question to the span chart that she may see: one dimension of the heatmap, with what is behind.

Takes everything from the suppressed heatmap; of the cycle before only what she may see by name.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.levels import CellValue
from assessments.models import Cycle
from assessments.pages.scale import Scale
from reports.heatmaps import Heatmap, heatmap_for
from reports.matrix import ORGANISATION, Column, Matrix, Row, Submission, organisation_matrix
from reports.query import HeatmapQuery, SpansQuery
from reports.reading import earlier_submissions


@dataclass(frozen=True)
class Span:
    """One row of the chart. `indicators`: those behind it; `earlier`: last cycle's cell, None where there is none."""

    row: Row
    cell: CellValue
    indicators: tuple[tuple[Column, CellValue], ...] = ()
    earlier: CellValue | None = None


@dataclass(frozen=True)
class SpanChart:
    """`heatmap`: of this dimension and its indicators. `dimension`: None where there is no cycle to show.

    `earlier`: the cycle of the arrows behind.
    """

    heatmap: Heatmap
    dimension: Column | None = None
    spans: tuple[Span, ...] = ()
    groups: tuple[Span, ...] = ()
    earlier: Cycle | None = None

    @property
    def scale(self) -> Scale:
        return self.heatmap.scale

    @property
    def query(self) -> HeatmapQuery:
        return self.heatmap.query


def span_chart_for(user, query: SpansQuery) -> SpanChart:
    """Raises BadQuery for a cycle, place or dimension that does not exist for her."""
    heatmap = heatmap_for(user, query.as_heatmap)
    if heatmap.stock is None or not heatmap.stock.dimensions:
        return SpanChart(heatmap)
    before, submissions = earlier_submissions(user, heatmap.stock, heatmap.cycles, heatmap.query.dimension)
    earlier = _earlier_cells(heatmap, submissions)
    return SpanChart(
        heatmap,
        heatmap.matrix.columns[0],
        tuple(_spans(heatmap.matrix, earlier)),
        tuple(span for group in heatmap.groups for span in _spans(group, {}) if not _repeats(span)),
        before,
    )


def _earlier_cells(heatmap: Heatmap, submissions: Iterable[Submission]) -> dict[tuple[str, str], CellValue]:
    """By slug and name of a row: of those seen by name in both cycles."""
    matrix = organisation_matrix(heatmap.asked, submissions, heatmap.matrix.columns[:1])
    return {(row.slug, row.name): row.cells[0] for row in matrix.rows}


def _spans(matrix: Matrix, earlier: dict[tuple[str, str], CellValue]) -> Iterable[Span]:
    """The first column is the dimension."""
    for row in matrix.rows:
        behind = zip(matrix.columns[1:], row.cells[1:], strict=True) if row.kind == ORGANISATION else ()
        yield Span(row, row.cells[0], tuple(behind), earlier.get((row.slug, row.name)))


def _repeats(span: Span) -> bool:
    """An ICS of a single organisation would say again what that one's own row says."""
    return span.row.kind == "ics" and (span.cell.counted, span.cell.of) == (1, 1)
