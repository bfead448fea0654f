"""Saying it once, on a phone and by keyboard: bring an answer forward, change it, choose between two."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import worlds
from tests.browser.test_answering import Keys, on_a_phone, question, without_script

MARK = "Brought forward from Last year by Pat Okafor"


@pytest.fixture
def before(framework, organisation, pot):
    today = timezone.localdate()
    year = {"slug": "last-year", "opens": today - timedelta(days=800), "closes": today - timedelta(days=400)}
    return worlds.submitted(worlds.make_cycle(framework, [organisation], **year), organisation, {"1.1": (2, 3)}, by=pot)


@on_a_phone
@pytest.mark.parametrize(
    "has_script", [True, pytest.param(False, marks=without_script)], ids=["with JavaScript", "without JavaScript"]
)
def test_an_answer_is_brought_forward_by_keyboard_changed_and_chosen_again(
    pot, draft, before, page, visit, check_page, has_script
):
    keys = Keys(page)
    visit(f"/assessments/{draft.uuid}/1/")
    keys.type_into(page.get_by_label("E-mail address"), pot.email)
    keys.type_into(page.get_by_label("Password", exact=True), worlds.PASSWORD)
    keys.press(page.get_by_role("button", name="Sign in"))
    asked = question(page, "1.1")
    expect(asked).to_be_visible()
    check_page()
    keys.press(asked.locator("summary").filter(has_text="Last cycle"))
    keys.press(asked.get_by_role("button", name="Bring forward for 1.1"))
    expect(asked).to_contain_text(MARK)
    expect(asked.get_by_label("Lowest level")).to_have_value("2")
    check_page()

    asked.get_by_role("radio", name="Maturing", exact=True).check()
    if has_script:
        expect(asked).to_contain_text("Saved at")
    else:
        page.get_by_role("button", name="Save and continue").last.click()
        expect(question(page, "2.1")).to_be_visible()
        visit(f"/assessments/{draft.uuid}/1/")
    expect(asked).not_to_contain_text(MARK)

    visit(f"/assessments/{draft.uuid}/1/")
    keys.press(asked.locator("summary").filter(has_text="Last cycle"))
    keys.press(asked.get_by_role("button", name="Bring forward for 1.1"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Which answer should stand?")
    check_page()
    keys.press(page.get_by_role("button", name="Bring forward instead"))
    expect(asked).to_contain_text(MARK)
    assert (draft.ratings.get().low, draft.ratings.get().high) == (2, 3)
