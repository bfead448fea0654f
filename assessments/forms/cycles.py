"""The shape of a new cycle and of its changes, as they are typed at the desk. Saves nothing."""

from collections.abc import Iterable
from datetime import date, timedelta

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.text import slugify

from aligns_site.forms import Choice, FormHelper, Press
from assessments.actions.cycle_changes import LARGEST_MINIMUM_GROUP
from assessments.forms.days import DayField
from assessments.forms.fields import WordsField
from assessments.forms.returning import LONGEST, TOO_LONG
from assessments.models import Cycle, Kind, Visibility
from assessments.pages.dates import plain_day
from frameworks.models import Framework

VISIBILITY_WORDS = {
    Visibility.NAMED: "People of the same region see each organisation by its name, once it has submitted.",
    Visibility.ANONYMOUS: "Others see groups alone, such as an ICS, and only where nobody can be made out.",
    Visibility.PRIVATE: "Only the organisation, the lead of its ICS and the lead of its region see anything.",
}
ALL, SOME = "all", "some"
NOW, TODAY, ANOTHER = "now", "today", "another"
MOST_LETTERS = 60


def visibility_field(choices: Iterable[Visibility]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="What do others see?",
        widget=forms.RadioSelect,
        choices=[(one.value, Choice(one.label, hint=VISIBILITY_WORDS[one])) for one in choices],
        error_messages={"required": "Choose what others see", "invalid_choice": "Choose one of these"},
    )


def group_field(smallest: int) -> forms.IntegerField:
    between = f"Enter a number from {smallest} to {LARGEST_MINIMUM_GROUP}"
    return forms.IntegerField(
        label="Smallest group that is shown",
        min_value=smallest,
        max_value=LARGEST_MINIMUM_GROUP,
        help_text="A group is shown to others only if at least so many organisations besides their own are in it.",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), between),
        widget=forms.TextInput({"inputmode": "numeric", "class": "nhsuk-input--width-3"}),
    )


def note_field() -> WordsField:
    return WordsField("Why? (optional)", max_length=LONGEST, error_messages=TOO_LONG)


class OpenCycleForm(forms.Form):
    """Cleans into what `open_cycle` takes, and `whom`, `regions`, `ics` and `kinds`: who is asked."""

    name = forms.CharField(
        label="Name of the cycle",
        max_length=120,
        help_text="For example, ALIGNS 2028.",
        error_messages={"required": "Enter a name", "max_length": "Use at most 120 letters for the name"},
    )
    slug = forms.CharField(
        label="Short name for links (optional)",
        required=False,
        max_length=MOST_LETTERS,
        help_text="Small letters, digits and hyphens, like aligns-2028. Left empty, it is made from the name.",
        error_messages={"max_length": f"Use at most {MOST_LETTERS} letters"},
    )
    framework = forms.ChoiceField(
        label="Framework",
        error_messages={"required": "Choose a framework", "invalid_choice": "Choose one of the frameworks"},
    )
    opens_on = DayField("First day", missing="Enter the first day")
    closes_on = DayField("Last day", missing="Enter the last day", hint="It is open to the end of this day.")
    visibility = visibility_field(Visibility)
    minimum_group = group_field(2)
    whom = forms.ChoiceField(
        label="Who is asked?", widget=forms.RadioSelect, error_messages={"required": "Choose who is asked"}
    )
    regions = forms.MultipleChoiceField(
        label="Regions",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Whoever lies in any region or ICS that you tick.",
    )
    ics = forms.MultipleChoiceField(label="ICSs", required=False, widget=forms.CheckboxSelectMultiple)
    kinds = forms.MultipleChoiceField(
        label="Kinds of organisation",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=Kind.choices,
        help_text="Tick none to ask every kind.",
    )

    def __init__(self, frameworks: Iterable[Framework], regions: list, ics: list, data=None):
        """`regions` and `ics`: (slug, name)."""
        super().__init__(data, initial={"visibility": Visibility.ANONYMOUS, "minimum_group": 3, "whom": ALL})
        self.frameworks = {one.reference: one for one in frameworks}
        named = [(reference, str(one)) for reference, one in self.frameworks.items()]
        self.fields["framework"].choices = [("", "Choose one"), *named]
        self.fields["whom"].choices = [
            (ALL, Choice("All organisations", hint="All that have a place in a region on the first day.")),
            (SOME, Choice("Some of them", hint="You see the list before it opens.", under=("regions", "ics", "kinds"))),
        ]
        self.fields["regions"].choices, self.fields["ics"].choices = regions, ics
        self.helper = FormHelper()
        self.helper.layout = Layout(
            *("name", "slug", "framework", "opens_on", "closes_on", "visibility", "minimum_group", "whom")
        )
        self.helper.add_input(Press("See who is asked", name="step", value="review"))

    def clean(self) -> dict:
        cleaned = super().clean()
        if "name" in cleaned and "slug" in cleaned:
            typed = cleaned["slug"].strip()
            cleaned["slug"] = typed or slugify(cleaned["name"])[:MOST_LETTERS].strip("-")
            if not cleaned["slug"]:
                self.add_error("slug", "Type a short name for links: the name of the cycle has no letters for one")
            elif typed and typed != slugify(typed):
                self.add_error("slug", "Use small letters, digits and hyphens alone, like aligns-2028")
        if cleaned.get("closes_on") and cleaned.get("opens_on") and cleaned["closes_on"] < cleaned["opens_on"]:
            self.add_error("closes_on", "The last day must not be before the first day")
        if cleaned.get("whom") == SOME and not any(cleaned.get(name) for name in ("regions", "ics", "kinds")):
            self.add_error("whom", "Tick a region, an ICS or a kind, or choose all organisations")
        return cleaned

    @property
    def wanted(self) -> dict:
        """What `open_cycle` takes, but for the organisations."""
        names = ("name", "slug", "opens_on", "closes_on", "visibility", "minimum_group")
        wanted = {name: self.cleaned_data[name] for name in names}
        return wanted | {"framework": self.frameworks[self.cleaned_data["framework"]]}


class ChosenForm(forms.Form):
    """Organisations out of a list that the page shows, each with a box to tick."""

    organisations = forms.MultipleChoiceField(
        error_messages={
            "required": "Tick at least one organisation",
            "invalid_choice": "The list has changed meanwhile. Look at it again, then tick",
        },
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, slugs: Iterable[str], data=None):
        super().__init__(data)
        self.fields["organisations"].choices = [(slug, slug) for slug in slugs]


class AskForm(ChosenForm):
    note = note_field()


class CloseForm(forms.Form):
    """A form that moves the closing date. Cleans into `closes_on`, `note` and `moves_are_meant`."""

    note = note_field()
    seen_day = forms.CharField(required=False, widget=forms.HiddenInput)
    moves_are_meant = forms.BooleanField(
        required=False, label="I have read who lies elsewhere on this day, and it is meant"
    )
    first = "when"
    press = Press("Close the cycle", look="warning")

    when = forms.ChoiceField(
        label="When does it close?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose when it closes", "invalid_choice": "Choose one of these"},
    )
    day = DayField("Last day", required=False)

    def __init__(self, cycle: Cycle, data=None):
        super().__init__(data)
        self._ask(cycle)
        self.helper = FormHelper()
        self.helper.layout = Layout(self.first, "note")
        self.helper.add_input(self.press)

    def _ask(self, cycle: Cycle) -> None:
        today = timezone.localdate()
        choices = [(ANOTHER, Choice("At the end of another day", under=("day",)))]
        if cycle.opens_on <= today < cycle.closes_on:
            choices.insert(0, (TODAY, f"At the end of today, {plain_day(today)}"))
        if cycle.opens_on < today:
            hint = f"What is typed and not sent yet is lost. The last day is then {plain_day(_yesterday())}."
            choices.insert(0, (NOW, Choice("Now", hint=hint)))
        self.fields["when"].choices = choices
        eve = cycle.closes_on - timedelta(days=1)
        self.fields["day"].explain(eve, f"It must be before {plain_day(cycle.closes_on)}.")

    def clean(self) -> dict:
        cleaned = super().clean()
        when = cleaned.get("when")
        if when == ANOTHER and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", "Enter a day")
        cleaned["closes_on"] = {NOW: _yesterday(), TODAY: timezone.localdate()}.get(when, cleaned.get("day"))
        return cleaned

    @property
    def said(self) -> dict:
        """What the verb takes. A tick holds for the day beside which it was set, and for no other."""
        cleaned = self.cleaned_data
        meant = cleaned["moves_are_meant"] and cleaned["seen_day"] == cleaned["closes_on"].isoformat()
        return {"closes_on": cleaned["closes_on"], "note": cleaned["note"], "moves_are_meant": meant}

    def ask_whether_meant(self, day: date) -> None:
        self.data = self.data.copy()
        self.data["seen_day"] = day.isoformat()
        self.data.pop("moves_are_meant", None)
        self.helper.layout = Layout(self.first, "note", "seen_day", "moves_are_meant")


class ExtendForm(CloseForm):
    first = "closes_on"
    press = Press("Extend the cycle")
    when = day = None

    closes_on = DayField("New last day", missing="Enter the new last day")

    def _ask(self, cycle: Cycle) -> None:
        later = cycle.closes_on + timedelta(days=30)
        hint = f"It must be after {plain_day(cycle.closes_on)}. The cycle is open to the end of this day."
        self.fields["closes_on"].explain(later, hint)

    def clean(self) -> dict:
        return forms.Form.clean(self) or self.cleaned_data


class RestrictForm(forms.Form):
    """What others see: as it is, or less."""

    note = note_field()

    def __init__(self, cycle: Cycle, data=None):
        super().__init__(data, initial={"visibility": cycle.visibility, "minimum_group": cycle.minimum_group})
        order = list(Visibility)
        self.fields["visibility"] = visibility_field(order[order.index(cycle.visibility) :])
        self.fields["minimum_group"] = group_field(cycle.minimum_group)
        self.order_fields(["visibility", "minimum_group", "note"])
        self.helper = FormHelper()
        self.helper.add_input(Press("Make it stricter", look="warning"))


def _yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)
