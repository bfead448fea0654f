"""Two people of one organisation answer the same indicator at once: both versions stay, one of them is chosen."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT
from tests.browser.test_answering import answer, question, without_script

TOGETHER = "A meeting every week, and nobody comes."
HERS, HIS = "Hers: a meeting every week.", "His: nobody meets at all."


class TwoEditors:
    """Pat Okafor and Dan Hill, each in a window."""

    def __init__(self, pats: Page, dans: Page, check_page, draft, live_server):
        self.pats, self.dans, self.check_page, self.draft = pats, dans, check_page, draft
        self.address = f"{live_server.url}/assessments/{draft.uuid}/1/"

    def given_both_have_the_same_page_open(self):
        self.pats.goto(self.address)
        self.dans.goto(self.address)

    def when_pat_saves_first_and_dan_after_her(self):
        answer(self.pats, "1.1", "Maturing").get_by_label("Why this level (optional)").fill(HERS)
        self.pats.get_by_role("button", name="Save and continue").last.click()
        expect(question(self.pats, "2.1")).to_be_visible()
        answer(self.dans, "1.1", "Emerging").get_by_label("Why this level (optional)").fill(HIS)
        answer(self.dans, "1.2", "Developing")
        self.dans.get_by_role("button", name="Save and continue").last.click()

    def then_dan_sees_both_and_his_other_answer_is_saved(self):
        disputed = question(self.dans, "1.1")
        expect(disputed).to_contain_text("Pat Okafor changed 1.1 at")
        expect(disputed).to_contain_text("Both versions are below. Nothing is lost.")
        expect(disputed).to_contain_text(HERS)
        expect(disputed.get_by_role("radio", name="Emerging", exact=True)).to_be_checked()
        expect(disputed.get_by_label("Why this level (optional)")).to_have_value(HIS)
        expect(self.dans.get_by_role("alert", name="There is a problem")).to_contain_text("1.1")
        assert self.draft.ratings.get(indicator__code="1.2").low == 3
        assert self.draft.ratings.get(indicator__code="1.1").comment == HERS
        self.check_page(self.dans)

    def then_he_cannot_pass_it_by(self):
        self.dans.get_by_role("button", name="Save and continue").last.click()
        expect(self.dans.get_by_role("alert", name="There is a problem")).to_contain_text("which version should stand")
        expect(question(self.dans, "1.1").get_by_label("Why this level (optional)")).to_have_value(HIS)

    def when_he_chooses(self, which: str):
        question(self.dans, "1.1").get_by_role("radio", name=which, exact=True).check()
        self.dans.get_by_role("button", name="Save and continue").last.click()
        expect(question(self.dans, "2.1")).to_be_visible()

    def when_he_puts_both_together(self):
        """The page comes again with the words of both, to be changed before they are saved."""
        disputed = question(self.dans, "1.1")
        disputed.get_by_role("radio", name="Both together", exact=True).check()
        self.dans.get_by_role("button", name="Save and continue").last.click()
        words = disputed.get_by_label("Why this level (optional)")
        expect(words).to_have_value(f"{HERS}\n{HIS}")
        expect(disputed).to_contain_text("Both are together below. Read them, change what you like, then save")
        expect(disputed.get_by_role("radio", name="Mine, as it stands below", exact=True)).to_be_checked()
        assert self.draft.ratings.get(indicator__code="1.1").comment == HERS
        self.check_page(self.dans)
        words.fill(TOGETHER)
        self.dans.get_by_role("button", name="Save and continue").last.click()
        expect(question(self.dans, "2.1")).to_be_visible()

    def then_this_stands(self, words: str):
        self.dans.goto(self.address)
        expect(question(self.dans, "1.1").get_by_label("Why this level (optional)")).to_have_value(words)

    def then_the_history_keeps(self, words: str):
        rating = self.draft.ratings.get(indicator__code="1.1")
        assert words in rating.history.values_list("comment", flat=True)


@pytest.fixture
def two(draft, pot, deputy, page, another_window, sign_in, check_page, live_server):
    dans = another_window()
    sign_in(pot)
    sign_in(deputy, dans)
    both = TwoEditors(page, dans, check_page, draft, live_server)
    both.given_both_have_the_same_page_open()
    both.when_pat_saves_first_and_dan_after_her()
    both.then_dan_sees_both_and_his_other_answer_is_saved()
    return both


@pytest.mark.parametrize(
    ("has_script", "which", "stands", "aside"),
    [
        (True, "What Pat Okafor wrote", HERS, HIS),
        pytest.param(False, "Mine, as it stands below", HIS, HERS, marks=without_script),
    ],
    ids=["hers with JavaScript", "his without JavaScript"],
)
def test_who_saves_second_sees_both_versions_and_chooses(two, which, stands, aside, has_script):
    two.then_he_cannot_pass_it_by()
    two.when_he_chooses(which)
    two.then_this_stands(stands)
    two.then_the_history_keeps(aside)


def test_who_saves_second_can_put_both_together(two):
    two.when_he_puts_both_together()
    two.then_this_stands(TOGETHER)
    two.then_the_history_keeps(HERS)


def test_of_the_words_that_two_people_type_at_random_none_vanishes():
    """The short run of `scripts/two-editors`."""
    command = [sys.executable, ROOT / "scripts" / "two-editors", "0", "1", "--steps", "16"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.search(r"^words typed and sent or kept +[1-9]", run.stdout, re.MULTILINE)
