"""The paragraph before a heatmap: what the picture shows, in sentences that are true of its cells. Never a ranking.

Everything is counted from what is shown. Columns are compared, organisations never; and only columns in which at least
half of the organisations shown, and three of them, have a level.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from assessments.levels import NO_DATA, NOT_ANSWERED, NOT_APPLICABLE, CellValue, typical_position
from assessments.pages.scale import Scale
from assessments.pages.words import listed, listed_names, many
from reports.disclosure import SUPPRESSED
from reports.heatmaps import Heatmap
from reports.matrix import DIMENSION, ORGANISATION, Column, Matrix, Row
from reports.pages.heatmap_cells import REASONS
from reports.pages.heatmap_words import NOT_A_RANKING, ROWS_WORDS, Sentence, choices_in_words, says_of_dimension

FEWEST = 3
MOST_NAMED = 3
MOST_LOWEST = 2
NARROW = 2
APART = "Statements about a whole region stand in a row of their own and are not counted."


def paragraph(heatmap: Heatmap) -> tuple[Sentence, ...]:
    rows = [row for row in heatmap.matrix.rows if not row.is_apart]
    said = [Sentence(_who(heatmap, rows), is_strong=True), *cells_in_words(rows)]
    if heatmap.matrix.row_kind == ORGANISATION:
        judges_initiatives = heatmap.stock.cycle.framework.judges_initiatives
        said += findings(heatmap.matrix, heatmap.scale, "initiatives" if judges_initiatives else "organisations")
    if len(rows) < len(heatmap.matrix.rows):
        said.append(Sentence(APART))
    return (*said, Sentence(NOT_A_RANKING))


def _who(heatmap: Heatmap, rows: list[Row]) -> str:
    asked, cycle = sum(one.is_counted for one in heatmap.asked), heatmap.stock.cycle
    were = "was" if asked == 1 else "were"
    if heatmap.matrix.row_kind != ORGANISATION:
        groups = many(len(rows), *ROWS_WORDS[heatmap.query.rows])
        return f"{many(asked, 'organisation')} {were} asked in {cycle}, in {groups}."
    if heatmap.query.filters or heatmap.query.reporting:
        match = "matches" if len(rows) == 1 else "match"
        return f"Of those asked in {cycle}, {len(rows)} {match} your choices: {', '.join(choices_in_words(heatmap))}."
    shown = str(len(rows))
    if heatmap.stock.cycle.framework.judges_initiatives:
        shown = f"{many(len(rows), 'initiative')} of {len({row.slug for row in rows})} of them"
    return f"{many(asked, 'organisation')} {were} asked in {cycle}; {shown} {_is(len(rows))} shown here."


def cells_in_words(rows: Iterable[Row]) -> Iterable[Sentence]:
    """How many cells have a level, and how many are missing in which way."""
    cells = [(row, cell) for row in rows for cell in row.cells]
    if not cells:
        return
    counts = Counter(str(cell.status) for _, cell in cells if cell.low is None)
    with_level = len(cells) - counts.total()
    has = "has" if with_level == 1 else "have"
    yield Sentence(f"{with_level} of the {many(len(cells), 'cell')} {has} a level.", is_strong=True)
    parts = []
    for status, (one, more) in ABSENCES.items():
        if count := counts[status]:
            why = _reasons(cells) if status == NO_DATA else ""
            parts.append(f"{count} {one if count == 1 else more}{why}")
    if parts:
        yield Sentence(f"{listed(parts)}.")


ABSENCES = {
    NO_DATA: ("is no data", "are no data"),
    NOT_ANSWERED: ("was not answered", "were not answered"),
    NOT_APPLICABLE: ("does not apply", "do not apply"),
    SUPPRESSED: ("is too few or too alike to show", "are too few or too alike to show"),
}


def _reasons(cells: Iterable[tuple[Row, CellValue]]) -> str:
    """How often which reason was given; a single one with whose it is."""
    whose: dict[str, list[str]] = {}
    for row, cell in cells:
        if cell.status == NO_DATA and cell.reason:
            whose.setdefault(cell.reason, []).append(row.name)
    said = [
        f"{len(names)} {REASONS[reason][0].lower()}{REASONS[reason][1:]}{f': {names[0]}' if len(names) == 1 else ''}"
        for reason, names in sorted(whose.items(), key=lambda one: -len(one[1]))
    ]
    return f" ({'; '.join(said)})" if said else ""


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


@dataclass(frozen=True)
class Told:
    """One column with its levels: of whom, and which."""

    column: Column
    levels: tuple[tuple[str, CellValue], ...]

    @property
    def title(self) -> str:
        return says_of_dimension(self.column)

    @property
    def middle(self) -> float:
        return median(cell.midpoint for _, cell in self.levels)

    @property
    def width(self) -> float:
        """The median of how many steps its spans take; 0 where half of them or more are single levels."""
        return median(cell.high - cell.low for _, cell in self.levels)

    @property
    def reach(self) -> tuple[int, int]:
        return min(cell.low for _, cell in self.levels), max(cell.high for _, cell in self.levels)


def findings(matrix: Matrix, scale: Scale, whom: str = "organisations") -> Iterable[Sentence]:
    """What stands out among the columns of a matrix of organisations, or (`whom`) of initiatives."""
    rows = [row for row in matrix.rows if not row.is_apart]
    told = [
        Told(column, tuple((row.name, row.cells[n]) for row in rows if row.cells[n].midpoint is not None))
        for n, column in enumerate(matrix.columns)
    ]
    if len(rows) < FEWEST:
        return
    enough = [one for one in told if len(one.levels) >= FEWEST and 2 * len(one.levels) >= len(rows)]
    yield from _lowest(enough, scale, whom)
    yield from _alike(enough, scale)
    yield from _widest(enough, scale, whom)
    yield from _thin([one for one in told if one not in enough], len(rows), len(told))


def _lowest(enough: Sequence[Told], scale: Scale, whom: str) -> Iterable[Sentence]:
    """By the median of the midpoints, as everywhere."""
    middles = [one.middle for one in enough]
    lowest = [one for one in enough if one.middle == min(middles)]
    if not lowest or len(lowest) == len(enough) or len(lowest) > MOST_LOWEST:
        return
    position = typical_position(min(middles))
    yield Sentence(f"{listed_names([one.title for one in lowest])} {_is(len(lowest))} lowest:", is_strong=True)
    if len(lowest) > 1:
        yield Sentence(f"both typically {scale.name(position)}.")
        return
    levels = lowest[0].levels
    there = sum(typical_position(cell.midpoint) == position for _, cell in levels)
    also = f", as {_is(there)} {there} of the {len(levels)} {whom} with a level" if there else ""
    yield Sentence(f"typically {scale.name(position)}{also}.")


def _alike(enough: Sequence[Told], scale: Scale) -> Iterable[Sentence]:
    """The column that reaches over the fewest levels, if these are few."""
    few = min(NARROW, scale.count - 1)
    found = [one for one in enough if one.reach[1] - one.reach[0] < few]
    if found:
        one = min(found, key=lambda told: (told.reach[1] - told.reach[0], -len(told.levels)))
        within = "at" if one.reach[0] == one.reach[1] else "within"
        yield Sentence(f"In {one.title} all {len(one.levels)} are {within} {scale.words(*one.reach)}.")


def _widest(enough: Sequence[Told], scale: Scale, whom: str) -> Iterable[Sentence]:
    """By the median of the widths; with whose spans in that column are the very widest."""
    widths = [one.width for one in enough]
    widest = [one for one in enough if one.width == max(widths)]
    if len(enough) < 2 or len(widest) != 1 or not widest[0].width:
        return
    levels = widest[0].levels
    most = max(cell.high - cell.low for _, cell in levels)
    names = [name for name, cell in levels if cell.high - cell.low == most]
    who = listed_names(names) if len(names) <= MOST_NAMED else f"{len(names)} {whom}"
    over = f"all {scale.count} levels" if most + 1 == scale.count else f"{most + 1} of the {scale.count} levels"
    yield Sentence(f"{widest[0].title} has the widest spans:", is_strong=True)
    yield Sentence(f"{who} {'runs' if len(names) == 1 else 'run'} over {over}.")


def _thin(others: Sequence[Told], rows: int, columns: int) -> Iterable[Sentence]:
    """Columns in which few have a level, or nobody has."""
    thin = [one for one in others if one.levels]
    if thin and len(thin) <= MOST_NAMED:
        said = listed_names([f"{one.title} ({len(one.levels)} of {rows})" for one in thin])
        yield Sentence(f"Too few have a level to say how all stand in {said}.")
    elif thin:
        yield Sentence(f"In {_of(len(thin), columns, thin)} too few have a level to say how all stand.")
    empty = [one for one in others if not one.levels]
    if empty and len(empty) <= MOST_NAMED:
        yield Sentence(f"Nobody has a level in {listed_names([one.title for one in empty])}.")
    elif empty:
        yield Sentence(f"In {_of(len(empty), columns, empty)} nobody has a level.")


def _of(count: int, columns: int, told: Sequence[Told]) -> str:
    kind = "dimensions" if told[0].column.kind == DIMENSION else "indicators"
    return f"all {columns} {kind}" if count == columns else f"{count} of the {columns} {kind}"
