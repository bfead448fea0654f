"""The span chart of one dimension as page, SVG and CSV, all of the same suppressed matrix."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.exports import csv, svg
from reports.exports.span_lines import SPAN_HEADER, span_lines
from reports.pages.spans import SpansPage
from reports.pages.spans_picture import SpansPicture
from reports.query import BadQuery, SpansQuery, read_query
from reports.spans import SpanChart, span_chart_for

keep_private = cache_control(private=True, no_store=True)


@require_safe
@keep_private
def spans(request: HttpRequest) -> HttpResponse:
    try:
        chart = span_chart_for(request.user, read_query(request.GET, SpansQuery))
    except BadQuery as fault:
        return render(request, "400.html", {"message": str(fault)}, status=400)
    return render(request, "reports/spans.html", {"page": SpansPage.of(chart)})


@require_safe
@keep_private
def spans_csv(request: HttpRequest) -> HttpResponse:
    return _file(request, "csv", csv.CONTENT_TYPE, lambda chart: csv.written(SPAN_HEADER, span_lines(chart)))


@require_safe
@keep_private
def spans_svg(request: HttpRequest) -> HttpResponse:
    return _file(request, "svg", svg.CONTENT_TYPE, lambda chart: svg.spans_as_svg(SpansPicture.of(chart)))


def _file(request: HttpRequest, ending: str, content_type: str, written: Callable[[SpanChart], bytes]) -> HttpResponse:
    """The file, or a line of plain text that says what is wrong with the question."""
    try:
        chart = span_chart_for(request.user, read_query(request.GET, SpansQuery))
    except BadQuery as fault:
        return HttpResponse(f"{fault}\n", status=400, content_type="text/plain; charset=utf-8")
    name = "-".join(filter(None, ("spans", chart.query.cycle, chart.query.dimension)))
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(written(chart), content_type=content_type, headers=headers)
