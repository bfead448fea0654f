"""The addresses of the administrator's desk. Every view begins with `at_desk`."""

from django.urls import path

from assessments.views import desk

app_name = "desk"

urlpatterns = [
    path("", desk.home, name="home"),
]
