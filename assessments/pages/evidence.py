"""The page on which one piece of evidence is added, changed or removed."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from assessments.actions.evidence import StaleEvidence, evidence_version
from assessments.models import Evidence, SelfAssessment
from assessments.pages.parts import part_with
from assessments.pages.questions import crumbs, dimension_address, whose
from assessments.pages.scale import Scale
from assessments.pages.words import EvidenceWords
from frameworks.models import Dimension, Indicator


@dataclass(frozen=True)
class EvidencePage:
    """`place` is the indicator or dimension in words; `remove_href` is empty while a piece is being added.

    `version` is the one of the piece that is shown. `warned` says what somebody else did to it meanwhile; the piece
    then stands beside the form, where it is still there. `action` is where the form is sent, empty for its own address.
    """

    caption: str
    title: str
    place: str
    question: str
    breadcrumbs: list[tuple[str, str]]
    back_href: str
    words_of: str
    remove_href: str = ""
    piece: EvidenceWords | None = None
    version: int = 0
    warned: str = ""
    who: str = ""
    action: str = ""

    @classmethod
    def adding(cls, held: SelfAssessment, dimension: Dimension, indicator: Indicator | None) -> "EvidencePage":
        return cls(title="Add evidence", **_about(held, dimension, indicator))

    @classmethod
    def changing(cls, piece: Evidence) -> "EvidencePage":
        held = piece.self_assessment
        return cls(
            title="Change evidence",
            remove_href=reverse("assessments:remove_evidence", args=[held.uuid, piece.pk]),
            piece=EvidenceWords.of(
                piece, Scale.of(held.framework.levels.all()), told_who=str(held.organisation), held=held
            ),
            version=evidence_version(piece),
            **_about(held, piece.dimension, piece.indicator),
        )

    @classmethod
    def against(cls, refusal: StaleEvidence, seen: Evidence) -> "EvidencePage":
        """The piece as somebody else left it, or where it is gone, the page on which it is added anew."""
        who = str(refusal.by or "Somebody")
        if refusal.current:
            return replace(cls.changing(refusal.current), warned=str(refusal), who=who)
        held, indicator = seen.self_assessment, seen.indicator
        action = reverse("assessments:add_evidence", args=[held.uuid, seen.dimension.code])
        asked = f"?{urlencode({'indicator': indicator.code})}" if indicator else ""
        return replace(cls.adding(held, seen.dimension, indicator), warned=str(refusal), who=who, action=action + asked)


def _about(held: SelfAssessment, dimension: Dimension, indicator: Indicator | None) -> dict:
    its_page = [(str(dimension), dimension_address(held, dimension.code))] if _is_asked(held, dimension) else []
    return {
        "caption": whose(held),
        "place": str(indicator or f"dimension {dimension}"),
        "question": indicator.question if indicator else dimension.summary,
        "breadcrumbs": [*crumbs(held), *its_page],
        "back_href": back_to(held, dimension, indicator),
        "words_of": dimension.framework.version,
    }


def back_to(held: SelfAssessment, dimension: Dimension, indicator: Indicator | None) -> str:
    """To the question where the person came from; where its version is not asked any more, to the task list."""
    if not _is_asked(held, dimension):
        return reverse("assessments:detail", args=[held.uuid])
    asked = dimension.indicators.count()
    if indicator is None:
        return dimension_address(held, dimension.code, part_with(asked, asked or 1), "whole")
    number = dimension.indicators.filter(position__lte=indicator.position).count()
    return dimension_address(held, dimension.code, part_with(number, asked), f"indicator-{indicator.code}")


def _is_asked(held: SelfAssessment, dimension: Dimension) -> bool:
    return dimension.framework_id == held.framework_id
