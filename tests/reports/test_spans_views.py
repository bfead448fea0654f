"""The span chart as page, SVG and CSV: who sees what, what is refused, and that all say the same."""

import csv
import io
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from assessments.models import Cycle
from tests import worlds

PAGE, CSV, SVG = "/reports/spans/", "/reports/spans.csv", "/reports/spans.svg"
HEADER = (
    *("row_kind", "row", "parent", "column_kind", "column", "title", "status"),
    *("low", "high", "midpoint", "typical", "counted", "of", "confidence"),
    *("earlier_cycle", "earlier_status", "earlier_low", "earlier_high"),
)


@pytest.fixture
def html(signed_in):
    return lambda user, **query: signed_in(user).get(PAGE, query).content.decode()


@pytest.fixture
def three(cycle, organisation, neighbour, faraway, pot):
    """Oakshire declares 1 to 4; Elmshire's indicators give 2 to 3; Ashshire is at 4 alone."""
    return [
        worlds.submitted(cycle, organisation, {"1.1": (3, 3), "1.2": (2, 3)}, by=pot, declared={"1": (1, 4)}),
        worlds.submitted(cycle, neighbour, {"1.1": (3, 3)}, by=pot),
        worlds.submitted(cycle, faraway, dict.fromkeys(("1.1", "1.2", "1.3"), (4, 4)), by=pot),
    ]


@pytest.fixture
def last_year(framework, organisation, neighbour, pot):
    """An earlier cycle in which Oakshire declared 1 to 2."""
    today = timezone.localdate()
    cycle = worlds.make_cycle(
        framework,
        [organisation, neighbour],
        slug="last-year",
        opens=today - timedelta(days=400),
        closes=today - timedelta(days=200),
    )
    worlds.submitted(cycle, organisation, by=pot, declared={"1": (1, 2)})
    return cycle


def of(found: list[dict], row: str, column: str = "1") -> dict:
    return next(line for line in found if (line["row"], line["column"]) == (row, column))


def rows_of(page: str) -> list[str]:
    """The rows of the picture, each as HTML."""
    return re.findall(r'<li class="span-row.*?</li>', page, re.DOTALL)


def row_of(page: str, name: str) -> str:
    return next(row for row in rows_of(page) if re.search(rf"span-row__name\">(<a[^>]*>)?{name}<", row))


# Who sees what -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visibility", "role", "names"),
    [
        ("named", "pot", ["Ashshire", "Elmshire", "Oakshire"]),
        ("named", "outsider", []),
        ("anonymous", "pot", ["Oakshire"]),
        ("anonymous", "ics_lead", ["Elmshire", "Oakshire"]),
        ("private", "pot", ["Oakshire"]),
        ("private", "administrator", ["Ashshire", "Elmshire", "Oakshire"]),
    ],
)
def test_rows_are_those_whom_one_may_see_by_name(request, lines, html, signed_in, three, visibility, role, names):
    Cycle.objects.update(visibility=visibility)
    user = request.getfixturevalue(role)
    found = lines(user, cycle="this-year")
    assert list(dict.fromkeys(line["row"] for line in found if line["row_kind"] == "organisation")) == names
    others = {"Ashshire", "Elmshire", "Oakshire"} - set(names) - {user.place_line}
    for answer in (html(user, cycle="this-year"), signed_in(user).get(SVG, {"cycle": "this-year"}).content.decode()):
        assert not [name for name in others if name in answer]


@pytest.mark.parametrize("address", [PAGE, CSV, SVG])
def test_signed_out_leads_to_the_sign_in_page(client, db, address):
    assert client.get(address).url.startswith("/accounts/login/")


@pytest.mark.parametrize("address", [PAGE, CSV, SVG])
def test_nothing_of_it_is_kept_by_a_browser_or_between(signed_in, three, pot, address):
    assert set(signed_in(pot).get(address)["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_a_group_is_shown_as_the_heatmap_shows_it(signed_in, lines, html, framework, region, ics, organisation, pot):
    """Alike besides the reader's own: withheld from her on every way."""
    others = [worlds.make_organisation(f"hamlet-{n}", ics=ics) for n in range(3)]
    cycle = worlds.make_cycle(framework, [organisation, *others], slug="quiet", visibility="anonymous")
    for place in (organisation, *others):
        worlds.submitted(cycle, place, by=pot)
    groups = [line for line in lines(pot, cycle="quiet") if line["row_kind"] != "organisation"]
    assert {(line["row"], line["status"], line["low"], line["counted"]) for line in groups} == {
        ("South", "suppressed", "", ""),
        ("North Vale", "suppressed", "", ""),
    }
    assert "Too few or too alike to show" in row_of(html(pot, cycle="quiet"), "South")
    picture = signed_in(pot).get(SVG, {"cycle": "quiet"}).content.decode()
    assert picture.count(">Too few or too alike to show<") == 2


@pytest.mark.parametrize("visibility", ["named", "anonymous"])
@pytest.mark.parametrize("role", ["pot", "ics_lead", "regional_lead", "outsider"])
def test_every_line_says_what_the_heatmap_says(request, signed_in, lines, three, visibility, role):
    Cycle.objects.update(visibility=visibility)
    user = request.getfixturevalue(role)

    def heatmap(**query) -> dict:
        answer = signed_in(user).get("/reports/heatmap.csv", {"cycle": "this-year", "dimension": "1"} | query)
        found = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        return {(line["row"], line["row_kind"], line["column"]): line for line in found}

    same = heatmap() | heatmap(columns="indicator") | heatmap(rows="region") | heatmap(rows="ics")
    found = lines(user, cycle="this-year")
    for line in found:
        expected = same[(line["row"], line["row_kind"], line["column"])]
        assert {name: line[name] for name in expected} == expected
    assert len(found) >= 1


def test_an_ics_of_one_organisation_is_not_said_twice(lines, three, pot):
    assert [line["row"] for line in lines(pot) if line["row_kind"] != "organisation"] == ["South", "North Vale"]


# What is asked -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        *("dimension=9", "rows=ics", "columns=indicator", "colour=red", "cycle=x", "ics=nowhere", "as_at=1"),
        "dimension=1&dimension=2",
    ],
)
def test_an_unknown_name_or_value_is_refused_in_plain_words(signed_in, three, pot, query):
    page = signed_in(pot).get(f"{PAGE}?{query}")
    assert page.status_code == 400
    assert "<h1>That address does not work</h1>" in page.content.decode()
    for address in (CSV, SVG):
        answer = signed_in(pot).get(f"{address}?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")


def test_an_invisible_cycle_and_an_unknown_one_get_the_same_answer(signed_in, three, outsider):
    Cycle.objects.update(visibility="private")
    answers = [signed_in(outsider).get(CSV, {"cycle": slug}) for slug in ("this-year", "no-such-cycle")]
    assert {answer.status_code for answer in answers} == {400}
    assert answers[0].content.replace(b"this-year", b"X") == answers[1].content.replace(b"no-such-cycle", b"X")


def test_the_first_dimension_is_the_usual_one_and_links_lead_to_the_others(html, three, pot):
    page = html(pot)
    assert "<h1>Spans: dimension 1</h1>" in page
    assert re.search(r'<a href="/reports/spans/\?cycle=this-year&amp;dimension=2"[^>]*>2<', page)
    assert "<h1>Spans: dimension 2</h1>" in html(pot, dimension="2")


def test_filters_narrow_the_rows(lines, three, pot):
    def rows(**query) -> set[str]:
        return {line["row"] for line in lines(pot, **query) if line["row_kind"] == "organisation"}

    assert rows(ics="north-vale") == {"Elmshire", "Oakshire"}
    assert rows(kind="nhs-trust") == {"Ashshire"}
    assert rows(reporting="yes") == {"Oakshire"}
    assert rows(region="south", sector="health") == {"Ashshire"}


def test_a_dimension_of_the_heatmap_leads_to_its_arrows_with_the_same_choices(signed_in, three, pot):
    client = signed_in(pot)
    page = client.get("/reports/heatmap/", {"ics": "north-vale"}).content.decode()
    links = re.findall(r'<a href="(/reports/spans/[^"]*)">Spans<span[^>]*> of (\d)\. ', page)
    assert links[:2] == [(f"{PAGE}?cycle=this-year&amp;dimension={n}&amp;ics=north-vale", n) for n in "12"]
    assert client.get(links[1][0].replace("&amp;", "&")).status_code == 200


def test_without_a_cycle_the_page_says_so(signed_in, pot):
    assert "no cycle to show yet" in signed_in(pot).get(PAGE).content.decode()
    assert signed_in(pot).get(CSV).content == b"\xef\xbb\xbf" + ",".join(HEADER).encode() + b"\r\n"
    assert signed_in(pot).get(SVG).status_code == 200


def test_before_anybody_has_submitted_the_page_says_so(html, cycle, pot):
    assert "No organisation that you may see by name has submitted an answer in this cycle yet." in html(pot)


# The rows ----------------------------------------------------------------------------------------------------


def test_rows_stand_by_ics_and_then_name(html, three, pot):
    names = re.findall(r'span-row__name">(?:<a[^>]*>)?(\w+)', html(pot))
    assert names[:3] == ["Elmshire", "Oakshire", "Ashshire"]


def test_declared_and_worked_out_differ_in_shape_and_in_words(html, three, pot):
    declared, derived = row_of(html(pot), "Oakshire"), row_of(html(pot), "Elmshire")
    assert "#mark-declared-high" in declared
    assert "#mark-derived-high" not in declared
    assert "Declared, 3 of 3 indicators" in declared
    assert "#mark-derived-high" in derived
    assert "From 3 of 3 indicators" in derived


def test_an_arrow_runs_from_the_lowest_to_the_highest_with_the_middle_between(html, three, pot):
    row = row_of(html(pot), "Oakshire")
    assert '<line x1="12.5%" x2="87.5%" y1="18" y2="18" stroke="#0b5e57"' in row
    assert '<use href="#mark-middle" x="50%" y="18" />' in row
    assert "Pre-emerging to Maturing" in row


def test_one_level_is_a_mark_and_no_arrow(html, three, pot):
    row = row_of(html(pot), "Ashshire")
    assert '<use href="#mark-derived-one" x="87.5%" y="18" />' in row
    assert "<line" not in row


def test_the_indicators_behind_stand_at_their_levels(html, three, pot):
    row = row_of(html(pot), "Oakshire")
    assert row.count("#mark-indicator") == 2
    assert '<use href="#mark-indicator" x="62.5%"' in row
    assert '<line x1="37.5%" x2="62.5%"' in row
    assert "1.1 Developing; 1.2 Emerging to Developing; 1.3 Emerging" in row


def test_the_kinds_of_missing_are_words_in_the_row(html, cycle, organisation, neighbour, faraway, pot):
    for place, said in ((organisation, "no_data"), (neighbour, "not_applicable")):
        worlds.submitted(cycle, place, dict.fromkeys(("1.1", "1.2", "1.3"), said), by=pot)
    begun = worlds.begin(cycle, faraway, by=pot)
    worlds.answer_all(begun, by=pot)
    begun.ratings.filter(indicator__code__startswith="1.").delete()
    worlds.record_submission(begun, by=pot)
    page = html(pot)
    for name, look, words in (
        ("Oakshire", "no-data", "No data"),
        ("Elmshire", "not-applicable", "Does not apply"),
        ("Ashshire", "not-answered", "Not answered"),
    ):
        row = row_of(page, name)
        assert f'class="plate {look}"' in row
        assert words in row
        assert "<svg" not in row


def test_the_reader_finds_her_own_row(html, three, pot):
    page = html(pot)
    assert [re.search(r"Oakshire", row) is not None for row in rows_of(page) if "is-here" in row] == [True]
    assert page.count("You are here") == 2  # in the picture and in the table


def test_the_table_has_every_row_of_the_picture(html, three, pot):
    page = html(pot)
    table = page[page.index("<table") : page.index("</table>")]
    assert table.count('<th scope="row"') == len(rows_of(page)) == 5
    assert "Pre-emerging to Maturing" in table
    assert "1.2 Emerging to Developing" in table


def test_a_weak_source_and_a_level_that_differs_are_said_in_the_row(html, cycle, organisation, pot):
    begun = worlds.begin(cycle, organisation, by=pot)
    worlds.answer_all(begun, {"1.1": (1, 1)}, by=pot, declared={"1": (4, 4)})
    begun.dimension_ratings.update(confidence="low")
    worlds.record_submission(begun, by=pot)
    row = row_of(html(pot), "Oakshire")
    assert "Differs from its indicators" in row
    assert "Low confidence" in row


@pytest.mark.parametrize("levels", [2, 3, 6, 7])
def test_any_number_of_levels_is_drawn(signed_in, html, organisation, pot, levels):
    framework = worlds.make_framework("other", levels=levels, dimensions=(9, 1))
    cycle = worlds.make_cycle(framework, [organisation], slug="other")
    worlds.submitted(cycle, organisation, {f"1.{n}": (1, levels) for n in range(1, 5)}, by=pot)
    page = html(pot, cycle="other")
    assert f'class="spans levels-{levels}"' in page
    assert f"level-{levels}-of-{levels}" in page
    assert f'x2="{100 - 50 / levels:.6g}%"' in page
    assert ElementTree.fromstring(signed_in(pot).get(SVG, {"cycle": "other"}).content)


# The cycle before --------------------------------------------------------------------------------------------


def test_the_first_cycle_has_no_arrow_behind_and_says_so(html, three, pot):
    page = html(pot)
    assert "This year is the first cycle, so there is no earlier arrow." in page
    assert "#mark-earlier" not in page


def test_last_cycles_arrow_stands_behind(html, lines, three, last_year, pot):
    page = html(pot, cycle="this-year")
    row = row_of(page, "Oakshire")
    assert '<line x1="12.5%" x2="37.5%" y1="9" y2="9" stroke="#7a8c8f" stroke-width="2.5" />' in row
    assert "Last year: Pre-emerging to Emerging" in row
    assert "#mark-earlier" not in row_of(page, "Elmshire")
    found = lines(pot, cycle="this-year")
    assert of(found, "Oakshire")["earlier_low"] == "Pre-emerging"
    assert of(found, "Oakshire")["earlier_high"] == "Emerging"
    assert of(found, "Oakshire", "1.1")["earlier_low"] == of(found, "Elmshire")["earlier_low"] == ""


def test_an_earlier_arrow_is_shown_only_to_those_who_may_see_that_one_by_name(
    html, lines, signed_in, three, last_year, pot, neighbour, regional_lead
):
    worlds.submitted(last_year, neighbour, by=pot, declared={"1": (3, 4)})
    Cycle.objects.filter(slug="last-year").update(visibility="private")
    assert of(lines(pot, cycle="this-year"), "Elmshire")["earlier_status"] == ""
    assert "Last year: Developing to Maturing" not in html(pot, cycle="this-year")
    assert "Last year: Developing" not in signed_in(pot).get(SVG, {"cycle": "this-year"}).content.decode()
    assert of(lines(pot, cycle="this-year"), "Oakshire")["earlier_status"] == "declared"
    assert of(lines(regional_lead, cycle="this-year"), "Elmshire")["earlier_low"] == "Developing"


def test_a_draft_of_an_earlier_cycle_is_no_arrow(html, three, last_year, neighbour, pot):
    begun = worlds.begin(last_year, neighbour, by=pot)
    worlds.answer_all(begun, by=pot, declared={"1": (3, 4)})
    assert "Last year" not in row_of(html(pot, cycle="this-year"), "Elmshire")


def test_other_levels_are_not_compared(html, three, organisation, pot):
    older = worlds.make_framework(version="0", levels=3)
    today = timezone.localdate()
    cycle = worlds.make_cycle(older, [organisation], slug="last-year", opens=today - timedelta(days=400), closes=today)
    worlds.submitted(cycle, organisation, by=pot, declared={"1": (1, 2)})
    page = html(pot, cycle="this-year")
    assert "#mark-earlier" not in page
    assert "No earlier arrow: you see nobody here with an answer on the same levels in a cycle before." in page


def test_a_later_cycle_is_never_the_one_before(html, three, last_year, pot):
    page = html(pot, cycle="last-year")
    assert "Last year is the first cycle" in page
    assert "#mark-earlier" not in page


def test_an_older_version_with_the_same_levels_and_dimension_is_compared(html, three, organisation, pot):
    older = worlds.make_framework(version="0")
    cycle = worlds.make_cycle(older, [organisation], slug="old", opens=date(2020, 1, 1), closes=date(2020, 12, 31))
    worlds.submitted(cycle, organisation, by=pot, declared={"1": (2, 2)})
    page = html(pot, cycle="this-year")
    assert "Old: Emerging" in row_of(page, "Oakshire")
    assert f"The thin grey arrow behind is Old, on {older}." in page


# Files -------------------------------------------------------------------------------------------------------


def test_the_csv_opens_in_a_spreadsheet_as_it_is(signed_in, three, pot):
    answer = signed_in(pot).get(CSV)
    assert answer.content.startswith(b"\xef\xbb\xbf" + ",".join(HEADER).encode() + b"\r\n")
    # Three organisations with a dimension and three indicators each; the region; the ICS of two.
    assert answer.content.count(b"\r\n") == answer.content.count(b"\n") == 1 + 3 * 4 + 2
    assert answer["Content-Disposition"] == 'attachment; filename="spans-this-year-1.csv"'


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_name_is_never_a_formula(signed_in, three, organisation, pot, start):
    organisation.name = f"{start}1+1"
    organisation.save()
    assert f"organisation,'{start}1+1," in signed_in(pot).get(CSV).content.decode()


def test_the_svg_is_a_whole_picture_by_itself(signed_in, three, last_year, pot):
    answer = signed_in(pot).get(SVG, {"cycle": "this-year"})
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    picture = ElementTree.fromstring(answer.content)
    space = {"s": "http://www.w3.org/2000/svg"}
    assert picture.find("s:title", space).text == "Spans: dimension 1, Reports, This year"
    assert picture.find("s:desc", space).text
    words = [text.text for text in picture.iterfind(".//s:text", space)]
    for expected in ("Oakshire", "Pre-emerging to Maturing", "Declared, 3 of 3 indicators", "Maturing", "South"):
        assert expected in words
    ids = {one.get("id") for one in picture.iter() if one.get("id")}
    used = {one.get("href").removeprefix("#") for one in picture.iterfind(".//s:use", space)}
    assert used <= ids
    assert b"http" not in answer.content.replace(b"http://www.w3.org/2000/svg", b"")


def test_what_an_organisation_is_called_breaks_no_picture(signed_in, three, organisation, pot):
    organisation.name = '<b>A & B\'s "C"</b>'
    organisation.save()
    assert ElementTree.fromstring(signed_in(pot).get(SVG).content)
    assert "<b>A" not in signed_in(pot).get(PAGE).content.decode()
