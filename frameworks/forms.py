"""Forms that take a file: what it says where it has no faults, else all of them. They save nothing."""

from math import ceil

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile

from aligns_site.forms import FormHelper, Press
from frameworks.definition import DefinitionFaults, parse
from frameworks.plain_yaml import LARGEST_FILE, Fault, shown
from frameworks.workbooks import is_packed

# More would make a page that nobody can read; the command lists them all.
MOST_SHOWN = 500


def megabytes(size: int) -> str:
    return f"{ceil(size / 1024 / 1024)} MB"


class CheckedFileForm(forms.Form):
    """Takes a `file` and judges all of it. A subclass has the field, and says what it makes of the bytes: `parsed`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.faults: list[tuple[Fault, str]] = []
        self.is_workbook = False
        self.helper = FormHelper(self, enctype="multipart/form-data")

    def parsed(self, data: bytes):
        """Raises DefinitionFaults."""
        raise NotImplementedError

    def clean_file(self):
        file: UploadedFile = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            words = f"This file is {megabytes(file.size)}. The limit is {megabytes(LARGEST_FILE)}."
            raise forms.ValidationError(f"{words} Nothing was changed.")
        data = file.read()
        self.is_workbook = is_packed(data)
        try:
            return self.parsed(data)
        except DefinitionFaults as refused:
            self.faults = beside_their_lines(refused.faults[:MOST_SHOWN], data)
            raise forms.ValidationError(fault_words(len(refused.faults))) from None


class LoadOrCheckForm(CheckedFileForm):
    """Loads the file at once, or only checks it: `verb` says which."""

    @property
    def only_checks(self) -> bool:
        return self.data.get("verb") == "check"

    @staticmethod
    def presses(words: str) -> Div:
        return Div(
            Press(words, name="verb", value="load"),
            Press("Check the file only", name="verb", value="check", look="secondary"),
            css_class="actions",
        )


class LoadForm(CheckedFileForm):
    file = forms.FileField(
        label="Framework file",
        help_text=f"YAML (UTF-8) or Excel (.xlsx), up to {megabytes(LARGEST_FILE)}. Checking it changes nothing.",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Nothing was changed."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("file", Div(Press("Check the file"), css_class="actions"))

    def parsed(self, data: bytes) -> bytes:
        parse(data)
        return data


def fault_words(count: int) -> str:
    faults = "1 fault" if count == 1 else f"{count:,} faults"
    shown_here = f" The first {MOST_SHOWN} are listed." if count > MOST_SHOWN else ""
    return f"The file has {faults}. Nothing was changed. Correct the file and check it again.{shown_here}"


def beside_their_lines(faults: list[Fault], data: bytes) -> list[tuple[Fault, str]]:
    """Each fault with the words of its line in the file. A workbook has no lines: its faults name their cells."""
    if is_packed(data):
        return [(fault, "") for fault in faults]
    lines = data.decode("utf-8-sig", errors="replace").split("\n")
    return [
        (fault, shown(lines[fault.line - 1].strip(), 80) if fault.line and fault.line <= len(lines) else "")
        for fault in faults
    ]
