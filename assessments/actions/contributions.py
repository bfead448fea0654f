"""Verbs by which people give their own view of indicators. Touches no answer of the organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, NotPermitted, permit
from assessments import rules
from assessments.actions.answers import StaleVersion
from assessments.actions.states import CycleClosed, WrongState, locked
from assessments.asked_today import Place, places_of
from assessments.models import Confidence, Contribution, Contributor, SelfAssessment, User
from assessments.models.self_assessments import EDITABLE
from frameworks.models import Dimension, Framework, Indicator


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
        return self.dimensions_of(self.held.framework)

    def dimensions_of(self, framework: Framework) -> list[Dimension]:
        """The same in the words of an older version, which a page may still show."""
        every = list(framework.dimensions.order_by("position").prefetch_related("indicators"))
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
    """One view of a page. `target`: the question that was seen. `seen_version` is 0 where there was no view."""

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
    places = places_of(contributor.self_assessment, [sent.target for sent in views])
    current = current_views(contributor, places.values())
    stale = []
    for sent in views:
        try:
            _write(contributor, sent, places[sent.target], current.get(sent.target))
        except StaleVersion as refusal:
            stale.append(refusal)
    return stale


def current_views(contributor: Contributor, places: Iterable[Place]) -> dict[Indicator, Contribution]:
    """What she says of each, by the question that was seen; of older versions, what they keep."""
    seen = {place.target.pk: place.seen for place in places}
    here = Contribution.every.filter(contributor=contributor, indicator__in=seen)
    marked = here.prefetch_related("asked_as__framework", "asked_as__descriptors__level")
    return {seen[one.indicator_id]: one for one in marked}


@transaction.atomic
def confirm_view(*, by: Speaker, target: Indicator, seen_version: int) -> Contribution:
    """Let her view stand for the words of today. One that was confirmed, or given anew, is left as it is.

    `seen_version`: of the view that she saw. Raises StaleVersion where another one stands.
    """
    contributor = _held(by)
    if target.framework_id != contributor.self_assessment.framework_id:
        raise ActionRefused("This question belongs to another framework.")
    current = contributor.contributions.filter(indicator=target).first()
    if current is None:
        raise ActionRefused("There is no view here to confirm.")
    if not current.is_to_confirm:
        return current
    if current.version != seen_version:
        raise StaleVersion(target, current, None, current.changed_at)
    current.asked_as = None
    current.version += 1
    current.changed_at = timezone.now()
    current.save()
    return current


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
    for framework in {_seen_of(by, sent) for sent in views}:
        open_to_her = {dimension.pk for dimension in by.dimensions_of(framework)}
        levels = {None, *framework.levels.values_list("position", flat=True)}
        here = [sent for sent in views if sent.target.framework_id == framework.pk]
        if any(sent.target.dimension_id not in open_to_her for sent in here):
            raise ActionRefused("This indicator was not asked of you.")
        if any(level not in levels for sent in here for level in (sent.view.low, sent.view.high)):
            raise ActionRefused("This framework has no such level.")


def _seen_of(by: Speaker, sent: ViewSent) -> Framework:
    today = by.held.framework
    return today if sent.target.framework_id == today.pk else sent.target.framework


def _write(contributor: Contributor, sent: ViewSent, place: Place, current: Contribution | None) -> Contribution:
    if current and (sent.view.stands_in(current) or _was_left_alone(current, sent)):
        return current
    if (current.version if current else 0) != sent.seen_version:
        raise StaleVersion(sent.target, current, None, current.changed_at if current else timezone.now())
    written = current or Contribution(contributor=contributor, indicator=place.target, left_in=place.left_in)
    for name, value in vars(sent.view).items():
        setattr(written, name, value)
    written.asked_as = place.asked_as
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
