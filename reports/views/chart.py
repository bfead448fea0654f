"""The reports as pictures to draw in the browser: each of the same suppressed figures as its page and files."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.arranged import arranged_for
from reports.charts.heatmap import heatmap_figure
from reports.charts.look import TooLarge
from reports.pages.heatmap_chart import HeatmapChart
from reports.query import BadQuery, HeatmapPageQuery, Query, read_query

keep_private = cache_control(private=True, no_store=True)
CHOICES = [str(number) for number in range(1, 13)]
USUAL = "9"


@require_safe
@keep_private
def heatmap_chart(request: HttpRequest) -> HttpResponse:
    return _picture(request, HeatmapPageQuery, lambda query, across: _heatmap(request.user, query, across))


def _heatmap(user, query: HeatmapPageQuery, across: int) -> str:
    chart = HeatmapChart.of(arranged_for(user, query))
    return heatmap_figure(chart.matrix, chart.shown, chart.scale, chart.caption, axes=chart.axes, across=across)


def _picture(request: HttpRequest, kind: type[Query], drawn: Callable[[Query, int], str]) -> HttpResponse:
    """A Plotly figure as JSON. Takes the query of the page, and `across`: how many columns fit side by side."""
    asked = request.GET.copy()
    try:
        across = _across(asked.pop("across", [USUAL])[-1])
        figure = drawn(read_query(asked, kind), across)
    except (BadQuery, TooLarge) as fault:
        return HttpResponse(f"{fault}\n", status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(figure, content_type="application/json")


def _across(value: str) -> int:
    if value not in CHOICES:
        raise BadQuery(f"“across” is a number from {CHOICES[0]} to {CHOICES[-1]}.")
    return int(value)
