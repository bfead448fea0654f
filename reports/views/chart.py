"""The reports as pictures to draw in the browser: each of the same suppressed figures as its page and files."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.arranged import arranged_for
from reports.charts.compare import comparison_figure
from reports.charts.gaps import gaps_figure
from reports.charts.heatmap import heatmap_figure
from reports.charts.look import TooLarge
from reports.charts.movement import movement_figure
from reports.charts.spans import spans_figure
from reports.comparisons import comparison_for
from reports.one_dimension import fitting
from reports.pages.compare_chart import CompareChart
from reports.pages.gaps_chart import GapsChart
from reports.pages.heatmap_chart import HeatmapChart
from reports.pages.spans_chart import SpansChart
from reports.pages.trends_chart import TrendsChart
from reports.perceptions import perceptions_for
from reports.query import (
    BadQuery,
    CompareQuery,
    GapsQuery,
    HeatmapPageQuery,
    Query,
    SpansQuery,
    TrendsQuery,
    read_query,
)
from reports.spans import span_chart_for
from reports.trends import trend_for

keep_private = cache_control(private=True, no_store=True)
CHOICES = [str(number) for number in range(1, 13)]
USUAL = "9"


@require_safe
@keep_private
def heatmap_chart(request: HttpRequest) -> HttpResponse:
    return _picture(request, HeatmapPageQuery, _heatmap)


@require_safe
@keep_private
def compare_chart(request: HttpRequest) -> HttpResponse:
    return _picture(request, CompareQuery, _comparison)


@require_safe
@keep_private
def spans_chart(request: HttpRequest) -> HttpResponse:
    return _picture(request, SpansQuery, _spans)


@require_safe
@keep_private
def trends_chart(request: HttpRequest) -> HttpResponse:
    return _picture(request, TrendsQuery, _movement)


@require_safe
@keep_private
def gaps_chart(request: HttpRequest) -> HttpResponse:
    return _picture(request, GapsQuery, _gaps)


def _heatmap(user, query: HeatmapPageQuery, across: int) -> str:
    chart = HeatmapChart.of(arranged_for(user, fitting(user, query).query))
    return heatmap_figure(chart.matrix, chart.shown, chart.scale, chart.caption, axes=chart.axes, across=across)


def _comparison(user, query: CompareQuery, across: int) -> str:
    comparison = comparison_for(user, query)
    chart = CompareChart.of(comparison, across)
    return comparison_figure(chart.sections, comparison.scale, chart.caption, across=across)


def _spans(user, query: SpansQuery, across: int) -> str:
    spans = span_chart_for(user, query)
    chart = SpansChart.of(spans, across)
    return spans_figure(chart.spans, chart.shown, spans.scale, chart.caption, across=across)


def _movement(user, query: TrendsQuery, across: int) -> str:
    chart = TrendsChart.of(trend_for(user, fitting(user, query).query), across)
    return movement_figure(
        chart.parts,
        chart.scale,
        chart.caption,
        cycles=chart.cycles,
        has_same_version=chart.has_same_version,
        has_same_levels=chart.has_same_levels,
        across=across,
    )


def _gaps(user, query: GapsQuery, across: int) -> str:
    perceptions = perceptions_for(user, fitting(user, query).query)
    chart = GapsChart.of(perceptions, across)
    return gaps_figure(chart.gaps, chart.silent, perceptions.scale, chart.caption, across=across)


def _picture(request: HttpRequest, kind: type[Query], drawn: Callable[..., str]) -> HttpResponse:
    """A Plotly figure as JSON. Takes the query of the page, and `across`: how many columns fit side by side."""
    asked = request.GET.copy()
    try:
        across = _across(asked.pop("across", [USUAL])[-1])
        figure = drawn(request.user, read_query(asked, kind), across)
    except (BadQuery, TooLarge) as fault:
        return HttpResponse(f"{fault}\n", status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(figure, content_type="application/json")


def _across(value: str) -> int:
    if value not in CHOICES:
        raise BadQuery(f"“across” is a number from {CHOICES[0]} to {CHOICES[-1]}.")
    return int(value)
