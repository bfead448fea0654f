"""What several people say of one indicator, put side by side: counts, spread, median, split, perception gap.

Pure: no database, no Django. It proposes no level: the median is where talking starts. All medians are multiples of a
quarter, and so exact as floats.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from assessments.levels import midpoint

SOCIAL_CARE, HEALTH, JOINT = "social-care", "health", "joint"
SIDES = (SOCIAL_CARE, HEALTH, JOINT)

# Farther apart than this, two views are split.
ONE_LEVEL = 1


@dataclass(frozen=True)
class View:
    """What one person says. `low` and `high` are positions of levels, both None where she cannot say."""

    sector: str
    low: int | None = None
    high: int | None = None
    confidence: str = ""

    @property
    def has_level(self) -> bool:
        return self.low is not None

    @property
    def midpoint(self) -> float:
        return midpoint(self.low, self.high)


@dataclass(frozen=True)
class Spread:
    """Some views together. `people` gave a level, `unsure` cannot say; without a level the rest is None or 0.

    `distance`: how far the two that differ most lie apart, in levels, by their midpoints; `is_of_one_mind`: all gave
    the same level or span.
    """

    people: int
    unsure: int
    low: int | None = None
    high: int | None = None
    median: float | None = None
    distance: float = 0
    is_of_one_mind: bool = False

    @classmethod
    def of(cls, views: Iterable[View]) -> "Spread":
        views = list(views)
        said = [view for view in views if view.has_level]
        unsure = len(views) - len(said)
        if not said:
            return cls(0, unsure)
        middles = [view.midpoint for view in said]
        return cls(
            len(said),
            unsure,
            min(view.low for view in said),
            max(view.high for view in said),
            median(middles),
            max(middles) - min(middles),
            len({(view.low, view.high) for view in said}) == 1,
        )

    @property
    def is_split(self) -> bool:
        """Whether any two views lie more than one level apart."""
        return self.distance > ONE_LEVEL


@dataclass(frozen=True)
class Gap:
    """Median of the social care side less that of the health side, in levels, with how many spoke on each."""

    levels: float
    social_care: int
    health: int


@dataclass(frozen=True)
class Talk:
    """The views of one indicator: all together, and by the sector that each speaks for."""

    all: Spread
    sides: dict[str, Spread]

    @classmethod
    def of(cls, views: Iterable[View]) -> "Talk":
        views = list(views)
        sides = {side: Spread.of(view for view in views if view.sector == side) for side in SIDES}
        return cls(Spread.of(views), sides)

    @property
    def is_split(self) -> bool:
        return self.all.is_split

    @property
    def gap(self) -> Gap | None:
        """None where a side has no level. Who speaks for both counts on neither side."""
        social_care, health = self.sides[SOCIAL_CARE], self.sides[HEALTH]
        if social_care.median is None or health.median is None:
            return None
        return Gap(social_care.median - health.median, social_care.people, health.people)


@dataclass(frozen=True)
class Side:
    """What one side may say outside the organisation: its median, and how many it is of."""

    median: float
    people: int


def sides_to_tell(talk: Talk, *, minimum: int) -> tuple[Side, Side] | None:
    """Social care and health, or None where what one person said could be read off a side.

    That is where fewer than `minimum` gave a level on it, or all of them the same.
    """
    sides = [talk.sides[SOCIAL_CARE], talk.sides[HEALTH]]
    if any(side.people < minimum or side.is_of_one_mind for side in sides):
        return None
    return tuple(Side(side.median, side.people) for side in sides)


def place_words(middle: float, names: Sequence[str]) -> str:
    """Where a median lies: "at Emerging", "between Emerging and Developing, a little nearer Emerging".

    `names` of the levels, lowest first.
    """
    below = int(middle)
    beyond = middle - below
    lower = names[below - 1]
    if not beyond:
        return f"at {lower}"
    upper = names[below]
    if beyond == 0.5:
        return f"halfway between {lower} and {upper}"
    return f"between {lower} and {upper}, a little nearer {lower if beyond < 0.5 else upper}"
