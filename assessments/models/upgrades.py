"""Moves of a cycle to a newer version of its framework, and what of the rows they leave with the older one."""

from django.db import models
from django.utils import timezone

from assessments.models.cycles import Cycle
from assessments.models.people import User
from frameworks.models import Framework


class Upgrade(models.Model):
    """One move of one cycle, with all of its self-assessments. Never changed, only added."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="upgrades")
    older = models.ForeignKey(Framework, models.PROTECT, related_name="+")
    newer = models.ForeignKey(Framework, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.older.version} to {self.newer.version}"


class AskedNowManager(models.Manager):
    """Rows of what is asked now. All else in the code reads these; who wants the others too says `every`."""

    def get_queryset(self):
        return super().get_queryset().filter(left_in=None)


class EveryManager(models.Manager):
    """All rows, whichever version they stand at."""


class Leavable(models.Model):
    """A row that stands at a part of a framework. `left_in`: the move that left it with the older version, for ever."""

    left_in = models.ForeignKey(Upgrade, models.PROTECT, related_name="+", null=True, blank=True, editable=False)

    objects = AskedNowManager()
    every = EveryManager()

    class Meta:
        abstract = True
