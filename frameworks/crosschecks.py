"""What the values of a framework file must be to one another: levels all there, codes once, names known.

Works on the plain text before its shape is known to be right, so that all faults come at once; what has
the wrong shape is passed over here, and reported by definition.py.
"""

import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice

from frameworks.faults import Places, did_you_mean
from frameworks.letters import seen
from frameworks.plain_yaml import Fault, Path, Plain, shown

FEWEST_LEVELS, MOST_LEVELS = 2, 7
# Addresses below a self-assessment that are not dimensions, and below /frameworks/ that are not frameworks.
RESERVED_CODES = {"check", "history", "evidence"}
RESERVED_SLUGS = {"actions", "crosswalks"}
# A browser turns these into another address.
DOTS = {".", ".."}

# Nobody reads more at once, and a hostile file must not cost more.
MOST_FAULTS = 10_000


def crosscheck(places: Places) -> list[Fault]:
    return list(islice(crossed(places), MOST_FAULTS))


def crossed(places: Places) -> Iterator[Fault]:
    levels = [level for _, level in named(places, ("levels",), "slug")]
    indicators = list(indicator_codes(places))
    known = {code for _, code in indicators}
    yield from level_count(places)
    yield from levels_told_apart(places)
    yield from head_is_an_address(places)
    yield from dimension_codes(places)
    yield from codes_of_pages(places, indicators)
    for path in indicator_paths(places):
        yield from indicator_faults(places, path, levels)
    yield from codes_of_pages(places, list(named(places, ("recommended_actions",), "code")))
    for path in items(places, ("recommended_actions",)):
        yield from action_faults(places, path, levels, known)


def items(places: Places, path: Path) -> Iterator[Path]:
    """The paths of the parts with keys in the list at `path`."""
    found = places.value(path)
    if isinstance(found, list):
        yield from ((*path, index) for index, item in enumerate(found) if isinstance(item, dict))


def named(places: Places, path: Path, key: str) -> Iterator[tuple[Path, str]]:
    """The parts of a list that have a name, with it."""
    for item in items(places, path):
        name = places.value((*item, key))
        if isinstance(name, str) and name.strip():
            yield item, name.strip()


def texts(places: Places, path: Path) -> Iterator[tuple[Path, str]]:
    found = places.value(path)
    if isinstance(found, list):
        yield from (((*path, index), item) for index, item in enumerate(found) if isinstance(item, str))


def indicator_paths(places: Places) -> Iterator[Path]:
    for dimension in items(places, ("dimensions",)):
        yield from items(places, (*dimension, "indicators"))


def indicator_codes(places: Places) -> Iterator[tuple[Path, str]]:
    for dimension in items(places, ("dimensions",)):
        yield from named(places, (*dimension, "indicators"), "code")


def used_twice(
    places: Places, names: list[tuple[Path, str]], key: str, alike: Callable[[str], str] = str
) -> Iterator[Fault]:
    first: dict[str, Path] = {}
    for path, name in names:
        at = (*path, key) if key else path
        earlier = first.setdefault(alike(name), at)
        if earlier != at:
            line = places.document.line(earlier)
            place = places.document.spot(line) or f"line {line}"
            words = f"{key} {shown(name)} is used twice, first on {place}".lstrip()
            yield places.fault(path[: None if key else -1], words, at=at)


def level_count(places: Places) -> Iterator[Fault]:
    levels = places.value(("levels",))
    if isinstance(levels, list) and not FEWEST_LEVELS <= len(levels) <= MOST_LEVELS:
        words = f"there must be {FEWEST_LEVELS} to {MOST_LEVELS} levels, and there are {len(levels)}"
        yield places.fault(("levels",), words)


def alike(name: str) -> str:
    """As names of levels are matched in other files."""
    return seen(unicodedata.normalize("NFKC", name)).strip().casefold().replace("&", "and")


def levels_told_apart(places: Places) -> Iterator[Fault]:
    """Other files name a level by its name or its slug: neither may mean two levels."""
    slugs = list(named(places, ("levels",), "slug"))
    names = list(named(places, ("levels",), "name"))
    yield from used_twice(places, slugs, "slug", alike)
    yield from used_twice(places, names, "name", alike)
    known = {alike(slug) for _, slug in slugs}
    seen = set()
    for path, name in names:
        own = alike(str(places.value((*path, "slug"))))
        if alike(name) in known - {own} - seen:
            yield places.fault(path, f"name {shown(name)} is the slug of another level", at=(*path, "name"))
        seen.add(alike(name))


def head_is_an_address(places: Places) -> Iterator[Fault]:
    slug, version = (places.value(("framework", key)) for key in ("slug", "version"))
    if isinstance(slug, str) and slug in RESERVED_SLUGS:
        yield reserved(places, ("framework",), "slug", slug)
    if isinstance(version, str) and version in DOTS:
        words = f"version {version} cannot stand in an address"
        yield places.fault(("framework",), words, at=("framework", "version"))


def reserved(places: Places, path: Path, key: str, name: str) -> Fault:
    return places.fault(path, f"{key} {name} cannot be used: it is an address of its own", at=(*path, key))


def codes_of_pages(places: Places, codes: list[tuple[Path, str]]) -> Iterator[Fault]:
    """Codes of what has a page of its own: each once, and none that no address can hold."""
    yield from used_twice(places, codes, "code")
    for path, code in codes:
        if code in DOTS:
            yield places.fault(path, f"code {code} cannot stand in an address", at=(*path, "code"))


def dimension_codes(places: Places) -> Iterator[Fault]:
    if places.value(("dimensions",)) == []:
        yield places.fault(("dimensions",), "there must be at least one dimension")
    dimensions = list(named(places, ("dimensions",), "code"))
    yield from codes_of_pages(places, dimensions)
    for path, code in dimensions:
        if code in RESERVED_CODES:
            yield reserved(places, path, "code", code)
    for path in items(places, ("dimensions",)):
        if places.value((*path, "indicators")) == []:
            yield places.fault(path, "there must be at least one indicator", at=(*path, "indicators"))


def indicator_faults(places: Places, path: Path, levels: list[str]) -> Iterator[Fault]:
    yield from every_level(places, (*path, "descriptors"), levels)
    yield from every_level(places, (*path, "weights"), levels)
    yield from marked_levels(places, path, levels, "reviewed", "descriptors")
    yield from marked_levels(places, path, levels, "weights_to_check", "weights")
    yield from used_twice(places, list(texts(places, (*path, "equivalent_to"))), "")
    own = f"{places.value(('framework', 'slug'))}@{places.value(('framework', 'version'))}#"
    for at, reference in texts(places, (*path, "equivalent_to")):
        if reference.startswith(own):
            words = f"{shown(reference)} is in this version: name another version or framework"
            yield places.fault(at[:-1], words, at=at)


def every_level(places: Places, path: Path, levels: list[str]) -> Iterator[Fault]:
    by_level = places.value(path)
    if not isinstance(by_level, dict) or not levels:
        return
    for level in dict.fromkeys(levels):
        if level not in by_level:
            yield places.fault(path, f"level {shown(level)} is missing")
    for level in by_level:
        if level not in levels:
            yield unknown_level(places, path, level, levels, at=(*path, level))


def unknown_level(places: Places, path: Path, level: str, levels: list[str], at: Path) -> Fault:
    return places.fault(path, f"unknown level {shown(level)}{did_you_mean(level, levels)}", at=at)


def marked_levels(places: Places, path: Path, levels: list[str], key: str, marks: str) -> Iterator[Fault]:
    """The levels under `key` say something of what stands under `marks`: it must be there, and each named once."""
    named_here = list(texts(places, (*path, key)))
    if named_here and places.value((*path, marks)) is None:
        yield places.fault(path, f"{key} names levels, but there are no {marks}", at=(*path, key))
    yield from used_twice(places, named_here, "")
    for at, level in named_here:
        if levels and level not in levels:
            yield unknown_level(places, (*path, key), level, levels, at)


def action_faults(
    places: Places, path: Path, levels: list[str], indicators: set[str], where: str = "this file"
) -> Iterator[Fault]:
    supports = list(texts(places, (*path, "supports")))
    yield from used_twice(places, supports, "")
    for at, code in supports:
        if code not in indicators:
            yield places.fault(at[:-1], f"{shown(code)} is not an indicator of {where}", at=at)
    steps: dict[str, Plain | None] = {key: places.value((*path, key)) for key in ("from", "to")}
    for key, level in steps.items():
        if levels and isinstance(level, str) and level and level not in levels:
            words = f"{key} names an unknown level {shown(level)}{did_you_mean(level, levels)}"
            yield places.fault(path, words, at=(*path, key))
    start, end = (levels.index(level) if level in levels else None for level in steps.values())
    if start is not None and end is not None and start >= end:
        yield places.fault(path, "from must be a lower level than to", at=(*path, "to"))
