"""Names the columns of a sheet by its header. One misnamed column is one fault, not one for each row below it.

A misnamed column is read as the one that was meant, where that can be told: the file is refused all the same, but
its other faults are not lost among what the name alone caused.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from frameworks.faults import did_you_mean
from frameworks.plain_yaml import shown
from frameworks.sheets import ACTIONS, BY_LEVEL, COLUMNS, INDICATORS, NUMBERED
from frameworks.workbooks import Cell, Row

NUMBERED_COLUMN = re.compile(rf"({'|'.join(NUMBERED)})( \d{{1,3}})?")
LEVEL_COLUMN = re.compile(rf"({'|'.join(BY_LEVEL)}) (.+)", re.IGNORECASE)
# Rows of words above the header, such as a title, among which it is looked for.
MOST_TITLE_ROWS = 5


@dataclass
class Header:
    """The name of each column by its number; empty for one that cannot be used, which is among the faults."""

    names: dict[int, str] = field(default_factory=dict)
    faults: list[tuple[Cell, str]] = field(default_factory=list)


def header_of(row: Row, known: Sequence[str], levels: Sequence[str] = ()) -> Header:
    """`levels`: the slugs of which columns such as `descriptor low` may speak."""
    written = {number: column_of(cell.text) for number, cell in row.cells.items()}
    counts, found = Counter(written.values()), Header()
    free = {"": [name for name in known if name not in counts]}
    free |= {kind: [slug for slug in levels if f"{kind} {slug}" not in counts] for kind in BY_LEVEL}
    for number, cell in row.cells.items():
        name = found.names[number] = written[number]
        of_level = LEVEL_COLUMN.fullmatch(name) if levels else None
        if of_level and of_level[2] not in levels:
            kind, level = of_level.groups()
            found.faults.append((cell, f"unknown level {shown(level)}{did_you_mean(level, list(levels))}"))
            meant = taken(level, free[kind]) or (free[kind].pop(0) if free[kind] else "")
            found.names[number] = f"{kind} {meant}" if meant else ""
        elif not is_known(name, known):
            found.faults.append((cell, f"unknown column {shown(name)}{did_you_mean(name, list(known))}"))
            found.names[number] = taken(name, free[""])
        elif counts[name] > 1:
            found.faults.append((cell, f"the column {shown(name)} stands {counts[name]} times"))
            found.names[number] = ""
    return found


def taken(name: str, free: list[str]) -> str:
    """The closest of those that no column has yet, which is then no longer free; empty where none is close."""
    close = get_close_matches(name, free, n=1) if len(name) <= 60 else []
    if close:
        free.remove(close[0])
    return close[0] if close else ""


def rows_above_header(rows: Sequence[Row], known: Sequence[str]) -> int:
    """How many rows, such as a title, stand above the header; 0 where the first row has a column's name."""
    for number, row in enumerate(rows[: MOST_TITLE_ROWS + 1]):
        count = sum(is_known(column_of(cell.text), known) for cell in row.cells.values())
        if count >= (2 if number else 1):
            return number
    return 0


def column_of(text: str) -> str:
    """The name of a column as it is known: small letters, save for the slug of a level."""
    words = " ".join(text.replace("_", " ").split()) if not LEVEL_COLUMN.match(text.strip()) else text.strip()
    of_level = LEVEL_COLUMN.fullmatch(words)
    return f"{of_level[1].casefold()} {of_level[2].strip()}" if of_level else words.casefold()


def is_known(column: str, known: Sequence[str]) -> bool:
    if column in known:
        return True
    if known == COLUMNS[INDICATORS]:
        return LEVEL_COLUMN.fullmatch(column) is not None
    return known == COLUMNS[ACTIONS] and NUMBERED_COLUMN.fullmatch(column) is not None


def is_item(column: str, key: str) -> bool:
    found = NUMBERED_COLUMN.fullmatch(column)
    return found is not None and found[1] == key
