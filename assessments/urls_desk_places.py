"""The addresses of places at the administrator's desk."""

from django.urls import path

from assessments.views import desk_merging, desk_place_changes, desk_places

urlpatterns = [
    path("", desk_places.list_, name="places"),
    path("load/", desk_places.load, name="load_places"),
    path("add-organisation/", desk_place_changes.add, {"kind": "organisation"}, name="add_organisation"),
    path("add-ics/", desk_place_changes.add, {"kind": "ics"}, name="add_ics"),
    path("add-region/", desk_place_changes.add, {"kind": "region"}, name="add_region"),
    path("organisations/<slug:organisation>/", desk_places.organisation, name="organisation"),
    path("organisations/<slug:organisation>/names/", desk_place_changes.names, name="organisation_names"),
    path("organisations/<slug:organisation>/change/", desk_place_changes.change, name="change_organisation"),
    path("organisations/<slug:organisation>/place/", desk_place_changes.place_anew, name="place_organisation"),
    path("organisations/<slug:organisation>/merge/", desk_merging.merge, name="merge_organisation"),
    path("ics/<slug:ics>/", desk_places.ics, name="ics"),
    path("ics/<slug:ics>/names/", desk_place_changes.names, name="ics_names"),
    path("ics/<slug:ics>/place/", desk_place_changes.place_anew, name="place_ics"),
    path("ics/<slug:ics>/succession/", desk_place_changes.succession, name="succeed_ics"),
    path(
        "ics/<slug:ics>/succession/take-back/",
        desk_place_changes.take_back_succession,
        name="take_back_succession",
    ),
    path("regions/<slug:region>/", desk_places.region, name="region"),
    path("regions/<slug:region>/names/", desk_place_changes.names, name="region_names"),
]
