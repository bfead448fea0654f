"""The query of a heatmap: names and values, read strictly. Knows their form, not which cycles or places exist."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from assessments.models import Kind, Sector
from reports.matrix import DIMENSION, GROUPINGS, INDICATOR, ORGANISATION

CHOICES = {
    "rows": (ORGANISATION, "ics", "region", "kind", "sector"),
    "columns": (DIMENSION, INDICATOR),
    "kind": tuple(Kind.values),
    "sector": tuple(Sector.values),
    "reporting": ("yes",),
}
LONGEST_VALUE = 200


class BadQuery(ValueError):
    """A question that cannot be answered; `str()` of it says why, in plain words."""


@dataclass(frozen=True)
class HeatmapQuery:
    """What is asked for; "" or None where nothing was said. Places may be named by slug, name or alias."""

    cycle: str = ""
    rows: str = ORGANISATION
    columns: str = DIMENSION
    dimension: str = ""
    region: str = ""
    ics: str = ""
    kind: str = ""
    sector: str = ""
    reporting: str = ""
    as_at: date | None = None

    @property
    def filters(self) -> dict[str, str]:
        """The filters by place, kind and sector that are set, by grouping."""
        return {grouping: getattr(self, grouping) for grouping in GROUPINGS if getattr(self, grouping)}

    def changed(self, **values) -> "HeatmapQuery":
        return replace(self, **values)

    @property
    def as_given(self) -> dict[str, str | None]:
        """Every name with its value as text, None where nothing was said."""
        values = asdict(self) | {"as_at": self.as_at.isoformat() if self.as_at else None}
        return {name: value or None for name, value in values.items()}

    @property
    def as_address(self) -> str:
        """The query part of an address, with its question mark; what goes without saying is left out."""
        usual = {"rows": ORGANISATION, "columns": DIMENSION}
        said = {name: value for name, value in self.as_given.items() if value and usual.get(name) != value}
        return f"?{urlencode(said)}" if said else "?"


NAMES = tuple(HeatmapQuery.__dataclass_fields__)


def read_query(given: QueryDict) -> HeatmapQuery:
    """The question in an address. Raises BadQuery for an unknown name or value, or a name said twice."""
    unknown = [name for name in given if name not in NAMES]
    if unknown:
        raise BadQuery(f"“{_short(unknown[0])}” is not something that can be asked for here. Use: {', '.join(NAMES)}.")
    said = {}
    for name in given:
        values = [value.strip() for value in given.getlist(name) if value.strip()]
        if len(values) > 1:
            raise BadQuery(f"“{name}” is given more than once. Give it once.")
        if values:
            said[name] = _value(name, values[0])
    return HeatmapQuery(**said)


def _value(name: str, value: str) -> str | date:
    if len(value) > LONGEST_VALUE or "\x00" in value:
        raise unknown_value(name, value)
    if name == "as_at":
        return _day(value)
    if name in CHOICES and value not in CHOICES[name]:
        raise BadQuery(f"“{_short(value)}” is not a value of “{name}”. Use: {', '.join(CHOICES[name])}.")
    return value


def _day(value: str) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise BadQuery(f"“{_short(value)}” is not a date. Write “as_at” as year-month-day, for example 2026-04-01.")
    return day


def unknown_value(name: str, value: str) -> BadQuery:
    """The same words for what does not exist and for what this person may not know of."""
    return BadQuery(f"There is no “{_short(value)}” to choose for “{name}”.")


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:60]}…"
