"""The shape of what the site is called, whom its people ask, and who its e-mails come from. Saves nothing."""

from crispy_forms.layout import Layout
from django import forms
from django.core.validators import RegexValidator

from aligns_site.forms import FormHelper, Press
from assessments.models import SiteDetails
from assessments.site import Site

ONE_LINE = RegexValidator(r"^[^\x00-\x1f\x7f\u2028\u2029]*$", "Use one line of plain text")
ONE_ADDRESS = {"invalid": "Enter one e-mail address, like name@example.org", "max_length": "This address is too long"}


class SiteForm(forms.Form):
    """Each field may be empty: then the settings of the server hold, which its help names."""

    name = forms.CharField(
        label="Name of the site",
        required=False,
        max_length=40,
        validators=[ONE_LINE],
        error_messages={"max_length": "Use at most 40 letters for the name"},
    )
    support_email = forms.EmailField(
        label="E-mail address for support", required=False, max_length=254, error_messages=ONE_ADDRESS
    )
    sender_name = forms.CharField(
        label="Sender of e-mails: name",
        required=False,
        max_length=80,
        validators=[ONE_LINE],
        error_messages={"max_length": "Use at most 80 letters for the sender's name"},
    )
    sender_email = forms.EmailField(
        label="Sender of e-mails: address", required=False, max_length=254, error_messages=ONE_ADDRESS
    )

    def __init__(self, held: SiteDetails, data=None):
        super().__init__(data, initial={name: getattr(held, name) for name in self.base_fields})
        default = Site.of(SiteDetails())
        advice = {
            "name": "Stands at the head of each page, before “integration maturity”, and in e-mails.",
            "support_email": "Stands on the contact page and under each e-mail. Somebody must read what comes there.",
            "sender_name": "What people see as the sender in their mailbox.",
            "sender_email": "One address from which your e-mail server may send.",
        }
        for name, words in advice.items():
            self.fields[name].help_text = f"{words} If it is empty: {getattr(default, name)}."
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.base_fields)
        self.helper.add_input(Press("Save"))
