"""Giving one's own view: what is asked, and one dimension at a time; the same for guests and for accounts."""

from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aligns_site.access import ActionRefused, NotPermitted, permit
from assessments import rules
from assessments.actions.contributions import Speaker, introduce_oneself, save_views
from assessments.forms.contributions import ViewSheet
from assessments.forms.contributors import AboutForm
from assessments.pages.contributing import late_outcome, onward, outcomes, read_page, sheet_for, views_page
from assessments.pages.own_view import OwnViewPage, overview_address
from assessments.pages.parts import Part
from assessments.views.answering import asked_part, visible, wants_json
from assessments.views.confirming import confirmed_view


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, uuid) -> HttpResponse:
    return overview(request, _member(request, uuid))


@require_http_methods(["GET", "HEAD", "POST"])
def own_dimension(request: HttpRequest, uuid, code: str) -> HttpResponse:
    return views(request, _member(request, uuid), code)


def _member(request: HttpRequest, uuid) -> Speaker:
    """404 to whom may not know of the self-assessment, 403 to whom does not belong to its organisation."""
    held = visible(request, uuid)
    permit(request.user, rules.CONTRIBUTE, held)
    return Speaker.member(held, request.user)


def overview(request: HttpRequest, by: Speaker) -> HttpResponse:
    form = AboutForm(by, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            introduce_oneself(by=by, **form.cleaned_data)
        except NotPermitted:
            raise
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "What you said about yourself is saved.")
            return redirect(overview_address(by))
    words = {"page": OwnViewPage.of_speaker(by), "form": form}
    return render(request, "contributions/own.html", words, status=422 if form.errors else 200)


def views(request: HttpRequest, by: Speaker, code: str) -> HttpResponse:
    part = _part(request, by, code)
    if request.method == "POST":
        return _save(request, by, part)
    if not by.held.is_editable:
        page = read_page(by, part, path=request.get_full_path())
        return render(request, "contributions/dimension_read.html", {"page": page})
    return _show(request, by, part, sheet_for(by, part))


def _part(request: HttpRequest, by: Speaker, code: str) -> Part:
    """404 for a dimension that was not asked of a guest."""
    part = asked_part(request, by.held, code)
    if part.dimension not in by.dimensions_of(part.dimension.framework):
        raise Http404
    return part


def _save(request: HttpRequest, by: Speaker, part: Part) -> HttpResponse:
    """Save what can be saved; show again what needs more, or what was changed in another window meanwhile."""
    sheet = sheet_for(by, part, request.POST)
    try:
        stale = save_views(by=by, views=sheet.sent)
    except NotPermitted:
        raise
    except ActionRefused as refusal:
        if wants_json(request):
            return JsonResponse({"refused": str(refusal), "answers": {}}, status=409)
        return _show(request, by, part, sheet, refused=str(refusal))
    sheet.set_against(stale)
    by = by.as_saved()
    if wants_json(request):
        said = {prefix: asdict(outcome) for prefix, outcome in outcomes(by, part, sheet).items()}
        return JsonResponse({"refused": "", "answers": said, "so_far": ""})
    if sheet.faulty:
        return _show(request, by, part, sheet_for(by, part).keeping(sheet.faulty))
    if part.is_of(by.held.framework):
        pressed = confirmed_view(request, by, part, sheet)
        return pressed or redirect(onward(by, part, request.POST.get("then", "")))
    said, onto = late_outcome(by, part, sheet)
    messages.warning(request, said)
    return redirect(onto)


def _show(request: HttpRequest, by: Speaker, part: Part, sheet: ViewSheet, *, refused: str = "") -> HttpResponse:
    page = views_page(by, part, sheet, path=request.get_full_path(), refused=refused)
    return render(request, "contributions/dimension.html", {"page": page}, status=422 if page.errors else 200)
