"""What an organisation said before, matched to what is asked now, and what of it can be copied. Writes nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from assessments import rules
from assessments.models import Answer, Evidence, Rating, Reason, SelfAssessment, User
from assessments.versions import GOING_ALONG, Fate, Ways, ways_between
from frameworks.models import Dimension, Framework, Indicator

# What of an answer, and what of a piece of evidence, is copied.
GIVEN = ("status", "low", "high", "reason", "comment", "source", "confidence", "confidence_note")
SAID = ("kind", "text", "low", "high", "source", "attribution", "dated_on", "shared")


@dataclass(frozen=True)
class Said:
    """What was said of one indicator, or (`code` empty) of a dimension as a whole, in words of another time.

    `code`: of the indicator then, in `framework`. `fate`: whether it can be taken over as it is, or to be confirmed, or
    can only stand beside what is asked now. `is_last`: from the last cycle of the same framework, and not from an
    equivalent. `is_left`: from this very self-assessment, before its cycle moved to another version.
    `has_same_levels`: the two versions have the same levels in the same order, so that positions mean the same.
    """

    held: SelfAssessment
    framework: Framework
    code: str
    fate: Fate
    is_last: bool
    is_left: bool
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
    def can_be_brought(self) -> bool:
        return self.fate in GOING_ALONG and not self.is_left

    @property
    def is_to_confirm(self) -> bool:
        """Whether a copy of the answer is marked so: the words are others now."""
        return self.fate == Fate.TO_CONFIRM

    @property
    def answer_to_bring(self) -> Mapping | None:
        return self.answer if self.can_be_brought and not self.is_lost else None

    @property
    def pieces_to_bring(self) -> Sequence[Mapping]:
        return self.pieces if self.can_be_brought else ()


@dataclass(frozen=True)
class Spoken:
    """Frozen answers by the codes of their own version, and what became of its parts until now.

    `declared_alone`: pairs of a code then and now to which it is limited; None: all that changes.py matches.
    """

    held: SelfAssessment
    framework: Framework
    ways: Ways
    has_same_levels: bool
    ratings: Mapping[str, Mapping]
    declared: Mapping[str, Mapping]
    evidence: Mapping[str, list[Mapping]]
    of_dimensions: Mapping[str, list[Mapping]]
    is_last: bool = False
    left_by: Ways | None = None
    declared_alone: frozenset[tuple[str, str]] | None = None

    @classmethod
    def of(cls, held: SelfAssessment, content: Mapping, framework: Framework, now: Framework, **more) -> "Spoken":
        """`now`: the version that is asked. Both with their levels."""
        return cls(
            held,
            framework,
            ways_between(framework, now),
            framework.pk == now.pk or _level_slugs(framework) == _level_slugs(now),
            {said["indicator"]: said for said in content["ratings"]},
            {said["dimension"]: said for said in content["dimension_ratings"]},
            _grouped("indicator", content["evidence"]),
            _grouped("dimension", (piece for piece in content["evidence"] if not piece["indicator"])),
            **more,
        )

    def indicator(self, code: str) -> list[Said]:
        """`code`: of the indicator that is asked now. One for each that it was then, also where nothing was said."""
        return [
            self._said(then, fate, self.ratings.get(then), self.evidence.get(then, ()))
            for then, fate in self.ways.into(code)
            if self.declared_alone is None or (then, code) in self.declared_alone
            if self.left_by is None or not self.left_by.way("", then).goes_along
        ]

    def dimension(self, code: str) -> Said | None:
        fate = self.ways.into_dimension(code)
        if fate is None or (self.left_by and self.left_by.way(code).goes_along):
            return None
        return self._said("", fate, self.declared.get(code), self.of_dimensions.get(code, ()))

    def _said(self, code: str, fate: Fate, answer: Mapping | None, pieces: Sequence[Mapping]) -> Said:
        where = (self.held, self.framework, code, fate, self.is_last, self.left_by is not None, self.has_same_levels)
        return Said(*where, answer, pieces)


def _grouped(key: str, pieces: Iterable[Mapping]) -> dict[str, list[Mapping]]:
    grouped: dict[str, list[Mapping]] = {}
    for piece in pieces:
        grouped.setdefault(piece[key], []).append(piece)
    return grouped


@dataclass(frozen=True)
class Earlier:
    """What the organisation submitted before: in the last cycle of the same framework, then by what is equivalent.

    `records`: what it said in this very self-assessment before its cycle moved to another version.
    """

    submissions: Sequence[Spoken]
    records: Sequence[Spoken] = ()

    @classmethod
    def of(cls, held: SelfAssessment, user: User) -> "Earlier":
        """The same number of queries, however many indicators are asked."""
        equivalents = dict(held.framework.indicators.values_list("code", "equivalent_to"))
        pairs: dict[str, set[tuple[str, str]]] = {}
        for code, listed in equivalents.items():
            for reference, _, then in (one.partition("#") for one in listed):
                pairs.setdefault(reference, set()).add((then, code))
        found = _latest_of_each(held, user, set(pairs))
        submissions = []
        for number, one in enumerate(found):
            is_last = number == 0 and one.framework.slug == held.framework.slug
            alone = None if is_last else frozenset(pairs.get(one.framework.reference, ()))
            content = one.counting_snapshot.content
            more = {"is_last": is_last, "declared_alone": alone}
            submissions.append(Spoken.of(one, content, one.framework, held.framework, **more))
        return cls(submissions, _records(held) if user.has_perm(rules.SEE_DRAFT, held) else ())

    @property
    def last(self) -> Spoken | None:
        return next((one for one in self.submissions if one.is_last), None)

    @property
    def is_empty(self) -> bool:
        return not (self.submissions or self.records)

    def indicator(self, code: str) -> list[Said]:
        """Of the last cycle where it says anything, else of the latest equivalent that does. Several: it was merged."""
        asked = [found for one in self.submissions if (found := one.indicator(code))]
        told = ([said for said in found if not said.is_empty] for found in asked)
        return next(filter(None, told), next(iter(asked), []))

    def dimension(self, code: str) -> Said | None:
        return self.last and self.last.dimension(code)

    def left(self, code: str) -> list[Said]:
        """What was said at the indicators that this one was before, and could not go along."""
        return [said for one in self.records for said in one.indicator(code) if not said.is_empty]

    def left_of_dimension(self, code: str) -> list[Said]:
        found = (one.dimension(code) for one in self.records)
        return [said for said in found if said and not said.is_empty]


def _records(held: SelfAssessment) -> list[Spoken]:
    """As it stood before each move to another version, the latest first."""
    records = held.snapshots.records().select_related("upgrade__older", "upgrade__newer").reverse()
    listed = list(records.prefetch_related("upgrade__older__levels"))
    late = late_answers(held) if listed else []
    return [
        Spoken.of(
            held,
            _with_late(one.content, [row for row in late if row.left_in_id == one.upgrade_id]),
            one.upgrade.older,
            held.framework,
            left_by=ways_between(one.upgrade.older, one.upgrade.newer),
        )
        for one in listed
    ]


def late_answers(held: SelfAssessment) -> list[Answer]:
    """Those that were typed after a move, on a page that was open meanwhile, and that stay with the older version."""
    late = {"left_in__at__lt": F("changed_at")}
    ratings = held.ratings(manager="every").filter(**late).select_related("indicator", "changed_by", "left_in")
    declared = held.dimension_ratings(manager="every").filter(**late)
    return [*ratings, *declared.select_related("dimension", "changed_by", "left_in")]


def _with_late(content: Mapping, late: Iterable[Answer]) -> Mapping:
    """What a record holds, with what was typed since in the place of what it was."""
    ratings = {said["indicator"]: said for said in content["ratings"]}
    declared = {said["dimension"]: said for said in content["dimension_ratings"]}
    for row in late:
        said = {name: getattr(row, name) for name in GIVEN}
        if isinstance(row, Rating):
            ratings[row.indicator.code] = said | {"indicator": row.indicator.code}
        else:
            declared[row.dimension.code] = said | {"dimension": row.dimension.code}
    return {**content, "ratings": ratings.values(), "dimension_ratings": declared.values()}


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
    said = {i: (i.code, next(iter(earlier.indicator(i.code)), None)) for i in indicators} | {
        dimension: ("", earlier.dimension(dimension.code))
    }
    return {target: standing.offer(code, found) for target, (code, found) in said.items() if found}
