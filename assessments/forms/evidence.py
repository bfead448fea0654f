"""The shape of one piece of evidence as it is typed, with the file that may come with it. Saves nothing."""

from datetime import date

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.html import format_html

from aligns_site.document_file import ENDINGS, LARGEST, DocumentRead, NotADocument, read_document, size_words
from aligns_site.forms import Choice, FormHelper
from assessments.actions.evidence import StaleEvidence, evidence_version
from assessments.forms.days import DayField
from assessments.forms.fields import LevelField, WordsField
from assessments.models import Evidence, EvidenceKind
from assessments.pages.scale import Scale
from assessments.pages.words import DocumentWords, is_web_address

KINDS = {
    EvidenceKind.OBSERVATION: "What you have seen or know to be so.",
    EvidenceKind.QUOTATION: "What somebody said, in their words. Ask them first.",
    EvidenceKind.LINK: "A page that others can open.",
    EvidenceKind.DOCUMENT: "A file that you keep here, such as a plan or a report.",
    EvidenceKind.BEST_PRACTICE: "Something that works and that others could take up.",
}


KEPT = f"PDF, Word, Excel, PowerPoint, OpenDocument, PNG or JPEG, up to {size_words(LARGEST)}, without macros."
PEOPLE = "It must not let anybody recognise a person who uses care."


class EvidenceForm(forms.Form):
    """Cleans into the fields of Evidence that a person gives; `document` is a DocumentRead, or None without a file."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What kind of evidence is it?", widget=forms.RadioSelect)
    document = forms.FileField(
        label="The file",
        required=False,
        widget=forms.FileInput({"accept": ENDINGS}),
        error_messages={"empty": "This file is empty. Choose another."},
    )
    remove_document = forms.BooleanField(label="Remove this file", required=False)
    text = WordsField("What does it say?", rows=4)
    low = LevelField("Level (optional)")
    high = LevelField("Highest level, if it is another")
    source = forms.CharField(
        label="Where is it from? (optional)",
        required=False,
        max_length=500,
        help_text="A meeting, a report, or the address of a page.",
        error_messages={"max_length": "Use at most 500 letters to say where it is from"},
    )
    attribution = forms.CharField(
        label="Who said it? (optional)",
        required=False,
        max_length=300,
        help_text="A role is enough, such as “a ward manager”.",
        error_messages={"max_length": "Use at most 300 letters to say who said it"},
    )
    contact = forms.CharField(
        label="Whom may others ask? (optional)",
        required=False,
        max_length=200,
        help_text="Name and e-mail address of somebody who agreed to it. It is shown to all who may read this.",
        error_messages={"max_length": "Use at most 200 letters to say whom others may ask"},
    )
    dated_on = DayField("From which day is it? (optional)", required=False)
    shared = forms.BooleanField(required=False)

    def __init__(self, scale: Scale, organisation: str, evidence: Evidence | None = None, data=None, files=None):
        super().__init__(data, files, initial=self._initial_of(evidence))
        self.opening = ""
        if evidence is None:
            del self.fields["seen_version"]
        self.was_document = bool(evidence and evidence.kind == EvidenceKind.DOCUMENT)
        self.kept = DocumentWords.of(evidence, evidence.self_assessment) if evidence else None
        self._ask_for_file()
        self.fields["kind"].choices = [
            (kind.value, Choice(kind.label, hint=hint, under=self._under(kind))) for kind, hint in KINDS.items()
        ]
        self.fields["kind"].error_messages["required"] = "Choose what kind of evidence it is"
        levels = [("", "No level"), *((n, scale.name(n)) for n in scale.positions)]
        self.fields["low"].choices = self.fields["high"].choices = levels
        self.fields["shared"].label = f"Others outside {organisation} may read this"
        self.fields["shared"].help_text = "Only once you have submitted. You can change it until then."
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            *(["seen_version"] if evidence else []),
            "kind",
            "text",
            Div("low", "high", css_class="under-row"),
            "source",
            "attribution",
            "contact",
            "dated_on",
            "shared",
        )

    def _ask_for_file(self) -> None:
        field = self.fields["document"]
        field.help_text = f"{KEPT} {PEOPLE}"
        if self.kept is None:
            del self.fields["remove_document"]
            return
        field.label = "Another file in its place"
        now = '<a href="{}">{}</a> is kept here now. To keep another in its place: {} {}'
        field.help_text = format_html(now, self.kept.href, self.kept.words, KEPT, PEOPLE)

    def _under(self, kind: str) -> tuple[str, ...]:
        if kind != EvidenceKind.DOCUMENT:
            return ()
        return ("document", "remove_document") if self.kept else ("document",)

    @staticmethod
    def _initial_of(evidence: Evidence | None) -> dict:
        if evidence is None:
            return {"kind": EvidenceKind.OBSERVATION}
        names = ("kind", "text", "low", "high", "source", "attribution", "contact", "dated_on", "shared")
        return {name: getattr(evidence, name) for name in names} | {"seen_version": evidence_version(evidence)}

    def clean_document(self) -> DocumentRead | None:
        file = self.cleaned_data["document"]
        if not file:
            return None
        try:
            return read_document(file.sent_name, file)
        except NotADocument as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def ask_for_file_again(self) -> None:
        """A page cannot put a chosen file back into its field: say so, beside what else is to be mended."""
        if self.files.get("document") and "document" not in self.errors:
            self.add_error("document", "Choose the file again: it is not kept until the whole page is right")

    def set_against(self, refusal: StaleEvidence) -> None:
        """Keep what was typed. The version seen is now the other's, which stands beside it."""
        self.data = self.data.copy()
        self.data["seen_version"] = evidence_version(refusal.current) if refusal.current else ""
        self.opening = "Not saved. What you typed is still below."
        self.add_error(None, str(refusal))
        self.ask_for_file_again()

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if not text:
            raise forms.ValidationError("Say in a sentence or two what it says")
        return text

    def clean_dated_on(self) -> date | None:
        dated_on = self.cleaned_data["dated_on"]
        if dated_on and dated_on > timezone.localdate():
            raise forms.ValidationError("The date must be today or in the past")
        return dated_on

    def clean(self) -> dict:
        cleaned = super().clean()
        low, high = cleaned.get("low"), cleaned.get("high")
        if high and not low:
            self.add_error("low", "Choose the lowest level too")
        elif low and high and high < low:
            self.add_error("high", "The highest level must be the same as the lowest level, or above it")
        elif low:
            cleaned["high"] = high or low
        if cleaned.get("kind") == EvidenceKind.LINK and not is_web_address(cleaned.get("source", "")):
            self.add_error("source", "Enter the address of the page, beginning with https://")
        if "document" in cleaned:
            self._check_file_against_kind(cleaned)
        if self.errors:
            self.ask_for_file_again()
        return cleaned

    def _check_file_against_kind(self, cleaned: dict) -> None:
        is_document = cleaned.get("kind") == EvidenceKind.DOCUMENT
        if is_document and not (cleaned["document"] or self.was_document):
            self.add_error("document", "Choose a file")
        elif cleaned["document"] and not is_document:
            self.add_error("kind", "Choose “Document” to keep the file that you chose")
        elif self.kept and not (is_document or cleaned["remove_document"]):
            self.add_error("kind", "Remove the file too, or leave this at “Document”")
