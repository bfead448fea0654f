"""The heatmap as page and files: who sees what, what is refused, and that all of them say the same."""

import csv
import io
import json
import re
from datetime import date

import openpyxl
import pytest
from django.utils import timezone

from assessments.actions.states import (
    agree_self_assessment,
    return_self_assessment,
    submit_self_assessment,
    withdraw_self_assessment,
)
from assessments.models import Cycle, OrganisationPlacement, Participation, SelfAssessment, Snapshot
from frameworks.models import Framework
from tests import worlds

PAGE, CSV, JSON, XLSX = "/reports/heatmap/", "/reports/heatmap.csv", "/reports/heatmap.json", "/reports/heatmap.xlsx"
HEADER = (
    *("row_kind", "row", "parent", "column_kind", "column", "title", "status"),
    *("low", "high", "midpoint", "typical", "counted", "of", "confidence"),
)


@pytest.fixture
def rows(lines):
    """A function: the names of the rows, in order."""
    return lambda user, **query: list(dict.fromkeys(line["row"] for line in lines(user, **query)))


@pytest.fixture
def three(cycle, organisation, neighbour, faraway, pot):
    """All three of the region have submitted: Oakshire 1 to 2, Elmshire 3, Ashshire 4 at indicator 1.1."""
    spans = {organisation: (1, 2), neighbour: (3, 3), faraway: (4, 4)}
    return [worlds.submitted(cycle, place, {"1.1": span}, by=pot) for place, span in spans.items()]


@pytest.fixture
def many(framework, region, ics, organisation, neighbour, pot):
    """An anonymous cycle: six in the POT's ICS, with different levels at indicator 1.1, and two in another."""
    others = [worlds.make_organisation(f"hamlet-{n}", ics=ics) for n in range(4)]
    far = worlds.make_ics("west-vale", region)
    others += [worlds.make_organisation(f"croft-{n}", ics=far) for n in range(2)]
    everyone = [organisation, neighbour, *others]
    cycle = worlds.make_cycle(framework, everyone, slug="quiet", visibility="anonymous")
    for n, place in enumerate(everyone):
        level = n % 4 + 1
        worlds.submitted(cycle, place, {"1.1": (level, level)}, by=pot)
    return cycle


# Who sees what -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visibility", "role", "names"),
    [
        ("named", "pot", ["Ashshire", "Elmshire", "Oakshire"]),
        ("named", "contributor", ["Ashshire", "Elmshire", "Oakshire"]),
        ("named", "outsider", []),
        ("anonymous", "pot", ["Oakshire"]),
        ("anonymous", "ics_lead", ["Elmshire", "Oakshire"]),
        ("anonymous", "regional_lead", ["Ashshire", "Elmshire", "Oakshire"]),
        ("private", "pot", ["Oakshire"]),
        ("private", "ics_lead", ["Elmshire", "Oakshire"]),
        ("private", "administrator", ["Ashshire", "Elmshire", "Oakshire"]),
    ],
)
def test_rows_are_those_whom_one_may_see_by_name(request, rows, three, visibility, role, names):
    Cycle.objects.update(visibility=visibility)
    assert rows(request.getfixturevalue(role), cycle="this-year") == names


@pytest.mark.parametrize("address", [PAGE, CSV, JSON, XLSX])
def test_signed_out_leads_to_the_sign_in_page(client, db, address):
    assert client.get(address).url.startswith("/accounts/login/")


def test_a_draft_is_in_no_heatmap(lines, cycle, organisation, pot):
    worlds.answer_all(worlds.begin(cycle, organisation, by=pot), by=pot)
    assert lines(pot, cycle="this-year") == []
    assert {line["status"] for line in lines(pot, cycle="this-year", rows="ics")} == {"not_answered"}


def test_a_returned_self_assessment_goes_on_counting(rows, three, ics_lead, pot):
    return_self_assessment(by=ics_lead, self_assessment=three[0], note="Please look at 1.1 again.")
    assert "Oakshire" in rows(pot)


def test_a_withdrawn_self_assessment_stops_counting(rows, three, pot):
    withdraw_self_assessment(by=pot, self_assessment=three[0])
    assert "Oakshire" not in rows(pot)


def test_an_agreed_self_assessment_counts(rows, three, ics_lead, pot):
    agree_self_assessment(by=ics_lead, self_assessment=three[0])
    assert "Oakshire" in rows(pot)


def test_what_is_changed_after_a_return_counts_once_it_is_submitted(lines, three, ics_lead, pot):
    returned = return_self_assessment(by=ics_lead, self_assessment=three[0], note="Please look again.")
    returned.ratings.filter(indicator__code="1.1").update(low=4, high=4)

    def low() -> str:
        found = lines(pot, columns="indicator", dimension="1")
        return next(line["low"] for line in found if line["row"] == "Oakshire" and line["column"] == "1.1")

    assert low() == "Pre-emerging"
    submit_self_assessment(by=pot, self_assessment=SelfAssessment.objects.get(pk=returned.pk))
    assert low() == "Maturing"


def test_the_reader_finds_her_own_row(signed_in, three, pot):
    page = signed_in(pot).get(PAGE).content.decode()
    assert re.findall(r'class="is-here"[^>]*>\s*<th[^>]*>(?:<a[^>]*>)?(\w+)', page) == ["Oakshire"]
    assert page.count("You are here") == 1


# Groups and suppression --------------------------------------------------------------------------------------


def figures(found: list[dict]) -> list[tuple]:
    return [tuple(line[name] for name in ("row", "status", "low", "high", "counted", "of")) for line in found]


def test_groups_in_a_named_cycle_of_the_own_region_are_shown_however_small(lines, three, pot):
    found = [line for line in lines(pot, rows="ics", columns="indicator") if line["column"] == "1.1"]
    assert figures(found) == [
        ("North Vale", "rated", "Pre-emerging", "Developing", "2", "2"),
        ("South Vale", "rated", "Maturing", "Maturing", "1", "1"),
    ]
    assert {line["parent"] for line in found} == {"South"}


def test_a_large_and_varied_group_is_shown_to_a_member_who_sees_no_names(lines, many, pot):
    found = [line for line in lines(pot, cycle="quiet", rows="region", columns="indicator") if line["column"] == "1.1"]
    assert figures(found) == [("South", "rated", "Pre-emerging", "Maturing", "8", "8")]


def test_a_small_group_is_suppressed_without_any_figure(lines, many, pot):
    for line in lines(pot, cycle="quiet", rows="ics"):
        if line["row"] == "West Vale":
            assert [line[name] for name in HEADER[6:]] == ["suppressed", *[""] * 7]


def test_a_group_in_which_all_others_say_the_same_is_suppressed(lines, many, pot):
    """Everybody has said Emerging at 2.1."""
    found = [line for line in lines(pot, cycle="quiet", rows="region", columns="indicator") if line["column"] == "2.1"]
    assert [line["status"] for line in found] == ["suppressed"]


def test_the_page_says_suppressed_in_the_agreed_words(signed_in, many, pot):
    page = signed_in(pot).get(PAGE, {"cycle": "quiet", "rows": "ics"}).content.decode()
    assert '<strong class="cell__level">Too few or too alike to show</strong>' in page


@pytest.mark.parametrize("minimum", [9, 200])
def test_a_stricter_cycle_suppresses_more(lines, many, pot, minimum):
    Cycle.objects.update(minimum_group=minimum)
    assert {line["status"] for line in lines(pot, cycle="quiet", rows="region")} == {"suppressed"}


def test_an_administrator_sees_every_group(lines, many, administrator):
    assert "suppressed" not in {line["status"] for line in lines(administrator, cycle="quiet", rows="ics")}


def test_in_a_private_cycle_groups_with_others_in_them_are_suppressed(lines, many, pot):
    Cycle.objects.update(visibility="private")
    for grouping in ("region", "ics", "kind", "sector"):
        found = lines(pot, cycle="quiet", rows=grouping)
        assert {line["status"] for line in found if line["row"] != "West Vale"} == {"suppressed"}


def test_in_a_private_cycle_an_ics_lead_sees_her_own_ics(lines, many, ics_lead):
    Cycle.objects.update(visibility="private")
    found = lines(ics_lead, cycle="quiet", rows="ics")
    assert {(line["row"], line["status"] == "suppressed") for line in found} == {
        ("North Vale", False),
        ("West Vale", True),
    }


@pytest.mark.parametrize(
    "narrowing",
    [
        {"ics": "north-vale"},
        {"region": "south"},
        {"kind": "local-authority"},
        {"sector": "social-care"},
        {"reporting": "yes"},
        {"as_at": "2026-01-01"},
    ],
)
def test_a_limited_viewer_may_not_cut_groups_smaller(signed_in, many, pot, narrowing):
    answer = signed_in(pot).get(CSV, {"cycle": "quiet", "rows": "ics"} | narrowing)
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert "by name" in answer.content.decode()


def test_a_limited_viewer_may_ask_where_only_those_seen_by_name_are_left(lines, many, ics_lead):
    found = lines(ics_lead, cycle="quiet", rows="ics", ics="north-vale", columns="indicator", dimension="1")
    assert figures([line for line in found if line["column"] == "1.1"]) == [
        ("North Vale", "rated", "Pre-emerging", "Maturing", "6", "6")
    ]


def test_a_limited_viewer_may_choose_a_dimension_and_filter_the_rows_seen_by_name(rows, lines, many, ics_lead):
    assert lines(ics_lead, cycle="quiet", rows="region", dimension="2")
    assert rows(ics_lead, cycle="quiet", kind="local-authority", as_at="2026-01-01") == [
        *("Elmshire", "Hamlet 0", "Hamlet 1", "Hamlet 2", "Hamlet 3", "Oakshire")
    ]


def test_the_page_shows_no_groups_under_filtered_rows_where_somebody_is_unseen(signed_in, many, pot):
    page = signed_in(pot).get(PAGE, {"cycle": "quiet", "kind": "local-authority"}).content.decode()
    assert "Organisations</caption>" in page
    assert "Regions</caption>" not in page


def test_no_name_of_an_unseen_organisation_is_on_the_page(signed_in, many, pot):
    page = signed_in(pot).get(PAGE, {"cycle": "quiet"}).content.decode()
    assert "Hamlet" not in page
    assert "7 other organisations" in page


# Filters, geography and the default cycle --------------------------------------------------------------------


def test_rows_are_filtered_by_place_kind_and_sector(rows, three, pot):
    assert rows(pot, ics="north-vale") == ["Elmshire", "Oakshire"]
    assert rows(pot, ics="North Vale") == ["Elmshire", "Oakshire"]
    assert rows(pot, kind="nhs-trust") == ["Ashshire"]
    assert rows(pot, sector="social-care") == ["Elmshire", "Oakshire"]
    assert rows(pot, region="south", sector="health") == ["Ashshire"]
    assert rows(pot, region="South") == ["Ashshire", "Elmshire", "Oakshire"]


def test_reporting_leaves_those_who_speak_of_a_dimension_as_a_whole(lines, rows, cycle, organisation, neighbour, pot):
    worlds.submitted(cycle, organisation, by=pot, declared={"1": (2, 3)})
    worlds.submitted(cycle, neighbour, by=pot)
    assert rows(pot, reporting="yes") == ["Oakshire"]
    assert {line["of"] for line in lines(pot, reporting="yes", rows="region")} == {"1"}


def test_groups_follow_the_boundaries_of_the_day(lines, framework, organisation, neighbour, other_ics, region, pot):
    cycle = worlds.make_cycle(
        *(framework, [organisation, neighbour]), slug="old", opens=date(2024, 4, 1), closes=date(2025, 9, 30)
    )
    for place in (organisation, neighbour):
        worlds.submitted(cycle, place, by=pot)
    OrganisationPlacement.objects.filter(organisation=organisation).update(until_on=date(2026, 3, 31))
    OrganisationPlacement.objects.create(
        organisation=organisation, ics=other_ics, region=region, from_on=date(2026, 4, 1)
    )

    def ics_of_oakshire(**query) -> set:
        return {line["parent"] for line in lines(pot, cycle="old", **query) if line["row"] == "Oakshire"}

    assert ics_of_oakshire() == ics_of_oakshire(as_at="2026-03-31") == {"North Vale"}
    assert ics_of_oakshire(as_at="2026-04-01") == {"South Vale"}
    groups = {(line["row"], line["of"]) for line in lines(pot, cycle="old", rows="ics", as_at="2026-04-01")}
    assert groups == {("North Vale", "1"), ("South Vale", "1")}


def test_the_page_offers_todays_boundaries_where_somebody_has_moved(signed_in, framework, organisation, other_ics, pot):
    cycle = worlds.make_cycle(
        *(framework, [organisation]), slug="old", opens=date(2024, 4, 1), closes=date(2025, 9, 30)
    )
    worlds.submitted(cycle, organisation, by=pot)
    page = signed_in(pot).get(PAGE, {"cycle": "old"}).content.decode()
    assert "Boundaries of 30 September 2025." in page
    assert "today’s boundaries" not in page
    OrganisationPlacement.objects.update(ics=other_ics, from_on=date(2026, 4, 1))
    assert "today’s boundaries" in signed_in(pot).get(PAGE, {"cycle": "old"}).content.decode()


def test_the_latest_cycle_with_anything_submitted_is_the_usual_one(signed_in, framework, three, organisation, pot):
    worlds.make_cycle(framework, [organisation], slug="newer", opens=timezone.localdate())
    assert signed_in(pot).get(JSON).json()["query"]["cycle"] == "this-year"


def test_a_private_cycle_is_the_usual_one_only_for_those_who_know_of_it(signed_in, three, pot, outsider):
    Cycle.objects.update(visibility="private")
    assert signed_in(pot).get(JSON).json()["query"]["cycle"] == "this-year"
    assert signed_in(outsider).get(JSON).json() == {
        "query": {
            **{"cycle": None, "rows": "organisation", "columns": "dimension", "dimension": None, "region": None},
            **{"ics": None, "kind": None, "sector": None, "reporting": None, "as_at": None},
        },
        "cells": [],
    }
    assert signed_in(outsider).get(CSV).content == b"\xef\xbb\xbf" + ",".join(HEADER).encode() + b"\r\n"
    assert "no cycle to show yet" in signed_in(outsider).get(PAGE).content.decode()


def test_an_unknown_cycle_and_an_invisible_one_get_the_same_answer(signed_in, three, outsider):
    Cycle.objects.update(visibility="private")
    answers = [signed_in(outsider).get(CSV, {"cycle": slug}) for slug in ("this-year", "no-such-cycle")]
    assert {answer.status_code for answer in answers} == {400}
    assert answers[0].content.replace(b"this-year", b"X") == answers[1].content.replace(b"no-such-cycle", b"X")


@pytest.mark.parametrize(
    "query", ["ics=nowhere", "region=nowhere", "dimension=9", "rows=x", "colour=red", "cycle=x", "as_at=2026-13-01"]
)
def test_an_unknown_name_or_value_is_refused_in_plain_words(signed_in, three, pot, query):
    page = signed_in(pot).get(f"{PAGE}?{query}")
    assert page.status_code == 400
    assert "<h1>That address does not work</h1>" in page.content.decode()
    for address in (CSV, JSON, XLSX):
        answer = signed_in(pot).get(f"{address}?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
        assert answer.content.decode().endswith(".\n")


def test_a_region_in_which_nobody_was_asked_is_empty_and_no_fault(rows, three, pot, outside):
    assert rows(pot, region="north") == []


# Page and files say the same ---------------------------------------------------------------------------------


def as_text(line: dict) -> list[str]:
    return ["" if value is None else str(value) for value in line.values()]


@pytest.mark.parametrize(("rows", "columns"), [("organisation", "indicator"), ("ics", "dimension")])
def test_csv_json_and_excel_agree_also_in_what_is_suppressed(signed_in, many, pot, rows, columns):
    client = signed_in(pot)
    query = {"cycle": "quiet", "rows": rows, "columns": columns}
    from_csv = list(csv.reader(io.StringIO(client.get(CSV, query).content.decode("utf-8-sig"))))
    from_json = json.loads(client.get(JSON, query).content)["cells"]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(XLSX, query).content)).active
    from_xlsx = [["" if value is None else str(value) for value in row] for row in sheet.values]
    assert tuple(from_csv[0]) == HEADER
    assert len(from_csv) > 1
    assert from_csv[1:] == [as_text(line) for line in from_json]
    assert from_csv == from_xlsx


def test_the_page_shows_the_words_of_every_cell_of_the_file(signed_in, many, pot):
    client = signed_in(pot)
    for query in ({"rows": "ics"}, {"rows": "kind"}, {"rows": "organisation"}):
        cells = client.get(JSON, query | {"cycle": "quiet"}).json()["cells"]
        page = client.get(PAGE, query | {"cycle": "quiet"}).content.decode()
        table = page[page.index("<table") : page.index("</table>")]
        shown = dict(re.findall(r'data-sentence="([^:"]*): ([^".]*)', table))
        assert len(shown) == len(cells)
        for cell in cells:
            words = shown[f"{cell['row']}, {cell['column']} {cell['title']}"]
            assert words.startswith("Too few" if cell["status"] == "suppressed" else cell["low"])


def test_each_indicator_and_dimension_leads_to_what_helps_to_move_up_in_it_if_anything_does(signed_in, three, pot):
    client, framework = signed_in(pot), Framework.objects.get()
    asked = {"columns": "indicator", "dimension": "2"}
    worlds.recommend(framework, "gone", supports="2.1", withdrawn_at=timezone.now())
    assert "What helps<" not in client.get(PAGE, asked).content.decode()
    assert "What helps to move up in" not in client.get("/reports/spans/", {"dimension": "2"}).content.decode()
    worlds.recommend(framework, "now", supports="2.2")
    found = re.findall(r'href="([^"]+)">What helps<', client.get(PAGE, asked).content.decode())
    assert found == ["/frameworks/vale/1/indicators/2.2/#moving-up"]
    spans = client.get("/reports/spans/", {"dimension": "2"}).content.decode()
    assert '<a href="/frameworks/actions/?dimension=vale%401%232">What helps to move up in this dimension</a>' in spans


def test_numbers_are_numbers_in_json(signed_in, three, pot):
    cell = signed_in(pot).get(JSON, {"rows": "region", "columns": "indicator"}).json()["cells"][0]
    assert (cell["midpoint"], cell["counted"], cell["of"], cell["low"]) == (3, 3, 3, "Pre-emerging")
    assert cell["parent"] is None


def test_the_csv_opens_in_a_spreadsheet_as_it_is(signed_in, three, pot):
    answer = signed_in(pot).get(CSV)
    assert answer.content.startswith(b"\xef\xbb\xbfrow_kind,")
    assert answer.content.count(b"\n") == answer.content.count(b"\r\n") == 1 + 3 * 2
    assert answer["Content-Disposition"] == 'attachment; filename="heatmap-this-year-organisation-dimension.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("address", [PAGE, CSV, JSON, XLSX])
def test_nothing_of_it_is_kept_by_a_browser_or_between(signed_in, three, pot, address):
    assert set(signed_in(pot).get(address)["Cache-Control"].split(", ")) == {"private", "no-store"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_name_is_never_a_formula(signed_in, three, organisation, pot, start):
    organisation.name = f"{start}1+1"
    organisation.save()
    client = signed_in(pot)
    assert f"organisation,'{start}1+1," in client.get(CSV).content.decode()
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(XLSX).content)).active
    assert ("s", f"{start}1+1") in {(row[1].data_type, row[1].value) for row in sheet.iter_rows()}


def test_a_declared_level_that_differs_from_its_indicators_is_flagged(signed_in, cycle, organisation, pot):
    spans = {"1.1": (1, 1), "1.2": (1, 2), "1.3": "no_data"}
    worlds.submitted(cycle, organisation, spans, by=pot, declared={"1": (4, 4)})
    page = signed_in(pot).get(PAGE).content.decode()
    assert '<span class="cell__note">Declared, 2 of 3 indicators</span>' in page
    assert '<span class="cell__note">Differs from its indicators</span>' in page
    assert "Its own indicators say Pre-emerging to Emerging, with high confidence." in page
    assert "1 declared level lies wholly outside" in page


def test_the_kinds_of_missing_are_told_apart(signed_in, lines, cycle, organisation, pot):
    begun = worlds.begin(cycle, organisation, by=pot)
    worlds.answer_all(begun, {"1.1": "no_data", "1.2": "not_applicable"}, by=pot)
    begun.ratings.filter(indicator__code="1.3").delete()
    worlds.record_submission(begun, by=pot)
    found = lines(pot, columns="indicator", dimension="1")
    assert [(line["status"], line["counted"], line["of"]) for line in found] == [
        ("no_data", "0", "1"),
        ("not_applicable", "0", "1"),
        ("not_answered", "0", "1"),
    ]
    page = signed_in(pot).get(PAGE, {"columns": "indicator", "dimension": "1"}).content.decode()
    for look in ("no-data", "not-applicable", "not-answered"):
        assert f'class="cell {look}"' in page


def test_a_dimension_without_an_overall_level_says_so_beside_what_its_indicators_say(
    signed_in, cycle, organisation, pot
):
    worlds.submitted(cycle, organisation, {"1.1": (1, 1)}, by=pot, declared={"1": "no_data"})
    page = signed_in(pot).get(PAGE).content.decode()
    assert '<span class="cell__note">Overall level not stated</span>' in page


def test_the_paragraph_counts_what_is_shown(signed_in, cycle, organisation, neighbour, pot):
    worlds.submitted(cycle, organisation, {"2.1": "no_data", "2.2": "no_data"}, by=pot)
    page = signed_in(pot).get(PAGE).content.decode()
    assert "3 organisations were asked in This year; 1 is shown here." in page
    assert "1 of the 2 cells has a level." in page
    assert "1 is no data (1 information not held: Oakshire)." in page
    assert "A picture to talk about, not a ranking." in page


def test_those_asked_without_an_answer_are_named_to_those_who_follow_them(signed_in, three, cycle, pot, regional_lead):
    late = worlds.make_organisation("lateshire", ics=worlds.ICS.objects.get(slug="north-vale"))
    Participation.objects.create(cycle=cycle, organisation=late)
    assert "Lateshire" in signed_in(regional_lead).get(PAGE).content.decode()
    page = signed_in(pot).get(PAGE).content.decode()
    assert "Lateshire" not in page
    assert "1 other organisation" in page


def test_evidence_alone_is_listed_below_and_has_no_row(signed_in, rows, cycle, organisation, pot):
    worlds.submitted(cycle, organisation, by=pot)
    Snapshot.objects.update(has_ratings=False)
    assert rows(pot) == []
    assert "Evidence alone, no level" in signed_in(pot).get(PAGE).content.decode()


@pytest.mark.parametrize("levels", [2, 3, 6, 7])
def test_any_number_of_levels_and_dimensions_is_drawn(signed_in, lines, organisation, pot, levels):
    framework = worlds.make_framework("other", levels=levels, dimensions=(1,) * 8)
    cycle = worlds.make_cycle(framework, [organisation], slug="other")
    worlds.submitted(cycle, organisation, {"1.1": (1, levels), "2.1": (levels, levels)}, by=pot)
    page = signed_in(pot).get(PAGE, {"cycle": "other"}).content.decode()
    assert f'class="cell level-{levels}-of-{levels}"' in page
    assert f"{worlds.LEVEL_NAMES[0]} to {worlds.LEVEL_NAMES[levels - 1]}" in page
    assert "Organisations, 1 to 4</caption>" in page
    assert [line["high"] for line in lines(pot, cycle="other")][:2] == [worlds.LEVEL_NAMES[levels - 1]] * 2
