"""Letting people in: each role at its kind of place."""

import pytest
from django.core.exceptions import ValidationError

from aligns_site.access import ActionRefused, NotPermitted
from assessments.actions.people import UnknownPlace, add_member
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
