"""Keeping a document with a piece of evidence, and letting it go. Asked only by verbs that hold the self-assessment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet, Sum

from aligns_site.access import ActionRefused
from aligns_site.document_file import DocumentRead, size_words
from assessments.models import Document, Evidence, EvidenceKind, SelfAssessment, User


class TooManyDocuments(ActionRefused):
    """The self-assessment has no room for another document."""


def document_storage():
    return storages["documents"]


def set_document(evidence: Evidence, read: DocumentRead | None, *, by: User, removing: bool = False) -> Document | None:
    """Let go of the document there is where another comes or `removing` asks for it, then keep the new one.

    Raises TooManyDocuments before anything is stored.
    """
    if evidence.kind != EvidenceKind.DOCUMENT:
        _require_no_document(evidence, read, removing)
    if read or removing:
        release_document(evidence)
    if read is None:
        return None
    _require_room(evidence.self_assessment, read)
    document = Document(
        self_assessment=evidence.self_assessment,
        evidence=evidence,
        name=read.name,
        kind=read.kind,
        size=read.size,
        sha256=read.sha256,
        added_by=by,
    )
    document.full_clean()
    _store(document, read)
    return document


@contextmanager
def read_of(self_assessment: SelfAssessment, uuid: str) -> Iterator[DocumentRead]:
    """A document that was kept, to be kept once more elsewhere; it was looked at when it came.

    Raises FileNotFoundError where it is gone.
    """
    kept = Document.objects.filter(self_assessment=self_assessment, uuid=uuid).first()
    if kept is None:
        raise FileNotFoundError(uuid)
    with document_storage().open(kept.stored_name) as file:
        yield DocumentRead(kept.name, kept.kind, kept.size, kept.sha256, file)


def release_document(evidence: Evidence) -> None:
    """Take the document from its evidence. The file is deleted unless a submission holds it."""
    held = Document.objects.filter(evidence=evidence)
    document = held.first()
    if document is None:
        return
    if _is_in_a_submission(document):
        held.update(evidence=None)
    else:
        delete_documents(held)


def delete_documents(documents: QuerySet) -> None:
    """Delete the rows, and once that is certain, the files."""
    storage, names = document_storage(), [document.stored_name for document in documents]
    documents.delete()
    transaction.on_commit(lambda: [storage.delete(name) for name in names])


def _store(document: Document, read: DocumentRead) -> None:
    """The file first: a row without its file would be a promise that nobody can keep."""
    storage = document_storage()
    read.file.seek(0)
    storage.save(document.stored_name, File(read.file))
    try:
        document.save()
    except Exception:
        storage.delete(document.stored_name)
        raise


def _require_no_document(evidence: Evidence, read: DocumentRead | None, removing: bool) -> None:
    if read:
        raise ActionRefused("A file can be kept only with evidence of the kind Document.")
    if not removing and Document.objects.filter(evidence=evidence).exists():
        raise ActionRefused("Remove the file too, or leave the kind at Document.")


def _require_room(held: SelfAssessment, read: DocumentRead) -> None:
    others = held.documents.in_use()
    most, largest = settings.MOST_DOCUMENTS, settings.MOST_DOCUMENT_MEGABYTES * 1024 * 1024
    if others.count() >= most:
        raise TooManyDocuments(
            f"This self-assessment holds {most} documents, which is the limit. Remove one to make room."
        )
    total = (others.aggregate(total=Sum("size"))["total"] or 0) + read.size
    if total > largest:
        raise TooManyDocuments(
            f"With this file, the documents of this self-assessment come to {size_words(total)}. "
            f"The limit is {size_words(largest)} in all. Remove one, or choose a smaller file."
        )


def _is_in_a_submission(document: Document) -> bool:
    key = str(document.uuid)
    contents = document.self_assessment.snapshots.values_list("content", flat=True)
    return any(piece.get("document", {}).get("uuid") == key for content in contents for piece in content["evidence"])
