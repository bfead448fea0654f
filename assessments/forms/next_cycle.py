"""The next cycle as it is typed: prefilled from the last one, and cleaned into what `open_cycle` takes."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.urls import reverse
from django.utils import timezone

from aligns_site.forms import Choice, FormHelper, Press
from assessments.forms.cycles import group_field, visibility_field
from assessments.forms.days import DayField
from assessments.models import Cycle, Visibility
from frameworks.models import Framework


class NextCycleForm(forms.Form):
    """`cycle`: the last one. `versions`: of its framework, the newest first."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter a name"})
    slug = forms.SlugField(
        label="Short name for links",
        max_length=60,
        help_text="Small letters, digits and hyphens, like aligns-2028. It never changes.",
        error_messages={"required": "Enter a short name", "invalid": "Use small letters, digits and hyphens alone"},
    )
    version = forms.ChoiceField(label="Version of the framework", widget=forms.RadioSelect)
    opens_on = DayField("First day")
    closes_on = DayField("Last day", hint="It is open to the end of this day.")
    visibility = visibility_field(Visibility)
    minimum_group = group_field(2)

    def __init__(self, cycle: Cycle, versions: Sequence[Framework], data=None):
        super().__init__(data, initial=prefilled(cycle, versions))
        self.versions = {one.version: one for one in versions}
        self.fields["version"].choices = [
            (
                one.version,
                Choice(
                    f"Version {one.version}",
                    hint=f"The one that {cycle} uses." if one == cycle.framework else f"Newer than what {cycle} uses.",
                ),
            )
            for one in versions
        ]
        way_back = f'<a href="{reverse("desk:cycle", args=[cycle.slug])}">Open nothing now</a>'
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*self.fields, Div(Press("Open the cycle"), HTML(way_back), css_class="actions"))

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
