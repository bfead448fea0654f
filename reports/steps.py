"""What comes next in each dimension: its lowest indicator, the next level in the framework's words, who is further on.

Takes the levels that a viewer is shown, and names only those whom she sees by name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assessments.levels import NOT_APPLICABLE, CellValue, typical_position
from assessments.pages.scale import Scale
from reports.guidance import Advice, Guidance
from reports.matrix import DIMENSION, INDICATOR, Column, Distribution, Row, Submission
from reports.practice import Example
from reports.reading import Stock

MOST_EXAMPLES = 2


@dataclass(frozen=True)
class Further:
    """Another organisation (or initiative of one), seen by name, that is further on in a column."""

    key: int
    slug: str
    name: str
    initiative: str
    cell: CellValue


@dataclass(frozen=True)
class Step:
    """One dimension. `rated` of `of` indicators have a level, those that do not apply left out. `lowest`: the one to
    begin with, None where none has a level; `alike`: as low as that one.

    `target`: the position of the level above its lowest, None where there is none above; `words`: the framework's for
    that level, empty where it has none. `further`: in that indicator; `ahead`: in the dimension as a whole.
    `distribution`: of a group in its lowest indicator, None where it may not be shown. `advice`: recommended actions
    for its lowest indicator and for those as low, where there are any; `offered`: how many there are for the dimension.
    """

    dimension: Column
    cell: CellValue
    rated: int = 0
    of: int = 0
    lowest: Column | None = None
    lowest_cell: CellValue | None = None
    alike: tuple[Column, ...] = ()
    target: int | None = None
    words: str = ""
    is_draft: bool = False
    further: tuple[Further, ...] = ()
    ahead: tuple[Further, ...] = ()
    examples: tuple[Example, ...] = ()
    distribution: Distribution | None = None
    advice: tuple[Advice, ...] = ()
    offered: int = 0

    @property
    def named(self) -> tuple[Column, ...]:
        """The indicators from which there is a next level to show."""
        return (self.lowest, *self.alike) if self.target else ()

    @property
    def everybody(self) -> tuple[Further, ...]:
        return (*self.further, *self.ahead)


def steps_of_organisation(said: Submission, stock: Stock) -> tuple[Step, ...]:
    """From the lowest level of its lowest indicator."""
    return tuple(_steps(said.cells, stock.columns, stock.scale, from_low=True))


def with_others(steps: Iterable[Step], said: Submission, stock: Stock) -> tuple[Step, ...]:
    """With everybody who is further on. `stock`: with the cells of each lowest indicator."""
    others = list(_others(said, stock))
    return tuple(
        replace(
            step,
            further=_further(others, step.lowest, step.lowest_cell),
            ahead=_further(others, step.dimension, step.cell),
        )
        for step in steps
    )


def steps_of_group(row: Row, columns: Iterable[Column], scale: Scale) -> tuple[Step, ...]:
    """From the typical level of the indicator with the lowest median, as far as they are shown."""
    columns = tuple(columns)
    cells = {column.key: cell for column, cell in zip(columns, row.cells, strict=True)}
    counts = {column.key: counted for column, counted in zip(columns, row.distributions, strict=True)}
    steps = _steps(cells, columns, scale, from_low=False)
    return tuple(replace(step, distribution=counts[step.lowest.key]) if step.lowest else step for step in steps)


def _steps(
    cells: Mapping[tuple[str, str], CellValue], columns: Iterable[Column], scale: Scale, *, from_low: bool
) -> Iterable[Step]:
    columns = tuple(columns)
    for dimension in (column for column in columns if column.kind == DIMENSION):
        inside = [column for column in columns if column.kind == INDICATOR and column.family == dimension.code]
        rated = [(one, cells[one.key]) for one in inside if one.key in cells and cells[one.key].midpoint is not None]
        left_out = sum(one.key in cells and cells[one.key].status == NOT_APPLICABLE for one in inside)
        step = Step(dimension, cells[dimension.key], len(rated), len(inside) - left_out)
        if rated:
            lowest, cell = min(rated, key=lambda one: (one[1].midpoint, one[1].low))
            start = cell.low if from_low else typical_position(cell.midpoint)
            step = replace(
                step,
                lowest=lowest,
                lowest_cell=cell,
                alike=tuple(one for one, other in rated if one != lowest and _level(other) == _level(cell)),
                target=start + 1 if start < scale.count else None,
            )
        yield step


def _level(cell: CellValue) -> tuple:
    return (cell.midpoint, cell.low, cell.high)


def _others(said: Submission, stock: Stock) -> Iterable[tuple[Further, Submission]]:
    """All that she sees by name but the organisation itself; whole regions are no example to follow."""
    seen = {body.key: body for body in stock.bodies if body.is_seen and body.kind != "region"}
    for one in stock.submissions:
        if one.organisation in seen and one.organisation != said.organisation:
            body = seen[one.organisation]
            name = f"{body.name}: {one.initiative}" if one.initiative else body.name
            yield Further(body.key, body.slug, name, one.initiative, CellValue("")), one


def _further(
    others: Iterable[tuple[Further, Submission]], column: Column | None, cell: CellValue | None
) -> tuple[Further, ...]:
    """By name, never by level."""
    if column is None or cell.midpoint is None:
        return ()
    found = [(other, one.cells[column.key]) for other, one in others if column.key in one.cells]
    ahead = [
        replace(other, cell=its) for other, its in found if its.midpoint is not None and its.midpoint > cell.midpoint
    ]
    return tuple(sorted(ahead, key=lambda one: (one.name.casefold(), one.slug)))


def targets_of(steps: Iterable[Step]) -> dict[str, int]:
    """By the code of an indicator that is named, the level above the one where it stands."""
    return {one.code: step.target for step in steps for one in step.named}


def with_words(steps: Iterable[Step], guidance: Guidance, examples: Iterable[Example]) -> tuple[Step, ...]:
    """The steps with the framework's words for their next levels, what helps to reach them, and who can show it."""
    examples = list(examples)
    return tuple(_worded(step, guidance, examples) for step in steps)


def _worded(step: Step, guidance: Guidance, examples: list[Example]) -> Step:
    words, is_draft = guidance.words.get((step.lowest.code, step.target), ("", False)) if step.target else ("", False)
    advice = tuple(guidance.advice[one.code] for one in step.named if one.code in guidance.advice)
    ahead = {(one.key, one.initiative) for one in step.everybody}
    theirs = [
        one
        for one in examples
        if one.place[0] == step.dimension.code and (one.said_by.organisation_id, one.said_by.initiative) in ahead
    ]
    lowest = step.lowest.code if step.lowest else ""
    theirs.sort(key=lambda one: (one.place[1] != lowest, one.order))
    theirs = tuple(theirs[:MOST_EXAMPLES])
    offered = guidance.counts.get(step.dimension.code, 0)
    return replace(step, words=words, is_draft=is_draft, advice=advice, offered=offered, examples=theirs)
