"""Naming the initiative that a self-assessment is about, where a framework judges those."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from aligns_site.access import ActionRefused, NotPermitted, permit
from assessments import rules
from assessments.actions.starting import rename_initiative, start_self_assessment
from assessments.forms.initiatives import InitiativeForm
from assessments.models import Participation, SelfAssessment
from assessments.pages.initiatives import StartPage
from assessments.pages.parts import dimension_after
from assessments.pages.questions import dimension_address


@require_http_methods(["GET", "HEAD", "POST"])
def start_initiative(request: HttpRequest, asked: Participation) -> HttpResponse:
    """`asked`: one that this person may know of. A name that is there already leads to that self-assessment."""
    permit(request.user, rules.START, asked)
    form = InitiativeForm("Start", request.POST or None)
    if form.is_valid():
        name = form.cleaned_data["initiative"]
        try:
            begun = start_self_assessment(by=request.user, participation=asked, initiative=name)
        except NotPermitted:
            raise
        except ActionRefused as refusal:
            form.add_error("initiative", str(refusal))
        else:
            return redirect(first_address(begun))
    page = StartPage.of(asked, user=request.user)
    return render(request, "assessments/start.html", {"page": page, "form": form}, status=422 if form.errors else 200)


def first_address(begun: SelfAssessment) -> str:
    """The first dimension with something left to answer, or the check."""
    first = dimension_after(begun)
    return dimension_address(begun, first.code) if first else reverse("assessments:check", args=[begun.uuid])


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, uuid) -> HttpResponse:
    named = SelfAssessment.objects.visible_to(request.user).with_names().exclude(initiative="")
    held = get_object_or_404(named, uuid=uuid)
    permit(request.user, rules.RATE, held)
    form = InitiativeForm("Save the name", request.POST or None, initial={"initiative": held.initiative})
    if form.is_valid():
        try:
            rename_initiative(by=request.user, self_assessment=held, initiative=form.cleaned_data["initiative"])
        except NotPermitted:
            raise
        except ActionRefused as refusal:
            form.add_error("initiative", str(refusal))
        else:
            messages.success(request, "The initiative has its new name.")
            return redirect("assessments:detail", uuid)
    return render(request, "assessments/rename.html", {"held": held, "form": form}, status=422 if form.errors else 200)
