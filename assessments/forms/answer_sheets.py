"""The answers of one page: a form for each of its questions, and what of them can be saved or needs more."""

from collections.abc import Iterable, Mapping, Sequence

from assessments.actions.answers import AnswerSent, StaleVersion
from assessments.forms.answers import AnswerForm, DimensionAnswerForm, IndicatorAnswerForm
from assessments.models import Answer
from assessments.pages.scale import Scale
from frameworks.models import Dimension, Indicator


class AnswerSheet:
    """The forms of one page: some indicators of a dimension and, on its last part, the dimension as a whole.

    A form whose version was not sent is not looked at, so a page may also send one answer alone.
    """

    def __init__(
        self,
        scale: Scale,
        indicators: Iterable[Indicator],
        ratings: Mapping[int, Answer],
        whole: Dimension | None = None,
        declared: Answer | None = None,
        data: Mapping | None = None,
    ):
        self.indicators: Sequence[IndicatorAnswerForm] = [
            IndicatorAnswerForm(
                indicator,
                scale,
                ratings.get(indicator.pk),
                self._own(data, IndicatorAnswerForm.prefix_for(indicator)),
                descriptors={d.level.position: d for d in indicator.descriptors.all()},
            )
            for indicator in indicators
        ]
        self.whole = whole and DimensionAnswerForm(
            whole, scale, declared, self._own(data, DimensionAnswerForm.prefix_for(whole))
        )

    @staticmethod
    def _own(data: Mapping | None, prefix: str) -> Mapping | None:
        return data if data is not None and f"{prefix}-version" in data else None

    @property
    def forms(self) -> list[AnswerForm]:
        return [*self.indicators, *([self.whole] if self.whole else [])]

    @property
    def sent(self) -> list[AnswerSent]:
        """All that can be saved, whatever is wrong with the rest."""
        return [sent for form in self.forms if form.is_bound and (sent := form.sent)]

    @property
    def faulty(self) -> list[AnswerForm]:
        """Forms that need something more, in the order of the page."""
        return [form for form in self.forms if form.is_bound and (form.errors or form.refusal)]

    def set_against(self, refusals: Iterable[StaleVersion]) -> None:
        """Show somebody else's newer answers beside those that were typed here."""
        by_target = {refusal.target: refusal for refusal in refusals}
        for form in self.forms:
            if form.target in by_target:
                form.set_against(by_target[form.target])
            elif form.is_bound and form.errors and form.is_against and form.current:
                now = form.current
                form.set_against(StaleVersion(form.target, now, now.changed_by, now.changed_at))

    def keeping(self, forms: Iterable[AnswerForm]) -> "AnswerSheet":
        """This sheet with the faulty forms of an earlier one in their places, typed words and all."""
        kept = {form.target: form for form in forms}
        self.indicators = [kept.get(form.target, form) for form in self.indicators]
        self.whole = self.whole and kept.get(self.whole.target, self.whole)
        return self
