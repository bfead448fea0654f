"""What movement says in sentences: how many moved, who moved most, what is not compared and why. Never a ranking."""

from collections.abc import Iterable, Sequence

from django.utils import timezone

from assessments.models import Cycle
from assessments.pages.dates import plain_day
from assessments.pages.words import listed, listed_names, many
from reports.matrix import DIMENSION, ORGANISATION
from reports.movement import COMPARED, SUPPRESSED, Move, MoveRow
from reports.pages.heatmap_words import NOT_A_RANKING, ROWS_WORDS, Caveat, Sentence, draft_wording, says_of_dimension
from reports.trends import Trend, earlier_than

PARTS = {1: "an eighth", 2: "a quarter", 3: "three eighths", 4: "half", 5: "five eighths", 6: "three quarters"} | {
    7: "seven eighths"
}
WHOLES = ("no", "one", "two", "three", "four", "five", "six")
SAME, SAME_MIDDLE = "The same", "The same middle"
NAMED = 3


def difference_in_words(difference: float) -> str:
    """Half a level up; one level down; one and a half levels up; the same. Differences are multiples of an eighth."""
    if not difference:
        return SAME
    whole, part = divmod(round(abs(difference) * 8), 8)
    if not whole:
        size = f"{PARTS[part]} {'a level' if part == 4 else 'of a level'}"
    elif not part:
        size = f"{WHOLES[whole]} {'level' if whole == 1 else 'levels'}"
    else:
        size = f"{WHOLES[whole]} and {'a half' if part == 4 else PARTS[part]} levels"
    return f"{size[:1].upper()}{size[1:]} {'up' if difference > 0 else 'down'}"


def move_in_words(move: Move) -> str:
    """Of two levels that are compared. A span can grow or shrink around the same middle."""
    is_same_span = (move.before.low, move.before.high) == (move.after.low, move.after.high)
    return difference_in_words(move.difference) if move.difference or is_same_span else SAME_MIDDLE


def paragraph(trend: Trend) -> tuple[Sentence, ...]:
    moves = [move for one in trend.rows if not one.row.is_apart for move in one.moves]
    compared = [move for move in moves if move.status == COMPARED]
    then, now = trend.before.stock.cycle, trend.cycle
    what = _what(trend)
    if not compared:
        return (Sentence(f"No level can be compared between {then} and {now}.", True), Sentence(NOT_A_RANKING))
    rows = sum(any(move.status == COMPARED for move in one.moves) for one in trend.rows if not one.row.is_apart)
    return (
        Sentence(
            f"From {then} to {now}, {many(len(compared), 'level')} of {many(rows, *what)} can be compared: "
            f"{_counts(compared)}.",
            True,
        ),
        Sentence(NOT_A_RANKING),
    )


def _what(trend: Trend) -> tuple[str, str]:
    return ROWS_WORDS.get(trend.query.rows, ("organisation", "organisations"))


def _counts(compared: Iterable[Move]) -> str:
    differences = [move.difference for move in compared]
    up, down = sum(one > 0 for one in differences), sum(one < 0 for one in differences)
    up, down, same = (count or "none" for count in (up, down, len(differences) - up - down))
    return f"{up} moved up, {down} moved down and {same} stayed the same"


def section_sentences(moves: Sequence[tuple[MoveRow, Move]]) -> tuple[Sentence, ...]:
    """Of one column: how many moved, and who moved most. Among what is shown; whole-region statements not counted."""
    compared = [(one.row.name, move) for one, move in moves if move.status == COMPARED and not one.row.is_apart]
    if not compared:
        return ()
    said = [Sentence(f"{_counts(move for _, move in compared)}.".capitalize())]
    up, down = (max(sign * move.difference for _, move in compared) for sign in (1, -1))
    if up > 0:
        said.append(Sentence(f"Most improved: {_named(compared, up)}."))
    if down > 0:
        said.append(Sentence(f"Area of concern: {_named(compared, -down)}."))
    return tuple(said)


def _named(compared: Iterable[tuple[str, Move]], difference: float) -> str:
    names = [name for name, move in compared if move.difference == difference]
    words = difference_in_words(difference)
    each = " each" if len(names) > 1 else ""
    who = listed_names(names) if len(names) <= NAMED else f"{len(names)} of them"
    return f"{who}, {words[:1].lower()}{words[1:]}{each}"


def first_cycle(trend: Trend) -> str:
    """Why there is nothing before, and when there will be: in the next cycle on the same framework."""
    earlier, framework = earlier_than(trend.cycles, trend.cycle), trend.cycle.framework.slug
    later: list[Cycle] = [one for one in trend.cycles if one.opens_on > trend.cycle.opens_on]
    alike = [one for one in later if one.framework.slug == framework]
    when = f"{alike[-1]} closes" if alike else "the next cycle on this framework closes"
    if not earlier:
        return f"{trend.cycle} is the first cycle. Movement shows when {when}."
    if any(one.has_submissions for one in earlier):
        return f"No cycle before {trend.cycle} is on the same framework, so nothing is compared."
    return f"Nothing was submitted in a cycle before {trend.cycle}."


def breaks(trend: Trend) -> tuple[Caveat, ...]:
    """Where the two cycles are not quite alike: framework version, levels, boundaries."""
    return tuple(filter(None, (other_version(trend), other_levels(trend), _other_boundaries(trend))))


def other_version(trend: Trend) -> Caveat | None:
    if trend.has_same_version:
        return None
    then, now = trend.before.stock.cycle, trend.cycle
    words = f"{then} was on {then.framework}, {now} is on {now.framework}. Only what both share is compared."
    return Caveat("Break: another framework version.", words)


def other_levels(trend: Trend) -> Caveat | None:
    if trend.has_same_levels:
        return None
    words = "The two versions do not have the same levels, so no difference can be worked out. Both are shown as said."
    return Caveat("Break: other levels.", words)


def _other_boundaries(trend: Trend) -> Caveat | None:
    if not trend.moved:
        return None
    count = sum(one.row.slug in trend.moved for one in trend.rows)
    if not count:
        return None
    days = f"{plain_day(trend.before.day)} and {plain_day(trend.after.day)}"
    who = many(count, *_what(trend))
    words = f"Boundaries changed between {days} for {who}, marked below."
    if trend.query.rows != ORGANISATION and trend.is_limited:
        return Caveat("Break: other boundaries.", words)
    again = trend.query.changed(as_at=trend.after.day).as_address
    return Caveat("Break: other boundaries.", words, again, "Read both cycles on the newer boundaries")


def notes(trend: Trend) -> tuple[Caveat, ...]:
    found = (_partly(trend), _withheld(trend), not_shared(trend), *_of_groups(trend), _boundaries(trend))
    return tuple(filter(None, (*found, draft_wording(trend.after))))


def _partly(trend: Trend) -> Caveat | None:
    if not any(pair.over for pair in trend.pairs):
        return None
    words = (
        "Where only some indicators of a dimension are in both versions, its levels are worked out from these, then "
    )
    return Caveat("Over what is shared.", f"{words}and now. Declared overall levels are left out there.")


def _withheld(trend: Trend) -> Caveat | None:
    if not trend.withheld:
        return None
    words = (
        "You may not see all of these organisations by name. Levels of groups worked out again over fewer indicators "
        f"could tell what a single one said, so there is none for {_columns(trend.withheld)}."
    )
    return Caveat("Not compared for groups.", words)


def not_shared(trend: Trend) -> Caveat | None:
    """Both the newer without an older counterpart and the older that are gone."""
    withheld = {column.key for column in trend.withheld}
    left = [pair for pair in trend.pairs if not pair.is_shared and pair.column.key not in withheld]
    new = [pair.after for pair in left if pair.after]
    gone = [pair.before for pair in left if not pair.after]
    parts = [f"new in {trend.cycle}: {_columns(new)}" if new else ""]
    parts.append(f"only in {trend.before.stock.cycle}: {_columns(gone)}" if gone else "")
    said = "; ".join(filter(None, parts))
    return Caveat("Not shared, so not compared:", f"{said}.") if said else None


def _columns(columns) -> str:
    return "; ".join(says_of_dimension(column) for column in columns)


def _of_groups(trend: Trend) -> Iterable[Caveat]:
    if trend.query.rows == ORGANISATION:
        return
    yield Caveat(
        "Groups",
        "move when their organisations move, and also when others answer than before. The numbers under the levels say "
        "how many have a level. What is compared is the median.",
    )
    if any(move.status == SUPPRESSED for one in trend.rows for move in one.moves):
        yield Caveat(
            "Too few or too alike to show.",
            "We show a group only if nobody’s level can be worked out from it, in both cycles. The words are the same "
            "whatever the reason.",
        )


def _boundaries(trend: Trend) -> Caveat:
    if trend.query.as_at:
        back = trend.query.changed(as_at=None).as_address
        words = f"Both cycles are read on the boundaries of {plain_day(trend.query.as_at)}."
        return Caveat("Boundaries.", words, back, "Read each on the boundaries of its own closing date")
    days = listed([plain_day(heatmap.day) for heatmap in (trend.before, trend.after)])
    words = f"Each cycle is read on the boundaries of its closing date, {days}."
    if trend.after.day > timezone.localdate():
        words += f" {trend.cycle} is still open, so its levels may change."
    return Caveat("Boundaries.", words)


def over_in_words(pair) -> str:
    """Said under the heading of a dimension that is compared in part."""
    if not pair.over:
        return ""
    codes = [then if then == now else f"{then} (now {now})" for then, now in pair.over]
    kind = "dimension" if pair.column.kind == DIMENSION else "indicator"
    return f"This {kind} is compared over {many(len(codes), 'shared indicator')}: {listed(codes)}."
