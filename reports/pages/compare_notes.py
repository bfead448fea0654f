"""What must be read with the numbers of a comparison: made from facts, for page, print and every file alike."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from assessments.models import Kind
from assessments.pages.dates import plain_day
from assessments.pages.words import listed, listed_names, many
from reports.bodies import Body
from reports.comparisons import Comparison
from reports.matrix import organisation_matrix
from reports.pages.heatmap_cells import is_weak
from reports.pages.heatmap_words import (
    NOTES_QUOTED,
    PLURALS,
    ROWS_WORDS,
    Caveat,
    choices_in_words,
    counted_once,
    draft_wording,
    quoted,
    suppression,
)
from reports.reading import Stock

# So few with a level make a percentage a lie.
FEW = 5
ORDER = "Rows stand in alphabetical order. They are not ranked."
MEDIAN = "The median of an even number may lie between two levels; halfway, it is named by the lower one."


def notes_of(comparison: Comparison) -> tuple[Caveat, ...]:
    found = [
        _chosen(comparison),
        _few(comparison),
        _weak(comparison),
        _boundaries(comparison),
        _mixed(comparison),
        counted_once(comparison.heatmap),
        _uncounted(comparison),
        suppression(comparison.heatmap),
        draft_wording(comparison.heatmap),
    ]
    return tuple(note for note in found if note)


def as_lines(notes: Iterable[Caveat]) -> tuple[str, ...]:
    """For files: each note a line, with what the table says under it."""
    return (ORDER, MEDIAN, *(" ".join(filter(None, (note.lead, note.words))) for note in notes))


def _chosen(comparison: Comparison) -> Caveat | None:
    """The filters themselves are neither printed nor in every file."""
    chosen = list(choices_in_words(comparison.heatmap))
    words = f"The numbers, also those of whole regions, are of these alone: {', '.join(chosen)}."
    return Caveat("Not all organisations.", words) if chosen else None


def _uncounted(comparison: Comparison) -> Caveat | None:
    """Said to whoever sees some group without everybody in it."""
    if not comparison.heatmap.is_limited:
        return None
    words = "How many organisations are at which level is shown where you may see all of the group by name."
    return Caveat("Not shown by level.", words)


def _few(comparison: Comparison) -> Caveat | None:
    """Of the rows shown, those where a count would make a poor percentage."""
    numbers = [comparison.groups.columns.index(column) for column in comparison.shown]
    counted = [[row.cells[n].counted for n in numbers if row.cells[n].counted] for row in comparison.groups.rows]
    shown = [counts for counts in counted if counts]
    few = sum(min(counts) < FEW for counts in shown)
    if not few:
        return None
    one, more = ROWS_WORDS[comparison.query.rows]
    start = (
        f"In {'all' if few == len(shown) else few} of the {len(shown)} {more}"
        if len(shown) > 1
        else f"In the one {one}"
    )
    words = (
        f"{start} with a level to show, fewer than five organisations have one. Say “two of three”, not a percentage."
    )
    return Caveat("Few organisations.", words)


def _weak(comparison: Comparison) -> Caveat | None:
    """Counted by organisation as far as they are seen by name, and else by row."""
    named = organisation_matrix(comparison.heatmap.asked, comparison.heatmap.submissions, comparison.shown)
    levels = [cell for row, _, cell in named.cells() if cell.low is not None and not row.is_apart]
    weak = [cell for cell in levels if is_weak(cell)]
    if weak:
        notes = [note for note, _ in Counter(cell.note for cell in weak if cell.note).most_common(NOTES_QUOTED)]
        said = f" The notes say: {' '.join(quoted(note) for note in notes)}" if notes else ""
        have = "has" if len(weak) == 1 else "have"
        words = f"{len(weak)} of the {many(len(levels), 'level')} that you see by name {have} low confidence.{said}"
        return Caveat("Weak source.", words)
    numbers = [comparison.groups.columns.index(column) for column in comparison.shown]
    rows = [row.name for row in comparison.rows if any(is_weak(row.cells[n]) for n in numbers)]
    return Caveat("Weak source.", f"Some levels have low confidence in {listed_names(rows)}.") if rows else None


def _boundaries(comparison: Comparison) -> Caveat:
    """What has changed since the cycle closed, by name, and the way to today's boundaries."""
    query, stock = comparison.query, comparison.stock
    closing, today, day = stock.cycle.closes_on, timezone.localdate(), comparison.heatmap.day
    if query.as_at and query.as_at != closing:
        back = f"Read on the boundaries of {plain_day(closing)}, when the cycle closed"
        words = _changes(stock, *sorted((closing, day)))
        return Caveat(f"Boundaries of {plain_day(day)}.", words, query.changed(as_at=None).as_address, back)
    changes = _changes(stock, closing, today) if closing < today else ""
    if not changes:
        return Caveat(f"Boundaries of {plain_day(day)}.", "")
    words = f"These are the boundaries of {plain_day(closing)}, when the cycle closed. {changes}"
    if comparison.heatmap.is_limited:
        return Caveat("Reorganised.", words)
    return Caveat("Reorganised.", words, query.changed(as_at=today).as_address, "Read on today’s boundaries")


def _changes(stock: Stock, before: date, after: date) -> str:
    """Between the two days: ICSs that ended and began, and how many of those asked lie in another."""
    regions = {placed.region.slug for body in stock.bodies for placed in body.placements}
    there: dict[date, dict[str, str]] = {before: {}, after: {}}
    dates: dict[str, date] = {}
    for place in stock.ics_places:
        for day, names in there.items():
            if place.placed.region.slug in regions and place.placed.is_in_force(day):
                names[place.ics.slug] = place.ics.name
                dates[place.ics.slug] = (place.placed.until_on if day == before else place.placed.from_on) or day
    ended, began = there[before].keys() - there[after].keys(), there[after].keys() - there[before].keys()
    said = [*_on(ended, there[before], dates, "ended"), *_on(began, there[after], dates, "began")]
    moved = sum(_is_counted(body) and body.ics_on(before) != body.ics_on(after) for body in stock.bodies)
    if moved:
        said.append(f"{many(moved, 'organisation')} asked {'lies' if moved == 1 else 'lie'} in another ICS, or in none")
    return f"{'. '.join(said)}." if said else ""


def _on(slugs: Iterable[str], names: dict[str, str], dates: dict[str, date], verb: str) -> list[str]:
    by_day: dict[date, list[str]] = {}
    for slug in sorted(slugs, key=lambda slug: names[slug].casefold()):
        by_day.setdefault(dates[slug], []).append(names[slug])
    return [f"{listed_names(found)} {verb} on {plain_day(day)}" for day, found in sorted(by_day.items())]


def _is_counted(body: Body) -> bool:
    return body.kind != Kind.REGION


def _mixed(comparison: Comparison) -> Caveat | None:
    """Where the rows are not the kinds themselves."""
    asked = {one.groups["kind"].slug for one in comparison.heatmap.asked if one.is_counted}
    if comparison.query.rows == "kind" or len(asked) < 2:
        return None
    kinds = listed([PLURALS[kind] for kind in Kind if kind in asked])
    words = f"{kinds[0].upper()}{kinds[1:]} stand side by side. Choose one kind to compare like with like."
    return Caveat("Mixed kinds.", words)
