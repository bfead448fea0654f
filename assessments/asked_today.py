"""Where an answer stands today if its question was seen before the cycle moved to a newer version. Writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aligns_site.access import ActionRefused
from assessments.models import SelfAssessment, Upgrade
from assessments.versions import Fate, ways_between
from frameworks.models import Dimension, Framework, Indicator


@dataclass(frozen=True)
class Place:
    """`seen`: the question as it was on the page. `target`: the one at which an answer to it stands today.

    `asked_as`: the words that were seen, where it is asked in others now. `left_in`: the move that left it with an
    older version; None where it is still asked.
    """

    seen: Indicator | Dimension
    target: Indicator | Dimension
    asked_as: Indicator | Dimension | None = None
    left_in: Upgrade | None = None


def places_of(held: SelfAssessment, seen: Iterable[Indicator | Dimension]) -> dict[Indicator | Dimension, Place]:
    """By the question that was seen. Raises ActionRefused where the cycle never asked it."""
    seen = list(seen)
    is_today = all(one.framework_id == held.framework_id for one in seen)
    moves = [] if is_today else list(held.cycle.upgrades.select_related("older", "newer"))
    return {one: _place(one, moves, today=held.framework_id) for one in seen}


def version_seen(held: SelfAssessment, version: str) -> Framework:
    """The framework whose words a page showed, which says so itself: of today, unless the cycle has moved since."""
    if version == held.framework.version:
        return held.framework
    moves = held.cycle.upgrades.select_related("older")
    return next((move.older for move in moves if move.older.version == version), held.framework)


def _place(seen: Indicator | Dimension, moves: Sequence[Upgrade], *, today: int) -> Place:
    """Move by move, as the rows went."""
    target, asked_as, is_indicator = seen, None, isinstance(seen, Indicator)
    for move in moves:
        if move.older_id != target.framework_id:
            continue
        ways = ways_between(move.older, move.newer)
        way = ways.way("", target.code) if is_indicator else ways.way(target.code)
        if not way.goes_along:
            return Place(seen, target, asked_as, move)
        if way.fate == Fate.TO_CONFIRM:
            asked_as = asked_as or seen
        parts = move.newer.indicators.select_related("dimension") if is_indicator else move.newer.dimensions
        target = parts.get(code=way.codes[0])
    if target.framework_id != today:
        raise ActionRefused("This question belongs to another framework.")
    return Place(seen, target, asked_as)
