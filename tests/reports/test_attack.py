"""Disclosure control over the real addresses: small worlds that look the same to a viewer, down to the last byte.

scripts/attack-disclosure goes on with this for as long as it is let.
"""

from dataclasses import replace
from random import Random

import pytest

from reports.disclosure import Disclosure, disclosure_for
from tests.reports.attack.addresses import Site, narrowed
from tests.reports.attack.attack import attack, attack_rules
from tests.reports.attack.small_worlds import random_world

# By seed. Each name with its usual question, and some with another; the script asks every address, and more.
ANONYMOUS = (40, {"only": ("reports:heatmap", "reports:compare", "home"), "most": 14})
NAMED_TWO_CYCLES = (13, {"only": ("reports:", "home"), "most": 36})


def nothing_hidden(*_args, **_settings) -> Disclosure:
    return Disclosure()


def told(seed: int, rule=disclosure_for) -> list:
    random = Random(seed)
    found = attack_rules(random_world(random), random, budget=60, rule=rule)
    return [(one.part.family, target) for one in found for target in sorted(one.told)]


@pytest.mark.parametrize("seed", range(12))
def test_from_what_the_rules_show_no_unseen_span_follows(seed):
    assert told(seed) == []


def test_the_attack_finds_rules_that_hide_nothing():
    assert [seed for seed in range(5) if told(seed, nothing_hidden)]


# Over the addresses ------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("seed", "asked"), [ANONYMOUS, NAMED_TWO_CYCLES])
def test_every_address_answers_the_same_in_another_world(seed, asked):
    """For each organisation that the viewer does not see, in a world in which it says something else."""
    random = Random(seed)
    verdict = attack(random_world(random), random, budget=60, **asked)
    assert (verdict.told, verdict.betrayed) == (frozenset(), frozenset())
    assert verdict.confirmed


@pytest.mark.django_db
@pytest.mark.urls("tests.reports.attack.planted")
def test_the_attack_finds_an_address_that_tells_more_than_the_rules_show():
    random = Random(4)
    verdict = attack(random_world(random), random, budget=60, only=("planted:",))
    assert verdict.betrayed == {"/reports/planted.csv"}


@pytest.mark.django_db
def test_a_narrowed_question_is_answered_the_same_whatever_those_say_whom_the_viewer_does_not_see():
    """One filter, several, another day: nothing that others say goes into the answer."""
    world = random_world(Random(4))
    site, asked = Site(world), narrowed()
    as_it_is = site.everything(world.answers, asked)
    others = {
        key: replace(said, whole=(2, 3), parts=((3, 3),) * len(said.parts)) for key, said in world.answers.items()
    }
    assert site.everything(others, asked) == as_it_is
    assert {answer[:3] for answer in as_it_is.values()} == {b"200", b"400"}
