"""The library of good practice: who reads what, how an example is found, and what it says."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.actions.states import record_submission
from assessments.models import Cycle, Evidence
from tests import worlds

PAGE, CSV = "/reports/practice/", "/reports/practice.csv"


def add(begun, code, text, *, kind="best_practice", shared=True, **more) -> Evidence:
    """`code`: of an indicator, or of a dimension as a whole."""
    indicator = begun.framework.indicators.filter(code=code).first()
    return Evidence.objects.create(
        self_assessment=begun,
        dimension=indicator.dimension if indicator else begun.framework.dimensions.get(code=code),
        indicator=indicator,
        kind=kind,
        text=text,
        shared=shared,
        added_by=begun.status_changes.first().by,
        **more,
    )


def submitted(cycle, organisation, *, by, examples=(), **more):
    """A submission with all rated and `examples`: (code, text, fields)."""
    begun = worlds.begin(cycle, organisation, by=by)
    worlds.answer_all(begun, by=by)
    for code, text, fields in examples:
        add(begun, code, text, **fields)
    return record_submission(begun, by=by)


@pytest.fixture
def world(cycle, organisation, neighbour, faraway, pot):
    """Oakshire shares one of two examples, Elmshire and Ashshire one each; Elmshire says more that is none."""
    own = [
        ("1.1", "Joint rota", {"low": 2, "high": 3, "attribution": "Head of therapy", "source": "The minutes"}),
        ("1.2", "Kept quiet", {"shared": False}),
    ]
    submitted(cycle, organisation, by=pot, examples=own)
    said = [("2.1", "Walking group", {"low": 4, "high": 4}), ("2.1", "A plain remark", {"kind": "observation"})]
    submitted(cycle, neighbour, by=pot, examples=said)
    submitted(cycle, faraway, by=pot, examples=[("2", "Shared Café", {"source": "https://cafe.example/"})])


@pytest.fixture
def texts(signed_in):
    """A function: the words of the examples that a person is given, and the same of the page."""

    def fetch(user, **query) -> list[str]:
        answer = signed_in(user).get(CSV, query)
        assert answer.status_code == 200, answer.content
        return [line["text"] for line in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))]

    return fetch


@pytest.fixture
def said(signed_in):
    """A function: the main part of the page without its tags."""

    def fetch(user, **query) -> str:
        answer = signed_in(user).get(PAGE, query)
        assert answer.status_code == 200, answer.content
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        return " ".join(re.sub(r"<[^>]+>", " ", main).split())

    return fetch


# Who reads what ----------------------------------------------------------------------------------------------------

SHARED = ["Joint rota", "Shared Café", "Walking group"]


@pytest.mark.parametrize(
    ("visibility", "role", "expected"),
    [
        ("named", "contributor", ["Joint rota", "Kept quiet", "Shared Café", "Walking group"]),
        ("named", "pot", ["Joint rota", "Kept quiet", "Shared Café", "Walking group"]),
        ("named", "ics_lead", SHARED),
        ("named", "regional_lead", SHARED),
        ("named", "administrator", SHARED),
        ("named", "outsider", []),
        ("anonymous", "pot", ["Joint rota", "Kept quiet"]),
        ("anonymous", "ics_lead", ["Joint rota", "Walking group"]),
        ("anonymous", "regional_lead", SHARED),
        ("anonymous", "administrator", SHARED),
        ("anonymous", "outsider", []),
        ("private", "contributor", ["Joint rota", "Kept quiet"]),
        ("private", "ics_lead", ["Joint rota", "Walking group"]),
        ("private", "outsider", []),
    ],
)
def test_each_reads_what_is_shared_by_those_she_sees_by_name(request, texts, said, world, visibility, role, expected):
    Cycle.objects.update(visibility=visibility)
    user = request.getfixturevalue(role)
    assert sorted(texts(user)) == expected
    page = said(user)
    assert [words for words in sorted([*SHARED, "Kept quiet"]) if words in page] == expected


def test_an_outsider_cannot_find_by_searching_what_she_may_not_read(said, outsider, world):
    empty = "No organisation whose answers you may see by name has shared an example yet."
    assert empty in said(outsider)
    assert empty in said(outsider, words="rota")
    for name in ("Oakshire", "North Vale", "Head of therapy"):
        assert name not in said(outsider)


def test_what_is_not_shared_is_marked_for_its_own_people(said, pot, world):
    page = said(pot)
    assert page.count("Not shared") == 1
    assert "1 is not shared: only your organisation sees it." in page


def test_a_draft_and_what_was_added_since_the_submission_stay_out(texts, cycle, outside, pot, administrator, world):
    draft = worlds.begin(cycle, outside, by=administrator)
    add(draft, "1.1", "Only a draft")
    add(cycle.self_assessments.get(organisation__slug="elmshire"), "1.1", "Added since")
    assert sorted(texts(administrator)) == SHARED


def test_other_kinds_of_evidence_are_no_examples(texts, administrator, world):
    assert "A plain remark" not in texts(administrator)


# Finding -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"words": "ROTA"}, ["Joint rota"]),
        ({"words": "café"}, ["Shared Café"]),
        ({"words": "minutes rota"}, ["Joint rota"]),
        ({"words": "minutes walking"}, []),
        ({"words": "head of therapy"}, ["Joint rota"]),
        ({"words": "elmshire"}, ["Walking group"]),
        ({"words": "indicator 2.1"}, ["Walking group"]),
        ({"dimension": "2"}, ["Shared Café", "Walking group"]),
        ({"indicator": "2.1"}, ["Walking group"]),
        ({"level": "emerging"}, ["Joint rota"]),
        ({"level": "Developing"}, ["Joint rota"]),
        ({"level": "maturing"}, ["Walking group"]),
        ({"level": "pre-emerging"}, []),
        ({"level": "not-stated"}, ["Shared Café"]),
        ({"ics": "south-vale"}, ["Shared Café"]),
        ({"ics": "North Vale"}, ["Joint rota", "Walking group"]),
        ({"kind": "nhs-trust"}, ["Shared Café"]),
        ({"cycle": "this-year", "dimension": "1"}, ["Joint rota"]),
        ({"words": "", "kind": ""}, SHARED),
    ],
)
def test_examples_are_found(texts, administrator, world, query, expected):
    assert sorted(texts(administrator, **query)) == expected


def test_somebody_who_agreed_to_be_asked_is_named(said, signed_in, pot, cycle, organisation):
    fields = {"contact": "Jo Bell, jo.bell@oakshire.example"}
    submitted(cycle, organisation, by=pot, examples=[("1.1", "Joint rota", fields), ("1.2", "Walks", {})])
    assert said(pot).count("Ask ") == 1
    page = signed_in(pot).get(PAGE).content.decode()
    assert 'Ask Jo Bell, <a href="mailto:jo.bell@oakshire.example">' in page
    lines = csv.DictReader(io.StringIO(signed_in(pot).get(CSV).content.decode("utf-8-sig")))
    assert [line["contact"] for line in lines] == ["Jo Bell, jo.bell@oakshire.example", ""]


@pytest.mark.parametrize(
    "query",
    [
        *("colour=red", "cycle=no-cycle", "dimension=9", "indicator=9.9", "level=splendid", "ics=nowhere", "kind=club"),
        *("page=0", "page=2", "page=x", "page=%C2%B2", "words=a&words=b", "words=%00"),
    ],
)
def test_an_unknown_name_or_value_is_refused_in_plain_words(signed_in, pot, world, query):
    answer = signed_in(pot).get(f"{PAGE}?{query}")
    assert (answer.status_code, "<h1" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("query", ["colour=red", "ics=nowhere", "page=x"])
def test_a_file_that_is_refused_says_so_in_plain_text(signed_in, pot, world, query):
    answer = signed_in(pot).get(f"{CSV}?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")


def test_what_matches_nothing_leads_back_to_all(said, signed_in, pot, world):
    assert "No example matches these choices. Show all." in said(pot, words="nothing of the kind")
    assert 'href="/reports/practice/">Show all.' in signed_in(pot).get(PAGE, {"words": "zzz"}).content.decode()


def test_the_choices_stay_as_they_were_made(signed_in, pot, world):
    page = signed_in(pot).get(PAGE, {"words": 'a "b', "level": "not-stated", "kind": "nhs-trust"}).content.decode()
    assert 'value="a &quot;b"' in page
    assert '<option value="not-stated" selected>No level stated</option>' in page
    assert re.search(r'<details class="filters__more" open>', page)


def test_a_cycle_that_was_shut_off_is_not_offered(signed_in, outsider, world):
    Cycle.objects.update(visibility="private")
    assert signed_in(outsider).get(PAGE, {"cycle": "this-year"}).status_code == 400


# What it says ------------------------------------------------------------------------------------------------------


def test_it_counts_in_a_sentence(said, administrator, world):
    assert "3 examples from 3 organisations." in said(administrator)
    assert "2 of 3 examples from 2 organisations." in said(administrator, dimension="2")
    assert "1 of 3 examples from 1 organisation." in said(administrator, dimension="1")


def test_an_example_says_whose_it_is_where_it_stands_and_where_it_comes_from(said, signed_in, administrator, world):
    page = said(administrator, dimension="1")
    assert "1. Dimension 1 Oakshire Local authority. North Vale ICS. South. Joint rota 1.1 Indicator 1.1" in page
    assert "From: Head of therapy. Source: The minutes Emerging to Developing" in page
    html = signed_in(administrator).get(PAGE).content.decode()
    assert 'href="/reports/profile/this-year/oakshire/">Oakshire</a>' in html
    assert '<a href="https://cafe.example/" rel="noopener noreferrer">' in html
    page = said(administrator, dimension="2")
    assert "Dimension 2 as a whole Source: https://cafe.example/ No level stated" in page


def test_what_was_typed_is_never_markup(signed_in, cycle, organisation, pot):
    bad = "<script>alert(1)</script>"
    fields = {"source": "javascript:alert(1)", "attribution": bad}
    submitted(cycle, organisation, by=pot, examples=[("1.1", bad, fields)])
    page = signed_in(pot).get(PAGE).content.decode()
    assert bad not in page
    assert 'href="javascript' not in page


def test_the_examples_stand_in_the_order_of_the_framework(texts, administrator, world):
    assert texts(administrator) == ["Joint rota", "Shared Café", "Walking group"]


def test_two_cycles_stand_apart_the_later_first(said, texts, framework, organisation, pot, world):

    today = timezone.localdate()
    old = {"opens": today - timedelta(days=400), "closes": today - timedelta(days=300)}
    before = worlds.make_cycle(framework, [organisation], slug="last-year", **old)
    submitted(before, organisation, by=pot, examples=[("1.1", "An old rota", {})])
    assert texts(pot)[-1] == "An old rota"
    assert texts(pot, cycle="last-year") == ["An old rota"]
    page = said(pot)
    assert page.index("1. Dimension 1, This year") < page.index("1. Dimension 1, Last year")


def test_twenty_stand_on_a_page_and_all_in_the_file(signed_in, texts, cycle, organisation, pot):
    examples = [("1.1", f"Example number {n:02}", {}) for n in range(41)]
    submitted(cycle, organisation, by=pot, examples=examples)
    client = signed_in(pot)
    pages = [client.get(PAGE, {"page": n, "words": "number"} if n else {}).content.decode() for n in (0, 1, 2, 3)]
    assert [page.count("Example number") for page in pages] == [20, 20, 20, 1]
    assert 'href="/reports/practice/?words=number&amp;page=3" rel="next"' in pages[2]
    assert 'href="/reports/practice/?words=number" rel="prev"' in pages[2]
    assert "Page 2 of 3" in pages[2]
    assert len(texts(pot)) == 41
    assert client.get(PAGE, {"page": 4}).status_code == 400


def test_the_file_guards_against_formulas_and_says_what_is_shared(signed_in, cycle, organisation, pot):
    fields = {"shared": False, "low": 1, "high": 2}
    submitted(cycle, organisation, by=pot, examples=[("1.1", "=1+1", fields)])
    answer = signed_in(pot).get(CSV, {"cycle": "this-year"})
    assert 'filename="good-practice-this-year.csv"' in answer["Content-Disposition"]
    (line,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (line["text"], line["shared"], line["low"], line["high"]) == ("'=1+1", "no", "Pre-emerging", "Emerging")


def test_signed_out_leads_to_the_sign_in_page(client, world):
    for address in (PAGE, CSV):
        assert client.get(address).status_code == 302
