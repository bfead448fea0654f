"""Changing places one by one: names stay unique, placements leave no gap, all is on record, no old file undoes it."""

from datetime import date

import pytest

from aligns_site.access import ActionRefused, NotPermitted
from assessments.actions.places import known_places, load_places
from assessments.actions.places_added import add_ics, add_organisation, add_region
from assessments.actions.places_changes import (
    DaysDoNotFit,
    NameTaken,
    add_alias,
    change_organisation,
    place_ics,
    place_organisation,
    remove_alias,
    rename_place,
    succeed_ics,
    take_back_succession,
)
from assessments.models import ICS, Organisation, PlaceChange, Region, User
from assessments.places_file import PlacesFaults, parse
from tests.assessments.test_places_file import GOOD, placed

pytestmark = pytest.mark.django_db
APRIL = date(2027, 4, 1)


@pytest.fixture
def oakshire():
    """As the file of the tests has it: in the ICS Vale, also called Oak & Ash."""
    load(GOOD)
    return Organisation.objects.get()


@pytest.fixture
def desk(administrator):
    return {"by": administrator}


def load(text: str):
    return load_places(by=User.objects.system(), definition=parse(text.encode(), known_places()))


def facts(place) -> dict:
    place.refresh_from_db()
    return {"name": place.name, "aliases": place.aliases}


def days(place) -> list:
    return list(place.placements.values_list("ics__slug", "from_on", "until_on"))


# ---- names


def test_the_old_name_still_leads_to_a_renamed_organisation_and_all_is_on_record(desk, oakshire, administrator):
    rename_place(**desk, place=oakshire, name="  Greater   Oakshire ")
    assert facts(oakshire) == {"name": "Greater Oakshire", "aliases": ["Oak & Ash", "Oakshire"]}
    changes = list(PlaceChange.objects.filter(from_file=False).values_list("by", "what", "before", "after"))
    assert changes == [
        (administrator.pk, "name", "Oakshire", "Greater Oakshire"),
        (administrator.pk, "aliases", ["Oak & Ash"], ["Oak & Ash", "Oakshire"]),
    ]


def test_a_name_that_was_another_name_changes_places_with_it(desk, oakshire):
    rename_place(**desk, place=oakshire, name="oak and ash")
    assert facts(oakshire) == {"name": "oak and ash", "aliases": ["Oakshire"]}


@pytest.mark.parametrize("name", ["ELM & Beech", " elmshire", "elm"])
def test_a_name_leads_to_one_organisation_only(desk, oakshire, name):
    south = Region.objects.get()
    Organisation.objects.create(
        slug="elm", name="Elmshire", kind="other", sector="joint", aliases=["Elm and Beech"]
    ).placements.create(region=south)
    for verb, said in ((rename_place, {"name": name}), (add_alias, {"alias": name})):
        with pytest.raises(NameTaken, match="leads to Elmshire already"):
            verb(**desk, place=oakshire, **said)
    with pytest.raises(NameTaken):
        add_organisation(**desk, name=name, kind="other", sector="joint", where=south)
    assert facts(oakshire) == {"name": "Oakshire", "aliases": ["Oak & Ash"]}


def test_another_name_comes_and_goes(desk, oakshire):
    add_alias(**desk, place=oakshire, alias="Old Oak")
    remove_alias(**desk, place=oakshire, alias="Oak & Ash")
    assert facts(oakshire)["aliases"] == ["Old Oak"]
    with pytest.raises(ActionRefused, match="any more"):
        remove_alias(**desk, place=oakshire, alias="Oak & Ash")


def test_an_ics_keeps_its_old_name_and_a_region_has_one_name_only(desk, oakshire):
    rename_place(**desk, place=ICS.objects.get(), name="Great Vale")
    rename_place(**desk, place=Region.objects.get(), name="Far South")
    assert (ICS.objects.get().aliases, Region.objects.get().name) == (["Vale"], "Far South")


# ---- what an older file does not undo


def test_an_older_file_does_not_undo_a_new_name_and_says_so(desk, oakshire):
    rename_place(**desk, place=oakshire, name="Greater Oakshire")
    done = load(GOOD)
    assert done.words == "unchanged: 3 read, and all are there already; 1 in part as changed here, not as the file says"
    assert facts(oakshire) == {"name": "Greater Oakshire", "aliases": ["Oak & Ash", "Oakshire"]}


def test_a_name_that_never_stood_there_is_news_and_is_taken(desk, oakshire):
    rename_place(**desk, place=oakshire, name="Greater Oakshire")
    load(GOOD.replace("name: Oakshire", "name: New Oakshire"))
    assert facts(oakshire)["name"] == "New Oakshire"


def test_other_names_from_the_desk_stay_beside_those_of_a_newer_file(desk, oakshire):
    add_alias(**desk, place=oakshire, alias="Old Oak")
    remove_alias(**desk, place=oakshire, alias="Oak & Ash")
    load(GOOD.replace("[Oak & Ash]", "[Oak & Ash, The Oaks]"))
    assert sorted(facts(oakshire)["aliases"]) == ["Old Oak", "The Oaks"]


def test_an_older_file_does_not_undo_kind_parent_or_placement(desk, oakshire):
    change_organisation(**desk, organisation=oakshire, kind="other", sector="social-care")
    place_organisation(**desk, organisation=oakshire, where=Region.objects.get(), from_on=APRIL)
    assert load(GOOD).plan.changes_nothing
    oakshire.refresh_from_db()
    assert (oakshire.kind, len(days(oakshire))) == ("other", 2)


def test_a_file_cannot_give_a_name_from_the_desk_to_another_organisation(desk, oakshire):
    rename_place(**desk, place=oakshire, name="Greater Oakshire")
    other = "  - {slug: elm, name: Greater Oakshire, kind: other, sector: joint, placed: [{region: south}]}\n"
    with pytest.raises(PlacesFaults, match="leads to oakshire as well"):
        load(GOOD + other)


# ---- what it is, and where it lies


def test_only_what_differs_is_recorded(desk, oakshire):
    parent = add_organisation(**desk, name="Vale Body", kind="ics-body", sector="joint", where=ICS.objects.get())
    said = {"kind": "local-authority", "sector": "health", "website": "https://oak.example/", "parent": parent}
    change_organisation(**desk, organisation=oakshire, **said)
    recorded = PlaceChange.objects.filter(organisation=oakshire, from_file=False)
    assert list(recorded.values_list("what", flat=True)) == ["sector", "website", "parent"]
    with pytest.raises(ActionRefused, match="part of itself"):
        change_organisation(**desk, organisation=parent, kind="ics-body", sector="joint", parent=oakshire)


def test_placing_anew_ends_the_running_placement_the_day_before(desk, oakshire):
    place_organisation(**desk, organisation=oakshire, where=Region.objects.get(), from_on=APRIL)
    assert days(oakshire) == [("vale", None, date(2027, 3, 31)), (None, APRIL, None)]


def test_an_ics_lies_in_another_region_from_a_day_on_and_its_organisations_with_it(desk, oakshire):
    vale, far = ICS.objects.get(), add_region(**desk, name="Far North")
    with pytest.raises(DaysDoNotFit, match="lies there already"):
        place_ics(**desk, ics=vale, region=Region.objects.get(slug="south"), from_on=APRIL)
    assert place_ics(**desk, ics=vale, region=far, from_on=APRIL) == [oakshire]
    assert [(row.region.slug, row.from_on) for row in vale.placements.all()] == [("south", None), ("far-north", APRIL)]
    assert [row.region.slug for row in oakshire.placements.all()] == ["south", "far-north"]
    with pytest.raises(DaysDoNotFit, match="Oakshire comes into it on 1 April 2027"):
        place_ics(**desk, ics=vale, region=Region.objects.get(slug="south"), from_on=date(2027, 3, 1))


def test_an_ics_and_a_region_are_added_under_names_that_lead_nowhere_else(desk, oakshire):
    region = add_region(**desk, name=" Far  North ")
    ics = add_ics(**desk, name="Fell & Tarn", region=region, from_on=APRIL)
    assert (region.slug, ics.slug, ics.placements.get().from_on) == ("far-north", "fell-tarn", APRIL)
    assert [change.what for change in PlaceChange.objects.of(ics)] == ["added"]
    for verb, said in ((add_region, {"name": "far north"}), (add_ics, {"name": "Fell and Tarn", "region": region})):
        with pytest.raises(NameTaken):
            verb(**desk, **said)


def test_no_gap_no_overlap_and_no_ics_that_is_not_there(desk, oakshire):
    south, vale = Region.objects.get(), ICS.objects.get()
    place_organisation(**desk, organisation=oakshire, where=south, from_on=APRIL)
    with pytest.raises(DaysDoNotFit, match=r"begins on 1 April 2027\. Choose a later day"):
        place_organisation(**desk, organisation=oakshire, where=vale, from_on=APRIL)
    vale.placements.update(until_on=date(2028, 3, 31))
    with pytest.raises(DaysDoNotFit, match="is not there on this day"):
        place_organisation(**desk, organisation=oakshire, where=vale, from_on=date(2028, 4, 1))
    load(placed("{ics: vale, region: south, until: 2027-04-30}"))
    with pytest.raises(DaysDoNotFit, match=r"ends on 30 April 2027\. Choose 1 May 2027"):
        place_organisation(**desk, organisation=oakshire, where=south, from_on=date(2027, 6, 1))


def test_an_ics_ends_the_day_before_others_follow_and_its_organisations_go_along(desk, oakshire):
    vale, south = ICS.objects.get(), Region.objects.get()
    follower = ICS.objects.create(slug="valley", name="Valley")
    follower.placements.create(region=south, from_on=APRIL)
    moved = succeed_ics(**desk, ics=vale, successors=[follower], from_on=APRIL, moves_organisations=True)
    assert (list(vale.succeeded_by.all()), vale.placements.get().until_on) == ([follower], date(2027, 3, 31))
    assert moved == [oakshire]
    assert days(oakshire) == [("vale", None, date(2027, 3, 31)), ("valley", APRIL, None)]
    vale.placements.create(region=south, from_on=date(2028, 4, 1))
    with pytest.raises(ActionRefused, match="succeed itself"):
        succeed_ics(**desk, ics=follower, successors=[vale], from_on=date(2028, 4, 1))


def test_what_follows_an_ics_is_taken_back_and_no_older_file_brings_it_again(desk, oakshire):
    vale, south = ICS.objects.get(), Region.objects.get()
    follower = ICS.objects.create(slug="valley", name="Valley")
    follower.placements.create(region=south, from_on=APRIL)
    succeed_ics(**desk, ics=vale, successors=[follower], from_on=APRIL, moves_organisations=True)
    with pytest.raises(ActionRefused, match="changed meanwhile"):
        take_back_succession(**desk, ics=vale, seen=["south-vale"])
    take_back_succession(**desk, ics=vale, seen=["valley"])
    said = PlaceChange.objects.of(vale).latest_first().first()
    assert (said.by, said.what, said.before, said.after) == (desk["by"], "succeeded_by", ["valley"], [])
    assert (vale.placements.get().until_on, days(oakshire)[-1]) == (date(2027, 3, 31), ("valley", APRIL, None))
    with pytest.raises(ActionRefused, match="nothing to take back"):
        take_back_succession(**desk, ics=vale, seen=["valley"])
    load(GOOD.replace("name: Vale\n", "name: Vale\n    succeeded_by: [valley]\n"))
    assert not vale.succeeded_by.exists()


def test_what_follows_must_be_there_on_the_day(desk, oakshire):
    vale, follower = ICS.objects.get(), ICS.objects.create(slug="valley", name="Valley")
    with pytest.raises(DaysDoNotFit, match="Valley is not there on this day"):
        succeed_ics(**desk, ics=vale, successors=[follower], from_on=APRIL)
    assert vale.placements.get().until_on is None


def test_nobody_else_changes_a_place(pot, organisation):
    """All verbs begin with the same permission; tests/assessments/test_rules.py has the roles."""
    by = {"by": pot}
    for verb, said in (
        (rename_place, {"place": organisation, "name": "Mine"}),
        (add_alias, {"place": organisation, "alias": "Mine"}),
        (remove_alias, {"place": organisation, "alias": "Mine"}),
        (change_organisation, {"organisation": organisation, "kind": "other", "sector": "joint"}),
        (add_organisation, {"name": "Mine", "kind": "other", "sector": "joint", "where": Region.objects.get()}),
        (place_organisation, {"organisation": organisation, "where": Region.objects.get(), "from_on": APRIL}),
        (succeed_ics, {"ics": ICS.objects.get(), "successors": [], "from_on": APRIL}),
        (take_back_succession, {"ics": ICS.objects.get(), "seen": []}),
    ):
        with pytest.raises(NotPermitted):
            verb(**by, **said)
