"""From a person and a question to the movement that she may see: the one way that page and file take.

Both cycles are read as their heatmaps, suppressed as these are, and only then compared. Where a dimension would have to
be worked out again over the indicators that two framework versions share, its groups would say something that neither
heatmap says. So they are compared only for a viewer who sees everybody by name in both cycles.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q

from assessments.models import Cycle
from reports.heatmaps import Heatmap, heatmap_of
from reports.matrix import DIMENSION, INDICATOR, ORGANISATION, WITH_INDICATORS, Column
from reports.movement import MoveRow, Pair, movement, over_indicators, pairs_of
from reports.query import BadQuery, Query, TrendsQuery, unknown_value
from reports.reading import Stock, chosen_cycle, cycles_for, stocks_of


@dataclass(frozen=True)
class Trend:
    """What one person sees in answer to one question; nothing in it is more than the two heatmaps show.

    `before` and `after`: None where there are not two cycles. `pairs`: the columns, as the moves in each row.
    `withheld`: dimensions that are not compared because she does not see everybody by name.
    `moved`: slugs of the rows whose place, or whose organisations, changed between the two days.
    """

    query: TrendsQuery
    cycles: tuple[Cycle, ...] = ()
    cycle: Cycle | None = None
    before: Heatmap | None = None
    after: Heatmap | None = None
    pairs: tuple[Pair, ...] = ()
    rows: tuple[MoveRow, ...] = ()
    withheld: tuple[Column, ...] = ()
    moved: frozenset[str] = frozenset()

    @property
    def is_limited(self) -> bool:
        return bool(self.after) and (self.after.is_limited or self.before.is_limited)

    @property
    def has_same_version(self) -> bool:
        return self.before.stock.cycle.framework_id == self.after.stock.cycle.framework_id

    @property
    def has_same_levels(self) -> bool:
        return self.before.stock.levels == self.after.stock.levels


def trend_for(user, query: TrendsQuery) -> Trend:
    """Raises BadQuery for what does not exist for her, and for a question that she may not ask."""
    cycles = tuple(cycles_for(user))
    cycle = chosen_cycle(list(cycles), query.cycle)
    if cycle is None:
        return Trend(query)
    query = query.changed(cycle=cycle.slug)
    earlier = earlier_cycle(cycles, cycle, query.against)
    if earlier is None:
        return Trend(query, cycles, cycle)
    query = query.changed(against=earlier.slug)
    before, after = two_stocks(user, earlier, cycle, query)
    if query.dimension and query.dimension not in {column.code for column in after.dimensions}:
        raise unknown_value("dimension", query.dimension)
    return compared(query, cycles, before, after)


def two_stocks(user, earlier: Cycle, cycle: Cycle, query: Query) -> list[Stock]:
    """Of both cycles. `query`: with `columns` and `dimension`.

    Between two versions it reads of indicators whole dimensions, as suppression looks at these whole; of dimensions the
    indicators over which they are worked out again.
    """
    if earlier.framework_id == cycle.framework_id:
        return stocks_of(user, (earlier, cycle), query.columns, dimension=query.dimension)

    def needed(columns: Mapping[int, tuple[Column, ...]]) -> Q:
        then, now = columns[earlier.framework_id], columns[cycle.framework_id]
        if query.columns == DIMENSION:
            return Q(code__in=codes_worked_out_again(earlier, cycle, columns, query.dimension))
        pairs = [one for one in _pairs_between(earlier, cycle, then, now) if _is_of(one, query.dimension)]
        families = {side.family for pair in pairs for side in (pair.before, pair.after) if side}
        named = [one.code for one in (*then, *now) if one.kind == INDICATOR and one.family in families]
        return Q(code__in=set(named))

    return stocks_of(user, (earlier, cycle), DIMENSION, INDICATOR, needed=needed)


def codes_worked_out_again(
    earlier: Cycle, cycle: Cycle, columns: Mapping[int, tuple[Column, ...]], dimension: str = ""
) -> set[str]:
    """Of the indicators over which dimensions are compared that two versions share in part. `columns`: by framework."""
    pairs = _pairs_between(earlier, cycle, columns[earlier.framework_id], columns[cycle.framework_id])
    return {code for pair in pairs if _is_of(pair, dimension) for both in pair.over for code in both}


def earlier_than(cycles: Iterable[Cycle], cycle: Cycle) -> list[Cycle]:
    """Latest first."""
    return [one for one in cycles if one.opens_on < cycle.opens_on]


def earlier_cycle(cycles: Iterable[Cycle], cycle: Cycle, slug: str = "") -> Cycle | None:
    """The one asked for; else the latest before in which anything was submitted that can be compared.

    May raise BadQuery.
    """
    cycles = list(cycles)
    earlier = earlier_than(cycles, cycle)
    if not slug:
        submitted = [one for one in earlier if one.has_submissions]
        alike = [one for one in submitted if one.framework.slug == cycle.framework.slug]
        return next(iter(alike or _declared_alike(cycle, submitted)), None)
    if slug not in {one.slug for one in cycles}:
        raise unknown_value("against", slug)
    found = next((one for one in earlier if one.slug == slug), None)
    if found is None:
        raise BadQuery(f"{slug} is not before {cycle.slug}. Choose an earlier cycle for “against”.")
    return found


def _declared_alike(cycle: Cycle, earlier: list[Cycle]) -> list[Cycle]:
    """Those by another framework to which this cycle's framework declares an indicator equivalent."""
    if not earlier:
        return []
    declared = cycle.framework.indicators.values_list("equivalent_to", flat=True)
    named = {reference.partition("#")[0] for references in declared for reference in references}
    return [one for one in earlier if one.framework.reference in named]


def compared(query: TrendsQuery, cycles: tuple[Cycle, ...], before: Stock, after: Stock) -> Trend:
    """The movement between two cycles that are fetched already. Raises BadQuery for a question she may not ask."""
    pairs = _pairs(before, after)
    is_limited = any(not body.is_seen for stock in (before, after) for body in stock.bodies)
    withheld: tuple[Column, ...] = ()
    if query.rows != ORGANISATION and is_limited:
        withheld = tuple(pair.after for pair in pairs if pair.over)
        pairs = tuple(replace(pair, over=(), is_shared=False) if pair.over else pair for pair in pairs)
    before, after = _over_shared(before, after, pairs)
    # In another version an indicator may lie in another dimension.
    dimension = query.dimension if before.cycle.framework_id == after.cycle.framework_id else ""
    then = heatmap_of(before, cycles, query.as_heatmap(before.cycle.slug, dimension))
    now = heatmap_of(after, cycles, query.as_heatmap(after.cycle.slug, dimension))
    asked = tuple(pair for pair in pairs if _is_asked(pair, query))
    rows = movement(then.matrix, now.matrix, asked, has_same_levels=before.levels == after.levels)
    return Trend(
        query,
        cycles,
        after.cycle,
        then,
        now,
        asked,
        rows,
        tuple(column for column in withheld if not query.dimension or column.code == query.dimension),
        _moved(then, now, query.rows),
    )


def _is_asked(pair: Pair, query: TrendsQuery) -> bool:
    return query.columns in (pair.column.kind, WITH_INDICATORS) and _is_of(pair, query.dimension)


def _is_of(pair: Pair, dimension: str) -> bool:
    return dimension in ("", pair.column.family)


def _pairs(before: Stock, after: Stock) -> tuple[Pair, ...]:
    return _pairs_between(before.cycle, after.cycle, before.columns, after.columns)


def _pairs_between(
    earlier: Cycle, later: Cycle, before: tuple[Column, ...], after: tuple[Column, ...]
) -> tuple[Pair, ...]:
    then, now = earlier.framework, later.framework
    if then.pk == now.pk:
        return tuple(Pair(column, column) for column in after)
    return pairs_of(
        before,
        after,
        version=f"{then.slug}@{then.version}",
        is_same_framework=then.slug == now.slug,
    )


def _over_shared(before: Stock, after: Stock, pairs: Iterable[Pair]) -> tuple[Stock, Stock]:
    """Both with those dimensions worked out again that are shared in part."""
    partly = [pair for pair in pairs if pair.over]
    then = {pair.before.code: tuple(code for code, _ in pair.over) for pair in partly}
    now = {pair.after.code: tuple(code for _, code in pair.over) for pair in partly}
    known = {column.key for column in before.columns}
    added = tuple(pair.before for pair in partly if pair.before.key not in known)
    return (
        replace(
            before,
            columns=(*before.columns, *added),
            submissions=over_indicators(before.submissions, then),
        ),
        replace(after, submissions=over_indicators(after.submissions, now)),
    )


def _moved(before: Heatmap, after: Heatmap, rows: str) -> frozenset[str]:
    """Organisations in another ICS or region; ICSs or regions with such an organisation."""
    found: set[str] = set()
    old = {body.key: body for body in before.stock.bodies}
    for body in after.stock.bodies:
        if body.key not in old or body.kind == "region":
            continue
        then, now = old[body.key].as_asked(before.day).groups, body.as_asked(after.day).groups
        for grouping in ("region", "ics") if rows == ORGANISATION else {rows} & {"region", "ics"}:
            slugs = {groups[grouping].slug for groups in (then, now) if grouping in groups}
            if then.get(grouping) != now.get(grouping):
                found |= {body.slug} if rows == ORGANISATION else slugs
    return frozenset(found)
