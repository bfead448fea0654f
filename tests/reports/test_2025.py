"""The 2025 cycle as loaded from the published slides, held to their facts through the real addresses."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client

from assessments.models import User

DATA = Path(__file__).parents[2] / "fixtures" / "assessments" / "aligns-2025.csv"
DOCS = Path(__file__).parents[2] / "docs" / "data-2025.md"
LEVELS = ["Pre-emerging", "Emerging", "Developing", "Maturing"]
PEOPLE = ["contributor", "pot", "ics.lead", "regional.lead", "administrator"]
BEFORE, AFTER = "2026-03-31", "2026-04-01"


@pytest.fixture
def lines(demonstration_2026, db):
    """A function: the lines of the 2025 CSV as a demo person gets them."""

    def read(person="regional.lead", **query) -> list[dict]:
        client = Client()
        user = User.objects.get(email=f"{person}@demo.example")
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get("/reports/heatmap.csv", {"cycle": "aligns-2025"} | query)
        assert answer.status_code == 200, answer.content
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    return read


def names(found: list[dict], key="row") -> list[str]:
    return list(dict.fromkeys(line[key] for line in found))


@pytest.mark.parametrize("person", PEOPLE)
def test_seventeen_organisations_and_the_region_have_a_row(lines, person):
    rows = names(lines(person))
    assert len(rows) == 18
    assert "South East region" in rows


def test_ten_of_them_report_on_a_dimension_as_a_whole(lines):
    assert names(lines(reporting="yes")) == [
        *("Berkshire West", "Buckinghamshire", "East Sussex LA", "Frimley Health", "Hampshire & Isle of Wight"),
        *("Kent", "Medway", "Oxfordshire", "Surrey Heartlands", "West Sussex LA"),
    ]


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("Berkshire West", "5", ("declared", "Pre-emerging", "Maturing")),
        ("Buckinghamshire", "2", ("no_data", "", "")),
        ("Hampshire & Isle of Wight", "2", ("derived", "Developing", "Maturing")),
        ("East Sussex LA", "3", ("declared", "Pre-emerging", "Maturing")),
        ("Surrey Heartlands", "3", ("declared", "Maturing", "Maturing")),
    ],
)
def test_single_cells_are_as_published(lines, row, column, expected):
    found = [line for line in lines() if (line["row"], line["column"]) == (row, column)]
    assert [(line["status"], line["low"], line["high"]) for line in found] == [expected]


def test_the_ten_have_a_level_in_38_cells_and_six_of_each_kind_of_missing(lines):
    counts = Counter(line["status"] for line in lines(reporting="yes"))
    assert (counts["declared"] + counts["derived"], counts["no_data"], counts["not_answered"]) == (38, 6, 6)


def published() -> dict[tuple[str, str], list[dict]]:
    """The rows of the data file by organisation and indicator; the dimension's own under its code."""
    with DATA.open(encoding="utf-8-sig", newline="") as file:
        found: dict[tuple[str, str], list[dict]] = {}
        for row in csv.DictReader(file):
            if row["status"] != "evidence":
                found.setdefault((row["organisation"], row["indicator"] or row["dimension"]), []).append(row)
    return found


def span(rows: list[dict]) -> tuple[str, str]:
    ends = [LEVELS.index(row[end] or row["low"]) for row in rows for end in ("low", "high")]
    return (LEVELS[min(ends)], LEVELS[max(ends)])


def test_every_indicator_cell_is_as_the_data_file_says(lines):
    shown = {(line["row"], line["column"]): line for line in lines(columns="indicator")}
    said = {key: rows for key, rows in published().items() if "." in key[1]}
    for key, line in shown.items():
        if key not in said:
            assert line["status"] == "not_answered", key
        elif said[key][0]["status"] == "rated":
            assert (line["status"], line["low"], line["high"]) == ("rated", *span(said[key])), key
        else:
            assert (line["status"], line["low"]) == (said[key][0]["status"], ""), key
    assert set(said) <= set(shown)
    assert Counter(line["status"] for line in shown.values())["rated"] == 55


def test_every_dimension_cell_is_as_the_data_file_says(lines):
    data = published()
    for line in lines():
        row, code = line["row"], line["column"]
        whole = data.get((row, code), [])
        parts = [rows for (name, column), rows in data.items() if name == row and column.startswith(f"{code}.")]
        rated = [rows for rows in parts if rows[0]["status"] == "rated"]
        if whole and whole[0]["status"] == "rated":
            expected = ("declared", *span(whole))
        elif rated:
            expected = ("derived", *span([row for rows in rated for row in rows]))
        else:
            expected = ("no_data" if whole or parts else "not_answered", "", "")
        assert (line["status"], line["low"], line["high"]) == expected, (row, code)
        assert int(line["counted"]) == len(rated), (row, code)


@pytest.mark.parametrize("query", [{}, {"as_at": BEFORE}])
def test_the_old_systems_stand_until_the_end_of_march_2026(lines, query):
    rows = names(lines(rows="ics", **query))
    assert {"Buckinghamshire, Oxfordshire and Berkshire West", "Frimley Health", "Sussex"} <= set(rows)
    assert not {"Thames Valley", "Surrey and Sussex"} & set(rows)


def test_the_new_systems_stand_from_the_first_of_april_2026(lines):
    rows = set(names(lines(rows="ics", as_at=AFTER)))
    assert {"Thames Valley", "Surrey and Sussex"} <= rows
    assert not {"Buckinghamshire, Oxfordshire and Berkshire West", "Frimley Health", "Sussex"} & rows
    parents = {line["row"]: line["parent"] for line in lines(as_at=AFTER)}
    assert (parents["Oxfordshire"], parents["Frimley Health"]) == ("Thames Valley", "")


def test_the_regions_own_statements_count_in_no_group(lines):
    region = [line for line in lines(rows="region") if line["column"] == "1"]
    assert [line["of"] for line in region] == [str(len(asked_organisations()))]


def asked_organisations() -> set[str]:
    from assessments.models import Participation

    asked = Participation.objects.filter(cycle__slug="aligns-2025").exclude(organisation__kind="region")
    return set(asked.values_list("organisation__slug", flat=True))


def test_an_outsider_learns_nothing_by_name(lines):
    assert lines("outsider") == []


# ---- All arrows, beside the published charts


# The overall charts of the slides, by ICS: P, E, D and M for the levels, "-" for a span.
CHARTS = """
Berkshire West: no chart, arrow lost, P, E, P-M
Buckinghamshire: no chart, no data, P, D, D-M
Oxfordshire: no chart, arrow lost, P, E, D-M
Frimley Health: no chart, arrow lost, P, E, E-D
Hampshire & Isle of Wight: no chart, arrow lost, E, D, E-D
Kent: no chart, arrow lost, P, E, P-M
Medway: no chart, arrow lost, D, D, E-D
Surrey Heartlands: no chart, arrow lost, M, D, E-D
East Sussex LA: no chart, arrow lost, P-M, E, E-M
West Sussex LA: no chart, arrow lost, E-M, D, E-M
"""
LETTERS = {level[0]: level for level in LEVELS}
MISSING = {"no_data": "no data", "not_answered": "not answered", "not_applicable": "does not apply"}
FROM_INDICATORS = "worked out from its indicators"


def words(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def charted() -> dict[tuple[str, str], str]:
    """What the overall charts show, in words, by organisation and dimension."""
    found = {}
    for line in CHARTS.strip().splitlines():
        name, _, marks = line.partition(": ")
        for number, mark in enumerate(marks.split(", "), start=1):
            ends = [LETTERS[letter] for letter in mark.split("-") if letter in LETTERS]
            found[name, str(number)] = words(ends[0], ends[-1]) if ends else mark
    return found


def on_the_slides(row: str, column: str) -> str:
    if "." not in column:
        return charted().get((row, column), "no chart" if column == "1" else "not in the chart")
    rows = published().get((row, column), [])
    said = [words(one["low"], one["high"] or one["low"]) if one["low"] else "level lost" for one in rows]
    return "; ".join(said) or "not answered"


def shown(line: dict) -> str:
    if line["low"]:
        span = words(line["low"], line["high"])
        return f"{span}, {FROM_INDICATORS}" if line["status"] == "derived" else span
    return MISSING[line["status"]]


@pytest.fixture
def all_arrows(demonstration_2026, db) -> list[dict]:
    """The lines of all five span charts, those of organisations and of the region's own statements."""
    client = Client()
    user = User.objects.get(email="pot@demo.example")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    found = []
    for dimension in "12345":
        answer = client.get("/reports/spans.csv", {"cycle": "aligns-2025", "dimension": dimension})
        found += csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return [line for line in found if line["row_kind"] == "organisation"]


def listed_differences() -> list[tuple[str, str, str, str]]:
    """The table of docs/data-2025.md, a line for each organisation that it names."""
    rows = re.findall(r"^\| (\d\S*) \| (.*?) \| (.*?) \| (.*?) \| .+? \|$", DOCS.read_text(), re.MULTILINE)
    return [(column, name, slides, here) for column, names, slides, here in rows for name in names.split(", ")]


def test_every_difference_from_the_published_slides_is_listed_and_explained(all_arrows):
    found = []
    for line in all_arrows:
        column, row, here = line["column"], line["row"], shown(line)
        slides = on_the_slides(row, column)
        is_silent_on_both = slides in ("no chart", "not in the chart") and not line["low"]
        if here != slides and not is_silent_on_both:
            found.append((column, row, slides, here))
    assert sorted(found) == sorted(listed_differences())
    assert {line["row"] for line in all_arrows} >= {row for row, _ in charted()}


def test_the_typical_level_is_the_middle_of_each_arrow(all_arrows):
    """The slides have none; a half goes down."""
    typical = {
        ("Pre-emerging", "Emerging"): "Pre-emerging",
        ("Pre-emerging", "Maturing"): "Emerging",
        ("Emerging", "Developing"): "Emerging",
        ("Emerging", "Maturing"): "Developing",
        ("Developing", "Maturing"): "Developing",
    } | {(level, level): level for level in LEVELS}
    declared = [line for line in all_arrows if line["status"] == "declared"]
    assert len(declared) == 30
    for line in declared:
        assert line["typical"] == typical[line["low"], line["high"]]


def test_what_is_left_of_a_damaged_chart_has_low_confidence_and_what_is_in_words_high(all_arrows):
    found = {(line["column"], line["confidence"]) for line in all_arrows if line["status"] == "declared"}
    assert found == {("3", "low"), ("4", "low"), ("5", "high")}


# ---- The arrows of dimension 5


@pytest.fixture
def arrows(demonstration_2026, db):
    """A function: the answer of the span chart of dimension 5, the ten reporting, as the POT of Oxfordshire gets it."""

    def fetch(path="/reports/spans/") -> str:
        client = Client()
        user = User.objects.get(email="pot@demo.example")
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(path, {"cycle": "aligns-2025", "dimension": "5", "reporting": "yes"})
        assert answer.status_code == 200
        return answer.content.decode("utf-8-sig")

    return fetch


def test_the_row_of_the_region_is_worked_out_from_the_ten(arrows):
    found = csv.DictReader(io.StringIO(arrows("/reports/spans.csv")))
    region = next(line for line in found if line["row_kind"] == "region")
    assert (region["low"], region["high"], region["midpoint"], region["typical"]) == (
        *("Pre-emerging", "Maturing", "2.5", "Emerging"),
    )
    assert (region["counted"], region["of"]) == ("10", "10")


def test_the_arrows_are_told_in_true_sentences(arrows):
    page = " ".join(arrows().split())
    for sentence in (
        "<strong>No organisation is at one level only.</strong>",
        "Berkshire West and Kent span all four levels.",
        "Buckinghamshire and Oxfordshire start highest, at Developing.",
        "Six of ten are typically Emerging, four Developing.",
        "Four organisations stop at Developing: Frimley Health, Hampshire &amp; Isle of Wight, Medway and "
        "Surrey Heartlands.",
        "Only in Oxfordshire does an indicator (5.1, Emerging to Developing) reach outside the declared span.",
        "ALIGNS 2025 is the first cycle, so there is no earlier arrow.",
    ):
        assert sentence in page


def test_the_arrows_stand_by_ics_and_then_name(arrows):
    picture = arrows().split('class="spans__rows spans__rows--groups"')[0]
    names = re.findall(r'span-row__name">(?:<a[^>]*>)?([^<]*)', picture)
    assert names == [name.replace("&", "&amp;") for name in dict.fromkeys(row for row, _ in charted())]


# ---- The examples of best practice that the slides name


NAMED_AS_BEST_PRACTICE = [
    *(("Hampshire County Council", "1.5", "Emerging"), ("Frimley Health", "1.6", "Developing")),
    *(("Hampshire & Isle of Wight", "1.7", ""), ("Hampshire & Isle of Wight", "1.7", "Maturing")),
    *(
        ("Hampshire & Isle of Wight", "2.2", "Maturing"),
        ("Oxfordshire", "2.5", ""),
        ("West Sussex LA", "2.6", "Maturing"),
    ),
    *(("Hampshire & Isle of Wight", "3.3", "Maturing"), ("West Sussex LA", "3.3", "Maturing")),
    *(
        ("Hampshire & Isle of Wight", "3.5", ""),
        ("Kent & Medway", "3.6", ""),
        ("Windsor & Maidenhead (RBWM)", "3.7", ""),
    ),
    *(("Buckinghamshire", "", ""), ("Hampshire & Isle of Wight", "4.1", "Emerging")),
    *(("Hampshire & Isle of Wight", "4.2", "Maturing"), ("Buckinghamshire", "4.8", ""), ("East Sussex LA", "4.9", "")),
    *(("Frimley Health", "4.9", ""), ("Kent & Medway", "4.9", ""), ("Kent Community Health NHS FT", "4.9", "")),
    *(("Windsor & Maidenhead (RBWM)", "4.9", ""), ("Oxfordshire", "5.1", ""), ("East & West Kent (health)", "5.5", "")),
    *(("Sussex", "5.5", ""), ("Berkshire West", "5.7", "Maturing"), ("Buckinghamshire Council", "5.7", "Maturing")),
    ("Oxfordshire", "5.7", "Maturing"),
]


@pytest.mark.parametrize("person", PEOPLE)
def test_the_library_opens_with_the_examples_of_the_slides(demonstration_2026, db, person):
    client = Client()
    user = User.objects.get(email=f"{person}@demo.example")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/reports/practice.csv", {"cycle": "aligns-2025"})
    found = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    # Equal names and codes stand in the order of the data file.
    assert [(line["organisation"], line["indicator"], line["low"]) for line in found] == NAMED_AS_BEST_PRACTICE
    assert all(line["low"] == line["high"] and line["shared"] == "yes" for line in found)
    assert all(line["source"].startswith("ALIGNS South East slides, November 2025") for line in found)


def test_an_outsider_reads_none_of_the_examples(demonstration_2026, db):
    client = Client()
    user = User.objects.get(email="outsider@demo.example")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert "Hampshire" not in client.get("/reports/practice/").content.decode()
