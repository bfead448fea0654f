"""Small random worlds: organisations with dated places, a viewer, cycles, and what each organisation says. No database.

Who may see whom by name is worked out here once more, from the table of roles alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from random import Random

from assessments.levels import RATED, CellValue, Given, dimension_cell, indicator_cell
from reports.matrix import DIMENSION, INDICATOR, Asked, Column, Group

LEVELS = 3
SPANS = [(low, high) for low in range(1, LEVELS + 1) for high in range(low, LEVELS + 1)]
NO_LEVEL = ("no_data", "not_applicable", None)
NAMES = ("ashby", "brook", "copley", "denby", "elton", "fenby", "garth", "holme")
REGION_OF = {"amber": "rowan", "birch": "rowan", "cedar": "quince"}
TODAY = date.today()
MOVED_ON = TODAY - timedelta(days=200)

# A span, "no_data", "not_applicable", or None where nothing was said.
Said = tuple[int, int] | str | None
# The slug of a cycle and the code of a dimension: what is said there tells nothing of any other.
Family = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """What one organisation says in one dimension: what it declares for the whole, and each indicator."""

    whole: Said
    parts: tuple[Said, ...]
    confidence: str = "high"

    @property
    def shape(self) -> tuple:
        """All but the levels: what was declared, what was answered, how sure they are."""
        said = (self.whole, *self.parts)
        return (*("rated" if isinstance(one, tuple) else one for one in said), self.confidence)


@dataclass(frozen=True)
class Place:
    """An organisation. `was_in`: the ICS in which it lay before it moved; empty: in none."""

    slug: str
    kind: str
    sector: str
    ics: str
    region: str
    was_in: str

    def ics_on(self, day: date) -> str:
        return self.was_in if day < MOVED_ON else self.ics

    def region_on(self, day: date) -> str:
        return REGION_OF.get(self.ics_on(day), self.region)

    @property
    def is_counted(self) -> bool:
        return self.kind != "region"

    def groups_on(self, day: date) -> dict[str, str]:
        found = {"region": self.region_on(day), "ics": self.ics_on(day), "kind": self.kind, "sector": self.sector}
        return {grouping: slug for grouping, slug in found.items() if slug}


@dataclass(frozen=True)
class Term:
    """A cycle. `states`: of each organisation asked: submitted, draft or silent; `version`: of the framework."""

    slug: str
    visibility: str
    minimum: int
    opens: date
    closes: date
    version: int
    states: Mapping[str, str]


@dataclass(frozen=True)
class World:
    """`role` and `at`: of the viewer; `versions`: of each the number of indicators of every dimension."""

    places: tuple[Place, ...]
    role: str
    at: str
    terms: tuple[Term, ...]
    versions: tuple[tuple[int, ...], ...]
    answers: Mapping[tuple[Family, str], Answer] = field(repr=False)

    def place(self, slug: str) -> Place:
        return next(place for place in self.places if place.slug == slug)

    def is_own(self, place: Place) -> bool:
        return self.role in ("pot", "contributor") and self.at == place.slug

    def is_followed(self, place: Place, term: Term) -> bool:
        """Her own, or in her ICS or region when the cycle closed, or today."""
        days = (term.closes, TODAY)
        led_ics = self.role == "ics_lead" and self.at in {place.ics_on(day) for day in days}
        led_region = self.role == "regional_lead" and self.at in {place.region_on(day) for day in days}
        return self.is_own(place) or led_ics or led_region

    @property
    def home(self) -> str:
        """The region in which the viewer's place lies."""
        if self.role == "regional_lead":
            return self.at
        return REGION_OF[self.at] if self.role == "ics_lead" else self.place(self.at).region_on(TODAY)

    def sees(self, place: Place, term: Term) -> bool:
        """By name, once it has submitted."""
        is_peer = term.visibility == "named" and self.home in {place.region_on(day) for day in (term.closes, TODAY)}
        return self.is_followed(place, term) or is_peer

    def may_know_of(self, term: Term) -> bool:
        asked = [place for place in self.places if place.slug in term.states]
        return term.visibility != "private" or any(self.is_followed(place, term) for place in asked)

    def is_known(self, slug: str, term: Term) -> bool:
        """Whether the viewer may read what this one says: her own always, of others what was submitted."""
        place = self.place(slug)
        return self.is_own(place) or (term.states[slug] == "submitted" and self.sees(place, term))

    @property
    def families(self) -> list[Family]:
        return [(term.slug, str(d)) for term in self.terms for d in range(1, len(self.versions[term.version]) + 1)]

    def term_of(self, family: Family) -> Term:
        return next(term for term in self.terms if term.slug == family[0])

    def said_in(self, family: Family) -> dict[str, Answer]:
        return {slug: answer for (where, slug), answer in self.answers.items() if where == family}

    def unknown_in(self, family: Family) -> list[str]:
        """Those of whom the viewer may not read what they say, submitted or not."""
        term = self.term_of(family)
        return [slug for slug in self.said_in(family) if not self.is_known(slug, term)]

    def asked_in(self, term: Term) -> list[Asked]:
        return [_asked(self, place, term) for place in self.places if place.slug in term.states]


def _asked(world: World, place: Place, term: Term) -> Asked:
    groups = {grouping: Group(slug, slug) for grouping, slug in place.groups_on(term.closes).items()}
    key = world.places.index(place)
    return Asked(key, place.slug, place.slug, groups, place.is_counted, world.is_own(place), world.sees(place, term))


def columns_of(family: Family, parts: int) -> tuple[Column, ...]:
    code = family[1]
    indicators = (Column(INDICATOR, f"{code}.{n}", f"{code}.{n}", code) for n in range(1, parts + 1))
    return (Column(DIMENSION, code, code, code), *indicators)


@lru_cache(maxsize=100_000)
def cells_of(answer: Answer, dimension: str) -> Mapping[tuple[str, str], CellValue]:
    """By column, as a submission keeps them."""
    parts = [_given(said, answer.confidence) if said else None for said in answer.parts]
    whole = _given(answer.whole, answer.confidence) if answer.whole else None
    found = {(DIMENSION, dimension): dimension_cell(whole, [part for part in parts if part], len(parts))}
    for number, part in enumerate(parts, start=1):
        if part:
            found[INDICATOR, f"{dimension}.{number}"] = indicator_cell(part)
    return found


def _given(said: Said, confidence: str) -> Given:
    return Given(RATED, *said, confidence) if isinstance(said, tuple) else Given(said, reason="not_held")


def spans_of(answer: Answer, dimension: str) -> dict[tuple[str, str], tuple[int, int]]:
    """By column, where there is a level."""
    return {key: (cell.low, cell.high) for key, cell in cells_of(answer, dimension).items() if cell.low is not None}


def answers_shaped_like(answer: Answer) -> list[Answer]:
    """All answers that differ from this one in levels alone."""
    choices = [SPANS if isinstance(said, tuple) else [said] for said in (answer.whole, *answer.parts)]
    return [Answer(whole, tuple(parts), answer.confidence) for whole, *parts in product(*choices)]


# ---- making one


def random_world(random: Random, *, most: int = 8) -> World:
    places = tuple(_places(random, random.randint(3, most)))
    role, at = _viewer(random, places)
    versions = _versions(random)
    terms = tuple(_terms(random, places, versions))
    answers = {
        ((term.slug, str(d)), slug): answer
        for term in terms
        for d, parts in enumerate(versions[term.version], start=1)
        for slug, answer in _answers(random, [s for s, state in term.states.items() if state != "silent"], parts)
    }
    return World(places, role, at, terms, versions, answers)


def _places(random: Random, count: int) -> Iterable[Place]:
    """Few kinds of places, so that some lie in the same groups."""
    models = []
    for _ in range(random.randint(1, 4)):
        ics = random.choice(["amber", "amber", "birch", "cedar", ""])
        models.append((random.choice(["local-authority", "nhs-trust"]), random.choice(["social-care", "health"]), ics))
    for slug in NAMES[:count]:
        kind, sector, ics = random.choice(models)
        if random.random() < 0.06:
            kind, sector, ics = "region", "joint", ""
        has_moved = random.random() < 0.1
        was_in = random.choice(["amber", "birch", ""]) if has_moved else ics
        yield Place(slug, kind, sector, ics, random.choice(["rowan", "rowan", "quince"]), was_in)


def _viewer(random: Random, places: tuple[Place, ...]) -> tuple[str, str]:
    role = random.choice(["pot", "pot", "contributor", "ics_lead", "regional_lead"])
    if role == "regional_lead":
        return role, random.choice(["rowan", "quince"])
    if role == "ics_lead":
        return role, random.choice(["amber", "cedar"])
    return role, places[0].slug


def _versions(random: Random) -> tuple[tuple[int, ...], ...]:
    sizes = random.choice([(1,), (1,), (1, 1), (2,), (2,), (2, 1), (1, 1, 1)])
    return (sizes, (*sizes[:-1], sizes[-1] + 1)) if random.random() < 0.3 else (sizes,)


def _terms(random: Random, places: tuple[Place, ...], versions) -> Iterable[Term]:
    visibility = random.choice(["anonymous", "anonymous", "anonymous", "named", "named", "private"])
    lengths = {"this-year": (-100, -10 if random.random() < 0.5 else 20), "last-year": (-500, -300)}
    slugs = ["this-year"] if len(versions) == 1 and random.random() < 0.6 else ["last-year", "this-year"]
    for number, slug in enumerate(slugs):
        opens, closes = (TODAY + timedelta(days=days) for days in lengths[slug])
        weights = ["submitted"] * 9 + ["draft", "silent", "unasked"]
        states = {place.slug: random.choice(weights) for place in places}
        asked = {place: state for place, state in states.items() if state != "unasked"}
        version = min(number, len(versions) - 1)
        yield Term(slug, visibility, random.choice([2, 3, 3]), opens, closes, version, asked)


def _answers(random: Random, slugs: list[str], parts: int) -> Iterable[tuple[str, Answer]]:
    """Of few different answers, so that all worlds can be made."""
    may_declare = random.random() < 0.4
    kinds = [_answer(random, parts, may_declare) for _ in range(random.randint(1, 4))]
    for slug in slugs:
        yield slug, random.choice(kinds)


def _answer(random: Random, parts: int, may_declare: bool) -> Answer:
    def said() -> Said:
        return random.choice(SPANS) if random.random() < 0.9 else random.choice(NO_LEVEL)

    whole = random.choice(SPANS) if may_declare and random.random() < 0.6 else None
    return Answer(whole, tuple(said() for _ in range(parts)), "low" if random.random() < 0.2 else "high")
