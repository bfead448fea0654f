"""Submissions as they were, and their levels worked out once. Reports read these and nothing else."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from assessments.models.answers import Confidence, Reason
from assessments.models.cycles import Cycle, Visibility
from assessments.models.people import User
from assessments.models.self_assessments import SelfAssessment
from assessments.models.upgrades import Upgrade
from frameworks.models import Framework


class SnapshotKind(models.TextChoices):
    """A submission; all as it stood before its cycle moved to a newer version; or what of a submission counts since."""

    SUBMISSION = "submission", "Submission"
    RECORD = "record", "As it stood"
    CARRIED = "carried", "What still counts"


class SnapshotQuerySet(models.QuerySet):
    def submissions(self):
        return self.filter(kind=SnapshotKind.SUBMISSION)

    def records(self):
        """As it stood before each move to a newer version, the earliest first."""
        return self.filter(kind=SnapshotKind.RECORD).order_by("number")


class Snapshot(models.Model):
    """Answers, frozen. `content` holds each in words and positions; `sha256` is its fingerprint.

    Submissions and records are numbered, each from 1; what is carried has the number of the submission it comes from.
    """

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="snapshots")
    kind = models.CharField(max_length=12, choices=SnapshotKind, default=SnapshotKind.SUBMISSION)
    upgrade = models.ForeignKey(Upgrade, models.PROTECT, related_name="snapshots", null=True, blank=True)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    has_ratings = models.BooleanField(help_text="At least one rating or dimension rating, of any status.")
    is_reporting = models.BooleanField(help_text="Says something of at least one dimension as a whole.")
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="snapshots_are_numbered",
                fields=["self_assessment", "kind", "number"],
                condition=~Q(kind="carried"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.self_assessment}, {self.get_kind_display().lower()} {self.number}"

    @property
    def framework(self) -> Framework:
        """The version in whose words it was said."""
        return Framework.objects.by_reference(self.content["framework"]).get()


class CellKind(models.TextChoices):
    DIMENSION = "dimension", "Dimension"
    INDICATOR = "indicator", "Indicator"


class CellStatus(models.TextChoices):
    RATED = "rated", "Rated"
    DECLARED = "declared", "Declared"
    DERIVED = "derived", "From its indicators"
    NO_DATA = "no_data", "No data"
    NOT_APPLICABLE = "not_applicable", "Does not apply"
    NOT_ANSWERED = "not_answered", "Not answered"


class CellQuerySet(models.QuerySet):
    def comparable_by(self, user):
        """What may enter the reports of this person, by name or, after suppression, in groups.

        More than she may see by name: never show a row of these as it is. In a private cycle nobody enters, even into
        a group, whom she may not see by name.
        """
        by_name = SelfAssessment.objects.visible_to(user).filter(pk=OuterRef("snapshot__self_assessment"))
        return self.filter(
            ~Q(snapshot__self_assessment__cycle__visibility=Visibility.PRIVATE) | Exists(by_name),
            snapshot__self_assessment__cycle__in=Cycle.objects.visible_to(user),
        )

    def counting(self):
        """Cells of the snapshots that count today."""
        return self.filter(snapshot=F("snapshot__self_assessment__counting_snapshot"))

    def for_cycles(self, cycles):
        return self.filter(snapshot__self_assessment__cycle__in=cycles)

    def of_kinds(self, *kinds: str):
        return self.filter(kind__in=kinds)

    def as_rows_of_cycles(self):
        """Plain rows for the arithmetic: each cell with whose it is and what its submission holds, led by the cycle."""
        cycle = "snapshot__self_assessment__cycle_id"
        return self.order_by("snapshot__self_assessment", "pk").values_list(
            cycle, *ROW_FIELDS, *CELL_FIELDS, named=True
        )


ROW_FIELDS = (
    "snapshot__self_assessment__organisation_id",
    "snapshot__self_assessment__initiative",
    "snapshot__has_ratings",
    "snapshot__is_reporting",
    "kind",
    "code",
)
CELL_FIELDS = (
    "status",
    "low",
    "high",
    "midpoint",
    "counted",
    "of",
    "confidence",
    "reason",
    "note",
    "differs",
    "indicators_low",
    "indicators_high",
    "indicators_confidence",
    "evidence_on",
)


class Cell(models.Model):
    """One organisation's level or span at one dimension or indicator. An indicator without a row is not answered.

    `midpoint` is (low + high) / 2, or the median of such over a dimension's indicators: a multiple of a quarter,
    exact as a float. `indicators_*` are the derived span where a declared one stands before it. `evidence_on`: the date
    of the newest evidence there that is shared outside the organisation and has one; of a dimension, with indicators.
    """

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="cells")
    kind = models.CharField(max_length=10, choices=CellKind)
    code = models.CharField(max_length=20)
    status = models.CharField(max_length=16, choices=CellStatus)
    low = models.PositiveSmallIntegerField(null=True)
    high = models.PositiveSmallIntegerField(null=True)
    midpoint = models.FloatField(null=True)
    counted = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    confidence = models.CharField(max_length=8, choices=Confidence, blank=True)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    note = models.TextField(blank=True)
    differs = models.BooleanField(default=False)
    indicators_low = models.PositiveSmallIntegerField(null=True)
    indicators_high = models.PositiveSmallIntegerField(null=True)
    indicators_confidence = models.CharField(max_length=8, choices=Confidence, blank=True)
    evidence_on = models.DateField(null=True)

    objects = CellQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_cell_per_column", fields=["snapshot", "kind", "code"]),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_status_display()}"
