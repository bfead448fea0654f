"""Sheets of a workbook as rows by the names of their columns: where a value stands, and which numbers are doubtful."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aligns_site.spreadsheet import as_number
from frameworks.faults import did_you_mean
from frameworks.plain_yaml import Path, Plain, shown
from frameworks.sheet_headers import Header, header_of, rows_above_header
from frameworks.sheets import ALL, NEEDED, README, key_of
from frameworks.workbooks import MOST_COLUMNS, Cell, Row, Workbook, WorkbookRefused

# Where 1.1 and 1.10 are not the same: numbers that a spreadsheet may have changed are faults here.
NAMES = ("code", "slug", "version")

Codes = dict[str, Path]


@dataclass(frozen=True)
class Line:
    """A row below the header: its cells by the name of their column."""

    spot: int
    cells: dict[str, Cell]


class Tables:
    """The sheets of one workbook and the place of each value; what is read out of them, a subclass says."""

    def __init__(self, workbook: Workbook):
        self.workbook = workbook
        self.lines: dict[Path, int] = {}
        self.sheets = {name: self.sheet(name) for name in ALL}
        self.value: dict[str, Plain] = {}

    # ---- sheets and their headers

    def sheet(self, name: str) -> list[Row] | None:
        found = [rows for title, rows in self.workbook.sheets.items() if folded(title) == folded(name)]
        return found[0] if found else None

    def refuse_missing_sheets(self) -> None:
        missing = [name for name in NEEDED if self.sheets[name] is None]
        if missing:
            raise WorkbookRefused(f"it has no sheet {' and no sheet '.join(missing)}. Begin with the template")

    def refuse_unknown_sheets(self) -> None:
        known = {folded(name) for name in (README, *ALL)}
        for title, rows in self.workbook.sheets.items():
            if rows and folded(title) not in known:
                hint = did_you_mean(title, list(ALL)) or ": take it out"
                self.workbook.fault(rows[0].spot, f"unknown sheet {shown(title)}{hint}")

    def first_spot(self, name: str) -> int:
        rows = self.sheets[name]
        return rows[0].spot if rows else self.workbook.spot(f"sheet {name}")

    def table(self, name: str, known: tuple[str, ...], levels: tuple[str, ...] = ()) -> Iterator[Line]:
        """The rows of a sheet below its header. `levels`: the slugs that columns may name."""
        rows = self.sheets[name] or []
        above = rows_above_header(rows, known)
        if above:
            words = "the first row must name the columns. Their names stand further down: delete the rows above them"
            self.workbook.fault(rows[0].spot, words)
        header = header_of(rows[above], known, levels) if rows else Header()
        for cell, words in header.faults:
            self.workbook.fault(cell.spot, words)
        columns = header.names
        for row in rows[above + 1 :]:
            cells: dict[str, Cell] = {}
            for number, cell in row.cells.items():
                if number in columns:
                    if columns[number]:
                        cells[columns[number]] = cell
                else:
                    words = "there is a value, but the column has no name in the first row"
                    self.workbook.fault(cell.spot, words if number < MOST_COLUMNS else "there are too many columns")
            if cells:
                yield Line(row.spot, cells)

    # ---- values

    def keep(self, path: Path, cell: Cell, column: str = "") -> str:
        self.lines[path] = cell.spot
        if cell.is_doubtful and column in NAMES:
            self.doubt(cell)
        return cell.text

    def doubt(self, cell: Cell, among: str = "") -> None:
        words = f"the number {shown(cell.text)} may not be what was written{among}"
        self.workbook.fault(cell.spot, f"{words}: format the cell as text and write it again")

    def part(self, path: Path, line: Line, columns: tuple[str, ...]) -> dict[str, Plain]:
        """The values of these columns by their keys; an empty cell is left out."""
        self.lines[path] = line.spot
        found: dict[str, Plain] = {}
        for column in columns:
            if column in line.cells:
                key = key_of(column)
                found[key] = self.keep((*path, key), line.cells[column], column)
        return found

    def listed(self, path: Path, cell: Cell, codes: Codes | None = None) -> list[Plain]:
        """The codes in one cell, with commas between them; a number is looked up among `codes`."""
        self.lines[path] = cell.spot
        if cell.was_number:
            return [self.meant(path, cell, codes or {})]
        found = [code for code in re.split(r"[,;\s]+", cell.text) if code]
        self.lines |= {(*path, number): cell.spot for number in range(len(found))}
        return found

    def meant(self, path: Path, cell: Cell, codes: Codes) -> str:
        """The code that the cell means: a number may have lost its zeros, so it must fit one code only."""
        if path:
            self.lines[path] = cell.spot
        if not cell.was_number:
            return cell.text
        fitting = [code for code in codes if as_number(code) == cell.text]
        if len(fitting) > 1:
            self.doubt(cell, f" (it may mean {' or '.join(map(shown, fitting))})")
        elif not fitting and cell.is_doubtful:
            self.doubt(cell)
        return fitting[0] if fitting else cell.text

    def doubt_look_alikes(self, cells: list[Cell]) -> None:
        """A number beside a text that a spreadsheet would have made the same number of: 1.1 beside 1.10."""
        written = {as_number(cell.text): cell.text for cell in cells if not cell.was_number and as_number(cell.text)}
        for cell in cells:
            if cell.was_number and not cell.is_doubtful and written.get(cell.text, cell.text) != cell.text:
                self.doubt(cell, f" beside {shown(written[cell.text])}")


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()
