"""How far the review of a version has come, dimension by dimension, and who was invited to it."""

from dataclasses import dataclass

from django.db.models import Count, Q

from frameworks.models import Framework, ReviewComment, Reviewer
from frameworks.pages.addresses import Links, User, counted
from frameworks.reviewing.pages.addresses import moment, review_url, way_to_review
from frameworks.rules import INVITE_REVIEWER


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


def invitations_to_review(user: User) -> Links:
    """What this very person is asked to review and is not done: title and address, for her home page."""
    asked = Framework.objects.visible_to(user).filter(wording=Framework.Wording.DRAFT).under_review_by(user)
    return [(str(one), review_url(one)) for one in asked.newest_first()]
