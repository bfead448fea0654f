"""More time for one organisation: who gives it, how much, and what it opens."""

import pytest

from aligns_site.access import ActionRefused, NotPermitted
from assessments.actions.cycles import give_more_time
from assessments.actions.starting import start_self_assessment
from assessments.actions.states import agree_self_assessment, return_self_assessment
from assessments.models import Cycle, Participation
from tests import worlds
from tests.worlds import in_days


@pytest.fixture
def asked(cycle, organisation):
    return Participation.objects.get(cycle=cycle, organisation=organisation)


@pytest.fixture
def closed(asked):
    """The cycle closed ten days ago."""
    Cycle.objects.update(closes_on=in_days(-10))
    asked.refresh_from_db()
    return asked


def give(by, asked, days, note=""):
    return give_more_time(by=by, participation=asked, until=in_days(days), note=note)


def test_an_organisation_with_more_time_can_still_begin_after_the_close(closed, ics_lead, pot):
    assert not closed.is_open
    given = give(ics_lead, closed, 20)
    begun = start_self_assessment(by=pot, participation=given)
    assert begun.open_until == in_days(20)
    assert begun.is_editable


def test_more_time_opens_what_was_begun_and_stands_in_its_history(draft, closed, ics_lead):
    give(ics_lead, closed, 20, note="A long winter.")
    draft.refresh_from_db()
    assert draft.is_open
    assert draft.status == "in_progress"
    change = draft.status_changes.last()
    assert (change.by, change.is_step, change.note) == (ics_lead, False, f"{in_days(20)}\nA long winter.")


def test_more_time_leaves_the_others_of_the_cycle_as_they_are(closed, neighbour, ics_lead):
    give(ics_lead, closed, 20)
    assert not Participation.objects.get(organisation=neighbour).is_open


def test_time_may_be_given_before_the_close(asked, ics_lead):
    assert give(ics_lead, asked, 40).open_until == in_days(40)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "This day has passed"),
        (30, "until .* already"),
        (121, "90 days after the cycle closes"),
    ],
)
def test_the_day_is_later_than_the_close_and_at_most_ninety_days_after(asked, ics_lead, days, words):
    with pytest.raises(ActionRefused, match=words):
        give(ics_lead, asked, days)
    asked.refresh_from_db()
    assert asked.open_until is None


def test_the_last_day_is_allowed_today_too(asked, closed, ics_lead):
    assert give(ics_lead, asked, 0).is_open


def test_time_is_never_taken_away(closed, ics_lead):
    given = give(ics_lead, closed, 20)
    with pytest.raises(ActionRefused, match="already"):
        give(ics_lead, given, 19)


def test_a_return_after_the_close_leaves_the_longer_time(cycle, organisation, pot, asked, ics_lead):
    sent = worlds.submitted(cycle, organisation, by=pot)
    Cycle.objects.update(closes_on=in_days(-10))
    asked.refresh_from_db()
    give(ics_lead, asked, 40)
    returned = return_self_assessment(by=ics_lead, self_assessment=sent, note="Look again.")
    assert returned.open_until == in_days(40)


def test_more_time_hides_no_return(cycle, organisation, pot, asked, ics_lead):
    sent = worlds.submitted(cycle, organisation, by=pot)
    returned = return_self_assessment(by=ics_lead, self_assessment=sent, note="Look again.")
    give(ics_lead, asked, 40)
    assert returned.standing_return.note == "Look again."


def test_what_is_agreed_is_reopened_before_it_gets_time(cycle, organisation, pot, asked, ics_lead):
    agree_self_assessment(by=ics_lead, self_assessment=worlds.submitted(cycle, organisation, by=pot))
    with pytest.raises(ActionRefused, match="Reopen it first"):
        give(ics_lead, asked, 40)


@pytest.mark.parametrize("role", ["contributor", "pot", "ics_lead", "regional_lead", "administrator", "outsider"])
def test_its_lead_and_administrators_give_time(request, asked, ics_lead, role):
    user = request.getfixturevalue(role)
    if role in ("ics_lead", "administrator"):
        assert give(user, asked, 40).open_until
        return
    with pytest.raises(NotPermitted):
        give(user, asked, 40)
