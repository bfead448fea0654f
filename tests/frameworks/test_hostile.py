"""Broken and hostile files crash nothing, leave nothing behind, and are refused with a place. The long run of the same:
scripts/fuzz-framework-files.
"""

import pytest

from tests.frameworks.hostile import file_of, try_file

# Seeds that once showed something wrong: one that took long, and one that was nested too deep to be written.
KEPT = (338, 68)
A_FEW = range(60)

pytestmark = pytest.mark.django_db


def test_the_same_seed_makes_the_same_file():
    assert [file_of(seed) for seed in range(10)] == [file_of(seed) for seed in range(10)]


def test_some_load_and_most_are_refused_with_a_place_for_every_fault():
    assert {try_file(file_of(seed)) for seed in A_FEW} == {"loaded", "refused"}


@pytest.mark.parametrize("seed", KEPT)
def test_what_was_wrong_once_is_right(seed):
    try_file(file_of(seed))
