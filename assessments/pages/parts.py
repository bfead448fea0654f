"""Which indicators a page of the questionnaire asks: a dimension, in parts where it is long, and what comes next."""

from dataclasses import dataclass
from math import ceil

from django.db.models import Count, Q

from assessments.models import SelfAssessment
from assessments.pages.scale import Scale
from frameworks.models import Dimension, Framework, Indicator

MOST_ON_A_PAGE = 10


@dataclass(frozen=True)
class Part:
    """One part of a dimension. `dimension_number` of `dimensions`, `number` of `parts`; all count from 1."""

    dimension: Dimension
    scale: Scale
    indicators: list[Indicator]
    dimension_number: int
    dimensions: int
    number: int
    parts: int
    first: int
    asked: int

    @classmethod
    def of(cls, dimension: Dimension, number: int = 1) -> "Part | None":
        """None where the dimension has no such part."""
        framework = dimension.framework
        counts = framework.dimensions.aggregate(
            number=Count("pk", filter=Q(position__lte=dimension.position)), of=Count("pk")
        )
        asked = dimension.indicators.count()
        parts = max(1, ceil(asked / MOST_ON_A_PAGE))
        if not 1 <= number <= parts:
            return None
        size = ceil(asked / parts)
        first = (number - 1) * size
        questions = dimension.indicators.with_advice().order_by("position").prefetch_related("descriptors__level")
        return cls(
            dimension=dimension,
            scale=Scale.of(framework.levels.all()),
            indicators=list(questions[first : first + size]),
            dimension_number=counts["number"],
            dimensions=counts["of"],
            number=number,
            parts=parts,
            first=first + 1,
            asked=asked,
        )

    @property
    def is_last(self) -> bool:
        return self.number == self.parts

    def is_of(self, framework: Framework) -> bool:
        """Whether it asks in the words of this version; a page that was open while its cycle moved does not."""
        return self.dimension.framework_id == framework.pk


def part_with(indicator_number: int, asked: int) -> int:
    """The part in which the indicator stands that comes at this place (from 1) in a dimension of `asked`."""
    size = ceil(asked / max(1, ceil(asked / MOST_ON_A_PAGE)))
    return (indicator_number - 1) // size + 1


def dimension_after(held: SelfAssessment, dimension: Dimension | None = None) -> Dimension | None:
    """The next other dimension with something unanswered, from the top again after the last; None where all is said."""
    unanswered = held.framework.indicators.exclude(pk__in=held.ratings.values("indicator"))
    waiting = held.framework.dimensions.filter(pk__in=unanswered.values("dimension")).order_by("position")
    if dimension is None:
        return waiting.first()
    others = waiting.exclude(pk=dimension.pk)
    return others.filter(position__gt=dimension.position).first() or others.first()
