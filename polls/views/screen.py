"""The screen of a room, what it asks for while answers come in, and the results as a file."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from polls.exports import CONTENT_TYPE, results_as_csv
from polls.models import Poll
from polls.pages.results import Results
from polls.pages.screen import ScreenPage

keep_private = cache_control(private=True, no_store=True)


def visible_poll(request: HttpRequest, poll) -> Poll:
    return get_object_or_404(Poll.objects.visible_to(request.user).with_options(), uuid=poll)


@require_safe
@keep_private
def screen(request: HttpRequest, poll) -> HttpResponse:
    """A draft has none: phones would find nothing."""
    found = visible_poll(request, poll)
    if found.is_draft:
        return redirect("polls:detail", poll=found.uuid)
    address = request.build_absolute_uri(reverse("phones:phone", args=[found.code]))
    page = ScreenPage.of(found, address)
    return render(request, "polls/screen.html", {"page": page})


@require_safe
@cache_control(private=True, no_cache=True)
@conditional_page
def answers(request: HttpRequest, poll) -> HttpResponse:
    """How it stands, in numbers and drawn. Asked every second: the same answer again is sent as 304 without a body."""
    found = visible_poll(request, poll)
    results = Results.of(found)
    drawn = render_to_string("polls/results.html", {"results": results})
    bars = [{"words": bar.words, "answers": bar.answers, "share": bar.share} for bar in results.bars]
    standing = {"answers": results.total, "words": results.count_words, "state": found.state}
    return JsonResponse(standing | {"options": bars, "drawn": drawn})


@require_safe
@keep_private
def results_csv(request: HttpRequest, poll) -> HttpResponse:
    found = visible_poll(request, poll)
    name = f'attachment; filename="poll-{found.code}.csv"'
    body = results_as_csv(found, Results.of(found))
    return HttpResponse(body, content_type=CONTENT_TYPE, headers={"Content-Disposition": name})
