"""Loading a crosswalk, and what becomes of it when a version is loaded again."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from aligns_site.access import NotPermitted
from frameworks.actions import VersionInUse
from frameworks.crosswalks.actions import PairsWouldGo, check_crosswalk, known_versions, load_crosswalk
from frameworks.crosswalks.file import parse
from frameworks.models import Crosswalk, Framework, Pair, RemovedCrosswalk
from tests import worlds
from tests.frameworks.crosswalks.loading import CROSSWALK, TURNED, crosswalk
from tests.frameworks.loading import GARDEN, KITE, garden, loaded

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).parents[3] / "fixtures"


@pytest.fixture
def versions(db):
    return loaded().framework, loaded(KITE).framework


def linked() -> set[tuple]:
    return set(Pair.objects.values_list("first__code", "second__code", "how", "note"))


PAIRS = {("A.1", "1.1", "close", "Both need fingers."), ("A.1", "1.10", "part", "")}


def test_a_crosswalk_is_stored_with_its_pairs(versions):
    result = crosswalk()
    assert result.words == "Garden and kite (garden@1.0 and kite@2026.10) loaded: 2 pairs."
    assert (result.crosswalk.first, result.crosswalk.second) == versions
    assert result.crosswalk.sources == [{"title": "A talk", "url": "", "year": 2025}]
    assert linked() == PAIRS


def test_the_same_again_is_unchanged_also_from_the_other_side(versions):
    crosswalk()
    assert crosswalk().outcome == crosswalk(TURNED).outcome == "unchanged"
    assert Crosswalk.objects.count() == 1


def test_other_content_replaces_what_was_there(versions):
    crosswalk()
    assert crosswalk(TURNED.replace("part", "same")).outcome == "replaced"
    assert {(second, first, how) for first, second, how, _ in linked()} == {
        ("A.1", "1.10", "same"),
        ("A.1", "1.1", "close"),
    }
    assert parse(RemovedCrosswalk.objects.get().content.encode(), known_versions()) == parse(
        CROSSWALK.encode(), known_versions()
    )


def test_two_versions_have_one_crosswalk_even_where_nobody_looks_first(versions):
    there = crosswalk().crosswalk
    with pytest.raises(IntegrityError), transaction.atomic():
        Crosswalk.objects.create(
            title="T", first=there.second, second=there.first, loaded_at=there.loaded_at, loaded_by=there.loaded_by
        )


def test_only_administrators_load_and_a_check_keeps_nothing(versions, administrator, pot):
    definition = parse(CROSSWALK.encode(), known_versions())
    with pytest.raises(NotPermitted):
        load_crosswalk(by=pot, definition=definition)
    assert "2 pairs" in check_crosswalk(by=administrator, definition=definition).words
    assert not Crosswalk.objects.exists()
    crosswalk(TURNED.replace("part", "same"))
    assert "replaced" in check_crosswalk(by=administrator, definition=definition).words
    assert not RemovedCrosswalk.objects.exists()


def test_a_version_that_is_replaced_keeps_its_crosswalks(versions):
    before = crosswalk().crosswalk
    assert loaded(garden("Some dig", "A few dig")).outcome == "replaced"
    assert linked() == PAIRS
    after = Crosswalk.objects.get()
    assert (after.loaded_at, after.content_hash) == (before.loaded_at, before.content_hash)
    assert crosswalk().outcome == "unchanged"


def test_a_version_that_would_lose_a_linked_indicator_is_not_replaced(versions):
    crosswalk()
    with pytest.raises(PairsWouldGo, match=r"“Garden and kite” links A\.1, which this file no longer has"):
        loaded(GARDEN.replace("A.1", "A.7"))
    assert linked() == PAIRS
    assert Framework.objects.count() == 2


def test_a_version_in_use_is_refused_for_that_reason(versions, organisation):
    crosswalk()
    worlds.make_cycle(versions[0], [organisation])
    with pytest.raises(VersionInUse):
        loaded(GARDEN.replace("A.1", "A.7"))


def run(*args) -> str:
    out = StringIO()
    call_command("load_crosswalk", *map(str, args), stdout=out)
    return out.getvalue()


def test_the_shipped_crosswalk_loads_with_the_command_and_claims_no_two_the_same(db):
    file = FIXTURES / "crosswalks" / "aligns-2025.1-best-practice-actions-2019.1.yaml"
    for name in ("aligns-2025.1", "best-practice-actions-2019.1"):
        call_command("load_framework", str(FIXTURES / "frameworks" / f"{name}.yaml"), stdout=StringIO())
    assert "nothing was changed" in run(file, "--check")
    assert not Crosswalk.objects.exists()
    assert "3 pairs" in run(file)
    assert "unchanged" in run(file)
    assert Crosswalk.objects.get().is_draft
    assert not Pair.objects.filter(how=Pair.How.SAME).exists()


def test_a_refused_file_leaves_by_one_with_every_fault(versions, tmp_path):
    file = tmp_path / "crosswalk.yaml"
    file.write_text(CROSSWALK.replace("A.1, to", "A.9, to"), encoding="utf-8")
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("load_crosswalk", str(file), stderr=err)
    assert ended.value.code == 1
    assert err.getvalue().count("A.9") == 2
    assert not Crosswalk.objects.exists()
