"""The administrator's places: loading a file, browsing, and one place. To everybody else there is no such page."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aligns_site.access import ActionRefused
from assessments.actions.places import check_places, load_places
from assessments.forms.desk_places import PlacesFilterForm
from assessments.forms.places_file import PlacesFileForm
from assessments.models import ICS, Organisation, Region
from assessments.pages.desk_place import ICSPage, OrganisationPage, RegionPage
from assessments.pages.desk_places import PlacesPage
from assessments.pages.places_load import LoadPage, PlacesPreview
from assessments.places_definition import day_of
from assessments.views.desk import at_desk


@at_desk
@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    form = PlacesFilterForm(Region.objects.visible_to(request.user), request.GET)
    if form.is_valid():
        page = PlacesPage.of(request.user, form.cleaned_data, request.GET.get("page"))
    else:
        page = PlacesPage.without_rows()
    status = 200 if form.is_valid() else 400
    return render(request, "desk/places/list.html", {"page": page, "form": form}, status=status)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    form = PlacesFileForm(request.POST or None, request.FILES or None)
    preview = None
    if form.is_valid():
        asked = {"by": request.user, "definition": form.cleaned_data["definition"]}
        try:
            if form.loads:
                messages.success(request, f"Places: {load_places(**asked, seen=form.cleaned_data['seen']).words}.")
                return redirect("desk:places")
            preview = PlacesPreview.of(check_places(**asked), form.to_carry)
        except ActionRefused as refused:
            form.add_error("file", f"{refused} Nothing was changed.")
    status = 422 if form.errors else 200
    return render(request, "desk/places/load.html", {"page": LoadPage.of(preview), "form": form}, status=status)


@at_desk
@require_safe
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    standing = Organisation.objects.visible_to(request.user).select_related("parent")
    if now := standing.filter(merged__slug=organisation).first():
        return redirect("desk:organisation", now.slug)
    body = get_object_or_404(standing, slug=organisation)
    page = OrganisationPage.of(body, seen_by=request.user, day=_day(request))
    return render(request, "desk/places/organisation.html", {"page": page})


@at_desk
@require_safe
def ics(request: HttpRequest, ics: str) -> HttpResponse:
    held = get_object_or_404(ICS.objects.visible_to(request.user), slug=ics)
    return render(request, "desk/places/ics.html", {"page": ICSPage.of(held, seen_by=request.user, day=_day(request))})


@at_desk
@require_safe
def region(request: HttpRequest, region: str) -> HttpResponse:
    held = get_object_or_404(Region.objects.visible_to(request.user), slug=region)
    page = RegionPage.of(held, seen_by=request.user, day=_day(request))
    return render(request, "desk/places/region.html", {"page": page})


def _day(request: HttpRequest) -> date:
    """The day of which a page of one place speaks; what is no day stands for today."""
    return day_of(request.GET.get("on", "")) or timezone.localdate()
