"""The arithmetic of perception gaps, held to a literal calculation; and their words. No database."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.levels import CellValue, midpoint
from assessments.pages.scale import Scale
from reports.gap_drawing import gap_track
from reports.gaps import Gap, gaps_of, largest_first
from reports.grouping import group_matrix
from reports.matrix import Asked, Column, Group, Row, Submission
from reports.pages.gap_sentences import gap_words, paragraph, silence_words, size_words
from tests.worlds import LEVEL_NAMES

COLUMNS = (Column("dimension", "1", "Shared language", "1"), Column("indicator", "1.1", "Words", "1"))
SECTORS = ("social-care", "health", "joint")

answers = st.one_of(
    st.tuples(st.integers(1, 7), st.integers(1, 7)).map(lambda pair: tuple(sorted(pair))),
    st.sampled_from(["no_data", "not_answered", "not_applicable"]),
)
organisations = st.lists(
    st.tuples(
        st.sampled_from(SECTORS),
        st.sampled_from(["north", "west", None]),
        answers,
        answers,
        st.booleans(),
        st.booleans(),
    ),
    max_size=14,
)


def cell_of(answer) -> CellValue:
    return (
        CellValue(answer, of=1) if isinstance(answer, str) else CellValue("declared", *answer, midpoint(*answer), 1, 1)
    )


def asked_and_said(drawn) -> tuple[list[Asked], list[Submission]]:
    asked, said = [], []
    for key, (sector, ics, first, second, is_counted, is_seen) in enumerate(drawn):
        groups = {"region": Group("south", "South"), "sector": Group(sector, sector)}
        groups |= {"ics": Group(ics, ics)} if ics else {}
        asked.append(Asked(key, f"p{key}", f"P{key}", groups, is_counted, is_seen=is_seen))
        cells = {column.key: cell_of(a) for column, a in zip(COLUMNS, (first, second), strict=True)}
        said.append(Submission(key, cells=cells))
    return asked, said


def literal_median(found: list[Fraction]) -> Fraction | None:
    found = sorted(found)
    if not found:
        return None
    half = len(found) // 2
    return found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2


@given(organisations, st.sampled_from(["ics", "region"]))
def test_every_gap_is_a_literal_difference_of_medians(drawn, grouping):
    asked, said = asked_and_said(drawn)
    groups = group_matrix(grouping, asked, said, COLUMNS).rows
    gaps = gaps_of(groups, asked, said, COLUMNS)
    assert len(gaps) == len(groups) * len(COLUMNS)
    for gap in gaps:
        members = [one for one in drawn if one[4] and (grouping == "region" or one[1] == gap.group.slug)]
        assert gap.is_hidden == any(not one[5] for one in members)
        if gap.is_hidden:
            assert (gap.social_care, gap.health, gap.levels) == (None, None, None)
            continue
        medians = []
        for sector, side in (("social-care", gap.social_care), ("health", gap.health)):
            given_here = [one[2 + COLUMNS.index(gap.column)] for one in members if one[0] == sector]
            spans = [answer for answer in given_here if not isinstance(answer, str)]
            medians.append(literal_median([Fraction(sum(span), 2) for span in spans]))
            assert (side is None) == (not given_here)
            if side:
                assert (side.counted, side.of) == (len(spans), len(given_here) - given_here.count("not_applicable"))
        expected = None if None in medians else medians[0] - medians[1]
        assert gap.levels == expected


def gap(care, health, name="North Vale", column=COLUMNS[0]) -> Gap:
    """Of two medians; None for a side without a level."""
    sides = (
        CellValue("not_answered", of=1) if m is None else CellValue("rated", 1, 4, m, 2, 3) for m in (care, health)
    )
    return Gap(Row("ics", name, name, "", ()), column, *sides)


SCALE = Scale(tuple(LEVEL_NAMES[:4]))


def said_of(*gaps: Gap) -> str:
    return " ".join(sentence.words for sentence in paragraph(gaps, SCALE, "ics"))


def test_the_largest_stands_first_whichever_the_direction_and_those_without_a_side_nowhere():
    found = largest_first([gap(2, 2.5), gap(1, 3), gap(None, 2), gap(4, 1), gap(2, 2)])
    assert [one.levels for one in found] == [3, -2, -0.5, 0]


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0.125, "less than a quarter of a level"),
        (0.25, "a quarter of a level"),
        (0.375, "just over a quarter of a level"),
        (1, "one level"),
        (1.125, "just over one level"),
        (1.5, "one and a half levels"),
    ],
)
def test_a_size_in_words_is_never_more_than_it_is(size, words):
    assert size_words(size) == words


def test_words_say_who_sees_it_higher():
    assert gap_words(gap(3, 1.5)) == "Social care sees it one and a half levels higher"
    assert gap_words(gap(1, 2)) == "Social care sees it one level lower"
    assert gap_words(gap(2, 2)) == "Both see it alike"


def test_silence_says_of_which_side_and_why():
    group = Row("ics", "north", "North", "", ())
    assert silence_words(gap(2, None)) == ("Nobody has spoken for health here yet.",)
    assert silence_words(Gap(group, COLUMNS[0], CellValue("no_data", of=1), None)) == (
        "No data from social care here.",
        "No health organisation was asked here.",
    )


def test_the_paragraph_counts_groups_and_names_the_largest_gap():
    said = said_of(gap(3, 1.5), gap(2, 2, "South Vale"), gap(2, None, "West Vale"))
    assert said.startswith(
        "In 2 of 3 ICSs both sides gave a level. The largest gap is in 1. Shared language, North Vale:"
    )
    assert "social care sees it one and a half levels higher. Social care (2 organisations) is typically" in said
    assert "2 rows have a level on both sides: in one social care sees it higher and in one both see it alike." in said
    assert said.endswith("A gap says where to talk, not who is right.")


def test_several_largest_gaps_are_all_said():
    said = said_of(gap(3, 1), gap(1, 3, "South Vale"), gap(4, 2, "West Vale"))
    assert "The largest gaps are two levels:" in said
    assert "North Vale" in said
    assert "and one more." in said


def test_a_hidden_group_is_counted_and_told_apart_from_silence():
    hidden = Gap(Row("ics", "far", "Far", "", ()), COLUMNS[0], is_hidden=True)
    assert "1 ICS is too few or too alike to show." in said_of(gap(3, 1), gap(2, 2, "South"), hidden)
    assert said_of(hidden) == "No gap can be shown to you in the one ICS here."


def test_a_circle_and_a_square_stand_at_their_medians_with_the_arrow_between():
    track = gap_track(gap(3, 1.5), 4)
    assert {(mark.look, mark.x) for mark in track.marks} == {
        ("social-care", "62.5%"),
        ("health", "25%"),
        ("gap-left", "25%"),
        ("gap-right", "62.5%"),
    }
    assert [(line.x1, line.x2) for line in track.lines] == [("25%", "62.5%")]


def test_a_short_arrow_has_strokes_for_heads_and_no_gap_has_no_arrow():
    assert [mark.look for mark in gap_track(gap(2, 2.25), 4).marks][:2] == ["gap-end", "gap-end"]
    assert gap_track(gap(2, 2), 4).lines == ()
