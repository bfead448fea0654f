"""The picture of the comparison: the counts of the file and no others, and nothing of what the file withholds."""

# ruff: noqa: F811 (fixtures of another module)

import pytest

from assessments.levels import NO_DATA, NOT_ANSWERED, NOT_APPLICABLE
from tests import worlds
from tests.reports.figures import all_marks_of, figure_of, lines_of, marks_of, parts_of, sentences_of, words_of
from tests.reports.test_heatmap_views import many  # noqa: F401

CHART, CSV = "/reports/compare/chart.json", "/reports/compare.csv"
MISSING = (NO_DATA, NOT_ANSWERED, NOT_APPLICABLE)


@pytest.fixture
def answered(cycle, organisation, neighbour, faraway, pot):
    """North Vale: one at 1 to 2, one without data; South Vale: it does not apply."""
    worlds.submitted(cycle, organisation, by=pot, declared={"1": (1, 2)})
    worlds.submitted(cycle, neighbour, dict.fromkeys(("1.1", "1.2", "1.3"), "no_data"), by=pot)
    worlds.submitted(cycle, faraway, dict.fromkeys(("1.1", "1.2", "1.3"), "not_applicable"), by=pot)


def counts_of(line: dict) -> dict[str, float]:
    levels = {f"level {n}": int(line[f"{n} {name}"]) for n, name in enumerate(worlds.LEVEL_NAMES[:4], start=1)}
    return {name: count for name, count in (levels | {kind: int(line[kind]) for kind in MISSING}).items() if count}


@pytest.mark.parametrize("query", [{}, {"rows": "kind"}, {"rows": "sector", "dimension": "2"}])
def test_the_parts_of_each_bar_are_the_counts_of_the_file(signed_in, answered, pot, query):
    client = signed_in(pot)
    drawn = parts_of(figure_of(client.get(CHART, query)))
    assert drawn == {line["row"]: counts_of(line) for line in lines_of(client.get(CSV, query))}


@pytest.mark.parametrize("role", ["pot", "outsider"])
def test_a_group_without_counts_has_the_levels_of_the_file_and_a_hidden_one_none(request, signed_in, many, role):
    client = signed_in(request.getfixturevalue(role))
    figure, lines = figure_of(client.get(CHART)), lines_of(client.get(CSV))
    level = {name: n for n, name in enumerate(worlds.LEVEL_NAMES, start=1)}
    shown = [line for line in lines if line["low"] and not line["1 Pre-emerging"]]
    hidden = [line for line in lines if line["status"] == "suppressed"]
    assert shown
    assert hidden
    assert marks_of(figure, "median") == {line["row"]: float(line["midpoint"]) for line in shown}
    assert all_marks_of(figure, "end") == {line["row"]: [level[line["low"]], level[line["high"]]] for line in shown}
    assert not any(name.startswith("level") for parts in parts_of(figure).values() for name in parts)
    assert words_of(figure) == ["Too few or too alike to show"] * len(hidden)
    for line in hidden:
        said = next(said for said in sentences_of(figure) if said.startswith(f"{line['row']},"))
        assert said.endswith(": Too few or too alike to show.")


def test_a_part_says_in_words_what_it_is(signed_in, answered, pot):
    said = sentences_of(figure_of(signed_in(pot).get(CHART)))
    assert any(words.startswith("North Vale") and ": 1 typically Pre-emerging. Median: " in words for words in said)
    assert any(words.startswith("South Vale") and ": 1 does not apply. " in words for words in said)


def test_the_page_offers_it_with_a_table_and_not_with_a_radar(signed_in, answered, pot):
    client = signed_in(pot)
    assert (
        'data-chart="/reports/compare/chart.json?rows=kind"'
        in client.get("/reports/compare/?rows=kind").content.decode()
    )
    assert "unsafe" not in client.get("/reports/compare/").headers["Content-Security-Policy"]
