"""The commands: what they print, how they end, and that a refusal changes nothing."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from aligns_site import commands
from assessments.models import Cycle, Membership, Organisation, Region, SelfAssessment, User
from frameworks.actions import load_framework
from tests import worlds
from tests.aligns_site.test_spreadsheet import workbook
from tests.assessments.test_answers_file import PLAIN, table
from tests.assessments.test_demo import stored
from tests.assessments.test_places_file import ENGLAND, GOOD
from tests.conftest import DEMONSTRATED_ON
from tests.frameworks.test_changes import version

pytestmark = pytest.mark.django_db

OPEN = ["--slug", "next", "--name", "Next", "--framework", "vale@1", "--opens", "2026-04-01", "--closes", "2027-03-31"]


@pytest.fixture
def run(capsys):
    """A function: run a command; returns its exit code, what it said, and what it complained of."""

    def run_it(*words) -> tuple[int, str, str]:
        code = 0
        try:
            call_command(*map(str, words))
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_it


@pytest.fixture
def file(tmp_path):
    """A function: a file with this content."""

    def write(content: str | bytes, name="file.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


# Places


def test_places_are_loaded_once(run, file):
    path = file(GOOD)
    assert run("load_places", path) == (0, "3 read: 3 new, 0 changed, 0 unchanged\n", "")
    assert run("load_places", path) == (0, "unchanged: 3 read, and all are there already\n", "")


def test_a_check_of_places_changes_nothing(run, file):
    before = stored()
    code, said, _ = run("load_places", file(GOOD), "--check")
    assert (code, said) == (0, "Checked, nothing was changed: 3 read: 3 new, 0 changed, 0 unchanged\n")
    assert stored() == before


def test_a_faulty_places_file_is_refused_with_every_fault(run, file):
    before = stored()
    bad = GOOD.replace("name: Vale", "nam: Vale").replace("sector: social-care", "sector: care")
    code, said, complaint = run("load_places", file(bad))
    assert (code, said) == (1, "")
    assert complaint.splitlines() == [
        "ICS vale: name is missing (line 4)",
        "ICS vale: unknown key nam; did you mean name? (line 5)",
        "organisation oakshire: sector must be social-care, health or joint, not care (line 12)",
        "Nothing was changed.",
    ]
    assert stored() == before


def test_what_is_not_known_is_among_all_the_faults(run, file):
    bad = GOOD.replace("ics: vale,", "ics: hill,").replace("sector: social-care", "sector: care")
    _, _, complaint = run("load_places", file(bad))
    assert "ICS hill is not known (line 15)" in complaint
    assert "sector must be" in complaint


@pytest.mark.parametrize("name", ["load_places", "import_assessments"])
def test_a_file_that_cannot_be_read_is_refused(run, tmp_path, cycle, name):
    further = ["--cycle", cycle.slug] if name == "import_assessments" else []
    for path, reason in ((tmp_path / "none", "No such file"), (tmp_path, "Is a directory")):
        code, _, complaint = run(name, path, *further)
        assert code == 1
        assert f"{path} cannot be read: {reason}" in complaint


@pytest.mark.parametrize("name", ["load_places", "import_assessments"])
def test_a_file_that_is_too_large_or_endless_is_refused(run, file, cycle, name):
    further = ["--cycle", cycle.slug] if name == "import_assessments" else []
    for path in (file(b"a" * (commands.LARGEST_FILE + 1)), "/dev/zero"):
        code, _, complaint = run(name, path, *further)
        assert code == 1
        assert "is larger than 16 MB" in complaint


# Cycles


def test_a_cycle_is_opened_once(run, framework, organisation):
    assert run("open_cycle", *OPEN) == (0, "next: opened, 1 organisations asked\n", "")
    assert run("open_cycle", *OPEN) == (0, "next: unchanged\n", "")


@pytest.mark.parametrize(
    ("further", "reason"),
    [
        (["--framework", "vale@2"], "There is no framework 'vale@2'"),
        (["--framework", "vale"], "There is no framework 'vale'"),
        (["--closes", "2026-03-31"], "before it opens"),
        (["--minimum-group", "1"], "must be 2 or more"),
        (["--slug", "not a slug"], "slug: "),
        (["--organisations", "oakshire,nowhere,never"], "There is no organisation 'nowhere'.\nThere is no organisation 'never'."),  # noqa: E501
        (["--organisations", ""], "There is no organisation ''"),
    ],
)  # fmt: skip
def test_a_cycle_that_makes_no_sense_is_refused(run, framework, organisation, further, reason):
    code, said, complaint = run("open_cycle", *OPEN, *further)
    assert (code, said) == (1, "")
    assert reason in complaint
    assert not Cycle.objects.exists()


def test_another_cycle_of_the_same_slug_is_refused(run, framework):
    run("open_cycle", *OPEN)
    code, _, complaint = run("open_cycle", *OPEN, "--visibility", "named")
    assert code == 1
    assert complaint.startswith("The cycle next is there already with another visibility.")


def test_only_the_listed_organisations_are_asked(run, framework, organisation, neighbour):
    run("open_cycle", *OPEN, "--organisations", " elmshire,elmshire")
    assert [o.slug for o in Cycle.objects.get().organisations.all()] == ["elmshire"]


@pytest.mark.parametrize(
    "further",
    [
        ["--opens", "1 April 2026"],
        ["--opens", "20260401"],
        ["--closes", "2026-02-30"],
        ["--visibility", "open"],
        ["--minimum-group", "some"],
    ],
)
def test_wrong_usage_is_told_apart_from_a_refusal(framework, further):
    with pytest.raises(CommandError) as wrong:
        call_command("open_cycle", *OPEN, *further)
    assert "fromisoformat" not in str(wrong.value)
    assert not Cycle.objects.exists()


# Answers


def test_an_import_prints_its_account(run, file, cycle):
    path = file(table(PLAIN), "answers.csv")
    code, said, _ = run("import_assessments", path, "--cycle", cycle.slug)
    assert code == 0
    assert said.startswith("1 rows read:\n  1 indicator rows with a level, giving 1 ratings\n")
    assert said.endswith("organisations: 1 imported, 0 unchanged\n")
    assert run("import_assessments", path, "--cycle", cycle.slug)[1].endswith(
        "unchanged: 1 read, and their answers are there already\n"
    )


def test_a_workbook_is_imported_whatever_it_is_called(run, file, cycle):
    book = workbook([*PLAIN, "high", "kind", "comment", "source"], list(PLAIN.values()))
    assert run("import_assessments", file(book, "answers.csv"), "--cycle", cycle.slug)[0] == 0
    assert SelfAssessment.objects.get().ratings.get().low == 2


def test_a_check_of_answers_changes_nothing(run, file, cycle):
    before = stored()
    code, said, _ = run("import_assessments", file(table(PLAIN)), "--cycle", cycle.slug, "--check")
    assert code == 0
    assert said.endswith("Checked, nothing was changed: organisations: 1 imported, 0 unchanged\n")
    assert stored() == before


def test_a_faulty_file_of_answers_is_refused_with_every_fault(run, file, cycle):
    before = stored()
    bad = table(PLAIN, PLAIN | {"organisation": "Oakshyre", "low": "High"})
    code, said, complaint = run("import_assessments", file(bad), "--cycle", cycle.slug)
    assert (code, said) == (1, "")
    assert complaint.splitlines() == [
        "row 3, low: 'High' is not a level of this framework",
        "row 3, organisation: 'Oakshyre' is not known; did you mean oakshire?",
        "Nothing was changed.",
    ]
    assert stored() == before


def test_a_draft_is_not_imported_over(run, file, draft):
    code, _, complaint = run("import_assessments", file(table(PLAIN)), "--cycle", draft.cycle.slug)
    assert code == 1
    assert "row 2, organisation: Oakshire has a self-assessment that somebody is working on" in complaint


@pytest.mark.parametrize("name", ["import_assessments", "export_assessments"])
def test_an_unknown_cycle_is_refused(run, file, db, name):
    words = [file(table(PLAIN))] if name == "import_assessments" else []
    assert run(name, *words, "--cycle", "nowhere") == (1, "", "There is no cycle 'nowhere'.\nNothing was changed.\n")


def test_an_export_goes_into_an_empty_cycle(run, file, cycle, organisation, neighbour, pot):
    worlds.submitted(cycle, organisation, {"1.1": (1, 3), "1.2": "no_data"}, by=pot, declared={"2": (2, 2)})
    worlds.begin(cycle, neighbour, by=pot)
    code, exported, _ = run("export_assessments", "--cycle", cycle.slug)
    assert (code, exported.count("\r\n")) == (0, 1 + 6)
    again = worlds.make_cycle(cycle.framework, [organisation], slug="again")
    assert run("import_assessments", file(exported), "--cycle", again.slug)[0] == 0
    assert run("export_assessments", "--cycle", again.slug)[1] == exported


def test_an_export_of_a_cycle_without_answers_is_its_header(run, cycle):
    assert run("export_assessments", "--cycle", cycle.slug)[1].startswith("organisation,dimension,indicator,low,high,")


def test_what_counts_is_exported_while_it_is_returned(run, cycle, organisation, pot):
    held = worlds.submitted(cycle, organisation, by=pot)
    SelfAssessment.objects.filter(pk=held.pk).update(status="returned")
    assert run("export_assessments", "--cycle", cycle.slug)[1].count("\r\n") == 1 + 5


def test_a_closed_cycle_is_imported_into(run, file, cycle):
    past = timezone.localdate() - timedelta(days=9)
    Cycle.objects.update(opens_on=past, closes_on=past)
    assert run("import_assessments", file(table(PLAIN)), "--cycle", cycle.slug)[0] == 0


# People


def test_a_member_is_added_once(run, organisation):
    words = ["add_member", "new@vale.example", "--role", "pot", "--at", "oakshire", "--password", "p"]
    assert run(*words) == (0, "new@vale.example, Principal Occupational Therapist, Oakshire\n", "")
    assert run(*words) == (0, "new@vale.example, Principal Occupational Therapist, Oakshire: unchanged\n", "")
    assert User.objects.get(email="new@vale.example").check_password("p")


def test_the_first_administrator_chooses_a_password_on_the_link_that_is_printed(run, client, settings):
    settings.SITE_ADDRESS = "https://vale.example/"
    code, said, _ = run("add_member", "first@vale.example", "--role", "administrator")
    link = said.rpartition("https://vale.example")[2].strip()
    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": "three calm words", "password2": "three calm words"})
    assert client.login(username="first@vale.example", password="three calm words")
    assert (code, client.get("/desk/").status_code) == (0, 200)


def test_without_an_address_of_the_site_the_link_leads_to_this_machine_and_says_so(run, settings, db):
    settings.SITE_ADDRESS = ""
    _, said, _ = run("add_member", "first@vale.example", "--role", "administrator")
    assert re.search(r": http://127\.0\.0\.1:\d+/accounts/password/reset/key/", said)
    assert "SITE_ADDRESS is empty" in said


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nobody", "--role", "administrator"], "'nobody' is not an e-mail address."),
        (["a@vale.example", "--role", "pot", "--at", "nowhere"], "There is no organisation 'nowhere'."),
        (["a@vale.example", "--role", "ics_lead", "--at", "oakshire"], "There is no ICS 'oakshire'."),
        (["a@vale.example", "--role", "pot"], "Say at which organisation"),
        (["a@vale.example", "--role", "administrator", "--at", "oakshire"], "leave the place out"),
        (["a@vale.example", "--role", "administrator", "--name", "x" * 121], "name: "),
    ],
)
def test_a_member_who_cannot_be_added_is_refused(run, organisation, words, reason):
    code, said, complaint = run("add_member", *words)
    assert (code, said) == (1, "")
    assert reason in complaint
    assert not Membership.objects.exists()


def test_an_unknown_role_is_wrong_usage(db):
    with pytest.raises(CommandError):
        call_command("add_member", "a@vale.example", "--role", "king")


# The demonstration


def test_the_demonstration_comes_and_goes(run, settings, db, monkeypatch):
    settings.DEMO_PASSWORD = worlds.PASSWORD
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: DEMONSTRATED_ON)
    code, said, _ = run("seed_demo")
    assert (code, "2025 data: organisations: 23 imported, 0 unchanged" in said) == (0, True)
    gone = (
        "self-assessments removed: 12\nmade-up places removed: 6\nmade-up cycles removed: 4\ndemo people removed: 6\n"
    )
    assert run("remove_demo")[:2] == (0, gone)
    assert Organisation.objects.filter(slug="oxfordshire").exists()


def test_the_demonstration_is_refused_without_a_password(run, settings, db):
    settings.DEMO_PASSWORD = ""
    assert run("seed_demo")[0] == 1
    assert not Region.objects.exists()


def test_where_no_demonstration_is_nothing_is_removed(run, db):
    assert run("remove_demo")[:2] == (0, "unchanged: there is nothing of the demonstration left\n")


def test_a_refusal_does_not_even_leave_the_system_person(run, db):
    before = stored()
    run("add_member", "nobody", "--role", "administrator")
    assert stored() == before


# As a person at the command line meets them


@pytest.fixture
def manage(tmp_path):
    """A function: run manage.py as a process with a database of its own."""

    def run_it(*words) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, words)],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'own.sqlite3'}", "SECRET_KEY": "x" * 50},
            capture_output=True,
            text=True,
        )

    return run_it


def test_no_way_to_end_shows_a_traceback(manage):
    unmigrated = manage("load_places", ENGLAND)
    wrong_usage = manage("open_cycle", *OPEN, "--opens", "soon")
    refused = manage("load_places", "nowhere.yaml")
    assert [done.returncode for done in (unmigrated, wrong_usage, refused)] == [1, 2, 1]
    assert "migrate" in unmigrated.stderr
    assert "'soon' is not a date such as 2026-04-01" in wrong_usage.stderr
    assert refused.stderr == "nowhere.yaml cannot be read: No such file or directory.\nNothing was changed.\n"
    assert not any("Traceback" in done.stderr for done in (unmigrated, wrong_usage, refused))


# Upgrades


def test_a_cycle_is_moved_once_and_a_check_changes_nothing(run, older_and_newer, organisation, pot):
    cycle = worlds.make_cycle(older_and_newer[0], [organisation])
    worlds.answer_all(worlds.begin(cycle, organisation, by=pot), by=pot)
    move = ["upgrade_cycle", "--cycle", cycle.slug, "--to", "garden@2"]
    told = "oakshire: answers: 1 kept, 1 to confirm, 1 archived\n"
    outcome = "this-year: moved to garden@2; answers: 1 kept, 1 to confirm, 1 archived\n"
    assert run(*move, "--check") == (0, f"{told}Checked, nothing was changed: {outcome}", "")
    assert Cycle.objects.get().framework.version == "1"
    assert run(*move) == (0, told + outcome, "")
    assert Cycle.objects.get().framework.version == "2"
    assert run(*move) == (0, "this-year: unchanged\n", "")


def test_a_cycle_that_cannot_move_is_refused_with_the_reason(run, older_and_newer, organisation):
    worlds.make_cycle(older_and_newer[1], [organisation])
    for words, reason in (
        (["this-year", "garden@1"], "Version 1 is not newer than version 2, which the cycle uses."),
        (["this-year", "garden@9"], "There is no framework 'garden@9'. Load it first, and name it as slug@version."),
        (["no-year", "garden@2"], "There is no cycle 'no-year'."),
    ):
        refused = run("upgrade_cycle", "--cycle", words[0], "--to", words[1])
        assert refused == (1, "", f"{reason}\nNothing was changed.\n")


@pytest.fixture
def older_and_newer(db):
    parts = [{"code": "a"}, {"code": "b", "question": "How well?"}]
    versions = version("1", {"code": "a"}, {"code": "b"}, {"code": "c"}), version("2", *parts)
    return [load_framework(by=User.objects.system(), definition=one).framework for one in versions]
