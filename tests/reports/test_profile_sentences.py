"""The sentences over a profile: true at every tie, and where there is little to say."""

import pytest

from assessments.models import Cell
from reports.pages.profile_sentences import (
    counts_sentence,
    differing_sentence,
    extremes_sentence,
    listed,
    missing_sentence,
)

A, B, C = ("A", "Low", 1.0), ("B", "Mid", 2.0), ("C", "High", 3.0)
D, E = ("D", "High", 3.0), ("E", "Low to High", 2.0)
F, G = ("F", "Low to Mid", 1.5), ("G", "Low to Mid", 1.0)
NAMES = ("Low", "Mid", "High")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ([], "No dimension has a level."),
        ([A], "One dimension has a level: A (Low)."),
        ([C, D], "The 2 dimensions with a level are equally far: High."),
        ([B, E], "The 2 dimensions with a level are equally far."),
        ([A, B, C], "Strongest in C (High); lowest in A (Low)."),
        ([A, C, D], "Strongest in C (High) and D (High); lowest in A (Low)."),
        ([A, C, C, C, C], "Strongest in 4 dimensions; lowest in A (Low)."),
        (
            [("F", "Low to Mid", 1.5), G],
            "Strongest in F (middle: halfway between Low and Mid); lowest in G (middle: at Low).",
        ),
    ],
)
def test_strongest_and_lowest_are_named_where_they_differ(said, sentence):
    assert extremes_sentence(said, NAMES) == sentence


def test_indicators_are_counted_over_all_dimensions():
    assert counts_sentence([Cell(counted=1, of=3), Cell(counted=0, of=2)]) == "1 of 5 indicators has a level."


def test_every_dimension_that_differs_is_named():
    cells = [("A", Cell(differs=True)), ("B", Cell()), ("C", Cell(differs=True))]
    assert differing_sentence(cells) == "The level declared for A and C differs from its indicators."
    assert differing_sentence([("B", Cell())]) == ""


def test_each_kind_of_missing_has_its_own_words():
    kinds = ("no_data", "not_applicable", "not_answered", "no_data")
    cells = [(name, Cell(status=status)) for name, status in zip("ABCD", kinds, strict=True)]
    sentence = "Without a level: A and D (no data); B (does not apply); C (not answered)."
    assert missing_sentence(cells) == sentence
    assert missing_sentence([("A", Cell(status="rated", midpoint=1.0))]) == ""


@pytest.mark.parametrize(("names", "words"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_names_are_listed_as_people_write_them(names, words):
    assert listed(names) == words
