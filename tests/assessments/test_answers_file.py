"""A file of self-assessments is understood row by row, and every fault is named with its row."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from assessments.answers_file import (
    NEEDED,
    OPTIONAL,
    AnswerRead,
    AnswersFaults,
    AnswersRead,
    EvidenceRead,
    OrganisationRead,
    parse,
)
from assessments.answers_rows import Vocabulary
from assessments.folding import folded
from tests.aligns_site.test_spreadsheet import workbook

PLAIN = {"organisation": "Oakshire", "dimension": "1", "indicator": "1.1", "low": "Emerging", "status": "rated"}
COLUMNS = NEEDED + OPTIONAL


def vocabulary(**changes) -> Vocabulary:
    names = {"Oakshire": "oakshire", "Kent & Medway": "kent", "K&M": "kent", "kent": "kent", "Elmshire": "elmshire"}
    levels = {"Pre-emerging": 1, "Emerging": 2, "Developing": 3, "maturing": 4, "Fully mature": 4}
    return Vocabulary(
        **{
            "organisations": {folded(name): slug for name, slug in names.items()},
            "asked": frozenset({"oakshire", "kent"}),
            "dimensions": ("1", "2", "A"),
            "indicators": {"1.1": "1", "1.2": "1", "2.1": "2", "A-1": "A"},
            "levels": {folded(name): position for name, position in levels.items()},
        }
        | changes
    )


def table(*rows: dict, columns=COLUMNS) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def read(*rows: dict) -> AnswersRead:
    """Each row is the plain one with these changes."""
    return parse(table(*(PLAIN | row for row in rows)), vocabulary())


def one(*rows: dict) -> OrganisationRead:
    (organisation,) = read(*rows).organisations
    return organisation


def faults_of(*rows: dict) -> list[str]:
    with pytest.raises(AnswersFaults) as refused:
        read(*rows)
    return refused.value.faults


def faults_in(data: bytes, **changes) -> list[str]:
    with pytest.raises(AnswersFaults) as refused:
        parse(data, vocabulary(**changes))
    return refused.value.faults


NO_DATA = {"status": "no_data", "low": "", "reason": "not_held"}
EVIDENCE = {"status": "evidence", "low": "", "comment": "We said this"}


# Columns


def test_columns_may_stand_in_any_order_and_capitals():
    shuffled = ("Comment", " source", "KIND", *reversed(NEEDED[:6]))
    data = table({"organisation": "Oakshire", "dimension": "1", "low": "Emerging", "status": "rated"}, columns=shuffled)
    assert parse(data, vocabulary()).organisations[0].answers[("1", "")].low == 2


def test_the_further_columns_may_be_left_out():
    assert parse(table(PLAIN, columns=NEEDED), vocabulary()).organisations


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        (NEEDED[:-1], "row 1, column 'source' is missing"),
        ((*NEEDED, "score"), "row 1, column 'score' is not known"),
        ((*NEEDED, "Low"), "row 1, column 'low' stands 2 times"),
        (("", *NEEDED), "row 1, column 1 has no name"),
    ],
)
def test_a_wrong_column_is_a_fault(columns, fault):
    assert faults_in(",".join(columns).encode() + b"\n") == [fault]


def test_all_faults_of_the_columns_are_said_at_once():
    assert len(faults_in(b"organisation,score,score\n")) == 8 + 1 + 1


def test_columns_without_a_name_and_a_value_at_the_end_do_no_harm():
    data = table(PLAIN, columns=NEEDED).replace(b"\r\n", b",,\r\n")
    assert parse(data, vocabulary()).organisations


def test_a_value_beyond_the_columns_is_a_fault():
    data = table(PLAIN, columns=NEEDED) + b"Oakshire,1,1.2,Emerging,,rated,,,,more\r\n"
    assert faults_in(data) == ["row 3, there are more cells than columns in the header"]


def test_a_file_with_nothing_under_the_header_is_a_fault():
    assert faults_in(table()) == ["row 1, there are no rows under the header"]


# Names, codes and levels


@pytest.mark.parametrize(
    "name",
    ["oakshire", " OAKSHIRE ", "Ｏａｋｓｈｉｒｅ", "Kent and Medway", "kent  &  MEDWAY", "K&M", "k and m", "Kent"],
)
def test_an_organisation_is_found_by_any_of_its_names(name):
    assert one({"organisation": name}).slug in ("oakshire", "kent")


def test_an_unknown_organisation_is_a_fault_with_a_hint():
    assert faults_of({"organisation": "Oakshyre"}) == [
        "row 2, organisation: 'Oakshyre' is not known; did you mean oakshire?"
    ]


def test_an_organisation_that_was_not_asked_is_a_fault():
    assert faults_of({"organisation": "Elmshire"}) == ["row 2, organisation: 'Elmshire' was not asked in this cycle"]


@pytest.mark.parametrize("name", ["pre-emerging", "PRE-EMERGING", " Pre-emerging ", "Ｐre-emerging"])
def test_a_level_is_found_by_name_or_slug(name):
    assert one({"low": name}).answers[("1", "1.1")].low == 1


def test_an_indicator_may_stand_without_its_dimension():
    assert list(one({"dimension": ""}).answers) == [("1", "1.1")]


def test_an_empty_indicator_means_the_whole_dimension():
    assert list(one({"indicator": ""}).answers) == [("1", "")]


def test_an_empty_high_is_the_low():
    assert one({"high": ""}).answers[("1", "1.1")].high == 2


def test_codes_of_letters_are_found_in_small_letters():
    assert list(one({"dimension": "a", "indicator": "a-1"}).answers) == [("A", "A-1")]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"dimension": "9"}, "dimension: '9' is not a code of this framework"),
        ({"dimension": "", "indicator": ""}, "dimension: is empty"),
        ({"dimension": "2"}, "indicator: 1.1 belongs to dimension 1, not 2"),
        ({"indicator": "1.9"}, "indicator: '1.9' is not a code of this framework"),
        ({"indicator": "1.10"}, "indicator: '1.10' is not a code of this framework"),
        ({"indicator": "1_1"}, "indicator: '1_1' is not a code of this framework"),
        ({"indicator": "01-Jan"}, "indicator: '01-Jan' is not a code of this framework"),
        ({"low": "High"}, "low: 'High' is not a level of this framework"),
        ({"low": "2"}, "low: '2' is not a level of this framework"),
        ({"high": "Higher"}, "high: 'Higher' is not a level of this framework"),
        ({"low": "Developing", "high": "Emerging"}, "high: Emerging is below Developing"),
        ({"low": "", "high": "Emerging"}, "low: is empty, and a level is needed"),
        ({"low": ""}, "low: is empty, and a level is needed"),
        (NO_DATA | {"low": "Emerging"}, "low: a row with status no_data has no level"),
        (NO_DATA | {"high": "Emerging"}, "low: a row with status no_data has no level"),
        (NO_DATA | {"reason": ""}, "reason: say why there is no level: no_data needs a reason or a comment"),
        ({"status": "not_applicable", "low": ""}, "reason: say why there is no level: not_applicable needs"),
        (EVIDENCE | {"comment": ""}, "comment: is empty: evidence needs words or a level"),
        (NO_DATA | {"kind": "quotation"}, "comment: is empty: evidence needs words or a level"),
        (EVIDENCE | {"high": "Emerging"}, "low: is empty beside a high"),
        ({"status": ""}, "status: must be one of rated, no_data, not_applicable, evidence, and is empty"),
        ({"status": "scored"}, "status: must be one of rated, no_data, not_applicable, evidence, not 'scored'"),
        ({"kind": "rumour"}, "kind: must be one of observation, quotation, link, document, best_practice, not"),
        ({"confidence": "some"}, "confidence: must be one of low, medium, high, not 'some'"),
        ({"shared": "perhaps"}, "shared: must be yes or no, not 'perhaps'"),
        ({"dated_on": "2026-02-30"}, "dated_on: must be a date such as 2026-04-01, not '2026-02-30'"),
        ({"dated_on": "last week"}, "dated_on: must be a date such as 2026-04-01, not 'last week'"),
        ({"organisation": ""}, "organisation: is empty"),
        ({"source": "x" * 501}, "source: is longer than 500 characters"),
        ({"attribution": "x" * 301}, "attribution: is longer than 300 characters"),
        ({"comment": "x" * 20_001}, "comment: is longer than 20,000 characters"),
    ],
)
def test_a_wrong_value_is_a_fault_of_its_column(row, fault):
    (said,) = [said for said in faults_of(row) if fault in said]
    assert said.startswith("row 2, ")


def test_a_dimension_without_its_low_is_no_more_than_one_fault():
    assert faults_of({"low": "", "high": "Emerging"}) == ["row 2, low: is empty, and a level is needed"]


# One target


def test_one_rated_row_is_the_rating_and_no_evidence():
    said = one({"high": "maturing", "comment": "Ours", "source": "Us", "confidence": "low", "reason": "A guess"})
    assert said.answers[("1", "1.1")] == AnswerRead(
        "rated", 2, 4, comment="Ours", source="Us", confidence="low", confidence_note="A guess"
    )
    assert said.evidence == []


def test_one_rated_row_with_a_kind_is_evidence_too():
    said = one({"kind": "Best practice", "comment": "Ours"})
    assert said.answers[("1", "1.1")].comment == "Ours"
    assert said.evidence == [EvidenceRead(("1", "1.1"), "best_practice", "Ours", 2, 2)]


def test_several_rated_rows_give_one_span_and_an_observation_each():
    said = one(
        {"low": "Developing", "comment": "c", "confidence": "medium"},
        {"low": "Pre-emerging", "comment": "a"},
        {"low": "Emerging", "comment": "b", "kind": "quotation"},
    )
    answer = said.answers[("1", "1.1")]
    assert (answer.low, answer.high, answer.comment, answer.confidence) == (1, 3, "", "medium")
    assert [(e.kind, e.text, e.low) for e in said.evidence] == [
        ("observation", "c", 3),
        ("observation", "a", 1),
        ("quotation", "b", 2),
    ]


def test_two_equal_rows_stay_two_observations():
    assert len(one({"comment": "a"}, {"comment": "a"}).evidence) == 2


def test_evidence_with_a_level_does_not_change_a_span():
    said = one({}, EVIDENCE | {"low": "maturing"})
    assert (said.answers[("1", "1.1")].low, said.answers[("1", "1.1")].high) == (2, 2)
    assert said.evidence[0].low == 4


def test_evidence_alone_is_no_rating():
    said = one(EVIDENCE, EVIDENCE)
    assert said.answers == {}
    assert len(said.evidence) == 2


def test_evidence_stands_beside_no_data():
    said = one(NO_DATA, EVIDENCE)
    assert said.answers[("1", "1.1")].status == "no_data"
    assert len(said.evidence) == 1


def test_everything_of_a_piece_of_evidence_is_read():
    row = {"attribution": "A POT", "shared": "Yes", "dated_on": "01/04/2026", "source": "Minutes", "kind": "link"}
    (piece,) = one(EVIDENCE | row).evidence
    assert piece == EvidenceRead(
        ("1", "1.1"), "link", "We said this", None, None, "Minutes", "A POT", "2026-04-01", True
    )


@pytest.mark.parametrize(
    ("row", "reason", "comment"),
    [
        ({"reason": "lost_in_source"}, "lost_in_source", ""),
        ({"reason": "Not discussed", "comment": "Next year"}, "not_discussed", "Next year"),
        ({"reason": "The dog ate it"}, "other", "The dog ate it"),
        ({"reason": "The dog ate it", "comment": "Sorry"}, "other", "The dog ate it. Sorry"),
        ({"reason": "", "comment": "Sorry"}, "other", "Sorry"),
    ],
)
def test_a_reason_is_a_code_or_words(row, reason, comment):
    answer = one(NO_DATA | row).answers[("1", "1.1")]
    assert (answer.reason, answer.comment) == (reason, comment)


def test_rated_beside_no_data_is_a_fault():
    assert faults_of({}, NO_DATA) == ["row 3, status: indicator 1.1 is no_data here and rated in row 2"]


def test_rated_beside_no_data_is_said_even_where_a_row_has_another_fault():
    faults = faults_of({"confidence": "some"}, NO_DATA)
    assert [fault.split(":")[0] for fault in faults] == ["row 2, confidence", "row 3, status"]


def test_no_data_said_twice_is_a_fault():
    assert faults_of(NO_DATA, NO_DATA) == ["row 3, status: indicator 1.1 is no_data already in row 2"]


def test_a_dimension_may_be_rated_while_its_indicator_is_not():
    assert len(one(NO_DATA, {"indicator": ""}).answers) == 2


# All faults, and their rows


def test_all_faults_are_said_at_once_by_row():
    faults = faults_of({"low": "High", "kind": "rumour"}, {}, {"organisation": "Nowhere", "dimension": "7"})
    assert [fault.split(":")[0] for fault in faults] == [
        "row 2, kind",
        "row 2, low",
        "row 4, dimension",
        "row 4, organisation",
    ]


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    rows = table(PLAIN | {"comment": "one\ntwo\r\nthree"}, PLAIN | {"indicator": "1.2", "status": "scored"})
    with_blanks = rows.replace(b"Oakshire,1,1.2", b"\r\n,,,\r\nOakshire,1,1.2")
    assert faults_in(with_blanks)[0].startswith("row 5, status")


def test_a_file_with_thousands_of_faults_says_how_many_there_are():
    faults = faults_of(*({"organisation": f"Nowhere {n}"} for n in range(1_200)))
    assert len(faults) == 1_001
    assert faults[-1] == "and 200 faults more"


# Workbooks


def sheet(*rows: list) -> bytes:
    return workbook(list(NEEDED), *rows)


def test_a_workbook_says_the_same_as_a_csv_file():
    data = sheet(["Oakshire", 1, 1.1, "Emerging", None, "rated", None, "Words", None])
    assert parse(data, vocabulary()) == parse(table(PLAIN | {"comment": "Words"}), vocabulary())


def test_a_code_that_became_a_number_is_found_where_only_one_can_be_meant():
    data = sheet(["Oakshire", 1.0, 1.1, "Emerging", None, "rated"])
    codes = {"1.10": "1", "1.2": "1"}
    assert list(parse(data, vocabulary(indicators=codes)).organisations[0].answers) == [("1", "1.10")]


def test_a_code_that_became_a_number_is_a_fault_where_two_can_be_meant():
    data = sheet(["Oakshire", 1, 1.1, "Emerging", None, "rated"])
    assert faults_in(data, indicators={"1.1": "1", "1.10": "1"}) == [
        "row 2, indicator: 1.1 may mean 1.1 or 1.10. Write it as text"
    ]


def test_a_code_written_as_text_is_taken_as_it_is():
    data = sheet(
        ["Oakshire", "1", "1.1", "Emerging", None, "rated"], ["Oakshire", "1", "1.10", "Emerging", "", "rated"]
    )
    read = parse(data, vocabulary(indicators={"1.1": "1", "1.10": "1"}))
    assert list(read.organisations[0].answers) == [("1", "1.1"), ("1", "1.10")]


def test_a_code_that_became_a_date_is_a_fault():
    data = sheet(["Oakshire", 1, date(2026, 1, 1), "Emerging", None, "rated"])
    assert faults_in(data) == ["row 2, indicator: '2026-01-01' is not a code of this framework"]


def test_a_csv_file_that_went_through_a_table_of_numbers_is_understood():
    assert list(one({"dimension": "1.0"}).answers) == [("1", "1.1")]


def test_true_and_dates_of_a_workbook_are_understood():
    header = [*NEEDED, "shared", "dated_on"]
    row = ["Oakshire", 1, 1.1, None, None, "evidence", "link", "Words", None, True, date(2026, 4, 1)]
    (piece,) = parse(workbook(header, row), vocabulary()).organisations[0].evidence
    assert (piece.shared, piece.dated_on) == (True, "2026-04-01")


# The account of the published data


def test_every_row_of_the_published_data_is_accounted_for():
    data = (Path(settings.BASE_DIR) / "fixtures" / "assessments" / "aligns-2025.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    names = {row["organisation"] for row in rows}
    account = parse(
        data,
        Vocabulary(
            organisations={folded(name): name for name in names},
            asked=frozenset(names),
            dimensions=tuple("12345"),
            indicators={row["indicator"]: row["dimension"] for row in rows if row["indicator"]},
            levels={"pre-emerging": 1, "emerging": 2, "developing": 3, "maturing": 4},
        ),
    ).account
    assert "\n".join(account.lines) == (
        "195 rows read:\n"
        "  63 indicator rows with a level, giving 55 ratings\n"
        "  30 rows with a declared dimension level\n"
        "  10 dimensions with no data or not applicable\n"
        "  19 indicators with no data or not applicable\n"
        "  61 pieces of evidence without a level, 12 with one (27 of all are best practice)"
    )
    assert account.rows == len(rows) == 63 + 30 + 10 + 19 + 49 + 24


# Anything


CELLS = st.one_of(
    st.sampled_from(["", "Oakshire", "K&M", "1", "1.1", "1.10", "2", "Emerging", "maturing", "rated", "no_data"]),
    st.sampled_from(["evidence", "not_applicable", "quotation", "yes", "low", "not_held", "2026-04-01", "'=1"]),
    st.text(max_size=6),
)


@given(st.lists(st.lists(CELLS, max_size=16), max_size=6), st.sampled_from([COLUMNS, NEEDED]))
def test_no_rows_raise_anything_but_faults(rows, columns):
    out = io.StringIO()
    csv.writer(out).writerows([columns, *rows])
    try:
        parse(out.getvalue().encode("utf-8", "surrogatepass"), vocabulary())
    except AnswersFaults as refused:
        "\n".join(refused.faults).encode()


@given(st.binary(max_size=300), st.booleans())
def test_no_bytes_raise_anything_but_faults(data, after_a_header):
    try:
        parse((table(PLAIN) if after_a_header else b"") + data, vocabulary())
    except AnswersFaults as refused:
        "\n".join(refused.faults).encode()


def test_the_example_of_the_handbook_has_no_fault():
    words = (Path(settings.BASE_DIR) / "docs" / "assessments-file.md").read_text()
    example = words.split("```csv\n")[1].split("```")[0].replace("Oxfordshire", "Oakshire").replace("4", "1")
    levels = {"emerging": 2, "developing": 3}
    (said,) = parse(example.encode(), vocabulary(levels=levels)).organisations
    assert len(said.answers) == 3
    assert said.evidence[0].attribution == "A ward manager"
