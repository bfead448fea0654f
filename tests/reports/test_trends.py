"""Movement as page and CSV: who sees what, what is refused, what breaks it, and that both say the same."""

import csv
import io
import re
from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import timezone

from assessments.levels import CellValue
from assessments.models import Cycle, OrganisationPlacement
from reports.movement import Move
from reports.pages.trend_sentences import move_in_words
from tests import worlds

PAGE, CSV = "/reports/trends/", "/reports/trends.csv"
HEADER = (
    "row_kind,row,parent,column_kind,column,title,status,"
    "low_before,high_before,midpoint_before,low_after,high_after,midpoint_after,movement"
)


def make_last(framework, organisations, *, slug="last-year", days=400, **more) -> Cycle:
    """A cycle that opened so many days ago and closed half a year later."""
    opens = timezone.localdate() - timedelta(days=days)
    return worlds.make_cycle(
        framework, organisations, slug=slug, opens=opens, closes=opens + timedelta(days=180), **more
    )


@pytest.fixture
def page(signed_in):
    return lambda user, **query: signed_in(user).get(PAGE, query).content.decode()


@pytest.fixture
def two(framework, cycle, organisation, neighbour, faraway, pot):
    """Oakshire rises from 1 to 1 to 2, Elmshire falls from 4 to 3, Ashshire stays at 2."""
    last = make_last(framework, [organisation, neighbour, faraway])
    spans = {organisation: ((1, 1), (1, 2)), neighbour: ((4, 4), (3, 3)), faraway: ((2, 2), (2, 2))}
    for place, (then, now) in spans.items():
        worlds.submitted(last, place, dict.fromkeys(("1.1", "1.2", "1.3"), then), by=pot)
        worlds.submitted(cycle, place, dict.fromkeys(("1.1", "1.2", "1.3"), now), by=pot)
    return last


def of(found: list[dict], row: str, column: str = "1") -> dict:
    return next(line for line in found if (line["row"], line["column"]) == (row, column))


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# What is said ------------------------------------------------------------------------------------------------------


def test_the_file_says_what_was_what_is_and_the_difference(signed_in, lines, two, pot):
    assert signed_in(pot).get(CSV).content.decode("utf-8-sig").splitlines()[0] == HEADER
    said = of(lines(pot), "Oakshire")
    assert (said["low_before"], said["high_before"], said["midpoint_before"]) == ("Pre-emerging", "Pre-emerging", "1")
    assert (said["low_after"], said["high_after"], said["midpoint_after"]) == ("Pre-emerging", "Emerging", "1.5")
    assert (said["status"], said["movement"]) == ("compared", "0.5")
    assert [of(lines(pot), name)["movement"] for name in ("Elmshire", "Ashshire")] == ["-1", "0"]


def test_the_page_says_it_in_words(page, two, pot):
    said = text_of(page(pot, dimension="1"))
    assert "3 levels of 3 organisations can be compared: 1 moved up, 1 moved down and 1 stayed the same." in said
    assert "Most improved: Oakshire, half a level up." in said
    assert "Area of concern: Elmshire, one level down." in said
    for words in ("▲ Half a level up", "▼ One level down", "= The same"):
        assert words in said


def test_another_span_around_the_same_middle_is_not_called_the_same():
    def move(*after):
        return Move("compared", CellValue("derived", 1, 4, 2.5), CellValue("derived", *after, 2.5), 0)

    assert [move_in_words(move(1, 4)), move_in_words(move(2, 3))] == ["The same", "The same middle"]


@pytest.mark.parametrize("role", ["pot", "ics_lead", "outsider", "administrator"])
def test_every_figure_is_one_that_the_two_heatmaps_show(request, signed_in, lines, two, role):
    Cycle.objects.update(visibility="anonymous")
    user = request.getfixturevalue(role)
    client = signed_in(user)

    def heatmap(query: dict) -> dict:
        answer = client.get("/reports/heatmap.csv", query)
        found = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        return {(line["row"], line["column"]): line for line in found}

    for rows, columns in product(("organisation", "ics", "region", "kind", "sector"), ("dimension", "indicator")):
        asked = {"rows": rows, "columns": columns}
        then, now = (heatmap(asked | {"cycle": cycle}) for cycle in ("last-year", "this-year"))
        found = lines(user, **asked)
        assert {(line["row"], line["column"]) for line in found} == {*then, *now}
        for line in found:
            key = (line["row"], line["column"])
            same_as_shown(line, then[key], now[key])


def same_as_shown(line: dict, then: dict, now: dict) -> None:
    """A line of movement against the cells of two heatmaps."""
    if line["status"] == "suppressed":
        assert "suppressed" in (then["status"], now["status"])
        assert not any(line[name] for name in HEADER.split(",")[7:])
        return
    for side, shown in (("before", then), ("after", now)):
        for name in ("low", "high", "midpoint"):
            assert line[f"{name}_{side}"] == shown[name], line
    if line["movement"]:
        assert float(line["movement"]) == float(line["midpoint_after"]) - float(line["midpoint_before"])


def test_somebody_not_seen_by_name_is_on_neither(page, lines, two, pot):
    Cycle.objects.update(visibility="private")
    assert {line["row"] for line in lines(pot)} == {"Oakshire"}
    assert "Elmshire" not in page(pot)


def test_who_was_not_there_before_cannot_be_compared(page, lines, framework, cycle, organisation, neighbour, pot):
    last = make_last(framework, [organisation])
    worlds.submitted(last, organisation, by=pot)
    worlds.submitted(cycle, organisation, by=pot)
    worlds.submitted(cycle, neighbour, by=pot)
    assert of(lines(pot), "Elmshire")["status"] == "missing_before"
    assert "Elmshire North Vale Not shown Emerging" in text_of(page(pot))


def test_who_cannot_be_compared_is_folded_away_and_counted(page, framework, cycle, organisation, neighbour, pot):
    last = make_last(framework, [organisation])
    for when, which in ((last, organisation), (cycle, organisation), (cycle, neighbour)):
        worlds.submitted(when, which, by=pot)
    before, _, folded = page(pot, dimension="1").partition('<details class="shows-table">')
    assert "Oakshire" in before
    assert "Elmshire" not in before
    assert "Show 1 that cannot be compared" in folded
    assert "Elmshire" in folded


def test_the_first_cycle_says_when_movement_shows(page, lines, cycle, organisation, pot):
    worlds.submitted(cycle, organisation, by=pot)
    opens_on = cycle.opens_on + timedelta(1)
    worlds.make_cycle(worlds.make_framework("other"), [organisation], slug="other", opens=opens_on)
    assert "This year is the first cycle. Movement shows when the next cycle on this framework closes." in page(pot)
    assert lines(pot) == []


def test_without_any_cycle_there_is_a_page(page, pot):
    assert "There is no cycle to show yet." in page(pot)


# What is asked -----------------------------------------------------------------------------------------------------


def test_an_unknown_name_or_value_is_refused_in_plain_words(signed_in, two, pot):
    client = signed_in(pot)
    for query in (
        "colour=red",
        "rows=x",
        "columns=x",
        "dimension=9",
        "cycle=x",
        "against=x",
        "against=this-year",
        "as_at=1",
    ):
        shown = client.get(f"{PAGE}?{query}")
        assert shown.status_code == 400, query
        assert "<h1>That address does not work</h1>" in shown.content.decode()
        answer = client.get(f"{CSV}?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8"), query


def test_an_invisible_cycle_and_an_unknown_one_get_the_same_answer(signed_in, two, outsider):
    two.visibility = "private"
    two.save()
    answers = [signed_in(outsider).get(CSV, {"against": slug}) for slug in ("last-year", "no-such-cycle")]
    assert {answer.status_code for answer in answers} == {400}
    assert answers[0].content.replace(b"last-year", b"X") == answers[1].content.replace(b"no-such-cycle", b"X")


def test_another_earlier_cycle_can_be_chosen(lines, framework, two, organisation, pot):
    long_ago = make_last(framework, [organisation], slug="long-ago", days=900)
    worlds.submitted(long_ago, organisation, dict.fromkeys(("1.1", "1.2", "1.3"), (4, 4)), by=pot)
    assert of(lines(pot), "Oakshire")["movement"] == "0.5"
    assert of(lines(pot, against="long-ago"), "Oakshire")["movement"] == "-2.5"


def test_groups_on_another_day_are_refused_to_who_may_not_see_all_by_name(signed_in, two, pot, administrator):
    Cycle.objects.update(visibility="anonymous")
    asked = {"rows": "ics", "as_at": date(2026, 1, 1).isoformat()}
    assert signed_in(pot).get(CSV, asked).status_code == 400
    assert signed_in(administrator).get(CSV, asked).status_code == 200


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_signed_out_leads_to_the_sign_in_page(client, db, address):
    assert client.get(address).url.startswith("/accounts/login/")


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_nothing_of_it_is_kept_by_a_browser_or_between(signed_in, two, pot, address):
    assert set(signed_in(pot).get(address)["Cache-Control"].split(", ")) == {"private", "no-store"}


# What breaks it ----------------------------------------------------------------------------------------------------


@pytest.fixture
def newer(organisation, neighbour, faraway, framework, pot):
    """A function: a second version with one more indicator in dimension 1, with answers on both."""

    def build(levels: int = 4, **more) -> Cycle:
        version = worlds.make_framework(version="2", levels=levels, dimensions=(4, 2))
        last = make_last(framework, [organisation, neighbour, faraway])
        cycle = worlds.make_cycle(version, [organisation, neighbour, faraway], slug="newer", **more)
        for n, place in enumerate((organisation, neighbour, faraway)):
            worlds.submitted(last, place, {"1.1": (1, 1), "1.2": (1 + n, 1 + n)}, by=pot, declared={"1": (4, 4)})
            worlds.submitted(cycle, place, {"1.1": (1, 1), "1.3": (3, 3), "1.4": (4, 4)}, by=pot)
        return cycle

    return build


def test_another_version_is_compared_over_what_both_share(page, lines, newer, pot):
    newer()
    said = of(lines(pot, cycle="newer"), "Oakshire")
    assert (said["midpoint_before"], said["midpoint_after"], said["movement"]) == ("1", "2", "1")
    text = text_of(page(pot, cycle="newer"))
    assert "Break: another framework version." in text
    assert "This dimension is compared over 3 shared indicators: 1.1, 1.2 and 1.3." in text
    assert "not compared: new in Newer: 1.4 Indicator 1.4." in text_of(page(pot, cycle="newer", columns="indicator"))


def test_groups_over_fewer_indicators_are_only_for_who_sees_all_by_name(page, lines, newer, pot, administrator):
    newer(visibility="anonymous")
    assert of(lines(administrator, cycle="newer", rows="region"), "South")["status"] == "compared"
    found = lines(pot, cycle="newer", rows="region")
    said = of(found, "South")
    assert (said["status"], said["midpoint_before"], said["midpoint_after"], said["movement"]) == (
        "not_shared",
        "",
        "",
        "",
    )
    assert "Not compared for groups. You may not see all" in text_of(page(pot, cycle="newer", rows="region"))


def test_other_levels_are_shown_and_not_compared(page, lines, newer, pot):
    newer(levels=5)
    said = of(lines(pot, cycle="newer"), "Oakshire")
    assert (said["status"], said["movement"], said["low_before"]) == ("other_levels", "", "Pre-emerging")
    assert "Break: other levels." in page(pot, cycle="newer")


def test_another_ics_is_a_break_that_goes_when_both_are_read_on_one_day(
    page, lines, two, neighbour, other_ics, administrator
):
    moved = timezone.localdate() - timedelta(days=100)
    neighbour.placements.update(until_on=moved - timedelta(days=1))
    region = other_ics.placements.first().region
    OrganisationPlacement.objects.create(organisation=neighbour, ics=other_ics, region=region, from_on=moved)
    shown = page(administrator)
    assert "Break: other boundaries." in shown
    assert shown.count("Boundaries changed</span>") == 2
    link = re.search(r'href="\?([^"]*as_at=[^"]*)">Read both cycles', shown)[1]
    as_at = re.search(r"as_at=([\d-]+)", link)[1]
    assert "Break: other boundaries." not in page(administrator, as_at=as_at)
    assert of(lines(administrator, rows="ics", as_at=as_at), other_ics.name)["midpoint_before"] == "3"
    assert of(lines(administrator, rows="ics"), other_ics.name)["midpoint_before"] == "2"


@pytest.mark.parametrize("levels", [2, 3, 7])
def test_any_number_of_levels_is_shown(page, organisation, pot, levels):
    framework = worlds.make_framework("other", levels=levels)
    for cycle, level in ((make_last(framework, [organisation]), 1), (None, levels)):
        cycle = cycle or worlds.make_cycle(framework, [organisation], slug="other")
        worlds.submitted(cycle, organisation, dict.fromkeys(("1.1", "1.2", "1.3"), (level, level)), by=pot)
    words = {2: "One level", 3: "Two levels", 7: "Six levels"}[levels]
    assert f"▲ {words} up" in text_of(page(pot, dimension="1"))
