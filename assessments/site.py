"""What this site is called, whom people ask, who its e-mails come from: as set at the desk, else the settings."""

from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from time import monotonic

from django.conf import settings
from django.db import DatabaseError

from assessments.models import SiteDetails


@dataclass(frozen=True)
class Site:
    name: str
    support_email: str
    sender_name: str
    sender_email: str

    @property
    def sender(self) -> str:
        """What stands in an e-mail as who sent it."""
        return formataddr((self.sender_name, self.sender_email))

    @classmethod
    def of(cls, set_at_desk: SiteDetails) -> "Site":
        """Each field as it is set, or as the settings say where it is empty."""
        sender_name, sender_email = parseaddr(settings.DEFAULT_FROM_EMAIL)
        name = set_at_desk.name or settings.SITE_NAME
        return cls(
            name,
            set_at_desk.support_email or settings.SUPPORT_EMAIL,
            set_at_desk.sender_name or sender_name or f"{name} integration maturity",
            set_at_desk.sender_email or sender_email,
        )


def details_set() -> SiteDetails:
    """The one row, or an empty one that is not kept."""
    return SiteDetails.objects.filter(pk=SiteDetails.ONE).first() or SiteDetails()


class _Kept:
    """What was read last, for a while: every page names the site, and hardly anybody ever changes it."""

    SECONDS = 20

    def __init__(self):
        self.details, self.until = SiteDetails(), 0.0

    def read(self) -> SiteDetails:
        if monotonic() >= self.until:
            try:
                self.keep(details_set())
            except DatabaseError:
                # Pages that need no database stay up without one.
                self.keep(self.details)
        return self.details

    def keep(self, details: SiteDetails) -> None:
        self.details, self.until = details, monotonic() + self.SECONDS


kept = _Kept()


def site_now() -> Site:
    """As it was at most some seconds ago: another worker may have changed it since."""
    return Site.of(kept.read())
