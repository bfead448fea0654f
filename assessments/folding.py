"""One way to compare names that people typed. Pure."""

import unicodedata


def folded(text: str) -> str:
    """Trimmed, NFKC, case folded, `&` read as `and`, blanks as one."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return " ".join(plain.split())
