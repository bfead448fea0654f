"""The form that takes a crosswalk file: cleans it into a definition or lists its faults. Saves nothing."""

from crispy_forms.layout import Layout
from django import forms

from frameworks.crosswalks.actions import known_versions
from frameworks.crosswalks.file import CrosswalkDefinition, parse
from frameworks.forms import LoadOrCheckForm, megabytes
from frameworks.plain_yaml import LARGEST_FILE


class CrosswalkForm(LoadOrCheckForm):
    file = forms.FileField(
        label="Crosswalk file",
        help_text=f"YAML (UTF-8), up to {megabytes(LARGEST_FILE)}. Checking changes nothing.",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Nothing was changed."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("file", self.presses("Load the crosswalk"))

    def parsed(self, data: bytes) -> CrosswalkDefinition:
        return parse(data, known_versions())
