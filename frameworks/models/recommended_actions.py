"""Recommended actions: published guidance, the indicators that it supports, and the step up that it helps with."""

from django.conf import settings
from django.db import models

from frameworks.models.versions import Framework, Indicator, MaturityLevel


class RecommendedActionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RecommendedActionQuerySet":
        """Those of the frameworks that she may see."""
        return self.filter(framework__in=Framework.objects.visible_to(user).order_by())

    def current(self) -> "RecommendedActionQuerySet":
        """Those that are offered: not taken out of the library."""
        return self.filter(withdrawn_at=None)

    def content(self) -> "RecommendedActionQuerySet":
        """Those that the framework file itself holds."""
        return self.filter(is_content=True)

    def added(self) -> "RecommendedActionQuerySet":
        """Those from a file of their own."""
        return self.filter(is_content=False)

    def in_order(self) -> "RecommendedActionQuerySet":
        """Those of the framework file first."""
        return self.order_by("-is_content", "position", "pk")


class RecommendedAction(models.Model):
    """An item of published guidance that helps to move up a level.

    What the framework file holds is content of that version. What a file of its own adds is not: it may be added to a
    version that cycles use, and changed there.
    """

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="recommended_actions")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    group = models.CharField(max_length=300, blank=True)
    what = models.TextField(blank=True)
    why = models.TextField(blank=True)
    # Lists of texts; sources as in a framework.
    who = models.JSONField(default=list, blank=True)
    how = models.JSONField(default=list, blank=True)
    sources = models.JSONField(default=list, blank=True)
    supports = models.ManyToManyField(Indicator, related_name="recommended_actions", blank=True)
    from_level = models.ForeignKey(MaturityLevel, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    to_level = models.ForeignKey(MaturityLevel, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    is_content = models.BooleanField(default=True, help_text="From the framework file, not from a file of its own.")
    is_reviewed = models.BooleanField(default=False)
    # Taken out of the library: offered no more, but still there for whoever has its address.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RecommendedActionQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="recommended_action_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
