"""What stands in the row of a chart: lines, marks, parts of bars, words, and the points that can be pointed at.

Shapes, dashes and patterns tell all of them apart without colour.
"""

from dataclasses import dataclass

from reports.charts.look import EDGE, INK, WHITE

TEAL = "#0b5e57"
# In the order in which they are drawn.
LINES = {
    "declared": {"color": TEAL, "width": 5},
    "derived": {"color": TEAL, "width": 7},
    "derived-inside": {"color": WHITE, "width": 3},
    "group": {"color": INK, "width": 2.5, "dash": "dot"},
    "earlier": {"color": EDGE, "width": 2.5},
    "between": {"color": INK, "width": 2.5},
    "break": {"color": INK, "width": 2.5, "dash": "dash"},
}
MARKS = {
    "declared-low": ("circle", 14, TEAL, TEAL),
    "declared-high": ("triangle-right", 20, TEAL, TEAL),
    "derived-low": ("circle", 13, WHITE, TEAL),
    "derived-high": ("triangle-right", 18, WHITE, TEAL),
    "declared-one": ("diamond", 20, WHITE, INK),
    "declared-dot": ("circle", 7, TEAL, TEAL),
    "derived-one": ("diamond", 20, WHITE, INK),
    "middle": ("diamond", 15, WHITE, INK),
    "earlier-low": ("circle", 8, EDGE, EDGE),
    "earlier-high": ("triangle-right", 12, EDGE, EDGE),
    "earlier-one": ("diamond", 11, EDGE, EDGE),
    "end": ("line-ns", 16, INK, INK),
    "median": ("diamond", 18, INK, INK),
    "typical": ("triangle-up", 11, INK, INK),
    "before": ("circle", 20, WHITE, INK),
    "after": ("circle", 10, TEAL, TEAL),
    "social-care": ("circle", 20, TEAL, INK),
    "health": ("square", 11, WHITE, INK),
}
# Beside the colour of each level, lowest first. What is no level is white, so "." there is another thing.
LEVEL_PATTERNS = ("", "\\", "-", "|", "x", "+", ".")


@dataclass(frozen=True)
class Line:
    """`down`: pixels below the middle of the row."""

    look: str
    start: float
    end: float
    down: int = 0


@dataclass(frozen=True)
class Mark:
    look: str
    at: float
    down: int = 0


@dataclass(frozen=True)
class Part:
    """A piece of a bar: of a level by its position, or of what is missing by its status. `words`: printed in it."""

    look: int | str
    start: float
    size: float
    words: str = ""


@dataclass(frozen=True)
class Point:
    """What pointing there says."""

    at: float
    words: str


@dataclass(frozen=True)
class Plate:
    """Words on white over what is drawn; `right`: pixels to the right of their place."""

    at: float
    words: str
    right: int = 0


@dataclass(frozen=True)
class Row:
    """One row, or a heading where there is nothing but a name.

    `words`: in place of marks, over the pattern of `missing` where that is a status.
    """

    name: str
    notes: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    parts: tuple[Part, ...] = ()
    plates: tuple[Plate, ...] = ()
    words: str = ""
    missing: str = ""
    points: tuple[Point, ...] = ()

    @property
    def is_heading(self) -> bool:
        return not (self.points or self.words)
