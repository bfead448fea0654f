"""Reminding an organisation, and choosing which e-mails one gets."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from aligns_site.presses import press
from assessments.actions import notices as verbs
from assessments.forms.notices import NoticesForm
from assessments.models import Participation
from assessments.notices.told import kinds_open_to


def nudge(request: HttpRequest, cycle: str, organisation: str) -> HttpResponse:
    asked = Participation.objects.in_sight_of(request.user).with_names()
    one = get_object_or_404(asked, cycle__slug=cycle, organisation__slug=organisation)
    said = {"participation": one, "site": request.build_absolute_uri("/")}
    return press(
        request,
        verbs.nudge,
        back=_board(request),
        done=lambda people: nudged_words(one, people),
        **said,
    )


def nudged_words(one: Participation, people: int) -> str:
    got = "1 person has" if people == 1 else f"{people} people have"
    return f"You reminded {one.organisation}: {got} an e-mail from you now."


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    kinds = kinds_open_to(request.user)
    declined = request.user.declined_notices.values_list("kind", flat=True)
    form = NoticesForm(kinds, declined, request.POST if request.method == "POST" else None)
    if form.is_valid():
        verbs.choose_notices(by=request.user, **form.cleaned_data)
        messages.success(request, "Saved. You get the e-mails that are ticked.")
        return redirect("people:notices")
    words = {"form": form, "has_kinds": bool(kinds)}
    return render(request, "people/notices.html", words, status=422 if form.errors else 200)


def _board(request: HttpRequest) -> str:
    """The page with the button, with what was chosen on it."""
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else reverse("home")
