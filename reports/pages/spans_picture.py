"""The span chart laid out as one picture of a fixed width: the rows of the page, wrapped and put in their places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from reports.charts.look import PALETTES
from reports.pages.span_rows import ShownSpan
from reports.pages.spans import SpansPage
from reports.span_drawing import Track
from reports.spans import SpanChart

WIDTH, EDGE = 1248, 24
TRACK_X, TRACK_WIDTH = 276, 690
WORDS_X = TRACK_X + TRACK_WIDTH + 20
NAME_LETTERS, WORDS_LETTERS, FOOT_LETTERS = 26, 30, 150
LINE, SMALL_LINE = 21, 19


@dataclass(frozen=True)
class TextLine:
    """`look`: strong, plain or muted."""

    words: str
    y: int
    look: str


@dataclass(frozen=True)
class Band:
    """One level: its name, its bar and the ground under it."""

    x: float
    middle: float
    width: float
    colour: str
    is_shaded: bool
    names: tuple[TextLine, ...]


@dataclass(frozen=True)
class PlacedRow:
    """`y`: of its top; the text lines count from there."""

    y: int
    height: int
    look: str
    names: tuple[TextLine, ...]
    words: tuple[TextLine, ...]
    missing: str
    track: Track


@dataclass(frozen=True)
class SpansPicture:
    """Everything with its place; `head_y` and `foot_y`: where the bands begin and end."""

    title: str
    description: str
    heading: tuple[TextLine, ...]
    key_y: int
    head_y: int
    foot_y: int
    height: int
    bands: tuple[Band, ...]
    rows: tuple[PlacedRow, ...]
    foot: tuple[TextLine, ...]
    has_derived: bool
    has_earlier: bool
    has_groups: bool
    width: int = WIDTH
    edge: int = EDGE
    track_x: int = TRACK_X
    track_width: int = TRACK_WIDTH
    words_x: int = WORDS_X

    @property
    def band_height(self) -> int:
        return self.foot_y - self.head_y

    @property
    def bar_y(self) -> int:
        return self.head_y - 12

    @property
    def right(self) -> int:
        return self.width - self.edge

    @property
    def inner_width(self) -> int:
        return self.right - self.edge

    @property
    def name_x(self) -> int:
        return self.edge + 12

    @property
    def missing_x(self) -> int:
        return self.track_x + self.track_width // 2

    @classmethod
    def of(cls, chart: SpanChart) -> "SpansPicture":
        page = SpansPage.of(chart)
        heading, y = _lines([page.title], EDGE + 40, "strong", 56, 38)
        key_y = y - 6
        bands, head = _bands(page, key_y + 62)
        rows, foot_y = _rows(page.all_rows, head)
        said = [page.empty, " ".join(s.words for s in page.paragraph), page.earlier, page.others]
        said += [f"{caveat.lead} {caveat.words}".strip() for caveat in page.caveats]
        foot, end = _lines([*filter(None, said), page.source], foot_y + 34, "muted", FOOT_LETTERS, LINE)
        return cls(
            f"{page.title}, {page.caption}",
            " ".join(sentence.words for sentence in page.paragraph),
            (TextLine(page.caption, EDGE + 2, "muted"), *heading),
            key_y,
            head,
            foot_y,
            end + EDGE // 2,
            bands,
            rows,
            foot,
            page.has_derived,
            page.has_earlier,
            bool(page.groups),
        )


def _lines(texts: Iterable[str], y: int, look: str, letters: int, height: int) -> tuple[tuple[TextLine, ...], int]:
    """The texts in lines, one under the other, and where the next one would stand."""
    lines = [line for text in texts for line in wrap(text, letters, break_long_words=True)]
    return tuple(TextLine(line, y + n * height, look) for n, line in enumerate(lines)), y + len(lines) * height


def _bands(page: SpansPage, top: int) -> tuple[tuple[Band, ...], int]:
    """The levels side by side, and where the rows begin."""
    width = TRACK_WIDTH / max(len(page.levels), 1)
    wrapped = [wrap(level.name, max(int(width / 9), 6)) for level in page.levels]
    most = max((len(lines) for lines in wrapped), default=1)
    bands = []
    for level, lines in zip(page.levels, wrapped, strict=True):
        first = top + (most - len(lines)) * SMALL_LINE
        x = TRACK_X + (level.position - 1) * width
        names = tuple(TextLine(line, first + n * SMALL_LINE, "strong") for n, line in enumerate(lines))
        colour = PALETTES.get(level.count, ("#ffffff",) * level.count)[level.position - 1]
        bands.append(
            Band(round(x, 2), round(x + width / 2, 2), round(width, 2), colour, level.position % 2 == 1, names)
        )
    return tuple(bands), top + most * SMALL_LINE + 2


def _rows(rows: Sequence[ShownSpan], top: int) -> tuple[tuple[PlacedRow, ...], int]:
    placed, y = [], top
    for row in rows:
        names, name_end = _lines([row.name], 24, "strong", NAME_LETTERS, LINE)
        notes, note_end = _lines(filter(None, (*row.notes, row.place)), name_end, "muted", NAME_LETTERS + 4, SMALL_LINE)
        words, word_end = _lines([] if row.missing else [row.words], 24, "plain", WORDS_LETTERS, LINE)
        remarks, remark_end = _lines(row.remarks, word_end, "muted", WORDS_LETTERS + 2, SMALL_LINE)
        height = max(row.track.height + 4, note_end - 6, remark_end - 6, 48)
        missing = row.words if row.missing else ""
        placed.append(PlacedRow(y, height, row.look, names + notes, words + remarks, missing, row.track))
        y += height
    return tuple(placed), y
