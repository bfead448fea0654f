"""The facts of a crosswalk: which indicators of two framework versions ask about the same things. For reading only."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from frameworks.models.versions import Framework, Indicator


class CrosswalkQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CrosswalkQuerySet":
        """Whoever may see both versions may see what links them."""
        visible = Framework.objects.visible_to(user).values("pk")
        return self.filter(first__in=visible, second__in=visible)

    def of(self, framework: Framework) -> "CrosswalkQuerySet":
        """Those with this version at either end."""
        return self.filter(Q(first=framework) | Q(second=framework))

    def between(self, one: Framework, other: Framework) -> "CrosswalkQuerySet":
        """The one of these two versions, whichever comes first in its file."""
        return self.filter(Q(first=one, second=other) | Q(first=other, second=one))

    def with_ends(self) -> "CrosswalkQuerySet":
        return self.select_related("first", "second")


class Crosswalk(models.Model):
    """One between two versions. Deleted with either; the verb that replaces a version takes care that none is lost."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        REVIEWED = "reviewed", "Reviewed"

    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    first = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    # As in a framework.
    sources = models.JSONField(default=list, blank=True)
    content_hash = models.CharField(max_length=64, editable=False)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CrosswalkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Least("first", "second"), Greatest("first", "second"), name="crosswalk_once_either_way"
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="crosswalk_of_two_versions"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class PairQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PairQuerySet":
        return self.filter(crosswalk__in=Crosswalk.objects.visible_to(user).values("pk"))

    def of(self, framework: Framework) -> "PairQuerySet":
        return self.filter(crosswalk__in=Crosswalk.objects.of(framework).values("pk"))

    def with_ends(self) -> "PairQuerySet":
        return self.select_related("first__framework", "second__framework").order_by("pk")


class Pair(models.Model):
    """Two indicators that a crosswalk links, and how near they are. It says the same read either way."""

    class How(models.TextChoices):
        SAME = "same", "The same"
        CLOSE = "close", "Close"
        PART = "part", "In part"

    crosswalk = models.ForeignKey(Crosswalk, on_delete=models.CASCADE, related_name="pairs")
    first = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=10, choices=How.choices)
    note = models.TextField(blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["crosswalk", "first", "second"], name="crosswalk_pair_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first.code} and {self.second.code}"


class RemovedCrosswalkQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RemovedCrosswalkQuerySet":
        """Whoever may load crosswalks sees what was removed, and can load it again."""
        return self if user.has_perm("frameworks.load_crosswalk") else self.none()


class RemovedCrosswalk(models.Model):
    """What was removed or replaced, as its file, and by whom. It points at no version, so it outlives them."""

    title = models.CharField(max_length=300)
    content = models.TextField()
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RemovedCrosswalkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title
