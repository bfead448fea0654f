"""The e-mails that say what waits for somebody: their words and their sending. Decides neither who gets one nor when.

An e-mail is read on telephones and passed on. So it names organisations, cycles, people and days, counts what is left,
and leads to the page; it never holds an answer, a level, a reason or a question.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formataddr
from urllib.parse import urljoin

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from assessments.models import User
from assessments.site import Site, site_now

logger = logging.getLogger(__name__)
MOST_NAMES = 20


class NotSent(Exception):
    """The post office did not take an e-mail. `str()` of it says what it answered."""


@dataclass(frozen=True)
class Notice:
    """One thing that somebody is told. `keys` say about what, so that the same is never told again; `path`: where."""

    kind: str
    keys: tuple[str, ...]
    title: str
    words: tuple[str, ...]
    path: str


def listed(names: Sequence[str]) -> list[str]:
    """A line for each name, and how many more there are."""
    more = [f"and {len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    return [f"- {name}" for name in [*names[:MOST_NAMES], *more]]


def send_notices_to(user: User, notices: Sequence[Notice], *, site: str, by: User | None = None) -> None:
    """All of them in one e-mail. `by`: whoever wrote to her; none where the site does by itself. Raises NotSent."""
    here, choose = site_now(), urljoin(site, reverse("people:notices"))
    words = {
        "user": user,
        "by": by,
        "notices": [(notice, urljoin(site, notice.path)) for notice in notices],
        "choose": choose,
        "site_name": here.name,
        "support_email": here.support_email,
    }
    headers = {"List-Unsubscribe": f"<{choose}>"}
    letter = EmailMessage(
        subject=_subject(notices, here),
        body=render_to_string("notices/email/message.txt", words),
        from_email=here.sender,
        to=[user.email],
        reply_to=[formataddr((by.name, by.email))] if by else None,
        headers=headers if by else headers | {"Auto-Submitted": "auto-generated"},
    )
    try:
        letter.send()
    except Exception as fault:
        # A post office of any make, with errors of its own. One e-mail that fails must not keep back the others.
        logger.warning("No e-mail could be sent to user %s.", user.pk, exc_info=True)
        raise NotSent(f"{type(fault).__name__}: {fault}") from fault


def _subject(notices: Sequence[Notice], here: Site) -> str:
    one = notices[0].title if len(notices) == 1 else f"{len(notices)} things for you"
    return " ".join(f"{one} ({here.name})".split())
