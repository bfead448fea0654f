"""The comparison of groups as page, CSV, JSON, Excel and radar, all of the same suppressed matrices."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.comparisons import Comparison, comparison_for
from reports.exports import csv, json, xlsx
from reports.pages.compare import ComparePage
from reports.pages.compare_notes import as_lines, notes_of
from reports.pages.compare_radar import radar_of
from reports.query import BadQuery, CompareQuery, read_query, unknown_value
from reports.radar import radar_svg

keep_private = cache_control(private=True, no_store=True)
SVG = "image/svg+xml"


@require_safe
@keep_private
def compare(request: HttpRequest) -> HttpResponse:
    try:
        shown = _asked(request, request.GET)
    except BadQuery as fault:
        return render(request, "400.html", {"message": str(fault)}, status=400)
    return render(request, "reports/compare.html", {"page": ComparePage.of(shown)})


@require_safe
@keep_private
def compare_csv(request: HttpRequest) -> HttpResponse:
    return _file(request, request.GET, "csv", csv.CONTENT_TYPE, csv.comparison_as_csv)


@require_safe
@keep_private
def compare_json(request: HttpRequest) -> HttpResponse:
    return _file(
        request, request.GET, "json", json.CONTENT_TYPE, lambda shown: json.comparison_as_json(shown, _notes(shown))
    )


@require_safe
@keep_private
def compare_xlsx(request: HttpRequest) -> HttpResponse:
    return _file(
        request, request.GET, "xlsx", xlsx.CONTENT_TYPE, lambda shown: xlsx.comparison_as_xlsx(shown, _notes(shown))
    )


@require_safe
@keep_private
def compare_radar(request: HttpRequest) -> HttpResponse:
    """Takes the query of the page, and `group`: the slug of the one to draw."""
    asked = request.GET.copy()
    group = asked.pop("group", [""])[-1]
    return _file(request, asked, "svg", SVG, lambda shown: _radar(shown, group))


def _radar(shown: Comparison, group: str) -> bytes:
    row = next((row for row in shown.groups.rows if row.slug == group), None)
    if row is None:
        raise unknown_value("group", group)
    if not shown.has_axes:
        raise BadQuery("A radar needs at least three dimensions. This framework has fewer.")
    return radar_svg(radar_of(shown, row), as_file=True).encode()


def _notes(shown: Comparison) -> tuple[str, ...]:
    return as_lines(notes_of(shown)) if shown.stock else ()


def _asked(request: HttpRequest, given: QueryDict) -> Comparison:
    return comparison_for(request.user, read_query(given, CompareQuery))


def _file(
    request: HttpRequest, given: QueryDict, ending: str, content_type: str, written: Callable[[Comparison], bytes]
) -> HttpResponse:
    """The file, or a line of plain text that says what is wrong with the question."""
    try:
        shown = _asked(request, given)
        content = written(shown)
    except BadQuery as fault:
        return HttpResponse(f"{fault}\n", status=400, content_type="text/plain; charset=utf-8")
    name = "-".join(filter(None, ("compare", shown.query.cycle, shown.query.rows)))
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
