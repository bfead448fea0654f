"""Movement between two cycles as page and CSV, both of the same suppressed matrices."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.exports import csv
from reports.exports.trend_lines import TREND_HEADER, trend_lines
from reports.one_dimension import fitting
from reports.pages.trends import TrendsPage
from reports.query import BadQuery, TrendsQuery, read_query
from reports.trends import trend_for

keep_private = cache_control(private=True, no_store=True)


@require_safe
@keep_private
def trends(request: HttpRequest) -> HttpResponse:
    try:
        fits = fitting(request.user, read_query(request.GET, TrendsQuery))
        trend = trend_for(request.user, fits.query)
    except BadQuery as fault:
        return render(request, "400.html", {"message": str(fault)}, status=400)
    return render(request, "reports/trends.html", {"page": TrendsPage.of(trend, fits)})


@require_safe
@keep_private
def trends_csv(request: HttpRequest) -> HttpResponse:
    """The file, or a line of plain text that says what is wrong with the question."""
    try:
        trend = trend_for(request.user, read_query(request.GET, TrendsQuery))
    except BadQuery as fault:
        return HttpResponse(f"{fault}\n", status=400, content_type="text/plain; charset=utf-8")
    content = csv.written(TREND_HEADER, trend_lines(trend))
    name = "-".join(filter(None, ("movement", trend.query.against, trend.query.cycle)))
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(content, content_type=csv.CONTENT_TYPE, headers=headers)
