"""The arithmetic of movement: two suppressed matrices become one of differences. Pure: no Django; words nothing.

It is given what two heatmaps show and nothing else, so it can say nothing that they do not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assessments.levels import NOT_ANSWERED, CellValue, Given, dimension_cell
from reports.disclosure import HIDDEN, SUPPRESSED
from reports.matrix import DIMENSION, INDICATOR, ORGANISATION, Column, Matrix, Row, Submission

COMPARED = "compared"
MISSING_BEFORE, MISSING_AFTER, MISSING_BOTH = "missing_before", "missing_after", "missing_both"
NOT_SHARED, OTHER_LEVELS = "not_shared", "other_levels"


@dataclass(frozen=True)
class Pair:
    """A column then and now; None where a version does not have it.

    `over`: where a dimension is compared over some of its indicators only, their codes (before, after); one that was
    split stands in several, and is counted once.
    `is_shared`: whether it is compared.
    """

    before: Column | None
    after: Column | None
    over: tuple[tuple[str, str], ...] = ()
    is_shared: bool = True

    @property
    def column(self) -> Column:
        return self.after or self.before


@dataclass(frozen=True)
class Move:
    """One cell of movement. `before` and `after`: None where the row is not there at all.

    `difference`: of the midpoints, later minus earlier; None unless the two are compared.
    """

    status: str
    before: CellValue | None
    after: CellValue | None
    difference: float | None = None


@dataclass(frozen=True)
class MoveRow:
    """`row`: as it is now; as it was, where it is there no more. `is_here`: whether it is there now."""

    row: Row
    is_here: bool
    moves: tuple[Move, ...]


def pairs_of(
    before: Iterable[Column], after: Iterable[Column], *, version: str, is_same_framework: bool
) -> tuple[Pair, ...]:
    """All columns of two framework versions. `version`: the earlier, as `slug@version`.

    An indicator is shared where the later file declares it equivalent, or has the same code in the same framework.
    A dimension is shared as a whole where all its indicators are, one to one; else over those that are.
    """
    before, after = list(before), list(after)
    old = {column.key: column for column in before}
    known = _shared_indicators(old, after, version, is_same_framework)
    pairs = []
    for column in after:
        if column.kind == INDICATOR:
            earlier = old.get((INDICATOR, known.get(column.code, "")))
            pairs.append(Pair(earlier, column, is_shared=earlier is not None))
        else:
            pairs.append(_pair_of_dimension(column, before, after, known, is_same_framework))
    taken = {pair.before.key for pair in pairs if pair.before}
    return (*pairs, *(Pair(column, None, is_shared=False) for column in before if column.key not in taken))


def _shared_indicators(
    old: Mapping[tuple[str, str], Column], after: Iterable[Column], version: str, is_same_framework: bool
) -> dict[str, str]:
    """The earlier code by the later one: the first that it declares, else its own where no other declares that.

    One earlier indicator may stand behind several later ones. frameworks/changes.py links by the same rule.
    """
    indicators = [column for column in after if column.kind == INDICATOR]
    declared = {column.code: _declared(column, old, version) for column in indicators}
    claimed = {code for codes in declared.values() for code in codes}
    known = {code: codes[0] for code, codes in declared.items() if codes}
    for column in indicators if is_same_framework else ():
        if column.code not in known and column.key in old and column.code not in claimed:
            known[column.code] = column.code
    return known


def _declared(column: Column, old: Mapping[tuple[str, str], Column], version: str) -> list[str]:
    """Codes of the earlier version that the later file names for this indicator, in its order."""
    split = (reference.partition("#") for reference in column.equivalent_to)
    return [code for where, _, code in split if where == version and (INDICATOR, code) in old]


def _pair_of_dimension(
    column: Column, before: list[Column], after: list[Column], known: Mapping[str, str], is_same_framework: bool
) -> Pair:
    now = [one.code for one in after if one.kind == INDICATOR and one.family == column.code]
    then = [one.code for one in before if one.kind == INDICATOR and one.family == column.code]
    earlier = next((one for one in before if one.key == column.key), None) if is_same_framework else None
    over = tuple((known[code], code) for code in now if code in known)
    if earlier and len(over) == len(now) and sorted(old for old, _ in over) == sorted(then):
        return Pair(earlier, column)
    if over:
        return Pair(earlier or replace(column, equivalent_to=()), column, over)
    return Pair(earlier, column, is_shared=False)


def over_indicators(submissions: Iterable[Submission], codes: Mapping[str, tuple[str, ...]]) -> tuple[Submission, ...]:
    """Dimensions worked out again from some indicators. `codes`: of these, by the code of the dimension.

    What was declared is left out, for it was said of the whole dimension. No code counts twice.
    """
    return tuple(
        replace(
            one,
            cells={
                **one.cells,
                **{(DIMENSION, dimension): _derived(one, listed) for dimension, listed in codes.items()},
            },
        )
        for one in submissions
    )


def _derived(submission: Submission, codes: tuple[str, ...]) -> CellValue:
    codes = tuple(dict.fromkeys(codes))
    cells = [submission.cells[(INDICATOR, code)] for code in codes if (INDICATOR, code) in submission.cells]
    given = [Given(cell.status, cell.low, cell.high, cell.confidence) for cell in cells if cell.status != NOT_ANSWERED]
    return dimension_cell(None, given, len(codes))


def movement(before: Matrix, after: Matrix, pairs: Iterable[Pair], *, has_same_levels: bool) -> tuple[MoveRow, ...]:
    """A row for each of either matrix, by casefolded name; in it a move for each pair."""
    pairs = tuple(pairs)
    then, now = ({(row.slug, row.name): row for row in matrix.rows} for matrix in (before, after))
    old, new = ({column.key: n for n, column in enumerate(matrix.columns)} for matrix in (before, after))
    # A group may have another name now, but not another slug; an organisation may have several initiatives.
    if after.row_kind != ORGANISATION:
        then, now = ({key[:1]: row for key, row in rows.items()} for rows in (then, now))
    rows = []
    for key in {**now, **then}:
        was, row = then.get(key), now.get(key)
        moves = tuple(
            _move(pair, _cell(was, old, pair.before), _cell(row, new, pair.after), has_same_levels) for pair in pairs
        )
        rows.append(MoveRow(row or was, row is not None, moves))
    return tuple(sorted(rows, key=lambda one: (one.row.name.casefold(), one.row.slug)))


def _cell(row: Row | None, numbers: Mapping[tuple[str, str], int], column: Column | None) -> CellValue | None:
    """`numbers`: where each column stands in the row, by its key."""
    if row is None or column is None or column.key not in numbers:
        return None
    return row.cells[numbers[column.key]]


def _move(pair: Pair, before: CellValue | None, after: CellValue | None, has_same_levels: bool) -> Move:
    if not pair.is_shared:
        return Move(NOT_SHARED, None, None)
    if any(cell is not None and cell.status == SUPPRESSED for cell in (before, after)):
        return Move(SUPPRESSED, HIDDEN, HIDDEN)
    had, has = (cell is not None and cell.midpoint is not None for cell in (before, after))
    if not (had and has):
        status = MISSING_AFTER if had else MISSING_BEFORE if has else MISSING_BOTH
        return Move(status, before, after)
    if not has_same_levels:
        return Move(OTHER_LEVELS, before, after)
    return Move(COMPARED, before, after, after.midpoint - before.midpoint)
