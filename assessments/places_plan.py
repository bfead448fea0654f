"""What loading a places file would change, place by place. Pure: plain facts and definitions go in, a plan comes out.

The facts of a place are what a places file can say of it, in the same words: texts, lists of texts, and placements as
dicts of texts. What somebody changed at the desk is not undone by a file that is older than the change: a value that
stood there before the change is not news. A value that never stood there is, and is taken.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assessments.places_definition import Part, Placed, PlacesDefinition

Facts = dict[str, object]
# Which place: its kind as the models call it, and its slug.
Key = tuple[str, str]
KINDS = {"regions": "region", "ics": "ics", "organisations": "organisation"}
LISTS_WITHOUT_ORDER = ("aliases", "succeeded_by")


@dataclass(frozen=True)
class Was:
    """One change of one fact of one place, as it was recorded."""

    what: str
    before: object
    after: object
    from_file: bool


@dataclass(frozen=True)
class Difference:
    """A fact for which the file says something else. `is_kept`: what was said at the desk stands."""

    what: str
    before: object
    after: object
    is_kept: bool = False


@dataclass(frozen=True)
class PlannedPlace:
    """`name`: what the place is called afterwards. `merged_into`: the slug of the one that it is now."""

    kind: str
    slug: str
    name: str
    is_new: bool = False
    differences: tuple[Difference, ...] = ()
    merged_into: str = ""

    @property
    def changes(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if not one.is_kept)

    @property
    def kept(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if one.is_kept)

    @property
    def is_changed(self) -> bool:
        return bool(self.changes) and not self.is_new


@dataclass(frozen=True)
class PlacesPlan:
    """All places of the file, in its order: regions, ICSs, organisations. `names`: of these, and of what is stored."""

    places: tuple[PlannedPlace, ...] = ()
    names: Mapping[Key, str] = field(default_factory=dict)

    @property
    def new(self) -> int:
        return sum(place.is_new for place in self.places)

    @property
    def changed(self) -> int:
        return sum(place.is_changed for place in self.places)

    @property
    def kept(self) -> int:
        """Places of which the file says something that does not count any more."""
        return sum(bool(place.kept or place.merged_into) for place in self.places)

    @property
    def total(self) -> int:
        return len(self.places)

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.changed)


@dataclass(frozen=True)
class Held:
    """What is stored. `record`: what became of each place, oldest first; `merged`: slug -> slug of what it is now."""

    facts: Mapping[Key, Facts] = field(default_factory=dict)
    record: Mapping[Key, tuple[Was, ...]] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)


def plan_of(definition: PlacesDefinition, held: Held) -> PlacesPlan:
    places = tuple(_planned(kind, part, held) for name, kind in KINDS.items() for part in getattr(definition, name))
    names = {key: str(facts["name"]) for key, facts in held.facts.items()}
    return PlacesPlan(places, names | {(place.kind, place.slug): place.name for place in places})


def _planned(kind: str, part: Part, held: Held) -> PlannedPlace:
    key, said = (kind, part.slug), said_by(part, held.merged)
    if kind == "organisation" and part.slug in held.merged:
        return PlannedPlace(kind, part.slug, part.name, merged_into=held.merged[part.slug])
    if key not in held.facts:
        new = tuple(Difference(what, None, value) for what, value in said.items())
        return PlannedPlace(kind, part.slug, part.name, is_new=True, differences=new)
    facts, record = held.facts[key], held.record.get(key, ())
    differences = tuple(_differences(said, facts, record))
    taken = {one.what: one.after for one in differences if not one.is_kept}
    return PlannedPlace(kind, part.slug, str(taken.get("name", facts["name"])), differences=differences)


def _differences(said: Facts, facts: Facts, record: Iterable[Was]) -> Iterable[Difference]:
    for what, value in said.items():
        rows = [row for row in record if row.what == what]
        if what == "aliases":
            yield from _alias_differences(list(value), list(facts[what]), rows)
        elif not same(what, facts[what], value):
            yield Difference(what, facts[what], value, is_kept=_is_older(what, value, rows))


def _alias_differences(said: list[str], held: list[str], rows: list[Was]) -> Iterable[Difference]:
    """Each other name by itself: one that was added at the desk stays, and one that was taken away stays away."""
    added, gone = desk_aliases(rows)
    wanted = [word for word in said if word not in gone] + [word for word in held if word in added and word not in said]
    if not same("aliases", held, wanted):
        yield Difference("aliases", held, wanted)
    if not same("aliases", said, wanted):
        yield Difference("aliases", wanted, said, is_kept=True)


def desk_aliases(rows: Iterable[Was]) -> tuple[set[str], set[str]]:
    """The other names that were last added, and those last taken away, at the desk."""
    added: set[str] = set()
    gone: set[str] = set()
    for row in (row for row in rows if not row.from_file and row.what == "aliases"):
        before, after = set(row.before or ()), set(row.after or ())
        added = (added | (after - before)) - (before - after)
        gone = (gone | (before - after)) - (after - before)
    return added, gone


def _is_older(what: str, value: object, rows: list[Was]) -> bool:
    """Whether the value stood there before the last change at the desk."""
    last = max((number for number, row in enumerate(rows) if not row.from_file), default=None)
    return last is not None and any(same(what, row.before, value) for row in rows[: last + 1])


def same(what: str, one: object, other: object) -> bool:
    if what in LISTS_WITHOUT_ORDER:
        return sorted(one or ()) == sorted(other or ())
    return (one or None) == (other or None)


def said_by(part: Part, merged: Mapping[str, str]) -> Facts:
    """Those facts of which the file says something, be it that they are empty."""
    said: Facts = {}
    for name in (name for name in type(part).model_fields if name in part.model_fields_set and name != "slug"):
        value = getattr(part, name)
        if name == "placed":
            said[name] = placements(map(_placed, value))
        elif name == "parent":
            said[name] = merged.get(value, value) or ""
        else:
            said[name] = list(value) if isinstance(value, tuple) else value or ""
    return said


def _placed(placed: Placed) -> dict:
    ics = {"ics": placed.ics} if hasattr(placed, "ics") else {}
    return ics | {"region": placed.region, "from": placed.from_ or None, "until": placed.until or None}


def placements(rows: Iterable[dict]) -> list[dict]:
    """The oldest first, as they are kept and compared."""
    return sorted(rows, key=lambda row: row["from"] or "")
