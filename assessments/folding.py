"""One way to compare names that people typed. Pure."""

import unicodedata

from frameworks.letters import seen


def folded(text: str) -> str:
    """Trimmed, NFKC, case folded, `&` read as `and`, blanks as one, without what is not seen."""
    plain = seen(unicodedata.normalize("NFKC", text)).casefold().replace("&", " and ")
    return " ".join(plain.split())
