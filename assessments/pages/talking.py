"""One self-assessment as one of its members talks it over: which indicators she knows of, and where each page is."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from assessments import rules
from assessments.models import Contribution, SelfAssessment, User
from assessments.pages.parts import part_with
from assessments.pages.questions import crumbs
from assessments.pages.scale import Scale
from assessments.pages.talks import Talks
from frameworks.models import Dimension, Indicator


@dataclass(frozen=True)
class Link:
    words: str
    href: str


@dataclass(frozen=True)
class Room:
    """One self-assessment as one of its members talks it over. `is_large`: for a shared screen."""

    held: SelfAssessment
    user: User
    scale: Scale
    talks: Talks
    dimensions: tuple[Dimension, ...]
    is_large: bool = False

    @classmethod
    def of(cls, held: SelfAssessment, user: User, *, is_large: bool = False) -> "Room":
        dimensions = held.framework.dimensions.order_by("position").prefetch_related("indicators")
        scale = Scale.of(held.framework.levels.all())
        return cls(held, user, scale, Talks.of(held, user), tuple(dimensions), is_large)

    @property
    def indicators(self) -> list[Indicator]:
        """All of the framework, in its order."""
        return [indicator for dimension in self.dimensions for indicator in self.of_dimension(dimension)]

    @staticmethod
    def of_dimension(dimension: Dimension) -> list[Indicator]:
        return sorted(dimension.indicators.all(), key=lambda indicator: indicator.position)

    @property
    def known(self) -> list[Indicator]:
        return [indicator for indicator in self.indicators if self.talks.knows(indicator)]

    @property
    def split(self) -> list[Indicator]:
        return self.talks.split(self.indicators)

    def address(self, name: str, *args, **query) -> str:
        """Keeps the large text as long as she walks through these pages."""
        query = {name: value for name, value in query.items() if value} | ({"text": "large"} if self.is_large else {})
        plain = reverse(f"consensus:{name}", args=[self.held.uuid, *args])
        return f"{plain}?{urlencode(query)}" if query else plain

    def kept(self, *, only_split: bool) -> dict[str, str]:
        """What goes along from one dimension of the list to another."""
        return ({"show": "split"} if only_split else {}) | ({"text": "large"} if self.is_large else {})

    def page_of(self, indicator: Indicator) -> str:
        code = next(d.code for d in self.dimensions if d.pk == indicator.dimension_id)
        return self.address("indicator", code, indicator.code)

    def own_form(self, indicator: Indicator) -> str:
        """Where she says what she thinks."""
        dimension = next(d for d in self.dimensions if d.pk == indicator.dimension_id)
        asked = self.of_dimension(dimension)
        part = part_with(asked.index(indicator) + 1, len(asked))
        query = f"?part={part}" if part > 1 else ""
        plain = reverse("contributions:own_dimension", args=[self.held.uuid, dimension.code])
        return f"{plain}{query}#indicator-{indicator.code}"

    def onward(self, indicator: Indicator) -> Link:
        """To the next that is split and was not talked over, from the top again after the last; else to the list."""
        waiting = [other for other in self.talks.waiting(self.indicators) if other.pk != indicator.pk]
        later = [other for other in waiting if other.position > indicator.position]
        for other in later or waiting:
            return Link(f"go to {other.code}", self.page_of(other))
        return Link("go back to the list", self.address("list"))

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return crumbs(self.held)

    @property
    def breadcrumbs_with_list(self) -> list[tuple[str, str]]:
        return [*self.breadcrumbs, ("Talk it over", self.address("list"))]

    @property
    def may_record(self) -> bool:
        return self.held.is_editable and self.user.has_perm(rules.RATE, self.held)


def said_of(here: Room, indicators: Iterable[Indicator]) -> dict[int, list[Contribution]]:
    """By indicator, all that this person may read."""
    mine = Contribution.objects.visible_to(here.user).filter(
        contributor__self_assessment=here.held, indicator__in=[indicator.pk for indicator in indicators]
    )
    found: dict[int, list[Contribution]] = {}
    for contribution in mine.select_related("contributor__user"):
        found.setdefault(contribution.indicator_id, []).append(contribution)
    return found
