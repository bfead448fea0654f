"""The perception gaps as page and CSV, both of the same gaps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.exports import csv
from reports.exports.gap_lines import GAP_HEADER, gap_lines
from reports.one_dimension import fitting
from reports.pages.gaps import GapsPage
from reports.perceptions import perceptions_for
from reports.query import BadQuery, GapsQuery, read_query

keep_private = cache_control(private=True, no_store=True)


@require_safe
@keep_private
def gaps(request: HttpRequest) -> HttpResponse:
    try:
        fits = fitting(request.user, read_query(request.GET, GapsQuery))
        perceptions = perceptions_for(request.user, fits.query)
    except BadQuery as fault:
        return render(request, "400.html", {"message": str(fault)}, status=400)
    return render(request, "reports/gaps.html", {"page": GapsPage.of(perceptions, fits)})


@require_safe
@keep_private
def gaps_csv(request: HttpRequest) -> HttpResponse:
    """The file, or a line of plain text that says what is wrong with the question."""
    try:
        perceptions = perceptions_for(request.user, read_query(request.GET, GapsQuery))
    except BadQuery as fault:
        return HttpResponse(f"{fault}\n", status=400, content_type="text/plain; charset=utf-8")
    query = perceptions.query
    name = "-".join(filter(None, ("gaps", query.cycle, query.rows, query.dimension)))
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    content = csv.written(GAP_HEADER, gap_lines(perceptions))
    return HttpResponse(content, content_type=csv.CONTENT_TYPE, headers=headers)
