"""The lines of a file of weighted totals: one an indicator, a dimension, and all together. Knows no format.

Fills nothing in: what has no level has no weight of its own here, and says why in its status.
"""

from collections.abc import Iterable
from decimal import Decimal

from assessments.levels import NOT_ANSWERED, CellValue
from assessments.pages.scale import Scale
from frameworks.pages.parts import weight_words
from reports.matrix import DIMENSION, INDICATOR, Column
from reports.profiles import OrganisationProfile
from reports.weights import Weighed, WeightedTotal, by_dimension

Line = dict[str, str | int | Decimal | None]
ALL = "all"
WEIGHT_HEADER = (
    *("cycle", "organisation", "initiative", "row_kind", "row", "title", "status", "low", "high"),
    *("least", "most", "maximum", "to_check", "maximum_to_check", "counted", "of", "weights_to_check"),
)


def weight_header(scale: Scale) -> tuple[str, ...]:
    """Further, the weight that the framework gives each level."""
    return (*WEIGHT_HEADER, *(f"weight {position} {scale.name(position)}" for position in scale.positions))


def weight_lines(profile: OrganisationProfile) -> Iterable[Line]:
    """In the order of the page: the indicators of a dimension, then their sum; at the end that of all."""
    for dimension in by_dimension(profile.weighed, profile.stock.columns):
        for column, one in dimension.indicators:
            yield _of_indicator(profile, column, one)
        yield _sum(profile, DIMENSION, dimension.column.code, dimension.column.title, dimension.total)
    yield _sum(profile, ALL, "", "All", WeightedTotal.of_indicators(profile.weighed))


def _of_indicator(profile: OrganisationProfile, column: Column, one: Weighed) -> Line:
    scale = profile.scale
    status = profile.said.cells.get((INDICATOR, column.code), CellValue(NOT_ANSWERED)).status
    low, high = (scale.name(one.low), scale.name(one.high)) if one.is_rated else (None, None)
    least, most = one.own or (None, None)
    own = (least, most, one.maximum, one.checks_own, one.checks_maximum, int(one.is_rated), 1)
    to_check = "; ".join(scale.name(position) for position in sorted(one.to_check))
    said = (INDICATOR, column.code, column.title, str(status), low, high, *own, to_check)
    return _line(profile, said, one.weights)


def _sum(profile: OrganisationProfile, kind: str, code: str, title: str, total: WeightedTotal) -> Line:
    own = (total.least, total.most, total.maximum, total.to_check, total.maximum_to_check, total.rated, total.of)
    return _line(profile, (kind, code, title, None, None, None, *own, None), [None] * profile.scale.count)


def _line(profile: OrganisationProfile, said: tuple, weights: Iterable[Decimal | None]) -> Line:
    whose = (profile.stock.cycle.slug, profile.body.name, profile.said.initiative)
    values = (plain(value) if isinstance(value, Decimal) else value for value in (*whose, *said, *weights))
    return dict(zip(weight_header(profile.scale), values, strict=True))


def plain(weight: Decimal) -> Decimal:
    """As a number without the zeros that the database adds."""
    return Decimal(weight_words(weight))
