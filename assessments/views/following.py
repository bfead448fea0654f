"""The list, the task list and the timeline; agreeing, returning and reopening what was submitted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aligns_site.access import ActionRefused, permit
from aligns_site.presses import press
from assessments import rules
from assessments.actions.states import agree_self_assessment, reopen_self_assessment, return_self_assessment
from assessments.forms.returning import ReturnForm
from assessments.models import Cycle, SelfAssessment, Status
from assessments.pages.listing import ListPage
from assessments.pages.record import RecordPage
from assessments.pages.returning import ReturnPage, indicators_to_return, open_dimension
from assessments.pages.submission import SubmissionPage, readable_numbers
from assessments.pages.task_list import TaskListPage
from assessments.pages.timeline import HistoryPage


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    cycles = list(Cycle.objects.visible_to(request.user).opened_by(timezone.localdate()).latest_first())
    slug = request.GET.get("cycle")
    chosen = next((cycle for cycle in cycles if cycle.slug == slug or not slug), None)
    if slug and chosen is None:
        raise Http404
    state = request.GET.get("state", "")
    if state and state not in Status.values:
        raise Http404
    page = ListPage.of(request.user, cycles=cycles, chosen=chosen, state=state)
    return render(request, "assessments/list.html", {"page": page})


@require_safe
def detail(request: HttpRequest, uuid) -> HttpResponse:
    seen = SelfAssessment.objects.visible_to(request.user).with_answers()
    page = TaskListPage.of(get_object_or_404(seen, uuid=uuid), seen_by=request.user)
    return render(request, "assessments/detail.html", {"page": page})


@require_safe
def history(request: HttpRequest, uuid) -> HttpResponse:
    """Tells of drafts: a member elsewhere who merely sees what was submitted gets 404."""
    followed = SelfAssessment.objects.visible_to(request.user).in_sight_of(request.user).with_names()
    page = HistoryPage.of(get_object_or_404(followed, uuid=uuid), seen_by=request.user)
    return render(request, "assessments/history.html", {"page": page})


@require_safe
def submission(request: HttpRequest, uuid, number: int) -> HttpResponse:
    """For those who may read the timeline. A lead reads none that the organisation took back."""
    followed = SelfAssessment.objects.visible_to(request.user).in_sight_of(request.user).with_names()
    held = get_object_or_404(followed, uuid=uuid)
    asked = get_object_or_404(held.snapshots.submissions().select_related("taken_by"), number=number)
    readable = readable_numbers(held, seen_by=request.user)
    if number not in readable:
        raise PermissionDenied(f"{held.organisation} withdrew this submission. Only its own people can read it.")
    earlier = [n for n in readable if n < number][-1:]
    before = held.snapshots.submissions().filter(number__in=earlier).first()
    page = SubmissionPage.of(held, asked, before, seen_by=request.user, wanted=wanted(request))
    return render(request, "assessments/submission.html", {"page": page})


@require_safe
def record(request: HttpRequest, uuid, number: int) -> HttpResponse:
    """All as it stood before a move to a newer version. A draft may be in it, so only the organisation reads it."""
    held = _visible(request, uuid)
    permit(request.user, rules.SEE_DRAFT, held)
    kept = get_object_or_404(held.snapshots.records().select_related("upgrade__older", "upgrade__newer"), number=number)
    page = RecordPage.of(held, kept, seen_by=request.user, wanted=wanted(request))
    return render(request, "assessments/record.html", {"page": page})


def agree(request: HttpRequest, uuid) -> HttpResponse:
    one = _visible(request, uuid)
    done = f"You agreed the self-assessment of {one.subject}."
    return press(request, agree_self_assessment, back=_address(one), done=done, self_assessment=one)


@require_http_methods(["GET", "HEAD", "POST"])
def return_(request: HttpRequest, uuid) -> HttpResponse:
    self_assessment = _visible(request, uuid)
    permit(request.user, rules.RETURN, self_assessment)
    one = open_dimension(self_assessment, wanted(request))
    form = ReturnForm(indicators_to_return(self_assessment, one), request.POST or None)
    if form.is_valid():
        try:
            return_self_assessment(
                by=request.user,
                self_assessment=self_assessment,
                note=form.cleaned_data["note"],
                reasons=form.cleaned_data["reasons"],
            )
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"You returned the self-assessment to {self_assessment.organisation}.")
            return redirect("assessments:detail", uuid)
    words = {"page": ReturnPage.of(self_assessment, form, one), "form": form}
    return render(request, "assessments/return.html", words, status=422 if form.errors else 200)


def reopen(request: HttpRequest, uuid) -> HttpResponse:
    one = _visible(request, uuid)
    done = f"You reopened the self-assessment. {one.organisation} can change it now."
    said = {"self_assessment": one, "note": request.POST.get("note", "")}
    return press(request, reopen_self_assessment, back=_address(one), done=done, **said)


def wanted(request: HttpRequest) -> str:
    """The code of the dimension to open; of a small framework all are."""
    return request.GET.get("dimension", "")


def _address(one: SelfAssessment) -> str:
    return reverse("assessments:detail", args=[one.uuid])


def _visible(request: HttpRequest, uuid) -> SelfAssessment:
    return get_object_or_404(SelfAssessment.objects.visible_to(request.user).with_names(), uuid=uuid)
