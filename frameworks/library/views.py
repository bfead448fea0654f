"""The pages of the library of recommended actions. Each fetches what this person may see, calls one verb at most."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aligns_site.access import ActionRefused, NotPermitted
from frameworks.library.actions import check_actions, load_actions, restore_action, withdraw_action
from frameworks.library.browsing import LibraryPage
from frameworks.library.finding import Found, LibraryQuery, action_for, actions_for, indicator_for, library_for
from frameworks.library.forms import LoadActionsForm
from frameworks.library.pages import ActionPage, IndicatorPage, LoadActionsPage, action_url, library_url
from frameworks.models import Framework
from frameworks.rules import LOAD_ACTIONS


@login_not_required
@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    library = library_for(request.user, LibraryQuery.of(request.GET))
    return render(request, "frameworks/library/list.html", {"page": LibraryPage.of(library, request.user)})


@login_not_required
@require_safe
def action(request: HttpRequest, slug: str, version: str, action: str) -> HttpResponse:
    page = ActionPage.of(found_or_404(request, slug, version, action), request.user)
    return render(request, "frameworks/library/action.html", {"page": page})


@login_not_required
@require_safe
def indicator(request: HttpRequest, slug: str, version: str, indicator: str) -> HttpResponse:
    found = indicator_for(request.user, slug, version, indicator)
    if found is None:
        raise Http404
    page = IndicatorPage.of(found, actions_for(found), request.user)
    return render(request, "frameworks/library/indicator.html", {"page": page})


@permission_required(LOAD_ACTIONS, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    versions = [(one.reference, str(one)) for one in Framework.objects.visible_to(request.user).newest_first()]
    form = LoadActionsForm(request.POST or None, request.FILES or None, versions=versions)
    checked = ""
    if request.method == "POST" and form.is_valid():
        asked = {"by": request.user, "definition": form.cleaned_data["file"]}
        try:
            if not form.only_checks:
                result = load_actions(**asked)
                messages.success(request, result.words)
                return redirect(library_url(result.framework))
            checked = check_actions(**asked).words
        except ActionRefused as refused:
            form.add_error("file", f"{refused} Nothing was changed.")
    words = {"page": LoadActionsPage.of(request.user, checked), "form": form}
    return render(request, "frameworks/library/load.html", words, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, slug: str, version: str, action: str) -> HttpResponse:
    return changed(request, found_or_404(request, slug, version, action), withdraw_action, "taken out of the library")


@require_POST
def restore(request: HttpRequest, slug: str, version: str, action: str) -> HttpResponse:
    return changed(request, found_or_404(request, slug, version, action), restore_action, "back in the library")


def changed(request: HttpRequest, found: Found, verb, done: str) -> HttpResponse:
    """Do the verb to an action, say so, and go back to its page."""
    try:
        verb(by=request.user, action=found.action)
    except NotPermitted:
        raise
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{found.action} is {done}.")
    return redirect(action_url(found.framework, found.action.code))


def found_or_404(request: HttpRequest, slug: str, version: str, code: str) -> Found:
    found = action_for(request.user, slug, version, code)
    if found is None:
        raise Http404
    return found
