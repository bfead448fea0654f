"""The verbs of a wording review: invite, end, comment, settle, mark as reviewed, take back. They change no words."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from frameworks.models import Framework, Indicator, LevelDescriptor, ReviewComment, Reviewer, ReviewMark
from frameworks.reviewing import mail
from frameworks.reviewing.wording import settle_wording
from frameworks.rules import INVITE_REVIEWER, REVIEW_WORDING, SETTLE_COMMENT


class AlreadyDone(ActionRefused):
    """Somebody was quicker."""


@transaction.atomic
def invite_reviewer(*, by, framework: Framework, email: str, name: str = "", site: str) -> tuple[Reviewer, bool]:
    """Invite a person, making her account where she has none, and tell her by e-mail once it is sure.

    Returns her invitation and whether it is new. `site`: the address at which she finds the service.
    """
    permit(by, INVITE_REVIEWER, framework)
    held = locked(framework)
    user = person(email, name)
    there = held.reviewers.current().filter(user=user).first()
    if there:
        return there, False
    reviewer = Reviewer.objects.create(framework=held, user=user, invited_by=by)
    tell(reviewer, by=by, site=site)
    return reviewer, True


@transaction.atomic
def send_invitation_again(*, by, reviewer: Reviewer, site: str) -> Reviewer:
    permit(by, INVITE_REVIEWER, reviewer.framework)
    held = held_invitation(reviewer)
    require_open_account(held.user)
    tell(held, by=by, site=site)
    return held


@transaction.atomic
def end_reviewer(*, by, reviewer: Reviewer) -> Reviewer:
    """She sees no more of the review from now on; what she said and marked stays."""
    permit(by, INVITE_REVIEWER, reviewer.framework)
    held = held_invitation(reviewer)
    held.ended_by, held.ended_at = by, timezone.now()
    held.save(update_fields=["ended_by", "ended_at"])
    return held


@transaction.atomic
def end_reviews_of(*, by, user) -> int:
    """The same for every review of one person, whose account closes. Returns how many were open."""
    permit(by, INVITE_REVIEWER)
    return Reviewer.objects.current().filter(user=user).update(ended_by=by, ended_at=timezone.now())


@transaction.atomic
def comment_on(*, by, descriptor: LevelDescriptor, words: str) -> ReviewComment:
    permit(by, REVIEW_WORDING, descriptor.indicator.framework)
    if not words.strip():
        raise ActionRefused("Write your comment.")
    return ReviewComment.objects.create(descriptor=descriptor, words=words.strip(), by=by)


@transaction.atomic
def settle_comment(*, by, comment: ReviewComment) -> ReviewComment:
    """Say that nothing more has to come of it. The words stay as they are, in the framework and in the comment."""
    permit(by, SETTLE_COMMENT, comment.descriptor.indicator.framework)
    held = ReviewComment.objects.select_for_update(of=("self",)).select_related("settled_by").get(pk=comment.pk)
    if held.is_settled:
        raise AlreadyDone(f"{held.settled_by} has settled this comment already.")
    held.settled_by, held.settled_at = by, timezone.now()
    held.save(update_fields=["settled_by", "settled_at"])
    return held


@transaction.atomic
def mark_reviewed(*, by, descriptor: LevelDescriptor) -> int:
    """Mark the words of one level. Returns how many are newly marked: none where somebody was quicker."""
    return mark(descriptor.indicator.framework, LevelDescriptor.objects.filter(pk=descriptor.pk), by=by)


@transaction.atomic
def mark_indicator_reviewed(*, by, indicator: Indicator) -> int:
    """The same for all words of one indicator that nobody has marked yet."""
    return mark(indicator.framework, indicator.descriptors.all(), by=by)


@transaction.atomic
def take_back(*, by, descriptor: LevelDescriptor) -> LevelDescriptor:
    """The words are draft again. For whoever marked them, and for administrators."""
    framework = descriptor.indicator.framework
    permit(by, REVIEW_WORDING, framework)
    locked(framework)
    held = LevelDescriptor.objects.get(pk=descriptor.pk)
    if not held.is_reviewed:
        raise AlreadyDone("These words are marked as draft already.")
    if not may_take_back(by, held.review_marks.with_people().last()):
        raise ActionRefused("Only the person who marked these words, or an administrator, can take this back.")
    write_marks([held], is_reviewed=False, by=by)
    settle_wording(framework)
    return held


def may_take_back(user, last: ReviewMark | None) -> bool:
    """`last`: the last mark of words that are reviewed; None where the framework file says so."""
    return user.has_perm(SETTLE_COMMENT) or (last is not None and last.by_id == user.pk)


def mark(framework: Framework, descriptors, *, by) -> int:
    permit(by, REVIEW_WORDING, framework)
    locked(framework)
    drafts = list(descriptors.draft_worded())
    write_marks(drafts, is_reviewed=True, by=by)
    settle_wording(framework)
    return len(drafts)


def write_marks(descriptors: Iterable[LevelDescriptor], *, is_reviewed: bool, by) -> None:
    found = list(descriptors)
    ReviewMark.objects.bulk_create(ReviewMark(descriptor=one, is_reviewed=is_reviewed, by=by) for one in found)
    LevelDescriptor.objects.filter(pk__in=[one.pk for one in found]).update(is_reviewed=is_reviewed)


def locked(framework: Framework) -> Framework:
    """Held, so that of two who mark the last words one sees the other's mark."""
    return Framework.objects.select_for_update().get(pk=framework.pk)


def held_invitation(reviewer: Reviewer) -> Reviewer:
    held = Reviewer.objects.select_for_update(of=("self",)).with_people().get(pk=reviewer.pk)
    if held.ended_at:
        raise AlreadyDone(f"The invitation of {held.user} has ended already.")
    return held


def person(email: str, name: str):
    """The account with this address, a new one where there is none."""
    people, address = get_user_model().objects, email.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise ActionRefused(f"{address[:100]!r} is not an e-mail address.") from None
    user = people.by_email(address)
    if user is None:
        return people.create_user(address, None, name=name)
    require_open_account(user)
    return user


def require_open_account(user) -> None:
    if not user.is_active:
        raise ActionRefused(f"The account of {user.email} is closed, so this person cannot sign in.")


def tell(reviewer: Reviewer, *, by, site: str) -> None:
    """Once it is sure. A post office that does not answer undoes nothing."""
    transaction.on_commit(lambda: mail.send_review_invitation(reviewer, by=by, site=site), robust=True)
