"""What changed between two submissions: nothing for equal ones, and enough to make the later from the earlier."""

import json
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from assessments.difference import difference

WORDS = st.sampled_from(["", "Each month", "Twice a year"])
CODES = ["1.1", "1.2", "2.1"]


def answers(key, codes):
    one = st.fixed_dictionaries(
        {
            "status": st.sampled_from(["rated", "no_data"]),
            "low": st.sampled_from([None, 1, 2]),
            "high": st.sampled_from([None, 2, 3]),
            "comment": WORDS,
        }
    )
    by_code = st.dictionaries(st.sampled_from(codes), one)
    return by_code.map(lambda said: [{key: code} | said[code] for code in codes if code in said])


PIECE = st.fixed_dictionaries(
    {
        "dimension": st.sampled_from(["1", "2"]),
        "indicator": st.sampled_from(["", "1.1"]),
        "kind": st.sampled_from(["observation", "link"]),
        "text": WORDS,
        "source": WORDS,
        "shared": st.booleans(),
    }
)
CONTENT = st.fixed_dictionaries(
    {
        "ratings": answers("indicator", CODES),
        "dimension_ratings": answers("dimension", ["1", "2"]),
        "evidence": st.lists(PIECE, max_size=5),
    }
)


def written(piece) -> str:
    return json.dumps(piece, sort_keys=True)


def applied(before: dict, found) -> tuple:
    """The later content that the earlier one and the difference make, without the order of the evidence."""
    return (
        _with(before["ratings"], found.ratings, "indicator"),
        _with(before["dimension_ratings"], found.declared, "dimension"),
        Counter(written(piece) for piece in before["evidence"])
        - Counter(written(change.before) for change in found.evidence if change.before is not None)
        + Counter(written(change.after) for change in found.evidence if change.after is not None),
    )


def _with(said, changes, key) -> dict:
    standing = {one[key]: one for one in said}
    for change in changes:
        assert standing.pop(change.code, None) == change.before
        if change.after is not None:
            standing[change.code] = change.after
    return standing


@given(CONTENT)
def test_a_submission_does_not_differ_from_itself(content):
    assert difference(content, json.loads(json.dumps(content))).is_empty


@given(CONTENT, CONTENT)
def test_what_it_says_makes_the_later_from_the_earlier(before, after):
    assert applied(before, difference(before, after)) == (
        {said["indicator"]: said for said in after["ratings"]},
        {said["dimension"]: said for said in after["dimension_ratings"]},
        Counter(written(piece) for piece in after["evidence"]),
    )


@given(CONTENT, CONTENT)
def test_nothing_is_called_a_change_that_is_none(before, after):
    found = difference(before, after)
    assert all(c.before != c.after for c in (*found.ratings, *found.declared, *found.evidence))


PLAIN = {"dimension": "1", "indicator": "1.1", "kind": "observation", "text": "A", "source": "", "shared": False}


def content(*evidence) -> dict:
    return {"ratings": [], "dimension_ratings": [], "evidence": list(evidence)}


def test_a_piece_that_is_now_shared_is_changed_and_not_new():
    (change,) = difference(content(PLAIN), content(PLAIN | {"shared": True})).evidence
    assert (change.before["shared"], change.after["shared"]) == (False, True)


def test_two_equal_pieces_of_which_one_goes_are_one_removal():
    (change,) = difference(content(PLAIN, PLAIN), content(PLAIN)).evidence
    assert (change.before, change.after) == (PLAIN, None)


def test_other_words_elsewhere_are_an_addition_and_a_removal():
    other = PLAIN | {"text": "B", "indicator": ""}
    found = difference(content(PLAIN), content(other)).evidence
    assert [(c.before, c.after) for c in found] == [(None, other), (PLAIN, None)]
