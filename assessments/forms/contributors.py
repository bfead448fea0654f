"""Who gives a view, and whom to ask for one. Each form is checked by itself; nothing is saved here."""

from collections.abc import Mapping

from crispy_forms.layout import Layout
from django import forms

from aligns_site.forms import Choice, FormHelper, Press
from assessments.actions.contributions import Speaker
from assessments.forms.people import EMAIL
from assessments.models import Sector
from frameworks.models import Dimension

ALL, SOME = "all", "some"
SECTORS = [
    (Sector.SOCIAL_CARE.value, "Social care"),
    (Sector.HEALTH.value, "Health"),
    (Sector.JOINT.value, "Both, jointly"),
]
LONG = {"max_length": "Use at most 120 letters"}


class AboutForm(forms.Form):
    """Who speaks, and for which sector. Somebody with an account has her name there."""

    sector = forms.ChoiceField(
        label="Which sector do you speak for?",
        widget=forms.RadioSelect,
        choices=SECTORS,
        error_messages={
            "required": "Choose which sector you speak for",
            "invalid_choice": "Choose one of the sectors",
        },
    )
    name = forms.CharField(label="Your name (optional)", required=False, max_length=120, error_messages=LONG)
    job_title = forms.CharField(label="What you do (optional)", required=False, max_length=120, error_messages=LONG)
    may_be_named = forms.BooleanField(
        label="My name may stand beside what I say",
        required=False,
        help_text="If you leave this empty, only your sector does.",
    )

    def __init__(self, by: Speaker, data: Mapping | None = None):
        self.by = by
        row = by.contributor
        held = {name: getattr(row, name) for name in ("name", "job_title", "may_be_named")} if row else {}
        super().__init__(data, initial={"sector": row.sector if row else by.held.organisation.sector} | held)
        if not by.is_guest:
            del self.fields["name"]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.add_input(Press("Save about you", look="secondary", name="about", value="yes"))
        return helper

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.by.is_guest and cleaned.get("may_be_named") and not cleaned.get("name"):
            self.add_error("name", "Give your name, or take the tick out of the box below")
        return cleaned


class AskForm(forms.Form):
    """Whom to ask, and about what. Cleans into what `ask_contributor` takes; no dimensions: all of them."""

    email = forms.EmailField(
        label="E-mail address", max_length=254, help_text="The e-mail goes there.", error_messages=EMAIL
    )
    name = forms.CharField(label="Name (optional)", required=False, max_length=120, error_messages=LONG)
    sector = forms.ChoiceField(
        label="This person speaks for",
        widget=forms.RadioSelect,
        choices=SECTORS,
        error_messages={
            "required": "Choose which sector this person speaks for",
            "invalid_choice": "Choose one of the sectors",
        },
    )
    which = forms.ChoiceField(label="About what?", widget=forms.RadioSelect, initial=ALL)
    dimensions = forms.ModelMultipleChoiceField(
        label="Which dimensions?", queryset=Dimension.objects.none(), required=False, to_field_name="code"
    )

    def __init__(self, dimensions, data: Mapping | None = None):
        """`dimensions`: a queryset of those of the framework."""
        super().__init__(data)
        self.fields["which"].choices = [
            (ALL, Choice("Everything")),
            (SOME, Choice("Some dimensions", under=("dimensions",))),
        ]
        field = self.fields["dimensions"]
        field.queryset = dimensions
        field.widget = forms.CheckboxSelectMultiple()
        field.choices = [(one.code, f"{one.code}. {one.title}") for one in dimensions]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.layout = Layout("email", "name", "sector", "which")
        helper.add_input(Press("Ask for a view"))
        return helper

    def clean(self) -> dict:
        cleaned = super().clean()
        which = cleaned.pop("which", ALL)
        if which == SOME and not cleaned.get("dimensions"):
            self.add_error("dimensions", "Choose at least one dimension")
        if which == ALL:
            cleaned["dimensions"] = []
        return cleaned


class NewLinkForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="The one to which the first e-mail came.",
        error_messages=EMAIL | {"required": "Enter your e-mail address"},
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.add_input(Press("Send me a new link"))
        return helper
