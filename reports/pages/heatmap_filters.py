"""The choices over a heatmap: what can be asked, and what is asked now. Offers only what leads to an answer."""

from dataclasses import dataclass

from django.urls import reverse

from aligns_site.choices import Choice, choice_of
from assessments.models import Kind, Sector
from reports.heatmaps import Heatmap
from reports.matrix import DIMENSION, INDICATOR, ORGANISATION

ROWS = (
    (ORGANISATION, "Organisations"),
    ("ics", "ICSs"),
    ("region", "Regions"),
    ("kind", "Kinds"),
    ("sector", "Sectors"),
)
COLUMNS = ((DIMENSION, "Dimensions"), (INDICATOR, "Indicators"))


@dataclass(frozen=True)
class Filters:
    """`more` and the date stand folded away unless one of them is in use.

    `address`: of the report; `kept`: names and values that go along unseen.
    """

    first: tuple[Choice, ...]
    more: tuple[Choice, ...]
    as_at: str
    offers_more: bool
    more_in_use: bool
    address: str = ""
    kept: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, heatmap: Heatmap, *further: Choice, kept: tuple[tuple[str, str], ...] = ()) -> "Filters":
        """`further`: choices behind those of the heatmap."""
        query, narrow = heatmap.query, _may_narrow(heatmap)
        first = [cycles_choice(heatmap), choice_of("rows", "Rows", ROWS, query.rows)]
        first.append(choice_of("columns", "Columns", COLUMNS, query.columns))
        if narrow:
            first += [places_choice(heatmap, "ics", "ICS", "All ICSs"), kinds_choice(heatmap)]
        first += further
        more = [_dimensions(heatmap)]
        if narrow:
            more += [
                places_choice(heatmap, "region", "Region", "All regions"),
                sectors_choice(heatmap),
                reporting_choice(heatmap),
            ]
        as_at = query.as_at.isoformat() if query.as_at else ""
        in_use = any((query.dimension, query.region, query.sector, query.reporting, as_at))
        return cls(tuple(first), tuple(more), as_at, narrow, in_use, reverse("reports:heatmap"), kept)

    @classmethod
    def of_one_dimension(cls, heatmap: Heatmap, address: str) -> "Filters":
        """Of a report that shows the organisations in one dimension at a time."""
        query = heatmap.query
        first = (cycles_choice(heatmap), places_choice(heatmap, "ics", "ICS", "All ICSs"), kinds_choice(heatmap))
        regions = places_choice(heatmap, "region", "Region", "All regions")
        more = (regions, sectors_choice(heatmap), reporting_choice(heatmap))
        as_at = query.as_at.isoformat() if query.as_at else ""
        in_use = any((query.region, query.sector, query.reporting, as_at))
        return cls(first, more, as_at, True, in_use, address, (("dimension", query.dimension),))


def _may_narrow(heatmap: Heatmap) -> bool:
    """Where a viewer does not see all by name, groups are not to be cut smaller."""
    return not heatmap.is_limited or heatmap.query.rows == ORGANISATION or bool(heatmap.query.filters)


def cycles_choice(heatmap: Heatmap) -> Choice:
    return choice_of("cycle", "Cycle", [(c.slug, c.name) for c in heatmap.cycles], heatmap.query.cycle)


def places_choice(heatmap: Heatmap, grouping: str, label: str, everything: str) -> Choice:
    """Where somebody was asked lay on the day, and what is chosen now."""
    placed = [body.as_asked(heatmap.day) for body in heatmap.stock.bodies]
    found = {one.groups[grouping].slug: one.groups[grouping].name for one in placed if grouping in one.groups}
    chosen = getattr(heatmap.query, grouping)
    if chosen and chosen not in found:
        names = {place.ics.slug: place.ics.name for place in heatmap.stock.ics_places}
        found[chosen] = names.get(chosen, chosen)
    options = sorted(found.items(), key=lambda option: option[1].casefold())
    return choice_of(grouping, label, options, chosen, everything)


def kinds_choice(heatmap: Heatmap) -> Choice:
    there = {body.kind for body in heatmap.stock.bodies} | {heatmap.query.kind}
    options = [(kind.value, kind.label) for kind in Kind if kind in there]
    return choice_of("kind", "Kind", options, heatmap.query.kind, "All kinds")


def sectors_choice(heatmap: Heatmap) -> Choice:
    options = [(sector.value, sector.label) for sector in Sector]
    return choice_of("sector", "Sector", options, heatmap.query.sector, "All sectors")


def _dimensions(heatmap: Heatmap) -> Choice:
    options = [(column.code, f"{column.code}. {column.title}") for column in heatmap.stock.dimensions]
    return choice_of("dimension", "Dimension", options, heatmap.query.dimension, "All dimensions")


def reporting_choice(heatmap: Heatmap) -> Choice:
    options = [("yes", "Reporting organisations")]
    return choice_of("reporting", "Organisations", options, heatmap.query.reporting, "All organisations")
