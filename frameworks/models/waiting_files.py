"""Files that wait between the page that took them and the press that loads them, for the workers hold no state."""

from datetime import timedelta
from functools import cached_property
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from frameworks.definition import FrameworkDefinition, parse

# What nobody has used by then is thrown away.
KEPT_FOR = timedelta(days=1)


class WaitingFileQuerySet(models.QuerySet):
    def visible_to(self, user) -> "WaitingFileQuerySet":
        """A file is seen by the one who sent it, as long as she may load frameworks."""
        return self.filter(sent_by=user.pk) if user.has_perm("frameworks.load_framework") else self.none()

    def forgotten(self) -> "WaitingFileQuerySet":
        return self.filter(sent_at__lt=timezone.now() - KEPT_FOR)


class WaitingFile(models.Model):
    """A framework file without faults, of which its sender has been shown what it would do."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    objects = WaitingFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @cached_property
    def definition(self) -> FrameworkDefinition:
        return parse(bytes(self.content))
