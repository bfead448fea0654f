"""What became of each part from one version to the next."""

import pytest
from hypothesis import given

from frameworks.changes import Kind, Scale, changes
from frameworks.definition import FrameworkDefinition
from tests.frameworks.definitions import plain_frameworks

LEVELS = [{"slug": "low", "name": "Low"}, {"slug": "high", "name": "High"}]


def version(number: str, *indicators: dict, slug: str = "garden", levels: list = LEVELS) -> FrameworkDefinition:
    """Each indicator: `code`, and what differs; `dimension` puts it elsewhere than into dimension 1."""
    dimensions: dict[str, list] = {}
    for one in indicators:
        words = {"title": f"About {one['code']}", "question": "How?"} | one
        dimensions.setdefault(words.pop("dimension", "1"), []).append(words)
    parts = [{"code": code, "title": code, "indicators": listed} for code, listed in dimensions.items()]
    head = {"slug": slug, "version": number, "title": "Garden"}
    return FrameworkDefinition.model_validate(
        {"format": "1", "framework": head, "levels": levels, "dimensions": parts}, by_alias=True
    )


def same_as(*codes: str, version: str = "garden@1") -> list[str]:
    return [f"{version}#{code}" for code in codes]


def told(older: FrameworkDefinition, newer: FrameworkDefinition) -> list[tuple]:
    return [
        (change.kind, [one.code for one in change.older], [one.code for one in change.newer])
        for change in changes(older, newer).indicators
    ]


def test_an_indicator_is_the_same_by_its_code_and_reworded_by_its_words():
    older = version("1", {"code": "a"}, {"code": "b"})
    newer = version("2", {"code": "a"}, {"code": "b", "question": "How well?"})
    assert told(older, newer) == [(Kind.SAME, ["a"], ["a"]), (Kind.REWORDED, ["b"], ["b"])]


@pytest.mark.parametrize(
    "words", [{"title": "Other"}, {"guidance": "Ask."}, {"descriptors": {"low": "Never", "high": "Always"}}]
)
def test_all_that_a_person_reads_before_she_answers_are_its_words(words):
    assert told(version("1", {"code": "a"}), version("2", {"code": "a"} | words))[0][0] == Kind.REWORDED


def test_what_is_declared_goes_before_what_is_called_the_same():
    older = version("1", {"code": "a"}, {"code": "b"})
    newer = version("2", {"code": "a"}, {"code": "b", "title": "About a", "equivalent_to": same_as("a")})
    assert told(older, newer) == [
        (Kind.NEW, [], ["a"]),
        (Kind.SAME, ["a"], ["b"]),
        (Kind.GONE, ["b"], []),
    ]


def test_an_indicator_with_another_code_or_dimension_is_moved():
    older = version("1", {"code": "a"}, {"code": "b"}, {"code": "c"})
    newer = version("2", {"code": "a", "dimension": "2"}, {"code": "x", "equivalent_to": same_as("b")}, {"code": "c"})
    moved = {change.newer[0].code: change.is_moved for change in changes(older, newer).indicators}
    assert moved == {"a": True, "x": True, "c": False}


def test_split_merged_and_both():
    older = version("1", *({"code": code} for code in "abcde"))
    newer = version(
        "2",
        {"code": "a1", "equivalent_to": same_as("a")},
        {"code": "a2", "equivalent_to": same_as("a")},
        {"code": "bc", "equivalent_to": same_as("b", "c")},
        {"code": "d", "equivalent_to": same_as("d", "e")},
        {"code": "e", "equivalent_to": same_as("e")},
    )
    assert told(older, newer) == [
        (Kind.SPLIT, ["a"], ["a1", "a2"]),
        (Kind.MERGED, ["b", "c"], ["bc"]),
        (Kind.REGROUPED, ["d", "e"], ["d", "e"]),
    ]


def test_of_two_frameworks_only_what_is_declared_is_matched():
    older = version("1", {"code": "a"}, {"code": "b"})
    newer = version("1", {"code": "a"}, {"code": "c", "equivalent_to": same_as("b")}, slug="orchard")
    assert [kind for kind, _, _ in told(older, newer)] == [Kind.NEW, Kind.REWORDED, Kind.GONE]


def test_an_equivalent_in_a_third_version_says_nothing_here():
    newer = version("2", {"code": "x", "equivalent_to": same_as("a", version="garden@0.9")})
    assert [kind for kind, _, _ in told(version("1", {"code": "a"}), newer)] == [Kind.NEW, Kind.GONE]


@pytest.mark.parametrize(
    ("levels", "scale"),
    [
        (LEVELS, Scale.SAME),
        ([LEVELS[0], {"slug": "high", "name": "Highest"}], Scale.REWORDED),
        ([*LEVELS, {"slug": "top", "name": "Top"}], Scale.OTHER),
        (LEVELS[::-1], Scale.OTHER),
    ],
)
def test_the_scale_is_the_same_reworded_or_another(levels, scale):
    assert changes(version("1", {"code": "a"}), version("2", {"code": "a"}, levels=levels)).scale == scale


def test_a_dimension_is_reworded_where_it_asks_something_else():
    older = version("1", {"code": "a"}, {"code": "b", "dimension": "2"}, {"code": "c", "dimension": "3"})
    newer = version("2", {"code": "a"}, {"code": "b", "dimension": "2"}, {"code": "n", "dimension": "2"})
    kinds = [(change.kind, (change.newer or change.older).code) for change in changes(older, newer).dimensions]
    assert kinds == [(Kind.SAME, "1"), (Kind.REWORDED, "2"), (Kind.GONE, "3")]


def test_other_weights_are_said_and_are_no_other_words():
    older = version("1", {"code": "a", "weights": {"low": "0", "high": "1"}})
    (change,) = changes(older, version("2", {"code": "a", "weights": {"low": "0", "high": "2"}})).indicators
    assert (change.kind, change.is_reweighted) == (Kind.SAME, True)


@given(plain_frameworks(), plain_frameworks())
def test_every_indicator_of_either_version_stands_in_exactly_one_change(one, other):
    older, newer = (FrameworkDefinition.model_validate(plain, by_alias=True) for plain in (one, other))
    found = changes(older, newer).indicators
    assert sorted(asked.code for change in found for asked in change.older) == sorted(i.code for i in older.indicators)
    assert sorted(asked.code for change in found for asked in change.newer) == sorted(i.code for i in newer.indicators)
    assert all(bool(change.older) == (change.kind != Kind.NEW) for change in found)
