"""Draws a heatmap as a Plotly figure, of the matrix as it is shown to somebody. Pure: no Django; hides nothing itself.

One colour a cell, that of the typical level, with the level or span in words printed in it. What is missing is told
apart by its words and by patterns, never by the colour of a level.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assessments.levels import NO_DATA, NOT_ANSWERED, NOT_APPLICABLE, CellValue, typical_position
from reports.disclosure import SUPPRESSED
from reports.drawing import LINE_HEIGHT, NARROW, ROW_HEIGHT, Drawing, PlacedCell, drawn, wrapped
from reports.matrix import Matrix

if TYPE_CHECKING:
    from assessments.pages.scale import Scale
    from reports.pages.heatmap_cells import ShownCell

# By the number of levels, lowest first; aligns.css has the same, and a test holds them together.
PALETTES = {
    2: ("#e6e5ba", "#006073"),
    3: ("#eeeac3", "#66b292", "#005065"),
    4: ("#f2ecc7", "#82be94", "#008084", "#004358"),
    5: ("#f6eecc", "#a1c998", "#3ca090", "#00707c", "#003e53"),
    6: ("#f6eecc", "#b3cf9b", "#60af91", "#008385", "#005b6f", "#003449"),
    7: ("#f9f1d0", "#cbd7a2", "#85bf94", "#42a390", "#007f83", "#005b6f", "#00374b"),
}
# From this position on the words stand in white.
FIRST_DARK = {2: 2, 3: 3, 4: 3, 5: 4, 6: 4, 7: 5}
INK, MUTED, EDGE, WHITE = "#14272b", "#4a5f63", "#7a8c8f", "#ffffff"
PATTERNS = {
    NO_DATA: {"shape": "/", "size": 8, "solidity": 0.2, "fgcolor": "#c6cfce", "bgcolor": WHITE},
    SUPPRESSED: {"shape": ".", "size": 7, "solidity": 0.15, "fgcolor": "#8c9b9b", "bgcolor": WHITE},
}

FONT_SIZE, MARGIN_BOTTOM = 15, 56
# More rows, heads among them, than a browser can draw, or save as PNG, in good time.
MOST_ROWS = 140
# Half of a cell, less the gap to the next one.
HALF_WIDTH, HALF_HEIGHT = 0.485, 0.455
FONT = '"Source Sans 3 Variable", "Source Sans 3", Arial, sans-serif'


class TooLarge(ValueError):
    """More cells than make a picture; `str()` of it says what to do, in plain words."""


def heatmap_figure(
    matrix: Matrix,
    shown: Sequence[Sequence["ShownCell"]],
    scale: "Scale",
    *,
    title: str,
    notes: Iterable[str] = (),
    axes: tuple[str, str] = ("", ""),
    across: int = 9,
) -> str:
    """A figure as JSON. `shown`: the cells of the page, in the order of the matrix; `across`: columns side by side.

    `axes`: what the columns are, and the rows. Raises TooLarge.
    """
    drawing = drawn(matrix, shown, across=across)
    if drawing.height > MOST_ROWS:
        raise TooLarge("There are too many cells for one picture here. Choose one dimension, or fewer rows.")
    import plotly.graph_objects as go  # slow to load, and wanted by this alone

    missing = [cell for cell in drawing.cells if cell.value.midpoint is None]
    figure = go.Figure(
        [
            _levels(go, drawing, scale),
            *(
                _patterned(go, [c for c in missing if c.value.status == status], PATTERNS[status])
                for status in PATTERNS
            ),
            _outlined(go, [c for c in missing if c.value.status == NOT_ANSWERED], dash="dash"),
            _outlined(go, [c for c in missing if c.value.status == NOT_APPLICABLE], diagonal=True),
            _words(go, [c for c in drawing.cells if c.value.status not in PATTERNS], scale),
            _heads(go, drawing),
        ]
    )
    figure.update_layout(**_layout(drawing, title, list(notes), axes, narrow=across <= NARROW))
    for cell in missing:
        if cell.value.status in PATTERNS:
            plate = {"showarrow": False, "bgcolor": WHITE, "borderpad": 2, "font": {"size": FONT_SIZE}}
            figure.add_annotation(x=cell.x, y=cell.y, text=cell.words, **plate)
    return figure.to_json()


def colorscale(count: int) -> list[tuple[float, str]]:
    """Steps, one a level, with no colours between them."""
    return [edge for n, hue in enumerate(PALETTES[count]) for edge in ((n / count, hue), ((n + 1) / count, hue))]


def _levels(go, drawing: Drawing, scale: "Scale"):
    """The coloured cells, and for every cell the sentence that pointing at it shows."""
    typical: list[list[int | None]] = [[None] * drawing.width for _ in range(drawing.height)]
    sentences = [[""] * drawing.width for _ in range(drawing.height)]
    for cell in drawing.cells:
        sentences[cell.y][cell.x] = cell.sentence
        if cell.value.midpoint is not None:
            typical[cell.y][cell.x] = typical_position(cell.value.midpoint)
    return go.Heatmap(
        x=list(range(drawing.width)),
        y=list(range(drawing.height)),
        z=typical,
        zmin=0.5,
        zmax=scale.count + 0.5,
        colorscale=colorscale(scale.count) if scale.count in PALETTES else None,
        showscale=False,
        xgap=3,
        ygap=3,
        hovertext=sentences,
        hoverinfo="text",
    )


def _patterned(go, cells: list[PlacedCell], pattern: dict):
    return go.Bar(
        orientation="h",
        base=[cell.x - HALF_WIDTH for cell in cells],
        x=[2 * HALF_WIDTH for _ in cells],
        y=[cell.y for cell in cells],
        width=2 * HALF_HEIGHT,
        marker={"color": WHITE, "line": {"color": EDGE, "width": 1}, "pattern": pattern | {"fillmode": "overlay"}},
        hoverinfo="skip",
        showlegend=False,
    )


def _outlined(go, cells: list[PlacedCell], *, dash: str = "solid", diagonal: bool = False):
    """Rectangles in one line, with gaps between them."""
    x: list[float | None] = []
    y: list[float | None] = []
    for cell in cells:
        left, right = cell.x - HALF_WIDTH, cell.x + HALF_WIDTH
        above, below = cell.y - HALF_HEIGHT, cell.y + HALF_HEIGHT
        x += [left, right, right, left, left, *([None, left, right] if diagonal else []), None]
        y += [above, above, below, below, above, *([None, below, above] if diagonal else []), None]
    line = {"color": EDGE, "width": 1.5, "dash": dash}
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False)


def _words(go, cells: list[PlacedCell], scale: "Scale"):
    return go.Scatter(
        x=[cell.x for cell in cells],
        y=[cell.y for cell in cells],
        text=[cell.words for cell in cells],
        mode="text",
        textfont={"size": FONT_SIZE, "color": [_on_level(cell.value, scale.count) for cell in cells]},
        hoverinfo="skip",
        showlegend=False,
    )


def _on_level(value: CellValue, count: int) -> str:
    if value.midpoint is None:
        return INK
    return WHITE if typical_position(value.midpoint) >= FIRST_DARK[count] else INK


def _heads(go, drawing: Drawing):
    return go.Scatter(
        x=[head.x for head in drawing.heads],
        y=[head.y for head in drawing.heads],
        text=[f"<b>{head.words}</b>" for head in drawing.heads],
        mode="text",
        textfont={"size": FONT_SIZE, "color": INK},
        hoverinfo="skip",
        showlegend=False,
    )


def _layout(drawing: Drawing, title: str, notes: list[str], axes: tuple[str, str], *, narrow: bool) -> dict:
    heading = wrapped(title, 26 if narrow else 80)
    below = "<br>".join(wrapped(note, 38 if narrow else 130) for note in notes)
    top = 58 + 26 * (heading.count("<br>") + 1) + (LINE_HEIGHT * (below.count("<br>") + 1) if below else 0)
    axis = {"showgrid": False, "zeroline": False, "ticks": ""}
    return {
        "template": "none",
        "font": {"family": FONT, "size": FONT_SIZE, "color": INK},
        "title": {
            "text": f"<b>{heading}</b>",
            "subtitle": {"text": below, "font": {"size": FONT_SIZE, "color": MUTED}},
            "font": {"size": 20},
            "x": 0,
            "xanchor": "left",
            "xref": "container",
            "y": 1,
            "yanchor": "top",
            "yref": "container",
            "pad": {"t": 50, "l": 4},
        },
        "height": top + drawing.height * ROW_HEIGHT + MARGIN_BOTTOM,
        "margin": {"t": top, "b": MARGIN_BOTTOM, "l": 20, "r": 4},
        "xaxis": axis
        | {
            "range": [-0.5, drawing.width - 0.5],
            "showticklabels": False,
            "title": {"text": axes[0], "font": {"size": FONT_SIZE}, "standoff": 12},
        },
        "yaxis": axis
        | {
            "range": [drawing.height - 0.5, -0.5],
            "tickvals": [y for y, _ in drawing.labels],
            "ticktext": [words for _, words in drawing.labels],
            "automargin": True,
            "ticklabelstandoff": 6,
            "title": {"text": axes[1], "font": {"size": FONT_SIZE}, "standoff": 20},
        },
        "barmode": "overlay",
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"align": "left", "bgcolor": WHITE, "font": {"family": FONT, "color": INK, "size": FONT_SIZE}},
        "modebar": {"color": MUTED, "activecolor": INK, "bgcolor": "rgba(0,0,0,0)"},
    }
