"""Draws movement between two cycles as a Plotly figure, as it is shown to somebody. Pure; hides nothing itself.

A ring for then and a dot for now, with a line between; the dot in the ring where nothing moved. "//" on a dashed line
is a break: another framework version, or other boundaries. Where nothing can be compared, words stand in the row.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reports.charts.axis import level_axis
from reports.charts.figure import figure_of, sheet_of
from reports.charts.look import Caption
from reports.charts.marks import Line, Mark, Plate, Point, Row
from reports.disclosure import SUPPRESSED
from reports.movement import COMPARED, OTHER_LEVELS, Move

if TYPE_CHECKING:
    from assessments.levels import CellValue
    from assessments.pages.scale import Scale
    from reports.pages.trends import ShownMove

BREAK, BESIDE = "//", 26
# A heading, and under it each row as it moved and as the page shows it.
Part = tuple[str, Sequence[tuple[Move, "ShownMove"]]]


def movement_figure(
    parts: Iterable[Part],
    scale: "Scale",
    caption: Caption,
    *,
    cycles: tuple[str, str],
    has_same_version: bool,
    has_same_levels: bool,
    across: int,
) -> str:
    """A figure as JSON. `cycles`: the names of the earlier and the later. Raises TooLarge."""
    axis = level_axis(scale.names, scale.letters, across)
    rows: list[Row] = []
    for heading, moves in parts:
        rows.append(Row(heading))
        for move, shown in moves:
            has_break = bool(shown.break_words) or not has_same_version
            words = _Words(heading, shown, *cycles)
            is_drawn = has_same_levels and _has_level(move) and move.status != OTHER_LEVELS
            rows.append(_drawn(move, words, has_break) if is_drawn else _said(move, words, axis.middle))
    return figure_of([sheet_of(rows, axis, across)], caption)


class _Words:
    """What is said of one row."""

    def __init__(self, heading: str, shown: "ShownMove", then: str, now: str):
        self.shown = shown
        self.then, self.now = f"{then}: {shown.before.words}", f"{now}: {shown.after.words}"
        said = [f"{shown.name}, {heading}"]
        if shown.hidden:
            said[0] += f": {shown.hidden}"
        else:
            said += [self._with_notes(self.then, shown.before), self._with_notes(self.now, shown.after), shown.words]
        self.sentence = ". ".join(filter(None, (*said, shown.break_words))) + "."

    @staticmethod
    def _with_notes(words: str, level) -> str:
        return f"{words} ({'; '.join(level.notes)})" if level.notes else words


def _has_level(move: Move) -> bool:
    return any(_middle(cell) is not None for cell in (move.before, move.after))


def _middle(cell: "CellValue | None") -> float | None:
    return None if cell is None else cell.midpoint


def _drawn(move: Move, words: _Words, has_break: bool) -> Row:
    """At least one of the two has a level; what the other one is stands under the name."""
    shown, before, after = words.shown, _middle(move.before), _middle(move.after)
    there = [at for at in (before, after) if at is not None]
    middle = sum(there) / len(there)
    missing = [said for said, at in ((words.then, before), (words.now, after)) if at is None]
    marks = [Mark(look, at) for look, at in (("before", before), ("after", after)) if at is not None]
    is_compared, is_broken = move.status == COMPARED, has_break and move.status == COMPARED
    lines = (Line("break" if is_broken else "between", before, after),) if is_compared and move.difference else ()
    plates = (Plate(middle, BREAK, 0 if move.difference else BESIDE),) if is_broken else ()
    return Row(
        shown.name,
        (*filter(None, (shown.break_words,)), *missing),
        lines,
        tuple(marks),
        plates=plates,
        points=(Point(middle, words.sentence),),
    )


def _said(move: Move, words: _Words, middle: float) -> Row:
    """In words: a hidden group, no level at all, or levels that cannot be put side by side."""
    shown, points = words.shown, (Point(middle, words.sentence),)
    notes = tuple(filter(None, (shown.break_words,)))
    if move.status == SUPPRESSED:
        return Row(shown.name, notes, words=shown.hidden, missing=SUPPRESSED, points=points)
    kinds = {str(cell.status) if cell else "" for cell in (move.before, move.after)}
    kind = kinds.pop() if len(kinds) == 1 and not _has_level(move) else ""
    said = f"{shown.after.words}, then and now" if kind else f"{words.then}. {words.now}"
    return Row(shown.name, notes, words=said, missing=kind, points=points)
