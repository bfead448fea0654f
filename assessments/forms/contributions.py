"""Typed views of indicators: the form of one, and those of a page. Each is checked by itself; nothing is saved here."""

from collections.abc import Iterable, Mapping, Sequence

from crispy_forms.layout import Div, Field, Layout
from django import forms

from aligns_site.forms import Choice, FormHelper
from assessments.actions.answers import StaleVersion
from assessments.actions.contributions import ViewGiven, ViewSent
from assessments.forms.answers import SPAN
from assessments.forms.fields import LevelField, WordsField, level_choice, spoken_with
from assessments.forms.two_versions import MINE, THEIRS, TwoVersionsForm
from assessments.models import Confidence, Contribution
from assessments.pages.scale import Scale
from frameworks.models import Indicator

CANNOT_SAY = "I cannot say"
NOTHING_TO_SAY = "cannot_say"


class ViewForm(TwoVersionsForm):
    """One person's view of one indicator. `descriptors` are its level descriptors by position."""

    stands = forms.ChoiceField(
        label="Which one should stand?",
        required=False,
        widget=forms.RadioSelect,
        choices=[(THEIRS, "The one from the other window"), (MINE, "This one, as it stands below")],
    )
    choice = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    low = LevelField("Lowest level")
    high = LevelField("Highest level")
    reason = WordsField("Why do you think so? (optional)", help_text="Name no person who uses care.")
    confidence = forms.ChoiceField(
        label="How sure are you?",
        required=False,
        widget=forms.RadioSelect,
        choices=Confidence.choices,
        initial=Confidence.HIGH,
    )

    def __init__(
        self,
        target: Indicator,
        scale: Scale,
        current: Contribution | None,
        data: Mapping | None = None,
        *,
        descriptors: Mapping | None = None,
    ):
        self.target, self.current = target, current
        super().__init__(data, prefix=self.prefix_for(target), initial=self._held(current))
        levels = [("", "Choose a level"), *((n, scale.name(n)) for n in scale.positions)]
        self.fields["low"].choices = self.fields["high"].choices = levels
        self.fields["choice"].label = f"Your answer to {target.code}"
        self.fields["choice"].choices = [
            *((f"level-{n}", level_choice(scale, n, (descriptors or {}).get(n))) for n in scale.positions),
            (SPAN, Choice("We are at more than one level", before="or", under=("low", "high"))),
            (NOTHING_TO_SAY, Choice(CANNOT_SAY, hint="That is an answer too.")),
        ]
        for name in ("stands", "low", "high", "reason", "confidence"):
            self.fields[name].label = spoken_with(self.fields[name].label, target.code)

    @staticmethod
    def prefix_for(target: Indicator) -> str:
        return f"i-{target.code}"

    @staticmethod
    def _held(current: Contribution | None) -> dict:
        if current is None:
            return {"version": 0}
        held = {name: getattr(current, name) for name in ("version", "confidence", "reason")}
        if current.low is None:
            return held | {"choice": NOTHING_TO_SAY}
        if current.low == current.high:
            return held | {"choice": f"level-{current.low}"}
        return held | {"choice": SPAN, "low": current.low, "high": current.high}

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf, helper.form_show_errors = False, True, True
        helper.layout = Layout(
            "version",
            "resolving",
            *(["stands"] if self.is_against else []),
            Div("choice", css_class="hides-label answer__choices"),
            Div("reason", css_class="answer__comment"),
            Div(Field("confidence", wrapper_class="answer__sure"), css_class="answer__confidence"),
        )
        return helper

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.takes_theirs or "choice" in self.errors:
            return cleaned
        choice = cleaned.get("choice")
        if not choice and any(cleaned.get(name) for name in ("low", "high", "reason")):
            self.add_error("choice", f"Choose a level, or “{CANNOT_SAY}”")
        if choice == SPAN:
            self._check_span(cleaned.get("low"), cleaned.get("high"))
        return cleaned

    def _check_span(self, low: int | None, high: int | None) -> None:
        if low is None and "low" not in self.errors:
            self.add_error("low", "Choose the lowest level")
        elif low and high and high < low:
            self.add_error("high", "The highest level must be the same as the lowest level, or above it")

    @property
    def view(self) -> ViewGiven | None:
        """What the person says; None where she says nothing. Only of a valid form."""
        cleaned = self.cleaned_data
        choice = cleaned["choice"]
        if not choice:
            return None
        said = {"confidence": cleaned["confidence"] or Confidence.HIGH.value, "reason": cleaned["reason"]}
        if choice == NOTHING_TO_SAY:
            return ViewGiven(None, None, **said)
        if choice == SPAN:
            return ViewGiven(cleaned["low"], cleaned["high"] or cleaned["low"], **said)
        position = int(choice.removeprefix("level-"))
        return ViewGiven(position, position, **said)

    @property
    def sent(self) -> ViewSent | None:
        """What is to be saved: nothing where the form is faulty, empty, or lets the other one stand."""
        if not self.is_valid() or self.takes_theirs or self.view is None:
            return None
        return ViewSent(self.target, self.view, self.cleaned_data["version"])

    @property
    def needs_more(self) -> bool:
        return self.is_bound and bool(self.errors or self.refusal)


class ViewSheet:
    """The forms of one page. A form whose version was not sent is not looked at, so one may also come alone."""

    def __init__(
        self,
        scale: Scale,
        indicators: Iterable[Indicator],
        said: Mapping[int, Contribution],
        data: Mapping | None = None,
    ):
        self.forms: Sequence[ViewForm] = [
            ViewForm(
                indicator,
                scale,
                said.get(indicator.pk),
                data if data is not None and f"{ViewForm.prefix_for(indicator)}-version" in data else None,
                descriptors={d.level.position: d for d in indicator.descriptors.all()},
            )
            for indicator in indicators
        ]

    @property
    def sent(self) -> list[ViewSent]:
        """All that can be saved, whatever is wrong with the rest."""
        return [sent for form in self.forms if form.is_bound and (sent := form.sent)]

    @property
    def faulty(self) -> list[ViewForm]:
        return [form for form in self.forms if form.needs_more]

    def set_against(self, refusals: Iterable[StaleVersion]) -> None:
        by_target = {refusal.target: refusal for refusal in refusals}
        for form in self.forms:
            if form.target in by_target:
                form.set_against(by_target[form.target])
            elif form.is_bound and form.errors and form.is_against and form.current:
                form.set_against(StaleVersion(form.target, form.current, None, form.current.changed_at))

    def keeping(self, forms: Iterable[ViewForm]) -> "ViewSheet":
        """This sheet with the faulty forms of an earlier one in their places, typed words and all."""
        kept = {form.target: form for form in forms}
        self.forms = [kept.get(form.target, form) for form in self.forms]
        return self
