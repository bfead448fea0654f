"""Which guest a browser's session holds: the one place that turns a request into a guest, or says why it is none.

A guest's session gives her own form and nothing else: no other part of the site looks at what is kept here.
"""

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from assessments.models import Contributor

# The guest who speaks now, and all whom links let in by this browser.
CURRENT, KNOWN = "guest", "guests"


class NoGuest(Exception):
    """Nobody speaks here now. `contributor`: whose access has ended, None where the session holds nobody."""

    def __init__(self, contributor: Contributor | None = None):
        self.contributor = contributor
        super().__init__()


def guest_of(request: HttpRequest) -> Contributor:
    """The guest who speaks in this browser now. Raises NoGuest."""
    key = request.session.get(CURRENT)
    found = key and Contributor.objects.with_names().filter(pk=key).first()
    if not found or found.ended_at or not found.is_guest:
        raise NoGuest(found or None)
    return found


def let_in(request: HttpRequest, contributor: Contributor) -> None:
    """Give the browser this guest's form: under a new session key, and with a new mark in its forms.

    A page of another guest that still stands open in it can then send nothing in the name of this one.
    """
    request.session.cycle_key()
    _speak_as(request, contributor)


def let_in_again(request: HttpRequest, contributor: Contributor) -> bool:
    """Turn back to a guest whom a link let in by this very browser. Returns whether it did."""
    if contributor.pk not in request.session.get(KNOWN, []) or contributor.ended_at or not contributor.is_guest:
        return False
    if request.session.get(CURRENT) != contributor.pk:
        _speak_as(request, contributor)
    return True


def let_out(request: HttpRequest) -> None:
    """Forget every guest in this browser, and leave a person's own sign-in alone."""
    for name in (CURRENT, KNOWN):
        request.session.pop(name, None)
    request.session.cycle_key()
    rotate_token(request)


def _speak_as(request: HttpRequest, contributor: Contributor) -> None:
    known = [key for key in request.session.get(KNOWN, []) if key != contributor.pk]
    request.session[CURRENT], request.session[KNOWN] = contributor.pk, [*known, contributor.pk]
    rotate_token(request)
