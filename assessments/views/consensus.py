"""Talking an indicator over: the list, the pack for a meeting, and the page on which what is agreed is recorded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aligns_site.access import ActionRefused, NotPermitted, permit
from assessments import rules
from assessments.actions.answers import StaleVersion
from assessments.actions.consensus import StaleConsensus, record_consensus
from assessments.asked_today import Place, places_of, version_seen
from assessments.forms.consensus import ConsensusForm
from assessments.pages.consensus import ConsensusPage, FirstPage
from assessments.pages.consensus_gone import GonePage
from assessments.pages.consensus_list import ListPage, PackPage
from assessments.pages.scale import Scale
from assessments.pages.talking import Room
from assessments.views.answering import visible


@require_safe
def list_(request: HttpRequest, uuid) -> HttpResponse:
    page = ListPage.of(room(request, uuid), **shown_of(request))
    return render(request, "consensus/list.html", {"page": page})


@require_safe
def pack(request: HttpRequest, uuid) -> HttpResponse:
    page = PackPage.of(room(request, uuid), **shown_of(request))
    return render(request, "consensus/pack.html", {"page": page})


def shown_of(request: HttpRequest) -> dict:
    return {"only_split": request.GET.get("show") == "split", "wanted": request.GET.get("dimension", "")}


@require_http_methods(["GET", "HEAD", "POST"])
def indicator(request: HttpRequest, uuid, dimension: str, indicator: str) -> HttpResponse:
    here = room(request, uuid)
    shown_words = version_seen(here.held, request.POST.get("words_of", here.held.framework.version))
    asked = get_object_or_404(
        shown_words.indicators.select_related("dimension"), dimension__code=dimension, code=indicator
    )
    if request.method == "POST":
        permit(request.user, rules.RATE, here.held)
    if shown_words != here.held.framework:
        return late(request, here, asked)
    if not here.talks.knows(asked):
        return render(request, "consensus/first.html", {"page": FirstPage.of(here, asked)})
    if request.method == "POST":
        return record(request, here, asked)
    return shown(request, ConsensusPage.of(here, asked, form_for(here, asked)))


def record(request: HttpRequest, here: Room, asked) -> HttpResponse:
    """Record what is agreed and go on; or keep the page, with all that was typed, and say what it needs."""
    form = form_for(here, asked, request.POST)
    if not form.is_valid():
        return shown(request, ConsensusPage.of(here, asked, form))
    if form.answer is None:
        return left_open(request, here, asked, form)
    try:
        record_consensus(
            by=request.user,
            self_assessment=here.held,
            indicator=asked,
            answer=form.answer,
            minority_view=form.cleaned_data["minority_view"],
            seen_version=form.cleaned_data["version"],
            seen_at=form.seen_at,
        )
    except NotPermitted:
        raise
    except StaleVersion as stale:
        form.set_against(stale)
        if form.consensus:
            form.set_beside(form.consensus)
        return shown(request, ConsensusPage.of(here, asked, form))
    except StaleConsensus as stale:
        form.add_error("minority_view", f"{stale} Read what stands now, and keep what should stay of both")
        form.set_beside(stale.current)
        return shown(request, ConsensusPage.of(here, asked, form))
    except ActionRefused as refusal:
        return shown(request, ConsensusPage.of(here, asked, form, refused=str(refusal)))
    level = here.scale.words(form.answer.low, form.answer.high)
    messages.success(request, f"{asked.code} is recorded as talked over: {level}.")
    return redirect(here.onward(asked).href)


def late(request: HttpRequest, here: Room, seen) -> HttpResponse:
    """From a page that was open while the cycle moved: to be read in the words of today, or kept where it was asked."""
    place = places_of(here.held, [seen])[seen]
    moved = f"{here.held.cycle} moved to version {here.held.framework.version} while this page was open."
    if place.left_in:
        return kept_there(request, here, place, moved)
    form = form_for(here, place.target, request.POST)
    again = f"{moved} Read the words of today. If it is what you agree, record it."
    return shown(request, ConsensusPage.of(here, place.target, form, refused=again))


def kept_there(request: HttpRequest, here: Room, place: Place, moved: str) -> HttpResponse:
    """Of a question that is not asked any more: with a level it is kept there, without one it is shown back."""
    gone, version = f"{moved} {place.seen.code} is not asked any more", place.left_in.older.version
    form = ConsensusForm(place.seen, Scale.of(place.seen.framework.levels.all()), None, None, request.POST)
    if not form.is_valid() or form.answer is None:
        if form.says_anything:
            return shown_back(request, GonePage.of(here, place, form, gone))
        messages.error(request, f"{gone}. Nothing was recorded.")
        return redirect(here.address("list"))
    said = {"minority_view": form.cleaned_data["minority_view"], "seen_version": form.cleaned_data["version"]}
    try:
        record_consensus(by=request.user, self_assessment=here.held, indicator=place.seen, answer=form.answer, **said)
    except NotPermitted:
        raise
    except ActionRefused as refusal:
        return shown_back(request, GonePage.of(here, place, form, gone, refused=str(refusal)))
    messages.warning(request, f"{gone}. What you agreed is kept with version {version}.")
    return redirect(here.address("list"))


def shown_back(request: HttpRequest, page: GonePage) -> HttpResponse:
    return render(request, "consensus/gone.html", {"page": page}, status=422)


def left_open(request: HttpRequest, here: Room, asked, form: ConsensusForm) -> HttpResponse:
    """Nothing is recorded. Words that were typed stay on the page; without any there is nothing to stay for."""
    if form.has_words:
        return shown(request, ConsensusPage.of(here, asked, form, is_left_open=True))
    messages.success(request, f"{asked.code} stays open. Nothing was recorded.")
    return redirect(here.onward(asked).href)


def shown(request: HttpRequest, page: ConsensusPage) -> HttpResponse:
    return render(request, "consensus/indicator.html", {"page": page}, status=422 if page.errors else 200)


def room(request: HttpRequest, uuid) -> Room:
    """404 to whom may not know of the self-assessment, 403 to whom its drafts are none of their business."""
    held = visible(request, uuid)
    permit(request.user, rules.SEE_DRAFT, held)
    return Room.of(held, request.user, is_large=request.GET.get("text") == "large")


def form_for(here: Room, asked, data=None) -> ConsensusForm:
    current = here.held.ratings.filter(indicator=asked).select_related("changed_by").first()
    return ConsensusForm(asked, here.scale, current, here.talks.known[asked.pk].consensus, data)
