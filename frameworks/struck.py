"""Old and new words as pieces, of which some are struck and some are new. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# Words with the space behind them, so that the pieces together are the text as it was.
WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
# Two texts that share less have nothing to do with each other: one is struck and the other is new, as a whole.
ALIKE = 0.3


@dataclass(frozen=True)
class Piece:
    text: str
    is_changed: bool


Pieces = tuple[Piece, ...]


def struck_and_new(old: str, new: str) -> tuple[Pieces, Pieces]:
    """The pieces of both texts; what is changed in the old one is struck, and in the new one is new."""
    olds, news = WORD.findall(old), WORD.findall(new)
    matcher = SequenceMatcher(None, [word.rstrip() for word in olds], [word.rstrip() for word in news])
    if matcher.quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
        return whole(old), whole(new)
    steps = matcher.get_opcodes()
    return (
        tuple(pieces((olds[a:b], step != "equal") for step, a, b, _, _ in steps)),
        tuple(pieces((news[a:b], step != "equal") for step, _, _, a, b in steps)),
    )


def whole(text: str) -> Pieces:
    return (Piece(text, True),) if text else ()


def pieces(runs) -> Iterator[Piece]:
    """A space after what is changed stands outside of it, so that no line is drawn under nothing."""
    for words, is_changed in runs:
        text = "".join(words)
        bare = text.rstrip() if is_changed else text
        if bare:
            yield Piece(bare, is_changed)
        if bare != text:
            yield Piece(text[len(bare) :], False)
