"""One submission as it was kept: its fingerprint, what changed since the one before, and its answers in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from assessments import rules
from assessments.actions.snapshots import fingerprint
from assessments.difference import AnswerChange, EvidenceChange, difference
from assessments.models import SelfAssessment, Snapshot, User
from assessments.pages.amendments import Submissions
from assessments.pages.dates import exact_moment
from assessments.pages.one_dimension import OneDimension
from assessments.pages.questions import crumbs, whose
from assessments.pages.scale import Scale
from assessments.pages.words import Answers, AnswerWords, EvidenceWords
from frameworks.models import Dimension, Framework

NOTHING = "Nothing"


@dataclass(frozen=True)
class Changed:
    """One thing that was said, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedPlace:
    """An indicator, or a dimension as a whole, and all that changed there."""

    title: str
    changes: list[Changed]


@dataclass(frozen=True)
class AnswerKept:
    title: str
    answer: AnswerWords
    evidence: list[EvidenceWords]


@dataclass(frozen=True)
class DimensionKept:
    title: str
    changed: list[ChangedPlace]
    answers: list[AnswerKept]


@dataclass(frozen=True)
class Kept:
    """The dimensions that are open: all of them, or `one`."""

    dimensions: list[DimensionKept]
    one: OneDimension | None


@dataclass(frozen=True)
class SubmissionPage:
    """`is_whole`: the content has the fingerprint. `since`: with which submission it is compared, empty for none."""

    caption: str
    title: str
    lead: str
    sha256: str
    is_whole: bool
    since: str
    dimensions: list[DimensionKept]
    breadcrumbs: list[tuple[str, str]]
    one: OneDimension | None = None

    @classmethod
    def of(
        cls, held: SelfAssessment, snapshot: Snapshot, earlier: Snapshot | None, *, seen_by: User, wanted: str = ""
    ) -> "SubmissionPage":
        """`wanted`: the code of the dimension to open, where there are too many indicators for one page."""
        own = seen_by.has_perm(rules.SEE_DRAFT, held)
        content = seen_of(snapshot.content, own)
        # By another version, the same code can be another question.
        if earlier and earlier.content["framework"] != content["framework"]:
            earlier = None
        before = seen_of(earlier.content, own) if earlier else content
        amends = Submissions.of(held.status_changes.all()).amended.get(snapshot.number)
        history = reverse("assessments:history", args=[held.uuid])
        kept = answers_kept(held, snapshot.framework, before, content, str(held.organisation) if own else "", wanted)
        return cls(
            whose(held),
            f"Submission {snapshot.number}",
            f"{exact_moment(snapshot.taken_at)}, by {snapshot.taken_by}{f': {amends.words}' if amends else ''}.",
            snapshot.sha256,
            fingerprint(snapshot.content) == snapshot.sha256,
            f"submission {earlier.number}, of {exact_moment(earlier.taken_at)}" if earlier else "",
            kept.dimensions,
            [*crumbs(held), ("Who did what, and when", history)],
            kept.one,
        )

    @property
    def changed(self) -> list[DimensionKept]:
        return [dimension for dimension in self.dimensions if dimension.changed]


def seen_of(content: Mapping, own: bool) -> Mapping:
    """Outside the organisation, only the evidence that the submission shares."""
    return content if own else {**content, "evidence": [piece for piece in content["evidence"] if piece["shared"]]}


def readable_numbers(held: SelfAssessment, *, seen_by: User) -> list[int]:
    """The submissions that she may read: the organisation all, its leads none that was withdrawn, while one counts."""
    numbers = list(held.snapshots.submissions().order_by("number").values_list("number", flat=True))
    if seen_by.has_perm(rules.SEE_DRAFT, held):
        return numbers
    withdrawn = Submissions.of(held.status_changes.all()).withdrawn
    return [n for n in numbers if n not in withdrawn] if held.counting_snapshot_id else []


def answers_kept(
    held: SelfAssessment, framework: Framework, before: Mapping, content: Mapping, told_who: str, wanted: str
) -> Kept:
    """`framework`: the version by which they were given. `wanted`: the code of the dimension to open."""
    scale = Scale.of(framework.levels.all())
    answers = Answers.of_content(content, scale, shared_only=False)
    changed = _changed(before, content, scale, told_who)
    dimensions = list(framework.dimensions.order_by("position").prefetch_related("indicators"))
    one = OneDimension.of(dimensions, wanted, _changed_words(dimensions, changed))
    kept = []
    for dimension in dimensions:
        if one and dimension.code != one.code:
            continue
        titles = {(dimension.code, ""): "The dimension as a whole"} | {
            (dimension.code, i.code): f"{i.code} {i.title}" for i in dimension.indicators.all()
        }
        places = [*list(titles)[1:], (dimension.code, "")]
        kept.append(
            DimensionKept(
                f"{dimension.code}. {dimension.title}",
                [ChangedPlace(titles[p], _at(changed, p)) for p in places if _at(changed, p)],
                [AnswerKept(titles[p], _answer(answers, p), _evidence(answers, p, told_who, held)) for p in places],
            )
        )
    return Kept(kept, one)


def _changed_words(dimensions: Iterable[Dimension], changed: dict) -> dict[str, str]:
    """By the code of a dimension: in how many places something changed."""
    found = {
        one.code: sum(bool(_at(changed, (one.code, code))) for code in ("", *(i.code for i in one.indicators.all())))
        for one in dimensions
    }
    return {code: f"{count} changed" for code, count in found.items() if count}


def _at(changed: dict, place: tuple[str, str]) -> list[Changed]:
    """Answers are known by the code of the indicator alone, evidence by both codes."""
    dimension, indicator = place
    answered = changed.get(("", indicator) if indicator else (dimension, None), [])
    return answered + changed.get(place, [])


def _changed(before: Mapping, after: Mapping, scale: Scale, told_who: str) -> dict[tuple, list[Changed]]:
    found = difference(before, after)
    by_place: dict[tuple, list[Changed]] = {("", c.code): _answer_changes(c, scale, "") for c in found.ratings}
    left = "Left to the indicators"
    by_place |= {(c.code, None): _answer_changes(c, scale, left) for c in found.declared}
    for change in found.evidence:
        piece = change.after or change.before
        place = piece["dimension"], piece["indicator"]
        by_place.setdefault(place, []).append(_evidence_change(change, scale, told_who))
    return by_place


def _answer_changes(change: AnswerChange, scale: Scale, absent: str) -> list[Changed]:
    before, after = _spoken(change.before, scale, absent), _spoken(change.after, scale, absent)
    return [Changed(name, before[name], after[name]) for name in before if before[name] != after[name]]


def _spoken(said: Mapping | None, scale: Scale, absent: str) -> dict[str, str]:
    words = AnswerWords.of(said, scale)
    answer = f"{words.words}. {words.reason}" if words.reason else words.words
    return {
        "Answer": absent if absent and said is None else answer,
        "Comment": words.comment or NOTHING,
        "How sure": words.confidence or NOTHING,
        "Source": words.source or NOTHING,
        "View on record": (said or {}).get("minority_view") or NOTHING,
        "Brought forward from": (said or {}).get("brought_from", {}).get("name", NOTHING),
    }


def _evidence_change(change: EvidenceChange, scale: Scale, told_who: str) -> Changed:
    if change.before is None:
        return Changed("Evidence added", "", _piece(change.after, scale, told_who))
    if change.after is None:
        return Changed("Evidence removed", _piece(change.before, scale, told_who), "")
    return Changed("Evidence changed", _piece(change.before, scale, told_who), _piece(change.after, scale, told_who))


def _piece(piece: Mapping, scale: Scale, told_who: str) -> str:
    words = EvidenceWords.of(piece, scale, told_who=told_who)
    document = piece.get("document")
    file = f"File: {document['name']} (fingerprint {document['sha256'][:12]})." if document else ""
    return " ".join(filter(None, [words.heading, words.text, file, words.about]))


def _answer(answers: Answers, place: tuple[str, str]) -> AnswerWords:
    dimension, indicator = place
    if indicator:
        return answers.rating(indicator)
    return answers.declaration(dimension) or AnswerWords("Left to the indicators", is_answered=False)


def _evidence(answers: Answers, place: tuple[str, str], told_who: str, held: SelfAssessment) -> list[EvidenceWords]:
    return [EvidenceWords.of(p, answers.scale, told_who=told_who, held=held) for p in answers.pieces(*place)]
