"""Cycles at the desk: list them, open one, see one, and change it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aligns_site.access import ActionRefused
from assessments.actions import cycle_changes as verbs
from assessments.actions.cycles import open_cycle as open_cycle_verb
from assessments.forms.cycles import AskForm, ChosenForm, CloseForm, ExtendForm, OpenCycleForm, RestrictForm
from assessments.models import Cycle, Organisation
from assessments.pages.dates import long_day
from assessments.pages.desk_changes import CycleChangePage
from assessments.pages.desk_cycles import CyclePage, CyclesPage
from assessments.pages.desk_picks import ChoosePage, ReviewPage, chosen_organisations, open_choices
from assessments.views.desk import at_desk

reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])


@at_desk
@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/cycles.html", {"page": CyclesPage.of(request.user)})


@at_desk
@require_safe
def cycle(request: HttpRequest, cycle: str) -> HttpResponse:
    return render(request, "desk/cycle.html", {"page": CyclePage.of(request.user, _cycle(request, cycle))})


@at_desk
@reads_and_sends
def open_cycle(request: HttpRequest) -> HttpResponse:
    """Three steps at one address: what it is; whom it asks; open it. Nothing is kept in between."""
    form = OpenCycleForm(*open_choices(request.user), request.POST or None)
    step = request.POST.get("step")
    if not form.is_valid() or step == "change":
        return _open_form(request, form)
    bodies = chosen_organisations(request.user, form.cleaned_data)
    if not bodies:
        form.add_error("whom", "No organisation is like that on the first day. Choose others")
        return _open_form(request, form)
    chosen = ChosenForm([body.slug for body in bodies], request.POST if step == "open" else None)
    if chosen.is_valid():
        wanted = [body for body in bodies if body.slug in chosen.cleaned_data["organisations"]]
        return _opened(request, form, wanted) or _open_form(request, form)
    ticked = request.POST.getlist("organisations") if step == "open" else [body.slug for body in bodies]
    words = {"page": ReviewPage.of(request.user, form.wanted, bodies, ticked=ticked), "sent": form, "form": chosen}
    return render(request, "desk/open_cycle_review.html", words, status=422 if chosen.errors else 200)


def _open_form(request: HttpRequest, form: OpenCycleForm) -> HttpResponse:
    words = {"form": form, "page": CyclesPage(())}
    return render(request, "desk/open_cycle.html", words, status=422 if form.errors else 200)


def _opened(request: HttpRequest, form: OpenCycleForm, bodies: list[Organisation]) -> HttpResponse | None:
    """None where the verb refuses; then the form says why."""
    try:
        opened, is_new = open_cycle_verb(by=request.user, organisations=bodies, **form.wanted)
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(
        request, f"{opened} {'is set up' if is_new else 'is there already'}. It asks {_many(len(bodies))}."
    )
    return redirect("desk:cycle", opened.slug)


@at_desk
@reads_and_sends
def ask(request: HttpRequest, cycle: str) -> HttpResponse:
    done = "{many} asked from now on."
    return _choose(request, cycle, ChoosePage.asking, verbs.ask_organisations, done=done)


@at_desk
@reads_and_sends
def unask(request: HttpRequest, cycle: str) -> HttpResponse:
    done = "{many} not asked any more."
    return _choose(request, cycle, ChoosePage.unasking, verbs.unask_organisations, done=done)


def _choose(request: HttpRequest, slug: str, page_of: Callable, verb: Callable, *, done: str) -> HttpResponse:
    chosen = _cycle(request, slug)
    page = page_of(request.user, chosen, request.POST.getlist("organisations"))
    form = AskForm(page.slugs, request.POST or None)
    if form.is_valid():
        slugs = form.cleaned_data["organisations"]
        bodies = list(Organisation.objects.visible_to(request.user).filter(slug__in=slugs))
        try:
            count = verb(by=request.user, cycle=chosen, organisations=bodies, note=form.cleaned_data["note"])
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done.format(many=f"{_many(count)} {'is' if count == 1 else 'are'}"))
            return redirect("desk:cycle", chosen.slug)
    words = {"page": page, "form": form}
    return render(request, "desk/cycle_choose.html", words, status=422 if form.errors else 200)


@at_desk
@reads_and_sends
def extend(request: HttpRequest, cycle: str) -> HttpResponse:
    chosen = _cycle(request, cycle)
    page = CycleChangePage.extending(chosen)
    return _move(request, page, ExtendForm(chosen, request.POST or None), verbs.extend_cycle)


@at_desk
@reads_and_sends
def close(request: HttpRequest, cycle: str) -> HttpResponse:
    chosen = _cycle(request, cycle)
    if chosen.has_closed:
        messages.error(request, f"The cycle closed on {long_day(chosen.closes_on)} already.")
        return redirect("desk:cycle", chosen.slug)
    page = CycleChangePage.closing(request.user, chosen)
    return _move(request, page, CloseForm(chosen, request.POST or None), verbs.close_cycle_early)


def _move(request: HttpRequest, page: CycleChangePage, form: CloseForm, verb: Callable) -> HttpResponse:
    """Move the closing date; where geography moves with it, show that first."""
    if form.is_valid():
        said = form.said
        try:
            moved = verb(by=request.user, cycle=page.cycle, **said)
        except verbs.GeographyMoves as refusal:
            page = page.with_moves(said["closes_on"])
            form.ask_whether_meant(said["closes_on"])
            form.add_error("moves_are_meant", str(refusal))
        except ActionRefused as refusal:
            form.add_error(form.first, str(refusal))
        else:
            messages.success(request, f"The last day of {moved} is {long_day(moved.closes_on)} now.")
            return redirect("desk:cycle", moved.slug)
    words = {"page": page, "form": form}
    return render(request, "desk/cycle_change.html", words, status=422 if form.errors else 200)


@at_desk
@reads_and_sends
def restrict(request: HttpRequest, cycle: str) -> HttpResponse:
    chosen = _cycle(request, cycle)
    form = RestrictForm(chosen, request.POST or None)
    if form.is_valid():
        try:
            held = verbs.restrict_cycle(by=request.user, cycle=chosen, **form.cleaned_data)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{held} is stricter now: {held.get_visibility_display().lower()}.")
            return redirect("desk:cycle", chosen.slug)
    words = {"page": CycleChangePage.restricting(chosen), "form": form}
    return render(request, "desk/cycle_change.html", words, status=422 if form.errors else 200)


def _cycle(request: HttpRequest, slug: str) -> Cycle:
    return get_object_or_404(Cycle.objects.visible_to(request.user).select_related("framework"), slug=slug)


def _many(count: int) -> str:
    return "1 organisation" if count == 1 else f"{count} organisations"
