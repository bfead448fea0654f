"""Merging two organisations that are the same body: choose the other, look at both and at what would happen, press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from aligns_site.access import ActionRefused
from assessments.actions.places_merge import merge_organisations
from assessments.forms.merging import MergeIntoForm
from assessments.merging import plan_merge
from assessments.models import Organisation
from assessments.pages.desk_place import ChangePage, link_to
from assessments.pages.merging import MergePage, moved_words
from assessments.views.desk import at_desk


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, organisation: str) -> HttpResponse:
    standing = Organisation.objects.visible_to(request.user)
    goes = get_object_or_404(standing, slug=organisation)
    sent = request.POST if request.method == "POST" else request.GET
    form = MergeIntoForm(standing.exclude(pk=goes.pk).order_by("name"), sent if "into" in sent else None)
    if not form.is_valid():
        words = {"page": ChangePage.of(goes, "Merge it into another"), "form": form}
        return render(request, "desk/places/merge_choose.html", words, status=422 if form.errors else 200)
    stays, refused = form.cleaned_data["into"], ""
    if request.method == "POST":
        try:
            done = merge_organisations(by=request.user, goes=goes, stays=stays, seen=form.cleaned_data["seen"])
        except ActionRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"{goes} is now one with {stays}: {moved_words(done)}.")
            return redirect(link_to(stays).href)
    page = MergePage.of(plan_merge(goes, stays), seen_by=request.user, refused=refused)
    return render(request, "desk/places/merge.html", {"page": page}, status=422 if refused else 200)
