"""Who knows of which self-assessments: who is in, and who is out."""

import pytest

from assessments.models import Cycle, SelfAssessment
from tests import worlds


@pytest.fixture
def seen_by():
    def names(user) -> set[str]:
        return {s.organisation.slug for s in SelfAssessment.objects.visible_to(user)}

    return names


@pytest.mark.parametrize(
    ("role", "drafts"),
    [
        ("pot", {"oakshire"}),
        ("contributor", {"oakshire"}),
        ("ics_lead", {"oakshire", "elmshire"}),
        ("regional_lead", {"oakshire", "elmshire", "ashshire"}),
        ("administrator", {"oakshire", "elmshire", "ashshire"}),
        ("outsider", set()),
    ],
)
def test_drafts_are_known_to_the_own_organisation_and_its_leads(
    request, seen_by, cycle, organisation, neighbour, faraway, pot, role, drafts
):
    for place in (organisation, neighbour, faraway):
        worlds.begin(cycle, place, by=pot)
    assert seen_by(request.getfixturevalue(role)) == drafts


@pytest.mark.parametrize(
    ("visibility", "role", "submissions"),
    [
        ("named", "pot", {"elmshire", "ashshire"}),
        ("named", "outsider", set()),
        ("anonymous", "pot", set()),
        ("anonymous", "ics_lead", {"elmshire"}),
        ("private", "contributor", set()),
        ("private", "regional_lead", {"elmshire", "ashshire"}),
    ],
)
def test_submissions_are_seen_by_name_as_the_cycle_allows(
    request, seen_by, cycle, neighbour, faraway, pot, visibility, role, submissions
):
    Cycle.objects.update(visibility=visibility)
    for place in (neighbour, faraway):
        worlds.submitted(cycle, place, by=pot)
    assert seen_by(request.getfixturevalue(role)) == submissions


def test_a_lead_of_an_ics_that_ended_reaches_its_successor(seen_by, cycle, organisation, ics, other_ics, faraway, pot):
    lead = worlds.make_person("old.lead", "ics_lead", ics)
    worlds.begin(cycle, faraway, by=pot)
    assert seen_by(lead) == set()
    ics.succeeded_by.add(other_ics)
    assert seen_by(worlds.User.objects.get(pk=lead.pk)) == {"ashshire"}


def test_a_private_cycle_is_known_only_where_somebody_in_sight_was_asked(cycle, pot, outsider):
    Cycle.objects.update(visibility="private")
    assert Cycle.objects.visible_to(pot).exists()
    assert not Cycle.objects.visible_to(outsider).exists()


def test_an_ended_membership_sees_nothing(seen_by, draft, pot):
    pot.memberships.update(ended_at="2026-01-01T00:00:00Z")
    assert seen_by(worlds.User.objects.get(pk=pot.pk)) == set()
