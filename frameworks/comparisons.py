"""Two versions beside each other, counted as people count changes. Pure."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum

from frameworks.changes import Changes, IndicatorChange, Kind, Scale, changes
from frameworks.definition import FrameworkDefinition


class Sort(Enum):
    """As people count changes: each indicator change is of one sort. The words follow a number."""

    SAME = "the same"
    REWORDED = "reworded"
    MOVED = "moved"
    REWEIGHTED = "with other weights"
    SPLIT = "split"
    MERGED = "merged"
    REGROUPED = "split and merged"
    NEW = "new"
    GONE = "gone"


BY_KIND = {
    Kind.REWORDED: Sort.REWORDED,
    Kind.SPLIT: Sort.SPLIT,
    Kind.MERGED: Sort.MERGED,
    Kind.REGROUPED: Sort.REGROUPED,
    Kind.NEW: Sort.NEW,
    Kind.GONE: Sort.GONE,
}
# Said even where there are none, for that is what people look for.
ALWAYS_SAID = (Sort.SAME, Sort.REWORDED, Sort.NEW, Sort.GONE)
SCALE_WORDS = {
    Scale.SAME: "The levels are the same.",
    Scale.REWORDED: "The levels are the same, in other words.",
    Scale.OTHER: "The levels are others.",
}
# What a file says beside its levels, dimensions and indicators.
ASIDE = {
    "title": "title",
    "summary": "summary",
    "publisher": "publisher",
    "judges": "what it judges",
    "sources": "sources",
}


@dataclass(frozen=True)
class Comparison:
    """An older and a newer definition with what became of each part. `aside`: what else differs, in words."""

    older: FrameworkDefinition
    newer: FrameworkDefinition
    changes: Changes

    @classmethod
    def of(cls, older: FrameworkDefinition, newer: FrameworkDefinition) -> "Comparison":
        return cls(older, newer, changes(older, newer))

    @property
    def counts(self) -> dict[Sort, int]:
        """How many indicators of each sort, in the order of `Sort`; without those that nobody misses."""
        counted = Counter(map(sort_of, self.changes.indicators))
        return {sort: counted[sort] for sort in Sort if counted[sort] or sort in ALWAYS_SAID}

    @property
    def aside(self) -> list[str]:
        heads = self.older.framework, self.newer.framework
        said = [words for key, words in ASIDE.items() if getattr(heads[0], key) != getattr(heads[1], key)]
        has_same_actions = self.older.recommended_actions == self.newer.recommended_actions
        return said if has_same_actions else [*said, "recommended actions"]

    @property
    def words(self) -> str:
        """In a line: `Beside garden@1.0: 3 indicators the same, 0 reworded, 1 new, 0 gone. The levels are the same.`"""
        numbers = [f"{count:,} {sort.value}" for sort, count in self.counts.items()]
        same = self.counts[Sort.SAME]
        numbers[0] = f"{same:,} indicator{'' if same == 1 else 's'} the same"
        return f"Beside {self.older.reference}: {', '.join(numbers)}. {SCALE_WORDS[self.changes.scale]}"


def sort_of(change: IndicatorChange) -> Sort:
    if change.kind != Kind.SAME:
        return BY_KIND[change.kind]
    if change.is_moved:
        return Sort.MOVED
    return Sort.REWEIGHTED if change.is_reweighted else Sort.SAME
