"""The profile of an organisation: who may open it, what it says, and what it keeps inside the organisation."""

import re
from datetime import date

import pytest
from django.urls import reverse

from assessments.actions.states import record_submission
from assessments.models import Cycle, Evidence, OrganisationPlacement, Rating, SelfAssessment
from tests import worlds

SPANS = {"1.1": (1, 3), "1.2": "no_data", "1.3": "not_applicable", "2.1": (4, 4), "2.2": (4, 4)}


def address(cycle: str, organisation: str) -> str:
    return reverse("reports:profile", args=(cycle, organisation))


def add(one, code, text, *, shared=True, kind="observation", **more) -> Evidence:
    indicator = one.framework.indicators.get(code=code)
    return Evidence.objects.create(
        self_assessment=one,
        dimension=indicator.dimension,
        indicator=indicator,
        text=text,
        shared=shared,
        kind=kind,
        added_by=one.status_changes.first().by,
        **more,
    )


def words_of(response) -> str:
    """The main part of the page without its tags."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.fixture
def submitted(cycle, organisation, pot):
    """Oakshire's: dimension 1 from its indicators, dimension 2 declared below its indicators."""
    begun = worlds.begin(cycle, organisation, by=pot)
    worlds.answer_all(begun, SPANS, by=pot, declared={"2": (1, 1)})
    return record_submission(begun, by=pot)


@pytest.fixture
def with_evidence(cycle, organisation, pot):
    """Oakshire's with a rating for 1.1 alone, and evidence of every kind."""
    begun = worlds.begin(cycle, organisation, by=pot)
    worlds.answer_all(begun, {"1.1": (1, 2)}, by=pot)
    Rating.objects.filter(self_assessment=begun).exclude(indicator__code="1.1").delete()
    add(begun, "1.1", "said without a level", source="The minutes")
    add(begun, "1.1", "said of the second", low=2, high=2, attribution="A manager", dated_on=date(2026, 5, 3))
    add(begun, "1.1", "said of the first", low=1, high=1)
    add(begun, "1.2", "kept inside", shared=False)
    add(begun, "1.2", "a leaflet", kind="link", source="https://leaflet.example/")
    add(begun, "2.1", "a fine example", kind="best_practice")
    return record_submission(begun, by=pot)


@pytest.mark.parametrize(
    ("visibility", "role", "status"),
    [
        ("named", "contributor", 200),
        ("named", "pot", 200),
        ("named", "ics_lead", 200),
        ("named", "regional_lead", 200),
        ("named", "administrator", 200),
        ("named", "peer", 200),
        ("named", "outsider", 404),
        ("anonymous", "peer", 404),
        ("anonymous", "ics_lead", 200),
        ("private", "peer", 404),
        ("private", "regional_lead", 200),
        ("private", "outsider", 404),
    ],
)
def test_it_opens_for_those_who_may_see_the_answers_by_name(
    request, signed_in, submitted, faraway, visibility, role, status
):
    Cycle.objects.update(visibility=visibility)
    user = worlds.make_person("peer", "pot", faraway) if role == "peer" else request.getfixturevalue(role)
    assert signed_in(user).get(address("this-year", "oakshire")).status_code == status


@pytest.mark.parametrize("role", ["pot", "ics_lead", "administrator"])
def test_a_draft_of_which_nothing_was_submitted_has_no_profile(request, signed_in, draft, role):
    assert signed_in(request.getfixturevalue(role)).get(address("this-year", "oakshire")).status_code == 404


@pytest.mark.parametrize("slugs", [("no-cycle", "oakshire"), ("this-year", "no-organisation")])
def test_what_does_not_exist_is_not_found(signed_in, administrator, submitted, slugs):
    assert signed_in(administrator).get(address(*slugs)).status_code == 404


def test_it_says_what_was_submitted_and_not_what_was_changed_since(signed_in, administrator, submitted):
    Rating.objects.filter(self_assessment=submitted, indicator__code="1.1").update(
        low=4, high=4, comment="changed since"
    )
    said = words_of(signed_in(administrator).get(address("this-year", "oakshire")))
    assert "Indicator 1.1 Pre-emerging to Developing" in said
    assert "changed since" not in said


def test_the_four_states_of_an_answer_stay_apart(signed_in, administrator, submitted, with_unanswered):
    said = words_of(signed_in(administrator).get(address("this-year", "oakshire")))
    assert "1.1 Indicator 1.1 Pre-emerging to Developing" in said
    assert "1.2 Indicator 1.2 No data Information not held. We do not know." in said
    assert "1.3 Indicator 1.3 Does not apply Information not held. We do not know." in said
    assert "Not answered: 2.2" in said


@pytest.fixture
def with_unanswered(submitted):
    """The frozen answers without the one to 2.2."""
    snapshot = submitted.counting_snapshot
    snapshot.content["ratings"] = [said for said in snapshot.content["ratings"] if said["indicator"] != "2.2"]
    snapshot.save()


def test_a_declared_level_that_differs_is_said_and_not_changed(signed_in, administrator, submitted):
    said = words_of(signed_in(administrator).get(address("this-year", "oakshire")))
    assert "The level declared for 2. Dimension 2 differs from its indicators." in said
    assert "which say Maturing (confidence high here, high there). It is shown as declared." in said


def test_the_sentences_count_and_name_strongest_and_lowest(signed_in, administrator, submitted):
    said = words_of(signed_in(administrator).get(address("this-year", "oakshire")))
    assert "Strongest in 1. Dimension 1 (Pre-emerging to Developing); lowest in 2. Dimension 2 (Pre-emerging)." in said
    assert "3 of 4 indicators have a level." in said


def test_observations_stand_at_their_own_levels_from_the_lowest(signed_in, administrator, with_evidence):
    said = words_of(signed_in(administrator).get(address("this-year", "oakshire")))
    first = said.index("Pre-emerging. said of the first")
    second = said.index("Emerging. said of the second (A manager, 3 May 2026)")
    assert first < second < said.index("Observation. said without a level Source 1")


@pytest.mark.parametrize(
    ("role", "is_shown"),
    [("contributor", True), ("pot", True), ("ics_lead", False), ("regional_lead", False), ("administrator", False)],
)
def test_evidence_that_is_not_shared_stays_in_the_organisation(request, signed_in, with_evidence, role, is_shown):
    response = signed_in(request.getfixturevalue(role)).get(address("this-year", "oakshire"))
    assert ("kept inside" in response.content.decode()) is is_shown


def test_an_indicator_with_nothing_but_unshared_evidence_looks_untouched_outside(
    signed_in, pot, ics_lead, with_evidence
):
    Evidence.objects.all()
    snapshot = with_evidence.counting_snapshot
    snapshot.content["evidence"] = [said for said in snapshot.content["evidence"] if said["text"] != "a leaflet"]
    snapshot.save()
    assert "Not answered: 1.3" in words_of(signed_in(pot).get(address("this-year", "oakshire")))
    assert "Not answered: 1.2, 1.3" in words_of(signed_in(ics_lead).get(address("this-year", "oakshire")))


def test_good_practice_stands_beside_and_its_indicator_leads_there(signed_in, administrator, with_evidence):
    page = signed_in(administrator).get(address("this-year", "oakshire"))
    said = words_of(page)
    assert "Good practice shared 2.1 a fine example" in said
    assert "2.1 Indicator 2.1 Not answered Good practice shared: 1 example" in said


def test_a_source_that_could_run_something_is_no_link(signed_in, administrator, cycle, organisation, pot):
    begun = worlds.begin(cycle, organisation, by=pot)
    worlds.answer_all(begun, by=pot)
    add(begun, "1.1", "a trap", kind="link", source="javascript:alert(1)")
    record_submission(begun, by=pot)
    page = signed_in(administrator).get(address("this-year", "oakshire")).content.decode()
    assert "a trap" in page
    assert 'href="javascript' not in page


def test_it_says_where_the_organisation_lay_and_lies(signed_in, administrator, submitted, organisation, other_ics):
    Cycle.objects.update(opens_on=date(2024, 3, 1), closes_on=date(2025, 9, 30))
    old = organisation.placements.get()
    old.until_on = date(2026, 3, 31)
    old.save()
    OrganisationPlacement.objects.create(
        organisation=organisation, ics=other_ics, region=old.region, from_on=date(2026, 4, 1)
    )
    said = words_of(signed_in(administrator).get(address("this-year", "oakshire")))
    words = "North Vale ICS until 31 March 2026, South Vale ICS since 1 April 2026. South."
    assert f"Local authority. {words}" in said


@pytest.mark.parametrize("levels", [2, 3, 7])
def test_it_shows_a_framework_of_any_number_of_levels(signed_in, administrator, outside, levels):
    cycle = worlds.make_cycle(worlds.make_framework("other", levels=levels), [outside])
    worlds.submitted(cycle, outside, {"1.1": (levels, levels)}, by=administrator)
    page = signed_in(administrator).get(address("this-year", "birchshire")).content.decode()
    assert f"level-{levels}-of-{levels}" in page


def test_each_initiative_has_a_profile_of_its_own(signed_in, administrator, submitted, pot):
    other = SelfAssessment.objects.create(
        cycle=submitted.cycle, organisation=submitted.organisation, framework=submitted.framework, initiative="Hub & go"
    )
    worlds.answer_all(other, by=pot)
    record_submission(other, by=pot)
    client = signed_in(administrator)
    first = client.get(address("this-year", "oakshire"))
    assert 'href="/reports/profile/this-year/oakshire/?initiative=Hub+%26+go"' in first.content.decode()
    second = client.get(address("this-year", "oakshire"), {"initiative": "Hub & go"})
    assert "Oakshire: Hub &amp; go" in words_of(second)
    assert client.get(address("this-year", "oakshire"), {"initiative": "nothing"}).status_code == 404
    own = 'href="/reports/profile/this-year/oakshire/?initiative=Hub+%26+go'
    for report in ("heatmap", "spans"):
        assert own in client.get(f"/reports/{report}/").content.decode()


def test_the_history_is_offered_to_those_who_may_follow_it(signed_in, submitted, ics_lead, faraway):
    peer = worlds.make_person("peer", "pot", faraway)
    assert "/history/" in signed_in(ics_lead).get(address("this-year", "oakshire")).content.decode()
    assert "/history/" not in signed_in(peer).get(address("this-year", "oakshire")).content.decode()
