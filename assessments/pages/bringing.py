"""Both answers side by side before an earlier one takes the place of the one that stands, and what a press has done."""

from dataclasses import dataclass

from assessments.actions.bringing import Brought
from assessments.models import SelfAssessment
from assessments.offers import Offer
from assessments.pages.evidence import back_to
from assessments.pages.last_time import copied_words, title_of
from assessments.pages.questions import crumbs, dimension_address, whose
from assessments.pages.scale import Scale
from assessments.pages.words import LOOK_AGAIN, AnswerWords, EvidenceWords, listed, many
from frameworks.models import Dimension, Indicator


@dataclass(frozen=True)
class BringPage:
    """`version`: of the answer that is shown. `keeps`: what the second button says; empty without evidence."""

    caption: str
    place: str
    title: str
    stands: AnswerWords
    stands_by: str
    version: int
    earlier: AnswerWords
    evidence: list[EvidenceWords]
    takes: str
    keeps: str
    breadcrumbs: list[tuple[str, str]]
    back_href: str
    refused: str = ""

    @classmethod
    def of(
        cls, held: SelfAssessment, dimension: Dimension, indicator: Indicator | None, offer: Offer, *, refused: str = ""
    ) -> "BringPage":
        """Of an offer that replaces an answer, so that the levels of both are the same."""
        scale = Scale.of(held.framework.levels.all())
        code = indicator.code if indicator else ""
        evidence = [EvidenceWords.of(piece, scale, held=offer.said.held) for piece in offer.pieces]
        count = many(len(evidence), "piece") + " of evidence"
        return cls(
            caption=whose(held),
            place=str(indicator) if indicator else f"dimension {dimension} as a whole",
            title=title_of(offer.said, code),
            stands=AnswerWords.of(offer.current, scale),
            stands_by=str(offer.current.changed_by),
            version=offer.current.version,
            earlier=AnswerWords.of(offer.answer, scale),
            evidence=evidence,
            takes=f"Copies {copied_words(offer)}. The answer that stands now stays in the history.",
            keeps=f"Keep what stands, and add the {count}" if evidence else "",
            breadcrumbs=[*crumbs(held), (str(dimension), dimension_address(held, dimension.code))],
            back_href=back_to(held, dimension, indicator),
            refused=refused,
        )

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [(f"{self.refused} Look at both once more.", "")] if self.refused else []


def done_words(done: Brought) -> str:
    """What one press copied, exactly."""
    if done.is_nothing and not done.left:
        return "Brought forward already. Nothing was changed."
    parts = []
    if done.asked > 1:
        parts.append(f"{done.indicators} of {done.asked} indicators")
    elif done.indicators:
        parts.append("the answer")
    if done.declared:
        parts.append("the level of the whole dimension")
    if done.pieces:
        parts.append(many(done.pieces, "piece") + " of evidence")
    said = f"Brought forward: {listed(parts)}." if not done.is_nothing else "Nothing was brought forward."
    return " ".join(filter(None, [said, _stood(done.stood), _left(done.left), "" if done.is_nothing else LOOK_AGAIN]))


def _stood(count: int) -> str:
    if not count:
        return ""
    stays = "was answered already and stays as it is" if count == 1 else "were answered already and stay as they are"
    return f"{count} {stays}."


def _left(names: tuple[str, ...]) -> str:
    """The documents for which there was no room."""
    if not names:
        return ""
    return f"There was no room for {listed(names)}: the documents of this self-assessment have a limit."
