"""Loading places: what is new, what changes, what stays."""

from datetime import date

import pytest

from aligns_site.access import NotPermitted
from assessments.actions.places import known_places, load_places
from assessments.models import ICS, Organisation, OrganisationPlacement, Region, User
from assessments.places_file import PlacesFaults, parse
from tests.assessments.test_places_file import ENGLAND, GOOD, placed

pytestmark = pytest.mark.django_db


def load(text: str | bytes, by: User | None = None) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    return load_places(by=by or User.objects.system(), definition=parse(data, known_places())).words


def rows() -> list:
    """Everything that is stored of places, keys included."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Region, ICS, Organisation, OrganisationPlacement, ICS.succeeded_by.through)
    ]


def test_a_file_makes_its_places():
    assert load(GOOD) == "3 read: 3 new, 0 changed, 0 unchanged"
    oakshire = Organisation.objects.get(slug="oakshire")
    assert oakshire.aliases == ["Oak & Ash"]
    assert [str(place.ics) for place in oakshire.placements.all()] == ["Vale"]


def test_the_same_file_again_changes_nothing():
    load(ENGLAND.read_bytes())
    before = rows()
    assert load(ENGLAND.read_bytes()).startswith("unchanged")
    assert rows() == before


def test_england_knows_what_changed_on_the_first_of_april_2026():
    load(ENGLAND.read_bytes())
    oxfordshire, frimley = (Organisation.objects.get(slug=slug) for slug in ("oxfordshire", "frimley-health"))
    on = {day: oxfordshire.placements.on(day).get().ics.slug for day in (date(2026, 3, 31), date(2026, 4, 1))}
    assert on == {
        date(2026, 3, 31): "buckinghamshire-oxfordshire-and-berkshire-west",
        date(2026, 4, 1): "thames-valley",
    }
    assert frimley.placements.on(date(2026, 4, 1)).get().ics is None
    assert list(ICS.objects.get(slug="sussex").succeeded_by.values_list("slug", flat=True)) == ["surrey-and-sussex"]


def test_changed_placements_replace_the_old_ones():
    load(GOOD)
    moved = placed("{ics: vale, region: south, until: 2026-03-31}\n      - {region: south, from: 2026-04-01}")
    assert load(moved) == "3 read: 0 new, 1 changed, 2 unchanged"
    assert list(OrganisationPlacement.objects.values_list("ics__slug", "from_on", "until_on")) == [
        ("vale", None, date(2026, 3, 31)),
        (None, date(2026, 4, 1), None),
    ]


def test_a_place_that_a_newer_file_leaves_out_stays():
    load(GOOD)
    load("regions: [{slug: north, name: North}]")
    assert Organisation.objects.filter(slug="oakshire").exists()
    assert set(Region.objects.values_list("slug", flat=True)) == {"south", "north"}


def test_what_a_newer_file_does_not_say_of_a_place_stays():
    load(GOOD.replace("aliases: [Oak & Ash]", "aliases: [Oak & Ash]\n    website: https://oakshire.example/"))
    assert load(GOOD.replace("    aliases: [Oak & Ash]\n", "")).startswith("unchanged")
    assert Organisation.objects.get().website == "https://oakshire.example/"
    assert Organisation.objects.get().aliases == ["Oak & Ash"]


def test_what_a_newer_file_empties_is_emptied():
    load(GOOD)
    load(GOOD.replace("[Oak & Ash]", "[]"))
    assert Organisation.objects.get().aliases == []


def test_a_parent_may_stand_below_its_part_and_be_taken_away():
    part = "  - {slug: ash, name: Ash, kind: other, sector: joint, parent: oakshire, placed: [{region: south}]}\n"
    text = GOOD.replace("organisations:\n", "organisations:\n" + part)
    load(text)
    assert Organisation.objects.get(slug="ash").parent.slug == "oakshire"
    load(text.replace("parent: oakshire", "parent: null"))
    assert Organisation.objects.get(slug="ash").parent is None


def test_a_renamed_place_keeps_its_row():
    load(GOOD)
    key = Organisation.objects.get().pk
    load(GOOD.replace("name: Oakshire", "name: Greater Oakshire"))
    assert Organisation.objects.get(pk=key).name == "Greater Oakshire"


def test_an_alias_that_stays_may_not_be_given_to_another():
    load(GOOD)
    taker = "organisations: [{slug: elm, name: oak and ash, kind: other, sector: joint, placed: [{region: south}]}]"
    with pytest.raises(PlacesFaults, match="leads to oakshire as well"):
        load(taker)


@pytest.mark.parametrize("role", ["contributor", "pot", "ics_lead", "regional_lead", "outsider"])
def test_only_an_administrator_may_load_places(request, role):
    with pytest.raises(NotPermitted):
        load(GOOD, by=request.getfixturevalue(role))


def test_an_administrator_may_load_places(administrator):
    assert "new" in load(GOOD, by=administrator)
