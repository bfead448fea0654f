"""The heatmap's arithmetic over groups, rule by rule. No database."""

import pytest

from assessments.levels import CellValue
from reports.grouping import group_matrix
from reports.matrix import Asked
from tests.reports.said import COLUMN, asked, rated, said


def group_cell(cells: dict[int, CellValue], places: list[Asked] | None = None) -> CellValue:
    """The cell of the region over these answers."""
    places = places or [asked(key) for key in cells]
    matrix = group_matrix("region", places, [said(key, cell) for key, cell in cells.items()], (COLUMN,))
    return matrix.rows[0].cells[0]


def test_a_group_runs_from_the_lowest_to_the_highest_with_the_median_of_midpoints():
    cell = group_cell({1: rated(1, 2), 2: rated(2, 2), 3: rated(2, 4)})
    assert (cell.low, cell.high, cell.midpoint, cell.counted, cell.of) == (1, 4, 2.0, 3, 3)


def test_the_median_of_an_even_count_is_the_mean_of_the_two_in_the_middle():
    assert group_cell({1: rated(1, 2), 2: rated(2, 2)}).midpoint == 1.75


def test_those_asked_without_an_answer_count_in_of_alone():
    cell = group_cell({1: rated(1, 1)}, [asked(1), asked(2)])
    assert (cell.counted, cell.of) == (1, 2)


def test_the_not_applicable_are_taken_off_of():
    cell = group_cell({1: rated(1, 1), 2: CellValue("not_applicable", of=1)})
    assert (cell.counted, cell.of) == (1, 1)


@pytest.mark.parametrize(
    ("statuses", "status", "of"),
    [
        (["not_answered", "not_applicable", "no_data"], "no_data", 2),
        (["not_answered", "not_applicable"], "not_applicable", 1),
        (["not_answered", "not_answered"], "not_answered", 2),
    ],
)
def test_a_group_without_a_level_says_what_is_missing(statuses, status, of):
    cell = group_cell({n: CellValue(said, of=1) for n, said in enumerate(statuses)})
    assert (cell.status, cell.counted, cell.of, cell.low, cell.confidence) == (status, 0, of, None, "")


def test_the_confidence_of_a_group_is_the_lowest_under_it():
    assert group_cell({1: rated(1, 1, "high"), 2: rated(2, 2, "low"), 3: rated(2, 2, "medium")}).confidence == "low"


def test_statements_about_a_whole_region_count_in_no_group():
    places = [asked(1), asked(2, is_counted=False)]
    answers = [said(1, rated(1, 1)), said(2, rated(4, 4))]
    cell = group_matrix("region", places, answers, (COLUMN,)).rows[0].cells[0]
    assert (cell.high, cell.of) == (1, 1)


def test_an_organisation_in_no_ics_is_in_no_row_of_icss():
    places = [asked(1), asked(2, ics=None)]
    matrix = group_matrix("ics", places, [said(2, rated(1, 1))], (COLUMN,), {"north": "South"})
    assert [(row.name, row.parent, row.cells[0].of) for row in matrix.rows] == [("North", "South", 1)]


def test_an_organisation_with_two_initiatives_counts_once():
    answers = [said(1, rated(1, 1), initiative="A"), said(1, rated(3, 3), initiative="B"), said(2, rated(4, 4))]
    cell = group_matrix("region", [asked(1), asked(2)], answers, (COLUMN,)).rows[0].cells[0]
    assert (cell.low, cell.high, cell.midpoint, cell.counted, cell.of) == (1, 4, 3.0, 2, 2)
