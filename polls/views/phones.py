"""The phones' way: the short link, one answer, and thanks. Public: no account, no name, no address is kept."""

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from aligns_site.access import ActionRefused
from polls.actions import NotOpen, answer_poll
from polls.forms import AnswerForm, CodeForm
from polls.models import Poll, PollAnswer
from polls.pages.phone import PhonePage
from polls.voters import answer_of, checked_mark, keep_mark, kept_mark, new_mark, voter_of

SEND_ONCE_MORE = "Your answer has not been counted yet. It is still chosen below. Press the button once more."
TOO_LATE = "Your answer came too late and was not counted."
UNCHANGED = "That came too late, so nothing was changed."


@login_not_required
@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Where a code is typed; on to its poll, which may say that there is none."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid() and form.cleaned_data["code"]:
        return redirect("phones:phone", short=form.cleaned_data["code"])
    return render(request, "polls/find.html", {"form": form}, status=422 if form.errors else 200)


# The form carries a mark of its own in place of Django's, which needs a cookie (see voters.py).
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest, short: str) -> HttpResponse:
    poll = Poll.objects.asked().under(short).first()
    if poll is None:
        return render(request, "polls/find.html", {"form": CodeForm(), "is_unknown": True}, status=404)
    if request.method == "POST":
        return _answer(request, poll)
    if request.path != reverse("phones:phone", args=[poll.code]):
        return redirect("phones:phone", short=poll.code)
    kept = kept_mark(request, poll)
    mark = kept or new_mark(poll)
    answer = answer_of(kept, poll)
    form = None if answer or poll.is_closed else AnswerForm(poll, mark)
    return _shown(request, poll, PhonePage.of(poll, mark, answer), form)


def _answer(request: HttpRequest, poll: Poll) -> HttpResponse:
    """Count it under the phone's mark; then on to a page that may be loaded again. Without cookies thank at once."""
    form = AnswerForm(poll, "", request.POST)
    kept, sent = kept_mark(request, poll), checked_mark(form.sent_mark, poll)
    mark = kept or sent or new_mark(poll)
    if poll.is_closed:
        return _too_late(request, poll, mark)
    if sent != mark:
        return _once_more(request, poll, mark, form, SEND_ONCE_MORE, status=409)
    if request.POST.get("verb") == "change":
        page = PhonePage.of(poll, mark)
        return _shown(request, poll, page, AnswerForm(poll, mark, answer=answer_of(mark, poll)))
    if not form.is_valid():
        return _shown(request, poll, PhonePage.of(poll, mark), form, status=422)
    said = {"option": form.cleaned_data["option"], "side": form.cleaned_data.get("side", PollAnswer.Side.UNSAID)}
    try:
        answer = answer_poll(poll=poll, voter=voter_of(mark), **said)
    except NotOpen:
        poll.refresh_from_db(fields=["state"])
        return _too_late(request, poll, mark)
    except ActionRefused as refusal:
        return _once_more(request, poll, mark, form, str(refusal), status=409)
    except OperationalError:
        return _once_more(request, poll, mark, form, SEND_ONCE_MORE, status=503)
    if kept:
        return redirect("phones:phone", short=poll.code)
    return _shown(request, poll, PhonePage.of(poll, mark, answer))


def _too_late(request: HttpRequest, poll: Poll, mark: str) -> HttpResponse:
    answer = answer_of(mark, poll)
    return _shown(request, poll, PhonePage.of(poll, mark, answer, UNCHANGED if answer else TOO_LATE), status=409)


def _once_more(
    request: HttpRequest, poll: Poll, mark: str, form: AnswerForm, note: str, *, status: int
) -> HttpResponse:
    form.show_with(mark)
    return _shown(request, poll, PhonePage.of(poll, mark, note=note), form, status=status)


def _shown(
    request: HttpRequest, poll: Poll, page: PhonePage, form: AnswerForm | None = None, *, status: int = 200
) -> HttpResponse:
    response = render(request, "polls/phone.html", {"page": page, "form": form}, status=status)
    return keep_mark(response, poll, page.mark, is_secure=request.is_secure())
