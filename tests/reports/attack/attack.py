"""Tries a small world: of every organisation that the viewer may not see, another span that she cannot rule out.

First in memory, by every world of answers of which the rules show the same; then such worlds are written, and all
that the viewer can ask for is fetched again. One world in which the organisation says something else and in which every
address answers the same proves that its span does not follow.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from reports.disclosure import disclosure_for
from tests.reports.attack.addresses import Everything, Site, addresses, some_of
from tests.reports.attack.oracle import (
    Answers,
    Part,
    Rule,
    Target,
    moved_together,
    pool_within,
    size_of,
    wanderings,
    worlds_alike,
)
from tests.reports.attack.small_worlds import Answer, Family, World, answers_shaped_like, spans_of

ARRANGEMENTS = 12
STEPS = 4000


@dataclass
class Finding:
    """`witnesses`: worlds that look the same and together show that no target follows; `told`: the targets that do.

    `tried`: how many worlds were made; `is_assumed`: whether some target needs that nobody knows who declared a level.
    """

    part: Part
    witnesses: list[Answers] = field(default_factory=list)
    told: frozenset[Target] = frozenset()
    tried: int = 0
    is_assumed: bool = False


def search(part: Part, random: Random, *, budget: int) -> Finding:
    """In memory. What is not in her reports at all may be anything, and is something else in every witness."""
    found = Finding(part, told=part.targets)
    unheard = {slug for slug in part.world.unknown_in(part.family) if slug not in part.unseen}
    others = {slug: _something_else(part.truth[slug], part.family[1], random) for slug in unheard}
    if part.unseen:
        pool = pool_within(part, budget, random)
        found.tried = size_of(part.classes, len(pool))
        for chosen in worlds_alike(part, pool):
            if found.told:
                _keep(found, _best(found, chosen, others, random))
        if found.told:
            _move_together(found, others)
        for keeps_shapes in (True, False):
            if found.told:
                _wander(found, others, random, keeps_shapes)
    elif unheard:
        _keep(found, part.truth | others)
    return found


def _move_together(found: Finding, others: Answers) -> None:
    truth = found.part.truth
    wanted = found.part.shown(truth)
    for answers in moved_together(found.part):
        if _differs(found, answers) and found.part.shown(answers) == wanted:
            found.is_assumed |= any(answers[slug].shape != truth[slug].shape for slug in truth)
            _keep(found, answers | others)


def _wander(found: Finding, others: Answers, random: Random, keeps_shapes: bool) -> None:
    for answers in wanderings(found.part, random, STEPS, keeps_shapes=keeps_shapes):
        if _differs(found, answers):
            found.is_assumed |= not keeps_shapes
            _keep(found, answers | others)
        if not found.told:
            return


def _best(found: Finding, chosen: list[tuple[Answer, ...]], others: Answers, random: Random) -> Answers:
    """Of the worlds with these answers the one that shows most: who of a class says what is free."""
    best, most = found.part.truth, -1
    for _ in range(ARRANGEMENTS):
        answers = dict(found.part.truth) | others
        for slugs, said in zip(found.part.classes, chosen, strict=True):
            answers |= dict(zip(slugs, random.sample(said, len(said)), strict=True))
        if (count := len(_differs(found, answers))) > most:
            best, most = answers, count
    return best


def _keep(found: Finding, answers: Answers) -> None:
    if shown := _differs(found, answers):
        found.witnesses.append(answers)
        found.told -= shown


def _differs(found: Finding, answers: Answers) -> frozenset[Target]:
    """The targets still open that have another level, or none, in this world."""
    part = found.part
    return frozenset(
        (slug, column)
        for slug, column in found.told
        if spans_of(answers[slug], part.family[1]).get(column) != spans_of(part.truth[slug], part.family[1])[column]
    )


def _something_else(answer: Answer, dimension: str, random: Random) -> Answer:
    """With another level in as many columns as can be."""
    spans = spans_of(answer, dimension)

    def unlike(other: Answer) -> int:
        return sum(span != spans[key] for key, span in spans_of(other, dimension).items())

    others = answers_shaped_like(answer)
    random.shuffle(others)
    return max(others, key=unlike)


@dataclass(frozen=True)
class Verdict:
    """`told`: what follows from the rules; `betrayed`: by address, worlds that the rules show alike and it does not.

    `tried`: how many worlds were made in memory; `confirmed`: how many of those that look the same were fetched, with
    `asked` answers in all; `assumed`: for how many dimensions the viewer must not know who declared or answered what.
    """

    told: frozenset[tuple[Family, Target]] = frozenset()
    betrayed: frozenset[str] = frozenset()
    tried: int = 0
    confirmed: int = 0
    assumed: int = 0
    asked: int = 0

    @property
    def is_leak(self) -> bool:
        return bool(self.told or self.betrayed)


def attack_rules(world: World, random: Random, *, budget: int, rule: Rule = disclosure_for) -> list[Finding]:
    """In memory alone: a finding for each dimension in each cycle of which the viewer may know."""
    known = [family for family in world.families if world.may_know_of(world.term_of(family))]
    return [search(Part(world, family, rule), random, budget=budget) for family in known]


def attack(world: World, random: Random, *, budget: int, most: int = 0, only: tuple[str, ...] = ("",)) -> Verdict:
    """In memory, and then over the addresses; `most`: so many of them; `only`: those whose names begin so."""
    found = attack_rules(world, random, budget=budget)
    site = Site(world)
    named = {name: paths for name, paths in addresses(site).items() if name.startswith(only)}
    asked = some_of(named, random, most)
    truth = site.everything(world.answers, asked)
    told = frozenset((one.part.family, target) for one in found for target in one.told)
    betrayed: set[str] = set()
    others = list(_whole_worlds(world, found))
    for other in others:
        answered = site.everything(other, asked)
        betrayed |= {address for address in asked if answered[address] != truth[address]}
    tried, assumed = sum(one.tried for one in found), sum(one.is_assumed for one in found)
    return Verdict(told, frozenset(betrayed), tried, len(others), assumed, len(asked) * (len(others) + 1))


def _whole_worlds(world: World, found: list[Finding]) -> Iterator[Everything]:
    """One witness of each dimension at a time, all together: none of them tells anything of another."""
    for number in range(max((len(one.witnesses) for one in found), default=0)):
        answers = dict(world.answers)
        for one in found:
            if number < len(one.witnesses):
                answers |= {(one.part.family, slug): said for slug, said in one.witnesses[number].items()}
        yield answers
