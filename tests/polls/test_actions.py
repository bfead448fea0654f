"""Polls are made, opened, answered once by each voter, closed and removed; each verb asks for permission itself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from aligns_site.access import ActionRefused, NotPermitted
from polls import actions
from polls.actions import AlreadyAsked, Choice, NotOpen, PollFull
from polls.models import CODE_LENGTH, CODE_LETTERS, Poll, PollAnswer, PollOption
from tests import worlds

CHOICES = [Choice("Yes"), Choice("No")]


@pytest.fixture
def poll(pot):
    return worlds.open_poll(by=pot)


def answered(poll, voter, words="Yes", side="health") -> PollAnswer:
    return actions.answer_poll(poll=poll, voter=voter, option=poll.options.get(words=words), side=side)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("contributor", False),
        ("pot", True),
        ("ics_lead", True),
        ("regional_lead", True),
        ("administrator", True),
    ],
)
def test_who_answers_for_a_place_or_leads_may_ask(request, db, role, may):
    by = request.getfixturevalue(role)
    if may:
        assert actions.make_poll(by=by, question="Ready?", choices=CHOICES).is_draft
    else:
        with pytest.raises(NotPermitted):
            actions.make_poll(by=by, question="Ready?", choices=CHOICES)


def test_a_code_has_no_letters_that_people_mix_up(pot):
    code = actions.make_poll(by=pot, question="Ready?", choices=CHOICES).code
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(CODE_LETTERS)
    assert not set(CODE_LETTERS) & set("01OIL")


def test_a_poll_of_an_indicator_copies_the_words_of_its_levels(pot, framework):
    indicator = framework.indicators.first()
    choices = actions.choices_of_levels(indicator)
    poll = actions.make_poll(by=pot, question="How far?", choices=choices, indicator=indicator)
    told = list(poll.options.values_list("words", "help", "level").order_by("position"))
    assert told[0] == ("Pre-emerging", "Pre-emerging words for 1.1", 1)
    assert told[-1] == ("I cannot say", "", None)
    assert poll.about == "1.1 Indicator 1.1 (Vale 1)"
    framework.delete()
    poll.refresh_from_db()
    assert poll.indicator is None
    assert poll.options.count() == 5


def test_only_the_owner_and_administrators_lead_a_poll(poll, ics_lead, administrator):
    for verb in (actions.open_poll, actions.close_poll, actions.show_results, actions.remove_poll):
        with pytest.raises(NotPermitted):
            verb(by=ics_lead, poll=poll)
    assert actions.close_poll(by=administrator, poll=poll).is_closed


def test_a_draft_opens_once_closes_once_and_stays_closed(pot):
    poll = actions.make_poll(by=pot, question="Ready?", choices=CHOICES)
    with pytest.raises(NotOpen, match="not open yet"):
        actions.close_poll(by=pot, poll=poll)
    opened = actions.open_poll(by=pot, poll=poll)
    assert actions.open_poll(by=pot, poll=poll).opened_at == opened.opened_at
    closed = actions.close_poll(by=pot, poll=poll)
    assert actions.close_poll(by=pot, poll=poll).closed_at == closed.closed_at
    with pytest.raises(NotOpen, match="stays closed"):
        actions.open_poll(by=pot, poll=poll)


def test_only_a_draft_can_be_removed(pot, poll):
    answered(poll, "a")
    with pytest.raises(AlreadyAsked):
        actions.remove_poll(by=pot, poll=poll)
    draft = actions.make_poll(by=pot, question="Ready?", choices=CHOICES)
    actions.remove_poll(by=pot, poll=draft)
    assert list(Poll.objects.all()) == [poll]


def test_a_second_answer_of_a_voter_takes_the_place_of_the_first(poll):
    answered(poll, "a", "Yes")
    answered(poll, "b", "Yes")
    answered(poll, "a", "No", side="joint")
    assert sorted(poll.answers.values_list("voter", "option__words", "side")) == [
        ("a", "No", "joint"),
        ("b", "Yes", "health"),
    ]


def test_the_database_itself_refuses_a_second_answer_of_a_voter(poll):
    answer = answered(poll, "a")
    with pytest.raises(IntegrityError), transaction.atomic():
        PollAnswer.objects.create(poll=poll, voter="a", option=answer.option)


def test_a_closed_poll_and_a_draft_take_no_answer(pot, poll):
    actions.close_poll(by=pot, poll=poll)
    draft = worlds.open_poll(by=pot, state="draft", opened_at=None)
    for one in (poll, draft):
        with pytest.raises(NotOpen):
            answered(one, "a")
    assert not PollAnswer.objects.exists()


def test_an_option_of_another_poll_is_no_answer(pot, poll):
    other = worlds.open_poll(by=pot)
    with pytest.raises(ActionRefused):
        actions.answer_poll(poll=poll, voter="a", option=other.options.first())


def test_a_side_is_not_kept_where_the_poll_does_not_ask(pot):
    poll = worlds.open_poll(by=pot, asks_side=False)
    assert answered(poll, "a", side="health").side == "unsaid"


def test_a_full_poll_takes_changes_but_no_new_voter(poll, monkeypatch):
    monkeypatch.setattr(actions, "MOST_ANSWERS", 1)
    answered(poll, "a")
    with pytest.raises(PollFull):
        answered(poll, "b")
    assert answered(poll, "a", "No").option.words == "No"


def test_a_poll_goes_with_its_owner(poll, pot):
    answered(poll, "a")
    pot.memberships.all().delete()
    pot.delete()
    assert not PollOption.objects.exists()


def test_a_poll_is_seen_by_its_owner_and_administrators(poll, pot, ics_lead, administrator):
    assert [list(Poll.objects.visible_to(user)) for user in (pot, ics_lead, administrator)] == [[poll], [], [poll]]


def test_a_question_longer_than_its_room_is_refused(pot):
    with pytest.raises(ValidationError):
        actions.make_poll(by=pot, question="x" * 301, choices=CHOICES)
