"""A file of self-assessments as checked answers by organisation, or every fault with its row. Touches no database."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches

from aligns_site.spreadsheet import LONGEST_CELL, TableRefused, TableRow, Value, as_number, read_table
from assessments.folding import folded
from assessments.levels import CONFIDENCES, NO_DATA, NOT_APPLICABLE, RATED, lowest_confidence
from frameworks.plain_yaml import shown

NEEDED = ("organisation", "dimension", "indicator", "low", "high", "status", "kind", "comment", "source")
OPTIONAL = ("confidence", "reason", "attribution", "shared", "dated_on")
EVIDENCE = "evidence"
STATUSES = (RATED, NO_DATA, NOT_APPLICABLE, EVIDENCE)
KINDS = ("observation", "quotation", "link", "document", "best_practice")
REASONS = ("not_held", "not_discussed", "lost_in_source", "prefer_not_to_say", "other")
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0", "")
LONGEST = {"source": 500, "attribution": 300}
LONGEST_INITIATIVE = 160
MOST_FAULTS = 1000


class AnswersFaults(Exception):
    """The file cannot be imported; `faults` says everything that is wrong, by row."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Vocabulary:
    """What the words of the file may point at. Names are folded; codes are as they are.

    `organisations`: folded name -> slug; `asked`: slugs of those that the cycle asks;
    `indicators`: code -> code of its dimension; `levels`: folded name -> position.
    `initiatives`: the cycle judges those, so an organisation may be written with one: `Oakshire: Volunteer roles`.
    """

    organisations: Mapping[str, str]
    asked: frozenset[str]
    dimensions: tuple[str, ...]
    indicators: Mapping[str, str]
    levels: Mapping[str, int]
    initiatives: bool = False


Subject = tuple[str, str]
"""Slug of the organisation, and the folded name of its initiative; the latter empty for the organisation itself."""

Target = tuple[str, str]
"""Code of the dimension, and of the indicator; the latter empty for the dimension as a whole."""


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


@dataclass(frozen=True)
class Line:
    """One row that has been understood."""

    number: int
    organisation: str
    initiative: str
    target: Target
    status: str
    low: int | None
    high: int | None
    kind: str
    comment: str
    source: str
    confidence: str
    reason: str
    attribution: str
    shared: bool
    dated_on: str

    @property
    def is_answer(self) -> bool:
        """Whether it says, and can be understood to say, how one organisation answers one target."""
        return bool(self.organisation and self.target[0]) and self.status in STATUSES and self.status != EVIDENCE

    @property
    def subject(self) -> Subject:
        return self.organisation, folded(self.initiative)

    @property
    def place(self) -> str:
        return f"indicator {self.target[1]}" if self.target[1] else f"dimension {self.target[0]}"


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
    reader = _RowReader(row, header, vocabulary, with_hints=len(faults) < MOST_FAULTS)
    line = reader.line()
    faults += [(row.number, fault) for fault in reader.faults]
    return line


class _RowReader:
    """Understands one row and gathers what is wrong with it."""

    def __init__(self, row: TableRow, header: list[str], vocabulary: Vocabulary, *, with_hints: bool):
        self.values = dict(zip(header, row.values, strict=False))
        self.vocabulary = vocabulary
        self.number = row.number
        self.with_hints = with_hints
        self.faults: list[str] = []
        if len(row.values) > len(header):
            self.faults.append("there are more cells than columns in the header")
        for name, value in self.values.items():
            longest = LONGEST.get(name, LONGEST_CELL)
            if len(value.text) > longest:
                self.faults.append(f"{name}: is longer than {longest:,} characters")

    def text(self, column: str) -> str:
        return self.values.get(column, Value("")).text

    def fault(self, column: str, words: str) -> None:
        self.faults.append(f"{column}: {words}")

    def line(self) -> Line:
        status = self.one_of("status", STATUSES)
        target = self.target()
        low, high = self.span(status)
        kind = self.one_of("kind", KINDS, empty="")
        self.check_words(status, kind)
        organisation, initiative = self.subject()
        return Line(
            number=self.number,
            organisation=organisation,
            initiative=initiative,
            target=target,
            status=status,
            low=low,
            high=high,
            kind=kind,
            comment=self.text("comment"),
            source=self.text("source"),
            confidence=self.one_of("confidence", CONFIDENCES, empty=""),
            reason=self.text("reason"),
            attribution=self.text("attribution"),
            shared=self.shared(),
            dated_on=self.dated_on(),
        )

    def one_of(self, column: str, allowed: tuple[str, ...], empty: str | None = None) -> str:
        word = folded(self.text(column)).replace(" ", "_")
        if not word and empty is not None:
            return empty
        if word not in allowed:
            given = f"not {shown(self.text(column))!r}" if word else "and is empty"
            self.fault(column, f"must be one of {', '.join(allowed)}, {given}")
        return word

    def subject(self) -> tuple[str, str]:
        """The slug of the organisation, empty where it cannot be told, and the name of the initiative, if any."""
        text = self.text("organisation")
        if not text:
            self.fault("organisation", "is empty")
            return "", ""
        name, initiative = self.parted(text)
        if len(initiative) > LONGEST_INITIATIVE:
            self.fault("organisation", f"the name of the initiative is longer than {LONGEST_INITIATIVE} characters")
        return self.organisation(name), initiative

    def parted(self, text: str) -> tuple[str, str]:
        """The organisation and what stands after its colon, where the cycle judges initiatives."""
        known = self.vocabulary.organisations
        if not self.vocabulary.initiatives or folded(text) in known:
            return text, ""
        # Either name may hold a colon itself.
        pieces = text.split(": ")
        cuts = [cut for cut in range(1, len(pieces)) if folded(": ".join(pieces[:cut])) in known] or [1]
        return ": ".join(pieces[: cuts[0]]), " ".join(": ".join(pieces[cuts[0] :]).split())

    def organisation(self, name: str) -> str:
        known = self.vocabulary.organisations
        slug = known.get(folded(name), "")
        if not slug:
            # Looking for what is close takes time, and nobody reads the thousandth hint.
            close = get_close_matches(folded(name[:80]), known, n=1) if self.with_hints else []
            hint = f"; did you mean {close[0]}?" if close else ""
            self.fault("organisation", f"{shown(name, 80)!r} is not known{hint}")
        elif slug not in self.vocabulary.asked:
            self.fault("organisation", f"{shown(name, 80)!r} was not asked in this cycle")
        return slug

    def target(self) -> Target:
        """What the row speaks of; empty codes where that is not clear."""
        indicators = self.vocabulary.indicators
        faults_before = len(self.faults)
        dimension = self.code("dimension", self.vocabulary.dimensions)
        indicator = self.code("indicator", tuple(indicators))
        if not self.text("dimension") and not indicator:
            self.fault("dimension", "is empty")
        if indicator and dimension and indicators[indicator] != dimension:
            self.fault("indicator", f"{indicator} belongs to dimension {indicators[indicator]}, not {dimension}")
        if len(self.faults) > faults_before:
            return "", ""
        return dimension or indicators[indicator], indicator

    def code(self, column: str, codes: tuple[str, ...]) -> str:
        """The code that the cell means; one that a spreadsheet made a number of may be doubtful."""
        value = self.values.get(column, Value(""))
        if not value.text:
            return ""
        if value.text in codes and not value.was_number:
            return value.text
        meant = [code for code in codes if folded(code) == folded(value.text)]
        if value.was_number or not meant:
            meant = [code for code in codes if as_number(code) == value.text.removesuffix(".0")]
        if len(meant) == 1:
            return meant[0]
        if meant:
            self.fault(column, f"{shown(value.text)} may mean {' or '.join(meant)}. Write it as text")
        else:
            self.fault(column, f"{shown(value.text)!r} is not a code of this framework")
        return ""

    def level(self, column: str) -> int | None:
        name = self.text(column)
        if not name:
            return None
        position = self.vocabulary.levels.get(folded(name))
        if position is None:
            self.fault(column, f"{shown(name)!r} is not a level of this framework")
        return position

    def span(self, status: str) -> tuple[int | None, int | None]:
        low, high = self.level("low"), self.level("high")
        if status in (NO_DATA, NOT_APPLICABLE) and (self.text("low") or self.text("high")):
            self.fault("low", f"a row with status {status} has no level")
        if not self.text("low") and (status == RATED or self.text("high")):
            self.fault("low", "is empty, and a level is needed" if status == RATED else "is empty beside a high")
        if low is not None and high is not None and low > high:
            self.fault("high", f"{self.text('high')} is below {self.text('low')}")
        return low, (low if not self.text("high") else high)

    def check_words(self, status: str, kind: str) -> None:
        if status in (NO_DATA, NOT_APPLICABLE) and not (self.text("reason") or self.text("comment")):
            self.fault("reason", f"say why there is no level: {status} needs a reason or a comment")
        if (status == EVIDENCE or kind) and not self.text("comment") and not self.text("low"):
            self.fault("comment", "is empty: evidence needs words or a level")

    def shared(self) -> bool:
        word = folded(self.text("shared"))
        if word not in YES + NO:
            self.fault("shared", f"must be yes or no, not {shown(self.text('shared'))!r}")
        return word in YES

    def dated_on(self) -> str:
        text = self.text("dated_on")
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(text, form).date().isoformat() if text else ""
            except ValueError:
                continue
        self.fault("dated_on", f"must be a date such as {date(2026, 4, 1)}, not {shown(text)!r}")
        return ""


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
