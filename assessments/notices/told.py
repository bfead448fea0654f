"""Who is to be told what at a moment, in words. Reads alone: it writes nothing and sends nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils import timezone

from assessments.asked import Asked, asked_of
from assessments.models import DeclinedNotice, Membership, NoticeKind, Participation, SentNotice, User
from assessments.notice_mail import Notice
from assessments.notices import calendar, moved, news

OF_THOSE_WHO_ANSWER = (
    NoticeKind.OPENING,
    NoticeKind.CLOSING,
    NoticeKind.MOVED,
    NoticeKind.RETURNED,
    NoticeKind.QUESTION,
    NoticeKind.NUDGE,
    NoticeKind.AGREED,
)
# In this order they stand in an e-mail: what asks something of her first.
ORDER = (
    NoticeKind.RETURNED,
    NoticeKind.QUESTION,
    NoticeKind.MOVED,
    NoticeKind.CLOSING,
    NoticeKind.SUBMITTED,
    NoticeKind.OPENING,
    NoticeKind.AGREED,
)


def kinds_open_to(user: User) -> tuple[NoticeKind, ...]:
    """The kinds of e-mail that can reach this person by what she does here."""
    reach = user.reach
    leads = (NoticeKind.CLOSING, NoticeKind.MOVED, NoticeKind.SUBMITTED) if reach.led_ics or reach.led_regions else ()
    answers = OF_THOSE_WHO_ANSWER if reach.answers_for else ()
    contributes = (NoticeKind.CLOSING,) if reach.own else ()
    return tuple(dict.fromkeys((*answers, *contributes, *leads)))


def notices_due(now: datetime) -> list[tuple[User, list[Notice]]]:
    """Everybody who has something due that she has not been told yet and wants to be told, in order of e-mail."""
    today = timezone.localdate(now)
    asked = asked_of(Participation.objects.still_open_on(today))
    told: dict[User, list[Notice]] = defaultdict(list)
    for user, notice in _all_told(asked, today):
        told[user].append(notice)
    declined = set(DeclinedNotice.objects.values_list("user_id", "kind"))
    known = _known({key for notices in told.values() for notice in notices for key in notice.keys})
    for user, notices in told.items():
        wanted = [notice for notice in notices if (user.pk, notice.kind) not in declined]
        fresh = [notice for notice in wanted if any((user.pk, key) not in known for key in notice.keys)]
        told[user] = sorted(fresh, key=lambda notice: ORDER.index(notice.kind))
    return sorted(((user, notices) for user, notices in told.items() if notices), key=lambda pair: pair[0].email)


def _known(keys: set[str]) -> set[tuple[int, str]]:
    return set(SentNotice.objects.filter(key__in=keys).values_list("user_id", "key"))


def _all_told(asked: list[Asked], today: date) -> Iterator[tuple[User, Notice]]:
    changed = news.changed_lately(today)
    questions = news.questions_lately(today)
    moves = moved.moves_lately(today)
    bodies = {one.participation.organisation_id for one in asked}
    bodies |= {one.organisation_id for one in changed} | {note.self_assessment.organisation_id for note in questions}
    bodies |= {one.participation.organisation_id for move in moves for one in move.asked}
    answering = _answering(bodies)
    yield from calendar.openings(asked, answering, today)
    yield from calendar.closings(asked, answering, today)
    yield from calendar.contributions_left(asked, today)
    yield from moved.to_those_who_answer(moves, answering, today)
    yield from news.states(changed, answering, today)
    yield from news.questions(questions, answering)
    for lead in _leads():
        yield from calendar.left_in_sight_of(lead, asked, today)
        yield from news.waiting_for(lead, today)
        yield from moved.to_lead(lead, moves, today)


def _answering(organisations: Iterable[int]) -> dict[int, list[User]]:
    """The POTs of each organisation."""
    people: dict[int, dict[int, User]] = defaultdict(dict)
    seats = Membership.objects.answering().filter(organisation__in=organisations).select_related("user")
    for seat in seats:
        people[seat.organisation_id][seat.user_id] = seat.user
    return {organisation: list(users.values()) for organisation, users in people.items()}


def _leads() -> list[User]:
    seats = Membership.objects.leading().select_related("user").order_by("pk")
    return list({seat.user_id: seat.user for seat in seats}.values())
