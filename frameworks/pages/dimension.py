"""One dimension of a version on a page of its own, for frameworks with too many indicators for one page."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.urls import reverse

from frameworks.crosswalks.links import links_of
from frameworks.models import Dimension, Framework, MaturityLevel
from frameworks.pages.addresses import Links, User, detail_url, dimension_url, way_here
from frameworks.pages.parts import MOST_ON_ONE_PAGE, IndicatorPart


@dataclass(frozen=True)
class DimensionPage:
    """`before` and `after`: the sheets beside this one, where the dimension has several."""

    framework: Framework
    dimension: Dimension
    levels: list[MaturityLevel]
    indicators: list[IndicatorPart]
    position: str
    before: int | None
    after: int | None
    neighbours: Links
    levels_url: str
    breadcrumbs: Links

    @classmethod
    def of(cls, dimension: Dimension, user: User, sheet: str) -> "DimensionPage":
        """`dimension` with its framework."""
        framework = dimension.framework
        levels, links = list(framework.levels.order_by("position")), links_of(framework, user)
        indicators = dimension.indicators.with_words().order_by("position")
        shown = Paginator(indicators, MOST_ON_ONE_PAGE).get_page(sheet)
        return cls(
            framework,
            dimension,
            levels,
            [IndicatorPart.of(one, levels, links.get(one.code, []), framework) for one in shown],
            f"Page {shown.number} of {shown.paginator.num_pages}" if shown.has_other_pages() else "",
            shown.previous_page_number() if shown.has_previous() else None,
            shown.next_page_number() if shown.has_next() else None,
            neighbours(dimension),
            f"{detail_url(framework)}#levels",
            way_here(user, ("Frameworks", reverse("frameworks:list")), (str(framework), detail_url(framework))),
        )


def neighbours(dimension: Dimension) -> Links:
    """The dimensions before and after, each by its title."""
    beside = (dimension.position - 1, dimension.position + 1)
    found = dimension.framework.dimensions.filter(position__in=beside).order_by("position")
    return [
        (
            f"{'Before' if one.position < dimension.position else 'Next'}: {one.code}. {one.title}",
            dimension_url(dimension.framework, one.code),
        )
        for one in found
    ]
