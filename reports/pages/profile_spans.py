"""The arrows of one profile, a row for each dimension, drawn as in the span chart. Works no level out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from assessments.levels import DERIVED, CellValue, typical_position
from assessments.pages.scale import Scale
from frameworks.pages.parts import MOST_ON_ONE_PAGE
from reports.disclosure import SUPPRESSED
from reports.matrix import INDICATOR, Column, Row
from reports.movement import Move, Pair
from reports.pages.heatmap_cells import DIFFERS, CellWriter, is_weak
from reports.pages.heatmap_words import says_of_dimension
from reports.pages.span_rows import ShownSpan, in_sentence
from reports.pages.spans import Level
from reports.profiles import GroupProfile, OrganisationProfile
from reports.span_drawing import group_track, track_of
from reports.trends import Trend

AROUND = {"ics": "ICS", "region": "Region"}


@dataclass(frozen=True)
class ProfileSpans:
    """What the span chart's templates draw; `members`: what a small square stands for, empty where there is none."""

    levels: tuple[Level, ...]
    rows: tuple[ShownSpan, ...] = ()
    groups: tuple[ShownSpan, ...] = ()
    has_derived: bool = False
    has_earlier: bool = False
    earlier: str = ""
    members: str = ""

    @classmethod
    def of_organisation(cls, profile: OrganisationProfile) -> "ProfileSpans":
        earlier = earlier_cells(profile.trend)
        rows = tuple(_rows(profile, earlier))
        has_earlier = any(cell.low is not None for cell in earlier.values())
        return cls(
            _levels(profile.scale),
            rows,
            has_derived=any(profile.said.cells[one.key].status == DERIVED for one in _shown(profile)),
            has_earlier=has_earlier,
            earlier=f"The thin grey arrow behind is {profile.trend.before.stock.cycle}." if has_earlier else "",
        )

    @classmethod
    def of_group(cls, profile: GroupProfile) -> "ProfileSpans":
        is_ics = profile.row.kind == "ics"
        return cls(
            _levels(profile.scale),
            tuple(_group_rows(profile)),
            members="an organisation in it, at its typical level" if is_ics and profile.members.rows else "",
        )


def _levels(scale: Scale) -> tuple[Level, ...]:
    return tuple(Level(scale.name(n), n, scale.count) for n in scale.positions)


def _shown(profile: OrganisationProfile) -> list[Column]:
    return [column for column in profile.stock.dimensions if column.key in profile.said.cells]


def earlier_cells(trend: Trend) -> Mapping[str, CellValue]:
    """Those of the cycle before by the code of the dimension now; of dimensions that are shared as a whole."""
    if trend.after is None or not trend.has_same_levels or not trend.rows:
        return {}
    moves: Iterable[tuple[Pair, Move]] = zip(trend.pairs, trend.rows[0].moves, strict=True)
    return {
        pair.column.code: move.before
        for pair, move in moves
        if pair.column.kind != INDICATOR and pair.is_shared and not pair.over and move.before is not None
    }


def _rows(profile: OrganisationProfile, earlier: Mapping[str, CellValue]) -> Iterable[ShownSpan]:
    scale, cells = profile.scale, profile.said.cells
    room_above = any(cell.low is not None for cell in earlier.values())
    # Of very many indicators, each dimension's own span chart shows those behind it.
    is_brief = sum(one.kind == INDICATOR for one in profile.stock.columns) <= MOST_ON_ONE_PAGE
    row = Row("organisation", profile.body.slug, profile.body.name, "", ())
    for column in _shown(profile):
        cell, before = cells[column.key], earlier.get(column.code)
        shown = CellWriter(scale).shown(row, column, cell, "")
        behind = [c for c in profile.stock.columns if c.kind == INDICATOR and c.family == column.code]
        said = [(one.code, cells[one.key]) for one in behind if one.key in cells]
        then = f"{profile.trend.before.stock.cycle}: {_words(before, scale)}" if before else ""
        weak = "Low confidence" if is_weak(cell) else ""
        differs = DIFFERS if cell.differs else ""
        yield ShownSpan(
            says_of_dimension(column),
            _spans_address(profile.stock.cycle.slug, column.code),
            (),
            "",
            "",
            track_of(cell, [its for _, its in said if is_brief], before, scale.count, room_above=room_above),
            shown.look if cell.low is None else "",
            shown.words,
            tuple(filter(None, (weak, differs, *_around(profile, column)))),
            CellWriter(scale).typical(cell) if cell.low is not None else "",
            "; ".join(shown.notes),
            tuple(f"{code} {_words(its, scale)}" for code, its in said if is_brief),
            then,
            False,
        )


def _around(profile: OrganisationProfile, column: Column) -> Iterable[str]:
    """Where its ICS and region typically are; nothing of what may not be shown."""
    number = profile.stock.dimensions.index(column)
    for row in profile.groups:
        cell = row.cells[number]
        if cell.midpoint is not None and cell.status != SUPPRESSED:
            typical = CellWriter(profile.scale).typical(cell)
            yield f"{AROUND[row.kind]}: typically {typical}, {cell.counted} of {cell.of}"


def _words(cell: CellValue, scale: Scale) -> str:
    shown = CellWriter(scale).shown(Row("organisation", "", "", "", ()), Column("", "", "", ""), cell, "")
    return in_sentence(shown.words) if cell.low is None else shown.words


def _spans_address(cycle: str, dimension: str, **more: str) -> str:
    return f"{reverse('reports:spans')}?{urlencode({'cycle': cycle, 'dimension': dimension, **more})}"


def _group_rows(profile: GroupProfile) -> Iterable[ShownSpan]:
    row, scale = profile.row, profile.scale
    place = {row.kind: row.slug}
    for column, cell in zip(profile.heatmap.matrix.columns, row.cells, strict=True):
        if column.kind == INDICATOR:
            continue
        shown = CellWriter(scale).shown(row, column, cell, "")
        members = _members(profile, column)
        yield ShownSpan(
            says_of_dimension(column),
            _spans_address(profile.stock.cycle.slug, column.code, **place),
            (),
            "",
            "",
            group_track(cell, scale.count, [_at_typical_level(its) for _, its in members]),
            shown.look if cell.low is None else "",
            shown.words,
            tuple(filter(None, (_typically(profile, cell), *_whole(profile, column)))),
            CellWriter(scale).typical(cell) if cell.low is not None else "",
            ". ".join(filter(None, ("; ".join(shown.notes), _said_by(members, scale)))),
            (),
            "",
            False,
        )


def _at_typical_level(cell: CellValue) -> CellValue:
    """A square each, so that many have room; their spans stand in the table."""
    if cell.midpoint is None:
        return cell
    return replace(cell, low=typical_position(cell.midpoint), high=typical_position(cell.midpoint))


def _said_by(members: Iterable[tuple[str, CellValue]], scale: Scale) -> str:
    """For those who do not see the marks below."""
    return "; ".join(f"{name}: {_words(cell, scale)}" for name, cell in members)


def _typically(profile: GroupProfile, cell: CellValue) -> str:
    """With how many it rests on; nothing of what may not be shown."""
    if cell.status == SUPPRESSED:
        return ""
    count = f"{cell.counted} of {cell.of}"
    return f"Typically {CellWriter(profile.scale).typical(cell)}, {count}" if cell.midpoint is not None else count


def _members(profile: GroupProfile, column: Column) -> Sequence[tuple[str, CellValue]]:
    """The organisations seen by name; a region's ICSs are not drawn."""
    if profile.row.kind != "ics":
        return ()
    number = profile.members.columns.index(column)
    return [(row.name, row.cells[number]) for row in profile.members.rows if not row.is_apart]


def _whole(profile: GroupProfile, column: Column) -> Iterable[str]:
    if profile.whole is None:
        return
    cell = profile.whole.cells[profile.stock.dimensions.index(column)]
    if cell.midpoint is not None:
        yield f"{AROUND['region']}: typically {CellWriter(profile.scale).typical(cell)}"
