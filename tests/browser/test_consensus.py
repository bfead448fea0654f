"""A POT says what she thinks, then sees what others said, and records what is agreed; with and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests import worlds

without_script = pytest.mark.browser_context_args(java_script_enabled=False)
WHY = "Home First and the discharge team work as one."
VIEW = "Health, one person: for new ward staff it is still Pre-emerging."
SECRET = "New ward staff do not know us."


@pytest.fixture
def asked(draft):
    """Two colleagues have said what they think of 1.1, far apart; the POT has not."""
    worlds.contribute(draft, "Sam Reid", {"1.1": (3, 3)}, may_be_named=True, job_title="OT team manager")
    worlds.contribute(draft, "Kim Hale", {"1.1": (1, 1)}, sector="health", reason=SECRET)
    return draft


class Meeting:
    """Pat Okafor leads the talk on 1.1, one sentence each."""

    def __init__(self, page: Page, check_page, visit, draft, pot):
        self.page, self.check_page, self.visit, self.draft, self.pot = page, check_page, visit, draft, pot
        self.address = f"/consensus/{draft.uuid}/1/1.1/"

    def given_she_has_not_said_what_she_thinks(self):
        self.visit(self.address)
        expect(self.page.get_by_text("Nobody sees what others said before saying what they think.")).to_be_visible()
        expect(self.page.get_by_text("Two people have answered")).to_be_visible()
        expect(self.page.get_by_text(SECRET)).to_have_count(0)
        self.check_page()

    def when_she_has_said_it(self):
        worlds.contribute(self.draft, self.pot, {"1.1": (2, 3)}, may_be_named=True)
        self.visit(f"/consensus/{self.draft.uuid}/")
        self.check_page()
        self.page.get_by_role("link", name="1.1 Indicator 1.1").click()

    def then_she_sees_the_spread_in_words_and_as_a_picture(self):
        page = self.page
        expect(page.get_by_text("Three people answered, from Pre-emerging to Developing.", exact=True)).to_be_visible()
        expect(page.get_by_role("img", name="What three people said of 1.1, by sector")).to_be_visible()
        expect(page.get_by_role("row", name="A colleague who asked not to be named")).to_contain_text(SECRET)
        expect(page.get_by_role("radio", checked=True)).to_have_count(0)
        self.check_page()

    def when_she_forgets_to_say_why(self):
        page = self.page
        page.get_by_role("radio", name="More than one level", exact=True).check()
        page.get_by_label("Lowest level").select_option("Emerging")
        page.get_by_label("Highest level").select_option("Developing")
        page.get_by_label("A view that should stay on record (optional)").fill(VIEW)
        page.get_by_role("button", name="Record and go back to the list").click()

    def then_the_page_says_so_and_keeps_her_words(self):
        page = self.page
        summary = page.get_by_role("alert", name="There is a problem")
        expect(summary).to_contain_text("Say why it is this level")
        expect(page.get_by_label("A view that should stay on record (optional)")).to_have_value(VIEW)
        self.check_page()

    def when_she_says_why(self):
        self.page.get_by_label("Why", exact=True).fill(WHY)
        self.page.get_by_role("button", name="Record and go back to the list").click()

    def then_it_is_recorded_as_talked_over(self):
        expect(self.page.get_by_text("1.1 is recorded as talked over: Emerging to Developing.")).to_be_visible()
        expect(self.page.get_by_text("Talked over on")).to_be_visible()
        rating, consensus = self.draft.ratings.get(), self.draft.consensus.get()
        assert (rating.low, rating.high, rating.comment) == (2, 3, WHY)
        assert consensus.minority_view == VIEW
        self.check_page()

    def then_it_stands_beside_the_answer(self):
        self.visit(f"/assessments/{self.draft.uuid}/1/")
        expect(self.page.get_by_text(VIEW)).to_be_visible()
        self.check_page()
        self.visit(f"/assessments/{self.draft.uuid}/check/")
        expect(self.page.get_by_text(VIEW)).to_be_visible()
        self.check_page()

    def then_screen_and_paper_serve_the_meeting(self):
        for path in (f"{self.address}?text=large", f"/consensus/{self.draft.uuid}/pack/"):
            self.visit(path)
            expect(self.page.get_by_role("img", name="What three people said of 1.1, by sector")).to_be_visible()
            self.check_page()


@pytest.mark.parametrize("has_script", [True, pytest.param(False, marks=without_script)], ids=["script", "no script"])
def test_a_pot_leads_the_talk_from_her_own_view_to_what_is_agreed(
    has_script, asked, pot, page, sign_in, visit, check_page
):
    sign_in(pot)
    meeting = Meeting(page, check_page, visit, asked, pot)
    meeting.given_she_has_not_said_what_she_thinks()
    meeting.when_she_has_said_it()
    meeting.then_she_sees_the_spread_in_words_and_as_a_picture()
    meeting.when_she_forgets_to_say_why()
    meeting.then_the_page_says_so_and_keeps_her_words()
    meeting.when_she_says_why()
    meeting.then_it_is_recorded_as_talked_over()
    meeting.then_it_stands_beside_the_answer()
    meeting.then_screen_and_paper_serve_the_meeting()
