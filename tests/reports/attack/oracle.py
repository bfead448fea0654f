"""What the rules show of one dimension of a small world, and every world of answers of which they show the same.

Uses the product's own rules for what is hidden; the figures of what is shown are worked out here. Nothing here looks
at a page: that what the pages say is no more than this, the addresses prove.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, combinations_with_replacement, product
from math import comb, prod
from random import Random
from statistics import median

from assessments.levels import NOT_ANSWERED, CellValue, lowest_confidence, missing_status
from reports.disclosure import Disclosure, disclosure_for
from reports.matrix import DIMENSION, GROUPINGS, INDICATOR, Asked, Column, Submission
from tests.reports.attack.small_worlds import (
    LEVELS,
    SPANS,
    Answer,
    Family,
    Said,
    World,
    answers_shaped_like,
    cells_of,
    columns_of,
    spans_of,
)

Answers = dict[str, Answer]
Rule = Callable[..., Disclosure]
# An organisation and a column in which it has a level.
Target = tuple[str, tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """One dimension in one cycle of a world. `rule`: what hides; the product's, or a planted one."""

    world: World
    family: Family
    rule: Rule = disclosure_for

    @cached_property
    def truth(self) -> Answers:
        return self.world.said_in(self.family)

    @cached_property
    def term(self):
        return self.world.term_of(self.family)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return columns_of(self.family, self.world.versions[self.term.version][int(self.family[1]) - 1])

    @cached_property
    def asked(self) -> list[Asked]:
        return self.world.asked_in(self.term)

    @cached_property
    def is_private(self) -> bool:
        return self.term.visibility == "private"

    @cached_property
    def submitted(self) -> list[Asked]:
        """Those whose answers enter her reports, by name or in groups."""
        sent = [one for one in self.asked if self.term.states[one.slug] == "submitted"]
        return [one for one in sent if one.is_seen or not self.is_private]

    @cached_property
    def groups(self) -> list[tuple[tuple[str, str], list[str]]]:
        found: dict[tuple[str, str], list[str]] = {}
        for one in self.asked:
            for grouping in GROUPINGS if one.is_counted else ():
                if grouping in one.groups:
                    found.setdefault((grouping, one.groups[grouping].slug), []).append(one.slug)
        return sorted(found.items())

    @cached_property
    def unseen(self) -> list[str]:
        """Those whose answers are in groups that she may be shown, and are not to follow from them."""
        return [one.slug for one in self.submitted if not one.is_seen]

    @cached_property
    def targets(self) -> frozenset[Target]:
        return frozenset(
            (slug, column)
            for slug in self.world.unknown_in(self.family)
            for column in spans_of(self.truth[slug], self.family[1])
        )

    def shown(self, answers: Mapping[str, Answer]) -> tuple:
        """All group cells of this dimension and its indicators, hidden or not."""
        cells = {one.slug: cells_of(answers[one.slug], self.family[1]) for one in self.submitted}
        said = [Submission(one.key, cells=cells[one.slug]) for one in self.submitted]
        settings = {"minimum": self.term.minimum, "is_private": self.is_private, "levels": LEVELS}
        hidden = self.rule(self.asked, said, self.columns, **settings)
        return tuple(
            None if hidden.hides(group, column) else _cell([cells.get(slug, {}).get(column.key) for slug in slugs])
            for group, slugs in self.groups
            for column in self.columns
        )

    @cached_property
    def classes(self) -> list[list[str]]:
        """The unseen, those together who lie in the same groups: nothing but their answers tells them apart."""
        alike: dict[tuple, list[str]] = {}
        for one in self.submitted:
            if not one.is_seen:
                groups = tuple(sorted((grouping, group.slug) for grouping, group in one.groups.items()))
                alike.setdefault((one.is_counted, groups), []).append(one.slug)
        return list(alike.values())


def _cell(said: list[CellValue | None]) -> tuple:
    said = [one or CellValue(NOT_ANSWERED) for one in said]
    rated = [one for one in said if one.midpoint is not None]
    of = len(said) - sum(one.status == "not_applicable" for one in said)
    if not rated:
        return missing_status(one.status for one in said), of
    lows, highs, middles = zip(*((one.low, one.high, one.midpoint) for one in rated), strict=True)
    return min(lows), max(highs), median(middles), len(rated), of, lowest_confidence(one.confidence for one in rated)


def size_of(classes: Iterable[list[str]], pool: int) -> int:
    """How many worlds there are, those apart that differ in who of a class says what."""
    return prod(comb(len(slugs) + pool - 1, len(slugs)) for slugs in classes)


def pool_within(part: Part, budget: int, random: Random) -> list[Answer]:
    """Answers to choose from: those that were given, and as many more of the same shapes as the budget allows."""
    given = list(dict.fromkeys(part.truth[slug] for slug in part.unseen))
    more = [one for answer in given for one in answers_shaped_like(answer) if one not in given]
    more = list(dict.fromkeys(more))
    random.shuffle(more)
    while more and size_of(part.classes, len(given) + 1) <= budget:
        given.append(more.pop())
    return given


def worlds_alike(part: Part, pool: list[Answer]) -> Iterator[list[tuple[Answer, ...]]]:
    """Every world of answers from the pool of which the same is shown: the answers of each class, in no order."""
    known = {one.slug: part.truth[one.slug] for one in part.submitted if one.is_seen}
    wanted = part.shown(part.truth)
    for chosen in product(*(combinations_with_replacement(pool, len(slugs)) for slugs in part.classes)):
        if part.shown(known | _assigned(part.classes, chosen)) == wanted:
            yield list(chosen)


def _assigned(classes: list[list[str]], chosen: Iterable[tuple[Answer, ...]]) -> Answers:
    return {
        slug: answer
        for slugs, said in zip(classes, chosen, strict=True)
        for slug, answer in zip(slugs, said, strict=True)
    }


def moved_together(part: Part) -> Iterator[Answers]:
    """Worlds in which all of some classes say otherwise in one column, and alike: for where the alike are hidden.

    At first with nothing else changed; then with what each shows of the whole dimension declared, so that it stays.
    """
    dimension = part.family[1]
    some = [slugs for size in range(1, len(part.classes) + 1) for slugs in combinations(part.classes, size)]
    for declares in (False, True):
        for slugs, column, span in product(some, part.columns, SPANS):
            moved = {slug: _moved(part.truth[slug], column, span, dimension, declares) for one in slugs for slug in one}
            yield part.truth | moved


def _moved(answer: Answer, column: Column, span: tuple[int, int], dimension: str, declares: bool) -> Answer:
    spans = spans_of(answer, dimension)
    if column.key not in spans:
        return answer
    if column.kind == INDICATOR:
        number = int(column.code.split(".")[1]) - 1
        parts = tuple(span if n == number else said for n, said in enumerate(answer.parts))
        return Answer(spans[DIMENSION, dimension] if declares else answer.whole, parts, answer.confidence)
    if declares or answer.whole in SPANS:
        return Answer(span, answer.parts, answer.confidence)
    return Answer(answer.whole, tuple(span if said in SPANS else said for said in answer.parts), answer.confidence)


def wanderings(part: Part, random: Random, steps: int, *, keeps_shapes: bool) -> Iterator[Answers]:
    """Worlds of which the same is shown, found by small random changes, each from one that was found before.

    `keeps_shapes`: nobody declares or answers what she did not, or leaves out what she did.
    """
    wanted, found = part.shown(part.truth), [part.truth]
    for _ in range(steps):
        answers = random.choice(found[-40:])
        for _ in range(random.choice([1, 1, 2, 3])):
            answers = _changed(part, answers, random, keeps_shapes)
        if answers not in found and part.shown(answers) == wanted:
            found.append(answers)
            yield answers


def _changed(part: Part, answers: Answers, random: Random, keeps_shapes: bool) -> Answers:
    """Two swap all or one of their levels, one or several say something else, or several exchange two indicators."""
    one, other = (random.choice(part.unseen) for _ in "12")
    some = [slug for slugs in part.classes if random.random() < 0.6 for slug in slugs]
    spot, span = random.randrange(len(_fields(answers[one]))), random.choice(SPANS)
    kind = random.choice(["swap", "exchange", "new", "together", "turn"])
    if kind == "swap":
        return answers | {one: answers[other], other: answers[one]}
    if kind == "turn":
        return answers | {slug: _turned(answers[slug]) for slug in some}
    if kind == "together":
        return answers | {slug: _put(answers[slug], spot, span) for slug in some if _has_level(answers[slug], spot)}
    if keeps_shapes and not (_has_level(answers[one], spot) and _has_level(answers[other], spot)):
        return answers
    if kind == "new":
        return answers | {one: _put(answers[one], spot, span if keeps_shapes else random.choice([*SPANS, None]))}
    theirs = {one: _fields(answers[other])[spot], other: _fields(answers[one])[spot]}
    return answers | {slug: _put(answers[slug], spot, said) for slug, said in theirs.items()}


def _fields(answer: Answer) -> list[Said]:
    return [answer.whole, *answer.parts]


def _has_level(answer: Answer, spot: int) -> bool:
    return _fields(answer)[spot] in SPANS


def _put(answer: Answer, spot: int, said: Said) -> Answer:
    fields = _fields(answer)
    fields[spot] = said
    return Answer(fields[0], tuple(fields[1:]), answer.confidence)


def _turned(answer: Answer) -> Answer:
    """Each indicator says what the next one said."""
    return Answer(answer.whole, (*answer.parts[1:], *answer.parts[:1]), answer.confidence)
