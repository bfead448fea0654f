"""The demonstration at the desk: what of it is there, and taking it away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aligns_site.access import ActionRefused
from assessments.actions.demo import remove_demo
from assessments.forms.demonstration import RemoveDemoForm
from assessments.pages.desk_demonstration import DemonstrationPage
from assessments.views.desk import at_desk


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def demonstration(request: HttpRequest) -> HttpResponse:
    form = RemoveDemoForm(request.POST or None)
    if form.is_valid():
        try:
            lines = remove_demo(by=request.user)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = "; ".join(lines)
            messages.success(request, f"{words[0].upper()}{words[1:]}.")
            return redirect("desk:demonstration")
    words = {"form": form, "page": DemonstrationPage.of(request.user)}
    return render(request, "desk/demonstration.html", words, status=422 if form.errors else 200)
