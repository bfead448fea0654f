"""The choices over a comparison: what can be asked, and what is asked now."""

from collections.abc import Iterable

from django.utils import timezone

from aligns_site.choices import Choice, choice_of
from assessments.pages.dates import plain_day
from reports.comparisons import Comparison
from reports.pages.heatmap_filters import cycles_choice, kinds_choice, places_choice, reporting_choice, sectors_choice
from reports.pages.heatmap_words import says_of_dimension
from reports.query import ALL

ROWS = (("ics", "ICSs"), ("region", "Regions"), ("kind", "Kinds"), ("sector", "Sectors"))


def first_choices(comparison: Comparison) -> Iterable[Choice]:
    heatmap, query = comparison.heatmap, comparison.query
    yield cycles_choice(heatmap)
    if not query.draw:
        codes = [(column.code, says_of_dimension(column)) for column in comparison.groups.columns]
        chosen = ALL if query.dimension == ALL else next((column.code for column in comparison.shown), "")
        yield choice_of("dimension", "Dimension", [*codes, (ALL, "All dimensions")], chosen)
    yield choice_of("rows", "Groups", ROWS, query.rows)
    if may_narrow(comparison):
        yield kinds_choice(heatmap)
        yield _days(comparison)


def more_choices(comparison: Comparison) -> Iterable[Choice]:
    if may_narrow(comparison):
        yield places_choice(comparison.heatmap, "region", "Region", "All regions")
        yield sectors_choice(comparison.heatmap)
        yield reporting_choice(comparison.heatmap)


def may_narrow(comparison: Comparison) -> bool:
    """Where a viewer does not see all by name, groups are not to be cut smaller."""
    return not comparison.heatmap.is_limited or bool(comparison.query.filters)


def _days(comparison: Comparison) -> Choice:
    """The boundaries of the closing date, of today where the cycle has closed, and whatever was asked for."""
    closing, today, asked = comparison.stock.cycle.closes_on, timezone.localdate(), comparison.query.as_at
    days = {closing: "", today: today.isoformat()} if closing < today else {closing: ""}
    days |= {asked: asked.isoformat()} if asked and asked not in days else {}
    options = [(value, f"{plain_day(day)}{' (today)' if day == today else ''}") for day, value in days.items()]
    return choice_of("as_at", "Boundaries", options, days.get(asked, ""))
