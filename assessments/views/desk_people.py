"""People at the desk: find them, see one, invite to any place, close an account and open it again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from aligns_site.access import ActionRefused
from aligns_site.presses import press
from assessments.actions import accounts
from assessments.actions import people as verbs
from assessments.forms.desk_people import InviteAnywhereForm, PeopleChoiceForm
from assessments.models import User
from assessments.pages.desk_home import desk_breadcrumbs
from assessments.pages.desk_people import PEOPLE, PeopleAtDeskPage, PersonAtDeskPage, chosen_people
from assessments.pages.people import place_choices
from assessments.views.desk import at_desk
from assessments.views.people import invited_words, place_named

ON_ONE_SHEET = 50


@at_desk
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    form = PeopleChoiceForm(place_choices(request.user), request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    place = place_named(request, *chosen["place"].split(":")) if chosen.get("place") else None
    shown = chosen_people(request.user, **chosen | {"place": place})
    sheet = Paginator(shown if form.is_valid() else shown.none(), ON_ONE_SHEET).get_page(request.GET.get("page"))
    kept = {name: value for name, value in chosen.items() if value}
    page = PeopleAtDeskPage.of(sheet, query=f"{urlencode(kept)}&" if kept else "", place=place, seen_by=request.user)
    return render(request, "desk/people.html", {"page": page, "form": form}, status=200 if form.is_valid() else 400)


@at_desk
@require_safe
def person(request: HttpRequest, person: int) -> HttpResponse:
    page = PersonAtDeskPage.of(_person(request, person), seen_by=request.user)
    return render(request, "desk/person.html", {"page": page})


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteAnywhereForm(place_choices(request.user), request.POST or None)
    if form.is_valid():
        try:
            membership, is_new = verbs.invite_member(by=request.user, site=request.build_absolute_uri("/"), **form.said)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, invited_words(membership, is_new))
            return redirect("desk:person", membership.user_id)
    words = {"form": form, "breadcrumbs": desk_breadcrumbs(PEOPLE)}
    return render(request, "desk/invite.html", words, status=422 if form.errors else 200)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def close_account(request: HttpRequest, person: int) -> HttpResponse:
    found = _person(request, person)
    if request.method == "POST":
        back, done = _back(found), f"The account of {found} is closed."
        return press(request, accounts.close_account, back=back, done=done, user=found)
    page = PersonAtDeskPage.of(found, seen_by=request.user)
    return render(request, "desk/close_account.html", {"page": page})


@at_desk
def reopen_account(request: HttpRequest, person: int) -> HttpResponse:
    found = _person(request, person)
    done = f"{found} can sign in again. To give access, invite this person."
    return press(request, accounts.reopen_account, back=_back(found), done=done, user=found)


def _person(request: HttpRequest, key: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.user), pk=key)


def _back(person: User) -> str:
    return reverse("desk:person", args=[person.pk])
