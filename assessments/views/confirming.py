"""Letting an answer stand that was given to other words: a press on the page of a dimension."""

from django.http import HttpRequest, HttpResponse

from aligns_site.presses import press
from assessments.actions.confirming import confirm_answer
from assessments.actions.contributions import Speaker, confirm_view
from assessments.forms.answer_sheets import AnswerSheet
from assessments.forms.answers import AnswerForm
from assessments.forms.contributions import ViewForm, ViewSheet
from assessments.models import Contribution, SelfAssessment, User
from assessments.pages.confirming import CONFIRM
from assessments.pages.evidence import back_to
from assessments.pages.own_view import views_address
from assessments.pages.parts import Part
from frameworks.models import Indicator


def confirmed(request: HttpRequest, held: SelfAssessment, part: Part, sheet: AnswerSheet) -> HttpResponse | None:
    """Do what the pressed button asks for once the page is saved; None where it asks for something else."""
    form = _pressed(request, sheet)
    if form is None:
        return None
    code = _code(form.target)
    indicator = form.target if code else None
    said = {"self_assessment": held, "target": form.target, "seen_version": form.current.version}
    done = f"Your answer{f' to {code}' if code else ''} stands for the words of today."
    return press(request, confirm_answer, back=back_to(held, part.dimension, indicator), done=done, **said)


def confirmed_view(request: HttpRequest, speaker: Speaker, part: Part, sheet: ViewSheet) -> HttpResponse | None:
    """The same for one's own view."""
    form = _pressed(request, sheet)
    if form is None:
        return None
    back = f"{views_address(speaker, part.dimension.code, part.number)}#indicator-{form.target.code}"
    done = f"Your answer to {form.target.code} stands for the words of today."

    def verb(*, by: User, **said) -> Contribution:
        return confirm_view(by=speaker, **said)

    return press(request, verb, back=back, done=done, target=form.target, seen_version=form.current.version)


def _pressed(request: HttpRequest, sheet: AnswerSheet | ViewSheet) -> AnswerForm | ViewForm | None:
    """The form whose answer is to stand; None where another button was pressed."""
    wish, _, code = request.POST.get("then", "").partition(":")
    found = next((one for one in sheet.forms if _code(one.target) == code), None)
    return found if wish == CONFIRM and found and found.current else None


def _code(target) -> str:
    return target.code if isinstance(target, Indicator) else ""
