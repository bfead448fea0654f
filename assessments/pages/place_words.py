"""How the facts of a place are said: kinds, placements in time, what follows what. Decides nothing."""

from collections.abc import Mapping
from datetime import date

from assessments.models import Changed, Kind, Sector
from assessments.pages.dates import plain_day

NOTHING = "Nothing"
Names = Mapping[tuple[str, str], str]


def fact_words(what: str, value: object, names: Names) -> str:
    """`value` as a places file says it (see places_plan.py); `names`: of the places that it may point at."""
    if not value:
        return NOTHING
    if what == Changed.KIND:
        return Kind(value).label
    if what == Changed.SECTOR:
        return Sector(value).label
    if what == Changed.PARENT:
        return names.get(("organisation", value), value)
    if what == Changed.SUCCEEDED_BY:
        return ", ".join(names.get(("ics", slug), slug) for slug in value)
    if what == Changed.PLACED:
        return "; ".join(placement_words(row, names) for row in value)
    return ", ".join(value) if isinstance(value, list) else str(value)


def placement_words(row: Mapping, names: Names) -> str:
    """until 31 March 2026 in Sussex, South East"""
    region = names.get(("region", row["region"]), row["region"])
    ics = row.get("ics")
    where = (
        f"{names.get(('ics', ics), ics)}, {region}" if ics else f"{region}" if "ics" not in row else f"no ICS, {region}"
    )
    return f"{span_words(_day(row['from']), _day(row['until']))} in {where}"


def span_words(from_on: date | None, until_on: date | None) -> str:
    """from 1 April 2026; until 31 March 2026; always"""
    if from_on and until_on:
        return f"from {plain_day(from_on)} until {plain_day(until_on)}"
    if from_on:
        return f"from {plain_day(from_on)}"
    return f"until {plain_day(until_on)}" if until_on else "always"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
