"""Answering: start, one dimension at a time, check, submit and withdraw. What is not visible is 404, however asked."""

from dataclasses import asdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from aligns_site.access import ActionRefused, NotPermitted
from aligns_site.presses import press
from assessments import rules
from assessments.actions.answers import save_answers
from assessments.actions.starting import start_self_assessment
from assessments.actions.states import mark_rest_not_discussed, submit_self_assessment, withdraw_self_assessment
from assessments.asked_today import version_seen
from assessments.forms.answer_sheets import AnswerSheet
from assessments.models import Participation, SelfAssessment
from assessments.pages.answering import late_outcome, onward, outcomes, questionnaire, sheet_for, so_far
from assessments.pages.checking import CheckPage
from assessments.pages.last_time import LastTime
from assessments.pages.parts import Part
from assessments.pages.questions import live_answers
from assessments.pages.reading import answers_seen_by, reading
from assessments.pages.words import Answers
from assessments.views.bringing import brought
from assessments.views.confirming import confirmed
from assessments.views.initiatives import first_address, start_initiative


def start(request: HttpRequest, cycle: str, organisation: str) -> HttpResponse:
    asked = Participation.objects.in_sight_of(request.user).select_related("cycle__framework", "organisation")
    participation = get_object_or_404(asked, cycle__slug=cycle, organisation__slug=organisation)
    if participation.cycle.framework.judges_initiatives:
        return start_initiative(request, participation)
    if request.method != "POST":
        return redirect("home")
    try:
        begun = start_self_assessment(by=request.user, participation=participation)
    except NotPermitted:
        raise
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:list")
    return redirect(first_address(begun))


@require_http_methods(["GET", "HEAD", "POST"])
def dimension(request: HttpRequest, uuid, code: str) -> HttpResponse:
    held = visible(request, uuid)
    part = asked_part(request, held, code)
    if request.method == "POST":
        return save_part(request, held, part)
    if request.user.has_perm(rules.RATE, held) and held.is_editable:
        answers = live_answers(held, part)
        return show_questions(request, held, part, answers, sheet_for(part, answers))
    return show_answers(request, held, part)


def save_part(request: HttpRequest, held: SelfAssessment, part: Part) -> HttpResponse:
    """Save what can be saved; show again what needs more, or what somebody else changed meanwhile."""
    answers = live_answers(held, part)
    sheet = sheet_for(part, answers, request.POST)
    try:
        stale = save_answers(by=request.user, self_assessment=held, answers=sheet.sent)
    except NotPermitted:
        raise
    except ActionRefused as refusal:
        if wants_json(request):
            return JsonResponse({"refused": str(refusal), "answers": {}}, status=409)
        return show_questions(request, held, part, answers, sheet, refused=str(refusal))
    sheet.set_against(stale)
    if wants_json(request):
        return say_outcomes(request, held, part, sheet)
    if sheet.faulty:
        answers = live_answers(held, part)
        return show_questions(request, held, part, answers, sheet_for(part, answers).keeping(sheet.faulty))
    if part.is_of(held.framework):
        pressed = brought(request, held, part) or confirmed(request, held, part, sheet)
        return pressed or redirect(onward(held, part, request.POST.get("then", "")))
    said, onto = late_outcome(held, sheet, live_answers(held, part))
    messages.warning(request, said)
    return redirect(onto)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which saves answers one by one as they are given."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def say_outcomes(request: HttpRequest, held: SelfAssessment, part: Part, sheet: AnswerSheet) -> JsonResponse:
    found = outcomes(held, sheet, live_answers(held, part), user=request.user)
    said = {prefix: asdict(outcome) for prefix, outcome in found.items()}
    is_whole = part.is_last and part.is_of(held.framework)
    together = render_to_string("components/so_far.html", {"so_far": so_far(held, part)}) if is_whole else ""
    return JsonResponse({"refused": "", "answers": said, "so_far": together})


def show_questions(
    request: HttpRequest, held: SelfAssessment, part: Part, answers: Answers, sheet: AnswerSheet, *, refused: str = ""
) -> HttpResponse:
    page = questionnaire(held, part, answers, sheet, user=request.user, refused=refused)
    return render(request, "assessments/dimension.html", {"page": page}, status=422 if page.errors else 200)


def show_answers(request: HttpRequest, held: SelfAssessment, part: Part) -> HttpResponse:
    require_sight(request, held)
    own = request.user.has_perm(rules.SEE_DRAFT, held)
    page = reading(
        held,
        part,
        answers_seen_by(request.user, held, part),
        user=request.user,
        last=LastTime.of(held, request.user, part) if own else None,
    )
    return render(request, "assessments/dimension_read.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, uuid) -> HttpResponse:
    held = visible(request, uuid)
    require_sight(request, held)
    if request.method != "POST":
        return show_check(request, held)
    try:
        submit_self_assessment(by=request.user, self_assessment=held)
    except NotPermitted:
        raise
    except ActionRefused as refusal:
        return show_check(request, held, refused=str(refusal), status=422)
    messages.success(request, f"The self-assessment of {held.subject} is submitted. Your lead can now read it.")
    return redirect("assessments:check", uuid)


def show_check(request: HttpRequest, held: SelfAssessment, *, refused: str = "", status: int = 200) -> HttpResponse:
    page = CheckPage.of(held, user=request.user, refused=refused, wanted=request.GET.get("dimension", ""))
    return render(request, "assessments/check.html", {"page": page}, status=status)


def mark_rest(request: HttpRequest, uuid) -> HttpResponse:
    held = visible(request, uuid)
    back = reverse("assessments:check", args=[uuid])
    return press(request, mark_rest_not_discussed, back=back, done=marked_words, self_assessment=held)


def marked_words(marked: int) -> str:
    many = "1 indicator is" if marked == 1 else f"{marked} indicators are"
    return f"{many} now marked “no data, not discussed”. You can still change each of them."


def withdraw(request: HttpRequest, uuid) -> HttpResponse:
    held = visible(request, uuid)
    back = reverse("assessments:check", args=[uuid])
    done = "You withdrew the self-assessment. Nobody outside sees it until you submit it again."
    return press(request, withdraw_self_assessment, back=back, done=done, self_assessment=held)


def visible(request: HttpRequest, uuid) -> SelfAssessment:
    """The self-assessment, or 404 to whom may not know of it."""
    return get_object_or_404(SelfAssessment.objects.visible_to(request.user).with_names(), uuid=uuid)


def require_sight(request: HttpRequest, held: SelfAssessment) -> None:
    """Those outside the organisation see what was submitted; of a draft they know only that it is there."""
    if not (request.user.has_perm(rules.SEE_DRAFT, held) or held.counting_snapshot_id):
        raise PermissionDenied(f"{held.organisation} has not submitted this yet. You can read it once it is submitted.")


def asked_part(request: HttpRequest, held: SelfAssessment, code: str) -> Part:
    """The part of the dimension that ?part= asks for, the first without it; 404 where there is none.

    Of what is asked today; what is sent from a page that showed older words is of those.
    """
    framework = version_seen(held, request.POST.get("words_of", held.framework.version))
    asked = get_object_or_404(framework.dimensions.select_related("framework"), code=code)
    number = request.GET.get("part", "1")
    part = Part.of(asked, int(number)) if number.isdecimal() and len(number) < 6 else None
    if part is None:
        raise Http404
    return part
