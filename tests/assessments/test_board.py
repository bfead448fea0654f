"""A lead's board: states at a glance, filters, groups by ICS; agreeing several at once; more time for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import rules
from assessments.actions.cycles import give_more_time
from assessments.actions.lead_notes import ask_question
from assessments.actions.states import agree_self_assessment, submit_self_assessment, withdraw_self_assessment
from assessments.models import Cycle, Participation, SelfAssessment, Status
from tests import worlds
from tests.worlds import in_days

ROLES = ["contributor", "pot", "ics_lead", "regional_lead", "administrator", "outsider"]


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def two(cycle, organisation, neighbour, pot):
    """Submissions of Oakshire and Elmshire, which wait for the lead of their ICS."""
    return worlds.submitted(cycle, organisation, by=pot), worlds.submitted(cycle, neighbour, by=pot)


@pytest.fixture
def asked(cycle, organisation):
    return Participation.objects.get(cycle=cycle, organisation=organisation)


def names_in_table(page: str) -> list[str]:
    return [name for name in ("Oakshire", "Elmshire", "Ashshire") if f">{name}<" in page.split("<table", 1)[-1]]


# What it says -----------------------------------------------------------------------------------------------------


def test_the_filters_count_each_state_and_show_one(signed_in, ics_lead, two):
    agree_self_assessment(by=ics_lead, self_assessment=two[0])
    client = signed_in(ics_lead)
    every, agreed = (text(client.get(f"/assessments/?cycle=this-year{more}")) for more in ("", "&state=agreed"))
    for words in ("All (2)", "Submitted (1)", "Agreed (1)"):
        assert words in every
        assert words in agreed
    assert "Returned (" not in every
    assert "Not started (" not in every
    assert names_in_table(every) == ["Oakshire", "Elmshire"]
    assert names_in_table(agreed) == ["Oakshire"]


def test_an_unknown_state_is_not_there(signed_in, ics_lead, two):
    assert signed_in(ics_lead).get("/assessments/?cycle=this-year&state=excellent").status_code == 404


def test_the_board_of_a_region_has_a_group_for_each_ics(signed_in, regional_lead, ics_lead, two):
    page = text(signed_in(regional_lead).get("/assessments/"))
    assert 'colspan="5">North Vale</th>' in page
    assert page.index("North Vale</th>") < page.index("Oakshire") < page.index("South Vale</th>")
    assert "colspan" not in text(signed_in(ics_lead).get("/assessments/"))


def test_the_board_says_where_a_question_waits_and_who_has_more_time(signed_in, ics_lead, two, asked, framework):
    ask_question(by=ics_lead, self_assessment=two[0], indicator=framework.indicators.first(), words="Why?")
    give_more_time(by=ics_lead, participation=asked, until=in_days(40))
    page = text(signed_in(ics_lead).get("/assessments/"))
    assert page.count("1 question waits") == 1
    assert page.count(f"Has until {in_days(40).day} ") == 1


def test_a_home_page_holds_twenty_rows_and_leads_to_the_rest(signed_in, ics_lead, cycle, ics):
    for n in range(30):
        cycle.participations.create(organisation=worlds.make_organisation(f"shire-{n}", ics=ics))
    page = text(signed_in(ics_lead).get("/"))
    assert page.count('<th scope="row"') == 20
    assert "See all 32 organisations" in page


@pytest.mark.parametrize("role", ["ics_lead", "regional_lead", "administrator"])
@pytest.mark.parametrize("address", ["/", "/assessments/", "/assessments/?state=submitted"])
def test_a_board_of_many_costs_what_a_board_of_few_costs(request, signed_in, role, address, two, cycle, ics, pot):
    client = signed_in(request.getfixturevalue(role))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    few = cost()
    for n in range(12):
        place = worlds.make_organisation(f"shire-{n}", ics=ics)
        cycle.participations.create(organisation=place, open_until=in_days(40))
        if n % 2:
            worlds.submitted(cycle, place, by=pot)
    assert cost() == few


# Agree several ----------------------------------------------------------------------------------------------------


def confirmed(page: str) -> list[str]:
    """The values that the page of confirmation would send."""
    return [part.split('"')[0] for part in page.split('name="chosen" value="')[1:]]


def test_the_chosen_ones_are_named_before_they_are_agreed(signed_in, ics_lead, two):
    client = signed_in(ics_lead)
    page = text(client.get("/assessments/agree/", {"chosen": [one.uuid for one in two]}))
    assert "Oakshire" in page
    assert "Elmshire" in page
    assert "Agree these 2" in page
    assert set(SelfAssessment.objects.values_list("status", flat=True)) == {Status.SUBMITTED}
    said = text(client.post("/assessments/agree/", {"chosen": confirmed(page)}, follow=True))
    assert "You agreed 2: Elmshire, Oakshire." in said
    assert set(SelfAssessment.objects.values_list("status", flat=True)) == {Status.AGREED}


def test_one_that_changed_meanwhile_is_left_and_the_other_agreed(signed_in, ics_lead, pot, two):
    client = signed_in(ics_lead)
    page = text(client.get("/assessments/agree/", {"chosen": [one.uuid for one in two]}))
    withdraw_self_assessment(by=pot, self_assessment=two[0])
    said = text(client.post("/assessments/agree/", {"chosen": confirmed(page)}, follow=True))
    assert "Oakshire was left as it is. Only a submitted self-assessment can be agreed." in said
    assert "You agreed 1: Elmshire." in said


def test_one_that_was_submitted_again_meanwhile_is_not_agreed_unread(signed_in, ics_lead, pot, two):
    client = signed_in(ics_lead)
    page = text(client.get("/assessments/agree/", {"chosen": [two[0].uuid]}))
    withdrawn = withdraw_self_assessment(by=pot, self_assessment=two[0])
    submit_self_assessment(by=pot, self_assessment=withdrawn)
    said = text(client.post("/assessments/agree/", {"chosen": confirmed(page)}, follow=True))
    assert "It was submitted again meanwhile." in said
    two[0].refresh_from_db()
    assert two[0].status == Status.SUBMITTED


@pytest.mark.parametrize("sent", [[], ["nonsense"], ["00000000-0000-4000-8000-000000000000"]])
def test_without_a_choice_one_is_led_back(signed_in, ics_lead, two, sent):
    for method in ("get", "post"):
        response = getattr(signed_in(ics_lead), method)("/assessments/agree/", {"chosen": sent}, follow=True)
        assert "Nothing was chosen." in text(response)


@pytest.mark.parametrize("role", ROLES)
def test_only_its_lead_agrees_by_the_list(request, signed_in, ics_lead, two, role):
    client = signed_in(request.getfixturevalue(role))
    client.post("/assessments/agree/", {"chosen": [f"{one.uuid}:1" for one in two]})
    agreed = SelfAssessment.objects.filter(status=Status.AGREED).count()
    assert agreed == (2 if role == "ics_lead" else 0)


def test_a_submission_of_another_ics_is_not_even_named(signed_in, ics_lead, cycle, faraway, pot, two):
    foreign = worlds.submitted(cycle, faraway, by=pot)
    page = text(signed_in(ics_lead).get("/assessments/agree/", {"chosen": [foreign.uuid, two[0].uuid]}))
    assert "Ashshire" not in page


# More time --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_the_board_offers_more_time_where_the_rule_allows_it(request, cycle, ics_lead, role):
    user = request.getfixturevalue(role)
    offered = set(Participation.objects.extendable_by(user))
    assert offered == {one for one in Participation.objects.all() if user.has_perm(rules.GIVE_TIME, one)}


@pytest.mark.parametrize(
    ("role", "status"),
    [("ics_lead", 200), ("administrator", 200), ("pot", 403), ("regional_lead", 403), ("outsider", 404)],
)
def test_who_may_open_the_page_for_more_time(request, signed_in, ics_lead, cycle, role, status):
    client = signed_in(request.getfixturevalue(role))
    assert client.get("/assessments/more-time/this-year/oakshire/").status_code == status


def test_more_time_is_given_from_the_board(signed_in, ics_lead, asked):
    client = signed_in(ics_lead)
    assert "/assessments/more-time/this-year/oakshire/" in text(client.get("/assessments/"))
    day = in_days(40)
    said = client.post("/assessments/more-time/this-year/oakshire/", {"until": day.isoformat()}, follow=True)
    assert "Oakshire has until" in text(said)
    asked.refresh_from_db()
    assert asked.open_until == day


def test_a_refused_day_keeps_what_was_typed(signed_in, ics_lead, asked):
    sent = {"until": in_days(-3).strftime("%d/%m/%Y"), "note": "A long winter."}
    response = signed_in(ics_lead).post("/assessments/more-time/this-year/oakshire/", sent)
    assert response.status_code == 422
    assert "This day has passed" in text(response)
    assert "A long winter." in text(response)


def test_who_has_more_time_is_offered_the_start_on_home_and_list_after_the_close(signed_in, ics_lead, pot, asked):
    Cycle.objects.update(closes_on=in_days(-1))
    start = 'action="/assessments/start/this-year/oakshire/"'
    assert start not in text(signed_in(pot).get("/"))
    asked.refresh_from_db()
    give_more_time(by=ics_lead, participation=asked, until=in_days(10))
    for address in ("/", "/assessments/"):
        page = text(signed_in(pot).get(address))
        assert start in page
        assert "It was not started" not in page
    signed_in(pot).post("/assessments/start/this-year/oakshire/")
    assert SelfAssessment.objects.get().is_editable


def test_the_timeline_says_who_gave_more_time_and_why(signed_in, ics_lead, pot, draft, asked):
    give_more_time(by=ics_lead, participation=asked, until=in_days(40), note="A long winter.")
    page = text(signed_in(pot).get(f"/assessments/{draft.uuid}/history/"))
    day = in_days(40)
    assert f"Ics Lead gave more time, until {day.day} {day:%B %Y}." in page
    assert "A long winter." in page
    assert "gave more time for the self-assessment" in text(signed_in(pot).get("/"))
