"""What an organisation said before, matched to what is asked now, and what of it can be copied. Writes nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assessments.models import Answer, Evidence, Reason, SelfAssessment, User
from frameworks.models import Dimension, Framework, Indicator

# What of an answer, and what of a piece of evidence, is copied.
GIVEN = ("status", "low", "high", "reason", "comment", "source", "confidence", "confidence_note")
SAID = ("kind", "text", "low", "high", "source", "attribution", "dated_on", "shared")


@dataclass(frozen=True)
class Said:
    """What one earlier submission says of an indicator, or (`code` empty) of a dimension as a whole.

    `code`: of the indicator then. `is_last`: from the last cycle of the same framework, and not from an equivalent.
    `has_same_levels`: the two frameworks have the same levels in the same order, so that positions mean the same.
    """

    held: SelfAssessment
    code: str
    is_last: bool
    has_same_levels: bool
    answer: Mapping | None = None
    pieces: Sequence[Mapping] = ()

    @property
    def is_empty(self) -> bool:
        return self.answer is None and not self.pieces

    @property
    def is_lost(self) -> bool:
        """Whether its level was lost in the source: that says nothing of today."""
        return bool(self.answer) and self.answer["reason"] == Reason.LOST_IN_SOURCE

    @property
    def answer_to_bring(self) -> Mapping | None:
        return self.answer if self.has_same_levels and not self.is_lost else None

    @property
    def pieces_to_bring(self) -> Sequence[Mapping]:
        return self.pieces if self.has_same_levels else ()


@dataclass(frozen=True)
class Submission:
    """An earlier submission that counts, by the codes of its own framework."""

    held: SelfAssessment
    is_last: bool
    has_same_levels: bool
    ratings: Mapping[str, Mapping]
    declared: Mapping[str, Mapping]
    evidence: Mapping[str, list[Mapping]]
    of_dimensions: Mapping[str, list[Mapping]]

    @classmethod
    def of(cls, held: SelfAssessment, *, is_last: bool, has_same_levels: bool) -> "Submission":
        content = held.counting_snapshot.content
        return cls(
            held,
            is_last,
            has_same_levels,
            {said["indicator"]: said for said in content["ratings"]},
            {said["dimension"]: said for said in content["dimension_ratings"]},
            _grouped("indicator", content["evidence"]),
            _grouped("dimension", (piece for piece in content["evidence"] if not piece["indicator"])),
        )

    def indicator(self, codes: Sequence[str]) -> Said:
        answers = [self.ratings[code] for code in codes if code in self.ratings]
        pieces = [piece for code in codes for piece in self.evidence.get(code, ())]
        return Said(self.held, codes[0], self.is_last, self.has_same_levels, answers[0] if answers else None, pieces)

    def dimension(self, code: str) -> Said:
        pieces = self.of_dimensions.get(code, ())
        return Said(self.held, "", self.is_last, self.has_same_levels, self.declared.get(code), pieces)


def _grouped(key: str, pieces: Iterable[Mapping]) -> dict[str, list[Mapping]]:
    grouped: dict[str, list[Mapping]] = {}
    for piece in pieces:
        grouped.setdefault(piece[key], []).append(piece)
    return grouped


@dataclass(frozen=True)
class Earlier:
    """What the organisation submitted before: in the last cycle of the same framework, then by what is equivalent.

    `equivalents`: the references `slug@version#code` of each indicator that is asked now, by its code.
    """

    submissions: Sequence[Submission]
    equivalents: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, held: SelfAssessment, user: User) -> "Earlier":
        """The same number of queries, however many indicators are asked."""
        equivalents = dict(held.framework.indicators.values_list("code", "equivalent_to"))
        references = {one.partition("#")[0] for listed in equivalents.values() for one in listed}
        found = _latest_of_each(held, user, references)
        levels = _level_slugs(held.framework) if found else []
        submissions = [
            Submission.of(
                one,
                is_last=number == 0 and one.framework.slug == held.framework.slug,
                has_same_levels=one.framework_id == held.framework_id or _level_slugs(one.framework) == levels,
            )
            for number, one in enumerate(found)
        ]
        return cls(submissions, equivalents)

    @property
    def last(self) -> Submission | None:
        return next((one for one in self.submissions if one.is_last), None)

    def indicator(self, code: str) -> Said | None:
        """Of the last cycle where it says anything, else of the latest equivalent that does."""
        asked = [(one, self._codes_in(one, code)) for one in self.submissions]
        found = [one.indicator(codes) for one, codes in asked if codes]
        return next((said for said in found if not said.is_empty), next(iter(found), None))

    def dimension(self, code: str) -> Said | None:
        return self.last and self.last.dimension(code)

    def _codes_in(self, one: Submission, code: str) -> list[str]:
        """What is declared equivalent in that very version; else, in the last cycle, the same code."""
        split = [reference.partition("#") for reference in self.equivalents.get(code, ())]
        declared = [then for reference, _, then in split if reference == one.held.framework.reference]
        return declared or ([code] if one.is_last else [])


def _latest_of_each(held: SelfAssessment, user: User, references: set[str]) -> list[SelfAssessment]:
    """The last cycle of the same framework first, then the latest of each version that `references` name."""
    counting = held.organisation.self_assessments.visible_to(user).counting().said_before(held, references)
    wanted: dict[str, int] = {}
    for key, slug, version in counting.values_list("pk", "framework__slug", "framework__version"):
        is_own = slug == held.framework.slug
        if is_own:
            wanted.setdefault("", key)
        if f"{slug}@{version}" in references:
            wanted.setdefault(f"{slug}@{version}", key)
    if not wanted:
        return []
    whole = held.organisation.self_assessments.select_related("counting_snapshot", "cycle", "framework")
    found = whole.prefetch_related("framework__levels").in_bulk(wanted.values())
    order = [wanted[""]] if "" in wanted else []
    return [found[key] for key in dict.fromkeys([*order, *wanted.values()])]


def _level_slugs(framework: Framework) -> list[str]:
    """Lowest first."""
    return [level.slug for level in sorted(framework.levels.all(), key=lambda level: level.position)]


@dataclass(frozen=True)
class Offer:
    """What one press copies: what was said and is not here yet. `current`: the answer that stands now."""

    said: Said
    answer: Mapping | None
    pieces: Sequence[Mapping]
    current: Answer | None

    @property
    def is_empty(self) -> bool:
        return self.answer is None and not self.pieces

    @property
    def replaces(self) -> bool:
        """Whether an answer that stands would give way."""
        return self.answer is not None and self.current is not None


@dataclass(frozen=True)
class Standing:
    """What stands in one dimension now, and which pieces of evidence in it were brought forward.

    `brought`: by the indicator's code (empty: of the dimension) and the key of the earlier self-assessment, what each
    piece said when it came, whether it was changed since or not.
    """

    ratings: Mapping[str, Answer]
    declared: Answer | None
    brought: Mapping[tuple[str, int], Counter] = field(default_factory=dict)

    @classmethod
    def of(cls, held: SelfAssessment, dimension: Dimension) -> "Standing":
        ratings = held.ratings.filter(indicator__dimension=dimension).select_related("indicator")
        here = held.evidence.filter(dimension=dimension)
        came = Evidence.history.filter(id__in=here.order_by().values("pk"), brought_from__isnull=False)
        rows = came.order_by("history_id").values("id", "brought_from_id", "indicator__code", *SAID)
        brought: dict[tuple[str, int], Counter] = {}
        for row in {row["id"]: row for row in rows}.values():
            brought.setdefault((row["indicator__code"] or "", row["brought_from_id"]), Counter())[content_of(row)] += 1
        return cls(
            {rating.indicator.code: rating for rating in ratings},
            held.dimension_ratings.filter(dimension=dimension).first(),
            brought,
        )

    def offer(self, code: str, said: Said) -> Offer:
        """`code`: of the indicator that is asked now; empty for the dimension as a whole."""
        current = self.ratings.get(code) if code else self.declared
        answer = said.answer_to_bring
        here = self.brought.get((code, said.held.pk), Counter())
        return Offer(
            said,
            None if answer and current and _is_copy(current, answer, said.held) else answer,
            _missing(said.pieces_to_bring, here),
            current,
        )


def _is_copy(current: Answer, answer: Mapping, of: SelfAssessment) -> bool:
    return current.brought_from_id == of.pk and all(getattr(current, name) == answer[name] for name in GIVEN)


def _missing(pieces: Sequence[Mapping], here: Counter) -> list[Mapping]:
    """Those that are not here, in their order. Two equal observations are two."""
    left, missing = here.copy(), []
    for piece in pieces:
        content = content_of(piece)
        if left[content]:
            left[content] -= 1
        else:
            missing.append(piece)
    return missing


def content_of(piece: Mapping) -> tuple:
    """What a piece of evidence says, from a submission or from a row."""
    return tuple(_day(piece[name]) if name == "dated_on" else piece[name] for name in SAID)


def _day(said: date | str | None) -> date | None:
    return date.fromisoformat(said) if isinstance(said, str) and said else said or None


def offer_for(held: SelfAssessment, target: Indicator | Dimension, *, user: User) -> Offer | None:
    """What one press copies; None where nobody asked it before."""
    is_indicator = isinstance(target, Indicator)
    dimension, indicators = (target.dimension, [target]) if is_indicator else (target, [])
    return offers_for(held, dimension, indicators, user=user).get(target)


def offers_for(held: SelfAssessment, dimension: Dimension, indicators: list[Indicator], *, user: User) -> dict:
    """By indicator, and by the dimension for what was said of it as a whole."""
    earlier, standing = Earlier.of(held, user), Standing.of(held, dimension)
    said = {i: (i.code, earlier.indicator(i.code)) for i in indicators} | {
        dimension: ("", earlier.dimension(dimension.code))
    }
    return {target: standing.offer(code, found) for target, (code, found) in said.items() if found}
