"""How differently social care and health see the same thing, in each group and column. Pure: no Django; words nothing.

The gap is the median midpoint of the organisations that speak for social care less that of those that speak for
health. Who speaks for both jointly counts on neither side.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.consensus import HEALTH, SOCIAL_CARE
from assessments.levels import CellValue
from reports.disclosure import groups_with_unseen
from reports.grouping import group_matrix
from reports.matrix import Asked, Column, Row, Submission


@dataclass(frozen=True)
class Gap:
    """One group in one column. A side is None where no organisation of it was asked.

    `is_hidden`: not to be shown; then both sides are None, whatever was said.
    """

    group: Row
    column: Column
    social_care: CellValue | None = None
    health: CellValue | None = None
    is_hidden: bool = False

    @property
    def levels(self) -> float | None:
        """In levels, above 0 where social care sees it higher; None where a side has no level."""
        if self.is_hidden or not (has_level(self.social_care) and has_level(self.health)):
            return None
        return self.social_care.midpoint - self.health.midpoint

    @property
    def size(self) -> float:
        return abs(self.levels or 0)


def has_level(side: CellValue | None) -> bool:
    return side is not None and side.midpoint is not None


def gaps_of(
    groups: Iterable[Row], asked: Iterable[Asked], submissions: Iterable[Submission], columns: tuple[Column, ...]
) -> tuple[Gap, ...]:
    """A gap for every group and column, in their order. `groups`: rows of ICSs or regions.

    A gap is made of two parts of a group that no other report shows. So it is hidden wherever anybody was asked in the
    group whom the viewer does not see by name, whatever was said: nothing follows from what is missing.
    """
    asked, submissions, groups = list(asked), list(submissions), list(groups)
    hidden = groups_with_unseen(one for one in asked if one.is_counted)
    sides = {
        (kind, side): _cells_of(kind, side, asked, submissions, columns)
        for kind in {group.kind for group in groups}
        for side in (SOCIAL_CARE, HEALTH)
    }
    found = []
    for group in groups:
        for number, column in enumerate(columns):
            if (group.kind, group.slug) in hidden:
                found.append(Gap(group, column, is_hidden=True))
                continue
            said = [sides[group.kind, side].get(group.slug) for side in (SOCIAL_CARE, HEALTH)]
            found.append(Gap(group, column, *(cells and cells[number] for cells in said)))
    return tuple(found)


def _cells_of(
    grouping: str, sector: str, asked: list[Asked], submissions: list[Submission], columns: tuple[Column, ...]
) -> dict[str, tuple[CellValue, ...]]:
    """By the slug of the group: what the organisations of one sector say together."""
    speaking = [one for one in asked if one.lies_in("sector", sector)]
    return {row.slug: row.cells for row in group_matrix(grouping, speaking, submissions, columns).rows}


def largest_first(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Those with a level on both sides, by size whichever the direction; those of one size by group, in their order."""
    told = [gap for gap in gaps if gap.levels is not None]
    return tuple(sorted(told, key=lambda gap: -gap.size))
