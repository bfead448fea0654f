"""Verbs that say something in a self-assessment: rate, declare, give evidence. Nobody's newer answer is overwritten."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.states import locked, move, require_editable
from assessments.models import (
    Answer,
    DimensionRating,
    Evidence,
    EvidenceKind,
    Rating,
    SelfAssessment,
    Status,
    User,
)
from frameworks.models import Dimension, Indicator


class StaleVersion(ActionRefused):
    """Somebody else changed this answer since the person saw it. `current` is what stands now."""

    def __init__(self, current: Answer):
        self.current = current
        when = timezone.localtime(current.changed_at)
        super().__init__(f"{current.changed_by} changed this at {when:%H:%M}, while you were writing.")


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


@transaction.atomic
def rate_indicator(
    *, by: User, self_assessment: SelfAssessment, indicator: Indicator, answer: AnswerGiven, seen_version: int
) -> Rating:
    """Give one indicator its answer. `seen_version` is the version the person saw, 0 for none.

    Raises StaleVersion where somebody else wrote a newer one. What she saw and did not change is left alone.
    """
    permit(by, rules.RATE, self_assessment)
    if indicator.framework_id != self_assessment.framework_id:
        raise ActionRefused("This indicator belongs to another framework.")
    held = _held_for_answers(self_assessment, by=by)
    key = {"self_assessment": held, "indicator": indicator}
    return _write(Rating, key, answer, seen_version, held, by=by)


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
    permit(by, rules.RATE, self_assessment)
    if dimension.framework_id != self_assessment.framework_id:
        raise ActionRefused("This dimension belongs to another framework.")
    held = _held_for_answers(self_assessment, by=by)
    key = {"self_assessment": held, "dimension": dimension}
    if answer is not None:
        return _write(DimensionRating, key, answer, seen_version, held, by=by)
    current = DimensionRating.objects.filter(**key).first()
    if current and current.version != seen_version:
        raise StaleVersion(current)
    if current:
        current.delete()
        _touch(held)
    return None


@transaction.atomic
def add_evidence(
    *,
    by: User,
    self_assessment: SelfAssessment,
    dimension: Dimension,
    indicator: Indicator | None = None,
    kind: str = EvidenceKind.OBSERVATION,
    text: str,
    low: int | None = None,
    high: int | None = None,
    source: str = "",
    attribution: str = "",
    dated_on: date | None = None,
    shared: bool = False,
) -> Evidence:
    """Add one piece of evidence. Outside the organisation it is seen only where `shared`, and once submitted."""
    permit(by, rules.ADD_EVIDENCE, self_assessment)
    if dimension.framework_id != self_assessment.framework_id or (indicator and indicator.dimension_id != dimension.pk):
        raise ActionRefused("This indicator belongs to another dimension or framework.")
    held = _held_for_answers(self_assessment, by=by)
    evidence = Evidence(
        self_assessment=held,
        dimension=dimension,
        indicator=indicator,
        kind=kind,
        text=text,
        low=low,
        high=high if high is not None else low,
        source=source,
        attribution=attribution,
        dated_on=dated_on,
        shared=shared,
        added_by=by,
    )
    evidence.full_clean()
    evidence.save()
    _touch(held)
    return evidence


@transaction.atomic
def change_evidence(*, by: User, evidence: Evidence, **fields) -> Evidence:
    """Change a piece of evidence; what it said before stays in its history."""
    permit(by, rules.ADD_EVIDENCE, evidence.self_assessment)
    held = _held_for_answers(evidence.self_assessment, by=by)
    for name, value in fields.items():
        setattr(evidence, name, value)
    if evidence.low is not None and evidence.high is None:
        evidence.high = evidence.low
    evidence.full_clean()
    evidence.save()
    _touch(held)
    return evidence


@transaction.atomic
def remove_evidence(*, by: User, evidence: Evidence) -> None:
    """Take a piece of evidence out; it stays in the history."""
    permit(by, rules.ADD_EVIDENCE, evidence.self_assessment)
    held = _held_for_answers(evidence.self_assessment, by=by)
    evidence.delete()
    _touch(held)


def _held_for_answers(self_assessment: SelfAssessment, *, by: User) -> SelfAssessment:
    """Hold the self-assessment for writing; one that was returned is in progress again."""
    held = locked(self_assessment)
    require_editable(held)
    if held.status == Status.RETURNED:
        move(held, Status.IN_PROGRESS, by=by, note="Being changed after it was returned")
    return held


def _write(model, key: dict, answer: AnswerGiven, seen_version: int, held: SelfAssessment, *, by: User) -> Answer:
    current = model.objects.filter(**key).select_related("changed_by").first()
    if current and (answer.stands_in(current) or _was_left_alone(current, answer, seen_version)):
        return current
    if current and current.version != seen_version:
        raise StaleVersion(current)
    written = current or model(**key)
    for name, value in vars(answer).items():
        setattr(written, name, value)
    written.version = current.version + 1 if current else 1
    written.changed_by, written.changed_at = by, timezone.now()
    written.full_clean()
    if written.is_rated and written.high > held.framework.levels.count():
        raise ActionRefused("This framework has no such level.")
    written.save()
    _touch(held)
    return written


def _was_left_alone(current: Answer, answer: AnswerGiven, seen_version: int) -> bool:
    """A page sends back all that it showed: what equals the version seen was not changed by this person."""
    if current.version == seen_version:
        return False
    seen = current.history.filter(version=seen_version).order_by("-history_id").first()
    return bool(seen and answer.stands_in(seen))


def _touch(held: SelfAssessment) -> None:
    held.changed_at = timezone.now()
    held.save(update_fields=["changed_at"])
