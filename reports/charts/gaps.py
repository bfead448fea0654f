"""Draws perception gaps as a Plotly figure, as they are shown to somebody. Pure; hides nothing itself.

A circle for social care, a square for health, and a line between; who sees it alike has the square in the circle. Where
there is no gap to tell, words stand in the row and no mark.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reports.charts.axis import level_axis
from reports.charts.figure import figure_of, sheet_of
from reports.charts.look import Caption
from reports.charts.marks import Line, Mark, Point, Row
from reports.disclosure import SUPPRESSED
from reports.gaps import Gap

if TYPE_CHECKING:
    from assessments.pages.scale import Scale
    from reports.pages.gaps import ShownGap, Silent

NO_GAP = "Where there is no gap to show"


def gaps_figure(
    gaps: Sequence[tuple[Gap, "ShownGap"]],
    silent: Sequence[tuple["Silent", bool]],
    scale: "Scale",
    caption: Caption,
    *,
    across: int,
) -> str:
    """A figure as JSON. `gaps`: those with a level on both sides, each as the page shows it.

    `silent`: groups with columns without a gap, and whether the whole group is hidden. Raises TooLarge.
    """
    axis = level_axis(scale.names, scale.letters, across)
    rows = [_row(gap, shown) for gap, shown in gaps]
    rows += [Row(NO_GAP)] if gaps and silent else []
    rows += [_silent(group, is_hidden, axis.middle) for group, is_hidden in silent]
    return figure_of([sheet_of(rows, axis, across)], caption)


def _silent(group: "Silent", is_hidden: bool, middle: float) -> Row:
    words = " ".join(group.reasons)
    points = (Point(middle, f"{group.name}: {words}"),)
    return Row(group.name, words=words, missing=SUPPRESSED if is_hidden else "", points=points)


def _row(gap: Gap, shown: "ShownGap") -> Row:
    notes = (shown.about, f"Social care {shown.social_care[1]}, health {shown.health[1]}")
    said = ". ".join(part.rstrip(".") for part in (shown.title, *shown.sides)) + "."
    care, health = gap.social_care.midpoint, gap.health.midpoint
    return Row(
        shown.name,
        notes,
        (Line("between", care, health),) if gap.levels else (),
        (Mark("social-care", care), Mark("health", health)),
        points=(Point((care + health) / 2, said),),
    )
