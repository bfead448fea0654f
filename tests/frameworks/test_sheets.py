"""A framework as a workbook: it reads back as it was, its faults name their cells, and what could cost is refused."""

import io
import tracemalloc
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from frameworks.definition import DefinitionFaults, parse
from frameworks.plain_yaml import read
from frameworks.sheets_read import read_sheets
from frameworks.sheets_written import as_workbook
from tests import documents
from tests.frameworks.loading import FILES, GARDEN, garden
from tests.frameworks.sheets import changed, saved, sheets_of, with_parts

GARDEN_SHEETS = sheets_of()
FIXTURES = sorted((FILES.parents[2] / "fixtures" / "frameworks").glob("*.yaml"))


def faults(data: bytes) -> list[str]:
    with pytest.raises(DefinitionFaults) as refused:
        parse(data)
    return [str(fault) for fault in refused.value.faults]


def test_sheets_hold_exactly_what_the_yaml_file_holds():
    document = read_sheets(sheets_of())
    assert document.faults == ()
    assert document.value == read(GARDEN.encode()).value


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.stem)
def test_every_framework_that_we_ship_is_the_same_as_sheets(file):
    assert parse(sheets_of(file.read_text(encoding="utf-8"))) == parse(file.read_bytes())


def test_the_same_content_is_the_same_file():
    assert sheets_of() == sheets_of()


def test_weights_are_numbers_and_the_same_content():
    kite = (FILES / "six-levels.yaml").read_text(encoding="utf-8")
    assert parse(sheets_of(kite)) == parse(kite.encode())


def test_text_like_a_formula_is_guarded_and_comes_back():
    text = garden("title: Soil", "title: =cmd|' /C calc'!A0")
    data = sheets_of(text)
    cell = load_workbook(io.BytesIO(data))["Dimensions"]["B2"]
    assert (cell.data_type, cell.value) == ("s", "'=cmd|' /C calc'!A0")
    assert parse(data).dimensions[0].title == "=cmd|' /C calc'!A0"


def test_a_number_in_a_cell_is_text():
    assert parse(changed("Framework", {"B4": 2025.1})).framework.version == "2025.1"


def test_a_source_with_a_title_alone_is_the_same_content_in_both_forms():
    keys = garden("sources: [The garden book]", "sources: [{title: The garden book}]")
    assert parse(keys.encode()).content_hash == parse(GARDEN.encode()).content_hash


def test_all_faults_come_at_once_each_with_its_cell():
    found = faults(changed("Indicators", {"C2": None, "B3": "no code", "A4": "9"}))
    dimension, code = (read(GARDEN.encode()).value["dimensions"][0]["code"], "A.1")
    assert f"dimension {dimension}, indicator {code}: title is missing (sheet Indicators, row 2)" in found
    assert any("no code" in fault and fault.endswith("(sheet Indicators, cell B3)") for fault in found)
    assert "9 is not a code on the sheet Dimensions (sheet Indicators, cell A4)" in found


def test_a_code_used_twice_names_both_cells():
    first = load_workbook(io.BytesIO(sheets_of()))["Indicators"]["B2"].value
    assert any(
        fault.endswith("is used twice, first on sheet Indicators, cell B2 (sheet Indicators, cell B3)")
        for fault in faults(changed("Indicators", {"B3": first}))
    )


@pytest.mark.parametrize(
    ("sheet", "cells", "formats", "words"),
    [
        ("Dimensions", {"B2": "=1+1"}, {}, "a formula stands here: put its value in its place (sheet Dimensions"),
        ("Framework", {"B4": date(2025, 1, 1)}, {"B4": "yyyy-mm-dd"}, "a date stands here"),
        ("Framework", {"B5": True}, {}, "TRUE or FALSE stands here"),
        ("Framework", {"B5": "#REF!"}, {}, "an error of the spreadsheet stands here"),
        ("Framework", {"B4": 2025.1}, {"B4": "0.00"}, "the number 2025.1 may not be what was written"),
        ("Framework", {"B4": 1 / 3}, {}, "the number 0.3333333333 may not be what was written"),
        ("Framework", {"A5": "tittle"}, {}, "unknown key tittle; did you mean title? (sheet Framework, cell B5)"),
        ("Framework", {"A5": "slug"}, {}, "framework: slug stands twice (sheet Framework, row 5)"),
        ("Framework", {"A5": None}, {}, "there is a value without a key (sheet Framework, row 5)"),
        ("Framework", {"A5": "sources"}, {}, "sources have a sheet of their own"),
        ("Levels", {"B1": "nam"}, {}, "unknown column nam; did you mean name? (sheet Levels, cell B1)"),
        ("Levels", {"B1": "slug"}, {}, "the column slug stands 2 times"),
        ("Levels", {"E2": "more"}, {}, "the column has no name in the first row (sheet Levels, cell E2)"),
        ("Sources", {"A2": "X-9"}, {}, "X-9 is not a code on the sheet Recommended actions"),
        ("Indicators", {"A2": None}, {}, "dimension is missing: write its code in every row, also"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_fault_of_the_sheets_is_said_with_its_place(sheet, cells, formats, words):
    assert [fault for fault in faults(changed(sheet, cells, formats)) if words in fault]


@pytest.mark.parametrize(
    ("sheet", "cells", "words"),
    [
        ("Indicators", {"D1": "Qestion"}, "unknown column qestion; did you mean question? (sheet Indicators, cell D1)"),
        ("Indicators", {"F1": "descriptor Bare"}, "unknown level Bare; did you mean bare? (sheet Indicators, cell F1)"),
        ("Indicators", {"F1": "descriptor x"}, "unknown level x (sheet Indicators, cell F1)"),
    ],
)
def test_a_misnamed_column_is_one_fault_however_many_rows_stand_below(sheet, cells, words):
    assert faults(changed(sheet, cells)) == [words]


def test_words_above_the_names_of_columns_are_one_fault():
    book = load_workbook(io.BytesIO(sheets_of()))
    book["Dimensions"].insert_rows(1, 2)
    book["Dimensions"]["A1"] = "Our garden, written by Jo"
    (fault,) = faults(saved(book))
    assert fault.endswith("further down: delete the rows above them (sheet Dimensions, row 1)")


def numbered(*codes: object) -> bytes:
    """A workbook whose dimensions have these codes, each with one indicator that names it in the same way."""
    book = load_workbook(io.BytesIO(sheets_of()))
    for sheet in ("Dimensions", "Indicators"):
        book[sheet].delete_rows(2, 20)
    for place, code in enumerate(codes):
        book["Dimensions"].append([code, f"Theme {place}"])
        book["Indicators"].append([code, f"i-{place}", "Title", "Question?"])
    del book["Recommended actions"], book["Sources"]
    return saved(book)


def test_numbers_as_codes_find_one_another():
    assert [one.code for one in parse(numbered(1, "2.0")).dimensions] == ["1", "2.0"]


def test_a_number_beside_a_text_that_looks_like_it_is_doubtful():
    beside, which = faults(numbered(1.1, "1.10"))[:2]
    assert beside.startswith("the number 1.1 may not be what was written beside 1.10: format the cell as text")
    assert "(it may mean 1.1 or 1.10)" in which
    assert which.endswith("(sheet Indicators, cell A2)")


def test_a_sheet_that_is_missing_or_unknown_is_said():
    book = load_workbook(io.BytesIO(sheets_of()))
    del book["Levels"]
    assert faults(saved(book)) == ["This workbook cannot be taken: it has no sheet Levels. Begin with the template"]
    book = load_workbook(io.BytesIO(sheets_of()))
    book.create_sheet("Source").append(["x"])
    book.create_sheet("My notes").append(["x"])
    assert faults(saved(book)) == [
        "unknown sheet Source; did you mean Sources? (sheet Source, row 1)",
        "unknown sheet My notes: take it out (sheet My notes, row 1)",
    ]


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData/></worksheet>'
CELLS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: b"PK\3\4 and nothing more", "damaged or cut short"),
        (lambda: sheets_of()[:-300], "damaged or cut short"),
        (lambda: documents.office("docx"), "it is a file of Word. Save it as .xlsx"),
        (lambda: documents.office("xlsx"), "no sheet Framework"),
        (lambda: saved(Workbook()), "no sheet Framework"),
        (lambda: with_parts({"xl/vbaProject.bin": b"x"}), "it holds macros"),
        (lambda: with_parts({"xl/externalLinks/externalLink1.xml": b"<x/>"}), "links to other workbooks"),
        (lambda: with_parts({"xl/connections.xml": b"<x/>"}), "connections to other data"),
        (lambda: with_parts({"xl/embeddings/one.bin": b"x"}), "another file lies in it"),
        (lambda: with_parts({"xl/worksheets/sheet2.xml": LAUGHS}), "not those of a workbook"),
        (lambda: with_parts({"xl/worksheets/sheet2.xml": LAUGHS.decode().encode("utf-16")}), "not those of a workbook"),
        (lambda: with_parts({"xl/worksheets/sheet2.xml": b"no xml"}), "it cannot be read"),
        (lambda: with_parts({"xl/worksheets/sheet2.xml": b"\n" * (33 << 20)}), "unpacks to far more"),
        (lambda: with_parts({"xl/styles.xml": b"<xf/>" * 60_000}), "unpacks to far more"),
        (lambda: with_parts({"xl/worksheets/sheet2.xml": CELLS % b'<row r="1"/><row r="9999999"/>'}), "more rows"),
        (lambda: b"PK\3\4" + b"x" * (16 << 20), "larger than 16 MB"),
    ],
    ids=[
        "no zip", "cut", "Word", "only the name", "empty", "macros", "links", "connections", "embedded", "laughs",
        "laughs in UTF-16", "no XML", "bomb", "many styles", "endless rows", "large",
    ],
)  # fmt: skip
def test_what_is_no_plain_workbook_is_refused_in_one_sentence(data, words):
    (fault,) = faults(data())
    assert words in fault


def test_refusing_a_bomb_takes_little_memory():
    bomb = with_parts({"xl/sharedStrings.xml": b"<sst>" + b"<si><t>a</t></si>" * 2_500_000})
    tracemalloc.start()
    assert "unpacks to far more" in faults(bomb)[0]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100 * 1024 * 1024


def test_a_workbook_of_another_program_loads_with_its_own_line_ends_and_looks():
    data = changed("Dimensions", {"C2": "One.\r\nTwo."})
    assert parse(data).dimensions[0].summary == "One.\nTwo."


def test_a_plain_framework_needs_no_sheets_for_actions_and_sources():
    plain = read(garden("", "").encode()).value
    plain.pop("recommended_actions", None)
    plain["framework"].pop("sources", None)
    book = load_workbook(io.BytesIO(as_workbook(plain)))
    del book["Recommended actions"], book["Sources"]
    assert read_sheets(saved(book)).value == plain


ODD = [None, "", 1, 1.1, 1e300, "=1", "'x", True, date(2025, 1, 1), "#REF!", "x" * 12_000, "slug", "sources", "descriptor bare", "who 1", "A", "\n"]  # fmt: skip  # noqa: E501
EDIT = st.tuples(
    st.sampled_from(["Framework", "Levels", "Dimensions", "Indicators", "Recommended actions", "Sources"]),
    st.tuples(st.integers(1, 7), st.integers(1, 12)),
    st.sampled_from(ODD),
)


@given(st.lists(EDIT, min_size=1, max_size=6))
@settings(max_examples=15)
def test_a_damaged_workbook_is_read_or_its_faults_have_words(edits):
    book = load_workbook(io.BytesIO(GARDEN_SHEETS))
    for sheet, (row, column), value in edits:
        book[sheet].cell(row, column).value = value
    found = []
    try:
        parse(saved(book))
    except DefinitionFaults as refused:
        found = refused.faults
    assert all(fault.message and (fault.where or fault.path) for fault in found)
