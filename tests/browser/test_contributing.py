"""A guest gives her own view: from the e-mail over the button to saved answers, on a phone, with and without script."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.actions.contributors import ask_contributor
from assessments.models import ContributionLink
from tests.browser.test_answering import answer, on_a_phone, question, without_script
from tests.browser.test_autosave import NOT_YET, SAVED, WELCOME, expire_sessions, state

WHY = "Why do you think so? (optional)"
GUEST = "sam@trust.example"
LINK = re.compile(r"http\S+/contribute/link/\S+/")


@pytest.fixture
def link(draft, pot, live_server) -> str:
    """The address in the e-mail that a guest got."""
    site = f"{live_server.url}/"
    ask_contributor(by=pot, self_assessment=draft, email=GUEST, sector="health", name="Sam Reid", site=site)
    return LINK.search(mail.outbox[-1].body)[0]


def press(page: Page) -> None:
    page.get_by_role("button", name="Give my view").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own view")


@pytest.fixture
def contributing(page: Page, link) -> Page:
    """The guest's window on dimension 1, its scripts at work."""
    page.goto(link)
    press(page)
    page.get_by_role("link", name="Begin at 1.1").click()
    page.wait_for_url("**/dimension/1/**", wait_until="load")
    return page


def views(draft) -> dict:
    rows = draft.contributors.get().contributions.all()
    return {row.indicator.code: (row.low, row.high, row.reason) for row in rows}


@on_a_phone
@without_script
def test_a_guest_on_a_phone_without_script_meets_no_dead_end(page, link, draft, check_page, another_window):
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Pat Okafor asks for your view")
    check_page()
    press(page)
    check_page()
    page.get_by_role("link", name="Begin at 1.1").click()
    span = answer(page, "1.1", "We are at more than one level")
    span.get_by_label("Lowest level").select_option("Emerging")
    span.get_by_label("Highest level").select_option("Maturing")
    span.get_by_label(WHY).fill("Well here, not at all there.")
    answer(page, "1.2", "I cannot say")
    question(page, "1.3").get_by_label(WHY).fill("Words first")
    page.get_by_role("button", name="Save and continue").last.click()
    expect(page.get_by_role("alert", name="There is a problem")).to_contain_text("The others are saved.")
    check_page()
    expect(question(page, "1.3").get_by_label(WHY)).to_have_value("Words first")
    answer(page, "1.3", "Developing")
    page.get_by_role("button", name="Save and continue").last.click()
    answer(page, "2.1", "Emerging")
    answer(page, "2.2", "Emerging")
    page.get_by_role("button", name="Save and continue").last.click()
    expect(page.get_by_text("Thank you. You have said something to each indicator.")).to_be_visible()
    assert views(draft)["1.1"] == (2, 4, "Well here, not at all there.")
    assert views(draft)["1.3"] == (3, 3, "Words first")
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own view")
    elsewhere = another_window()
    elsewhere.goto(link)
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("This link was used already")
    expect(elsewhere.get_by_text("You can also ask Pat Okafor")).to_be_visible()
    check_page(elsewhere)
    elsewhere.get_by_role("link", name="Send me a new link").click()
    expect(elsewhere.get_by_label("E-mail address")).to_be_visible()
    check_page(elsewhere)


def test_what_a_guest_types_without_a_connection_comes_back_and_is_saved(contributing, draft, context):
    context.set_offline(True)
    answer(contributing, "1.1", "Maturing")
    box = question(contributing, "1.1").get_by_label(WHY)
    box.fill("Typed on a train")
    box.blur()
    expect(state(contributing, "1.1")).to_have_text(NOT_YET)
    assert views(draft) == {}
    context.set_offline(False)
    expect(state(contributing, "1.1")).to_have_text(SAVED)
    assert views(draft) == {"1.1": (4, 4, "Typed on a train")}


def test_a_guest_whose_time_ran_out_finds_her_words_again_by_a_new_link(contributing, draft, live_server, link):
    expire_sessions()
    answer(contributing, "1.1", "Maturing")
    box = question(contributing, "1.1").get_by_label(WHY)
    box.fill("Typed too late")
    box.blur()
    expect(state(contributing, "1.1")).to_contain_text("open a new link and your words come back")
    ContributionLink.objects.update(made_at=timezone.now() - timedelta(minutes=11))
    state(contributing, "1.1").get_by_role("link", name="Send me a new link").click()
    contributing.get_by_label("E-mail address").fill(GUEST)
    contributing.get_by_role("button", name="Send me a new link").click()
    expect(contributing.get_by_text("an e-mail with a new link is on its way")).to_be_visible()
    contributing.goto(LINK.search(mail.outbox[-1].body)[0])
    press(contributing)
    contributing.get_by_role("link", name="Begin at 1.1").click()
    expect(contributing.get_by_text(WELCOME)).to_be_visible()
    assert views(draft) == {"1.1": (4, 4, "Typed too late")}
