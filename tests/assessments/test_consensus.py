"""The arithmetic of several people's views: held to an independent calculation, and to cases worked out by hand."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.consensus import HEALTH, JOINT, SOCIAL_CARE, Gap, Talk, View, place_words

NAMES = ("Pre-emerging", "Emerging", "Developing", "Maturing")


@st.composite
def views(draw) -> View:
    """One person's view on a scale of up to seven levels; sometimes she cannot say."""
    sector = draw(st.sampled_from([SOCIAL_CARE, HEALTH, JOINT]))
    confidence = draw(st.sampled_from(["low", "medium", "high"]))
    if draw(st.integers(0, 5)) == 0:
        return View(sector, confidence=confidence)
    low, high = sorted([draw(st.integers(1, 7)), draw(st.integers(1, 7))])
    return View(sector, low, high, confidence)


class Literal:
    """The words of the definition, one after the other, in whole numbers and fractions. Knows nothing of the code."""

    def __init__(self, all_views):
        self.said = [view for view in all_views if view.low is not None and view.high is not None]

    def middles(self, *sectors) -> list[Fraction]:
        return sorted(Fraction(view.low + view.high, 2) for view in self.said if view.sector in sectors)

    def median(self, *sectors) -> Fraction | None:
        """The one that has as many below as above it; of an even count, the mean of the two in the middle."""
        ordered = self.middles(*sectors)
        if not ordered:
            return None
        while len(ordered) > 2:
            ordered = ordered[1:-1]
        return sum(ordered, Fraction(0)) / len(ordered)

    def is_split(self) -> bool:
        pairs = combinations(self.said, 2)
        return any(abs((a.low + a.high) - (b.low + b.high)) > 2 for a, b in pairs)

    def gap(self) -> Fraction | None:
        care, health = self.median("social-care"), self.median("health")
        return None if care is None or health is None else care - health


@given(st.lists(views(), max_size=25))
def test_the_median_the_split_and_the_gap_are_those_of_the_definition(said):
    talk, literal = Talk.of(said), Literal(said)
    median = literal.median("social-care", "health", "joint")
    assert (None if talk.all.median is None else Fraction(talk.all.median)) == median
    assert talk.is_split == literal.is_split()
    gap = talk.gap
    assert (None if gap is None else Fraction(gap.levels)) == literal.gap()
    for sector in (SOCIAL_CARE, HEALTH, JOINT):
        side = talk.sides[sector]
        assert (None if side.median is None else Fraction(side.median)) == literal.median(sector)


@given(st.lists(views(), max_size=25))
def test_everybody_is_counted_once_and_with_her_own_side(said):
    talk = Talk.of(said)
    for sector in (SOCIAL_CARE, HEALTH, JOINT):
        mine = [view for view in said if view.sector == sector]
        assert talk.sides[sector].people == sum(view.low is not None for view in mine)
        assert talk.sides[sector].unsure == sum(view.low is None for view in mine)
    assert talk.all.people + talk.all.unsure == len(said)
    if talk.gap:
        assert talk.gap.social_care == talk.sides[SOCIAL_CARE].people
        assert talk.gap.health == talk.sides[HEALTH].people


@given(st.lists(views(), max_size=25))
def test_the_spread_runs_from_the_lowest_to_the_highest_that_anybody_gave(said):
    positions = [n for view in said if view.low is not None for n in (view.low, view.high)]
    together = Talk.of(said).all
    assert (together.low, together.high) == ((min(positions), max(positions)) if positions else (None, None))


@given(st.lists(views(), max_size=25).flatmap(lambda said: st.tuples(st.just(said), st.permutations(said))))
def test_the_order_in_which_people_answer_changes_nothing(both):
    said, shuffled = both
    assert Talk.of(said) == Talk.of(shuffled)


@pytest.mark.parametrize(
    ("one", "other", "is_split"),
    [
        ((2, 2), (3, 3), False),
        ((1, 2), (2, 3), False),
        ((1, 2), (3, 3), True),
        ((1, 1), (3, 3), True),
        ((1, 4), (3, 3), False),
        ((1, 4), (4, 4), True),
    ],
)
def test_two_views_are_split_when_their_middles_lie_more_than_one_level_apart(one, other, is_split):
    assert Talk.of([View(HEALTH, *one), View(HEALTH, *other)]).is_split is is_split


def test_the_example_of_six_people():
    care = [View(SOCIAL_CARE, 3, 3), View(SOCIAL_CARE, 3, 3), View(SOCIAL_CARE, 2, 3)]
    health = [View(HEALTH, 1, 1), View(HEALTH, 2, 2), View(HEALTH, 2, 2)]
    talk = Talk.of(care + health)
    assert talk.all.median == 2.25
    assert talk.all.distance == 2
    assert talk.gap == Gap(1, 3, 3)


def test_who_speaks_for_both_is_on_neither_side_of_the_gap():
    sides = [View(SOCIAL_CARE, 3, 3), View(HEALTH, 2, 2)]
    assert Talk.of([*sides, View(JOINT, 1, 1), View(JOINT, 4, 4)]).gap == Talk.of(sides).gap


def test_who_cannot_say_splits_nothing_and_moves_no_median():
    sides = [View(SOCIAL_CARE, 3, 3), View(HEALTH, 2, 2)]
    talk = Talk.of([*sides, View(HEALTH)])
    assert (talk.all.median, talk.is_split, talk.all.unsure) == (2.5, False, 1)


def test_a_side_of_which_nobody_gave_a_level_leaves_no_gap():
    assert Talk.of([View(SOCIAL_CARE, 3, 3), View(HEALTH)]).gap is None


def test_nobody_at_all_has_no_median_and_no_split():
    talk = Talk.of([])
    assert (talk.all.median, talk.is_split, talk.gap) == (None, False, None)


@pytest.mark.parametrize(
    ("middle", "words"),
    [
        (2, "at Emerging"),
        (4, "at Maturing"),
        (2.25, "between Emerging and Developing, a little nearer Emerging"),
        (2.5, "halfway between Emerging and Developing"),
        (2.75, "between Emerging and Developing, a little nearer Developing"),
    ],
)
def test_a_median_between_two_levels_is_said_as_lying_between_them(middle, words):
    assert place_words(middle, NAMES) == words
