"""Letting people in, each role at its kind of place; ending an access and handing over."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from aligns_site.access import ActionRefused, NotPermitted
from assessments.actions.people import (
    AccountClosed,
    AlreadyEnded,
    NobodyLeft,
    UnknownPlace,
    add_member,
    end_membership,
    hand_over,
    invite_member,
)
from assessments.models import Membership, User
from tests import worlds

pytestmark = pytest.mark.django_db

AT = {"contributor": "oakshire", "pot": "oakshire", "ics_lead": "north-vale", "regional_lead": "south"}


@pytest.fixture
def places(organisation, ics, region):
    return organisation, ics, region


def added(email="new@vale.example", role="pot", at="oakshire", by=None, **more) -> tuple[Membership, bool]:
    return add_member(by=by or User.objects.system(), email=email, role=role, at=at, **more)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("contributor", "Contributor, Oakshire"),
        ("pot", "Principal Occupational Therapist, Oakshire"),
        ("ics_lead", "ICS AHP lead, North Vale"),
        ("regional_lead", "Regional lead, South"),
        ("administrator", "Administrator"),
    ],
)
def test_each_role_is_at_its_kind_of_place(places, role, words):
    membership, is_new = added(role=role, at=AT.get(role, ""), name="Nell")
    assert (str(membership), is_new) == (f"Nell, {words}", True)


@pytest.mark.parametrize(
    ("role", "at", "fault"),
    [
        ("pot", "north-vale", "There is no organisation 'north-vale'."),
        ("contributor", "", "Say at which organisation"),
        ("ics_lead", "oakshire", "There is no ICS 'oakshire'."),
        ("ics_lead", "", "Say at which ICS"),
        ("regional_lead", "north-vale", "There is no region 'north-vale'."),
        ("administrator", "oakshire", "is not at a place"),
    ],
)
def test_a_place_of_another_kind_is_refused(places, role, at, fault):
    with pytest.raises(UnknownPlace, match=fault):
        added(role=role, at=at)
    assert not User.objects.filter(email="new@vale.example").exists()


def test_the_same_again_changes_nothing(places):
    added(password="first")
    membership, is_new = added(email=" NEW@Vale.Example ", password="second")
    assert not is_new
    assert membership.user.check_password("first")
    assert Membership.objects.count() == 1


def test_a_person_may_hold_several_roles(places):
    added()
    membership, is_new = added(role="ics_lead", at="north-vale")
    assert is_new
    assert membership.user.memberships.count() == 2


def test_an_ended_membership_is_begun_anew(places):
    added()
    Membership.objects.update(ended_at="2026-01-01T00:00:00Z")
    assert added()[1]


@pytest.mark.parametrize("email", ["", "   ", "nobody", "a@b", "a b@vale.example", "a@vale.example\nb@vale.example"])
def test_what_is_no_e_mail_address_is_refused_in_plain_words(places, email):
    with pytest.raises(ActionRefused, match="is not an e-mail address"):
        added(email=email)


def test_an_address_that_is_too_long_is_refused(places):
    with pytest.raises((ActionRefused, ValidationError)):
        added(email=f"a@{'b.' * 130}example")


@pytest.mark.parametrize("password", [None, ""])
def test_without_a_password_nobody_can_sign_in_yet(places, password):
    assert not added(password=password)[0].user.has_usable_password()


def test_the_system_itself_gets_no_role(places):
    with pytest.raises(ActionRefused, match="belongs to the system"):
        added(email=User.objects.system().email)


def test_a_person_may_not_choose_a_simple_password_for_another(places, administrator):
    with pytest.raises(ValidationError):
        added(by=administrator, password="password")
    assert not User.objects.filter(email="new@vale.example").exists()


@pytest.mark.parametrize(
    ("by", "role", "allowed"),
    [
        ("contributor", "contributor", False),
        ("pot", "contributor", True),
        ("pot", "pot", True),
        ("pot", "ics_lead", False),
        ("ics_lead", "pot", True),
        ("ics_lead", "contributor", False),
        ("ics_lead", "ics_lead", False),
        ("regional_lead", "ics_lead", True),
        ("regional_lead", "pot", False),
        ("outsider", "contributor", False),
        ("administrator", "administrator", True),
        ("regional_lead", "administrator", False),
    ],
)
def test_who_lets_whom_in(request, places, by, role, allowed):
    person = request.getfixturevalue(by)
    if allowed:
        assert added(by=person, role=role, at=AT.get(role, ""))[1]
    else:
        with pytest.raises(NotPermitted):
            added(by=person, role=role, at=AT.get(role, ""))


def test_a_pot_lets_nobody_into_another_organisation(pot, neighbour):
    with pytest.raises(NotPermitted):
        added(by=pot, role="contributor", at="elmshire")


def test_who_let_somebody_in_is_kept(places, pot):
    assert added(by=pot, role="contributor")[0].added_by == pot


def test_a_new_person_can_sign_in_with_the_password(client, places):
    added(password=worlds.PASSWORD)
    assert client.login(username="new@vale.example", password=worlds.PASSWORD)


# Ending and handing over ------------------------------------------------------------------------------------------


SITE = "https://aligns.example/"


def seat_of(user) -> Membership:
    return user.memberships.get()


def test_who_ended_an_access_and_when_is_kept(pot, contributor):
    held = end_membership(by=pot, membership=seat_of(contributor))
    assert (held.ended_by, held.is_current) == (pot, False)
    assert seat_of(contributor).ended_at is not None


@pytest.mark.parametrize(
    ("by", "whose", "allowed"),
    [
        ("pot", "contributor", True),
        ("pot", "deputy", True),
        ("pot", "ics_lead", False),
        ("contributor", "pot", False),
        ("contributor", "contributor", True),
        ("ics_lead", "pot", True),
        ("ics_lead", "contributor", False),
        ("ics_lead", "regional_lead", False),
        ("regional_lead", "ics_lead", True),
        ("regional_lead", "pot", False),
        ("outsider", "contributor", False),
        ("administrator", "regional_lead", True),
    ],
)
def test_who_ends_whose_access(request, organisation, by, whose, allowed):
    person = worlds.make_person("deputy", "pot", organisation) if whose == "deputy" else request.getfixturevalue(whose)
    held = seat_of(person)
    if allowed:
        assert end_membership(by=request.getfixturevalue(by), membership=held).ended_at
    else:
        with pytest.raises(NotPermitted):
            end_membership(by=request.getfixturevalue(by), membership=held)
        assert seat_of(person).is_current


def test_the_only_pot_cannot_leave_where_nobody_leads_the_ics(pot):
    with pytest.raises(NobodyLeft, match="Hand over to somebody first"):
        end_membership(by=pot, membership=seat_of(pot))
    assert seat_of(pot).is_current


def test_the_only_pot_leaves_where_an_ics_lead_can_name_the_next(pot, ics_lead):
    assert end_membership(by=pot, membership=seat_of(pot)).ended_at


def test_a_lead_whose_account_is_closed_names_nobody(pot, ics_lead):
    User.objects.filter(pk=ics_lead.pk).update(is_active=False)
    with pytest.raises(NobodyLeft):
        end_membership(by=pot, membership=seat_of(pot))


def test_a_pot_with_a_deputy_may_leave(pot, organisation):
    worlds.make_person("deputy", "pot", organisation)
    assert end_membership(by=pot, membership=seat_of(pot)).ended_at


def test_of_two_pots_who_leave_one_after_the_other_the_second_stays(pot, organisation):
    deputy = worlds.make_person("deputy", "pot", organisation)
    end_membership(by=deputy, membership=seat_of(deputy))
    with pytest.raises(NobodyLeft):
        end_membership(by=pot, membership=seat_of(pot))


def test_the_only_ics_lead_needs_a_regional_lead_to_leave(request, ics_lead):
    with pytest.raises(NobodyLeft):
        end_membership(by=ics_lead, membership=seat_of(ics_lead))
    request.getfixturevalue("regional_lead")
    assert end_membership(by=ics_lead, membership=seat_of(ics_lead)).ended_at


@pytest.mark.parametrize("by", ["administrator", "system"])
def test_nobody_ends_the_last_administrator(administrator, by):
    person = administrator if by == "administrator" else User.objects.system()
    with pytest.raises(NobodyLeft, match="last administrator"):
        end_membership(by=person, membership=seat_of(administrator))


def test_one_of_two_administrators_can_go(administrator):
    other = worlds.make_person("other", "administrator")
    assert end_membership(by=administrator, membership=seat_of(other)).ended_by == administrator


def test_an_access_ends_once(pot, contributor):
    held = seat_of(contributor)
    first = end_membership(by=pot, membership=held).ended_at
    with pytest.raises(AlreadyEnded):
        end_membership(by=pot, membership=held)
    assert seat_of(contributor).ended_at == first


def test_handing_over_lets_one_in_and_the_other_out(pot):
    follower = hand_over(by=pot, membership=seat_of(pot), email="next@vale.example", name="Nell", site=SITE)
    assert str(follower) == "Nell, Principal Occupational Therapist, Oakshire"
    assert follower.added_by == seat_of(pot).ended_by == pot


def test_an_ics_lead_hands_over_though_she_may_not_invite_a_lead(ics_lead):
    follower = hand_over(by=ics_lead, membership=seat_of(ics_lead), email="next@vale.example", site=SITE)
    assert (follower.role, follower.ics.slug) == ("ics_lead", "north-vale")


def test_handing_over_to_a_deputy_leaves_her_one_access(pot, organisation):
    deputy = worlds.make_person("deputy", "pot", organisation)
    assert hand_over(by=pot, membership=seat_of(pot), email=deputy.email, site=SITE) == seat_of(deputy)
    assert not seat_of(pot).is_current


def test_handing_over_to_a_closed_account_changes_nothing(pot):
    closed = worlds.make_person("closed")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    with pytest.raises(AccountClosed):
        hand_over(by=pot, membership=seat_of(pot), email=closed.email, site=SITE)
    assert seat_of(pot).is_current
    assert not closed.memberships.exists()


def test_a_contributor_has_nothing_to_hand_over(contributor):
    with pytest.raises(NotPermitted):
        hand_over(by=contributor, membership=seat_of(contributor), email="next@vale.example", site=SITE)


def test_nobody_hands_over_what_somebody_else_holds(pot, administrator):
    with pytest.raises(NotPermitted):
        hand_over(by=administrator, membership=seat_of(pot), email="next@vale.example", site=SITE)


def test_an_invitation_is_sent_only_once_it_is_sure(pot, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        invite_member(by=pot, email="next@vale.example", role="contributor", at="oakshire", site=SITE)
    assert (len(waiting), mail.outbox) == (1, [])
    waiting[0]()
    assert f"{SITE}accounts/password/reset/key/" in mail.outbox[0].body


def test_letting_in_by_command_sends_nothing(places, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        added()
    assert mail.outbox == []


def test_an_invitation_asks_for_permission_itself(contributor):
    with pytest.raises(NotPermitted):
        invite_member(by=contributor, email="next@vale.example", role="contributor", at="oakshire", site=SITE)
    assert User.objects.by_email("next@vale.example") is None
