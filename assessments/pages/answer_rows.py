"""The answers of one dimension as rows to read through: each with its evidence and notes, and what does not fit."""

from dataclasses import dataclass, field

from assessments.levels import dimension_cell
from assessments.models import SelfAssessment
from assessments.pages.parts import part_with
from assessments.pages.questions import dimension_address
from assessments.pages.words import Answers, AnswerWords, ageing_words, given_of, is_brought
from frameworks.models import Dimension


@dataclass(frozen=True)
class AnswerRow:
    """One answer. `change` is what its link says: "Change", "Answer", or nothing where it cannot be changed."""

    code: str
    title: str
    answer: AnswerWords
    evidence: str
    href: str
    change: str
    notes: list = field(default_factory=list)


@dataclass(frozen=True)
class DimensionGroup:
    code: str
    title: str
    href: str
    rows: list[AnswerRow]
    declared: AnswerRow
    differs: str

    @property
    def unanswered(self) -> list[AnswerRow]:
        return [row for row in self.rows if not row.answer.is_answered]

    @property
    def to_confirm(self) -> list[AnswerRow]:
        """Answers that were given to other words, each with the page on which it is confirmed."""
        return [row for row in (*self.rows, self.declared) if row.answer.to_confirm]

    @property
    def left_words(self) -> str:
        """Empty where everything has an answer."""
        left = len(self.unanswered)
        return f"{left} without an answer" if left else ""


def group_of(
    held: SelfAssessment, dimension: Dimension, answers: Answers, may_change: bool, notes: dict
) -> DimensionGroup:
    indicators = sorted(dimension.indicators.all(), key=lambda indicator: indicator.position)
    rows = []
    for number, indicator in enumerate(indicators, start=1):
        answer = answers.rating(indicator.code)
        part, anchor = part_with(number, len(indicators)), f"indicator-{indicator.code}"
        rows.append(
            AnswerRow(
                indicator.code,
                indicator.title,
                answer,
                _pieces(answers.pieces(dimension.code, indicator.code), held),
                dimension_address(held, dimension.code, part, anchor),
                _change(answer, may_change),
                notes.get(indicator.code, []),
            )
        )
    return DimensionGroup(
        dimension.code,
        dimension.title,
        dimension_address(held, dimension.code),
        rows,
        _declared(held, dimension, answers, may_change, parts=part_with(len(indicators), len(indicators) or 1)),
        _differs(dimension, indicators, answers),
    )


def _declared(held: SelfAssessment, dimension: Dimension, answers: Answers, may_change: bool, *, parts: int):
    answer = answers.declaration(dimension.code) or AnswerWords("Left to the indicators", is_answered=False)
    return AnswerRow(
        "",
        f"Dimension {dimension.code} as a whole",
        answer,
        _pieces(answers.pieces(dimension.code), held),
        dimension_address(held, dimension.code, parts, "whole"),
        "Change" if may_change else "",
    )


def _change(answer: AnswerWords, may_change: bool) -> str:
    if not may_change:
        return ""
    return "Change" if answer.is_answered else "Answer"


def _pieces(pieces: list, held: SelfAssessment) -> str:
    if not pieces:
        return ""
    said = "1 piece of evidence" if len(pieces) == 1 else f"{len(pieces)} pieces of evidence"
    aged = [words for words in (ageing_words(piece, held) for piece in pieces) if words]
    copied = sum(is_brought(piece) for piece in pieces)
    if len(pieces) == 1:
        return ". ".join([said, *aged, *(["Brought forward"] if copied else [])])
    counts = [f"{count} {what}" for count, what in ((len(aged), "ageing"), (copied, "brought forward")) if count]
    return f"{said}, of these {' and '.join(counts)}" if counts else said


def _differs(dimension: Dimension, indicators: list, answers: Answers) -> str:
    """A sentence where the declared level lies wholly outside the span of its indicators; else nothing."""
    if dimension.code not in answers.declared:
        return ""
    said = [given_of(answers.ratings[i.code]) for i in indicators if i.code in answers.ratings]
    cell = dimension_cell(given_of(answers.declared[dimension.code]), said, len(indicators))
    if not cell.differs:
        return ""
    scale = answers.scale
    return (
        f"You declare {scale.words(cell.low, cell.high)}, and its indicators run from "
        f"{scale.words(cell.indicators_low, cell.indicators_high)}."
        if cell.indicators_low != cell.indicators_high
        else f"You declare {scale.words(cell.low, cell.high)}, and its indicators are all at "
        f"{scale.name(cell.indicators_low)}."
    )
