"""From a person and a question to the heatmap that she may see: the one way that page, picture and files take."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from assessments.models import Cycle, Visibility
from assessments.pages.scale import Scale
from reports.disclosure import Disclosure, disclosure_for, suppress_small_groups
from reports.grouping import group_matrix
from reports.matrix import GROUPINGS, INDICATOR, ORGANISATION, Asked, Matrix, Submission, organisation_matrix
from reports.query import BadQuery, HeatmapQuery
from reports.reading import Stock, chosen_cycle, cycles_for, stock_of, with_places_found


@dataclass(frozen=True)
class Heatmap:
    """What one person sees in answer to one question; nothing in it is more than she may see.

    `asked` and `submissions`: those that the filters leave, with what she may not see by name among them: count these,
    never show them. `groups`: the regions and ICSs under a heatmap of organisations. `is_limited`: somebody was asked
    whom she may not see by name. `hidden`: what any further group of the same question must leave out too.
    """

    query: HeatmapQuery
    matrix: Matrix
    cycles: tuple[Cycle, ...] = ()
    stock: Stock | None = None
    day: date | None = None
    asked: tuple[Asked, ...] = ()
    submissions: tuple[Submission, ...] = ()
    groups: tuple[Matrix, ...] = ()
    is_limited: bool = False
    hidden: Disclosure = field(default_factory=Disclosure)

    @property
    def scale(self) -> Scale:
        return self.stock.scale if self.stock else Scale(())


def heatmap_for(user, query: HeatmapQuery) -> Heatmap:
    """Raises BadQuery for a cycle, place or dimension that does not exist for her, or a question she may not ask."""
    cycles = tuple(cycles_for(user))
    cycle = chosen_cycle(cycles, query.cycle)
    if cycle is None:
        return Heatmap(query, Matrix(query.rows, (), ()))
    stock = stock_of(user, cycle, query.columns, dimension=query.dimension)
    return heatmap_of(stock, cycles, query.changed(dimension=stock.dimension))


def heatmap_of(stock: Stock, cycles: tuple[Cycle, ...], query: HeatmapQuery) -> Heatmap:
    """Of what is fetched already. Raises BadQuery as heatmap_for does."""
    cycle, query = stock.cycle, with_places_found(query, stock)
    day = query.as_at or cycle.closes_on
    placed = [body.as_asked(day) for body in stock.bodies]
    left = [one for one in placed if all(one.lies_in(*wanted) for wanted in query.filters.items())]
    if query.rows != ORGANISATION:
        refuse_narrowing(query, left, cycle)
    return _drawn(query, stock, cycles, day, placed, left)


def refuse_narrowing(query: HeatmapQuery, left: Iterable[Asked], cycle: Cycle) -> None:
    """Raise BadQuery where a group with somebody unseen in it is to be cut smaller, or laid out another way."""
    if _is_plain(query, cycle) or all(one.is_seen for one in left):
        return
    raise BadQuery(
        "You may not see all of these organisations by name. For groups with others in them, ask for all "
        "organisations of the cycle on the boundaries of its closing date: leave out region, ics, kind, sector, "
        "reporting and as_at, or choose filters that leave only organisations that you see by name."
    )


def _is_plain(query: HeatmapQuery, cycle: Cycle) -> bool:
    return not query.filters and not query.reporting and query.as_at in (None, cycle.closes_on)


def _reporting(asked: Iterable[Asked], submissions: Iterable[Submission]) -> list[Asked]:
    """Those that say something of at least one dimension as a whole; a region's own statements are no report.

    Of those whom the viewer does not see by name she does not learn whether they do.
    """
    reporting = {submission.organisation for submission in submissions if submission.is_reporting}
    return [one for one in asked if one.is_seen and one.key in reporting and one.is_counted]


def _drawn(
    query: HeatmapQuery, stock: Stock, cycles: tuple[Cycle, ...], day: date, everyone: list[Asked], left: list[Asked]
) -> Heatmap:
    """`everyone`: asked in the cycle; `left`: of these, those that the filters by place, kind and sector leave."""
    asked = _reporting(left, stock.submissions) if query.reporting else left
    keys = {one.key for one in asked}
    submissions = [one for one in stock.submissions if one.organisation in keys]
    is_limited = any(not one.is_seen for one in left)
    may_group = not is_limited or _is_plain(query, stock.cycle)
    columns = stock.columns_of(query.columns, query.dimension)
    hidden = disclosure_of(stock, everyone) if is_limited else Disclosure()

    def grouped(grouping: str) -> Matrix:
        parents = stock.region_of_ics(day) if grouping == "ics" else {}
        return suppress_small_groups(group_matrix(grouping, asked, submissions, columns, parents), hidden)

    if query.rows in GROUPINGS:
        matrix, groups = grouped(query.rows), ()
    else:
        matrix = organisation_matrix(asked, submissions, columns)
        # Under all indicators at once the ICSs would make the page endless.
        shown = ("region",) if query.columns == INDICATOR and not query.dimension else ("region", "ics")
        groups = tuple(grouped(grouping) for grouping in shown) if may_group else ()
    return Heatmap(
        query,
        matrix,
        cycles,
        stock,
        day,
        tuple(asked),
        tuple(submissions),
        groups,
        is_limited=any(not one.is_seen for one in everyone),
        hidden=hidden,
    )


def disclosure_of(stock: Stock, everyone: Iterable[Asked], *, is_private: bool | None = None) -> Disclosure:
    """Only ever for a plain question, so that it is the same whichever groups and columns were asked for."""
    if is_private is None:
        is_private = stock.cycle.visibility == Visibility.PRIVATE
    return disclosure_for(
        everyone,
        stock.submissions,
        stock.columns_read,
        minimum=stock.cycle.minimum_group,
        is_private=is_private,
        levels=stock.scale.count,
    )
