"""The perception gaps as page and CSV: who sees what, what is refused, and that both say the same."""

import re
from html import unescape

import pytest

from assessments.models import Cycle
from tests import worlds

PAGE, CSV = "/reports/gaps/", "/reports/gaps.csv"
HIDDEN = "Too few or too alike to show"


@pytest.fixture
def page(signed_in):
    """A function: the text of the page as this person gets it."""

    def read(user, **query) -> str:
        answer = signed_in(user).get(PAGE, query)
        assert answer.status_code == 200, answer.content
        return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())).split())

    return read


@pytest.fixture
def two_sides(framework, ics, organisation, neighbour, faraway, pot):
    """North Vale: councils at 4 and 3, a trust at 1 to 2, one for both at 1. South Vale: a trust alone."""
    trust = worlds.make_organisation("vale-trust", ics=ics, kind="nhs-trust", sector="health")
    joint = worlds.make_organisation("vale-together", ics=ics, kind="place-partnership", sector="joint")
    cycle = worlds.make_cycle(framework, [organisation, neighbour, faraway, trust, joint], slug="sides")
    said = {organisation: (4, 4), neighbour: (3, 3), trust: (1, 2), joint: (1, 1), faraway: (2, 2)}
    for place, span in said.items():
        worlds.submitted(cycle, place, by=pot, declared={"1": span})
    return cycle


def of(found: list[dict], row: str, column: str) -> dict:
    return next(line for line in found if (line["row"], line["column"]) == (row, column))


def test_a_gap_is_said_in_words_and_numbers_with_both_counts(page, lines, two_sides, pot):
    line = of(lines(pot, cycle="sides"), "North Vale", "1")
    assert (line["status"], line["gap"]) == ("shown", "2")
    assert (line["social_care_median"], line["social_care_counted"], line["social_care_of"]) == ("3.5", "2", "2")
    assert (line["health_median"], line["health_counted"], line["health_of"]) == ("1.5", "1", "1")
    said = page(pot, cycle="sides")
    assert "In 1 of 2 ICSs both sides gave a level." in said
    assert "Social care sees it two levels higher" in said
    assert "Social care (2 of 2): halfway between Developing and Maturing" in said
    assert "Health (1 of 1): halfway between Pre-emerging and Emerging" in said
    assert "1 organisation speaks for both jointly, and counts on neither side." in said


def test_a_side_without_anybody_says_so(page, two_sides, pot):
    assert "South Vale No social care organisation was asked here." in page(pot, cycle="sides")


def test_a_side_that_was_asked_and_has_not_answered_says_so(page, framework, organisation, ics, pot):
    trust = worlds.make_organisation("vale-trust", ics=ics, sector="health")
    cycle = worlds.make_cycle(framework, [organisation, trust], slug="half")
    worlds.submitted(cycle, organisation, by=pot)
    assert "Nobody has spoken for health here yet." in page(pot, cycle="half")


def test_the_largest_gap_stands_first(page, two_sides, pot):
    """North Vale is two levels apart in dimension 1; in dimension 2 all are Emerging."""
    said = page(pot, cycle="sides")
    assert said.rindex("Social care sees it two levels higher") < said.rindex("Both see it alike")


def test_regions_and_indicators_can_be_asked_for(lines, two_sides, pot):
    regions = lines(pot, cycle="sides", rows="region")
    assert {(line["row_kind"], line["row"]) for line in regions} == {("region", "South")}
    assert of(regions, "South", "1")["gap"] == "1.75"
    indicators = lines(pot, cycle="sides", columns="indicator", dimension="2")
    assert [line["column"] for line in indicators if line["row"] == "North Vale"] == ["2.1", "2.2"]


def test_without_a_cycle_the_page_says_so(page, outsider):
    assert "There is no cycle to show yet." in page(outsider)


def test_a_cycle_of_organisations_in_no_ics_says_so(page, framework, region, administrator):
    worlds.make_cycle(framework, [worlds.make_organisation("alone", region=region)], slug="alone")
    assert "No organisation asked in this cycle lies in an ICS." in page(administrator, cycle="alone")


@pytest.mark.parametrize(
    ("visibility", "role", "is_shown"),
    [
        ("named", "pot", True),
        ("named", "outsider", False),
        ("anonymous", "pot", False),
        ("anonymous", "outsider", False),
        ("anonymous", "ics_lead", True),
        ("private", "pot", False),
        ("private", "ics_lead", True),
        ("private", "regional_lead", True),
        ("private", "administrator", True),
    ],
)
def test_a_gap_is_shown_only_to_whoever_sees_everybody_by_name(
    request, page, lines, two_sides, visibility, role, is_shown
):
    Cycle.objects.update(visibility=visibility)
    user = request.getfixturevalue(role)
    line = of(lines(user, cycle="sides"), "North Vale", "1")
    assert (line["status"] == "shown") == is_shown
    if not is_shown:
        assert line["status"] == "suppressed"
        figures = [value for name, value in line.items() if name.startswith(("gap", "social_care", "health"))]
        assert set(figures) == {""}
        said = page(user, cycle="sides")
        assert HIDDEN in said
        assert "two levels higher" not in said
        assert "jointly, and" not in said


def test_one_unseen_who_has_not_answered_hides_the_gap_too(lines, two_sides, ics, pot, outsider, ics_lead):
    """What is hidden goes by who was asked: it says nothing of who answered."""
    Cycle.objects.update(visibility="anonymous")
    found = lines(ics_lead, cycle="sides")
    assert of(found, "North Vale", "1")["status"] == "shown"
    assert of(found, "South Vale", "1")["status"] == "suppressed"


@pytest.mark.parametrize(
    "query", [{"as_at": "2026-01-01"}, {"kind": "nhs-trust"}, {"rows": "sector"}, {"dimension": "9"}, {"cycle": "none"}]
)
@pytest.mark.parametrize("address", [PAGE, CSV])
def test_what_cannot_be_asked_is_refused_in_plain_words(signed_in, two_sides, pot, query, address):
    answer = signed_in(pot).get(address, {"cycle": "sides"} | query)
    assert answer.status_code == 400


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_signed_out_leads_to_the_sign_in_page(client, db, address):
    assert client.get(address).url.startswith("/accounts/login/")


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_nothing_of_it_is_kept_by_a_browser_or_between(signed_in, two_sides, pot, address):
    assert set(signed_in(pot).get(address)["Cache-Control"].split(", ")) == {"private", "no-store"}
