"""The heatmap page: tables, words and links, ready to be drawn. Works no level out and hides nothing itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from django.urls import reverse

from assessments.models import Cycle
from assessments.pages.scale import Scale, Strip
from assessments.pages.words import many
from frameworks.pages.addresses import moving_up_url
from reports.arranged import Arranged
from reports.heatmaps import Heatmap
from reports.matrix import DIMENSION, INDICATOR, ORGANISATION, Column, Matrix, Row
from reports.one_dimension import Fitting
from reports.pages.group_profile_links import group_address
from reports.pages.heatmap_cells import CellWriter, ShownCell
from reports.pages.heatmap_filters import Filters
from reports.pages.heatmap_order import (
    OrderSaid,
    SortHead,
    Way,
    movement_note,
    pin_of,
    sort_choice,
    sort_of_column,
    sort_of_names,
)
from reports.pages.heatmap_sentences import paragraph
from reports.pages.heatmap_words import Caveat, Sentence, caveats, says_of_dimension, weak_columns
from reports.pages.navigation import ReportLink, report_links
from reports.query import HeatmapQuery, SpansQuery

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
NO_CYCLE = "There is no cycle to show yet. The heatmap fills as organisations submit."


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


@dataclass(frozen=True)
class Section:
    """Tables under one heading; without a heading where all stand together. `anchor`: where links lead to."""

    heading: str
    anchor: str
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Opening:
    """A dimension that opens into its indicators, or is open."""

    words: str
    href: str
    is_open: bool


@dataclass(frozen=True)
class KeyLevel:
    words: str
    position: int
    count: int


@dataclass(frozen=True)
class Without:
    """Those asked who have no row: `evidence` and `waiting` by name, the others as a number."""

    evidence: tuple[tuple[str, str], ...]
    waiting: tuple[str, ...]
    others: str

    @property
    def is_empty(self) -> bool:
        return not (self.evidence or self.waiting or self.others)


@dataclass(frozen=True)
class HeatmapPage:
    """`empty`: what is said in place of tables. `files`: (name, address).

    `part`: why not all that was asked is here.
    """

    title: str
    caption: str
    empty: str = ""
    filters: Filters | None = None
    files: tuple[tuple[str, str], ...] = ()
    paragraph: tuple[Sentence, ...] = ()
    key: tuple[KeyLevel, ...] = ()
    key_strip: Strip | None = None
    legend: str = ""
    order: OrderSaid | None = None
    openings: tuple[Opening, ...] = ()
    close: Way | None = None
    sections: tuple[Section, ...] = ()
    without: Without | None = None
    caveats: tuple[Caveat, ...] = ()
    source: str = ""
    reports: tuple[ReportLink, ...] = ()
    part: str = ""

    @classmethod
    def of(cls, arranged: Arranged, fits: Fitting) -> "HeatmapPage":
        heatmap = arranged.heatmap
        if heatmap.stock is None:
            return cls("Heatmap", "Reports", NO_CYCLE, reports=report_links("heatmap"))
        cycle, scale = heatmap.stock.cycle, heatmap.stock.scale
        return cls(
            title_of(heatmap),
            f"Reports, {cycle}",
            "" if heatmap.matrix.rows else _nothing(heatmap),
            _filters(arranged),
            tuple(_files(fits.of_files(heatmap.query))),
            paragraph(heatmap),
            tuple(KeyLevel(scale.name(n), n, scale.count) for n in scale.positions),
            scale.strip(min(2, scale.count), max(2, scale.count - 1)) if scale.count > 2 else scale.strip(1, 2),
            legend_of(scale),
            OrderSaid.of(arranged),
            tuple(_openings(arranged)),
            _close(arranged),
            tuple(_sections(arranged)),
            _without(heatmap),
            caveats(heatmap),
            source_of(cycle),
            report_links("heatmap", cycle=cycle.slug, dimension=heatmap.query.dimension),
            fits.words,
        )


def legend_of(scale: Scale) -> str:
    """The key in words, for paper without colour."""
    return (
        f"Boxes: the {scale.count} levels from left to right ({', '.join(scale.names)}); filled: reported; ▲ typical. "
        "“2 of 9”: declared, and the indicators with a level; “from 2 of 7”: worked out from these; "
        "of a group, its organisations with a level. Hatched: no data. "
        "Dashed: not answered. Crossed out: does not apply. Dotted: too few or too alike to show. "
        "Hatched edge: weak source. Barred edge: ageing evidence. Flag: differs from its indicators."
    )


def title_of(heatmap: Heatmap) -> str:
    return f"Heatmap of {_place(heatmap)}"


def source_of(cycle: Cycle) -> str:
    return f"Source: self-assessments submitted in {cycle}. Framework {cycle.framework}."


def _place(heatmap: Heatmap) -> str:
    """The region where only one was asked, else the cycle."""
    regions = {one.groups["region"].name for one in heatmap.asked if "region" in one.groups}
    name = regions.pop() if len(regions) == 1 else str(heatmap.stock.cycle)
    return f"the {name}" if name.startswith(("South", "North", "East", "West", "Midlands")) else name


def _nothing(heatmap: Heatmap) -> str:
    if heatmap.query.filters or heatmap.query.reporting:
        return "No organisation matches these choices."
    return "No organisation that you may see by name has submitted an answer in this cycle yet."


def _files(query: HeatmapQuery) -> Iterable[tuple[str, str]]:
    for words, name in (("CSV", "heatmap_csv"), ("Excel", "heatmap_xlsx"), ("JSON", "heatmap_json")):
        yield words, reverse(f"reports:{name}") + query.as_address


def _filters(arranged: Arranged) -> Filters:
    """With the order as one of the choices; what is pinned stays pinned."""
    pin = arranged.query.pin
    return Filters.of(arranged.heatmap, sort_choice(arranged), kept=(("pin", pin),) if pin else ())


def _openings(arranged: Arranged) -> Iterable[Opening]:
    """Each dimension with its indicators. Where all of them stand open already, links within the page do."""
    query = arranged.query
    if query.columns == INDICATOR and not query.dimension:
        return
    for column in arranged.heatmap.stock.dimensions:
        yield Opening(says_of_dimension(column), _opened(arranged, column), column.code == query.dimension)


def _opened(arranged: Arranged, column: Column) -> str:
    query = arranged.query.changed(columns=INDICATOR, dimension=column.code)
    return f"{query.as_address}#{_anchor(column.code)}"


def _anchor(family: str) -> str:
    return f"dimension-{family}"


def _close(arranged: Arranged) -> Way | None:
    """From indicators back to dimensions."""
    if arranged.query.columns != INDICATOR:
        return None
    back = arranged.query.changed(columns=DIMENSION, dimension="")
    return Way("Close: back to all dimensions", "", f"{back.as_address}#table")


def _sections(arranged: Arranged) -> Iterable[Section]:
    """All in one; with indicators as columns, one section a dimension."""
    heatmap = arranged.heatmap
    matrices = [matrix for matrix in (heatmap.matrix, *heatmap.groups) if matrix.rows]
    if heatmap.query.columns != INDICATOR:
        yield Section("", "", tuple(table for matrix in matrices for table in _tables(arranged, matrix, WIDEST)))
        return
    for family, title in dict.fromkeys((column.family, column.family_title) for column in heatmap.matrix.columns):
        parts = [(matrix, matrix.of_family(family)) for matrix in matrices]
        tables = [table for whole, part in parts for table in _tables(arranged, part, WIDEST_INDICATORS, whole)]
        yield Section(f"{family}. {title}", _anchor(family), tuple(tables))


def _tables(arranged: Arranged, matrix: Matrix, widest: int, whole: Matrix | None = None) -> Iterable[Table]:
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
        caption = _caption(matrix, [matrix.columns[n] for n in part] if count > width else ())
        yield writer.table(caption, rows, part)


def _spans_address(heatmap: Heatmap, column: Column) -> str:
    """The span chart of a dimension, with the same choices."""
    said = {name: getattr(heatmap.query, name) for name in SpansQuery.names()} | {"dimension": column.code}
    return reverse("reports:spans") + SpansQuery(**said).as_address


def _caption(matrix: Matrix, columns: Sequence[Column]) -> str:
    names = {ORGANISATION: "Organisations", "ics": "ICSs", "region": "Regions", "kind": "Kinds", "sector": "Sectors"}
    part = f", {columns[0].code} to {columns[-1].code}" if len(columns) > 1 else ""
    return f"{names[matrix.row_kind]}{part or (f', {columns[0].code}' if columns else '')}"


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
        head = HEADS[self.matrix.row_kind]
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
            yield Way("Indicators", f" of {words}", _opened(self.arranged, column))
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
            return profile_address(cycle.slug, row.slug)
        return group_address(cycle.slug, row.kind, row.slug) if heatmap.day == cycle.closes_on else ""


def _lies(row: Row) -> Iterable[str]:
    """Where it lies, or what it is."""
    if row.kind != ORGANISATION:
        yield GROUP_NOTE
    elif row.is_apart:
        yield APART_NOTE
    elif row.parent:
        yield ITSELF if row.parent == row.name else row.parent


def profile_address(cycle: str, organisation: str) -> str:
    return reverse("reports:profile", args=[cycle, organisation])


def _without(heatmap: Heatmap) -> Without:
    """Names only those whom the viewer may see by name, or whose progress she follows."""
    submitted = {submission.organisation: submission for submission in heatmap.submissions}
    shown = {one.key for one in heatmap.asked if one.is_seen and one.key in submitted}
    alone = [one for one in heatmap.asked if one.key in shown and not submitted[one.key].has_ratings]
    waiting = [one for one in heatmap.asked if one.is_followed and one.key not in submitted]
    named = shown | {one.key for one in waiting}
    others = sum(one.is_counted and one.key not in named for one in heatmap.asked)
    slug = heatmap.stock.cycle.slug
    return Without(
        tuple((one.name, profile_address(slug, one.slug)) for one in alone),
        tuple(one.name for one in waiting),
        f"{many(others, 'other organisation')}" if others else "",
    )
