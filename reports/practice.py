"""From a person and a question to the examples of good practice that she may read. Writes no words of a page.

Only what counts, of those whom she sees by name; what is not shared, of her own organisation alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.utils import timezone

from assessments.folding import folded
from assessments.models import Cycle, EvidenceKind, SelfAssessment
from assessments.pages.scale import Scale
from frameworks.models import Framework
from reports.bodies import ICSPlace, ics_places
from reports.matrix import Group
from reports.query import UNSTATED, BadQuery, PracticeQuery, unknown_value
from reports.reading import cycles_for, names_of_ics

ON_ONE_SHEET = 20


@dataclass(frozen=True)
class Book:
    """What the examples of one framework are read by: its levels, and its dimensions and indicators in their order.

    `levels`: (slug, name), lowest first; `titles`: by code, dimensions under (code, "").
    """

    scale: Scale
    levels: tuple[tuple[str, str], ...]
    titles: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, framework: Framework) -> "Book":
        levels = sorted(framework.levels.all(), key=lambda level: level.position)
        titles = {}
        for dimension in sorted(framework.dimensions.all(), key=lambda one: one.position):
            titles[dimension.code, ""] = dimension.title
            for indicator in sorted(dimension.indicators.all(), key=lambda one: one.position):
                titles[dimension.code, indicator.code] = indicator.title
        return cls(Scale.of(levels), tuple((level.slug, level.name) for level in levels), titles)

    @cached_property
    def places(self) -> dict[tuple[str, str], int]:
        return {key: number for number, key in enumerate(self.titles)}


@dataclass(frozen=True)
class Example:
    """One example. `said`: the piece as it was frozen; `ics`: where its organisation lies, at the close and today."""

    said: Mapping
    said_by: SelfAssessment
    book: Book
    ics: tuple[Group, ...]

    @property
    def place(self) -> tuple[str, str]:
        """The codes of its dimension and indicator."""
        return self.said["dimension"], self.said["indicator"]

    def title(self, of_dimension: bool = False) -> str:
        dimension, indicator = self.place
        return self.book.titles.get((dimension, "" if of_dimension else indicator), "")

    @property
    def level_slugs(self) -> tuple[str, ...]:
        """Those of its span, or UNSTATED."""
        low, high = self.said["low"], self.said["high"]
        return tuple(slug for slug, _ in self.book.levels[low - 1 : high]) if low else (UNSTATED,)

    @cached_property
    def searched(self) -> str:
        """All that its words are looked for in."""
        own = (self.said[name] for name in ("text", "source", "attribution"))
        whose = (str(self.said_by.organisation), self.said_by.initiative, *(ics.name for ics in self.ics))
        return folded(" ".join((*own, *whose, self.title(of_dimension=True), self.title())))

    @property
    def order(self) -> tuple:
        last = len(self.book.titles)
        organisation = self.said_by.organisation
        return (
            -self.said_by.cycle.opens_on.toordinal(),
            self.said_by.cycle.slug,
            self.book.places.get(self.place, last),
            folded(str(organisation)),
            self.said_by.initiative,
        )


@dataclass(frozen=True)
class Library:
    """`examples`: those that match, in the order of cycle, framework and name; `everything`: before any choice."""

    query: PracticeQuery
    cycles: tuple[Cycle, ...]
    books: Mapping[int, Book]
    systems: tuple[ICSPlace, ...]
    everything: tuple[Example, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def chosen_books(self) -> list[Book]:
        """Of the cycles that were asked for, the latest first."""
        found = {c.framework_id: None for c in self.cycles if self.query.cycle in ("", c.slug)}
        return [self.books[key] for key in found]


def library_for(user, query: PracticeQuery) -> Library:
    """Raises BadQuery for a cycle, dimension, indicator, level or ICS that does not exist for her."""
    cycles = tuple(cycles_for(user))
    if query.cycle and query.cycle not in {cycle.slug for cycle in cycles}:
        raise unknown_value("cycle", query.cycle)
    frameworks = list({cycle.framework_id: cycle.framework for cycle in cycles}.values())
    prefetch_related_objects(frameworks, "levels", "dimensions__indicators")
    library = Library(query, cycles, {one.pk: Book.of(one) for one in frameworks}, tuple(ics_places()))
    query = _with_names_found(library)
    everything = tuple(sorted(_examples(user, cycles, library.books), key=lambda one: one.order))
    matching = tuple(one for one in everything if _matches(one, query))
    return replace(library, query=query, everything=everything, examples=matching)


def _with_names_found(library: Library) -> PracticeQuery:
    """The query with the slugs of its level and ICS. Raises BadQuery."""
    query, books = library.query, library.chosen_books
    titles = {key for book in books for key in book.titles}
    if query.dimension and (query.dimension, "") not in titles:
        raise unknown_value("dimension", query.dimension)
    if query.indicator and query.indicator not in {indicator for _, indicator in titles}:
        raise unknown_value("indicator", query.indicator)
    found = {}
    if query.level:
        slugs = {folded(name): slug for book in books for slug, name in book.levels}
        slugs |= {slug: slug for slug in (*slugs.values(), UNSTATED)}
        found["level"] = slugs.get(query.level) or slugs.get(folded(query.level))
    if query.ics:
        slugs = names_of_ics(library.systems)
        found["ics"] = slugs.get(query.ics) or slugs.get(folded(query.ics))
    for name, slug in found.items():
        if slug is None:
            raise unknown_value(name, getattr(query, name))
    if query.page and not (query.page.isascii() and query.page.isdigit() and len(query.page) < 6):
        raise BadQuery("“page” must be a number.")
    return query.changed(**found)


def _examples(user, cycles: Iterable[Cycle], books: Mapping[int, Book]) -> Iterable[Example]:
    named = {cycle.pk: cycle for cycle in cycles}
    seen = SelfAssessment.objects.visible_to(user).counting().filter(cycle__in=named)
    for one in seen.select_related("organisation", "cycle", "counting_snapshot").with_placements():
        is_own = one.organisation_id in user.reach.own
        ics = tuple(_ics_of(one))
        for said in one.counting_snapshot.content["evidence"]:
            if said["kind"] == EvidenceKind.BEST_PRACTICE and (said["shared"] or is_own):
                yield Example(said, one, books[one.framework_id], ics)


def shared_examples(ones: Iterable[SelfAssessment], book: Book) -> Iterable[Example]:
    """Those of one cycle that are shared. `ones`: seen by name, with their counting snapshots."""
    for one in ones:
        for said in one.counting_snapshot.content["evidence"]:
            if said["kind"] == EvidenceKind.BEST_PRACTICE and said["shared"]:
                yield Example(said, one, book, ())


def _ics_of(one: SelfAssessment) -> Iterable[Group]:
    """Where it lay when the cycle closed, and where it lies today."""
    found = {}
    for day in (one.cycle.closes_on, timezone.localdate()):
        for placed in one.organisation.placements.all():
            begun = not placed.from_on or placed.from_on <= day
            if placed.ics and begun and (not placed.until_on or day <= placed.until_on):
                found[placed.ics.slug] = Group(placed.ics.slug, placed.ics.name)
    return found.values()


def _matches(example: Example, query: PracticeQuery) -> bool:
    dimension, indicator = example.place
    organisation = example.said_by.organisation
    return (
        query.cycle in ("", example.said_by.cycle.slug)
        and query.dimension in ("", dimension)
        and query.indicator in ("", indicator)
        and (not query.level or query.level in example.level_slugs)
        and (not query.ics or query.ics in {ics.slug for ics in example.ics})
        and query.kind in ("", organisation.kind)
        and all(word in example.searched for word in folded(query.words).split())
    )
