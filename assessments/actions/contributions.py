"""Verbs by which people give their own view of indicators. Touches no answer of the organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, NotPermitted, permit
from assessments import rules
from assessments.actions.answers import StaleVersion
from assessments.actions.states import CycleClosed, WrongState, locked
from assessments.models import Confidence, Contribution, Contributor, SelfAssessment, User
from assessments.models.answers import EDITABLE
from frameworks.models import Dimension, Indicator


@dataclass(frozen=True)
class Speaker:
    """Whose own view it is: a guest whom her link let in (no `user`), or somebody with an account.

    `contributor` is None for a person with an account who has said nothing yet, and whom nobody asked.
    """

    held: SelfAssessment
    contributor: Contributor | None
    user: User | None = None

    @classmethod
    def guest(cls, contributor: Contributor) -> "Speaker":
        return cls(contributor.self_assessment, contributor)

    @classmethod
    def member(cls, held: SelfAssessment, user: User) -> "Speaker":
        """Of somebody who belongs to the organisation; the caller has asked for permission."""
        return cls(held, held.contributors.of_person(user).select_related("asked_by").first(), user)

    def as_saved(self) -> "Speaker":
        """The same, with the row that a first save makes."""
        return self if self.is_guest else Speaker.member(self.held, self.user)

    @property
    def is_guest(self) -> bool:
        return self.user is None

    @property
    def dimensions(self) -> list[Dimension]:
        """Those on which she may speak: a guest on what was asked of her, others on all."""
        every = list(self.held.framework.dimensions.order_by("position").prefetch_related("indicators"))
        named = self.asked_dimensions
        return [one for one in every if one.pk in named] if self.is_guest and named else every

    @property
    def asked_dimensions(self) -> set[int]:
        """Empty: all of them."""
        return set(self.contributor.dimensions.values_list("pk", flat=True)) if self.contributor else set()


@dataclass(frozen=True)
class ViewGiven:
    """What one person says of one indicator. `low` and `high` are positions of levels; both None: she cannot say."""

    low: int | None
    high: int | None
    confidence: str = Confidence.HIGH.value
    reason: str = ""

    def stands_in(self, contribution: Contribution) -> bool:
        """Whether the stored one says the same already."""
        return all(getattr(contribution, name) == value for name, value in vars(self).items())


@dataclass(frozen=True)
class ViewSent:
    """One view of a page. `seen_version` is 0 where there was none."""

    target: Indicator
    view: ViewGiven
    seen_version: int


@transaction.atomic
def save_views(*, by: Speaker, views: Sequence[ViewSent]) -> list[StaleVersion]:
    """Save every view of a page that was not changed in another window meanwhile; return the others as refusals.

    One transaction: what is not returned is saved. A person with an account gets her row at the first save.
    """
    contributor = _held(by)
    _require_sense(by, views)
    indicators = [sent.target for sent in views]
    current = {one.indicator_id: one for one in contributor.contributions.filter(indicator__in=indicators)}
    stale = []
    for sent in views:
        try:
            _write(contributor, sent, current.get(sent.target.pk))
        except StaleVersion as refusal:
            stale.append(refusal)
    return stale


@transaction.atomic
def introduce_oneself(
    *, by: Speaker, sector: str, job_title: str = "", may_be_named: bool = False, name: str | None = None
) -> Contributor:
    """Say who speaks, and for which sector. The name of somebody with an account is that of the account."""
    contributor = _held(by)
    contributor.sector, contributor.job_title, contributor.may_be_named = sector, job_title, may_be_named
    if by.is_guest and name is not None:
        contributor.name = name
    contributor.full_clean()
    contributor.save()
    return contributor


def require_open_to_views(held: SelfAssessment) -> None:
    """Raise WrongState or CycleClosed unless own views can be given, and asked for, now."""
    if held.status not in EDITABLE:
        raise WrongState(f"{held.organisation} has submitted its answers, so views cannot be given or changed now.")
    if not held.is_open:
        raise CycleClosed(f"The cycle {held.cycle} is not open, so views cannot be given or changed now.")


def _held(by: Speaker) -> Contributor:
    """The speaker's row as it is now, with its self-assessment, held for writing; made where there is none yet."""
    if not by.is_guest:
        permit(by.user, rules.CONTRIBUTE, by.held)
    held = locked(by.held)
    require_open_to_views(held)
    return _guests_own(by, held) if by.is_guest else _members_own(by.user, held)


def _guests_own(by: Speaker, held: SelfAssessment) -> Contributor:
    found = held.contributors.current().filter(pk=by.contributor.pk, user=None).first()
    if found is None:
        raise NotPermitted("Your access has ended. What you said is kept.")
    return found


def _members_own(user: User, held: SelfAssessment) -> Contributor:
    """What she said as a guest, before she had an account, is hers."""
    found = held.contributors.of_person(user).first()
    if found is None:
        found = Contributor(self_assessment=held, email=user.email.lower(), sector=held.organisation.sector)
    found.user, found.name = user, user.name
    found.ended_by = found.ended_at = None
    found.full_clean()
    found.save()
    return found


def _require_sense(by: Speaker, views: Sequence[ViewSent]) -> None:
    """Raise ActionRefused where something was not asked of her, or is no level of the framework."""
    open_to_her = {dimension.pk for dimension in by.dimensions}
    if any(sent.target.dimension_id not in open_to_her for sent in views):
        raise ActionRefused("This indicator was not asked of you.")
    levels = {None, *by.held.framework.levels.values_list("position", flat=True)}
    if any(level not in levels for sent in views for level in (sent.view.low, sent.view.high)):
        raise ActionRefused("This framework has no such level.")


def _write(contributor: Contributor, sent: ViewSent, current: Contribution | None) -> Contribution:
    if current and (sent.view.stands_in(current) or _was_left_alone(current, sent)):
        return current
    if (current.version if current else 0) != sent.seen_version:
        raise StaleVersion(sent.target, current, None, current.changed_at if current else timezone.now())
    written = current or Contribution(contributor=contributor, indicator=sent.target)
    for name, value in vars(sent.view).items():
        setattr(written, name, value)
    written.asked_as = None
    written.version = 1 + (current.version if current else 0)
    written.changed_at = timezone.now()
    written.full_clean()
    written.save()
    return written


def _was_left_alone(current: Contribution, sent: ViewSent) -> bool:
    """A page sends back all that it showed: what equals the version seen was not changed in this window."""
    if current.version == sent.seen_version:
        return False
    seen = Contribution.history.filter(
        contributor=current.contributor_id, indicator=current.indicator_id, version=sent.seen_version
    )
    return any(sent.view.stands_in(one) for one in seen)
