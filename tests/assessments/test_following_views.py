"""Home, list, task list and timeline over HTTP: who sees what, and who may agree, return and reopen."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.actions.states import agree_self_assessment, return_self_assessment
from assessments.models import Cycle, Rating, SelfAssessment, Status
from tests import worlds

ROLES = ["contributor", "pot", "ics_lead", "regional_lead", "administrator"]
SAID = "The words of a draft"


def text(response) -> str:
    """The page's words, with all blanks alike."""
    return " ".join(response.content.decode().split())


def addresses(one: SelfAssessment) -> dict[str, str]:
    return {
        "detail": f"/assessments/{one.uuid}/",
        "history": f"/assessments/{one.uuid}/history/",
        "return": f"/assessments/{one.uuid}/check/return/",
    }


@pytest.fixture
def at(signed_in, request):
    """A function: the page at this address as this person sees it."""

    def fetch(role, address):
        user = request.getfixturevalue(role) if isinstance(role, str) else role
        return signed_in(user).get(address)

    return fetch


@pytest.fixture
def submission(cycle, organisation, pot):
    return worlds.submitted(cycle, organisation, by=pot, declared={"1": (4, 4)})


@pytest.fixture
def half_done(draft, framework, pot):
    """A draft with three of five answers, at a level that nothing else on the page names."""
    for indicator in framework.indicators.filter(dimension__code="1"):
        Rating.objects.create(
            self_assessment=draft, indicator=indicator, changed_by=pot, status="rated", low=3, high=3, comment=SAID
        )
    draft.dimension_ratings.create(
        dimension=framework.dimensions.get(code="1"), changed_by=pot, status="rated", low=3, high=4
    )
    return draft


# Home -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/assessments/"])
@pytest.mark.parametrize("role", ROLES)
def test_the_number_of_queries_does_not_grow_with_the_organisations(
    request, signed_in, role, address, framework, cycle, ics, pot, draft
):
    user = request.getfixturevalue(role)
    worlds.submitted(cycle, worlds.make_organisation("first", ics=ics), by=pot)
    small = _queries(signed_in(user), address)
    for name in ("second", "third", "fourth"):
        place = worlds.make_organisation(name, ics=ics)
        cycle.participations.create(organisation=place)
        worlds.submitted(cycle, place, by=pot)
    last = worlds.make_organisation("fifth", ics=ics)
    cycle.participations.create(organisation=last)
    worlds.begin(cycle, last, by=pot)
    assert _queries(signed_in(user), address) == small


@pytest.mark.parametrize("role", ["contributor", "pot"])
def test_the_number_of_queries_does_not_grow_with_the_answers(request, signed_in, role, half_done, framework, pot):
    """What can be brought forward is not looked for once every dimension is begun, so there may be fewer."""
    client = signed_in(request.getfixturevalue(role))
    small = {address: _queries(client, address) for address in ("/", addresses(half_done)["detail"])}
    for indicator in framework.indicators.filter(dimension__code="2"):
        Rating.objects.create(
            self_assessment=half_done, indicator=indicator, changed_by=pot, status="rated", low=1, high=1
        )
    assert all(_queries(client, address) <= before for address, before in small.items())


def _queries(client, address) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_home_lets_a_pot_start(at, cycle):
    page = text(at("pot", "/"))
    assert "What is waiting for you in Oakshire" in page
    assert 'action="/assessments/start/this-year/oakshire/"' in page


@pytest.mark.parametrize("address", ["/", "/assessments/"])
def test_every_start_button_sends_the_mark_against_forgery(at, cycle, address):
    form = text(at("pot", address)).split('action="/assessments/start/', 1)[1].split("</form>")[0]
    assert 'name="csrfmiddlewaretoken"' in form


def test_home_gives_a_contributor_nothing_to_start(at, cycle):
    page = text(at("contributor", "/"))
    assert "/assessments/start/" not in page
    assert "It is not started yet." in page


def test_home_continues_where_the_pot_stopped(at, half_done):
    page = text(at("pot", "/"))
    assert "<strong>3 of 5</strong> indicators answered" in page
    assert "Continue at 2.1" in page
    assert f"/assessments/{half_done.uuid}/2/?part=1#indicator-2.1" in page


def test_home_lets_a_contributor_read_and_add_evidence(at, half_done):
    page = text(at("contributor", "/"))
    assert "Read and add evidence" in page
    assert "Continue at" not in page


def test_home_asks_for_a_check_once_all_is_answered(at, draft, pot):
    worlds.answer_all(draft, by=pot)
    assert "Check your answers" in text(at("pot", "/"))


def test_home_says_first_why_a_self_assessment_came_back(at, submission, ics_lead):
    return_self_assessment(by=ics_lead, self_assessment=submission, note="Look at 1.2 again.")
    page = text(at("pot", "/"))
    assert page.index("Look at 1.2 again.") < page.index("indicators answered")


def test_home_says_that_nothing_waits_and_when_the_cycle_closes(at, submission, cycle):
    day = cycle.closes_on
    page = text(at("pot", "/"))
    assert f"Nothing waits for you. The cycle This year closes on {day:%A} {day.day} {day:%B %Y}." in page
    assert "Read what was submitted" in page


def test_home_says_that_nothing_waits_where_no_cycle_is_open(at, pot):
    assert "Nothing waits for you. No cycle is open now." in text(at("pot", "/"))


def test_home_tells_somebody_without_a_place_whom_to_ask(at, cycle):
    page = text(at(worlds.make_person("nobody"), "/"))
    assert "you do not belong to an organisation, ICS or region here yet" in page
    assert "This year" not in page


def test_home_shows_an_organisation_its_levels_of_the_last_cycle(at, framework, organisation, neighbour, cycle, pot):
    today = timezone.localdate()
    past = worlds.make_cycle(
        framework, [organisation], slug="last-year", opens=today - timedelta(500), closes=today - timedelta(100)
    )
    worlds.submitted(past, organisation, {"2.1": "no_data", "2.2": "no_data"}, by=pot, declared={"1": (3, 4)})
    page = text(at("contributor", "/"))
    assert "Your levels last cycle, Last year" in page
    assert "Developing to Maturing" in page
    assert '<span class="muted">No data</span>' in page


def test_home_shows_a_lead_how_far_each_of_hers_is(at, half_done, submission_of_neighbour, faraway):
    page = text(at("ics_lead", "/"))
    assert "Of 2 organisations asked: 1 in progress, 1 submitted." in page
    assert "<strong>3 of 5</strong>" in page
    assert "Ashshire" not in page


@pytest.fixture
def submission_of_neighbour(cycle, neighbour, pot):
    return worlds.submitted(cycle, neighbour, by=pot)


def test_home_shows_a_regional_lead_what_waits_for_her_alone(
    at, submission_of_neighbour, cycle, faraway, ics_lead, pot
):
    worlds.submitted(cycle, faraway, by=pot)
    page = text(at("regional_lead", "/"))
    assert page.count("Read, then agree or return") == 1
    assert 'Read, then agree or return<span class="nhsuk-u-visually-hidden">: Ashshire' in page
    assert "Waits for its ICS lead" in page


def test_home_counts_for_an_administrator(at, half_done, submission_of_neighbour):
    page = text(at("administrator", "/"))
    for status, count in {"Asked": 3, "Not started": 1, "In progress": 1, "Submitted": 1, "Agreed": 0}.items():
        assert f'data-label="{status}">{count}</td>' in page


# Who sees what ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["ics_lead", "regional_lead", "administrator"])
@pytest.mark.parametrize("address", ["home", "list", "detail", "history"])
def test_a_draft_shows_leads_its_progress_and_never_its_content(at, half_done, role, address):
    where = {"home": "/", "list": "/assessments/"} | addresses(half_done)
    page = text(at(role, where[address]))
    assert SAID not in page
    assert "Developing" not in page
    if address == "detail":
        assert "<strong>3 of 3</strong> answered" in page
        assert f"/assessments/{half_done.uuid}/1/" not in page


@pytest.mark.parametrize("role", ["contributor", "pot"])
def test_the_own_organisation_sees_its_declared_level(at, half_done, role):
    assert "Declared level: <strong>Developing to Maturing</strong>" in text(at(role, addresses(half_done)["detail"]))


def test_the_task_list_says_why_it_is_not_ready(at, half_done):
    page = text(at("pot", addresses(half_done)["detail"]))
    assert "2 indicators have no answer yet." in page
    assert "Nobody outside Oakshire sees your answers before that." in page


def test_a_contributor_is_not_asked_to_submit(at, half_done):
    assert "Check and submit" not in text(at("contributor", addresses(half_done)["detail"]))


@pytest.mark.parametrize(
    ("role", "status"),
    [("outsider", 404), ("peer", 404), ("contributor", 200), ("ics_lead", 200), ("administrator", 200)],
)
def test_the_timeline_is_for_the_organisation_and_those_who_follow_it(at, submission, neighbour, role, status):
    user = worlds.make_person("peer", "pot", neighbour) if role == "peer" else role
    assert at(user, addresses(submission)["history"]).status_code == status


def test_the_timeline_says_who_did_what_and_keeps_each_submission(at, submission, ics_lead):
    return_self_assessment(by=ics_lead, self_assessment=submission, note="Look at 1.2 again.")
    page = text(at("pot", addresses(submission)["history"]))
    assert "Ics Lead returned it." in page
    assert "Look at 1.2 again." in page
    assert submission.snapshots.get().sha256 in page


def test_a_named_peer_sees_what_was_submitted_and_no_state(at, submission, neighbour, ics_lead):
    return_self_assessment(by=ics_lead, self_assessment=submission, note="Look at 1.2 again.")
    page = text(at(worlds.make_person("peer", "pot", neighbour), addresses(submission)["detail"]))
    assert "Declared level: <strong>Maturing</strong>" in page
    for hidden in ("Returned", "Where it is", "goes on counting", "answered", "Look at 1.2"):
        assert hidden not in page


@pytest.mark.parametrize("visibility", ["anonymous", "private"])
def test_a_peer_gets_404_where_the_cycle_names_nobody(at, submission, neighbour, visibility):
    Cycle.objects.update(visibility=visibility)
    peer = worlds.make_person("peer", "pot", neighbour)
    assert {at(peer, address).status_code for address in addresses(submission).values()} == {404}


@pytest.mark.parametrize("action", ["agree", "return", "reopen"])
def test_an_outsider_gets_404_from_every_verb(signed_in, outsider, submission, action):
    response = signed_in(outsider).post(f"/assessments/{submission.uuid}/check/{action}/", {"note": "Because"})
    assert response.status_code == 404


def test_an_outsider_gets_404_from_every_page(at, submission):
    assert {at("outsider", address).status_code for address in addresses(submission).values()} == {404}


def test_a_private_cycle_is_hidden_from_those_who_are_not_asked(at, submission):
    Cycle.objects.update(visibility="private")
    assert "This year" not in text(at("outsider", "/"))
    assert "This year" not in text(at("outsider", "/assessments/"))
    assert at("outsider", "/assessments/?cycle=this-year").status_code == 404


def test_an_unknown_cycle_gets_the_same_answer(at, submission):
    assert at("outsider", "/assessments/?cycle=nowhere").status_code == 404


def test_the_list_holds_own_and_followed_and_nobody_else(at, submission, submission_of_neighbour):
    own, led, elsewhere = (text(at(role, "/assessments/")) for role in ("pot", "ics_lead", "outsider"))
    assert "Oakshire, This year" in own
    assert "Elmshire" not in own
    assert "Oakshire" in led
    assert "Elmshire" in led
    assert "Ashshire" not in led
    assert "No organisation of yours has been asked in a cycle yet." in elsewhere


def test_the_list_lets_a_lead_choose_another_cycle(at, framework, cycle, organisation):
    today = timezone.localdate()
    worlds.make_cycle(
        framework, [organisation], slug="last-year", opens=today - timedelta(500), closes=today - timedelta(100)
    )
    assert 'href="?cycle=last-year"' in text(at("ics_lead", "/assessments/"))
    assert "Of 1 organisation asked: 1 not started." in text(at("ics_lead", "/assessments/?cycle=last-year"))


# Agree, return, reopen --------------------------------------------------------------------------------------------


def test_a_lead_agrees_with_one_press(signed_in, ics_lead, submission):
    response = signed_in(ics_lead).post(f"/assessments/{submission.uuid}/check/agree/", follow=True)
    submission.refresh_from_db()
    assert submission.status == Status.AGREED
    assert "You agreed the self-assessment of Oakshire." in text(response)


def test_agreeing_what_is_no_longer_submitted_is_refused_in_words(signed_in, ics_lead, draft):
    response = signed_in(ics_lead).post(f"/assessments/{draft.uuid}/check/agree/", follow=True)
    assert "Only a submitted self-assessment can be agreed." in text(response)


@pytest.mark.parametrize("action", ["agree", "return", "reopen"])
@pytest.mark.parametrize("role", ["pot", "contributor"])
def test_an_organisation_may_not_agree_return_or_reopen_its_own(request, signed_in, submission, role, action):
    client = signed_in(request.getfixturevalue(role))
    assert client.post(f"/assessments/{submission.uuid}/check/{action}/", {"note": "Because"}).status_code == 403


def test_a_return_needs_a_reason(signed_in, ics_lead, submission):
    response = signed_in(ics_lead).post(addresses(submission)["return"], {"note": "  "})
    submission.refresh_from_db()
    assert submission.status == Status.SUBMITTED
    assert "Say what should change" in text(response)


def test_a_return_with_a_reason_goes_back(signed_in, ics_lead, submission):
    signed_in(ics_lead).post(addresses(submission)["return"], {"note": "Look at 1.2 again."})
    submission.refresh_from_db()
    assert submission.status == Status.RETURNED
    assert submission.status_changes.last().note == "Look at 1.2 again."


def test_a_refused_return_keeps_what_was_typed(signed_in, ics_lead, draft):
    page = text(signed_in(ics_lead).post(addresses(draft)["return"], {"note": "Look at 1.2 again."}))
    assert "Only a submitted self-assessment can be returned." in page
    assert "Look at 1.2 again." in page


def test_a_lead_reopens_what_was_agreed_and_it_goes_on_counting(signed_in, ics_lead, submission):
    agree_self_assessment(by=ics_lead, self_assessment=submission)
    signed_in(ics_lead).post(f"/assessments/{submission.uuid}/check/reopen/", {"note": "A figure was wrong."})
    submission.refresh_from_db()
    assert submission.status == Status.IN_PROGRESS
    assert submission.counting_snapshot is not None
    assert submission.status_changes.last().note == "A figure was wrong."


def test_a_reopened_one_tells_the_lead_that_the_old_answers_count(at, signed_in, ics_lead, submission):
    agree_self_assessment(by=ics_lead, self_assessment=submission)
    signed_in(ics_lead).post(f"/assessments/{submission.uuid}/check/reopen/")
    assert "goes on counting until it is submitted again" in text(at("ics_lead", addresses(submission)["detail"]))


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("ics_lead", True),
        ("regional_lead", False),
        ("administrator", False),
        ("pot", False),
    ],
)
def test_the_buttons_stand_only_where_they_work(at, submission, ics_lead, role, offered):
    assert ("Return with a reason" in text(at(role, addresses(submission)["detail"]))) == offered
