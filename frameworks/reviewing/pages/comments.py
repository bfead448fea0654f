"""What was said of the words: those of one level with every comment and mark, and all comments on a version."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from frameworks.models import Framework, LevelDescriptor, ReviewComment, ReviewMark
from frameworks.pages.addresses import Links, User
from frameworks.reviewing.pages.addresses import moment, place_url, review_url, way_to_review, words_url
from frameworks.rules import SETTLE_COMMENT


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
