"""The form that takes a file of recommended actions: cleans it into a definition or lists its faults. Saves nothing."""

from crispy_forms.layout import Layout
from django import forms

from frameworks.forms import LoadOrCheckForm, megabytes
from frameworks.library.actions import version_named
from frameworks.library.definition import LibraryDefinition, parse_library
from frameworks.plain_yaml import LARGEST_FILE


class LoadActionsForm(LoadOrCheckForm):
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
        self.helper.layout = Layout("version", "file", self.presses("Load the actions"))

    def parsed(self, data: bytes) -> LibraryDefinition:
        return parse_library(data, version_named, self.cleaned_data.get("version", ""))
