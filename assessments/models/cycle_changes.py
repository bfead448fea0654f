"""What became of a cycle after it was opened: who changed what, and when. Rows are added, and never changed."""

from django.db import models
from django.utils import timezone

from assessments.models.cycles import Cycle
from assessments.models.people import User


class CycleChangeKind(models.TextChoices):
    OPENED = "opened", "Opened"
    EXTENDED = "extended", "Extended"
    CLOSED_EARLY = "closed_early", "Closed early"
    RESTRICTED = "restricted", "Made stricter"
    ASKED = "asked", "Asked more organisations"
    UNASKED = "unasked", "Stopped asking"


class CycleChange(models.Model):
    """One change. `details`: the field -> [before, after]; and organisations -> their names as they were then."""

    Kind = CycleChangeKind

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=20, choices=CycleChangeKind)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    details = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.get_kind_display()}"
