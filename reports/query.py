"""The query of a report: names and values, read strictly. Knows their form, not which cycles or places exist."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import ClassVar, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict

from assessments.models import Kind, Sector
from reports.matrix import DIMENSION, GROUPINGS, INDICATOR, ORGANISATION, WITH_INDICATORS

LONGEST_VALUE = 200
# A list of many may be longer.
LONGEST_OF = {"pin": 2000}


class BadQuery(ValueError):
    """A question that cannot be answered; `str()` of it says why, in plain words."""


@dataclass(frozen=True)
class Query:
    """What is asked for; "" or None where nothing was said. Places may be named by slug, name or alias.

    `choices`: the values of the names that have only a few. A report's query adds its own names.
    """

    choices: ClassVar[dict[str, tuple[str, ...]]] = {
        "kind": tuple(Kind.values),
        "sector": tuple(Sector.values),
        "reporting": ("yes",),
    }

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(one.name for one in fields(cls))

    @property
    def filters(self) -> dict[str, str]:
        """The filters by place, kind and sector that are set, by grouping."""
        return {grouping: getattr(self, grouping) for grouping in GROUPINGS if getattr(self, grouping, "")}

    def changed(self, **values) -> "Query":
        return replace(self, **values)

    @property
    def as_given(self) -> dict[str, str | None]:
        """Every name with its value as text, None where nothing was said."""
        values = {name: day.isoformat() if isinstance(day, date) else day for name, day in asdict(self).items()}
        return {name: value or None for name, value in values.items()}

    @property
    def as_address(self) -> str:
        """The query part of an address, with its question mark; what goes without saying is left out."""
        usual = {one.name: one.default for one in fields(self)}
        said = {name: value for name, value in self.as_given.items() if value and usual[name] != value}
        return f"?{urlencode(said, safe=',:')}" if said else "?"


@dataclass(frozen=True)
class HeatmapQuery(Query):
    choices: ClassVar = Query.choices | {
        "rows": (ORGANISATION, "ics", "region", "kind", "sector"),
        "columns": (DIMENSION, INDICATOR),
    }

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


@dataclass(frozen=True)
class HeatmapPageQuery(HeatmapQuery):
    """The same question, and how the page lays out the answer. The files know neither name: their order is fixed.

    `sort`: as arrangement.py writes an order; `pin`: slugs of the rows that stand first, with commas between.
    """

    sort: str = ""
    pin: str = ""

    @property
    def as_heatmap(self) -> HeatmapQuery:
        return HeatmapQuery(**{name: getattr(self, name) for name in HeatmapQuery.names()})


@dataclass(frozen=True)
class SpansQuery(Query):
    """`dimension`: a code, or the first."""

    cycle: str = ""
    dimension: str = ""
    region: str = ""
    ics: str = ""
    kind: str = ""
    sector: str = ""
    reporting: str = ""
    as_at: date | None = None

    @property
    def as_heatmap(self) -> HeatmapQuery:
        """The same question for a heatmap of organisations, each dimension with its indicators."""
        return HeatmapQuery(columns=WITH_INDICATORS, **asdict(self))


@dataclass(frozen=True)
class CompareQuery(Query):
    """`dimension`: a code, ALL of them, or the first."""

    choices: ClassVar = Query.choices | {"rows": ("ics", "region", "kind", "sector"), "draw": ("radar",)}

    cycle: str = ""
    dimension: str = ""
    rows: str = "ics"
    region: str = ""
    kind: str = ""
    sector: str = ""
    reporting: str = ""
    as_at: date | None = None
    draw: str = ""

    @property
    def as_heatmap(self) -> HeatmapQuery:
        """The same question for a heatmap of all dimensions."""
        shared = ("cycle", "rows", "region", "kind", "sector", "reporting", "as_at")
        return HeatmapQuery(**{name: getattr(self, name) for name in shared})


@dataclass(frozen=True)
class GapsQuery(Query):
    """`dimension`: a code, or all of them. Within organisations there are people's own views, of indicators alone."""

    choices: ClassVar = {"rows": ("ics", "region", ORGANISATION), "columns": (DIMENSION, INDICATOR)}

    cycle: str = ""
    rows: str = "ics"
    columns: str = DIMENSION
    dimension: str = ""

    @property
    def as_heatmap(self) -> HeatmapQuery:
        """The same question for a heatmap."""
        return HeatmapQuery(**asdict(self))


@dataclass(frozen=True)
class PracticeQuery(Query):
    """`words`: all of which an example must hold; `level`: a slug or a name, or UNSTATED; empty `cycle`: all cycles."""

    words: str = ""
    cycle: str = ""
    dimension: str = ""
    indicator: str = ""
    level: str = ""
    ics: str = ""
    kind: str = ""
    page: str = ""


@dataclass(frozen=True)
class TrendsQuery(Query):
    """`cycle`: the later; `against`: the slug of the earlier. `as_at`: both on the boundaries of one day."""

    choices: ClassVar = {"rows": HeatmapQuery.choices["rows"], "columns": HeatmapQuery.choices["columns"]}

    cycle: str = ""
    against: str = ""
    rows: str = ORGANISATION
    columns: str = DIMENSION
    dimension: str = ""
    as_at: date | None = None

    def as_heatmap(self, cycle: str, dimension: str = "") -> HeatmapQuery:
        """The same question for a heatmap of one of the two cycles, all dimensions or one."""
        return HeatmapQuery(cycle, self.rows, self.columns, dimension, as_at=self.as_at)


ALL = "all"
UNSTATED = "not-stated"
Asked = TypeVar("Asked", bound=Query)


def read_query(given: QueryDict, kind: type[Asked] = HeatmapQuery) -> Asked:
    """The question in an address. Raises BadQuery for an unknown name or value, or a name said twice."""
    names = kind.names()
    unknown = [name for name in given if name not in names]
    if unknown:
        raise BadQuery(f"“{_short(unknown[0])}” is not something that can be asked for here. Use: {', '.join(names)}.")
    said = {}
    for name in given:
        values = [value.strip() for value in given.getlist(name) if value.strip()]
        if len(values) > 1:
            raise BadQuery(f"“{name}” is given more than once. Give it once.")
        if values:
            said[name] = _value(name, values[0], kind.choices)
    return kind(**said)


def _value(name: str, value: str, choices: dict[str, tuple[str, ...]]) -> str | date:
    if len(value) > LONGEST_OF.get(name, LONGEST_VALUE) or "\x00" in value:
        raise unknown_value(name, value)
    if name == "as_at":
        return _day(value)
    if name in choices and value not in choices[name]:
        raise BadQuery(f"“{_short(value)}” is not a value of “{name}”. Use: {', '.join(choices[name])}.")
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
