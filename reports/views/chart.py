"""The heatmap as a picture to draw in the browser: the same suppressed matrix as page and files."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.charts import TooLarge, heatmap_figure
from reports.heatmaps import heatmap_for
from reports.pages.chart import ChartPage
from reports.query import BadQuery, read_query

CHOICES = [str(number) for number in range(1, 13)]
USUAL = "9"


@require_safe
@cache_control(private=True, no_store=True)
def heatmap_chart(request: HttpRequest) -> HttpResponse:
    """A Plotly figure as JSON. Takes the query of the page, and `across`: how many columns fit side by side."""
    asked = request.GET.copy()
    try:
        across = _across(asked.pop("across", [USUAL])[-1])
        page = ChartPage.of(heatmap_for(request.user, read_query(asked)))
        words = {"title": page.title, "notes": page.notes, "axes": page.axes}
        figure = heatmap_figure(page.matrix, page.shown, page.scale, across=across, **words)
    except (BadQuery, TooLarge) as fault:
        return HttpResponse(f"{fault}\n", status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(figure, content_type="application/json")


def _across(value: str) -> int:
    if value not in CHOICES:
        raise BadQuery(f"“across” is a number from {CHOICES[0]} to {CHOICES[-1]}.")
    return int(value)
