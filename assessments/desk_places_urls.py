"""The addresses of places at the administrator's desk."""

from django.urls import path

from assessments.views import desk_places

urlpatterns = [
    path("", desk_places.list_, name="places"),
    path("load/", desk_places.load, name="load_places"),
    path("organisations/<slug:organisation>/", desk_places.organisation, name="organisation"),
    path("ics/<slug:ics>/", desk_places.ics, name="ics"),
    path("regions/<slug:region>/", desk_places.region, name="region"),
]
