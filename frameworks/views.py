"""The pages about frameworks. Each fetches what this person may see, calls one verb at most, and renders."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from aligns_site.access import ActionRefused, NotPermitted
from frameworks.actions import publish_framework, result_of, retire_framework
from frameworks.downloads import Download, framework_file, template_file
from frameworks.forms import LoadForm
from frameworks.growing import growing_page, is_large
from frameworks.models import Framework, WaitingFile
from frameworks.pages.addresses import detail_url
from frameworks.pages.changes import ChangesPage
from frameworks.pages.dimension import DimensionPage
from frameworks.pages.preview import LoadingPage, PreviewPage, preview_url
from frameworks.pages.versions import FrameworkListPage, FrameworkPage, LevelsPage, LoadPage
from frameworks.previews import preview_of
from frameworks.rules import LOAD_FRAMEWORK
from frameworks.schema import schema_text
from frameworks.waiting import NoLongerWaiting, is_gone, keep_file, leave_file, loading_file


@login_not_required
@require_safe
def list_frameworks(request: HttpRequest) -> HttpResponse:
    return render(request, "frameworks/list.html", {"page": FrameworkListPage.of(request.user)})


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    visible = Framework.objects.visible_to(request.user).with_counts().with_version_before(request.user)
    framework = get_object_or_404(visible, slug=slug, version=version)
    return render(request, "frameworks/detail.html", {"page": FrameworkPage.of(framework, request.user)})


@login_not_required
@require_safe
def dimension(request: HttpRequest, slug: str, version: str, code: str) -> HttpResponse:
    framework = get_object_or_404(Framework.objects.visible_to(request.user), slug=slug, version=version)
    found = get_object_or_404(framework.dimensions.select_related("framework"), code=code)
    page = DimensionPage.of(found, request.user, request.GET.get("page", ""))
    return render(request, "frameworks/dimension.html", {"page": page})


@login_not_required
@require_safe
def levels(request: HttpRequest) -> HttpResponse:
    """Of the framework that the query names, else of the published one of which a cycle asked last."""
    visible, reference = Framework.objects.visible_to(request.user), request.GET.get("framework", "")
    framework = (
        visible.by_reference(reference).first() if reference else visible.published().latest_of_each().latest_asked()
    )
    if reference and framework is None:
        raise Http404
    return render(request, "frameworks/levels.html", {"page": LevelsPage.of(framework, request.user)})


@login_not_required
@require_safe
def download(request: HttpRequest, slug: str, version: str, ending: str) -> HttpResponse:
    visible = Framework.objects.visible_to(request.user).with_parts()
    return sent(framework_file(get_object_or_404(visible, slug=slug, version=version), ending))


@permission_required(LOAD_FRAMEWORK, raise_exception=True)
@require_safe
def template(request: HttpRequest, ending: str) -> HttpResponse:
    return sent(template_file(ending))


@login_not_required
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(schema_text(), content_type="application/schema+json")


def sent(file: Download) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=file.content_type, headers=headers)


@permission_required(LOAD_FRAMEWORK, raise_exception=True)
def load(request: HttpRequest) -> HttpResponse:
    """Take a file without faults in, and show what it would do before anything is stored."""
    form = LoadForm(request.POST, request.FILES) if request.method == "POST" else LoadForm()
    if form.is_valid():
        name = request.FILES["file"].name
        return redirect(preview_url(keep_file(by=request.user, name=name, content=form.cleaned_data["file"])))
    words = {"page": LoadPage.of(request.user), "form": form}
    return render(request, "frameworks/load.html", words, status=422 if form.errors else 200)


def while_waiting(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Gives the view the file that waits. Who may load is told where it waits no more, as after a connection broke."""

    @wraps(view)
    def with_file(request: HttpRequest, waiting: UUID) -> HttpResponseBase:
        if request.user.has_perm(LOAD_FRAMEWORK) and is_gone(waiting):
            messages.error(request, "This file no longer waits. If it was loaded, you find it in this list.")
            return redirect("frameworks:list")
        return view(request, get_object_or_404(WaitingFile.objects.visible_to(request.user), uuid=waiting))

    return with_file


@require_safe
@while_waiting
def preview(request: HttpRequest, file: WaitingFile) -> HttpResponse:
    found = preview_of(by=request.user, definition=file.definition)
    page = PreviewPage.of(file, found, request.user, request.GET.get("page", ""))
    return render(request, "frameworks/preview.html", {"page": page})


@while_waiting
def draft_waiting(request: HttpRequest, file: WaitingFile) -> HttpResponseBase:
    return loaded(request, file, draft=True)


@while_waiting
def publish_waiting(request: HttpRequest, file: WaitingFile) -> HttpResponseBase:
    return loaded(request, file, draft=False)


def loaded(request: HttpRequest, file: WaitingFile, *, draft: bool) -> HttpResponseBase:
    """Whoever only visits, by a reload or a sign-in, finds the buttons again."""
    if request.method != "POST":
        return redirect(preview_url(file))
    steps = loading_file(by=request.user, file=file, draft=draft, seen=request.POST.get("seen", ""))
    if is_large(file.definition):
        return growing_page(request, steps, LoadingPage.of(file, request.user))
    try:
        result = result_of(steps)
    except NoLongerWaiting as refused:
        messages.error(request, str(refused))
        return redirect("frameworks:load")
    except ActionRefused as refused:
        messages.error(request, f"{refused} Nothing was changed.")
        return redirect(preview_url(file))
    messages.success(request, result.words)
    return redirect(detail_url(result.framework))


@while_waiting
def leave_waiting(request: HttpRequest, file: WaitingFile) -> HttpResponse:
    if request.method != "POST":
        return redirect(preview_url(file))
    try:
        leave_file(by=request.user, file=file)
    except NoLongerWaiting as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{file} was left. Nothing was changed.")
    return redirect("frameworks:load")


@login_not_required
@require_safe
def changes(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Since the version that the query names, else since the one before."""
    visible = Framework.objects.visible_to(request.user)
    framework = get_object_or_404(visible, slug=slug, version=version)
    wanted = request.GET.get("from", "")
    if "\0" in wanted:  # no version has one, and PostgreSQL takes none
        raise Http404
    base = get_object_or_404(visible, slug=slug, version=wanted) if wanted else visible.before(slug, version).first()
    page = ChangesPage.of(framework, base, request.user, request.GET.get("page", ""))
    return render(request, "frameworks/changes.html", {"page": page})


@require_POST
def publish(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    return changed(request, slug, version, publish_framework, "published")


@require_POST
def retire(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    return changed(request, slug, version, retire_framework, "retired")


def changed(request: HttpRequest, slug: str, version: str, verb, done: str) -> HttpResponse:
    """Do the verb to a framework, say so, and go back to its page."""
    framework = get_object_or_404(Framework.objects.visible_to(request.user), slug=slug, version=version)
    try:
        verb(by=request.user, framework=framework)
    except NotPermitted:
        raise
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{framework} is {done}.")
    return redirect(detail_url(framework))
