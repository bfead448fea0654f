"""The words with which a lead gives a self-assessment back."""

from django import forms

from aligns_site.forms import FormHelper, Press


class ReturnForm(forms.Form):
    note = forms.CharField(
        label="What should change, and why?",
        help_text="The organisation reads this. Name the indicators, such as 4.1, that you ask it to look at again.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Say what should change, so that the organisation knows why it comes back."},
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.add_input(Press("Return it"))
        return helper
