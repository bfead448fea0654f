"""The home page: what waits for this person, and the saved views that she put there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.pages.home import HomePage
from reports.pages.saved import views_on_home


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    views = tuple(views_on_home(request.user))
    return render(request, "home.html", {"page": HomePage.of(request.user), "views": views})
