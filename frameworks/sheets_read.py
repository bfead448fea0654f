"""Reads the sheets of a workbook into the same plain text and keys that a YAML file gives, each with its cell."""

from frameworks.plain_yaml import Document, Path, Plain, shown
from frameworks.sheet_headers import LEVEL_COLUMN, column_of, is_item
from frameworks.sheet_tables import Codes, Line, Tables
from frameworks.sheets import (
    ACTION,
    ACTIONS,
    BY_LEVEL,
    COLUMNS,
    DIMENSION,
    DIMENSIONS,
    FRAMEWORK,
    HEAD_COLUMNS,
    INDICATORS,
    LEVELS,
    LISTS,
    NUMBERED,
    SOURCES,
    key_of,
)
from frameworks.workbooks import open_workbook

NO_DIMENSION = f"{DIMENSION} is missing: write its code in every row, also where cells are merged"


def read_sheets(data: bytes) -> Document:
    """The framework that the sheets hold, with the faults of the sheets themselves. Raises WorkbookRefused."""
    return Reader(open_workbook(data)).document()


class Reader(Tables):
    """Builds the document of a framework, sheet by sheet."""

    def document(self) -> Document:
        self.refuse_missing_sheets()
        self.refuse_unknown_sheets()
        self.read_head()
        self.read_levels()
        dimensions = self.read_dimensions()
        indicators = self.read_indicators(dimensions)
        self.read_sources(self.read_actions(indicators))
        return Document(self.value, self.lines, spots=tuple(self.workbook.spots), faults=tuple(self.workbook.faults))

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
        levels = tuple(filter(None, self.level_slugs()))
        lines = list(self.table(INDICATORS, COLUMNS[INDICATORS], levels))
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
        words = f"{shown(code)} is not a code on the sheet {DIMENSIONS}" if cell else NO_DIMENSION
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
