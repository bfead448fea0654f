"""The organisation into which another is merged, and the mark of what the person was shown. Saves nothing."""

from crispy_forms.layout import Div, Layout
from django import forms

from aligns_site.forms import FormHelper, Press


class MergeIntoForm(forms.Form):
    into = forms.ModelChoiceField(
        label="Which organisation stays?",
        queryset=None,
        to_field_name="slug",
        empty_label="Choose an organisation",
        help_text="You see both side by side before anything happens.",
        error_messages={"required": "Choose an organisation", "invalid_choice": "Choose one of the organisations"},
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, others, data=None):
        super().__init__(data)
        self.fields["into"].queryset = others
        self.helper = FormHelper(self)
        self.helper.form_method = "get"
        self.helper.layout = Layout("into", Div(Press("See what would happen"), css_class="actions"))
