"""A crosswalk file: what it says, and every fault of it with its place."""

import pytest

from frameworks.crosswalks.file import Known, parse
from frameworks.definition import DefinitionFaults
from tests.frameworks.crosswalks.loading import CROSSWALK, TURNED

KNOWN = Known({"garden@1.0": frozenset({"A.1", "A.2", "B.1"}), "kite@2026.10": frozenset({"1.1", "1.10"})})


def faults(text: str) -> list[str]:
    with pytest.raises(DefinitionFaults) as refused:
        parse(text.encode(), KNOWN)
    return list(map(str, refused.value.faults))


def test_a_file_without_faults_says_its_pairs():
    found = parse(CROSSWALK.encode(), KNOWN)
    assert [(pair.from_, pair.to, pair.how, pair.note) for pair in found.pairs] == [
        ("A.1", "1.1", "close", "Both need fingers."),
        ("A.1", "1.10", "part", None),
    ]
    assert found.crosswalk.state == "draft"


def test_all_faults_come_at_once_each_with_its_line():
    text = CROSSWALK.replace("title: Garden", "tittle: Garden").replace("A.1, to", "A.9, to", 1)
    text = text.replace("how: part", "how: nearly").replace("format: 1", "format: 2")
    assert faults(text) == [
        "format must be 1, not 2 (line 1)",
        "crosswalk: title is missing (line 2)",
        "crosswalk: unknown key tittle; did you mean title? (line 3)",
        "1st pair: from names A.9, which is not an indicator of garden@1.0; did you mean A.2? (line 8)",
        "2nd pair: how must be same, close or part, not nearly (line 9)",
    ]


def test_a_version_that_is_not_loaded_is_a_fault_and_its_codes_are_not_judged():
    assert faults(CROSSWALK.replace("kite@2026.10", "kite@2026.1")) == [
        "crosswalk: and names kite@2026.1, which is not loaded; did you mean kite@2026.10? (line 5)"
    ]


def test_a_version_is_not_linked_with_itself():
    text = CROSSWALK.replace("kite@2026.10", "garden@1.0").replace('"1.1"', "A.2").replace('"1.10"', "B.1")
    assert faults(text) == ["crosswalk: between and and name the same version: a crosswalk needs two (line 5)"]


def test_a_pair_stands_once_and_there_is_at_least_one():
    assert faults(CROSSWALK.replace('"1.10"', '"1.1"')) == [
        "pairs: A.1 with 1.1 is used twice, first on line 8 (line 9)"
    ]
    assert faults(CROSSWALK.partition("pairs:")[0] + "pairs: []\n") == [
        "pairs: there must be at least one pair (line 7)"
    ]


@pytest.mark.parametrize("text", ["", "- a", "a: &x 1\nb: *x", "format: 1\npairs: [[[]]]\ncrosswalk: words", "\x00"])
def test_what_is_no_crosswalk_is_refused_in_words(text):
    assert all(len(fault) > 10 for fault in faults(text))


def test_the_same_content_has_one_fingerprint_whichever_version_comes_first():
    one, other = (parse(text.encode(), KNOWN).content_hash for text in (CROSSWALK, TURNED))
    assert one == other
    assert one != parse(CROSSWALK.replace("part", "same").encode(), KNOWN).content_hash


def test_thousands_of_unknown_codes_are_named_in_no_time():
    known = Known({"a@1": frozenset(map(str, range(1000))), "b@1": frozenset({"1"})})
    pairs = "\n".join(f"  - {{from: x{n}, to: '1', how: same}}" for n in range(2000))
    head = "format: 1\ncrosswalk: {title: T, between: a@1, and: b@1}\npairs:\n"
    with pytest.raises(DefinitionFaults) as refused:
        parse((head + pairs).encode(), known)
    assert len(refused.value.faults) == 2000
