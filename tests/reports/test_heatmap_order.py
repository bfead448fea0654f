"""Sorting and pinning on the heatmap page: which rows stand where, what is said of it, and that files know neither."""

import re
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import strip_tags

from assessments.models import Cycle
from reports.models import SavedView
from tests import worlds

PAGE = "/reports/heatmap/"
FILES = ("/reports/heatmap.csv", "/reports/heatmap.json", "/reports/heatmap.xlsx")


@pytest.fixture
def page(signed_in):
    """A function: the page as this person gets it."""

    def read(user, **query) -> str:
        answer = signed_in(user).get(PAGE, query)
        assert answer.status_code == 200, answer.content
        return answer.content.decode()

    return read


def rows_of(page: str) -> list[str]:
    """The names of the rows of the first table."""
    table = page[page.index("<tbody") : page.index("</tbody")]
    return re.findall(r'class="heatmap__name"[^>]*>([^<]*)<', table)


def text_of(page: str) -> str:
    return " ".join(strip_tags(page).split())


@pytest.fixture
def three(cycle, organisation, neighbour, faraway, pot):
    """At 1.1 Oakshire is 1 to 2, Elmshire 3 and Ashshire 4; at 2.1 all say Emerging."""
    for place, span in {organisation: (1, 2), neighbour: (3, 3), faraway: (4, 4)}.items():
        worlds.submitted(cycle, place, {"1.1": span, "1.2": span, "1.3": span}, by=pot)


@pytest.fixture
def last(framework, organisation, neighbour, faraway, pot):
    """A cycle before: Oakshire and Elmshire were at 2 in dimension 1, Ashshire had nothing there."""
    day = timezone.localdate() - timedelta(days=400)
    cycle = worlds.make_cycle(
        *(framework, [organisation, neighbour, faraway]), slug="last-year", opens=day - timedelta(days=300), closes=day
    )
    for place in (organisation, neighbour):
        worlds.submitted(cycle, place, by=pot)
    return cycle


def test_rows_stand_by_ics_and_name_unless_asked(page, three, pot):
    shown = page(pot)
    assert rows_of(shown) == ["Elmshire", "Oakshire", "Ashshire"]
    assert "Rows by ICS, then name." in text_of(shown)
    assert "aria-sort" not in shown


@pytest.mark.parametrize(
    ("sort", "rows"),
    [
        ("name", ["Ashshire", "Elmshire", "Oakshire"]),
        ("-name", ["Oakshire", "Elmshire", "Ashshire"]),
        ("level:1", ["Oakshire", "Elmshire", "Ashshire"]),
        ("-level:1", ["Ashshire", "Elmshire", "Oakshire"]),
        ("-level:2", ["Ashshire", "Elmshire", "Oakshire"]),
        ("level", ["Oakshire", "Elmshire", "Ashshire"]),
    ],
)
def test_rows_are_sorted_as_asked(page, three, pot, sort, rows):
    assert rows_of(page(pot, sort=sort)) == rows


def test_the_order_is_said_in_words_and_to_screen_readers(page, three, pot):
    shown = page(pot, sort="-level:1")
    assert "Rows by level in 1. Dimension 1, highest first: by the middle of each span." in text_of(shown)
    assert re.findall(r'aria-sort="(\w+)">\s*([^<]+?)\s*<', shown) == [("descending", "1. Dimension 1")]
    assert "?cycle=this-year&amp;sort=level:1#table" in shown, "the same head turns the order round"
    assert '<option value="-level:1" selected>Level in 1, highest first</option>' in shown


def test_a_column_that_is_not_shown_leaves_the_order_to_those_that_are(page, three, pot):
    shown = page(pot, sort="level:1", columns="indicator", dimension="1")
    assert "Rows by level, lowest first: each by the median of its levels in all columns shown." in text_of(shown)
    assert rows_of(shown) == ["Oakshire", "Elmshire", "Ashshire"]


def test_groups_are_sorted_too(page, three, pot):
    assert rows_of(page(pot, rows="ics", sort="-level:1")) == ["South Vale", "North Vale"]


def test_rows_are_sorted_by_movement_and_say_it(page, three, last, pot):
    shown = page(pot, sort="-movement:1")
    assert rows_of(shown) == ["Elmshire", "Oakshire", "Ashshire"]
    text = text_of(shown)
    assert "Rows by movement since Last year in 1. Dimension 1, most up first." in text
    assert "One level up since Last year" in text
    assert "Half a level down since Last year" in text
    assert "Cannot be compared" in text
    assert rows_of(page(pot, sort="movement:1")) == ["Oakshire", "Elmshire", "Ashshire"]


def test_groups_are_sorted_by_movement(page, three, last, pot, administrator):
    shown = page(administrator, rows="ics", sort="movement:1")
    assert rows_of(shown) == ["North Vale", "South Vale"]
    assert "A quarter of a level up since Last year" in text_of(shown)


def test_without_an_earlier_cycle_movement_is_not_offered_and_says_why(page, three, pot):
    assert "Movement, most" not in page(pot)
    shown = page(pot, sort="movement")
    assert "no earlier cycle has anything submitted. Rows by name." in text_of(shown)
    assert rows_of(shown) == ["Ashshire", "Elmshire", "Oakshire"]


def test_movement_shows_nothing_of_a_cycle_that_she_may_not_see(page, three, last, pot):
    Cycle.objects.filter(slug="last-year").update(visibility="private")
    text = text_of(page(pot, sort="-movement:1"))
    assert text.count("Cannot be compared") == 2, "her own alone is seen by name in both"


def test_pinned_rows_stand_first_in_any_order(page, three, pot):
    shown = page(pot, sort="-level:1", pin="oakshire,elmshire")
    assert rows_of(shown) == ["Elmshire", "Oakshire", "Ashshire"]
    assert "Pinned to the top: Elmshire and Oakshire." in text_of(shown)
    assert "You are here, pinned" in shown
    assert '<input type="hidden" name="pin" value="oakshire,elmshire">' in shown


def test_every_row_has_a_link_that_pins_it_or_takes_it_back(page, three, pot):
    shown = page(pot, pin="ashshire")
    links = dict(re.findall(r'href="([^"]*#row-\w+)">([^<]*)<', shown))
    assert links == {
        "?cycle=this-year&amp;pin=ashshire,elmshire#row-elmshire": "Pin",
        "?cycle=this-year&amp;pin=ashshire,oakshire#row-oakshire": "Pin",
        "?cycle=this-year#row-ashshire": "Unpin",
    }
    assert shown.count('id="row-ashshire"') == 1


def test_pinning_an_organisation_that_is_not_there_is_no_fault(page, three, pot, outside):
    known, unknown = (page(pot, pin=slug) for slug in (outside.slug, "nobody-at-all"))
    known, unknown = (shown[shown.index("<h1>") :] for shown in (known, unknown))
    assert known.replace(outside.slug, "X") == unknown.replace("nobody-at-all", "X")


@pytest.mark.parametrize("query", ["sort=rank", "sort=level:9", "sort=name&sort=level", "pin=a&pin=b"])
def test_an_order_that_there_is_not_is_refused_in_plain_words(signed_in, three, pot, query):
    answer = signed_in(pot).get(f"{PAGE}?{query}")
    assert (answer.status_code, "<h1>That address does not work</h1>" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("address", FILES)
def test_files_know_neither_order_nor_pins(signed_in, page, three, pot, address):
    for query in ({"sort": "name"}, {"pin": "oakshire"}):
        assert signed_in(pot).get(address, query).status_code == 400
    links = re.findall(rf'href="{address}([^"]*)"', page(pot, sort="-level:1", pin="oakshire", kind="local-authority"))
    assert links == ["?cycle=this-year&amp;kind=local-authority"]


def test_the_picture_has_the_rows_in_the_order_of_the_page(signed_in, three, pot):
    figure = signed_in(pot).get("/reports/heatmap/chart.json", {"sort": "level:1", "pin": "ashshire"})
    names = [figure.content.decode().index(name) for name in ("Ashshire", "Oakshire", "Elmshire")]
    assert names == sorted(names)


@pytest.mark.parametrize("rows", ["organisation", "ics"])
def test_sorting_by_movement_makes_at_most_twelve_queries(
    signed_in, three, last, pot, django_assert_max_num_queries, rows
):
    client = signed_in(pot)
    with django_assert_max_num_queries(12):
        assert client.get(PAGE, {"sort": "movement", "rows": rows, "pin": "ashshire"}).status_code == 200


def test_a_saved_view_keeps_order_and_pins(signed_in, three, pot):
    client, query = signed_in(pot), "cycle=this-year&sort=-level:1&pin=oakshire"
    shown = client.get(f"/reports/views/save/heatmap/?{query}").content.decode()
    assert "sorted by level in 1, pinned rows" in text_of(shown)
    assert client.post(f"/reports/views/save/heatmap/?{query}", {"name": "Mine", "cycle": "settled"}).status_code == 302
    saved = SavedView.objects.get()
    assert rows_of(client.get(PAGE, QueryDict(saved.query)).content.decode()) == ["Oakshire", "Ashshire", "Elmshire"]
