"""Which reminder is due on a day."""

from datetime import date, timedelta

import pytest

from assessments import due

OPENED, LAST = date(2026, 4, 1), date(2027, 3, 31)


def step(left: int, *, since: date = OPENED) -> int | None:
    return due.closing_step(LAST, since=since, today=LAST - timedelta(days=left))


@pytest.mark.parametrize(
    ("left", "expected"),
    [(31, None), (30, 30), (29, 30), (8, 30), (7, 7), (6, 7), (2, 7), (1, 1), (0, 1), (-1, None)],
)
def test_the_nearest_reminder_is_due_until_the_day_of_the_next(left, expected):
    assert step(left) == expected


@pytest.mark.parametrize(
    ("asked", "left", "expected"), [(14, 14, None), (14, 7, 7), (3, 3, None), (3, 1, 1), (30, 30, 30)]
)
def test_a_reminder_of_a_day_before_the_work_was_asked_for_is_never_due(asked, left, expected):
    assert step(left, since=LAST - timedelta(days=asked)) == expected


def test_a_whole_cycle_has_three_reminders():
    days = [OPENED + timedelta(days=n) for n in range((LAST - OPENED).days + 30)]
    assert {due.closing_step(LAST, since=OPENED, today=day) for day in days} == {None, 30, 7, 1}


@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True), (6, True), (7, False)])
def test_an_opening_is_told_in_its_first_seven_days(days, expected):
    assert due.is_opening(OPENED, OPENED + timedelta(days=days)) is expected


@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True), (14, True), (15, False)])
def test_what_happened_is_news_for_two_weeks(days, expected):
    assert due.is_news(OPENED, OPENED + timedelta(days=days)) is expected


def test_more_time_is_never_less():
    assert due.last_day(LAST, None) == LAST
    assert due.last_day(LAST, LAST - timedelta(1), None) == LAST
    assert due.last_day(LAST, LAST + timedelta(1), LAST + timedelta(3)) == LAST + timedelta(3)
