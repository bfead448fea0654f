"""The arithmetic of levels, spans and cells. Pure: no database, no Django, nothing shown.

Levels are ordinal: there are midpoints and medians here, and no means of levels. All midpoints are multiples of
an eighth at most, so they are exact as floats.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from statistics import median

RATED, NO_DATA, NOT_APPLICABLE, NOT_ANSWERED = "rated", "no_data", "not_applicable", "not_answered"
DECLARED, DERIVED = "declared", "derived"
CONFIDENCES = ("low", "medium", "high")


def midpoint(low: int, high: int) -> float:
    """The middle of a span of positions."""
    return (low + high) / 2


def typical_position(middle: float) -> int:
    """The position of the typical level of a midpoint: ceil(m - 0.5), so halves go down."""
    return ceil(middle - 0.5)


def lowest_confidence(confidences: Iterable[str]) -> str:
    """The weakest of them; empty where there is none."""
    return min((c for c in confidences if c), key=CONFIDENCES.index, default="")


def missing_status(statuses: Iterable[str]) -> str:
    """What a cell without a level is called, by what was said in it and under it."""
    said = set(statuses)
    return next((status for status in (NO_DATA, NOT_APPLICABLE) if status in said), NOT_ANSWERED)


@dataclass(frozen=True)
class Given:
    """One answer as given. `low` and `high` are positions, None unless rated."""

    status: str
    low: int | None = None
    high: int | None = None
    confidence: str = ""
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class CellValue:
    """What a cell says. `counted` of `of` is what it rests on.

    `evidence_on`: of the newest evidence under it that is shared and dated; of one organisation, never of a group.
    """

    status: str
    low: int | None = None
    high: int | None = None
    midpoint: float | None = None
    counted: int = 0
    of: int = 0
    confidence: str = ""
    reason: str = ""
    note: str = ""
    differs: bool = False
    indicators_low: int | None = None
    indicators_high: int | None = None
    indicators_confidence: str = ""
    evidence_on: date | None = None


def indicator_cell(given: Given) -> CellValue:
    """The cell of one organisation at one indicator that it has answered in some way."""
    if given.status != RATED:
        return CellValue(given.status, of=1, reason=given.reason, note=given.note)
    return CellValue(
        RATED,
        given.low,
        given.high,
        midpoint(given.low, given.high),
        counted=1,
        of=1,
        confidence=given.confidence,
        note=given.note,
    )


@dataclass(frozen=True)
class _Derived:
    """The hull and the median of the rated indicators of a dimension."""

    low: int
    high: int
    midpoint: float
    confidence: str

    @classmethod
    def of(cls, rated: Sequence[Given]) -> "_Derived | None":
        if not rated:
            return None
        return cls(
            min(r.low for r in rated),
            max(r.high for r in rated),
            float(median(midpoint(r.low, r.high) for r in rated)),
            lowest_confidence(r.confidence for r in rated),
        )


def dimension_cell(declared: Given | None, indicators: Sequence[Given], asked: int) -> CellValue:
    """The cell of one organisation at one dimension.

    `indicators` are the answers given, `asked` the number of indicators in the dimension.
    """
    rated = [given for given in indicators if given.status == RATED]
    counts = {
        "counted": len(rated),
        "of": asked - sum(given.status == NOT_APPLICABLE for given in indicators),
    }
    derived = _Derived.of(rated)
    if declared and declared.status == RATED:
        return _declared_cell(declared, derived, counts)
    note = {"reason": declared.reason, "note": declared.note} if declared else {}
    if derived:
        return CellValue(
            DERIVED,
            derived.low,
            derived.high,
            derived.midpoint,
            confidence=derived.confidence,
            **counts,
            **note,
        )
    said = [given.status for given in indicators] + ([declared.status] if declared else [])
    status = missing_status(said)
    if not note:
        note = {"reason": next((g.reason for g in indicators if g.status == status), "")}
    return CellValue(status, **counts, **note)


def _declared_cell(declared: Given, derived: _Derived | None, counts: dict[str, int]) -> CellValue:
    beside = {}
    if derived:
        beside = {
            "differs": declared.high < derived.low or declared.low > derived.high,
            "indicators_low": derived.low,
            "indicators_high": derived.high,
            "indicators_confidence": derived.confidence,
        }
    return CellValue(
        DECLARED,
        declared.low,
        declared.high,
        midpoint(declared.low, declared.high),
        confidence=declared.confidence,
        note=declared.note,
        **counts,
        **beside,
    )
