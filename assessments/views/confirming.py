"""Letting an answer stand that was given to other words: a press on the page of a dimension."""

from django.http import HttpRequest, HttpResponse

from aligns_site.presses import press
from assessments.actions.confirming import confirm_answer
from assessments.forms.answers import AnswerSheet
from assessments.models import SelfAssessment
from assessments.pages.confirming import CONFIRM
from assessments.pages.evidence import back_to
from assessments.pages.parts import Part
from frameworks.models import Indicator


def confirmed(request: HttpRequest, held: SelfAssessment, part: Part, sheet: AnswerSheet) -> HttpResponse | None:
    """Do what the pressed button asks for once the page is saved; None where it asks for something else."""
    wish, _, code = request.POST.get("then", "").partition(":")
    form = next((one for one in sheet.forms if _code(one.target) == code), None)
    if wish != CONFIRM or form is None or form.current is None:
        return None
    indicator = form.target if code else None
    said = {"self_assessment": held, "target": form.target, "seen_version": form.current.version}
    done = f"Your answer{f' to {code}' if code else ''} stands for the words of today."
    return press(request, confirm_answer, back=back_to(held, part.dimension, indicator), done=done, **said)


def _code(target) -> str:
    return target.code if isinstance(target, Indicator) else ""
