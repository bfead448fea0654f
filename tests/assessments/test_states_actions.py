"""From one state to the next: who may, when, and what is recorded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aligns_site.access import ActionRefused, NotPermitted
from assessments.actions import starting, states
from assessments.actions.states import CycleClosed, NotAllAnswered, WrongState
from assessments.models import Cycle, Participation, Rating, SelfAssessment
from tests import worlds


@pytest.fixture
def participation(cycle, organisation):
    return Participation.objects.get(cycle=cycle, organisation=organisation)


@pytest.fixture
def full(draft, pot):
    """The POT's draft with every indicator answered."""
    worlds.answer_all(draft, by=pot)
    return draft


@pytest.fixture
def sent(full, pot):
    return states.submit_self_assessment(by=pot, self_assessment=full)


def close(cycle):
    Cycle.objects.filter(pk=cycle.pk).update(closes_on=timezone.localdate() - timedelta(days=1))


def test_starting_is_recorded_and_starting_again_gives_the_same(participation, pot):
    begun = starting.start_self_assessment(by=pot, participation=participation)
    assert begun.status_changes.get().from_status == "not_started"
    assert starting.start_self_assessment(by=pot, participation=participation) == begun


def test_a_cycle_that_has_closed_cannot_be_started(participation, cycle, pot):
    close(cycle)
    participation.refresh_from_db()
    with pytest.raises(CycleClosed, match="cannot be started now"):
        starting.start_self_assessment(by=pot, participation=participation)


def test_submitting_needs_every_indicator_and_names_what_is_left(draft, pot):
    Rating.objects.create(
        self_assessment=draft, indicator=draft.framework.indicators.get(code="1.2"), changed_by=pot, status="rated",
        low=1, high=1,
    )  # fmt: skip
    with pytest.raises(NotAllAnswered, match=r"4 indicators have no answer yet: 1\.1, 1\.3, 2\.1, 2\.2\."):
        states.submit_self_assessment(by=pot, self_assessment=draft)
    assert draft.snapshots.count() == 0


def test_one_press_marks_the_rest_and_leaves_the_answered(draft, pot):
    rated = Rating.objects.create(
        self_assessment=draft, indicator=draft.framework.indicators.get(code="1.2"), changed_by=pot, status="rated",
        low=3, high=3,
    )  # fmt: skip
    assert states.mark_rest_not_discussed(by=pot, self_assessment=draft) == 4
    rated.refresh_from_db()
    assert rated.low == 3
    assert set(draft.ratings.exclude(pk=rated.pk).values_list("status", "reason")) == {("no_data", "not_discussed")}


def test_what_one_press_marked_is_in_the_history(draft, pot):
    states.mark_rest_not_discussed(by=pot, self_assessment=draft)
    assert Rating.history.count() == 5


def test_a_submission_counts_from_now_on(sent):
    assert sent.status == "submitted"
    assert sent.counting_snapshot.number == 1
    assert len(sent.counting_snapshot.content["ratings"]) == 5


def test_a_withdrawn_submission_no_longer_counts(sent, pot):
    withdrawn = states.withdraw_self_assessment(by=pot, self_assessment=sent, note="A slip")
    assert (withdrawn.status, withdrawn.counting_snapshot) == ("in_progress", None)
    assert withdrawn.status_changes.last().note == "A slip"


def test_after_closing_only_a_return_opens_it_again(sent, cycle, pot, ics_lead):
    close(cycle)
    with pytest.raises(CycleClosed, match="Ask your ICS lead"):
        states.withdraw_self_assessment(by=pot, self_assessment=sent)
    returned = states.return_self_assessment(by=ics_lead, self_assessment=sent, note="Say more of 1.2.")
    assert returned.open_until == timezone.localdate() + timedelta(days=14)
    assert returned.is_editable


def test_a_returned_submission_goes_on_counting_until_the_next(sent, ics_lead, pot):
    returned = states.return_self_assessment(by=ics_lead, self_assessment=sent, note="Say more.")
    assert returned.counting_snapshot.number == 1
    assert states.submit_self_assessment(by=pot, self_assessment=returned).counting_snapshot.number == 2


def test_a_return_says_why(sent, ics_lead):
    with pytest.raises(ActionRefused, match="Say what should change"):
        states.return_self_assessment(by=ics_lead, self_assessment=sent, note="  ")


def test_an_agreed_one_can_only_be_reopened(sent, ics_lead, pot):
    agreed = states.agree_self_assessment(by=ics_lead, self_assessment=sent)
    with pytest.raises(WrongState):
        states.withdraw_self_assessment(by=pot, self_assessment=agreed)
    reopened = states.reopen_self_assessment(by=ics_lead, self_assessment=agreed)
    assert (reopened.status, reopened.counting_snapshot.number) == ("in_progress", 1)


@pytest.mark.parametrize("verb", [states.agree_self_assessment, states.withdraw_self_assessment])
def test_a_draft_can_be_neither_agreed_nor_withdrawn(draft, pot, ics_lead, verb):
    by = pot if verb is states.withdraw_self_assessment else ics_lead
    with pytest.raises(WrongState):
        verb(by=by, self_assessment=draft)


def test_the_regional_lead_stands_in_only_where_the_ics_has_no_lead(sent, regional_lead, ics):
    lead = worlds.make_person("lead", "ics_lead", ics)
    with pytest.raises(NotPermitted):
        states.agree_self_assessment(by=regional_lead, self_assessment=sent)
    lead.memberships.update(ended_at=timezone.now())
    assert states.agree_self_assessment(by=regional_lead, self_assessment=sent).status == "agreed"


def test_every_change_of_state_is_one_more_line(sent, pot, ics_lead):
    states.return_self_assessment(by=ics_lead, self_assessment=sent, note="Say more.")
    states.submit_self_assessment(by=pot, self_assessment=sent)
    lines = SelfAssessment.objects.get().status_changes.values_list("from_status", "to_status", "by__name")
    assert list(lines) == [
        ("not_started", "in_progress", "Pat Okafor"),
        ("in_progress", "submitted", "Pat Okafor"),
        ("submitted", "returned", "Ics Lead"),
        ("returned", "submitted", "Pat Okafor"),
    ]
