"""The next cycle as it is typed: prefilled from the last one, and cleaned into what `open_cycle` takes."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone

from aligns_site.forms import FormHelper, Press
from assessments.forms.days import DayField
from assessments.models import Cycle, Visibility
from frameworks.models import Framework

VISIBILITIES = {
    Visibility.NAMED: "Named: people of the same region see organisations by name",
    Visibility.ANONYMOUS: "Anonymous: others see groups only",
    Visibility.PRIVATE: "Private: only the organisation and its leads see anything",
}


class NextCycleForm(forms.Form):
    """`cycle`: the last one. `versions`: of its framework, the newest first."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter a name"})
    slug = forms.SlugField(
        label="Address",
        max_length=60,
        help_text="Small letters, digits and hyphens. It stands in the addresses of its pages and never changes.",
        error_messages={"required": "Enter an address", "invalid": "Use small letters, digits and hyphens alone"},
    )
    version = forms.ChoiceField(label="Version of the framework", widget=forms.RadioSelect)
    opens_on = DayField("First day")
    closes_on = DayField("Last day", hint="It is open to the end of this day.")
    visibility = forms.ChoiceField(label="Who sees what", widget=forms.RadioSelect, choices=list(VISIBILITIES.items()))
    minimum_group = forms.IntegerField(
        label="Smallest group that is shown",
        min_value=2,
        max_value=1000,
        help_text="With fewer organisations in it, a group is withheld from those who may not see them by name.",
        error_messages={"required": "Enter a number", "min_value": "Enter 2 or more"},
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-4"}),
    )

    def __init__(self, cycle: Cycle, versions: Sequence[Framework], data=None):
        super().__init__(data, initial=prefilled(cycle, versions))
        self.versions = {one.version: one for one in versions}
        self.fields["version"].choices = [(one.version, f"Version {one.version}") for one in versions]
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*self.fields, Div(Press("Open the cycle"), css_class="actions"))

    def clean(self) -> dict:
        cleaned = super().clean()
        if version := cleaned.pop("version", None):
            cleaned["framework"] = self.versions[version]
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "Choose a last day that is not before the first")
        return cleaned


def prefilled(cycle: Cycle, versions: Sequence[Framework]) -> dict:
    """As long as the last one, from the day after it or from today, whichever is later."""
    opens_on = max(cycle.closes_on + timedelta(days=1), timezone.localdate())
    return {
        "name": year_after(cycle.name) or f"{cycle.name}, next",
        "slug": year_after(cycle.slug) or f"{cycle.slug[:55]}-next",
        "version": versions[0].version,
        "opens_on": opens_on,
        "closes_on": last_day(opens_on, cycle.closes_on - cycle.opens_on),
        "visibility": cycle.visibility,
        "minimum_group": cycle.minimum_group,
    }


def year_after(text: str) -> str:
    """ALIGNS 2027 after ALIGNS 2026; empty where no year stands in it."""
    changed, count = re.subn(r"\b(20\d\d)\b", lambda year: str(int(year.group()) + 1), text)
    return changed if count else ""


def last_day(opens_on: date, length: timedelta) -> date:
    """After a cycle of a year, the day before the same day of the next year, leap year or not."""
    if length.days in (364, 365) and (opens_on.month, opens_on.day) != (2, 29):
        return opens_on.replace(year=opens_on.year + 1) - timedelta(days=1)
    return opens_on + length
