"""The comparison's sentences and short forms, held to literal counts of their own. No database."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.levels import CellValue
from assessments.pages.scale import Scale
from reports.matrix import Column, Distribution, Row
from reports.pages.compare_rows import BAR_FROM, BAR_WIDTH, shown_group
from reports.pages.compare_sentences import Stand, paragraph, total_of

COLUMNS = (Column("dimension", "1", "Shared language", "1"), Column("dimension", "2", "Data", "2"))


def many_at(*levels: int, missing: dict | None = None, name: str = "North") -> Stand:
    """A group of organisations typically at these levels."""
    spread = Counter(levels)
    if not levels:
        return Stand(name, CellValue("not_answered", of=1), Distribution({}, missing or {"not_answered": 1}))
    ordered = sorted(levels)
    cell = CellValue("rated", ordered[0], ordered[-1], float(ordered[len(ordered) // 2]), len(levels), len(levels))
    return Stand(name, cell, Distribution(spread, missing or {}))


SCALE = Scale(("Pre-emerging", "Emerging", "Developing", "Maturing"))


def said_of(*groups: Stand, scale: Scale = SCALE) -> list[str]:
    return [sentence.words for sentence in paragraph(COLUMNS[0], groups, [], scale, "ics")]


@pytest.mark.parametrize(
    ("levels", "first"),
    [
        ((1, 1, 2, 3), "Half of the organisations with a level are typically Pre-emerging in 1. Shared language."),
        ((1, 1, 1, 3), "Most organisations with a level are typically Pre-emerging in 1. Shared language."),
        ((4, 4), "All organisations with a level are typically Maturing in 1. Shared language."),
        ((2,), "The one organisation with a level is typically Emerging in 1. Shared language."),
        (
            (1, 1, 2, 2, 3),
            "Pre-emerging and Emerging are said most often in 1. Shared language, by two organisations each.",
        ),
        ((1, 1, 2, 3, 4), "Pre-emerging is said most often in 1. Shared language, by two of five."),
        ((), "No organisation has a level in 1. Shared language."),
    ],
)
def test_the_first_sentence_says_what_is_said_most(levels, first):
    assert said_of(many_at(*levels))[0] == first


def test_the_sentences_count_by_level_and_by_what_is_missing():
    said = said_of(many_at(1, 1, 4, missing={"no_data": 1, "not_answered": 2}))
    assert said[1] == "Of six asked, 3 have a level: two Pre-emerging and one Maturing."
    assert said[2] == "One has no data and two did not answer."


def test_groups_of_one_mind_far_apart_and_of_one_are_named():
    said = said_of(many_at(2, 2, name="North"), many_at(1, 4, name="West"), many_at(3, name="East"))
    assert "In North all organisations with a level are at the same typical level." in said
    assert "Typical levels are furthest apart in West: three levels." in said
    assert "In one ICS one organisation has a level, so the row is that organisation." in said


def test_nothing_is_counted_where_one_group_is_not_shown():
    hidden = Stand("West", CellValue("suppressed", counted=None, of=None), None)
    assert total_of([many_at(1, 2), hidden]) is None
    said = said_of(many_at(1, 2), hidden)
    assert said[0] == "North: 2 of 2 with a level in 1. Shared language; the median is Emerging."
    assert "One ICS is too few or too alike to show." in said
    assert not any("asked" in words for words in said)


@given(st.lists(st.lists(st.integers(1, 4), max_size=6), min_size=1, max_size=4))
def test_the_sentences_are_true_of_a_literal_recount(groups):
    said = said_of(*(many_at(*levels, name=f"G{n}") for n, levels in enumerate(groups)))
    everybody = [level for levels in groups for level in levels]
    counts = Counter(everybody)
    first = said[0]
    if first.startswith("Half"):
        assert 2 * max(counts.values()) == len(everybody)
    elif first.startswith("Most"):
        assert len(everybody) > max(counts.values()) > len(everybody) / 2
    elif first.startswith("All"):
        assert len(counts) == 1
        assert len(everybody) > 1
    named = {n for n, name in enumerate(SCALE.names, start=1) if re.search(rf"\b(?<!-){name}\b", first, re.IGNORECASE)}
    if everybody:
        most = max(counts.values())
        assert {level for level in counts if counts[level] == most} == named or SCALE.names[0] in first
    alike = [f"G{n}" for n, levels in enumerate(groups) if len(levels) > 1 and len(set(levels)) == 1]
    found = [words for words in said if "same typical level" in words]
    assert bool(found) == bool(alike)
    assert all(name in found[0] for name in alike)
    widest = max((max(levels) - min(levels) for levels in groups if levels), default=0)
    assert any("furthest apart" in words for words in said) == (widest >= 2)
    ones = sum(len(levels) == 1 for levels in groups)
    assert any("the row is that organisation" in words for words in said) == bool(ones)


def test_from_thirty_organisations_on_a_bar_takes_the_place_of_blocks():
    def shown(count: int):
        stand = many_at(*[1] * (count - 2), 2, 4)
        whole = Row("region", "south", "South", "", (stand.cell,), distributions=(stand.distribution,))
        return shown_group(whole, stand.cell, stand.distribution, SCALE, is_whole=True)

    assert len(shown(BAR_FROM - 1).blocks) == BAR_FROM - 1
    many = shown(BAR_FROM)
    assert many.blocks == ()
    assert [part.position for part in many.bar] == [1, 2, 4]
    assert sum(part.width for part in many.bar) == pytest.approx(BAR_WIDTH, abs=0.5)
    assert many.bar[0].words == "P 28"
    assert many.counts == "28 Pre-emerging, 1 Emerging, 1 Maturing"


@pytest.mark.parametrize(
    ("names", "letters"),
    [
        (("Pre-emerging", "Emerging", "Developing", "Maturing"), ("P", "E", "D", "M")),
        (("Leading", "Lasting", "Renewing"), ("Le", "La", "R")),
        (("Level 1", "Level 2"), ("1", "2")),
        (("Level D (lowest)", "Level C", "Level B", "Level A (highest)"), ("D", "C", "B", "A")),
        (("Good", "Good and shared"), ("1", "2")),
        (("same", "SAME"), ("1", "2")),
    ],
)
def test_short_forms_of_levels_are_told_apart(names, letters):
    assert Scale(names).letters == letters


@given(st.lists(st.text(min_size=1, max_size=6), min_size=2, max_size=7))
def test_no_two_levels_have_the_same_short_form(names):
    assert len({letter.casefold() for letter in Scale(tuple(names)).letters}) == len(names)
