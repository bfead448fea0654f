"""How the counts of a move to a newer version are told, on the page and by the command."""

from assessments.versions import ANSWERS, DECLARED, EVIDENCE, NOTES, TALKS, VIEWS, Fate, Tally

KINDS = (ANSWERS, DECLARED, EVIDENCE, VIEWS, TALKS, NOTES)


def tally_words(tally: Tally) -> str:
    """answers: 12 kept, 3 to confirm; pieces of evidence: 1 beside"""
    told = ((kind, fates_words(tally, kind)) for kind in KINDS)
    return "; ".join(f"{kind}: {words}" for kind, words in told if words) or "nothing was said yet"


def fates_words(tally: Tally, kind: str) -> str:
    return ", ".join(f"{tally[kind, fate]} {fate.value}" for fate in Fate if tally[kind, fate])
