"""What is told because of the calendar: a cycle has opened, or the last day comes near. Reads alone."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Count, F, Q
from django.urls import reverse

from assessments import due
from assessments.asked import Asked, board_path
from assessments.models import Contributor, Membership, NoticeKind, Participation, Status, User
from assessments.notice_mail import Notice, listed
from assessments.pages.dates import days_left_words, long_day, plain_day

Told = Iterator[tuple[User, Notice]]


def openings(asked: list[Asked], answering: dict, today: date) -> Told:
    once = {one.participation.pk: one for one in asked if due.is_opening(one.cycle.opens_on, today)}
    for one in once.values():
        notice = Notice(
            NoticeKind.OPENING,
            (f"opening:{one.participation.pk}",),
            f"{one.organisation}: {one.cycle} is open",
            (
                f"{one.organisation} is asked to assess itself with “{one.cycle.framework.title}”. You answer for it.",
                one.left_words,
                one.closing_words(today),
            ),
            one.path,
        )
        yield from ((user, notice) for user in answering.get(one.participation.organisation_id, []))


def _step(one: Asked, today: date) -> int | None:
    return None if one.is_finished else due.closing_step(one.last_day, since=one.since, today=today)


def closings(asked: list[Asked], answering: dict, today: date) -> Told:
    for one in asked:
        if step := _step(one, today):
            notice = Notice(
                NoticeKind.CLOSING,
                (f"closing:{one.key}:{one.last_day}:{step}",),
                f"{one.name}: open until {plain_day(one.last_day)}",
                tuple(filter(None, [one.left_words, one.returned_words, one.closing_words(today)])),
                one.path,
            )
            yield from ((user, notice) for user in answering.get(one.participation.organisation_id, []))


def contributions_left(asked: list[Asked], today: date) -> Told:
    """To members of the organisation who were asked for their own view and have not given all of it."""
    closing = {one.begun.pk: one for one in asked if one.begun and _step(one, today)}
    members = Membership.objects.active().filter(organisation__in={one.organisation.pk for one in closing.values()})
    belong = set(members.values_list("user_id", "organisation_id"))
    invited = Contributor.objects.current().filter(self_assessment__in=closing).exclude(user=None)
    for contributor in (
        invited.select_related("user")
        .prefetch_related("dimensions")
        .annotate(
            given=Count("contributions", filter=Q(contributions__left_in=None), distinct=True),
            asked_indicators=Count(
                "dimensions__indicators",
                filter=Q(dimensions__framework=F("self_assessment__framework")),
                distinct=True,
            ),
        )
    ):
        one = closing[contributor.self_assessment_id]
        wanted = contributor.asked_indicators if contributor.dimensions.all() else one.indicator_count
        is_done = contributor.given >= wanted
        if not is_done and (contributor.user_id, one.participation.organisation_id) in belong:
            step = _step(one, today)
            yield (
                contributor.user,
                Notice(
                    NoticeKind.CLOSING,
                    (f"contribution:{contributor.pk}:{one.last_day}:{step}",),
                    f"{one.name}: your own view is asked for",
                    (
                        f"You have given your view of {contributor.given} of {wanted} indicators.",
                        one.closing_words(today),
                    ),
                    reverse("contributions:own", args=[one.begun.uuid]),
                ),
            )


def left_in_sight_of(lead: User, asked: list[Asked], today: date) -> Told:
    """One notice for a lead and a last day, with all of her organisations that have something left."""
    led = set(Participation.objects.led_by(lead).still_open_on(today).values_list("pk", flat=True))
    left: dict[tuple, list[Asked]] = defaultdict(list)
    for one in asked:
        if one.participation.pk in led and (step := _step(one, today)):
            left[one.cycle, one.last_day, step].append(one)
    for (cycle, last, step), those in left.items():
        names = sorted(f"{one.name.removesuffix(f', {cycle}')}: {_state_words(one)}" for one in those)
        many = "1 organisation has" if len(names) == 1 else f"{len(names)} organisations have"
        yield (
            lead,
            Notice(
                NoticeKind.CLOSING,
                (f"followed:{cycle.pk}:{last}:{step}",),
                f"{cycle}: {many} not submitted yet",
                (
                    f"The last day is {long_day(last)}. {days_left_words((last - today).days)}",
                    *listed(names),
                ),
                board_path(cycle),
            ),
        )


def _state_words(one: Asked) -> str:
    return Status(one.begun.status if one.begun else Status.NOT_STARTED).label.lower()
