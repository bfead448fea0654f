"""The profile of an ICS or region: that it is true, what it keeps from whom, and what it costs."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from assessments.actions.states import record_submission
from assessments.models import Cycle, Evidence, OrganisationPlacement
from tests import worlds

ICS, REGION = "/reports/profile/{}/ics/{}/", "/reports/profile/{}/region/{}/"
HIDDEN = "Too few or too alike to show"


@pytest.fixture
def words_of(signed_in):
    """A function: the words of the main part as this person gets it."""

    def read(user, address=ICS, cycle="this-year", slug="north-vale") -> str:
        answer = signed_in(user).get(address.format(cycle, slug))
        assert answer.status_code == 200
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        return " ".join(re.sub(r"<[^>]+>", " ", unescape(main)).split())

    return read


@pytest.fixture
def answered(cycle, organisation, neighbour, faraway, pot):
    """North Vale: councils at 3 and 4 in dimension 1; dimension 2 at the top in one. South Vale: a trust."""
    own = worlds.submitted(cycle, organisation, {"1.1": (1, 1), "1.2": (3, 3), "1.3": (3, 3), "2.1": (4, 4)}, by=pot)
    worlds.submitted(cycle, neighbour, {"1.1": (2, 2), "1.2": (4, 4), "1.3": (4, 4), "2.1": (4, 4)}, by=pot)
    worlds.submitted(cycle, faraway, by=pot)
    return own


def test_it_says_who_was_asked_and_how_many_answered(words_of, cycle, organisation, pot):
    assert "South. 2 organisations were asked in This year; 0 have answered." in words_of(pot)
    worlds.submitted(cycle, organisation, by=pot)
    words = words_of(pot)
    assert "2 organisations were asked in This year; 1 has answered." in words
    assert "1 other organisation asked in this cycle, without a row here." in words


def test_it_says_where_the_median_is_highest_and_lowest(words_of, answered, pot):
    words = words_of(pot)
    # Both are typically Developing, so the medians themselves are told.
    assert "Strongest in 1. Dimension 1 (median: halfway between Developing and Maturing); lowest in 2." in words
    assert "in 2. Dimension 2 (median: at Developing)." in words
    assert "Pre-emerging to Maturing Typically Developing, 2 of 2 Region: typically Developing" in words


@pytest.fixture
def many(framework, ics, other_ics, pot):
    """Five in North Vale and four in South Vale, unlike each other, so that groups can be shown to anybody."""
    places = [worlds.make_organisation(f"wide-{n}", ics=other_ics if n > 4 else ics) for n in range(9)]
    cycle = worlds.make_cycle(framework, places, slug="many")
    for n, place in enumerate(places):
        worlds.submitted(cycle, place, {"1.1": (1 + n % 3, 1 + n % 3), "2.1": (2, 2)}, by=pot)
    return cycle


@pytest.mark.parametrize(
    ("visibility", "role"), [("named", "pot"), ("anonymous", "ics_lead"), ("anonymous", "outsider")]
)
def test_every_level_is_the_one_in_the_heatmap(request, signed_in, words_of, many, visibility, role):
    Cycle.objects.update(visibility=visibility)
    user = request.getfixturevalue(role)
    words = words_of(user, cycle="many")
    found = signed_in(user).get("/reports/heatmap.csv", {"cycle": "many", "rows": "ics"}).content.decode("utf-8-sig")
    lines = [line for line in csv.DictReader(io.StringIO(found)) if line["row"] == "North Vale"]
    assert [line["column"] for line in lines] == ["1", "2"]
    file = signed_in(user).get(f"{ICS.format('many', 'north-vale')}profile.csv").content.decode("utf-8-sig")
    own = list(csv.DictReader(io.StringIO(file)))
    assert [line for line in own if line["column_kind"] == "dimension"] == lines
    assert [line["column"] for line in own] == ["1", "2", "1.1", "1.2", "1.3", "2.1", "2.2"]
    for line in lines:
        title = f"{line['column']}. Dimension {line['column']}"
        if line["status"] == "suppressed":
            assert f"{title} {HIDDEN}" in words
            continue
        row = words[words.index(f"{title} {title}: {line['low']}") :][:300]
        assert f"Typically {line['typical']}, {line['counted']} of {line['of']}" in row


@pytest.mark.parametrize(
    ("visibility", "role", "sees_names"),
    [
        ("named", "pot", True),
        ("named", "outsider", False),
        ("anonymous", "peer", False),
        ("anonymous", "ics_lead", True),
        ("anonymous", "outsider", False),
        ("private", "regional_lead", True),
        ("private", "administrator", True),
    ],
)
def test_organisations_are_named_only_to_those_who_may_see_them(
    request, words_of, answered, faraway, visibility, role, sees_names
):
    answered.cycle.visibility = visibility
    answered.cycle.save()
    user = worlds.make_person("peer", "pot", faraway) if role == "peer" else request.getfixturevalue(role)
    words = words_of(user)
    for name in ("Oakshire", "Elmshire"):
        assert (name in words) is sees_names
    assert ("2 have answered" in words) is sees_names
    assert (f"{HIDDEN}: " in words) is not sees_names


def test_in_a_private_cycle_a_group_of_others_is_withheld_whole(words_of, answered, faraway):
    """A peer knows of the cycle, for her own organisation was asked in it."""
    Cycle.objects.update(visibility="private")
    words = words_of(worlds.make_person("peer", "pot", faraway))
    assert "Too few or too alike to show: all dimensions." in words
    assert "Oakshire" not in words
    assert "have answered" not in words


@pytest.mark.parametrize(
    ("visibility", "when", "where"),
    [
        ("private", "this-year", "north-vale"),
        ("named", "no-cycle", "north-vale"),
        ("named", "this-year", "no-ics"),
        ("named", "this-year", "far-vale"),
    ],
)
def test_what_is_unknown_invisible_or_was_not_asked_is_the_same_404(
    signed_in, answered, outsider, visibility, when, where
):
    """Far Vale is an ICS, in which nobody was asked."""
    Cycle.objects.update(visibility=visibility)
    client = signed_in(outsider)
    found = client.get(ICS.format(when, where))
    assert found.status_code == 404
    unknown = client.get(ICS.format("nothing", "nothing"))
    without_token = [re.sub(r"<input[^>]+>", "", one.content.decode()) for one in (found, unknown)]
    assert without_token[0] == without_token[1]


def test_social_care_and_health_are_set_side_by_side_where_all_are_seen(words_of, answered, ics, pot, outsider):
    trust = worlds.make_organisation("vale-trust", ics=ics, kind="nhs-trust", sector="health")
    answered.cycle.participations.create(organisation=trust)
    worlds.submitted(answered.cycle, trust, {"2.1": (3, 3), "2.2": (3, 3)}, by=pot)
    words = words_of(pot)
    gap = "2. Dimension 2 Both see it alike at Developing, 2 of 2 at Developing, 1 of 1"
    assert gap in words[words.index("How social care and health see it") :]
    hidden = words_of(outsider)
    assert "Shown where you may see everybody asked here by name." in hidden
    assert "Both see it alike" not in hidden


def test_a_side_that_is_silent_says_so(words_of, answered, pot):
    assert "No health organisation was asked here." in words_of(pot)


def test_the_next_level_is_that_of_the_indicator_with_the_lowest_median(words_of, answered, pot):
    words = words_of(pot)
    words = words[words.index("What next") :]
    lowest = "1.1 Indicator 1.1 Pre-emerging Lowest median of its 3 indicators. 2 of 2 organisations have a level"
    assert f"{lowest}: 1 Pre-emerging and 1 Emerging. Emerging: Emerging words for 1.1 Draft wording" in words


def test_how_many_are_where_is_not_said_to_those_who_do_not_see_all(words_of, many, outsider):
    words = words_of(outsider, cycle="many")
    assert "5 of 5 organisations have a level." in words
    assert "organisations have a level:" not in words
    assert "Wide" not in words


def test_what_changed_is_the_movement_of_the_two_heatmaps(words_of, answered, framework, organisation, neighbour, pot):
    opens = timezone.localdate() - timedelta(days=400)
    last = worlds.make_cycle(
        framework, [organisation, neighbour], slug="last-year", opens=opens, closes=opens + timedelta(days=180)
    )
    for place in (organisation, neighbour):
        worlds.submitted(last, place, {"2.1": "no_data", "2.2": "no_data"}, by=pot)
    words = words_of(pot)
    assert "From Last year to This year." in words
    assert "1. Dimension 1 ▲ One and a half levels up Before: Emerging. Now: Pre-emerging to Maturing." in words
    assert "2. Dimension 2 No level before" in words


def test_a_new_ics_says_so_and_leads_to_the_newer_boundaries(
    words_of, answered, framework, organisation, other_ics, pot
):
    opens = timezone.localdate() - timedelta(days=400)
    last = worlds.make_cycle(framework, [organisation], slug="last-year", opens=opens, closes=opens + timedelta(days=9))
    worlds.submitted(last, organisation, by=pot)
    placed = OrganisationPlacement.objects.get(organisation=organisation)
    moved, placed.until_on = opens + timedelta(days=20), opens + timedelta(days=19)
    placed.save()
    OrganisationPlacement.objects.create(organisation=organisation, ics=other_ics, region=placed.region, from_on=moved)
    words = words_of(pot, slug="south-vale")
    assert "Last year has nothing to show of South Vale." in words
    assert "Read Last year on the newer boundaries" in words


def test_only_shared_examples_of_those_seen_by_name_are_shown(words_of, answered, pot, outsider):
    where = {"dimension": answered.framework.dimensions.first(), "kind": "best_practice", "added_by": pot}
    Evidence.objects.create(self_assessment=answered, text="A shared plan", shared=True, **where)
    Evidence.objects.create(self_assessment=answered, text="Kept inside", shared=False, **where)
    record_submission(answered, by=pot)
    words = words_of(pot)
    assert "dimension 1 A shared plan Oakshire" in words
    assert "Kept inside" not in words
    assert "A shared plan" not in words_of(outsider)


def test_a_region_has_its_icss_in_place_of_organisations(words_of, answered, pot, outsider):
    words = words_of(pot, REGION, slug="south")
    assert "South Region profile" not in words
    assert "Region profile, This year South" in words
    assert "North Vale" in words
    assert "South Vale" in words
    assert "Oakshire" not in words_of(outsider, REGION, slug="south")


def test_each_report_is_a_press_away_with_this_ics_chosen(signed_in, answered, pot):
    client = signed_in(pot)
    html = unescape(client.get(ICS.format("this-year", "north-vale")).content.decode())
    head = html.partition('class="links"')[2].partition("</ul>")[0]
    links = re.findall(r'href="([^"]+)"', head)
    assert "/reports/heatmap/?cycle=this-year&ics=north-vale" in links
    assert len(links) == 7
    for link in links:
        assert client.get(link).status_code == 200


@pytest.mark.parametrize("report", ["/reports/heatmap/?rows=ics", "/reports/compare/?rows=ics"])
def test_its_row_in_a_report_leads_there_unless_the_boundaries_are_of_another_day(
    signed_in, answered, administrator, report
):
    client = signed_in(administrator)
    link = 'href="/reports/profile/this-year/ics/north-vale/"'
    assert link in client.get(report).content.decode()
    assert link not in client.get(f"{report}&as_at=2020-01-01").content.decode()


def test_the_home_page_of_its_lead_leads_there(signed_in, answered, ics_lead, pot):
    link = '<a href="/reports/profile/this-year/ics/north-vale/">Profile of North Vale</a>'
    assert link in signed_in(ics_lead).get("/").content.decode()
    assert "Profile of" not in signed_in(pot).get("/").content.decode()
