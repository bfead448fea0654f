"""The weighted total of a profile: shown against the maximum where a framework has weights, and to whom it may be."""

import csv
import io
from decimal import Decimal

import pytest

from frameworks.models import LevelDescriptor
from tests import worlds
from tests.reports.test_profile import address, words_of

WEIGHTS = ("0", "4", "4.7", "8.5")


@pytest.fixture
def framework(db):
    """Judges initiatives; each level of each of its three indicators has a weight, two of 1.1 are to be checked."""
    made = worlds.make_framework(dimensions=(2, 1), judges="initiative")
    for position, weight in enumerate(WEIGHTS, start=1):
        LevelDescriptor.objects.filter(level__position=position).update(weight=Decimal(weight))
    LevelDescriptor.objects.filter(indicator__code="1.1", level__position__in=[3, 4]).update(weight_is_to_check=True)
    return made


def submitted(cycle, organisation, spans, *, by) -> None:
    begun = worlds.begin(cycle, organisation, by=by, initiative="Volunteer roles")
    worlds.answer_all(begun, spans, by=by)
    worlds.record_submission(begun, by=by)


def profile(browser) -> str:
    return words_of(browser.get(address("this-year", "oakshire")))


def test_the_total_stands_against_the_maximum_for_each_dimension_and_in_all(cycle, organisation, pot, signed_in):
    submitted(cycle, organisation, {"1.1": (3, 3), "1.2": (4, 4), "2.1": (1, 1)}, by=pot)
    shown = profile(signed_in(pot))
    assert "In all: 13.2 of 25.5. Dimension 1: 13.2 of 17. Dimension 2: 0 of 8.5." in shown
    assert "All 3 indicators have a level. Of the weights used, 1 in the total and 1 in the maximum" in shown
    assert "1.1 Indicator 1.1 Developing 4.7 (to be checked) 8.5 (to be checked)" in shown
    assert "1.2 Indicator 1.2 Maturing 8.5 8.5" in shown
    assert "Dimension 1 2 of 2 with a level 13.2 (1 to be checked) 17" in shown


def test_a_span_is_a_range_and_what_has_no_level_is_left_out_and_said(cycle, organisation, pot, signed_in):
    submitted(cycle, organisation, {"1.1": "no_data", "1.2": (2, 4), "2.1": "not_applicable"}, by=pot)
    shown = profile(signed_in(pot))
    assert "In all: from 4 to 8.5 of 25.5. Dimension 1: from 4 to 8.5 of 17. Dimension 2: none, of 8.5." in shown
    assert "1 of 3 indicators has a level." in shown
    assert "this total cannot be compared with others" in shown
    assert "2.1 Indicator 2.1 Does not apply – 8.5" in shown


def test_the_radar_says_the_same_as_the_table_and_names_its_lines(cycle, organisation, pot, signed_in):
    submitted(cycle, organisation, {"1.1": (4, 4), "1.2": (1, 3), "2.1": "no_data"}, by=pot)
    page = signed_in(pot).get(address("this-year", "oakshire")).content.decode()
    picture = page.partition('class="radar__picture">')[2].partition("</svg>")[0]
    assert "Oakshire: Volunteer roles: own weights against the maximum" in picture
    assert "1.2 Indicator 1.2: Pre-emerging to Developing, from 0 to 4.7 of 8.5." in picture
    assert all(words in picture for words in (">Maximum</text>", ">100%</text>", ">none</text>"))


def file_of(browser, name: str) -> list[dict]:
    answer = browser.get(f"{address('this-year', 'oakshire')}{name}.csv", {"initiative": "Volunteer roles"})
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_has_levels_and_weights_as_given_and_fills_nothing_in(cycle, organisation, pot, signed_in):
    submitted(cycle, organisation, {"1.1": (3, 3), "1.2": (1, 3), "2.1": "no_data"}, by=pot)
    browser = signed_in(pot)
    assert (
        'href="/reports/profile/this-year/oakshire/weights.csv?initiative=Volunteer+roles"'
        in browser.get(address("this-year", "oakshire")).content.decode()
    )
    lines = file_of(browser, "weights")
    assert [",".join(list(line.values())[3:16]) for line in lines] == [
        "indicator,1.1,Indicator 1.1,rated,Developing,Developing,4.7,4.7,8.5,1,1,1,1",
        "indicator,1.2,Indicator 1.2,rated,Pre-emerging,Developing,0,4.7,8.5,0,0,1,1",
        "dimension,1,Dimension 1,,,,4.7,9.4,17,1,1,2,2",
        "indicator,2.1,Indicator 2.1,no_data,,,,,8.5,0,0,0,1",
        "dimension,2,Dimension 2,,,,,,8.5,0,0,0,1",
        "all,,All,,,,4.7,9.4,25.5,1,1,2,3",
    ]
    assert list(lines[0].values())[:3] == ["this-year", "Oakshire", "Volunteer roles"]
    assert lines[0]["weights_to_check"] == "Developing; Maturing"
    assert [lines[0][f"weight {n} {name}"] for n, name in enumerate(worlds.LEVEL_NAMES[:4], 1)] == list(WEIGHTS)
    cells = file_of(browser, "profile")
    assert [(cell["row"], cell["column"], cell["low"]) for cell in cells][:3] == [
        ("Oakshire: Volunteer roles", "1", "Pre-emerging"),
        ("Oakshire: Volunteer roles", "2", ""),
        ("Oakshire: Volunteer roles", "1.1", "Developing"),
    ]


def test_without_weights_there_is_no_total(organisation, pot, signed_in):
    cycle = worlds.make_cycle(worlds.make_framework("plain"), [organisation])
    worlds.submitted(cycle, organisation, by=pot)
    assert "Weighted total" not in profile(signed_in(pot))
    assert signed_in(pot).get(f"{address('this-year', 'oakshire')}weights.csv").status_code == 404


def test_a_group_has_no_weighted_total(cycle, organisation, pot, ics_lead, signed_in):
    submitted(cycle, organisation, {}, by=pot)
    browser = signed_in(ics_lead)
    assert "In all: 12 of 25.5." in profile(browser)
    group = browser.get("/reports/profile/this-year/ics/north-vale/")
    assert group.status_code == 200
    assert "25.5" not in words_of(group)


def test_an_outsider_does_not_find_it(cycle, organisation, pot, outsider, signed_in):
    submitted(cycle, organisation, {}, by=pot)
    for file in ("", "weights.csv", "profile.csv"):
        assert signed_in(outsider).get(address("this-year", "oakshire") + file).status_code == 404
