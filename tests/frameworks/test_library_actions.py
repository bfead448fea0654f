"""Recommended actions from a file of their own: what the file may say, what loading does, and what it never does."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from aligns_site.access import NotPermitted
from frameworks.definition import DefinitionFaults, parse
from frameworks.downloads import framework_file
from frameworks.library.actions import (
    ActionsDoNotFit,
    LibraryResult,
    NoSuchStep,
    load_actions,
    restore_action,
    version_named,
    withdraw_action,
)
from frameworks.library.definition import LibraryDefinition, Version, parse_library
from frameworks.models import Framework, RecommendedAction
from tests import worlds
from tests.frameworks.loading import garden, loaded
from tests.frameworks.sheets import action_sheets, sheets_of, with_parts

FIXTURE = Path(__file__).parents[2] / "fixtures" / "actions" / "aligns-2025.1.yaml"
VERSION = Version("garden@1.0", ("bare", "green", "in-bloom"), frozenset({"A.1", "A.2", "B.1"}), frozenset({"SHED-1"}))
FILE = """\
for: garden@1.0
recommended_actions:
  - code: DIG-1
    title: Dig on Sundays
    group: Soil
    what: Meet on Sundays and dig.
    why: Company helps.
    who: [Neighbours]
    how: [Choose a Sunday, Bring a spade]
    sources: [{title: The garden book, url: "https://garden.example/book", year: 2024}]
    supports: [A.1, B.1]
    from: green
    to: in-bloom
  - {code: DIG-2, title: Share cake}
"""


def read(text: str, chosen: str = "") -> LibraryDefinition:
    return parse_library(text.encode(), {VERSION.reference: VERSION}.get, chosen)


def faults(text: str, chosen: str = "") -> list[str]:
    with pytest.raises(DefinitionFaults) as refused:
        read(text, chosen)
    return [str(fault) for fault in refused.value.faults]


def load(text: str = FILE, chosen: str = "") -> LibraryResult:
    definition = parse_library(text.encode(), version_named, chosen)
    return load_actions(by=get_user_model().objects.system(), definition=definition)


def downloads() -> dict[str, bytes]:
    return {kind: framework_file(Framework.objects.with_parts().get(), kind).content for kind in ("yaml", "xlsx")}


# ---- the file


def test_a_file_says_for_which_version_it_is():
    assert read(FILE).reference == "garden@1.0"


def test_what_is_chosen_as_it_is_loaded_goes_before_what_the_file_says():
    assert read(FILE.replace("garden@1.0", "meadow@7"), "garden@1.0").reference == "garden@1.0"


def test_all_faults_come_at_once_with_their_places_and_lines():
    text = """\
for: garden@1.0
wordng: draft
recommended_actions:
  - {code: X-1, title: One, supports: [A.9], from: in-bloom, to: bare}
  - {code: X-1, title: "", to: gren}
  - {code: SHED-1, titel: Again}
"""
    assert faults(text) == [
        "unknown key wordng; did you mean wording? (line 2)",
        "recommended action X-1, supports: A.9 is not an indicator of garden@1.0 (line 4)",
        "recommended action X-1: from must be a lower level than to (line 4)",
        "recommended action X-1: code X-1 is used twice, first on line 4 (line 5)",
        "recommended action X-1: to names an unknown level gren; did you mean green? (line 5)",
        "recommended action X-1: title is empty: write something, or leave it out where it is optional (line 5)",
        "recommended action SHED-1: code SHED-1 is that of an action in the file of garden@1.0: use another (line 6)",
        "recommended action SHED-1: title is missing (line 6)",
        "recommended action SHED-1: unknown key titel; did you mean title? (line 6)",
    ]


@pytest.mark.parametrize(
    ("text", "chosen", "words"),
    [
        ("recommended_actions: [{code: X, title: Y}]", "", "for is missing"),
        ("for: meadow@1\nrecommended_actions: [{code: X, title: Y}]", "", "for names meadow@1, which is not here"),
        ("for: meadow\nrecommended_actions: [{code: X, title: Y}]", "", "must be written slug@version"),
        ("recommended_actions: [{code: X, title: Y}]", "meadow@1", "there is no framework version meadow@1 here"),
        ("for: garden@1.0\nrecommended_actions: []", "", "there must be at least one recommended action"),
        ("for: garden@1.0", "", "recommended_actions is missing"),
        ("for: [garden]\nrecommended_actions: [{code: X, title: Y}]", "", "for must be text"),
        ("- a list", "", "must begin with keys"),
        ("for: &a garden@1.0", "", "an anchor"),
        ("", "", "The file is empty"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(text, chosen, words):
    found = faults(text, chosen)
    assert len(found) == 1
    assert words in found[0]


def test_a_whole_framework_is_sent_to_its_own_page():
    assert faults(garden()) == [
        "This file holds a whole framework. Load it on the page “Load a framework”, or with load_framework (line 3)"
    ]


# ---- the same as a workbook


def sheet_faults(data: bytes, chosen: str = VERSION.reference) -> list[str]:
    with pytest.raises(DefinitionFaults) as refused:
        parse_library(data, {VERSION.reference: VERSION}.get, chosen)
    return [str(fault) for fault in refused.value.faults]


def test_a_workbook_of_two_sheets_holds_what_the_yaml_file_holds():
    assert parse_library(action_sheets(FILE), {VERSION.reference: VERSION}.get, VERSION.reference) == read(FILE)


def test_faults_of_a_workbook_come_at_once_and_name_their_cells():
    assert sheet_faults(action_sheets(FILE, {"B2": None, "J2": "A.9", "K2": "gren", "A3": "SHED-1"})) == [
        "recommended action DIG-1: title is missing (sheet Recommended actions, row 2)",
        "recommended action DIG-1, supports: A.9 is not an indicator of garden@1.0 "
        "(sheet Recommended actions, cell J2)",
        "recommended action DIG-1: from names an unknown level gren; did you mean green? "
        "(sheet Recommended actions, cell K2)",
        "recommended action SHED-1: code SHED-1 is that of an action in the file of garden@1.0: use another "
        "(sheet Recommended actions, cell A3)",
    ]
    assert sheet_faults(action_sheets(FILE, {"A2": "DIG-9"}, "Sources")) == [
        "DIG-9 is not a code on the sheet Recommended actions (sheet Sources, cell A2)"
    ]


@pytest.mark.parametrize(
    ("data", "chosen", "words"),
    [
        (action_sheets(FILE), "", "Choose the version as you load it"),
        (sheets_of(), VERSION.reference, "it holds a whole framework"),
        (with_parts({}, action_sheets(FILE))[:400], VERSION.reference, "This workbook cannot be taken"),
    ],
)
def test_a_workbook_that_cannot_be_taken_says_why(data, chosen, words):
    found = sheet_faults(data, chosen)
    assert len(found) == 1
    assert words in found[0]


# ---- loading


def test_actions_are_added_to_a_version_that_a_cycle_uses_and_its_content_stays(organisation):
    framework = loaded().framework
    worlds.make_cycle(framework, [organisation])
    before = downloads()
    result = load()
    assert result.words == "Recommended actions for Shared garden 1.0 (garden@1.0): 2 added."
    added = RecommendedAction.objects.added().in_order().first()
    assert (added.title, added.from_level.slug, added.to_level.slug) == ("Dig on Sundays", "green", "in-bloom")
    assert (added.who, added.how) == (["Neighbours"], ["Choose a Sunday", "Bring a spade"])
    assert added.sources == [{"title": "The garden book", "url": "https://garden.example/book", "year": 2024}]
    assert [one.code for one in added.supports.all()] == ["A.1", "B.1"]
    assert downloads() == before
    assert loaded().outcome == "unchanged"
    assert Framework.objects.get().content_hash == parse(before["yaml"]).content_hash


@pytest.mark.django_db
def test_the_same_again_is_unchanged():
    loaded()
    load()
    rows = list(RecommendedAction.objects.values())
    again = load()
    assert (again.outcome, again.words) == (
        "unchanged",
        "Recommended actions for Shared garden 1.0 (garden@1.0): unchanged.",
    )
    assert list(RecommendedAction.objects.values()) == rows


@pytest.mark.django_db
def test_a_newer_file_changes_by_code_adds_and_leaves_alone_what_it_leaves_out():
    loaded()
    load()
    result = load(
        "for: garden@1.0\nrecommended_actions:\n"
        "  - {code: DIG-1, title: Dig on Mondays, supports: [A.2]}\n  - {code: DIG-3, title: Sing}\n"
    )
    assert result.words.endswith("1 added, 1 changed; 1 that the file leaves out stays.")
    assert list(RecommendedAction.objects.added().in_order().values_list("code", "title", "what", "to_level")) == [
        ("DIG-1", "Dig on Mondays", "", None),
        ("DIG-2", "Share cake", "", None),
        ("DIG-3", "Sing", "", None),
    ]
    assert [one.code for one in RecommendedAction.objects.get(code="DIG-1").supports.all()] == ["A.2"]


@pytest.mark.django_db
def test_reviewed_words_are_draft_again_once_they_change():
    loaded()
    load("wording: reviewed\n" + FILE)
    load()
    assert RecommendedAction.objects.added().filter(is_reviewed=True).count() == 2
    load(FILE.replace("Share cake", "Share tea"))
    assert [one.code for one in RecommendedAction.objects.added().filter(is_reviewed=True)] == ["DIG-1"]


@pytest.mark.django_db
def test_replacing_a_version_that_nobody_uses_keeps_what_was_added(administrator):
    loaded()
    load("wording: reviewed\n" + FILE)
    withdraw_action(by=administrator, action=RecommendedAction.objects.get(code="DIG-2"))
    result = loaded(garden("code: A.1", "code: A.7"))
    assert result.outcome == "replaced"
    assert "Recommended actions that were added stay with it: 2." in result.words
    assert "They no longer support what is gone: A.1." in result.words
    dig, cake = RecommendedAction.objects.added().in_order()
    assert [one.code for one in dig.supports.all()] == ["B.1"]
    assert (dig.is_reviewed, dig.to_level.slug, dig.withdrawn_at) == (True, "in-bloom", None)
    assert (cake.code, cake.withdrawn_by) == ("DIG-2", administrator)


@pytest.mark.django_db
def test_a_newer_version_takes_along_what_was_added_to_the_one_before(administrator):
    loaded()
    load("wording: reviewed\n" + FILE)
    withdraw_action(by=administrator, action=RecommendedAction.objects.get(code="DIG-2"))
    newer = garden('version: "1.0"', 'version: "1.1"').replace("B.1", "B.2").replace("code: A.1\n", "code: A.9\n")
    result = loaded(newer.replace("garden@0.9#A.1", "garden@1.0#A.1"))
    assert "Recommended actions that were added to 1.0 come along: 2." in result.words
    assert "They no longer support what is gone: B.1." in result.words
    dig, cake = result.framework.recommended_actions.added().in_order()
    assert [one.code for one in dig.supports.all()] == ["A.9"]
    assert (dig.is_reviewed, dig.to_level.slug, cake.withdrawn_by) == (True, "in-bloom", administrator)
    assert RecommendedAction.objects.added().count() == 4


@pytest.mark.django_db
def test_one_taken_out_stays_out_until_it_is_put_back(administrator, pot):
    loaded()
    load()
    action = RecommendedAction.objects.get(code="DIG-2")
    with pytest.raises(NotPermitted):
        withdraw_action(by=pot, action=action)
    withdraw_action(by=administrator, action=action)
    assert load().words.endswith("unchanged; taken out of the library before, and still out: DIG-2.")
    assert [one.code for one in RecommendedAction.objects.current().added()] == ["DIG-1"]
    with pytest.raises(NoSuchStep):
        withdraw_action(by=administrator, action=action)
    restore_action(by=administrator, action=action)
    assert RecommendedAction.objects.current().added().count() == 2


@pytest.mark.django_db
def test_only_administrators_load(pot, ics_lead):
    loaded()
    for person in (pot, ics_lead):
        with pytest.raises(NotPermitted):
            load_actions(by=person, definition=read(FILE))
    assert not RecommendedAction.objects.added().exists()


@pytest.mark.django_db
def test_a_version_changed_since_the_file_was_checked_refuses():
    system = get_user_model().objects.system()
    with pytest.raises(ActionsDoNotFit):
        load_actions(by=system, definition=read(FILE))
    loaded(garden("code: A.1", "code: A.7"))
    with pytest.raises(ActionsDoNotFit):
        load_actions(by=system, definition=read(FILE))
    assert not RecommendedAction.objects.added().exists()


# ---- the command


def run(*args) -> str:
    out = StringIO()
    call_command("load_actions", *map(str, args), stdout=out)
    return out.getvalue().strip()


@pytest.mark.django_db
def test_the_command_loads_the_actions_that_are_shipped_and_the_second_time_nothing_changes():
    call_command("load_framework", str(FIXTURE.parents[1] / "frameworks" / FIXTURE.name), stdout=StringIO())
    assert "15 added" in run(FIXTURE, "--check")
    assert not RecommendedAction.objects.exists()
    assert run(FIXTURE).endswith("15 added.")
    assert run(FIXTURE, "--for", "aligns@2025.1").endswith("unchanged.")


@pytest.mark.django_db
def test_the_command_loads_a_workbook_and_a_yaml_file_of_the_same_is_then_unchanged(tmp_path):
    loaded()
    (tmp_path / "actions.xlsx").write_bytes(action_sheets(FILE))
    assert run(tmp_path / "actions.xlsx", "--for", "garden@1.0").endswith("2 added.")
    assert load().outcome == "unchanged"


@pytest.mark.django_db
def test_the_command_refuses_with_every_fault_and_changes_nothing(tmp_path):
    loaded()
    file = tmp_path / "actions.yaml"
    file.write_text(FILE.replace("A.1", "A.9").replace("from: green", "from: grey"))
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("load_actions", str(file), stderr=err)
    assert ended.value.code == 1
    assert err.getvalue().splitlines() == [
        "recommended action DIG-1, supports: A.9 is not an indicator of garden@1.0 (line 11)",
        "recommended action DIG-1: from names an unknown level grey; did you mean green? (line 12)",
        "Nothing was changed.",
    ]
    assert not RecommendedAction.objects.added().exists()
