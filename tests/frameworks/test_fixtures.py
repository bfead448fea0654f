"""The frameworks that are shipped: each loads as the command does it, is whole, and is reported like any other."""

import csv
import io
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from assessments.actions.states import record_submission
from frameworks.definition import FrameworkDefinition, parse
from frameworks.library.definition import Version, parse_library
from frameworks.models import Framework
from tests import worlds

FIXTURES = Path(__file__).parents[2] / "fixtures"
FILES = {file.stem: file for file in sorted((FIXTURES / "frameworks").glob("*.yaml"))}
COUNTS = {
    "aligns-2025.1": "5 dimensions, 38 indicators, 4 levels",
    "best-practice-actions-2019.1": "3 dimensions, 15 indicators, 5 levels",
    "nhs-sustainability-2010.1": "3 dimensions, 10 indicators, 4 levels",
    "one-team-1.0": "2 dimensions, 7 indicators, 4 levels",
    "potential-1.0": "4 dimensions, 21 indicators, 3 levels",
}
ACTIONS = {"best-practice-actions-2019.1": 15, "one-team-1.0": 7, "potential-1.0": 21}
# The highest weights of the NHS Sustainability Model, by facet.
MAXIMA = {"P": Decimal("31.1"), "S": Decimal("52.4"), "O": Decimal("16.5")}


@pytest.fixture
def load(db):
    """A function: the file of this name, loaded as the command does it."""

    def loaded(name: str) -> Framework:
        call_command("load_framework", str(FILES[name]), stdout=StringIO())
        return Framework.objects.get()

    return loaded


def definition(name: str) -> FrameworkDefinition:
    return parse(FILES[name].read_bytes())


def test_no_file_is_forgotten_here():
    assert set(FILES) == set(COUNTS)


@pytest.mark.parametrize("name", COUNTS)
def test_each_file_holds_what_its_framework_has(name):
    assert definition(name).counts == COUNTS[name]


@pytest.mark.parametrize("name", COUNTS)
def test_each_file_is_named_after_its_version(name):
    head = definition(name).framework
    assert name == f"{head.slug}-{head.version}"


@pytest.mark.parametrize("name", COUNTS)
def test_each_level_of_each_indicator_has_words_and_all_words_are_draft(name):
    found = definition(name)
    assert found.framework.wording == "draft"
    levels = {level.slug for level in found.levels}
    assert all(set(indicator.descriptors) == levels for indicator in found.indicators)


@pytest.mark.parametrize("name", [name for name in COUNTS if name != "aligns-2025.1"])
def test_no_words_that_are_all_ours_are_marked_as_reviewed(name):
    assert not any(indicator.reviewed for indicator in definition(name).indicators)


@pytest.mark.parametrize("name", COUNTS)
def test_each_framework_is_answered_and_reported_without_code_of_its_own(name, load, organisation, pot, signed_in):
    framework = load(name)
    cycle = worlds.make_cycle(framework, [organisation])
    top, codes = framework.levels.count(), [one.code for one in framework.indicators.all()]
    initiative = "Volunteer roles" if framework.judges_initiatives else ""
    begun = worlds.begin(cycle, organisation, by=pot, initiative=initiative)
    worlds.answer_all(begun, dict.fromkeys(codes, (1, 1)) | {codes[0]: (top, top)}, by=pot)
    record_submission(begun, by=pot)
    answer = signed_in(pot).get("/reports/heatmap.csv", {"columns": "indicator"})
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    highest, lowest = framework.levels.last().name, framework.levels.first().name
    assert [(line["column"], line["low"]) for line in lines] == [
        (code, highest if code == codes[0] else lowest) for code in codes
    ]
    assert all(begun.initiative in line["row"] for line in lines)


def test_the_highest_weights_of_the_sustainability_model_add_up_to_those_of_its_facets_and_to_100():
    facets = definition("nhs-sustainability-2010.1").dimensions
    found = {facet.code: sum(one.weights["a"] for one in facet.indicators) for facet in facets}
    assert found == MAXIMA
    assert sum(found.values()) == 100


def test_no_level_of_the_sustainability_model_weighs_less_than_the_one_below():
    for factor in definition("nhs-sustainability-2010.1").indicators:
        rising = [factor.weights[level] for level in ("d", "c", "b", "a")]
        assert rising == sorted(rising)
        assert rising[0] == 0


def test_only_the_weights_that_a_published_table_confirms_are_not_to_be_checked():
    confirmed = {
        factor.code: "".join(level for level in "abcd" if level not in factor.weights_to_check)
        for factor in definition("nhs-sustainability-2010.1").indicators
    }
    assert confirmed == {"P1": "a", "P2": "ab", "P3": "ab", "P4": "ac", "S1": "a", "S2": "ac", "S3": "ac"} | {
        "S4": "",
        "O1": "",
        "O2": "a",
    }


def test_the_page_says_at_each_factor_which_weights_are_to_be_checked(load, client):
    framework = load("nhs-sustainability-2010.1")
    page = " ".join(client.get(f"/frameworks/{framework.slug}/{framework.version}/").content.decode().split())
    assert "others are to be checked against the guide of 2010" in page
    parts = page.split('<section id="indicator-')[1:]
    assert len(parts) == 10
    assert "27 of 40 weights are still to be checked" in page
    assert [part.count("(to be checked)") for part in parts] == [3, 2, 2, 2, 3, 2, 2, 4, 4, 3]
    assert "Weight 9.1</p>" in page


@pytest.mark.parametrize("name", ACTIONS)
def test_each_indicator_has_the_recommended_action_that_its_source_gives(name):
    found = definition(name)
    assert len(found.recommended_actions) == ACTIONS[name]
    assert [action.supports for action in found.recommended_actions] == [(one.code,) for one in found.indicators]


def test_the_actions_for_aligns_name_its_indicators_and_levels():
    """They stand in a file of their own: the content of a version that cycles use may not change."""
    aligns = definition("aligns-2025.1")
    version = Version(
        aligns.reference,
        tuple(level.slug for level in aligns.levels),
        frozenset(indicator.code for indicator in aligns.indicators),
    )
    file = (FIXTURES / "actions" / "aligns-2025.1.yaml").read_bytes()
    found = parse_library(file, {version.reference: version}.get)
    recommendations = [action for action in found.recommended_actions if action.code.startswith("ALIGNS-")]
    assert len(recommendations) == 8
    assert len([action for action in found.recommended_actions if action.code.startswith("CHARTER-")]) == 4
    assert all(
        action.supports and action.what and action.why and action.who and action.how and action.sources
        for action in found.recommended_actions
    )
