"""Weighted totals against the maximum, of a framework whose levels have weights. Pure: no database, no Django.

As the NHS Sustainability Model does it (Maher, Gustafson and Evans, 2010): the weight of the level of each factor is
added up, and held against the sum of the highest weights: 31.1 for Process, 52.4 for Staff and 16.5 for Organisation,
together 100 (Implementation Science Communications, s43058-021-00205-x, table 5). What the model does not know is
ours: a span counts from the weight of its lowest level to that of its highest, so a total may be a range; what has no
level is left out of the own total and never of the maximum. There is no mean in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.matrix import DIMENSION, INDICATOR, Column

NOTHING = Decimal(0)
# Three corners make a picture.
FEWEST_AXES = 3


@dataclass(frozen=True)
class Weighed:
    """One indicator: its weights, the lowest level first, and the span that was rated, if any, as positions.

    `to_check`: the positions whose weight no source confirms yet.
    """

    code: str
    weights: Sequence[Decimal]
    low: int | None = None
    high: int | None = None
    to_check: frozenset[int] = frozenset()

    @property
    def is_rated(self) -> bool:
        return self.low is not None

    @property
    def own(self) -> tuple[Decimal, Decimal] | None:
        """The least and the most that its span can add; None without a level. A higher level may weigh no more."""
        if self.low is None:
            return None
        within = self.weights[self.low - 1 : self.high]
        return min(within), max(within)

    @property
    def maximum(self) -> Decimal:
        return max(self.weights)

    @property
    def shares(self) -> tuple[Decimal, Decimal] | None:
        """What it adds as shares of its maximum, from 0 to 1; None without a level, or where nothing can be added."""
        if self.own is None or self.maximum <= 0:
            return None
        least, most = (max(weight, NOTHING) / self.maximum for weight in self.own)
        return least, most

    @property
    def checks_own(self) -> int:
        """How many weights of its own span are still to be checked: those of its two ends."""
        return len({self.low, self.high} & self.to_check)

    @property
    def checks_maximum(self) -> int:
        """1 where every level of the greatest weight is still to be checked."""
        greatest = {position for position, weight in enumerate(self.weights, start=1) if weight == self.maximum}
        return int(greatest <= self.to_check)


@dataclass(frozen=True)
class WeightedTotal:
    """`least` and `most`: None where no indicator has a level. `to_check`: of the weights in the own total."""

    least: Decimal | None
    most: Decimal | None
    maximum: Decimal
    rated: int
    of: int
    to_check: int
    maximum_to_check: int

    @property
    def is_whole(self) -> bool:
        """Whether it can be compared with another: nothing was left out of it."""
        return self.rated == self.of

    @classmethod
    def of_indicators(cls, weighed: Iterable[Weighed]) -> "WeightedTotal":
        every = list(weighed)
        own = [one.own for one in every if one.own is not None]
        return cls(
            sum((least for least, _ in own), NOTHING) if own else None,
            sum((most for _, most in own), NOTHING) if own else None,
            sum((one.maximum for one in every), NOTHING),
            len(own),
            len(every),
            sum(one.checks_own for one in every),
            sum(one.checks_maximum for one in every),
        )


@dataclass(frozen=True)
class WeighedDimension:
    """One dimension that has weights: its indicators with theirs, and their sum."""

    column: Column
    indicators: tuple[tuple[Column, Weighed], ...]

    @property
    def total(self) -> WeightedTotal:
        return WeightedTotal.of_indicators(one for _, one in self.indicators)


def by_dimension(weighed: Iterable[Weighed], columns: Sequence[Column]) -> Iterable[WeighedDimension]:
    """In the order of `columns`, which hold dimensions and indicators."""
    by_code = {one.code: one for one in weighed}
    for dimension in (column for column in columns if column.kind == DIMENSION):
        inside = tuple(
            (column, by_code[column.code])
            for column in columns
            if column.kind == INDICATOR and column.family == dimension.code and column.code in by_code
        )
        if inside:
            yield WeighedDimension(dimension, inside)
