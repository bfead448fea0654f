"""Fields of which several forms are made: words, a level, a reason; and how their choices and labels are worded."""

from django import forms
from django.utils.html import SafeString, format_html

from aligns_site.forms import Choice
from assessments.models import Reason
from assessments.pages.scale import Scale

# In few words, for a narrow screen. Only an import can know that something was lost in its source.
REASONS = [
    (Reason.NOT_HELD.value, "We do not hold it"),
    (Reason.NOT_DISCUSSED.value, "Not discussed"),
    (Reason.PREFER_NOT_TO_SAY.value, "We prefer not to say"),
    (Reason.OTHER.value, "Another reason"),
]


class WordsField(forms.CharField):
    """Words of any length. Browsers send line ends in a way of their own; ours are one character."""

    def __init__(self, label: str, rows: int = 2, **kwargs):
        super().__init__(label=label, required=False, widget=forms.Textarea({"rows": rows}), **kwargs)

    def to_python(self, value) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class LevelField(forms.TypedChoiceField):
    """One level of the scale, as a position."""

    def __init__(self, label: str):
        super().__init__(label=label, required=False, coerce=int, empty_value=None)


class ReasonField(forms.ChoiceField):
    def __init__(self, label: str):
        super().__init__(label=label, required=False, choices=[("", "Choose a reason"), *REASONS])


def spoken_with(label: str, code: str) -> SafeString:
    """The label, and for those who hear it alone, the code of what it belongs to."""
    return format_html('{}<span class="nhsuk-u-visually-hidden">, {}</span>', label, code)


def level_choice(scale: Scale, position: int, descriptor) -> Choice:
    """A level with its own words; wording that nobody has reviewed says so."""
    hint = descriptor.text if descriptor else ""
    if hint and not descriptor.is_reviewed:
        hint = format_html('{} <span class="draft-wording">Draft wording</span>', hint)
    return Choice(scale.name(position), hint=hint, strip=scale.strip(position, position))
