"""The name of an initiative, as it is typed, to start a self-assessment of it or to call it something else."""

from django import forms

from aligns_site.forms import FormHelper, Press
from assessments.models import SelfAssessment

LONGEST = SelfAssessment._meta.get_field("initiative").max_length


class InitiativeForm(forms.Form):
    initiative = forms.CharField(
        label="What is the initiative called?",
        max_length=LONGEST,
        help_text="For example, “Volunteers on the wards”. The reports show this name.",
        error_messages={
            "required": "Enter the name of the initiative",
            "max_length": f"Use at most {LONGEST} letters",
        },
    )

    def __init__(self, press: str, data=None, **more):
        super().__init__(data, **more)
        self.helper = FormHelper()
        self.helper.add_input(Press(press))
