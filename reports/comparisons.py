"""From a person and a question to the comparison of groups that she may see: page, picture and files take it alike."""

from dataclasses import dataclass, replace
from functools import cached_property

from assessments.pages.scale import Scale
from reports.disclosure import suppress_small_groups
from reports.grouping import group_matrix
from reports.heatmaps import Heatmap, disclosure_of, heatmap_for
from reports.matrix import Column, Matrix, Row
from reports.query import ALL, CompareQuery, unknown_value
from reports.reading import Stock

FEWEST_AXES = 3


@dataclass(frozen=True)
class Comparison:
    """What one person sees in answer to one question; nothing in it is more than she may see.

    `groups`: side by side, with all dimensions; `regions`: the rows under them, none where regions are compared;
    `shown`: the dimensions asked for. `elsewhere`: both matrices as somebody gets them who sees nobody by name; only
    for a viewer who sees everybody.
    """

    query: CompareQuery
    heatmap: Heatmap
    groups: Matrix
    regions: Matrix
    shown: tuple[Column, ...] = ()
    elsewhere: tuple[Matrix, Matrix] | None = None

    @property
    def scale(self) -> Scale:
        return self.heatmap.scale

    @property
    def stock(self) -> Stock | None:
        return self.heatmap.stock

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return (*self.groups.rows, *self.regions.rows)

    @property
    def has_axes(self) -> bool:
        """Whether there are enough dimensions to draw a radar."""
        return len(self.groups.columns) >= FEWEST_AXES

    def region_of(self, row: Row) -> Row | None:
        """The row to hold this one against: the region that it lies in, or the only one there is."""
        by_name = {region.name: region for region in self.regions.rows}
        if row.parent:
            return by_name.get(row.parent)
        return self.regions.rows[0] if len(by_name) == 1 else None


def comparison_for(user, query: CompareQuery) -> Comparison:
    """Raises BadQuery for what does not exist for her, and for a question that she may not ask."""
    heatmap = heatmap_for(user, query.as_heatmap)
    found = heatmap.query
    query = query.changed(cycle=found.cycle, region=found.region)
    stock = heatmap.stock
    if stock is None:
        return Comparison(query, heatmap, heatmap.matrix, Matrix("region", (), ()))
    return Comparison(
        query,
        heatmap,
        heatmap.matrix,
        _regions(heatmap),
        _shown(query, stock.dimensions),
        None if heatmap.is_limited else _elsewhere(stock, query.rows),
    )


def _shown(query: CompareQuery, dimensions: tuple[Column, ...]) -> tuple[Column, ...]:
    """The one asked for, else the first; a picture and ALL take them all."""
    if named := tuple(column for column in dimensions if column.code == query.dimension):
        return named
    if query.dimension not in ("", ALL):
        raise unknown_value("dimension", query.dimension)
    return dimensions if query.dimension == ALL or query.draw else dimensions[:1]


def _regions(heatmap: Heatmap) -> Matrix:
    if heatmap.matrix.row_kind == "region":
        return Matrix("region", heatmap.matrix.columns, ())
    whole = group_matrix("region", heatmap.asked, heatmap.submissions, heatmap.matrix.columns)
    return suppress_small_groups(whole, heatmap.hidden)


def _elsewhere(stock: Stock, grouping: str) -> tuple[Matrix, Matrix]:
    """All of the cycle on its own boundaries, which is all that others may ask for."""
    day = stock.cycle.closes_on
    strangers = [replace(body.as_asked(day), is_seen=False, is_own=False) for body in stock.bodies]
    hidden = disclosure_of(stock, strangers, is_private=False)
    parents = stock.region_of_ics(day) if grouping == "ics" else {}

    def grouped(by: str) -> Matrix:
        return suppress_small_groups(
            group_matrix(by, strangers, stock.submissions, stock.dimensions, parents if by == "ics" else {}), hidden
        )

    groups = grouped(grouping)
    return groups, replace(groups, rows=()) if grouping == "region" else grouped("region")
