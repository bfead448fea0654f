"""Verbs that copy what was submitted before into what is asked now, marked so. Nothing that stands goes unasked."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from django.db import transaction

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.answers import AnswerGiven, AnswerSent, save_answers
from assessments.actions.documents import TooManyDocuments, read_of
from assessments.actions.evidence import add_evidence
from assessments.actions.states import locked, require_editable
from assessments.earlier import GIVEN
from assessments.models import SelfAssessment, User
from assessments.offers import SAID, Offer, content_of, offer_for, offers_for
from frameworks.models import Dimension, Indicator

OTHER_LEVELS = "The levels were others then, so this cannot be brought forward."
OTHER_QUESTION = "The question was another one then, so this cannot be brought forward. Read it, and answer anew."


class NothingToBring(ActionRefused):
    """Nothing was said before of this, or nothing that can be copied."""


@dataclass(frozen=True)
class AnswerBrought(AnswerGiven):
    """An earlier answer as it was, and the self-assessment that it comes from. `asked_as`: if its words were others."""

    source: str = ""
    brought_from: SelfAssessment | None = None
    asked_as: Indicator | Dimension | None = None


@dataclass(frozen=True)
class Brought:
    """What was copied. `left`: the documents that were not, by name. `stood`: indicators that had an answer already.

    `asked`: how many indicators the press was about.
    """

    indicators: int = 0
    declared: bool = False
    pieces: int = 0
    left: tuple[str, ...] = ()
    stood: int = 0
    asked: int = 0

    @property
    def is_nothing(self) -> bool:
        return not (self.indicators or self.declared or self.pieces)


@transaction.atomic
def bring_forward(
    *,
    by: User,
    self_assessment: SelfAssessment,
    target: Indicator | Dimension,
    seen_version: int,
    with_answer: bool = True,
) -> Brought:
    """Copy what was submitted before of one indicator, or of a dimension as a whole, with its evidence.

    `seen_version` is the version of the answer that the person saw and lets go, 0 for none. Without the answer, the
    evidence alone is copied. What was copied already is left as it is. Raises StaleVersion, where another answer
    stands, and NothingToBring.
    """
    held = _held_to_bring(by, self_assessment, target)
    offer = offer_for(held, target, user=by)
    if offer is None or offer.said.is_empty:
        raise NothingToBring("There is nothing to bring forward here.")
    if not offer.said.has_same_levels:
        raise NothingToBring(OTHER_LEVELS)
    if not offer.said.can_be_brought:
        raise NothingToBring(OTHER_QUESTION)
    return _bring(held, {target: offer}, {target: seen_version} if with_answer else {}, by=by)


@transaction.atomic
def bring_dimension_forward(*, by: User, self_assessment: SelfAssessment, dimension: Dimension) -> Brought:
    """Copy what was submitted before of all in a dimension that has no answer now. What has one stays as it is."""
    held = _held_to_bring(by, self_assessment, dimension)
    indicators = list(dimension.indicators.order_by("position"))
    offers = offers_for(held, dimension, indicators, user=by)
    waiting = {target: offer for target, offer in offers.items() if offer.current is None}
    stood = held.ratings.filter(indicator__dimension=dimension).count()
    return _bring(held, waiting, dict.fromkeys(waiting, 0), by=by, stood=stood, asked=len(indicators))


def _held_to_bring(by: User, self_assessment: SelfAssessment, target: Indicator | Dimension) -> SelfAssessment:
    permit(by, rules.RATE, self_assessment)
    held = locked(self_assessment)
    require_editable(held)
    if target.framework_id != held.framework_id:
        raise ActionRefused("This question belongs to another framework.")
    return held


def _bring(
    held: SelfAssessment, offers: Mapping, seen: Mapping, *, by: User, stood: int = 0, asked: int = 1
) -> Brought:
    """`seen`: the version that each answer is brought over; what is not in it keeps the answer that stands."""
    sent = [
        AnswerSent(target, _answer(offer, target), seen[target])
        for target, offer in offers.items()
        if offer.answer and target in seen
    ]
    for refusal in save_answers(by=by, self_assessment=held, answers=sent):
        raise refusal
    left: list[str] = []
    pieces = sum(_bring_pieces(held, target, offer, left, by=by) for target, offer in offers.items())
    indicators = sum(isinstance(one.target, Indicator) for one in sent)
    return Brought(indicators, len(sent) > indicators, pieces, tuple(left), stood, asked)


def _answer(offer: Offer, target: Indicator | Dimension) -> AnswerBrought:
    said = offer.said
    given = {name: offer.answer[name] for name in GIVEN}
    return AnswerBrought(**given, brought_from=said.held, asked_as=_words_then(offer, target))


def _words_then(offer: Offer, target: Indicator | Dimension) -> Indicator | Dimension | None:
    """The words to which the answer was given, where they are not those of today."""
    said = offer.said
    if not said.is_to_confirm:
        return None
    if isinstance(target, Indicator):
        return said.framework.indicators.get(code=said.code)
    return said.framework.dimensions.get(code=target.code)


def _bring_pieces(held: SelfAssessment, target, offer: Offer, left: list[str], *, by: User) -> int:
    """How many were copied. A piece whose document finds no room stays behind, and its name is added to `left`."""
    copied = 0
    for piece in offer.pieces:
        try:
            _bring_piece(held, target, piece, offer.said.held, by=by)
            copied += 1
        except (TooManyDocuments, FileNotFoundError):
            left.append(piece["document"]["name"])
    return copied


def _bring_piece(held: SelfAssessment, target, piece: Mapping, earlier: SelfAssessment, *, by: User) -> None:
    is_indicator = isinstance(target, Indicator)
    with ExitStack() as opened:
        kept = piece.get("document")
        add_evidence(
            by=by,
            self_assessment=held,
            dimension=target.dimension if is_indicator else target,
            indicator=target if is_indicator else None,
            document=opened.enter_context(read_of(earlier, kept["uuid"])) if kept else None,
            brought_from=earlier,
            **dict(zip(SAID, content_of(piece), strict=True)),
        )
