"""The sentences over an organisation's profile: true of what it said, never a ranking against others."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone

from assessments.consensus import place_words
from assessments.levels import NO_DATA, NOT_APPLICABLE, CellValue
from assessments.models import Kind, OrganisationPlacement
from assessments.pages.dates import plain_day
from assessments.pages.words import listed
from reports.bodies import Placed

# More names than this in one sentence are counted instead.
MOST_NAMED = 3

# Title, words of the level, midpoint.
Said = tuple[str, str, float]


def extremes_sentence(said: Sequence[Said], names: Sequence[str], middle: str = "middle") -> str:
    """Where it stands strongest and lowest; by the midpoints of its dimensions.

    `names` of the levels, lowest first; `middle`: what a midpoint is called here. Where strongest and lowest would be
    told by the same words, the midpoints themselves are told.
    """
    if not said:
        return "No dimension has a level."
    if len(said) == 1:
        title, words, _ = said[0]
        return f"One dimension has a level: {title} ({words})."
    highest, lowest = max(at for *_, at in said), min(at for *_, at in said)
    if highest == lowest:
        same = {words for _, words, _ in said}
        level = f": {same.pop()}" if len(same) == 1 else ""
        return f"The {len(said)} dimensions with a level are equally far{level}."
    if {words for _, words, at in said if at == highest} & {words for _, words, at in said if at == lowest}:
        said = [(title, f"{middle}: {place_words(at, names)}", at) for title, _, at in said]
    return f"Strongest in {_named(said, highest)}; lowest in {_named(said, lowest)}."


def _named(said: Iterable[Said], midpoint: float) -> str:
    there = [f"{title} ({words})" for title, words, at in said if at == midpoint]
    return listed(there) if len(there) <= MOST_NAMED else f"{len(there)} dimensions"


def counts_sentence(cells: Iterable[CellValue]) -> str:
    cells = list(cells)
    counted, of = sum(cell.counted for cell in cells), sum(cell.of for cell in cells)
    verb = "has" if counted == 1 else "have"
    return f"{counted} of {of} indicators {verb} a level."


def differing_sentence(shown: Sequence[tuple[str, CellValue]]) -> str:
    """Names the dimensions in which the declared level lies outside of what the indicators say."""
    titles = [title for title, cell in shown if cell.differs]
    if not titles:
        return ""
    many = listed(titles) if len(titles) <= MOST_NAMED else f"{len(titles)} dimensions"
    return f"The level declared for {many} differs from its indicators."


def missing_sentence(shown: Sequence[tuple[str, CellValue]]) -> str:
    """The dimensions without a level, each kind of missing by its own words."""
    kinds: dict[str, list[str]] = {}
    for title, cell in shown:
        if cell.midpoint is None:
            words = {NO_DATA: "no data", NOT_APPLICABLE: "does not apply"}.get(cell.status, "not answered")
            kinds.setdefault(words, []).append(title)
    return (
        f"Without a level: {'; '.join(f'{listed(names)} ({words})' for words, names in kinds.items())}."
        if kinds
        else ""
    )


def place_line(kind: str, placements: Iterable[Placed | OrganisationPlacement], *, on: date) -> str:
    """Its kind, where it lay on the day, and where it has lain since. `placements`: of all times, in their order."""
    placements = [p for p in placements if p.until_on is None or p.until_on >= on]
    places = ", ".join(_place(p, on=on, is_first=n == 0) for n, p in enumerate(placements))
    regions = dict.fromkeys(p.region.name for p in placements)
    return " ".join(f"{words}." for words in (Kind(kind).label, places, ", then ".join(regions)) if words)


def _place(placement: Placed | OrganisationPlacement, *, on: date, is_first: bool) -> str:
    """Thames Valley ICS since 1 April 2026"""
    words = in_ics(placement.ics.name) if placement.ics else "no ICS"
    begins, ends = placement.from_on, placement.until_on
    if begins and begins > on:
        words += f" {'since' if begins <= timezone.localdate() else 'from'} {plain_day(begins)}"
    return words + (f" until {plain_day(ends)}" if ends and (is_first or ends > timezone.localdate()) else "")


def in_ics(name: str) -> str:
    """Some names say that they are of an ICS."""
    return name if name.endswith("ICS") else f"{name} ICS"
