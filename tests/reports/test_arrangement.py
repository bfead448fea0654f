"""The order of a heatmap's rows, held to a literal calculation."""

from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.levels import CellValue
from reports.arrangement import LEVEL, MOVEMENT, NAME, Order, arranged, key_of
from reports.matrix import DIMENSION, Column, Row

COLUMNS = tuple(Column(DIMENSION, code, f"Dimension {code}", code) for code in ("1", "2"))
ABSENT = ("no_data", "not_answered", "not_applicable", "suppressed")


def level(low: int, high: int) -> CellValue:
    return CellValue("rated", low, high, (low + high) / 2)


levels = st.tuples(st.integers(1, 4), st.integers(1, 4)).map(lambda two: level(min(two), max(two)))
cells = st.one_of(levels, st.sampled_from(ABSENT).map(CellValue))
everyone = st.dictionaries(st.sampled_from("abcdef"), st.tuples(cells, cells, st.booleans()), min_size=1).map(
    lambda rows: [
        Row("organisation", slug, slug.upper(), "", (one, two), is_apart=apart)
        for slug, (one, two, apart) in rows.items()
    ]
)
orders = st.builds(Order, st.sampled_from((LEVEL, NAME)), st.sampled_from(("", "1", "2")), st.booleans())


def measure(row: Row, column: str) -> float | None:
    middles = [cell.midpoint for cell, code in zip(row.cells, "12", strict=True) if column in ("", code)]
    middles = [middle for middle in middles if middle is not None]
    return median(middles) if middles else None


@given(everyone, orders, st.frozensets(st.sampled_from("abcdef")))
def test_every_row_stands_once_and_every_pair_as_asked(rows, order, pinned):
    found = arranged(rows, COLUMNS, order, pinned=pinned)
    assert sorted(row.slug for row in found) == sorted(row.slug for row in rows)
    for one, other in pairwise(found):
        if (one.slug in pinned) != (other.slug in pinned):
            assert one.slug in pinned
        elif one.is_apart != other.is_apart:
            assert other.is_apart
        elif order.by == NAME:
            assert (one.name > other.name) == order.is_turned
        else:
            before, after = measure(one, order.column), measure(other, order.column)
            if before is None or after is None:
                assert after is None
            elif before == after:
                assert one.name < other.name
            else:
                assert (before > after) == order.is_turned


def of(slug: str, *cells: CellValue) -> Row:
    return Row("organisation", slug, slug.upper(), "", cells)


@pytest.mark.parametrize("is_turned", [False, True])
def test_rows_without_a_level_stand_last_whichever_way_with_the_kinds_of_missing_apart(is_turned):
    rows = [of(f"{n}{status}", CellValue(status)) for n in (1, 2) for status in reversed(ABSENT)] + [
        of("z", level(1, 1))
    ]
    found = [row.slug.lstrip("12") for row in arranged(rows, COLUMNS[:1], Order(LEVEL, is_turned=is_turned))]
    assert found == ["z", *(status for status in ABSENT for _ in range(2))]


@pytest.mark.parametrize(("is_turned", "expected"), [(False, "bcad"), (True, "acbd")])
def test_movement_goes_by_the_median_of_what_is_compared_and_what_is_not_stands_last(is_turned, expected):
    rows = [of(slug, level(1, 1), level(1, 1)) for slug in "dcba"]
    moves = {key_of(rows[1]): {"1": 0.5, "2": -0.5}, key_of(rows[2]): {"1": -1.0}, key_of(rows[3]): {"2": 0.5}}
    found = arranged(rows, COLUMNS, Order(MOVEMENT, is_turned=is_turned), moves=moves)
    assert "".join(row.slug for row in found) == expected


def test_movement_in_one_column_leaves_the_others_aside():
    rows = [of(slug, level(1, 1), level(1, 1)) for slug in "ab"]
    moves = {key_of(rows[0]): {"1": 2.0, "2": 0.0}, key_of(rows[1]): {"1": 1.0, "2": 3.0}}
    assert [row.slug for row in arranged(rows, COLUMNS, Order(MOVEMENT, "1"), moves=moves)] == ["b", "a"]
    assert [row.slug for row in arranged(rows, COLUMNS, Order(MOVEMENT, "2"), moves=moves)] == ["a", "b"]


@given(orders)
def test_an_order_is_read_as_it_is_written(order):
    order = Order(order.by, "" if order.by == NAME else order.column, order.is_turned)
    assert Order.read(order.written) == order


@pytest.mark.parametrize(
    "text", ["rank", "name:1", "level:", "-", "-place", "level:1 or 2", "LEVEL", "level:" + "9" * 21]
)
def test_what_is_no_order_is_none(text):
    assert Order.read(text) is None
