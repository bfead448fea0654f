"""What a script is told that saves one answer at a time: by the same address, form and verb as the page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.actions.answers import AnswerGiven, declare_dimension, rate_indicator
from assessments.actions.states import submit_self_assessment
from assessments.models import Cycle
from tests import worlds


@pytest.fixture
def address(draft):
    return reverse("assessments:dimension", args=[draft.uuid, "1"])


@pytest.fixture
def send(signed_in, pot, address):
    """A function: send one form as the script does, the POT's own unless another browser is given."""

    def sending(prefix: str, browser=None, version: int = 0, **fields):
        sent = {f"{prefix}-version": version} | {f"{prefix}-{name}": value for name, value in fields.items()}
        return (browser or signed_in(pot)).post(address, sent, headers={"accept": "application/json"})

    return sending


def rate(draft, code, *, by, seen=0, **said):
    given = AnswerGiven(**({"status": "rated", "low": 2, "high": 2} | said))
    indicator = draft.framework.indicators.get(code=code)
    return rate_indicator(by=by, self_assessment=draft, indicator=indicator, answer=given, seen_version=seen)


def test_a_saved_answer_says_its_new_version_and_when(send, draft):
    response = send("i-1.1", choice="level-3", comment="Each week")
    said = response.json()["answers"]
    rating = draft.ratings.get()
    at = timezone.localtime(rating.changed_at)
    assert response.status_code == 200
    assert list(said) == ["i-1.1"]
    assert (said["i-1.1"]["state"], said["i-1.1"]["version"]) == ("saved", rating.version)
    assert said["i-1.1"]["words"] == f"Saved at {at:%H:%M}"


def test_the_version_that_was_said_is_not_stale_with_itself(send, draft):
    version = send("i-1.1", choice="level-3").json()["answers"]["i-1.1"]["version"]
    again = send("i-1.1", version=version, choice="level-3", comment="More words")
    assert again.json()["answers"]["i-1.1"]["state"] == "saved"
    assert draft.ratings.get().comment == "More words"


def test_an_answer_that_arrives_twice_is_saved_once(send, draft):
    first, second = (send("i-1.1", choice="level-3").json()["answers"]["i-1.1"] for _ in range(2))
    assert first == second
    assert draft.ratings.get().version == 1


def test_a_faulty_answer_says_what_it_needs_and_is_not_called_saved(send, draft):
    response = send("i-1.1", choice="no_data")
    said = response.json()["answers"]["i-1.1"]
    assert response.status_code == 200
    assert (said["state"], said["words"]) == ("faulty", "Not complete. Your words are kept")
    assert said["faults"] == ["Say why there is no data"]
    assert not draft.ratings.exists()


def test_nothing_said_is_not_called_saved(send, draft):
    assert send("i-1.1", confidence="low").json()["answers"]["i-1.1"]["state"] == "empty"
    assert not draft.ratings.exists()


def test_a_stale_answer_says_who_changed_it_and_overwrites_nothing(send, draft, deputy):
    rating = rate(draft, "1.1", by=deputy, comment="Dan's words")
    response = send("i-1.1", choice="level-4", comment="Mine")
    said = response.json()["answers"]["i-1.1"]
    at = timezone.localtime(rating.changed_at)
    assert response.status_code == 200
    assert said["state"] == "stale"
    assert (
        said["words"] == f"Dan Hill changed 1.1 at {at:%H:%M}, while you were writing. Not saved. Your words are kept"
    )
    assert draft.ratings.get().comment == "Dan's words"


def test_going_back_to_what_somebody_has_replaced_is_not_called_saved(send, draft, pot, deputy):
    rate(draft, "1.1", by=pot)
    rate(draft, "1.1", by=deputy, seen=1, low=4, high=4)
    said = send("i-1.1", version=1, choice="level-2", confidence="high").json()["answers"]["i-1.1"]
    assert (said["state"], said["words"]) == ("overtaken", "Dan Hill changed 1.1 meanwhile.")


def test_a_choice_for_what_somebody_else_wrote_says_that_it_stands(send, draft, deputy):
    rate(draft, "1.1", by=deputy)
    said = send("i-1.1", version=1, choice="level-4", resolving="on", stands="theirs").json()["answers"]["i-1.1"]
    assert (said["state"], said["version"]) == ("theirs", 1)
    assert "by Dan Hill" in said["words"]
    assert draft.ratings.get().low == 2


def test_a_level_taken_back_is_saved_and_can_be_declared_again(send, draft, pot, framework):
    first = framework.dimensions.get(code="1")
    given = AnswerGiven("rated", 2, 2)
    declare_dimension(by=pot, self_assessment=draft, dimension=first, answer=given, seen_version=0)
    taken_back = send("whole", version=1, choice="leave").json()["answers"]["whole"]
    assert (taken_back["state"], taken_back["version"]) == ("saved", 0)
    assert taken_back["words"].startswith("Saved at ")
    assert not draft.dimension_ratings.exists()
    assert send("whole", choice="span", low="3").json()["answers"]["whole"]["state"] == "saved"
    assert draft.dimension_ratings.get().low == 3


def test_in_a_closed_cycle_it_says_so_in_plain_words(send, draft):
    Cycle.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    response = send("i-1.1", choice="level-3")
    assert response.status_code == 409
    assert "is not open: it runs from" in response.json()["refused"]
    assert response.json()["answers"] == {}
    assert not draft.ratings.exists()


def test_once_submitted_it_says_so_in_plain_words(send, draft, pot):
    worlds.answer_all(draft, by=pot)
    submit_self_assessment(by=pot, self_assessment=draft)
    response = send("i-1.1", version=1, choice="level-3")
    assert response.status_code == 409
    assert response.json()["refused"]
    assert draft.ratings.get(indicator__code="1.1").low == 2


@pytest.mark.parametrize(("role", "status"), [("contributor", 403), ("ics_lead", 403), ("outsider", 404)])
def test_who_may_not_answer_is_refused_as_on_the_page(request, signed_in, send, draft, role, status):
    assert send("i-1.1", signed_in(request.getfixturevalue(role)), choice="level-3").status_code == status
    assert not draft.ratings.exists()


def test_signed_out_a_script_is_led_to_the_sign_in_page_like_anybody(client, send, draft, address):
    response = send("i-1.1", client, choice="level-3")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
    assert not draft.ratings.exists()


def test_a_browser_that_takes_pages_gets_a_page(signed_in, pot, address):
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    sent = {"i-1.1-version": 0, "i-1.1-choice": "level-3"}
    assert signed_in(pot).post(address, sent, headers={"accept": accept}).status_code == 302
