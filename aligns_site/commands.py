"""What our commands share: they act as the system person, say what they did in a line, and never show a traceback.

Exit 0: done, or there already. Exit 1: refused, the reasons on standard error, nothing changed. Exit 2: wrong usage.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import DatabaseError, transaction

from aligns_site.access import ActionRefused

LARGEST_FILE = 16 * 1024 * 1024


class Refused(Exception):
    """The command cannot do this; `reasons` are written to standard error, one a line."""

    def __init__(self, *reasons: str):
        super().__init__("\n".join(reasons))
        self.reasons = reasons


class VerbCommand(BaseCommand):
    """A thin door to one verb: subclasses say `act(**options)`, which returns the line to print.

    `is_one_transaction`: all or nothing. Without it the verb keeps what it has done when something later fails.
    """

    is_one_transaction = True

    def handle(self, *args, **options) -> None:
        try:
            with transaction.atomic() if self.is_one_transaction else nullcontext():
                words = self.act(**options)
            if words:
                self.stdout.write(words)
            self.stdout.flush()
        except Refused as refused:
            self.refuse(refused.reasons)
        except ActionRefused as refused:
            self.refuse(getattr(refused, "faults", None) or str(refused).splitlines())
        except ValidationError as invalid:
            self.refuse(reasons_of(invalid))
        except BrokenPipeError:
            # Whoever reads our output has seen enough. Python would complain once more when it closes it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except DatabaseError as error:
            self.refuse([f"The database cannot be used ({str(error).strip()[:200]}). Run `manage.py migrate` first."])

    def act(self, **options) -> str:
        raise NotImplementedError

    def refuse(self, reasons) -> None:
        for reason in reasons:
            self.stderr.write(str(reason))
        self.stderr.write("Nothing was changed.")
        sys.exit(1)


def reasons_of(invalid: ValidationError) -> list[str]:
    """Django's validation messages, each with the name of its field."""
    if not hasattr(invalid, "message_dict"):
        return invalid.messages
    return [
        text if field == "__all__" else f"{field.replace('_', ' ').replace('email', 'e-mail')}: {text}"
        for field, texts in invalid.message_dict.items()
        for text in texts
    ]


def file_bytes(path: str) -> bytes:
    """The content of a file. Raises Refused where it cannot be read or is larger than any of our files."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None
    if len(data) > LARGEST_FILE:
        raise Refused(f"{path} is larger than {LARGEST_FILE // 1024 // 1024} MB.")
    return data


@contextmanager
def trial(check: bool) -> Iterator[None]:
    """A transaction that is undone at its end where `check` is asked: all is tried, nothing stays."""
    with transaction.atomic():
        yield
        if check:
            transaction.set_rollback(True)
