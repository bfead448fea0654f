"""Verbs about a person's account: close it, so that she cannot sign in, and open it again. What she said stays."""

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.contributors import end_views_of
from assessments.actions.people import NobodyLeft
from assessments.models import AccountChange, Membership, Role, User
from frameworks.reviewing.actions import end_reviews_of


@transaction.atomic
def close_account(*, by: User, user: User) -> User:
    """End all that the person has access to, and her signing in. The last administrator stays, and so does oneself."""
    permit(by, rules.CLOSE_ACCOUNT, user)
    if user.is_system:
        raise ActionRefused("This is the system itself. It cannot sign in.")
    if user.pk == by.pk:
        raise ActionRefused("This is your own account. Another administrator can close it.")
    administrators = _held_administrators()
    held = User.objects.select_for_update().get(pk=user.pk)
    if not held.is_active:
        raise ActionRefused(f"The account of {held} is closed already.")
    if administrators == {held.pk}:
        raise NobodyLeft("This is the last administrator. Let another one in first.")
    _end_all_access(held, by=by)
    return _opened(held, False, by=by)


@transaction.atomic
def reopen_account(*, by: User, user: User) -> User:
    """Let the person sign in again. Access that has ended stays ended: somebody invites her anew."""
    permit(by, rules.CLOSE_ACCOUNT, user)
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.is_system or held.is_active:
        raise ActionRefused(f"The account of {held} is not closed.")
    # Also where it was closed in another way, by which something stayed.
    _end_all_access(held, by=by)
    return _opened(held, True, by=by)


def _end_all_access(held: User, *, by: User) -> None:
    """Memberships, wording reviews, views that were asked for, and the support pages."""
    held.memberships.current().update(ended_at=timezone.now(), ended_by=by)
    end_reviews_of(by=by, user=held)
    end_views_of(by=by, user=held)
    held.is_staff = held.is_superuser = False
    held.save(update_fields=["is_staff", "is_superuser"])


def _held_administrators() -> set[int]:
    """Who can sign in as one; held, so that two cannot close each other's account at one moment."""
    seats = Membership.objects.active().filter(role=Role.ADMINISTRATOR).select_for_update(of=("self",))
    return {one.user_id for one in seats}


def _opened(held: User, is_active: bool, *, by: User) -> User:
    held.is_active = is_active
    held.save(update_fields=["is_active"])
    AccountChange.objects.create(user=held, is_active=is_active, by=by)
    return held
