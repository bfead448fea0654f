"""Beside each organisation that has not submitted: who reminded it last, and whether one may do so now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assessments import due
from assessments.asked import UNFINISHED
from assessments.models import Cycle, Membership, Organisation, Participation, Role, SelfAssessment, Status, User
from assessments.pages.dates import moment_day
from assessments.pages.people import invite_address


@dataclass(frozen=True)
class Reminder:
    """`has_people`: somebody answers for it; where nobody does, `invite` is where to change that, if one may."""

    cycle: Cycle
    organisation: Organisation
    said: str
    may_press: bool
    has_people: bool
    invite: str = ""


class Reminders:
    """The reminders of some cycles as one lead sees them; a constant number of queries, asked once."""

    def __init__(self, cycles: Iterable[Cycle], *, by: User):
        self.by, self.today = by, timezone.localdate()
        asked = Participation.objects.led_by(by).filter(cycle__in=cycles)
        asked = asked.select_related("organisation", "cycle", "reminded_by")
        self._asked = {(one.cycle_id, one.organisation_id): one for one in asked}
        bodies = {organisation for _, organisation in self._asked}
        seats = Membership.objects.current().answering().filter(organisation__in=bodies)
        self._with_people = set(seats.values_list("organisation_id", flat=True))
        self._may_invite = by.charge[Role.POT]

    def beside(self, one: Participation | SelfAssessment) -> Reminder | None:
        """None where there is nothing to remind of: it is submitted, or not open."""
        asked = self._asked.get((one.cycle_id, one.organisation_id))
        if asked is None or getattr(one, "status", Status.NOT_STARTED) not in UNFINISHED:
            return None
        last = due.last_day(asked.cycle.closes_on, asked.open_until, one.open_until)
        return self._of(asked) if asked.cycle.opens_on <= self.today <= last else None

    def _of(self, asked: Participation) -> Reminder:
        body = asked.organisation
        has_people = body.pk in self._with_people
        may_invite = self.by.is_administrator or body.pk in self._may_invite
        is_today = bool(asked.reminded_at) and timezone.localdate(asked.reminded_at) == self.today
        return Reminder(
            asked.cycle,
            body,
            said_words(asked, seen_by=self.by, today=self.today) if asked.reminded_at else "",
            may_press=has_people and not is_today,
            has_people=has_people,
            invite=invite_address(body) if may_invite and not has_people else "",
        )


def said_words(asked: Participation, *, seen_by: User, today: date) -> str:
    """Reminded on 21 November 2026 by Sam Reid. On the day itself also when, and from when on it can be done again."""
    is_own = asked.reminded_by_id == seen_by.pk
    if timezone.localdate(asked.reminded_at) != today:
        return f"Reminded on {moment_day(asked.reminded_at)} by {'you' if is_own else asked.reminded_by}."
    at = timezone.localtime(asked.reminded_at)
    who = "You" if is_own else asked.reminded_by
    return f"{who} reminded {asked.organisation} at {at:%H:%M}; again from tomorrow."
