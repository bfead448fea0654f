"""Closing an account and opening it again: who may, what ends, what stays."""

import pytest

from aligns_site.access import ActionRefused, NotPermitted
from assessments.actions import people
from assessments.actions.accounts import close_account, reopen_account
from assessments.actions.contributors import ask_contributor, why_refused
from assessments.actions.people import NobodyLeft, invite_member
from assessments.models import User
from frameworks.models import Framework
from frameworks.reviewing import actions as reviewing
from tests import worlds

pytestmark = pytest.mark.django_db
SITE = "https://aligns.example/"


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


def test_reviews_links_of_guests_and_the_support_pages_end_too_and_do_not_come_back(
    administrator, pot, outsider, draft
):
    invited = draft.framework.reviewers.create(user=outsider, invited_by=administrator)
    asked, _ = ask_contributor(by=pot, self_assessment=draft, email=outsider.email, sector="health", site=SITE)
    User.objects.filter(pk=outsider.pk).update(is_staff=True, is_superuser=True)
    close_account(by=administrator, user=outsider)
    reopen_account(by=administrator, user=outsider)
    invited.refresh_from_db()
    asked.refresh_from_db()
    assert (invited.ended_by, asked.ended_by) == (administrator, administrator)
    assert why_refused(asked.links.get()) == "ended"
    outsider.refresh_from_db()
    assert (outsider.is_active, outsider.is_staff, outsider.is_superuser) == (True, False, False)
    assert not Framework.objects.under_review_by(outsider).exists()


def test_no_e_mail_with_a_way_in_goes_to_a_closed_account(administrator, pot, outsider, draft):
    """Also where it was closed in another way, by which the access stayed."""
    invited = draft.framework.reviewers.create(user=outsider, invited_by=administrator)
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    for verb, said in (
        (people.send_invitation_again, {"by": administrator, "membership": outsider.memberships.get()}),
        (reviewing.send_invitation_again, {"by": administrator, "reviewer": invited}),
        (ask_contributor, {"by": pot, "self_assessment": draft, "email": outsider.email, "sector": "health"}),
    ):
        with pytest.raises(ActionRefused, match="is closed"):
            verb(site=SITE, **said)


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
        invite_member(by=administrator, email=pot.email, role="pot", at=organisation.slug, site=SITE)


@pytest.mark.parametrize("verb", [close_account, reopen_account])
def test_only_an_administrator_closes_and_opens(regional_lead, pot, verb):
    with pytest.raises(NotPermitted):
        verb(by=regional_lead, user=pot)
