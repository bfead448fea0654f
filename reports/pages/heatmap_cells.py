"""One cell of a heatmap on the page: its words, its look and the sentence that says all of it. Works nothing out."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from assessments.ageing import months_before
from assessments.levels import (
    DECLARED,
    DERIVED,
    NO_DATA,
    NOT_ANSWERED,
    NOT_APPLICABLE,
    RATED,
    CellValue,
    typical_position,
)
from assessments.models import Confidence, Cycle, Reason
from assessments.pages.dates import plain_day
from assessments.pages.scale import Scale, Strip
from assessments.pages.words import many
from reports.disclosure import SUPPRESSED
from reports.matrix import ORGANISATION, Column, Row

ABSENT = {
    NO_DATA: ("no-data", "No data"),
    NOT_ANSWERED: ("not-answered", "Not answered"),
    NOT_APPLICABLE: ("not-applicable", "Does not apply"),
    SUPPRESSED: ("suppressed", "Too few or too alike to show"),
}
# As said of somebody else, in a cell; "other" has words of its own.
REASONS = {
    Reason.NOT_HELD: "Information not held",
    Reason.NOT_DISCUSSED: "Not discussed",
    Reason.LOST_IN_SOURCE: "Lost in the source",
    Reason.PREFER_NOT_TO_SAY: "Prefer not to say",
    Reason.OTHER: "Another reason",
}
LONGEST_NOTE = 80
DIFFERS = "Differs from its indicators"
NOT_STATED = "Overall level not stated"


@dataclass(frozen=True)
class ShownCell:
    """`look`: classes; `words`: level, span or what is missing; `notes`: short lines under it.

    `label`: the column's name, for narrow screens; `confidence`: also the age of the evidence, for those who do not see
    the edge; `brief`: the notes as short as paper wants them.
    """

    look: str
    label: str
    words: str
    strip: Strip | None
    notes: tuple[str, ...]
    confidence: str
    is_flagged: bool
    sentence: str
    brief: str = ""


@dataclass(frozen=True)
class CellWriter:
    """Writes the cells of one table. `ages_before`: evidence dated before is ageing; None where age is not marked."""

    scale: Scale
    ages_before: date | None = None

    @classmethod
    def of_cycle(cls, scale: Scale, cycle: Cycle) -> "CellWriter":
        return cls(scale, months_before(cycle.closes_on, settings.EVIDENCE_AGES_AFTER_MONTHS))

    def shown(self, row: Row, column: Column, cell: CellValue, label: str) -> ShownCell:
        has_level = cell.low is not None
        words = self.scale.words(cell.low, cell.high) if has_level else ABSENT[cell.status][1]
        edge = tuple(filter(None, (_confidence(cell), self._age(cell)))) if has_level else ()
        return ShownCell(
            self._look(cell),
            label,
            words,
            self.scale.strip(cell.low, cell.high, cell.midpoint) if has_level else None,
            self._notes(row, cell),
            ". ".join(edge),
            cell.differs,
            self._sentence(row, column, cell, words, edge),
            _brief(row, cell),
        )

    def _look(self, cell: CellValue) -> str:
        if cell.low is None:
            return ABSENT[cell.status][0]
        look = f"level-{cell.low}-of-{self.scale.count}" if cell.low == cell.high else "span"
        return " ".join(filter(None, (look, "weak" if is_weak(cell) else "", "ageing" if self.is_ageing(cell) else "")))

    def is_ageing(self, cell: CellValue) -> bool:
        """Whether even the newest evidence that is shared is old; what has none, or none with a date, does not age."""
        return bool(cell.low and cell.evidence_on and self.ages_before and cell.evidence_on < self.ages_before)

    def _age(self, cell: CellValue) -> str:
        return f"Ageing: its newest shared evidence is of {plain_day(cell.evidence_on)}" if self.is_ageing(cell) else ""

    def _notes(self, row: Row, cell: CellValue) -> tuple[str, ...]:
        if cell.status == SUPPRESSED:
            return ()
        if row.kind != ORGANISATION:
            return tuple(filter(None, (self._typically(cell), _of_organisations(cell))))
        if cell.status == DECLARED:
            return (f"Declared, {_of_indicators(cell)}", *([DIFFERS] if cell.differs else []))
        if cell.status == DERIVED:
            return (f"From {_of_indicators(cell)}", *([NOT_STATED] if cell.reason else []))
        return (_why(cell),) if cell.reason else ()

    def _typically(self, cell: CellValue) -> str:
        """Said of a span; a single level is its own typical level."""
        if cell.low is None or cell.low == cell.high:
            return ""
        return f"Typically {self.typical(cell)}"

    def typical(self, cell: CellValue) -> str:
        return self.scale.name(typical_position(cell.midpoint))

    def _sentence(self, row: Row, column: Column, cell: CellValue, words: str, edge: tuple[str, ...]) -> str:
        """The whole cell in plain words, for the line under the table."""
        said = [f"{row.name}, {column.code} {column.title}: {words}"]
        if cell.low is not None:
            said[0] += _lower_first(f", {self._typically(cell)}") if self._typically(cell) else ""
        said += self._rests_on(row, cell)
        said += edge
        if cell.differs:
            its = self.scale.words(cell.indicators_low, cell.indicators_high)
            said.append(f"Its own indicators say {its}, with {cell.indicators_confidence or 'unknown'} confidence")
        return ". ".join(said) + "."

    def _rests_on(self, row: Row, cell: CellValue) -> list[str]:
        if cell.status == SUPPRESSED:
            return []
        if row.kind != ORGANISATION:
            return [f"{_of_organisations(cell)} have a level"] if cell.of else []
        if cell.status == DECLARED:
            return [f"Declared by the organisation; {_of_indicators(cell)} have a level"]
        return list(self._notes(row, cell))


def is_weak(cell: CellValue) -> bool:
    return cell.low is not None and cell.confidence == Confidence.LOW


def _confidence(cell: CellValue) -> str:
    return f"{Confidence(cell.confidence).label} confidence" if cell.confidence else ""


def _of_indicators(cell: CellValue) -> str:
    return f"{cell.counted} of {many(cell.of, 'indicator')}"


def _of_organisations(cell: CellValue) -> str:
    return f"{cell.counted} of {many(cell.of, 'organisation')}" if cell.of else ""


def _brief(row: Row, cell: CellValue) -> str:
    """What a level rests on; empty where there is none, so that paper gives the reason in full."""
    if cell.low is None or (cell.status == RATED and row.kind == ORGANISATION):
        return ""
    return f"{'from ' if cell.status == DERIVED else ''}{cell.counted} of {cell.of}"


def _why(cell: CellValue) -> str:
    """The reason; where it is none of the usual ones, the organisation's own words, if they are short."""
    if cell.reason == Reason.OTHER and cell.note and len(cell.note) <= LONGEST_NOTE:
        return cell.note
    return REASONS[cell.reason]


def _lower_first(text: str) -> str:
    return text.replace("Typically", "typically", 1)
