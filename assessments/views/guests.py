"""The guest's way: her link, a new link, her own form, and leaving. Public, and open to nothing but her own form."""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.actions.contributions import Speaker
from assessments.actions.contributors import (
    LINK_DAYS,
    LinkRefused,
    link_for,
    send_fresh_links,
    use_link,
    why_refused,
)
from assessments.forms.contributors import NewLinkForm
from assessments.guests import NoGuest, guest_of, let_in, let_in_again, let_out
from assessments.pages.links import LinkPage, RefusedPage
from assessments.views.contributing import overview, views


def for_guests(view: Callable) -> Callable:
    """Give the view the guest who speaks in this browser, as a Speaker; to all others say kindly what to do."""

    @login_not_required
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, **named) -> HttpResponse:
        try:
            contributor = guest_of(request)
        except NoGuest as nobody:
            if nobody.contributor is None:
                return redirect("contributions:new_link")
            page = RefusedPage.of_session(nobody.contributor)
            return render(request, "contributions/refused.html", {"page": page}, status=403)
        return view(request, Speaker.guest(contributor), **named)

    return guarded


@for_guests
def guest(request: HttpRequest, by: Speaker) -> HttpResponse:
    return overview(request, by)


@for_guests
def guest_dimension(request: HttpRequest, by: Speaker, code: str) -> HttpResponse:
    return views(request, by, code)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, key: str) -> HttpResponse:
    """Opening it changes nothing, as programs that check e-mails open links too; the button uses it up."""
    found = link_for(key)
    if found and let_in_again(request, found.contributor):
        return redirect("contributions:guest")
    if request.method == "POST":
        try:
            let_in(request, use_link(key=key))
        except LinkRefused as refusal:
            return _refused(request, RefusedPage.of_link(refusal.why, refusal.link))
        return redirect("contributions:guest")
    why = why_refused(found)
    if why:
        return _refused(request, RefusedPage.of_link(why, found))
    return render(request, "contributions/link.html", {"page": LinkPage.of(found, opened_by=request.user)})


def _refused(request: HttpRequest, page: RefusedPage) -> HttpResponse:
    return render(request, "contributions/refused.html", {"page": page}, status=410)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest) -> HttpResponse:
    """Says the same whether or not anything waits for the address."""
    form = NewLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        too_many = ratelimit.consume_or_429(request, action="contribution_link", key=email.lower())
        if too_many:
            return too_many
        send_fresh_links(email=email, site=request.build_absolute_uri("/"))
        words = f"If a view was asked of {email}, an e-mail with a new link is on its way."
        messages.success(request, words)
        return redirect("contributions:new_link")
    words = {"form": form, "days": LINK_DAYS}
    return render(request, "contributions/new_link.html", words, status=422 if form.errors else 200)


@login_not_required
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        let_out(request)
        messages.success(request, "You have left. What you said is saved.")
        return redirect("contributions:new_link")
    return redirect("contributions:guest")
