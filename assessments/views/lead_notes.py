"""Questions on single indicators: a lead asks, the organisation replies. To everybody else they do not exist."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.lead_notes import ask_question, reply_to_question
from assessments.forms.lead_notes import LeadNoteForm
from assessments.pages.notes import NotePage
from assessments.views.answering import require_sight, visible


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, uuid, indicator: str) -> HttpResponse:
    held = visible(request, uuid)
    permit(request.user, rules.ASK_QUESTION, held)
    require_sight(request, held)
    asked = get_object_or_404(held.framework.indicators, code=indicator)
    page = NotePage.asking(held, asked, seen_by=request.user)
    form = LeadNoteForm.asking(request.POST or None)
    if form.is_valid():
        try:
            ask_question(by=request.user, self_assessment=held, indicator=asked, words=form.cleaned_data["words"])
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Your question about {asked.code} is with {held.organisation}.")
            return redirect(page.back_href)
    return shown(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, uuid, note: int) -> HttpResponse:
    held = visible(request, uuid)
    # What is sent from a page that was open while the question went is kept with it.
    notes = held.lead_notes(manager="every") if request.method == "POST" else held.lead_notes
    question = get_object_or_404(notes.visible_to(request.user).questions().with_people(), pk=note)
    permit(request.user, rules.REPLY, held)
    page = NotePage.replying(held, question, seen_by=request.user)
    form = LeadNoteForm.replying(request.POST or None)
    if form.is_valid():
        try:
            reply_to_question(by=request.user, note=question, words=form.cleaned_data["words"])
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Your reply about {question.indicator.code} is sent to {question.by}.")
            return redirect(page.back_href)
    return shown(request, page, form)


def shown(request: HttpRequest, page: NotePage, form: LeadNoteForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "assessments/lead_note.html", {"page": page, "form": form}, status=status)
