"""Importing self-assessments: all or none, the same again changes nothing, and out again as they came in."""

import csv
import io
from collections import defaultdict
from datetime import date, timedelta
from statistics import median

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aligns_site.access import NotPermitted
from assessments.actions.cycles import open_cycle
from assessments.actions.demo import FIXTURES
from assessments.actions.imports import ImportRefused, export_assessments, import_assessments, vocabulary_of
from assessments.actions.places import known_places, load_places
from assessments.actions.states import record_submission
from assessments.actions.upgrades import upgrade_cycle
from assessments.answers_file import AnswersFaults, parse
from assessments.models import (
    Cell,
    Cycle,
    DimensionRating,
    Evidence,
    EvidenceKind,
    Rating,
    Reason,
    SelfAssessment,
    Snapshot,
    User,
)
from assessments.places_file import parse as parse_places
from frameworks.actions import load_framework
from frameworks.definition import parse as parse_framework
from frameworks.models import Framework
from tests import worlds
from tests.assessments.test_answers_file import EVIDENCE, NO_DATA, PLAIN, table

pytestmark = pytest.mark.django_db

CELL = ("kind", "code", "status", "low", "high", "midpoint", "counted", "of", "confidence", "reason", "note", "differs")
PIECE = ("dimension__code", "indicator__code", "kind", "text", "low", "high", "source", "attribution", "dated_on")


def load(cycle: Cycle, data: bytes, by: User | None = None) -> str:
    read = parse(data, vocabulary_of(cycle))
    return import_assessments(by=by or User.objects.system(), cycle=cycle, read=read).words


def rows(*changes: dict) -> bytes:
    return table(*(PLAIN | change for change in changes))


def cells_of(cycle: Cycle) -> list[dict]:
    found = Cell.objects.counting().for_cycles([cycle])
    order = ("snapshot__self_assessment__organisation__slug", "kind", "code")
    return list(found.order_by(*order).values(order[0], *CELL))


def evidence_of(cycle: Cycle) -> list[dict]:
    found = Evidence.objects.filter(self_assessment__cycle=cycle)
    return list(found.order_by("self_assessment__organisation__slug", "pk").values(*PIECE, "shared"))


def counts() -> list[int]:
    return [m.objects.count() for m in (SelfAssessment, Rating, DimensionRating, Evidence, Snapshot, Cell)]


def test_an_import_is_submitted_and_says_who_imported_it(cycle):
    assert load(cycle, rows({}, NO_DATA | {"indicator": ""}, EVIDENCE)) == "organisations: 1 imported, 0 unchanged"
    held = SelfAssessment.objects.get()
    change = held.status_changes.get()
    assert (held.status, held.counting_snapshot.number) == ("submitted", 1)
    assert (change.from_status, change.to_status, change.note) == ("not_started", "submitted", "Imported by The system")
    assert (held.ratings.get().low, held.dimension_ratings.get().reason, held.evidence.count()) == (2, "not_held", 1)


def test_the_same_again_is_unchanged(cycle):
    data = rows({}, {"low": "Maturing", "comment": "b"}, NO_DATA | {"indicator": "1.2", "reason": "Lost"}, EVIDENCE)
    load(cycle, data)
    before = counts()
    assert load(cycle, data) == "unchanged: 1 read, and their answers are there already"
    assert counts() == before


@pytest.mark.parametrize(
    "other", [{"low": "Maturing"}, {"comment": "b"}, {"confidence": "low"}, {"indicator": "1.2"}, {"kind": "link"}]
)
def test_other_answers_are_refused_and_change_nothing(cycle, other):
    load(cycle, rows({"comment": "a"}))
    before = counts()
    with pytest.raises(ImportRefused, match=r"row 2, organisation: Oakshire has submitted other answers already"):
        load(cycle, rows({"comment": "a"} | other))
    assert counts() == before


def test_a_second_observation_like_the_first_is_another_answer(cycle):
    load(cycle, rows(EVIDENCE))
    with pytest.raises(ImportRefused):
        load(cycle, rows(EVIDENCE, EVIDENCE))


def test_a_draft_of_a_person_is_refused(draft):
    with pytest.raises(ImportRefused, match="somebody is working on"):
        load(draft.cycle, rows({}))


def test_one_refusal_keeps_everything_out(draft, neighbour):
    with pytest.raises(ImportRefused):
        load(draft.cycle, rows({"organisation": "Elmshire"}, {}))
    assert SelfAssessment.objects.count() == 1


def test_an_organisation_that_was_not_asked_is_refused(cycle, outside):
    with pytest.raises(AnswersFaults, match=r"row 2, organisation: 'Birchshire' was not asked"):
        load(cycle, rows({"organisation": "Birchshire"}))


def test_what_a_person_submitted_is_unchanged_by_its_own_export(cycle, organisation, pot):
    begun = worlds.begin(cycle, organisation, by=pot)
    worlds.answer_all(begun, {"1.1": (1, 3), "1.2": "no_data"}, by=pot, declared={"1": "not_applicable", "2": (2, 4)})
    Rating.objects.filter(indicator__code="1.2").update(confidence_note="A note that no column holds")
    record_submission(begun, by=pot)
    assert load(cycle, export_assessments(cycle).encode()).startswith("unchanged")


def test_a_file_that_was_read_before_the_cycle_moved_to_another_version_is_refused(cycle):
    read = parse(rows({}), vocabulary_of(cycle))
    newer = worlds.make_framework(cycle.framework.slug, version="2")
    upgrade_cycle(by=User.objects.system(), cycle=cycle, newer=newer)
    with pytest.raises(ImportRefused, match="moved to version 2 while the file was read"):
        import_assessments(by=User.objects.system(), cycle=cycle, read=read)
    assert not any(counts())


def test_a_closed_cycle_may_be_imported_into(framework, organisation):
    past = timezone.localdate() - timedelta(days=100)
    closed = worlds.make_cycle(framework, [organisation], opens=past, closes=past)
    assert load(closed, rows({})).startswith("organisations: 1 imported")


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("contributor", False),
        ("pot", False),
        ("ics_lead", True),
        ("regional_lead", False),
        ("administrator", True),
        ("outsider", False),
    ],
)
def test_who_may_import_into_an_organisation(request, cycle, role, allowed):
    person = request.getfixturevalue(role)
    if allowed:
        load(cycle, rows({}), by=person)
    else:
        with pytest.raises(NotPermitted):
            load(cycle, rows({}), by=person)
    assert SelfAssessment.objects.exists() is allowed


def test_an_ics_lead_may_not_import_into_another_ics(cycle, faraway, ics_lead):
    with pytest.raises(NotPermitted):
        load(cycle, rows({}, {"organisation": "Ashshire"}), by=ics_lead)
    assert not SelfAssessment.objects.exists()


def test_drafts_are_not_exported(draft):
    assert export_assessments(draft.cycle).count("\r\n") == 1


def test_an_export_guards_every_text_that_a_spreadsheet_would_run(cycle):
    load(cycle, rows({"comment": "'=1+1", "source": "''-x", "confidence": "low", "reason": "'@y"}))
    exported = export_assessments(cycle)
    (row,) = csv.DictReader(io.StringIO(exported))
    assert (row["comment"], row["source"], row["reason"]) == ("'=1+1", "''-x", "'@y")
    assert Rating.objects.get().comment == "=1+1"


# Out and in again

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12).map(str.strip)
WORDS = TEXTS | st.sampled_from(["=1+1", "'=1", "''", "+44", "-", "@a", 'a "b", c', "a\r\nb", "a\nb", "1.10", "é"])


@st.composite
def answers(draw, levels: int) -> dict:
    said = {
        "comment": draw(WORDS),
        "source": draw(WORDS),
        "confidence": draw(st.sampled_from(["high", "medium", "low"])),
    }
    status = draw(st.sampled_from(["rated", "rated", "no_data", "not_applicable"]))
    if status != "rated":
        return said | {"status": status, "reason": draw(st.sampled_from(Reason.values))}
    low, high = sorted(draw(st.tuples(*[st.integers(1, levels)] * 2)))
    return said | {"status": status, "low": low, "high": high, "confidence_note": draw(WORDS)}


@st.composite
def pieces(draw, levels: int) -> dict:
    low, high = sorted(draw(st.tuples(*[st.integers(1, levels)] * 2)))
    return {
        "kind": draw(st.sampled_from(EvidenceKind.values)),
        "text": draw(WORDS.filter(bool)),
        "source": draw(WORDS),
        "attribution": draw(WORDS),
        "shared": draw(st.booleans()),
        "dated_on": draw(st.none() | st.dates()),
    } | draw(st.sampled_from([{}, {"low": low, "high": high}]))


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_export_gives_the_same_cells_and_evidence_in_an_empty_cycle(region, data):
    with transaction.atomic():
        levels = data.draw(st.integers(2, 7))
        framework = worlds.make_framework("export", levels=levels, dimensions=(3, 1))
        organisation = worlds.make_organisation("=Oak & Ash", region=region)
        first, second = (worlds.make_cycle(framework, [organisation], slug=slug) for slug in ("first", "second"))
        by = User.objects.system()
        begun = worlds.begin(first, organisation, by=by)
        stamp = {"self_assessment": begun, "changed_by": by}
        for indicator in framework.indicators.all():
            for said in data.draw(st.lists(answers(levels), max_size=1)):
                Rating.objects.create(indicator=indicator, **stamp, **said)
            for said in data.draw(st.lists(pieces(levels), max_size=2)):
                where = {"dimension": indicator.dimension, "indicator": data.draw(st.sampled_from([None, indicator]))}
                Evidence.objects.create(self_assessment=begun, added_by=by, **where, **said)
        for dimension in framework.dimensions.all():
            for said in data.draw(st.lists(answers(levels), max_size=1)):
                DimensionRating.objects.create(dimension=dimension, **stamp, **said)
        record_submission(begun, by=by)
        exported = export_assessments(first)
        if exported.count("\r\n") > 1:
            load(second, exported.encode())
            assert cells_of(second) == cells_of(first)
            assert evidence_of(second) == evidence_of(first)
            assert export_assessments(second) == exported
        transaction.set_rollback(True)


# The published data of 2025

ALIGNS_2025 = FIXTURES / "assessments" / "aligns-2025.csv"
LEVELS = {"Pre-emerging": 1, "Emerging": 2, "Developing": 3, "Maturing": 4}


@pytest.fixture
def published(db) -> Cycle:
    by = User.objects.system()
    load_framework(by=by, definition=parse_framework((FIXTURES / "frameworks" / "aligns-2025.1.yaml").read_bytes()))
    england = (FIXTURES / "places" / "england.yaml").read_bytes()
    load_places(by=by, definition=parse_places(england, known_places()))
    framework = Framework.objects.by_reference("aligns@2025.1").get()
    dates = {"opens_on": date(2024, 3, 1), "closes_on": date(2025, 9, 30)}
    cycle, _ = open_cycle(by=by, slug="aligns-2025", name="ALIGNS 2025", framework=framework, **dates)
    load(cycle, ALIGNS_2025.read_bytes())
    return cycle


def by_organisation(cycle: Cycle) -> dict[tuple[str, str], dict]:
    names = {s.organisation.slug: s.organisation.name for s in cycle.self_assessments.select_related("organisation")}
    return {
        (names[cell["snapshot__self_assessment__organisation__slug"]], cell["code"]): cell for cell in cells_of(cycle)
    }


def test_every_published_cell_says_what_its_rows_say(published):
    """Worked out here a second time, straight from the file."""
    said = defaultdict(list)
    with ALIGNS_2025.open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["status"] != "evidence":
                said[row["organisation"], row["dimension"], row["indicator"]].append(row)
    spans = {}
    for (name, dimension, indicator), found in said.items():
        if found[0]["status"] == "rated":
            low, high = min(LEVELS[r["low"]] for r in found), max(LEVELS[r["high"]] for r in found)
            spans[name, dimension, indicator] = ("rated", low, high, (low + high) / 2)
        else:
            spans[name, dimension, indicator] = (found[0]["status"], None, None, None)
    expected = {(name, code): span for (name, _, code), span in spans.items() if code}
    for name in {name for name, _, _ in said}:
        for dimension in "12345":
            rated = [s for (n, d, c), s in spans.items() if (n, d) == (name, dimension) and c and s[0] == "rated"]
            whole = spans.get((name, dimension, ""))
            under = [s for (n, d, _), s in spans.items() if (n, d) == (name, dimension)]
            if whole and whole[0] == "rated":
                expected[name, dimension] = ("declared", *whole[1:])
            elif rated:
                middle = median(s[3] for s in rated)
                expected[name, dimension] = ("derived", min(s[1] for s in rated), max(s[2] for s in rated), middle)
            else:
                expected[name, dimension] = ("no_data" if under else "not_answered", None, None, None)
    found = {
        key: (cell["status"], cell["low"], cell["high"], cell["midpoint"])
        for key, cell in by_organisation(published).items()
    }
    with_evidence_alone = {key for key in found if key[0] not in {name for name, _, _ in said}}
    assert {found[key][0] for key in with_evidence_alone} == {"not_answered"}
    assert {key: cell for key, cell in found.items() if key not in with_evidence_alone} == expected


def test_the_published_cells_that_everybody_asks_about(published):
    found = by_organisation(published)
    spans = {
        key: (found[key]["status"], found[key]["low"], found[key]["high"])
        for key in (
            ("Berkshire West", "5"),
            ("Buckinghamshire", "2"),
            ("Hampshire & Isle of Wight", "2"),
            ("East Sussex LA", "3"),
            ("Surrey Heartlands", "3"),
        )
    }
    assert list(spans.values()) == [
        ("declared", 1, 4),
        ("no_data", None, None),
        ("derived", 3, 4),
        ("declared", 1, 4),
        ("declared", 4, 4),
    ]
    assert {key for key, cell in found.items() if cell["differs"]} == {
        ("Berkshire West", "3"),
        ("Hampshire & Isle of Wight", "3"),
        ("Frimley Health", "4"),
        ("Surrey Heartlands", "4"),
        ("East Sussex LA", "4"),
        ("West Sussex LA", "4"),
    }


def test_the_published_data_has_its_organisations_and_its_doubts(published):
    counting = Snapshot.objects.filter(self_assessment__cycle=published)
    assert counting.filter(has_ratings=True).count() == 17 + 1
    assert counting.filter(is_reporting=True).count() == 10
    assert published.self_assessments.count() == 23
    low = DimensionRating.objects.filter(status="rated", confidence="low")
    assert low.count() == 20
    assert not low.filter(confidence_note="").exists()
    assert Rating.objects.filter(status="rated").count() == 55
    assert Evidence.objects.count() == 49 + 15 + 24


def test_the_published_data_goes_out_and_in_again(published):
    asked = [p.organisation for p in published.participations.select_related("organisation")]
    again = worlds.make_cycle(published.framework, asked, slug="again")
    exported = export_assessments(published)
    assert load(again, exported.encode()) == "organisations: 23 imported, 0 unchanged"
    assert cells_of(again) == cells_of(published)
    assert evidence_of(again) == evidence_of(published)
    assert load(published, exported.encode()).startswith("unchanged")
