"""Verbs about whose own view is asked for: ask, send the link again, use it, end an access. Never what was said."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import mail, rules
from assessments.actions.contributions import require_open_to_views
from assessments.actions.people import CLOSED, AccountClosed
from assessments.actions.states import locked
from assessments.models import ContributionLink, Contributor, SelfAssessment, User
from frameworks.models import Dimension

LINK_DAYS = 14
MINUTES_BETWEEN_LINKS = 10
MOST_CONTRIBUTORS = 200


class TooMany(ActionRefused):
    """No more can be asked in this self-assessment."""


class TooSoon(ActionRefused):
    """The last link may still be on its way."""


class LinkRefused(ActionRefused):
    """A link that lets nobody in. `why`: unknown (then `link` is None), ended, account, used or expired."""

    def __init__(self, why: str, link: ContributionLink | None = None):
        self.why, self.link = why, link
        super().__init__("This link cannot be used any more.")


@transaction.atomic
def ask_contributor(
    *,
    by: User,
    self_assessment: SelfAssessment,
    email: str,
    sector: str,
    name: str = "",
    dimensions: Iterable[Dimension] = (),
    site: str,
) -> tuple[Contributor, bool]:
    """Ask somebody for her own view, and tell her by e-mail. No `dimensions`: all of them.

    Returns the contributor and whether anything is new: whoever is asked already is not asked twice. An access that
    has ended begins again. `site`: the address at which the service is found.
    """
    permit(by, rules.ASK_CONTRIBUTORS, self_assessment)
    held = locked(self_assessment)
    require_open_to_views(held)
    email = email.strip().lower()
    if email == by.email.lower():
        raise ActionRefused("This is your own address. You need no link: open “Your own view”.")
    contributor = held.contributors.select_related("user").filter(email=email).first()
    member = _member(email, held)
    if member is None:
        _require_no_closed_account(email)
    if contributor and _is_asked_already(contributor, member):
        return contributor, False
    if contributor is None:
        _require_room(held)
        contributor = Contributor(self_assessment=held, email=email)
    contributor.user, contributor.name = member, name.strip() or contributor.name or (member.name if member else "")
    contributor.sector = sector
    contributor.asked_by, contributor.asked_at = by, timezone.now()
    contributor.ended_by = contributor.ended_at = None
    contributor.full_clean()
    contributor.save()
    contributor.dimensions.set(_some_of(held, dimensions))
    _send(contributor, by=by, site=site)
    return contributor, True


@transaction.atomic
def send_link_again(*, by: User, contributor: Contributor, site: str) -> Contributor:
    """Send a guest a fresh link. Those sent before go on working until one is used. Raises TooSoon."""
    permit(by, rules.ASK_CONTRIBUTORS, contributor.self_assessment)
    held = _held(contributor)
    require_open_to_views(held.self_assessment)
    if held.ended_at:
        raise ActionRefused(f"The access of {held} has ended. Ask again if the view is wanted after all.")
    if not held.is_guest:
        raise ActionRefused(f"{held} has an account and needs no link.")
    last = _last_link(held)
    if last and _is_recent(last):
        raise TooSoon(
            f"A link went to {held.email} at {timezone.localtime(last.made_at):%H:%M}. "
            f"Give it {MINUTES_BETWEEN_LINKS} minutes to arrive, then send it again."
        )
    _send(held, by=by, site=site)
    return held


@transaction.atomic
def send_fresh_links(*, email: str, site: str) -> int:
    """Send a link for each view that waits for this address, and return how many: whoever asked is not told.

    Asked for by somebody unknown, in the name of whoever sent the last link.
    """
    asked = Contributor.objects.current().filter(user=None, email=email.strip().lower())
    sent = 0
    for contributor in asked.with_names():
        last = _last_link(contributor)
        if last and contributor.self_assessment.is_editable and not _is_recent(last):
            _send(contributor, by=last.made_by, site=site)
            sent += 1
    return sent


@transaction.atomic
def end_contributor(*, by: User, contributor: Contributor) -> Contributor:
    """End a guest's access at once, with every link. What she said stays."""
    permit(by, rules.ASK_CONTRIBUTORS, contributor.self_assessment)
    held = _held(contributor)
    if held.ended_at:
        raise ActionRefused(f"The access of {held} has ended already.")
    if not held.is_guest:
        raise ActionRefused(f"{held} has an account. End that access on the page “People”.")
    held.ended_at, held.ended_by = timezone.now(), by
    held.save(update_fields=["ended_at", "ended_by"])
    held.links.filter(used_at=None).update(expires_at=held.ended_at)
    return held


def end_views_of(*, by: User, user: User) -> int:
    """End all that one person was asked for, also as a guest, because her account closes. The caller has permission."""
    held = Contributor.objects.current().of_person(user)
    keys, now = list(held.values_list("pk", flat=True)), timezone.now()
    ContributionLink.objects.filter(contributor__in=keys, used_at=None).update(expires_at=now)
    return Contributor.objects.filter(pk__in=keys).update(ended_at=now, ended_by=by)


@transaction.atomic
def use_link(*, key: str) -> Contributor:
    """Let in whoever holds this key, once: all links of hers are used up by it. Raises LinkRefused."""
    found = link_for(key)
    if found is None:
        raise LinkRefused("unknown")
    held = _held(found.contributor)
    link = held.links.select_related("made_by").get(pk=found.pk)
    link.contributor = held
    why = why_refused(link)
    if why:
        raise LinkRefused(why, link)
    held.links.filter(used_at=None).update(used_at=timezone.now())
    return held


def link_for(key: str) -> ContributionLink | None:
    return ContributionLink.objects.by_hash(hash_of(key))


def why_refused(link: ContributionLink | None) -> str:
    """Why this link lets nobody in; empty where it does."""
    if link is None:
        return "unknown"
    if link.contributor.ended_at:
        return "ended"
    if not link.contributor.is_guest:
        return "account"
    if link.used_at:
        return "used"
    return "expired" if link.has_expired else ""


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _held(contributor: Contributor) -> Contributor:
    """The same as it is now, held until the end of the transaction."""
    held = Contributor.objects.select_for_update(of=("self",)).with_names()
    return held.get(pk=contributor.pk)


def _member(email: str, held: SelfAssessment) -> User | None:
    """The person with this address who belongs to the organisation, and so needs no link."""
    user = User.objects.by_email(email)
    return user if user and user.is_active and held.organisation_id in user.reach.own else None


def _require_no_closed_account(email: str) -> None:
    """A link would let in whoever may not sign in any more."""
    user = User.objects.by_email(email)
    if user and not user.is_active:
        raise AccountClosed(CLOSED)


def _is_asked_already(contributor: Contributor, member: User | None) -> bool:
    """Not so where an access has ended, by link or with the account, or where she came unasked."""
    return bool(contributor.asked_by_id) and contributor.ended_at is None and contributor.user == member


def _require_room(held: SelfAssessment) -> None:
    if held.contributors.count() >= MOST_CONTRIBUTORS:
        raise TooMany(f"{MOST_CONTRIBUTORS} people are asked already. That is the most in one self-assessment.")


def _some_of(held: SelfAssessment, dimensions: Iterable[Dimension]) -> list[Dimension]:
    """None where all are asked, so that nothing has to be kept."""
    chosen = list(dimensions)
    if any(dimension.framework_id != held.framework_id for dimension in chosen):
        raise ActionRefused("This dimension belongs to another framework.")
    return [] if len(chosen) == held.framework.dimensions.count() else chosen


def _last_link(contributor: Contributor) -> ContributionLink | None:
    return contributor.links.select_related("made_by").order_by("-made_at", "-pk").first()


def _is_recent(link: ContributionLink) -> bool:
    return timezone.now() - link.made_at < timedelta(minutes=MINUTES_BETWEEN_LINKS)


def _send(contributor: Contributor, *, by: User, site: str) -> None:
    """Once it is sure that the asking stays. The key itself is in the e-mail alone."""
    key = _new_key(contributor, by=by) if contributor.is_guest else ""
    transaction.on_commit(lambda: mail.send_request_for_view(contributor, key=key, by=by, site=site), robust=True)


def _new_key(contributor: Contributor, *, by: User) -> str:
    key = secrets.token_urlsafe(32)
    ContributionLink.objects.create(
        contributor=contributor,
        key_hash=hash_of(key),
        made_by=by,
        expires_at=timezone.now() + timedelta(days=LINK_DAYS),
    )
    return key
