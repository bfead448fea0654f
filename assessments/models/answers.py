"""What is said in a self-assessment: ratings, dimension ratings and evidence."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from assessments.models.people import User
from assessments.models.self_assessments import SelfAssessment
from assessments.models.upgrades import Leavable
from frameworks.models import Dimension, Indicator


class AnswerStatus(models.TextChoices):
    RATED = "rated", "Rated"
    NO_DATA = "no_data", "No data"
    NOT_APPLICABLE = "not_applicable", "Does not apply"


class Reason(models.TextChoices):
    """Why there is no level."""

    NOT_HELD = "not_held", "We do not hold the information"
    NOT_DISCUSSED = "not_discussed", "Not discussed"
    LOST_IN_SOURCE = "lost_in_source", "Lost in the source"
    PREFER_NOT_TO_SAY = "prefer_not_to_say", "We prefer not to say"
    OTHER = "other", "Another reason"


class Confidence(models.TextChoices):
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class Answer(Leavable):
    """What a rating and a dimension rating share. `low` and `high` are positions of levels.

    A subclass says `asked_as`: the words to which it was given, where these are not what is asked now. Please confirm.
    """

    status = models.CharField(max_length=16, choices=AnswerStatus)
    low = models.PositiveSmallIntegerField(null=True, blank=True)
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    comment = models.TextField(blank=True)
    source = models.CharField(max_length=500, blank=True)
    confidence = models.CharField(max_length=8, choices=Confidence, default=Confidence.HIGH)
    confidence_note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    # As it was taken over, by `changed_by`, and not changed since; empty as soon as it is.
    brought_from = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="+", null=True, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    @property
    def is_rated(self) -> bool:
        return self.status == AnswerStatus.RATED

    @property
    def is_to_confirm(self) -> bool:
        return self.asked_as_id is not None


def answer_constraints(name: str) -> list[models.BaseConstraint]:
    """The four states never collapse: a level or span, or no level and a reason."""
    return [
        models.CheckConstraint(
            name=f"{name}_levels_fit_status",
            condition=Q(status="rated", low__gte=1, high__gte=F("low"), reason="")
            | Q(status__in=["no_data", "not_applicable"], low=None, high=None) & ~Q(reason=""),
        )
    ]


class Rating(Answer):
    """The answer to one indicator."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="ratings")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    asked_as = models.ForeignKey(Indicator, models.PROTECT, related_name="+", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_rating_per_indicator", fields=["self_assessment", "indicator"]),
            *answer_constraints("rating"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.get_status_display()}"


class DimensionRating(Answer):
    """What the organisation declares for a whole dimension."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="dimension_ratings")
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="+")
    asked_as = models.ForeignKey(Dimension, models.PROTECT, related_name="+", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_dimension_rating_per_dimension", fields=["self_assessment", "dimension"]),
            *answer_constraints("dimension_rating"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension.code}: {self.get_status_display()}"


class EvidenceKind(models.TextChoices):
    OBSERVATION = "observation", "Observation"
    QUOTATION = "quotation", "Quotation"
    LINK = "link", "Link"
    DOCUMENT = "document", "Document"
    BEST_PRACTICE = "best_practice", "Best practice"


class Evidence(Leavable):
    """What supports a rating, or stands where there is none."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="evidence")
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", null=True, blank=True)
    kind = models.CharField(max_length=16, choices=EvidenceKind, default=EvidenceKind.OBSERVATION)
    text = models.TextField()
    low = models.PositiveSmallIntegerField(null=True, blank=True)
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=500, blank=True)
    attribution = models.CharField(max_length=300, blank=True)
    # Whom others may ask, as that person agreed.
    contact = models.CharField(max_length=200, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    shared = models.BooleanField("shared outside the organisation", default=False)
    brought_from = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="+", null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_span_is_a_span",
                condition=Q(low=None, high=None) | Q(low__gte=1, high__gte=F("low")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"
