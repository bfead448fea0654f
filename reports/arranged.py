"""From a person and the question of the heatmap page to the heatmap and the order of its rows. Files have their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assessments.models import Cycle
from reports.arrangement import MOVEMENT, Moves, Order, RowKey, arranged, key_of
from reports.heatmaps import Heatmap, heatmap_for, heatmap_of
from reports.matrix import ORGANISATION, Matrix, Row
from reports.movement import COMPARED
from reports.query import BadQuery, HeatmapPageQuery, HeatmapQuery, TrendsQuery, unknown_value
from reports.reading import chosen_cycle, cycles_for
from reports.trends import Trend, compared, earlier_cycle, two_stocks


@dataclass(frozen=True)
class Arranged:
    """`query`: with the places of the heatmap found. `earlier`: the cycle that movement is counted from, if any."""

    query: HeatmapPageQuery
    heatmap: Heatmap
    order: Order = field(default_factory=Order)
    pinned: frozenset[str] = frozenset()
    moves: Mapping[RowKey, Moves] = field(default_factory=dict)
    earlier: Cycle | None = None

    def rows_of(self, matrix: Matrix) -> list[Row]:
        """In order. Movement is that of the first matrix; what stands under it keeps to places then."""
        if matrix.row_kind == self.heatmap.matrix.row_kind:
            return arranged(matrix.rows, matrix.columns, self.order, moves=self.moves, pinned=self.pinned)
        return arranged(matrix.rows, matrix.columns, Order() if self.order.by == MOVEMENT else self.order)


def arranged_for(user, query: HeatmapPageQuery) -> Arranged:
    """Raises BadQuery as heatmap_for does, and for an order that there is not."""
    order = Order.read(query.sort)
    if order is None:
        raise unknown_value("sort", query.sort)
    found = _with_movement(user, query.as_heatmap) if order.by == MOVEMENT else None
    heatmap, moves, earlier = found or (heatmap_for(user, query.as_heatmap), {}, None)
    order = _of_known_column(order, heatmap)
    pins = frozenset(filter(None, (slug.strip() for slug in query.pin.split(","))))
    query = HeatmapPageQuery(**vars(heatmap.query), sort=order.written, pin=query.pin)
    return Arranged(query, heatmap, order, pins, moves, earlier)


def _of_known_column(order: Order, heatmap: Heatmap) -> Order:
    """A column that is not shown here, because others were asked for, leaves it to all that are."""
    if not order.column or order.column in {column.code for column in heatmap.matrix.columns}:
        return order
    if heatmap.stock and order.column in {column.code for column in heatmap.stock.columns}:
        return replace(order, column="")
    raise unknown_value("sort", order.written)


def _with_movement(user, query: HeatmapQuery) -> tuple[Heatmap, dict[RowKey, Moves], Cycle] | None:
    """The heatmap with what its rows have moved since the last cycle; None where there is none before."""
    cycles = tuple(cycles_for(user))
    cycle = chosen_cycle(list(cycles), query.cycle)
    earlier = earlier_cycle(cycles, cycle) if cycle else None
    if earlier is None:
        return None
    before, after = two_stocks(user, earlier, cycle, query)
    heatmap = heatmap_of(after, cycles, query)
    if query.rows != ORGANISATION and (query.filters or query.reporting):
        raise BadQuery(
            "Movement of groups is worked out for all organisations of the cycle. Leave out region, ics, kind, sector "
            "and reporting, or sort in another way."
        )
    names = ("rows", "columns", "dimension", "as_at")
    asked = TrendsQuery(cycle=cycle.slug, against=earlier.slug, **{name: getattr(query, name) for name in names})
    return heatmap, _moves(compared(asked, cycles, before, after)), earlier


def _moves(trend: Trend) -> dict[RowKey, Moves]:
    """By row, then by the code of the column as it is now."""
    return {
        key_of(one.row): {
            pair.column.code: move.difference
            for pair, move in zip(trend.pairs, one.moves, strict=True)
            if move.status == COMPARED
        }
        for one in trend.rows
        if one.is_here
    }
