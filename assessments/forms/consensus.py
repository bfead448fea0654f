"""What people agreed of one indicator, as it is typed in their meeting. Nothing in it comes from the median."""

from collections.abc import Mapping
from datetime import datetime

from crispy_forms.layout import Div, Layout
from django import forms

from aligns_site.forms import Choice, FormHelper
from assessments.actions.answers import AnswerGiven
from assessments.forms.answers import SPAN, AnswerForm, IndicatorAnswerForm
from assessments.forms.fields import WordsField
from assessments.models import Answer, Consensus
from assessments.pages.scale import Scale
from frameworks.models import Indicator

OPEN = "open"
NOT_ASKED = (
    "no_data_reason",
    "no_data_words",
    "not_applicable_reason",
    "not_applicable_words",
    "confidence",
    "confidence_note",
)


class ConsensusForm(AnswerForm):
    """The agreed level or span, why, and a view that should stay on record; or that it is left open.

    `seen` carries when the consensus on the page was recorded, so that nobody's newer view is overwritten unread.
    """

    choose = "Choose the level that you agree, or leave it open"

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    minority_view = WordsField(
        "A view that should stay on record (optional)",
        rows=3,
        help_text="Kept beside the agreed level, in the words of whoever holds it. "
        "Whoever may read the answer reads this too.",
    )

    def __init__(
        self,
        target: Indicator,
        scale: Scale,
        current: Answer | None,
        consensus: Consensus | None,
        data: Mapping | None = None,
    ):
        self.consensus = consensus
        super().__init__(target, scale, current, data)
        for name in NOT_ASKED:
            del self.fields[name]
        self.fields["choice"].label = "Agreed level"
        self.fields["choice"].choices = [
            *((f"level-{n}", Choice(scale.name(n), strip=scale.strip(n, n))) for n in scale.positions),
            (SPAN, Choice("More than one level", under=("low", "high"))),
            (OPEN, Choice("Not agreed: leave it open")),
        ]
        self.fields["comment"].label, self.fields["comment"].help_text = "Why", ""
        self.fields["comment"].widget.attrs["rows"] = 3

    @property
    def visible_texts(self) -> list[forms.Field]:
        """One indicator alone on its page: its labels need no code."""
        return []

    @staticmethod
    def prefix_for(target: Indicator) -> str:
        return "agreed"

    choice_for = staticmethod(IndicatorAnswerForm.choice_for)

    def initial_for(self, current: Answer | None) -> dict:
        """The answer that stands, where there is one."""
        if self.consensus is None:
            return super().initial_for(current)
        kept = {"minority_view": self.consensus.minority_view, "seen": self.consensus.recorded_at.isoformat()}
        return super().initial_for(current) | kept

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf, helper.form_show_errors = False, True, True
        stands = ["stands"] if self.is_against else []
        helper.layout = Layout(
            "version",
            "resolving",
            "seen",
            *stands,
            Div("choice", css_class="answer__choices agreed__choices"),
            Div("comment", css_class="answer__comment"),
            Div("minority_view", css_class="answer__comment"),
        )
        return helper

    # What the form cleans into ------------------------------------------------------------------------------

    def _is_typed_in(self, cleaned: dict) -> bool:
        """Whoever presses the button must say what was agreed."""
        return True

    def clean(self) -> dict:
        cleaned = super().clean()
        agreed = cleaned.get("choice") not in (None, "", OPEN)
        if agreed and not cleaned.get("comment") and not self.takes_theirs:
            self.add_error("comment", "Say why it is this level. A sentence is enough")
        return cleaned

    @property
    def leaves_open(self) -> bool:
        return self.cleaned_data["choice"] == OPEN and not self.takes_theirs

    @property
    def has_words(self) -> bool:
        """Whether anything was typed that would be lost with the page."""
        return any(name in self.changed_data for name in ("comment", "minority_view"))

    @property
    def says_anything(self) -> bool:
        """Whether words were typed or a level chosen, complete or not."""
        return self.has_words or (self["choice"].value() or OPEN) != OPEN

    @property
    def answer(self) -> AnswerGiven | None:
        """The answer to record; how sure the organisation is stays as it was. None: there is no level to record."""
        rated = self.current if self.current and self.current.is_rated else None
        if self.takes_theirs:
            return rated and AnswerGiven(**{name: getattr(rated, name) for name in AnswerGiven.__match_args__})
        if self.leaves_open:
            return None
        sure = {"confidence": rated.confidence, "confidence_note": rated.confidence_note} if rated else {}
        cleaned = self.cleaned_data
        if cleaned["choice"] == SPAN:
            low, high = cleaned["low"], cleaned["high"] or cleaned["low"]
        else:
            low = high = int(cleaned["choice"].removeprefix("level-"))
        return AnswerGiven("rated", low, high, comment=cleaned["comment"], **sure)

    @property
    def seen_at(self) -> datetime | None:
        """None where no consensus was seen, or the field was tampered with: then a newer view counts as unseen."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def set_beside(self, newer: Consensus) -> None:
        """Keep what was typed beside a view that somebody else put on record meanwhile; it has now been seen."""
        self.consensus = newer
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = newer.recorded_at.isoformat()
