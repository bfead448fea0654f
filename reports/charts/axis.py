"""What runs across a chart, and the words over it: levels by name or by letter, or numbers of organisations."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.charts.look import is_narrow
from reports.drawing import LINE_HEIGHT, wrapped

# As wide as the script takes a column to be; on a narrow screen there is one over the whole width.
COLUMN, NARROW_WIDTH, LETTER = 122, 260, 9
AXIS_ROOM, TITLE_ROOM = 27, 24


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`, with words at places. `levels`: how many there are.

    `has_bands`: whether it runs along the levels.
    """

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    levels: int
    title: str = ""
    has_bands: bool = False

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    @property
    def room(self) -> int:
        """Pixels that its words need above it."""
        lines = max((words.count("<br>") + 1 for _, words in self.ticks), default=1)
        return AXIS_ROOM + LINE_HEIGHT * lines + (TITLE_ROOM if self.title else 0)


def level_axis(names: Sequence[str], letters: Sequence[str], across: int) -> Axis:
    """Levels by name; by letter where there is no room for names."""
    count = len(names)
    room = max(int(COLUMN * across / max(count, 1) / LETTER), 6)
    words = letters if is_narrow(across) else [wrapped(name, room) for name in names]
    return Axis(0.5, count + 0.5, tuple(enumerate(words, start=1)), count, has_bands=True)


def letters_key(names: Sequence[str], letters: Sequence[str], across: int) -> tuple[str, ...]:
    """A note that says what the letters mean, where they stand for the names."""
    if not is_narrow(across):
        return ()
    return (", ".join(f"{letter} {name}" for letter, name in zip(letters, names, strict=True)) + ".",)
