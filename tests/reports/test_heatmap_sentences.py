"""The paragraph before a heatmap: each of its sentences, taken at its word, is true of the matrix it speaks of."""

import re
from collections.abc import Callable
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.levels import CellValue
from assessments.pages.scale import Scale
from reports.matrix import DIMENSION, ORGANISATION, Column, Matrix, Row
from reports.pages.heatmap_sentences import cells_in_words, findings

NAMES = ("Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir")
LEVELS = ("Low", "Mid", "High", "Top")
SCALE = Scale(LEVELS)
MISSING = ("no_data", "not_answered", "not_applicable")


def level(low: int, high: int) -> CellValue:
    return CellValue("declared", low, high, (low + high) / 2)


def matrix_of(*rows: tuple, columns: int = 2) -> Matrix:
    """Cells as (low, high) or a kind of missing."""
    shown = tuple(Column(DIMENSION, str(n + 1), f"Theme {n + 1}", str(n + 1)) for n in range(columns))
    return Matrix(
        ORGANISATION,
        shown,
        tuple(
            Row(
                ORGANISATION,
                name.lower(),
                name,
                "",
                tuple(CellValue(c) if isinstance(c, str) else level(*c) for c in row),
            )
            for name, row in zip(NAMES, rows, strict=False)
        ),
    )


spans = st.tuples(st.integers(1, 4), st.integers(1, 4)).map(lambda two: (min(two), max(two)))
# Few kinds of cells make ties, and columns that are all alike, likely.
cells = st.one_of(spans, st.sampled_from(MISSING), st.sampled_from([(1, 1), (1, 2), (2, 2), (1, 4)]))
matrices = st.integers(1, 4).flatmap(
    lambda count: st.lists(st.tuples(*[cells] * count), max_size=6).map(lambda rows: matrix_of(*rows, columns=count))
)


def said_of(matrix: Matrix) -> str:
    return " ".join(sentence.words for sentence in findings(matrix, SCALE))


class Truth:
    """What the matrix says, worked out literally."""

    def __init__(self, matrix: Matrix):
        self.rows = len(matrix.rows)
        self.spans = {
            column.code: {row.name: (row.cells[n].low, row.cells[n].high) for row in matrix.rows if row.cells[n].low}
            for n, column in enumerate(matrix.columns)
        }
        self.enough = [code for code, said in self.spans.items() if len(said) >= 3 and len(said) * 2 >= self.rows]

    def middle(self, code: str) -> float:
        return median((low + high) / 2 for low, high in self.spans[code].values())

    def width(self, code: str) -> float:
        return median(high - low for low, high in self.spans[code].values())

    def typical(self, middle: float) -> str:
        """The nearest level, halves going down."""
        return min(LEVELS, key=lambda name: (abs(LEVELS.index(name) + 1 - middle), LEVELS.index(name)))


def lowest(truth: Truth, codes: str, name: str, there: str | None, of: str | None) -> None:
    codes = re.findall(r"(\d)\. Theme", codes)
    least = min(truth.middle(code) for code in truth.enough)
    assert codes == [code for code in truth.enough if truth.middle(code) == least]
    assert any(truth.middle(code) > least for code in truth.enough)
    assert name == truth.typical(least)
    if there:
        middles = [(low + high) / 2 for low, high in truth.spans[codes[0]].values()]
        assert (sum(truth.typical(one) == name for one in middles), len(middles)) == (int(there), int(of))


def alike(truth: Truth, code: str, count: str, within: str) -> None:
    said = truth.spans[code]
    assert (code in truth.enough, len(said)) == (True, int(count))
    named = [LEVELS.index(name) + 1 for name in within.split(" to ")]
    assert (min(low for low, _ in said.values()), max(high for _, high in said.values())) == (named[0], named[-1])
    assert named[-1] - named[0] <= 1


def widest(truth: Truth, code: str, who: str, over: str) -> None:
    assert [one for one in truth.enough if truth.width(one) >= truth.width(code)] == [code]
    widths = {name: high - low + 1 for name, (low, high) in truth.spans[code].items()}
    named = [name for name, width in widths.items() if width == max(widths.values())]
    assert max(widths.values()) == int(re.search(r"\d", over)[0])
    assert ("all" in over) == (max(widths.values()) == len(LEVELS))
    assert who == f"{len(named)} organisations" if len(named) > 3 else re.findall(r"[A-Z]\w+", who) == named


def thin(truth: Truth, said: str) -> None:
    found = [(code, len(spans)) for code, spans in truth.spans.items() if spans and code not in truth.enough]
    named = re.findall(r"(\d)\. Theme \d \((\d) of (\d)\)", said)
    assert named == [(code, str(count), str(truth.rows)) for code, count in found]


def empty(truth: Truth, said: str) -> None:
    assert re.findall(r"(\d)\. Theme", said) == [code for code, spans in truth.spans.items() if not spans]


def counted(truth: Truth, count: str, of: str | None, what: str) -> None:
    found = [
        code for code, spans in truth.spans.items() if bool(spans) != ("nobody" in what) and code not in truth.enough
    ]
    assert len(found) == int(count)
    assert of is None or int(of) == len(truth.spans)


CLAIMS: dict[str, Callable] = {
    r"(\d\. Theme \d(?: and \d\. Theme \d)?) (?:is|are) lowest: (?:both )?typically (\w+)"
    r"(?:, as (?:is|are) (\d) of the (\d) organisations with a level)?\.": lowest,
    r"In (\d)\. Theme \d all (\d) are (?:at|within) (\w+(?: to \w+)?)\.": alike,
    r"(\d)\. Theme \d has the widest spans: ([^.]+?) runs? over (all 4 levels|\d of the 4 levels)\.": widest,
    r"Too few have a level to say how all stand in ((?:.)+?\))\.": thin,
    r"Nobody has a level in (\d\. Theme \d(?:, \d\. Theme \d)*(?: and \d\. Theme \d)?)\.": empty,
    r"In (?:all )?(\d)(?: of the (\d))? dimensions (too few have|nobody has) a level(?: to say how all stand)?\.": (
        counted
    ),
}


@given(matrices)
def test_each_sentence_is_true_and_there_is_no_other(matrix):
    text, truth = said_of(matrix), Truth(matrix)
    assert len(matrix.rows) >= 3 or not text
    while text:
        claim, found = next((check, m) for words, check in CLAIMS.items() if (m := re.match(words, text)))
        claim(truth, *found.groups())
        text = text[found.end() :].strip()


@given(matrices)
def test_the_counts_of_cells_add_up(matrix):
    text = " ".join(sentence.words for sentence in cells_in_words(matrix.rows))
    statuses = [cell.status for row in matrix.rows for cell in row.cells]
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    assert numbers[:2] == ([statuses.count("declared"), len(statuses)] if statuses else [])
    assert numbers[2:] == [statuses.count(kind) for kind in MISSING if kind in statuses]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            [((1, 1), (3, 3))] * 2 + [((1, 2), (3, 4))],
            "1. Theme 1 is lowest: typically Low, as are 3 of the 3 organisations",
        ),
        (
            [((1, 4), (2, 2))] * 2 + [((2, 4), (2, 3))],
            "1. Theme 1 has the widest spans: Ash and Birch run over all 4 levels.",
        ),
        (
            [((1, 1), "no_data")] * 3 + [((3, 3), (1, 1))],
            "Too few have a level to say how all stand in 2. Theme 2 (1 of 4).",
        ),
        ([((1, 1), (2, 2))] * 3, "In 1. Theme 1 all 3 are at Low."),
        ([((1, 1), "not_answered")] * 3, "Nobody has a level in 2. Theme 2."),
    ],
)
def test_what_stands_out_is_said(rows, words):
    assert words in said_of(matrix_of(*rows))


def test_of_two_organisations_nothing_is_concluded():
    assert said_of(matrix_of(((1, 1), (4, 4)), ((1, 1), (4, 4)))) == ""


def test_whole_region_statements_are_in_no_sentence():
    rows = matrix_of(*[((1, 1), (2, 2))] * 3).rows
    apart = Row(ORGANISATION, "south", "South", "", (level(4, 4), level(1, 1)), is_apart=True)
    columns = matrix_of(columns=2).columns
    assert said_of(Matrix(ORGANISATION, columns, (*rows, apart))) == said_of(Matrix(ORGANISATION, columns, rows))


def test_a_reason_that_one_organisation_gave_is_said_with_its_name():
    lost, held = (CellValue("no_data", reason=reason) for reason in ("lost_in_source", "not_held"))
    rows = [Row(ORGANISATION, name, name, "", (cell,)) for name, cell in (("Ash", lost), ("Elm", lost), ("Fir", held))]
    words = [sentence.words for sentence in cells_in_words(rows)]
    assert words == [
        "0 of the 3 cells have a level.",
        "3 are no data (2 lost in the source; 1 information not held: Fir).",
    ]
