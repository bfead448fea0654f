"""One part of a dimension to read: the answers in words, live for the own organisation, as submitted for others."""

from django.urls import reverse

from assessments import rules
from assessments.models import SelfAssessment, Status, User
from assessments.pages.last_time import LastTime
from assessments.pages.notes import notes_beside
from assessments.pages.parts import Part
from assessments.pages.questions import (
    Block,
    DimensionPage,
    dimension_address,
    dimensions_words,
    evidence_address,
    evidence_words,
    live_answers,
    number_mark,
    page_head,
    promise,
    question_of,
    returned_words,
)
from assessments.pages.talk_notes import TalkNote
from assessments.pages.talks import Talks
from assessments.pages.words import Answers, AnswerWords


def answers_seen_by(user: User, held: SelfAssessment, part: Part) -> Answers:
    """The live answers for the own organisation; for others the submission that counts, and never a live row."""
    if user.has_perm(rules.SEE_DRAFT, held):
        return live_answers(held, part)
    return Answers.of_content(held.counting_snapshot.content, part.scale, shared_only=True)


def reading(
    held: SelfAssessment, part: Part, answers: Answers, *, user: User, last: LastTime | None = None
) -> DimensionPage:
    """The same questions with the answers in words; a contributor may add evidence from here."""
    may_add = held.is_editable and user.has_perm(rules.ADD_EVIDENCE, held)
    own = user.has_perm(rules.SEE_DRAFT, held)
    onward = _next(held, part)
    notes = notes_beside(held, seen_by=user)
    may_ask = bool(held.counting_snapshot_id) and user.has_perm(rules.ASK_QUESTION, held)
    talks = Talks.of(held, user) if own else Talks()
    blocks = [
        Block(
            **question_of(indicator),
            answer=answers.rating(indicator.code),
            earlier=last.indicator(indicator.code) if last else [],
            evidence=evidence_words(answers, part, indicator.code, user=user, held=held),
            add_evidence=evidence_address(held, part, indicator.code) if may_add else "",
            notes=notes.get(indicator.code, []),
            ask_href=reverse("assessments:ask", args=[held.uuid, indicator.code]) if may_ask else "",
            talk=TalkNote.of(held, talks, part.dimension.code, indicator),
        )
        for indicator in part.indicators
    ]
    return DimensionPage(
        **page_head(held, part) | ({} if own else {"back_href": reverse("assessments:check", args=[held.uuid])}),
        lead=_reading_lead(held, user),
        numbers=[number_mark(block, answers) for block in blocks],
        blocks=blocks,
        whole=_whole_to_read(held, part, answers, user, may_add) if part.is_last else None,
        returned=returned_words(held) if own else "",
        next_words=onward[0],
        next_href=onward[1],
        back=f"Back to the {dimensions_words(part)}" if own else "All answers on one page",
    )


def _whole_to_read(held: SelfAssessment, part: Part, answers: Answers, user: User, may_add: bool) -> Block:
    none = AnswerWords("Left to the indicators", is_answered=False)
    return Block(
        anchor="whole",
        title=f"The level for dimension {part.dimension.code} as a whole",
        answer=answers.declaration(part.dimension.code) or none,
        evidence=evidence_words(answers, part, "", user=user, held=held),
        add_evidence=evidence_address(held, part) if may_add else "",
    )


def _next(held: SelfAssessment, part: Part) -> tuple[str, str]:
    """Words and address of what to read next; empty after the last."""
    if not part.is_last:
        return f"Next: part {part.number + 1}", dimension_address(held, part.dimension.code, part.number + 1)
    later = held.framework.dimensions.filter(position__gt=part.dimension.position).order_by("position").first()
    return (f"Next: {later.title}", dimension_address(held, later.code)) if later else ("", "")


def _reading_lead(held: SelfAssessment, user: User) -> str:
    if not user.has_perm(rules.SEE_DRAFT, held):
        return f"What {held.organisation} submitted."
    if held.status == Status.SUBMITTED:
        return "This is submitted. To change an answer, withdraw it first."
    if held.status == Status.AGREED:
        return "This is agreed. To change an answer, ask your lead to reopen it."
    if not held.is_open:
        return f"The cycle {held.cycle} is not open, so answers cannot be changed now."
    return f"You can read the answers and add evidence. {promise(held)}"
