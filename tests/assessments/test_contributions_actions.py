"""Giving one's own view, by link and with an account; and who may read which views."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from aligns_site.access import ActionRefused
from assessments.actions.contributions import Speaker, ViewGiven, ViewSent, introduce_oneself, save_views
from assessments.actions.demo import DEMO_DOMAIN, remove_demo
from assessments.actions.states import submit_self_assessment
from assessments.models import Contribution, Contributor, Cycle, SelfAssessment, User
from tests import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(draft, pot):
    """A guest's."""
    return worlds.make_contributor(draft, by=pot)


@pytest.fixture
def guest(row):
    return Speaker.guest(row)


@pytest.fixture
def member(draft, contributor):
    return Speaker.member(draft, contributor)


def sent(by, code, low=2, high=None, *, seen=0, **more) -> ViewSent:
    indicator = by.held.framework.indicators.get(code=code)
    return ViewSent(indicator, ViewGiven(low, high or low, **more), seen)


def say(by, *views):
    return save_views(by=by, views=views)


def view_of(row, code) -> Contribution:
    return row.contributions.get(indicator__code=code)


# Giving -----------------------------------------------------------------------------------------------------------


def test_a_guest_gives_a_span_how_sure_she_is_and_why(guest, row):
    assert say(guest, sent(guest, "1.1", 2, 3, confidence="low", reason="Each week")) == []
    said = view_of(row, "1.1")
    assert (said.low, said.high, said.confidence, said.reason, said.version) == (2, 3, "low", "Each week", 1)


def test_not_being_able_to_say_is_kept_without_levels(guest, row):
    say(guest, sent(guest, "1.1", None, reason="I am new"))
    assert (view_of(row, "1.1").low, view_of(row, "1.1").high) == (None, None)


def test_the_row_of_somebody_with_an_account_is_made_at_the_first_save(member, contributor, draft):
    assert not Contributor.objects.exists()
    say(member, sent(member, "1.1"))
    row = Contributor.objects.get()
    assert (row.user, row.email, row.asked_by) == (contributor, contributor.email, None)
    assert row.sector == draft.organisation.sector


def test_what_she_said_as_a_guest_is_hers_once_she_has_an_account(draft, pot, contributor):
    row = worlds.make_contributor(draft, by=pot, email=contributor.email)
    worlds.make_view(row, "1.1")
    by = Speaker.member(draft, contributor)
    say(by, sent(by, "1.2"))
    row.refresh_from_db()
    assert row.user == contributor
    assert row.contributions.count() == 2


def test_a_changed_view_keeps_its_past(guest, row):
    say(guest, sent(guest, "1.1", 2))
    say(guest, sent(guest, "1.1", 3, seen=1))
    assert view_of(row, "1.1").version == 2
    assert sorted(Contribution.history.values_list("low", flat=True)) == [2, 3]


def test_an_older_window_overwrites_nothing(guest, row):
    say(guest, sent(guest, "1.1", 2))
    say(guest, sent(guest, "1.1", 3, seen=1))
    [refusal] = say(guest, sent(guest, "1.1", 4, seen=1), sent(guest, "1.2"))
    assert refusal.current.low == 3
    assert view_of(row, "1.1").low == 3
    assert view_of(row, "1.2").low == 2


def test_what_an_older_window_only_sends_back_is_left_alone(guest, row):
    say(guest, sent(guest, "1.1", 2))
    say(guest, sent(guest, "1.1", 3, seen=1))
    assert say(guest, sent(guest, "1.1", 2, seen=1)) == []
    assert view_of(row, "1.1").low == 3


def test_the_same_view_sent_twice_is_one_version(guest, row):
    say(guest, sent(guest, "1.1", 2))
    assert say(guest, sent(guest, "1.1", 2)) == []
    assert view_of(row, "1.1").version == 1


def test_a_guest_speaks_on_what_was_asked_and_nothing_else(guest, row, framework):
    row.dimensions.set(framework.dimensions.filter(code="2"))
    with pytest.raises(ActionRefused, match="not asked of you"):
        say(guest, sent(guest, "1.1"))
    say(guest, sent(guest, "2.1"))


def test_somebody_with_an_account_speaks_on_everything(draft, pot, contributor, framework):
    row = worlds.make_contributor(draft, by=pot, email=contributor.email, user=contributor)
    row.dimensions.set(framework.dimensions.filter(code="2"))
    by = Speaker.member(draft, contributor)
    say(by, sent(by, "1.1"))
    assert view_of(row, "1.1")


def test_a_level_that_the_framework_has_not_is_refused(guest):
    with pytest.raises(ActionRefused, match="no such level"):
        say(guest, sent(guest, "1.1", 2, 5))


def test_an_indicator_of_another_framework_is_refused(guest):
    foreign = worlds.make_framework("other").indicators.first()
    with pytest.raises(ActionRefused, match="another framework"):
        say(guest, ViewSent(foreign, ViewGiven(1, 1), 0))


def test_a_guest_whose_access_ended_says_nothing_more(guest, row):
    Contributor.objects.update(ended_at=timezone.now())
    with pytest.raises(PermissionDenied):
        say(guest, sent(guest, "1.1"))
    assert not row.contributions.exists()


@pytest.mark.parametrize("role", ["ics_lead", "regional_lead", "administrator", "outsider"])
def test_nobody_outside_the_organisation_gives_a_view(request, draft, role):
    by = Speaker.member(draft, request.getfixturevalue(role))
    with pytest.raises(PermissionDenied):
        say(by, sent(by, "1.1"))
    with pytest.raises(PermissionDenied):
        introduce_oneself(by=by, sector="health")


@pytest.mark.parametrize("way", ["guest", "member"])
def test_no_view_is_given_once_it_is_submitted(request, draft, pot, way):
    by = request.getfixturevalue(way)
    worlds.answer_all(draft, by=pot)
    submit_self_assessment(by=pot, self_assessment=draft)
    with pytest.raises(ActionRefused, match="has submitted its answers"):
        say(by, sent(by, "1.1"))


def test_no_view_is_given_after_the_cycle_closed(guest):
    Cycle.objects.update(opens_on="2020-01-01", closes_on="2020-02-01")
    with pytest.raises(ActionRefused, match="is not open"):
        say(guest, sent(guest, "1.1"))


def test_a_view_changes_nothing_of_the_organisations_answers(guest, draft):
    before = SelfAssessment.objects.values().get()
    say(guest, sent(guest, "1.1"))
    assert SelfAssessment.objects.values().get() == before
    assert not draft.ratings.exists()


# Who speaks -------------------------------------------------------------------------------------------------------


def test_a_guest_says_who_she_is_and_for_which_sector(guest, row):
    introduce_oneself(by=guest, sector="joint", job_title="Ward manager", may_be_named=True, name="Sam Reid")
    row.refresh_from_db()
    assert (row.sector, row.job_title, row.may_be_named, row.name) == ("joint", "Ward manager", True, "Sam Reid")


def test_the_name_of_somebody_with_an_account_is_that_of_the_account(member, contributor):
    introduce_oneself(by=member, sector="health", name="Somebody else")
    assert Contributor.objects.get().name == contributor.name


# Who reads which views --------------------------------------------------------------------------------------------


@pytest.fixture
def said(draft, pot, contributor, framework, outside, outsider):
    """Views by name: of a guest, a member and the POT here, and of an outsider at home."""
    here = worlds.make_contributor(draft, by=pot)
    hers = worlds.make_contributor(draft, by=pot, email=contributor.email, user=contributor)
    pots = worlds.make_contributor(draft, by=pot, email=pot.email, user=pot)
    cycle = worlds.make_cycle(framework, [outside], slug="other")
    away = worlds.begin(cycle, outside, by=outsider)
    theirs = worlds.make_contributor(away, by=outsider, email=outsider.email, user=outsider)
    return {
        "guest 1.1": worlds.make_view(here, "1.1"),
        "guest 1.2": worlds.make_view(here, "1.2"),
        "member 1.1": worlds.make_view(hers, "1.1"),
        "pot 1.2": worlds.make_view(pots, "1.2", None),
        "outsider 1.1": worlds.make_view(theirs, "1.1"),
    }


READS = {
    "contributor": {"guest 1.1", "member 1.1"},
    "pot": {"guest 1.2", "pot 1.2"},
    "outsider": {"outsider 1.1"},
    "ics_lead": set(),
    "regional_lead": set(),
    "administrator": set(),
}


@pytest.mark.parametrize("role", READS)
def test_nobody_reads_a_view_before_giving_her_own_of_that_indicator(request, said, role):
    seen = set(Contribution.objects.visible_to(request.getfixturevalue(role)))
    assert {name for name, view in said.items() if view in seen} == READS[role]


def test_a_view_in_another_cycle_opens_none_in_this_one(said, framework, organisation, contributor, pot):
    cycle = worlds.make_cycle(framework, [organisation], slug="before")
    earlier = worlds.begin(cycle, organisation, by=pot)
    row = worlds.make_contributor(earlier, by=pot, email=contributor.email, user=contributor)
    worlds.make_view(row, "1.2")
    assert said["guest 1.2"] not in Contribution.objects.visible_to(contributor)


def test_whoever_left_the_organisation_reads_nothing_more(said, contributor):
    contributor.memberships.update(ended_at=timezone.now())
    assert not Contribution.objects.visible_to(contributor).exists()


def test_the_numbers_count_what_was_asked(draft, pot, framework):
    everything = worlds.make_contributor(draft, by=pot)
    some = worlds.make_contributor(draft, by=pot, email="some@trust.example")
    some.dimensions.set(framework.dimensions.filter(code="2"))
    for code in ("1.1", "2.1", "2.2"):
        worlds.make_view(everything, code)
    worlds.make_view(some, "2.1")
    worlds.make_view(some, "1.1")  # said, but not asked
    numbers = {one.pk: (one.given_count, one.asked_count) for one in Contributor.objects.with_numbers()}
    assert numbers == {everything.pk: (3, 5), some.pk: (1, 2)}


# The demonstration ------------------------------------------------------------------------------------------------


def test_taking_the_demonstration_away_takes_its_views_too(framework, organisation):
    pat = worlds.make_person("x", "pot", organisation)
    User.objects.filter(pk=pat.pk).update(email=f"pot@{DEMO_DOMAIN}")
    cycle = worlds.make_cycle(framework, [organisation], slug="demo")
    pat.refresh_from_db()
    begun = worlds.begin(cycle, organisation, by=pat)
    row = worlds.make_contributor(begun, by=pat)
    row.dimensions.set(framework.dimensions.filter(code="1"))
    guest = Speaker.guest(row)
    say(guest, sent(guest, "1.1"))
    remove_demo(by=User.objects.system())
    assert not SelfAssessment.objects.exists()
    assert not Contributor.objects.exists()
    assert not Contribution.history.exists()
