"""What one organisation said, dimension by dimension, as it was frozen: levels, words and evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assessments.levels import DECLARED, DERIVED, NOT_ANSWERED, RATED, CellValue
from assessments.models import AnswerStatus, SelfAssessment
from assessments.pages.scale import Scale
from assessments.pages.words import confidence_words
from reports.matrix import INDICATOR, Column
from reports.pages.heatmap_cells import ABSENT, REASONS
from reports.pages.heatmap_words import says_of_dimension
from reports.pages.profile_evidence import Piece, Source, Sources, by_level, is_practice
from reports.pages.profile_levels import Level


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator that has a rating or evidence; `practice`: how many examples of good practice stand beside.

    `on_record`: a view that was not agreed to and stays on record.
    """

    code: str
    title: str
    level: Level
    reason: str = ""
    comment: str = ""
    confidence: str = ""
    source: Source | None = None
    pieces: tuple[Piece, ...] = ()
    practice: int = 0
    on_record: str = ""


@dataclass(frozen=True)
class DimensionPart:
    """One dimension. `lead`: how its level came about; `note`: what else there is to say of the level."""

    code: str
    title: str
    lead: str
    level: Level
    note: str
    source: Source | None
    pieces: tuple[Piece, ...]
    rows: tuple[IndicatorRow, ...]
    unanswered: str


@dataclass(frozen=True)
class Frozen:
    """The content of a snapshot, by code; evidence only so far as the reader may see it."""

    said_by: SelfAssessment
    scale: Scale
    ratings: Mapping[str, Mapping]
    declared: Mapping[str, Mapping]
    evidence: Mapping[tuple[str, str], list[Mapping]]
    is_own: bool
    sources: Sources = field(default_factory=Sources)

    @classmethod
    def of(cls, one: SelfAssessment, scale: Scale, *, is_own: bool) -> "Frozen":
        """What is not shared stays with the members of the organisation, whoever else asks."""
        content = one.counting_snapshot.content
        evidence: dict[tuple[str, str], list[Mapping]] = {}
        for piece in content["evidence"]:
            if is_own or piece["shared"]:
                evidence.setdefault((piece["dimension"], piece["indicator"]), []).append(piece)
        ratings = {said["indicator"]: said for said in content["ratings"]}
        declared = {said["dimension"]: said for said in content["dimension_ratings"]}
        return cls(one, scale, ratings, declared, evidence, is_own)

    def part(self, dimension: Column, indicators: Iterable[Column], cell: CellValue) -> DimensionPart:
        """`indicators`: those of the dimension."""
        said, code = self.declared.get(dimension.code), dimension.code
        rows, left = [], []
        for indicator in indicators:
            is_there = indicator.code in self.ratings or (code, indicator.code) in self.evidence
            (rows if is_there else left).append(indicator)
        return DimensionPart(
            code,
            says_of_dimension(dimension),
            _lead(cell),
            Level.of(self.scale, cell.status, cell.low, cell.high, cell.midpoint),
            " ".join(_ended(words) for words in _notes(cell, said, self.scale)),
            self.sources.numbered(said["source"]) if said else None,
            tuple(self._pieces(code, "")),
            tuple(self._row(code, indicator) for indicator in rows),
            ", ".join(indicator.code for indicator in left),
        )

    def _row(self, dimension: str, indicator: Column) -> IndicatorRow:
        said = self.ratings.get(indicator.code)
        pieces = tuple(self._pieces(dimension, indicator.code))
        practice = sum(is_practice(piece) for piece in self.evidence.get((dimension, indicator.code), ()))
        title = (indicator.code, indicator.title)
        if said is None:
            return IndicatorRow(
                *title, Level.of(self.scale, NOT_ANSWERED, None, None), pieces=pieces, practice=practice
            )
        return IndicatorRow(
            *title,
            Level.of(self.scale, said["status"], said["low"], said["high"]),
            REASONS[said["reason"]] if said["reason"] else "",
            said["comment"],
            confidence_words(said) if said["status"] == AnswerStatus.RATED else "",
            self._further_source(said, pieces),
            pieces,
            practice,
            said.get("minority_view", ""),
        )

    def _further_source(self, said: Mapping, pieces: Iterable[Piece]) -> Source | None:
        """The source of a rating, unless it has no words of its own and its evidence names the same."""
        source = self.sources.numbered(said["source"])
        return source if said["comment"] or source not in [piece.source for piece in pieces] else None

    def _pieces(self, dimension: str, indicator: str) -> Iterable[Piece]:
        """Observations at a level first, from the lowest; good practice stands beside."""
        kept = [piece for piece in self.evidence.get((dimension, indicator), ()) if not is_practice(piece)]
        for piece in sorted(kept, key=by_level):
            yield self._piece(piece)

    def practice(self, columns: Iterable[Column]) -> Iterable[Piece]:
        """In the order of the framework, each dimension's own first. `columns`: all."""
        columns = list(columns)
        for dimension in dict.fromkeys(column.family for column in columns):
            indicators = (c.code for c in columns if c.kind == INDICATOR and c.family == dimension)
            for indicator in dict.fromkeys(("", *indicators)):
                for piece in filter(is_practice, self.evidence.get((dimension, indicator), ())):
                    yield self._piece(piece)

    def evidence_of(self, dimension: str) -> list[Mapping]:
        """All of a dimension and its indicators, good practice too."""
        return [piece for (family, _), pieces in self.evidence.items() if family == dimension for piece in pieces]

    def _piece(self, piece: Mapping) -> Piece:
        return Piece.of(piece, self.said_by, self.scale, self.sources)


def _lead(cell: CellValue) -> str:
    return {DECLARED: "Declared:", DERIVED: "From its indicators:"}.get(cell.status, "")


def _notes(cell: CellValue, said: Mapping | None, scale: Scale) -> Iterable[str]:
    """What a reader must know beside the level: what it rests on, how sure it is, what was not stated."""
    if cell.counted or cell.status in (DECLARED, DERIVED):
        yield f"{cell.counted} of {cell.of} indicators have a level."
    if cell.differs:
        span = scale.words(cell.indicators_low, cell.indicators_high)
        sure = f"confidence {cell.confidence} here, {cell.indicators_confidence} there"
        yield f"The declared level differs from its indicators, which say {span} ({sure}). It is shown as declared."
    if said and said["status"] != RATED:
        stated = f"The overall level was not stated ({ABSENT[said['status']][1].lower()}). "
        yield f"{stated if cell.status == DERIVED else ''}{REASONS[said['reason']]}."
    if said and said["status"] == RATED and (words := confidence_words(said)):
        yield words
    if said and said["comment"]:
        yield said["comment"]


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
