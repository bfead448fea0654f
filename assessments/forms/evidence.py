"""The shape of one piece of evidence as it is typed. Saves nothing."""

from datetime import date

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone

from aligns_site.forms import Choice, FormHelper
from assessments.forms.answers import LevelField, WordsField
from assessments.models import Evidence, EvidenceKind
from assessments.pages.scale import Scale
from assessments.pages.words import is_web_address

KINDS = {
    EvidenceKind.OBSERVATION: "What you have seen or know to be so.",
    EvidenceKind.QUOTATION: "What somebody said, in their words. Ask them first.",
    EvidenceKind.LINK: "A page that others can open.",
    EvidenceKind.BEST_PRACTICE: "Something that works and that others could take up.",
}
DATES = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]


class EvidenceForm(forms.Form):
    """Cleans into the fields of Evidence that a person gives."""

    kind = forms.ChoiceField(label="What kind of evidence is it?", widget=forms.RadioSelect)
    text = WordsField("What does it say?", rows=4)
    low = LevelField("Level (optional)")
    high = LevelField("Highest level, if it is another")
    source = forms.CharField(
        label="Where is it from? (optional)",
        required=False,
        max_length=500,
        help_text="A meeting, a report, or the address of a page.",
        error_messages={"max_length": "Use at most 500 letters to say where it is from"},
    )
    attribution = forms.CharField(
        label="Who said it? (optional)",
        required=False,
        max_length=300,
        help_text="A role is enough, such as “a ward manager”.",
        error_messages={"max_length": "Use at most 300 letters to say who said it"},
    )
    dated_on = forms.DateField(
        label="From which day is it? (optional)",
        required=False,
        input_formats=DATES,
        help_text="For example, 27/3/2026.",
        error_messages={"invalid": "Enter a real date, like 27/3/2026"},
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "nhsuk-input--width-10"}),
    )
    shared = forms.BooleanField(required=False)

    def __init__(self, scale: Scale, organisation: str, evidence: Evidence | None = None, data=None):
        super().__init__(data, initial=self._initial_of(evidence))
        held = evidence.kind if evidence else ""
        self.fields["kind"].choices = [
            (kind.value, Choice(kind.label, hint=KINDS.get(kind, "")))
            for kind in EvidenceKind
            if kind in KINDS or kind == held
        ]
        self.fields["kind"].error_messages["required"] = "Choose what kind of evidence it is"
        levels = [("", "No level"), *((n, scale.name(n)) for n in scale.positions)]
        self.fields["low"].choices = self.fields["high"].choices = levels
        self.fields["shared"].label = f"Others outside {organisation} may read this"
        self.fields["shared"].help_text = "Only once you have submitted. You can change it until then."
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "kind",
            "text",
            Div("low", "high", css_class="under-row"),
            "source",
            "attribution",
            "dated_on",
            "shared",
        )

    @staticmethod
    def _initial_of(evidence: Evidence | None) -> dict:
        if evidence is None:
            return {"kind": EvidenceKind.OBSERVATION}
        names = ("kind", "text", "low", "high", "source", "attribution", "dated_on", "shared")
        return {name: getattr(evidence, name) for name in names}

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if not text:
            raise forms.ValidationError("Say in a sentence or two what it says")
        return text

    def clean_dated_on(self) -> date | None:
        dated_on = self.cleaned_data["dated_on"]
        if dated_on and dated_on > timezone.localdate():
            raise forms.ValidationError("The date must be today or in the past")
        return dated_on

    def clean(self) -> dict:
        cleaned = super().clean()
        low, high = cleaned.get("low"), cleaned.get("high")
        if high and not low:
            self.add_error("low", "Choose the lowest level too")
        elif low and high and high < low:
            self.add_error("high", "The highest level must be the same as the lowest level, or above it")
        elif low:
            cleaned["high"] = high or low
        if cleaned.get("kind") == EvidenceKind.LINK and not is_web_address(cleaned.get("source", "")):
            self.add_error("source", "Enter the address of the page, beginning with https://")
        return cleaned
