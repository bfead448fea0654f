"""How a poll stands: answers by option, and by side where nobody can be worked out from it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Fewer than so many people of one side are not shown apart.
SMALLEST_GROUP = 3


@dataclass(frozen=True)
class Group:
    """One side: answers to each option, in the order of the options."""

    side: str
    answers: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.answers)


@dataclass(frozen=True)
class Tally:
    """`answers` to each option, in their order; `groups` that may be shown; `withheld`: the sides that may not."""

    answers: tuple[int, ...]
    groups: tuple[Group, ...]
    withheld: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.answers)


def tally_of(counts: Mapping[tuple[int, str], int], options: Sequence[int], sides: Sequence[str]) -> Tally:
    """`counts`: (option, side) -> answers. `sides`: those to show apart; empty where the poll does not ask."""
    answers = tuple(sum(count for (key, _), count in counts.items() if key == option) for option in options)
    groups = [Group(side, tuple(counts.get((option, side), 0) for option in options)) for side in sides]
    shown = shown_groups(groups)
    return Tally(answers, tuple(shown), tuple(group.side for group in groups if group not in shown))


def shown_groups(groups: Sequence[Group]) -> list[Group]:
    """Those of three people or more, as long as those left out are none, or three or more together.

    All answers together are shown. Whoever takes the shown sides from them has the rest, so the rest must be a group
    too: where it is smaller, the smallest shown side joins it.
    """
    shown = sorted((group for group in groups if group.total >= SMALLEST_GROUP), key=lambda group: -group.total)
    rest = sum(group.total for group in groups) - sum(group.total for group in shown)
    while shown and 0 < rest < SMALLEST_GROUP:
        rest += shown.pop().total
    return [group for group in groups if group in shown]


def percent(part: int, whole: int) -> int:
    """Rounded, halves up; 0 of 0 is 0."""
    return (200 * part + whole) // (2 * whole) if whole else 0
