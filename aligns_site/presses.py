"""Addresses behind a single button: ask the verb, say what came of it, and go back to the page with the button."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from aligns_site.access import ActionRefused, NotPermitted


def press(
    request: HttpRequest,
    verb: Callable,
    *,
    back: str,
    done: str | Callable,
    let: type[ActionRefused] = NotPermitted,
    **said,
) -> HttpResponse:
    """`done` is the sentence for success, or makes one of what the verb returned; empty where the page shows it.

    `let`: a refusal for the caller.

    Whoever only visits (a reload, a sign-in that leads back here) changes nothing and finds the button again.
    """
    if request.method != "POST":
        return redirect(back)
    try:
        result = verb(by=request.user, **said)
    except (NotPermitted, let):
        raise
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        words = done(result) if callable(done) else done
        if words:
            messages.success(request, words)
    return redirect(back)
