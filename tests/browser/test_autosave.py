"""Answers save themselves as they are given; what cannot be saved yet is kept, said honestly, and sent later."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from assessments.actions.answers import AnswerGiven, rate_indicator
from tests import worlds
from tests.browser.test_answering import answer, question

WHY = "Why this level (optional)"
SAVED = re.compile(r"^\s*Saved at \d\d:\d\d\s*$")
NOT_YET = "Not saved yet: we will try again"
SIGN_IN_AGAIN = "Not saved yet: sign in again and your words come back"
WELCOME = "Welcome back. What you typed is here, and is now saved."
BLOCKED_STORE = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked'); }});"


@pytest.fixture
def address(draft, live_server):
    return f"{live_server.url}/assessments/{draft.uuid}/1/"


@pytest.fixture
def answering(page: Page, pot, sign_in, address) -> Page:
    """The POT's window on dimension 1."""
    sign_in(pot)
    page.goto(address)
    return page


def state(page: Page, code: str) -> Locator:
    return question(page, code).locator("[data-saved]")


def type_why(page: Page, code: str, words: str) -> None:
    """Type, and leave the field as a person does who goes on."""
    box = question(page, code).get_by_label(WHY)
    box.fill(words)
    box.blur()


def expire_sessions() -> None:
    Session.objects.all().delete()


def words_of(draft, code: str) -> str:
    return draft.ratings.get(indicator__code=code).comment


# ---- saving


def test_a_choice_is_saved_at_once_and_marked_in_the_line_of_numbers(answering, draft, check_page):
    answer(answering, "1.1", "Developing")
    expect(state(answering, "1.1")).to_have_text(SAVED)
    assert draft.ratings.get().low == 3
    numbers = answering.get_by_role("navigation", name="Indicators on this page")
    expect(numbers.get_by_role("listitem").first).to_contain_text("answered")
    check_page()


def test_words_are_saved_after_a_pause_in_typing(answering, draft):
    answer(answering, "1.1", "Developing")
    expect(state(answering, "1.1")).to_have_text(SAVED)
    question(answering, "1.1").get_by_label(WHY).press_sequentially("Each week.")
    expect(state(answering, "1.1")).to_have_text("Saving")
    expect(state(answering, "1.1")).to_have_text(SAVED)
    assert words_of(draft, "1.1") == "Each week."


def test_what_the_indicators_say_together_follows_what_was_saved(answering):
    expect(question(answering, "whole")).to_contain_text("No indicator has a level yet.")
    answer(answering, "1.1", "Developing")
    expect(question(answering, "whole")).to_contain_text("The one indicator with a level so far is at Developing.")


def test_the_level_of_the_whole_dimension_is_saved_too(answering, draft):
    answer(answering, "whole", "Declare a level or span").get_by_label("Lowest level").select_option("Emerging")
    expect(state(answering, "whole")).to_have_text(SAVED)
    assert draft.dimension_ratings.get().low == 2


def test_an_answer_that_needs_more_says_so_and_keeps_its_words_over_a_reload(answering, draft, check_page):
    answer(answering, "1.1", "No data")
    expect(state(answering, "1.1")).to_contain_text("Not complete. Your words are kept")
    expect(state(answering, "1.1")).to_contain_text("Say why there is no data")
    check_page()
    answering.reload()
    expect(question(answering, "1.1").get_by_role("radio", name="No data", exact=True)).to_be_checked()
    expect(state(answering, "1.1")).to_contain_text("Not complete. Your words are kept")
    question(answering, "1.1").get_by_label("Why is there no data?").select_option("We do not hold it")
    expect(state(answering, "1.1")).to_have_text(SAVED)
    assert draft.ratings.get().status == "no_data"


def test_a_press_waits_for_what_is_on_its_way(answering, draft):
    answer(answering, "1.1", "Developing")
    question(answering, "1.1").get_by_label(WHY).fill("Typed just before the press")
    answering.get_by_role("button", name="Save and continue").last.click()
    expect(question(answering, "2.1")).to_be_visible()
    assert words_of(draft, "1.1") == "Typed just before the press"


# ---- the connection


def test_what_is_typed_without_a_connection_is_sent_when_it_returns(answering, draft, context):
    context.set_offline(True)
    answer(answering, "1.1", "Maturing")
    type_why(answering, "1.1", "Typed on a train")
    expect(state(answering, "1.1")).to_have_text(NOT_YET)
    assert not draft.ratings.exists()
    context.set_offline(False)
    expect(state(answering, "1.1")).to_have_text(SAVED)
    assert words_of(draft, "1.1") == "Typed on a train"


def test_a_press_without_a_connection_stays_on_the_page(answering, context):
    context.set_offline(True)
    answer(answering, "1.1", "Maturing")
    answering.get_by_role("button", name="Save and continue").last.click()
    expect(answering.locator("[data-saved-all]")).to_have_text(NOT_YET)
    expect(question(answering, "1.1").get_by_role("radio", name="Maturing", exact=True)).to_be_checked()
    context.set_offline(False)
    expect(state(answering, "1.1")).to_have_text(SAVED)


def test_a_reload_while_the_server_is_away_keeps_the_words(answering, draft, context, address):
    is_away = {"now": True}
    away = lambda route: route.abort() if is_away["now"] and route.request.method == "POST" else route.continue_()  # noqa: E731
    context.route(address, away)
    answer(answering, "1.1", "Maturing")
    type_why(answering, "1.1", "Kept over a reload")
    expect(state(answering, "1.1")).to_have_text(NOT_YET)
    answering.reload()
    expect(question(answering, "1.1").get_by_label(WHY)).to_have_value("Kept over a reload")
    expect(state(answering, "1.1")).to_have_text(NOT_YET)
    assert not draft.ratings.exists()
    is_away["now"] = False
    expect(state(answering, "1.1")).to_have_text(SAVED)
    expect(answering.locator("[data-welcome]")).to_contain_text(WELCOME)
    assert words_of(draft, "1.1") == "Kept over a reload"


def test_an_answer_that_arrived_unheard_is_not_taken_for_somebody_elses(answering, draft, context, address):
    """The server saved it, the reply was lost, and more was typed meanwhile."""
    lost = []

    def lose_the_first_reply(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    context.route(address, lose_the_first_reply)
    answer(answering, "1.1", "Maturing")
    expect(state(answering, "1.1")).to_have_text(NOT_YET)
    assert draft.ratings.get().version == 1
    type_why(answering, "1.1", "More words")
    expect(state(answering, "1.1")).to_have_text(SAVED)
    assert words_of(draft, "1.1") == "More words"


# ---- the session


def test_after_the_session_expired_the_words_come_back_and_are_saved(answering, draft, pot, check_page):
    expire_sessions()
    answer(answering, "1.1", "Maturing")
    type_why(answering, "1.1", "Typed after the session ended")
    expect(state(answering, "1.1")).to_contain_text(SIGN_IN_AGAIN)
    check_page()
    state(answering, "1.1").get_by_role("link", name="Sign in again").click()
    sign_in_here(answering, pot)
    expect(question(answering, "1.1").get_by_label(WHY)).to_have_value("Typed after the session ended")
    expect(answering.locator("[data-welcome]")).to_contain_text(WELCOME)
    expect(state(answering, "1.1")).to_have_text(SAVED)
    assert words_of(draft, "1.1") == "Typed after the session ended"
    check_page()


def sign_in_here(page: Page, user) -> None:
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(worlds.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_sign_in_in_another_tab_lets_the_first_go_on(answering, draft, context, pot, sign_in, address):
    expire_sessions()
    answer(answering, "1.1", "Maturing")
    expect(state(answering, "1.1")).to_contain_text(SIGN_IN_AGAIN)
    sign_in(pot, context.new_page())
    type_why(answering, "1.1", "On I go")
    expect(state(answering, "1.1")).to_have_text(SAVED)
    assert words_of(draft, "1.1") == "On I go"


def test_somebody_else_who_signs_in_there_gets_neither_the_words_nor_the_name_on_them(
    answering, draft, context, deputy, sign_in, address
):
    expire_sessions()
    answer(answering, "1.1", "Maturing")
    type_why(answering, "1.1", "Pat's own words")
    expect(state(answering, "1.1")).to_contain_text(SIGN_IN_AGAIN)
    dans = context.new_page()
    sign_in(deputy, dans)
    type_why(answering, "1.1", "Pat's own words, and more")
    expect(state(answering, "1.1")).to_contain_text("These answers cannot be changed here now. Your words are kept")
    dans.goto(address)
    expect(question(dans, "1.1").get_by_label(WHY)).to_have_value("")
    expect(question(dans, "1.1").get_by_role("radio", name="Maturing", exact=True)).not_to_be_checked()
    assert not draft.ratings.exists()


# ---- somebody else


def dans_answer(draft, deputy, words: str) -> None:
    indicator = draft.framework.indicators.get(code="1.1")
    seen = draft.ratings.filter(indicator=indicator).values_list("version", flat=True).first() or 0
    given = AnswerGiven("rated", 1, 1, comment=words)
    rate_indicator(by=deputy, self_assessment=draft, indicator=indicator, answer=given, seen_version=seen)


def test_a_newer_answer_is_never_overwritten_and_both_can_be_seen(answering, draft, deputy, check_page):
    dans_answer(draft, deputy, "Dan's words")
    answer(answering, "1.1", "Maturing")
    expect(state(answering, "1.1")).to_contain_text("Dan Hill changed 1.1 at")
    type_why(answering, "1.1", "Pat's words")
    check_page()
    assert words_of(draft, "1.1") == "Dan's words"
    state(answering, "1.1").get_by_role("button", name="See both versions").click()
    disputed = question(answering, "1.1")
    expect(disputed).to_contain_text("Both versions are below. Nothing is lost.")
    expect(disputed).to_contain_text("Dan's words")
    expect(disputed.get_by_label(WHY)).to_have_value("Pat's words")
    disputed.get_by_role("radio", name="Mine, as it stands below", exact=True).check()
    answering.get_by_role("button", name="Save and continue").last.click()
    expect(question(answering, "2.1")).to_be_visible()
    assert words_of(draft, "1.1") == "Pat's words"


def test_words_kept_over_an_older_version_come_back_as_a_conflict(answering, draft, deputy, context, address):
    context.route(address, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    answer(answering, "1.1", "Maturing")
    type_why(answering, "1.1", "Pat's words")
    expect(state(answering, "1.1")).to_have_text(NOT_YET)
    dans_answer(draft, deputy, "Dan's words")
    context.unroute(address)
    answering.reload()
    expect(state(answering, "1.1")).to_contain_text("Dan Hill changed 1.1 at")
    expect(question(answering, "1.1").get_by_label(WHY)).to_have_value("Pat's words")
    assert words_of(draft, "1.1") == "Dan's words"


def test_a_conflict_left_open_is_still_one_after_a_new_look(answering, draft, deputy, address):
    dans_answer(draft, deputy, "Dan's words")
    answer(answering, "1.1", "Maturing")
    state(answering, "1.1").get_by_role("button", name="See both versions").click()
    expect(question(answering, "1.1")).to_contain_text("Both versions are below")
    type_why(answering, "1.1", "Pat's words")
    answering.goto(address)
    expect(state(answering, "1.1")).to_contain_text("Dan Hill changed 1.1 at")
    expect(question(answering, "1.1").get_by_label(WHY)).to_have_value("Pat's words")
    assert words_of(draft, "1.1") == "Dan's words"


def test_letting_theirs_stand_settles_it_for_good(answering, draft, deputy, address):
    dans_answer(draft, deputy, "Dan's words")
    answer(answering, "1.1", "Maturing")
    state(answering, "1.1").get_by_role("button", name="See both versions").click()
    question(answering, "1.1").get_by_role("radio", name="What Dan Hill wrote", exact=True).check()
    answering.get_by_role("button", name="Save and continue").last.click()
    expect(question(answering, "2.1")).to_be_visible()
    answering.goto(address)
    expect(state(answering, "1.1")).to_contain_text("by Dan Hill")
    expect(question(answering, "1.1").get_by_label(WHY)).to_have_value("Dan's words")


# ---- a browser that keeps nothing


def test_a_browser_that_keeps_nothing_saves_too_and_says_what_it_cannot_do(page, pot, sign_in, address, draft):
    page.add_init_script(BLOCKED_STORE)
    sign_in(pot)
    page.goto(address)
    answer(page, "1.1", "Developing")
    expect(state(page, "1.1")).to_have_text(SAVED)
    page.context.set_offline(True)
    answer(page, "1.2", "Developing")
    expect(state(page, "1.2")).to_have_text(f"{NOT_YET}. Keep this page open: this browser cannot keep your words")
    assert page.evaluate("window.onbeforeunload !== null")
    page.context.set_offline(False)
    expect(state(page, "1.2")).to_have_text(SAVED)
    assert page.evaluate("window.onbeforeunload === null")
    assert draft.ratings.count() == 2
