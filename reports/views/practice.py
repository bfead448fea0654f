"""The library of good practice as page and CSV, both of the same examples."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.exports import csv
from reports.exports.practice_lines import PRACTICE_HEADER, practice_lines
from reports.pages.practice import PracticePage
from reports.practice import library_for
from reports.query import BadQuery, PracticeQuery, read_query

keep_private = cache_control(private=True, no_store=True)


@require_safe
@keep_private
def practice(request: HttpRequest) -> HttpResponse:
    try:
        page = PracticePage.of(library_for(request.user, read_query(request.GET, PracticeQuery)))
    except BadQuery as fault:
        return render(request, "400.html", {"message": str(fault)}, status=400)
    return render(request, "reports/practice.html", {"page": page})


@require_safe
@keep_private
def practice_csv(request: HttpRequest) -> HttpResponse:
    """The file, or a line of plain text that says what is wrong with the question."""
    try:
        library = library_for(request.user, read_query(request.GET, PracticeQuery))
    except BadQuery as fault:
        return HttpResponse(f"{fault}\n", status=400, content_type="text/plain; charset=utf-8")
    name = "-".join(filter(None, ("good-practice", library.query.cycle, library.query.dimension)))
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    lines = practice_lines(library)
    return HttpResponse(csv.written(PRACTICE_HEADER, lines), content_type=csv.CONTENT_TYPE, headers=headers)
