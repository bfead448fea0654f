"""Send the e-mails that are due: openings, last days that come near, what was returned, agreed, asked or submitted."""

import sys

from django.conf import settings
from django.utils import timezone

from aligns_site.commands import Refused, VerbCommand
from assessments.actions.notices import Sending, send_notices
from assessments.models import NoticeKind, User
from assessments.notices.told import notices_due


class Command(VerbCommand):
    help = "Send the e-mails that are due. Run it once a day or once an hour; nothing is sent twice."
    is_one_transaction = False
    faults: tuple[str, ...] = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say who would get what, and send nothing")

    def handle(self, *args, **options) -> None:
        """Where an e-mail fails the rest is sent all the same; so this is no refusal, but it is no success either."""
        super().handle(*args, **options)
        if self.faults:
            for fault in self.faults:
                self.stderr.write(fault)
            self.stderr.write("These e-mails could not be sent. The next run tries again.")
            sys.exit(1)

    def act(self, *, dry_run, **options) -> str:
        if dry_run:
            return "\n".join(would_be_sent()) or "unchanged: nothing is due"
        if not settings.SITE_ADDRESS:
            raise Refused("SITE_ADDRESS is not set. Set it to the address of the site, such as https://aligns.example.")
        done = send_notices(by=User.objects.system(), now=timezone.now(), site=settings.SITE_ADDRESS)
        self.faults = tuple(done.faults)
        return account_of(done)


def would_be_sent() -> list[str]:
    """A line for each thing that somebody would be told."""
    return [
        f"{user.email}: {notice.kind}: {notice.title}"
        for user, notices in notices_due(timezone.now())
        for notice in notices
    ]


def account_of(done: Sending) -> str:
    """How many e-mails went and, by kind, about how many things."""
    if not done.letters:
        return "" if done.faults else "unchanged: nothing is due"
    lines = [f"e-mails: {done.letters}"]
    return "\n".join(lines + [f"{kind}: {done.told[kind]}" for kind in NoticeKind.values if done.told[kind]])
