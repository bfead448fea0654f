"""Levels as words and strips: one scale for every page that shows a level. Knows no answer and no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.levels import midpoint, typical_position


@dataclass(frozen=True)
class Step:
    position: int
    filled: bool


@dataclass(frozen=True)
class Strip:
    """All levels as small boxes, those of a span filled; `typical` has a notch under it, None for none."""

    steps: tuple[Step, ...]
    typical: int | None = None

    @property
    def count(self) -> int:
        return len(self.steps)


@dataclass(frozen=True)
class Scale:
    """The names of a framework's maturity levels, lowest first. Positions count from 1."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, levels: Sequence) -> "Scale":
        return cls(tuple(level.name for level in sorted(levels, key=lambda level: level.position)))

    @property
    def count(self) -> int:
        return len(self.names)

    @property
    def positions(self) -> range:
        return range(1, self.count + 1)

    def name(self, position: int) -> str:
        return self.names[position - 1]

    def words(self, low: int, high: int) -> str:
        """A level by its name, a span as "Emerging to Developing"."""
        return self.name(low) if low == high else f"{self.name(low)} to {self.name(high)}"

    def strip(self, low: int, high: int, middle: float | None = None) -> Strip:
        """The span filled in; a notch under the typical level of `middle` where it is more than one level."""
        steps = tuple(Step(n, low <= n <= high) for n in self.positions)
        if low == high:
            return Strip(steps)
        return Strip(steps, typical_position(midpoint(low, high) if middle is None else middle))
