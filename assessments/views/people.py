"""People: who has access, inviting, sending the link again, ending an access, handing over."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from aligns_site.access import ActionRefused, NotPermitted, permit
from aligns_site.presses import press
from assessments import rules
from assessments.actions import people as verbs
from assessments.forms.people import HandOverForm, InviteForm
from assessments.models import ICS, Membership, Organisation, Region
from assessments.pages.people import (
    KINDS,
    PeoplePage,
    Person,
    roles_open_to,
)


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    return render(request, "people/list.html", {"page": PeoplePage.of(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, kind: str = "", place: str = "") -> HttpResponse:
    at = place_named(request, kind, place) if kind else None
    roles = roles_open_to(request.user, at)
    if not roles:
        raise NotPermitted("You may not invite anybody here. Ask the person who leads there.")
    form = InviteForm(roles, request.POST or None)
    if form.is_valid():
        try:
            membership, is_new = verbs.invite_member(
                by=request.user, at=place, site=request.build_absolute_uri("/"), **form.cleaned_data
            )
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, invited_words(membership, is_new))
            return redirect("people:list")
    words = {"form": form, "place": at, "only_role": form.only_role}
    return render(request, "people/invite.html", words, status=422 if form.errors else 200)


def invited_words(membership: Membership, is_new: bool) -> str:
    """The same for whoever has an account already and whoever has none."""
    email, seat = membership.user.email, membership.seat_words
    if not is_new:
        return f"{email} has this access already: {seat}. Nothing was changed."
    return f"{email} now has access: {seat}. An e-mail is on its way and says how to sign in."


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, membership: int) -> HttpResponse:
    held = _visible(request, membership)
    permit(request.user, rules.END_MEMBERSHIP, held)
    if request.method == "POST":
        done = f"The access of {held.user} has ended: {held.seat_words}."
        return press(request, verbs.end_membership, back=_back(request, held), done=done, membership=held)
    person = Person.of(held, seen_by=request.user)
    return render(request, "people/end.html", {"person": person, "seat": held.seat_words})


def send_again(request: HttpRequest, membership: int) -> HttpResponse:
    held = _visible(request, membership)
    permit(request.user, rules.ADD_MEMBER, held)
    said = {"membership": held, "site": request.build_absolute_uri("/")}
    done = f"The e-mail to {held.user.email} is on its way again."
    return press(request, verbs.send_invitation_again, back=reverse("people:list"), done=done, **said)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, membership: int) -> HttpResponse:
    held = _visible(request, membership)
    permit(request.user, rules.HAND_OVER, held)
    form = HandOverForm(request.POST or None)
    if form.is_valid():
        try:
            follower = verbs.hand_over(
                by=request.user, membership=held, site=request.build_absolute_uri("/"), **form.cleaned_data
            )
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"You handed over to {follower.user.email}: {follower.seat_words}.")
            return redirect("home")
    words = {"form": form, "seat": held.seat_words}
    return render(request, "people/hand_over.html", words, status=422 if form.errors else 200)


def _visible(request: HttpRequest, membership: int) -> Membership:
    return get_object_or_404(Membership.objects.visible_to(request.user).with_people(), pk=membership)


def place_named(request: HttpRequest, kind: str, slug: str) -> Organisation | ICS | Region:
    if kind not in KINDS:
        raise Http404
    return get_object_or_404(KINDS[kind][0].objects.visible_to(request.user), slug=slug)


def _back(request: HttpRequest, held: Membership) -> str:
    """Whoever ends her own access may have no list of people any more."""
    if held.user_id == request.user.pk:
        return reverse("home")
    return reverse("desk:person", args=[held.user_id]) if request.user.is_administrator else reverse("people:list")
