"""Verbs about the site itself: what it is called, whom people ask, who its e-mails come from; and trying an e-mail."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.models import SiteDetails, User
from assessments.site import kept, site_now

logger = logging.getLogger(__name__)
FIELDS = ("name", "support_email", "sender_name", "sender_email")


class NotSent(ActionRefused):
    """The e-mail server did not take the e-mail."""


@transaction.atomic
def change_site(
    *, by: User, name: str = "", support_email: str = "", sender_name: str = "", sender_email: str = ""
) -> tuple[SiteDetails, bool]:
    """Set these; an empty one is left to the settings. Returns the row and whether anything is new."""
    permit(by, rules.CHANGE_SITE)
    said = dict(zip(FIELDS, (name, support_email, sender_name, sender_email), strict=True))
    held = SiteDetails.objects.select_for_update().filter(pk=SiteDetails.ONE).first() or SiteDetails()
    if all(getattr(held, field) == said[field] for field in FIELDS):
        return held, False
    for field in FIELDS:
        setattr(held, field, said[field])
    held.changed_by, held.changed_at = by, timezone.now()
    held.full_clean()
    held.save()
    transaction.on_commit(lambda: kept.keep(held))
    return held, True


def send_test_email(*, by: User) -> str:
    """Send an e-mail to oneself, now. Returns what came of it, in a sentence. Raises NotSent."""
    permit(by, rules.CHANGE_SITE)
    site = site_now()
    words = {"site_name": site.name, "support_email": site.support_email, "user": by}
    letter = EmailMessage(
        subject=f"A test e-mail from {site.name}",
        body=render_to_string("desk/email/test.txt", words),
        from_email=site.sender,
        to=[by.email],
    )
    try:
        letter.send()
    except Exception as fault:
        # Whatever the e-mail server or the way to it says: an administrator is to read it.
        logger.warning("The test e-mail could not be sent.", exc_info=True)
        raise NotSent(
            f"The e-mail was not sent. The e-mail server said: {type(fault).__name__}: {fault}. "
            "Check the sender here, and the EMAIL settings of the server."
        ) from fault
    if not sends_for_real():
        return "No e-mail server is set. The e-mail was written to the log of the server, and goes to nobody."
    return f"The e-mail server took the e-mail to {by.email}. If it does not come in ten minutes, look among the spam."


def sends_for_real() -> bool:
    """Whether e-mails leave this machine."""
    return settings.EMAIL_BACKEND.rsplit(".", 2)[-2] not in ("console", "dummy", "filebased")
