"""Whether a level that several organisations say alike follows from the dimension that is worked out with it. Pure.

Where all of them say the same of an indicator it is not shown. But a dimension is worked out from its indicators: its
figures beside those of the other indicators may leave one level possible for the one that is missing.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from statistics import median

Span = tuple[int, int]
Group = tuple[str, str]
# Where so many other levels were tried without an end, nothing is shown.
MOST_TRIED = 300


@dataclass(frozen=True)
class Voice:
    """What one organisation says: its span and midpoint in a dimension, and its span in each indicator answered.

    `groups`: the groups shown in which it lies; `is_held`: whether its indicators may be changed in thought.
    """

    key: int
    groups: frozenset[Group]
    span: Span
    middle: float
    parts: Mapping[str, Span]
    is_held: bool = False

    @property
    def is_worked_out(self) -> bool:
        """Else the dimension was declared, and does not go with its indicators."""
        return bool(self.parts) and (self.span, self.middle) == worked_out(self.parts.values())

    def saying(self, spans: Mapping[str, Span]) -> "Voice":
        """With these in place of its own, where it answered."""
        if not (self.is_held and self.is_worked_out):
            return self
        parts = {code: spans.get(code, own) for code, own in self.parts.items()}
        span, middle = worked_out(parts.values())
        return replace(self, parts=parts, span=span, middle=middle)


def worked_out(parts: Iterable[Span]) -> tuple[Span, float]:
    """A dimension's span and midpoint from those of its indicators, as submissions work them out."""
    parts = list(parts)
    span = (min(low for low, _ in parts), max(high for _, high in parts))
    return span, float(median((low + high) / 2 for low, high in parts))


def may_be_otherwise(
    voices: Sequence[Voice],
    alike: Mapping[str, Span],
    levels: int,
    decisions: Callable[[Sequence[Voice]], Hashable],
) -> bool:
    """Whether each of the indicators `alike` could have another span, with all that is shown as it is.

    Goes from one possible world to the next. All worlds that can be reached from each other give the same answer, so
    the answer itself tells nothing. `decisions`: what is shown of the dimension at all.
    """
    shown, decided = _figures(voices), decisions(voices)
    spans = [(low, high) for low in range(1, levels + 1) for high in range(low, levels + 1)]
    start = tuple(sorted(alike.items()))
    possible, tried = [start], {start}
    for world in possible:
        for code, span in product(alike, spans):
            other = tuple(sorted((dict(world) | {code: span}).items()))
            if other in tried:
                continue
            tried.add(other)
            said = [voice.saying(dict(other)) for voice in voices]
            if _figures(said) == shown and decisions(said) == decided:
                possible.append(other)
                if all(len({dict(one)[code] for one in possible}) > 1 for code in alike):
                    return True
        if len(tried) > MOST_TRIED:
            return False
    return False


def _figures(voices: Iterable[Voice]) -> dict[Group, tuple]:
    """Lowest, highest and median of every group shown."""
    inside: dict[Group, list[Voice]] = {}
    for voice in voices:
        for group in voice.groups:
            inside.setdefault(group, []).append(voice)
    return {
        group: (min(v.span[0] for v in found), max(v.span[1] for v in found), median(v.middle for v in found))
        for group, found in inside.items()
    }
