"""The site with one address more: what everybody says, by name; a leak for the attack to find."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from aligns_site.urls import urlpatterns as real
from reports.exports.csv import as_csv
from reports.heatmaps import heatmap_for
from reports.matrix import organisation_matrix
from reports.query import HeatmapQuery


def everybody(request: HttpRequest) -> HttpResponse:
    shown = heatmap_for(request.user, HeatmapQuery())
    by_name = [replace(one, is_seen=True) for one in shown.asked]
    return HttpResponse(as_csv(organisation_matrix(by_name, shown.submissions, shown.matrix.columns), shown.scale))


urlpatterns = [path("reports/", include(([path("planted.csv", everybody, name="planted")], "planted"))), *real]
