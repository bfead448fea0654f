"""Moving a cycle on the pages: what an administrator sees before she presses, and what an organisation finds after."""

import pytest
from django.urls import reverse

from tests.assessments.test_upgrades import begun, moved, newer, older, open_cycle, rate  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def after(begun, open_cycle, newer):  # noqa: F811
    """The self-assessment once its cycle has moved."""
    moved(open_cycle, newer)
    begun.refresh_from_db()
    return begun


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def page_of(held, dimension="1") -> str:
    return reverse("assessments:dimension", args=[held.uuid, dimension])


def test_the_questionnaire_shows_the_old_words_and_one_press_confirms(after, pot, signed_in):
    browser, answer = signed_in(pot), after.ratings.get(indicator__code="b")
    shown = text_of(browser.get(page_of(after)))
    assert shown.count("Please confirm") == 1
    assert "Its name was" not in shown
    assert "<dt>It asked</dt> <dd> How? </dd>" in shown
    form = {"i-b-version": answer.version, "i-b-choice": "span", "i-b-low": 1, "i-b-high": 2, "i-b-comment": "Of b"}
    done = browser.post(page_of(after), form | {"i-b-confidence": "high", "then": "confirm:b"}, follow=True)
    assert "stands for the words of today" in text_of(done)
    answer.refresh_from_db()
    assert not answer.is_to_confirm
    assert answer.changed_by == pot


def test_saving_the_page_as_it_is_confirms_nothing_and_a_changed_answer_does(after, pot, signed_in):
    browser, answer = signed_in(pot), after.ratings.get(indicator__code="b")
    form = {"i-b-version": answer.version, "i-b-choice": "span", "i-b-low": 1, "i-b-high": 2, "i-b-comment": "Of b"}
    asked_by_script = {"HTTP_ACCEPT": "application/json"}
    said = browser.post(page_of(after), form | {"i-b-confidence": "high"}, **asked_by_script).json()
    assert said["answers"]["i-b"]["to_confirm"] is True
    changed = form | {"i-b-confidence": "high", "i-b-choice": "level-2"}
    said = browser.post(page_of(after), changed, **asked_by_script).json()
    assert (said["answers"]["i-b"]["state"], said["answers"]["i-b"]["to_confirm"]) == ("saved", False)


def test_the_old_answer_to_a_split_question_stands_beside_and_is_not_copied(after, pot, signed_in):
    response = signed_in(pot).get(page_of(after))
    (block,) = [one for one in response.context["page"].blocks if one.code == "c1"]
    (beside,) = block.earlier
    assert (beside.title, beside.answer.comment, beside.bring) == ("Before version 2, indicator c", "Of c", None)
    assert block.form.current is None


def test_the_check_page_and_the_task_list_count_what_is_to_be_confirmed(after, pot, signed_in):
    for code in ("c1", "c2", "n"):
        rate(after, code, by=pot)
    browser = signed_in(pot)
    check = reverse("assessments:check", args=[after.uuid])
    shown = text_of(browser.get(check))
    assert "1 answer is to be confirmed" in shown
    assert "Submit the self-assessment" not in shown
    refused = browser.post(check)
    assert refused.status_code == 422
    assert "1 answer was given to other words and must be confirmed: b." in text_of(refused)
    assert "1 answer is to be confirmed" in text_of(browser.get(reverse("assessments:detail", args=[after.uuid])))


def test_the_timeline_tells_of_the_move(after, pot, signed_in):
    shown = text_of(signed_in(pot).get(reverse("assessments:history", args=[after.uuid])))
    assert "upgraded it" in shown
    assert "Moved from version 1 to version 2. Answers: 2 kept, 1 to confirm, 1 beside new questions" in shown
