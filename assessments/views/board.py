"""What a lead does from her board: agree several at once, give one organisation more time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.cycles import give_more_time, latest_more_time, open_to
from assessments.actions.states import agree_self_assessment
from assessments.forms.more_time import MoreTimeForm
from assessments.models import Participation, SelfAssessment
from assessments.pages.agreeing import AgreePage, chosen_of, fetched, list_address, name_of
from assessments.pages.dates import long_day, plain_day

MOST_AT_ONCE = 500


@require_http_methods(["GET", "HEAD", "POST"])
def agree_several(request: HttpRequest) -> HttpResponse:
    """First names those that were chosen; then agrees each by itself and says what became of it."""
    permit(request.user, rules.FOLLOW_PROGRESS)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = chosen_of(sent.getlist("chosen")[:MOST_AT_ONCE])
    ones = fetched(chosen, user=request.user)
    if not ones:
        messages.error(request, "Nothing was chosen. Tick the self-assessments that you want to agree.")
        return redirect("assessments:list")
    if request.method != "POST":
        return render(request, "assessments/agree.html", {"page": AgreePage.of(ones, user=request.user)})
    agreed = [name_of(one) for one in ones if agreed_or_said(request, one, chosen[one.uuid])]
    if agreed:
        messages.success(request, f"You agreed {len(agreed)}: {', '.join(agreed)}.")
    return redirect(list_address(ones))


def agreed_or_said(request: HttpRequest, one: SelfAssessment, submission: int | None) -> bool:
    """Whether it is agreed now; where it was left, the person is told why."""
    try:
        agree_self_assessment(by=request.user, self_assessment=one, submission=submission or 0)
    except ActionRefused as refusal:
        messages.error(request, f"{name_of(one)} was left as it is. {refusal}")
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def more_time(request: HttpRequest, cycle: str, organisation: str) -> HttpResponse:
    followed = Participation.objects.in_sight_of(request.user).select_related("cycle__framework", "organisation")
    asked = get_object_or_404(followed, cycle__slug=cycle, organisation__slug=organisation)
    permit(request.user, rules.GIVE_TIME, asked)
    begun = asked.organisation.self_assessments.visible_to(request.user).filter(cycle=asked.cycle)
    form = MoreTimeForm(latest_more_time(asked.cycle), request.POST or None)
    back = f"{reverse('assessments:list')}?{urlencode({'cycle': asked.cycle.slug})}"
    if form.is_valid():
        try:
            given = give_more_time(by=request.user, participation=asked, **form.cleaned_data)
        except ActionRefused as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, f"{asked.organisation} has until {plain_day(given.open_until)} now.")
            return redirect(back)
    words = {"asked": asked, "until": long_day(open_to(asked, list(begun))), "form": form, "back": back}
    return render(request, "assessments/more_time.html", words, status=422 if form.errors else 200)
