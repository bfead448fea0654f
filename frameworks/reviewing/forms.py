"""The shape of an invitation to review, and of a comment. Saves nothing."""

from django import forms

from aligns_site.forms import FormHelper, Press

LONGEST = 5_000


class InviteReviewerForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="An address at work. The invitation goes there. An account is made where there is none.",
        error_messages={
            "required": "Enter the person's e-mail address",
            "invalid": "Enter an e-mail address, like name@example.org",
            "max_length": "This e-mail address is too long. Check it",
        },
    )
    name = forms.CharField(
        label="Name",
        max_length=120,
        error_messages={"required": "Enter the person's name", "max_length": "Use at most 120 letters for the name"},
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.add_input(Press("Send the invitation"))


class CommentForm(forms.Form):
    words = forms.CharField(
        label="Your comment",
        help_text="What is unclear, wrong or missing, and how you would say it.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write your comment"},
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.add_input(Press("Add the comment"))

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if len(words) > LONGEST:
            raise forms.ValidationError(f"Use at most {LONGEST:,} letters. You have {len(words):,}")
        return words
