"""Opens a sent workbook as sheets of text with the place of each cell, or refuses it before it costs anything.

Knows no framework. What a cell cannot say as text (formulas, dates, yes and no) is noted as a fault.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from aligns_site.document_file import KINDS, NotADocument, kind_of
from aligns_site.spreadsheet import shown_text, unguarded
from frameworks.plain_yaml import LARGEST_FILE, MOST_REFUSALS, MOST_VALUES, Fault

MEGABYTE = 1024 * 1024
# More words than the largest YAML file has, and as much as may be held in memory at once.
LARGEST_UNPACKED = 32 * MEGABYTE
# Whatever is neither cells nor words (styles, names of sheets) is small; a program builds much from little of it.
LARGEST_OTHER_PART = MEGABYTE // 4
WORDS_AND_CELLS = re.compile(r"xl/(sharedStrings|worksheets/[^/]+)\.xml")
READ_AS_XML = (".xml", ".rels")
LAST_ROW = 1_048_576  # the last that a spreadsheet has
MOST_COLUMNS = 100

LEADING_OUT = {
    "xl/externallinks/": "it has links to other workbooks. Break the links, keep their values, and save it again",
    "xl/connections": "it has connections to other data. Remove them, and save it again",
    "xl/embeddings/": "another file lies in it. Take it out, and save it again",
    "xl/activex/": "it has controls that run programs. Take them out, and save it again",
    "xl/ctrlprops/": "it has controls that run programs. Take them out, and save it again",
    "xl/macrosheets/": "it holds macros. Save it without macros",
    "xl/querytables/": "it has connections to other data. Remove them, and save it again",
}
# Number formats that show a number as it is; in others 1.1 may be shown as 1.10.
AS_IT_IS = ("General", "0", "@")


class WorkbookRefused(Exception):
    """The file is no workbook that can be read. `str()` of it says why."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something. `spot` counts places in the order of reading: `Workbook.spots` has the words."""

    text: str
    spot: int
    was_number: bool = False
    is_doubtful: bool = False  # the person may have seen other digits than the cell has


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row that hold something, by column from 0."""

    spot: int
    cells: dict[int, Cell]


@dataclass
class Workbook:
    """The sheets in their order, by name; only rows with something in them."""

    sheets: dict[str, list[Row]] = field(default_factory=dict)
    spots: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def spot(self, words: str) -> int:
        self.spots.append(words)
        return len(self.spots)

    def fault(self, spot: int, message: str, path: str = "") -> None:
        if len(self.faults) >= MOST_REFUSALS:
            raise WorkbookRefused(f"it has more than {MOST_REFUSALS:,} cells that cannot be read as text")
        self.faults.append(Fault(path, message, spot, self.spots[spot - 1]))


def is_packed(data: bytes) -> bool:
    """Whether the content can be a workbook: YAML never begins so."""
    return data[:4] == b"PK\3\4"


def open_workbook(data: bytes) -> Workbook:
    """All sheets as text. Raises WorkbookRefused."""
    refuse_costly(data)
    from aligns_site.excel_read import opened

    found = Workbook()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells our users of what they cannot change
            book = opened(data)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                found.spot(f"sheet {sheet.title}")
                found.sheets[sheet.title] = list(rows_of(sheet, found))
    except WorkbookRefused:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do; the file is then no workbook
        raise WorkbookRefused(f"it cannot be read ({type(error).__name__})") from None
    return found


def refuse_costly(data: bytes) -> None:
    if len(data) > LARGEST_FILE:
        raise WorkbookRefused(f"it is larger than {LARGEST_FILE // MEGABYTE} MB")
    try:
        kind = kind_of(io.BytesIO(data), len(data))
    except NotADocument as refused:
        raise WorkbookRefused(refused.why) from None
    if kind != "xlsx":
        raise WorkbookRefused(f"it is a file of {KINDS[kind].label}. Save it as .xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        for part in parts:
            refuse_leading_out(part.filename)
        if sum(part.file_size for part in parts) > LARGEST_UNPACKED or any(map(is_swollen, parts)):
            raise WorkbookRefused("it unpacks to far more than a framework needs")
        for part in parts:
            refuse_own_words_of_xml(package, part)


def refuse_leading_out(name: str) -> None:
    for start, why in LEADING_OUT.items():
        if name.lower().startswith(start):
            raise WorkbookRefused(why)


def is_swollen(part: zipfile.ZipInfo) -> bool:
    is_other = part.filename.endswith(READ_AS_XML) and not WORDS_AND_CELLS.fullmatch(part.filename)
    return is_other and part.file_size > LARGEST_OTHER_PART


def refuse_own_words_of_xml(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No workbook declares entities, which let a small file grow into a large one; nor is one in UTF-16."""
    if not part.filename.endswith(READ_AS_XML):
        return
    content = package.read(part)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content:
        raise WorkbookRefused("its parts are not those of a workbook")


def rows_of(sheet, found: Workbook) -> Iterator[Row]:
    empty = None  # openpyxl gives the same empty row for each that the file leaves out: there may be a million
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        if number > LAST_ROW:
            raise WorkbookRefused("it has more rows than a spreadsheet can have")
        if cells is empty:
            continue
        given = [(column, cell) for column, cell in enumerate(cells) if cell.value is not None]
        if not given:
            empty = cells
            continue
        spot = found.spot(f"sheet {sheet.title}, row {number}")
        read = {column: cell_of(cell, found, f"sheet {sheet.title}, cell {cell.coordinate}") for column, cell in given}
        held = {column: cell for column, cell in read.items() if cell.text}
        if len(found.spots) > MOST_VALUES:
            raise WorkbookRefused(f"it holds more than {MOST_VALUES:,} values")
        if held:
            yield Row(spot, held)


def cell_of(cell, found: Workbook, words: str) -> Cell:
    spot, value = found.spot(words), cell.value
    wrong = cannot_be_text(cell)
    if wrong:
        found.fault(spot, wrong)
        return Cell("?", spot)
    if isinstance(value, int | float):
        text = f"{value:.10g}" if isinstance(value, float) else str(value)
        return Cell(text, spot, True, float(text) != value or cell.number_format not in AS_IT_IS)
    return Cell(unguarded(shown_text(str(value)).strip()), spot)


def cannot_be_text(cell) -> str:
    """What is wrong with a value that is neither text nor a number; nothing where it is one."""
    if cell.data_type == "f":
        return "a formula stands here: put its value in its place"
    if cell.data_type == "e":
        return "an error of the spreadsheet stands here"
    if isinstance(cell.value, bool):
        return "TRUE or FALSE stands here: format the cell as text and write it again"
    if isinstance(cell.value, datetime | date | time | timedelta):
        return "a date stands here: format the cell as text and write it again"
    return ""
