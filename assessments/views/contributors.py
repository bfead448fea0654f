"""Whose own view is asked for: the list, asking, sending a link again, ending an access."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from aligns_site.access import ActionRefused, NotPermitted, permit
from aligns_site.presses import press
from assessments import rules
from assessments.actions import contributors as verbs
from assessments.forms.contributors import AskForm
from assessments.models import Contributor, SelfAssessment
from assessments.pages.contributors import ContributorsPage
from assessments.views.answering import visible


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, uuid) -> HttpResponse:
    held = _own(request, uuid)
    form = AskForm(held.framework.dimensions.order_by("position"), request.POST or None)
    if request.method == "POST":
        permit(request.user, rules.ASK_CONTRIBUTORS, held)
        if form.is_valid() and _ask(request, held, form):
            return redirect("contributions:asked", uuid)
    page = ContributorsPage.of(held, seen_by=request.user)
    return render(request, "contributions/asked.html", {"page": page, "form": form}, status=422 if form.errors else 200)


def _ask(request: HttpRequest, held: SelfAssessment, form: AskForm) -> bool:
    """Whether the verb took it; if not, the form says why."""
    site = request.build_absolute_uri("/")
    try:
        contributor, is_new = verbs.ask_contributor(
            by=request.user, self_assessment=held, site=site, **form.cleaned_data
        )
    except NotPermitted:
        raise
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    (messages.success if is_new else messages.info)(request, asked_words(contributor, is_new))
    return True


def asked_words(contributor: Contributor, is_new: bool) -> str:
    if is_new:
        return f"You asked {contributor.email}. An e-mail is on its way."
    if contributor.is_guest:
        return f"{contributor.email} was asked already. Nothing was changed. You can send the link again."
    return f"{contributor.email} was asked already and has an account here. Nothing was changed."


def send_again(request: HttpRequest, uuid, contributor: int) -> HttpResponse:
    held = _contributor(request, uuid, contributor)
    said = {"contributor": held, "site": request.build_absolute_uri("/")}
    done = f"A new link to {held.email} is on its way."
    return press(request, verbs.send_link_again, back=_back(uuid), done=done, **said)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, uuid, contributor: int) -> HttpResponse:
    held = _contributor(request, uuid, contributor)
    permit(request.user, rules.ASK_CONTRIBUTORS, held.self_assessment)
    if request.method == "POST":
        done = f"The access of {held} has ended. What was said stays."
        return press(request, verbs.end_contributor, back=_back(uuid), done=done, contributor=held)
    return render(request, "contributions/end.html", {"contributor": held, "back": _back(uuid)})


def _own(request: HttpRequest, uuid) -> SelfAssessment:
    """404 to whom may not know of it, 403 to whom does not belong to the organisation."""
    held = visible(request, uuid)
    permit(request.user, rules.CONTRIBUTE, held)
    return held


def _contributor(request: HttpRequest, uuid, key: int) -> Contributor:
    held = _own(request, uuid)
    return get_object_or_404(Contributor.objects.visible_to(request.user).with_names(), self_assessment=held.pk, pk=key)


def _back(uuid) -> str:
    return reverse("contributions:asked", args=[uuid])
