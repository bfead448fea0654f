"""The verbs of a file that waits: keep it, load it, leave it. Each file is seen by its sender only."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from frameworks.actions import Loading, held_version, loading
from frameworks.models import WaitingFile
from frameworks.rules import LOAD_FRAMEWORK


class NoLongerWaiting(ActionRefused):
    """Loaded or left already, perhaps by a second press."""


class PreviewOutdated(ActionRefused):
    """Somebody loaded this version after the preview was shown."""


@transaction.atomic
def keep_file(*, by, name: str, content: bytes) -> WaitingFile:
    """`content`: of a file without faults. What others forgot is thrown away at the same time."""
    permit(by, LOAD_FRAMEWORK)
    WaitingFile.objects.forgotten().delete()
    return WaitingFile.objects.create(name=name[:255], content=content, sent_by=by, sent_at=timezone.now())


def loading_file(*, by, file: WaitingFile, draft: bool, seen: str) -> Loading:
    """Load the file and let it go, step by step as `loading` does. `seen`: what `mark_of` the preview was shown."""
    with transaction.atomic():
        permit(by, LOAD_FRAMEWORK)
        hold(file)
        if mark_of(held_version(file.definition)) != seen:
            raise PreviewOutdated(
                "Somebody loaded this version after you opened the preview. Look at it again, then load it."
            )
        result = yield from loading(by=by, definition=file.definition, draft=draft)
        file.delete()
        return result


@transaction.atomic
def leave_file(*, by, file: WaitingFile) -> None:
    """Throw it away and change nothing else."""
    permit(by, LOAD_FRAMEWORK)
    hold(file)
    file.delete()


def is_gone(uuid: UUID) -> bool:
    """Whether no such file waits for anybody: it was loaded, left, or forgotten for a day."""
    return not WaitingFile.objects.filter(uuid=uuid).exists()


def hold(file: WaitingFile) -> None:
    if not WaitingFile.objects.select_for_update().filter(pk=file.pk).exists():
        raise NoLongerWaiting("This file no longer waits: it was loaded or left already.")


def mark_of(framework) -> str:
    """What tells whether this very version is still as it was; empty where it is not there."""
    return framework.content_hash if framework else ""
