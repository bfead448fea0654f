"""What became of each part, as a page shows it: counts, rows, and what each change means for answers."""

import pytest

from frameworks.comparisons import Comparison
from frameworks.definition import parse
from frameworks.pages.changes import ON_ONE_SHEET, ChangesPart
from tests.frameworks.loading import large
from tests.frameworks.test_changes import LEVELS, same_as, version


def part_of(older, newer, sheet: str = "") -> ChangesPart:
    return ChangesPart.of(Comparison.of(older, newer), sheet)


def rows_of(part: ChangesPart) -> list[tuple[str, str, str]]:
    return [(row.tag, row.name, row.meaning) for group in part.groups for row in group.rows]


OLDER = version("1", *({"code": code} for code in "abcdefg"), {"code": "h", "weights": {"low": "0", "high": "1"}})
NEWER = version(
    "2",
    {"code": "a"},
    {"code": "b", "question": "How well?"},
    {"code": "c1", "equivalent_to": same_as("c")},
    {"code": "c2", "equivalent_to": same_as("c")},
    {"code": "de", "equivalent_to": same_as("e", "d")},
    {"code": "f", "dimension": "2"},
    {"code": "h", "weights": {"low": "0", "high": "2"}},
    {"code": "n"},
)


def test_every_change_is_counted_once():
    assert part_of(OLDER, NEWER).numbers == [
        ("1", "indicator the same"),
        ("1", "reworded"),
        ("1", "moved"),
        ("1", "with other weights"),
        ("1", "split"),
        ("1", "merged"),
        ("1", "new"),
        ("1", "gone"),
    ]


def test_every_change_says_what_it_means_for_answers():
    beside = "beside the new question"
    assert rows_of(part_of(OLDER, NEWER)) == [
        ("Reworded", "b About b", "Answers carry over, marked “please confirm”. Movement and trends go on."),
        (
            "Split",
            "c About c",
            f"The old answer stands {beside}s; none is carried over. "
            "Movement and trends compare c with each of c1, c2.",
        ),
        (
            "Merged",
            "de About de",
            f"The old answers stand {beside}; none is carried over. Movement and trends compare e with de only.",
        ),
        (
            "With other weights",
            "h About h",
            "Answers carry over. Movement and trends go on. Weighted totals follow the new weights.",
        ),
        ("New", "n About n", "Not answered in earlier cycles. Movement and trends list it, and leave it out."),
        (
            "Gone",
            "g About g",
            "Answers stay with version 1 and can always be read. Movement and trends list it, and leave it out.",
        ),
        ("New", "The dimension", "Nothing was said of it in earlier cycles."),
        ("Moved", "f About f", "Answers carry over. Movement and trends go on."),
    ]


def test_on_other_levels_nothing_is_carried_over():
    part = part_of(version("1", {"code": "a"}, {"code": "b"}), version("2", {"code": "a"}, levels=LEVELS[::-1]))
    assert part.levels == "2 levels, others than before, so no answer can be carried over"
    assert [tag for tag, _, _ in rows_of(part)] == ["Moved", "Moved", "Gone"]
    assert "none is carried over" in rows_of(part)[0][2]


def test_two_versions_that_ask_the_same_have_no_rows():
    part = part_of(version("1", {"code": "a"}), version("2", {"code": "a"}))
    assert (part.groups, part.same[0].codes) == ([], "a")


@pytest.mark.parametrize(
    ("sheet", "rows", "before", "after"), [("", 50, None, 2), ("3", 20, 2, None), ("x", 50, None, 2)]
)
def test_many_changes_come_in_sheets(sheet, rows, before, after):
    older = parse(large(3, 40).encode())
    newer = parse(large(3, 40, "2").replace("How?", "How far?").encode())
    part = part_of(older, newer, sheet)
    assert (len(rows_of(part)), part.before, part.after) == (rows, before, after)
    assert ON_ONE_SHEET == 50
