"""Verbs for evidence: add, change and remove a piece. Nobody's newer words are overwritten."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from aligns_site.document_file import DocumentRead
from assessments import rules
from assessments.actions.documents import release_document, set_document
from assessments.actions.states import held_for_answers, note_change
from assessments.asked_today import places_of
from assessments.models import Evidence, EvidenceKind, SelfAssessment, User
from frameworks.models import Dimension, Indicator


class StaleEvidence(ActionRefused):
    """Since the person opened this piece it was changed, or (`current` None) removed, or left behind by a move."""

    def __init__(self, current: Evidence | None, past, left: Evidence | None = None):
        self.current, self.by = current, past and past.history_user
        if left:
            super().__init__(
                f"Version {left.left_in.newer.version} does not ask this any more. This evidence stays as it was, with "
                f"version {left.left_in.older.version}."
            )
            return
        did = "changed" if current else "removed"
        at = f" at {timezone.localtime(past.history_date):%H:%M}" if past else ""
        super().__init__(f"{self.by or 'Somebody'} {did} this evidence{at}.")


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
    contact: str = "",
    dated_on: date | None = None,
    shared: bool = False,
    document: DocumentRead | None = None,
    brought_from: SelfAssessment | None = None,
) -> Evidence:
    """Add one piece of evidence. Outside the organisation it is seen only where `shared`, and once submitted.

    `brought_from`: the earlier self-assessment that it is a copy from. `dimension` and `indicator` are those that the
    person saw: where the cycle has moved since, the piece goes the way that those beside it went.
    """
    permit(by, rules.ADD_EVIDENCE, self_assessment)
    if indicator and indicator.dimension_id != dimension.pk:
        raise ActionRefused("This indicator belongs to another dimension or framework.")
    held = held_for_answers(self_assessment)
    seen = indicator or dimension
    place = places_of(held, [seen])[seen]
    evidence = Evidence(
        self_assessment=held,
        dimension=place.target.dimension if indicator else place.target,
        indicator=place.target if indicator else None,
        left_in=place.left_in,
        kind=kind,
        text=text,
        low=low,
        high=high if high is not None else low,
        source=source,
        attribution=attribution,
        contact=contact,
        dated_on=dated_on,
        shared=shared,
        brought_from=brought_from,
        added_by=by,
    )
    evidence._history_user = by
    evidence.full_clean()
    evidence.save()
    set_document(evidence, document, by=by)
    note_change(held, by=by)
    return evidence


@transaction.atomic
def change_evidence(
    *,
    by: User,
    evidence: Evidence,
    document: DocumentRead | None = None,
    remove_document: bool = False,
    seen_version: int | None = None,
    **fields,
) -> Evidence:
    """Change a piece of evidence; what it said before stays in its history. `document` replaces any there is.

    Once it is changed, it is no longer a copy of what was said before.
    `seen_version` is `evidence_version` as the person saw it. Raises StaleEvidence where it is another one now.
    """
    permit(by, rules.CHANGE_EVIDENCE, evidence)
    held = held_for_answers(evidence.self_assessment)
    is_said_already = all(getattr(evidence, name) == value for name, value in fields.items())
    if is_said_already and not (document or remove_document) and held.evidence.filter(pk=evidence.pk).exists():
        return evidence
    evidence = _fresh_evidence(held, evidence, seen_version)
    evidence.brought_from = None
    for name, value in fields.items():
        setattr(evidence, name, value)
    if evidence.low is not None and evidence.high is None:
        evidence.high = evidence.low
    evidence._history_user = by
    evidence.full_clean()
    evidence.save()
    set_document(evidence, document, by=by, removing=remove_document)
    note_change(held, by=by)
    return evidence


@transaction.atomic
def remove_evidence(*, by: User, evidence: Evidence, seen_version: int | None = None) -> None:
    """Take a piece of evidence out; its words stay in the history, its document in the submissions that hold it.

    Raises StaleEvidence where it is no longer as the person saw it.
    """
    permit(by, rules.CHANGE_EVIDENCE, evidence)
    held = held_for_answers(evidence.self_assessment)
    evidence = _fresh_evidence(held, evidence, seen_version)
    release_document(evidence)
    evidence._history_user = by
    evidence.delete()
    note_change(held, by=by)


def evidence_version(evidence: Evidence) -> int:
    """Grows with each change of the piece. 0: not changed since it was imported."""
    return evidence.history.aggregate(last=Max("history_id"))["last"] or 0


def gone_evidence(held: SelfAssessment, pk: int) -> Evidence | None:
    """A piece that stood in this self-assessment and was removed, or stayed with an older version; as it was last."""
    left = _left_evidence(held, pk)
    if left:
        return left
    removal = _last_change(held, pk)
    return removal.instance if removal and removal.history_type == "-" else None


def _fresh_evidence(held: SelfAssessment, seen: Evidence, seen_version: int | None) -> Evidence:
    """The piece as it stands now. The caller holds the self-assessment."""
    now = held.evidence.select_related("dimension", "indicator", "document").filter(pk=seen.pk).first()
    if now is None or seen_version not in (None, evidence_version(now)):
        raise StaleEvidence(now, _last_change(held, seen.pk), None if now else _left_evidence(held, seen.pk))
    now.self_assessment = held
    return now


def _left_evidence(held: SelfAssessment, pk: int) -> Evidence | None:
    left = held.evidence(manager="every").exclude(left_in=None)
    related = ("dimension__framework", "indicator", "document", "left_in__older", "left_in__newer")
    return left.select_related(*related).filter(pk=pk).first()


def _last_change(held: SelfAssessment, pk: int):
    past = Evidence.history.filter(id=pk, self_assessment=held)
    return past.select_related("history_user", "dimension", "indicator").order_by("-history_id").first()
