"""What stands where one level is shown: its words and its strip, or the words of what is missing."""

from dataclasses import dataclass

from assessments.models import AnswerStatus, CellStatus
from assessments.pages.scale import Scale, Strip

ABSENT = {
    AnswerStatus.NO_DATA: AnswerStatus.NO_DATA.label,
    AnswerStatus.NOT_APPLICABLE: AnswerStatus.NOT_APPLICABLE.label,
    CellStatus.NOT_ANSWERED: CellStatus.NOT_ANSWERED.label,
}


@dataclass(frozen=True)
class ShownCell:
    """Without a level there is no strip."""

    words: str
    strip: Strip | None = None

    @classmethod
    def of(cls, scale: Scale, said) -> "ShownCell":
        """`said`: anything with status, low and high: a cell, a rating, a dimension rating."""
        if said.low is None:
            return cls(ABSENT[said.status])
        return cls(scale.words(said.low, said.high), scale.strip(said.low, said.high))
