"""The administrator's desk: who has one, and what its first page says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import worlds
from tests.test_architecture import address, foreign, routes  # noqa: F401 (a fixture)


@pytest.mark.parametrize("role", ["contributor", "pot", "ics_lead", "regional_lead", "outsider"])
def test_to_everybody_else_no_page_of_the_desk_exists(request, signed_in, foreign, role):  # noqa: F811
    browser = signed_in(request.getfixturevalue(role))
    walked = [address(pattern, foreign["sent"], foreign) for name, pattern, _ in routes() if name.startswith("desk:")]
    assert walked
    for path in walked:
        assert (browser.get(path).status_code, browser.post(path).status_code) == (404, 404), path


def test_the_desk_has_a_line_with_facts_for_each_thing(signed_in, administrator, cycle, pot):
    html = signed_in(administrator).get("/desk/").content.decode()
    for words in ("1 cycle, 1 open now.", "3 organisations, 2 ICSs and 1 region.", "2 people with access."):
        assert words in html


@pytest.mark.parametrize(("role", "has_one"), [("administrator", True), ("regional_lead", False)])
def test_the_way_to_the_desk_is_shown_to_whoever_has_one(request, signed_in, role, has_one):
    html = signed_in(request.getfixturevalue(role)).get("/help/").content.decode()
    assert ('href="/desk/"' in html) == has_one


def test_the_first_page_of_the_desk_costs_the_same_however_much_there_is(
    signed_in, administrator, framework, organisation, cycle
):
    browser, costs = signed_in(administrator), []
    for size in range(2):
        for number in range(4 * size):
            worlds.make_cycle(framework, [organisation], slug=f"year-{number}")
            worlds.make_person(f"person.{number}", "pot", organisation)
        with CaptureQueriesContext(connection) as queries:
            browser.get("/desk/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 15
