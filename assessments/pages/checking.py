"""All answers of a self-assessment on one page: what is missing, what does not fit, and what can be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from assessments import rules
from assessments.models import SelfAssessment, Status, User
from assessments.pages.amendments import Submissions
from assessments.pages.answer_rows import AnswerRow, DimensionGroup, group_of
from assessments.pages.dates import exact_moment
from assessments.pages.notes import notes_beside
from assessments.pages.one_dimension import OneDimension
from assessments.pages.questions import crumbs, promise, whose
from assessments.pages.scale import Scale
from assessments.pages.talks import Talks
from assessments.pages.words import Answers, by_place, to_confirm_words
from frameworks.models import Dimension


@dataclass(frozen=True)
class SplitRow:
    """An indicator of which people hold views far apart, and the page on which they talk it over."""

    words: str
    href: str


@dataclass(frozen=True)
class CheckPage:
    """`split`: indicators that wait to be talked over; `unseen`: how many she cannot know of yet. Neither blocks.

    `one`: which dimension is open, where there are too many indicators for one page.
    """

    caption: str
    title: str
    lead: str
    groups: list[DimensionGroup]
    may_submit: bool
    may_withdraw: bool
    breadcrumbs: list[tuple[str, str]]
    uuid: str
    refused: str = ""
    split: tuple[SplitRow, ...] = ()
    unseen: str = ""
    one: OneDimension | None = None

    @classmethod
    def of(cls, held: SelfAssessment, *, user: User, refused: str = "", wanted: str = "") -> "CheckPage":
        """`wanted`: the code of the dimension to open."""
        own = user.has_perm(rules.SEE_DRAFT, held)
        scale = Scale.of(held.framework.levels.all())
        talks = Talks.of(held, user) if own else Talks()
        answers = _live(held, scale, talks) if own else _submitted(held, scale)
        may_change = own and held.is_editable and user.has_perm(rules.RATE, held)
        notes = notes_beside(held, seen_by=user)
        dimensions = list(held.framework.dimensions.order_by("position").prefetch_related("indicators"))
        groups = [group_of(held, dimension, answers, may_change, notes) for dimension in dimensions]
        return cls(
            caption=whose(held),
            title="Check your answers" if may_change else "Answers",
            lead=_lead(held, own=own, may_change=may_change, follows=user.has_perm(rules.FOLLOW_PROGRESS, held)),
            groups=groups,
            may_submit=may_change and user.has_perm(rules.SUBMIT, held),
            may_withdraw=held.status == Status.SUBMITTED and held.is_open and user.has_perm(rules.WITHDRAW, held),
            breadcrumbs=crumbs(held),
            uuid=str(held.uuid),
            refused=refused,
            split=tuple(_split(held, dimensions, talks)) if may_change else (),
            unseen=_unseen(talks) if may_change else "",
            one=OneDimension.of(dimensions, wanted, {group.code: group.left_words for group in groups}),
        )

    @property
    def shown(self) -> list[DimensionGroup]:
        """The dimensions whose answers are on the page."""
        return [group for group in self.groups if self.one is None or group.code == self.one.code]

    @property
    def left(self) -> int:
        return sum(len(group.unanswered) for group in self.groups)

    @property
    def left_words(self) -> str:
        return "1 indicator has no answer yet" if self.left == 1 else f"{self.left} indicators have no answer yet"

    @property
    def rest_words(self) -> str:
        if self.left == 1:
            return "Mark it “no data, not discussed”"
        return f"Mark all {self.left} “no data, not discussed”"

    @property
    def waiting(self) -> list[DimensionGroup]:
        """Dimensions with something unanswered."""
        return [group for group in self.groups if group.unanswered]

    @property
    def differing(self) -> list[DimensionGroup]:
        """Dimensions whose declared level lies outside what their indicators say."""
        return [group for group in self.groups if group.differs]

    @property
    def to_confirm(self) -> list[AnswerRow]:
        """All of them."""
        return [row for group in self.groups for row in group.to_confirm]

    @property
    def split_words(self) -> str:
        """In one sentence, where there may be too many to list."""
        count = len(self.split)
        where = "one indicator" if count == 1 else f"{count:,} indicators"
        return f"On {where} people hold views far apart, and this was not talked over since."

    @property
    def confirming(self) -> list[DimensionGroup]:
        """Dimensions with something to confirm."""
        return [group for group in self.groups if group.to_confirm]

    @property
    def confirm_words(self) -> str:
        return to_confirm_words(len(self.to_confirm))

    @property
    def errors(self) -> list[tuple[str, str]]:
        if not self.refused:
            return []
        where = "#unanswered" if self.waiting else "#to-confirm" if self.to_confirm else ""
        return [(self.refused, where)]


def _split(held: SelfAssessment, dimensions: list[Dimension], talks: Talks) -> Iterable[SplitRow]:
    for dimension in dimensions:
        indicators = sorted(dimension.indicators.all(), key=lambda indicator: indicator.position)
        for indicator in talks.waiting(indicators):
            address = reverse("consensus:indicator", args=[held.uuid, dimension.code, indicator.code])
            yield SplitRow(f"{indicator.code} {indicator.title}", address)


def _unseen(talks: Talks) -> str:
    if not talks.unseen:
        return ""
    many = "1 indicator has" if talks.unseen == 1 else f"{talks.unseen} indicators have"
    return (
        f"{many} views of colleagues that you have not looked at: you have not said yet what you think of "
        f"{'it' if talks.unseen == 1 else 'them'}."
    )


def _live(held: SelfAssessment, scale: Scale, talks: Talks) -> Answers:
    of_answers = ("changed_by", "brought_from__cycle")
    ratings = list(held.ratings.select_related("indicator", *of_answers))
    declared = held.dimension_ratings.select_related("dimension", *of_answers)
    return Answers(
        scale,
        {rating.indicator.code: rating for rating in ratings},
        {d.dimension.code: d for d in declared},
        by_place(held.evidence.select_related("dimension", "indicator").defer("text")),
        {rating.indicator.code: talks.view_on_record(rating.indicator_id) for rating in ratings},
    )


def _submitted(held: SelfAssessment, scale: Scale) -> Answers:
    return Answers.of_content(held.counting_snapshot.content, scale, shared_only=True)


def _lead(held: SelfAssessment, *, own: bool, may_change: bool, follows: bool) -> str:
    snapshot = held.counting_snapshot
    if not own:
        amends = _amends(held) if follows else ""
        return f"What {held.organisation} submitted on {exact_moment(snapshot.taken_at)}{amends}."
    if may_change:
        return f"Read them once more, and change what is not right. {promise(held)}"
    if held.status == Status.SUBMITTED:
        return f"{_sent(held)}. It waits to be agreed."
    if held.status == Status.AGREED:
        return f"{_sent(held)}. It is agreed."
    if not held.is_open:
        return f"The cycle {held.cycle} is not open, so answers cannot be changed or submitted now."
    return "What your organisation has answered so far. Whoever answers for it submits it."


def _sent(held: SelfAssessment) -> str:
    snapshot = held.counting_snapshot
    return f"Submitted on {exact_moment(snapshot.taken_at)} by {snapshot.taken_by}{_amends(held)}"


def _amends(held: SelfAssessment) -> str:
    amends = Submissions.of(held.status_changes.all()).amended.get(held.counting_snapshot.number)
    return f", as {amends.words}" if amends else ""
