"""The shape of a saved view's name, of whom it is shared with, and where it stands. Saves nothing."""

from collections.abc import Iterable

from django import forms

from aligns_site.forms import Choice, FormHelper, Press
from assessments.models import Membership
from reports.models import LONGEST_NAME

NEWEST, SETTLED = "newest", "settled"
AUDIENCE = {
    "organisation": "Everybody who has access there.",
    "ics": "Its leads and everybody in its organisations, also where another ICS has followed it.",
    "region": "Its leads and everybody in its ICSs and organisations.",
}


class ViewForm(forms.Form):
    """`seats`: the memberships as which the person may share."""

    name = forms.CharField(
        label="Name",
        max_length=LONGEST_NAME,
        help_text="Say what it shows, so that others know it too.",
        error_messages={
            "required": "Give the view a name",
            "max_length": f"Use at most {LONGEST_NAME} letters for the name",
        },
    )
    shared_as = forms.ChoiceField(
        label="Who finds it in their saved views?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of these"},
    )
    is_on_home = forms.BooleanField(label="Put it on my home page", required=False)

    words = "Save the changes"

    def __init__(self, seats: Iterable[Membership], data=None, initial=None):
        super().__init__(data, initial=initial)
        self.seats = {str(seat.pk): seat for seat in seats}
        places = [(key, Choice(f"People of {seat.place}", hint=_audience(seat))) for key, seat in self.seats.items()]
        self.fields["shared_as"].choices = [("", Choice("Only me")), *places]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_shared_as(self) -> Membership | None:
        return self.seats.get(self.cleaned_data["shared_as"])

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.add_input(Press(self.words))
        return helper


class SaveViewForm(ViewForm):
    """`settled`: the cycle that is on the page, in words; empty where there is none to choose."""

    cycle = forms.ChoiceField(
        label="Which cycle does it show?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which cycle it shows", "invalid_choice": "Choose one of these"},
    )

    field_order = ["name", "cycle", "shared_as", "is_on_home"]
    words = "Save this view"

    def __init__(self, seats: Iterable[Membership], settled: str, data=None, initial=None):
        super().__init__(seats, data, initial)
        if settled:
            newest = Choice("The newest", hint="The latest with anything submitted, whenever the view is opened.")
            self.fields["cycle"].choices = [(SETTLED, Choice(settled)), (NEWEST, newest)]
        else:
            del self.fields["cycle"]

    def clean(self) -> dict:
        cleaned = super().clean()
        return cleaned | {"follows_newest": cleaned.pop("cycle", SETTLED) == NEWEST}


def _audience(seat: Membership) -> str:
    return next(words for kind, words in AUDIENCE.items() if getattr(seat, f"{kind}_id"))
