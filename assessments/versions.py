"""What became of the questions between two stored versions, and so of the answers to them. Writes nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

from frameworks.changes import Changes, DimensionChange, IndicatorChange, Kind, Scale, changes
from frameworks.definition import FrameworkDefinition
from frameworks.models import Framework
from frameworks.stored import plain_of


class Fate(Enum):
    """What becomes of an answer, and of all that was said beside it.

    It goes along; it goes along to a question in other words, and nobody has to confirm it; it goes along and is to be
    confirmed, since the words are others; it stands beside the questions that come after; or it stays with the older
    version, for nothing comes after. What was asked never has the second fate, only what was said beside an answer.
    """

    KEPT = "kept"
    KEPT_WITH_IT = "kept (the words of its question changed)"
    TO_CONFIRM = "to confirm"
    BESIDE = "beside"
    ARCHIVED = "archived"


GOING_ALONG = (Fate.KEPT, Fate.TO_CONFIRM)


@dataclass(frozen=True)
class Way:
    """Where what was said at one indicator or dimension goes. `codes`: what is asked instead; none where nothing is."""

    fate: Fate
    codes: tuple[str, ...] = ()

    @property
    def goes_along(self) -> bool:
        return self.fate in GOING_ALONG


@dataclass(frozen=True)
class Ways:
    """Out of an older version into a newer one; by the codes of the older. `is_asked_anew`: there are new questions."""

    indicators: Mapping[str, Way]
    dimensions: Mapping[str, Way]
    is_asked_anew: bool

    @cached_property
    def _into(self) -> dict[str, list[tuple[str, Fate]]]:
        into: dict[str, list[tuple[str, Fate]]] = {}
        for older, way in self.indicators.items():
            for code in way.codes:
                into.setdefault(code, []).append((older, way.fate))
        return into

    @classmethod
    def of(cls, found: Changes) -> "Ways":
        indicators = {
            asked.code: _way(change, found.scale, tuple(one.code for one in change.newer))
            for change in found.indicators
            for asked in change.older
        }
        dimensions = {
            change.older.code: _way(change, found.scale, (change.newer.code,) if change.newer else ())
            for change in found.dimensions
            if change.older
        }
        taken = {way.codes for way in indicators.values() if way.goes_along}
        asked = [one.code for change in found.indicators for one in change.newer]
        return cls(indicators, dimensions, any((code,) not in taken for code in asked))

    def way(self, dimension: str, indicator: str = "") -> Way:
        """Of what was said at an indicator, else of what was said of a dimension as a whole."""
        return self.indicators[indicator] if indicator else self.dimensions[dimension]

    def into(self, code: str) -> list[tuple[str, Fate]]:
        """The indicators of the older version whose answers stand at or beside this one of the newer."""
        return self._into.get(code, [])

    def into_dimension(self, code: str) -> Fate | None:
        """What becomes of what was said of the dimension that had this code; None where none had."""
        return next((way.fate for way in self.dimensions.values() if code in way.codes), None)


def _way(change: IndicatorChange | DimensionChange, scale: Scale, codes: tuple[str, ...]) -> Way:
    if change.kind == Kind.GONE:
        return Way(Fate.ARCHIVED)
    # Where the levels are others, a position means something else, and nothing can go along.
    if scale == Scale.OTHER or change.kind not in (Kind.SAME, Kind.REWORDED):
        return Way(Fate.BESIDE, codes)
    is_same = change.kind == Kind.SAME and scale == Scale.SAME
    return Way(Fate.KEPT if is_same else Fate.TO_CONFIRM, codes)


class SameVersion(Ways):
    """From a version to itself: all is asked as it was, whatever it is."""

    def __init__(self):
        super().__init__({}, {}, is_asked_anew=False)

    def way(self, dimension: str, indicator: str = "") -> Way:
        return Way(Fate.KEPT, (indicator or dimension,))

    def into(self, code: str) -> list[tuple[str, Fate]]:
        return [(code, Fate.KEPT)]

    def into_dimension(self, code: str) -> Fate | None:
        return Fate.KEPT


def ways_between(older: Framework, newer: Framework) -> Ways:
    """Kept in memory: the content of a version in use never changes, and a replaced draft was loaded anew."""
    if older.pk == newer.pk:
        return SameVersion()
    return _ways(_Version(older), _Version(newer))


class _Version:
    """A stored version, known by what its content hangs on."""

    def __init__(self, framework: Framework):
        self.framework = framework
        self.key = framework.pk, framework.content_hash, framework.loaded_at

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Version) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=32)
def _ways(older: _Version, newer: _Version) -> Ways:
    return Ways.of(changes(_definition(older.framework), _definition(newer.framework)))


def _definition(framework: Framework) -> FrameworkDefinition:
    whole = Framework.objects.with_parts().get(pk=framework.pk)
    return FrameworkDefinition.model_validate(plain_of(whole), by_alias=True, by_name=False)


# What the rows that follow an answer are called, in the order in which they are told.
ANSWERS, DECLARED, EVIDENCE = "answers", "declared levels", "pieces of evidence"
VIEWS, TALKS, NOTES = "views of colleagues", "talks", "notes of leads"

# How many rows of each kind have which fate.
Tally = Counter[tuple[str, Fate]]


def together(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Counter())


def carried_content(content: Mapping, ways: Ways, newer: Framework, dimension_of: Mapping[str, str]) -> dict:
    """What of a submission can count on under a newer version: what is the same, under the codes of today.

    `dimension_of`: the code of the dimension of each indicator of the newer version, in its order.
    """
    order = {code: place for place, code in enumerate(dimension_of)}
    listed = {
        "ratings": _kept(content["ratings"], "indicator", ways.indicators),
        "dimension_ratings": _kept(content["dimension_ratings"], "dimension", ways.dimensions),
        "evidence": [_moved(piece, ways, dimension_of) for piece in content["evidence"] if _is_kept(piece, ways)],
    }
    listed["ratings"].sort(key=lambda said: order[said["indicator"]])
    if "perceptions" in content:
        listed["perceptions"] = _kept(content["perceptions"], "indicator", ways.indicators)
    return {**content, "framework": newer.reference} | listed


def _kept(listed: Iterable[Mapping], name: str, ways: Mapping[str, Way]) -> list[dict]:
    found = [(said, ways[said[name]]) for said in listed]
    return [{**said, name: way.codes[0]} for said, way in found if way.fate == Fate.KEPT]


def _is_kept(piece: Mapping, ways: Ways) -> bool:
    return ways.way(piece["dimension"], piece["indicator"]).fate == Fate.KEPT


def _moved(piece: Mapping, ways: Ways, dimension_of: Mapping[str, str]) -> dict:
    (code,) = ways.way(piece["dimension"], piece["indicator"]).codes
    if not piece["indicator"]:
        return {**piece, "dimension": code}
    return {**piece, "indicator": code, "dimension": dimension_of[code]}
