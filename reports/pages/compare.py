"""The comparison page: sections, words and links, ready to be drawn. Works no level out and hides nothing itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.urls import reverse

from aligns_site.choices import Choice
from assessments.models import Visibility
from assessments.pages.scale import Scale
from assessments.pages.words import many
from reports.comparisons import Comparison
from reports.disclosure import SUPPRESSED
from reports.matrix import Column, Matrix, Row
from reports.pages.compare_filters import first_choices, more_choices
from reports.pages.compare_notes import MEDIAN, ORDER, notes_of
from reports.pages.compare_radar import ShownRadar, radars_of
from reports.pages.compare_rows import BAR_HEIGHT, BAR_WIDTH, ShownGroup, shown_group
from reports.pages.compare_sentences import Stand, paragraph
from reports.pages.group_profile_links import group_address
from reports.pages.heatmap import NO_CYCLE, source_of
from reports.pages.heatmap_cells import ABSENT
from reports.pages.heatmap_tables import HEADS
from reports.pages.heatmap_words import Caveat, Sentence, says_of_dimension
from reports.pages.navigation import ReportLink, report_links
from reports.query import ALL

TITLES = {
    "ics": "Compare integrated care systems",
    "region": "Compare regions",
    "kind": "Compare kinds of organisation",
    "sector": "Compare sectors",
}


@dataclass(frozen=True)
class Section:
    heading: str
    anchor: str
    paragraph: tuple[Sentence, ...]
    rows: tuple[ShownGroup, ...]

    @property
    def key_words(self) -> str:
        """What blocks and bars are; nothing where there are none."""
        said = ["One block is one organisation, at its typical level"] if any(row.blocks for row in self.rows) else []
        if any(row.bar for row in self.rows):
            said.append(
                "a bar says how many there are at each" if said else "A bar says how many are typically at each level"
            )
        return "; ".join(said)


class GoesOut(NamedTuple):
    """Of one dimension: the rows that others get, and the names of those that they do not get."""

    heading: str
    rows: tuple[ShownGroup, ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True)
class Elsewhere:
    words: str
    parts: tuple[GoesOut, ...]


@dataclass(frozen=True)
class KeyLevel:
    letter: str
    words: str
    position: int


@dataclass(frozen=True)
class Link:
    words: str
    href: str
    is_here: bool = False


@dataclass(frozen=True)
class ComparePage:
    title: str
    caption: str
    empty: str = ""
    head: str = ""
    count: int = 0
    first: tuple[Choice, ...] = ()
    more: tuple[Choice, ...] = ()
    more_in_use: bool = False
    files: tuple[tuple[str, str], ...] = ()
    dimensions: tuple[Link, ...] = ()
    key: tuple[KeyLevel, ...] = ()
    sections: tuple[Section, ...] = ()
    radars: tuple[ShownRadar, ...] = ()
    no_radar: str = ""
    draw: str = ""
    under: tuple[str, ...] = (ORDER, MEDIAN)
    notes: tuple[Caveat, ...] = ()
    elsewhere: Elsewhere | None = None
    source: str = ""
    bar: tuple[int, int] = (BAR_WIDTH, BAR_HEIGHT)
    reports: tuple[ReportLink, ...] = ()

    @classmethod
    def of(cls, comparison: Comparison) -> "ComparePage":
        query, title = comparison.query, TITLES[comparison.query.rows]
        if comparison.stock is None:
            return cls(title, "Reports", NO_CYCLE.replace("heatmap", "comparison"), reports=report_links("compare"))
        cycle, scale = comparison.stock.cycle, comparison.scale
        is_drawn = bool(query.draw) and comparison.has_axes
        return cls(
            title,
            f"Reports, {cycle}",
            "" if comparison.rows else "No organisation matches these choices.",
            HEADS[query.rows],
            scale.count,
            tuple(first_choices(comparison)),
            tuple(more_choices(comparison)),
            any((query.region, query.sector, query.reporting)),
            tuple(_files(comparison)),
            () if is_drawn else tuple(_dimensions(comparison)),
            tuple(KeyLevel(scale.letters[n - 1], scale.name(n), n) for n in scale.positions),
            () if is_drawn else tuple(_section(comparison, column) for column in comparison.shown),
            radars_of(comparison) if is_drawn else (),
            "" if comparison.has_axes else _too_few_axes(comparison),
            query.draw,
            notes=notes_of(comparison),
            elsewhere=_elsewhere(comparison),
            source=source_of(cycle),
            reports=report_links(
                "compare", cycle=cycle.slug, dimension="" if query.dimension == ALL else query.dimension
            ),
        )


def _too_few_axes(comparison: Comparison) -> str:
    count = many(len(comparison.groups.columns), "dimension")
    return f"A radar needs at least three dimensions. This framework has {count}; the table says all there is."


def _files(comparison: Comparison) -> Iterable[tuple[str, str]]:
    query = comparison.query
    address = query.changed(draw="").as_address
    for words, name in (("CSV", "compare_csv"), ("Excel", "compare_xlsx"), ("JSON", "compare_json")):
        yield words, reverse(f"reports:{name}") + address
    if query.draw:
        yield "Show as a table", address
    elif comparison.has_axes:
        yield "Draw as a radar", query.changed(draw="radar").as_address


def _dimensions(comparison: Comparison) -> Iterable[Link]:
    """The other dimensions, each at the same question."""
    query, shown = comparison.query, comparison.shown
    if len(comparison.groups.columns) < 2:
        return
    for column in comparison.groups.columns:
        href = query.changed(dimension=column.code).as_address
        yield Link(says_of_dimension(column), href, shown == (column,))
    yield Link("All dimensions", query.changed(dimension=ALL).as_address, len(shown) > 1)


def _section(comparison: Comparison, column: Column) -> Section:
    scale, number = comparison.scale, comparison.groups.columns.index(column)
    groups = [_stand(row, number) for row in comparison.groups.rows]
    regions = [_stand(row, number) for row in comparison.regions.rows]
    # Where nobody lies in an ICS, the regions are all there is to tell of.
    if groups:
        says = paragraph(column, groups, regions, scale, comparison.query.rows)
    else:
        says = paragraph(column, regions, [], scale, "region")
    rows = tuple(
        replace(
            shown_group(
                row, row.cells[number], row.distributions[number], scale, is_whole=row in comparison.regions.rows
            ),
            href=_profile(comparison, row),
        )
        for row in comparison.rows
    )
    return Section(says_of_dimension(column), f"dimension-{column.code}", says, rows)


def _stand(row: Row, number: int) -> Stand:
    return Stand(row.name, row.cells[number], row.distributions[number])


def _profile(comparison: Comparison, row: Row) -> str:
    """Of an ICS or region as it lay when the cycle closed; on other boundaries there is none."""
    cycle = comparison.stock.cycle
    return group_address(cycle.slug, row.kind, row.slug) if comparison.heatmap.day == cycle.closes_on else ""


def _elsewhere(comparison: Comparison) -> Elsewhere | None:
    if comparison.elsewhere is None or not comparison.shown or (comparison.query.draw and comparison.has_axes):
        return None
    words = {
        Visibility.NAMED: "Members in other regions see no organisation by name here. This is all that they get.",
        Visibility.ANONYMOUS: "This cycle is anonymous. This is all that a member gets who sees none of these "
        "organisations by name.",
        Visibility.PRIVATE: "This cycle is private: nothing goes out. If it were anonymous, this is what would.",
    }
    parts = [_part(comparison.elsewhere, column, comparison.scale) for column in comparison.shown]
    if len(comparison.shown) == 1:
        parts = [parts[0]._replace(heading="")]
    return Elsewhere(words[comparison.stock.cycle.visibility], tuple(parts))


def _part(matrices: tuple[Matrix, Matrix], column: Column, scale: Scale) -> GoesOut:
    number = matrices[0].columns.index(column)
    rows = [
        shown_group(row, row.cells[number], row.distributions[number], scale, is_whole=matrix is matrices[1])
        for matrix in matrices
        for row in matrix.rows
    ]
    shown = tuple(row for row in rows if not row.absent or row.absent != ABSENT[SUPPRESSED])
    return GoesOut(says_of_dimension(column), shown, tuple(row.name for row in rows if row not in shown))
