"""The words of one dimension, level by level: how they stand, and what this person can do with them."""

from dataclasses import dataclass

from django.db.models import Count

from frameworks.models import Dimension, Framework, Indicator, LevelDescriptor, MaturityLevel, ReviewComment, ReviewMark
from frameworks.pages.addresses import Links, User, counted
from frameworks.reviewing.actions import may_take_back
from frameworks.reviewing.pages.addresses import moment, review_url, way_to_review, words_url
from frameworks.reviewing.pages.overview import Progress


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
