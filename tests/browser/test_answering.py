"""A POT answers: from sign-in to her row in the heatmap and back, with and without JavaScript, also by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from assessments.models import Rating
from tests import worlds

POT = "pot@demo.example"
without_script = pytest.mark.browser_context_args(java_script_enabled=False)
on_a_phone = pytest.mark.browser_context_args(viewport={"width": 320, "height": 640})
WORDS = "The board asked for figures twice, and nobody could give them."


def question(page: Page, code: str) -> Locator:
    """The part of the page that asks one indicator, or "whole" for the dimension."""
    name = f"Your answer to {code}" if code != "whole" else re.compile("as a whole$")
    exact = code != "whole"
    return page.locator("section").filter(has=page.get_by_role("group", name=name, exact=exact))


def answer(page: Page, code: str, choice: str) -> Locator:
    """Choose one radio of a question; what belongs to it then stands open."""
    asked = question(page, code)
    asked.get_by_role("radio", name=choice, exact=True).check()
    return asked


class Answering:
    """What Pat Okafor does, one sentence each."""

    def __init__(self, page: Page, check_page, sign_in, has_script: bool):
        self.page, self.check_page, self.sign_in, self.has_script = page, check_page, sign_in, has_script

    def when_she_reaches_the_first_question_in_two_presses(self):
        self.sign_in(POT)  # the first press
        expect(self.page.get_by_role("heading", level=1)).to_have_text("What is waiting for you in Oxfordshire")
        self.check_page()
        self.page.get_by_role("button", name="Start").click()  # the second
        expect(question(self.page, "1.1").get_by_role("heading", level=2)).to_contain_text("1.1")
        self.check_page()

    def when_she_answers_in_every_way(self):
        page = self.page
        level = answer(page, "1.1", "Developing")
        level.get_by_label("Why this level (optional)").fill("Needs are read together twice a year.")
        level.get_by_role("radio", name="Low", exact=True).check()
        level.get_by_label("What would make you surer? (optional)").fill("The figures of the trust.")
        span = answer(page, "1.2", "We are at more than one level")
        span.get_by_label("Lowest level").select_option("Emerging")
        span.get_by_label("Highest level").select_option("Maturing")
        unknown = answer(page, "1.3", "No data")
        unknown.get_by_label("Why is there no data?").select_option(index=1)
        foreign = answer(page, "1.4", "Does not apply to us")
        foreign.get_by_label("Why does it not apply?").select_option(index=1)
        foreign.locator("textarea:visible").first.fill("We have no such staff.")

    def when_she_makes_a_mistake(self):
        wrong = answer(self.page, "1.5", "We are at more than one level")
        wrong.get_by_label("Lowest level").select_option("Developing")
        wrong.get_by_label("Highest level").select_option("Emerging")
        wrong.get_by_label("Why this level (optional)").fill(WORDS)
        self.page.get_by_role("button", name="Save and continue").last.click()

    def then_the_summary_leads_to_the_field_and_no_word_is_lost(self):
        page = self.page
        summary = page.get_by_role("alert", name="There is a problem")
        expect(summary).to_contain_text("Your other answers are saved.")
        expect(page).to_have_title(re.compile("^Error: "))
        if self.has_script:
            expect(summary).to_be_focused()
        self.check_page()
        faulty = question(page, "1.5")
        expect(faulty).to_contain_text("Your words are kept")
        expect(faulty.get_by_label("Why this level (optional)")).to_have_value(WORDS)
        summary.get_by_role("link", name=re.compile("^1.5: ")).click()
        highest = faulty.get_by_label("Highest level")
        expect(highest).to_be_in_viewport()
        if self.has_script:
            expect(highest).to_be_focused()
        expect(question(page, "1.1").get_by_role("radio", name="Developing", exact=True)).to_be_checked()

    def when_she_mends_it_and_adds_evidence(self):
        page = self.page
        question(page, "1.5").get_by_label("Highest level").select_option("Maturing")
        answer(page, "whole", "Declare a level or span").get_by_label("Lowest level").select_option("Pre-emerging")
        page.get_by_role("button", name="Add evidence for 1.1").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("evidence", re.IGNORECASE))
        self.check_page()
        page.get_by_role("radio", name="Quotation", exact=True).check()
        page.get_by_label("What does it say?").fill("We plan with the same figures now.")
        page.get_by_label("Level (optional)").select_option("Developing")
        page.get_by_label("Who said it? (optional)").fill("a ward manager")
        page.get_by_role("button", name="Save evidence").click()
        expect(page.get_by_role("status")).to_contain_text("1.1")
        expect(question(page, "1.1")).to_contain_text("We plan with the same figures now.")
        expect(question(page, "1.5").get_by_label("Why this level (optional)")).to_have_value(WORDS)

    def when_she_goes_through_the_other_four_dimensions(self):
        levels = {"2": "Pre-emerging", "3": "Emerging", "4": "Developing", "5": "Maturing"}
        for dimension, level in levels.items():
            self.page.get_by_role("button", name="Save and continue").last.click()
            groups = self.page.get_by_role("group", name=re.compile(rf"^Your answer to {dimension}\.\d+$"))
            expect(groups.first).to_be_visible()
            self.check_page()
            for group in groups.all()[:-1]:
                group.get_by_role("radio", name=level, exact=True).check()
        self.page.get_by_role("button", name="Save and go back to the five dimensions").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Self-assessment")
        self.check_page()

    def then_the_check_names_what_is_left(self):
        self.page.get_by_role("link", name="Check your answers").first.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Check your answers")
        main = self.page.get_by_role("main")
        for words in (
            "Emerging to Maturing",
            "No data",
            "Does not apply",
            "Not answered",
            "1 piece of evidence",
            WORDS,
        ):
            expect(main).to_contain_text(words)
        expect(self.page.get_by_role("heading", name="Look at this again")).to_be_visible()
        expect(self.page.get_by_role("button", name="Submit the self-assessment")).to_have_count(0)
        self.check_page()

    def when_she_marks_the_rest_and_submits(self):
        self.page.get_by_role("button", name=re.compile("^Mark all \\d+ “no data, not discussed”$")).click()
        expect(self.page.get_by_role("status")).to_contain_text("You can still change each of them.")
        self.page.get_by_role("button", name="Submit the self-assessment").click()
        expect(self.page.get_by_role("status")).to_contain_text(
            re.compile("Oxfordshire.* submitted|submitted.* Oxfordshire")
        )

    def then_she_reads_and_can_no_longer_change(self):
        page = self.page
        expect(page.get_by_role("main")).to_contain_text("It waits to be agreed.")
        expect(page.get_by_role("main").get_by_role("link", name=re.compile("^(Change|Answer) "))).to_have_count(0)
        expect(page.get_by_role("main")).not_to_contain_text("You can submit it as it is.")
        self.check_page()
        page.get_by_role("link", name=re.compile(r"^1\. ")).click()
        expect(page.get_by_role("main")).to_contain_text("Needs are read together twice a year.")
        expect(page.get_by_role("radio")).to_have_count(0)
        self.check_page()

    def then_the_heatmap_says_where_she_is(self):
        page = self.page
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").click()
        expect(page.get_by_label("Cycle")).to_have_value("aligns-2026")
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile("^Oxfordshire")))
        expect(row).to_contain_text("You are here")
        cells = row.get_by_role("cell")
        expect(cells.nth(0)).to_contain_text("Pre-emerging")
        expect(cells.nth(0)).to_contain_text("Declared, 3 of 6 indicators")
        expect(cells.nth(1)).to_contain_text("Pre-emerging")
        expect(cells.nth(2)).to_contain_text("Emerging")
        expect(cells.nth(3)).to_contain_text("Developing")
        expect(cells.nth(4)).to_contain_text("Maturing")
        expect(cells.nth(4)).to_contain_text("From 7 of 8 indicators")
        self.check_page()

    def when_she_withdraws(self):
        page = self.page
        page.get_by_role("link", name=re.compile("integration maturity$")).click()
        page.get_by_role("link", name="Read what was submitted").first.click()
        page.get_by_role("link", name="Read what was submitted, or withdraw it").click()
        page.get_by_role("button", name="Withdraw").click()
        expect(page.get_by_role("status")).to_contain_text("withdrew")
        expect(page.get_by_role("button", name="Submit the self-assessment")).to_be_visible()

    def then_the_heatmap_no_longer_shows_her(self):
        page = self.page
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").click()
        expect(page.get_by_label("Cycle")).to_have_value("aligns-2025")


@pytest.mark.parametrize(
    "has_script", [True, pytest.param(False, marks=without_script)], ids=["with JavaScript", "without JavaScript"]
)
def test_a_pot_answers_five_dimensions_submits_finds_her_row_and_withdraws(
    demonstration, page, check_page, sign_in, has_script
):
    pat = Answering(page, check_page, sign_in, has_script)
    pat.when_she_reaches_the_first_question_in_two_presses()
    pat.when_she_answers_in_every_way()
    pat.when_she_makes_a_mistake()
    pat.then_the_summary_leads_to_the_field_and_no_word_is_lost()
    pat.when_she_mends_it_and_adds_evidence()
    pat.when_she_goes_through_the_other_four_dimensions()
    pat.then_the_check_names_what_is_left()
    pat.when_she_marks_the_rest_and_submits()
    pat.then_she_reads_and_can_no_longer_change()
    pat.then_the_heatmap_says_where_she_is()
    pat.when_she_withdraws()
    pat.then_the_heatmap_no_longer_shows_her()


class Keys:
    """Somebody who has a keyboard, a phone's width of page, and no mouse."""

    def __init__(self, page: Page):
        self.page, self.keyboard = page, page.keyboard

    def go_to(self, wanted: Locator, most: int = 80) -> None:
        """Tab until it has the focus, and see that the focus is not hidden."""
        for _ in range(most):
            self.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                expect(wanted).to_be_in_viewport()
                return
        raise AssertionError(f"{wanted} was not reached by {most} presses of Tab")

    def press(self, wanted: Locator, key: str = "Enter") -> None:
        self.go_to(wanted)
        self.keyboard.press(key)

    def type_into(self, wanted: Locator, words: str) -> None:
        self.go_to(wanted)
        self.keyboard.type(words)

    def choose(self, code: str, number: int) -> Locator:
        """The radio with this number (from 0): Space takes the first, each Down the one after it."""
        asked = question(self.page, code)
        self.press(asked.get_by_role("radio").first, "Space")
        for _ in range(number):
            self.keyboard.press("ArrowDown")
        return asked


@on_a_phone
def test_a_dimension_is_answered_on_a_phone_by_keyboard_alone(cycle, pot, draft, page, visit):
    keys = Keys(page)
    visit("/")
    keys.type_into(page.get_by_label("E-mail address"), pot.email)
    keys.type_into(page.get_by_label("Password", exact=True), worlds.PASSWORD)
    keys.press(page.get_by_role("button", name="Sign in"))
    keys.press(page.get_by_role("button", name="Menu"))
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    keys.press(page.get_by_role("link", name="Begin at 1.1"))
    page.keyboard.press("Home")

    keys.choose("1.1", 2)
    span = keys.choose("1.2", 4)
    keys.type_into(span.get_by_label("Lowest level"), "Emerging")
    keys.type_into(span.get_by_label("Highest level"), "Developing")
    unknown = keys.choose("1.3", 5)
    keys.type_into(unknown.get_by_label("Why is there no data?"), "N")
    keys.press(page.get_by_role("button", name="Save and continue").last)

    expect(question(page, "2.1")).to_be_visible()
    said = {rating.indicator.code: rating for rating in draft.ratings.select_related("indicator")}
    assert (said["1.1"].low, said["1.1"].high) == (3, 3)
    assert (said["1.2"].low, said["1.2"].high) == (2, 3)
    assert said["1.3"].status == "no_data"


@on_a_phone
@without_script
def test_a_newcomer_answers_a_dimension_by_keyboard_without_javascript_and_gets_out_of_an_error(
    cycle, pot, page, visit, check_page
):
    keys = Keys(page)
    visit("/")
    keys.type_into(page.get_by_label("E-mail address"), pot.email)
    keys.type_into(page.get_by_label("Password", exact=True), worlds.PASSWORD)
    keys.press(page.get_by_role("button", name="Sign in"))
    keys.press(page.get_by_role("button", name="Start"))
    keys.choose("1.1", 2)  # the third press since the sign-in page

    keys.choose("1.2", 4)
    reason = keys.choose("1.3", 5).get_by_label("Why is there no data?")
    keys.type_into(reason, "N")
    keys.press(page.get_by_role("button", name="Save and continue").last)
    way_out = page.get_by_role("link", name="1.2: choose the lowest level")
    expect(way_out).to_be_visible()
    check_page()
    keys.press(way_out)
    expect(question(page, "1.2").get_by_label("Lowest level")).to_be_focused()
    page.keyboard.type("Emerging")
    keys.press(page.get_by_role("button", name="Save and continue").last)

    expect(question(page, "2.1")).to_be_visible()
    said = {rating.indicator.code: rating for rating in Rating.objects.select_related("indicator")}
    assert (said["1.1"].low, said["1.2"].low, said["1.2"].high) == (3, 2, 2)
    assert said["1.3"].status == "no_data"
