"""How every chart looks and what travels with it: colours, patterns, type, the title, the notes. Knows no report.

No text holds a tag but the line break: for every other one Plotly would write a style into the page, which our content
security policy forbids.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.levels import NO_DATA
from reports.disclosure import SUPPRESSED
from reports.drawing import LINE_HEIGHT, NARROW, wrapped

# By the number of levels, lowest first; front-end/styles/levels.css has the same, and a test holds them together.
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
BOLD, FONT_SIZE, MARGIN_BOTTOM = 700, 15, 56
# More rows than a browser can draw, or save as PNG, in good time.
MOST_ROWS = 140
FONT = '"Source Sans 3 Variable", "Source Sans 3", Arial, sans-serif'


class TooLarge(ValueError):
    """More than makes a picture; `str()` of it says what to do, in plain words."""


@dataclass(frozen=True)
class Caption:
    """What stands over a picture. `description`: what it shows, in sentences, for those who do not see it."""

    title: str
    notes: tuple[str, ...] = ()
    description: str = ""


def finished(data: Sequence[Mapping], layout: Mapping) -> str:
    """A figure as JSON, held to what Plotly knows. Raises ValueError for anything else."""
    import plotly.graph_objects as go  # slow to load, and wanted by this alone

    return go.Figure({"data": list(data), "layout": dict(layout)}).to_json()


def is_narrow(across: int) -> bool:
    return across <= NARROW


def layout_of(caption: Caption, height: int, *, narrow: bool, top: int = 0, bottom: int = MARGIN_BOTTOM) -> dict:
    """All but the axes. `height`: of what is drawn, in pixels; `top`: room that the axes need above it."""
    heading = wrapped(caption.title, 26 if narrow else 80)
    below = "<br>".join(wrapped(note, 38 if narrow else 130) for note in caption.notes)
    more = 26 * heading.count("<br>")
    # Plotly hangs a title of several lines higher than one of a single line.
    above = 48 + more + (14 if more else 0) + (LINE_HEIGHT * (below.count("<br>") + 1) if below else 0) + top
    return {
        "template": "none",
        "font": {"family": FONT, "size": FONT_SIZE, "color": INK},
        "title": {
            "text": heading,
            "subtitle": {"text": below, "font": {"size": FONT_SIZE, "color": MUTED}},
            "font": {"size": 20, "weight": BOLD},
            "x": 0,
            "xanchor": "left",
            "xref": "container",
            "y": 1,
            "yanchor": "top",
            "yref": "container",
            "pad": {"t": 18 if more else 4, "l": 4},
        },
        "height": above + height + bottom,
        "margin": {"t": above, "b": bottom, "l": 20, "r": 4},
        "barmode": "overlay",
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"align": "left", "bgcolor": WHITE, "font": {"family": FONT, "color": INK, "size": FONT_SIZE}},
        "showlegend": False,
        "meta": {"title": caption.title, "description": caption.description or " ".join(caption.notes)},
    }


def plate(x: float, y: float, text: str) -> dict:
    """Words on white, to be read over a pattern."""
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "bgcolor": WHITE,
        "borderpad": 2,
        "font": {"size": FONT_SIZE},
    }


def plain_axis(low: float, high: float) -> dict:
    """Fixed, and without lines of its own."""
    return {"range": [low, high], "showgrid": False, "zeroline": False, "ticks": "", "fixedrange": True}


def on_level(position: int, count: int) -> str:
    """The colour of words on the colour of a level."""
    return WHITE if position >= FIRST_DARK.get(count, count + 1) else INK
