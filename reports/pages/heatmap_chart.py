"""The words of the heatmap's picture: the cells of the page with its title and what must travel with the picture."""

from dataclasses import dataclass, replace

from assessments.pages.scale import Scale
from reports.arranged import Arranged
from reports.charts.look import Caption
from reports.matrix import Matrix
from reports.pages.heatmap import source_of, title_of
from reports.pages.heatmap_cells import CellWriter, ShownCell, is_weak
from reports.pages.heatmap_sentences import paragraph
from reports.pages.heatmap_tables import HEADS, head_of
from reports.pages.heatmap_words import NOT_A_RANKING

HOW_TO_READ = "One colour a cell, that of its typical level; the words say the whole span."
WEAK = "† Low confidence."


@dataclass(frozen=True)
class HeatmapChart:
    """`shown`: the cells of the matrix, row by row, as the page words them. `axes`: what its columns and rows are."""

    caption: Caption
    axes: tuple[str, str]
    matrix: Matrix
    shown: tuple[tuple[ShownCell, ...], ...]
    scale: Scale

    @classmethod
    def of(cls, arranged: Arranged) -> "HeatmapChart":
        """With the rows in the order of the page."""
        heatmap = arranged.heatmap
        cycle = heatmap.stock.cycle if heatmap.stock else None
        matrix = replace(heatmap.matrix, rows=tuple(arranged.rows_of(heatmap.matrix)))
        writer = CellWriter(heatmap.scale)
        shown = tuple(
            tuple(writer.shown(row, column, cell, "") for column, cell in zip(matrix.columns, row.cells, strict=True))
            for row in matrix.rows
        )
        weak = any(is_weak(cell) for _, _, cell in matrix.cells())
        notes = [f"{HOW_TO_READ} {WEAK}" if weak else HOW_TO_READ, NOT_A_RANKING]
        if cycle:
            notes[-1] += f" {source_of(cycle)}"
        title = f"{title_of(heatmap)}, {cycle}" if cycle else "Heatmap"
        rows = head_of(matrix.row_kind, cycle) if cycle else HEADS[matrix.row_kind]
        axes = (heatmap.query.columns.capitalize(), rows)
        description = " ".join(sentence.words for sentence in paragraph(heatmap)) if cycle else ""
        return cls(Caption(title, tuple(notes), description), axes, matrix, shown, heatmap.scale)
