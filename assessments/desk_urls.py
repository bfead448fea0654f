"""The addresses of the administrator's desk. Every view begins with `at_desk`."""

from django.urls import include, path

from assessments.views import desk

app_name = "desk"

urlpatterns = [
    path("", desk.home, name="home"),
    path("places/", include("assessments.desk_places_urls")),
]
