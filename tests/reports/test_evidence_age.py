"""How old the evidence is under a cell of the heatmap: only what is shared and dated counts, and the newest of it."""

import re
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils.html import strip_tags

from assessments.actions.states import record_submission
from assessments.models import Cell, Evidence
from tests import worlds

PAGE = "/reports/heatmap/"
CLOSES = date(2026, 3, 31)
OLD, NEW = date(2024, 3, 30), date(2024, 3, 31)


@pytest.fixture
def submit(framework, organisation, pot):
    """A function: a submission in a cycle that closes on CLOSES, with evidence as (indicator, date, shared)."""

    def send(*pieces: tuple[str, date | None, bool]):
        opens = CLOSES - timedelta(days=300)
        cycle = worlds.make_cycle(framework, [organisation], slug="dated", opens=opens, closes=CLOSES)
        held = worlds.begin(cycle, organisation, by=pot)
        worlds.answer_all(held, {"1.1": (1, 2), "1.2": "no_data"}, by=pot)
        dimension = framework.dimensions.get(code="1")
        Evidence.objects.bulk_create(
            Evidence(
                self_assessment=held,
                dimension=dimension,
                indicator=dimension.indicators.filter(code=code).first(),
                text="Seen.",
                dated_on=day,
                shared=shared,
                added_by=pot,
            )
            for code, day, shared in pieces
        )
        return record_submission(held, by=pot)

    return send


def dates() -> dict[str, date]:
    """By code, of the cells that have one."""
    return dict(Cell.objects.exclude(evidence_on=None).values_list("code", "evidence_on"))


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([("1.1", OLD, True)], {"1": OLD, "1.1": OLD}),
        ([("1.1", OLD, True), ("1.3", NEW, True)], {"1": NEW, "1.1": OLD, "1.3": NEW}),
        ([("1.1", OLD, True), ("1.1", NEW, False)], {"1": OLD, "1.1": OLD}),
        ([("", NEW, True), ("1.1", None, True)], {"1": NEW}),
        ([("1.1", OLD, False)], {}),
    ],
)
def test_a_cell_knows_its_newest_shared_and_dated_evidence(submit, pieces, expected):
    submit(*pieces)
    assert dates() == expected


def test_the_migration_gives_earlier_cells_the_same_dates(submit):
    submit(("1.1", OLD, True), ("1.3", NEW, True), ("1.2", NEW, False))
    worked_out = dates()
    Cell.objects.update(evidence_on=None)
    import_module("assessments.migrations.0008_cell_evidence_on").date_cells(apps, None)
    assert dates() == worked_out


def test_ageing_evidence_is_marked_at_the_edge_and_in_words(signed_in, submit, pot):
    submit(("1.1", OLD, True))
    page = signed_in(pot).get(PAGE, {"cycle": "dated"}).content.decode()
    assert page.count('class="cell span ageing"') == 1, "the organisation's, and no group's"
    text = " ".join(strip_tags(page).split())
    assert "High confidence. Ageing: its newest shared evidence is of 30 March 2024" in text
    assert "Of 1 level the newest shared evidence is older than 24 months, counted to the last day of Dated." in text


@pytest.mark.parametrize(
    "pieces",
    [[("1.1", NEW, True)], [("1.1", OLD, False)], [("1.1", None, True)], [("1.2", OLD, True)], []],
    ids=["newer", "not shared", "no date", "no level", "none"],
)
def test_other_cells_are_not_marked(signed_in, submit, pot, pieces):
    submit(*pieces)
    query = {"cycle": "dated", "columns": "indicator", "dimension": "1"}
    assert not re.search(r'class="cell [^"]*ageing', signed_in(pot).get(PAGE, query).content.decode())


def test_the_age_is_in_no_file(signed_in, submit, pot):
    submit(("1.1", OLD, True))
    assert set(signed_in(pot).get("/reports/heatmap.json").json()["cells"][0]) == {
        *("row_kind", "row", "parent", "column_kind", "column", "title", "status", "low", "high", "midpoint"),
        *("typical", "counted", "of", "confidence"),
    }
