"""What is told because the last day of a cycle has moved. Reads alone."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from assessments import due
from assessments.asked import Asked, asked_of, board_path
from assessments.models import CycleChange, CycleChangeKind, NoticeKind, Participation, User
from assessments.notice_mail import Notice
from assessments.pages.dates import days_left_words, long_day, plain_day
from assessments.pages.words import many

Told = Iterator[tuple[User, Notice]]
MOVES = (CycleChangeKind.EXTENDED, CycleChangeKind.CLOSED_EARLY)


@dataclass(frozen=True)
class Move:
    """The last one of a cycle: one that another has followed is told to nobody any more. `asked`: by the cycle."""

    change: CycleChange
    asked: list[Asked]

    @property
    def before(self) -> date:
        return date.fromisoformat(self.change.details["closes_on"][0])

    @property
    def cycle(self):
        return self.change.cycle

    def title(self, today: date) -> str:
        """ALIGNS 2026 is open until 18 December 2026"""
        last = self.cycle.closes_on
        return f"{self.cycle} {'closed on' if last < today else 'is open until'} {plain_day(last)}"

    def sentences(self, today: date) -> tuple[str, ...]:
        last = self.cycle.closes_on
        moved = f"The last day was {long_day(self.before)}. It is {long_day(last)} now."
        return (moved,) if last < today else (moved, days_left_words((last - today).days))


def moves_lately(today: date) -> list[Move]:
    since = timezone.make_aware(datetime.combine(today, datetime.min.time())) - timedelta(days=due.NEWS_DAYS + 1)
    changes = CycleChange.objects.filter(kind__in=MOVES, at__gte=since).select_related("cycle").order_by("pk")
    last = {change.cycle_id: change for change in changes if due.is_news(timezone.localdate(change.at), today)}
    if not last:
        return []
    asked: dict[int, list[Asked]] = defaultdict(list)
    for one in asked_of(Participation.objects.filter(cycle__in=last)):
        asked[one.participation.cycle_id].append(one)
    return [Move(change, asked[pk]) for pk, change in last.items()]


def to_those_who_answer(moves: list[Move], answering: dict, today: date) -> Told:
    """One notice for each organisation, however many initiatives it judges."""
    for move in moves:
        for one in {one.participation.pk: one for one in move.asked}.values():
            notice = Notice(
                NoticeKind.MOVED,
                (f"moved:{move.change.pk}:{one.participation.pk}",),
                f"{one.organisation}: {move.title(today)}",
                (*move.sentences(today), *_own_words(one, today)),
                one.path,
            )
            people = answering.get(one.participation.organisation_id, [])
            yield from ((user, notice) for user in people if user.pk != move.change.by_id)


def to_lead(lead: User, moves: list[Move], today: date) -> Told:
    """One notice for each cycle that asks organisations of hers."""
    if not moves:
        return
    led = set(
        Participation.objects.led_by(lead).filter(cycle__in=[one.cycle for one in moves]).values_list("pk", flat=True)
    )
    for move in moves:
        hers = {one.participation.pk for one in move.asked} & led
        if hers and lead.pk != move.change.by_id:
            asks = f"It asks {many(len(hers), 'organisation')} that you follow."
            key = (f"moved:{move.change.pk}",)
            words = (*move.sentences(today), asks)
            yield lead, Notice(NoticeKind.MOVED, key, move.title(today), words, board_path(move.cycle))


def _own_words(one: Asked, today: date) -> Iterator[str]:
    if one.last_day > one.cycle.closes_on:
        yield f"{one.organisation} was given more time: until {long_day(one.last_day)}."
    if one.is_finished:
        yield "Your answers are submitted. Nothing more is asked of you."
    elif one.last_day < today:
        yield "What was not submitted stays as it is. You can read it, and no longer submit it."
    else:
        yield one.left_words
