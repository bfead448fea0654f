"""Saved views: save, list, open, change, put on the home page, remove."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from aligns_site.access import ActionRefused, permit
from aligns_site.presses import press
from assessments.models import Cycle
from reports import actions as verbs
from reports import rules
from reports.forms import NEWEST, SETTLED, SaveViewForm, ViewForm
from reports.models import SavedView
from reports.pages.saved import SavePage, StuckPage, ViewsPage, seats_to_share_as
from reports.query import BadQuery
from reports.saving import SAVABLE, query_of, wanted_of

keep_private = cache_control(private=True, no_store=True)


@require_http_methods(["GET", "HEAD", "POST"])
@keep_private
def save_view(request: HttpRequest, report: str) -> HttpResponse:
    """Its address has the query of the report."""
    if report not in SAVABLE:
        raise Http404
    permit(request.user, rules.SAVE_VIEW)
    try:
        wanted = wanted_of(request.user, report, request.GET)
    except BadQuery as fault:
        return render(request, "400.html", {"message": str(fault)}, status=400)
    page = SavePage.of(request.user, wanted)
    initial = {"name": page.suggested, "cycle": SETTLED if wanted.names_cycle else NEWEST}
    form = SaveViewForm(seats_to_share_as(request.user), page.settled, request.POST or None, initial)
    if form.is_valid():
        try:
            view = verbs.save_view(by=request.user, wanted=wanted, **form.cleaned_data)
        except ActionRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"Saved as “{view}”.")
            return redirect(page.back_href)
    return render(request, "reports/save_view.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@require_safe
@keep_private
def views(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/views.html", {"page": ViewsPage.of(request.user)})


@require_safe
@keep_private
def view(request: HttpRequest, view: int) -> HttpResponse:
    """On to the report, which shows what this person may see, or says what is wrong with the question."""
    found = _visible(request, view)
    try:
        query = query_of(found, Cycle.objects.visible_to(request.user).values_list("slug", flat=True))
    except BadQuery as fault:
        page = StuckPage.of(found, str(fault), seen_by=request.user)
        return render(request, "reports/view_stuck.html", {"page": page}, status=400)
    return redirect(reverse(f"reports:{found.report}") + query.as_address)


@require_http_methods(["GET", "HEAD", "POST"])
@keep_private
def change_view(request: HttpRequest, view: int) -> HttpResponse:
    found = _visible(request, view)
    permit(request.user, rules.CHANGE_VIEW, found)
    is_on_home = SavedView.objects.visible_to(request.user).on_home_of(request.user).filter(pk=found.pk).exists()
    initial = {"name": found.name, "shared_as": found.shared_as_id or "", "is_on_home": is_on_home}
    form = ViewForm(seats_to_share_as(request.user), request.POST or None, initial)
    if form.is_valid():
        try:
            verbs.change_view(by=request.user, view=found, **form.cleaned_data)
        except ActionRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"Saved: “{found}”.")
            return redirect("reports:views")
    words = {"view": found, "form": form}
    return render(request, "reports/change_view.html", words, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@keep_private
def remove_view(request: HttpRequest, view: int) -> HttpResponse:
    found = _visible(request, view)
    permit(request.user, rules.REMOVE_VIEW, found)
    if request.method == "POST":
        done = f"“{found}” is removed."
        return press(request, verbs.remove_view, back=reverse("reports:views"), done=done, view=found)
    return render(request, "reports/remove_view.html", {"view": found})


def view_on_home(request: HttpRequest, view: int) -> HttpResponse:
    found = _visible(request, view)
    done = f"“{found}” is on your home page now."
    return press(request, verbs.put_on_home, back=reverse("reports:views"), done=done, view=found)


def view_off_home(request: HttpRequest, view: int) -> HttpResponse:
    found = _visible(request, view)
    done = f"“{found}” is no longer on your home page."
    return press(request, verbs.take_off_home, back=reverse("reports:views"), done=done, view=found)


def _visible(request: HttpRequest, view: int) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.user).with_people(), pk=view)
