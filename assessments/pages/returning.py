"""The page on which a lead gives a self-assessment back: the submitted answers, each with room for a reason."""

from dataclasses import dataclass

from django.forms.boundfield import BoundField

from assessments.forms.returning import ReturnForm, reason_name
from assessments.models import SelfAssessment
from assessments.pages.one_dimension import OneDimension
from assessments.pages.questions import crumbs, whose
from assessments.pages.scale import Scale
from assessments.pages.words import Answers, AnswerWords
from frameworks.models import Indicator


@dataclass(frozen=True)
class ReasonRow:
    """`is_open`: something is written here, or is wrong."""

    code: str
    title: str
    answer: AnswerWords
    field: BoundField
    is_open: bool


@dataclass(frozen=True)
class ReasonGroup:
    code: str
    title: str
    rows: list[ReasonRow]


@dataclass(frozen=True)
class ReturnPage:
    organisation: str
    caption: str
    form: ReturnForm
    groups: list[ReasonGroup]
    breadcrumbs: list[tuple[str, str]]
    uuid: str
    one: OneDimension | None = None

    @classmethod
    def of(cls, held: SelfAssessment, form: ReturnForm, one: OneDimension | None) -> "ReturnPage":
        """The answers are those that count: what the lead has read. `one`: as the form was made."""
        scale = Scale.of(held.framework.levels.all())
        content = held.counting_snapshot.content if held.counting_snapshot else None
        answers = Answers.of_content(content, scale, shared_only=True) if content else Answers(scale, {}, {}, {})
        groups: dict[int, ReasonGroup] = {}
        for indicator in form.indicators:
            dimension = indicator.dimension
            group = groups.setdefault(dimension.pk, ReasonGroup(dimension.code, dimension.title, []))
            field = form[reason_name(indicator)]
            is_open = bool(field.value() or field.errors)
            group.rows.append(
                ReasonRow(indicator.code, indicator.title, answers.rating(indicator.code), field, is_open)
            )
        return cls(str(held.organisation), whose(held), form, list(groups.values()), crumbs(held), str(held.uuid), one)


def open_dimension(held: SelfAssessment, wanted: str) -> OneDimension | None:
    """`wanted`: the code of the dimension whose indicators the form names, where there are too many for one form."""
    dimensions = held.framework.dimensions.order_by("position").prefetch_related("indicators")
    return OneDimension.of(list(dimensions), wanted)


def indicators_to_return(held: SelfAssessment, one: OneDimension | None) -> list[Indicator]:
    asked = held.framework.indicators.select_related("dimension")
    return list(asked.filter(dimension__code=one.code) if one else asked)
