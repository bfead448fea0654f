"""Verbs about reminders: send what is due, remind one organisation, choose which e-mails one gets.

**How an e-mail goes once.** Two runs may meet, and a run may be ended at any moment. So its rows of SentNotice are
written and committed first, then it is sent, and where the post office refuses it the rows are taken back, so that the
next run tries again. The rows are written while the person's own row is locked: PostgreSQL lets the second run wait
there, SQLite at the beginning of its transaction, and either then finds the rows and leaves the e-mail alone. No
transaction is open while the post office is asked: on SQLite it would keep everybody from saving an answer.
What is lost by that: a process that is killed between the two has one e-mail on its account that never went. The other
way round, every e-mail of a process that is killed again and again would go again and again; and what an e-mail says
stands on the home page too, and is said again 7 days and 1 day before the end.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.asked import asked_of
from assessments.models import DeclinedNotice, Membership, NoticeKind, Participation, SentNotice, User
from assessments.notice_mail import Notice, NotSent, send_notices_to
from assessments.notices.told import kinds_open_to, notices_due

# So many e-mails that fail one after the other end a run: each further one would wait for the post office in vain.
TRIES = 5


class NothingToRemind(ActionRefused):
    """The organisation has submitted, or its time has passed."""


class NobodyToRemind(ActionRefused):
    """Nobody would get the e-mail."""


class RemindedToday(ActionRefused):
    """Once a day is enough."""


@dataclass
class Sending:
    """What came of a run. `told`: how many things of each kind; `faults`: a line for each e-mail that failed."""

    letters: int = 0
    told: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def send_notices(*, by: User, now: datetime, site: str) -> Sending:
    """Tell everybody what is due at `now` and not told yet, each in one e-mail. One that fails keeps back no other.

    `site`: the address at which people find the service.
    """
    permit(by, rules.SEND_NOTICES)
    sending, failed_in_a_row = Sending(), 0
    for user, notices in notices_due(now):
        try:
            told = send_once(user, notices, site=site)
        except NotSent as fault:
            sending.faults.append(f"{user.email}: {fault}")
            failed_in_a_row += 1
        else:
            sending.letters += bool(told)
            sending.told.update(notice.kind for notice in told)
            failed_in_a_row = 0 if told else failed_in_a_row
        if failed_in_a_row == TRIES:
            break
    return sending


def nudge(*, by: User, participation: Participation, site: str) -> int:
    """Remind all who answer for the organisation, once a day at most. Returns how many got the e-mail.

    `site`: the address at which they find the service.
    """
    held, people, before = _noted_nudge(by=by, participation=participation)
    notice = _nudge_words(held, by=by)
    sent = 0
    for user in people:
        try:
            sent += len(send_once(user, [notice], site=site, by=by))
        except NotSent:
            continue
    if not sent:
        Participation.objects.filter(pk=held.pk).update(**before)
        raise ActionRefused(f"The e-mail to {held.organisation} could not be sent. Try again later.")
    return sent


@transaction.atomic
def _noted_nudge(*, by: User, participation: Participation) -> tuple[Participation, list[User], dict]:
    """Write down who reminds and when. Returns the row, who gets the e-mail, and what stood there before."""
    permit(by, rules.NUDGE, participation)
    held = Participation.objects.select_for_update(of=("self",)).with_names().get(pk=participation.pk)
    today = timezone.localdate()
    if not _unfinished(held):
        raise NothingToRemind(f"{held.organisation} has nothing left to do now.")
    if held.reminded_at and timezone.localdate(held.reminded_at) == today:
        at = timezone.localtime(held.reminded_at)
        raise RemindedToday(
            f"{held.reminded_by} reminded {held.organisation} today at {at:%H:%M}; again from tomorrow."
        )
    people = _reminded_people(held)
    before = {"reminded_at": held.reminded_at, "reminded_by": held.reminded_by}
    held.reminded_at, held.reminded_by = timezone.now(), by
    held.save(update_fields=["reminded_at", "reminded_by"])
    return held, people, before


def _unfinished(held: Participation) -> list:
    """What the organisation is asked for, may still answer, and has not submitted."""
    today = timezone.localdate()
    asked = asked_of(Participation.objects.filter(pk=held.pk).still_open_on(today))
    return [one for one in asked if not one.is_finished and one.last_day >= today]


def _reminded_people(held: Participation) -> list[User]:
    seats = Membership.objects.answering().filter(organisation=held.organisation_id).select_related("user")
    people = {seat.user_id: seat.user for seat in seats.order_by("pk")}
    if not people:
        raise NobodyToRemind(f"Nobody answers for {held.organisation} here yet. Invite a POT first.")
    declined = DeclinedNotice.objects.filter(user__in=people, kind=NoticeKind.NUDGE).values_list("user_id", flat=True)
    wanting = [user for key, user in people.items() if key not in set(declined)]
    if not wanting:
        raise NobodyToRemind(f"Nobody at {held.organisation} takes reminders by e-mail. Write or ring instead.")
    return wanting


def _nudge_words(held: Participation, *, by: User) -> Notice:
    today = timezone.localdate()
    unfinished = _unfinished(held)
    lines = []
    for one in unfinished:
        name = [f"{one.begun.initiative}:"] if one.begun and one.begun.initiative else []
        lines += [*name, *filter(None, [one.left_words, one.returned_words, one.closing_words(today)])]
    return Notice(
        NoticeKind.NUDGE,
        (f"nudge:{held.pk}:{held.reminded_at.isoformat()}",),
        f"{by} reminds you: {held.organisation}, {held.cycle}",
        tuple(lines),
        unfinished[0].path,
    )


def send_once(user: User, notices: Sequence[Notice], *, site: str, by: User | None = None) -> list[Notice]:
    """Tell this person what she has not been told yet, in one e-mail. Returns what she was told. Raises NotSent."""
    fresh, rows = _taken(user, notices)
    if not fresh:
        return []
    try:
        send_notices_to(user, fresh, site=site, by=by)
    except NotSent:
        SentNotice.objects.filter(pk__in=rows).delete()
        raise
    return fresh


@transaction.atomic
def _taken(user: User, notices: Sequence[Notice]) -> tuple[list[Notice], list[int]]:
    """Those of which this person knows nothing yet, and the rows that say from now on that she does."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    keys = [key for notice in notices for key in notice.keys]
    known = set(SentNotice.objects.filter(user=user, key__in=keys).values_list("key", flat=True))
    fresh = [notice for notice in notices if not known.issuperset(notice.keys)]
    new = {key: notice.kind for notice in fresh for key in notice.keys if key not in known}
    rows = SentNotice.objects.bulk_create(SentNotice(user=user, kind=kind, key=key) for key, kind in new.items())
    return fresh, [row.pk for row in rows]


@transaction.atomic
def choose_notices(*, by: User, wanted: Iterable[str]) -> None:
    """Of the e-mails that can reach this person she gets these. It is about herself: nobody else is asked."""
    open_to_her = kinds_open_to(by)
    declined = [kind for kind in open_to_her if kind not in set(wanted)]
    by.declined_notices.filter(kind__in=open_to_her).exclude(kind__in=declined).delete()
    rows = [DeclinedNotice(user=by, kind=kind) for kind in declined]
    DeclinedNotice.objects.bulk_create(rows, ignore_conflicts=True)
