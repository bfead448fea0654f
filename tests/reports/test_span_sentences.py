"""The paragraph over a span chart, held to a literal recount for any rows. No database."""

from fractions import Fraction
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from assessments.levels import Given, dimension_cell, indicator_cell
from assessments.pages.scale import Scale
from reports.pages.span_sentences import (
    MOST_NAMED,
    Said,
    at_one_level,
    missing,
    reaching_outside,
    sentences,
    spanning_all,
    starting_highest,
    stopping,
    typically,
    worked_out,
)

FOUR = Scale(("Pre-emerging", "Emerging", "Developing", "Maturing"))
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def said(name: str, declared=None, **indicators) -> Said:
    """`declared` and the indicators as spans; an indicator is named a1 for 1.1."""
    answers = {f"1.{code[1:]}": Given("rated", *span) for code, span in indicators.items()}
    whole = Given("rated", *declared) if declared else None
    cell = dimension_cell(whole, list(answers.values()), max(len(answers), 1))
    return Said(name, cell, tuple((code, indicator_cell(given)) for code, given in answers.items()))


def test_one_sentence_for_each_thing_to_be_seen():
    rows = [
        said("Ashshire", (1, 4)),
        said("Birchshire", (3, 4), a1=(2, 3)),
        said("Cedarshire", (2, 3), a1=(2, 2)),
    ]
    assert [sentence.words for sentence in sentences(rows, FOUR)] == [
        "No organisation is at one level only.",
        "Ashshire spans all four levels.",
        "Birchshire starts highest, at Developing.",
        "Two of three are typically Emerging, one Developing.",
        "Cedarshire stops at Developing.",
        "Only in Birchshire does an indicator (1.1, Emerging to Developing) reach outside the declared span.",
    ]


def test_nobody_with_a_level_is_said_first():
    rows = [Said("Ashshire", dimension_cell(None, [], 3)), Said("Elmshire", dimension_cell(Given("no_data"), [], 3))]
    assert [sentence.words for sentence in sentences(rows, FOUR)] == [
        "No organisation shown here has a level.",
        "Two have no level here: one no data, one not answered.",
    ]


def test_of_nobody_nothing_is_said():
    assert sentences([], FOUR) == ()


def test_a_single_organisation_is_not_called_all():
    words = " ".join(sentence.words for sentence in sentences([said("Ashshire", (2, 2))], FOUR))
    assert words == "Ashshire is at one level only. Ashshire is typically Emerging. Ashshire stops at Emerging."


def test_initiatives_are_not_called_organisations():
    rows = [said("Memory café", (1, 2)), said("Walking club", (2, 3))]
    assert sentences(rows, FOUR, "initiative")[0].words == "No initiative is at one level only."


def test_what_is_worked_out_is_never_called_declared():
    rows = [said("Ashshire", a1=(1, 1), a2=(4, 4)), said("Elmshire", (2, 2))]
    assert worked_out(rows) == "One span is not declared, but worked out from indicators."
    assert reaching_outside(rows, FOUR) == ""


# ---- any rows


@st.composite
def spans(draw, levels: int):
    low = draw(st.integers(1, levels))
    return low, draw(st.integers(low, levels))


@st.composite
def charts(draw):
    """A scale, and rows with a declared span or none over some indicators."""
    scale = Scale(tuple(f"L{n}" for n in range(1, draw(st.integers(2, 7)) + 1)))
    span = spans(scale.count).map(lambda ends: Given("rated", *ends))
    answer = st.one_of(span, st.sampled_from([Given("no_data"), Given("not_applicable"), None]))
    rows = []
    for n in range(draw(st.integers(1, 14))):
        answers = draw(st.lists(answer, max_size=4))
        given_ones = [one for one in answers if one]
        cell = dimension_cell(draw(answer), given_ones, max(len(answers), 1))
        behind = tuple((f"1.{k}", indicator_cell(one)) for k, one in enumerate(answers, start=1) if one)
        rows.append(Said(f"N{n}n", cell, behind))
    return rows, scale


def named(text: str, rows: list[Said]) -> set[str]:
    return {row.name for row in rows if row.name in text}


def speaks_of(text: str, expected: list[Said], rows: list[Said]) -> bool:
    """Exactly the expected by name; or, where they are too many, their number."""
    if len(expected) <= MOST_NAMED:
        return named(text, rows) == {row.name for row in expected}
    return not named(text, rows) and text.lower().replace("all ", "").startswith(number(len(expected)))


def with_level(rows: list[Said]) -> list[Said]:
    return [row for row in rows if row.cell.low is not None]


@given(charts())
def test_one_level_only_is_said_of_exactly_those(chart):
    known = with_level(chart[0])
    if not known:
        return
    text = at_one_level(known)
    one = [row for row in known if row.cell.high - row.cell.low == 0]
    if len(one) == len(known) > 1:
        assert text == f"All {number(len(one))} organisations are at one level only."
    else:
        assert text.startswith("No ") if not one else speaks_of(text, one, known)


@given(charts())
def test_spanning_all_is_said_of_exactly_those(chart):
    rows, scale = chart
    known = with_level(rows)
    whole = [row for row in known if row.cell.high - row.cell.low + 1 == scale.count]
    text = spanning_all(known, scale)
    assert bool(text) == bool(whole)
    assert not whole or speaks_of(text, whole, known)


@given(charts())
def test_starting_highest_is_said_of_exactly_those(chart):
    rows, scale = chart
    known = with_level(rows)
    if not known:
        return
    text = starting_highest(known, scale)
    top = sorted(row.cell.low for row in known)[-1]
    there = [row for row in known if row.cell.low == top]
    if len(known) == 1:
        assert text == ""
    elif len(there) == len(known):
        assert text == f"All start at L{top}."
    else:
        assert text.endswith(f"highest, at L{top}.")
        assert speaks_of(text, there, known)


@given(charts())
def test_typical_levels_are_counted(chart):
    rows, scale = chart
    known = with_level(rows)
    if len(known) < 2:
        return
    text = typically(known, scale)
    counts: dict[int, int] = {}
    for row in known:
        level = ceil(Fraction(row.cell.midpoint) - Fraction(1, 2))
        counts[level] = counts.get(level, 0) + 1
    for level in scale.positions:
        assert (f"L{level}" in text) == (level in counts)
    if len(counts) > 1:
        lowest, *rest = sorted(counts)
        assert text.lower().startswith(f"{number(counts[lowest])} of {number(len(known))} ")
        for level in rest:
            assert f", {number(counts[level])} L{level}" in text
    else:
        assert text == f"All {number(len(known))} are typically L{next(iter(counts))}."


@given(charts())
def test_those_that_stop_below_the_top_are_said_by_where_they_stop(chart):
    rows, scale = chart
    known = with_level(rows)
    if len(known) < 2:
        return
    text = stopping(known, scale)
    below = [row for row in known if row.cell.high != scale.count]
    if not below:
        assert text == f"All reach L{scale.count}."
        return
    said_of = {one.split(" at ")[1].split(":")[0].rstrip("."): one for one in text.rstrip(".").split(". ")}
    assert set(said_of) == {f"L{row.cell.high}" for row in below}
    for level in scale.positions[:-1]:
        there = [row for row in below if row.cell.high == level]
        if there:
            sentence = said_of[f"L{level}"]
            assert named(sentence, known) == ({row.name for row in there} if len(there) <= MOST_NAMED else set())
            assert len(there) == 1 or sentence.lower().startswith(number(len(there)))


@given(charts())
def test_indicators_outside_a_declared_span_are_all_named_and_no_others(chart):
    rows, scale = chart
    known = with_level(rows)
    text = reaching_outside(known, scale)
    found, compared = {}, 0
    for row in known:
        if row.cell.status == "declared":
            inside = set(range(row.cell.low, row.cell.high + 1))
            rated = [(code, cell) for code, cell in row.indicators if cell.low is not None]
            compared += bool(rated)
            out = [code for code, cell in rated if set(range(cell.low, cell.high + 1)) - inside]
            if out:
                found[row.name] = out
    if not found:
        assert text == ("No indicator reaches outside a declared span." if compared else "")
    elif len(found) > MOST_NAMED:
        assert text.startswith(f"In {number(len(found))} organisations")
    else:
        assert named(text, known) == set(found)
        assert text.startswith("Only") == (len(found) == 1 and compared > 1)
        for name, codes in found.items():
            part = text.split(f"{name} ")[1].split("(")[1].split(")")[0]
            assert [one.split(",")[0] for one in part.split("; ")] == codes


@given(charts())
def test_declared_worked_out_and_missing_add_up(chart):
    rows, _ = chart
    known = with_level(rows)
    derived = sum(row.cell.status == "derived" for row in known)
    text = worked_out(known)
    if derived == 0:
        assert text == ""
    elif derived < len(known):
        assert text.lower().startswith(f"{number(derived)} span")
    else:
        assert "declared; " in text
    without = [row.cell.status for row in rows if row.cell.low is None]
    kinds = {"no_data": "no data", "not_applicable": "does not apply", "not_answered": "not answered"}
    text = missing(rows)
    assert bool(text) == bool(without)
    for status, words in kinds.items():
        count = without.count(status)
        assert (f"{number(count)} {words}" in text) == bool(count)
