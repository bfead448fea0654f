"""The pages about frameworks. Each fetches what this person may see, calls one verb at most, and renders."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from aligns_site.access import ActionRefused, NotPermitted
from frameworks.actions import check_framework, load_framework, publish_framework, retire_framework
from frameworks.downloads import Download, framework_file, template_file
from frameworks.forms import LoadForm
from frameworks.models import Framework
from frameworks.pages import FrameworkListPage, FrameworkPage, LevelsPage, LoadPage, detail_url
from frameworks.rules import LOAD_FRAMEWORK
from frameworks.schema import schema_text


@login_not_required
@require_safe
def list_frameworks(request: HttpRequest) -> HttpResponse:
    return render(request, "frameworks/list.html", {"page": FrameworkListPage.of(request.user)})


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    visible = Framework.objects.visible_to(request.user).with_parts()
    framework = get_object_or_404(visible, slug=slug, version=version)
    return render(request, "frameworks/detail.html", {"page": FrameworkPage.of(framework, request.user)})


@login_not_required
@require_safe
def levels(request: HttpRequest) -> HttpResponse:
    """Of the framework that the query names, else of the published one that was loaded last."""
    visible, reference = Framework.objects.visible_to(request.user), request.GET.get("framework", "")
    framework = (
        visible.by_reference(reference).first() if reference else visible.published().latest_of_each().latest_loaded()
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
    form = LoadForm(request.POST or None, request.FILES or None)
    checked = ""
    if request.method == "POST" and form.is_valid():
        asked = {"by": request.user, "definition": form.cleaned_data["file"], "draft": form.cleaned_data["draft"]}
        try:
            if not form.only_checks:
                result = load_framework(**asked)
                messages.success(request, result.words)
                return redirect(detail_url(result.framework))
            checked = check_framework(**asked).words
        except ActionRefused as refused:
            form.add_error("file", f"{refused} Nothing was changed.")
    return render(request, "frameworks/load.html", {"page": LoadPage.of(request.user, checked), "form": form})


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
