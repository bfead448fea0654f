"""What changed since the cycle before, of one organisation or group: levels before and after. Works nothing out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from assessments.levels import CellValue
from assessments.pages.scale import Scale
from assessments.pages.words import listed
from reports.disclosure import SUPPRESSED
from reports.matrix import DIMENSION, INDICATOR, ORGANISATION
from reports.movement import COMPARED, MISSING_AFTER, MISSING_BEFORE, MISSING_BOTH, OTHER_LEVELS, Move, MoveRow, Pair
from reports.pages.heatmap_cells import ABSENT
from reports.pages.heatmap_words import Caveat, says_of_dimension
from reports.pages.trend_sentences import first_cycle, move_in_words, not_shared, other_levels, other_version
from reports.pages.trends import arrow_of
from reports.trends import Trend

MOST_CODES = 6
WORDS = {
    MISSING_BEFORE: "No level before",
    MISSING_AFTER: "No level now",
    MISSING_BOTH: "No level in either cycle",
    OTHER_LEVELS: "Other levels, so not compared",
    SUPPRESSED: ABSENT[SUPPRESSED][1],
}


@dataclass(frozen=True)
class Change:
    """One dimension. `arrow`: up, down or same, empty where nothing is compared; `over`: where only in part."""

    title: str
    arrow: str
    words: str
    before: str = ""
    after: str = ""
    over: str = ""


@dataclass(frozen=True)
class Changed:
    """`intro`: between which cycles, or why there is nothing. `notes`: breaks, and what is not compared."""

    intro: str
    lines: tuple[Change, ...] = ()
    sentence: str = ""
    notes: tuple[Caveat, ...] = ()
    href: str = ""
    link: str = ""

    @classmethod
    def of(cls, trend: Trend, one: MoveRow | None, nothing: str) -> "Changed":
        """`nothing`: said where the cycle before has nothing to show of this place."""
        if trend.after is None:
            return cls(first_cycle(trend))
        then, now = trend.before.stock.cycle, trend.cycle
        if one is None or all(move.before is None and move.status != SUPPRESSED for move in one.moves):
            return cls(nothing, **_on_newer_boundaries(trend, one))
        moves = list(zip(trend.pairs, one.moves, strict=True))
        found = (other_version(trend), other_levels(trend), not_shared(trend))
        return cls(
            f"From {then} to {now}.",
            tuple(_lines(trend, moves)),
            _indicators(moves),
            tuple(filter(None, found)),
            reverse("reports:trends") + trend.query.changed(columns=DIMENSION).as_address,
            "Movement of all",
        )


def _on_newer_boundaries(trend: Trend, one: MoveRow | None) -> dict[str, str]:
    """For a group that is new: the way to both cycles on today's map, for who may ask for it."""
    if one is None or one.row.kind == ORGANISATION or trend.is_limited:
        return {}
    query = trend.query.changed(as_at=trend.after.day)
    words = f"Read {trend.before.stock.cycle} on the newer boundaries"
    return {"href": reverse("reports:trends") + query.as_address, "link": words}


def _lines(trend: Trend, moves: Iterable[tuple[Pair, Move]]) -> Iterable[Change]:
    for pair, move in moves:
        if pair.column.kind == DIMENSION and pair.is_shared:
            is_hidden = move.status == SUPPRESSED
            yield Change(
                says_of_dimension(pair.column),
                arrow_of(move),
                move_in_words(move) if move.status == COMPARED else WORDS[move.status],
                "" if is_hidden else _said(move.before, trend.before.scale),
                "" if is_hidden else _said(move.after, trend.after.scale),
                f"Over {len(pair.over)} shared indicators" if pair.over else "",
            )


def _said(cell: CellValue | None, scale: Scale) -> str:
    if cell is None:
        return "not shown"
    return ABSENT[cell.status][1].lower() if cell.low is None else scale.words(cell.low, cell.high)


def _indicators(moves: Iterable[tuple[Pair, Move]]) -> str:
    """How many indicators moved, and which."""
    compared = [(p.column.code, m.difference) for p, m in moves if p.column.kind == INDICATOR and m.status == COMPARED]
    if not compared:
        return ""
    parts = [
        (_codes([code for code, difference in compared if difference > 0]), "moved up"),
        (_codes([code for code, difference in compared if difference < 0]), "moved down"),
        (str(sum(not difference for _, difference in compared)), "stayed the same"),
    ]
    said = [f"{count} {words}" for count, words in parts if count and count != "0"]
    verb = "indicator has" if len(compared) == 1 else "indicators have"
    return f"{len(compared)} {verb} a level in both cycles: {listed(said)}."


def _codes(codes: Sequence[str]) -> str:
    """ "2 (5.1 and 5.3)"; many are only counted."""
    if not codes:
        return ""
    return f"{len(codes)} ({listed(codes)})" if len(codes) <= MOST_CODES else str(len(codes))
