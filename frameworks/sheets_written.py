"""Writes a framework's plain text and keys as a workbook that reads back as they were. No text is ever a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from aligns_site.spreadsheet import guarded
from frameworks.plain_yaml import Plain
from frameworks.sheets import (
    ACTION,
    ACTIONS,
    BY_LEVEL,
    COLUMNS,
    DIMENSION,
    DIMENSIONS,
    FRAMEWORK,
    HEAD_COLUMNS,
    HEAD_NOTES,
    INDICATORS,
    LEVELS,
    LISTS,
    NUMBERED,
    README,
    SOURCES,
    key_of,
)

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# One content, one file: the time of writing would change it.
CREATED = datetime(2025, 1, 1)
NUMBERS = ("year", "weight")
WIDTHS = {
    "slug": 20,
    "code": 12,
    "dimension": 12,
    "recommended action": 20,
    "from": 14,
    "to": 14,
    "year": 8,
    "weight": 12,
    "key": 14,
    "value": 70,
    "title": 36,
    "name": 20,
    "reviewed": 20,
    "weights to check": 20,
    "supports": 20,
    "equivalent": 24,
}
WIDE = 44
FEWEST_ITEMS = 2

HOW_TO = (
    "A framework as a workbook",
    "This workbook holds one version of a framework. Each row of a sheet is one part; the first row names the columns.",
    "1. On the sheet Framework, write the name, the version and who publishes it.",
    "2. On the sheet Levels, write 2 to 7 levels, the lowest first. The slug is a short name of letters and digits.",
    "3. On the sheet Dimensions, write the themes, in their order.",
    "4. On the sheet Indicators, write what is judged. The first column says to which dimension each belongs.",
    "5. The sheet Indicators has a column “descriptor” with the slug of each level: the words for that level. "
    "Fill all of them in a row, or none. If you change the slug of a level, change the names of its columns too.",
    "6. Columns “weight” with the slug of a level are for frameworks with weights. Fill all of them in a row, or none. "
    "You may delete or add these columns. “weights to check” lists the slugs of levels whose weight is not confirmed.",
    "7. “reviewed” lists the slugs of levels whose words somebody has reviewed, with commas between them.",
    "8. “equivalent to” names the same indicator in another version or framework, such as aligns@2024.1#1.2.",
    "9. The sheets Recommended actions and Sources may stay empty. A source with nothing under “recommended action” "
    "is one of the framework itself. Add columns such as “who 3” or “how 3” where you need more.",
    "Codes are text. Format the cells of codes as text before you write: else a spreadsheet makes 1.1 of 1.10.",
    "Formulas, dates, macros and links to other workbooks are refused. Nothing on this first sheet is read.",
    "When you are done, choose “Check the file” on the page Load a framework. It lists every fault with its cell.",
)


def as_workbook(plain: dict[str, Plain], *, with_weights: bool = False) -> bytes:
    """`with_weights`: columns for weights also where nothing is weighted, as a template has them."""
    from frameworks.excel_written import ExactWorkbook

    file = io.BytesIO()
    with ExactWorkbook(file, {"in_memory": True, **AS_TEXT}) as book:
        book.set_properties({"created": CREATED})
        writer = Writer(book)
        writer.explain()
        writer.sheet(FRAMEWORK, HEAD_COLUMNS, head_rows(plain))
        for name, key in ((LEVELS, "levels"), (DIMENSIONS, "dimensions")):
            writer.sheet(name, COLUMNS[name], (cells_of(part, COLUMNS[name]) for part in plain[key]))
        writer.sheet(INDICATORS, *indicator_table(plain, with_weights))
        writer.sheet(ACTIONS, *action_table(plain.get("recommended_actions", [])))
        writer.sheet(SOURCES, COLUMNS[SOURCES], source_rows(plain))
    return file.getvalue()


class Writer:
    """The workbook with its looks."""

    def __init__(self, book):
        self.book = book
        self.header = book.add_format(
            {"bold": True, "bg_color": "#005eb8", "font_color": "#ffffff", "text_wrap": True, "valign": "top"}
        )
        self.words = book.add_format({"text_wrap": True, "valign": "top"})
        self.code = book.add_format({"num_format": "@", "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 16})

    def explain(self) -> None:
        sheet = self.book.add_worksheet(README)
        sheet.set_column(0, 0, 100, self.words)
        sheet.write_string(0, 0, HOW_TO[0], self.title)
        for number, words in enumerate(HOW_TO[1:], start=1):
            sheet.write_string(number, 0, words, self.words)

    def sheet(self, name: str, columns: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for number, column in enumerate(columns):
            kind = column.split()[0] if column not in WIDTHS else column
            width = WIDTHS.get(kind, WIDE)
            sheet.set_column(number, number, width, self.words if width == WIDE or kind in NUMBERS else self.code)
            sheet.write_string(0, number, column, self.header)
        for row, cells in enumerate(rows, start=1):
            for number, column in enumerate(columns):
                self.write(sheet, row, number, column, cells.get(column, ""))

    def write(self, sheet, row: int, number: int, column: str, text: str) -> None:
        if not text:
            return
        if column.split()[0] in NUMBERS:
            sheet.write_number(row, number, float(text), self.words)
        else:
            long = "\n" in text or len(text) > WIDTHS.get(column, 0)
            sheet.write_string(row, number, guarded(text), self.words if long else self.code)


def head_rows(plain: dict[str, Plain]) -> list[dict[str, str]]:
    head = {"format": plain["format"], **plain["framework"]}
    return [{"key": key, "value": head.get(key, ""), "what to write": note} for key, note in HEAD_NOTES.items()]


def cells_of(part: dict[str, Plain], columns: Sequence[str]) -> dict[str, str]:
    """The texts and lists of codes of a part, by the columns for them."""
    cells = {}
    for column in columns:
        value = part.get(key_of(column), "")
        cells[column] = ", ".join(value) if column in LISTS else value
    return cells


def indicator_table(plain: dict[str, Plain], with_weights: bool) -> tuple[list[str], list[dict[str, str]]]:
    indicators = [(part["code"], one) for part in plain["dimensions"] for one in part["indicators"]]
    slugs = [level["slug"] for level in plain["levels"]]
    is_weighted = with_weights or any("weights" in one for _, one in indicators)
    kinds = [kind for kind in BY_LEVEL if kind != "weight" or is_weighted]
    own = [column for column in COLUMNS[INDICATORS] if is_weighted or column != "weights to check"]
    by_level = [f"{kind} {slug}" for kind in kinds for slug in slugs]
    at = own.index("reviewed")
    rows = []
    for dimension, one in indicators:
        cells = cells_of(one, own) | {DIMENSION: dimension}
        for kind in kinds:
            cells |= {f"{kind} {slug}": text for slug, text in one.get(BY_LEVEL[kind], {}).items()}
        rows.append(cells)
    return [*own[:at], *by_level, *own[at:]], rows


def action_table(actions: list[dict[str, Plain]]) -> tuple[list[str], list[dict[str, str]]]:
    own = COLUMNS[ACTIONS]
    items = [
        f"{key} {number}"
        for key in NUMBERED
        for number in range(1, max([FEWEST_ITEMS, *(len(action.get(key, [])) for action in actions)]) + 1)
    ]
    rows = [
        cells_of(action, own)
        | {f"{key} {number}": item for key in NUMBERED for number, item in enumerate(action.get(key, []), start=1)}
        for action in actions
    ]
    at = own.index("supports")
    return [*own[:at], *items, *own[at:]], rows


def source_rows(plain: dict[str, Plain]) -> list[dict[str, str]]:
    owners = [("", plain["framework"]), *((one["code"], one) for one in plain.get("recommended_actions", []))]
    return [
        {ACTION: code, **(source if isinstance(source, dict) else {"title": source})}
        for code, owner in owners
        for source in owner.get("sources", [])
    ]
