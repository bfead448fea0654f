"""How people of one organisation see it: what a submission freezes of their views, who is told, and what is not."""

import csv
import io
import json
import re
from html import unescape

import pytest

from assessments.actions.snapshots import fingerprint
from assessments.actions.states import record_submission
from assessments.models import Contribution, Contributor, Cycle
from tests import worlds
from tests.reports.figures import figure_of, marks_of, sentences_of

PAGE, CSV = "/reports/gaps/", "/reports/gaps.csv"
WITHIN = {"rows": "organisation", "cycle": "this-year"}
HIDDEN = "Too few or too alike to show"


def speak(held, sector: str, **views) -> None:
    """`views`: by the code of the indicator with an underscore, one span a person."""
    people = {}
    for code, spans in views.items():
        for number, span in enumerate(spans):
            people.setdefault(number, {})[code.strip("i").replace("_", ".")] = span
    for number, said in people.items():
        worlds.contribute(held, f"{sector} {number}", said, sector=sector)


def submit(held, *, by):
    worlds.answer_all(held, by=by)
    return record_submission(held, by=by)


@pytest.fixture
def oakshire(draft, pot):
    """1.1: three to three, differing; 1.2: two for health; 1.3: all of health the same; 2.1: alike in the middle.

    Who speaks for both says something of 1.1, and somebody for health cannot say there.
    """
    low, mixed = [(1, 1), (2, 2), (2, 2)], [(3, 3), (3, 4), (4, 4)]
    speak(draft, "social-care", i1_1=mixed, i1_2=mixed, i1_3=mixed, i2_1=low)
    speak(draft, "health", i1_1=[*low, None], i1_2=low[:2], i1_3=[(1, 1)] * 3, i2_1=low)
    speak(draft, "joint", i1_1=[(1, 1)])
    return submit(draft, by=pot)


@pytest.fixture
def lines(signed_in):
    """A function: the lines of the CSV as this person gets it, by indicator."""

    def read(user, **query) -> dict[str, dict]:
        answer = signed_in(user).get(CSV, WITHIN | query)
        assert answer.status_code == 200, answer.content
        return {one["column"]: one for one in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))}

    return read


@pytest.fixture
def page(signed_in):
    """A function: the text of the page as this person gets it."""

    def read(user, **query) -> str:
        answer = signed_in(user).get(PAGE, WITHIN | query)
        assert answer.status_code == 200, answer.content
        return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.content.decode())).split())

    return read


def test_two_medians_and_counts_are_frozen_where_no_view_can_be_read_off(oakshire):
    frozen = oakshire.counting_snapshot.content["perceptions"]
    assert frozen == [
        {
            "indicator": "1.1",
            "social-care": {"median": 3.5, "people": 3},
            "health": {"median": 2, "people": 3},
        },
        {"indicator": "2.1", "social-care": {"median": 2, "people": 3}, "health": {"median": 2, "people": 3}},
    ]


def test_no_view_and_no_name_is_frozen(oakshire):
    Contributor.objects.update(may_be_named=True)
    written = json.dumps(oakshire.counting_snapshot.content)
    for contributor in Contributor.objects.all():
        assert contributor.name not in written
        assert contributor.email not in written


def test_a_submission_without_views_keeps_its_fingerprint_and_with_them_it_holds(cycle, neighbour, oakshire, pot):
    assert "perceptions" not in worlds.submitted(cycle, neighbour, by=pot).counting_snapshot.content
    oakshire.counting_snapshot.refresh_from_db()
    assert fingerprint(oakshire.counting_snapshot.content) == oakshire.counting_snapshot.sha256


def test_what_is_said_after_the_submission_changes_nothing(lines, oakshire, ics_lead):
    before = lines(ics_lead)
    Contribution.objects.update(low=1, high=1)
    assert lines(ics_lead) == before


def test_page_and_file_say_the_gap_with_both_counts(lines, page, oakshire, ics_lead):
    found = lines(ics_lead)
    line = found["1.1"]
    assert (line["row"], line["parent"], line["status"], line["gap"]) == ("Oakshire", "North Vale", "shown", "1.5")
    assert (line["social_care_median"], line["social_care_counted"]) == ("3.5", "3")
    assert (line["health_median"], line["health_counted"]) == ("2", "3")
    assert found["2.1"]["gap"] == "0"
    said = page(ics_lead)
    assert "Social care sees it one and a half levels higher" in said
    assert "Social care (3 people): halfway between Developing and Maturing" in said
    assert "Health (3 people): at Emerging" in said
    assert "In Oakshire both sides gave a level." in said


def test_the_picture_draws_the_medians_of_the_file_and_says_of_how_many_people(signed_in, oakshire, ics_lead):
    figure = figure_of(signed_in(ics_lead).get("/reports/gaps/chart.json", WITHIN | {"dimension": "1"}))
    assert marks_of(figure, "social-care") == {"Oakshire": 3.5}
    assert marks_of(figure, "health") == {"Oakshire": 2}
    assert "Social care 3 people, health 3 people" in str(figure).replace("<br>", " ")
    assert "how many people gave a level" in str(figure).replace("<br>", " ")
    assert f"Oakshire: 1.2 and 1.3: {HIDDEN[0].lower()}{HIDDEN[1:]}." in " ".join(sentences_of(figure))


def test_few_and_alike_are_the_same_to_the_reader(lines, page, oakshire, ics_lead):
    found = lines(ics_lead)
    figures = [
        {name: value for name, value in found[code].items() if name not in ("column", "title")}
        for code in ("1.2", "1.3", "2.2")
    ]
    assert figures[0]["status"] == "suppressed"
    assert figures[0] == figures[1] == figures[2]
    assert f"1.2, 1.3 and 2.2: {HIDDEN[0].lower()}{HIDDEN[1:]}." in page(ics_lead)


def test_a_cycle_that_grew_stricter_shows_less(lines, oakshire, ics_lead):
    Cycle.objects.update(minimum_group=4)
    assert {line["status"] for line in lines(ics_lead).values()} == {"suppressed"}


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("named", {"ics_lead", "regional_lead", "administrator", "peer"}),
        ("anonymous", {"ics_lead", "regional_lead", "administrator"}),
        ("private", {"ics_lead", "regional_lead", "administrator"}),
    ],
)
def test_only_those_who_see_the_organisation_by_name_are_told(
    request, signed_in, oakshire, neighbour, visibility, readers
):
    Cycle.objects.update(visibility=visibility)
    peer = worlds.make_person("peer", "pot", neighbour)
    told = set()
    for role in ("ics_lead", "regional_lead", "administrator", "outsider", "peer"):
        user = peer if role == "peer" else request.getfixturevalue(role)
        answer = signed_in(user).get(CSV, WITHIN)
        if "Oakshire" in answer.content.decode():
            told.add(role)
    assert told == readers


def test_a_draft_and_what_was_withdrawn_tell_nothing(lines, draft, pot, ics_lead):
    speak(draft, "social-care", i1_1=[(3, 3), (3, 4), (4, 4)])
    speak(draft, "health", i1_1=[(1, 1), (2, 2), (2, 2)])
    assert lines(ics_lead) == {}
    submit(draft, by=pot)
    assert lines(ics_lead)["1.1"]["status"] == "shown"
    draft.counting_snapshot = None
    draft.save()
    assert lines(ics_lead) == {}


def test_people_of_the_organisation_are_told_once_they_have_said_what_they_think(lines, page, oakshire, pot):
    assert lines(pot) == {}
    first = "You find each indicator here once you have said what you think of it yourself."
    assert f"Nothing to show yet. {first}" in page(pot)
    worlds.contribute(oakshire, pot, {"1.1": (2, 2)})
    assert list(lines(pot)) == ["1.1"]
    assert first in page(pot)


def test_within_organisations_there_are_indicators_alone(lines, page, oakshire, administrator):
    assert set(lines(administrator, columns="dimension")) == {"1.1", "1.2", "1.3", "2.1", "2.2"}
    assert set(lines(administrator, dimension="2")) == {"2.1", "2.2"}


def test_where_nobody_gave_views_it_says_so(page, cycle, neighbour, pot, administrator):
    worlds.submitted(cycle, neighbour, by=pot)
    words = "No organisation that you see by name has submitted answers for which people gave views of their own."
    assert words in page(administrator)


def test_whoever_is_asked_for_a_view_reads_who_will_be_told_what(signed_in, draft, pot):
    answer = signed_in(pot).get(f"/contributions/{draft.uuid}/")
    assert "can see how far social care and health lie apart" in " ".join(answer.content.decode().split())


@pytest.mark.parametrize("count", [2, 40])
def test_page_and_file_make_at_most_twelve_queries(
    signed_in, framework, ics, administrator, regional_lead, pot, django_assert_max_num_queries, count
):
    bodies = [worlds.make_organisation(f"place-{n}", ics=ics) for n in range(count)]
    cycle = worlds.make_cycle(framework, bodies, slug="crowd")
    sides = {"social-care": {"median": 3, "people": 3}, "health": {"median": 1, "people": 4}}
    for body in bodies:
        snapshot = record_submission(worlds.begin(cycle, body, by=pot), by=pot).counting_snapshot
        snapshot.content["perceptions"] = [{"indicator": "1.1"} | sides]
        snapshot.save()
    client = signed_in(regional_lead)
    for address in (PAGE, CSV):
        with django_assert_max_num_queries(12):
            answer = client.get(address, {"cycle": "crowd", "rows": "organisation"})
    assert answer.content.decode().count("shown") == count
