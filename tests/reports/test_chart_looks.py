"""What tells the parts of a chart apart, for any number of levels, wide and narrow. No database."""

import json
from itertools import pairwise

import pytest

from assessments.levels import NOT_ANSWERED, RATED, CellValue
from assessments.pages.scale import Scale
from reports.charts.axis import level_axis
from reports.charts.compare import comparison_figure
from reports.charts.figure import figure_of, sheet_of
from reports.charts.look import MOST_ROWS, WHITE, Caption, TooLarge
from reports.charts.marks import LINES, MARKS, Row
from reports.disclosure import HIDDEN
from reports.matrix import Distribution
from reports.matrix import Row as Group
from reports.pages.compare_rows import shown_group

NARROW, WIDE = 1, 7
NAMES = ("Not begun", "Beginning", "Repeated in places", "Defined", "Managed", "Improving", "Optimised everywhere")


def drawn(levels: int, across: int) -> dict:
    """A group with everything, one whose counts are withheld, one that is hidden."""
    scale = Scale(NAMES[:levels])
    counts = Distribution({n: n for n in scale.positions}, {NOT_ANSWERED: 2})
    cell = CellValue(RATED, 1, levels, (1 + levels) / 2, counts.counted, counts.counted + 2)
    given = [("All", cell, counts), ("Some", cell, None), ("None", HIDDEN, None)]
    groups = [
        (shown_group(Group("ics", name, name, "", ()), cell, counts, scale, is_whole=False), cell, counts)
        for name, cell, counts in given
    ]
    return json.loads(comparison_figure([("1. Data", groups)], scale, Caption("A title", ("A note.",)), across=across))


@pytest.mark.parametrize("across", [NARROW, WIDE])
@pytest.mark.parametrize("levels", range(2, 8))
def test_every_level_has_a_colour_and_a_pattern_of_its_own(levels, across):
    looks = [trace["marker"] for trace in drawn(levels, across)["data"] if trace["name"].startswith("level")]
    assert len(looks) == levels
    assert len({look["color"] for look in looks}) == levels
    assert len({look["pattern"]["shape"] for look in looks}) == levels
    assert "/" not in {look["pattern"]["shape"] for look in looks}


def test_what_is_counted_stands_apart_from_what_is_not():
    figure = drawn(4, WIDE)
    axes = {
        trace["name"]: trace["yaxis"]
        for trace in figure["data"]
        if trace["name"] in ("level 1", "median", "suppressed")
    }
    assert axes == {"level 1": "y", "median": "y2", "suppressed": "y2"}
    upper, lower = figure["layout"]["yaxis"]["domain"], figure["layout"]["yaxis2"]["domain"]
    assert lower[0] >= 0
    assert upper[0] > lower[1]
    assert upper[1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("declared-low", "derived-low"),
        ("declared-high", "derived-high"),
        ("median", "middle"),
        ("before", "after"),
        ("social-care", "health"),
    ],
)
def test_marks_differ_by_shape_or_by_being_open(one, other):
    looks = [(symbol, fill == WHITE) for symbol, _, fill, _ in (MARKS[one], MARKS[other])]
    assert looks[0] != looks[1]


def test_a_break_and_a_group_differ_from_other_lines_by_their_dashes():
    dashes = {look: line.get("dash") for look, line in LINES.items()}
    assert dashes["between"] != dashes["break"]
    assert dashes["declared"] != dashes["group"]


@pytest.mark.parametrize("across", [NARROW, WIDE])
def test_no_row_stands_on_another(across):
    scale = Scale(NAMES[:4])
    rows = [Row(f"An organisation with a long name, number {n}", ("A note.",), words="Not answered") for n in range(9)]
    sheet = sheet_of([Row("A heading"), *rows], level_axis(scale.names, scale.letters, across), across)
    assert all(below.y - above.y >= 40 for above, below in pairwise(sheet.rows[1:]))
    assert sheet.rows[-1].y < sheet.height
    figure_of([sheet], Caption("A title"))


def test_more_rows_than_make_a_picture_are_refused_with_advice():
    scale = Scale(NAMES[:2])
    with pytest.raises(TooLarge, match="Choose one dimension"):
        sheet_of([Row("One")] * (MOST_ROWS + 1), level_axis(scale.names, scale.letters, WIDE), WIDE)
