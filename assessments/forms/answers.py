"""One typed answer to an indicator or a dimension, checked by itself. Nothing is saved here."""

from collections.abc import Mapping

from crispy_forms.layout import Div, Field, Layout
from django import forms

from aligns_site.forms import Choice, FormHelper
from assessments.actions.answers import AnswerGiven, AnswerSent, StaleVersion
from assessments.forms.fields import LevelField, ReasonField, WordsField, level_choice, spoken_with
from assessments.forms.two_versions import BOTH, MINE, THEIRS, TwoVersionsForm, joined
from assessments.models import Answer, Confidence, Reason
from assessments.pages.scale import Scale
from frameworks.models import Dimension, Indicator

SPAN, LEAVE = "span", "leave"
NO_DATA, NOT_APPLICABLE = "no_data", "not_applicable"
SAY_WHY = {NO_DATA: "Say why there is no data", NOT_APPLICABLE: "Say why it does not apply"}


class AnswerForm(TwoVersionsForm):
    """One answer. A subclass says which choices there are; all of them stand in one radio group."""

    choose = "Choose a level, or say why there is none"

    stands = forms.ChoiceField(
        label="Which one should stand?",
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (THEIRS, "Theirs, as it is"),
            (MINE, "Mine, as it stands below"),
            (BOTH, Choice("Both together", hint="Your level, and the words of both. You can change them, then save.")),
        ],
    )
    choice = forms.ChoiceField(label="Your answer", required=False, widget=forms.RadioSelect)
    low = LevelField("Lowest level")
    high = LevelField("Highest level")
    no_data_reason = ReasonField("Why is there no data?")
    no_data_words = WordsField("In your own words")
    not_applicable_reason = ReasonField("Why does it not apply?")
    not_applicable_words = WordsField("In your own words")
    comment = WordsField("Why this level (optional)", help_text="What makes you say so? A sentence or two is enough.")
    confidence = forms.ChoiceField(
        label="How sure are you?",
        required=False,
        widget=forms.RadioSelect,
        choices=Confidence.choices,
        initial=Confidence.HIGH,
    )
    confidence_note = forms.CharField(label="What would make you surer? (optional)", required=False)

    def __init__(self, target: Indicator | Dimension, scale: Scale, current: Answer | None, data: Mapping | None):
        self.target, self.current = target, current
        super().__init__(data, prefix=self.prefix_for(target), initial=self.initial_for(current))
        levels = [("", "Choose a level"), *((n, scale.name(n)) for n in scale.positions)]
        self.fields["low"].choices = self.fields["high"].choices = levels
        self.fields["confidence_note"].widget.attrs["placeholder"] = " "
        for field in self.visible_texts:
            field.label = spoken_with(field.label, target.code)
        for name in (NO_DATA, NOT_APPLICABLE):
            self._offer_reason_held(self.fields[f"{name}_reason"])

    @property
    def visible_texts(self) -> list[forms.Field]:
        """The fields whose labels are the same for every indicator on the page."""
        return [field for name, field in self.fields.items() if name not in ("version", "resolving", "choice")]

    @staticmethod
    def prefix_for(target: Indicator | Dimension) -> str:
        raise NotImplementedError

    @staticmethod
    def choice_for(current: Answer | None) -> str:
        raise NotImplementedError

    def initial_for(self, current: Answer | None) -> dict:
        if current is None:
            return {"version": 0, "choice": self.choice_for(None)}
        held = {name: getattr(current, name) for name in ("version", "confidence", "confidence_note")}
        held["choice"] = self.choice_for(current)
        if current.is_rated:
            return held | {"comment": current.comment} | self._span_held(current, held["choice"])
        return held | {f"{current.status}_reason": current.reason, f"{current.status}_words": current.comment}

    def _offer_reason_held(self, field: forms.ChoiceField) -> None:
        if self.current and self.current.reason == Reason.LOST_IN_SOURCE:
            field.choices = [*field.choices, (Reason.LOST_IN_SOURCE.value, Reason.LOST_IN_SOURCE.label)]

    def _span_held(self, current: Answer, choice: str) -> dict:
        return {"low": current.low, "high": current.high} if choice == SPAN else {}

    def _laid_out(self, *before) -> FormHelper:
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf, helper.form_show_errors = False, True, True
        helper.layout = Layout(
            "version",
            "resolving",
            *before,
            Div("choice", css_class="hides-label answer__choices"),
            Div("comment", css_class="answer__comment"),
            Div(
                Field("confidence", wrapper_class="answer__sure"),
                Field("confidence_note", wrapper_class="answer__unsure"),
                css_class="answer__confidence",
            ),
        )
        return helper

    @property
    def helper(self) -> FormHelper:
        return self._laid_out(*(["stands"] if self.is_against else []))

    # What the form cleans into ------------------------------------------------------------------------------

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.takes_theirs or "choice" in self.errors:
            return cleaned
        if self.puts_together:
            self.add_error("stands", "Both are together below. Read them, change what you like, then save")
            return cleaned
        choice = cleaned.get("choice") or ""
        if not choice and self._is_typed_in(cleaned):
            self.add_error("choice", self.choose)
        if choice == SPAN:
            self._check_span(cleaned)
        if choice in SAY_WHY:
            self._check_reason(choice, cleaned)
        return cleaned

    def _is_typed_in(self, cleaned: dict) -> bool:
        apart = ("version", "resolving", "stands", "choice", "confidence")
        return any(value for name, value in cleaned.items() if name not in apart)

    def _check_span(self, cleaned: dict) -> None:
        low, high = cleaned.get("low"), cleaned.get("high")
        if low is None and "low" not in self.errors:
            self.add_error("low", "Choose the lowest level")
        elif low and high and high < low:
            self.add_error("high", "The highest level must be the same as the lowest level, or above it")

    def _check_reason(self, choice: str, cleaned: dict) -> None:
        reason = cleaned.get(f"{choice}_reason")
        if reason in ("", Reason.OTHER) and not self._words(choice, cleaned):
            self.add_error(f"{choice}_words" if reason else f"{choice}_reason", SAY_WHY[choice])

    def _words(self, choice: str, cleaned: dict) -> str:
        """The words of the choice's own box, and any that were typed just now into another box: none is lost."""
        own = f"{choice}_words" if choice in SAY_WHY else "comment"
        boxes = ("comment", f"{NO_DATA}_words", f"{NOT_APPLICABLE}_words")
        typed_elsewhere = [cleaned.get(box, "") for box in boxes if box != own and box in self.changed_data]
        return "\n".join(filter(None, [cleaned.get(own, ""), *typed_elsewhere]))

    @property
    def puts_together(self) -> bool:
        """The person wants the words of both, to change them and then save. Where theirs is gone, mine is all."""
        return self.cleaned_data.get("stands") == BOTH and self.current is not None

    @property
    def answer(self) -> AnswerGiven | None:
        """What the person says; None where she says nothing. Only of a valid form."""
        cleaned = self.cleaned_data
        choice = cleaned["choice"]
        if choice in ("", LEAVE):
            return None
        sure = {
            "confidence": cleaned["confidence"] or Confidence.HIGH.value,
            "confidence_note": cleaned["confidence_note"],
            "comment": self._words(choice, cleaned),
        }
        if choice in SAY_WHY:
            return AnswerGiven(choice, reason=cleaned[f"{choice}_reason"] or Reason.OTHER.value, **sure)
        if choice == SPAN:
            return AnswerGiven("rated", cleaned["low"], cleaned["high"] or cleaned["low"], **sure)
        position = int(choice.removeprefix("level-"))
        return AnswerGiven("rated", position, position, **sure)

    @property
    def sent(self) -> AnswerSent | None:
        """What is to be saved: nothing where the form is faulty or empty. Words beside which another's stand too."""
        if not self.is_valid():
            return None
        if self.takes_theirs:
            return AnswerSent(self.target, self.answer or self._words_alone, 0, is_set_aside=True)
        return AnswerSent(self.target, self.answer, self.cleaned_data["version"])

    @property
    def _words_alone(self) -> AnswerGiven | None:
        words = self._words("", self.cleaned_data)
        return AnswerGiven("", comment=words) if words else None

    # Somebody else's newer answer ---------------------------------------------------------------------------

    def set_against(self, refusal: StaleVersion) -> None:
        wants_both = self.data.get(self.add_prefix("stands")) == BOTH
        super().set_against(refusal)
        theirs, *mine_and_both = self.fields["stands"].choices
        if refusal.by:
            theirs = (THEIRS, f"What {refusal.by} wrote")
        self.fields["stands"].choices = [theirs, *(mine_and_both if refusal.current else mine_and_both[:1])]
        if wants_both and refusal.current:
            self._put_together(refusal.current)

    def _put_together(self, theirs: Answer) -> None:
        """My level, or theirs where I gave none, with their words before mine in the box of that choice."""
        mine = dict(self.cleaned_data)
        choice = mine.get("choice")
        if choice in (None, "", LEAVE):
            held = self.initial_for(theirs)
            choice = held["choice"]
            self._fill(choice=choice, low=held.get("low", ""), high=held.get("high", ""))
            if choice in SAY_WHY:
                self._fill(**{f"{choice}_reason": theirs.reason})
        box = f"{choice}_words" if choice in SAY_WHY else "comment"
        boxes = ("comment", f"{NO_DATA}_words", f"{NOT_APPLICABLE}_words")
        self._fill(**dict.fromkeys(boxes, ""))
        self._fill(
            **{box: joined("\n", theirs.comment, *(mine.get(name, "") for name in boxes))},
            confidence_note=joined("; ", theirs.confidence_note, mine.get("confidence_note", "")),
            stands=MINE,
        )


class IndicatorAnswerForm(AnswerForm):
    """The answer to one indicator. `descriptors` are its level descriptors by position."""

    def __init__(self, target: Indicator, scale: Scale, current, data=None, *, descriptors: Mapping | None = None):
        super().__init__(target, scale, current, data)
        self.fields["choice"].label = f"Your answer to {target.code}"
        self.fields["choice"].choices = [
            *((f"level-{n}", level_choice(scale, n, (descriptors or {}).get(n))) for n in scale.positions),
            (SPAN, Choice("We are at more than one level", before="or", under=("low", "high"))),
            *reason_choices("No data", "We cannot tell yet. Say why.", "Does not apply to us", "Say why."),
        ]

    @staticmethod
    def prefix_for(target: Indicator) -> str:
        return f"i-{target.code}"

    @staticmethod
    def choice_for(current: Answer | None) -> str:
        if current is None:
            return ""
        if not current.is_rated:
            return current.status
        return f"level-{current.low}" if current.low == current.high else SPAN

    @property
    def sent(self) -> AnswerSent | None:
        sent = super().sent
        return sent if sent and sent.answer else None


class DimensionAnswerForm(AnswerForm):
    """The level that an organisation declares for a whole dimension, or none."""

    def __init__(self, target: Dimension, scale: Scale, current, data=None):
        super().__init__(target, scale, current, data)
        self.fields["choice"].label = f"Your level for dimension {target.code} as a whole"
        self.fields["choice"].choices = [
            (LEAVE, Choice("Leave it to the indicators")),
            (SPAN, Choice("Declare a level or span", under=("low", "high"))),
            *reason_choices("No data", "We cannot tell yet. Say why.", "Does not apply to us", "Say why."),
        ]
        self.fields["high"].label = "Highest level, if it is another"

    @staticmethod
    def prefix_for(target: Dimension) -> str:
        return "whole"

    @staticmethod
    def choice_for(current: Answer | None) -> str:
        if current is None:
            return LEAVE
        return SPAN if current.is_rated else current.status

    def clean(self) -> dict:
        """With "leave it" chosen, words would have nowhere to go: they are asked about, not dropped."""
        cleaned = super().clean()
        if cleaned.get("choice") == LEAVE and self._typed_now() and not self.takes_theirs:
            self.add_error("choice", "Declare a level, or take out what you typed below it")
        return cleaned

    def _typed_now(self) -> bool:
        boxes = ("comment", f"{NO_DATA}_words", f"{NOT_APPLICABLE}_words")
        return any(self.cleaned_data.get(box) for box in boxes if box in self.changed_data)


def reason_choices(no_data: str, no_data_hint: str, not_applicable: str, not_applicable_hint: str) -> list:
    under = {name: (f"{name}_reason", f"{name}_words") for name in (NO_DATA, NOT_APPLICABLE)}
    return [
        (NO_DATA, Choice(no_data, hint=no_data_hint, under=under[NO_DATA])),
        (NOT_APPLICABLE, Choice(not_applicable, hint=not_applicable_hint, under=under[NOT_APPLICABLE])),
    ]
