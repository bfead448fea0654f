"""The page of the desk about the site itself: what is set, by whom, and whether e-mails leave this machine."""

from dataclasses import dataclass

from assessments.actions.site import sends_for_real
from assessments.models import SiteDetails
from assessments.pages.dates import moment_day
from assessments.pages.desk_home import desk_breadcrumbs
from assessments.site import Site


@dataclass(frozen=True)
class SitePage:
    """`changed`: who set it last, and when. `sender`: what stands in e-mails now."""

    changed: str
    sender: str
    sends_for_real: bool

    @classmethod
    def of(cls, held: SiteDetails) -> "SitePage":
        changed = f"{held.changed_by} changed this on {moment_day(held.changed_at)}." if held.changed_by else ""
        here = Site.of(held)
        return cls(changed, f"{here.sender_name}, {here.sender_email}", sends_for_real())

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return desk_breadcrumbs()
