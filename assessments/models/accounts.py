"""When an account was closed or opened again, and by whom. Rows are added, and never changed."""

from django.db import models
from django.utils import timezone

from assessments.models.people import User


class AccountChange(models.Model):
    user = models.ForeignKey(User, models.PROTECT, related_name="account_changes")
    is_active = models.BooleanField("can sign in from then on")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user}: {'opened again' if self.is_active else 'closed'}"
