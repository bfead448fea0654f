"""Which reminder is due on a day. Pure: knows dates alone, no Django and no person."""

from datetime import date, timedelta

# So many days before the last day, the nearest first.
CLOSING_STEPS = (1, 7, 30)
OPENING_DAYS = 7
NEWS_DAYS = 14


def last_day(closes_on: date, *more_time: date | None) -> date:
    """The last day on which an organisation may answer: the cycle's, or a later one that it was given."""
    return max([closes_on, *filter(None, more_time)])


def is_opening(opens_on: date, today: date) -> bool:
    """In the first seven days alone, so that a command that is set up late tells nothing old."""
    return 0 <= (today - opens_on).days < OPENING_DAYS


def closing_step(last: date, *, since: date, today: date) -> int | None:
    """How many days before the last day the reminder belongs that is due now: 30, 7 or 1. None: no reminder.

    A missed one is made up for until the day of the next; then only the next is due. A reminder that belongs to a day
    before `since`, when the work was asked for, is never due: who is told of the work is told of its last day too.
    """
    left = (last - today).days
    step = next((step for step in CLOSING_STEPS if 0 <= left <= step), None)
    return step if step and last - timedelta(days=step) >= since else None


def is_news(happened_on: date, today: date) -> bool:
    return 0 <= (today - happened_on).days <= NEWS_DAYS
