"""Documents: files kept as evidence. The files themselves lie in the storage "documents", under names of our own."""

import uuid

from django.db import models
from django.utils import timezone

from aligns_site.document_file import KINDS, LONGEST_NAME
from assessments.models.answers import Evidence
from assessments.models.people import User
from assessments.models.self_assessments import SelfAssessment


class DocumentQuerySet(models.QuerySet):
    def in_use(self):
        """Those that stand with a piece of evidence now, and not in an earlier submission alone."""
        return self.filter(evidence__isnull=False)


class Document(models.Model):
    """One file. `evidence` is empty once it was taken away or replaced, while a submission still holds it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="documents")
    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="document", null=True)
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=8, choices=[(key, kind.label) for key, kind in KINDS.items()])
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def stored_name(self) -> str:
        """Its name in the storage: nothing of what a person typed."""
        return self.uuid.hex

    @property
    def content_type(self) -> str:
        return KINDS[self.kind].content_type

    @property
    def as_content(self) -> dict:
        """As a snapshot holds it."""
        said = {name: getattr(self, name) for name in ("name", "kind", "size", "sha256")}
        return {"uuid": str(self.uuid)} | said
