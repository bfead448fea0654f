"""The drill-down from the heatmap: what one organisation said, and where one ICS or region stands."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.models import Organisation
from reports.pages.group_profile import GroupProfilePage
from reports.pages.profile import ProfilePage
from reports.profiles import group_profile_for, organisation_profile_for

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
    return render(request, "reports/profile.html", {"page": ProfilePage.of(found, seen_by=request.user)})


@require_safe
@keep_private
def ics_profile(request: HttpRequest, cycle: str, ics: str) -> HttpResponse:
    return _group_profile(request, cycle, "ics", ics)


@require_safe
@keep_private
def region_profile(request: HttpRequest, cycle: str, region: str) -> HttpResponse:
    return _group_profile(request, cycle, "region", region)


def _group_profile(request: HttpRequest, cycle: str, kind: str, slug: str) -> HttpResponse:
    """The same 404 for a cycle that is unknown or invisible, and for a place in which nobody was asked."""
    found = group_profile_for(request.user, cycle, kind, slug)
    if found is None:
        raise Http404
    return render(request, "reports/group_profile.html", {"page": GroupProfilePage.of(found)})
