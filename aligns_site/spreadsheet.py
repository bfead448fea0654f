"""Reads a CSV or XLSX file as rows of text with the row numbers that a spreadsheet shows. Pure; judges no content."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from aligns_site.file_kinds import kind_in_words

LARGEST_FILE = 16 * 1024 * 1024
LARGEST_UNPACKED = 128 * 1024 * 1024
MOST_ROWS = 200_000
LAST_ROW = 1_048_576  # the last that a spreadsheet has
LONGEST_CELL = 20_000
GUARDED = re.compile(r"'*[=+\-@]")
# Excel's sign for a character; not for the halves of one, which are none alone.
SIGN = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


class TableRefused(Exception):
    """The file is no table that can be read. `str()` of it says why."""


@dataclass(frozen=True)
class Value:
    """One cell as text. `was_number` where a spreadsheet held it as a number, so that 1.10 may have become 1.1."""

    text: str
    was_number: bool = False


@dataclass(frozen=True)
class TableRow:
    number: int
    values: tuple[Value, ...]


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before = + - @."""
    return f"'{text}" if GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put before it."""
    return text[1:] if text.startswith("'") and GUARDED.match(text) else text


def shown_text(text: str) -> str:
    """The text of a cell as Excel shows it, its lines ended as everywhere else.

    Excel writes characters that XML cannot hold as signs such as _x000D_, and a text that looks like such a sign with
    _x005F_ for its first letter.
    """
    return SIGN.sub(lambda sign: chr(int(sign[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def as_number(code: str) -> str:
    """What a spreadsheet makes of a code that looks like a number: 1.10 becomes 1.1, 01 becomes 1. Else nothing."""
    if not re.fullmatch(r"[0-9]*\.?[0-9]+|[0-9]+\.", code):
        return ""
    number = f"{Decimal(code):f}"
    return (number.rstrip("0").rstrip(".") if "." in number else number) or "0"


def read_table(data: bytes) -> list[TableRow]:
    """The rows that hold anything, header first; the content says which kind of file it is. Raises TableRefused."""
    if len(data) > LARGEST_FILE:
        raise TableRefused(f"the file is larger than {LARGEST_FILE // 1024 // 1024} MB")
    rows = []
    for number, values in enumerate(_xlsx_rows(data) if data[:4] == b"PK\3\4" else _csv_rows(data), start=1):
        while values and not values[-1].text:
            values.pop()
        if any("\0" in value.text for value in values):
            raise TableRefused(f"row {number}: a NUL character stands in it, which no text has")
        if values:
            rows.append(TableRow(number, tuple(values)))
        if len(rows) > MOST_ROWS or number > LAST_ROW:
            raise TableRefused(f"the file has more than {MOST_ROWS:,} rows")
    if not rows:
        raise TableRefused("the file is empty")
    return rows


def _csv_rows(data: bytes) -> Iterator[list[Value]]:
    kind = kind_in_words(data)
    if kind:
        raise TableRefused(f"this is {kind}. Save it as .xlsx or “CSV UTF-8”")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise TableRefused(f"row {row}: the file is not UTF-8. Save it as “CSV UTF-8” and try again") from None
    read = 0
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), strict=True):
            yield [Value(unguarded(cell.strip())) for cell in cells]
            read += 1
    except csv.Error as error:
        raise TableRefused(f"row {read + 1}: the file is not a CSV file from here on: {error}") from None


def _xlsx_rows(data: bytes) -> Iterator[list[Value]]:
    from aligns_site.excel_read import opened

    warnings.filterwarnings("ignore", module="openpyxl")  # it tells our users of what they cannot change
    try:
        _refuse_bombs(data)
        book = opened(data, data_only=True)
        if not book.worksheets:
            raise TableRefused("the workbook has no sheet")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for cells in sheet.iter_rows(max_col=40, values_only=True):
            yield [_xlsx_value(cell) for cell in cells]
    except TableRefused:
        raise
    except Exception as error:  # zipfile and openpyxl raise whatever their parsers do; the file is then no workbook
        raise TableRefused(f"the file is not a workbook that can be read ({type(error).__name__})") from None


def _refuse_bombs(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > LARGEST_UNPACKED:
        raise TableRefused("the workbook is far larger inside than it looks, and was not opened")


def _xlsx_value(cell) -> Value:
    if cell is None:
        return Value("")
    if isinstance(cell, bool):
        return Value("yes" if cell else "no")
    if isinstance(cell, int):
        return Value(str(cell), was_number=True)
    if isinstance(cell, float):
        return Value(f"{cell:.10g}", was_number=True)
    if isinstance(cell, datetime):
        return Value(cell.date().isoformat())
    if isinstance(cell, date):
        return Value(cell.isoformat())
    return Value(unguarded(shown_text(str(cell)).strip()))
