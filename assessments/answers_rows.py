"""One row of a file of self-assessments as what it says, or everything that is wrong with it. Knows no other row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

from aligns_site.spreadsheet import LONGEST_CELL, TableRow, Value, as_number
from assessments.folding import folded
from assessments.levels import CONFIDENCES, NO_DATA, NOT_APPLICABLE, RATED
from frameworks.plain_yaml import shown

EVIDENCE = "evidence"
STATUSES = (RATED, NO_DATA, NOT_APPLICABLE, EVIDENCE)
KINDS = ("observation", "quotation", "link", "document", "best_practice")
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0", "")
LONGEST = {"source": 500, "attribution": 300}
LONGEST_INITIATIVE = 160


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


class RowReader:
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
