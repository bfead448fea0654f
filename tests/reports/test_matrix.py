"""The heatmap's rows of organisations, rule by rule. No database."""

import pytest

from reports.exports.lines import plain_number
from reports.matrix import Column, organisation_matrix
from tests.reports.said import COLUMN, asked, rated, said

OTHER = Column("indicator", "1.2", "B", "1", "One")


def test_statements_about_a_whole_region_have_a_row_apart():
    places = [asked(1), asked(2, is_counted=False)]
    answers = [said(1, rated(1, 1)), said(2, rated(4, 4))]
    assert [row.is_apart for row in organisation_matrix(places, answers, (COLUMN,)).rows] == [False, True]


def test_rows_of_organisations_are_those_that_say_something_of_a_level_and_are_seen():
    places = [asked(1), asked(2), asked(3, is_seen=False), asked(4)]
    answers = [said(1, rated(1, 1)), said(2, rated(1, 1), has_ratings=False), said(3, rated(1, 1))]
    assert [row.slug for row in organisation_matrix(places, answers, (COLUMN,)).rows] == ["place-1"]


def test_rows_stand_by_name_whatever_its_capitals():
    places = [asked(1, name="beta"), asked(2, name="Gamma"), asked(3, name="Alpha")]
    matrix = organisation_matrix(places, [said(key, rated(1, 1)) for key in (1, 2, 3)], (COLUMN,))
    assert [row.name for row in matrix.rows] == ["Alpha", "beta", "Gamma"]


def test_an_indicator_without_an_answer_is_not_answered_of_one():
    row = organisation_matrix([asked(1)], [said(1, rated(1, 1))], (COLUMN, OTHER)).rows[0]
    assert (row.cells[1].status, row.cells[1].counted, row.cells[1].of) == ("not_answered", 0, 1)


@pytest.mark.parametrize(("number", "written"), [(2.0, "2"), (2.5, "2.5"), (1.125, "1.125"), (2.75, "2.75")])
def test_midpoints_are_written_without_trailing_zeros(number, written):
    assert str(plain_number(number)) == written
