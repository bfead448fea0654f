"""A form that may come to stand beside a newer version of the same thing, and then asks which one should stand."""

from django import forms

from assessments.actions.answers import StaleVersion

THEIRS, MINE, BOTH = "theirs", "mine", "both"


class TwoVersionsForm(forms.Form):
    """`version`: the one that the person saw; `resolving`: the newer one is shown too. A subclass words `stands`."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    resolving = forms.BooleanField(required=False, widget=forms.HiddenInput)
    stands = forms.ChoiceField(label="Which one should stand?", required=False, widget=forms.RadioSelect)
    refusal: StaleVersion | None = None

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("resolving") and not cleaned.get("stands"):
            self.add_error("stands", "Choose which version should stand")
        return cleaned

    @property
    def takes_theirs(self) -> bool:
        """The person lets the other version stand."""
        return self.cleaned_data.get("stands") == THEIRS

    @property
    def is_against(self) -> bool:
        """Whether this form stands beside a newer version."""
        return self.refusal is not None or (self.is_bound and bool(self["resolving"].value()))

    def set_against(self, refusal: StaleVersion) -> None:
        """Keep what was typed, and ask which version should stand. The version seen is now the other one."""
        self.is_valid()
        self.refusal = refusal
        self.data = self.data.copy()
        self._fill(version=refusal.current.version if refusal.current else 0, resolving="on")
        self.data.pop(self.add_prefix("stands"), None)

    def _fill(self, **values) -> None:
        for name, value in values.items():
            self.data[self.add_prefix(name)] = value if value is None else str(value)


def joined(between: str, *texts: str) -> str:
    """One after the other; what another of them says already is not said twice."""
    kept: list[str] = []
    for text in filter(None, texts):
        if not any(text in other for other in kept):
            kept = [other for other in kept if other not in text] + [text]
    return between.join(kept)
