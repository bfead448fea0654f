"""How days, moments and stretches of time are written, in British form and the time of London. Decides nothing."""

from datetime import date, datetime

from django.utils import timezone


def long_day(day: date) -> str:
    """Friday 18 December 2026"""
    return f"{day:%A} {day.day} {day:%B %Y}"


def plain_day(day: date) -> str:
    """18 December 2026"""
    return f"{day.day} {day:%B %Y}"


def moment_day(moment: datetime) -> str:
    """18 December 2026, by the clock in London"""
    return plain_day(timezone.localdate(moment))


def spoken_moment(moment: datetime) -> str:
    """today at 10:42; yesterday at 09:15; on 18 December 2026"""
    local, today = timezone.localtime(moment), timezone.localdate()
    days = (today - local.date()).days
    if days in (0, 1):
        return f"{'yesterday' if days else 'today'} at {local:%H:%M}"
    return f"on {plain_day(local.date())}"


def headed_moment(moment: datetime) -> str:
    """The same as the head of an entry: Today, 10:42; 18 December 2026"""
    words = spoken_moment(moment).removeprefix("on ").replace(" at ", ", ")
    return words[0].upper() + words[1:]


def exact_moment(moment: datetime) -> str:
    """18 December 2026, 10:42"""
    local = timezone.localtime(moment)
    return f"{plain_day(local.date())}, {local:%H:%M}"


def days_left_words(days: int) -> str:
    """What is said beside a closing date that has not passed; 0 is the last day itself."""
    if days == 0:
        return "Today is the last day."
    return "1 day left." if days == 1 else f"{days} days left."
