"""Places at the administrator's desk over HTTP: loading a file after seeing what it would change, and browsing."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Organisation, OrganisationPlacement, PlaceChange
from tests import worlds
from tests.assessments.test_places_file import GOOD

pytestmark = pytest.mark.django_db
PLACES, LOAD = "/desk/places/", "/desk/places/load/"


@pytest.fixture
def desk(signed_in, administrator):
    return signed_in(administrator)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def sent(browser, content: str):
    return browser.post(LOAD, {"file": SimpleUploadedFile("places.yaml", content.encode()), "verb": "check"})


def load_after_seeing(browser, content: str):
    """Press the button under what the file would change."""
    shown = sent(browser, content).content.decode()
    carried = dict(re.findall(r'name="(carried|seen)" value="([^"]*)"', shown))
    return browser.post(LOAD, carried | {"verb": "load"}, follow=True)


def test_a_file_is_shown_before_anything_is_stored(desk):
    html = text(sent(desk, GOOD))
    assert "What this file would change" in html
    assert "Oakshire" in html
    assert "Load 3 places" in html
    assert not Organisation.objects.exists()


def test_what_was_shown_is_loaded_with_one_press(desk, administrator):
    html = text(load_after_seeing(desk, GOOD))
    assert "3 read: 3 new, 0 changed, 0 unchanged" in html
    assert Organisation.objects.get().name == "Oakshire"
    assert {change.by for change in PlaceChange.objects.all()} == {administrator}


def test_each_change_is_shown_with_what_stands_there_now(desk):
    load_after_seeing(desk, GOOD)
    html = text(sent(desk, GOOD.replace("sector: social-care", "sector: health")))
    assert re.search(r"Oakshire <span.*>Sector<.*>Social care<.*>Health<", html)
    assert "Load 1 place<" in html


def test_a_file_that_changes_nothing_offers_nothing_to_press(desk):
    load_after_seeing(desk, GOOD)
    html = text(sent(desk, GOOD))
    assert "This file changes nothing" in html
    assert 'value="load"' not in html


def test_what_somebody_changed_since_is_looked_at_again(desk):
    shown = sent(desk, GOOD).content.decode()
    carried = dict(re.findall(r'name="(carried|seen)" value="([^"]*)"', shown))
    worlds.make_region("south")
    response = desk.post(LOAD, carried | {"verb": "load"})
    assert response.status_code == 422
    assert "Somebody changed places since you looked" in text(response)
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "The file is empty"),
        ("regions: [", "Nothing was changed"),
        (GOOD.replace("ics: vale,", "ics: dale,"), "ICS dale is not known"),
    ],
)
def test_a_faulty_file_says_why_beside_its_place_and_changes_nothing(desk, content, words):
    response = sent(desk, content)
    assert response.status_code == 422
    assert words in text(response)
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("data", [{}, {"carried": "%%%", "verb": "load"}, {"verb": "load", "seen": "x" * 64}])
def test_without_a_file_it_asks_for_one(desk, data):
    response = desk.post(LOAD, data)
    assert response.status_code in (200, 422)
    assert not Organisation.objects.exists()


# ---- browsing


@pytest.fixture
def country(organisation, faraway, outside):
    """Oakshire moved from North Vale to South Vale on 1 April 2026."""
    placed = organisation.placements.get()
    placed.until_on = date(2026, 3, 31)
    placed.save()
    OrganisationPlacement.objects.create(
        organisation=organisation, ics=faraway.placements.get().ics, region=placed.region, from_on=date(2026, 4, 1)
    )
    Organisation.objects.filter(pk=organisation.pk).update(aliases=["Oak & Ash"])
    return organisation


def groups(html: str) -> list[str]:
    """Headings, ICSs and organisations in the order of the page."""
    return re.findall(r'href="/desk/places/(?:regions|ics|organisations)/([\w-]+)/', html)


def test_organisations_stand_under_their_ics_and_region(desk, country):
    assert groups(text(desk.get(PLACES))) == [
        *("north", "far-vale", "birchshire"),
        *("south", "south-vale", "ashshire", "oakshire"),
        # Nothing lies there today.
        "north-vale",
    ]


def test_another_day_shows_how_things_were_then(desk, country):
    html = text(desk.get(PLACES, {"on": "2026-03-31", "region": "south"}))
    assert groups(html) == ["south", "north-vale", "oakshire", "south-vale", "ashshire"]
    assert "as things were on 31 March 2026" in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "OAK and ash"}, ["oakshire"]),
        ({"q": "south vale"}, ["ashshire", "oakshire"]),
        ({"kind": "nhs-trust"}, ["ashshire"]),
        ({"sector": "social-care", "region": "north"}, ["birchshire"]),
        ({"q": "nowhere"}, []),
    ],
)
def test_a_choice_shows_those_that_match_and_no_others(desk, country, query, found):
    html = text(desk.get(PLACES, query))
    assert re.findall(r'href="/desk/places/organisations/([\w-]+)/', html) == found


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"on": "2026-02-31"}, "Enter a real date"),
        ({"kind": "castle"}, "Choose one of the kinds"),
        ({"region": "atlantis"}, "Choose one of the regions"),
    ],
)
def test_a_choice_that_cannot_be_read_gets_a_plain_message(desk, country, query, words):
    response = desk.get(PLACES, query)
    assert response.status_code == 400
    assert words in text(response)


def test_an_organisation_shows_its_placements_its_cycles_and_its_people(desk, country, cycle, draft, pot):
    html = text(desk.get("/desk/places/organisations/oakshire/"))
    for words in (
        "Until 31 March 2026 in North Vale, South. From 1 April 2026 in South Vale, South.",
        "Oak &amp; Ash",
        "This year",
        "In progress",
        "1 Principal Occupational Therapist",
        "1 self-assessment.",
    ):
        assert words in html


def test_an_ics_shows_what_follows_it_and_who_lies_in_it(desk, country, ics, other_ics):
    ics.succeeded_by.add(other_ics)
    html = text(desk.get("/desk/places/ics/north-vale/"))
    assert re.search(r'Followed by</dt> ?<dd> ?<a href="/desk/places/ics/south-vale/">South Vale</a>', html)
    assert "None on this day" in html
    then = text(desk.get("/desk/places/ics/north-vale/", {"on": "2026-03-31"}))
    assert "/desk/places/organisations/oakshire/" in then


def queries(browser, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)


def test_browsing_costs_the_same_for_few_and_for_many_and_has_fifty_on_a_page(desk, country, ics, region, cycle):
    paths = [
        PLACES,
        "/desk/places/organisations/oakshire/",
        "/desk/places/ics/north-vale/",
        "/desk/places/regions/south/",
    ]
    few = [queries(desk, path) for path in paths]
    more = Organisation.objects.bulk_create(
        Organisation(slug=f"place-{n}", name=f"Place {n:03}", kind="other", sector="joint", parent=country)
        for n in range(60)
    )
    OrganisationPlacement.objects.bulk_create(
        OrganisationPlacement(organisation=one, ics=ics, region=region) for one in more
    )
    assert [queries(desk, path) for path in paths] == few
    first, second = (text(desk.get(PLACES, {"page": number})) for number in (1, 2))
    assert "64 organisations" in first
    shown = [html.count("/desk/places/organisations/") for html in (first, second)]
    assert shown == [50, 14]


# ---- changing


def test_a_new_name_is_saved_and_shown_with_what_was_before(desk, organisation):
    path = "/desk/places/organisations/oakshire/"
    html = text(desk.post(f"{path}names/", {"verb": "rename", "name": "Greater Oakshire"}, follow=True))
    assert "Oakshire is now called Greater Oakshire." in html
    assert re.search(r"<del>Oakshire</del>.*<ins>Greater Oakshire</ins>", html)


@pytest.mark.parametrize(
    ("page", "sent", "words"),
    [
        ("organisations/oakshire/names/", {"verb": "rename", "name": "elmshire"}, "leads to Elmshire already"),
        ("organisations/oakshire/names/", {"verb": "add", "alias": ""}, "Enter a name"),
        ("organisations/oakshire/change/", {"kind": "castle", "sector": ""}, "Choose one of the kinds"),
        ("organisations/oakshire/place/", {"where": "ics:atlantis", "from_on": "31/2/2027"}, "Enter a real date"),
        ("ics/north-vale/succession/", {"from_on": "1/4/2027"}, "Choose at least one ICS that follows"),
        ("add-organisation/", {"name": "Elmshire", "where": "region:south"}, "Choose a kind"),
        ("add-ics/", {"name": "North Vale", "region": "south"}, "North Vale is there already"),
        ("add-region/", {"name": "?"}, "Use a name with letters"),
        ("ics/north-vale/place/", {"region": "atlantis", "from_on": ""}, "Choose one of the regions"),
        ("regions/south/names/", {"verb": "rename", "name": ""}, "Enter a name"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(desk, organisation, neighbour, page, sent, words):
    response = desk.post(f"{PLACES}{page}", sent)
    assert response.status_code == 422
    assert words in text(response)
    assert not PlaceChange.objects.exists()


def test_what_follows_an_ics_is_taken_back_after_a_page_that_says_what_stays(desk, country, ics, other_ics):
    path = "/desk/places/ics/north-vale/"
    assert "Take back what follows it" not in text(desk.get(path))
    assert "Nothing follows it" in text(desk.get(f"{path}succession/take-back/"))
    ics.succeeded_by.add(other_ics)
    ics.placements.update(until_on=date(2026, 3, 31))
    assert f"{path}succession/take-back/" in text(desk.get(path))
    page = text(desk.get(f"{path}succession/take-back/"))
    assert "Now: South Vale. After this: nothing." in page
    assert "North Vale ended on 31 March 2026" in page
    assert "from 1 April 2026" in page
    stale = text(desk.post(f"{path}succession/take-back/", {"seen": "north-vale"}, follow=True))
    assert "What follows North Vale was changed meanwhile." in stale
    assert ics.succeeded_by.exists()
    html = text(desk.post(f"{path}succession/take-back/", {"seen": "south-vale"}, follow=True))
    assert "Nothing follows North Vale any more." in html
    assert re.search(r"changed what follows it.*<del>South Vale</del>.*<ins>Nothing</ins>", html)


def test_each_page_saves_what_was_typed(desk, organisation, faraway):
    for page, data in (
        ("organisations/oakshire/names/", {"verb": "add", "alias": "The Oaks"}),
        ("organisations/oakshire/names/", {"verb": "remove", "alias": "The Oaks"}),
        ("organisations/oakshire/change/", {"kind": "other", "sector": "joint", "website": "", "parent": "ashshire"}),
        ("organisations/oakshire/place/", {"where": "ics:south-vale", "from_on": "1/4/2027"}),
        ("ics/north-vale/succession/", {"successors": ["south-vale"], "from_on": "1/4/2027"}),
        ("regions/south/names/", {"verb": "rename", "name": "Far South"}),
        ("add-organisation/", {"name": "Fir", "kind": "other", "sector": "joint", "where": "region:south"}),
        ("add-region/", {"name": "Far North"}),
        ("add-ics/", {"name": "Fell", "region": "far-north"}),
        ("ics/fell/place/", {"region": "south", "from_on": "1 April 2027"}),
    ):
        assert desk.post(f"{PLACES}{page}", data).status_code == 302, page
    said = PlaceChange.objects.values_list("what", flat=True)
    assert list(said) == [
        "aliases",
        "aliases",
        "kind",
        "sector",
        "parent",
        "placed",
        "placed",
        "succeeded_by",
        "name",
        *(["added"] * 3),
        "placed",
    ]
