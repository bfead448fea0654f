"""The arithmetic of movement, held to a literal calculation; and what two framework versions share."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.levels import CellValue
from frameworks.changes import changes
from frameworks.definition import FrameworkDefinition
from reports.disclosure import HIDDEN
from reports.matrix import DIMENSION, INDICATOR, Column, Matrix, Row, Submission
from reports.movement import Pair, movement, over_indicators, pairs_of
from tests.frameworks.definitions import plain_frameworks

MISSING = ("no_data", "not_applicable", "not_answered")
COLUMNS = tuple(Column(DIMENSION, code, f"Dimension {code}", code) for code in "12")

# A busy machine is no fault.


def level(low: int, high: int) -> CellValue:
    return CellValue("rated", low, high, (low + high) / 2, 1, 1)


levels = st.tuples(st.integers(1, 7), st.integers(1, 7)).map(lambda two: level(min(two), max(two)))
cells = st.one_of(levels, st.sampled_from(MISSING).map(CellValue), st.just(HIDDEN))
matrices = st.dictionaries(st.sampled_from("abcd"), st.tuples(cells, cells)).map(
    lambda rows: Matrix("ics", COLUMNS, tuple(Row("ics", slug, slug.upper(), "", said) for slug, said in rows.items()))
)


def literally(before: CellValue | None, after: CellValue | None, same_levels: bool) -> tuple[str, Fraction | None]:
    """Semantics 2: later midpoint minus earlier, where there are both; else what stands in the way."""
    if "suppressed" in [cell.status for cell in (before, after) if cell]:
        return "suppressed", None
    then, now = ([] if cell is None or cell.low is None else [cell.low, cell.high] for cell in (before, after))
    if not then or not now:
        return {(0, 2): "missing_before", (2, 0): "missing_after", (0, 0): "missing_both"}[len(then), len(now)], None
    return ("compared", Fraction(sum(now), 2) - Fraction(sum(then), 2)) if same_levels else ("other_levels", None)


@given(matrices, matrices, st.booleans())
def test_every_move_is_what_a_literal_calculation_says(before, after, same_levels):
    found = movement(before, after, [Pair(column, column) for column in COLUMNS], has_same_levels=same_levels)
    then, now = ({row.slug: row.cells for row in matrix.rows} for matrix in (before, after))
    assert [one.row.slug for one in found] == sorted({**then, **now})
    for one in found:
        for number, move in enumerate(one.moves):
            two = [rows[one.row.slug][number] if one.row.slug in rows else None for rows in (then, now)]
            assert (move.status, move.difference) == literally(*two, same_levels)


@given(cells, cells)
def test_a_suppressed_cell_takes_the_figures_of_both_cycles_with_it(one, other):
    before, after = (Matrix("ics", COLUMNS, (Row("ics", "a", "A", "", (cell, HIDDEN)),)) for cell in (one, other))
    (row,) = movement(before, after, [Pair(column, column) for column in COLUMNS], has_same_levels=True)
    assert (row.moves[1].before, row.moves[1].after, row.moves[1].difference) == (HIDDEN, HIDDEN, None)


def test_a_group_that_was_renamed_is_still_the_same_group():
    before, after = (Matrix("ics", COLUMNS[:1], (Row("ics", "a", name, "", (level(1, 1),)),)) for name in "xy")
    (row,) = movement(before, after, [Pair(COLUMNS[0], COLUMNS[0])], has_same_levels=True)
    assert (row.row.name, row.moves[0].status) == ("y", "compared")


# What is shared ----------------------------------------------------------------------------------------------------


def version(**dimensions) -> list[Column]:
    """`d1="1.1 1.2"`: a dimension with its indicators; `1.2=old@1#7` says what it is equivalent to, `,` several."""
    columns = []
    for name, listed in dimensions.items():
        code = name[1:]
        columns.append(Column(DIMENSION, code, f"Dimension {code}", code))
        for said in listed.split():
            own, _, other = said.partition("=")
            columns.append(Column(INDICATOR, own, own, code, "", tuple(filter(None, other.split(",")))))
    return columns


def shared(before, after, *, same=True) -> dict[str, object]:
    """By the kind and code of the column: the earlier code, the pairs that it is compared over, or None."""
    found = pairs_of(before, after, version="old@1", is_same_framework=same)
    return {
        f"{'' if pair.after else 'gone '}{pair.column.kind[0]}{pair.column.code}": (pair.over or pair.before.code)
        if pair.is_shared
        else None
        for pair in found
    }


def test_the_same_codes_share_everything_as_a_whole():
    assert shared(version(d1="1.1 1.2"), version(d1="1.1 1.2")) == {"d1": "1", "i1.1": "1.1", "i1.2": "1.2"}


def test_a_new_indicator_leaves_the_dimension_to_those_that_both_have():
    found = shared(version(d1="1.1 1.2"), version(d1="1.1 1.2 1.3"))
    assert found == {"d1": (("1.1", "1.1"), ("1.2", "1.2")), "i1.1": "1.1", "i1.2": "1.2", "i1.3": None}


def test_an_indicator_that_is_gone_is_listed():
    found = shared(version(d1="1.1 1.2"), version(d1="1.1"))
    assert (found["d1"], found["gone i1.2"]) == ((("1.1", "1.1"),), None)


def test_what_is_declared_equivalent_goes_before_the_same_code():
    found = shared(version(d1="1.1 1.2"), version(d1="1.1=old@1#1.2 1.2"))
    assert (found["i1.1"], found["i1.2"]) == ("1.2", None)


def test_each_half_of_a_split_indicator_is_compared_with_the_old_one_and_the_dimension_over_it():
    found = shared(version(d1="1.1 1.2"), version(d1="1.1a=old@1#1.1 1.1b=old@1#1.1 1.2"))
    assert found == {
        "d1": (("1.1", "1.1a"), ("1.1", "1.1b"), ("1.2", "1.2")),
        "i1.1a": "1.1",
        "i1.1b": "1.1",
        "i1.2": "1.2",
    }


def test_a_merged_indicator_is_compared_with_the_first_old_one_that_it_names_and_the_others_with_nothing():
    found = shared(version(d1="1.1 1.2"), version(d1="1.9=old@2#1.2,old@1#1.1,old@1#1.2 1.2"))
    assert (found["i1.9"], found["i1.2"], found["gone i1.2"]) == ("1.1", None, None)


@given(plain_frameworks(), plain_frameworks(), st.data())
def test_what_a_preview_calls_new_is_what_movement_does_not_share(one, other, data):
    codes = [i["code"] for dimension in one["dimensions"] for i in dimension["indicators"]]
    one["framework"]["version"], other["framework"]["version"] = "1", "2"
    for dimension in other["dimensions"]:
        for indicator in dimension["indicators"]:
            named = data.draw(st.lists(st.sampled_from(codes), max_size=2, unique=True))
            indicator["equivalent_to"] = [f"garden@1#{code}" for code in named]
    older, newer = (FrameworkDefinition.model_validate(plain, by_alias=True) for plain in (one, other))
    columns = (
        [
            Column(INDICATOR, i.code, i.title, d.code, "", i.equivalent_to)
            for d in version.dimensions
            for i in d.indicators
        ]
        for version in (older, newer)
    )
    pairs = pairs_of(*columns, version="garden@1", is_same_framework=True)
    told = changes(older, newer).indicators
    linked = {(new.code, old.code) for change in told for new in change.newer for old in change.older}
    assert {pair.after.code for pair in pairs if pair.after and pair.is_shared} == {new for new, _ in linked}
    assert {(pair.after.code, pair.before.code) for pair in pairs if pair.is_shared} <= linked


def test_another_framework_shares_only_what_it_declares():
    found = shared(version(d1="1.1 1.2"), version(d1="1.1 1.2=old@1#1.1"), same=False)
    assert (found["i1.1"], found["i1.2"], found["d1"]) == (None, "1.1", (("1.1", "1.2"),))


def test_an_equivalent_of_some_other_version_says_nothing():
    assert shared(version(d1="1.1"), version(d1="1.2=old@2#1.1"))["i1.2"] is None


def test_a_dimension_that_shares_nothing_is_not_compared():
    assert shared(version(d1="1.1"), version(d1="1.9"))["d1"] is None


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("1.1",), (1, 1, 1.0)),
        (("1.1", "1.1", "1.2"), (1, 4, 2.25)),
        (("1.1", "1.2"), (1, 4, 2.25)),
        (("1.1", "1.2", "1.3"), (1, 4, 3.0)),
    ],
)
def test_a_dimension_over_some_indicators_is_their_hull_and_median(codes, expected):
    said = {"1.1": level(1, 1), "1.2": level(3, 4), "1.3": level(3, 3)}
    held = {(INDICATOR, code): cell for code, cell in said.items()} | {(DIMENSION, "1"): level(4, 4)}
    (found,) = over_indicators([Submission(1, cells=held)], {"1": codes})
    cell = found.cells[(DIMENSION, "1")]
    assert (cell.low, cell.high, cell.midpoint) == expected
