"""The order of a heatmap's rows: by place, name, level or movement. Pure: no Django; hides and words nothing.

It orders what is shown already, so it can say nothing more. Statements about a whole region always stand last.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from assessments.levels import NO_DATA, NOT_ANSWERED, NOT_APPLICABLE, missing_status
from reports.disclosure import SUPPRESSED
from reports.matrix import Column, Row

PLACE, NAME, LEVEL, MOVEMENT = "place", "name", "level", "movement"
# Rows without a level stand behind the others, the kinds of missing apart.
ABSENT = (NO_DATA, NOT_ANSWERED, NOT_APPLICABLE, SUPPRESSED)
WRITTEN = re.compile(rf"(-?)({NAME}|{LEVEL}|{MOVEMENT})(?::([A-Za-z0-9._-]{{1,20}}))?")

# Of one row: the difference by the code of the column, only where it is compared.
Moves = Mapping[str, float]
RowKey = tuple[str, str]


@dataclass(frozen=True)
class Order:
    """`column`: the code of the one that counts, empty for all that are shown. `is_turned`: highest or last first."""

    by: str = PLACE
    column: str = ""
    is_turned: bool = False

    @classmethod
    def read(cls, text: str) -> "Order | None":
        """As an address writes it: "name", "level", "-level:5", "movement"; None for what is no order."""
        if text in ("", PLACE):
            return cls()
        found = WRITTEN.fullmatch(text)
        if found is None or (found[2] == NAME and found[3]):
            return None
        return cls(found[2], found[3] or "", bool(found[1]))

    @property
    def written(self) -> str:
        """Empty for the usual one."""
        if self.by == PLACE:
            return ""
        return f"{'-' if self.is_turned else ''}{self.by}{f':{self.column}' if self.column else ''}"


def key_of(row: Row) -> RowKey:
    """An organisation may have several rows, one for each of its initiatives."""
    return (row.slug, row.name)


def arranged(
    rows: Iterable[Row],
    columns: tuple[Column, ...],
    order: Order,
    *,
    moves: Mapping[RowKey, Moves] | None = None,
    pinned: frozenset[str] = frozenset(),
) -> list[Row]:
    """`pinned`: slugs of the rows that stand before all others, in the same order among themselves."""
    numbers = [n for n, column in enumerate(columns) if order.column in ("", column.code)]
    found = sorted(rows, key=by_place if order.by == PLACE else _by_name)
    if order.by == NAME and order.is_turned:
        found.reverse()
    if order.by == LEVEL:
        found.sort(key=lambda row: _by_level(row, numbers, order))
    if order.by == MOVEMENT:
        found.sort(key=lambda row: _by_movement(movement_of((moves or {}).get(key_of(row), {}), order), order))
    return sorted(found, key=lambda row: (row.slug not in pinned, row.is_apart))


def by_place(row: Row) -> tuple:
    """Neighbours side by side: by ICS, then name; without an ICS after them, the whole region last."""
    return (row.is_apart, not row.parent, row.parent.casefold(), row.name.casefold())


def _by_name(row: Row) -> tuple:
    return (row.name.casefold(), row.slug)


def _by_level(row: Row, numbers: Iterable[int], order: Order) -> tuple:
    cells = [row.cells[number] for number in numbers]
    levels = [cell.midpoint for cell in cells if cell.midpoint is not None]
    if levels:
        return (0, _turned(median(levels), order))
    said = {str(cell.status) for cell in cells}
    status = SUPPRESSED if SUPPRESSED in said else missing_status(said)
    return (1, ABSENT.index(status))


def movement_of(moves: Moves, order: Order) -> float | None:
    """What a row is ordered by: its move in the column, or the median of its moves; None where nothing is compared."""
    if order.column:
        return moves.get(order.column)
    return float(median(moves.values())) if moves else None


def _by_movement(difference: float | None, order: Order) -> tuple:
    return (1, 0) if difference is None else (0, _turned(difference, order))


def _turned(number: float, order: Order) -> float:
    return -number if order.is_turned else number
