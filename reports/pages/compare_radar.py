"""The radars of a comparison: one a group, its facts in a table beside it. Drawn of the suppressed rows alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from assessments.levels import CellValue, typical_position
from assessments.pages.scale import Scale
from reports.comparisons import Comparison
from reports.disclosure import SUPPRESSED
from reports.matrix import Row
from reports.pages.compare_notes import as_lines, notes_of
from reports.pages.heatmap import source_of
from reports.pages.heatmap_cells import ABSENT
from reports.pages.heatmap_words import says_of_dimension
from reports.query import ALL
from reports.radar import Axis, Radar, radar_svg

# As short as the picture has room for; the table beside it has the whole words.
GAPS = {SUPPRESSED: "too few or too alike"}


@dataclass(frozen=True)
class Fact:
    """One dimension of one group, in words."""

    dimension: str
    median: str
    span: str
    share: str
    whole: str


@dataclass(frozen=True)
class ShownRadar:
    """`svg` is markup of ours; `href`: where it is to be had as a file."""

    name: str
    anchor: str
    svg: str
    href: str
    whole: str
    facts: tuple[Fact, ...]


def radars_of(comparison: Comparison) -> tuple[ShownRadar, ...]:
    return tuple(_shown(comparison, row) for row in comparison.groups.rows)


def radar_of(comparison: Comparison, row: Row) -> Radar:
    """What the picture of one group is drawn from."""
    region = comparison.region_of(row)
    facts = list(_facts(comparison, row))
    described = [f"{fact.dimension}: {_said(fact, region)}" for fact in facts]
    cycle = comparison.stock.cycle
    return Radar(
        f"radar-{row.slug}",
        f"{row.name}, {cycle}",
        " ".join(described),
        tuple(_axes(comparison, row, region)),
        comparison.scale.letters,
        region.name if region else "",
        (_levels(comparison.scale), *as_lines(notes_of(comparison)), source_of(cycle)),
    )


def _levels(scale: Scale) -> str:
    said = (f"{letter} {name}" for letter, name in zip(scale.letters, scale.names, strict=True) if letter != name)
    return f"From the centre outwards: {', '.join(said)}."


def _shown(comparison: Comparison, row: Row) -> ShownRadar:
    region = comparison.region_of(row)
    radar = radar_of(comparison, row)
    address = comparison.query.changed(draw="", dimension=ALL).as_address
    return ShownRadar(
        row.name,
        radar.name,
        radar_svg(radar),
        f"{reverse('reports:compare_radar')}{address}&group={row.slug}",
        region.name if region else "",
        tuple(_facts(comparison, row)),
    )


def _axes(comparison: Comparison, row: Row, region: Row | None) -> Iterable[Axis]:
    for number, column in enumerate(comparison.groups.columns):
        cell = row.cells[number]
        whole = region.cells[number].midpoint if region else None
        gap = "" if cell.midpoint is not None else GAPS.get(cell.status, ABSENT[cell.status][1].lower())
        yield Axis(column.code, column.title, cell.midpoint, cell.low, cell.high, gap, whole)


def _facts(comparison: Comparison, row: Row) -> Iterable[Fact]:
    region, scale = comparison.region_of(row), comparison.scale
    for number, column in enumerate(comparison.groups.columns):
        cell = row.cells[number]
        span = scale.words(cell.low, cell.high) if cell.low is not None else ""
        share = f"{cell.counted} of {cell.of}" if cell.counted is not None else ""
        whole = _median(region.cells[number], scale) if region else ""
        yield Fact(says_of_dimension(column), _median(cell, scale), span, share, whole)


def _median(cell: CellValue, scale: Scale) -> str:
    return ABSENT[cell.status][1] if cell.midpoint is None else scale.name(typical_position(cell.midpoint))


def _said(fact: Fact, region: Row | None) -> str:
    words = f"median {fact.median}, from lowest to highest {fact.span}, {fact.share}" if fact.span else fact.median
    return f"{words}. {region.name}: {fact.whole}." if region else f"{words}."
