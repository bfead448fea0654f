"""Moving a cycle to a newer version: what goes along, what is to be confirmed, what stays, and that nothing is lost."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from aligns_site.access import ActionRefused, NotPermitted
from assessments.actions.answers import AnswerGiven, AnswerSent, StaleVersion, save_answers
from assessments.actions.bringing import NothingToBring, bring_dimension_forward, bring_forward
from assessments.actions.confirming import confirm_answer
from assessments.actions.contributions import Speaker
from assessments.actions.imports import ImportRefused, import_assessments, vocabulary_of
from assessments.actions.snapshots import fingerprint
from assessments.actions.states import NotAllConfirmed, agree_self_assessment, record_submission, submit_self_assessment
from assessments.actions.upgrades import CannotUpgrade, upgrade_cycle
from assessments.answers_file import parse
from assessments.earlier import Earlier
from assessments.models import (
    Cell,
    Contribution,
    Contributor,
    DimensionRating,
    Evidence,
    Rating,
    SelfAssessment,
    Snapshot,
    User,
)
from assessments.pages.contributing import left_views
from assessments.pages.record import RecordPage
from assessments.upgrading import foreseen
from assessments.versions import ANSWERS, VIEWS, Fate, ways_between
from frameworks.actions import load_framework
from frameworks.changes import Scale
from frameworks.models import Framework
from tests import worlds
from tests.assessments.test_notices import in_a_thread
from tests.frameworks.test_changes import LEVELS, same_as, version

pytestmark = pytest.mark.django_db

OTHER_LEVELS = {
    Scale.SAME: LEVELS,
    Scale.REWORDED: [LEVELS[0], {"slug": "high", "name": "Highest"}],
    Scale.OTHER: [*LEVELS, {"slug": "top", "name": "Top"}],
}


def loaded(definition) -> Framework:
    return load_framework(by=User.objects.system(), definition=definition).framework


def moved(cycle, newer, **more):
    return upgrade_cycle(by=User.objects.system(), cycle=cycle, newer=newer, **more)


def rate(held, code, *, by, low=1, high=2, **more) -> Rating:
    indicator = held.framework.indicators.get(code=code)
    said = {"status": "rated", "low": low, "high": high, "changed_by": by}
    return Rating.objects.create(self_assessment=held, indicator=indicator, **said | more)


@pytest.fixture
def older(db) -> Framework:
    """Two dimensions: a, b, c and d; e."""
    return loaded(version("1", *({"code": code} for code in "abcd"), {"code": "e", "dimension": "2"}))


@pytest.fixture
def newer(older) -> Framework:
    """a is the same, b in other words, c split, d gone, e moved to dimension 1 under another code, n new."""
    return loaded(
        version(
            "2",
            {"code": "a"},
            {"code": "b", "question": "How well?"},
            {"code": "c1", "equivalent_to": same_as("c")},
            {"code": "c2", "equivalent_to": same_as("c")},
            {"code": "e2", "title": "About e", "equivalent_to": same_as("e")},
            {"code": "n"},
        )
    )


@pytest.fixture
def open_cycle(older, organisation, neighbour):
    return worlds.make_cycle(older, [organisation, neighbour])


@pytest.fixture
def begun(open_cycle, organisation, pot) -> SelfAssessment:
    held = worlds.begin(open_cycle, organisation, by=pot)
    for code in "abcde":
        rate(held, code, by=pot, comment=f"Of {code}")
    return held


def fates(held) -> dict[str, tuple[str, str]]:
    """By the code then: under which code it stands now, and whether it is to be confirmed."""
    return {
        row.comment[-1]: (row.indicator.code, row.asked_as.code if row.asked_as else "")
        for row in held.ratings.select_related("indicator", "asked_as")
    }


def test_each_answer_goes_where_its_question_went(begun, open_cycle, newer):
    moved(open_cycle, newer)
    begun.refresh_from_db()
    assert begun.framework == newer
    assert begun.status == "in_progress"
    assert fates(begun) == {"a": ("a", ""), "b": ("b", "b"), "e": ("e2", "")}
    assert set(Rating.every.exclude(left_in=None).values_list("indicator__code", flat=True)) == {"c", "d"}


def test_the_old_answer_stands_beside_each_question_that_its_own_became(begun, open_cycle, newer, pot):
    moved(open_cycle, newer)
    begun.refresh_from_db()
    earlier = Earlier.of(begun, pot)
    assert {code: [said.answer["comment"] for said in earlier.left(code)] for code in ("c1", "c2", "a", "n")} == {
        "c1": ["Of c"],
        "c2": ["Of c"],
        "a": [],
        "n": [],
    }


def test_all_is_frozen_as_it_stood(begun, open_cycle, newer, pot):
    dimension = begun.framework.dimensions.get(code="1")
    Evidence.objects.create(self_assessment=begun, dimension=dimension, text="Seen.", added_by=pot)
    moved(open_cycle, newer)
    (record,) = begun.snapshots.records()
    assert record.content["framework"] == "garden@1"
    assert [said["comment"] for said in record.content["ratings"]] == [f"Of {code}" for code in "abcde"]
    assert [piece["text"] for piece in record.content["evidence"]] == ["Seen."]
    assert record.sha256 == fingerprint(record.content)
    assert not record.cells.exists()


def test_the_history_of_an_answer_says_that_it_moved(begun, open_cycle, newer):
    moved(open_cycle, newer)
    (kept,) = begun.ratings.filter(indicator__code="e2")
    latest = kept.history.order_by("-history_id").first()
    assert (latest.indicator.code, latest.history_change_reason) == ("e2", "Moved to garden@2")


def test_evidence_views_talks_and_notes_follow_their_indicator(begun, open_cycle, newer, pot, ics_lead):
    at = {one.code: one for one in begun.framework.indicators.select_related("dimension")}
    guest = Contributor.objects.create(self_assessment=begun, email="guest@vale.example", sector="health")
    guest.dimensions.add(at["e"].dimension)
    for code in "abcde":
        Evidence.objects.create(
            self_assessment=begun, dimension=at[code].dimension, indicator=at[code], text=code, added_by=pot
        )
        Contribution.objects.create(contributor=guest, indicator=at[code], low=1, high=1, reason=code)
        begun.consensus.create(indicator=at[code], low=1, high=1, minority_view=code, recorded_by=pot)
        begun.lead_notes.create(indicator=at[code], words=code, by=ics_lead)
    before = foreseen(open_cycle, ways_between(open_cycle.framework, newer))
    done = moved(open_cycle, newer)
    assert before == done.tallies
    at_now = ["a", "b", "e2"]
    for rows in (begun.evidence, guest.contributions, begun.consensus, begun.lead_notes):
        assert list(rows.order_by("pk").values_list("indicator__code", flat=True)) == at_now
        assert list(rows(manager="every").order_by("pk").values_list("indicator__code", flat=True)) == [
            *at_now[:2],
            "c",
            "d",
            "e2",
        ]
    assert begun.evidence.get(text="e").dimension.framework == newer
    # A view of other words is marked, and who was asked about a dimension is asked about what comes after it.
    assert [one.asked_as and one.asked_as.code for one in guest.contributions.order_by("pk")] == [None, "b", None]
    assert list(guest.dimensions.filter(framework=newer).values_list("code", flat=True)) == ["1"]


def test_a_view_of_other_words_is_no_side_of_a_gap(begun, open_cycle, newer, pot):
    """What a submission says of how two sides see an indicator was said of its words."""
    people = [
        Contributor.objects.create(self_assessment=begun, email=f"{n}@vale.example", sector=sector)
        for n in range(3)
        for sector in ("health", "social-care")
        for n in [f"{n}{sector}"]
    ]
    for place, person in enumerate(people):
        for code in "ab":
            indicator = begun.framework.indicators.get(code=code)
            low = 1 + place // 2 % 2
            Contribution.objects.create(contributor=person, indicator=indicator, low=low, high=low)
    record_submission(begun, by=pot)
    assert {one["indicator"] for one in begun.counting_snapshot.content["perceptions"]} == {"a", "b"}
    moved(open_cycle, newer)
    begun.refresh_from_db()
    assert {one["indicator"] for one in begun.counting_snapshot.content["perceptions"]} == {"a"}
    record_submission(begun, by=pot)
    assert {one["indicator"] for one in begun.counting_snapshot.content["perceptions"]} == {"a"}


# What is to be confirmed


def test_it_cannot_be_submitted_while_an_answer_is_to_be_confirmed(begun, open_cycle, newer, pot):
    moved(open_cycle, newer)
    begun.refresh_from_db()
    for code in ("c1", "c2", "n"):
        rate(begun, code, by=pot)
    with pytest.raises(NotAllConfirmed) as refused:
        submit_self_assessment(by=pot, self_assessment=begun)
    assert refused.value.codes == ["b"]
    answer = begun.ratings.get(indicator__code="b")
    confirm_answer(by=pot, self_assessment=begun, target=answer.indicator, seen_version=answer.version)
    assert submit_self_assessment(by=pot, self_assessment=begun).status == "submitted"
    assert "asked_as" not in str(begun.snapshots.submissions().get().content)


def test_answering_anew_confirms_and_sending_back_what_stood_does_not(begun, open_cycle, newer, pot):
    moved(open_cycle, newer)
    begun.refresh_from_db()
    answer = begun.ratings.get(indicator__code="b")
    same = AnswerGiven("rated", 1, 2, comment="Of b")
    for given_now, is_to_confirm in ((same, True), (AnswerGiven("rated", 2, 2, comment="Of b"), False)):
        sent = AnswerSent(answer.indicator, given_now, answer.version)
        assert save_answers(by=pot, self_assessment=begun, answers=[sent]) == []
        assert begun.ratings.get(pk=answer.pk).is_to_confirm is is_to_confirm


@pytest.mark.parametrize("was_answered", [True, False])
def test_what_is_typed_under_older_words_is_kept_and_marked(begun, open_cycle, newer, pot, was_answered):
    """On a page that was open while the cycle moved."""
    seen = {one.code: one for one in begun.framework.indicators.all()}
    if not was_answered:
        begun.ratings.all().delete()
    moved(open_cycle, newer)
    given_late = {code: AnswerGiven("rated", 2, 2, comment=f"Late {code}") for code in seen}
    sent = [AnswerSent(seen[code], said, int(was_answered)) for code, said in given_late.items()]
    assert save_answers(by=pot, self_assessment=begun, answers=sent) == []
    begun.refresh_from_db()
    assert fates(begun) == {"a": ("a", ""), "b": ("b", "b"), "e": ("e2", "")}
    assert {row.comment for row in begun.ratings.all()} == {"Late a", "Late b", "Late e"}
    left = Rating.every.exclude(left_in=None).order_by("indicator__code")
    assert [(row.indicator_id, row.comment) for row in left] == [(seen[c].pk, f"Late {c}") for c in "cd"]
    assert [said.answer["comment"] for said in Earlier.of(begun, pot).left("c1")] == ["Late c"]
    frozen = begun.snapshots.records().get().content["ratings"]
    assert [said["comment"] for said in frozen] == [f"Of {code}" for code in "abcde" if was_answered]


def test_what_is_typed_under_older_words_overwrites_no_answer_to_the_words_of_today(begun, open_cycle, newer, pot):
    seen = begun.framework.indicators.get(code="b")
    moved(open_cycle, newer)
    begun.refresh_from_db()
    answer = begun.ratings.get(indicator__code="b")
    confirm_answer(by=pot, self_assessment=begun, target=answer.indicator, seen_version=answer.version)
    sent = AnswerSent(seen, AnswerGiven("rated", 2, 2), answer.version)
    (refusal,) = save_answers(by=pot, self_assessment=begun, answers=[sent])
    assert (refusal.target, refusal.current.is_to_confirm) == (seen, False)
    settled = AnswerSent(seen, AnswerGiven("rated", 2, 2), refusal.current.version)
    assert save_answers(by=pot, self_assessment=begun, answers=[settled]) == []
    assert begun.ratings.get(pk=answer.pk).asked_as == seen


def test_over_two_moves_it_is_followed_as_far_as_it_was_asked(begun, open_cycle, newer, pot):
    seen = {one.code: one for one in begun.framework.indicators.filter(code__in="ab")}
    begun.ratings.all().delete()
    moved(open_cycle, newer)
    then = newer.indicators.get(code="b")
    last = moved(open_cycle, loaded(version("3", {"code": "a", "question": "How very well?"}))).upgrade
    sent = [AnswerSent(one, AnswerGiven("rated", 1, 1), 0) for one in seen.values()]
    assert save_answers(by=pot, self_assessment=begun, answers=sent) == []
    (stands,) = begun.ratings.all()
    assert (stands.indicator.framework.version, stands.asked_as) == ("3", seen["a"])
    (left,) = Rating.every.exclude(left_in=None)
    assert (left.indicator, left.asked_as, left.left_in) == (then, seen["b"], last)


def test_only_who_answers_for_the_organisation_confirms_and_only_what_she_saw(
    begun, open_cycle, newer, pot, contributor
):
    moved(open_cycle, newer)
    answer = begun.ratings.get(indicator__code="b")
    begun.refresh_from_db()
    about = {"self_assessment": begun, "target": answer.indicator}
    with pytest.raises(NotPermitted):
        confirm_answer(by=contributor, seen_version=answer.version, **about)
    with pytest.raises(StaleVersion):
        confirm_answer(by=pot, seen_version=answer.version - 1, **about)


# What counts outside


def test_a_submission_counts_on_as_far_as_its_words_are_the_same(begun, open_cycle, newer, pot, ics_lead):
    whole = begun.framework.dimensions.get(code="1")
    DimensionRating.objects.create(
        self_assessment=begun, dimension=whole, status="rated", low=2, high=2, changed_by=pot
    )
    record_submission(begun, by=pot)
    agree_self_assessment(by=ics_lead, self_assessment=begun)
    done = moved(open_cycle, newer)
    begun.refresh_from_db()
    assert (begun.status, done.back) == ("in_progress", 1)
    counting = begun.counting_snapshot
    assert (counting.content["framework"], counting.number, counting.taken_by) == ("garden@2", 1, pot)
    cells = {(cell.kind, cell.code): cell for cell in Cell.objects.counting()}
    assert set(cells) == {("dimension", "1"), ("indicator", "a"), ("indicator", "e2")}
    # The declared level was of a dimension that asked otherwise: what is left is worked out from what is the same.
    assert (cells["dimension", "1"].status, cells["dimension", "1"].counted, cells["dimension", "1"].of) == (
        "derived",
        2,
        6,
    )
    assert counting.has_ratings
    assert counting.is_reporting
    assert begun.status_changes.last().note.startswith("Moved from version 1 to version 2. Answers: 2 kept, 2 to")


def test_what_is_asked_as_before_stays_agreed(begun, open_cycle, older, pot, ics_lead):
    record_submission(begun, by=pot)
    agree_self_assessment(by=ics_lead, self_assessment=begun)
    same = loaded(version("1.1", *({"code": code} for code in "bacd"), {"code": "e", "dimension": "2"}))
    assert moved(open_cycle, same).back == 0
    begun.refresh_from_db()
    assert (begun.status, begun.framework, begun.counting_snapshot.content["framework"]) == (
        "agreed",
        same,
        "garden@1.1",
    )


def test_with_other_levels_nothing_counts_on_and_the_submission_stays_readable(begun, open_cycle, pot):
    record_submission(begun, by=pot)
    levels = OTHER_LEVELS[Scale.OTHER]
    moved(open_cycle, loaded(version("2", *({"code": code} for code in "abcd"), levels=levels)))
    begun.refresh_from_db()
    assert begun.counting_snapshot.content["ratings"] == []
    assert begun.counting_snapshot.has_ratings
    assert not begun.ratings.exists()
    assert Rating.every.filter(self_assessment=begun).count() == 5
    assert len(begun.snapshots.submissions().get().content["ratings"]) == 5


# Who, when and where to


def test_moving_again_marks_what_was_not_confirmed_by_the_first_words(begun, open_cycle, newer):
    moved(open_cycle, newer)
    third = loaded(version("3", {"code": "a"}, {"code": "b", "question": "How very well?"}))
    done = moved(open_cycle, third)
    again = begun.ratings.select_related("asked_as__framework").get(indicator__code="b")
    assert again.asked_as.framework.version == "1"
    assert done.total[ANSWERS, Fate.TO_CONFIRM] == 1
    assert list(begun.snapshots.records().values_list("number", flat=True)) == [1, 2]


def test_moving_twice_to_the_same_version_changes_nothing(begun, open_cycle, older, newer):
    assert moved(open_cycle, newer, seen=older)
    assert moved(open_cycle, newer, seen=older) is None
    with pytest.raises(CannotUpgrade, match="by now"):
        moved(open_cycle, loaded(version("3", {"code": "a"})), seen=older)


@pytest.mark.parametrize(
    ("target", "words"),
    [("older", "not newer"), ("draft", "not published"), ("other", "another framework"), ("closed", "closed on")],
)
def test_a_cycle_moves_only_forward_and_only_while_it_is_open(open_cycle, newer, target, words):
    if target == "older":
        to = loaded(version("0.9", {"code": "a"}))
    elif target == "other":
        to = loaded(version("2", {"code": "a"}, slug="orchard"))
    else:
        to = newer
    if target == "draft":
        Framework.objects.filter(pk=to.pk).update(state="draft")
        to.refresh_from_db()
    if target == "closed":
        open_cycle.closes_on = timezone.localdate() - timedelta(days=1)
        open_cycle.save()
    with pytest.raises(CannotUpgrade, match=words):
        moved(open_cycle, to)
    open_cycle.refresh_from_db()
    assert open_cycle.framework.version == "1"
    assert not Snapshot.objects.exists()


def test_only_administrators_move_a_cycle(open_cycle, newer, pot, ics_lead, regional_lead, administrator):
    for person in (pot, ics_lead, regional_lead):
        with pytest.raises(NotPermitted):
            upgrade_cycle(by=person, cycle=open_cycle, newer=newer)
    assert upgrade_cycle(by=administrator, cycle=open_cycle, newer=newer)


def test_an_answer_to_what_the_cycle_never_asked_is_refused(begun, pot):
    foreign = loaded(version("1", {"code": "a"}, slug="orchard")).indicators.get()
    with pytest.raises(ActionRefused, match="another framework"):
        save_answers(by=pot, self_assessment=begun, answers=[AnswerSent(foreign, AnswerGiven("rated", 1, 1), 0)])


@pytest.mark.skipif(connection.vendor == "sqlite", reason="It has one writer at a time: nothing goes between.")
@pytest.mark.django_db(transaction=True)
def test_what_waits_while_a_cycle_moves_finds_it_moved(begun, open_cycle, newer, pot, neighbour):
    """An answer, and a file that was read before."""
    seen = begun.framework.indicators.get(code="b")
    open_cycle.framework = begun.framework
    row = f"{neighbour.slug},1,a,{LEVELS[0]['slug']},,rated,,,"
    header = "organisation,dimension,indicator,low,high,status,kind,comment,source"
    read = parse(f"{header}\r\n{row}\r\n".encode(), vocabulary_of(open_cycle))
    refused = []

    def answer():
        sent = AnswerSent(seen, AnswerGiven("rated", 2, 2, comment="While it moved"), 1)
        save_answers(by=pot, self_assessment=begun, answers=[sent])

    def load():
        try:
            import_assessments(by=User.objects.system(), cycle=open_cycle, read=read)
        except ImportRefused as refusal:
            refused.append(str(refusal))

    with transaction.atomic():
        moved(open_cycle, newer)
        threads = [in_a_thread(answer), in_a_thread(load)]
        while waiting_for_a_lock() < len(threads):
            pass
    for thread in threads:
        thread.join()
    (answered,) = begun.ratings.filter(comment="While it moved")
    assert answered.asked_as == seen
    assert "moved to version 2 while the file was read" in refused[0]


def waiting_for_a_lock() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")
        cursor.execute("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
        return cursor.fetchone()[0]


# Whatever is edited, whatever was answered


@dataclass(frozen=True)
class Edit:
    """What one older indicator becomes."""

    kind: str
    dimension: str


EDITS = st.builds(
    Edit,
    st.sampled_from(["same", "reworded", "moved", "split", "gone", "merged", "recoded"]),
    st.sampled_from(["1", "2"]),
)
FATE_OF = {
    "same": Fate.KEPT,
    "moved": Fate.KEPT,
    "recoded": Fate.KEPT,
    "reworded": Fate.TO_CONFIRM,
    "split": Fate.BESIDE,
    "merged": Fate.BESIDE,
    "gone": Fate.ARCHIVED,
}


def after(code: str, edit: Edit) -> list[dict]:
    told = {"title": f"About {code}", "dimension": edit.dimension if edit.kind == "moved" else "1"}
    match edit.kind:
        case "same" | "moved":
            return [told | {"code": code}]
        case "recoded":
            return [told | {"code": f"{code}x", "equivalent_to": same_as(code)}]
        case "reworded":
            return [told | {"code": code, "question": "How well?"}]
        case "split":
            return [told | {"code": f"{code}{n}", "equivalent_to": same_as(code)} for n in (1, 2)]
    return []


def newer_of(edits: list[Edit], scale: Scale):
    codes = dict(zip("abcdef", edits, strict=False))
    parts = [one for code, edit in codes.items() for one in after(code, edit)]
    merged = [code for code, edit in codes.items() if edit.kind == "merged"]
    if merged:
        parts.append({"code": "m", "equivalent_to": same_as(*merged)})
    return version("2", *parts, {"code": "new"}, levels=OTHER_LEVELS[scale])


def expected(edits: list[Edit], scale: Scale) -> dict[str, Fate]:
    merged = [edit for edit in edits if edit.kind == "merged"]

    def of(edit: Edit) -> Fate:
        # One that alone became another is in other words, not merged.
        fate = Fate.TO_CONFIRM if edit.kind == "merged" and len(merged) == 1 else FATE_OF[edit.kind]
        if fate in (Fate.KEPT, Fate.TO_CONFIRM) and scale != Scale.SAME:
            return Fate.TO_CONFIRM if scale == Scale.REWORDED else Fate.BESIDE
        return fate

    return {code: of(edit) for code, edit in zip("abcdef", edits, strict=False)}


def found_in(row: Rating | Contribution, said: str, read: str, beside: dict[str, list[str]]) -> list[Fate]:
    """Every place in which a person finds this old answer, or view. `said`: its words; `read`: what a record tells."""
    is_beside = any(said in words for words in beside.values())
    places = {
        Fate.KEPT: row.left_in_id is None and not row.is_to_confirm,
        Fate.TO_CONFIRM: row.left_in_id is None and row.is_to_confirm,
        Fate.BESIDE: row.left_in_id is not None and is_beside,
        Fate.ARCHIVED: row.left_in_id is not None and not is_beside and said in read,
    }
    return [fate for fate, is_there in places.items() if is_there]


def content_of(row: Rating | Contribution) -> tuple:
    names = ("low", "high", "reason", "confidence", *(("status", "comment") if isinstance(row, Rating) else ()))
    return tuple(getattr(row, name) for name in names)


ANSWERED = st.sampled_from(["", "rated", "no_data", "not_applicable"])


@settings(max_examples=20)
@given(
    st.lists(EDITS, min_size=1, max_size=6),
    st.sampled_from([Scale.SAME, Scale.SAME, Scale.REWORDED, Scale.OTHER]),
    st.lists(ANSWERED, min_size=6, max_size=6),
    st.lists(st.booleans(), min_size=6, max_size=6),
    st.booleans(),
)
def test_every_old_answer_is_in_exactly_one_place_and_the_dry_run_said_so(
    organisation, pot, edits, scale, answered, witnessed, is_submitted
):
    """Answers of the organisation, and what one person thinks herself."""
    with transaction.atomic():
        older = loaded(version("1", *({"code": code} for code, _ in zip("abcdef", edits, strict=False))))
        newer = loaded(newer_of(edits, scale))
        cycle = worlds.make_cycle(older, [organisation])
        held = worlds.begin(cycle, organisation, by=pot)
        said = {"rated": {"status": "rated", "low": 1, "high": 2}}
        by_code = {one.code: one for one in older.indicators.select_related("dimension")}
        Rating.objects.bulk_create(
            Rating(
                self_assessment=held,
                indicator=by_code[code],
                changed_by=pot,
                **said.get(status, {"status": status, "reason": "not_held"}) | {"comment": f"Of {code}"},
            )
            for code, status in zip(by_code, answered, strict=False)
            if status
        )
        here = [(code, one) for (code, one), is_there in zip(by_code.items(), witnessed, strict=False) if is_there]
        Evidence.objects.bulk_create(
            Evidence(self_assessment=held, dimension=one.dimension, indicator=one, text=code, added_by=pot, shared=True)
            for code, one in here
        )
        person = Contributor.objects.create(self_assessment=held, user=pot, email=pot.email, sector="health")
        Contribution.objects.bulk_create(
            Contribution(contributor=person, indicator=one, low=1, high=2, reason=f"View of {code}")
            for code, one in here
        )
        if is_submitted:
            record_submission(held, by=pot)
        before = {(type(row), row.pk): content_of(row) for row in (*Rating.every.all(), *Contribution.every.all())}
        dry_run = foreseen(cycle, ways_between(older, newer))

        done = moved(cycle, newer)

        assert {pk: tally for pk, tally in done.tallies.items() if tally} == dry_run
        rows, views = list(Rating.every.all()), list(Contribution.every.all())
        assert {(type(row), row.pk): content_of(row) for row in (*rows, *views)} == before
        held.refresh_from_db()
        record = held.snapshots.records().get()
        read = str(RecordPage.of(held, record, seen_by=pot))
        earlier, own = Earlier.of(held, pot), left_views(Speaker.member(held, pot))
        asked = list(newer.indicators.select_related("framework"))
        beside = {one.code: [old.answer["comment"] for old in earlier.left(one.code) if old.answer] for one in asked}
        own_beside = {one.code: [old.answer.comment for old in own.beside(one)] for one in asked}
        wanted = expected(edits, scale)
        found = {row.comment[-1]: found_in(row, row.comment, read, beside) for row in rows}
        seen = {view.reason[-1]: found_in(view, view.reason, read, own_beside) for view in views}
        assert found == {code: [wanted[code]] for code in found}
        assert seen == {code: [wanted[code]] for code in seen}
        for kind, places in ((ANSWERS, found), (VIEWS, seen)):
            counts = Counter(fate for (fate,) in places.values())
            assert counts == {fate: done.total[kind, fate] for fate in Fate if done.total[kind, fate]}
        assert {piece["text"] for piece in record.content["evidence"]} == {
            piece.text for piece in Evidence.every.filter(self_assessment=held)
        }
        if is_submitted:
            counting = held.counting_snapshot.content
            assert {one["comment"][-1] for one in counting["ratings"]} == {
                code for code in found if wanted[code] == Fate.KEPT
            }
        transaction.set_rollback(True)


# The next cycle on a newer version


@pytest.fixture
def begun_after(begun, open_cycle, newer, organisation, pot) -> SelfAssessment:
    """Last cycle on the older version, submitted; and this one, on the newer, begun."""
    record_submission(begun, by=pot)
    open_cycle.opens_on -= timedelta(days=400)
    open_cycle.save()
    return worlds.begin(worlds.make_cycle(newer, [organisation], slug="next-year"), organisation, by=pot)


def test_what_is_brought_forward_to_other_words_is_to_be_confirmed(begun_after, pot):
    dimension = begun_after.framework.dimensions.get()
    done = bring_dimension_forward(by=pot, self_assessment=begun_after, dimension=dimension)
    assert done.indicators == 3
    assert fates(begun_after) == {"a": ("a", ""), "b": ("b", "b"), "e": ("e2", "")}
    again = bring_dimension_forward(by=pot, self_assessment=begun_after, dimension=dimension)
    assert again.is_nothing


def test_a_split_or_merged_answer_stands_beside_and_is_not_brought(begun_after, organisation, pot):
    merged = loaded(version("3", {"code": "bd", "equivalent_to": same_as("b", "d")}, {"code": "a"}))
    later = worlds.begin(worlds.make_cycle(merged, [organisation], slug="later"), organisation, by=pot)
    for held, code, beside in ((begun_after, "c1", ["c"]), (later, "bd", ["b", "d"])):
        indicator = held.framework.indicators.get(code=code)
        assert [said.code for said in Earlier.of(held, pot).indicator(code)] == beside
        with pytest.raises(NothingToBring, match="another one then"):
            bring_forward(by=pot, self_assessment=held, target=indicator, seen_version=0)
    assert not later.ratings.exists()
