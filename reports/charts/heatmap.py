"""Draws a heatmap as a Plotly figure, of the matrix as it is shown to somebody. Pure: no Django; hides nothing itself.

One colour a cell, that of the typical level, with the level or span in words printed in it. What is missing is told
apart by its words and by patterns, never by the colour of a level.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assessments.levels import NOT_ANSWERED, NOT_APPLICABLE, CellValue, typical_position
from reports.charts.look import (
    BOLD,
    EDGE,
    FONT_SIZE,
    INK,
    MOST_ROWS,
    PALETTES,
    PATTERNS,
    WHITE,
    Caption,
    TooLarge,
    finished,
    is_narrow,
    layout_of,
    on_level,
    plain_axis,
    plate,
)
from reports.drawing import ROW_HEIGHT, Drawing, PlacedCell, PlacedHead, drawn
from reports.matrix import Matrix

if TYPE_CHECKING:
    from assessments.pages.scale import Scale
    from reports.pages.heatmap_cells import ShownCell

# Half of a cell, less the gap to the next one.
HALF_WIDTH, HALF_HEIGHT = 0.485, 0.455


def heatmap_figure(
    matrix: Matrix,
    shown: Sequence[Sequence["ShownCell"]],
    scale: "Scale",
    caption: Caption,
    *,
    axes: tuple[str, str] = ("", ""),
    across: int = 9,
) -> str:
    """A figure as JSON. `shown`: the cells of the page, in the order of the matrix; `across`: columns side by side.

    `axes`: what the columns are, and the rows. Raises TooLarge.
    """
    drawing = drawn(matrix, shown, across=across)
    if drawing.height > MOST_ROWS:
        raise TooLarge("There are too many cells for one picture here. Choose one dimension, or fewer rows.")
    missing = [cell for cell in drawing.cells if cell.value.midpoint is None]
    data = [
        _levels(drawing, scale),
        *(_patterned([c for c in missing if c.value.status == status], PATTERNS[status]) for status in PATTERNS),
        _outlined([c for c in missing if c.value.status == NOT_ANSWERED], dash="dash"),
        _outlined([c for c in missing if c.value.status == NOT_APPLICABLE], diagonal=True),
        _words([c for c in drawing.cells if c.value.status not in PATTERNS], scale),
        _heads(drawing.heads),
    ]
    layout = layout_of(caption, drawing.height * ROW_HEIGHT, narrow=is_narrow(across)) | _axes(drawing, axes)
    plates = [plate(cell.x, cell.y, cell.words) for cell in missing if cell.value.status in PATTERNS]
    return finished(data, layout | {"annotations": [*plates, *_families(drawing.families)]})


def colorscale(count: int) -> list[tuple[float, str]]:
    """Steps, one a level, with no colours between them."""
    return [edge for n, hue in enumerate(PALETTES[count]) for edge in ((n / count, hue), ((n + 1) / count, hue))]


def _levels(drawing: Drawing, scale: "Scale") -> dict:
    """The coloured cells, and for every cell the sentence that pointing at it shows."""
    typical: list[list[int | None]] = [[None] * drawing.width for _ in range(drawing.height)]
    sentences = [[""] * drawing.width for _ in range(drawing.height)]
    for cell in drawing.cells:
        sentences[cell.y][cell.x] = cell.sentence
        if cell.value.midpoint is not None:
            typical[cell.y][cell.x] = typical_position(cell.value.midpoint)
    return {
        "type": "heatmap",
        "x": list(range(drawing.width)),
        "y": list(range(drawing.height)),
        "z": typical,
        "zmin": 0.5,
        "zmax": scale.count + 0.5,
        "colorscale": colorscale(scale.count) if scale.count in PALETTES else None,
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "hovertext": sentences,
        "hoverinfo": "text",
    }


def _patterned(cells: list[PlacedCell], pattern: dict) -> dict:
    return {
        "type": "bar",
        "orientation": "h",
        "base": [cell.x - HALF_WIDTH for cell in cells],
        "x": [2 * HALF_WIDTH for _ in cells],
        "y": [cell.y for cell in cells],
        "width": 2 * HALF_HEIGHT,
        "marker": {"color": WHITE, "line": {"color": EDGE, "width": 1}, "pattern": pattern | {"fillmode": "overlay"}},
        "hoverinfo": "skip",
    }


def _outlined(cells: list[PlacedCell], *, dash: str = "solid", diagonal: bool = False) -> dict:
    """Rectangles in one line, with gaps between them."""
    x: list[float | None] = []
    y: list[float | None] = []
    for cell in cells:
        left, right = cell.x - HALF_WIDTH, cell.x + HALF_WIDTH
        above, below = cell.y - HALF_HEIGHT, cell.y + HALF_HEIGHT
        x += [left, right, right, left, left, *([None, left, right] if diagonal else []), None]
        y += [above, above, below, below, above, *([None, below, above] if diagonal else []), None]
    line = {"color": EDGE, "width": 1.5, "dash": dash}
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "line": line, "hoverinfo": "skip"}


def _words(cells: list[PlacedCell], scale: "Scale") -> dict:
    colours = [_on_level(cell.value, scale.count) for cell in cells]
    return _text(cells, {"size": FONT_SIZE, "color": colours}) | {"name": "words"}


def _on_level(value: CellValue, count: int) -> str:
    return INK if value.midpoint is None else on_level(typical_position(value.midpoint), count)


def _heads(heads: Iterable[PlacedHead]) -> dict:
    return _text(heads, {"size": FONT_SIZE, "color": INK, "weight": BOLD}) | {"name": "heads"}


def _text(placed: Iterable[PlacedCell | PlacedHead], font: dict) -> dict:
    placed = list(placed)
    return {
        "type": "scatter",
        "x": [one.x for one in placed],
        "y": [one.y for one in placed],
        "text": [one.words for one in placed],
        "mode": "text",
        "textfont": font,
        "hoverinfo": "skip",
    }


def _families(families: Iterable[tuple[float, str]]) -> Iterable[dict]:
    """The dimension that the indicators of a panel belong to, among the names of the rows."""
    for y, words in families:
        yield {
            "name": "heads",
            "x": 0,
            "xref": "paper",
            "xanchor": "right",
            "xshift": -6,
            "y": y,
            "text": words,
            "align": "right",
            "showarrow": False,
            "font": {"size": FONT_SIZE, "weight": BOLD},
        }


def _axes(drawing: Drawing, axes: tuple[str, str]) -> dict:
    return {
        "xaxis": plain_axis(-0.5, drawing.width - 0.5)
        | {
            "showticklabels": False,
            "title": {"text": axes[0], "font": {"size": FONT_SIZE}, "standoff": 12},
        },
        "yaxis": plain_axis(drawing.height - 0.5, -0.5)
        | {
            "tickvals": [y for y, _ in drawing.labels],
            "ticktext": [words for _, words in drawing.labels],
            "automargin": True,
            "ticklabelstandoff": 6,
            "title": {"text": axes[1], "font": {"size": FONT_SIZE}, "standoff": 20},
        },
    }
