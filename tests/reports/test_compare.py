"""The comparison as page and files: who sees what, what is refused, and that they say the same."""

# ruff: noqa: F811 (fixtures of another module)

import io
import re
from datetime import date, timedelta
from html import unescape
from xml.etree import ElementTree

import openpyxl
import pytest
from django.utils import timezone

from assessments.models import Cycle, ICSPlacement, OrganisationPlacement
from frameworks.models import Framework
from tests import worlds
from tests.reports.test_heatmap_views import many, three  # noqa: F401

PAGE, RADAR = "/reports/compare/", "/reports/compare/radar.svg"
CSV, JSON, XLSX = "/reports/compare.csv", "/reports/compare.json", "/reports/compare.xlsx"
BASE = ("row_kind", "row", "parent", "column_kind", "column", "title", "status", "low", "high", "midpoint", "typical")
LEVELS = ("1 Pre-emerging", "2 Emerging", "3 Developing", "4 Maturing")
HIDDEN = "Too few or too alike to show"


@pytest.fixture
def cells(signed_in):
    """A function: the cells of the JSON as this person gets it."""

    def read(user, **query) -> list[dict]:
        answer = signed_in(user).get(JSON, query)
        assert answer.status_code == 200, answer.content
        return answer.json()["cells"]

    return read


@pytest.fixture
def page(signed_in):
    """A function: the text of the page as this person gets it."""

    def read(user, **query) -> str:
        answer = signed_in(user).get(PAGE, query)
        assert answer.status_code == 200, answer.content
        return unescape(answer.content.decode())

    return read


@pytest.fixture
def wide_framework(db):
    """Three dimensions, enough for a radar."""
    return worlds.make_framework("wide", dimensions=(1, 1, 1))


@pytest.fixture
def drawn(wide_framework, organisation, neighbour, faraway, pot):
    """A cycle on three dimensions: North Vale at 1 and 3, without dimension 2; South Vale at 4."""
    cycle = worlds.make_cycle(wide_framework, [organisation, neighbour, faraway], slug="drawn")
    without = {"2.1": "no_data"}
    worlds.submitted(cycle, organisation, {"1.1": (1, 1)} | without, by=pot)
    worlds.submitted(cycle, neighbour, {"1.1": (3, 3)} | without, by=pot)
    worlds.submitted(cycle, faraway, {"1.1": (4, 4)}, by=pot)
    return cycle


# What is shown -------------------------------------------------------------------------------------------------


def test_groups_stand_by_name_with_the_region_after_them(cells, three, pot):
    found = cells(pot)
    assert [(cell["row"], cell["column"]) for cell in found] == [
        ("North Vale", "1"),
        ("South Vale", "1"),
        ("South", "1"),
    ]


def test_how_many_are_at_which_level_is_counted_by_typical_level(cells, cycle, organisation, neighbour, faraway, pot):
    worlds.submitted(cycle, organisation, by=pot, declared={"1": (1, 2)})
    worlds.submitted(cycle, neighbour, by=pot, declared={"1": (1, 4)})
    worlds.submitted(cycle, faraway, by=pot, declared={"1": (4, 4)})
    found = {cell["row"]: [cell[level] for level in LEVELS] for cell in cells(pot)}
    assert found == {"North Vale": [1, 1, 0, 0], "South Vale": [0, 0, 0, 1], "South": [1, 1, 0, 1]}


def test_the_kinds_of_missing_are_counted_apart(cells, page, cycle, organisation, neighbour, pot):
    worlds.submitted(cycle, organisation, dict.fromkeys(("1.1", "1.2", "1.3"), "no_data"), by=pot)
    worlds.submitted(cycle, neighbour, dict.fromkeys(("1.1", "1.2", "1.3"), "not_applicable"), by=pot)
    whole = cells(pot)[-1]
    assert [whole[name] for name in ("no_data", "not_answered", "not_applicable")] == [1, 1, 1]
    assert (whole["counted"], whole["of"]) == (0, 2)
    shown = page(pot)
    for words in ("1 no data", "1 not answered", "1 does not apply"):
        assert words in shown


def test_one_dimension_is_shown_at_a_time_unless_all_are_asked_for(cells, three, pot):
    assert {cell["column"] for cell in cells(pot)} == {"1"}
    assert {cell["column"] for cell in cells(pot, dimension="2")} == {"2"}
    assert {cell["column"] for cell in cells(pot, dimension="all")} == {"1", "2"}


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("region", ["South"]),
        ("kind", ["Local authority", "NHS trust", "South"]),
        ("sector", ["Health", "Social care", "South"]),
    ],
)
def test_regions_kinds_and_sectors_are_compared_too(cells, three, pot, rows, names):
    assert [cell["row"] for cell in cells(pot, rows=rows)] == names


def test_filters_leave_those_who_match(cells, three, regional_lead):
    assert [(cell["row"], cell["of"]) for cell in cells(regional_lead, kind="nhs-trust")] == [
        ("South Vale", 1),
        ("South", 1),
    ]


def test_the_page_says_that_it_is_in_order_of_the_alphabet(page, three, pot):
    assert "Rows stand in alphabetical order. They are not ranked." in page(pot)


def test_without_a_cycle_the_page_says_so(page, outsider):
    assert "There is no cycle to show yet." in page(outsider)


# Suppression -----------------------------------------------------------------------------------------------------


def test_a_hidden_cell_hides_its_counts(cells, page, many, pot):
    found = next(cell for cell in cells(pot, cycle="quiet") if cell["row"] == "West Vale")
    assert found["status"] == "suppressed"
    assert {value for name, value in found.items() if name not in (*BASE[:7],)} == {None}
    assert HIDDEN in page(pot, cycle="quiet")


def test_how_many_are_at_which_level_is_shown_only_where_all_are_seen_by_name(cells, page, many, pot, ics_lead):
    """The region is shown to both, its counts to neither; the ICS lead sees all of her own ICS by name."""
    for user in (pot, ics_lead):
        whole = next(cell for cell in cells(user, cycle="quiet") if cell["row"] == "South")
        assert (whole["status"], whole["counted"]) == ("rated", 8)
        assert {whole[name] for name in (*LEVELS, "no_data", "not_answered", "not_applicable")} == {None}
    own = next(cell for cell in cells(ics_lead, cycle="quiet") if cell["row"] == "North Vale")
    assert sum(own[level] for level in LEVELS) == 6
    shown = page(pot, cycle="quiet")
    assert "Not shown by level" in shown
    assert 'class="block' not in shown


def test_in_a_private_cycle_nothing_of_others_is_shown(cells, many, pot):
    Cycle.objects.update(visibility="private")
    found = cells(pot, cycle="quiet")
    assert {cell["status"] for cell in found if cell["row"] != "West Vale"} == {"suppressed"}


def test_a_limited_viewer_may_not_cut_groups_smaller(signed_in, many, pot):
    client = signed_in(pot)
    narrowings = ("region=south", "kind=local-authority", "sector=social-care", "reporting=yes", "as_at=2026-01-01")
    for narrowing in narrowings:
        for address in (PAGE, CSV, JSON, XLSX, RADAR):
            answer = client.get(f"{address}?cycle=quiet&{narrowing}")
            assert answer.status_code == 400, (address, narrowing)
            assert "by name" in answer.content.decode(), (address, narrowing)


@pytest.mark.parametrize("role", ["pot", "ics_lead", "outsider"])
def test_nobody_learns_more_from_the_comparison_than_from_the_heatmap(request, signed_in, many, role):
    client = signed_in(request.getfixturevalue(role))
    for rows in ("ics", "region", "kind", "sector"):
        query = {"cycle": "quiet", "rows": rows}
        heatmap = client.get("/reports/heatmap.json", query).json()["cells"]
        found = client.get(JSON, query | {"dimension": "all"}).json()["cells"]
        as_heatmap = [{name: cell[name] for name in heatmap[0]} for cell in found]
        assert all(cell in as_heatmap for cell in heatmap), rows
        for cell in found:
            assert (cell["status"] != "suppressed") or cell[LEVELS[0]] is None


@pytest.mark.parametrize("visibility", ["named", "anonymous"])
def test_the_box_shows_what_a_member_of_another_region_gets(
    signed_in, cells, many, outsider, regional_lead, visibility
):
    Cycle.objects.update(visibility=visibility)
    for dimension in ("1", "2"):
        got = cells(outsider, cycle="quiet", dimension=dimension)
        shown = signed_in(regional_lead).get(PAGE, {"cycle": "quiet", "dimension": dimension}).content.decode()
        box = shown[shown.index('class="elsewhere"') : shown.index("</section>", shown.index('class="elsewhere"'))]
        withheld = re.findall(r"<span>([^<]*)</span>", box.partition("suppressed")[0].rpartition("<dt>")[2])
        assert withheld == [cell["row"] for cell in got if cell["status"] == "suppressed"]
        for cell in got:
            if cell["status"] == "rated":
                assert f"<dt>{cell['row']}</dt>" in box
                assert f"<strong>{cell['typical']}</strong>" in box
                assert f"{cell['counted']} of {cell['of']}" in box


def test_only_who_sees_everybody_by_name_sees_the_box(page, many, pot, regional_lead):
    assert "As a member in another region sees it" in page(regional_lead, cycle="quiet")
    assert "As a member in another region sees it" not in page(pot, cycle="quiet")


def test_the_box_of_a_private_cycle_says_that_nothing_goes_out(page, many, regional_lead):
    Cycle.objects.update(visibility="private")
    assert "This cycle is private: nothing goes out." in page(regional_lead, cycle="quiet")


# Notes -----------------------------------------------------------------------------------------------------------


def notes_in(client, query: dict) -> tuple[str, list[str], list[str]]:
    """The page, the notes of the JSON and those of the second sheet."""
    shown = unescape(client.get(PAGE, query).content.decode())
    book = openpyxl.load_workbook(io.BytesIO(client.get(XLSX, query).content))
    assert book.sheetnames == ["Comparison", "Read with care"]
    sheet = [row[0] for row in book["Read with care"].iter_rows(values_only=True)]
    return shown, client.get(JSON, query).json()["notes"], sheet[1:]


def test_the_notes_travel_with_page_and_files(signed_in, three, framework, pot):
    Framework.objects.update(wording="draft")
    shown, notes, sheet = notes_in(signed_in(pot), {})
    assert notes == sheet
    for start in ("Few organisations.", "Mixed kinds.", "Boundaries of", "Groups", "Draft wording."):
        assert sum(note.startswith(start) for note in notes) == 1, start
        assert f"<strong>{start}" in shown


def test_what_was_chosen_travels_with_the_numbers(signed_in, three, regional_lead):
    shown, notes, _ = notes_in(signed_in(regional_lead), {"kind": "nhs-trust"})
    words = "The numbers, also those of whole regions, are of these alone: NHS trust."
    assert f"Not all organisations. {words}" in notes
    assert words in shown


def test_few_organisations_are_not_said_of_large_groups(signed_in, framework, ics, pot):
    places = [worlds.make_organisation(f"crowd-{n}", ics=ics) for n in range(6)]
    worlds.submit_crowd(worlds.make_cycle(framework, places, slug="crowd"), places, by=pot, models=1)
    _, notes, _ = notes_in(signed_in(pot), {"cycle": "crowd"})
    assert not any(note.startswith("Few") for note in notes)


def test_a_weak_source_is_counted_and_quoted(signed_in, cycle, organisation, neighbour, pot):
    begun = worlds.begin(cycle, organisation, by=pot)
    worlds.answer_all(begun, by=pot, declared={"1": (1, 1)})
    begun.dimension_ratings.update(confidence="low", confidence_note="Read off a chart")
    worlds.record_submission(begun, by=pot)
    worlds.submitted(cycle, neighbour, by=pot)
    _, notes, _ = notes_in(signed_in(pot), {})
    assert (
        "Weak source. 1 of the 2 levels that you see by name has low confidence. The notes say: “Read off a chart.”"
        in notes
    )


def test_what_was_reorganised_since_is_named_with_a_way_to_todays_boundaries(
    signed_in, page, framework, organisation, ics, other_ics, region, pot
):
    cycle = worlds.make_cycle(
        *(framework, [organisation]), slug="old", opens=date(2024, 4, 1), closes=date(2025, 9, 30)
    )
    worlds.submitted(cycle, organisation, by=pot)
    assert "Reorganised" not in page(pot, cycle="old")
    new = worlds.ICS.objects.create(slug="whole-vale", name="Whole Vale")
    ICSPlacement.objects.filter(ics=ics).update(until_on=date(2026, 3, 31))
    ICSPlacement.objects.create(ics=new, region=region, from_on=date(2026, 4, 1))
    OrganisationPlacement.objects.filter(organisation=organisation).update(until_on=date(2026, 3, 31))
    OrganisationPlacement.objects.create(organisation=organisation, ics=new, region=region, from_on=date(2026, 4, 1))
    shown = page(pot, cycle="old", dimension="2")
    assert (
        "North Vale ended on 31 March 2026. Whole Vale began on 1 April 2026. "
        "1 organisation asked lies in another ICS, or in none." in shown
    )
    today = timezone.localdate().isoformat()
    assert f"?cycle=old&dimension=2&as_at={today}" in shown
    again = page(pot, cycle="old", as_at=today)
    assert "Whole Vale</th>" in again
    assert "Read on the boundaries of 30 September 2025, when the cycle closed" in again


def test_a_limited_viewer_is_told_of_the_change_without_the_link(page, many, ics, region, pot):
    Cycle.objects.update(closes_on=timezone.localdate() - timedelta(days=9))
    ICSPlacement.objects.filter(ics=ics).update(until_on=timezone.localdate() - timedelta(days=3))
    shown = page(pot, cycle="quiet")
    assert "North Vale ended on" in shown
    assert "Read on today’s boundaries" not in shown


def test_the_files_are_private_attachments(signed_in, three, pot):
    answer = signed_in(pot).get(CSV)
    assert answer["Content-Disposition"] == 'attachment; filename="compare-this-year-ics.csv"'
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert answer.content.startswith(b"\xef\xbb\xbfrow_kind,")


def test_an_unknown_name_or_value_is_refused_in_plain_words(signed_in, three, pot):
    client = signed_in(pot)
    for query in ("region=nowhere", "dimension=9", "rows=organisation", "columns=indicator", "cycle=x", "draw=bars"):
        assert client.get(f"{PAGE}?{query}").status_code == 400, query
        for address in (CSV, JSON, XLSX, RADAR):
            answer = client.get(f"{address}?{query}")
            assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8"), (address, query)
            assert answer.content.decode().endswith(".\n")


# The radar ---------------------------------------------------------------------------------------------------------


def test_each_group_is_drawn_with_its_facts_beside_it(page, drawn, pot):
    shown = page(pot, cycle="drawn", draw="radar")
    assert len(re.findall(r'<svg [^>]*aria-labelledby="radar-', shown)) == 2
    assert "<desc" in shown
    assert "1. Dimension 1: median Emerging, from lowest to highest Pre-emerging to Developing, 2 of 2." in shown
    assert "South: Developing." in shown


def test_a_dimension_without_a_level_leaves_a_gap_that_says_so(signed_in, drawn, pot):
    picture = signed_in(pot).get(RADAR, {"cycle": "drawn", "group": "north-vale"})
    root = ElementTree.fromstring(picture.content)
    assert (picture["Content-Type"], root.tag) == ("image/svg+xml", "{http://www.w3.org/2000/svg}svg")
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "no data" in texts
    points = list(root.iter("{http://www.w3.org/2000/svg}circle"))
    assert len(points) == 2 + 1  # two dimensions, and the key
    assert any("alphabetical" in text for text in texts)


def test_a_hidden_group_has_no_point_in_the_picture(signed_in, drawn, pot):
    Cycle.objects.update(visibility="anonymous")
    picture = signed_in(pot).get(RADAR, {"cycle": "drawn", "group": "south-vale"}).content.decode()
    assert picture.count("<circle") == 1
    assert picture.count("too few or too alike") == 3


def test_a_radar_of_what_does_not_exist_is_refused(signed_in, drawn, pot):
    answer = signed_in(pot).get(RADAR, {"cycle": "drawn", "group": "nowhere"})
    assert (answer.status_code, answer.content.decode()) == (400, "There is no “nowhere” to choose for “group”.\n")


def test_with_fewer_than_three_dimensions_there_is_no_radar_and_it_says_why(signed_in, page, three, pot):
    shown = page(pot, draw="radar")
    assert "A radar needs at least three dimensions. This framework has 2 dimensions" in shown
    assert "Draw as a radar" not in shown
    assert '<table class="table stacks compare"' in shown
    assert signed_in(pot).get(RADAR, {"group": "north-vale"}).status_code == 400


@pytest.mark.parametrize("levels", [2, 3, 6, 7])
def test_any_number_of_levels_is_drawn(page, signed_in, organisation, pot, levels):
    framework = worlds.make_framework("other", levels=levels, dimensions=(1,) * 9)
    cycle = worlds.make_cycle(framework, [organisation], slug="other")
    worlds.submitted(cycle, organisation, {"1.1": (1, levels), "2.1": (levels, levels)}, by=pot)
    assert f'class="block level-{levels}-of-{levels}"' in page(pot, cycle="other", dimension="2")
    picture = signed_in(pot).get(RADAR, {"cycle": "other", "group": "north-vale"})
    assert ElementTree.fromstring(picture.content) is not None
