"""The heatmap as page, CSV, JSON and Excel, all of the same suppressed matrix."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.arranged import arranged_for
from reports.exports import csv, json, xlsx
from reports.heatmaps import Heatmap, heatmap_for
from reports.one_dimension import fitting
from reports.pages.heatmap import HeatmapPage
from reports.query import BadQuery, HeatmapPageQuery, read_query

keep_private = cache_control(private=True, no_store=True)


@require_safe
@keep_private
def heatmap(request: HttpRequest) -> HttpResponse:
    try:
        fits = fitting(request.user, read_query(request.GET, HeatmapPageQuery))
        shown = arranged_for(request.user, fits.query)
    except BadQuery as fault:
        return render(request, "400.html", {"message": str(fault)}, status=400)
    return render(request, "reports/heatmap.html", {"page": HeatmapPage.of(shown, fits)})


@require_safe
@keep_private
def heatmap_csv(request: HttpRequest) -> HttpResponse:
    return _file(request, "csv", csv.CONTENT_TYPE, lambda shown: csv.as_csv(shown.matrix, shown.scale))


@require_safe
@keep_private
def heatmap_json(request: HttpRequest) -> HttpResponse:
    return _file(request, "json", json.CONTENT_TYPE, lambda shown: json.as_json(shown.matrix, shown.scale, shown.query))


@require_safe
@keep_private
def heatmap_xlsx(request: HttpRequest) -> HttpResponse:
    return _file(request, "xlsx", xlsx.CONTENT_TYPE, lambda shown: xlsx.as_xlsx(shown.matrix, shown.scale))


def _file(request: HttpRequest, ending: str, content_type: str, written: Callable[[Heatmap], bytes]) -> HttpResponse:
    """The file, or a line of plain text that says what is wrong with the question."""
    try:
        shown = heatmap_for(request.user, read_query(request.GET))
    except BadQuery as fault:
        return HttpResponse(f"{fault}\n", status=400, content_type="text/plain; charset=utf-8")
    name = "-".join(filter(None, ("heatmap", shown.query.cycle, shown.query.rows, shown.query.columns)))
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(written(shown), content_type=content_type, headers=headers)
