"""The shape of an answer from a phone, and of a new poll. Saves nothing."""

from collections.abc import Mapping, Sequence

from crispy_forms.layout import Div, Layout
from django import forms

from aligns_site.forms import Choice as Shown
from aligns_site.forms import FormHelper, Press
from assessments.folding import folded
from frameworks.models import Framework, Indicator
from frameworks.pages.addresses import counted
from polls.actions import Choice, choices_of_levels, question_of
from polls.models import (
    CODE_LENGTH,
    FEWEST_OPTIONS,
    LONGEST_OPTION,
    LONGEST_QUESTION,
    MOST_OPTIONS,
    Poll,
    PollAnswer,
    PollOption,
)

OWN, LEVELS = "own", "levels"
AT_ONCE, ON_PRESS = "at_once", "on_press"
SHOW_INDICATORS = "indicators"


class AnswerForm(forms.Form):
    """`mark`: by which the phone is known, also where it keeps no cookies."""

    option = forms.ChoiceField(
        label="Your answer",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer", "invalid_choice": "Choose one of these answers"},
    )
    side = forms.ChoiceField(
        label="Which side do you speak for?",
        required=False,
        widget=forms.RadioSelect,
        choices=[*PollAnswer.Side.choices[:-1], (PollAnswer.Side.UNSAID, "I would rather not say")],
        error_messages={"invalid_choice": "Choose one of these"},
    )
    mark = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, poll: Poll, mark: str, data=None, *, answer: PollAnswer | None = None):
        held = {"option": str(answer.option_id), "side": answer.side} if answer else {}
        super().__init__(data, initial=held | {"mark": mark})
        self.options = {str(option.pk): option for option in poll.options.all()}
        self.fields["option"].choices = [(key, Shown(one.words, hint=one.help)) for key, one in self.options.items()]
        if not poll.asks_side:
            del self.fields["side"]
        self.press = "Change my answer" if answer else "Send my answer"

    @property
    def sent_mark(self) -> str:
        return str(self.data.get("mark", ""))[:200]

    def clean_option(self) -> PollOption:
        return self.options[self.cleaned_data["option"]]

    def clean_side(self) -> str:
        return self.cleaned_data["side"] or PollAnswer.Side.UNSAID

    def show_with(self, mark: str) -> None:
        """Keep what was chosen, and send this mark next time."""
        self.data = self.data.copy()
        self.data["mark"] = mark


class CodeForm(forms.Form):
    """For whoever cannot scan and types the code."""

    code = forms.CharField(
        label="Code of the poll",
        max_length=20,
        help_text=f"The {CODE_LENGTH} letters and digits on the screen. Capitals or small letters do not matter.",
        error_messages={"required": "Type the code that is on the screen", "max_length": "This code is too long"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_method, helper.form_action, helper.disable_csrf = "get", "phones:find", True
        helper.add_input(Press("Open the poll"))
        return helper

    def clean_code(self) -> str:
        return "".join(letter for letter in self.cleaned_data["code"] if letter.isalnum()).upper()


class NewPollForm(forms.Form):
    """`indicators` are those of one of the frameworks, to choose from; a press shows those of another one."""

    kind = forms.ChoiceField(
        label="What do people choose from?",
        widget=forms.RadioSelect,
        initial=OWN,
        error_messages={"required": "Choose one of these", "invalid_choice": "Choose one of these"},
    )
    question = forms.CharField(
        label="Question",
        required=False,
        max_length=LONGEST_QUESTION,
        help_text="One short question reads best from the back of a room.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": f"Use at most {LONGEST_QUESTION} letters for the question"},
    )
    options = forms.CharField(
        label="Answers to choose from",
        required=False,
        help_text=f"One on each line, {FEWEST_OPTIONS} to {MOST_OPTIONS} of them.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    framework = forms.ChoiceField(
        label="Framework", required=False, error_messages={"invalid_choice": "Choose a framework of this list"}
    )
    indicator = forms.ChoiceField(
        label="Indicator", required=False, error_messages={"invalid_choice": "Choose an indicator of this list"}
    )
    asks_side = forms.BooleanField(
        label="Also ask which side people speak for",
        help_text="Health, social care, or both. Results then have a column for each side with three answers or more.",
        required=False,
    )
    shows = forms.ChoiceField(
        label="When do results show on the screen?",
        widget=forms.RadioSelect,
        initial=AT_ONCE,
        choices=[
            (AT_ONCE, Shown("As they come in")),
            (
                ON_PRESS,
                Shown("When I press", hint="Early answers then sway nobody. Their number always shows."),
            ),
        ],
        error_messages={"required": "Choose one of these", "invalid_choice": "Choose one of these"},
    )

    def __init__(
        self,
        frameworks: Sequence[Framework],
        chosen: Framework | None,
        indicators: Sequence[Indicator],
        *,
        sent=None,
        initial: dict,
    ):
        """`sent`: what was sent; where it asks for other indicators alone, it is shown again and not checked."""
        is_kept = sent is not None and sent.get("verb") == SHOW_INDICATORS
        super().__init__(None if is_kept else sent, initial=kept(sent) if is_kept else initial)
        self.fields["framework"].choices = [(one.reference, str(one)) for one in frameworks]
        self.initial["framework"] = chosen and chosen.reference
        if len(frameworks) > 1:
            self.fields["framework"].press = Press(
                "Show its indicators", name="verb", value=SHOW_INDICATORS, look="secondary", formaction="#id_framework"
            )
        # With its framework, so that one is never taken for another that has the same code.
        self.indicators = {f"{chosen.reference}:{one.code}": one for one in indicators}
        self.fields["indicator"].choices = [
            ("", "Choose an indicator"),
            *((key, str(one)) for key, one in self.indicators.items()),
        ]
        under_levels = ("framework", "indicator") if indicators else ()
        self.fields["kind"].choices = [
            (OWN, Shown("Answers that I write", under=("options",))),
            (LEVELS, Shown("The maturity levels of one indicator", hint="In its own words.", under=under_levels)),
        ][: 2 if indicators else 1]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.layout = Layout(
            "question",
            "kind",
            "asks_side",
            "shows",
            Div(
                Press("Open the poll", name="verb", value="open"),
                Press("Keep it as a draft", name="verb", value="keep", look="secondary"),
                css_class="actions",
            ),
        )
        return helper

    @property
    def opens(self) -> bool:
        return self.data.get("verb") != "keep"

    def clean_question(self) -> str:
        return " ".join(self.cleaned_data["question"].split())

    def clean_options(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["options"].splitlines())
        return [line for line in lines if line]

    def clean_indicator(self) -> Indicator | None:
        return self.indicators.get(self.cleaned_data["indicator"])

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("kind") == LEVELS:
            if not cleaned.get("indicator") and "indicator" not in self.errors:
                self.add_error("indicator", "Choose the indicator")
        elif cleaned.get("kind") == OWN:
            if not cleaned.get("question") and "question" not in self.errors:
                self.add_error("question", "Write the question")
            for words in faults_of(cleaned.get("options", [])):
                self.add_error("options", words)
        return cleaned

    @property
    def wanted(self) -> dict:
        """What `make_poll` takes. Only of a valid form."""
        said = self.cleaned_data
        wanted = {"asks_side": said["asks_side"], "shows_results": said["shows"] == AT_ONCE}
        if said["kind"] == OWN:
            choices = [Choice(words) for words in said["options"]]
            return wanted | {"question": said["question"], "choices": choices}
        indicator = said["indicator"]
        question = said["question"] or question_of(indicator)
        return wanted | {"question": question, "choices": choices_of_levels(indicator), "indicator": indicator}


def kept(sent: Mapping[str, str]) -> dict:
    """What was typed, as it is shown again."""
    said = {name: sent.get(name, "") for name in ("kind", "question", "options", "indicator", "shows")}
    return said | {"asks_side": bool(sent.get("asks_side"))}


def faults_of(options: Sequence[str]) -> list[str]:
    """What is wrong with options that a person wrote, each with its cure."""
    faults = []
    if len(options) < FEWEST_OPTIONS:
        faults.append(f"Write at least {FEWEST_OPTIONS} answers, one on each line")
    if len(options) > MOST_OPTIONS:
        faults.append(f"You wrote {len(options)} answers. Keep {MOST_OPTIONS} at most")
    long = [place for place, words in enumerate(options, start=1) if len(words) > LONGEST_OPTION]
    if long:
        faults.append(f"Shorten answer {long[0]}: {counted(LONGEST_OPTION, 'letter')} at most")
    if len({folded(words) for words in options}) < len(options):
        faults.append("Two answers say the same. Change or remove one")
    return faults
