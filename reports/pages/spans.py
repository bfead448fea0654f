"""The span chart's page: rows with their words and marks, and the same facts as a table. Works no level out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from assessments.models import Cycle
from assessments.pages.words import many
from frameworks.library.pages import actions_url
from reports.arrangement import by_place
from reports.heatmaps import Heatmap
from reports.matrix import ORGANISATION, Matrix
from reports.pages.heatmap import source_of
from reports.pages.heatmap_cells import is_weak
from reports.pages.heatmap_filters import Filters
from reports.pages.heatmap_tables import head_of
from reports.pages.heatmap_words import NOT_A_RANKING, Caveat, Sentence, caveats_of_any_report, flags, quoted_notes
from reports.pages.navigation import ReportLink, report_links
from reports.pages.span_rows import ShownSpan, SpanWriter
from reports.pages.span_sentences import Said, sentences
from reports.spans import Span, SpanChart

NO_CYCLE = "There is no cycle to show yet. The arrows appear as organisations submit."
NOBODY = "No organisation that you may see by name has submitted an answer in this cycle yet."
NO_MATCH = "No organisation matches these choices."


@dataclass(frozen=True)
class Level:
    """One band of the picture."""

    name: str
    position: int
    count: int


@dataclass(frozen=True)
class DimensionLink:
    code: str
    title: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class SpansPage:
    """`rows` by ICS, then name; `groups` below them. `empty`: what is said in place of rows. `files`: (name, address).

    `earlier`: on the arrows of the cycle before, or why there are none. `helps`: the library's
    actions for the dimension. `head`: what the rows are that are no groups.
    """

    title: str
    caption: str
    empty: str = ""
    reports: tuple[ReportLink, ...] = ()
    dimensions: tuple[DimensionLink, ...] = ()
    filters: Filters | None = None
    files: tuple[tuple[str, str], ...] = ()
    paragraph: tuple[Sentence, ...] = ()
    levels: tuple[Level, ...] = ()
    rows: tuple[ShownSpan, ...] = ()
    groups: tuple[ShownSpan, ...] = ()
    has_derived: bool = False
    has_earlier: bool = False
    earlier: str = ""
    others: str = ""
    caveats: tuple[Caveat, ...] = ()
    source: str = ""
    helps: str = ""
    head: str = ""

    @property
    def all_rows(self) -> tuple[ShownSpan, ...]:
        return (*self.rows, *self.groups)

    @classmethod
    def of(cls, chart: SpanChart) -> "SpansPage":
        if chart.dimension is None:
            return cls("Spans", "Reports", NO_CYCLE, report_links("spans"))
        heatmap, cycle, scale = chart.heatmap, chart.heatmap.stock.cycle, chart.scale
        spans = sorted(chart.spans, key=lambda span: by_place(span.row))
        writer = SpanWriter(chart)
        whole = whole_dimension(chart)
        counted = [span for span in spans if not span.row.is_apart]
        code, address = chart.dimension.code, reverse("reports:spans")
        return cls(
            f"Spans: {_lower_first(chart.dimension.title)}",
            f"Reports, {cycle}",
            "" if spans else _nothing(heatmap),
            report_links("spans", cycle=cycle.slug, dimension=code),
            tuple(_dimensions(whole)),
            Filters.of_one_dimension(whole, address),
            tuple(_files(whole)),
            tuple(_paragraph(counted, chart)),
            tuple(Level(scale.name(n), n, scale.count) for n in scale.positions),
            tuple(writer.shown(span) for span in spans),
            tuple(writer.shown(span) for span in chart.groups),
            any(span.cell.status == "derived" for span in spans),
            writer.has_earlier,
            _earlier(chart, writer.has_earlier),
            _others(heatmap),
            caveats(whole),
            source_of(cycle),
            actions_url(cycle.framework, code) if chart.dimension.has_advice else "",
            head_of(ORGANISATION, cycle),
        )


def whole_dimension(chart: SpanChart) -> Heatmap:
    """The heatmap with the column of the dimension alone, as words and addresses take it."""
    heatmap = chart.heatmap
    query = heatmap.query.changed(columns=chart.dimension.kind)
    return replace(heatmap, query=query, matrix=heatmap.matrix.of_dimensions())


def _paragraph(spans: Iterable[Span], chart: SpanChart) -> Iterable[Sentence]:
    whom = "initiative" if chart.heatmap.stock.cycle.framework.judges_initiatives else ORGANISATION
    if told := sentences([_said(span) for span in spans], chart.scale, whom):
        yield from told
        yield Sentence(NOT_A_RANKING)


def _said(span: Span) -> Said:
    return Said(span.row.name, span.cell, tuple((column.code, cell) for column, cell in span.indicators))


def _nothing(heatmap: Heatmap) -> str:
    return NO_MATCH if heatmap.query.filters or heatmap.query.reporting else NOBODY


def _dimensions(heatmap: Heatmap) -> Iterable[DimensionLink]:
    address = reverse("reports:spans")
    for column in heatmap.stock.dimensions:
        query = heatmap.query.changed(dimension=column.code)
        is_current = column.code == heatmap.query.dimension
        yield DimensionLink(column.code, column.title, address + query.as_address, is_current)


def _files(heatmap: Heatmap) -> Iterable[tuple[str, str]]:
    for words, name in (("SVG", "spans_svg"), ("CSV", "spans_csv")):
        yield words, reverse(f"reports:{name}") + heatmap.query.as_address


def _others(heatmap: Heatmap) -> str:
    """Those asked that are not shown by name, as a number."""
    shown = {row.slug for row in heatmap.matrix.rows}
    count = sum(one.is_counted and not (one.is_seen and one.slug in shown) for one in heatmap.asked)
    return f"{many(count, 'other organisation')} asked in this cycle, without a row here." if count else ""


def _earlier(chart: SpanChart, is_shown: bool) -> str:
    cycle: Cycle = chart.heatmap.stock.cycle
    if is_shown:
        last = chart.earlier
        framework = last.framework
        other = f", on {framework}" if framework.pk != cycle.framework_id else ""
        return f"The thin grey arrow behind is {last}{other}."
    if any(one.opens_on < cycle.opens_on for one in chart.heatmap.cycles):
        return "No earlier arrow: you see nobody here with an answer on the same levels in a cycle before."
    return (
        f"{cycle} is the first cycle, so there is no earlier arrow. "
        "From the next cycle the last arrow stands behind in grey."
    )


def caveats(whole: Heatmap) -> tuple[Caveat, ...]:
    found = (_weak(whole.matrix), flags(whole.matrix))
    return (*(caveat for caveat in found if caveat), *caveats_of_any_report(whole))


def _weak(matrix: Matrix) -> Caveat | None:
    count = sum(is_weak(cell) for _, _, cell in matrix.cells())
    if not count:
        return None
    words = f"{many(count, 'level')} {'has' if count == 1 else 'have'} a weak source."
    return Caveat("Low confidence.", f"{words}{quoted_notes(matrix)}")


def _lower_first(title: str) -> str:
    """An abbreviation keeps its capitals."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title
