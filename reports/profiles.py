"""From a person, a cycle and a place to the profile that she may see: of one organisation, or of an ICS or region.

Everything is taken from the heatmap of the cycle as she sees it, from its movement since the cycle before, and from
the submissions of those whom she sees by name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from django.db.models import Q

from assessments.levels import NOT_ANSWERED, CellValue
from assessments.models import Cycle, SelfAssessment
from assessments.pages.scale import Scale
from reports.bodies import Body
from reports.disclosure import suppress_small_groups
from reports.gaps import Gap, gaps_of
from reports.grouping import group_matrix
from reports.guidance import Guidance, guidance_for
from reports.heatmaps import Heatmap, heatmap_of
from reports.matrix import (
    DIMENSION,
    INDICATOR,
    ORGANISATION,
    WITH_INDICATORS,
    Asked,
    Matrix,
    Row,
    Submission,
    organisation_matrix,
)
from reports.movement import MoveRow
from reports.practice import Book, Example, shared_examples
from reports.query import HeatmapQuery, TrendsQuery
from reports.reading import Stock, cycles_for, stocks_of, with_cells_of
from reports.steps import Step, steps_of_group, steps_of_organisation, targets_of, with_others, with_words
from reports.trends import Trend, codes_worked_out_again, compared, earlier_cycle
from reports.weights import Weighed

GROUPS = ("ics", "region")


@dataclass(frozen=True)
class OrganisationProfile:
    """`one`: with its counting snapshot; `said`: its cells; `groups`: the rows of the ICS and region it lies in.

    `weighed`: the indicators that have weights, in the framework's order.
    """

    one: SelfAssessment
    stock: Stock
    body: Body
    said: Submission
    initiatives: tuple[str, ...]
    groups: tuple[Row, ...]
    trend: Trend
    steps: tuple[Step, ...]
    weighed: tuple[Weighed, ...]

    @property
    def scale(self) -> Scale:
        return self.stock.scale

    @property
    def matrix(self) -> Matrix:
        """Its row of the heatmap, with all dimensions and indicators."""
        asked = self.body.as_asked(self.stock.cycle.closes_on)
        return organisation_matrix([asked], [self.said], self.stock.columns_of(WITH_INDICATORS, ""))


@dataclass(frozen=True)
class GroupProfile:
    """`row`: all dimensions and indicators; `whole`: the row of the region around an ICS, None for a region itself.

    `members`: under an ICS those of its organisations that are seen by name, under a region its ICSs. `move`: None
    where there is no cycle before. `examples`: shared ones of those seen by name.
    """

    heatmap: Heatmap
    row: Row
    whole: Row | None
    asked: tuple[Asked, ...]
    members: Matrix
    gaps: tuple[Gap, ...]
    trend: Trend
    steps: tuple[Step, ...]
    examples: tuple[Example, ...]

    @property
    def scale(self) -> Scale:
        return self.heatmap.scale

    @property
    def stock(self) -> Stock:
        return self.heatmap.stock

    @property
    def matrix(self) -> Matrix:
        """Its row of the heatmap, and no other."""
        return replace(self.heatmap.matrix, rows=(self.row,))

    @property
    def move(self) -> MoveRow | None:
        return next((one for one in self.trend.rows if one.row.slug == self.row.slug), None)

    @property
    def is_all_seen(self) -> bool:
        """Whether the viewer sees everybody asked in it by name."""
        return all(one.is_seen for one in self.asked)

    @property
    def answered(self) -> int:
        """How many answered; to be said only where everybody is seen."""
        submitted = {one.organisation for one in self.heatmap.submissions}
        return sum(one.key in submitted for one in self.asked)


@dataclass(frozen=True)
class Stored:
    """A cycle, and the one before with which its movement is worked out."""

    cycles: tuple[Cycle, ...]
    stock: Stock
    before: Stock | None

    @classmethod
    def of(cls, user, slug: str, organisation: str = "") -> "Stored | None":
        """None for a cycle that does not exist for her. `organisation`: of no other are there indicators."""
        cycles = tuple(cycles_for(user))
        cycle = next((one for one in cycles if one.slug == slug), None)
        if cycle is None:
            return None
        earlier = earlier_cycle(cycles, cycle)
        asked = [one for one in (cycle, earlier) if one]

        def needed(columns) -> Q:
            """Of the cycle before only what it takes to compare dimensions."""
            if organisation:
                return Q(snapshot__self_assessment__organisation__slug=organisation)
            again = codes_worked_out_again(earlier, cycle, columns) if earlier else ()
            return Q(snapshot__self_assessment__cycle=cycle) | Q(code__in=again)

        stock, *before = stocks_of(user, asked, INDICATOR, needed=needed, has_all_ics=False)
        return cls(cycles, stock, before[0] if before else None)

    def heatmap(self, rows: str, columns: str) -> Heatmap:
        return heatmap_of(self.stock, self.cycles, HeatmapQuery(self.stock.cycle.slug, rows, columns))

    def trend(self, rows: str, columns: str) -> Trend:
        query = TrendsQuery(self.stock.cycle.slug, rows=rows, columns=columns)
        if self.before is None:
            return Trend(query, self.cycles, self.stock.cycle)
        query = query.changed(against=self.before.cycle.slug)
        return compared(query, self.cycles, self.before, self.stock)

    def of_one(self, body: Body, initiative: str) -> "Stored":
        """With nothing in it but one organisation, or one of its initiatives."""

        def alone(stock: Stock | None) -> Stock | None:
            return stock and replace(
                stock,
                bodies=tuple(one for one in stock.bodies if one.key == body.key),
                submissions=tuple(
                    one for one in stock.submissions if (one.organisation, one.initiative) == (body.key, initiative)
                ),
            )

        return replace(self, stock=alone(self.stock), before=alone(self.before))


def organisation_profile_for(
    user, cycle: str, organisation: str, initiative: str | None = None
) -> OrganisationProfile | None:
    """None for whatever she may not see by name, and for what has not submitted anything."""
    stored = Stored.of(user, cycle, organisation)
    body = _seen(stored, organisation)
    if body is None:
        return None
    stock = stored.stock
    own = sorted((one for one in stock.submissions if one.organisation == body.key), key=lambda one: one.initiative)
    said = next((one for one in own if initiative in (None, one.initiative)), None)
    if said is None:
        return None
    steps = steps_of_organisation(said, stock)
    lowest = {step.lowest.code for step in steps if step.lowest}
    steps = with_others(steps, said, with_cells_of(user, stock, lowest))
    ones = _submitted(user, stock.cycle, {body.key, *(further.key for step in steps for further in step.everybody)})
    one = next((one for one in ones if (one.organisation_id, one.initiative) == (body.key, said.initiative)), None)
    if one is None:
        return None
    guidance = guidance_for(stock.cycle.framework_id, targets_of(steps), with_weights=True)
    return OrganisationProfile(
        one,
        stock,
        body,
        said,
        tuple(one.initiative for one in own),
        _rows_around(stored.heatmap(ORGANISATION, DIMENSION), body),
        stored.of_one(body, said.initiative).trend(ORGANISATION, WITH_INDICATORS),
        with_words(
            steps, guidance, shared_examples((one for one in ones if one.organisation_id != body.key), _book(stock))
        ),
        tuple(_weighed(guidance, said)),
    )


def _weighed(guidance: Guidance, said: Submission) -> Iterable[Weighed]:
    for code, levels in groupby(guidance.weights, key=attrgetter("indicator")):
        held = list(levels)
        cell = said.cells.get((INDICATOR, code), CellValue(NOT_ANSWERED))
        to_check = frozenset(one.position for one in held if one.is_to_check)
        yield Weighed(code, [one.weight for one in held], cell.low, cell.high, to_check)


def _seen(stored: Stored | None, organisation: str) -> Body | None:
    bodies = stored.stock.bodies if stored else ()
    return next((body for body in bodies if body.slug == organisation and body.is_seen), None)


def _submitted(user, cycle: Cycle, organisations: Iterable[int]) -> list[SelfAssessment]:
    seen = SelfAssessment.objects.visible_to(user).counting().of(organisations).filter(cycle=cycle)
    return list(seen.with_names().select_related("counting_snapshot").order_by("organisation__name", "initiative"))


def _rows_around(heatmap: Heatmap, body: Body) -> tuple[Row, ...]:
    """The groups that it lay in when the cycle closed, the narrowest first; itself alone is no group."""
    lies_in = body.as_asked(heatmap.day).groups
    rows = [
        row
        for matrix in sorted(heatmap.groups, key=lambda matrix: GROUPS.index(matrix.row_kind))
        for row in matrix.rows
        if row.kind in lies_in and lies_in[row.kind].slug == row.slug
    ]
    return tuple(row for row in rows if any((cell.of or 0) > 1 for cell in row.cells))


def _book(stock: Stock) -> Book:
    titles = {(c.family, c.code if c.kind == INDICATOR else ""): c.title for c in stock.columns}
    return Book(stock.scale, tuple(zip(stock.levels, stock.scale.names, strict=True)), titles)


def group_profile_for(user, cycle: str, kind: str, slug: str) -> GroupProfile | None:
    """None for a cycle that does not exist for her, and for a place in which nobody was asked then."""
    stored = Stored.of(user, cycle)
    if stored is None:
        return None
    heatmap, stock = stored.heatmap(kind, WITH_INDICATORS), stored.stock
    row = next((row for row in heatmap.matrix.rows if row.slug == slug), None)
    if row is None:
        return None
    asked = tuple(one for one in heatmap.asked if one.is_counted and one.lies_in(kind, slug))
    ones = _submitted(user, stock.cycle, {one.key for one in asked if one.is_seen})
    examples = tuple(shared_examples(ones, _book(stock)))
    steps = steps_of_group(row, heatmap.matrix.columns, stock.scale)
    guidance = guidance_for(stock.cycle.framework_id, targets_of(steps))
    return GroupProfile(
        heatmap,
        row,
        _whole(heatmap, row),
        asked,
        _members(heatmap, row, asked),
        gaps_of([row], heatmap.asked, heatmap.submissions, stock.dimensions),
        stored.trend(kind, DIMENSION),
        with_words(steps, guidance, examples),
        examples,
    )


def _whole(heatmap: Heatmap, row: Row) -> Row | None:
    """The row of the region that an ICS lies in, suppressed as everywhere."""
    if row.kind == "region":
        return None
    regions = group_matrix("region", heatmap.asked, heatmap.submissions, heatmap.stock.dimensions)
    shown = suppress_small_groups(regions, heatmap.hidden)
    return next((region for region in shown.rows if region.name == row.parent), None)


def _members(heatmap: Heatmap, row: Row, asked: Iterable[Asked]) -> Matrix:
    stock = heatmap.stock
    if row.kind == "ics":
        return organisation_matrix(asked, heatmap.submissions, stock.dimensions)
    parents = stock.region_of_ics(heatmap.day)
    systems = group_matrix("ics", heatmap.asked, heatmap.submissions, stock.dimensions, parents)
    inside = tuple(one for one in systems.rows if one.parent == row.name)
    return suppress_small_groups(replace(systems, rows=inside), heatmap.hidden)
