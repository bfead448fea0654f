"""Rows one under the other, each with its name and its marks along an axis, as Plotly draws them. Knows no report.

Down, everything is in pixels; across, in levels or in organisations. On a narrow screen the name stands over its row.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from assessments.levels import NOT_ANSWERED, NOT_APPLICABLE
from reports.charts.axis import Axis
from reports.charts.look import (
    BOLD,
    EDGE,
    FONT_SIZE,
    INK,
    PALETTES,
    PATTERNS,
    WHITE,
    is_narrow,
    on_level,
    plain_axis,
    plate,
)
from reports.charts.marks import LEVEL_PATTERNS, LINES, MARKS, Part, Row
from reports.drawing import sentence_letters, wrapped

SHADE = "#f1f5f2"
HALF = 13


@dataclass(frozen=True)
class PlacedRow:
    """`y`: the middle of its marks; `label_y`: of its name."""

    row: Row
    y: int
    label_y: int
    label: str


@dataclass(frozen=True)
class Sheet:
    """Rows along one axis, placed. `number`: of the axes in the figure, from 1."""

    axis: Axis
    rows: tuple[PlacedRow, ...]
    height: int
    across: int
    number: int = 1

    @property
    def suffix(self) -> str:
        return "" if self.number == 1 else str(self.number)

    @property
    def axes(self) -> dict:
        return {"xaxis": f"x{self.suffix}", "yaxis": f"y{self.suffix}"}

    def traces(self) -> Iterator[dict]:
        yield from self._missing()
        yield from self._parts()
        yield from self._lines()
        yield from self._marks()
        yield self._words()
        yield self._points()

    def _missing(self) -> Iterator[dict]:
        """What lies behind the words of a row without a level."""
        low, high = self.axis.low, self.axis.high
        spots = [(one, one.row.missing, low, high - low) for one in self.rows if one.row.missing]
        spots += [
            (one, part.look, part.start, part.size)
            for one in self.rows
            for part in one.row.parts
            if isinstance(part.look, str)
        ]
        for status, pattern in PATTERNS.items():
            found = [spot for spot in spots if spot[1] == status]
            if found:
                yield self._bar(found) | {
                    "name": status,
                    "marker": {
                        "color": WHITE,
                        "line": {"color": EDGE, "width": 1},
                        "pattern": pattern | {"fillmode": "overlay"},
                    },
                }
        for status, dash in ((NOT_ANSWERED, "dash"), (NOT_APPLICABLE, "solid")):
            found = [spot for spot in spots if spot[1] == status]
            if found:
                yield self._outlined(found, dash, has_diagonal=status == NOT_APPLICABLE) | {"name": status}

    def _bar(self, spots: Iterable[tuple]) -> dict:
        spots = list(spots)
        return self.axes | {
            "type": "bar",
            "orientation": "h",
            "base": [start for _, _, start, _ in spots],
            "x": [size for _, _, _, size in spots],
            "y": [one.y for one, *_ in spots],
            "width": 2 * HALF,
            "hoverinfo": "skip",
        }

    def _outlined(self, spots: Iterable[tuple], dash: str, *, has_diagonal: bool) -> dict:
        x: list[float | None] = []
        y: list[float | None] = []
        for one, _, start, size in spots:
            end, above, below = start + size, one.y - HALF, one.y + HALF
            x += [start, end, end, start, start, None, *([start, end, None] if has_diagonal else [])]
            y += [above, above, below, below, above, None, *([below, above, None] if has_diagonal else [])]
        return self._scatter(x, y) | {"mode": "lines", "line": {"color": EDGE, "width": 1.5, "dash": dash}}

    def _parts(self) -> Iterator[dict]:
        """A trace a level, with its colour and its pattern."""
        parts = [(one, part.look, part.start, part.size) for one in self.rows for part in one.row.parts]
        levels = sorted({look for _, look, _, _ in parts if isinstance(look, int)})
        for level in levels:
            yield self._bar([part for part in parts if part[1] == level]) | {
                "name": f"level {level}",
                "marker": self._level_marker(level),
            }

    def _level_marker(self, level: int) -> dict:
        ink = on_level(level, self.axis.levels)
        pattern = {"shape": LEVEL_PATTERNS[level - 1], "size": 9, "solidity": 0.18, "fgcolor": ink, "fgopacity": 0.45}
        return {
            "color": self.colour_of(level),
            "line": {"color": INK, "width": 1},
            "pattern": pattern | {"fillmode": "overlay"},
        }

    def colour_of(self, level: int) -> str:
        return PALETTES[self.axis.levels][level - 1] if self.axis.levels in PALETTES else WHITE

    def _lines(self) -> Iterator[dict]:
        for look, line in LINES.items():
            found = [(one.y, part) for one in self.rows for part in one.row.lines if part.look == look]
            if found:
                x = [place for _, part in found for place in (part.start, part.end, None)]
                y = [place for y, part in found for place in (y + part.down, y + part.down, None)]
                yield self._scatter(x, y) | {"name": look, "mode": "lines", "line": line}

    def _marks(self) -> Iterator[dict]:
        for look, (symbol, size, fill, edge) in MARKS.items():
            found = [(one.y, mark) for one in self.rows for mark in one.row.marks if mark.look == look]
            if found:
                marker = {"symbol": symbol, "size": size, "color": fill, "line": {"color": edge, "width": 2}}
                x, y = [mark.at for _, mark in found], [y + mark.down for y, mark in found]
                yield self._scatter(x, y) | {"name": look, "mode": "markers", "marker": marker | {"opacity": 1}}

    def _scatter(self, x: list, y: list) -> dict:
        return self.axes | {"type": "scatter", "x": x, "y": y, "hoverinfo": "skip", "cliponaxis": False}

    def _words(self) -> dict:
        """What is not over a pattern; that stands on white plates."""
        found = [one for one in self.rows if one.row.words and one.row.missing not in PATTERNS]
        return self._scatter([self.axis.middle for _ in found], [one.y for one in found]) | {
            "name": "words",
            "mode": "text",
            "text": [words_of(one.row, self.across) for one in found],
            "textfont": {"size": FONT_SIZE, "color": INK},
        }

    def _points(self) -> dict:
        """Not to be seen, but to be pointed at and walked through."""
        letters = sentence_letters(self.across)
        found = [(one.y, point) for one in self.rows for point in one.row.points]
        return self.axes | {
            "type": "scatter",
            "name": "points",
            "mode": "markers",
            "x": [point.at for _, point in found],
            "y": [y for y, _ in found],
            "marker": {"size": 28, "opacity": 0, "color": WHITE},
            "hovertext": [wrapped(point.words, letters) for _, point in found],
            "hoverinfo": "text",
            "cliponaxis": False,
        }

    def annotations(self) -> Iterator[dict]:
        for one in self.rows:
            if one.row.is_heading or is_narrow(self.across):
                yield self._label(one)
            if one.row.missing in PATTERNS:
                yield plate(self.axis.middle, one.y, words_of(one.row, self.across)) | self._refs()
            for part in one.row.parts:
                if part.words:
                    yield self._count(one, part)
            for over in one.row.plates:
                yield plate(over.at, one.y, over.words) | self._refs() | {"name": "plate", "xshift": over.right}

    def _refs(self) -> dict:
        return {"xref": f"x{self.suffix}", "yref": f"y{self.suffix}"}

    def _label(self, one: PlacedRow) -> dict:
        return {
            "name": "label",
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": one.label_y,
            "yref": f"y{self.suffix}",
            "text": one.label,
            "align": "left",
            "showarrow": False,
            "font": {"size": FONT_SIZE, "weight": BOLD} if one.row.is_heading else {"size": FONT_SIZE},
        }

    def _count(self, one: PlacedRow, part: Part) -> dict:
        """On the plain colour, so that the pattern does not run through it."""
        is_level = isinstance(part.look, int)
        ground = self.colour_of(part.look) if is_level else WHITE
        ink = on_level(part.look, self.axis.levels) if is_level else INK
        words = plate(part.start + part.size / 2, one.y, escape(part.words, quote=False)) | self._refs()
        return words | {"name": "count", "bgcolor": ground, "borderpad": 0, "font": {"size": FONT_SIZE, "color": ink}}

    def shapes(self) -> Iterator[dict]:
        """The ground under every other level, and the levels' colours over it all."""
        for level in range(1, self.axis.levels + 1) if self.axis.has_bands else ():
            across = {"type": "rect", "x0": level - 0.5, "x1": level + 0.5} | self._refs()
            if level % 2:
                yield across | {
                    "y0": 0,
                    "y1": self.height,
                    "fillcolor": SHADE,
                    "line": {"width": 0},
                    "layer": "below",
                }
            yield across | {"y0": 0, "y1": 8, "fillcolor": self.colour_of(level), "line": {"color": INK, "width": 1}}

    def axis_layout(self, domain: tuple[float, float]) -> dict:
        named = [one for one in self.rows if not one.row.is_heading]
        has_labels = not is_narrow(self.across)
        return {
            f"xaxis{self.suffix}": plain_axis(self.axis.low, self.axis.high)
            | {
                "anchor": f"y{self.suffix}",
                "side": "top",
                "tickvals": [at for at, _ in self.axis.ticks],
                "ticktext": [words for _, words in self.axis.ticks],
                "tickangle": 0,
                "tickfont": {"size": FONT_SIZE, "weight": BOLD},
                "title": {"text": self.axis.title, "font": {"size": FONT_SIZE}, "standoff": 6},
            },
            f"yaxis{self.suffix}": plain_axis(self.height, 0)
            | {
                "anchor": f"x{self.suffix}",
                "domain": list(domain),
                "tickvals": [one.y for one in named] if has_labels else [],
                "ticktext": [one.label for one in named] if has_labels else [],
                "showticklabels": has_labels,
                "automargin": True,
                "ticklabelstandoff": 8,
            },
        }


def words_of(row: Row, across: int) -> str:
    return wrapped(row.words, sentence_letters(across))
