"""The drill-down from the heatmap: what one organisation said."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from assessments.models import SelfAssessment
from reports.pages.profile import ProfilePage


@require_safe
@cache_control(private=True, no_store=True)
def profile(request: HttpRequest, cycle: str, organisation: str) -> HttpResponse:
    """404 for whatever this person may not see by name, and for what has not submitted anything."""
    seen = list(_counting(request.user).filter(cycle__slug=cycle, organisation__slug=organisation))
    wanted = request.GET.get("initiative")
    chosen = next((one for one in seen if wanted is None or one.initiative == wanted), None)
    if chosen is None:
        raise Http404
    page = ProfilePage.of(chosen, initiatives=[one.initiative for one in seen], seen_by=request.user)
    return render(request, "reports/profile.html", {"page": page})


def _counting(user):
    return (
        SelfAssessment.objects.visible_to(user)
        .counting()
        .with_names()
        .with_placements()
        .select_related("counting_snapshot")
        .prefetch_related(
            "framework__levels",
            "framework__dimensions__indicators",
            "counting_snapshot__cells",
        )
        .order_by("initiative")
    )
