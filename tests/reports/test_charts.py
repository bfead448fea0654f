"""The picture of the heatmap: the cells of the page and no others, told apart by colour, words and pattern."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from assessments.models import Cycle
from reports.charts.heatmap import colorscale
from reports.charts.look import FIRST_DARK, INK, MOST_ROWS, PALETTES, WHITE
from reports.drawing import wrapped
from tests import worlds

ROOT = Path(__file__).resolve().parents[2]
CHART, FILE = "/reports/heatmap/chart.json", "/reports/heatmap.csv"


def figure_of(response) -> dict:
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def plain(words: str) -> str:
    return words.replace("<br>", " ").replace("\u00a0†", "")


def printed(figure: dict) -> list[str]:
    """The words in the cells: as text, or on white plates over a pattern."""
    texts = [t for trace in figure["data"] if trace.get("name") == "words" for t in trace["text"]]
    plates = [plate["text"] for plate in figure["layout"].get("annotations", []) if plate.get("name") != "heads"]
    return sorted(plain(text) for text in texts + plates)


def typical_levels(figure: dict) -> list[int]:
    return sorted(level for row in figure["data"][0]["z"] for level in row if level is not None)


def sentences(figure: dict) -> list[str]:
    return sorted(plain(said) for row in figure["data"][0]["hovertext"] for said in row if said)


def lines(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def words_of(line: dict) -> str:
    absent = {"no_data": "No data", "not_answered": "Not answered", "not_applicable": "Does not apply"}
    if line["low"]:
        return line["low"] if line["low"] == line["high"] else f"{line['low']} to {line['high']}"
    return absent.get(line["status"], "Too few or too alike to show")


@pytest.fixture
def answered(cycle, organisation, neighbour, faraway, pot):
    """Three organisations of the region, with spans and everything that can be missing."""
    spans = {"1.1": (1, 3), "1.2": "no_data", "1.3": "not_applicable", "2.1": "no_data", "2.2": "no_data"}
    worlds.submitted(cycle, organisation, spans, by=pot)
    worlds.submitted(cycle, neighbour, {"1.1": (4, 4)}, by=pot, declared={"2": (1, 2)})
    worlds.submitted(cycle, faraway, dict.fromkeys(["1.1", "1.2", "1.3"], "not_applicable"), by=pot)


@pytest.mark.parametrize("across", ["1", "2", "9"])
@pytest.mark.parametrize(
    "query", [{}, {"columns": "indicator"}, {"rows": "ics"}, {"rows": "region", "columns": "indicator"}]
)
def test_the_picture_has_the_cells_of_the_file(signed_in, administrator, answered, query, across):
    client = signed_in(administrator)
    figure, cells = figure_of(client.get(CHART, query | {"across": across})), lines(client.get(FILE, query))
    scale = worlds.LEVEL_NAMES
    assert cells
    assert printed(figure) == sorted(words_of(line) for line in cells)
    assert typical_levels(figure) == sorted(scale.index(line["typical"]) + 1 for line in cells if line["typical"])


def test_pointing_at_a_cell_shows_the_sentence_of_the_page(signed_in, administrator, answered):
    client = signed_in(administrator)
    page = client.get("/reports/heatmap/").content.decode()
    own = re.findall(r'data-sentence="([^"]*)"', page)
    assert len(sentences(figure_of(client.get(CHART)))) == 6
    assert set(sentences(figure_of(client.get(CHART)))) <= set(own)


def test_every_kind_of_missing_has_a_look_of_its_own_and_no_colour_of_a_level(signed_in, administrator, answered):
    figure = figure_of(signed_in(administrator).get(CHART, {"columns": "indicator"}))
    traces = figure["data"][1:5]
    looks = [
        (t["type"], t.get("marker", {}).get("pattern", {}).get("shape"), t.get("line", {}).get("dash")) for t in traces
    ]
    assert looks == [("bar", "/", None), ("bar", ".", None), ("scatter", None, "dash"), ("scatter", None, "solid")]
    assert not set(PALETTES[4]) & set(re.findall(r"#[0-9a-f]{6}", json.dumps(traces)))


@pytest.mark.parametrize(("rows", "head"), [("organisation", "Initiative"), ("ics", "ICS")])
def test_picture_and_tables_call_the_rows_by_one_word(signed_in, administrator, pot, organisation, rows, head):
    cycle = worlds.make_cycle(framework=worlds.make_framework(judges="initiative"), organisations=[organisation])
    held = worlds.begin(cycle, organisation, by=pot, initiative="Volunteer roles")
    worlds.answer_all(held, {"1.1": (1, 2)}, by=pot)
    worlds.record_submission(held, by=pot)
    client = signed_in(administrator)
    assert figure_of(client.get(CHART, {"rows": rows}))["layout"]["yaxis"]["title"]["text"] == head
    page = client.get("/reports/heatmap/", {"rows": rows}).content.decode()
    assert f"<caption>{head}s</caption>" in page
    assert f'role="columnheader">{head}' in page
    assert "Initiative or group</th>" in client.get("/reports/spans/").content.decode()


@pytest.fixture
def hidden(cycle, organisation, neighbour, faraway, pot):
    """An anonymous cycle in which the POT's own and two others say the same: too few to show."""
    Cycle.objects.update(visibility="anonymous")
    for place in (organisation, neighbour, faraway):
        worlds.submitted(cycle, place, {"1.1": (3, 4)}, by=pot)


@pytest.mark.parametrize("columns", ["dimension", "indicator"])
def test_a_suppressed_cell_leaves_no_figure_in_the_picture(signed_in, pot, hidden, columns):
    figure = figure_of(signed_in(pot).get(CHART, {"rows": "region", "columns": columns}))
    assert set(printed(figure)) == {"Too few or too alike to show"}
    assert typical_levels(figure) == []
    assert not any(
        level in json.dumps([figure["data"], figure["layout"].get("annotations")]) for level in worlds.LEVEL_NAMES
    )
    assert all(re.fullmatch(r"South, [\d.]+ \w+ [\d.]+: Too few or too alike to show\.", s) for s in sentences(figure))


def test_in_an_anonymous_cycle_only_the_own_row_is_drawn(signed_in, pot, hidden):
    figure = figure_of(signed_in(pot).get(CHART))
    assert figure["layout"]["yaxis"]["ticktext"] == ["Oakshire"]


def test_an_outsider_gets_no_row(signed_in, outsider, answered):
    assert printed(figure_of(signed_in(outsider).get(CHART))) == []


@pytest.mark.parametrize(
    "query",
    [{"across": "0"}, {"across": "13"}, {"across": "x"}, {"across": "²"}, {"rows": "nothing"}, {"unknown": "1"}],
)
def test_a_wrong_question_is_answered_in_plain_words(signed_in, administrator, cycle, query):
    response = signed_in(administrator).get(CHART, query)
    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith("text/plain")


def test_more_cells_than_make_a_picture_are_refused_with_advice(signed_in, administrator, region):
    framework = worlds.make_framework("wide", dimensions=(MOST_ROWS,))
    place = worlds.make_organisation("lone", region=region)
    cycle = worlds.make_cycle(framework, [place])
    worlds.submitted(cycle, place, by=administrator)
    response = signed_in(administrator).get(CHART, {"columns": "indicator", "across": "1"})
    assert response.status_code == 400
    assert "Choose one dimension" in response.content.decode()


def test_the_names_of_places_are_never_read_as_tags(signed_in, administrator, answered, organisation):
    organisation.name = '<a href="https://elsewhere.example">Oak</a> & <b>Elm</b>'
    organisation.save()
    figure = figure_of(signed_in(administrator).get(CHART))
    labels = figure["layout"]["yaxis"]["ticktext"]
    assert any("&lt;a" in label and "&amp;" in label for label in labels)
    # Plotly draws nothing of it; the page takes it as plain text.
    del figure["layout"]["meta"]
    assert set(re.findall(r"<\w+", json.dumps(figure))) == {"<br"}


def test_the_colours_are_those_of_the_pages():
    sheet = (ROOT / "front-end/styles/levels.css").read_text()
    for count, palette in PALETTES.items():
        for position, colour in enumerate(palette, start=1):
            dark = " --on-level: #fff;" if position >= FIRST_DARK[count] else ""
            assert f".level-{position}-of-{count} {{ --level: {colour};{dark} }}" in sheet


@pytest.mark.parametrize("levels", PALETTES)
def test_levels_are_coloured_by_their_number(signed_in, administrator, region, levels):
    place = worlds.make_organisation("lone", region=region)
    cycle = worlds.make_cycle(worlds.make_framework("other", levels=levels), [place])
    worlds.submitted(cycle, place, {"1.1": (1, 1), "1.2": (levels, levels)}, by=administrator)
    figure = figure_of(signed_in(administrator).get(CHART, {"columns": "indicator"}))
    cells = figure["data"][0]
    assert [colour for _, colour in cells["colorscale"]] == [c for colour in PALETTES[levels] for c in (colour, colour)]
    assert (cells["zmin"], cells["zmax"]) == (0.5, levels + 0.5)
    words = figure["data"][5]
    ink = dict(zip(words["text"], words["textfont"]["color"], strict=True))
    assert ink[worlds.LEVEL_NAMES[0]] == INK
    assert ink[worlds.LEVEL_NAMES[levels - 1]] == WHITE


def test_no_colour_lies_between_two_levels():
    assert colorscale(2) == [(0.0, "#e6e5ba"), (0.5, "#e6e5ba"), (0.5, "#006073"), (1.0, "#006073")]


@pytest.mark.parametrize(
    ("text", "lines"),
    [("Emerging to Developing", "Emerging to<br>Developing"), ("A & B", "A &amp; B"), ("", "")],
)
def test_long_words_are_wrapped(text, lines):
    assert wrapped(text, 12) == lines


def test_the_page_offers_the_picture_of_its_own_question_to_scripts_alone_and_loads_nothing_of_it(
    signed_in, administrator, answered
):
    page = signed_in(administrator).get("/reports/heatmap/", {"rows": "ics"}).content.decode()
    figure = re.search(r"<figure[^>]*data-chart=[^>]*>", page)[0]
    assert 'data-chart="/reports/heatmap/chart.json?rows=ics"' in figure
    assert re.search(r"\shidden\W", figure)
    assert not re.search(r"<(script|link)[^>]*plotly", page)


def test_a_picture_is_drawn_without_loosening_the_content_security_policy(signed_in, administrator, answered):
    client = signed_in(administrator)
    policies = {client.get(path).headers["Content-Security-Policy"] for path in ("/help/", "/reports/heatmap/", CHART)}
    assert len(policies) == 1
    assert "unsafe" not in policies.pop()


def test_the_picture_says_in_words_what_it_shows(signed_in, administrator, answered):
    said = figure_of(signed_in(administrator).get(CHART))["layout"]["meta"]
    assert said["title"].startswith("Heatmap of ")
    assert "not a ranking" in said["description"]


def test_the_script_never_offers_to_send_anything_away():
    script = (ROOT / "static/chart.js").read_text()
    assert "showSendToCloud: false" in script
    assert not re.search(r"https?://", script)
