"""What became of a place, in words, the latest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import ICS, Changed, Organisation, PlaceChange, Region, User
from assessments.pages.dates import headed_moment
from assessments.pages.place_words import Names, fact_words

MOST_SHOWN = 50
SPOKEN = {
    Changed.NAME: "the name",
    Changed.ALIASES: "the other names",
    Changed.KIND: "the kind",
    Changed.SECTOR: "the sector",
    Changed.WEBSITE: "the website",
    Changed.PARENT: "what it is part of",
    Changed.PLACED: "where it lies",
    Changed.SUCCEEDED_BY: "what follows it",
}


@dataclass(frozen=True)
class ChangeLine:
    """`before` and `after` are empty where the sentence says it all."""

    when: str
    words: str
    before: str = ""
    after: str = ""
    note: str = ""


def change_lines(place: Region | ICS | Organisation, *, seen_by: User) -> tuple[ChangeLine, ...]:
    """In as many queries for a place with one change as for one with many."""
    changes = PlaceChange.objects.visible_to(seen_by).of(place).latest_first()[:MOST_SHOWN]
    return tuple(_lines(changes, names_of_places(seen_by)))


def names_of_places(user: User) -> Names:
    return {
        (model._meta.model_name, slug): name
        for model in (Region, ICS, Organisation)
        for slug, name in model.objects.visible_to(user).values_list("slug", "name")
    }


def _lines(changes: Iterable[PlaceChange], names: Names) -> Iterable[ChangeLine]:
    for change in changes:
        when, source = headed_moment(change.at), " from a file" if change.from_file else ""
        if change.what == Changed.ADDED:
            yield ChangeLine(when, f"{change.by} added it{source}.", note=change.note)
        elif change.what == Changed.MERGED:
            yield ChangeLine(when, f"{change.by} merged {change.before} into {change.after}.", note=change.note)
        else:
            before, after = (fact_words(change.what, value, names) for value in (change.before, change.after))
            yield ChangeLine(
                when, f"{change.by} changed {SPOKEN[Changed(change.what)]}{source}.", before, after, change.note
            )
