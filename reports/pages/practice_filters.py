"""The choices over the library of good practice. Offers what the examples of this reader can be found by."""

from collections.abc import Iterable
from dataclasses import dataclass

from aligns_site.choices import Choice, choice_of
from assessments.models import Kind
from reports.practice import Library
from reports.query import UNSTATED


@dataclass(frozen=True)
class PracticeFilters:
    """`words`: as they were typed. `more` stands folded away unless one of it is in use."""

    words: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]
    more_in_use: bool

    @classmethod
    def of(cls, library: Library) -> "PracticeFilters":
        query = library.query
        first = (_dimensions(library), _levels(library), _ics(library))
        more = (_indicators(library), _kinds(library), _cycles(library))
        return cls(query.words, first, more, any((query.indicator, query.kind, query.cycle)))


def _dimensions(library: Library) -> Choice:
    found = {code: f"{code}. {title}" for (code, inner), title in _titles(library) if not inner}
    return choice_of("dimension", "Dimension", found.items(), library.query.dimension, "All dimensions")


def _indicators(library: Library) -> Choice:
    """Of the chosen dimension, and the chosen one."""
    wanted, chosen = library.query.dimension, library.query.indicator
    found = {
        inner: f"{inner} {title}"
        for (code, inner), title in _titles(library)
        if inner and (wanted in ("", code) or inner == chosen)
    }
    return choice_of("indicator", "Indicator", found.items(), chosen, "All indicators")


def _titles(library: Library) -> Iterable[tuple[tuple[str, str], str]]:
    """Of all frameworks that are asked about; where two have one code, the later says its title."""
    found: dict[tuple[str, str], str] = {}
    for book in library.chosen_books:
        for key, title in book.titles.items():
            found.setdefault(key, title)
    return found.items()


def _levels(library: Library) -> Choice:
    found = {slug: name for book in reversed(library.chosen_books) for slug, name in book.levels}
    found[UNSTATED] = "No level stated"
    return choice_of("level", "Level", found.items(), library.query.level, "All levels")


def _ics(library: Library) -> Choice:
    """Where somebody with an example lay or lies, and what is chosen now."""
    found = {ics.slug: ics.name for example in library.everything for ics in example.ics}
    chosen = library.query.ics
    if chosen:
        found |= {place.ics.slug: place.ics.name for place in library.systems if place.ics.slug == chosen}
    options = sorted(found.items(), key=lambda option: option[1].casefold())
    return choice_of("ics", "ICS", options, chosen, "All ICSs")


def _kinds(library: Library) -> Choice:
    there = {example.said_by.organisation.kind for example in library.everything} | {library.query.kind}
    options = [(kind.value, kind.label) for kind in Kind if kind in there]
    return choice_of("kind", "Kind", options, library.query.kind, "All kinds")


def _cycles(library: Library) -> Choice:
    options = [(cycle.slug, cycle.name) for cycle in library.cycles]
    return choice_of("cycle", "Cycle", options, library.query.cycle, "All cycles")
