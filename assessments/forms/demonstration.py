"""The word that an administrator types before the demonstration is removed. Removes nothing."""

from django import forms

from aligns_site.forms import FormHelper, Press

WORD = "remove"


class RemoveDemoForm(forms.Form):
    word = forms.CharField(
        label=f"Type the word “{WORD}”",
        help_text="This cannot be undone.",
        error_messages={"required": f"Type the word “{WORD}” to go on"},
        widget=forms.TextInput({"class": "nhsuk-input--width-10", "autocomplete": "off"}),
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.add_input(Press("Remove the demonstration", look="warning"))

    def clean_word(self) -> str:
        word = self.cleaned_data["word"].strip().lower()
        if word != WORD:
            raise forms.ValidationError(f"Type the word “{WORD}” to go on")
        return word
