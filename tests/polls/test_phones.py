"""A phone answers once: with cookies and without, pressed twice, loaded again, late, and from another site."""

import re

import pytest
from django.db import OperationalError
from django.test import Client

from polls import actions
from polls.models import PollAnswer
from tests import worlds


@pytest.fixture
def poll(pot):
    return worlds.open_poll(by=pot)


@pytest.fixture
def phone():
    """As real ones are: forms are checked for Django's token, which the phones' form does without."""
    return Client(enforce_csrf_checks=True)


def path(poll) -> str:
    return f"/p/{poll.code}/"


def form_of(response) -> dict:
    return {"mark": re.search(r'name="mark" value="([^"]+)"', response.content.decode())[1]}


def choose(poll, words, side="") -> dict:
    return {"option": poll.options.get(words=words).pk, "side": side}


def send(phone, poll, words, side="", **more):
    sent = form_of(phone.get(path(poll))) | choose(poll, words, side)
    return phone.post(path(poll), sent, **more)


def said(poll) -> list[tuple[str, str]]:
    return sorted(poll.answers.values_list("option__words", "side"))


def test_a_phone_answers_without_an_account_and_is_thanked(phone, poll):
    page = phone.get(path(poll))
    assert "Are we ready?" in page.content.decode()
    assert "sessionid" not in page.cookies
    assert "csrftoken" not in page.cookies
    done = send(phone, poll, "Yes", "health", follow=True)
    assert done.redirect_chain == [(path(poll), 302)]
    assert "Your answer is counted" in done.content.decode()
    assert said(poll) == [("Yes", "health")]


def test_the_cookie_is_for_phones_pages_alone_and_out_of_reach_of_scripts(phone, poll):
    cookie = phone.get(path(poll)).cookies[f"poll-{poll.code}"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"]) == ("Lax", "/p/")


def test_what_is_kept_tells_nobody_who_answered(phone, poll):
    send(phone, poll, "Yes")
    kept = {field.name for field in PollAnswer._meta.get_fields()}
    assert kept == {"id", "poll", "option", "side", "voter", "answered_at"}
    assert poll.answers.get().voter not in phone.cookies[f"poll-{poll.code}"].value


def test_pressed_twice_loaded_again_and_sent_again_it_counts_once(phone, poll):
    sent = form_of(phone.get(path(poll))) | choose(poll, "Yes")
    for _ in range(3):
        phone.post(path(poll), sent)
    phone.get(path(poll))
    send(phone, poll, "Yes")
    assert said(poll) == [("Yes", "unsaid")]


def test_an_answer_can_be_changed_until_the_poll_closes(phone, poll, pot):
    send(phone, poll, "Yes", "health")
    thanks = phone.get(path(poll))
    again = phone.post(path(poll), form_of(thanks) | {"verb": "change"})
    assert re.search(r'value="health"[^>]*checked', again.content.decode())
    phone.post(path(poll), form_of(again) | choose(poll, "No", "health"))
    assert said(poll) == [("No", "health")]
    actions.close_poll(by=pot, poll=poll)
    late = phone.post(path(poll), choose(poll, "Yes"))
    assert late.status_code == 409
    assert "This poll has closed" in late.content.decode()
    assert "That came too late, so nothing was changed." in late.content.decode()
    assert "came too late and was not counted" in Client().post(path(poll), choose(poll, "Yes")).content.decode()
    assert "counted: <strong>No" in phone.get(path(poll)).content.decode()
    assert said(poll) == [("No", "health")]


def test_two_phones_at_one_address_both_count(poll):
    for words in ("Yes", "No"):
        send(Client(), poll, words)
    assert said(poll) == [("No", "unsaid"), ("Yes", "unsaid")]


def test_without_cookies_a_loaded_page_counts_once_and_can_be_changed(phone, poll):
    sent = form_of(phone.get(path(poll)))
    thanks = Client().post(path(poll), sent | choose(poll, "Yes"))
    assert thanks.status_code == 200
    assert "Your answer is counted" in thanks.content.decode()
    again = Client().post(path(poll), form_of(thanks) | {"verb": "change"})
    Client().post(path(poll), form_of(again) | choose(poll, "No"))
    assert said(poll) == [("No", "unsaid")]


def test_another_site_cannot_answer_with_the_cookie_of_a_phone(phone, poll):
    """Its own mark is good for an answer of its own, and no more."""
    send(phone, poll, "Yes")
    foreign = form_of(Client().get(path(poll)))
    refused = phone.post(path(poll), foreign | choose(poll, "No"))
    assert refused.status_code == 409
    assert "Press the button once more" in refused.content.decode()
    assert said(poll) == [("Yes", "unsaid")]


@pytest.mark.parametrize("mark", ["", "x", "ABC.x:y", "\x00" * 300])
def test_a_made_up_mark_is_asked_once_more_with_the_choice_kept(phone, poll, mark):
    refused = phone.post(path(poll), choose(poll, "No") | {"mark": mark})
    assert refused.status_code == 409
    assert re.search(rf'value="{poll.options.get(words="No").pk}"[^>]*checked', refused.content.decode())
    phone.post(path(poll), form_of(refused) | choose(poll, "No"))
    assert said(poll) == [("No", "unsaid")]


def test_the_mark_of_one_poll_is_none_of_another(phone, poll, pot):
    other = worlds.open_poll(by=pot)
    mark = form_of(phone.get(path(poll)))
    assert phone.post(path(other), mark | choose(other, "Yes")).status_code == 409
    assert not PollAnswer.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"option": "999999"}, {"option": "x"}, {"option": "1", "side": "moon"}])
def test_no_choice_or_a_made_up_one_says_what_to_do(phone, poll, sent):
    refused = phone.post(path(poll), form_of(phone.get(path(poll))) | sent)
    assert refused.status_code == 422
    assert "There is a problem" in refused.content.decode()
    assert not PollAnswer.objects.exists()


def test_a_busy_database_is_told_kindly_and_the_choice_is_kept(phone, poll, monkeypatch):
    def busy(**said):
        raise OperationalError("database is locked")

    monkeypatch.setattr("polls.views.phones.answer_poll", busy)
    refused = send(phone, poll, "No")
    assert refused.status_code == 503
    assert "Press the button once more" in refused.content.decode()
    assert re.search(rf'value="{poll.options.get(words="No").pk}"[^>]*checked', refused.content.decode())


def test_an_unknown_code_and_a_draft_get_the_same_words(phone, poll, pot):
    draft = worlds.open_poll(by=pot, state="draft", opened_at=None)
    answers = [phone.get(f"/p/{code}/") for code in ("ZZZZZZ", draft.code, "x" * 200, "a%00b")]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers[:2]}) == 1
    assert phone.post(f"/p/{draft.code}/", {}).status_code == 404


def test_small_letters_and_a_typed_code_lead_to_the_poll(phone, poll):
    for typed in (f"/p/{poll.code.lower()}/", f"/p/?code={poll.code[:3].lower()}-{poll.code[3:]} "):
        assert phone.get(typed).url == path(poll)
    assert phone.get(f"/p/{poll.code}").url == path(poll)
    assert phone.get("/p/?code=").status_code == 422


def test_a_closed_poll_says_so_to_a_phone_that_never_answered(phone, poll, pot):
    actions.close_poll(by=pot, poll=poll)
    page = phone.get(path(poll))
    assert page.status_code == 200
    assert "This poll has closed" in page.content.decode()
    assert "<form" not in page.content.decode()


def test_an_indicators_levels_stand_with_their_words(phone, pot, framework):
    indicator = framework.indicators.first()
    choices = actions.choices_of_levels(indicator)
    poll = actions.make_poll(by=pot, question="How far?", choices=choices, indicator=indicator)
    actions.open_poll(by=pot, poll=poll)
    page = phone.get(path(poll)).content.decode()
    assert "Developing words for 1.1" in page
    assert "I cannot say" in page
    assert "1.1 Indicator 1.1" in page


def test_a_page_costs_two_queries_and_an_answer_nine(phone, poll, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        sent = form_of(phone.get(path(poll)))
    with django_assert_max_num_queries(9):
        phone.post(path(poll), sent | {"option": poll.options.first().pk})
