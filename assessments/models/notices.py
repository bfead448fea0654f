"""Notices: which e-mails went out, so that none goes twice, and which of them a person does not want."""

from django.db import models
from django.utils import timezone

from assessments.models.people import User


class NoticeKind(models.TextChoices):
    OPENING = "opening", "A cycle opens"
    CLOSING = "closing", "A cycle closes soon and something is left to do"
    MOVED = "moved", "The last day of a cycle has moved"
    RETURNED = "returned", "A self-assessment was returned"
    SUBMITTED = "submitted", "A self-assessment waits to be agreed"
    AGREED = "agreed", "A self-assessment was agreed"
    QUESTION = "question", "A lead asks about an answer"
    NUDGE = "nudge", "A lead reminds you"


class SentNotice(models.Model):
    """One e-mail that went to one person. `key` says about what, so that the same is never sent again."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    key = models.CharField(max_length=200)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="sent_once", fields=["user", "key"])]

    def __str__(self) -> str:
        return f"{self.key} to {self.user}"


class DeclinedNotice(models.Model):
    """A kind of e-mail that this person does not want."""

    user = models.ForeignKey(User, models.PROTECT, related_name="declined_notices")
    kind = models.CharField(max_length=12, choices=NoticeKind)

    class Meta:
        constraints = [models.UniqueConstraint(name="declined_once", fields=["user", "kind"])]

    def __str__(self) -> str:
        return f"{self.user} declines: {self.get_kind_display()}"
