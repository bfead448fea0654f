"""The day until which one organisation gets more time, as it is typed."""

from datetime import date

from django import forms

from aligns_site.forms import FormHelper, Press
from assessments.forms.answers import WordsField
from assessments.forms.evidence import DATES
from assessments.forms.returning import LONGEST, TOO_LONG
from assessments.pages.dates import plain_day


class MoreTimeForm(forms.Form):
    until = forms.DateField(
        label="Until which day?",
        input_formats=DATES,
        error_messages={"required": "Enter a day", "invalid": "Enter a real date, like 27/3/2026"},
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "nhsuk-input--width-10"}),
    )
    note = WordsField("Why? (optional)", max_length=LONGEST, error_messages=TOO_LONG)

    def __init__(self, last: date, data=None):
        super().__init__(data)
        self.fields[
            "until"
        ].help_text = f"For example, {last.day}/{last.month}/{last.year}. The last possible day is {plain_day(last)}."
        self.helper = FormHelper()
        self.helper.add_input(Press("Give more time"))
