"""Fetches what a heatmap rests on: the cycle, its columns, who was asked and where, what counts. Hides nothing.

Always the same few queries, however many organisations there are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from assessments.folding import folded
from assessments.levels import CellValue
from assessments.models import (
    Cell,
    Cycle,
    Region,
    SelfAssessment,
)
from assessments.models.snapshots import CELL_FIELDS
from assessments.pages.scale import Scale
from frameworks.models import Dimension, Framework, MaturityLevel, RecommendedAction
from reports.bodies import Body, ICSPlace, bodies_of, ics_places, places_of_bodies
from reports.matrix import DIMENSION, INDICATOR, WITH_INDICATORS, Column, Submission
from reports.query import HeatmapQuery, unknown_value


def cycles_for(user) -> list[Cycle]:
    """The cycles that this person may know of, latest first, each with `has_submissions`."""
    counting = SelfAssessment.objects.counting().filter(cycle=OuterRef("pk"))
    visible = Cycle.objects.visible_to(user).latest_first()
    return list(visible.select_related("framework").annotate(has_submissions=Exists(counting)))


def chosen_cycle(cycles: list[Cycle], slug: str) -> Cycle | None:
    """The one asked for; else the latest opened with anything submitted; else the latest. May raise BadQuery."""
    if slug:
        cycle = next((cycle for cycle in cycles if cycle.slug == slug), None)
        if cycle is None:
            raise unknown_value("cycle", slug)
        return cycle
    opened = [cycle for cycle in cycles if cycle.opens_on <= timezone.localdate()]
    submitted = [cycle for cycle in opened if cycle.has_submissions]
    return next(iter(submitted or opened or cycles), None)


@dataclass(frozen=True)
class Stock:
    """What is stored about one cycle, as far as this viewer's reports may rest on it.

    `levels`: the slugs of the levels, lowest first; versions with the same ones can be compared. `dimension`: the code
    of the one whose indicators alone were read; empty for all.
    """

    cycle: Cycle
    scale: Scale
    columns: tuple[Column, ...]
    bodies: tuple[Body, ...]
    ics_places: tuple[ICSPlace, ...]
    submissions: tuple[Submission, ...]
    levels: tuple[str, ...] = ()
    dimension: str = ""

    @property
    def columns_read(self) -> tuple[Column, ...]:
        """Those of which there are cells: all dimensions, and indicators as far as they were asked for."""
        return tuple(c for c in self.columns if c.kind == DIMENSION or self.dimension in ("", c.family))

    @cached_property
    def dimensions(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.kind == DIMENSION)

    def columns_of(self, kind: str, dimension: str = "") -> tuple[Column, ...]:
        """Of one kind, or dimensions with their indicators behind them."""
        kinds = (DIMENSION, INDICATOR) if kind == WITH_INDICATORS else (kind,)
        return tuple(c for c in self.columns if c.kind in kinds and (not dimension or c.family == dimension))

    def region_of_ics(self, day: date) -> dict[str, str]:
        """The name of the region by the slug of the ICS."""
        return {place.ics.slug: place.placed.region.name for place in self.ics_places if place.placed.is_in_force(day)}


def stock_of(user, cycle: Cycle, *kinds: str, dimension: str = "") -> Stock:
    """`kinds`: of the cells wanted; those of dimensions come always, for every submission has them.

    `dimension`: no other indicators are read. WITH_INDICATORS without one: those of the first.
    """
    return stocks_of(user, [cycle], *kinds, dimension=dimension)[0]


def stocks_of(
    user,
    cycles: Sequence[Cycle],
    *kinds: str,
    dimension: str = "",
    needed: Callable[[Mapping[int, tuple[Column, ...]]], Q] | None = None,
    has_all_ics: bool = True,
) -> list[Stock]:
    """The same of several cycles; what is one for all of them is fetched once. `dimension`: only of one version.

    `needed`: from the columns, by framework, to what cells of indicators are read, where these are not all.
    Without `has_all_ics` it knows only ICSs in which somebody was asked, which saves a query where none is looked up.
    """
    levels, columns = _levels(cycles), _columns(cycles)
    ours = columns[cycles[0].framework_id]
    if WITH_INDICATORS in kinds:
        kinds, dimension = (INDICATOR,), dimension or next((column.code for column in ours), "")
    if dimension:
        codes = [column.code for column in ours if column.kind == INDICATOR and column.family == dimension]
    which = needed(columns) if needed else Q(code__in=codes) if dimension else Q()
    submissions = _submissions(user, cycles, {DIMENSION, *kinds}, which)
    bodies = bodies_of(user, cycles)
    places = tuple(ics_places()) if has_all_ics else None
    return [
        Stock(
            cycle,
            Scale.of(levels[cycle.framework_id]),
            columns[cycle.framework_id],
            bodies[cycle.pk],
            places_of_bodies(bodies[cycle.pk]) if places is None else places,
            tuple(submissions[cycle.pk]),
            tuple(level.slug for level in levels[cycle.framework_id]),
            dimension,
        )
        for cycle in cycles
    ]


def _levels(cycles: Iterable[Cycle]) -> dict[int, list[MaturityLevel]]:
    """By framework, lowest first."""
    found: dict[int, list[MaturityLevel]] = {cycle.framework_id: [] for cycle in cycles}
    for level in MaturityLevel.objects.filter(framework__in=found).order_by("position"):
        found[level.framework_id].append(level)
    return found


def _columns(cycles: Iterable[Cycle]) -> dict[int, tuple[Column, ...]]:
    """By framework: dimensions and then their indicators, each in its order."""
    rows = (
        Dimension.objects.filter(framework__in={cycle.framework_id for cycle in cycles})
        .annotate(has_advice=Exists(RecommendedAction.objects.current().filter(supports=OuterRef("indicators__pk"))))
        .order_by("position", "indicators__position")
        .values_list(
            *("framework", "code", "title"),
            *("indicators__code", "indicators__title", "indicators__equivalent_to", "has_advice"),
        )
    )
    dimensions: dict[int, dict[str, Column]] = {cycle.framework_id: {} for cycle in cycles}
    indicators: dict[int, list[Column]] = {cycle.framework_id: [] for cycle in cycles}
    for framework, code, title, indicator, indicator_title, equivalent_to, has_advice in rows:
        whole = dimensions[framework].setdefault(code, Column(DIMENSION, code, title, code, title))
        dimensions[framework][code] = replace(whole, has_advice=whole.has_advice or has_advice)
        if indicator is not None:
            column = Column(INDICATOR, indicator, indicator_title, code, title, tuple(equivalent_to or ()), has_advice)
            indicators[framework].append(column)
    return {framework: (*dimensions[framework].values(), *indicators[framework]) for framework in dimensions}


def _submissions(user, cycles: Iterable[Cycle], kinds: set[str], which: Q) -> dict[int, list[Submission]]:
    """By cycle. `which`: of the cells of indicators."""
    gathered: dict[int, dict[tuple, dict]] = {cycle.pk: {} for cycle in cycles}
    counting = Cell.objects.comparable_by(user).for_cycles(cycles).counting().of_kinds(*kinds)
    if which:
        counting = counting.filter(Q(kind=DIMENSION) | which)
    for row in counting.as_rows_of_cycles():
        cells = gathered[row[0]].setdefault(tuple(row[1:5]), {})
        cells[(row.kind, row.code)] = CellValue(**{name: getattr(row, name) for name in CELL_FIELDS})
    return {cycle: [Submission(*whose, cells) for whose, cells in found.items()] for cycle, found in gathered.items()}


def with_cells_of(user, stock: Stock, codes: Iterable[str]) -> Stock:
    """The same, with the cells of these indicators from every submission; one query."""
    found = _submissions(user, [stock.cycle], {INDICATOR}, Q(code__in=list(codes)))[stock.cycle.pk]
    further = {(one.organisation, one.initiative): one.cells for one in found}
    return replace(
        stock,
        submissions=tuple(
            replace(one, cells={**one.cells, **further.get((one.organisation, one.initiative), {})})
            for one in stock.submissions
        ),
    )


def earlier_submissions(
    user, stock: Stock, cycles: Iterable[Cycle], dimension: str
) -> tuple[Cycle | None, list[Submission]]:
    """The latest of the cycles before, on the same levels, in which she may see anybody by name; and what counts there.

    Of the dimension as a whole, and in one query: a cycle of which she sees nothing is as if it were not.
    """
    before = {one.pk: one for one in cycles if one.opens_on < stock.cycle.opens_on and one.has_submissions}
    seen = SelfAssessment.objects.visible_to(user).counting()
    seen = seen.filter(cycle__in=before, cycle__framework__in=_versions_with_the_levels_of(stock))
    cells = Cell.objects.comparable_by(user).counting().of_kinds(DIMENSION).filter(code=dimension)
    found: dict[int, list[Submission]] = {}
    for row in cells.filter(snapshot__self_assessment__in=seen).as_rows_of_cycles():
        cell = CellValue(**{name: getattr(row, name) for name in CELL_FIELDS})
        found.setdefault(row[0], []).append(Submission(*row[1:5], {(row.kind, row.code): cell}))
    last = max((before[pk] for pk in found), key=lambda cycle: (cycle.opens_on, cycle.pk), default=None)
    return last, found[last.pk] if last else []


def _versions_with_the_levels_of(stock: Stock):
    """Versions of the cycle's framework with the same levels in the same order."""
    ours = MaturityLevel.objects.filter(framework=stock.cycle.framework_id)
    same = ours.filter(position=OuterRef("position"), slug=OuterRef("slug"))
    unlike = MaturityLevel.objects.filter(~Exists(same), framework=OuterRef("pk"))
    versions = Framework.objects.filter(slug=stock.cycle.framework.slug).annotate(level_count=Count("levels"))
    return versions.filter(~Exists(unlike), level_count=stock.scale.count).values("pk")


def with_places_found(query: HeatmapQuery, stock: Stock) -> HeatmapQuery:
    """The query with the slugs of its places and the code of its dimension. Raises BadQuery for what does not exist."""
    found = {"cycle": stock.cycle.slug}
    if query.dimension and query.dimension not in {column.code for column in stock.dimensions}:
        raise unknown_value("dimension", query.dimension)
    if query.ics:
        found["ics"] = _found("ics", query.ics, names_of_ics(stock.ics_places))
    if query.region:
        found["region"] = _found("region", query.region, _names_of_regions(stock))
    return query.changed(**found)


def _found(name: str, value: str, slugs: dict[str, str]) -> str:
    if slug := slugs.get(value) or slugs.get(folded(value)):
        return slug
    if name == "region" and (region := Region.objects.filter(Q(slug=value) | Q(name__iexact=value)).first()):
        return region.slug
    raise unknown_value(name, value)


def names_of_ics(places: tuple[ICSPlace, ...]) -> dict[str, str]:
    """Slug by slug, folded name and folded alias; a slug wins over a name, and a name over an alias."""
    by_alias = {folded(alias): place.ics.slug for place in places for alias in place.aliases}
    by_name = {folded(place.ics.name): place.ics.slug for place in places}
    return by_alias | by_name | {place.ics.slug: place.ics.slug for place in places}


def _names_of_regions(stock: Stock) -> dict[str, str]:
    placed = [p for body in stock.bodies for p in body.placements] + [place.placed for place in stock.ics_places]
    return {folded(p.region.name): p.region.slug for p in placed} | {p.region.slug: p.region.slug for p in placed}
