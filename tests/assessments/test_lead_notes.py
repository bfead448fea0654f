"""What a lead says of single indicators: reasons for a return, questions and their replies; and who reads them."""

import pytest

from aligns_site.access import ActionRefused, NotPermitted
from assessments.actions.lead_notes import ask_question, reply_to_question
from assessments.actions.states import (
    WrongState,
    agree_self_assessment,
    reopen_self_assessment,
    return_self_assessment,
    submit_self_assessment,
    withdraw_self_assessment,
)
from assessments.models import LeadNote, Status
from tests import worlds

ROLES = ["contributor", "pot", "ics_lead", "regional_lead", "administrator", "outsider"]


@pytest.fixture
def sent(cycle, organisation, pot):
    return worlds.submitted(cycle, organisation, by=pot)


@pytest.fixture
def named(framework):
    """A function: the indicator with this code."""
    return lambda code: framework.indicators.get(code=code)


@pytest.fixture
def question(sent, named, ics_lead):
    return ask_question(by=ics_lead, self_assessment=sent, indicator=named("1.2"), words="Who was asked?")


# Reasons of a return ----------------------------------------------------------------------------------------------


def test_a_return_holds_a_reason_for_each_indicator_that_has_one(sent, named, ics_lead):
    reasons = {named("1.2"): " Say who was asked. ", named("2.1"): "  "}
    returned = return_self_assessment(by=ics_lead, self_assessment=sent, reasons=reasons)
    change = returned.status_changes.last()
    notes = LeadNote.objects.values_list("indicator__code", "words", "by", "status_change")
    assert list(notes) == [("1.2", "Say who was asked.", ics_lead.pk, change.pk)]
    assert change.to_status == Status.RETURNED


@pytest.mark.parametrize("reasons", [None, {}, {"1.1": "   "}])
def test_a_return_without_any_words_is_refused_and_changes_nothing(sent, named, ics_lead, reasons):
    said = {named(code): words for code, words in (reasons or {}).items()}
    with pytest.raises(ActionRefused, match="Say what should change"):
        return_self_assessment(by=ics_lead, self_assessment=sent, note=" ", reasons=said)
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


def test_a_reason_for_an_indicator_of_another_framework_returns_nothing(sent, ics_lead):
    foreign = worlds.make_framework("other").indicators.first()
    with pytest.raises(ActionRefused, match="does not have"):
        return_self_assessment(by=ics_lead, self_assessment=sent, note="Look.", reasons={foreign: "Here."})
    sent.refresh_from_db()
    assert (sent.status, LeadNote.objects.count()) == (Status.SUBMITTED, 0)


def test_a_return_stands_until_it_is_submitted_again(sent, named, ics_lead, pot):
    returned = return_self_assessment(by=ics_lead, self_assessment=sent, reasons={named("1.2"): "Who?"})
    change = returned.status_changes.last()
    assert returned.standing_return == change
    returned.status_changes.create(by=pot, from_status="returned", to_status="in_progress")
    assert returned.standing_return == change
    again = submit_self_assessment(by=pot, self_assessment=returned)
    assert again.standing_return is None


# Questions and replies --------------------------------------------------------------------------------------------


def test_a_question_changes_neither_state_nor_answer(sent, question):
    before = sent.status, sent.changed_at, sent.counting_snapshot_id
    sent.refresh_from_db()
    assert (sent.status, sent.changed_at, sent.counting_snapshot_id) == before
    assert question.is_unanswered


@pytest.mark.parametrize("role", ROLES)
def test_only_the_lead_asks(request, sent, named, ics_lead, role):
    user = request.getfixturevalue(role)
    if role == "ics_lead":
        assert ask_question(by=user, self_assessment=sent, indicator=named("1.1"), words="Why?").pk
        return
    with pytest.raises(NotPermitted):
        ask_question(by=user, self_assessment=sent, indicator=named("1.1"), words="Why?")


@pytest.mark.parametrize("role", ROLES)
def test_only_who_answers_for_the_organisation_replies(request, question, role):
    user = request.getfixturevalue(role)
    if role == "pot":
        assert reply_to_question(by=user, note=question, words="All teams.").replied_by == user
        return
    with pytest.raises(NotPermitted):
        reply_to_question(by=user, note=question, words="All teams.")


def test_a_question_can_be_asked_of_what_counts_in_every_state(sent, named, ics_lead):
    asked = {"by": ics_lead, "indicator": named("1.1"), "words": "Why?"}
    agreed = agree_self_assessment(by=ics_lead, self_assessment=sent)
    ask_question(self_assessment=agreed, **asked)
    reopened = reopen_self_assessment(by=ics_lead, self_assessment=agreed)
    ask_question(self_assessment=reopened, **asked)
    assert LeadNote.objects.questions().count() == 2


def test_nothing_is_asked_of_a_draft_or_of_what_was_withdrawn(draft, named, ics_lead, pot):
    with pytest.raises(WrongState, match="no submission to ask about"):
        ask_question(by=ics_lead, self_assessment=draft, indicator=named("1.1"), words="Why?")
    worlds.answer_all(draft, by=pot)
    sent = submit_self_assessment(by=pot, self_assessment=draft)
    withdrawn = withdraw_self_assessment(by=pot, self_assessment=sent)
    with pytest.raises(WrongState):
        ask_question(by=ics_lead, self_assessment=withdrawn, indicator=named("1.1"), words="Why?")


@pytest.mark.parametrize("words", ["", "   "])
def test_a_question_and_a_reply_need_words(sent, named, question, ics_lead, pot, words):
    with pytest.raises(ActionRefused, match="Write your question"):
        ask_question(by=ics_lead, self_assessment=sent, indicator=named("1.1"), words=words)
    with pytest.raises(ActionRefused, match="Write your reply"):
        reply_to_question(by=pot, note=question, words=words)


def test_a_question_is_replied_to_once(question, pot, organisation):
    reply_to_question(by=pot, note=question, words="All teams.")
    deputy = worlds.make_person("deputy", "pot", organisation)
    with pytest.raises(ActionRefused, match="Pat Okafor has replied"):
        reply_to_question(by=deputy, note=question, words="Some teams.")
    question.refresh_from_db()
    assert question.reply == "All teams."


def test_a_reason_of_a_return_cannot_be_replied_to(sent, named, ics_lead, pot):
    return_self_assessment(by=ics_lead, self_assessment=sent, reasons={named("1.2"): "Who?"})
    with pytest.raises(ActionRefused, match="not a question"):
        reply_to_question(by=pot, note=LeadNote.objects.get(), words="All teams.")


def test_the_organisation_and_its_leads_read_questions_and_nobody_else(request, question, neighbour):
    readers = {role for role in ROLES if LeadNote.objects.visible_to(request.getfixturevalue(role)).exists()}
    assert readers == {"contributor", "pot", "ics_lead", "regional_lead", "administrator"}
    assert not LeadNote.objects.visible_to(worlds.make_person("peer", "pot", neighbour)).exists()


def test_what_waits_is_a_question_without_a_reply(sent, question, named, ics_lead, pot):
    other = ask_question(by=ics_lead, self_assessment=sent, indicator=named("2.1"), words="Since when?")
    reply_to_question(by=pot, note=question, words="All teams.")
    return_self_assessment(by=ics_lead, self_assessment=sent, reasons={named("1.1"): "Look."})
    assert list(LeadNote.objects.unanswered()) == [other]
