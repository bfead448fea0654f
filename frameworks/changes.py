"""What became of each part of a framework from one version to a newer one. Pure: two definitions in, changes out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from frameworks.definition import DimensionDefinition, FrameworkDefinition, IndicatorDefinition


class Kind(Enum):
    """What became of an indicator or a dimension; of a dimension never SPLIT, MERGED or REGROUPED."""

    SAME = "same"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    REGROUPED = "split and merged"
    NEW = "new"
    GONE = "gone"


class Scale(Enum):
    """What became of the levels. With OTHER, a position means something else, so no answer can be carried over."""

    SAME = "same"
    REWORDED = "reworded"
    OTHER = "other"


@dataclass(frozen=True)
class Asked:
    """An indicator where it stands: in which dimension."""

    indicator: IndicatorDefinition
    dimension: DimensionDefinition

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def words(self) -> tuple:
        """All that a person reads before she answers."""
        one = self.indicator
        return one.title, one.question, one.guidance, one.descriptors or {}


@dataclass(frozen=True)
class IndicatorChange:
    """`older` and `newer`: one each, but several where split or merged, and none where new or gone.

    `is_moved`: the one indicator has another code, or stands in another dimension. `is_reweighted`: other weights.
    """

    kind: Kind
    older: tuple[Asked, ...]
    newer: tuple[Asked, ...]

    @property
    def is_one_to_one(self) -> bool:
        return self.kind in (Kind.SAME, Kind.REWORDED)

    @property
    def is_moved(self) -> bool:
        if not self.is_one_to_one:
            return False
        (then,), (now,) = self.older, self.newer
        return (then.code, then.dimension.code) != (now.code, now.dimension.code)

    @property
    def is_reweighted(self) -> bool:
        return self.is_one_to_one and self.older[0].indicator.weights != self.newer[0].indicator.weights


@dataclass(frozen=True)
class DimensionChange:
    """Matched by code. REWORDED also where it no longer asks the same indicators in the same words."""

    kind: Kind
    older: DimensionDefinition | None
    newer: DimensionDefinition | None


@dataclass(frozen=True)
class Changes:
    """Every indicator and dimension of either version stands in one change: in the newer file's order, then gone."""

    scale: Scale
    indicators: tuple[IndicatorChange, ...]
    dimensions: tuple[DimensionChange, ...]


def changes(older: FrameworkDefinition, newer: FrameworkDefinition) -> Changes:
    """Two versions of one framework, or two frameworks: then only what is declared equivalent is matched."""
    then, now = asked_by_code(older), asked_by_code(newer)
    links = linked(older, newer, then, now)
    indicators = tuple(indicator_changes(then, now, links))
    return Changes(scale_of(older, newer), indicators, tuple(dimension_changes(older, newer, indicators)))


def asked_by_code(definition: FrameworkDefinition) -> dict[str, Asked]:
    return {one.code: Asked(one, dimension) for dimension in definition.dimensions for one in dimension.indicators}


def scale_of(older: FrameworkDefinition, newer: FrameworkDefinition) -> Scale:
    if older.levels == newer.levels:
        return Scale.SAME
    has_same_slugs = [level.slug for level in older.levels] == [level.slug for level in newer.levels]
    return Scale.REWORDED if has_same_slugs else Scale.OTHER


def linked(
    older: FrameworkDefinition, newer: FrameworkDefinition, then: Mapping[str, Asked], now: Mapping[str, Asked]
) -> set[tuple[str, str]]:
    """Pairs of an earlier and a later code. What is declared goes before what is merely called the same."""
    declared = {
        (old, new)
        for new, asked in now.items()
        for version, _, old in (reference.partition("#") for reference in asked.indicator.equivalent_to)
        if version == older.reference and old in then
    }
    if older.framework.slug != newer.framework.slug:
        return declared
    taken, claiming = {old for old, _ in declared}, {new for _, new in declared}
    return declared | {(code, code) for code in now if code in then and code not in taken | claiming}


def indicator_changes(
    then: Mapping[str, Asked], now: Mapping[str, Asked], links: Iterable[tuple[str, str]]
) -> Iterator[IndicatorChange]:
    """Each group of codes that hang together becomes one change."""
    earlier: dict[str, list[str]] = {}
    later: dict[str, list[str]] = {}
    for old, new in links:
        earlier.setdefault(new, []).append(old)
        later.setdefault(old, []).append(new)
    told: set[str] = set()
    for code in now:
        if code not in told:
            olds, news = hanging_together(code, earlier, later)
            told |= news
            yield change_of(in_order(then, olds), in_order(now, news))
    for code, asked in then.items():
        if code not in later:
            yield IndicatorChange(Kind.GONE, (asked,), ())


def hanging_together(
    code: str, earlier: Mapping[str, list[str]], later: Mapping[str, list[str]]
) -> tuple[set[str], set[str]]:
    """All earlier and later codes that links lead to from a later one."""
    olds, news, waiting = set(), {code}, [code]
    while waiting:
        for old in earlier.get(waiting.pop(), ()):
            if old not in olds:
                olds.add(old)
                waiting += [new for new in later[old] if new not in news]
                news.update(later[old])
    return olds, news


def in_order(asked: Mapping[str, Asked], codes: set[str]) -> tuple[Asked, ...]:
    """In file order; a group of one, which nearly all are, is not looked for in the whole file."""
    return tuple(asked[code] for code in (codes if len(codes) < 2 else asked) if code in codes)


def change_of(older: tuple[Asked, ...], newer: tuple[Asked, ...]) -> IndicatorChange:
    match len(older), len(newer):
        case 0, _:
            kind = Kind.NEW
        case 1, 1:
            kind = Kind.SAME if older[0].words == newer[0].words else Kind.REWORDED
        case 1, _:
            kind = Kind.SPLIT
        case _, 1:
            kind = Kind.MERGED
        case _:
            kind = Kind.REGROUPED
    return IndicatorChange(kind, older, newer)


def dimension_changes(
    older: FrameworkDefinition, newer: FrameworkDefinition, indicators: Iterable[IndicatorChange]
) -> Iterator[DimensionChange]:
    # Two frameworks may call different things by one code.
    then = {one.code: one for one in older.dimensions} if older.framework.slug == newer.framework.slug else {}
    unlike = dimensions_asked_otherwise(indicators)
    for dimension in newer.dimensions:
        earlier = then.pop(dimension.code, None)
        if earlier is None:
            yield DimensionChange(Kind.NEW, None, dimension)
            continue
        has_same_words = (earlier.title, earlier.summary) == (dimension.title, dimension.summary)
        kind = Kind.SAME if has_same_words and dimension.code not in unlike else Kind.REWORDED
        yield DimensionChange(kind, earlier, dimension)
    yield from (DimensionChange(Kind.GONE, dimension, None) for dimension in older.dimensions if dimension.code in then)


def dimensions_asked_otherwise(indicators: Iterable[IndicatorChange]) -> set[str]:
    """Codes of dimensions in which anything was asked in other words, came, went or moved between dimensions."""
    return {
        asked.dimension.code
        for change in indicators
        if change.kind != Kind.SAME or change.older[0].dimension.code != change.newer[0].dimension.code
        for asked in (*change.older, *change.newer)
    }
