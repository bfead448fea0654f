"""The picture of movement: the midpoints of the file, with a mark at every break, and words where nothing compares."""

# ruff: noqa: F811 (fixtures of another module)

from assessments.models import Cycle
from tests import worlds
from tests.reports.figures import figure_of, lines_of, marks_of, parts_of, plates_of, sentences_of, words_of
from tests.reports.test_trends import make_last, two  # noqa: F401

CHART, CSV = "/reports/trends/chart.json", "/reports/trends.csv"
ONE = {"dimension": "1"}


def test_ring_and_dot_are_the_midpoints_of_the_file(signed_in, two, pot):
    client = signed_in(pot)
    figure, lines = figure_of(client.get(CHART, ONE)), lines_of(client.get(CSV, ONE))
    assert len(lines) == 3
    for look in ("before", "after"):
        assert marks_of(figure, look) == {line["row"]: float(line[f"midpoint_{look}"]) for line in lines}
    assert plates_of(figure) == []
    assert any("Half a level up" in said for said in sentences_of(figure) if said.startswith("Oakshire"))


def test_another_framework_version_leaves_a_break_in_every_row(signed_in, region, organisation, pot):
    old, new = (worlds.make_framework("vale", version, dimensions=(2,)) for version in ("1", "2"))
    last = make_last(old, [organisation])
    now = worlds.make_cycle(new, [organisation], slug="newer")
    for cycle in (last, now):
        worlds.submitted(cycle, organisation, by=pot)
    figure = figure_of(signed_in(pot).get(CHART, {"cycle": "newer"}))
    assert plates_of(figure) == ["//"]
    assert "Break: another framework version." in figure["layout"]["title"]["subtitle"]["text"].replace("<br>", " ")


def test_a_side_without_a_level_has_no_mark_and_is_said(signed_in, framework, cycle, organisation, neighbour, pot):
    last = make_last(framework, [organisation, neighbour])
    without = dict.fromkeys(("1.1", "1.2", "1.3"), "no_data")
    for place, then, now in ((organisation, {"1.1": (2, 2)}, without), (neighbour, without, without)):
        worlds.submitted(last, place, then, by=pot)
        worlds.submitted(cycle, place, now, by=pot)
    figure = figure_of(signed_in(pot).get(CHART, ONE))
    assert marks_of(figure, "before") == {"Oakshire": 2}
    assert marks_of(figure, "after") == {}
    assert "No data" in next(words for words in figure["layout"]["yaxis"]["ticktext"] if words.startswith("Oakshire"))
    assert parts_of(figure)["Elmshire"].keys() == {"no_data"}
    assert words_of(figure) == ["No data, then and now"]


def test_a_hidden_group_is_said_and_never_drawn(signed_in, two, pot):
    Cycle.objects.update(visibility="anonymous")
    figure = figure_of(signed_in(pot).get(CHART, ONE | {"rows": "region"}))
    assert words_of(figure) == ["Too few or too alike to show"]
    assert marks_of(figure, "before") == marks_of(figure, "after") == {}


def test_the_page_offers_the_picture_where_there_is_something_to_draw(signed_in, two, pot, outsider):
    address = 'data-chart="/reports/trends/chart.json?dimension=1"'
    assert address in signed_in(pot).get("/reports/trends/", ONE).content.decode()
    assert address not in signed_in(outsider).get("/reports/trends/", ONE).content.decode()
