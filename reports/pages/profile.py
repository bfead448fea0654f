"""What one organisation said in one cycle, as it was submitted: levels, words and evidence. Reads no live answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from assessments import rules
from assessments.levels import DECLARED, DERIVED, NOT_ANSWERED, RATED, CellValue
from assessments.models import AnswerStatus, Cell, CellKind, EvidenceKind, SelfAssessment, User
from assessments.models.snapshots import CELL_FIELDS
from assessments.pages.dates import moment_day, plain_day
from assessments.pages.scale import Scale, Strip
from assessments.pages.words import DocumentWords, ageing_words, confidence_words, is_web_address
from reports.matrix import DIMENSION, ORGANISATION, Column, Row
from reports.pages.heatmap_cells import ABSENT, REASONS, CellWriter, ShownCell
from reports.pages.heatmap_words import says_of_dimension
from reports.pages.profile_sentences import (
    counts_sentence,
    differing_sentence,
    extremes_sentence,
    missing_sentence,
    place_line,
)


@dataclass(frozen=True)
class Level:
    """A level or span in words, or the words of what is missing. `look` is the class that colours it."""

    words: str
    look: str
    strip: Strip | None = None

    @classmethod
    def of(cls, scale: Scale, status: str, low: int | None, high: int | None, middle: float | None = None) -> "Level":
        if low is None:
            look, words = ABSENT[status]
            return cls(words, look)
        look = f"level-{low}-of-{scale.count}" if low == high else "span"
        return cls(scale.words(low, high), look, scale.strip(low, high, middle))


@dataclass(frozen=True)
class Source:
    """A numbered source; `href` where it is a web address."""

    number: int
    words: str
    href: str = ""


@dataclass
class Sources:
    """Numbers the sources in the order in which they are met; the same words are the same source."""

    found: dict[str, Source] = field(default_factory=dict)

    def numbered(self, words: str) -> Source | None:
        if not words:
            return None
        href = words if is_web_address(words) else ""
        return self.found.setdefault(words, Source(len(self.found) + 1, words, href))


@dataclass(frozen=True)
class Piece:
    """One piece of evidence. `lead`: its level, or else its kind; `kept_inside`: only its own members see it."""

    lead: str
    text: str
    href: str
    about: str
    source: Source | None
    kept_inside: bool
    code: str = ""
    document: DocumentWords | None = None
    ageing: str = ""


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
class ProfilePage:
    """`others`: further initiatives of the organisation in this cycle, with their addresses."""

    title: str
    caption: str
    place: str
    taken: str
    breadcrumbs: tuple[tuple[str, str], ...]
    heatmap_url: str
    history: UUID | None
    cells: tuple[ShownCell, ...]
    strongest: str
    counts: tuple[str, ...]
    parts: tuple[DimensionPart, ...]
    practice: tuple[Piece, ...]
    sources: tuple[Source, ...]
    others: tuple[tuple[str, str], ...]
    is_own: bool

    @classmethod
    def of(cls, one: SelfAssessment, *, initiatives: Iterable[str], seen_by: User) -> "ProfilePage":
        """`one`: with a counting snapshot that `seen_by` may see. `initiatives`: all that she may choose from here."""
        snapshot, organisation = one.counting_snapshot, one.organisation
        is_own = organisation.pk in seen_by.reach.own
        scale = Scale.of(one.framework.levels.all())
        cells = {cell.code: cell for cell in snapshot.cells.all() if cell.kind == CellKind.DIMENSION}
        dimensions = list(one.framework.dimensions.all())
        answers = Frozen.of(one, scale, is_own=is_own)
        parts = tuple(answers.part(d, cells[d.code]) for d in dimensions if d.code in cells)
        shown = [(column_of(d), cells[d.code]) for d in dimensions if d.code in cells]
        levels = [(says_of_dimension(c), Level.of(scale, v.status, v.low, v.high).words, v.midpoint) for c, v in shown]
        heatmap_url = f"{reverse('reports:heatmap')}?{urlencode({'cycle': one.cycle.slug})}"
        may_follow = is_own or seen_by.has_perm(rules.FOLLOW_PROGRESS, one)
        return cls(
            title=f"{organisation}: {one.initiative}" if one.initiative else str(organisation),
            caption=f"Organisation profile, {one.cycle}",
            place=place_line(organisation, on=one.cycle.closes_on),
            taken=f"Submission {snapshot.number}, recorded on {moment_day(snapshot.taken_at)}.",
            breadcrumbs=(("Home", reverse("home")), ("Heatmap", heatmap_url)),
            heatmap_url=heatmap_url,
            history=one.uuid if may_follow else None,
            cells=tuple(_shown_cells(one, shown, scale)),
            strongest=extremes_sentence([level for level in levels if level[2] is not None]),
            counts=tuple(_counts(shown)),
            parts=parts,
            practice=tuple(answers.practice(dimensions)),
            sources=tuple(answers.sources.found.values()),
            others=tuple(_others(one, initiatives)),
            is_own=is_own,
        )


def column_of(dimension) -> Column:
    return Column(DIMENSION, dimension.code, dimension.title, dimension.code, dimension.title)


def _counts(shown: list[tuple[Column, Cell]]) -> Iterable[str]:
    cells = [(says_of_dimension(column), cell) for column, cell in shown]
    said = (counts_sentence(cell for _, cell in cells), differing_sentence(cells), missing_sentence(cells))
    return filter(None, said)


def _shown_cells(one: SelfAssessment, shown: list[tuple[Column, Cell]], scale: Scale) -> Iterable[ShownCell]:
    """As in its row of the heatmap, by the same writer."""
    row = Row(ORGANISATION, one.organisation.slug, str(one.organisation), "", ())
    for column, cell in shown:
        value = CellValue(**{name: getattr(cell, name) for name in CELL_FIELDS})
        yield CellWriter(scale).shown(row, column, value, says_of_dimension(column))


def _others(one: SelfAssessment, initiatives: Iterable[str]) -> Iterable[tuple[str, str]]:
    address = reverse("reports:profile", args=(one.cycle.slug, one.organisation.slug))
    for name in initiatives:
        if name != one.initiative:
            yield name or "The organisation itself", f"{address}?{urlencode({'initiative': name})}"


@dataclass(frozen=True)
class Frozen:
    """The content of a snapshot, by code; evidence only so far as the reader may see it."""

    said_by: SelfAssessment
    scale: Scale
    ratings: Mapping[str, Mapping]
    declared: Mapping[str, Mapping]
    evidence: Mapping[tuple[str, str], list[Mapping]]
    is_own: bool
    sources: Sources

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
        return cls(one, scale, ratings, declared, evidence, is_own, Sources())

    def part(self, dimension, cell: Cell) -> DimensionPart:
        said = self.declared.get(dimension.code)
        indicators = list(dimension.indicators.all())
        rows = [i for i in indicators if i.code in self.ratings or (dimension.code, i.code) in self.evidence]
        left = [i.code for i in indicators if i not in rows]
        return DimensionPart(
            dimension.code,
            says_of_dimension(column_of(dimension)),
            _lead(cell),
            Level.of(self.scale, cell.status, cell.low, cell.high, cell.midpoint),
            " ".join(_ended(words) for words in _notes(cell, said, self.scale)),
            self.sources.numbered(said["source"]) if said else None,
            tuple(self._pieces(dimension.code, "")),
            tuple(self._row(dimension.code, indicator) for indicator in rows),
            ", ".join(left),
        )

    def _row(self, dimension: str, indicator) -> IndicatorRow:
        said = self.ratings.get(indicator.code)
        pieces = tuple(self._pieces(dimension, indicator.code))
        practice = sum(_is_practice(piece) for piece in self.evidence.get((dimension, indicator.code), ()))
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
        kept = [piece for piece in self.evidence.get((dimension, indicator), ()) if not _is_practice(piece)]
        for piece in sorted(kept, key=_order):
            yield self._piece(piece)

    def practice(self, dimensions: Iterable) -> Iterable[Piece]:
        """In the order of the framework."""
        for dimension in dimensions:
            for indicator in ("", *(i.code for i in dimension.indicators.all())):
                for piece in filter(_is_practice, self.evidence.get((dimension.code, indicator), ())):
                    yield self._piece(piece)

    def _piece(self, piece: Mapping) -> Piece:
        kind, level = EvidenceKind(piece["kind"]), ""
        if piece["low"]:
            level = self.scale.words(piece["low"], piece["high"])
        lead = level if level and kind == EvidenceKind.OBSERVATION else ", ".join(filter(None, (kind.label, level)))
        dated = plain_day(date.fromisoformat(piece["dated_on"])) if piece["dated_on"] else ""
        return Piece(
            lead=lead,
            text=piece["text"],
            href=piece["source"] if kind == EvidenceKind.LINK and is_web_address(piece["source"]) else "",
            about=", ".join(filter(None, (piece["attribution"], dated))),
            source=self.sources.numbered(piece["source"]),
            kept_inside=not piece["shared"],
            code=piece["indicator"] or f"dimension {piece['dimension']}",
            document=DocumentWords.of(piece, self.said_by),
            ageing=ageing_words(piece, self.said_by),
        )


def _is_practice(piece: Mapping) -> bool:
    return piece["kind"] == EvidenceKind.BEST_PRACTICE


def _order(piece: Mapping) -> tuple:
    is_at_a_level = piece["kind"] == EvidenceKind.OBSERVATION and piece["low"] is not None
    return (not is_at_a_level, *((piece["low"], piece["high"]) if is_at_a_level else (0, 0)))


def _lead(cell: Cell) -> str:
    return {DECLARED: "Declared:", DERIVED: "From its indicators:"}.get(cell.status, "")


def _notes(cell: Cell, said: Mapping | None, scale: Scale) -> Iterable[str]:
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
