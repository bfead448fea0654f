"""What a span chart says in sentences, counted from its rows and true of any. Pure of the database; never a ranking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.levels import DECLARED, NO_DATA, NOT_ANSWERED, NOT_APPLICABLE, CellValue, typical_position
from assessments.pages.scale import Scale
from assessments.pages.words import listed, number_words
from reports.matrix import ORGANISATION
from reports.pages.heatmap_words import Sentence

# More names than this in one sentence are counted instead.
MOST_NAMED = 6


@dataclass(frozen=True)
class Said:
    """One organisation's dimension, and by code the indicators behind it."""

    name: str
    cell: CellValue
    indicators: tuple[tuple[str, CellValue], ...] = ()


def sentences(rows: Sequence[Said], scale: Scale, whom: str = ORGANISATION) -> tuple[Sentence, ...]:
    """`whom`: what each row is."""
    known = [row for row in rows if row.cell.low is not None]
    if not rows:
        return ()
    if not known:
        return (Sentence(f"No {whom} shown here has a level.", is_strong=True), *_plain([missing(rows)]))
    first = Sentence(at_one_level(known, whom), is_strong=True)
    rest = (
        spanning_all(known, scale, whom),
        starting_highest(known, scale, whom),
        typically(known, scale),
        stopping(known, scale, whom),
        reaching_outside(known, scale, whom),
        worked_out(known),
        missing(rows),
    )
    return (first, *_plain(rest))


def _plain(words: Iterable[str]) -> tuple[Sentence, ...]:
    return tuple(Sentence(one) for one in words if one)


def at_one_level(known: Sequence[Said], whom: str = ORGANISATION) -> str:
    """Those whose span is a single level."""
    one = [row for row in known if row.cell.low == row.cell.high]
    if not one:
        return f"No {whom} is at one level only."
    if len(one) == len(known) > 1:
        return f"All {_number(len(known))} {whom}s are at one level only."
    return f"{_who(one, whom)} {_is(one)} at one level only."


def spanning_all(known: Sequence[Said], scale: Scale, whom: str = ORGANISATION) -> str:
    """Those whose span holds every level there is."""
    whole = [row for row in known if (row.cell.low, row.cell.high) == (1, scale.count)]
    if not whole:
        return ""
    verb = "spans" if len(whole) == 1 else "span"
    return f"{_who(whole, whom)} {verb} {'both' if scale.count == 2 else f'all {_number(scale.count)}'} levels."


def starting_highest(known: Sequence[Said], scale: Scale, whom: str = ORGANISATION) -> str:
    """Those with the highest of all lowest levels."""
    top = max(row.cell.low for row in known)
    there = [row for row in known if row.cell.low == top]
    if len(there) == len(known):
        return f"All start at {scale.name(top)}." if len(known) > 1 else ""
    return f"{_who(there, whom)} {'starts' if len(there) == 1 else 'start'} highest, at {scale.name(top)}."


def typically(known: Sequence[Said], scale: Scale) -> str:
    """How many are typically at which level, from the lowest level up."""
    counts = dict.fromkeys(scale.positions, 0)
    for row in known:
        counts[typical_position(row.cell.midpoint)] += 1
    said = [(n, scale.name(level)) for level, n in counts.items() if n]
    if len(known) == 1:
        return f"{known[0].name} is typically {said[0][1]}."
    if len(said) == 1:
        return f"All {_number(len(known))} are typically {said[0][1]}."
    (count, level), *more = said
    first = f"{_number(count)} of {_number(len(known))} {'is' if count == 1 else 'are'} typically {level}"
    return f"{_capital(', '.join([first, *(f'{_number(n)} {name}' for n, name in more)]))}."


def stopping(known: Sequence[Said], scale: Scale, whom: str = ORGANISATION) -> str:
    """Those whose highest level is not the highest there is, by that level."""
    by_top: dict[int, list[Said]] = {}
    for row in known:
        if row.cell.high < scale.count:
            by_top.setdefault(row.cell.high, []).append(row)
    if not by_top:
        return f"All reach {scale.name(scale.count)}." if len(known) > 1 else ""
    return " ".join(_stop(rows, scale.name(level), whom) for level, rows in sorted(by_top.items()))


def _stop(rows: list[Said], level: str, whom: str) -> str:
    if len(rows) == 1:
        return f"{rows[0].name} stops at {level}."
    words = f"{_capital(_number(len(rows)))} {whom}s stop at {level}"
    return f"{words}: {listed([row.name for row in rows])}." if len(rows) <= MOST_NAMED else f"{words}."


def outside(row: Said) -> tuple[tuple[str, CellValue], ...]:
    """The indicators with a level of which some part lies outside the declared span."""
    if row.cell.status != DECLARED:
        return ()
    return tuple(
        (code, cell)
        for code, cell in row.indicators
        if cell.low is not None and (cell.low < row.cell.low or cell.high > row.cell.high)
    )


def reaching_outside(known: Sequence[Said], scale: Scale, whom: str = ORGANISATION) -> str:
    """Said where there is anything to compare: a declared span with a rated indicator behind it."""
    compared = [
        row for row in known if row.cell.status == DECLARED and any(c.low is not None for _, c in row.indicators)
    ]
    found = [row for row in compared if outside(row)]
    if not found:
        return "No indicator reaches outside a declared span." if compared else ""
    if len(found) > MOST_NAMED:
        return f"In {_number(len(found))} {whom}s indicators reach outside the declared span."
    where = [f"{row.name} ({_indicators(row, scale)})" for row in found]
    if len(found) > 1 or len(compared) == 1:
        few = len(found) == 1 and len(outside(found[0])) == 1
        verb = "an indicator reaches" if few else "indicators reach"
        return f"In {listed(where)} {verb} outside the declared span."
    does = "does an indicator" if len(outside(found[0])) == 1 else "do indicators"
    return f"Only in {found[0].name} {does} ({_indicators(found[0], scale)}) reach outside the declared span."


def _indicators(row: Said, scale: Scale) -> str:
    return "; ".join(f"{code}, {scale.words(cell.low, cell.high)}" for code, cell in outside(row))


def worked_out(known: Sequence[Said]) -> str:
    """Those that declared nothing for the dimension as a whole."""
    derived = [row for row in known if row.cell.status != DECLARED]
    if not derived:
        return ""
    if len(derived) == len(known):
        return (
            "No span is declared; all are worked out from indicators."
            if len(known) > 1
            else ("The span is not declared; it is worked out from indicators.")
        )
    are = "span is" if len(derived) == 1 else "spans are"
    return f"{_capital(_number(len(derived)))} {are} not declared, but worked out from indicators."


def missing(rows: Sequence[Said]) -> str:
    """Those without a level, each kind by its own words."""
    words = {NO_DATA: "no data", NOT_APPLICABLE: "does not apply", NOT_ANSWERED: "not answered"}
    without = [row for row in rows if row.cell.low is None]
    if not without:
        return ""
    counts = {kind: sum(row.cell.status == kind for row in without) for kind in words}
    kinds = ", ".join(f"{_number(count)} {words[kind]}" for kind, count in counts.items() if count)
    return f"{_capital(_number(len(without)))} {'has' if len(without) == 1 else 'have'} no level here: {kinds}."


def _who(rows: Sequence[Said], whom: str) -> str:
    if len(rows) <= MOST_NAMED:
        return listed([row.name for row in rows])
    return _capital(f"{_number(len(rows))} {whom}s")


def _is(rows: Sequence[Said]) -> str:
    return "is" if len(rows) == 1 else "are"


def _number(number: int) -> str:
    return "ten" if number == 10 else number_words(number)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
