"""The site at the desk: its name, support contact and sender of e-mails, and a test e-mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from aligns_site.access import ActionRefused
from aligns_site.presses import press
from assessments.actions import site as verbs
from assessments.forms.site import SiteForm
from assessments.pages.desk_site import SitePage
from assessments.site import details_set
from assessments.views.desk import at_desk


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def site(request: HttpRequest) -> HttpResponse:
    held = details_set()
    form = SiteForm(held, request.POST or None)
    if form.is_valid():
        try:
            _, is_new = verbs.change_site(by=request.user, **form.cleaned_data)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, "Saved. It holds everywhere within half a minute." if is_new else "Nothing was changed."
            )
            return redirect("desk:site")
    words = {"form": form, "page": SitePage.of(held)}
    return render(request, "desk/site.html", words, status=422 if form.errors else 200)


@at_desk
def test_email(request: HttpRequest) -> HttpResponse:
    return press(request, verbs.send_test_email, back=reverse("desk:site"), done=str)
