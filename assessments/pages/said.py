"""What people said of one indicator, for the eyes of somebody who has said it too: sentence, picture, table."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.consensus import JOINT, SIDES, Talk, View
from assessments.models import Contribution
from assessments.pages.consensus_picture import NARROW, WIDE, Picture, description, picture
from assessments.pages.consensus_words import Piece, people_words, plain, sector_name, sentence
from assessments.pages.scale import Scale
from frameworks.models import Indicator

NOT_NAMED = "A colleague who asked not to be named"
CANNOT_SAY = "Cannot say"


@dataclass(frozen=True)
class Said:
    """What one person said, named only if she allowed it."""

    who: str
    level: str
    confidence: str
    reason: str
    has_level: bool = True

    @classmethod
    def of(cls, contribution: Contribution, scale: Scale) -> "Said":
        has_level = contribution.low is not None
        return cls(
            _who(contribution.contributor),
            scale.words(contribution.low, contribution.high) if has_level else CANNOT_SAY,
            contribution.get_confidence_display() if has_level else "",
            contribution.reason,
            has_level,
        )


@dataclass(frozen=True)
class SectorGroup:
    name: str
    nobody: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class TalkedOf:
    """One indicator with all that people said of it: sentence, picture, table."""

    code: str
    title: str
    question: str
    is_split: bool
    sentence: tuple[Piece, ...]
    pictures: tuple[Picture, ...]
    picture_title: str
    picture_words: str
    groups: tuple[SectorGroup, ...]
    has_joint: bool

    @classmethod
    def of(cls, indicator: Indicator, contributions: Iterable[Contribution], scale: Scale) -> "TalkedOf":
        contributions = sorted(contributions, key=_by_level)
        views = [View(c.contributor.sector, c.low, c.high, c.confidence) for c in contributions]
        talk = Talk.of(views)
        words = sentence(talk, scale)
        joint = talk.sides[JOINT]
        drawn = tuple(picture(views, scale, sheet) for sheet in (WIDE, NARROW)) if talk.all.people else ()
        return cls(
            indicator.code,
            indicator.title,
            indicator.question,
            talk.is_split,
            words,
            drawn,
            f"What {people_words(talk.all.people)} said of {indicator.code}, by sector",
            f"{description(views, scale)} {plain(words)}",
            tuple(_groups(contributions, talk, scale)),
            bool(joint.people or joint.unsure),
        )


def _by_level(contribution: Contribution) -> tuple:
    """From the lowest level, and not in the order in which people were asked: that could tell who is not named."""
    low = contribution.low is None, contribution.low or 0, contribution.high or 0
    return *low, _who(contribution.contributor), contribution.reason


def _groups(contributions: list[Contribution], talk: Talk, scale: Scale) -> Iterable[SectorGroup]:
    for side in SIDES:
        said = tuple(Said.of(c, scale) for c in contributions if c.contributor.sector == side)
        if said or side != JOINT:
            name = sector_name(side)
            yield SectorGroup(name, "" if said else f"Nobody has spoken for {name.lower()} here yet.", said)


def _who(contributor) -> str:
    if not contributor.may_be_named:
        return NOT_NAMED
    return ", ".join(filter(None, [contributor.name or str(contributor.user or contributor), contributor.job_title]))
