"""A level of a profile as it is drawn: its words, the class that colours it and its strip. Works none out."""

from dataclasses import dataclass

from assessments.pages.scale import Scale, Strip
from reports.pages.heatmap_cells import ABSENT


@dataclass(frozen=True)
class Level:
    """A level or span in words, or the words of what is missing. `look` is the class that colours it."""

    words: str
    look: str
    strip: Strip | None = None

    @classmethod
    def of(cls, scale: Scale, status: str, low: int | None, high: int | None, middle: float | None = None) -> "Level":
        if low is None:
            look, words = ABSENT[status]
            return cls(words, look)
        look = f"level-{low}-of-{scale.count}" if low == high else "span"
        return cls(scale.words(low, high), look, scale.strip(low, high, middle))
