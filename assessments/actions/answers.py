"""Verbs that answer in a self-assessment: rate and declare. Nobody's newer answer is overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.states import held_for_answers, note_change
from assessments.asked_today import Place, places_of
from assessments.models import (
    Answer,
    DimensionRating,
    Rating,
    SelfAssessment,
    User,
)
from frameworks.models import Dimension, Indicator


class StaleVersion(ActionRefused):
    """Somebody else changed this answer since the person saw it.

    `target` is the indicator or dimension; `current` what stands now, None where a declared level was taken back.
    """

    def __init__(self, target: Indicator | Dimension, current: Answer | None, by: User | None, at: datetime):
        self.target, self.current, self.by, self.at = target, current, by, at
        who = by or "Somebody"
        super().__init__(f"{who} changed {target.code} at {timezone.localtime(at):%H:%M}, while you were writing.")


@dataclass(frozen=True)
class AnswerGiven:
    """What a person says of one indicator or one dimension. `low` and `high` are positions of levels."""

    status: str
    low: int | None = None
    high: int | None = None
    reason: str = ""
    comment: str = ""
    confidence: str = "high"
    confidence_note: str = ""

    def stands_in(self, answer: Answer) -> bool:
        """Whether the stored answer says the same already."""
        return all(getattr(answer, name) == value for name, value in vars(self).items())


@dataclass(frozen=True)
class AnswerSent:
    """One answer of a page. `answer` None leaves a dimension to its indicators; `seen_version` is 0 for no answer.

    `target`: the question that the person saw. Where the cycle has moved to other words since, the answer is kept at
    what is asked today, to be confirmed; and where nothing is asked any more, with the older version.
    `is_set_aside`: the person lets somebody else's answer stand, and this one goes to the history alone.
    """

    target: Indicator | Dimension
    answer: AnswerGiven | None
    seen_version: int
    is_set_aside: bool = False


@transaction.atomic
def save_answers(*, by: User, self_assessment: SelfAssessment, answers: Sequence[AnswerSent]) -> list[StaleVersion]:
    """Save every answer of a page that nobody else has changed meanwhile, and return the others as refusals.

    One transaction: what is not returned is saved. What the person saw and did not change is left alone.
    """
    permit(by, rules.RATE, self_assessment)
    held = held_for_answers(self_assessment)
    places = places_of(held, [sent.target for sent in answers])
    current = current_answers(held, [place.target for place in places.values()])
    stale = []
    for sent in answers:
        place = places[sent.target]
        try:
            _write(held, sent, place, current.get(place.target), by=by)
        except StaleVersion as refusal:
            stale.append(refusal)
    return stale


@transaction.atomic
def rate_indicator(
    *, by: User, self_assessment: SelfAssessment, indicator: Indicator, answer: AnswerGiven, seen_version: int
) -> Rating:
    """Give one indicator its answer. `seen_version` is the version the person saw, 0 for none.

    Raises StaleVersion where somebody else wrote a newer one. What she saw and did not change is left alone.
    """
    return _answer_one(by, self_assessment, AnswerSent(indicator, answer, seen_version))


@transaction.atomic
def declare_dimension(
    *,
    by: User,
    self_assessment: SelfAssessment,
    dimension: Dimension,
    answer: AnswerGiven | None,
    seen_version: int,
) -> DimensionRating | None:
    """Declare a level for a whole dimension, or (None) leave it to the indicators again. Raises StaleVersion."""
    return _answer_one(by, self_assessment, AnswerSent(dimension, answer, seen_version))


def _answer_one(by: User, self_assessment: SelfAssessment, sent: AnswerSent) -> Answer | None:
    permit(by, rules.RATE, self_assessment)
    held = held_for_answers(self_assessment)
    place = places_of(held, [sent.target])[sent.target]
    return _write(held, sent, place, current_answers(held, [place.target]).get(place.target), by=by)


def current_answers(held: SelfAssessment, targets: Sequence) -> dict[Indicator | Dimension, Answer]:
    """What stands now for each that has an answer, also for those that stayed with an older version."""
    indicators = [t for t in targets if isinstance(t, Indicator)]
    dimensions = [t for t in targets if isinstance(t, Dimension)]
    whose = ("changed_by", "brought_from__cycle")
    ratings = Rating.every.filter(self_assessment=held, indicator__in=indicators)
    declared = DimensionRating.every.filter(self_assessment=held, dimension__in=dimensions)
    ratings, declared = ratings.select_related("indicator", *whose), declared.select_related("dimension", *whose)
    return {r.indicator: r for r in ratings} | {d.dimension: d for d in declared}


def _write(held: SelfAssessment, sent: AnswerSent, place: Place, current: Answer | None, *, by: User) -> Answer | None:
    if sent.answer and sent.answer.high and sent.answer.high > _levels_seen(held, sent).count():
        raise ActionRefused("This framework has no such level.")
    if sent.is_set_aside:
        _set_aside(held, sent.answer, place, current, by=by)
        return current
    if _stands_already(sent.answer, current) or _was_left_alone(held, sent, place, current):
        return current
    if (current.version if current else 0) != sent.seen_version:
        raise stale_version(held, place, current)
    if sent.answer is None:
        return current if place.left_in else _taken_back(held, current, by=by)
    return _written(held, sent.answer, place, current, by=by)


def _levels_seen(held: SelfAssessment, sent: AnswerSent) -> QuerySet:
    is_today = sent.target.framework_id == held.framework_id
    return (held.framework if is_today else sent.target.framework).levels


def _taken_back(held: SelfAssessment, current: Answer, *, by: User) -> None:
    current._history_user = by
    current.delete()
    note_change(held, by=by)


def _written(held: SelfAssessment, answer: AnswerGiven, place: Place, current: Answer | None, *, by: User) -> Answer:
    written = current or _blank(held, place)
    # Whatever is written anew is a copy of an earlier answer only where it says so itself.
    written.brought_from, written.asked_as = None, place.asked_as
    for name, value in vars(answer).items():
        setattr(written, name, value)
    # A declared level that was taken back leaves its numbers behind: a version is never used twice.
    written.version = 1 + (current.version if current else _last_version(held, place.target))
    written.changed_by, written.changed_at = by, timezone.now()
    written.full_clean()
    written.save()
    note_change(held, by=by)
    return written


def _set_aside(
    held: SelfAssessment, answer: AnswerGiven | None, place: Place, current: Answer | None, *, by: User
) -> None:
    """Nobody's words vanish: what was not chosen is kept in the history, as version 0, which no answer has."""
    past = _past(held, place.target)
    beside = current or past.order_by("-history_id").first()
    if answer is None or beside is None or past.filter(**vars(answer)).exists():
        return
    now = timezone.now()
    kept = _blank(held, place)
    for name, value in vars(answer).items():
        setattr(kept, name, value)
    kept.pk, kept.version, kept.changed_by, kept.changed_at = beside.id, 0, by, now
    fields = {field.attname: getattr(kept, field.attname) for field in kept._meta.concrete_fields}
    past.model.objects.create(
        **fields, history_date=now, history_user=by, history_type="~", history_change_reason="Set aside"
    )


def _blank(held: SelfAssessment, place: Place) -> Answer:
    stands = {"self_assessment": held, "left_in": place.left_in}
    if isinstance(place.target, Indicator):
        return Rating(indicator=place.target, **stands)
    return DimensionRating(dimension=place.target, **stands)


def _stands_already(answer: AnswerGiven | None, current: Answer | None) -> bool:
    if answer is None or current is None:
        return answer is current
    return answer.stands_in(current)


def _was_left_alone(held: SelfAssessment, sent: AnswerSent, place: Place, current: Answer | None) -> bool:
    """A page sends back all that it showed: what equals the version seen was not changed by this person."""
    if (current.version if current else 0) == sent.seen_version:
        return False
    if sent.seen_version == 0:
        return sent.answer is None
    seen = _past(held, place.target).filter(version=sent.seen_version).order_by("-history_id").first()
    return bool(seen and sent.answer and sent.answer.stands_in(seen))


def _past(held: SelfAssessment, target: Indicator | Dimension):
    if isinstance(target, Indicator):
        return Rating.history.filter(self_assessment=held, indicator=target)
    return DimensionRating.history.filter(self_assessment=held, dimension=target)


def _last_version(held: SelfAssessment, target: Indicator | Dimension) -> int:
    return _past(held, target).aggregate(last=Max("version"))["last"] or 0


def stale_version(held: SelfAssessment, place: Place, current: Answer | None) -> StaleVersion:
    if current:
        return StaleVersion(place.seen, current, current.changed_by, current.changed_at)
    removals = _past(held, place.target).filter(history_type="-")
    removal = removals.select_related("history_user").order_by("-history_id").first()
    return StaleVersion(
        place.seen, None, removal and removal.history_user, removal.history_date if removal else timezone.now()
    )
