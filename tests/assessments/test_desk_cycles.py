"""Cycles at the desk: opening one in three steps, choosing who is asked, changing it, as an administrator sees it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Cycle, OrganisationPlacement, Participation
from tests import worlds

OPEN = "/desk/cycles/open/"
SAID = {
    "name": "Vale, next year",
    "slug": "",
    "framework": "vale@1",
    "opens_on": "1/4/2030",
    "closes_on": "31/3/2031",
    "visibility": "anonymous",
    "minimum_group": "3",
    "whom": "all",
}


@pytest.fixture
def desk(signed_in, administrator):
    """A function: send to an address of the desk, and get the answer; nothing to send: look at it."""
    browser = signed_in(administrator)

    def ask(address: str, said: dict | None = None, **more):
        return browser.get(address) if said is None else browser.post(address, said | more)

    return ask


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def places(framework, organisation, neighbour, faraway, outside):
    return [organisation, neighbour, faraway, outside]


@pytest.mark.parametrize(
    ("whom", "asked"),
    [
        ({"whom": "all"}, {"oakshire", "elmshire", "ashshire", "birchshire"}),
        ({"whom": "some", "regions": ["south"]}, {"oakshire", "elmshire", "ashshire"}),
        ({"whom": "some", "ics": ["south-vale", "far-vale"]}, {"ashshire", "birchshire"}),
        ({"whom": "some", "regions": ["south"], "kinds": ["nhs-trust"]}, {"ashshire"}),
        ({"whom": "some", "kinds": ["local-authority"]}, {"oakshire", "elmshire", "birchshire"}),
    ],
)
def test_who_is_asked_is_shown_before_anything_is_kept(desk, places, whom, asked):
    answer = desk(OPEN, SAID, step="review", **whom)
    shown = {body.slug for body in places if f'value="{body.slug}"' in text(answer)}
    assert shown == asked
    assert f"Vale, next year asks {len(asked)} organisation" in text(answer)
    assert not Cycle.objects.exists()


def test_a_cycle_is_opened_for_those_that_stay_ticked(desk, places, administrator):
    answer = desk(OPEN, SAID, step="open", organisations=["oakshire", "ashshire"])
    cycle = Cycle.objects.get()
    assert answer.url == "/desk/cycles/vale-next-year/"
    assert (cycle.slug, cycle.opened_by, cycle.minimum_group) == ("vale-next-year", administrator, 3)
    assert set(cycle.organisations.values_list("slug", flat=True)) == {"oakshire", "ashshire"}
    assert [change.kind for change in cycle.changes.all()] == ["opened"]


def test_what_was_typed_comes_back_to_be_changed(desk, places):
    html = text(desk(OPEN, SAID, step="change"))
    assert 'value="Vale, next year"' in html
    assert "See who is asked" in html
    assert not Cycle.objects.exists()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": ""}, "Enter a name"),
        ({"slug": "Vale Next"}, "Use small letters, digits and hyphens"),
        ({"slug": "open"}, "Choose another address"),
        ({"framework": "vale@9"}, "Choose one of the frameworks"),
        ({"closes_on": "31/3/2030"}, "must not be before the first day"),
        ({"closes_on": "30/2/2031"}, "Enter a real date"),
        ({"minimum_group": "1"}, "Enter a number from 2"),
        ({"whom": "some"}, "Tick a region"),
        ({"whom": "some", "kinds": ["ics-body"]}, "No organisation is like that"),
        ({"organisations": []}, "Tick at least one organisation"),
        ({"organisations": ["nowhere"]}, "The list has changed meanwhile"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_opened(desk, places, said, why):
    answer = desk(OPEN, SAID | {"step": "open", "organisations": ["oakshire"]} | said)
    assert answer.status_code == 422
    assert why in text(answer)
    assert not Cycle.objects.exists()


def test_more_are_asked_and_one_no_longer(desk, cycle, outside, neighbour):
    page = "/desk/cycles/this-year/"
    assert "Birchshire" in text(desk(f"{page}ask/"))
    assert desk(f"{page}ask/", {}).status_code == 200
    assert "Tick at least one" in text(desk(f"{page}ask/", {"note": "Two more."}))
    desk(f"{page}ask/", {"organisations": ["birchshire"], "note": "They asked to."})
    desk(f"{page}unask/", {"organisations": ["elmshire"]})
    html = text(desk(page))
    assert "asked Birchshire." in html
    assert "They asked to." in html
    assert "stopped asking Elmshire." in html
    assert set(cycle.organisations.values_list("slug", flat=True)) == {"oakshire", "ashshire", "birchshire"}


def test_a_day_that_moves_geography_is_shown_and_meant_for_that_day_alone(desk, cycle, organisation, other_ics):
    days = [timezone.localdate() + timedelta(days=number) for number in (40, 50, 60)]
    OrganisationPlacement.objects.filter(organisation=organisation).update(until_on=days[0])
    region = other_ics.placements.get().region
    moved = {"organisation": organisation, "ics": other_ics, "region": region}
    OrganisationPlacement.objects.create(**moved, from_on=days[0] + timedelta(days=1))
    page, said = "/desk/cycles/this-year/extend/", {"closes_on": days[1].isoformat(), "note": ""}
    html = text(desk(page, said))
    assert "Who lies elsewhere on" in html
    assert "South Vale, South" in html
    meant = {"moves_are_meant": "on", "seen_day": days[1].isoformat()}
    assert desk(page, said | meant, closes_on=days[2].isoformat()).status_code == 422
    assert desk(page, said | meant).status_code == 302
    cycle.refresh_from_db()
    assert cycle.closes_on == days[1]


def test_a_cycle_is_closed_at_once_and_says_so(desk, cycle, draft):
    page = "/desk/cycles/this-year/"
    assert "1 self-assessment is begun and not submitted" in text(desk(f"{page}close/"))
    assert "Enter a day" in text(desk(f"{page}close/", {"when": "another"}))
    desk(f"{page}close/", {"when": "now", "note": "Agreed with all."})
    cycle.refresh_from_db()
    assert cycle.has_closed
    assert "closed it early" in text(desk(page))
    assert desk(f"{page}close/").status_code == 302


def test_a_cycle_is_made_stricter_and_offers_nothing_looser(desk, cycle):
    page = "/desk/cycles/this-year/"
    desk(f"{page}stricter/", {"visibility": "anonymous", "minimum_group": "5"})
    html = text(desk(f"{page}stricter/"))
    assert 'value="named"' not in html
    assert "anonymous, where it was named and the smallest group is 5, where it was 3" in text(desk(page))
    assert desk(f"{page}stricter/", {"visibility": "named", "minimum_group": "5"}).status_code == 422


def test_the_pages_cost_the_same_for_many(desk, framework, cycle, region, outside):
    def costs() -> list[int]:
        found = []
        for address in ("", "this-year/", "this-year/ask/", "this-year/unask/"):
            with CaptureQueriesContext(connection) as queries:
                desk(f"/desk/cycles/{address}")
            found.append(len(queries))
        return found

    few = costs()
    bodies = [worlds.make_organisation(f"place-{number}", region=region) for number in range(8)]
    worlds.make_cycle(framework, bodies, slug="next-year")
    Participation.objects.bulk_create(Participation(cycle=cycle, organisation=body) for body in bodies[:4])
    assert costs() == few
    assert max(few) <= 12
