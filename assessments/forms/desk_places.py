"""What an administrator chooses of the places: words, kind, sector, region, and the day. Saves nothing."""

from collections.abc import Iterable

from django import forms

from assessments.forms.days import DayField
from assessments.models import Kind, Region, Sector


class PlacesFilterForm(forms.Form):
    q = forms.CharField(
        label="Name", required=False, max_length=160, error_messages={"max_length": "Use at most 160 letters to search"}
    )
    region = forms.ChoiceField(
        label="Region", required=False, error_messages={"invalid_choice": "Choose one of the regions"}
    )
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "All kinds"), *Kind.choices],
        error_messages={"invalid_choice": "Choose one of the kinds"},
    )
    sector = forms.ChoiceField(
        label="Sector",
        required=False,
        choices=[("", "All sectors"), *Sector.choices],
        error_messages={"invalid_choice": "Choose one of the sectors"},
    )
    on = DayField("On a day, like 27/3/2026", required=False, example=False)

    def __init__(self, regions: Iterable[Region], data=None):
        super().__init__(data)
        self.fields["region"].choices = [("", "All regions"), *((one.slug, one.name) for one in regions)]
