"""The shape of an administrator's choice of people, and of an invitation to any place. Saves nothing."""

from collections.abc import Iterable

from django import forms

from aligns_site.forms import Choice
from assessments.actions.people import PLACE_OF
from assessments.forms.people import HINTS, PersonForm
from assessments.models import Role
from assessments.pages.desk_people import REVIEWS, STATES

ROLE_HINTS = HINTS | {
    Role.ICS_LEAD: "Agrees or returns what the organisations of an ICS submit.",
    Role.REGIONAL_LEAD: "Follows the organisations of a region, and invites the leads of its ICSs.",
    Role.ADMINISTRATOR: "Has this desk. Belongs to no place.",
}
KIND_WORDS = {"organisation": "an organisation", "ics": "an ICS", "region": "a region"}


class PeopleChoiceForm(forms.Form):
    """`places`: groups of (address of the place, its name), by kind."""

    q = forms.CharField(
        label="Name, e-mail or place",
        required=False,
        max_length=100,
        error_messages={"max_length": "Use at most 100 letters"},
    )
    role = forms.ChoiceField(label="Role", required=False, error_messages={"invalid_choice": "Choose one of the roles"})
    place = forms.ChoiceField(
        label="Place", required=False, error_messages={"invalid_choice": "Choose one of the places"}
    )
    state = forms.ChoiceField(
        label="Who is shown",
        required=False,
        choices=STATES,
        error_messages={"invalid_choice": "Choose one of these"},
    )

    def __init__(self, places: Iterable, data=None):
        super().__init__(data)
        self.fields["role"].choices = [("", "All roles"), *Role.choices, REVIEWS]
        self.fields["place"].choices = [("", "All places"), *places]


class InviteAnywhereForm(PersonForm):
    """Cleans into what `invite_member` takes."""

    role = forms.ChoiceField(
        label="What should this person do?",
        widget=forms.RadioSelect,
        choices=[(role.value, Choice(role.label, hint=ROLE_HINTS[role])) for role in Role],
        error_messages={"required": "Choose what this person should do", "invalid_choice": "Choose one of the roles"},
    )
    place = forms.ChoiceField(
        label="Where?",
        required=False,
        help_text="An administrator has no place.",
        error_messages={"invalid_choice": "Choose one of the places"},
    )

    def __init__(self, places: Iterable, data=None):
        super().__init__(data)
        self.fields["place"].choices = [("", "Choose a place"), *places]

    def clean(self) -> dict:
        cleaned = super().clean()
        if "role" not in cleaned or "place" not in cleaned:
            return cleaned
        kind, _, slug = cleaned["place"].partition(":")
        wanted = PLACE_OF[Role(cleaned["role"])][0] or ""
        if kind != wanted:
            role = Role(cleaned["role"]).label
            words = f"Choose {KIND_WORDS[wanted]}: {role} is a role at one" if wanted else "Leave the place empty here"
            self.add_error("place", words)
        return cleaned | {"at": slug}

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("email", "name", "role", "at")}
