"""The heatmap page: tables, words and links, ready to be drawn. Works no level out and hides nothing itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from assessments.models import Cycle
from assessments.pages.scale import Scale, Strip
from assessments.pages.words import many
from reports.arranged import Arranged
from reports.heatmaps import Heatmap
from reports.matrix import DIMENSION, INDICATOR
from reports.one_dimension import Fitting
from reports.pages.heatmap_filters import Filters
from reports.pages.heatmap_order import (
    OrderSaid,
    Way,
    sort_choice,
)
from reports.pages.heatmap_sentences import paragraph
from reports.pages.heatmap_tables import (
    WIDEST,
    WIDEST_INDICATORS,
    Table,
    anchor_of,
    opened_address,
    profile_address,
    tables_of,
)
from reports.pages.heatmap_words import Caveat, Sentence, caveats, says_of_dimension
from reports.pages.navigation import ReportLink, report_links
from reports.query import HeatmapQuery

NO_CYCLE = "There is no cycle to show yet. The heatmap fills as organisations submit."


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
        yield Opening(says_of_dimension(column), opened_address(arranged, column), column.code == query.dimension)


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
        yield Section("", "", tuple(table for matrix in matrices for table in tables_of(arranged, matrix, WIDEST)))
        return
    for family, title in dict.fromkeys((column.family, column.family_title) for column in heatmap.matrix.columns):
        parts = [(matrix, matrix.of_family(family)) for matrix in matrices]
        tables = [table for whole, part in parts for table in tables_of(arranged, part, WIDEST_INDICATORS, whole)]
        yield Section(f"{family}. {title}", anchor_of(family), tuple(tables))


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
