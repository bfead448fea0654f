"""What would become of all that was said in a cycle if it moved to a newer version now. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Model, QuerySet

from assessments.models import (
    Consensus,
    Contribution,
    Cycle,
    DimensionRating,
    Evidence,
    LeadNote,
    Rating,
    Status,
)
from assessments.versions import ANSWERS, DECLARED, EVIDENCE, NOTES, TALKS, VIEWS, Fate, Tally, Way, Ways
from frameworks.models import Framework


@dataclass(frozen=True)
class Following:
    """Rows that stand at a part of a framework and go where it goes. `owner`: the way to their self-assessment.

    `parts`: what they stand at; those with both stand at the indicator where they have one. `has_words`: they can be
    marked as given to other words.
    """

    name: str
    model: type[Model]
    parts: tuple[str, ...] = ("indicator",)
    owner: str = "self_assessment"
    has_words: bool = False

    def rows_of(self, cycle: Cycle) -> QuerySet:
        """Those of what is asked now, each with `whose`, the key of its self-assessment."""
        return self.model.objects.filter(**{f"{self.owner}__cycle": cycle}).annotate(whose=F(self.owner))


FOLLOWING = (
    Following(ANSWERS, Rating, has_words=True),
    Following(DECLARED, DimensionRating, ("dimension",), has_words=True),
    Following(EVIDENCE, Evidence, ("dimension", "indicator")),
    Following(VIEWS, Contribution, owner="contributor__self_assessment", has_words=True),
    Following(TALKS, Consensus),
    Following(NOTES, LeadNote),
)


@dataclass(frozen=True)
class Codes:
    """The parts of one version: codes by key."""

    indicators: dict[int, str]
    dimensions: dict[int, str]

    @classmethod
    def of(cls, framework: Framework) -> "Codes":
        return cls(
            dict(framework.indicators.values_list("pk", "code")), dict(framework.dimensions.values_list("pk", "code"))
        )

    def way(self, ways: Ways, *, dimension: int | None = None, indicator: int | None = None) -> Way:
        """Of what stands at these parts."""
        if indicator:
            return ways.indicators[self.indicators[indicator]]
        return ways.dimensions[self.dimensions[dimension]]


def fate_of(way: Way, following: Following, *, is_marked: bool) -> Fate:
    """What was to be confirmed before still is, wherever it goes along; what carries no mark never is."""
    if way.fate == Fate.TO_CONFIRM and not following.has_words:
        return Fate.KEPT_WITH_IT
    return Fate.TO_CONFIRM if is_marked and way.goes_along else way.fate


def goes_back(status: str, ways: Ways, tally: Tally) -> bool:
    """Whether a submission is in progress again after the move: something is left to say or to confirm."""
    to_confirm = tally[ANSWERS, Fate.TO_CONFIRM] + tally[DECLARED, Fate.TO_CONFIRM]
    return status in (Status.SUBMITTED, Status.AGREED) and (ways.is_asked_anew or bool(to_confirm))


def foreseen(cycle: Cycle, ways: Ways) -> dict[int, Tally]:
    """By the key of each self-assessment of which anything was said. The same few queries, however many there are."""
    codes = Codes.of(cycle.framework)
    tallies: dict[int, Tally] = {}
    for following in FOLLOWING:
        for whose, fate in _fates(following, cycle, ways, codes):
            tallies.setdefault(whose, Tally())[following.name, fate] += 1
    return tallies


def _fates(following: Following, cycle: Cycle, ways: Ways, codes: Codes) -> Iterator[tuple[int, Fate]]:
    fields = ("whose", *following.parts, *(("asked_as",) if following.has_words else ()))
    for row in following.rows_of(cycle).order_by().values(*fields):
        way = codes.way(ways, **{part: row[part] for part in following.parts})
        yield row["whose"], fate_of(way, following, is_marked=bool(row.get("asked_as")))
