"""What the pages of a wording review show, in words and in order. Asks for rows, decides nothing about permission."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from frameworks.models import (
    Dimension,
    Framework,
    Indicator,
    LevelDescriptor,
    MaturityLevel,
    ReviewComment,
    Reviewer,
    ReviewMark,
)
from frameworks.pages import Links, User, counted, detail_url, way_here
from frameworks.reviewing.actions import may_take_back
from frameworks.rules import INVITE_REVIEWER, SETTLE_COMMENT


def review_url(framework: Framework, name: str = "review", *further) -> str:
    return reverse(f"frameworks:{name}", args=[framework.slug, framework.version, *further])


def words_url(framework: Framework, descriptor: LevelDescriptor, name: str = "review_words") -> str:
    return review_url(framework, name, descriptor.pk)


def place_url(framework: Framework, indicator: Indicator) -> str:
    """Where the words of an indicator are reviewed."""
    return f"{review_url(framework, 'review_dimension', indicator.dimension.code)}#indicator-{indicator.code}"


def moment(at: datetime) -> str:
    here = timezone.localtime(at)
    return f"{here.day} {here:%B %Y at %H:%M}"


def way_to_review(framework: Framework, user: User, *further: tuple[str, str]) -> Links:
    to_framework = [("Frameworks", reverse("frameworks:list")), (str(framework), detail_url(framework))]
    return way_here(user, *to_framework, *further)


@dataclass(frozen=True)
class Progress:
    """How far the review of some words has come."""

    reviewed: int
    total: int
    unsettled: int

    @property
    def words(self) -> str:
        if not self.total:
            return "No words for its levels, so there is nothing to review."
        comments = f" {counted(self.unsettled, 'open comment')}." if self.unsettled else ""
        return f"{self.reviewed:,} of {self.total:,} level descriptors reviewed.{comments}"

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.reviewed == self.total


def progress_by_dimension(framework: Framework, user: User) -> dict[int, Progress]:
    dimension = "descriptor__indicator__dimension"
    comments = ReviewComment.objects.visible_to(user).of(framework).unsettled().order_by().values(dimension)
    open_ones = dict(comments.annotate(count=Count("pk")).values_list(dimension, "count"))
    has_words = ~Q(indicators__descriptors__text="") & Q(indicators__descriptors__isnull=False)
    rows = framework.dimensions.order_by().annotate(
        total=Count("indicators__descriptors", filter=has_words),
        reviewed=Count("indicators__descriptors", filter=has_words & Q(indicators__descriptors__is_reviewed=True)),
    )
    return {one.pk: Progress(one.reviewed, one.total, open_ones.get(one.pk, 0)) for one in rows}


@dataclass(frozen=True)
class DimensionRow:
    title: str
    url: str
    progress: Progress


@dataclass(frozen=True)
class ReviewerRow:
    name: str
    email: str
    since: str
    end_url: str
    again_url: str


@dataclass(frozen=True)
class ReviewPage:
    """`reviewers` is None for those who do not invite."""

    framework: Framework
    progress: Progress
    dimensions: list[DimensionRow]
    reviewers: list[ReviewerRow] | None
    comments_url: str
    invite_url: str
    breadcrumbs: Links

    @classmethod
    def of(cls, framework: Framework, user: User) -> "ReviewPage":
        by_dimension = progress_by_dimension(framework, user)
        rows = [
            DimensionRow(
                f"{one.code}. {one.title}",
                review_url(framework, "review_dimension", one.code),
                by_dimension[one.pk],
            )
            for one in framework.dimensions.order_by("position")
        ]
        parts = by_dimension.values()
        return cls(
            framework,
            Progress(
                sum(one.reviewed for one in parts), sum(one.total for one in parts), sum(one.unsettled for one in parts)
            ),
            rows,
            reviewer_rows(framework, user) if user.has_perm(INVITE_REVIEWER) else None,
            review_url(framework, "review_comments"),
            review_url(framework, "invite_reviewer"),
            way_to_review(framework, user),
        )


def reviewer_rows(framework: Framework, user: User) -> list[ReviewerRow]:
    current = Reviewer.objects.visible_to(user).current().filter(framework=framework).with_people()
    return [
        ReviewerRow(
            str(one.user),
            one.user.email,
            moment(one.invited_at),
            review_url(framework, "end_reviewer", one.pk),
            review_url(framework, "invite_reviewer_again", one.pk),
        )
        for one in current
    ]


@dataclass(frozen=True)
class WordsCell:
    """The words of one level, how they stand, and what this person can do."""

    level: MaturityLevel
    text: str
    is_reviewed: bool
    said: str  # who reviewed them, and when; empty for draft wording
    mark_url: str  # empty where there is nothing to mark
    take_back_url: str  # empty where she may not
    comment_url: str
    comments: str


@dataclass(frozen=True)
class IndicatorReview:
    anchor: str
    indicator: Indicator
    cells: list[WordsCell]
    mark_url: str  # for all that is draft; empty where less than two are


@dataclass(frozen=True)
class DimensionReviewPage:
    framework: Framework
    dimension: Dimension
    progress: str
    indicators: list[IndicatorReview]
    level_count: int
    further: Links
    breadcrumbs: Links

    @classmethod
    def of(cls, framework: Framework, dimension: Dimension, user: User) -> "DimensionReviewPage":
        levels = {level.pk: level for level in framework.levels.all()}
        indicators = list(dimension.indicators.order_by("position").prefetch_related("descriptors"))
        marks = last_marks(framework, dimension, user)
        comments = comment_counts(framework, dimension, user)
        rows = [review_of(framework, one, levels, marks, comments, user) for one in indicators]
        cells = [cell for row in rows for cell in row.cells]
        progress = Progress(
            sum(cell.is_reviewed for cell in cells), len(cells), sum(one for _, one in comments.values())
        )
        crumbs = way_to_review(framework, user, ("Review of the wording", review_url(framework)))
        return cls(framework, dimension, progress.words, rows, len(levels), neighbours(framework, dimension), crumbs)


def neighbours(framework: Framework, dimension: Dimension) -> Links:
    """The dimensions before and after."""
    every = list(framework.dimensions.order_by("position"))
    place = [one.pk for one in every].index(dimension.pk)
    beside = [("Back to", one) for one in every[max(place - 1, 0) : place]]
    beside += [("On to", one) for one in every[place + 1 : place + 2]]
    return [
        (f"{words} {one.code}. {one.title}", review_url(framework, "review_dimension", one.code))
        for words, one in beside
    ]


def last_marks(framework: Framework, dimension: Dimension, user: User) -> dict[int, ReviewMark]:
    marks = ReviewMark.objects.visible_to(user).of(framework).filter(descriptor__indicator__dimension=dimension)
    return {mark.descriptor_id: mark for mark in marks.with_people()}


def comment_counts(framework: Framework, dimension: Dimension, user: User) -> dict[int, tuple[int, int]]:
    """By descriptor: how many there are, and how many of them are open."""
    comments = ReviewComment.objects.visible_to(user).of(framework).filter(descriptor__indicator__dimension=dimension)
    counted_ = comments.order_by().values("descriptor").annotate(every=Count("pk"), settled=Count("settled_at"))
    return {row["descriptor"]: (row["every"], row["every"] - row["settled"]) for row in counted_}


def review_of(
    framework: Framework,
    indicator: Indicator,
    levels: dict[int, MaturityLevel],
    marks: dict[int, ReviewMark],
    comments: dict[int, tuple[int, int]],
    user: User,
) -> IndicatorReview:
    worded = [one for one in indicator.descriptors.all() if one.text]
    worded.sort(key=lambda one: levels[one.level_id].position)
    cells = [
        cell_of(framework, one, levels[one.level_id], marks.get(one.pk), comments.get(one.pk, (0, 0)), user)
        for one in worded
    ]
    drafts = sum(not one.is_reviewed for one in worded)
    mark_url = review_url(framework, "mark_indicator", indicator.code) if drafts > 1 else ""
    return IndicatorReview(f"indicator-{indicator.code}", indicator, cells, mark_url)


def cell_of(
    framework: Framework,
    descriptor: LevelDescriptor,
    level: MaturityLevel,
    last: ReviewMark | None,
    comments: tuple[int, int],
    user: User,
) -> WordsCell:
    is_reviewed = descriptor.is_reviewed
    may_undo = is_reviewed and may_take_back(user, last)
    return WordsCell(
        level,
        descriptor.text,
        is_reviewed,
        reviewed_words(last) if is_reviewed else "",
        "" if is_reviewed else words_url(framework, descriptor, "mark_words"),
        words_url(framework, descriptor, "take_back_words") if may_undo else "",
        words_url(framework, descriptor),
        comment_words(*comments),
    )


def reviewed_words(last: ReviewMark | None) -> str:
    return f"Reviewed by {last.by}, {moment(last.at)}" if last else "Reviewed, as the framework file says"


def comment_words(every: int, unsettled: int) -> str:
    if not every:
        return "Comment"
    return f"{counted(every, 'comment')}, {unsettled} open" if unsettled else f"{counted(every, 'comment')}, settled"


@dataclass(frozen=True)
class CommentRow:
    words: str
    said: str
    settled: str  # who settled it, and when; empty for an open one
    settle_url: str  # empty for those who may not
    place: str
    place_url: str

    @classmethod
    def of(cls, comment: ReviewComment, framework: Framework, user: User) -> "CommentRow":
        """`comment` as `with_people` and `with_places` give it."""
        descriptor = comment.descriptor
        settled = f"Settled by {comment.settled_by}, {moment(comment.settled_at)}" if comment.is_settled else ""
        may_settle = not comment.is_settled and user.has_perm(SETTLE_COMMENT)
        return cls(
            comment.words,
            f"{comment.by}, {moment(comment.at)}",
            settled,
            review_url(framework, "settle_comment", comment.pk) if may_settle else "",
            f"{descriptor.indicator.code} {descriptor.indicator.title}: {descriptor.level.name}",
            words_url(framework, descriptor),
        )


@dataclass(frozen=True)
class WordsPage:
    """The words of one level, with all that was said of them and every mark."""

    framework: Framework
    descriptor: LevelDescriptor
    level_count: int
    history: list[str]
    comments: list[CommentRow]
    back_url: str
    breadcrumbs: Links

    @classmethod
    def of(cls, framework: Framework, descriptor: LevelDescriptor, user: User) -> "WordsPage":
        """`descriptor` with its level, its indicator and the dimension of that."""
        marks = ReviewMark.objects.visible_to(user).filter(descriptor=descriptor).with_people()
        comments = ReviewComment.objects.visible_to(user).filter(descriptor=descriptor).with_people().with_places()
        crumbs = way_to_review(framework, user, ("Review of the wording", review_url(framework)))
        return cls(
            framework,
            descriptor,
            framework.levels.count(),
            history_words(descriptor, marks),
            [CommentRow.of(one, framework, user) for one in comments],
            place_url(framework, descriptor.indicator),
            crumbs,
        )


def history_words(descriptor: LevelDescriptor, marks: Iterable[ReviewMark]) -> list[str]:
    """Every mark, the oldest first; where there is none, what the framework file says."""
    done = {True: "marked them as reviewed", False: "took the mark back"}
    told = [f"{mark.by} {done[mark.is_reviewed]}, {moment(mark.at)}." for mark in marks]
    if not told and descriptor.is_reviewed:
        return ["The framework file says that they are reviewed."]
    return told


@dataclass(frozen=True)
class CommentListPage:
    framework: Framework
    unsettled: list[CommentRow]
    settled: list[CommentRow]
    breadcrumbs: Links

    @classmethod
    def of(cls, framework: Framework, user: User) -> "CommentListPage":
        comments = ReviewComment.objects.visible_to(user).of(framework).with_people().with_places()
        rows: dict[bool, list[CommentRow]] = defaultdict(list)
        for one in comments:
            rows[one.is_settled].append(CommentRow.of(one, framework, user))
        crumbs = way_to_review(framework, user, ("Review of the wording", review_url(framework)))
        return cls(framework, rows[False], rows[True], crumbs)


def invitations_to_review(user: User) -> Links:
    """What this very person is asked to review and is not done: title and address, for her home page."""
    asked = Framework.objects.visible_to(user).filter(wording=Framework.Wording.DRAFT).under_review_by(user)
    return [(str(one), review_url(one)) for one in asked.newest_first()]
