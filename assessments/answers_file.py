"""A file of self-assessments as checked answers by organisation, or every fault with its row. Touches no database."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from aligns_site.spreadsheet import TableRefused, TableRow, read_table
from assessments.answers_rows import EVIDENCE, Line, RowReader, Subject, Target, Vocabulary
from assessments.folding import folded
from assessments.levels import NO_DATA, NOT_APPLICABLE, RATED, lowest_confidence
from frameworks.plain_yaml import shown

NEEDED = ("organisation", "dimension", "indicator", "low", "high", "status", "kind", "comment", "source")
OPTIONAL = ("confidence", "reason", "attribution", "shared", "dated_on")
REASONS = ("not_held", "not_discussed", "lost_in_source", "prefer_not_to_say", "other")
MOST_FAULTS = 1000


class AnswersFaults(Exception):
    """The file cannot be imported; `faults` says everything that is wrong, by row."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class AnswerRead:
    status: str
    low: int | None = None
    high: int | None = None
    reason: str = ""
    comment: str = ""
    source: str = ""
    confidence: str = "high"
    confidence_note: str = ""


@dataclass(frozen=True)
class EvidenceRead:
    target: Target
    kind: str
    text: str
    low: int | None = None
    high: int | None = None
    source: str = ""
    attribution: str = ""
    dated_on: str = ""
    shared: bool = False


@dataclass
class OrganisationRead:
    """All that the file says of one organisation, or of one of its initiatives."""

    slug: str
    first_row: int
    initiative: str = ""
    answers: dict[Target, AnswerRead] = field(default_factory=dict)
    evidence: list[EvidenceRead] = field(default_factory=list)


@dataclass(frozen=True)
class Account:
    """Where every row of the file went."""

    rows: int
    indicator_rows: int
    ratings: int
    dimension_levels: int
    dimensions_without: int
    indicators_without: int
    evidence_without_level: int
    evidence_with_level: int
    best_practice: int

    @property
    def lines(self) -> list[str]:
        return [
            f"{self.rows} rows read:",
            f"  {self.indicator_rows} indicator rows with a level, giving {self.ratings} ratings",
            f"  {self.dimension_levels} rows with a declared dimension level",
            f"  {self.dimensions_without} dimensions with no data or not applicable",
            f"  {self.indicators_without} indicators with no data or not applicable",
            f"  {self.evidence_without_level} pieces of evidence without a level, {self.evidence_with_level} with one"
            f" ({self.best_practice} of all are best practice)",
        ]


@dataclass(frozen=True)
class AnswersRead:
    organisations: tuple[OrganisationRead, ...]
    account: Account


def parse(data: bytes, vocabulary: Vocabulary) -> AnswersRead:
    """What the file says, by organisation. Raises AnswersFaults with all faults at once."""
    try:
        table = read_table(data)
    except TableRefused as refused:
        raise AnswersFaults([str(refused)]) from None
    header = _header(table[0])
    faults: list[tuple[int, str]] = []
    lines = [_line(row, header, vocabulary, faults) for row in table[1:]]
    by_target: dict[tuple[Subject, Target], list[Line]] = {}
    for line in lines:
        if line.is_answer:
            by_target.setdefault((line.subject, line.target), []).append(line)
    for said in by_target.values():
        faults += _contradictions(said)
    if len(table) == 1:
        faults.append((1, "there are no rows under the header"))
    if faults:
        said = [f"row {number}, {text}" for number, text in sorted(faults)[:MOST_FAULTS]]
        more = len(faults) - len(said)
        raise AnswersFaults(said + ([f"and {more:,} faults more"] if more else []))
    return AnswersRead(tuple(_by_organisation(lines, by_target)), _account(lines, by_target))


def _header(row: TableRow) -> list[str]:
    names = [value.text.strip().casefold() for value in row.values]
    faults = [f"column {name!r} is missing" for name in NEEDED if name not in names]
    unknown = [name for name in dict.fromkeys(names) if name and name not in NEEDED + OPTIONAL]
    faults += [f"column {shown(name)!r} is not known" for name in unknown]
    faults += [f"column {number} has no name" for number, name in enumerate(names, start=1) if not name]
    faults += [
        f"column {shown(name)!r} stands {count} times" for name, count in Counter(names).items() if name and count > 1
    ]
    if faults:
        raise AnswersFaults([f"row {row.number}, {fault}" for fault in faults])
    return names


def _line(row: TableRow, header: list[str], vocabulary: Vocabulary, faults: list[tuple[int, str]]) -> Line:
    """The row as far as it can be understood; its faults are noted."""
    reader = RowReader(row, header, vocabulary, with_hints=len(faults) < MOST_FAULTS)
    line = reader.line()
    faults += [(row.number, fault) for fault in reader.faults]
    return line


def _contradictions(said: list[Line]) -> Iterator[tuple[int, str]]:
    """One target is rated (by one row or several), or has no data, or does not apply; said once."""
    statuses = {line.status for line in said}
    if len(statuses) > 1:
        first = said[0]
        for line in said[1:]:
            if line.status != first.status:
                yield (
                    line.number,
                    f"status: {line.place} is {line.status} here and {first.status} in row {first.number}",
                )
    elif statuses != {RATED}:
        for line in said[1:]:
            yield line.number, f"status: {line.place} is {line.status} already in row {said[0].number}"


def _by_organisation(
    lines: list[Line], by_target: dict[tuple[Subject, Target], list[Line]]
) -> Iterator[OrganisationRead]:
    read: dict[Subject, OrganisationRead] = {}
    for line in lines:
        own = read.setdefault(line.subject, OrganisationRead(line.organisation, line.number, line.initiative))
        said = by_target.get((line.subject, line.target), [])
        if line.status != EVIDENCE and line.target not in own.answers:
            own.answers[line.target] = _answer(said)
        several = line.status == RATED and len(said) > 1
        if line.status == EVIDENCE or line.kind or several:
            own.evidence.append(_evidence(line))
    yield from read.values()


def _answer(said: list[Line]) -> AnswerRead:
    """The answer to one target: the one row, or the span from the lowest to the highest of several."""
    first = said[0]
    if first.status != RATED:
        code = folded(first.reason).replace(" ", "_")
        is_code = code in REASONS
        words = first.comment if is_code else ". ".join(part for part in (first.reason, first.comment) if part)
        return AnswerRead(
            first.status,
            reason=code if is_code else "other",
            comment=words,
            source=first.source,
            confidence=first.confidence or "high",
        )
    return AnswerRead(
        RATED,
        low=min(line.low for line in said),
        high=max(line.high for line in said),
        comment=first.comment if len(said) == 1 else "",
        source="; ".join(dict.fromkeys(line.source for line in said if line.source))[:500],
        confidence=lowest_confidence(line.confidence or "high" for line in said),
        confidence_note="; ".join(dict.fromkeys(line.reason for line in said if line.reason)),
    )


def _evidence(line: Line) -> EvidenceRead:
    return EvidenceRead(
        target=line.target,
        kind=line.kind or "observation",
        text=line.comment,
        low=line.low,
        high=line.high,
        source=line.source,
        attribution=line.attribution,
        dated_on=line.dated_on,
        shared=line.shared,
    )


def _account(lines: list[Line], by_target: dict[tuple[Subject, Target], list[Line]]) -> Account:
    def count(*statuses: str, whole: bool) -> int:
        return sum(line.status in statuses and (not line.target[1]) == whole for line in lines)

    evidence = [line for line in lines if line.status == EVIDENCE]
    return Account(
        rows=len(lines),
        indicator_rows=count(RATED, whole=False),
        ratings=sum(said[0].status == RATED and bool(said[0].target[1]) for said in by_target.values()),
        dimension_levels=count(RATED, whole=True),
        dimensions_without=count(NO_DATA, NOT_APPLICABLE, whole=True),
        indicators_without=count(NO_DATA, NOT_APPLICABLE, whole=False),
        evidence_without_level=sum(line.low is None for line in evidence),
        evidence_with_level=sum(line.low is not None for line in evidence),
        best_practice=sum(line.kind == "best_practice" for line in lines),
    )
