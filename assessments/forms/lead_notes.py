"""The words of a question that a lead asks, or of the reply to it."""

from django import forms

from aligns_site.forms import FormHelper, Press
from assessments.forms.fields import WordsField
from assessments.forms.returning import LONGEST, TOO_LONG


class LeadNoteForm(forms.Form):
    words = WordsField("", rows=4, max_length=LONGEST)

    def __init__(self, label: str, press: str, missing: str, data=None):
        super().__init__(data)
        field = self.fields["words"]
        field.label, field.required = label, True
        field.error_messages |= {"required": missing} | TOO_LONG
        self.helper = FormHelper()
        self.helper.add_input(Press(press))

    @classmethod
    def asking(cls, data=None) -> "LeadNoteForm":
        return cls("Your question", "Ask", "Write your question", data)

    @classmethod
    def replying(cls, data=None) -> "LeadNoteForm":
        return cls("Your reply", "Reply", "Write your reply", data)
