"""Draws a comparison of groups as a Plotly figure, as it is shown to somebody. Pure; hides nothing itself.

A bar as long as organisations were asked, parted by their typical levels, with those who have none at its end, each
kind by its own look. Groups whose counts are not to be shown stand below, from the lowest to the highest level.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assessments.levels import NO_DATA, NOT_ANSWERED, NOT_APPLICABLE, CellValue, typical_position
from reports.charts.axis import COLUMN, LETTER, NARROW_WIDTH, Axis, level_axis
from reports.charts.figure import figure_of, sheet_of
from reports.charts.look import Caption, is_narrow
from reports.charts.marks import Line, Mark, Part, Point, Row
from reports.matrix import Distribution

if TYPE_CHECKING:
    from assessments.pages.scale import Scale
    from reports.pages.compare_rows import ShownGroup

# A heading, and under it each group as the page shows it, with its figures.
Section = tuple[str, Sequence[tuple["ShownGroup", CellValue, Distribution | None]]]
WITHOUT = {NO_DATA: "no data", NOT_ANSWERED: "not answered", NOT_APPLICABLE: "does not apply"}
BELOW, EDGE, MOST_TICKS = 15, 10, 12


def comparison_figure(sections: Sequence[Section], scale: "Scale", caption: Caption, *, across: int) -> str:
    """A figure as JSON. Raises TooLarge."""
    most = max((_asked(counts) for _, groups in sections for _, _, counts in groups if counts), default=0)
    bars, tracks = _count_axis(most, scale), level_axis(scale.names, scale.letters, across)
    room = (NARROW_WIDTH if is_narrow(across) else COLUMN * across) / max(most, 1)
    counted, uncounted = [], []
    for heading, groups in sections:
        head = [Row(heading)] if len(sections) > 1 else []
        with_counts = [_bar(heading, *group, scale, room, bars.middle) for group in groups if group[2]]
        without = [_track(heading, *group[:2], scale, tracks.middle) for group in groups if not group[2]]
        counted += head + with_counts if with_counts else []
        uncounted += head + without if without else []
    sheets = [sheet_of(counted, bars, across)] if counted or not uncounted else []
    sheets += [sheet_of(uncounted, tracks, across, len(sheets) + 1)] if uncounted else []
    return figure_of(sheets, caption)


def _asked(counts: Distribution) -> int:
    return counts.counted + sum(counts.missing.values())


def _count_axis(most: int, scale: "Scale") -> Axis:
    step = max(1, -(-most // MOST_TICKS))
    ticks = tuple((number, str(number)) for number in range(0, most + 1, step))
    return Axis(0, max(most, 1), ticks, scale.count, "Organisations")


def _bar(
    heading: str,
    shown: "ShownGroup",
    cell: CellValue,
    counts: Distribution,
    scale: "Scale",
    room: float,
    middle: float,
) -> Row:
    """`room`: pixels for one organisation."""
    parts, points, start = [], [], 0
    row_says = _says(shown)
    named = [(level, scale.letters[level - 1], scale.name(level)) for level in sorted(counts.levels)]
    pieces = [(level, letter, f"typically {name}", counts.levels[level]) for level, letter, name in named]
    pieces += [(kind, "", words, counts.missing[kind]) for kind, words in WITHOUT.items() if counts.missing.get(kind)]
    for look, letter, name, count in pieces:
        parts.append(Part(look, start, count, _fitting(letter, count, room)))
        points.append(Point(start + count / 2, f"{shown.name}, {heading}: {count} {name}. {row_says}"))
        start += count
    if not parts:
        said = f"{shown.name}, {heading}: {shown.absent[1]}. {row_says}"
        return Row(shown.name, words=shown.absent[1], missing=str(cell.status), points=(Point(middle, said),))
    return Row(shown.name, _notes(shown), parts=tuple(parts), points=tuple(points))


def _fitting(letter: str, count: int, room: float) -> str:
    """As much as fits into the part."""
    short = letter if letter and count == 1 else str(count)
    return next(
        (said for said in (f"{letter} {count}".strip(), short) if EDGE + LETTER * len(said) <= count * room), ""
    )


def _notes(shown: "ShownGroup") -> tuple[str, ...]:
    median = f"Median: {shown.median}" if shown.median else ""
    share = f"{shown.share} with a level" if shown.share else ""
    return tuple(filter(None, (median, share)))


def _says(shown: "ShownGroup") -> str:
    median = f"Median: {shown.median}. Lowest to highest: {shown.span}." if shown.median else ""
    share = f"{shown.share} with a level." if shown.share else ""
    missing = f"{', '.join(shown.missing)}." if shown.missing else ""
    return " ".join(filter(None, (median, share, missing)))


def _track(heading: str, shown: "ShownGroup", cell: CellValue, scale: "Scale", middle: float) -> Row:
    """Without counts: the median, from the lowest to the highest level."""
    says = _says(shown)
    if cell.midpoint is None:
        said = f"{shown.name}, {heading}: {shown.absent[1]}. {says}".strip()
        points = (Point(middle, said),)
        return Row(shown.name, _notes(shown), words=shown.absent[1], missing=str(cell.status), points=points)
    is_span = cell.low != cell.high
    ends = (Mark("end", cell.low), Mark("end", cell.high)) if is_span else ()
    middle_marks = (Mark("median", cell.midpoint), Mark("typical", typical_position(cell.midpoint), BELOW))
    return Row(
        shown.name,
        _notes(shown),
        (Line("group", cell.low, cell.high),) if is_span else (),
        (*ends, *middle_marks),
        points=(Point(cell.midpoint, f"{shown.name}, {heading}: {shown.counts}. {says}"),),
    )
