"""The form that takes a file of recommended actions: cleans it into a definition or lists its faults. Saves nothing."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile

from aligns_site.forms import FormHelper, Press
from frameworks.definition import DefinitionFaults
from frameworks.forms import MOST_SHOWN, beside_their_lines, fault_words, megabytes
from frameworks.library.actions import version_named
from frameworks.library.definition import LibraryDefinition, parse_library
from frameworks.plain_yaml import LARGEST_FILE, Fault
from frameworks.workbooks import is_packed


class LoadActionsForm(forms.Form):
    version = forms.ChoiceField(
        label="For which framework version",
        help_text="A workbook does not say it, so choose it here. What you choose goes before what a YAML file says.",
        required=False,
    )
    file = forms.FileField(
        label="File of recommended actions",
        help_text=f"YAML (UTF-8) or Excel (.xlsx), up to {megabytes(LARGEST_FILE)}. Checking changes nothing.",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Nothing was changed."},
    )

    def __init__(self, *args, versions: list[tuple[str, str]], **kwargs):
        """`versions`: (reference, title)."""
        super().__init__(*args, **kwargs)
        self.fields["version"].choices = [("", "As the file says"), *versions]
        self.faults: list[tuple[Fault, str]] = []
        self.is_workbook = False
        self.helper = FormHelper(self, enctype="multipart/form-data")
        self.helper.layout = Layout(
            "version",
            "file",
            Div(
                Press("Load the actions", name="verb", value="load"),
                Press("Check the file only", name="verb", value="check", look="secondary"),
                css_class="actions",
            ),
        )

    @property
    def only_checks(self) -> bool:
        return self.data.get("verb") == "check"

    def clean_file(self) -> LibraryDefinition:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            words = f"This file is {megabytes(file.size)}. The limit is {megabytes(LARGEST_FILE)}."
            raise forms.ValidationError(f"{words} Nothing was changed.")
        data = file.read()
        self.is_workbook = is_packed(data)
        try:
            return parse_library(data, version_named, self.cleaned_data.get("version", ""))
        except DefinitionFaults as refused:
            self.faults = beside_their_lines(refused.faults[:MOST_SHOWN], data)
            raise forms.ValidationError(fault_words(len(refused.faults))) from None
