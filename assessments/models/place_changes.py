"""What became of places, and who did it. Never changed, only added."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.models.people import User
from assessments.models.places import ICS, Organisation, Region


class Changed(models.TextChoices):
    """What of a place a change is about."""

    ADDED = "added", "Added"
    NAME = "name", "Name"
    ALIASES = "aliases", "Other names"
    KIND = "kind", "Kind"
    SECTOR = "sector", "Sector"
    WEBSITE = "website", "Website"
    PARENT = "parent", "Part of"
    PLACED = "placed", "Where it lies"
    SUCCEEDED_BY = "succeeded_by", "Followed by"
    MERGED = "merged", "Merged"


class PlaceChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Administrators alone look after places."""
        return self if user.is_administrator else self.none()

    def of(self, place: Region | ICS | Organisation):
        return self.filter(**{place._meta.model_name: place})

    def latest_first(self):
        return self.select_related("by").order_by("-pk")


class PlaceChange(models.Model):
    """One thing about one place that was so before and is so now, both as a places file would say it.

    `aliases` and `succeeded_by` are lists of text, `placed` is a list of dicts, all else is text. `from_file`: a file
    said it. What is said here and not by a file, a file that is older than that does not undo: see places_plan.py.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="changes", null=True, blank=True)
    ics = models.ForeignKey(ICS, models.PROTECT, related_name="changes", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="changes", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=12, choices=Changed)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    note = models.TextField(blank=True)
    from_file = models.BooleanField(default=False)

    objects = PlaceChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="place_change_is_of_one_place",
                condition=Q(region__isnull=False, ics=None, organisation=None)
                | Q(region=None, ics__isnull=False, organisation=None)
                | Q(region=None, ics=None, organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.get_what_display()}"

    @property
    def place(self) -> Region | ICS | Organisation:
        return self.organisation or self.ics or self.region
