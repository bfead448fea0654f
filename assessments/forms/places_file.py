"""The form that takes a places file: cleans it into a definition or lists its faults. Saves nothing."""

import base64
import binascii

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile

from aligns_site.forms import FormHelper, Press
from assessments.actions.places import known_places
from assessments.places_definition import PlacesDefinition
from assessments.places_file import PlacesFaults, parse
from frameworks.forms import MOST_SHOWN, beside_their_lines, fault_words, megabytes
from frameworks.plain_yaml import LARGEST_FILE, Fault

# A file that is looked at is sent again with the press that loads it; a larger one has to be chosen again.
LARGEST_CARRIED = 1024 * 1024


class PlacesFileForm(forms.Form):
    """Cleans into `definition`. The file is chosen, or comes along from the page that showed what it would change."""

    file = forms.FileField(
        label="Places file",
        help_text=f"YAML (UTF-8), up to {megabytes(LARGEST_FILE)}. You see what it would change before it does.",
        required=False,
        widget=forms.FileInput({"accept": ".yaml,.yml"}),
        error_messages={"empty": "The file is empty. Nothing was changed."},
    )
    carried = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, data=None, files=None):
        super().__init__(data, files)
        self.faults: list[tuple[Fault, str]] = []
        self.sent = b""
        self.helper = FormHelper(self, enctype="multipart/form-data")
        self.helper.layout = Layout(
            "file", Div(Press("See what it would change", name="verb", value="check"), css_class="actions")
        )

    @property
    def loads(self) -> bool:
        """Whether the person has seen what the file would change, and wants it."""
        return self.data.get("verb") == "load" and bool(self.cleaned_data.get("seen"))

    @property
    def to_carry(self) -> str:
        """The file as the next page sends it again; empty where it is too large for that."""
        return base64.b64encode(self.sent).decode() if len(self.sent) <= LARGEST_CARRIED else ""

    def clean(self) -> dict:
        cleaned = super().clean()
        if "file" not in self.errors:
            self.sent = self._bytes(cleaned)
            cleaned["definition"] = self._definition()
        return cleaned

    def _bytes(self, cleaned: dict) -> bytes:
        file: UploadedFile | None = cleaned.get("file")
        if file and file.size > LARGEST_FILE:
            words = f"This file is {megabytes(file.size)}. The limit is {megabytes(LARGEST_FILE)}."
            raise forms.ValidationError({"file": f"{words} Nothing was changed."})
        try:
            sent = file.read() if file else base64.b64decode(cleaned.get("carried") or "", validate=True)
        except binascii.Error:
            sent = b""
        if not sent:
            raise forms.ValidationError({"file": "Choose a file"})
        return sent

    def _definition(self) -> PlacesDefinition:
        try:
            return parse(self.sent, known_places())
        except PlacesFaults as refused:
            self.faults = beside_their_lines(refused.faults[:MOST_SHOWN], self.sent)
            raise forms.ValidationError({"file": fault_words(len(refused.faults))}) from None
