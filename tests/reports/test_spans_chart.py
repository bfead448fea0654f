"""The picture of the spans: the levels of the file, then and now, and every kind of missing by its own look."""

# ruff: noqa: F811 (fixtures of another module)

from tests import worlds
from tests.reports.figures import all_marks_of, figure_of, lines_of, marks_of, parts_of, sentences_of, words_of
from tests.reports.test_spans_views import last_year, three  # noqa: F401

CHART, CSV = "/reports/spans/chart.json", "/reports/spans.csv"
LEVEL = {name: n for n, name in enumerate(worlds.LEVEL_NAMES, start=1)}
ENDS = ("declared-low", "declared-high", "declared-one", "derived-low", "derived-high", "derived-one")


def drawn_ends(figure: dict, looks=ENDS) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for look in looks:
        for row, x in all_marks_of(figure, look).items():
            found.setdefault(row, []).extend(x * 2 if look.endswith("one") else x)
    return found


def test_the_arrows_are_the_spans_of_the_file(signed_in, three, last_year, pot):
    client = signed_in(pot)
    figure = figure_of(client.get(CHART))
    lines = [line for line in lines_of(client.get(CSV)) if line["column_kind"] == "dimension"]
    organisations = [line for line in lines if line["row_kind"] == "organisation" and line["low"]]
    assert drawn_ends(figure) == {one["row"]: [LEVEL[one["low"]], LEVEL[one["high"]]] for one in organisations}
    assert set(all_marks_of(figure, "declared-low")) == {
        one["row"] for one in organisations if one["status"] == "declared"
    }
    earlier = drawn_ends(figure, ("earlier-low", "earlier-high", "earlier-one"))
    assert earlier == {
        one["row"]: [LEVEL[one["earlier_low"]], LEVEL[one["earlier_high"]]] for one in lines if one["earlier_low"]
    }
    assert earlier
    groups = {one["row"]: float(one["midpoint"]) for one in lines if one["row_kind"] != "organisation"}
    assert marks_of(figure, "median") == groups


def test_what_is_missing_has_no_mark_and_its_own_look(signed_in, cycle, organisation, neighbour, faraway, pot):
    worlds.submitted(cycle, organisation, dict.fromkeys(("1.1", "1.2", "1.3"), "no_data"), by=pot)
    worlds.submitted(cycle, neighbour, dict.fromkeys(("1.1", "1.2", "1.3"), "not_applicable"), by=pot)
    worlds.submitted(cycle, faraway, {"1.1": (1, 4)}, by=pot)
    figure = figure_of(signed_in(pot).get(CHART))
    looks = {row: set(parts) for row, parts in parts_of(figure).items()}
    assert looks["Oakshire"] == {"no_data"}
    assert looks["Elmshire"] == {"not_applicable"}
    assert set(drawn_ends(figure)) == {"Ashshire"}
    assert "Oakshire: No data" in " ".join(sentences_of(figure))


def test_an_outsider_gets_the_groups_of_the_file_alone(signed_in, three, outsider):
    client = signed_in(outsider)
    figure, lines = figure_of(client.get(CHART)), lines_of(client.get(CSV))
    assert drawn_ends(figure) == {}
    assert {line["row_kind"] for line in lines} == {"region", "ics"}
    assert marks_of(figure, "median") == {one["row"]: float(one["midpoint"]) for one in lines if one["midpoint"]}
    assert len(words_of(figure)) == sum(not line["midpoint"] for line in lines) > 0


def test_the_page_offers_the_picture_and_a_png_of_its_own_chart(signed_in, three, pot):
    page = signed_in(pot).get("/reports/spans/?dimension=1")
    assert 'data-chart="/reports/spans/chart.json?dimension=1"' in page.content.decode()
    assert 'data-save-png="/reports/spans.svg?dimension=1"' in page.content.decode()
    assert "unsafe" not in page.headers["Content-Security-Policy"]
