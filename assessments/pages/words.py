"""Answers and evidence in words, from the live rows or from a submission as it was frozen. Asks no question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from aligns_site.document_file import KINDS, size_words
from assessments.ageing import is_ageing
from assessments.levels import Given
from assessments.models import Answer, AnswerStatus, Confidence, Evidence, EvidenceKind, Reason, SelfAssessment
from assessments.pages.dates import moment_day, plain_day
from assessments.pages.scale import Scale, Strip

LOOK_AGAIN = "Look whether it is still true."
PLEASE_CONFIRM = "Please confirm: it was said to other words than those of today."
NUMBER_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def number_words(number: int) -> str:
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else f"{number:,}"


def purpose_words(held) -> str:
    """Oakshire uses “One team” to see how far it has come. `held`: a self-assessment with its names."""
    whose = f"the work on “{held.initiative}”" if held.initiative else "it"
    return f"{held.organisation} uses “{held.framework.title}” to see how far {whose} has come."


def many(number: int, one: str, more: str = "") -> str:
    """1 indicator; 8 indicators. `more`: the plural, where it is not made with an s."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def to_confirm_words(count: int) -> str:
    """Empty for none."""
    if not count:
        return ""
    return "1 answer is to be confirmed" if count == 1 else f"{count} answers are to be confirmed"


def listed(words: Sequence[str]) -> str:
    """a, b and c"""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def listed_names(names: Sequence[str]) -> str:
    """The same for names that may have commas, or "and", in them."""
    if not any("," in name or " and " in name for name in names):
        return listed(names)
    return "; and ".join(filter(None, ("; ".join(names[:-1]), *names[-1:])))


def saved_words(at: datetime) -> str:
    """ "Saved at 10:42" today, "Saved on 3 May 2026" before."""
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return f"Saved at {local:%H:%M}"
    return f"Saved on {plain_day(local.date())}"


@dataclass(frozen=True)
class AnswerWords:
    """One answer as people read it. `strip` is None where there is no level."""

    words: str
    strip: Strip | None = None
    reason: str = ""
    comment: str = ""
    source: str = ""
    confidence: str = ""
    is_answered: bool = True
    brought: str = ""
    on_record: str = ""
    to_confirm: str = ""

    @classmethod
    def of(cls, answer: Answer | Mapping | None, scale: Scale) -> "AnswerWords":
        """`answer` is a stored answer, or one from a snapshot's content with the same names."""
        if answer is None:
            return cls("Not answered", is_answered=False)
        said = answer if isinstance(answer, Mapping) else vars(answer)
        common = {"comment": said["comment"], "source": said["source"], "confidence": confidence_words(said)}
        common |= {"brought": brought_words(answer), "on_record": said.get("minority_view", "")}
        common["to_confirm"] = PLEASE_CONFIRM if said.get("asked_as") or said.get("asked_as_id") else ""
        if said["status"] != AnswerStatus.RATED:
            return cls(AnswerStatus(said["status"]).label, reason=Reason(said["reason"]).label, **common)
        low, high = said["low"], said["high"]
        return cls(scale.words(low, high), scale.strip(low, high), **common)


def confidence_words(said: Mapping) -> str:
    """Said only where it is not simply high."""
    if said["confidence"] == Confidence.HIGH and not said["confidence_note"]:
        return ""
    words = f"{Confidence(said['confidence']).label} confidence"
    return f"{words}: {said['confidence_note']}" if said["confidence_note"] else f"{words}."


def brought_words(said: Answer | Evidence | Mapping) -> str:
    """From where an answer or a piece of evidence was copied, as long as nobody changed it since; else nothing.

    Of a submission only the cycle and the day: who pressed the button is known in the organisation alone.
    """
    if isinstance(said, Mapping):
        origin = said.get("brought_from")
        return f"Brought forward from {origin['name']} on {plain_day(_as_date(origin['on']))}." if origin else ""
    if said.brought_from_id is None:
        return ""
    by, at = (said.added_by, said.added_at) if isinstance(said, Evidence) else (said.changed_by, said.changed_at)
    return f"Brought forward from {said.brought_from.cycle} by {by} on {moment_day(at)}. {LOOK_AGAIN}"


def is_brought(piece: Evidence | Mapping) -> bool:
    return bool(piece.get("brought_from") if isinstance(piece, Mapping) else piece.brought_from_id)


def given_of(said: Answer | Mapping) -> Given:
    """An answer as the arithmetic takes it."""
    said = said if isinstance(said, Mapping) else vars(said)
    return Given(said["status"], said["low"], said["high"], said["confidence"])


@dataclass(frozen=True)
class DocumentWords:
    """A document as people read it, "Plan.pdf (PDF, 240 KB)", and the address from which whoever may see it has it."""

    words: str
    href: str

    @classmethod
    def of(cls, piece: Evidence | Mapping, held: SelfAssessment) -> "DocumentWords | None":
        """None where the piece has no document. `held`: the self-assessment that says it."""
        if isinstance(piece, Mapping):
            said = piece.get("document")
        else:
            document = getattr(piece, "document", None)
            said = document and document.as_content
        if not said:
            return None
        words = f"{said['name']} ({KINDS[said['kind']].label}, {size_words(said['size'])})"
        return cls(words, reverse("assessments:document", args=[held.uuid, said["uuid"]]))


def ageing_words(piece: Evidence | Mapping, held: SelfAssessment) -> str:
    """ "Ageing: older than 24 months", counted to the close of its cycle; nothing for what is newer or has no date."""
    dated = piece["dated_on"] if isinstance(piece, Mapping) else piece.dated_on
    months = settings.EVIDENCE_AGES_AFTER_MONTHS
    if not is_ageing(_as_date(dated), closes_on=held.cycle.closes_on, months=months):
        return ""
    return f"Ageing: older than {months} months"


@dataclass(frozen=True)
class EvidenceWords:
    """One piece of evidence as people read it. `change` is the key by which its page is asked for, 0 for none."""

    heading: str
    text: str
    about: str
    href: str = ""
    change: int = 0
    document: DocumentWords | None = None
    ageing: str = ""
    brought: str = ""

    @classmethod
    def of(
        cls,
        piece: Evidence | Mapping,
        scale: Scale,
        *,
        change: int = 0,
        told_who: str = "",
        held: SelfAssessment | None = None,
    ) -> "EvidenceWords":
        """`told_who`: the organisation, where it is to be said whether others may read this.

        `held`: the self-assessment that says it, where its document and its age are to be shown.
        """
        said = piece if isinstance(piece, Mapping) else vars(piece)
        kind = EvidenceKind(said["kind"]).label
        level = f", {scale.words(said['low'], said['high'])}" if said["low"] else ""
        href = said["source"] if kind == EvidenceKind.LINK.label and is_web_address(said["source"]) else ""
        words = cls(
            f"{kind}{level}.", said["text"], _about(said, href, told_who), href, change, brought=brought_words(piece)
        )
        if held is None:
            return words
        return replace(words, document=DocumentWords.of(piece, held), ageing=ageing_words(piece, held))


def is_web_address(text: str) -> bool:
    """Whether it may be shown as a link: other kinds of address could run something."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in text)


def contact_words(said: Mapping) -> str:
    """Whom others may ask. What was kept before there were contacts has no such key."""
    return f"Ask {said['contact']}." if said.get("contact") else ""


def _about(said: Mapping, href: str, told_who: str) -> str:
    dated = _as_date(said["dated_on"])
    parts = [said["attribution"], "" if href else said["source"], plain_day(dated) if dated else ""]
    about = ", ".join(filter(None, parts))
    shared = ""
    if told_who:
        shared = f"Others outside {told_who} may read it." if said["shared"] else f"Not shared outside {told_who}."
    return " ".join(filter(None, (about and f"{about}.", contact_words(said), shared)))


def _as_date(said: date | str | None) -> date | None:
    return date.fromisoformat(said) if isinstance(said, str) and said else said or None


@dataclass(frozen=True)
class Answers:
    """What one self-assessment says, whoever reads it: by the codes of its indicators and dimensions.

    `on_record`: views that stand beside the live answers to indicators. A submission holds them in its ratings.
    """

    scale: Scale
    ratings: Mapping[str, Answer | Mapping]
    declared: Mapping[str, Answer | Mapping]
    evidence: Mapping[tuple[str, str], list[Evidence | Mapping]]
    on_record: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_content(cls, content: Mapping, scale: Scale, *, shared_only: bool) -> "Answers":
        """A submission as it was. Outside the organisation, only the evidence that it shares."""
        pieces = content["evidence"]
        return cls(
            scale,
            {said["indicator"]: said for said in content["ratings"]},
            {said["dimension"]: said for said in content["dimension_ratings"]},
            by_place(piece for piece in pieces if piece["shared"] or not shared_only),
        )

    def rating(self, code: str) -> AnswerWords:
        words = AnswerWords.of(self.ratings.get(code), self.scale)
        return replace(words, on_record=self.on_record[code]) if self.on_record.get(code) else words

    def declaration(self, code: str) -> AnswerWords | None:
        return AnswerWords.of(self.declared[code], self.scale) if code in self.declared else None

    def pieces(self, dimension: str, indicator: str = "") -> list[Evidence | Mapping]:
        return self.evidence.get((dimension, indicator), [])


def by_place(pieces: Iterable[Evidence | Mapping]) -> dict[tuple[str, str], list[Evidence | Mapping]]:
    """Evidence by (code of dimension, code of indicator or nothing)."""
    placed: dict[tuple[str, str], list[Evidence | Mapping]] = {}
    for piece in pieces:
        placed.setdefault(_place(piece), []).append(piece)
    return placed


def _place(piece: Evidence | Mapping) -> tuple[str, str]:
    if isinstance(piece, Mapping):
        return piece["dimension"], piece["indicator"]
    return piece.dimension.code, piece.indicator.code if piece.indicator else ""
