"""What an administrator types to change one place: names, what it is, where it lies, what follows it. Saves nothing."""

from collections.abc import Iterable

from crispy_forms.layout import HTML, Div, Layout
from django import forms

from aligns_site.forms import FormHelper, Press
from assessments.forms.days import DayField
from assessments.models import ICS, Kind, Organisation, Region, Sector

Place = Region | ICS | Organisation
LONGEST_NAME = 160
TOO_LONG = f"Use at most {LONGEST_NAME} letters for the name"
NO_PLACE = {"required": "Choose where it lies", "invalid_choice": "Choose one of the ICSs or regions"}


def laid_out(form: forms.Form, *parts: str, words: str, verb: str = "change", back: str = "") -> FormHelper:
    helper = FormHelper(form)
    leave = "Add nothing" if verb == "add" else "Leave it as it is"
    way_back = [HTML(f'<a href="{back}">{leave}</a>')] if back else []
    helper.layout = Layout(*parts, Div(Press(words, name="verb", value=verb), *way_back, css_class="actions"))
    return helper


class NameField(forms.CharField):
    def __init__(self, label: str = "Name"):
        errors = {"required": "Enter a name", "max_length": TOO_LONG}
        super().__init__(label=label, max_length=LONGEST_NAME, error_messages=errors)


class RenameForm(forms.Form):
    verb = "rename"
    name = NameField("New name")

    def __init__(self, place: Place, data=None):
        super().__init__(data, initial={"name": place.name})
        if hasattr(place, "aliases"):
            self.fields["name"].help_text = "The old name stays as another name, so that files still find it."
        self.helper = laid_out(self, "name", words="Rename", verb=self.verb)


class AliasForm(forms.Form):
    verb = "add"
    alias = forms.CharField(
        label="Another name",
        max_length=LONGEST_NAME,
        help_text="Files and searches find the place by it. Capitals, blanks and “&” or “and” make no difference.",
        error_messages={"required": "Enter a name", "max_length": TOO_LONG},
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.helper = laid_out(self, "alias", words="Add this name", verb=self.verb)


class WhatItIsForm(forms.Form):
    """What is asked of every organisation."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "Choose a kind"), *Kind.choices],
        error_messages={"required": "Choose a kind", "invalid_choice": "Choose one of the kinds"},
    )
    sector = forms.ChoiceField(
        label="Sector",
        choices=[("", "Choose a sector"), *Sector.choices],
        help_text="Which side it speaks for. Reports set social care against health, in past cycles too.",
        error_messages={"required": "Choose a sector", "invalid_choice": "Choose one of the sectors"},
    )
    website = forms.URLField(
        label="Website (optional)",
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="For example, https://www.example.org",
        widget=forms.TextInput({"inputmode": "url"}),
        error_messages={
            "invalid": "Enter an address that begins with https://",
            "max_length": "This address is too long",
        },
    )


class OrganisationForm(WhatItIsForm):
    parent = forms.ModelChoiceField(
        label="Part of (optional)",
        queryset=None,
        required=False,
        to_field_name="slug",
        empty_label="Nothing else",
        error_messages={"invalid_choice": "Choose one of the organisations"},
    )

    def __init__(self, organisation: Organisation, others, back: str, data=None):
        """`others`: the organisations of which it may be a part."""
        said = {name: getattr(organisation, name) for name in ("kind", "sector", "website")}
        super().__init__(data, initial=said | {"parent": organisation.parent and organisation.parent.slug})
        self.fields["parent"].queryset = others
        self.helper = laid_out(self, "kind", "sector", "website", "parent", words="Save the changes", back=back)


class WhereField(forms.ChoiceField):
    """An ICS, or a region for what has no ICS: `ics:slug`, `region:slug`. Cleans into the place."""

    def __init__(self, **more):
        super().__init__(
            label="Where does it lie?",
            help_text="An ICS, which says the region too; or a region, if it lies in no ICS.",
            error_messages=NO_PLACE,
            **more,
        )

    def offer(self, systems: Iterable[ICS], regions: Iterable[Region]) -> None:
        self.places = {f"ics:{one.slug}": one for one in systems} | {f"region:{one.slug}": one for one in regions}
        groups = {"In an ICS": "ics:", "In no ICS, in the region": "region:"}
        self.choices = [("", "Choose where it lies")] + [
            (title, [(key, str(one)) for key, one in self.places.items() if key.startswith(start)])
            for title, start in groups.items()
        ]

    def clean(self, value) -> ICS | Region:
        return self.places[super().clean(value)]


class PlaceAnewForm(forms.Form):
    where = WhereField()
    from_on = DayField("From which day?", hint="Until the day before it lies where it lies now.")

    def __init__(self, systems, regions, back: str, data=None):
        super().__init__(data)
        self.fields["where"].offer(systems, regions)
        self.helper = laid_out(self, "where", "from_on", words="Place it there", back=back)


class AddOrganisationForm(WhatItIsForm):
    field_order = ["name", "kind", "sector", "where", "from_on", "website"]
    name = NameField()
    where = WhereField()
    from_on = DayField("From which day? (optional)", required=False, hint="Leave it empty if it was always there.")

    def __init__(self, systems, regions, back: str, data=None):
        super().__init__(data)
        self.fields["where"].offer(systems, regions)
        self.helper = laid_out(self, *self.field_order, words="Add the organisation", verb="add", back=back)


class RegionField(forms.ModelChoiceField):
    def __init__(self):
        super().__init__(
            label="Which region does it lie in?",
            queryset=Region.objects.none(),
            to_field_name="slug",
            empty_label="Choose a region",
            error_messages={"required": "Choose a region", "invalid_choice": "Choose one of the regions"},
        )


class AddICSForm(forms.Form):
    name = NameField()
    region = RegionField()
    from_on = DayField("From which day? (optional)", required=False, hint="Leave it empty if it was always there.")

    def __init__(self, systems, regions, back: str, data=None):
        super().__init__(data)
        self.fields["region"].queryset = regions
        self.helper = laid_out(self, "name", "region", "from_on", words="Add the ICS", verb="add", back=back)


class AddRegionForm(forms.Form):
    name = NameField()

    def __init__(self, systems, regions, back: str, data=None):
        super().__init__(data)
        self.helper = laid_out(self, "name", words="Add the region", verb="add", back=back)


class PlaceICSForm(forms.Form):
    region = RegionField()
    from_on = DayField("From which day?", hint="Until the day before it lies where it lies now.")

    def __init__(self, systems, regions, back: str, data=None):
        super().__init__(data)
        self.fields["region"].queryset = regions
        self.helper = laid_out(self, "region", "from_on", words="Place it there", back=back)


class SuccessionForm(forms.Form):
    successors = forms.ModelMultipleChoiceField(
        label="Which ICSs follow it?",
        queryset=None,
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one ICS that follows",
            "invalid_choice": "Choose among the ICSs",
            "invalid_list": "Choose among the ICSs",
        },
    )
    from_on = DayField("From which day?", hint="The ICS ends the day before.")
    moves_organisations = forms.BooleanField(
        label="Place its organisations in the ICS that follows, from that day",
        required=False,
        help_text="Only if one follows. Else place each organisation on its own page.",
    )

    def __init__(self, ics: ICS, others, back: str, data=None):
        super().__init__(data, initial={"successors": list(ics.succeeded_by.values_list("slug", flat=True))})
        self.fields["successors"].queryset = others
        parts = ("successors", "from_on", "moves_organisations")
        self.helper = laid_out(self, *parts, words="Save what follows", back=back)
