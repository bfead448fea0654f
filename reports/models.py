"""Saved views: a report and what was chosen there, under a name. Never what the report showed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.models import Cycle, Membership, User

LONGEST_NAME = 80


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Her own, and those shared where she belongs, unless they name a cycle of which she may not know."""
        known = Cycle.objects.visible_to(user).values("slug")
        names_known = (Q(cycle="") | Q(cycle__in=known)) & (Q(against="") | Q(against__in=known))
        return self.filter(Q(owner=user) | _shared_with(user) & names_known)

    def of(self, user):
        return self.filter(owner=user)

    def on_home_of(self, user):
        return self.filter(put_on_home_by=user)

    def with_people(self):
        return self.select_related("owner", "shared_as__organisation", "shared_as__ics", "shared_as__region")


def _shared_with(user) -> Q:
    """Shared at a place where she belongs, by somebody who still has that access."""
    reach = user.reach
    place = (
        Q(shared_as__organisation__in=reach.own)
        | Q(shared_as__ics__in=user.home_ics)
        | Q(shared_as__region__in=reach.home_regions)
    )
    return place & Q(shared_as__ended_at=None, owner__is_active=True)


class SavedView(models.Model):
    """A report with its question, by the name that one person gave it.

    `query` is what follows the question mark of the address; `cycle` and `against` are the cycles it names, for
    `visible_to`. `shared_as`: the access as which the owner shares it, with all who belong to that place; it stops
    being shared when that access ends. The view is its owner's own, and goes with her account.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=LONGEST_NAME)
    report = models.SlugField(max_length=20)
    query = models.TextField(blank=True)
    cycle = models.SlugField(max_length=60, blank=True)
    against = models.SlugField(max_length=60, blank=True)
    shared_as = models.ForeignKey(Membership, models.SET_NULL, related_name="+", null=True, blank=True)
    put_on_home_by = models.ManyToManyField(User, related_name="+", blank=True)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_view_of_a_name_per_person", fields=["owner", "name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shared(self) -> bool:
        return self.shared_as is not None and self.shared_as.is_current
