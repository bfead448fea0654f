"""The form that takes a crosswalk file: cleans it into a definition or lists its faults. Saves nothing."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile

from aligns_site.forms import FormHelper, Press
from frameworks.crosswalks.actions import known_versions
from frameworks.crosswalks.file import CrosswalkDefinition, parse
from frameworks.definition import DefinitionFaults
from frameworks.forms import MOST_SHOWN, beside_their_lines, fault_words, megabytes
from frameworks.plain_yaml import LARGEST_FILE, Fault


class CrosswalkForm(forms.Form):
    file = forms.FileField(
        label="Crosswalk file",
        help_text=f"YAML (UTF-8), up to {megabytes(LARGEST_FILE)}. Checking changes nothing.",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Nothing was changed."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.faults: list[tuple[Fault, str]] = []
        self.helper = FormHelper(self, enctype="multipart/form-data")
        self.helper.layout = Layout(
            "file",
            Div(
                Press("Load the crosswalk", name="verb", value="load"),
                Press("Check the file only", name="verb", value="check", look="secondary"),
                css_class="actions",
            ),
        )

    @property
    def only_checks(self) -> bool:
        return self.data.get("verb") == "check"

    def clean_file(self) -> CrosswalkDefinition:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            words = f"This file is {megabytes(file.size)}. The limit is {megabytes(LARGEST_FILE)}."
            raise forms.ValidationError(f"{words} Nothing was changed.")
        data = file.read()
        try:
            return parse(data, known_versions())
        except DefinitionFaults as refused:
            self.faults = beside_their_lines(refused.faults[:MOST_SHOWN], data)
            raise forms.ValidationError(fault_words(len(refused.faults))) from None
