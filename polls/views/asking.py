"""The facilitator's pages: her polls, a new one, and the buttons of one poll."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from aligns_site.access import permit
from aligns_site.presses import press
from frameworks.models import Framework
from polls import actions as verbs
from polls import rules
from polls.forms import AT_ONCE, OWN, NewPollForm
from polls.models import Poll, ReadyMadePoll
from polls.pages.asking import NewPollPage, PollPage, PollsPage
from polls.views.screen import visible_poll

ON_ONE_SHEET = 50


@require_safe
@never_cache
def list_(request: HttpRequest) -> HttpResponse:
    permit(request.user, rules.ASK_POLLS)
    shown = Poll.objects.visible_to(request.user).with_counts().select_related("owner").newest_first()
    sheet = Paginator(shown, ON_ONE_SHEET).get_page(request.GET.get("page"))
    return render(request, "polls/list.html", {"page": PollsPage.of(request.user, sheet)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Its address may name a ready-made poll to start from, and the framework whose indicators are offered."""
    permit(request.user, rules.ASK_POLLS)
    sent = request.POST if request.method == "POST" else None
    frameworks = list(Framework.objects.published().latest_of_each().newest_first())
    chosen = _chosen(request, frameworks)
    ready = ReadyMadePoll.objects.offered().filter(slug=request.GET.get("ready", "")).first()
    form = NewPollForm(frameworks, chosen, _indicators(chosen), sent=sent, initial=_initial(ready))
    if form.is_valid():
        poll = verbs.make_poll(by=request.user, **form.wanted)
        if form.opens:
            verbs.open_poll(by=request.user, poll=poll)
            return redirect("polls:screen", poll=poll.uuid)
        messages.success(request, "The poll is kept as a draft. Nobody else sees it until you open it.")
        return redirect("polls:detail", poll=poll.uuid)
    words = {"page": NewPollPage.of(chosen, ready), "form": form}
    return render(request, "polls/new.html", words, status=422 if form.errors else 200)


@require_safe
@never_cache
def detail(request: HttpRequest, poll) -> HttpResponse:
    return render(request, "polls/detail.html", {"page": PollPage.of(visible_poll(request, poll))})


def open_(request: HttpRequest, poll) -> HttpResponse:
    found = visible_poll(request, poll)
    return press(request, verbs.open_poll, back=_screen(found), done="", poll=found)


def close(request: HttpRequest, poll) -> HttpResponse:
    found = visible_poll(request, poll)
    return press(request, verbs.close_poll, back=_screen(found), done="", poll=found)


def show(request: HttpRequest, poll) -> HttpResponse:
    found = visible_poll(request, poll)
    return press(request, verbs.show_results, back=_screen(found), done="", poll=found)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, poll) -> HttpResponse:
    found = visible_poll(request, poll)
    permit(request.user, rules.LEAD_POLL, found)
    if request.method == "POST":
        return press(request, verbs.remove_poll, back=reverse("polls:list"), done="The draft is removed.", poll=found)
    if not found.is_draft:
        return redirect("polls:detail", poll=found.uuid)
    return render(request, "polls/remove.html", {"poll": found})


def _screen(poll: Poll) -> str:
    """Which sends on to the poll's own page where it is a draft."""
    return reverse("polls:screen", args=[poll.uuid])


def _chosen(request: HttpRequest, frameworks: list[Framework]) -> Framework | None:
    """The one that is asked for, or the published one of which a cycle asked last."""
    if reference := request.GET.get("framework"):
        asked = get_object_or_404(Framework.objects.published().by_reference(reference))
        frameworks += [asked] if asked not in frameworks else []
    wanted = {one.reference: one for one in frameworks}.get(request.POST.get("framework", reference or ""))
    return wanted or Framework.objects.published().latest_of_each().latest_asked()


def _indicators(framework: Framework | None) -> list:
    if framework is None:
        return []
    return list(framework.indicators.select_related("framework").prefetch_related("descriptors").order_by("position"))


def _initial(ready: ReadyMadePoll | None) -> dict:
    start = {"kind": OWN, "shows": AT_ONCE}
    if ready is None:
        return start
    return start | {"question": ready.question, "options": "\n".join(ready.options), "asks_side": ready.asks_side}
