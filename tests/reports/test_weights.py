"""Weighted totals: exact, against the maximum, a range where a span is, and never filled up with what was not said."""

from decimal import Decimal
from pathlib import Path

import pytest

from frameworks.definition import parse
from reports.weights import Weighed, WeightedTotal

MODEL = Path(__file__).parents[2] / "fixtures" / "frameworks" / "nhs-sustainability-2010.1.yaml"
D, C, B, A = 1, 2, 3, 4


def weighed(code="P1", low=None, high=None, weights=("0", "4.0", "4.7", "8.5"), to_check=()) -> Weighed:
    return Weighed(code, [Decimal(one) for one in weights], low, high or low, frozenset(to_check))


def model(**levels: int) -> dict[str, list[Weighed]]:
    """The factors of the published model by facet, at these levels; the others have none."""
    return {
        facet.code: [
            Weighed(one.code, [one.weights[level] for level in "dcba"], levels.get(one.code), levels.get(one.code))
            for one in facet.indicators
        ]
        for facet in parse(MODEL.read_bytes()).dimensions
    }


def all_factors(level: int) -> dict[str, int]:
    return {one.code: level for one in parse(MODEL.read_bytes()).indicators}


def test_the_maxima_are_those_that_were_published():
    facets = {code: WeightedTotal.of_indicators(factors) for code, factors in model().items()}
    assert {code: total.maximum for code, total in facets.items()} == {
        "P": Decimal("31.1"),
        "S": Decimal("52.4"),
        "O": Decimal("16.5"),
    }
    assert sum(total.maximum for total in facets.values()) == 100


@pytest.mark.parametrize(("level", "total"), [(A, 100), (D, 0)])
def test_the_highest_levels_make_the_maximum_and_the_lowest_nothing(level, total):
    every = [one for factors in model(**all_factors(level)).values() for one in factors]
    found = WeightedTotal.of_indicators(every)
    assert (found.least, found.most, found.rated, found.of, found.is_whole) == (total, total, 10, 10, True)


def test_a_span_makes_a_range_and_no_mean():
    found = WeightedTotal.of_indicators([weighed("P1", C, A), weighed("P2", B)])
    assert (found.least, found.most) == (Decimal("8.7"), Decimal("13.2"))


def test_a_span_over_equal_and_falling_weights_runs_from_the_least_to_the_most():
    assert weighed(low=C, high=B, weights=("0", "5.1", "5.1", "11")).own == (Decimal("5.1"), Decimal("5.1"))
    assert weighed(low=D, high=A, weights=("3", "9", "1", "2")).own == (1, 9)


def test_what_has_no_level_is_left_out_of_the_total_and_not_of_the_maximum():
    found = WeightedTotal.of_indicators([weighed("P1", A), weighed("P2")])
    assert (found.least, found.maximum, found.rated, found.of, found.is_whole) == (Decimal("8.5"), 17, 1, 2, False)


def test_nothing_rated_is_no_total_and_not_nought():
    found = WeightedTotal.of_indicators([weighed(), weighed("P2")])
    assert (found.least, found.most, found.rated) == (None, None, 0)


def test_tenths_add_up_exactly():
    tenth = weighed(low=1, weights=("0.1", "0.2"))
    assert WeightedTotal.of_indicators([tenth] * 3).least == Decimal("0.3")


def test_weights_to_check_are_counted_where_they_are_used():
    own = weighed("P1", C, B, to_check=(D, C, B))
    maximum = weighed("P2", D, to_check=(A,))
    found = WeightedTotal.of_indicators([own, maximum, weighed("P3", to_check=(C,))])
    assert (found.to_check, found.maximum_to_check) == (2, 1)


def test_shares_are_of_the_maximum_of_the_indicator_itself():
    assert weighed(low=D, high=A).shares == (0, 1)
    assert weighed(low=C, weights=("0", "2.5", "5", "10")).shares == (Decimal("0.25"), Decimal("0.25"))


def test_there_is_no_share_without_a_level_or_without_anything_to_reach():
    assert weighed().shares is None
    assert weighed(low=1, weights=("-1", "0")).shares is None
