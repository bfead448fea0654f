"""What the reports cost: as many queries for 200 organisations as for 10, and light pages for 50. One world for all."""

import gzip
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Organisation, OrganisationPlacement, User
from frameworks.models import Framework
from tests import worlds

FEW, MANY = 10, 200
# A dozen queries, whatever is asked for.
MOST_QUERIES = 12
# In bytes, compressed, before a picture is asked for.
HEAVIEST = 100_000

PROFILE = "/reports/profile/{cycle}/place-0/"
# What is asked of each page, and the heaviest that can be asked of it.
PAGES = {
    PROFILE: ({}, {}),
    "/reports/profile/{cycle}/ics/vale-0/": ({}, {}),
    "/reports/profile/{cycle}/region/south/": ({}, {}),
    # Of the heatmap also the order that asks for most.
    "/reports/heatmap/": ({"sort": "movement"}, {"columns": "indicator", "sort": "movement", "pin": "place-3"}),
    "/reports/compare/": ({"rows": "kind", "draw": "radar"}, {"dimension": "all"}),
    "/reports/spans/": ({}, {}),
    "/reports/trends/": ({}, {"columns": "indicator"}),
    "/reports/gaps/": ({}, {"columns": "indicator"}),
    "/reports/practice/": ({}, {}),
}
# Pictures and files read as their pages do, so one question of each is enough.
FILES = {
    "/reports/heatmap/chart.json": {"rows": "ics", "columns": "indicator"},
    "/reports/compare/chart.json": {"dimension": "all"},
    "/reports/spans/chart.json": {"dimension": "2", "ics": "vale-1"},
    "/reports/trends/chart.json": {"rows": "ics", "dimension": "1"},
    "/reports/gaps/chart.json": {"rows": "region"},
    "/reports/heatmap.csv": {"rows": "kind", "columns": "indicator"},
    "/reports/compare.csv": {"dimension": "all"},
    "/reports/spans.svg": {"dimension": "2", "ics": "vale-1", "reporting": "yes"},
    "/reports/trends.csv": {"rows": "ics", "columns": "indicator"},
    "/reports/gaps.csv": {"rows": "region"},
    "/reports/practice.csv": {"words": "place", "ics": "vale-1", "level": "not-stated"},
}
COUNTED = {address: usual for address, (usual, _) in PAGES.items()} | FILES

SMALL = {"1": (3, 2, 1), "2": (4, 2, 1)}
# Of the size of ALIGNS.
LARGE = {"1": (7, 8, 8, 8, 6), "2": (7, 8, 9, 9, 7)}
# The oldest first, each with the one before it and so many organisations.
CYCLES = (("many", SMALL, MANY), ("few", SMALL, FEW), ("fifty", LARGE, 50))


@pytest.fixture(scope="module")
def crowds(django_db_setup, django_db_blocker):
    """The cycles, each with one before it on an older version of its framework. Made once, and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        build_crowds()
        yield
        transaction.set_rollback(True)


def build_crowds() -> None:
    region = worlds.make_region()
    systems = [worlds.make_ics(f"vale-{n}", region) for n in range(5)]
    sides = [("local-authority", "social-care"), ("nhs-trust", "health"), ("place-partnership", "joint")]
    places = Organisation.objects.bulk_create(
        Organisation(slug=f"place-{n}", name=f"Place {n}", kind=sides[n % 3][0], sector=sides[n % 3][1])
        for n in range(MANY)
    )
    OrganisationPlacement.objects.bulk_create(
        OrganisationPlacement(organisation=place, ics=systems[n % 5], region=region) for n, place in enumerate(places)
    )
    elsewhere = worlds.make_organisation("elsewhere", ics=worlds.make_ics("far", worlds.make_region("north")))
    pot = worlds.make_person("pot", "pot", places[0])
    worlds.make_person("ics_lead", "ics_lead", systems[0])
    worlds.make_person("regional_lead", "regional_lead", region)
    worlds.make_person("administrator", "administrator")
    worlds.make_person("outsider", "pot", elsewhere)
    opens = timezone.localdate() - timedelta(days=100 * 2 * len(CYCLES))
    for slug, versions, count in CYCLES:
        for version, sizes in versions.items():
            framework = Framework.objects.filter(slug=f"of-{len(sizes)}", version=version).first()
            framework = framework or worlds.make_framework(f"of-{len(sizes)}", version, dimensions=sizes)
            dates = {"opens": opens, "closes": opens + timedelta(days=90)}
            name = slug if version == "2" else f"{slug}-before"
            cycle = worlds.make_cycle(framework, places[:count], slug=name, **dates)
            worlds.submit_crowd(cycle, places[:count], by=pot)
            opens += timedelta(days=100)


@pytest.fixture
def sent(crowds, db):
    """A function: what an address of reports sends to a person, and how many queries it made."""
    clients = {}

    def fetch(role: str, address: str, cycle: str, query: dict) -> tuple[bytes, int]:
        if role not in clients:
            clients[role] = Client()
            clients[role].force_login(
                User.objects.get(email=f"{role}@vale.example"), "django.contrib.auth.backends.ModelBackend"
            )
        if "{cycle}" in address:
            address = address.format(cycle=cycle)
        else:
            query = {"cycle": cycle} | query
        with CaptureQueriesContext(connection) as made:
            answer = clients[role].get(address, query)
        assert answer.status_code == 200, (address, answer.content)
        return answer.content, len(made)

    return fetch


@pytest.mark.parametrize("address", COUNTED)
def test_a_report_makes_at_most_a_dozen_queries_and_no_more_for_many(sent, address):
    few = sent("regional_lead", address, "few", COUNTED[address])[1]
    assert sent("regional_lead", address, "many", COUNTED[address])[1] == few <= MOST_QUERIES


@pytest.mark.parametrize("role", ["pot", "outsider"])
def test_whoever_asks_costs_no_more_than_a_dozen_queries(sent, role):
    """But for the profile, of which an outsider is told nothing."""
    for address, (query, _) in PAGES.items():
        if (role, address) != ("outsider", PROFILE):
            assert sent(role, address, "few", query)[1] <= MOST_QUERIES, address


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_fifty_organisations_is_light(sent, address):
    page = sent("regional_lead", address, "fifty", PAGES[address][1])[0]
    assert b"Place 0" in page or b"Vale 1" in page
    assert len(gzip.compress(page)) < HEAVIEST
