"""The administrator's desk: who may sit at it, and its first page."""

from collections.abc import Callable
from functools import wraps

import rules
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.pages.desk_home import DeskPage
from assessments.rules import SEE_DESK


def at_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """To whoever has no desk, there is no such page. Every page of the desk begins with this."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not rules.has_perm(SEE_DESK, request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@at_desk
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/home.html", {"page": DeskPage.of(request.user)})
