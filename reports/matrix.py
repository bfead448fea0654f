"""The rows and columns of a heatmap, and the rows of organisations; grouping.py makes those of groups. Pure: no Django.

What a viewer may not learn is taken out afterwards, by disclosure.py. Positions count from 1.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from assessments.levels import NOT_ANSWERED, CellValue

DIMENSION, INDICATOR = "dimension", "indicator"
# Columns: a dimension and then its indicators. Asked for by reports of our own, never by an address.
WITH_INDICATORS = "dimension_with_indicators"
ORGANISATION = "organisation"
# From the widest to the narrowest; disclosure.py tries them in this order.
GROUPINGS = ("region", "ics", "kind", "sector")


@dataclass(frozen=True)
class Column:
    """A dimension or an indicator. `family` is the code of the dimension that it is or belongs to.

    `equivalent_to`: of an indicator, the references `slug@version#code` that its file declares. `has_advice`: whether
    the library has a recommended action for it, or for one of its indicators.
    """

    kind: str
    code: str
    title: str
    family: str
    family_title: str = ""
    equivalent_to: tuple[str, ...] = ()
    has_advice: bool = field(default=False, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """Dimensions and indicators may have the same codes."""
        return (self.kind, self.code)


@dataclass(frozen=True)
class Group:
    """One ICS, region, kind or sector."""

    slug: str
    name: str


@dataclass(frozen=True)
class Asked:
    """One organisation asked in a cycle, where it lay on the day, and how far this viewer sees it.

    `groups`: by grouping; an organisation in no ICS has none. `is_counted`: False for a region's own statements.
    `is_seen`: by name; `is_followed`: how far it has come, answered or not.
    """

    key: int
    slug: str
    name: str
    groups: Mapping[str, Group]
    is_counted: bool = True
    is_own: bool = False
    is_seen: bool = True
    is_followed: bool = True

    def lies_in(self, grouping: str, slug: str) -> bool:
        return grouping in self.groups and self.groups[grouping].slug == slug


@dataclass(frozen=True)
class Submission:
    """What counts of one organisation (of one of its initiatives, where the framework judges those)."""

    organisation: int
    initiative: str = ""
    has_ratings: bool = True
    is_reporting: bool = True
    cells: Mapping[tuple[str, str], CellValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Distribution:
    """How many organisations of a group are typically at each level, by position, and how many have none, by status.

    What no organisation is at is left out.
    """

    levels: Mapping[int, int]
    missing: Mapping[str, int]

    @property
    def counted(self) -> int:
        return sum(self.levels.values())


@dataclass(frozen=True)
class Row:
    """`slug` names the organisation or group; `is_apart`: the statements about a whole region. `initiative`: of an
    organisation, where the framework judges those.

    `distributions`: of a group, one a cell; None for what is not to be shown.
    """

    kind: str
    slug: str
    name: str
    parent: str
    cells: tuple[CellValue, ...]
    is_own: bool = False
    is_apart: bool = False
    distributions: tuple[Distribution | None, ...] = ()
    initiative: str = ""


@dataclass(frozen=True)
class Matrix:
    """Rows by casefolded name, columns in the framework's order."""

    row_kind: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def cells(self) -> Iterator[tuple[Row, Column, CellValue]]:
        for row in self.rows:
            for column, cell in zip(self.columns, row.cells, strict=True):
                yield row, column, cell

    def of_family(self, family: str) -> "Matrix":
        """The columns of one dimension alone."""
        return self._of([n for n, column in enumerate(self.columns) if column.family == family])

    def of_dimensions(self) -> "Matrix":
        """Without the columns of indicators."""
        return self._of([n for n, column in enumerate(self.columns) if column.kind == DIMENSION])

    def _of(self, kept: list[int]) -> "Matrix":
        return replace(
            self,
            columns=tuple(self.columns[n] for n in kept),
            rows=tuple(
                replace(
                    row,
                    cells=tuple(row.cells[n] for n in kept),
                    distributions=tuple(row.distributions[n] for n in kept if row.distributions),
                )
                for row in self.rows
            ),
        )


def organisation_matrix(
    asked: Iterable[Asked], submissions: Iterable[Submission], columns: tuple[Column, ...]
) -> Matrix:
    """A row for every submission that says something of a level, of the organisations seen by name."""
    by_key = {one.key: one for one in asked if one.is_seen}
    rows = [
        _organisation_row(by_key[submission.organisation], submission, columns)
        for submission in submissions
        if submission.organisation in by_key and submission.has_ratings
    ]
    return Matrix(ORGANISATION, columns, sorted_rows(rows))


def _organisation_row(asked: Asked, submission: Submission, columns: tuple[Column, ...]) -> Row:
    name = f"{asked.name}: {submission.initiative}" if submission.initiative else asked.name
    cells = tuple(submission.cells.get(column.key, CellValue(NOT_ANSWERED, of=1)) for column in columns)
    parent = asked.groups["ics"].name if "ics" in asked.groups else ""
    return Row(
        ORGANISATION,
        asked.slug,
        name,
        parent,
        cells,
        asked.is_own,
        not asked.is_counted,
        initiative=submission.initiative,
    )


def sorted_rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.slug)))
