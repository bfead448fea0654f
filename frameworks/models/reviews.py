"""The facts of a wording review: who was invited, who marked which words as reviewed, and what was said of them.

They hang on the words of one version. All of it stays: a version that anybody was invited to review is never replaced.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from frameworks.models.versions import Framework, LevelDescriptor


class ReviewerQuerySet(models.QuerySet):
    def current(self) -> "ReviewerQuerySet":
        return self.filter(ended_at=None)

    def with_people(self) -> "ReviewerQuerySet":
        return self.select_related("user", "invited_by").order_by("user__name", "user__email", "pk")

    def visible_to(self, user) -> "ReviewerQuerySet":
        """Her own invitations; whoever invites sees all."""
        return self if user.has_perm("frameworks.invite_reviewer") else self.filter(user=user)


class Reviewer(models.Model):
    """A person who was invited to review the words of one version, until her invitation ends."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="reviewers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "user"], condition=Q(ended_at=None), name="one_current_invitation_to_review"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.framework}"


class WordsQuerySet(models.QuerySet):
    """What hangs on descriptors; whoever reviews a version sees all of its."""

    def visible_to(self, user) -> "WordsQuerySet":
        reviewed = Framework.objects.reviewed_by(user).values("pk")
        return self.filter(descriptor__indicator__framework__in=reviewed)

    def of(self, framework: Framework) -> "WordsQuerySet":
        return self.filter(descriptor__indicator__framework=framework)

    def with_people(self) -> "WordsQuerySet":
        return self.select_related("by").order_by("pk")


class ReviewMark(models.Model):
    """Somebody marked words as reviewed, or took that back. Rows are added, never changed."""

    descriptor = models.ForeignKey(LevelDescriptor, on_delete=models.PROTECT, related_name="review_marks")
    is_reviewed = models.BooleanField(help_text="False where the mark was taken back.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = WordsQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.by}: {'reviewed' if self.is_reviewed else 'taken back'}"


class CommentQuerySet(WordsQuerySet):
    def unsettled(self) -> "CommentQuerySet":
        return self.filter(settled_at=None)

    def with_people(self) -> "CommentQuerySet":
        return super().with_people().select_related("settled_by")

    def with_places(self) -> "CommentQuerySet":
        """Each with the words it is about, in the order of the framework."""
        named = self.select_related("descriptor__level", "descriptor__indicator__dimension")
        return named.order_by("descriptor__indicator__position", "descriptor__level__position", "pk")


class ReviewComment(models.Model):
    """What a reviewer says of the words of one level. It stays open until an administrator has settled it."""

    descriptor = models.ForeignKey(LevelDescriptor, on_delete=models.PROTECT, related_name="review_comments")
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None
