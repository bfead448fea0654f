"""What can be saved as a view: a question that its own report has answered for this person. Writes nothing."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from reports.arranged import arranged_for
from reports.comparisons import comparison_for
from reports.models import SavedView
from reports.perceptions import perceptions_for
from reports.practice import library_for
from reports.query import (
    BadQuery,
    CompareQuery,
    GapsQuery,
    HeatmapPageQuery,
    PracticeQuery,
    Query,
    SpansQuery,
    TrendsQuery,
    read_query,
    unknown_value,
)
from reports.spans import span_chart_for
from reports.trends import trend_for

# The names of a query that say of which cycle it is.
CYCLES = ("cycle", "against")
# Where one stood in a list is no part of a view.
PASSING = ("page",)


@dataclass(frozen=True)
class Savable:
    """A report: its query, and the way from a person and a query to what she may see.

    `has_newest`: where no cycle is named it takes the newest, rather than all.
    """

    query: type[Query]
    answer: Callable
    has_newest: bool = True


# By the name of the address.
SAVABLE = {
    "heatmap": Savable(HeatmapPageQuery, arranged_for),
    "spans": Savable(SpansQuery, span_chart_for),
    "compare": Savable(CompareQuery, comparison_for),
    "trends": Savable(TrendsQuery, trend_for),
    "gaps": Savable(GapsQuery, perceptions_for),
    "practice": Savable(PracticeQuery, library_for, has_newest=False),
}


@dataclass(frozen=True)
class Wanted:
    """A question that the report has answered: only `wanted_of` makes one. `found`: the cycles that it chose."""

    report: str
    query: Query
    found: dict[str, str]

    @property
    def names_cycle(self) -> bool:
        return bool(self.query.cycle)

    @property
    def may_follow(self) -> bool:
        """Whether "the newest cycle" means something here."""
        return SAVABLE[self.report].has_newest and bool(self.found["cycle"])

    @cached_property
    def settled(self) -> Query:
        """Of the cycles that it was answered for, whichever are newest later."""
        return self.query.changed(**self.found) if SAVABLE[self.report].has_newest else self.query

    @cached_property
    def following(self) -> Query:
        """Of the newest cycle, whichever that is when it is opened."""
        return self.query.changed(**dict.fromkeys(self.found, ""))


def wanted_of(user, report: str, given: QueryDict) -> Wanted:
    """Raises BadQuery for whatever the report refuses."""
    savable = SAVABLE[report]
    asked = read_query(given, savable.query)
    answered = savable.answer(user, asked).query
    names = savable.query.names()
    found = {name: getattr(answered, name) for name in CYCLES if name in names}
    return Wanted(report, asked.changed(**{name: "" for name in PASSING if name in names}), found)


def query_of(view: SavedView, known: Container[str]) -> Query:
    """The question of a saved view; `known`: slugs of the cycles of which its reader knows.

    Raises BadQuery where it cannot be asked any more. What else may be wrong with it the report says itself.
    """
    if view.report not in SAVABLE:
        raise BadQuery("There is no such report any more.")
    query = read_query(QueryDict(view.query), SAVABLE[view.report].query)
    for name in CYCLES:
        if (slug := getattr(view, name)) and slug not in known:
            raise unknown_value(name, slug)
    return query
