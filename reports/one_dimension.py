"""Which dimension a page shows where it is asked for more indicators than fit on one. Files hold all that was asked."""

from dataclasses import dataclass
from typing import Generic

from django.db.models import Count

from frameworks.pages.parts import MOST_ON_ONE_PAGE
from reports.matrix import INDICATOR, ORGANISATION
from reports.query import Asked, GapsQuery
from reports.reading import chosen_cycle, cycles_for


@dataclass(frozen=True)
class Fitting(Generic[Asked]):
    """`query`: what the page answers. `asked`: how many indicators were asked for, 0 where all fit."""

    query: Asked
    asked: int = 0

    @property
    def words(self) -> str:
        """Empty where the page shows all that was asked."""
        if not self.asked:
            return ""
        return (
            f"All {self.asked:,} indicators at once are too many for one page, so you see those of dimension "
            f"{self.query.dimension}. Choose another dimension above. The files hold all of them."
        )

    def of_files(self, query: Asked) -> Asked:
        """`query`: that of the page; files hold what was asked."""
        return query.changed(dimension="") if self.asked else query


def fitting(user, query: Asked) -> Fitting[Asked]:
    """Raises BadQuery for a cycle that does not exist for her."""
    if query.dimension or not _asks_indicators(query):
        return Fitting(query)
    cycle = chosen_cycle(cycles_for(user), query.cycle)
    if cycle is None:
        return Fitting(query)
    counts = cycle.framework.dimensions.order_by("position").annotate(count=Count("indicators"))
    sizes = list(counts.values_list("code", "count"))
    asked = sum(count for _, count in sizes)
    return Fitting(query) if asked <= MOST_ON_ONE_PAGE else Fitting(query.changed(dimension=sizes[0][0]), asked)


def _asks_indicators(query: Asked) -> bool:
    """Within organisations there are gaps of indicators alone."""
    return query.columns == INDICATOR or (isinstance(query, GapsQuery) and query.rows == ORGANISATION)
