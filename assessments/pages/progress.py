"""How much of a self-assessment is answered, by dimension, and where to go on. Says nothing of what was answered."""

from dataclasses import dataclass

from assessments.models import SelfAssessment, User
from assessments.pages.dates import spoken_moment
from assessments.pages.parts import part_with

# The widest bar has a class of its own in front-end/styles/progress.css (share-1 to share-12).
WIDEST_SHARE = 12


@dataclass(frozen=True)
class DimensionProgress:
    """`share`: how wide its bar is beside the others. `to_confirm`: its answers that were given to other words."""

    code: str
    title: str
    answered: int
    of: int
    share: int
    to_confirm: int = 0

    @property
    def is_complete(self) -> bool:
        return self.answered == self.of


@dataclass(frozen=True)
class Place:
    """An indicator to go to."""

    code: str
    dimension: str
    part: int


@dataclass(frozen=True)
class Progress:
    """`next`: the first unanswered indicator after the last answer; None once all are answered."""

    dimensions: tuple[DimensionProgress, ...]
    next: Place | None
    last_change: str

    @classmethod
    def of_answers(cls, self_assessment: SelfAssessment, *, seen_by: User) -> "Progress":
        """Of a self-assessment fetched `with_answers`."""
        answered = {rating.indicator_id: rating for rating in self_assessment.ratings.all()}
        declared = {one.dimension_id for one in self_assessment.dimension_ratings.all() if one.is_to_confirm}
        dimensions = list(self_assessment.framework.dimensions.all())
        widest = max((len(d.indicators.all()) for d in dimensions), default=1)
        return cls(
            tuple(_of_dimension(d, answered, widest, is_whole_to_confirm=d.pk in declared) for d in dimensions),
            _next(dimensions, answered),
            _last_change(answered.values(), seen_by),
        )

    @property
    def answered(self) -> int:
        return sum(d.answered for d in self.dimensions)

    @property
    def of(self) -> int:
        return sum(d.of for d in self.dimensions)

    @property
    def to_confirm(self) -> int:
        return sum(d.to_confirm for d in self.dimensions)

    @property
    def left(self) -> int:
        return self.of - self.answered

    @property
    def is_complete(self) -> bool:
        return self.answered == self.of


def _of_dimension(dimension, answered: dict, widest: int, *, is_whole_to_confirm: bool) -> DimensionProgress:
    indicators = dimension.indicators.all()
    share = len(indicators) if widest <= WIDEST_SHARE else max(1, round(WIDEST_SHARE * len(indicators) / widest))
    return DimensionProgress(
        dimension.code,
        dimension.title,
        sum(indicator.pk in answered for indicator in indicators),
        len(indicators),
        share,
        sum(answered[i.pk].is_to_confirm for i in indicators if i.pk in answered) + is_whole_to_confirm,
    )


def _next(dimensions: list, answered: dict) -> Place | None:
    """On from where the last answer was given, then round to what was passed over."""
    asked = [
        (i, Place(i.code, d.code, part_with(n, len(d.indicators.all()))))
        for d in dimensions
        for n, i in enumerate(d.indicators.all(), start=1)
    ]
    latest = max(answered.values(), key=lambda rating: (rating.changed_at, rating.pk), default=None)
    start = next((n for n, (i, _) in enumerate(asked) if latest and i.pk == latest.indicator_id), 0)
    return next((place for i, place in asked[start:] + asked[:start] if i.pk not in answered), None)


def _last_change(ratings, seen_by: User) -> str:
    """Today at 10:42, by you; empty where nothing was answered."""
    latest = max(ratings, key=lambda rating: (rating.changed_at, rating.pk), default=None)
    if latest is None:
        return ""
    by = "you" if latest.changed_by_id == seen_by.pk else latest.changed_by
    return f"{spoken_moment(latest.changed_at)}, by {by}"
