"""Levels as words and strips: one scale for every page that shows a level. Knows no answer and no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from assessments.levels import midpoint, typical_position

LONGEST_FORM = 3


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

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """A short form of each name, no two alike: its first letters, or its position where those would not do.

        Words with which all begin are left out: “Level B” is B.
        """
        words = [name.split() for name in self.names]
        shared = len(list(takewhile(lambda same: len(set(same)) == 1, zip(*words, strict=False))))
        own = [" ".join(one[shared:]) for one in words]
        forms = tuple(_beginning(name, own[:n] + own[n + 1 :]) for n, name in enumerate(own))
        is_short = all(0 < len(form) <= LONGEST_FORM for form in forms)
        return forms if is_short else tuple(str(position) for position in self.positions)

    def words(self, low: int, high: int) -> str:
        """A level by its name, a span as "Emerging to Developing"."""
        return self.name(low) if low == high else f"{self.name(low)} to {self.name(high)}"

    def strip(self, low: int, high: int, middle: float | None = None) -> Strip:
        """The span filled in; a notch under the typical level of `middle` where it is more than one level."""
        steps = tuple(Step(n, low <= n <= high) for n in self.positions)
        if low == high:
            return Strip(steps)
        return Strip(steps, typical_position(midpoint(low, high) if middle is None else middle))


def _beginning(name: str, others: Sequence[str]) -> str:
    """As few of its first letters as no other name begins with; empty where there are none."""
    starts = (name[:length] for length in range(1, len(name) + 1))
    folded = [other.casefold() for other in others]
    return next((start for start in starts if not any(one.startswith(start.casefold()) for one in folded)), "")
