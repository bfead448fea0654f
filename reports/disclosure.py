"""Decides which group cells a viewer may see. Pure, and applied once, before page, chart and file.

A viewer who sees every contributing organisation of a group by name is shown the group. To anybody else the groups
are shown only so far that no organisation's span that the viewer may not see follows from all group cells together.

How, and why it holds. The contributors whom the viewer may not see by name are "unseen". Work through the dimensions
one by one, and in each:

1. A group (of any of the four fixed groupings) with fewer than `minimum` contributors besides the viewer's own is out.
2. The others are taken one after the other, from the widest grouping to the narrowest. Unseen contributors that lie
   in exactly the same taken groups are told apart by nothing: call them an atom. A group is taken only if afterwards
   every atom that lies in a taken group has at least two members. So a total and its parts never leave one over.
3. Kinds and sectors cut the atoms of regions and ICSs smaller, and must not cost those their cells. So one is taken
   only where the parts of a cut atom cannot be alike: the span that is said most often in the whole atom is said by
   fewer than are in its smallest part. That looks at how often each span is said, not at who said it.
4. Then, in the column of the dimension, a taken group is hidden when it touches an atom whose contributors all have
   one span (or are just one organisation).
5. In the column of an indicator, a taken group is hidden likewise; and also where it is hidden in the dimension.
6. A dimension is worked out from its indicators. Where all of an atom say the same of one, so that it is hidden, the
   dimension beside the other indicators may leave it one level only. Then no indicator is shown in the groups that
   touch this atom (see deduction.py).

Take an unseen organisation in a shown cell: somebody in its atom has another span in that column. Let the two swap all
that they said in this dimension and its indicators: every shown figure and every decision stays as it was, for the
two lie in the same taken groups. In an atom of one span in the dimension, let all its members move to another span: no
shown group holds any of them, and they are still alike. Where they are alike in an indicator alone, step 6 has found
them another span there; or no indicator of theirs is shown, and they may exchange it for another indicator, which
leaves the dimension as it was. So there is always another world in which the viewer sees the same and the
organisation's span is another. The attack in tests/reports/attack makes such worlds, and looks. (That a viewer cannot
know who answered what, nor which levels of a dimension were declared and which worked out, is part of the argument.)

How many organisations of a group are at which level (its distribution) is shown only where the viewer may see by name
everybody asked in the group. The argument above would bear it, for two that swap leave every count as it was, also the
counts of those with no data, not answered or not applicable, and also for a viewer who knows of each who has no level
and why: the swap of one column leaves these. But it guards spans, and counts say levels: three of spans 1, 1 to 2 and
1 to 2 differ, and "three at level 1" would tell the level of each. To ask that every atom differ in its levels would
hide many cells that are safe; to show such a cell and hide its counts alone would say by the gap what was hidden. So it
goes by who is seen, never by what was said: nothing follows from a missing distribution, and one that is shown has
nobody in it whom the viewer does not see.

The groups are worked out for all four groupings, whichever is asked for, so what is shown never depends on the
question. A missing or broken `minimum` hides every group with an unseen contributor.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from assessments.levels import CellValue
from reports.deduction import Voice, may_be_otherwise
from reports.grouping import one_cell_each
from reports.matrix import DIMENSION, GROUPINGS, Asked, Column, Matrix, Row, Submission

SUPPRESSED = "suppressed"
PLACES = ("region", "ics")
HIDDEN = CellValue(SUPPRESSED, counted=None, of=None)

GroupKey = tuple[str, str]
ColumnKey = tuple[str, str]


@dataclass(frozen=True)
class Contributor:
    """An organisation with a level in a column. `groups`: slug by grouping."""

    key: int
    groups: Mapping[str, str]
    span: tuple[int, int]
    is_seen: bool = False
    is_own: bool = False
    middle: float = 0

    def lies_in(self, group: GroupKey) -> bool:
        grouping, slug = group
        return self.groups.get(grouping) == slug


@dataclass(frozen=True)
class Disclosure:
    """Which groups are hidden from one viewer: whole groups, and groups in single columns.

    `uncounted`: the groups without a distribution.
    """

    groups: frozenset[GroupKey] = frozenset()
    cells: Mapping[ColumnKey, frozenset[GroupKey]] = field(default_factory=dict)
    uncounted: frozenset[GroupKey] = frozenset()

    def hides(self, group: GroupKey, column: Column) -> bool:
        return group in self.groups or group in self.cells.get(column.key, frozenset())


def disclosure_for(
    asked: Iterable[Asked],
    submissions: Iterable[Submission],
    columns: Iterable[Column],
    *,
    minimum: int | None,
    is_private: bool = False,
    levels: int = 0,
) -> Disclosure:
    """What is hidden. `asked`: all of the cycle, unfiltered; `columns`: those asked for and all dimensions.

    `levels`: how many the framework has; without it, as many as were said.
    """
    counted = {one.key: one for one in asked if one.is_counted}
    cells = one_cell_each(submissions)
    columns = list(columns)
    hidden: dict[ColumnKey, frozenset[GroupKey]] = {}
    for whole in (column for column in columns if column.kind == DIMENSION):
        taken = taken_groups(_contributors(counted, cells, whole.key), minimum)
        atoms = _groups_taken_by(counted, taken)
        keys = [column.key for column in columns if column.family == whole.family]
        family = {key: _contributors(counted, cells, key) for key in keys}
        alike = {key: alike_groups(contributors, atoms) for key, contributors in family.items()}
        shown = taken - alike[whole.key]
        betrayed = _betrayed_groups(whole.key, family, atoms, shown, minimum, levels)
        for key, contributors in family.items():
            left = shown if key == whole.key else shown - alike[key] - betrayed
            hidden[key] = hidden_groups(contributors, left, minimum)
    unseen = groups_with_unseen(counted.values())
    return Disclosure(unseen if is_private else frozenset(), hidden, unseen)


def suppress_small_groups(matrix: Matrix, disclosure: Disclosure) -> Matrix:
    """The matrix without what is hidden. Rows of organisations hold only what is seen by name, and stay."""
    if matrix.row_kind not in GROUPINGS:
        return matrix
    return replace(matrix, rows=tuple(_suppressed(row, matrix.columns, disclosure) for row in matrix.rows))


def _suppressed(row: Row, columns: Iterable[Column], disclosure: Disclosure) -> Row:
    """A hidden cell takes its distribution with it."""
    group = (row.kind, row.slug)
    cells, distributions = [], []
    for column, cell, distribution in zip(columns, row.cells, row.distributions, strict=True):
        is_hidden = disclosure.hides(group, column)
        cells.append(HIDDEN if is_hidden else cell)
        distributions.append(None if is_hidden or group in disclosure.uncounted else distribution)
    return replace(row, cells=tuple(cells), distributions=tuple(distributions))


def taken_groups(contributors: Iterable[Contributor], minimum: int | None) -> frozenset[GroupKey]:
    """The groups with unseen contributors that may be shown side by side, by steps 1 to 3."""
    contributors = list(contributors)
    unseen = [one for one in contributors if not one.is_seen]
    taken: set[GroupKey] = set()
    for grouping in GROUPINGS:
        for group in _largest_first(grouping, unseen):
            others = sum(one.lies_in(group) for one in contributors if not one.is_own)
            wider = taken | {group}
            if _is_enough(others, minimum) and _leaves_nobody_alone(unseen, wider) and _cuts_safely(unseen, wider):
                taken.add(group)
    return frozenset(taken)


def alike_groups(contributors: Iterable[Contributor], atoms: Mapping[int, frozenset[GroupKey]]) -> frozenset[GroupKey]:
    """The groups that touch an atom of which all in this column have one span. `atoms`: the taken groups of each."""
    spans: dict[frozenset[GroupKey], list[tuple[int, int]]] = {}
    for one in contributors:
        if not one.is_seen:
            spans.setdefault(atoms[one.key], []).append(one.span)
    return frozenset(group for groups, said in spans.items() if len(set(said)) < 2 for group in groups)


def _betrayed_groups(
    whole: ColumnKey,
    family: Mapping[ColumnKey, list[Contributor]],
    atoms: Mapping[int, frozenset[GroupKey]],
    shown: frozenset[GroupKey],
    minimum: int | None,
    levels: int,
) -> frozenset[GroupKey]:
    """The groups that touch an atom of which the dimension would tell what all of it say alike, by step 6."""
    parts: dict[int, dict[str, tuple[int, int]]] = {}
    for key, contributors in family.items():
        for one in contributors if key != whole else ():
            parts.setdefault(one.key, {})[key[1]] = one.span
    everyone = {one.key: one for one in family[whole]}
    levels = levels or max((one.span[1] for said in family.values() for one in said), default=0)

    def decisions(voices: Iterable[Voice]) -> tuple:
        said = [replace(everyone[voice.key], span=voice.span) for voice in voices]
        return taken_groups(said, minimum), alike_groups(said, atoms)

    found: set[GroupKey] = set()
    for atom in {atoms[one.key] for one in everyone.values() if not one.is_seen} - {frozenset()}:
        members = {one.key for one in everyone.values() if not one.is_seen and atoms[one.key] == atom}
        alike = _said_alike(parts[key] for key in members if key in parts)
        voices = [
            Voice(key, atoms[key] & shown, one.span, one.middle, parts.get(key, {}), key in members)
            for key, one in everyone.items()
        ]
        if atom & shown and alike and not may_be_otherwise(voices, alike, levels, decisions):
            found |= atom
    return frozenset(found)


def _said_alike(said: Iterable[Mapping[str, tuple[int, int]]]) -> dict[str, tuple[int, int]]:
    """The indicators of which all who answered say the same, with their span."""
    spans: dict[str, set[tuple[int, int]]] = {}
    for parts in said:
        for code, span in parts.items():
            spans.setdefault(code, set()).add(span)
    return {code: next(iter(found)) for code, found in spans.items() if len(found) == 1}


def hidden_groups(
    contributors: Iterable[Contributor], shown: frozenset[GroupKey], minimum: int | None
) -> frozenset[GroupKey]:
    """The groups with unseen contributors that are hidden in one column: all but those `shown`, and too small ones."""
    contributors = list(contributors)
    unseen = [one for one in contributors if not one.is_seen]
    hidden = set()
    for group in {(grouping, slug) for one in unseen for grouping, slug in one.groups.items()}:
        others = sum(one.lies_in(group) for one in contributors if not one.is_own)
        if group not in shown or not _is_enough(others, minimum):
            hidden.add(group)
    return frozenset(hidden)


def _contributors(asked: Mapping[int, Asked], cells: Mapping, column: ColumnKey) -> list[Contributor]:
    found = []
    for key, one in asked.items():
        cell = cells.get((key, column))
        if cell and cell.low is not None:
            groups = {grouping: group.slug for grouping, group in one.groups.items()}
            found.append(Contributor(key, groups, (cell.low, cell.high), one.is_seen, one.is_own, cell.midpoint))
    return found


def _is_enough(others: int, minimum: int | None) -> bool:
    is_set = isinstance(minimum, int) and not isinstance(minimum, bool) and minimum >= 1
    return is_set and others >= minimum


def _largest_first(grouping: str, unseen: list[Contributor]) -> list[GroupKey]:
    slugs = [one.groups[grouping] for one in unseen if grouping in one.groups]
    return [(grouping, slug) for slug in sorted(set(slugs), key=lambda slug: (-slugs.count(slug), slug))]


def _leaves_nobody_alone(unseen: list[Contributor], taken: set[GroupKey]) -> bool:
    sizes: dict[frozenset[GroupKey], int] = {}
    for one in unseen:
        groups = _taken_by(one.groups, taken)
        sizes[groups] = sizes.get(groups, 0) + 1
    return all(size >= 2 for groups, size in sizes.items() if groups)


def _cuts_safely(unseen: list[Contributor], taken: set[GroupKey]) -> bool:
    """Whether no part into which kinds and sectors cut an atom of regions and ICSs can be of one span."""
    base = {group for group in taken if group[0] in PLACES}
    atoms: dict[frozenset[GroupKey], list[Contributor]] = {}
    for one in unseen:
        atoms.setdefault(_taken_by(one.groups, base), []).append(one)
    for members in atoms.values():
        parts = Counter(_taken_by(one.groups, taken) for one in members)
        most = max(Counter(one.span for one in members).values())
        if len(parts) > 1 and most >= min(parts.values()):
            return False
    return True


def _taken_by(groups: Mapping[str, str], taken: Iterable[GroupKey]) -> frozenset[GroupKey]:
    return frozenset(group for group in groups.items() if group in taken)


def _groups_taken_by(asked: Mapping[int, Asked], taken: frozenset[GroupKey]) -> dict[int, frozenset[GroupKey]]:
    return {
        key: frozenset((g, group.slug) for g, group in one.groups.items() if (g, group.slug) in taken)
        for key, one in asked.items()
    }


def groups_with_unseen(asked: Iterable[Asked]) -> frozenset[GroupKey]:
    """Every group in which somebody was asked whom the viewer does not see; a private cycle hides them whole."""
    return frozenset(
        (grouping, group.slug) for one in asked if not one.is_seen for grouping, group in one.groups.items()
    )
