"""Evidence: add a piece, change it, remove it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from aligns_site.access import ActionRefused, NotPermitted, permit
from assessments import rules
from assessments.actions import evidence as verbs
from assessments.asked_today import version_seen
from assessments.forms.evidence import EvidenceForm
from assessments.models import Evidence, SelfAssessment
from assessments.pages.evidence import EvidencePage, back_to
from assessments.pages.scale import Scale
from assessments.views.answering import visible


@require_http_methods(["GET", "HEAD", "POST"])
def add_evidence(request: HttpRequest, uuid, code: str) -> HttpResponse:
    held = visible(request, uuid)
    permit(request.user, rules.ADD_EVIDENCE, held)
    shown_words = version_seen(held, request.POST.get("words_of", held.framework.version))
    dimension = get_object_or_404(shown_words.dimensions, code=code)
    asked = request.GET.get("indicator", "")
    indicator = get_object_or_404(dimension.indicators, code=asked) if asked else None
    page = EvidencePage.adding(held, dimension, indicator)
    form = EvidenceForm(scale_of(held), str(held.organisation), None, *typed(request))
    if form.is_valid():
        try:
            added = verbs.add_evidence(
                by=request.user, self_assessment=held, dimension=dimension, indicator=indicator, **form.cleaned_data
            )
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
            form.ask_for_file_again()
        else:
            messages.success(request, f"The evidence for {page.place} is saved.{kept_with(added)}")
            return redirect(back_from(added))
    return shown(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
def change_evidence(request: HttpRequest, uuid, pk: int) -> HttpResponse:
    piece = piece_to_change(request, uuid, pk)
    page = EvidencePage.changing(piece)
    held = piece.self_assessment
    form = EvidenceForm(scale_of(held), str(held.organisation), piece, *typed(request))
    if form.is_valid():
        try:
            verbs.change_evidence(by=request.user, evidence=piece, **form.cleaned_data)
        except verbs.StaleEvidence as refusal:
            form.set_against(refusal)
            page = EvidencePage.against(refusal, piece)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
            form.ask_for_file_again()
        else:
            messages.success(request, f"The evidence for {page.place} is saved.")
            return redirect(page.back_href)
    return shown(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_evidence(request: HttpRequest, uuid, pk: int) -> HttpResponse:
    piece = piece_to_change(request, uuid, pk)
    page = EvidencePage.changing(piece)
    if request.method != "POST":
        return render(request, "assessments/evidence_remove.html", {"page": page})
    seen = request.POST.get("seen_version", "")
    try:
        verbs.remove_evidence(by=request.user, evidence=piece, seen_version=int(seen) if seen.isdecimal() else None)
    except NotPermitted:
        raise
    except verbs.StaleEvidence as refusal:
        if refusal.current:
            page = EvidencePage.against(refusal, piece)
            return render(request, "assessments/evidence_remove.html", {"page": page}, status=422)
        messages.error(request, str(refusal))
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"You removed a piece of evidence from {page.place}.")
    return redirect(page.back_href)


def kept_with(piece: Evidence) -> str:
    """Said of a piece from a page that was open while its question went."""
    return f" It is kept with version {piece.left_in.older.version}, which asked this." if piece.left_in else ""


def back_from(piece: Evidence) -> str:
    """To the question where it stands now."""
    if piece.left_in:
        return reverse("assessments:detail", args=[piece.self_assessment.uuid])
    return back_to(piece.self_assessment, piece.dimension, piece.indicator)


def typed(request: HttpRequest) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def shown(request: HttpRequest, page: EvidencePage, form: EvidenceForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "assessments/evidence.html", {"page": page, "form": form}, status=status)


def piece_to_change(request: HttpRequest, uuid, pk: int) -> Evidence:
    """A piece of this self-assessment that the person may change. 403 first: the number of a piece tells nothing.

    To a page that is sent, also one that went since it was opened, as it was last.
    """
    held = visible(request, uuid)
    permit(request.user, rules.SEE_DRAFT, held)
    piece = held.evidence.select_related("dimension", "indicator", "document").filter(pk=pk).first()
    piece = piece or (verbs.gone_evidence(held, pk) if request.method == "POST" else None)
    if piece is None:
        raise Http404
    piece.self_assessment = held
    permit(request.user, rules.CHANGE_EVIDENCE, piece)
    return piece


def scale_of(held: SelfAssessment) -> Scale:
    return Scale.of(held.framework.levels.all())
