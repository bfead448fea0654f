"""The movement page: a section a column, each row with what was, what is and the difference. Works no level out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from aligns_site.choices import Choice, choice_of
from assessments.levels import CellValue
from assessments.pages.scale import Scale, Strip
from reports.arrangement import by_place
from reports.disclosure import SUPPRESSED
from reports.matrix import ORGANISATION, Column, Row
from reports.movement import COMPARED, OTHER_LEVELS, Move, MoveRow, Pair
from reports.one_dimension import Fitting
from reports.pages.heatmap_cells import ABSENT, CellWriter
from reports.pages.heatmap_filters import COLUMNS, ROWS, Filters, cycles_choice
from reports.pages.heatmap_tables import APART_NOTE, HERE, ITSELF, head_of, profile_address
from reports.pages.heatmap_words import Caveat, Sentence, says_of_dimension
from reports.pages.navigation import ReportLink, report_links
from reports.pages.trend_sentences import (
    breaks,
    first_cycle,
    move_in_words,
    notes,
    over_in_words,
    paragraph,
    section_sentences,
)
from reports.trends import Trend, earlier_than

TITLE = "Movement"
NO_CYCLE = "There is no cycle to show yet. Movement shows when two cycles have closed."
NOBODY = "No organisation that you may see by name has submitted an answer in these cycles yet."
NOTHING_SHARED = "The two cycles share nothing that can be compared here."
NOT_SHOWN = ("not-answered", "Not shown")
CANNOT = "Cannot be compared"
CHANGED = "Boundaries changed"


@dataclass(frozen=True)
class ShownLevel:
    """Then or now. `look`: class of what is not a level, else empty."""

    words: str
    look: str = ""
    strip: Strip | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownMove:
    """One row. `arrow`: up, down or same, empty where nothing is compared; `break_words`: a break in this row.

    `hidden`: in place of all three where the group may not be shown.
    """

    name: str
    href: str
    notes: tuple[str, ...]
    look: str
    before: ShownLevel
    after: ShownLevel
    arrow: str
    words: str
    break_words: str = ""
    hidden: str = ""


@dataclass(frozen=True)
class Section:
    """`rows` are compared or hidden; `apart` have no level in one of the two cycles, and `summary` counts them."""

    heading: str
    anchor: str
    paragraph: tuple[Sentence, ...]
    over: str
    rows: tuple[ShownMove, ...]
    apart: tuple[ShownMove, ...]
    summary: str


@dataclass(frozen=True)
class TrendsPage:
    """`empty`: what is said in place of sections. `files`: (name, address).

    `part`: why not all that was asked is here.
    """

    title: str
    caption: str
    empty: str = ""
    reports: tuple[ReportLink, ...] = ()
    filters: Filters | None = None
    files: tuple[tuple[str, str], ...] = ()
    paragraph: tuple[Sentence, ...] = ()
    breaks: tuple[Caveat, ...] = ()
    head: str = ""
    before: str = ""
    after: str = ""
    sections: tuple[Section, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    source: str = ""
    part: str = ""

    @classmethod
    def of(cls, trend: Trend, fits: Fitting) -> "TrendsPage":
        if trend.cycle is None:
            return cls(TITLE, "Reports", NO_CYCLE, report_links("trends"))
        query, now = trend.query, trend.cycle
        reports = report_links("trends", cycle=now.slug, dimension=query.dimension)
        if trend.after is None:
            return cls(TITLE, f"Reports, {now}", first_cycle(trend), reports, _cycles_alone(trend))
        then = trend.before.stock.cycle
        sections = tuple(_sections(trend)) if trend.rows else ()
        return cls(
            f"{TITLE} from {then} to {now}",
            f"Reports, {now}",
            "" if sections else NOTHING_SHARED if trend.rows else NOBODY,
            reports,
            _filters(trend),
            (("CSV", reverse("reports:trends_csv") + fits.of_files(query).as_address),),
            paragraph(trend) if sections else (),
            breaks(trend),
            head_of(query.rows, now),
            str(then),
            str(now),
            sections,
            notes(trend),
            _source(trend),
            fits.words,
        )


def _source(trend: Trend) -> str:
    then, now = trend.before.stock.cycle, trend.cycle
    both = (
        f"Framework {now.framework}" if trend.has_same_version else f"Frameworks {then.framework} and {now.framework}"
    )
    return f"Source: self-assessments submitted in {then} and in {now}. {both}."


def _cycles_alone(trend: Trend) -> Filters | None:
    """Another cycle may have one before it."""
    if len(trend.cycles) < 2:
        return None
    cycles = choice_of("cycle", "Cycle", [(one.slug, one.name) for one in trend.cycles], trend.query.cycle)
    return Filters((cycles,), (), "", False, False, reverse("reports:trends"))


def _filters(trend: Trend) -> Filters:
    query = trend.query
    earlier = [(one.slug, one.name) for one in earlier_than(trend.cycles, trend.cycle)]
    first = (
        cycles_choice(trend.after),
        choice_of("against", "Compared with", earlier, query.against),
        choice_of("rows", "Rows", ROWS, query.rows),
        choice_of("columns", "Columns", COLUMNS, query.columns),
    )
    as_at = query.as_at.isoformat() if query.as_at else ""
    may_choose_day = query.rows == ORGANISATION or not trend.is_limited or bool(as_at)
    in_use = bool(query.dimension or as_at)
    return Filters(first, (_dimensions(trend),), as_at, may_choose_day, in_use, reverse("reports:trends"))


def _dimensions(trend: Trend) -> Choice:
    options = [(column.code, says_of_dimension(column)) for column in trend.after.stock.dimensions]
    return choice_of("dimension", "Dimension", options, trend.query.dimension, "All dimensions")


def _sections(trend: Trend) -> Iterable[Section]:
    """One for each column that is compared; rows by place."""
    writer = MoveWriter(trend)
    rows = sorted(trend.rows, key=lambda one: by_place(one.row))
    for number, pair in enumerate(trend.pairs):
        if not pair.is_shared:
            continue
        moves = [(one, one.moves[number]) for one in rows]
        shown = [writer.shown(one, pair.column, move) for one, move in moves]
        apart = tuple(one for one in shown if not (one.arrow or one.hidden))
        yield Section(
            _heading(pair),
            f"{pair.column.kind}-{pair.column.code}",
            section_sentences(moves),
            over_in_words(pair),
            tuple(one for one in shown if one.arrow or one.hidden),
            apart,
            f"Show {len(apart)} that cannot be compared",
        )


def _heading(pair: Pair) -> str:
    """With the earlier code where it was another."""
    words = says_of_dimension(pair.column)
    return words if pair.before.code == pair.after.code else f"{words} (was {pair.before.code})"


@dataclass(frozen=True)
class MoveWriter:
    """Writes the rows of all sections."""

    trend: Trend

    def shown(self, one: MoveRow, column: Column, move: Move) -> ShownMove:
        row = one.row
        cycle = self.trend.cycle if one.is_here else self.trend.before.stock.cycle
        return ShownMove(
            row.name,
            profile_address(cycle.slug, row.slug, row.initiative) if row.kind == ORGANISATION else "",
            tuple(_notes(row)),
            "is-apart" if row.is_apart else "is-here" if row.is_own else "",
            _level(row, column, move.before, self.trend.before.scale),
            _level(row, column, move.after, self.trend.after.scale),
            arrow_of(move),
            _words(move),
            CHANGED if row.slug in self.trend.moved else "",
            ABSENT[SUPPRESSED][1] if move.status == SUPPRESSED else "",
        )


def _notes(row: Row) -> Iterable[str]:
    if row.is_apart:
        yield APART_NOTE
    elif row.kind == ORGANISATION:
        yield from filter(None, (HERE if row.is_own else "", ITSELF if row.parent == row.name else row.parent))


def _level(row: Row, column: Column, cell: CellValue | None, scale: Scale) -> ShownLevel:
    if cell is None:
        return ShownLevel(NOT_SHOWN[1], NOT_SHOWN[0])
    shown = CellWriter(scale).shown(row, column, cell, "")
    return ShownLevel(shown.words, shown.look if cell.low is None else "", shown.strip, shown.notes)


def arrow_of(move: Move) -> str:
    if move.difference is None:
        return ""
    return "up" if move.difference > 0 else "down" if move.difference < 0 else "same"


def _words(move: Move) -> str:
    if move.status == COMPARED:
        return move_in_words(move)
    return f"{CANNOT}: other levels" if move.status == OTHER_LEVELS else CANNOT
