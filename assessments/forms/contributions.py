"""Typed views of indicators, who gives them, and whom to ask. Each form is checked by itself; nothing is saved here."""

from collections.abc import Iterable, Mapping, Sequence

from crispy_forms.layout import Div, Field, Layout
from django import forms

from aligns_site.forms import Choice, FormHelper, Press
from assessments.actions.answers import StaleVersion
from assessments.actions.contributions import Speaker, ViewGiven, ViewSent
from assessments.forms.answers import MINE, SPAN, THEIRS
from assessments.forms.fields import LevelField, WordsField, level_choice, spoken_with
from assessments.forms.people import EMAIL
from assessments.models import Confidence, Contribution, Sector
from assessments.pages.scale import Scale
from frameworks.models import Dimension, Indicator

CANNOT_SAY = "I cannot say"
NOTHING_TO_SAY = "cannot_say"
ALL, SOME = "all", "some"
SECTORS = [
    (Sector.SOCIAL_CARE.value, "Social care"),
    (Sector.HEALTH.value, "Health"),
    (Sector.JOINT.value, "Both, jointly"),
]
LONG = {"max_length": "Use at most 120 letters"}


class ViewForm(forms.Form):
    """One person's view of one indicator. `descriptors` are its level descriptors by position."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    resolving = forms.BooleanField(required=False, widget=forms.HiddenInput)
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
        self.refusal: StaleVersion | None = None
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
        if cleaned.get("resolving") and not cleaned.get("stands"):
            self.add_error("stands", "Choose which version should stand")
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
    def takes_theirs(self) -> bool:
        """The person lets what she said in the other window stand."""
        return self.cleaned_data.get("stands") == THEIRS

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
    def is_against(self) -> bool:
        """Whether this form stands beside a newer version from another window."""
        return self.refusal is not None or (self.is_bound and bool(self["resolving"].value()))

    @property
    def needs_more(self) -> bool:
        return self.is_bound and bool(self.errors or self.refusal)

    def set_against(self, refusal: StaleVersion) -> None:
        """Keep what was typed, and ask which version should stand. The version seen is now the other one's."""
        self.is_valid()
        self.refusal = refusal
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(refusal.current.version if refusal.current else 0)
        self.data[self.add_prefix("resolving")] = "on"
        self.data.pop(self.add_prefix("stands"), None)


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


class AboutForm(forms.Form):
    """Who speaks, and for which sector. Somebody with an account has her name there."""

    sector = forms.ChoiceField(
        label="Which sector do you speak for?",
        widget=forms.RadioSelect,
        choices=SECTORS,
        error_messages={
            "required": "Choose which sector you speak for",
            "invalid_choice": "Choose one of the sectors",
        },
    )
    name = forms.CharField(label="Your name (optional)", required=False, max_length=120, error_messages=LONG)
    job_title = forms.CharField(label="What you do (optional)", required=False, max_length=120, error_messages=LONG)
    may_be_named = forms.BooleanField(
        label="My name may stand beside what I say",
        required=False,
        help_text="If you leave this empty, only your sector does.",
    )

    def __init__(self, by: Speaker, data: Mapping | None = None):
        self.by = by
        row = by.contributor
        held = {name: getattr(row, name) for name in ("name", "job_title", "may_be_named")} if row else {}
        super().__init__(data, initial={"sector": row.sector if row else by.held.organisation.sector} | held)
        if not by.is_guest:
            del self.fields["name"]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.add_input(Press("Save about you", look="secondary", name="about", value="yes"))
        return helper

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.by.is_guest and cleaned.get("may_be_named") and not cleaned.get("name"):
            self.add_error("name", "Give your name, or take the tick out of the box below")
        return cleaned


class AskForm(forms.Form):
    """Whom to ask, and about what. Cleans into what `ask_contributor` takes; no dimensions: all of them."""

    email = forms.EmailField(
        label="E-mail address", max_length=254, help_text="The e-mail goes there.", error_messages=EMAIL
    )
    name = forms.CharField(label="Name (optional)", required=False, max_length=120, error_messages=LONG)
    sector = forms.ChoiceField(
        label="This person speaks for",
        widget=forms.RadioSelect,
        choices=SECTORS,
        error_messages={
            "required": "Choose which sector this person speaks for",
            "invalid_choice": "Choose one of the sectors",
        },
    )
    which = forms.ChoiceField(label="About what?", widget=forms.RadioSelect, initial=ALL)
    dimensions = forms.ModelMultipleChoiceField(
        label="Which dimensions?", queryset=Dimension.objects.none(), required=False, to_field_name="code"
    )

    def __init__(self, dimensions, data: Mapping | None = None):
        """`dimensions`: a queryset of those of the framework."""
        super().__init__(data)
        self.fields["which"].choices = [
            (ALL, Choice("Everything")),
            (SOME, Choice("Some dimensions", under=("dimensions",))),
        ]
        field = self.fields["dimensions"]
        field.queryset = dimensions
        field.widget = forms.CheckboxSelectMultiple()
        field.choices = [(one.code, f"{one.code}. {one.title}") for one in dimensions]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.layout = Layout("email", "name", "sector", "which")
        helper.add_input(Press("Ask for a view"))
        return helper

    def clean(self) -> dict:
        cleaned = super().clean()
        which = cleaned.pop("which", ALL)
        if which == SOME and not cleaned.get("dimensions"):
            self.add_error("dimensions", "Choose at least one dimension")
        if which == ALL:
            cleaned["dimensions"] = []
        return cleaned


class NewLinkForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="The one to which the first e-mail came.",
        error_messages=EMAIL | {"required": "Enter your e-mail address"},
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.add_input(Press("Send me a new link"))
        return helper
