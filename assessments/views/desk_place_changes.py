"""Changing one place at the administrator's desk. Each view fetches the place, reads the form and calls one verb."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from aligns_site.access import ActionRefused
from assessments.actions import places_added as adding
from assessments.actions import places_changes as verbs
from assessments.forms.place_changes import (
    AddICSForm,
    AddOrganisationForm,
    AddRegionForm,
    AliasForm,
    OrganisationForm,
    PlaceAnewForm,
    PlaceICSForm,
    RenameForm,
    SuccessionForm,
)
from assessments.models import ICS, Organisation, Region
from assessments.pages.desk_place import ChangePage, link_to
from assessments.pages.succession import TakeBackPage
from assessments.views.desk import at_desk

MODELS = {"organisation": Organisation, "ics": ICS, "region": Region}
Place = Region | ICS | Organisation
# The form, the verb, and what is said above the form.
PLACED_ANEW = {
    "organisation": (PlaceAnewForm, verbs.place_organisation, ""),
    "ics": (PlaceICSForm, verbs.place_ics, "Its organisations go along. Reports of earlier days stay as they are."),
}
ADDED = {
    "organisation": (AddOrganisationForm, adding.add_organisation, "Add an organisation", ""),
    "ics": (AddICSForm, adding.add_ics, "Add an ICS", "Organisations are placed in it on their own pages."),
    "region": (AddRegionForm, adding.add_region, "Add a region", "ICSs and organisations can then be placed in it."),
}
reading_and_sending = require_http_methods(["GET", "HEAD", "POST"])


@at_desk
@reading_and_sending
def names(request: HttpRequest, **slugs: str) -> HttpResponse:
    """Renaming, and adding or taking away another name: one page, three verbs."""
    place, verb = _place(request, **slugs), request.POST.get("verb")
    rename, add = RenameForm(place, _data(request, "rename")), AliasForm(_data(request, "add"))
    has_aliases, alias = hasattr(place, "aliases"), request.POST.get("alias", "")
    answer = None
    if verb == "remove" and has_aliases:
        done = f"{alias} does not lead to {place} any more."
        answer = _tried(request, None, verbs.remove_alias, done, back=place, place=place, alias=alias)
    elif verb == "rename" and rename.is_valid():
        done = f"{place} is now called {rename.cleaned_data['name']}."
        answer = _tried(request, rename, verbs.rename_place, done, back=place, place=place, **rename.cleaned_data)
    elif verb == "add" and has_aliases and add.is_valid():
        done = f"{add.cleaned_data['alias']} now leads to {place}."
        answer = _tried(request, add, verbs.add_alias, done, back=place, place=place, **add.cleaned_data)
    words = {"form": add if verb == "add" else rename, "rename_form": rename, "alias_form": add}
    return answer or _shown(request, "names", place, "Names", words)


@at_desk
@reading_and_sending
def change(request: HttpRequest, organisation: str) -> HttpResponse:
    place = _place(request, organisation=organisation)
    others = Organisation.objects.visible_to(request.user).exclude(pk=place.pk).order_by("name")
    form = OrganisationForm(place, others, link_to(place).href, request.POST or None)
    if form.is_valid():
        said = {"organisation": place} | form.cleaned_data
        if answer := _tried(
            request, form, verbs.change_organisation, f"The changes to {place} are saved.", back=place, **said
        ):
            return answer
    return _shown(request, "change", place, "Change what it is", {"form": form})


@at_desk
@reading_and_sending
def place_anew(request: HttpRequest, **slugs: str) -> HttpResponse:
    place, ((kind, _),) = _place(request, **slugs), slugs.items()
    form_of, verb, lead = PLACED_ANEW[kind]
    form = form_of(*_where(request), link_to(place).href, request.POST or None)
    if form.is_valid():
        said = {kind: place} | form.cleaned_data
        if answer := _tried(request, form, verb, f"{place} is placed anew.", back=place, **said):
            return answer
    return _shown(request, "change", place, "Place it anew", {"form": form, "lead": lead})


@at_desk
@reading_and_sending
def succession(request: HttpRequest, ics: str) -> HttpResponse:
    place = _place(request, ics=ics)
    others = ICS.objects.visible_to(request.user).exclude(pk=place.pk).order_by("name")
    form = SuccessionForm(place, others, link_to(place).href, request.POST or None)
    if form.is_valid():
        said = {"ics": place} | form.cleaned_data | {"successors": list(form.cleaned_data["successors"])}
        if answer := _tried(request, form, verbs.succeed_ics, f"What follows {place} is saved.", back=place, **said):
            return answer
    return _shown(request, "change", place, "What follows it", {"form": form})


@at_desk
@reading_and_sending
def take_back_succession(request: HttpRequest, ics: str) -> HttpResponse:
    place = _place(request, ics=ics)
    if request.method == "POST":
        said = {"ics": place, "seen": request.POST.getlist("seen")}
        done = f"Nothing follows {place} any more."
        return _tried(request, None, verbs.take_back_succession, done, back=place, **said)
    return render(request, "desk/places/take_back.html", {"page": TakeBackPage.of(place)})


@at_desk
@reading_and_sending
def add(request: HttpRequest, kind: str) -> HttpResponse:
    form_of, verb, title, lead = ADDED[kind]
    form = form_of(*_where(request), reverse("desk:places"), request.POST or None)
    if form.is_valid():
        try:
            made = verb(by=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            form.add_error(_field_of(refused, form), str(refused))
        else:
            messages.success(request, f"{made} is added.")
            return redirect(link_to(made).href)
    words = {"form": form, "page": ChangePage.of(None, title), "lead": lead}
    return render(request, "desk/places/change.html", words, status=422 if form.errors else 200)


def _place(request: HttpRequest, **slugs: str) -> Place:
    """`slugs`: the kind of the place and its slug, as the address has them."""
    ((kind, slug),) = slugs.items()
    return get_object_or_404(MODELS[kind].objects.visible_to(request.user), slug=slug)


def _where(request: HttpRequest) -> tuple:
    """The ICSs and regions in which something may lie."""
    return tuple(model.objects.visible_to(request.user).order_by("name") for model in (ICS, Region))


def _data(request: HttpRequest, verb: str):
    return request.POST if request.POST.get("verb") == verb else None


def _tried(
    request: HttpRequest, form: forms.Form | None, verb: Callable, done: str, *, back: Place, **said
) -> HttpResponse | None:
    """Back to the place with the sentence for success; None where the form now says why it was refused."""
    try:
        verb(by=request.user, **said)
    except ActionRefused as refused:
        if form is not None:
            form.add_error(_field_of(refused, form), str(refused))
            return None
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect(link_to(back).href)


def _field_of(refused: ActionRefused, form: forms.Form) -> str | None:
    """The field beside which the refusal stands; None where it is about no field of the form."""
    about = {verbs.NameTaken: ("name", "alias"), verbs.DaysDoNotFit: ("from_on",)}.get(type(refused), ())
    return next((name for name in about if name in form.fields), None)


def _shown(request: HttpRequest, template: str, place: Place, title: str, words: dict) -> HttpResponse:
    said = words | {"page": ChangePage.of(place, title)}
    status = 422 if words["form"].errors else 200
    return render(request, f"desk/places/{template}.html", said, status=status)
