"""At the desk: moving a cycle to a newer version of its framework, and starting the next cycle on one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from aligns_site.access import ActionRefused, NotPermitted, permit
from assessments import rules
from assessments.actions.cycles import open_cycle
from assessments.actions.upgrades import upgrade_cycle
from assessments.forms.next_cycle import NextCycleForm
from assessments.models import Cycle, Organisation
from assessments.pages.desk_upgrade import UpgradePage, cycle_breadcrumbs, newer_draft, newer_versions
from assessments.pages.words import many
from assessments.upgrade_words import tally_words
from assessments.views.desk import at_desk
from frameworks.models import Framework


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def upgrade(request: HttpRequest, cycle: str) -> HttpResponse:
    """GET is the dry run. POST moves the cycle, as it is by then."""
    held = _cycle(request, cycle)
    permit(request.user, rules.UPGRADE_CYCLE, held)
    if request.method == "POST":
        return _upgraded(request, held)
    return _counts(request, held, wanted=request.GET.get("to", ""))


def _upgraded(request: HttpRequest, held: Cycle) -> HttpResponse:
    versions = {one.version: one for one in Framework.objects.visible_to(request.user).filter(slug=held.framework.slug)}
    newer, seen = versions.get(request.POST.get("to", "")), versions.get(request.POST.get("seen", ""))
    if newer is None or seen is None:
        return _counts(request, held, wanted="", refused="Choose the version to which the cycle is to move.")
    try:
        done = upgrade_cycle(by=request.user, cycle=held, newer=newer, seen=seen)
    except NotPermitted:
        raise
    except ActionRefused as refusal:
        return _counts(request, held, wanted=newer.version, refused=str(refusal))
    if done:
        messages.success(request, f"{held} is on version {newer.version} now. {tally_words(done.total).capitalize()}.")
    else:
        messages.info(request, f"{held} was on version {newer.version} already. Nothing was changed.")
    return redirect("desk:upgrade_cycle", held.slug)


def _counts(request: HttpRequest, held: Cycle, *, wanted: str, refused: str = "") -> HttpResponse:
    versions = newer_versions(held, request.user)
    newer = next((one for one in versions if one.version == wanted), next(iter(versions), None))
    draft = None if versions else newer_draft(held, request.user)
    page = UpgradePage.of(held, newer, versions, draft=draft, refused=refused)
    return render(request, "desk/upgrade.html", {"page": page}, status=422 if refused else 200)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def next_cycle(request: HttpRequest, cycle: str) -> HttpResponse:
    """A new cycle that asks the same organisations."""
    held = _cycle(request, cycle)
    permit(request.user, rules.OPEN_CYCLE)
    asked = Organisation.objects.visible_to(request.user).filter(participations__cycle=held)
    form = NextCycleForm(held, [*newer_versions(held, request.user), held.framework], request.POST or None)
    if form.is_valid():
        try:
            opened, is_new = open_cycle(by=request.user, organisations=list(asked), **form.cleaned_data)
        except NotPermitted:
            raise
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            done = "is set up" if is_new else "is there already"
            messages.success(request, f"{opened} {done}. It asks {many(asked.count(), 'organisation')}.")
            return redirect("desk:cycle", opened.slug)
    page = {"cycle": held, "asked": asked.count(), "breadcrumbs": cycle_breadcrumbs(held)}
    return render(request, "desk/next_cycle.html", {"page": page, "form": form}, status=422 if form.errors else 200)


def _cycle(request: HttpRequest, slug: str) -> Cycle:
    return get_object_or_404(Cycle.objects.visible_to(request.user).select_related("framework"), slug=slug)
