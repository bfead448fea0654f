"""Bringing forward what was said before: a press on the page of a dimension, and the choice where an answer stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from aligns_site.access import permit
from aligns_site.presses import press
from assessments import rules
from assessments.actions.answers import StaleVersion
from assessments.actions.bringing import bring_dimension_forward, bring_forward
from assessments.models import SelfAssessment
from assessments.offers import offer_for
from assessments.pages.bringing import BringPage, done_words
from assessments.pages.evidence import back_to
from assessments.pages.last_time import BRING, BRING_ALL
from assessments.pages.parts import Part
from assessments.pages.questions import bring_address, dimension_address


def brought(request: HttpRequest, held: SelfAssessment, part: Part) -> HttpResponse | None:
    """Do what the pressed button asks for once the page is saved; None where it asks for something else."""
    wish, _, code = request.POST.get("then", "").partition(":")
    dimension = part.dimension
    if wish == BRING_ALL:
        back = dimension_address(held, dimension.code, part.number)
        said = {"self_assessment": held, "dimension": dimension}
        return press(request, bring_dimension_forward, back=back, done=done_words, **said)
    if wish != BRING:
        return None
    indicator = next((i for i in part.indicators if i.code == code), None)
    if code and indicator is None:
        return None
    return bring_one(request, held, dimension, indicator)


def bring_one(request: HttpRequest, held: SelfAssessment, dimension, indicator) -> HttpResponse:
    """At once where nothing stands; else the choice comes first."""
    said = {"self_assessment": held, "target": indicator or dimension, "seen_version": 0}
    back = back_to(held, dimension, indicator)
    try:
        return press(request, bring_forward, back=back, done=done_words, let=StaleVersion, **said)
    except StaleVersion:
        return redirect(bring_address(held, dimension.code, indicator.code if indicator else ""))


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, uuid, code: str) -> HttpResponse:
    """Both answers, and which one should stand. Changed meanwhile: the same page again with what stands now."""
    held = get_object_or_404(SelfAssessment.objects.visible_to(request.user).with_names(), uuid=uuid)
    permit(request.user, rules.RATE, held)
    dimension = get_object_or_404(held.framework.dimensions, code=code)
    asked = request.GET.get("indicator", "")
    indicator = get_object_or_404(dimension.indicators, code=asked) if asked else None
    if request.method == "POST":
        return choose(request, held, dimension, indicator)
    return show_choice(request, held, dimension, indicator)


def choose(request: HttpRequest, held: SelfAssessment, dimension, indicator) -> HttpResponse:
    seen = request.POST.get("version", "")
    said = {
        "self_assessment": held,
        "target": indicator or dimension,
        "seen_version": int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
        "with_answer": request.POST.get("bring") != "evidence",
    }
    back = back_to(held, dimension, indicator)
    try:
        return press(request, bring_forward, back=back, done=done_words, let=StaleVersion, **said)
    except StaleVersion as refusal:
        return show_choice(request, held, dimension, indicator, refused=str(refusal))


def show_choice(request: HttpRequest, held: SelfAssessment, dimension, indicator, *, refused: str = "") -> HttpResponse:
    offer = offer_for(held, indicator or dimension, user=request.user) if held.is_editable else None
    if offer is None or not offer.replaces:
        return redirect(back_to(held, dimension, indicator))
    page = BringPage.of(held, dimension, indicator, offer, refused=refused)
    return render(request, "assessments/bring.html", {"page": page}, status=422 if refused else 200)
