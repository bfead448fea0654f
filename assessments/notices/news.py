"""What is told because something happened: returned, agreed, asked, submitted. Reads alone."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from assessments import due
from assessments.asked import board_path
from assessments.models import Cycle, LeadNote, NoticeKind, SelfAssessment, Status, StatusChange, User
from assessments.notice_mail import Notice, listed
from assessments.pages.dates import days_left_words, long_day

Told = Iterator[tuple[User, Notice]]


def _midnights_ago(today: date) -> datetime:
    """Surely before the first moment of which news is told; the day itself is asked of due.py."""
    return timezone.make_aware(datetime.combine(today, datetime.min.time())) - timedelta(days=due.NEWS_DAYS + 1)


def _is_news(moment: datetime, today: date) -> bool:
    return due.is_news(timezone.localdate(moment), today)


def _with_changes(those) -> list[SelfAssessment]:
    return list(those.with_names().prefetch_related("status_changes__by").order_by("organisation__name", "pk"))


def changed_lately(today: date) -> list[SelfAssessment]:
    lately = StatusChange.objects.filter(
        at__gte=_midnights_ago(today), to_status__in=[Status.RETURNED, Status.AGREED]
    ).values("self_assessment")
    return _with_changes(SelfAssessment.objects.filter(pk__in=lately))


def _last_step(one: SelfAssessment) -> StatusChange | None:
    steps = [change for change in one.status_changes.all() if change.is_step]
    return steps[-1] if steps else None


def states(changed: list[SelfAssessment], answering: dict, today: date) -> Told:
    for one in changed:
        change = one.standing_return or _last_step(one)
        is_told = change and change.to_status in (Status.RETURNED, Status.AGREED) and _is_news(change.at, today)
        if is_told:
            notice = _returned(one, change, today) if change.to_status == Status.RETURNED else _agreed(one, change)
            people = answering.get(one.organisation_id, [])
            yield from ((user, notice) for user in people if user.pk != change.by_id)


def _name(one: SelfAssessment) -> str:
    return str(one)


def _detail(one: SelfAssessment) -> str:
    return reverse("assessments:detail", args=[one.uuid])


def _returned(one: SelfAssessment, change: StatusChange, today: date) -> Notice:
    last = due.last_day(one.cycle.closes_on, one.open_until)
    left = f"The last day is {long_day(last)}. {days_left_words((last - today).days)}" if last >= today else ""
    words = ("The reason is on the site. Read it, change your answers, and submit them again.", left)
    title = f"{_name(one)}: returned by {change.by}"
    return Notice(NoticeKind.RETURNED, (f"returned:{change.pk}",), title, tuple(filter(None, words)), _detail(one))


def _agreed(one: SelfAssessment, change: StatusChange) -> Notice:
    words = ("Your answers count as you submitted them. Nothing more is asked of you.",)
    return Notice(
        NoticeKind.AGREED, (f"agreed:{change.pk}",), f"{_name(one)}: agreed by {change.by}", words, _detail(one)
    )


def questions_lately(today: date) -> list[LeadNote]:
    asked = LeadNote.objects.unanswered().filter(at__gte=_midnights_ago(today)).with_people()
    asked = asked.select_related("self_assessment__cycle", "self_assessment__organisation")
    return [note for note in asked.order_by("indicator__position", "pk") if _is_news(note.at, today)]


def questions(asked: list[LeadNote], answering: dict) -> Told:
    """One notice for all that wait at one self-assessment; told again when another one comes."""
    by_place: dict[SelfAssessment, list[LeadNote]] = defaultdict(list)
    for note in asked:
        by_place[note.self_assessment].append(note)
    for one, notes in by_place.items():
        people = [user for user in answering.get(one.organisation_id, []) if user.pk not in {n.by_id for n in notes}]
        askers = " and ".join(dict.fromkeys(str(note.by) for note in notes))
        codes = ", ".join(dict.fromkeys(note.indicator.code for note in notes))
        many = "a question" if len(notes) == 1 else f"{len(notes)} questions"
        notice = Notice(
            NoticeKind.QUESTION,
            tuple(f"question:{note.pk}" for note in notes),
            f"{_name(one)}: {many} from {askers}",
            (f"About {codes}. Read and reply on the site.",),
            _detail(one),
        )
        yield from ((user, notice) for user in people)


def waiting_for(lead: User, today: date) -> Told:
    """One notice for a lead and a cycle, with all that was submitted lately and waits for her; told again for more."""
    by_cycle: dict[Cycle, list[tuple[SelfAssessment, StatusChange]]] = defaultdict(list)
    for one in _with_changes(SelfAssessment.objects.waiting_for(lead)):
        change = _last_step(one)
        if change and change.by_id != lead.pk and _is_news(change.at, today):
            by_cycle[one.cycle].append((one, change))
    for cycle, waiting in by_cycle.items():
        names = [_name(one).removesuffix(f", {cycle}") for one, _ in waiting]
        many = "1 self-assessment waits" if len(names) == 1 else f"{len(names)} self-assessments wait"
        yield (
            lead,
            Notice(
                NoticeKind.SUBMITTED,
                tuple(f"submitted:{change.pk}" for _, change in waiting),
                f"{cycle}: {many} for you",
                (
                    "Read what was submitted, then agree it or return it.",
                    *listed(names),
                ),
                _detail(waiting[0][0]) if len(waiting) == 1 else board_path(cycle),
            ),
        )
