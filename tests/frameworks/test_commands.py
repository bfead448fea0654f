"""load_framework from the command line: what it prints, how it ends, and that a refusal changes nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from frameworks.models import Framework
from tests import worlds
from tests.frameworks.loading import FILES, GARDEN, garden, large, loaded
from tests.frameworks.sheets import sheets_of

pytestmark = pytest.mark.django_db
THREE = FILES / "three-levels.yaml"
ALIGNS = Path(__file__).parents[2] / "fixtures" / "frameworks" / "aligns-2025.1.yaml"


def run(*args) -> str:
    out = StringIO()
    call_command("load_framework", *map(str, args), stdout=out)
    return out.getvalue()


def refusal(*args) -> list[str]:
    """The lines on standard error of a command that ends with 1."""
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("load_framework", *map(str, args), stderr=err)
    assert ended.value.code == 1
    return err.getvalue().splitlines()


def test_a_file_is_loaded_and_published():
    assert "2 dimensions, 3 indicators, 3 levels" in run(THREE)
    assert Framework.objects.get().is_published


def test_the_aligns_framework_is_loaded():
    assert "5 dimensions, 38 indicators, 4 levels" in run(ALIGNS)


def test_a_workbook_of_the_same_content_is_unchanged(tmp_path):
    run(THREE)
    file = tmp_path / "garden.xlsx"
    file.write_bytes(sheets_of())
    assert "unchanged" in run(file)


def test_the_same_again_is_unchanged():
    run(THREE)
    assert "unchanged" in run(THREE)


def test_a_draft_is_kept_as_one():
    run(THREE, "--draft")
    assert Framework.objects.get().is_draft


def test_a_check_changes_nothing():
    assert "nothing was changed" in run(THREE, "--check")
    assert not Framework.objects.exists()
    assert not get_user_model().objects.exists()


def test_a_check_says_what_changes_and_which_cycles_use_what_is_there(tmp_path, organisation):
    worlds.make_cycle(loaded().framework, [organisation])
    file = tmp_path / "next.yaml"
    file.write_text(garden('"1.0"', '"1.1"').replace("Some dig.", "Many dig."), encoding="utf-8")
    assert run(file, "--check").splitlines()[1:] == [
        "Beside garden@1.0: 2 indicators the same, 1 reworded, 0 new, 0 gone. The levels are the same.",
        "No cycle uses this version yet.",
        "Cycles that use garden@1.0: This year.",
    ]


def test_a_large_file_shows_how_far_it_has_come(tmp_path):
    file, err = tmp_path / "large.yaml", StringIO()
    file.write_text(large(11, 50), encoding="utf-8")
    call_command("load_framework", str(file), stdout=StringIO(), stderr=err)
    assert err.getvalue().splitlines() == [
        "Stored 250 of 550 indicators.",
        "Stored 500 of 550 indicators.",
        "Stored 550 of 550 indicators.",
    ]


def test_the_system_is_named_as_the_one_who_loaded():
    run(THREE)
    assert Framework.objects.get().loaded_by.is_system


def test_every_fault_is_a_line_on_standard_error(tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text(garden("title: Soil", "tittle: Soil").replace("format: 1", "format: 9"), encoding="utf-8")
    assert refusal(file)[:3] == [
        "format must be 1, not 9 (line 2)",
        "dimension A: title is missing (line 19)",
        "dimension A: unknown key tittle; did you mean title? (line 20)",
    ]
    assert not Framework.objects.exists()


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"a: [", b"\x00", b"a: &a [*a]", b"- " * 5_000_000, b"x" * (50 * 1024 * 1024)],
    ids=["empty", "not UTF-8", "not YAML", "nothing", "anchors", "bomb", "50 MB"],
)
def test_a_file_that_is_no_framework_is_refused_in_words(tmp_path, data):
    file = tmp_path / "file.yaml"
    file.write_bytes(data)
    lines = refusal(file)
    assert lines
    assert all("Traceback" not in line for line in lines)
    assert not Framework.objects.exists()


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert "No such file" in refusal(tmp_path / "nothing.yaml")[0]
    assert "directory" in refusal(tmp_path)[0]


@pytest.mark.parametrize("options", [[], ["--check"]])
def test_other_content_of_a_version_in_use_is_refused(tmp_path, organisation, options):
    worlds.make_cycle(loaded().framework, [organisation])
    file = tmp_path / "changed.yaml"
    file.write_text(GARDEN.replace("Some dig", "A few dig"), encoding="utf-8")
    assert "give it a new version" in refusal(file, *options)[0]


def test_wrong_usage_is_told_apart():
    with pytest.raises(CommandError):
        call_command("load_framework")
