"""Lead notes: what a lead says of one indicator, as a question or as a reason for a return. They change no answer."""

from django.db import models
from django.utils import timezone

from assessments.models.people import User
from assessments.models.self_assessments import SelfAssessment, StatusChange
from assessments.models.upgrades import AskedNowManager, Leavable
from frameworks.models import Indicator


class LeadNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The organisation and its leads; whoever merely sees the submission knows nothing of what is asked of it."""
        followed = SelfAssessment.objects.visible_to(user).in_sight_of(user)
        return self.filter(self_assessment__in=followed)

    def of(self, organisations):
        return self.filter(self_assessment__organisation__in=organisations)

    def questions(self):
        return self.filter(status_change=None)

    def unanswered(self):
        """Questions that the organisation has not replied to."""
        return self.questions().filter(replied_at=None)

    def with_people(self):
        return self.select_related("indicator", "by", "replied_by", "status_change")


class LeadNote(Leavable):
    """`status_change`: the return that it is a reason for; none where it is a question, which can be replied to."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="lead_notes")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    status_change = models.ForeignKey(StatusChange, models.PROTECT, related_name="lead_notes", null=True, blank=True)
    words = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    objects = AskedNowManager.from_queryset(LeadNoteQuerySet)()
    every = LeadNoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.words[:60]}"

    @property
    def is_question(self) -> bool:
        return self.status_change_id is None

    @property
    def is_unanswered(self) -> bool:
        return self.is_question and self.replied_at is None
