"""Old and new words as pieces, of which some are struck and some are new."""

from hypothesis import given
from hypothesis import strategies as st

from frameworks.struck import struck_and_new

TEXTS = st.text("ab ,.\n", max_size=30)


def marked(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.is_changed else piece.text for piece in pieces)


def test_words_that_differ_are_marked_on_both_sides():
    old, new = struck_and_new("Regular meetings or a hub bring people together.", "Regular meetings bring people home.")
    assert marked(old) == "Regular meetings [or a hub] bring people [together]."
    assert marked(new) == "Regular meetings bring people [home]."


def test_texts_with_nothing_in_common_are_marked_whole():
    old, new = struck_and_new("Do you meet each week?", "All records stand in one place")
    assert (marked(old), marked(new)) == ("[Do you meet each week?]", "[All records stand in one place]")


def test_what_was_not_there_has_no_pieces():
    assert struck_and_new("", "Now it is") == ((), struck_and_new("", "Now it is")[1])


@given(TEXTS, TEXTS)
def test_the_pieces_together_are_the_texts_as_they_were(before, now):
    old, new = struck_and_new(before, now)
    assert "".join(piece.text for piece in old) == before
    assert "".join(piece.text for piece in new) == now
