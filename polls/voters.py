"""The mark by which a poll knows a phone again: random, signed, for one poll, and telling nothing of who holds it.

It is kept in a cookie and stands hidden in the form too. Both must agree, so that no other site can answer with
somebody's cookie; a phone that keeps no cookies is known by the form alone.
"""

import hashlib
import secrets

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from polls.models import Poll, PollAnswer

KEPT_FOR = 60 * 60 * 24 * 30
SIGNER = Signer(salt="polls.voter")


def new_mark(poll: Poll) -> str:
    return SIGNER.sign(f"{poll.code}.{secrets.token_urlsafe(16)}")


def kept_mark(request: HttpRequest, poll: Poll) -> str:
    """What the cookie holds; empty where it holds none, or one that was not made here for this poll."""
    return checked_mark(request.COOKIES.get(_cookie(poll), ""), poll)


def checked_mark(mark: str, poll: Poll) -> str:
    """The mark, or an empty text where it was not made here for this poll."""
    try:
        ours = SIGNER.unsign(mark).startswith(f"{poll.code}.")
    except BadSignature:
        return ""
    return mark if ours else ""


def keep_mark(response: HttpResponse, poll: Poll, mark: str, *, is_secure: bool) -> HttpResponse:
    response.set_cookie(
        _cookie(poll), mark, max_age=KEPT_FOR, path="/p/", secure=is_secure, httponly=True, samesite="Lax"
    )
    return response


def voter_of(mark: str) -> str:
    """What the database keeps: nobody can make the cookie from it."""
    return hashlib.sha256(mark.encode()).hexdigest()


def answer_of(mark: str, poll: Poll) -> PollAnswer | None:
    """What the phone with this mark has said."""
    return poll.answers.select_related("option").filter(voter=voter_of(mark)).first() if mark else None


def _cookie(poll: Poll) -> str:
    return f"poll-{poll.code}"
