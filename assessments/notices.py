"""Who is to be told what on a day, in words. Reads alone: it writes nothing and sends nothing."""

from assessments.models import NoticeKind, User

OF_THOSE_WHO_ANSWER = (
    NoticeKind.OPENING,
    NoticeKind.CLOSING,
    NoticeKind.RETURNED,
    NoticeKind.QUESTION,
    NoticeKind.NUDGE,
    NoticeKind.AGREED,
)


def kinds_open_to(user: User) -> tuple[NoticeKind, ...]:
    """The kinds of e-mail that can reach this person by what she does here."""
    reach = user.reach
    leads = (NoticeKind.CLOSING, NoticeKind.SUBMITTED) if reach.led_ics or reach.led_regions else ()
    answers = OF_THOSE_WHO_ANSWER if reach.answers_for else ()
    contributes = (NoticeKind.CLOSING,) if reach.own else ()
    return tuple(dict.fromkeys((*answers, *contributes, *leads)))
