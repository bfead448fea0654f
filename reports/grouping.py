"""Turns the cells of organisations into rows of groups. Pure: no Django; hides and words nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import median

from assessments.levels import (
    CONFIDENCES,
    DERIVED,
    NO_DATA,
    NOT_ANSWERED,
    NOT_APPLICABLE,
    RATED,
    CellValue,
    lowest_confidence,
    missing_status,
    typical_position,
)
from reports.matrix import Asked, Column, Distribution, Group, Matrix, Row, Submission, sorted_rows


def group_matrix(
    grouping: str,
    asked: Iterable[Asked],
    submissions: Iterable[Submission],
    columns: tuple[Column, ...],
    parents: Mapping[str, str] | None = None,
) -> Matrix:
    """A row for every group in which an organisation was asked. `parents`: names by the slug of a group."""
    members: dict[Group, list[int]] = {}
    for one in asked:
        if one.is_counted and grouping in one.groups:
            members.setdefault(one.groups[grouping], []).append(one.key)
    said = one_cell_each(submissions)
    cells = _group_cells(members, said, columns)
    rows = [
        Row(
            grouping,
            group.slug,
            group.name,
            (parents or {}).get(group.slug, ""),
            tuple(cells[group.slug]),
            distributions=tuple(_distribution(keys, said, column) for column in columns),
        )
        for group, keys in members.items()
    ]
    return Matrix(grouping, columns, sorted_rows(rows))


def _distribution(
    keys: Iterable[int], cells: Mapping[tuple[int, tuple[str, str]], CellValue], column: Column
) -> Distribution:
    """Of the organisations `keys` in one column."""
    said = [cells.get((key, column.key), CellValue(NOT_ANSWERED)) for key in keys]
    return Distribution(
        Counter(typical_position(cell.midpoint) for cell in said if cell.midpoint is not None),
        Counter(str(cell.status) for cell in said if cell.midpoint is None),
    )


def _group_cells(
    members: Mapping[Group, list[int]], cells: Mapping[tuple[int, tuple[str, str]], CellValue], columns
) -> dict[str, list[CellValue]]:
    """The cells of every group, by its slug, in the order of the columns."""
    if not members or not columns:
        return {group.slug: [] for group in members}
    import pandas  # slow to load, so only where groups are asked for

    unanswered = CellValue(NOT_ANSWERED)
    said = pandas.DataFrame(
        [
            (group.slug, number, *_said(cells.get((key, column.key), unanswered)))
            for group, keys in members.items()
            for number, column in enumerate(columns)
            for key in keys
        ],
        columns=["group", "column", "low", "high", "midpoint", "confidence", "no_data", "not_applicable"],
    )
    summed = said.groupby(["group", "column"], sort=True).agg(
        low=("low", "min"),
        high=("high", "max"),
        midpoint=("midpoint", "median"),
        confidence=("confidence", "min"),
        counted=("midpoint", "count"),
        asked=("midpoint", "size"),
        no_data=("no_data", "sum"),
        not_applicable=("not_applicable", "sum"),
    )
    found: dict[str, list[CellValue]] = {}
    for (group, _), row in zip(summed.index, summed.itertuples(index=False), strict=True):
        found.setdefault(group, []).append(_group_cell(row))
    return found


def _said(cell: CellValue) -> tuple:
    """What one organisation brings to its group; not-a-number where it has no level."""
    nothing = float("nan")
    flags = (cell.status == NO_DATA, cell.status == NOT_APPLICABLE)
    if cell.midpoint is None:
        return (nothing, nothing, nothing, nothing, *flags)
    confidence = CONFIDENCES.index(cell.confidence) if cell.confidence else nothing
    return (float(cell.low), float(cell.high), cell.midpoint, confidence, *flags)


def _group_cell(row) -> CellValue:
    counted, of = int(row.counted), int(row.asked - row.not_applicable)
    if not counted:
        said = [NO_DATA] * bool(row.no_data) + [NOT_APPLICABLE] * bool(row.not_applicable)
        return CellValue(missing_status(said), of=of)
    confidence = CONFIDENCES[int(row.confidence)] if row.confidence == row.confidence else ""
    return CellValue(RATED, int(row.low), int(row.high), float(row.midpoint), counted, of, confidence)


def one_cell_each(submissions: Iterable[Submission]) -> dict[tuple[int, tuple[str, str]], CellValue]:
    """By organisation and column: every organisation counts once, however many initiatives it judged."""
    gathered: dict[tuple[int, tuple[str, str]], list[CellValue]] = {}
    for submission in submissions:
        for key, cell in submission.cells.items():
            gathered.setdefault((submission.organisation, key), []).append(cell)
    return {key: cells[0] if len(cells) == 1 else _together(cells) for key, cells in gathered.items()}


def _together(cells: list[CellValue]) -> CellValue:
    rated = [cell for cell in cells if cell.midpoint is not None]
    if not rated:
        return CellValue(missing_status(cell.status for cell in cells))
    return CellValue(
        DERIVED,
        min(cell.low for cell in rated),
        max(cell.high for cell in rated),
        float(median(cell.midpoint for cell in rated)),
        confidence=lowest_confidence(cell.confidence for cell in rated),
    )
