"""The sentence above the picture: how many said what, how far apart they lie, what each side sees. True or silent."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.consensus import HEALTH, JOINT, SOCIAL_CARE, Spread, Talk, place_words
from assessments.models import Sector
from assessments.pages.scale import Scale
from assessments.pages.words import many, number_words

QUARTERS = {0: "", 1: "a quarter", 2: "a half", 3: "three quarters"}
ALONE = {1: "a quarter of a level", 2: "half a level", 3: "three quarters of a level"}
SIDES = {SOCIAL_CARE: "social care", HEALTH: "health"}


@dataclass(frozen=True)
class Piece:
    """A part of the sentence; what matters most is `strong`."""

    words: str
    strong: bool = False


def levels_words(distance: float) -> str:
    """A distance in levels, a multiple of a quarter: "half a level", "one level", "two and a half levels"."""
    whole, quarters = divmod(round(distance * 4), 4)
    if not whole:
        return ALONE.get(quarters, "no level")
    rest = f" and {QUARTERS[quarters]}" if quarters else ""
    return f"{number_words(whole)}{rest} level{'' if whole == 1 and not rest else 's'}"


def people_words(count: int) -> str:
    return "one person" if count == 1 else f"{number_words(count)} people"


def headcount(side: Spread) -> str:
    """ "3 people", "2 people, 1 cannot say", "nobody yet"; beside the name of a sector."""
    if not side.people and not side.unsure:
        return "nobody yet"
    said = _many(side) if side.people else ""
    return ", ".join(filter(None, [said, f"{side.unsure} cannot say" if side.unsure else ""]))


def spread_words(together: Spread, scale: Scale) -> str:
    """A level, or "Pre-emerging to Developing"; empty without one."""
    return scale.words(together.low, together.high) if together.people else ""


def sentence(talk: Talk, scale: Scale) -> tuple[Piece, ...]:
    """The opening is strong, and so is the gap."""
    return (Piece(_opening(talk.all, scale), strong=True), *_rest(talk, scale))


def plain(pieces: Iterable[Piece]) -> str:
    return "".join(piece.words for piece in pieces)


def _opening(together: Spread, scale: Scale) -> str:
    if not together.people:
        return f"Nobody can say yet: {people_words(together.unsure)} answered." if together.unsure else "Nobody yet."
    who, level = people_words(together.people).capitalize(), spread_words(together, scale)
    if together.people == 1:
        return f"{who} answered: {level}."
    if together.is_of_one_mind:
        return f"{who} answered, and all say {level}."
    return f"{who} answered, from {scale.name(together.low)} to {scale.name(together.high)}."


def _rest(talk: Talk, scale: Scale) -> Iterable[Piece]:
    together = talk.all
    if together.people and together.unsure:
        yield Piece(f" {number_words(together.unsure).capitalize()} more cannot say.")
    differ = together.people > 1 and not together.is_of_one_mind
    if differ:
        yield Piece(f" {_distance(together)}")
    yield from _sides(talk, scale)
    if joint := _jointly(talk.sides[JOINT]):
        yield Piece(f" {joint}")
    if differ:
        who = "both" if together.people == 2 else f"all {number_words(together.people)}"
        yield Piece(f" The median of {who} lies {place_words(together.median, scale.names)}.")


def _distance(together: Spread) -> str:
    if not together.is_split:
        return "No two answers lie more than one level apart."
    who = "The two answers" if together.people == 2 else "The two answers that differ most"
    return f"{who} lie {levels_words(together.distance)} apart."


def _sides(talk: Talk, scale: Scale) -> Iterable[Piece]:
    gap, care, health = talk.gap, talk.sides[SOCIAL_CARE], talk.sides[HEALTH]
    if gap is None:
        for side, name in SIDES.items():
            if silence := _silence(talk.sides[side], name):
                yield Piece(f" {silence}")
        return
    places = place_words(care.median, scale.names), place_words(health.median, scale.names)
    if not gap.levels:
        yield Piece(f" Social care ({_many(care)}) and health ({_many(health)}) see it alike, typically {places[0]}.")
        return
    comma = ";" if "," in places[0] else ","
    yield Piece(
        f" Social care ({_many(care)}) is typically {places[0]}{comma} health ({_many(health)}) {places[1]}: "
        "social care sees it "
    )
    yield Piece(f"{levels_words(abs(gap.levels))} {'higher' if gap.levels > 0 else 'lower'}", strong=True)
    yield Piece(".")


def _many(side: Spread) -> str:
    return many(side.people, "person", "people")


def _silence(side: Spread, name: str) -> str:
    if side.people:
        return ""
    if not side.unsure:
        return f"Nobody has spoken for {name} here yet."
    return f"Nobody who speaks for {name} can say yet."


def _jointly(side: Spread) -> str:
    count = side.people + side.unsure
    if not count:
        return ""
    verbs = ("speaks", "counts") if count == 1 else ("speak", "count")
    return f"{people_words(count).capitalize()} {verbs[0]} for both jointly, and {verbs[1]} on neither side."


def sector_name(side: str) -> str:
    return Sector(side).label


def answered_words(count: int) -> str:
    if not count:
        return "Nobody has answered yet"
    return f"{people_words(count).capitalize()} {'has' if count == 1 else 'have'} answered"
