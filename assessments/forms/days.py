"""A field for a day, as people type it. Saves nothing."""

import re
from datetime import date

from django import forms

REAL_DATE = "Enter a real date, like 27/3/2026 or 27 March 2026"
SEPARATORS = re.compile(r"\s*([/.-])\s*")
ORDINALS = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
# "Thursday", "Thu", "the" and "of" say nothing more; "Sept" is what Python calls "Sep".
WEEKDAYS = re.compile(r"\b(the|of|(mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(day)?)\b", re.IGNORECASE)
SEPTEMBER = re.compile(r"\bsept\b\.?", re.IGNORECASE)
# The day comes before the month, as in Britain, unless the month is a word or the year stands first.
WRITTEN = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y", "%d-%m-%y", "%Y-%m-%d", "%Y/%m/%d"]
SPOKEN = ["%d %B %Y", "%d %b %Y", "%d %B %y", "%d %b %y", "%d-%B-%Y", "%d-%b-%Y", "%B %d %Y", "%b %d %Y"]


class DayField(forms.DateField):
    """`hint` stands after the example of how a day is typed; `example`: False where the label gives one."""

    def __init__(self, label: str, *, hint: str = "", missing: str = "Enter a day", example: bool = True, **more):
        super().__init__(
            label=label,
            input_formats=[*WRITTEN, *SPOKEN],
            error_messages={"required": missing, "invalid": REAL_DATE},
            widget=forms.DateInput(
                format="%d/%m/%Y",
                attrs={"class": "nhsuk-input--width-10", "autocomplete": "off", "spellcheck": "false"},
            ),
            **more,
        )
        if example:
            self.explain(date(2026, 3, 27), hint)

    def explain(self, example: date, hint: str) -> None:
        self.help_text = f"For example, {example.day}/{example.month}/{example.year}. {hint}".rstrip()

    def to_python(self, value):
        return super().to_python(tidied(value) if isinstance(value, str) else value)


def tidied(typed: str) -> str:
    """Thursday, 1st of April 2027 -> 1 April 2027; 1 / 4 / 2027 -> 1/4/2027"""
    words = WEEKDAYS.sub(" ", SEPTEMBER.sub("Sep", ORDINALS.sub("", typed.replace(",", " "))))
    return SEPARATORS.sub(r"\1", " ".join(words.split()))
