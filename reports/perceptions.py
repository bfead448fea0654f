"""From a person and a question to the perception gaps that she may see: page, picture and file take it alike."""

from dataclasses import dataclass, replace
from functools import cached_property

from assessments.consensus import JOINT
from assessments.pages.scale import Scale
from reports.gaps import Gap, gaps_of, largest_first
from reports.heatmaps import Heatmap, heatmap_for
from reports.matrix import INDICATOR, ORGANISATION, Row
from reports.place_gaps import place_gaps_for
from reports.query import GapsQuery


@dataclass(frozen=True)
class Perceptions:
    """What one person sees in answer to one question; nothing in `gaps` is more than she may see.

    `leaves_out`: of her own organisation some indicators are missing, on which she has not said what she thinks.
    """

    query: GapsQuery
    heatmap: Heatmap
    gaps: tuple[Gap, ...] = ()
    leaves_out: bool = False

    @property
    def scale(self) -> Scale:
        return self.heatmap.scale

    @property
    def groups(self) -> tuple[Row, ...]:
        """Those with gaps, told or not, in their order."""
        return tuple({gap.group.slug: gap.group for gap in self.gaps}.values())

    @property
    def is_within(self) -> bool:
        """Whether the sides are people of one organisation, rather than organisations of a group."""
        return self.query.rows == ORGANISATION

    @cached_property
    def told(self) -> tuple[Gap, ...]:
        """Those with a level on both sides, the largest first."""
        return largest_first(self.gaps)

    @cached_property
    def shown_groups(self) -> frozenset[str]:
        """The slugs of the groups of which everybody asked is seen by name."""
        return frozenset(gap.group.slug for gap in self.gaps if not gap.is_hidden)

    @property
    def joint(self) -> int:
        """How many organisations of the groups shown speak for both sides jointly."""
        grouping, shown = self.query.rows, self.shown_groups
        return sum(
            one.is_counted
            and one.lies_in("sector", JOINT)
            and grouping in one.groups
            and one.groups[grouping].slug in shown
            for one in self.heatmap.asked
        )


def perceptions_for(user, query: GapsQuery) -> Perceptions:
    """Raises BadQuery for a cycle or dimension that does not exist for her."""
    if query.rows == ORGANISATION:
        query = replace(query, columns=INDICATOR)
    heatmap = heatmap_for(user, query.as_heatmap)
    query = replace(query, cycle=heatmap.query.cycle)
    matrix = heatmap.matrix
    if query.rows == ORGANISATION:
        return Perceptions(query, heatmap, *(place_gaps_for(user, heatmap) if heatmap.stock else ()))
    return Perceptions(query, heatmap, gaps_of(matrix.rows, heatmap.asked, heatmap.submissions, matrix.columns))
