"""The heatmap page: tables, words and links, ready to be drawn. Works no level out and hides nothing itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from django.urls import reverse

from assessments.models import Cycle
from assessments.pages.scale import Strip
from assessments.pages.words import many
from reports.heatmaps import Heatmap
from reports.matrix import INDICATOR, ORGANISATION, Column, Matrix, Row
from reports.pages.heatmap_cells import CellWriter, ShownCell
from reports.pages.heatmap_filters import Filters
from reports.pages.heatmap_words import Caveat, Sentence, caveats, paragraph, says_of_dimension, weak_columns
from reports.pages.navigation import ReportLink, report_links
from reports.query import SpansQuery

# So many columns can be read side by side; more make a further table under the first.
WIDEST = 6
WIDEST_INDICATORS = 5
HEADS = {ORGANISATION: "Organisation", "ics": "ICS", "region": "Region", "kind": "Kind", "sector": "Sector"}
GROUP_NOTE = "Median, lowest to highest"
APART_NOTE = "Statements about the whole region, counted in no group"
HERE = "You are here"
# Said under an organisation that has the name of its ICS.
ITSELF = "ICS"
NO_CYCLE = "There is no cycle to show yet. The heatmap fills as organisations submit."


@dataclass(frozen=True)
class ShownColumn:
    """`href`: of the span chart of a dimension; empty for an indicator."""

    words: str
    is_weak: bool
    href: str = ""


@dataclass(frozen=True)
class ShownRow:
    """`notes`: where it lies, what it is; `look`: class of the row."""

    name: str
    href: str
    notes: tuple[str, ...]
    look: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class Table:
    caption: str
    head: str
    columns: tuple[ShownColumn, ...]
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True)
class Section:
    """Tables under one heading; without a heading where all stand together. `anchor`: where links lead to."""

    heading: str
    anchor: str
    tables: tuple[Table, ...]


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
    """`empty`: what is said in place of tables. `files`: (name, address)."""

    title: str
    caption: str
    empty: str = ""
    filters: Filters | None = None
    files: tuple[tuple[str, str], ...] = ()
    paragraph: tuple[Sentence, ...] = ()
    key: tuple[KeyLevel, ...] = ()
    key_strip: Strip | None = None
    sections: tuple[Section, ...] = ()
    without: Without | None = None
    caveats: tuple[Caveat, ...] = ()
    source: str = ""
    cycle_slug: str = ""
    reports: tuple[ReportLink, ...] = ()

    @classmethod
    def of(cls, heatmap: Heatmap) -> "HeatmapPage":
        if heatmap.stock is None:
            return cls("Heatmap", "Reports", NO_CYCLE, reports=report_links("heatmap"))
        cycle, scale = heatmap.stock.cycle, heatmap.stock.scale
        return cls(
            title_of(heatmap),
            f"Reports, {cycle}",
            "" if heatmap.matrix.rows else _nothing(heatmap),
            Filters.of(heatmap),
            tuple(_files(heatmap)),
            paragraph(heatmap),
            tuple(KeyLevel(scale.name(n), n, scale.count) for n in scale.positions),
            scale.strip(min(2, scale.count), max(2, scale.count - 1)) if scale.count > 2 else scale.strip(1, 2),
            tuple(_sections(heatmap)),
            _without(heatmap),
            caveats(heatmap),
            source_of(cycle),
            cycle.slug,
            report_links("heatmap", cycle=cycle.slug, dimension=heatmap.query.dimension),
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


def _files(heatmap: Heatmap) -> Iterable[tuple[str, str]]:
    for words, name in (("CSV", "heatmap_csv"), ("Excel", "heatmap_xlsx"), ("JSON", "heatmap_json")):
        yield words, reverse(f"reports:{name}") + heatmap.query.as_address


def _sections(heatmap: Heatmap) -> Iterable[Section]:
    """All in one; with indicators as columns, one section a dimension."""
    matrices = [matrix for matrix in (heatmap.matrix, *heatmap.groups) if matrix.rows]
    if heatmap.query.columns != INDICATOR:
        yield Section("", "", tuple(table for matrix in matrices for table in _tables(heatmap, matrix, WIDEST)))
        return
    for family, title in dict.fromkeys((column.family, column.family_title) for column in heatmap.matrix.columns):
        parts = [matrix.of_family(family) for matrix in matrices]
        tables = [table for part in parts for table in _tables(heatmap, part, WIDEST_INDICATORS)]
        yield Section(f"{family}. {title}", f"dimension-{family}", tuple(tables))


def _tables(heatmap: Heatmap, matrix: Matrix, widest: int) -> Iterable[Table]:
    """One table, or several as equal as can be, none of them wider than can be read."""
    count = len(matrix.columns)
    width = ceil(count / ceil(count / widest)) if count else 1
    rows = sorted(matrix.rows, key=by_place)
    weak = weak_columns(matrix) if matrix.row_kind == ORGANISATION else frozenset()
    for start in range(0, count, width):
        part = range(start, min(start + width, count))
        columns = [matrix.columns[n] for n in part]
        shown = tuple(
            ShownColumn(says_of_dimension(column), column.key in weak, _spans_address(heatmap, column))
            for column in columns
        )
        caption = _caption(heatmap, matrix, columns if count > width else ())
        yield Table(caption, HEADS[matrix.row_kind], shown, tuple(_row(heatmap, row, matrix, part) for row in rows))


def _spans_address(heatmap: Heatmap, column: Column) -> str:
    """The span chart of a dimension, with the same choices."""
    if column.kind == INDICATOR:
        return ""
    said = {name: getattr(heatmap.query, name) for name in SpansQuery.names()} | {"dimension": column.code}
    return reverse("reports:spans") + SpansQuery(**said).as_address


def _caption(heatmap: Heatmap, matrix: Matrix, columns: Sequence[Column]) -> str:
    names = {ORGANISATION: "Organisations", "ics": "ICSs", "region": "Regions", "kind": "Kinds", "sector": "Sectors"}
    part = f", {columns[0].code} to {columns[-1].code}" if len(columns) > 1 else ""
    return f"{names[matrix.row_kind]}{part or (f', {columns[0].code}' if columns else '')}"


def by_place(row: Row) -> tuple:
    """Neighbours side by side: by ICS, then name; without an ICS after them, the whole region last."""
    return (row.is_apart, not row.parent, row.parent.casefold(), row.name.casefold())


def _row(heatmap: Heatmap, row: Row, matrix: Matrix, part: range) -> ShownRow:
    writer = CellWriter(heatmap.stock.scale)
    cells = tuple(
        writer.shown(row, matrix.columns[n], row.cells[n], says_of_dimension(matrix.columns[n])) for n in part
    )
    if row.kind != ORGANISATION:
        return ShownRow(row.name, "", (GROUP_NOTE,), "is-group", cells)
    href = profile_address(heatmap.stock.cycle.slug, row.slug)
    if row.is_apart:
        return ShownRow(row.name, href, (APART_NOTE,), "is-group", cells)
    lies_in = ITSELF if row.parent == row.name else row.parent
    notes = tuple(filter(None, (HERE if row.is_own else "", lies_in)))
    return ShownRow(row.name, href, notes, "is-here" if row.is_own else "", cells)


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
