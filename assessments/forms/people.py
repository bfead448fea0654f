"""The shape of an invitation and of handing over. Saves nothing."""

from collections.abc import Iterable

from django import forms

from aligns_site.forms import Choice, FormHelper, Press
from assessments.models import Role

EMAIL = {
    "required": "Enter the person's e-mail address",
    "invalid": "Enter an e-mail address, like name@example.org",
    "max_length": "This e-mail address is too long. Check it",
}
HINTS = {
    Role.CONTRIBUTOR: "Reads the answers of the organisation, and adds evidence.",
    Role.POT: "Answers and submits, and invites others. A second one is the deputy.",
}


class PersonForm(forms.Form):
    """Whom an e-mail goes to."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="An address at work. The invitation goes there.",
        error_messages=EMAIL,
    )
    name = forms.CharField(
        label="Name",
        max_length=120,
        error_messages={"required": "Enter the person's name", "max_length": "Use at most 120 letters for the name"},
    )

    words = "Send the invitation"

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.add_input(Press(self.words))
        return helper


class InviteForm(PersonForm):
    """`roles`: those that the person may give here; with one there is nothing to choose."""

    role = forms.ChoiceField(
        label="What should this person do?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what this person should do", "invalid_choice": "Choose one of the roles"},
    )

    def __init__(self, roles: Iterable[Role], data=None):
        super().__init__(data)
        self.only_role = roles[0] if len(roles) == 1 else None
        if self.only_role:
            del self.fields["role"]
        else:
            hints = [(role.value, Choice(role.label, hint=HINTS.get(role, ""))) for role in roles]
            self.fields["role"].choices = hints

    def clean(self) -> dict:
        cleaned = super().clean()
        return cleaned | {"role": self.only_role} if self.only_role else cleaned


class HandOverForm(PersonForm):
    words = "Hand over"
