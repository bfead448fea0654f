"""Rows of a CSV or XLSX file as text, with the numbers that a spreadsheet shows."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from aligns_site.spreadsheet import TableRefused, guarded, read_table, unguarded


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def texts(data: bytes) -> list[tuple[int, list[str]]]:
    return [(row.number, [value.text for value in row.values]) for row in read_table(data)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(end, mark):
    assert texts(f"{mark}a,b{end}1,é{end}".encode()) == [(1, ["a", "b"]), (2, ["1", "é"])]


def test_a_line_break_within_quotes_does_not_count_as_a_row():
    assert texts(b'a\n"1\n2\n3"\nx\n') == [(1, ["a"]), (2, ["1\n2\n3"]), (3, ["x"])]


def test_a_blank_row_counts_but_is_not_read():
    assert texts(b"a,b\n\n , \n,,,\nx,y\n") == [(1, ["a", "b"]), (5, ["x", "y"])]


def test_empty_cells_at_the_end_of_a_row_are_no_cells():
    assert texts(b"a,b,,\nx,,,,\n") == [(1, ["a", "b"]), (2, ["x"])]


def test_a_blank_row_of_a_workbook_counts_too():
    assert texts(workbook(["a", "b"], [], [None, None], ["x", "y"])) == [(1, ["a", "b"]), (4, ["x", "y"])]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1.1, "1.1"),
        (2, "2"),
        (2.0, "2"),
        (441865123456, "441865123456"),
        (0.1 + 0.2, "0.3"),
        (True, "yes"),
        (False, "no"),
        (date(2026, 4, 1), "2026-04-01"),
        (datetime(2026, 4, 1, 12, 30), "2026-04-01"),
        ("  words ", "words"),
        ("'=1+1", "=1+1"),
    ],
)
def test_every_cell_of_a_workbook_is_read_as_text(cell, text):
    assert texts(workbook([cell])) == [(1, [text])]


def test_a_number_is_told_apart_from_a_text_that_looks_like_one():
    (row,) = read_table(workbook([1.1, "1.1"]))
    assert [value.was_number for value in row.values] == [True, False]


def test_only_the_first_sheet_is_read():
    book = Workbook()
    book.active.append(["first"])
    book.create_sheet().append(["second"])
    out = io.BytesIO()
    book.save(out)
    assert texts(out.getvalue()) == [(1, ["first"])]


@pytest.mark.parametrize("text", ["=1+1", "+44", "-5", "@name", "'=1+1", "''-", "'quoted'", "'", "plain", ""])
def test_a_guard_goes_on_and_comes_off(text):
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "'=1"])
def test_no_guarded_text_begins_like_a_formula(text):
    assert guarded(text).startswith("'")


def test_what_needs_no_guard_gets_none():
    assert guarded("1-2") == "1-2"


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose first sheet holds these bytes."""
    whole = zipfile.ZipFile(io.BytesIO(workbook(["a"])))
    sheet = "xl/worksheets/sheet1.xml"
    return zipped(**{name: xml if name == sheet else whole.read(name) for name in whole.namelist()})


LAUGHS = b'<!DOCTYPE x [<!ENTITY a0 "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n , \n", "empty"),
        (b"\xff\xfea\0", "not UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is a file of an older Office program, such as .xls"),
        (b"a,b\n1,\xe9\n", "row 2: the file is not UTF-8"),
        (b"a,b\n1,\0\n", "row 2: a NUL character"),
        (b'a,b\n1,"open\n', "row 2: the file is not a CSV file"),
        (b'a\n"b"c\n', "row 2: the file is not a CSV file"),
        (b"a\n" + b"x" * 200_000, "row 2: the file is not a CSV file"),
        (b"a" * (16 * 1024 * 1024 + 1), "larger than 16 MB"),
        (b"a\n" * 200_001, "more than 200,000 rows"),
        (b"a\n" + b"\n" * 1_048_577, "more than 200,000 rows"),
        (b"PK\3\4 and nothing more", "not a workbook"),
        (zipped(words=b"no workbook"), "not a workbook"),
        (zipped(bomb=b"\0" * (129 * 1024 * 1024)), "far larger inside"),
        (with_sheet(b"no xml"), "not a workbook"),
        (with_sheet(LAUGHS + b"]><worksheet><sheetData><row><c t='str'><v>&a9;</v></c></row></sheetData></worksheet>"), "not a workbook"),  # noqa: E501
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_no_table_is_refused(data, words):
    with pytest.raises(TableRefused, match=words):
        read_table(data)


def test_a_csv_file_may_begin_with_the_letters_of_a_zip_file():
    assert texts(b"PK,b\n") == [(1, ["PK", "b"])]


@given(st.binary(max_size=400) | st.binary(max_size=100).map(lambda tail: b"PK\3\4" + tail))
def test_no_bytes_raise_anything_but_a_refusal(data):
    try:
        read_table(data)
    except TableRefused as refused:
        str(refused).encode()


WORKBOOK = workbook(["organisation", "low"], ["Oakshire", 1.1], ["Elmshire", date(2026, 4, 1)])


@given(st.lists(st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_no_damage_to_a_workbook_raises_anything_but_a_refusal(changes):
    data = bytearray(WORKBOOK)
    for at, byte in changes:
        data[at] = byte
    try:
        read_table(bytes(data))
    except TableRefused as refused:
        str(refused).encode()
