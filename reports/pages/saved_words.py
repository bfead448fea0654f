"""What was chosen in a saved view, in a few words: 2025, ICSs, dimension 3. Decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assessments.models import ICS, Cycle, Kind, Region, Sector, User
from assessments.pages.dates import plain_day
from reports.arrangement import Order
from reports.pages.gap_sentences import GROUP_WORDS
from reports.query import ALL, UNSTATED, Query
from reports.saving import SAVABLE


@dataclass(frozen=True)
class Names:
    """Of the cycles of which this person may know, and of places, by slug."""

    cycles: dict[str, str]
    ics: dict[str, str]
    regions: dict[str, str]

    @classmethod
    def of(cls, user: User) -> "Names":
        asked = (Cycle.objects.visible_to(user), ICS.objects.visible_to(user), Region.objects.visible_to(user))
        return cls(*(dict(places.order_by("pk").values_list("slug", "name")) for places in asked))


def chosen_words(report: str, query: Query, names: Names) -> str:
    """The cycle first; then what differs from the report as it opens."""
    plain = SAVABLE[report].query()
    said = [_cycle_words(report, query, names)]
    for name, words in CHOSEN.items():
        value = getattr(query, name, None)
        if value and value != getattr(plain, name):
            said.append(words(value, names))
    return ", ".join(said)


def _cycle_words(report: str, query: Query, names: Names) -> str:
    if query.cycle:
        return names.cycles.get(query.cycle, query.cycle)
    return "newest cycle" if SAVABLE[report].has_newest else "all cycles"


def _sorted(written: str) -> str:
    """As in: sorted by level in 5."""
    order = Order.read(written)
    where = f" in {order.column}" if order and order.column else ""
    return f"sorted by {order.by}{where}" if order else "sorted"


CHOSEN: dict[str, Callable[[Any, Names], str]] = {
    "against": lambda slug, names: f"compared with {names.cycles.get(slug, slug)}",
    "draw": lambda value, _: value,
    "rows": lambda grouping, _: f"by {GROUP_WORDS[grouping][0]}",
    "columns": lambda _kind, _: "indicators",
    "dimension": lambda code, _: "all dimensions" if code == ALL else f"dimension {code}",
    "indicator": lambda code, _: f"indicator {code}",
    "level": lambda level, _: "no level stated" if level == UNSTATED else f"level {level}",
    "region": lambda slug, names: names.regions.get(slug, slug),
    "ics": lambda slug, names: names.ics.get(slug, slug),
    "kind": lambda kind, _: f"kind: {Kind(kind).label}",
    "sector": lambda sector, _: f"sector: {Sector(sector).label}",
    "reporting": lambda _yes, _: "reporting organisations",
    "as_at": lambda day, _: f"boundaries of {plain_day(day)}",
    "sort": lambda order, _: _sorted(order),
    "pin": lambda _slugs, _: "pinned rows",
    "words": lambda typed, _: f"“{typed}”",
}
