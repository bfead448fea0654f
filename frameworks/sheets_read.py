"""Reads the sheets of a workbook into the same plain text and keys that a YAML file gives, each with its cell."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from aligns_site.spreadsheet import as_number
from frameworks.faults import did_you_mean
from frameworks.plain_yaml import Document, Path, Plain, shown
from frameworks.sheets import (
    ACTION,
    ACTIONS,
    ALL,
    BY_LEVEL,
    COLUMNS,
    DIMENSION,
    DIMENSIONS,
    FRAMEWORK,
    HEAD_COLUMNS,
    INDICATORS,
    LEVELS,
    LISTS,
    NEEDED,
    NUMBERED,
    README,
    SOURCES,
    key_of,
)
from frameworks.workbooks import MOST_COLUMNS, Cell, Row, Workbook, WorkbookRefused, open_workbook

# Where 1.1 and 1.10 are not the same: numbers that a spreadsheet may have changed are faults here.
NAMES = ("code", "slug", "version")
NUMBERED_COLUMN = re.compile(rf"({'|'.join(NUMBERED)})( \d{{1,3}})?")
LEVEL_COLUMN = re.compile(rf"({'|'.join(BY_LEVEL)}) (.+)", re.IGNORECASE)

Codes = dict[str, Path]


def read_sheets(data: bytes) -> Document:
    """The framework that the sheets hold, with the faults of the sheets themselves. Raises WorkbookRefused."""
    return Reader(open_workbook(data)).document()


@dataclass(frozen=True)
class Line:
    """A row below the header: its cells by the name of their column."""

    spot: int
    cells: dict[str, Cell]


class Reader:
    """Builds the document sheet by sheet, and notes for every value where it stands."""

    def __init__(self, workbook: Workbook):
        self.workbook = workbook
        self.lines: dict[Path, int] = {}
        self.sheets = {name: self.sheet(name) for name in ALL}
        self.value: dict[str, Plain] = {}

    def document(self) -> Document:
        self.refuse_missing_sheets()
        self.refuse_unknown_sheets()
        self.read_head()
        self.read_levels()
        dimensions = self.read_dimensions()
        indicators = self.read_indicators(dimensions)
        self.read_sources(self.read_actions(indicators))
        return Document(self.value, self.lines, spots=tuple(self.workbook.spots), faults=tuple(self.workbook.faults))

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
                hint = did_you_mean(title, list(ALL))
                self.workbook.fault(rows[0].spot, f"unknown sheet {shown(title)}{hint}")

    def table(self, name: str, known: tuple[str, ...]) -> Iterator[Line]:
        """The rows of a sheet below its header."""
        rows = self.sheets[name] or []
        columns = self.columns(rows[0], known) if rows else {}
        for row in rows[1:]:
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

    def columns(self, header: Row, known: tuple[str, ...]) -> dict[int, str]:
        """The name of each column; empty for one that cannot be used, which is noted."""
        names = {number: column_of(cell.text) for number, cell in header.cells.items()}
        counts = Counter(names.values())
        for number, cell in header.cells.items():
            name = names[number]
            if not is_known(name, known):
                self.workbook.fault(cell.spot, f"unknown column {shown(name)}{did_you_mean(name, list(known))}")
            elif counts[name] > 1:
                self.workbook.fault(cell.spot, f"the column {shown(name)} stands {counts[name]} times")
            else:
                continue
            names[number] = ""
        return names

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

    # ---- what each sheet holds

    def read_head(self) -> None:
        head: dict[str, Plain] = {}
        self.lines[()] = self.lines[("framework",)] = self.first_spot(FRAMEWORK)
        for line in self.table(FRAMEWORK, HEAD_COLUMNS):
            key, value = line.cells.get("key"), line.cells.get("value")
            if value is None:
                continue
            name = key_of(column_of(key.text)) if key else ""
            path = ("format",) if name == "format" else ("framework", name)
            if not name:
                self.workbook.fault(line.spot, "there is a value without a key")
            elif name == "sources":
                self.workbook.fault(line.spot, f"sources have a sheet of their own: {SOURCES}", "framework")
            elif path in self.lines:
                self.workbook.fault(line.spot, f"{shown(name)} stands twice", "framework")
            else:
                (self.value if name == "format" else head)[name] = self.keep(path, value, name)
        self.value["framework"] = head

    def first_spot(self, name: str) -> int:
        rows = self.sheets[name]
        return rows[0].spot if rows else self.workbook.spot(f"sheet {name}")

    def read_list(self, name: str, key: str) -> tuple[list[Plain], list[Line]]:
        """One part for each row of a sheet, with the columns that hold a text."""
        self.lines[(key,)] = self.first_spot(name)
        lines = list(self.table(name, COLUMNS[name]))
        plain = tuple(column for column in COLUMNS[name] if column not in LISTS)
        parts: list[Plain] = [self.part((key, number), line, plain) for number, line in enumerate(lines)]
        first = COLUMNS[name][0]
        self.doubt_look_alikes([line.cells[first] for line in lines if first in line.cells])
        return parts, lines

    def read_levels(self) -> None:
        self.value["levels"] = self.read_list(LEVELS, "levels")[0]

    def read_dimensions(self) -> Codes:
        dimensions, _ = self.read_list(DIMENSIONS, "dimensions")
        codes: Codes = {}
        for number, dimension in enumerate(dimensions):
            codes.setdefault(dimension.get("code", ""), ("dimensions", number))
            dimension["indicators"] = []
        self.value["dimensions"] = dimensions
        return codes

    def read_indicators(self, dimensions: Codes) -> Codes:
        lines = list(self.table(INDICATORS, COLUMNS[INDICATORS]))
        codes: Codes = {}
        for line in lines:
            at = self.dimension_of(line, dimensions)
            indicators = self.value["dimensions"][at[-1]]["indicators"]
            path = (*at, "indicators", len(indicators))
            indicators.append(self.indicator(path, line))
            codes.setdefault(indicators[-1].get("code", ""), path)
        self.doubt_look_alikes([line.cells["code"] for line in lines if "code" in line.cells])
        return codes

    def dimension_of(self, line: Line, dimensions: Codes) -> Path:
        """Where the indicator belongs. One of no dimension gets one made up, so that it is checked all the same."""
        cell = line.cells.get(DIMENSION)
        code = self.meant((), cell, {known: path for known, path in dimensions.items() if known}) if cell else "-"
        if code in dimensions and (cell or code != "-"):
            return dimensions[code]
        words = f"{shown(code)} is not a code on the sheet {DIMENSIONS}" if cell else f"{DIMENSION} is missing"
        self.workbook.fault(cell.spot if cell else line.spot, words)
        made_up = dimensions.get(f"{code}?")
        if made_up is None:
            made_up = dimensions[f"{code}?"] = ("dimensions", len(self.value["dimensions"]))
            self.lines[made_up] = line.spot
            self.value["dimensions"].append({"code": code, "title": "-", "indicators": []})
        return made_up

    def indicator(self, path: Path, line: Line) -> dict[str, Plain]:
        found = self.part(path, line, ("code", "title", "question", "guidance"))
        for column in ("reviewed", "weights to check", "equivalent to"):
            if column in line.cells:
                found[key_of(column)] = self.listed((*path, key_of(column)), line.cells[column], self.level_slugs())
        for column, cell in line.cells.items():
            of_level = LEVEL_COLUMN.fullmatch(column)
            if of_level:
                key, level = BY_LEVEL[of_level[1]], of_level[2]
                found.setdefault(key, {})[level] = self.keep((*path, key, level), cell)
        return found

    def level_slugs(self) -> Codes:
        return {level.get("slug", ""): () for level in self.value["levels"]}

    def read_actions(self, indicators: Codes) -> Codes:
        if not self.sheets[ACTIONS] or len(self.sheets[ACTIONS]) < 2:
            return {}
        actions, lines = self.read_list(ACTIONS, "recommended_actions")
        codes: Codes = {}
        for number, (action, line) in enumerate(zip(actions, lines, strict=True)):
            path = ("recommended_actions", number)
            codes.setdefault(action.get("code", ""), path)
            if "supports" in line.cells:
                action["supports"] = self.listed((*path, "supports"), line.cells["supports"], indicators)
            for key in ("from", "to"):
                if key in line.cells:
                    action[key] = self.meant((*path, key), line.cells[key], self.level_slugs())
            for key in NUMBERED:
                given = [cell for column, cell in line.cells.items() if is_item(column, key)]
                if given:
                    self.lines[(*path, key)] = given[0].spot
                    action[key] = [self.keep((*path, key, place), cell) for place, cell in enumerate(given)]
        if actions:
            self.value["recommended_actions"] = actions
        return codes

    def read_sources(self, actions: Codes) -> None:
        for line in self.table(SOURCES, COLUMNS[SOURCES]):
            owner = self.owner_of(line, actions)
            if owner is None:
                continue
            part = self.value["framework"] if owner == ("framework",) else self.value[owner[0]][owner[1]]
            sources = part.setdefault("sources", [])
            path = (*owner, "sources", len(sources))
            source = self.part(path, line, ("title", "url", "year"))
            sources.append(source["title"] if set(source) == {"title"} else source)

    def owner_of(self, line: Line, actions: Codes) -> Path | None:
        """The framework, or the recommended action that the row names; None where there is no such action."""
        cell = line.cells.get(ACTION)
        if cell is None:
            return ("framework",)
        code = self.meant((), cell, actions)
        if code not in actions:
            self.workbook.fault(cell.spot, f"{shown(code)} is not a code on the sheet {ACTIONS}")
        return actions.get(code)


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def column_of(text: str) -> str:
    """The name of a column as it is known: small letters, save for the slug of a level."""
    words = " ".join(text.replace("_", " ").split()) if not LEVEL_COLUMN.match(text.strip()) else text.strip()
    of_level = LEVEL_COLUMN.fullmatch(words)
    return f"{of_level[1].casefold()} {of_level[2].strip()}" if of_level else words.casefold()


def is_known(column: str, known: tuple[str, ...]) -> bool:
    if column in known:
        return True
    if known == COLUMNS[INDICATORS]:
        return LEVEL_COLUMN.fullmatch(column) is not None
    return known == COLUMNS[ACTIONS] and NUMBERED_COLUMN.fullmatch(column) is not None


def is_item(column: str, key: str) -> bool:
    found = NUMBERED_COLUMN.fullmatch(column)
    return found is not None and found[1] == key
