"""Taking back what follows an ICS: what that changes, and what it leaves as it is."""

from dataclasses import dataclass
from datetime import timedelta

from assessments.models import ICS
from assessments.pages.dates import plain_day
from assessments.pages.desk_home import desk_breadcrumbs
from assessments.pages.desk_place import PLACES, link_to
from assessments.pages.people import Link
from assessments.pages.words import listed_names


@dataclass(frozen=True)
class TakeBackPage:
    """`followed`: the slugs of what follows it, sent along with the press; `names`: the same in words.

    `ended`: its last day, empty where it has none; `goes_on`: the day after.
    """

    ics: Link
    slug: str
    followed: tuple[str, ...]
    names: str
    ended: str
    goes_on: str
    breadcrumbs: list[tuple[str, str]]

    @classmethod
    def of(cls, ics: ICS) -> "TakeBackPage":
        followers = list(ics.succeeded_by.order_by("name"))
        last = ics.placements.last()
        ended = last.until_on if last else None
        own = link_to(ics)
        return cls(
            own,
            ics.slug,
            tuple(one.slug for one in followers),
            listed_names([one.name for one in followers]),
            plain_day(ended) if ended else "",
            plain_day(ended + timedelta(days=1)) if ended else "",
            [*desk_breadcrumbs(PLACES), (own.words, own.href)],
        )
