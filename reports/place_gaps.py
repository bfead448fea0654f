"""How people of each side saw it within one organisation: what each submission froze of it, of those seen by name.

A submission holds two medians where enough people spoke for each side and did not all say the same, never a view. Her
own organisation's she reads at indicators of which she has said herself what she thinks: so it is everywhere.
"""

from collections.abc import Iterable, Mapping

from assessments.consensus import HEALTH, SOCIAL_CARE
from assessments.levels import RATED, CellValue
from assessments.models import Contribution, SelfAssessment
from reports.gaps import Gap
from reports.heatmaps import Heatmap
from reports.matrix import ORGANISATION, Column, Row

FROZEN = "counting_snapshot__content__perceptions"


def place_gaps_for(user, heatmap: Heatmap) -> tuple[tuple[Gap, ...], bool]:
    """The gaps, and whether some are left out because she has not said what she thinks of them."""
    cycle, columns = heatmap.stock.cycle, heatmap.matrix.columns
    seen = SelfAssessment.objects.visible_to(user).counting().filter(cycle=cycle)
    rows = seen.filter(counting_snapshot__content__has_key="perceptions").order_by("organisation__name", "initiative")
    said = _said_by(user, cycle)
    found, leaves_out = [], False
    for key, organisation, initiative, frozen in rows.values_list("pk", "organisation", "initiative", FROZEN):
        known = columns
        if organisation in user.reach.own:
            known = tuple(column for column in columns if (key, column.code) in said)
            leaves_out = leaves_out or len(known) < len(columns)
        found += _gaps_of(_row(heatmap, organisation, initiative), known, frozen, cycle.minimum_group)
    return tuple(found), leaves_out


def _said_by(user, cycle) -> set[tuple[int, str]]:
    said = Contribution.objects.visible_to(user).filter(contributor__self_assessment__cycle=cycle)
    return set(said.values_list("contributor__self_assessment", "indicator__code"))


def _row(heatmap: Heatmap, organisation: int, initiative: str) -> Row:
    body = next(body for body in heatmap.stock.bodies if body.key == organisation)
    placed = body.placed_on(heatmap.day)
    parent = placed.ics.name if placed and placed.ics else ""
    name = f"{body.name}: {initiative}" if initiative else body.name
    return Row(ORGANISATION, f"{body.slug}/{initiative}", name, parent, (), is_own=body.is_own)


def _gaps_of(row: Row, columns: Iterable[Column], frozen: Iterable[Mapping], minimum: int) -> Iterable[Gap]:
    """`minimum`: of the cycle as it is now, should it have grown since."""
    told = {said["indicator"]: said for said in frozen}
    for column in columns:
        said = told.get(column.code)
        sides = [said[side] for side in (SOCIAL_CARE, HEALTH)] if said else []
        if not sides or any(side["people"] < minimum for side in sides):
            yield Gap(row, column, is_hidden=True)
        else:
            yield Gap(row, column, *(_side(side) for side in sides))


def _side(said: Mapping) -> CellValue:
    """`counted`: people."""
    return CellValue(RATED, midpoint=said["median"], counted=said["people"], of=said["people"])
