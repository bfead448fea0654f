"""What a poll shows of its sides, and that nobody can be worked out by taking one figure from another."""

from itertools import product

import pytest

from polls.counting import SMALLEST_GROUP, Group, percent, shown_groups, tally_of


def test_answers_are_counted_by_option_over_all_sides():
    tally = tally_of({(7, "health"): 2, (7, "unsaid"): 1, (9, "health"): 4}, [9, 7, 8], [])
    assert tally.answers == (4, 3, 0)
    assert tally.total == 7
    assert tally.groups == ()


def test_a_side_of_three_is_shown_in_the_order_of_the_options():
    tally = tally_of({(7, "health"): 2, (9, "health"): 1, (9, "joint"): 5}, [9, 7], ["joint", "health"])
    assert [(group.side, group.answers) for group in tally.groups] == [("joint", (5, 0)), ("health", (1, 2))]
    assert tally.withheld == ()


def test_a_small_side_takes_the_smallest_other_with_it():
    """All less health would be the one person of social care."""
    tally = tally_of(
        {(1, "health"): 9, (1, "social-care"): 1, (1, "joint"): 4}, [1], ["social-care", "health", "joint"]
    )
    assert [group.side for group in tally.groups] == ["health"]
    assert tally.withheld == ("social-care", "joint")


def test_a_side_with_nobody_is_left_out_in_the_same_words_as_a_small_one():
    tally = tally_of({(1, "health"): 9}, [1], ["social-care", "health"])
    assert [group.side for group in tally.groups] == ["health"]
    assert tally.withheld == ("social-care",)


def test_what_is_left_when_shown_sides_are_taken_from_all_is_nobody_or_a_group():
    for sizes in product(range(6), repeat=4):
        shown = shown_groups([Group(str(place), (size,)) for place, size in enumerate(sizes)])
        rest = sum(sizes) - sum(group.total for group in shown)
        assert rest == 0 or rest >= SMALLEST_GROUP or not shown, sizes
        assert all(group.total >= SMALLEST_GROUP for group in shown), sizes


@pytest.mark.parametrize(("part", "whole", "share"), [(0, 0, 0), (1, 3, 33), (1, 8, 13), (1, 200, 1), (5, 5, 100)])
def test_a_share_is_rounded_with_halves_up(part, whole, share):
    assert percent(part, whole) == share
