"""Reasons and questions on the pages: where each role meets them, and that nothing typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.actions.lead_notes import ask_question, reply_to_question
from assessments.actions.states import agree_self_assessment, return_self_assessment, submit_self_assessment
from assessments.models import LeadNote, Status
from tests import worlds

ROLES = ["contributor", "pot", "ics_lead", "regional_lead", "administrator", "outsider", "peer"]
REASON = "Say who was asked about this."
QUESTION = "Since when is it so?"
REPLY = "Since the spring of last year."


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def peer(neighbour):
    """The POT of a neighbour, who sees the submission by name."""
    return worlds.make_person("peer", "pot", neighbour)


@pytest.fixture
def sent(cycle, organisation, pot):
    return worlds.submitted(cycle, organisation, by=pot)


@pytest.fixture
def named(framework):
    return lambda code: framework.indicators.get(code=code)


@pytest.fixture
def returned(sent, named, ics_lead):
    reasons = {named("1.2"): REASON, named("1.3"): "Which figures?"}
    return return_self_assessment(by=ics_lead, self_assessment=sent, reasons=reasons)


@pytest.fixture
def question(sent, named, ics_lead):
    return ask_question(by=ics_lead, self_assessment=sent, indicator=named("1.2"), words=QUESTION)


def pages(one) -> list[str]:
    here = f"/assessments/{one.uuid}/"
    return ["/", here, f"{here}1/", f"{here}check/", f"{here}history/"]


# The return page --------------------------------------------------------------------------------------------------


def test_the_return_page_lists_every_submitted_answer_with_room_for_a_reason(signed_in, ics_lead, sent):
    page = text(signed_in(ics_lead).get(f"/assessments/{sent.uuid}/check/return/"))
    assert page.count('class="reason"') == 5
    assert "1. Dimension 1" in page
    assert "1.2 Indicator 1.2" in page
    assert 'name="reason-1.2"' in page


def test_a_return_with_reasons_alone_goes_back(signed_in, ics_lead, sent):
    signed_in(ics_lead).post(f"/assessments/{sent.uuid}/check/return/", {"note": "", "reason-1.2": REASON})
    sent.refresh_from_db()
    assert sent.status == Status.RETURNED
    assert list(LeadNote.objects.values_list("indicator__code", "words")) == [("1.2", REASON)]


def test_a_faulty_return_keeps_every_word_and_stands_open_where_something_is_written(signed_in, ics_lead, sent):
    said = {"note": "y" * 4001, "reason-1.2": REASON}
    response = signed_in(ics_lead).post(f"/assessments/{sent.uuid}/check/return/", said)
    page = text(response)
    assert response.status_code == 422
    assert REASON in page
    assert "y" * 4001 in page
    assert page.count('<details class="reason" open>') == 1
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


def test_the_return_page_costs_the_same_for_a_long_framework(signed_in, ics_lead, organisation, pot):
    costs = []
    for size in ((3, 2), (20, 20, 3)):
        framework = worlds.make_framework(f"size-{len(size)}", dimensions=size)
        one = worlds.submitted(
            worlds.make_cycle(framework, [organisation], slug=f"size-{len(size)}"), organisation, by=pot
        )
        client = signed_in(ics_lead)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/assessments/{one.uuid}/check/return/").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


# Where reasons are read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["contributor", "pot"])
def test_the_organisation_meets_the_reasons_where_it_mends_them(request, signed_in, returned, role):
    client = signed_in(request.getfixturevalue(role))
    home, task_list, dimension, check, history = (text(client.get(path)) for path in pages(returned))
    assert "2 indicators came back with a reason:" in home
    assert "2 came back with a reason" in task_list
    assert f"/assessments/{returned.uuid}/1/#indicator-1.2" in task_list
    for page in (dimension, check, history):
        assert REASON in page


def test_reasons_leave_the_pages_with_the_next_submission_and_stay_in_the_history(signed_in, returned, pot):
    again = submit_self_assessment(by=pot, self_assessment=returned)
    *now, history = (text(signed_in(pot).get(path)) for path in pages(again))
    assert [path for path, page in zip(pages(again), now, strict=False) if REASON in page] == []
    assert "came back with a reason" not in now[1]
    assert REASON in history


@pytest.mark.parametrize("role", ["peer", "outsider"])
def test_nobody_else_reads_a_reason_or_a_question(request, signed_in, named, question, sent, ics_lead, role):
    return_self_assessment(by=ics_lead, self_assessment=sent, reasons={named("1.3"): REASON})
    client = signed_in(request.getfixturevalue(role))
    for path in pages(sent):
        page = text(client.get(path))
        assert REASON not in page
        assert QUESTION not in page


# Asking and replying ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "ask", "reply"),
    [
        ("ics_lead", 200, 403),
        ("pot", 403, 200),
        ("contributor", 403, 403),
        ("regional_lead", 403, 403),
        ("administrator", 403, 403),
        ("peer", 403, 404),
        ("outsider", 404, 404),
    ],
)
def test_who_may_open_the_page_to_ask_and_to_reply(request, signed_in, question, sent, role, ask, reply):
    client = signed_in(request.getfixturevalue(role))
    assert client.get(f"/assessments/{sent.uuid}/check/ask/1.2/").status_code == ask
    assert client.get(f"/assessments/{sent.uuid}/check/reply/{question.pk}/").status_code == reply


def test_a_lead_asks_and_the_question_waits_for_the_organisation(signed_in, ics_lead, pot, contributor, sent):
    lead = signed_in(ics_lead)
    assert f"/assessments/{sent.uuid}/check/ask/1.2/" in text(lead.get(f"/assessments/{sent.uuid}/1/"))
    response = lead.post(f"/assessments/{sent.uuid}/check/ask/1.2/", {"words": QUESTION}, follow=True)
    assert QUESTION in text(response)
    assert "No reply yet." in text(response)
    home = text(signed_in(pot).get("/"))
    assert "Ics Lead asks about 1.2" in home
    assert "Nothing waits for you" not in home
    assert "Ics Lead asks about 1.2" in text(signed_in(contributor).get(f"/assessments/{sent.uuid}/"))
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


def test_a_question_is_on_the_home_page_after_the_close_too(signed_in, question, pot, cycle):
    type(cycle).objects.update(opens_on="2020-01-01", closes_on="2020-02-01")
    assert "Ics Lead asks about 1.2" in text(signed_in(pot).get("/"))


def test_a_reply_is_read_by_both_and_waits_no_longer(signed_in, question, sent, pot, ics_lead):
    path = f"/assessments/{sent.uuid}/check/reply/{question.pk}/"
    response = signed_in(pot).post(path, {"words": REPLY}, follow=True)
    assert REPLY in text(response)
    assert "asks about" not in text(signed_in(pot).get("/"))
    for page in (f"/assessments/{sent.uuid}/1/", f"/assessments/{sent.uuid}/history/"):
        assert REPLY in text(signed_in(ics_lead).get(page))


def test_empty_words_are_a_fault_and_a_second_reply_keeps_its_words(signed_in, question, sent, pot, ics_lead):
    path = f"/assessments/{sent.uuid}/check/reply/{question.pk}/"
    assert "Write your reply" in text(signed_in(pot).post(path, {"words": " "}))
    empty = signed_in(ics_lead).post(f"/assessments/{sent.uuid}/check/ask/1.2/", {"words": ""})
    assert (empty.status_code, "Write your question" in text(empty)) == (422, True)
    reply_to_question(by=pot, note=question, words=REPLY)
    late = signed_in(pot).post(path, {"words": "Another version."})
    assert late.status_code == 422
    assert "Another version." in text(late)


def test_a_reply_can_be_given_while_the_answers_are_being_changed(signed_in, question, sent, pot, ics_lead):
    return_self_assessment(by=ics_lead, self_assessment=sent, note="Look again.")
    page = text(signed_in(pot).get(f"/assessments/{sent.uuid}/1/"))
    assert f'value="reply:{question.pk}"' in page


def test_the_pages_cost_the_same_with_many_notes(signed_in, sent, named, ics_lead, pot, question):
    client = signed_in(pot)

    def cost() -> list[int]:
        found = []
        for path in pages(sent):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            found.append(len(queries))
        return found

    small = cost()
    for code in ("1.1", "1.2", "1.3", "2.1", "2.2"):
        ask_question(by=ics_lead, self_assessment=sent, indicator=named(code), words="And this?")
    assert cost() == small


def test_questions_go_on_after_agreeing(signed_in, sent, ics_lead):
    agree_self_assessment(by=ics_lead, self_assessment=sent)
    signed_in(ics_lead).post(f"/assessments/{sent.uuid}/check/ask/2.1/", {"words": QUESTION})
    assert LeadNote.objects.get().words == QUESTION
