"""Lays the cells of a heatmap out on a picture: panels, wrapped words, places. Pure; knows no colours and no Plotly."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from textwrap import wrap
from typing import TYPE_CHECKING

from assessments.levels import CellValue
from reports.matrix import INDICATOR, Column, Matrix

if TYPE_CHECKING:
    from reports.pages.heatmap_cells import ShownCell

ROW_HEIGHT, LINE_HEIGHT = 56, 19
# Letters that fit into a cell when as many columns stand side by side as there is room for.
CELL_LETTERS, WIDEST_LETTERS = 16, 30
# So few columns side by side are the mark of a narrow screen.
NARROW = 2
# Letters in a line of a sentence that shows on pointing, wide and narrow.
SENTENCE_LETTERS, NARROW_SENTENCE = 60, 34
# Before the dagger a blank at which no line breaks.
WEAK = "\u00a0†"


@dataclass(frozen=True)
class PlacedCell:
    """One cell in the picture. `x` and `y` count from the top left corner; `words` as printed in it."""

    x: int
    y: int
    value: CellValue
    words: str
    sentence: str


@dataclass(frozen=True)
class PlacedHead:
    """The name of a column; `y`: the middle of the room that the heads of its panel have."""

    x: int
    y: float
    words: str


@dataclass(frozen=True)
class Drawing:
    """Everything in its place. Wide matrices are cut into panels, one under the other.

    `labels`: names of rows; `families`: over them, the dimension that a panel of indicators belongs to.
    """

    width: int
    height: int
    cells: tuple[PlacedCell, ...]
    heads: tuple[PlacedHead, ...]
    labels: tuple[tuple[float, str], ...]
    families: tuple[tuple[float, str], ...] = ()


def drawn(matrix: Matrix, shown: Sequence[Sequence["ShownCell"]], *, across: int) -> Drawing:
    """Panels of at most `across` columns; indicators of two dimensions never stand in one panel."""
    panels = list(_panels(matrix, across))
    width = max((len(panel) for panel in panels), default=1)
    letters = min(WIDEST_LETTERS, CELL_LETTERS * across // width)
    cells: list[PlacedCell] = []
    heads: list[PlacedHead] = []
    labels: list[tuple[float, str]] = []
    families: list[tuple[float, str]] = []
    top = 0
    for panel in panels:
        names = [wrapped(_head(matrix.columns[n]), letters) for n in panel]
        room = ceil((max(name.count("<br>") for name in names) + 1) * LINE_HEIGHT / ROW_HEIGHT)
        middle = top + (room - 1) / 2
        heads += [PlacedHead(x, middle, name) for x, name in enumerate(names)]
        if family := _family(matrix.columns[panel[0]]):
            families.append((middle, wrapped(family, label_letters(across))))
        for y, row in enumerate(matrix.rows, start=top + room):
            labels.append((y, wrapped(row.name, label_letters(across))))
            for x, n in enumerate(panel):
                cells.append(_placed(x, y, row.cells[n], shown[y - top - room][n], letters, across))
        top += room + len(matrix.rows)
    return Drawing(width, top, tuple(cells), tuple(heads), tuple(labels), tuple(families))


def _panels(matrix: Matrix, across: int) -> Iterator[range]:
    """Numbers of columns, in parts as equal as can be."""
    start = 0
    for count in _families(matrix.columns):
        width = ceil(count / ceil(count / across))
        for first in range(start, start + count, width):
            yield range(first, min(first + width, start + count))
        start += count


def _families(columns: Sequence[Column]) -> Iterable[int]:
    """How many neighbouring columns belong together: all dimensions, or the indicators of one dimension."""
    counts: dict[str, int] = {}
    for column in columns:
        key = _family(column)
        counts[key] = counts.get(key, 0) + 1
    return counts.values()


def _family(column: Column) -> str:
    return f"{column.family}. {column.family_title}" if column.kind == INDICATOR else ""


def _head(column: Column) -> str:
    return f"{column.code} {column.title}" if column.kind == INDICATOR else f"{column.code}. {column.title}"


def label_letters(across: int) -> int:
    return 14 if across <= NARROW else 22


def _placed(x: int, y: int, value: CellValue, shown: "ShownCell", letters: int, across: int) -> PlacedCell:
    is_weak = value.midpoint is not None and value.confidence == "low"
    words = wrapped(shown.words + (WEAK if is_weak else ""), letters)
    return PlacedCell(x, y, value, words, wrapped(shown.sentence, sentence_letters(across)))


def sentence_letters(across: int) -> int:
    return NARROW_SENTENCE if across <= NARROW else SENTENCE_LETTERS


def wrapped(text: str, letters: int) -> str:
    """In lines, and safe: Plotly reads tags and entities in any text."""
    return "<br>".join(escape(line, quote=False) for line in wrap(text, letters, break_long_words=False))
