"""The choice of e-mails that somebody gets. Saves nothing."""

from collections.abc import Iterable

from django import forms

from aligns_site.forms import Choice, FormHelper, Press
from assessments.models import NoticeKind

WORDS = {
    NoticeKind.OPENING: ("A cycle opens", "In its first days, so that you know that you can start."),
    NoticeKind.CLOSING: ("The last day comes near", "30, 7 and 1 days before, if something is left to do."),
    NoticeKind.MOVED: ("The last day has moved", "A cycle was extended, or closes earlier than it was said."),
    NoticeKind.RETURNED: ("Your self-assessment came back", "Your lead returned it and gave a reason."),
    NoticeKind.QUESTION: ("Your lead has a question", "About one of your answers. You can reply on the site."),
    NoticeKind.NUDGE: ("Your lead reminds you", "Once a day at most."),
    NoticeKind.AGREED: ("Your self-assessment is agreed", "Your lead agreed what you submitted."),
    NoticeKind.SUBMITTED: ("Something waits for you to agree it", "An organisation has submitted its answers."),
}


class NoticesForm(forms.Form):
    """`kinds`: those that can reach the person, of which she has `declined` some."""

    wanted = forms.MultipleChoiceField(
        label="Send me an e-mail when",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the e-mails in the list"},
    )

    def __init__(self, kinds: Iterable[str], declined: Iterable[str], data=None):
        super().__init__(data)
        self.fields["wanted"].choices = [
            (kind.value, Choice(words, hint=hint)) for kind, (words, hint) in WORDS.items() if kind in kinds
        ]
        self.fields["wanted"].initial = [kind for kind in kinds if kind not in set(declined)]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.add_input(Press("Save"))
        return helper
