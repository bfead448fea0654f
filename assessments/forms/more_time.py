"""The day until which one organisation gets more time, as it is typed."""

from datetime import date

from django import forms

from aligns_site.forms import FormHelper, Press
from assessments.forms.days import DayField
from assessments.forms.fields import WordsField
from assessments.forms.returning import LONGEST, TOO_LONG
from assessments.pages.dates import plain_day


class MoreTimeForm(forms.Form):
    until = DayField("Until which day?")
    note = WordsField("Why? (optional)", max_length=LONGEST, error_messages=TOO_LONG)

    def __init__(self, last: date, data=None):
        super().__init__(data)
        self.fields["until"].explain(last, f"The last possible day is {plain_day(last)}.")
        self.helper = FormHelper()
        self.helper.add_input(Press("Give more time"))
