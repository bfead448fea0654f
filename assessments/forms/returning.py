"""The words with which a lead gives a self-assessment back: for the whole, for single indicators, or both."""

from collections.abc import Sequence

from django import forms

from assessments.forms.fields import WordsField
from frameworks.models import Indicator

LONGEST = 4000
TOO_LONG = {"max_length": f"Use at most {LONGEST:,} letters"}
NOTHING_SAID = "Say what should change, here or beside an indicator, so that the organisation knows why it comes back."


class ReturnForm(forms.Form):
    """Cleans into `note` and `reasons`, by indicator. A page draws the fields of the indicators in its own order."""

    note = WordsField("What should change, and why?", rows=4, max_length=LONGEST, error_messages=TOO_LONG)

    def __init__(self, indicators: Sequence[Indicator], data=None):
        super().__init__(data)
        self.indicators = indicators
        self.fields[
            "note"
        ].help_text = "The organisation reads this. You can also write beside single indicators below."
        for indicator in indicators:
            label = f"What should change in {indicator.code}, and why?"
            self.fields[reason_name(indicator)] = field = WordsField(
                label, max_length=LONGEST, error_messages={"max_length": f"{indicator.code}: {TOO_LONG['max_length']}"}
            )
            # Empty to the eye; by it the style sheet knows where something is written.
            field.widget.attrs["placeholder"] = " "

    def clean(self) -> dict:
        said = self.cleaned_data
        words = {indicator: said.get(reason_name(indicator), "") for indicator in self.indicators}
        said["reasons"] = {indicator: reason for indicator, reason in words.items() if reason}
        if not (self.errors or said.get("note") or said["reasons"]):
            self.add_error("note", NOTHING_SAID)
        return said


def reason_name(indicator: Indicator) -> str:
    return f"reason-{indicator.code}"
