"""What one value of a places file cannot know of another: slugs used twice, gaps in time, places that are nowhere.

Works on the plain text before its shape is known to be right, so that all faults come at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from assessments.folding import folded
from assessments.places_definition import NOTHING, day_of
from frameworks.faults import Places
from frameworks.plain_yaml import Fault, Path, shown

ENDLESS = date.max


@dataclass(frozen=True)
class KnownPlaces:
    """What is loaded already: a file may point at it, and what the file leaves out of a place stays.

    `names` and `aliases`: folded word -> slug of the organisation; `parents` and `successors`: slug -> slugs. `kept`:
    as `names`, what was said at the desk, and stays whatever the file says. `merged`: slug -> slug of the organisation
    that it is now.
    """

    regions: frozenset[str] = frozenset()
    ics: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, set[str]] = field(default_factory=dict)
    successors: Mapping[str, set[str]] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)


def crosschecks(places: Places, known: KnownPlaces) -> Iterator[Fault]:
    for name in ("regions", "ics", "organisations"):
        yield from _slugs_used_twice(places, name)
    yield from _names_used_twice(places, known)
    yield from _points_nowhere(places, known)
    yield from _parts_of_themselves(places, known)
    for name in ("ics", "organisations"):
        for path in _items(places, (name,)):
            yield from _ends_before_it_begins(places, path) or _gaps_and_overlaps(places, path)


def _items(places: Places, path: Path) -> Iterator[Path]:
    found = places.value(path)
    if isinstance(found, list):
        yield from ((*path, index) for index, item in enumerate(found) if isinstance(item, dict))


def _words(places: Places, path: Path) -> Iterator[tuple[str, Path]]:
    """The texts of a list, each with its place; of a single text, that one."""
    found = places.value(path)
    if isinstance(found, list):
        yield from ((word, (*path, index)) for index, word in enumerate(found) if isinstance(word, str))
    elif isinstance(found, str):
        yield found, path


def _slugs_of(places: Places, name: str) -> set[str]:
    return {word for path in _items(places, (name,)) for word, _ in _words(places, (*path, "slug"))}


def _slugs_used_twice(places: Places, name: str) -> Iterator[Fault]:
    seen: dict[str, int | None] = {}
    for path in _items(places, (name,)):
        for slug, at in _words(places, (*path, "slug")):
            line = places.document.line(at)
            if slug in seen:
                first = f"first in line {seen[slug]}" if seen[slug] != line else "both in this line"
                yield places.fault(path, f"slug {shown(slug)} stands twice, {first}", at=at)
            seen.setdefault(slug, line)


def _names_used_twice(places: Places, known: KnownPlaces) -> Iterator[Fault]:
    """A name, slug or alias must lead to one organisation: imports find organisations by them."""
    seen = _words_that_stay(places, known)
    for path in _items(places, ("organisations",)):
        own = next(_words(places, (*path, "slug")), (places.words_of_item(path), path))[0]
        own = known.merged.get(own, own)
        said: set[str] = set()
        for key in ("slug", "name", "aliases"):
            for word, at in _words(places, (*path, key)):
                other = seen.setdefault(folded(word), own) if folded(word) else own
                if other != own and folded(word) not in said:
                    message = f"{shown(word)!r} leads to {shown(other)} as well; it may lead to one organisation only"
                    yield places.fault(path, message, at=at)
                said.add(folded(word))


def _words_that_stay(places: Places, known: KnownPlaces) -> dict[str, str]:
    """Names and aliases of loaded organisations that the file does not replace."""
    paths = list(_items(places, ("organisations",)))
    renamed = {slug for path in paths for slug, _ in _words(places, (*path, "slug"))}
    with_aliases = {
        slug
        for path in paths
        if places.value((*path, "aliases")) is not None
        for slug, _ in _words(places, (*path, "slug"))
    }
    return (
        {word: slug for word, slug in known.names.items() if slug not in renamed}
        | {word: slug for word, slug in known.aliases.items() if slug not in with_aliases}
        | dict(known.kept)
    )


def _points_nowhere(places: Places, known: KnownPlaces) -> Iterator[Fault]:
    """Regions, ICSs, successors and parents that are neither in the file nor loaded."""
    regions = known.regions | _slugs_of(places, "regions")
    systems = known.ics | _slugs_of(places, "ics")
    bodies = known.organisations | _slugs_of(places, "organisations")
    for path in _items(places, ("ics",)):
        yield from _not_among(places, path, "succeeded_by", systems, "successor")
    for path in _items(places, ("organisations",)):
        yield from _not_among(places, path, "parent", bodies, "parent")
    for name in ("ics", "organisations"):
        for owner in _items(places, (name,)):
            for path in _items(places, (*owner, "placed")):
                yield from _not_among(places, path, "region", regions, "region")
                yield from _not_among(places, path, "ics", systems, "ICS")


def _not_among(places: Places, path: Path, key: str, slugs: set[str], noun: str) -> Iterator[Fault]:
    for slug, at in _words(places, (*path, key)):
        if slug not in slugs and slug not in NOTHING:
            yield places.fault(path, f"{noun} {shown(slug)} is not known", at=at)


def _parts_of_themselves(places: Places, known: KnownPlaces) -> Iterator[Fault]:
    """Following parents, or successors, must come to an end."""
    for name, key, stays, message in (
        ("organisations", "parent", known.parents, "is part of itself: its parent leads back to it"),
        ("ics", "succeeded_by", known.successors, "succeeds itself: its successors lead back to it"),
    ):
        said = {
            slug: (path, {word for word, _ in _words(places, (*path, key))})
            for path in _items(places, (name,))
            if places.value((*path, key)) is not None
            for slug, _ in _words(places, (*path, "slug"))
        }
        leads_to = {**stays, **{slug: to for slug, (_, to) in said.items()}}
        for slug, (path, to) in said.items():
            if slug in _all_after(to, leads_to):
                yield places.fault(path, message, at=(*path, key))


def _all_after(first: set[str], leads_to: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set(first), list(first)
    while waiting:
        new = leads_to.get(waiting.pop(), set()) - reached
        reached |= new
        waiting.extend(new)
    return reached


def _ends_before_it_begins(places: Places, owner: Path) -> list[Fault]:
    return [
        places.fault(path, f"ends on {ends} before it begins on {begins}")
        for path in _items(places, (*owner, "placed"))
        for begins, ends in [_dates(places, path)]
        if begins and ends and ends < begins
    ]


def _gaps_and_overlaps(places: Places, owner: Path) -> Iterator[Fault]:
    rows = []
    for path in _items(places, (*owner, "placed")):
        begins, ends = _dates(places, path)
        if begins is None or ends is None:
            return
        rows.append((begins, ends, path))
    for (_, before, _), (after, _, path) in pairwise(sorted(rows)):
        begins = "holds since always" if after == date.min else f"begins on {after}"
        if before == ENDLESS or after <= before:
            yield places.fault(path, f"{begins}, while the one before it has not ended: they overlap")
        elif after > before + timedelta(days=1):
            lost = before + timedelta(days=1)
            yield places.fault(path, f"{begins}, and nothing is said of the days from {lost} on: close the gap")


def _dates(places: Places, path: Path) -> tuple[date | None, date | None]:
    """First and last day of a placement; None for one that cannot be read."""
    found = []
    for key, open_day in (("from", date.min), ("until", ENDLESS)):
        text = places.value((*path, key))
        if text is None or text in NOTHING:
            found.append(open_day)
        else:
            found.append(day_of(text) if isinstance(text, str) else None)
    return found[0], found[1]
