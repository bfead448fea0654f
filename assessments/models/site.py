"""What this site is called, whom its people ask, and who its e-mails come from: one row, or none yet."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.models.people import User


class SiteDetails(models.Model):
    """Set at the desk. Until then, and in each field that is empty, the settings say it."""

    ONE = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONE, editable=False)
    name = models.CharField(max_length=40, blank=True)
    support_email = models.EmailField(blank=True)
    sender_name = models.CharField(max_length=80, blank=True)
    sender_email = models.EmailField(blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(name="site_details_are_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.name
