"""Who may do what: the table of roles against permission words, for what belongs to the POT's own organisation."""

import pytest

from assessments import rules
from assessments.actions.evidence import add_evidence
from assessments.models import Participation
from tests import worlds

NOBODY, EVERY_OWN = set(), {"contributor", "pot"}
TABLE = {
    rules.SEE_DRAFT: EVERY_OWN,
    rules.ADD_EVIDENCE: EVERY_OWN,
    rules.START: {"pot"},
    rules.RATE: {"pot"},
    rules.SUBMIT: {"pot"},
    rules.WITHDRAW: {"pot"},
    rules.AGREE: {"ics_lead"},
    rules.RETURN: {"ics_lead"},
    rules.REOPEN: {"ics_lead", "administrator"},
    rules.IMPORT: {"ics_lead", "administrator"},
    rules.ASK_QUESTION: {"ics_lead"},
    rules.REPLY: {"pot"},
    rules.GIVE_TIME: {"ics_lead", "administrator"},
}
WITHOUT_THING = {
    rules.OPEN_CYCLE: {"administrator"},
    rules.LOAD_PLACES: {"administrator"},
    rules.CHANGE_PLACES: {"administrator"},
    rules.MERGE_PLACES: {"administrator"},
    rules.EXTEND_CYCLE: {"administrator"},
    rules.CLOSE_CYCLE: {"administrator"},
    rules.RESTRICT_CYCLE: {"administrator"},
    rules.ASK_ORGANISATIONS: {"administrator"},
    rules.CLOSE_ACCOUNT: {"administrator"},
    rules.CHANGE_SITE: {"administrator"},
    rules.REMOVE_DEMO: {"administrator"},
    rules.SEE_DESK: {"administrator"},
    rules.FOLLOW_PROGRESS: {"ics_lead", "regional_lead", "administrator"},
}
ROLES = ["contributor", "pot", "ics_lead", "regional_lead", "administrator", "outsider"]


@pytest.fixture
def cast(request, draft):
    """Everybody there is: so the ICS has a lead, and the regional lead does not stand in."""
    return {role: request.getfixturevalue(role) for role in ROLES}


@pytest.mark.parametrize("word", TABLE)
def test_each_verb_on_a_self_assessment_is_open_to_these_roles(cast, draft, word):
    assert {role for role, user in cast.items() if user.has_perm(word, draft)} == TABLE[word]


@pytest.mark.parametrize("word", WITHOUT_THING)
def test_each_verb_on_the_whole_is_open_to_these_roles(cast, word):
    assert {role for role, user in cast.items() if user.has_perm(word)} == WITHOUT_THING[word]


def test_starting_is_asked_of_the_participation(cast, cycle, organisation):
    asked = Participation.objects.get(cycle=cycle, organisation=organisation)
    assert {role for role, user in cast.items() if user.has_perm(rules.START, asked)} == {"pot"}


@pytest.mark.parametrize(("author", "may"), [("pot", {"pot"}), ("contributor", {"pot", "contributor"})])
def test_evidence_is_changed_by_who_added_it_and_who_answers(cast, draft, framework, author, may):
    piece = add_evidence(
        by=cast[author], self_assessment=draft, dimension=framework.dimensions.first(), text="Seen on a visit."
    )
    assert {role for role, user in cast.items() if user.has_perm(rules.CHANGE_EVIDENCE, piece)} == may


def test_the_regional_lead_agrees_where_the_ics_has_no_lead(draft, regional_lead):
    assert regional_lead.has_perm(rules.AGREE, draft)


def test_the_regional_lead_asks_and_gives_time_where_the_ics_has_no_lead(draft, regional_lead):
    assert regional_lead.has_perm(rules.ASK_QUESTION, draft)
    assert regional_lead.has_perm(rules.GIVE_TIME, draft)


def test_a_pot_of_the_same_ics_may_nothing(draft, neighbour):
    peer = worlds.make_person("peer", "pot", neighbour)
    assert [word for word in TABLE if peer.has_perm(word, draft)] == []


def test_a_membership_that_ended_gives_nothing(draft, pot):
    pot.memberships.update(ended_at="2026-01-01T00:00Z")
    assert [word for word in TABLE if type(pot).objects.get(pk=pot.pk).has_perm(word, draft)] == []
