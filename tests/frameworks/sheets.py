"""Workbooks for the tests of this app: a framework's sheets, whole, changed and broken."""

import io
import zipfile

from openpyxl import Workbook, load_workbook

from frameworks.plain_yaml import read
from frameworks.sheets_written import as_workbook
from tests.frameworks.loading import GARDEN


def sheets_of(text: str = GARDEN) -> bytes:
    """The YAML file as a workbook."""
    return as_workbook(read(text.encode()).value)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(sheet: str, cells: dict[str, object], formats: dict[str, str] | None = None, text: str = GARDEN) -> bytes:
    """The workbook with other values in these cells of a sheet, and the number formats of some."""
    book = load_workbook(io.BytesIO(sheets_of(text)))
    for place, value in cells.items():
        book[sheet][place] = value
        book[sheet][place].number_format = (formats or {}).get(place, "General")
    return saved(book)


def action_sheets(text: str, cells: dict[str, object] | None = None, sheet: str = "Recommended actions") -> bytes:
    """The YAML file of recommended actions as the two sheets that such a workbook has, with other values in `cells`."""
    whole = read(GARDEN.encode()).value
    whole["framework"].pop("sources", None)
    actions = {"recommended_actions": read(text.encode()).value["recommended_actions"]}
    book = load_workbook(io.BytesIO(as_workbook(whole | actions)))
    for name in set(book.sheetnames) - {"Recommended actions", "Sources"}:
        del book[name]
    for place, value in (cells or {}).items():
        book[sheet][place] = value
    return saved(book)


def with_parts(parts: dict[str, bytes], data: bytes | None = None) -> bytes:
    """The workbook with these parts of its zip file added or replaced."""
    whole = zipfile.ZipFile(io.BytesIO(data or sheets_of()))
    content = {name: whole.read(name) for name in whole.namelist()} | parts
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in content.items():
            package.writestr(name, part)
    return out.getvalue()
