"""Which characters a text may hold, and what to say of one that it may not. Pure."""

from unicodedata import category, name

# They show words in another order than they are written, and so can mislead.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def refusal_of(text: str) -> str:
    """`holds the control character U+0007: take it out`, of the first that may not stand; empty where all may.

    Characters that are not seen, such as the soft hyphens of a PDF or the joiners of an emoji, do no harm.
    """
    return next((words for letter in text if not letter.isprintable() and (words := refusal_of_letter(letter))), "")


def refusal_of_letter(letter: str) -> str:
    kind, number = category(letter), ord(letter)
    code = f"U+{number:04X}"
    if kind == "Cc" and letter not in "\n\t":
        return f"holds the control character {code}: take it out"
    if letter in TURNING:
        return f"holds {code} ({name(letter).lower()}), which shows words in another order: take it out"
    if kind == "Co":
        return f"holds {code}, which is not the same sign in every program: write another, such as - for a bullet"
    is_none = kind == "Cs" or number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
    return f"holds {code}, which is no character: take it out" if is_none else ""


def seen(text: str) -> str:
    """The text without characters that are not seen: what people would type to say the same."""
    return text if text.isascii() else "".join(letter for letter in text if category(letter) != "Cf")
