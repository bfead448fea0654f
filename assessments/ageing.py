"""When a piece of evidence is too old to say how things are. Pure arithmetic of dates."""

from calendar import monthrange
from datetime import date


def is_ageing(dated_on: date | None, *, closes_on: date, months: int) -> bool:
    """Whether it is dated more than so many months before its cycle closes. What has no date does not age."""
    return dated_on is not None and dated_on < months_before(closes_on, months)


def months_before(day: date, months: int) -> date:
    """The same day of the month, or the last where that month is shorter: 29 February 2028 less 24 is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
