"""Evidence of a submission as people read it: each piece with its level, its age and its numbered source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assessments.models import EvidenceKind, SelfAssessment
from assessments.pages.dates import plain_day
from assessments.pages.scale import Scale
from assessments.pages.words import DocumentWords, ageing_words, contact_words, is_web_address


@dataclass(frozen=True)
class Source:
    """A numbered source; `href` where it is a web address."""

    number: int
    words: str
    href: str = ""


@dataclass
class Sources:
    """Numbers the sources in the order in which they are met; the same words are the same source."""

    found: dict[str, Source] = field(default_factory=dict)

    def numbered(self, words: str) -> Source | None:
        if not words:
            return None
        href = words if is_web_address(words) else ""
        return self.found.setdefault(words, Source(len(self.found) + 1, words, href))


@dataclass(frozen=True)
class Piece:
    """One piece of evidence. `lead`: its level, or else its kind; `kept_inside`: only its own members see it."""

    lead: str
    text: str
    href: str
    about: str
    contact: str
    source: Source | None
    kept_inside: bool
    code: str = ""
    document: DocumentWords | None = None
    ageing: str = ""

    @classmethod
    def of(cls, said: Mapping, said_by: SelfAssessment, scale: Scale, sources: Sources) -> "Piece":
        """`said`: as it was frozen."""
        kind, level = EvidenceKind(said["kind"]), ""
        if said["low"]:
            level = scale.words(said["low"], said["high"])
        lead = level if level and kind == EvidenceKind.OBSERVATION else ", ".join(filter(None, (kind.label, level)))
        dated = plain_day(date.fromisoformat(said["dated_on"])) if said["dated_on"] else ""
        return cls(
            lead=lead,
            text=said["text"],
            href=said["source"] if kind == EvidenceKind.LINK and is_web_address(said["source"]) else "",
            about=", ".join(filter(None, (said["attribution"], dated))),
            contact=contact_words(said),
            source=sources.numbered(said["source"]),
            kept_inside=not said["shared"],
            code=said["indicator"] or f"dimension {said['dimension']}",
            document=DocumentWords.of(said, said_by),
            ageing=ageing_words(said, said_by),
        )


def is_practice(said: Mapping) -> bool:
    return said["kind"] == EvidenceKind.BEST_PRACTICE


def by_level(said: Mapping) -> tuple:
    """Observations at a level first, from the lowest."""
    is_at_a_level = said["kind"] == EvidenceKind.OBSERVATION and said["low"] is not None
    return (not is_at_a_level, *((said["low"], said["high"]) if is_at_a_level else (0, 0)))
