"""The tables of a heatmap: columns and where they lead, rows and where they lie, none wider than can be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

from django.urls import reverse

from assessments.models import Cycle
from frameworks.pages.addresses import moving_up_url
from reports.arranged import Arranged
from reports.heatmaps import Heatmap
from reports.matrix import DIMENSION, INDICATOR, ORGANISATION, Column, Matrix, Row
from reports.pages.group_profile_links import group_address
from reports.pages.heatmap_cells import CellWriter, ShownCell
from reports.pages.heatmap_order import (
    SortHead,
    Way,
    movement_note,
    pin_of,
    sort_of_column,
    sort_of_names,
)
from reports.pages.heatmap_words import says_of_dimension, weak_columns
from reports.query import SpansQuery

# So many columns can be read side by side; more make a further table under the first.
WIDEST = 6
WIDEST_INDICATORS = 5
HEADS = {ORGANISATION: "Organisation", "ics": "ICS", "region": "Region", "kind": "Kind", "sector": "Sector"}
GROUP_NOTE = "Median, lowest to highest"
APART_NOTE = "Statements about the whole region, counted in no group"
HERE = "You are here"
PINNED = "Pinned"
# Said under an organisation that has the name of its ICS.
ITSELF = "ICS"


@dataclass(frozen=True)
class ShownColumn:
    """`sort`: None where the rows stand under another table's order.

    `ways`: of a dimension to its indicators and spans, of an indicator to what helps to move up.
    """

    words: str
    is_weak: bool
    sort: SortHead | None = None
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True)
class ShownRow:
    """`notes`: where it lies, what it is; `look`: class of the row; `anchor`: where links lead to, once on a page."""

    name: str
    href: str
    notes: tuple[str, ...]
    look: str
    cells: tuple[ShownCell, ...]
    pin: Way | None = None
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """`sort`: by the names of its rows; `look`: class of the table."""

    caption: str
    head: str
    columns: tuple[ShownColumn, ...]
    rows: tuple[ShownRow, ...]
    sort: SortHead | None = None
    look: str = ""


def opened_address(arranged: Arranged, column: Column) -> str:
    query = arranged.query.changed(columns=INDICATOR, dimension=column.code)
    return f"{query.as_address}#{anchor_of(column.code)}"


def anchor_of(family: str) -> str:
    return f"dimension-{family}"


def tables_of(arranged: Arranged, matrix: Matrix, widest: int, whole: Matrix | None = None) -> Iterable[Table]:
    """One table, or several as equal as can be, none of them wider than can be read.

    `whole`: of which the matrix is a part, where rows stand in the order of all its columns.
    """
    count = len(matrix.columns)
    width = ceil(count / ceil(count / widest)) if count else 1
    writer = RowWriter(arranged, matrix, is_first=whole is None or whole.columns[:1] == matrix.columns[:1])
    by_key = {(row.slug, row.name): row for row in matrix.rows}
    rows = [by_key[(row.slug, row.name)] for row in arranged.rows_of(whole or matrix)]
    for start in range(0, count, width):
        part = range(start, min(start + width, count))
        columns = [matrix.columns[n] for n in part] if count > width else ()
        caption = _caption(plural_of(matrix.row_kind, arranged.heatmap.stock.cycle), columns)
        yield writer.table(caption, rows, part)


def _spans_address(heatmap: Heatmap, column: Column) -> str:
    """The span chart of a dimension, with the same choices."""
    said = {name: getattr(heatmap.query, name) for name in SpansQuery.names()} | {"dimension": column.code}
    return reverse("reports:spans") + SpansQuery(**said).as_address


def head_of(row_kind: str, cycle: Cycle) -> str:
    """What one row is: of the organisations each has a row for every initiative, where the framework judges those."""
    is_initiative = row_kind == ORGANISATION and cycle.framework.judges_initiatives
    return "Initiative" if is_initiative else HEADS[row_kind]


def plural_of(row_kind: str, cycle: Cycle) -> str:
    return f"{head_of(row_kind, cycle)}s"


def _caption(rows: str, columns: Sequence[Column]) -> str:
    part = f", {columns[0].code} to {columns[-1].code}" if len(columns) > 1 else ""
    return f"{rows}{part or (f', {columns[0].code}' if columns else '')}"


@dataclass(frozen=True)
class RowWriter:
    """Writes the tables of one matrix. `is_first`: whether its first table is the first of all with these rows."""

    arranged: Arranged
    matrix: Matrix
    is_first: bool

    @property
    def heatmap(self) -> Heatmap:
        return self.arranged.heatmap

    @property
    def is_asked(self) -> bool:
        """Whether these are the rows that were asked for, and not groups under them."""
        return self.matrix.row_kind == self.heatmap.matrix.row_kind

    def table(self, caption: str, rows: Iterable[Row], part: range) -> Table:
        head = head_of(self.matrix.row_kind, self.heatmap.stock.cycle)
        weak = weak_columns(self.matrix) if self.matrix.row_kind == ORGANISATION else frozenset()
        columns = tuple(self._column(self.matrix.columns[n], weak) for n in part)
        sort = sort_of_names(self.arranged, head) if self.is_asked else None
        shown, seen = [], set()
        for row in rows:
            is_new = self.is_asked and self.is_first and part.start == 0 and row.slug not in seen
            seen.add(row.slug)
            shown.append(self._row(row, part, f"row-{row.slug}" if is_new else ""))
        return Table(caption, head, columns, tuple(shown), sort, self._look(part))

    def _look(self, part: range) -> str:
        """Paper sets the region right under a table that holds all columns, see front-end/styles/heatmap-page.css."""
        if not self.is_asked:
            return self.matrix.row_kind
        return "whole" if len(part) == len(self.matrix.columns) and self.heatmap.query.columns != INDICATOR else ""

    def _column(self, column: Column, weak: frozenset) -> ShownColumn:
        words = says_of_dimension(column)
        if not self.is_asked:
            return ShownColumn(words, column.key in weak)
        return ShownColumn(words, column.key in weak, sort_of_column(self.arranged, column), tuple(self._ways(column)))

    def _ways(self, column: Column) -> Iterable[Way]:
        words = says_of_dimension(column)
        if column.kind == DIMENSION:
            yield Way("Indicators", f" of {words}", opened_address(self.arranged, column))
            yield Way("Spans", f" of {words}", _spans_address(self.heatmap, column))
        elif column.has_advice:
            framework = self.heatmap.stock.cycle.framework
            yield Way("What helps", f" to move up in {words}", moving_up_url(framework, column.code))

    def _row(self, row: Row, part: range, anchor: str) -> ShownRow:
        writer = CellWriter.of_cycle(self.heatmap.stock.scale, self.heatmap.stock.cycle)
        columns = self.matrix.columns
        cells = tuple(writer.shown(row, columns[n], row.cells[n], says_of_dimension(columns[n])) for n in part)
        href = self._profile(row)
        if not self.is_asked:
            return ShownRow(row.name, href, tuple(_lies(row)), "is-group", cells)
        is_pinned = row.slug in self.arranged.pinned
        marks = ", ".join(filter(None, (HERE if row.is_own else "", PINNED if is_pinned else "")))
        marks = f"{marks[:1]}{marks[1:].replace(PINNED, PINNED.lower())}"
        notes = tuple(filter(None, (marks, movement_note(self.arranged, row), *_lies(row))))
        looks = ("is-here" if row.is_own else "", "is-group" if row.is_apart or row.kind != ORGANISATION else "")
        look = " ".join(filter(None, (*looks, "is-pinned" if is_pinned else "")))
        return ShownRow(row.name, href, notes, look, cells, pin_of(self.arranged, row), anchor)

    def _profile(self, row: Row) -> str:
        """Of an ICS or region as it lay when the cycle closed; on other boundaries there is none."""
        heatmap = self.heatmap
        cycle = heatmap.stock.cycle
        if row.kind == ORGANISATION:
            return profile_address(cycle.slug, row.slug, row.initiative)
        return group_address(cycle.slug, row.kind, row.slug) if heatmap.day == cycle.closes_on else ""


def _lies(row: Row) -> Iterable[str]:
    """Where it lies, or what it is."""
    if row.kind != ORGANISATION:
        yield GROUP_NOTE
    elif row.is_apart:
        yield APART_NOTE
    elif row.parent:
        yield ITSELF if row.parent == row.name else row.parent


def profile_address(cycle: str, organisation: str, initiative: str = "") -> str:
    address = reverse("reports:profile", args=[cycle, organisation])
    return f"{address}?{urlencode({'initiative': initiative})}" if initiative else address
