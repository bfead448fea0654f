"""The members of an ICS or region as tables, drawn like the heatmap: where they lie need not be said again."""

from collections.abc import Iterable
from math import ceil

from reports.matrix import ORGANISATION, Row
from reports.pages.group_profile_links import group_address
from reports.pages.heatmap_cells import CellWriter
from reports.pages.heatmap_tables import (
    GROUP_NOTE,
    HERE,
    WIDEST,
    ShownColumn,
    ShownRow,
    Table,
    head_of,
    plural_of,
    profile_address,
)
from reports.pages.heatmap_words import says_of_dimension, weak_columns
from reports.profiles import GroupProfile


def tables_of_members(profile: GroupProfile) -> Iterable[Table]:
    """By name. One table, or several where there are more dimensions than can be read side by side."""
    members = profile.members
    count = len(members.columns)
    if not members.rows or not count:
        return
    weak = weak_columns(members) if members.row_kind == ORGANISATION else frozenset()
    width = ceil(count / ceil(count / WIDEST))
    for start in range(0, count, width):
        part = range(start, min(start + width, count))
        columns = [members.columns[n] for n in part]
        yield Table(
            plural_of(members.row_kind, profile.stock.cycle),
            head_of(members.row_kind, profile.stock.cycle),
            tuple(ShownColumn(says_of_dimension(column), column.key in weak) for column in columns),
            tuple(_row(profile, row, part) for row in members.rows),
        )


def _row(profile: GroupProfile, row: Row, part: range) -> ShownRow:
    writer, columns = CellWriter(profile.scale), profile.members.columns
    cells = tuple(writer.shown(row, columns[n], row.cells[n], says_of_dimension(columns[n])) for n in part)
    cycle = profile.stock.cycle.slug
    if row.kind != ORGANISATION:
        return ShownRow(row.name, group_address(cycle, row.kind, row.slug), (GROUP_NOTE,), "is-group", cells)
    href = profile_address(cycle, row.slug, row.initiative)
    return ShownRow(row.name, href, (HERE,) if row.is_own else (), "is-here" if row.is_own else "", cells)
