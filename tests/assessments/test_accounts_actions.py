"""Closing an account and opening it again: who may, what ends, what stays."""

import pytest

from aligns_site.access import ActionRefused, NotPermitted
from assessments.actions.accounts import close_account, reopen_account
from assessments.actions.people import NobodyLeft, invite_member
from assessments.models import User
from tests import worlds

pytestmark = pytest.mark.django_db


def test_a_closed_account_has_no_access_and_what_was_said_stays(administrator, pot, draft, signed_in):
    browser = signed_in(pot)
    close_account(by=administrator, user=pot)
    assert browser.get("/assessments/").status_code == 302
    held = pot.memberships.get()
    assert (held.is_current, held.ended_by) == (False, administrator)
    assert draft.status_changes.get().by == pot
    assert [(one.is_active, one.by) for one in pot.account_changes.all()] == [(False, administrator)]


def test_an_account_that_is_opened_again_can_sign_in_and_has_no_access(administrator, pot):
    close_account(by=administrator, user=pot)
    reopen_account(by=administrator, user=pot)
    pot = User.objects.get(pk=pot.pk)
    assert (pot.is_active, pot.is_member, pot.account_changes.count()) == (True, False, 2)


def test_nobody_closes_her_own_account_nor_that_of_the_last_administrator(administrator):
    with pytest.raises(ActionRefused, match="your own"):
        close_account(by=administrator, user=administrator)
    with pytest.raises(NobodyLeft):
        close_account(by=User.objects.system(), user=administrator)
    close_account(by=worlds.make_person("second", "administrator"), user=administrator)
    assert not User.objects.get(pk=administrator.pk).is_active


def test_the_system_is_no_account_to_close(administrator):
    with pytest.raises(ActionRefused, match="the system itself"):
        close_account(by=administrator, user=User.objects.system())


def test_what_is_closed_is_not_closed_again_and_what_is_open_not_opened(administrator, pot):
    with pytest.raises(ActionRefused, match="not closed"):
        reopen_account(by=administrator, user=pot)
    close_account(by=administrator, user=pot)
    with pytest.raises(ActionRefused, match="closed already"):
        close_account(by=administrator, user=pot)


def test_nobody_is_invited_to_an_account_that_is_closed(administrator, pot, organisation):
    close_account(by=administrator, user=pot)
    with pytest.raises(ActionRefused, match="is closed"):
        invite_member(
            by=administrator, email=pot.email, role="pot", at=organisation.slug, site="https://aligns.example/"
        )


@pytest.mark.parametrize("verb", [close_account, reopen_account])
def test_only_an_administrator_closes_and_opens(regional_lead, pot, verb):
    with pytest.raises(NotPermitted):
        verb(by=regional_lead, user=pot)
