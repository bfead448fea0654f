"""The pages about crosswalks. Each fetches what this person may see, calls one verb at most, and renders."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aligns_site.access import ActionRefused
from frameworks.crosswalks.actions import check_crosswalk, load_crosswalk, remove_crosswalk
from frameworks.crosswalks.downloads import crosswalk_csv, crosswalk_yaml, removed_yaml
from frameworks.crosswalks.forms import CrosswalkForm
from frameworks.crosswalks.pages import (
    CrosswalkListPage,
    CrosswalkPage,
    LoadCrosswalkPage,
    links_between,
    pair_url,
)
from frameworks.models import Crosswalk, Framework, Pair, RemovedCrosswalk
from frameworks.rules import LOAD_CROSSWALK
from frameworks.views import sent


@login_not_required
@require_safe
def list_crosswalks(request: HttpRequest) -> HttpResponse:
    return render(request, "frameworks/crosswalks.html", {"page": CrosswalkListPage.of(request.user)})


@login_not_required
@require_safe
def crosswalk(request: HttpRequest, slug: str, version: str, other: str, other_version: str) -> HttpResponse:
    page = CrosswalkPage.of(visible(request, slug, version), visible(request, other, other_version), request.user)
    if page is None:
        raise Http404
    return render(request, "frameworks/crosswalk.html", {"page": page})


@login_not_required
@require_safe
def download(
    request: HttpRequest, slug: str, version: str, other: str, other_version: str, ending: str
) -> HttpResponse:
    first, second = visible(request, slug, version), visible(request, other, other_version)
    if ending == "csv":
        links = links_between(first, second, request.user)
        if not links:
            raise Http404
        return sent(crosswalk_csv(first, second, links))
    pairs = Prefetch("pairs", Pair.objects.visible_to(request.user).with_ends())
    held = Crosswalk.objects.visible_to(request.user).between(first, second).with_ends().prefetch_related(pairs)
    return sent(crosswalk_yaml(get_object_or_404(held)))


def visible(request: HttpRequest, slug: str, version: str) -> Framework:
    return get_object_or_404(Framework.objects.visible_to(request.user), slug=slug, version=version)


@permission_required(LOAD_CROSSWALK, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str, version: str, other: str, other_version: str) -> HttpResponse:
    """GET asks, POST does it."""
    first, second = visible(request, slug, version), visible(request, other, other_version)
    page = CrosswalkPage.of(first, second, request.user)
    if page is None or page.crosswalk is None:
        raise Http404
    if request.method == "POST":
        try:
            remove_crosswalk(by=request.user, crosswalk=page.crosswalk)
        except ActionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{page.crosswalk} is removed. Its file is kept below.")
        return redirect("frameworks:crosswalks")
    return render(request, "frameworks/remove_crosswalk.html", {"page": page})


@require_safe
def removed(request: HttpRequest, removed: int) -> HttpResponse:
    """The file of one that was removed."""
    return sent(removed_yaml(get_object_or_404(RemovedCrosswalk.objects.visible_to(request.user), pk=removed)))


@permission_required(LOAD_CROSSWALK, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    form = CrosswalkForm(request.POST or None, request.FILES or None)
    checked = ""
    if request.method == "POST" and form.is_valid():
        asked = {"by": request.user, "definition": form.cleaned_data["file"]}
        try:
            if not form.only_checks:
                result = load_crosswalk(**asked)
                messages.success(request, result.words)
                return redirect(pair_url(result.crosswalk.first, result.crosswalk.second))
            checked = check_crosswalk(**asked).words
        except ActionRefused as refused:
            form.add_error("file", f"{refused} Nothing was changed.")
    words = {"page": LoadCrosswalkPage.of(request.user, checked), "form": form}
    return render(request, "frameworks/load_crosswalk.html", words, status=422 if form.errors else 200)
