"""What an organisation said before, matched to what is asked now. Writes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from assessments import rules
from assessments.models import Answer, Rating, Reason, SelfAssessment, User
from assessments.versions import GOING_ALONG, Fate, Ways, ways_between
from frameworks.models import Framework

# What of an answer is copied.
GIVEN = ("status", "low", "high", "reason", "comment", "source", "confidence", "confidence_note")


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
