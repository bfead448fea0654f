"""The drill-down from the heatmap: what one organisation said, and where one ICS or region stands."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.models import Organisation
from reports.exports import csv
from reports.exports.weight_lines import weight_header, weight_lines
from reports.pages.group_profile import GroupProfilePage
from reports.pages.profile import ProfilePage
from reports.profiles import GroupProfile, OrganisationProfile, group_profile_for, organisation_profile_for

keep_private = cache_control(private=True, no_store=True)


@require_safe
@keep_private
def profile(request: HttpRequest, cycle: str, organisation: str) -> HttpResponse:
    """404 for whatever this person may not see by name, and for what has not submitted anything."""
    found = organisation_profile_for(request.user, cycle, organisation, request.GET.get("initiative"))
    if found is None:
        # One that was merged into another is that other.
        now = get_object_or_404(Organisation.objects.visible_to(request.user), merged__slug=organisation)
        return redirect("reports:profile", cycle, now.slug)
    wanted = request.GET.get("dimension", "")
    return render(request, "reports/profile.html", {"page": ProfilePage.of(found, seen_by=request.user, wanted=wanted)})


@require_safe
@keep_private
def ics_profile(request: HttpRequest, cycle: str, ics: str) -> HttpResponse:
    return _group_profile(request, cycle, "ics", ics)


@require_safe
@keep_private
def region_profile(request: HttpRequest, cycle: str, region: str) -> HttpResponse:
    return _group_profile(request, cycle, "region", region)


@require_safe
@keep_private
def profile_csv(request: HttpRequest, cycle: str, organisation: str) -> HttpResponse:
    """The same cells as the heatmap's file has for this organisation: all dimensions and all indicators."""
    found = _found(request, cycle, organisation)
    return _file(csv.as_csv(found.matrix, found.scale), "profile", cycle, organisation)


@require_safe
@keep_private
def weights_csv(request: HttpRequest, cycle: str, organisation: str) -> HttpResponse:
    """404 also where the framework has no weights."""
    found = _found(request, cycle, organisation)
    if not found.weighed:
        raise Http404
    content = csv.written(weight_header(found.scale), weight_lines(found))
    return _file(content, "weighted-total", cycle, organisation)


@require_safe
@keep_private
def ics_profile_csv(request: HttpRequest, cycle: str, ics: str) -> HttpResponse:
    return _group_file(request, cycle, "ics", ics)


@require_safe
@keep_private
def region_profile_csv(request: HttpRequest, cycle: str, region: str) -> HttpResponse:
    return _group_file(request, cycle, "region", region)


def _found(request: HttpRequest, cycle: str, organisation: str) -> OrganisationProfile:
    found = organisation_profile_for(request.user, cycle, organisation, request.GET.get("initiative"))
    if found is None:
        raise Http404
    return found


def _group_profile(request: HttpRequest, cycle: str, kind: str, slug: str) -> HttpResponse:
    found = _found_group(request, cycle, kind, slug)
    return render(request, "reports/group_profile.html", {"page": GroupProfilePage.of(found)})


def _group_file(request: HttpRequest, cycle: str, kind: str, slug: str) -> HttpResponse:
    found = _found_group(request, cycle, kind, slug)
    return _file(csv.as_csv(found.matrix, found.scale), "profile", cycle, kind, slug)


def _found_group(request: HttpRequest, cycle: str, kind: str, slug: str) -> GroupProfile:
    """The same 404 for a cycle that is unknown or invisible, and for a place in which nobody was asked."""
    found = group_profile_for(request.user, cycle, kind, slug)
    if found is None:
        raise Http404
    return found


def _file(content: bytes, *name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{"-".join(name)}.csv"'}
    return HttpResponse(content, content_type=csv.CONTENT_TYPE, headers=headers)
