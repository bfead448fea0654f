"""Saying it once: what was submitted before is copied with one press, marked, and never over somebody's words."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from aligns_site.access import ActionRefused, NotPermitted
from assessments.actions.answers import AnswerGiven, StaleVersion, rate_indicator
from assessments.actions.bringing import Brought, NothingToBring, bring_dimension_forward, bring_forward
from assessments.actions.documents import document_storage
from assessments.actions.evidence import add_evidence, change_evidence
from assessments.actions.snapshots import fingerprint
from assessments.actions.states import CycleClosed, WrongState, record_submission, return_self_assessment
from assessments.models import Cycle, Evidence, Rating, SelfAssessment
from tests import worlds
from tests.documents import kept_with

SEEN = "Joint meetings are held."


@pytest.fixture
def last_year(framework, organisation, neighbour):
    today = timezone.localdate()
    return worlds.make_cycle(
        framework,
        [organisation, neighbour],
        slug="last-year",
        opens=today - timedelta(days=800),
        closes=today - timedelta(days=400),
    )


@pytest.fixture
def before(framework, last_year, organisation, pot):
    """What the organisation submitted last year: levels, no data, a declared level and two equal observations."""
    begun = worlds.begin(last_year, organisation, by=pot)
    worlds.answer_all(begun, {"1.1": (1, 3), "1.2": "no_data"}, by=pot, declared={"1": (2, 3)})
    begun.ratings.filter(indicator__code="1.1").update(
        comment="Wards still ask twice.", source="Board paper 7", confidence="low", confidence_note="A guess"
    )
    indicator = framework.indicators.get(code="1.1")
    for _ in range(2):
        Evidence.objects.create(
            self_assessment=begun,
            dimension=indicator.dimension,
            indicator=indicator,
            text=SEEN,
            dated_on=date(2023, 5, 6),
            low=2,
            high=2,
            shared=True,
            added_by=pot,
        )
    return record_submission(begun, by=pot)


def observed(held, by, code="1.1", text=SEEN, **more) -> Evidence:
    indicator = held.framework.indicators.get(code=code)
    return add_evidence(
        by=by, self_assessment=held, dimension=indicator.dimension, indicator=indicator, text=text, **more
    )


def indicator_of(held, code="1.1"):
    return held.framework.indicators.get(code=code)


def bring(held, code="1.1", *, by, seen=0, **more) -> Brought:
    return bring_forward(by=by, self_assessment=held, target=indicator_of(held, code), seen_version=seen, **more)


def bring_all(held, *, by, code="1") -> Brought:
    return bring_dimension_forward(by=by, self_assessment=held, dimension=held.framework.dimensions.get(code=code))


# ---- one indicator


def test_one_press_copies_the_whole_answer_and_its_evidence(draft, before, pot):
    done = bring(draft, by=pot)
    copy = draft.ratings.get()
    assert (copy.status, copy.low, copy.high, copy.comment, copy.source, copy.confidence, copy.confidence_note) == (
        *("rated", 1, 3, "Wards still ask twice.", "Board paper 7", "low", "A guess"),
    )
    assert (copy.brought_from, copy.changed_by, copy.version) == (before, pot, 1)
    pieces = draft.evidence.all()
    assert [(p.text, p.low, p.dated_on, p.shared, p.brought_from, p.added_by) for p in pieces] == [
        (SEEN, 2, date(2023, 5, 6), True, before, pot)
    ] * 2
    assert done == Brought(indicators=1, pieces=2, asked=1)


def test_an_answer_without_a_level_is_copied_with_its_reason(draft, before, pot):
    bring(draft, "1.2", by=pot)
    copy = draft.ratings.get()
    assert (copy.status, copy.reason, copy.comment) == ("no_data", "not_held", "We do not know.")


def test_what_is_copied_is_what_was_submitted_and_not_what_was_changed_since(draft, before, pot):
    before.ratings.filter(indicator__code="1.1").update(low=4, high=4)
    before.evidence.all().update(text="Never submitted.")
    bring(draft, by=pot)
    assert draft.ratings.get().high == 3
    assert set(draft.evidence.values_list("text", flat=True)) == {SEEN}


def test_the_level_of_the_whole_dimension_is_copied_too(draft, before, pot, framework):
    dimension = framework.dimensions.get(code="1")
    bring_forward(by=pot, self_assessment=draft, target=dimension, seen_version=0)
    assert (draft.dimension_ratings.get().low, draft.dimension_ratings.get().brought_from) == (2, before)


def test_the_second_press_changes_nothing(draft, before, pot):
    bring(draft, by=pot)
    history = Rating.history.count(), Evidence.history.count()
    assert bring(draft, by=pot).is_nothing
    assert (Rating.history.count(), Evidence.history.count()) == history
    assert draft.ratings.get().version == 1


def test_evidence_that_was_changed_since_is_not_copied_again(draft, before, pot):
    bring(draft, by=pot)
    change_evidence(by=pot, evidence=draft.evidence.first(), text="Held less often now.")
    assert bring(draft, by=pot).is_nothing
    assert draft.evidence.count() == 2


def test_an_answer_that_stands_is_never_overwritten_unseen(draft, before, pot):
    rate(draft, "1.1", AnswerGiven("rated", 4, 4, comment="My own words"), by=pot)
    with pytest.raises(StaleVersion):
        bring(draft, by=pot)
    assert draft.ratings.get().comment == "My own words"
    assert not draft.evidence.exists()


def test_who_saw_the_answer_may_let_it_go_and_the_history_keeps_it(draft, before, pot):
    rate(draft, "1.1", AnswerGiven("rated", 4, 4, comment="My own words"), by=pot)
    bring(draft, by=pot, seen=1)
    assert (draft.ratings.get().high, draft.ratings.get().version) == (3, 2)
    assert Rating.history.filter(self_assessment=draft, comment="My own words").exists()


def test_evidence_alone_can_be_added_to_an_answer_that_stands(draft, before, pot):
    rate(draft, "1.1", AnswerGiven("rated", 4, 4), by=pot)
    done = bring(draft, by=pot, with_answer=False)
    assert (done.indicators, done.pieces) == (0, 2)
    assert (draft.ratings.get().high, draft.ratings.get().brought_from) == (4, None)


def test_the_mark_goes_with_the_first_change_and_the_history_keeps_it(draft, before, pot):
    bring(draft, by=pot)
    rate(draft, "1.1", AnswerGiven("rated", 2, 3), by=pot, seen=1)
    assert draft.ratings.get().brought_from is None
    assert Rating.history.filter(self_assessment=draft, brought_from=before).exists()


def test_a_page_sent_back_as_it_was_leaves_the_mark(draft, before, pot):
    bring(draft, by=pot)
    same = AnswerGiven("rated", 1, 3, comment="Wards still ask twice.", confidence="low", confidence_note="A guess")
    rate(draft, "1.1", same, by=pot, seen=1)
    assert (draft.ratings.get().brought_from, draft.ratings.get().version) == (before, 1)


def test_the_mark_of_a_piece_goes_with_its_first_change_alone(draft, before, pot):
    bring(draft, by=pot)
    first, second = draft.evidence.all()
    change_evidence(by=pot, evidence=first, text="Held less often now.")
    change_evidence(by=pot, evidence=second, text=second.text, shared=second.shared)
    assert [piece.brought_from for piece in draft.evidence.all()] == [None, before]


def test_what_was_returned_is_in_progress_again(draft, before, pot, ics_lead):
    worlds.answer_all(draft, by=pot)
    draft.ratings.filter(indicator__code="1.1").delete()
    record_submission(draft, by=pot)
    return_self_assessment(by=ics_lead, self_assessment=draft, note="Look at 1.1 again")
    bring(draft, by=pot)
    draft.refresh_from_db()
    assert draft.status == "in_progress"


# ---- what cannot be copied


def test_nothing_said_before_is_said_so(draft, pot):
    with pytest.raises(NothingToBring):
        bring(draft, by=pot)


def test_a_level_that_was_lost_is_not_copied(draft, before, pot):
    snapshot = before.counting_snapshot
    snapshot.content["ratings"][1]["reason"] = "lost_in_source"
    snapshot.save()
    assert bring(draft, "1.2", by=pot).is_nothing
    assert not draft.ratings.exists()


def test_what_does_not_count_is_not_copied(draft, before, pot):
    SelfAssessment.objects.filter(pk=before.pk).update(counting_snapshot=None)
    with pytest.raises(NothingToBring):
        bring(draft, by=pot)


def test_what_another_organisation_said_is_not_copied(draft, last_year, neighbour, pot):
    worlds.submitted(last_year, neighbour, by=pot)
    with pytest.raises(NothingToBring):
        bring(draft, by=pot)


@pytest.mark.parametrize("role", ["contributor", "ics_lead", "regional_lead", "administrator", "outsider"])
def test_only_those_who_rate_bring_forward(request, draft, before, role):
    by = request.getfixturevalue(role)
    with pytest.raises(NotPermitted):
        bring(draft, by=by)
    with pytest.raises(NotPermitted):
        bring_all(draft, by=by)


def test_nothing_is_copied_into_what_is_submitted_or_closed(draft, before, pot):
    Cycle.objects.filter(pk=draft.cycle_id).update(closes_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(CycleClosed):
        bring(draft, by=pot)
    SelfAssessment.objects.filter(pk=draft.pk).update(status="submitted")
    with pytest.raises(WrongState):
        bring_all(draft, by=pot)


def test_a_question_of_another_framework_is_refused(draft, before, pot):
    other = worlds.make_framework("dale")
    with pytest.raises(ActionRefused):
        bring_forward(by=pot, self_assessment=draft, target=other.indicators.first(), seen_version=0)


# ---- a whole dimension


def test_a_dimension_fills_what_is_unanswered_and_leaves_the_rest(draft, before, pot):
    rate(draft, "1.3", AnswerGiven("rated", 4, 4), by=pot)
    done = bring_all(draft, by=pot)
    assert done == Brought(indicators=2, declared=True, pieces=2, stood=1, asked=3)
    said = {r.indicator.code: (r.low, r.brought_from) for r in draft.ratings.select_related("indicator")}
    assert said == {"1.1": (1, before), "1.2": (None, before), "1.3": (4, None)}
    assert draft.dimension_ratings.get().brought_from == before


def test_a_dimension_brought_forward_twice_is_brought_once(draft, before, pot):
    bring_all(draft, by=pot)
    count = Rating.history.count(), Evidence.history.count()
    assert bring_all(draft, by=pot).is_nothing
    assert (Rating.history.count(), Evidence.history.count()) == count


def test_a_declared_level_that_stands_is_left(draft, before, pot, framework):
    from assessments.actions.answers import declare_dimension

    dimension = framework.dimensions.get(code="1")
    declare_dimension(
        by=pot, self_assessment=draft, dimension=dimension, answer=AnswerGiven("rated", 4, 4), seen_version=0
    )
    assert not bring_all(draft, by=pot).declared
    assert draft.dimension_ratings.get().low == 4


# ---- documents


@pytest.fixture
def with_document(before, pot):
    """Last year's submission with a document beside dimension 1."""
    SelfAssessment.objects.filter(pk=before.pk).update(status="in_progress")
    Cycle.objects.filter(pk=before.cycle_id).update(closes_on=timezone.localdate())
    before.refresh_from_db()
    kept_with(before, by=pot)
    return record_submission(SelfAssessment.objects.get(pk=before.pk), by=pot)


def test_a_document_is_copied_into_a_file_of_its_own(draft, with_document, pot):
    bring_all(draft, by=pot)
    old, new = with_document.documents.get(), draft.documents.get()
    assert (old.name, old.sha256, old.size) == (new.name, new.sha256, new.size)
    assert old.stored_name != new.stored_name
    assert document_storage().open(new.stored_name).read() == document_storage().open(old.stored_name).read()


def test_a_document_without_room_is_left_behind_and_named(draft, with_document, pot, settings):
    settings.MOST_DOCUMENTS = 0
    done = bring_all(draft, by=pot)
    assert done.left == ("Plan.pdf",)
    assert not draft.documents.exists()
    assert not draft.evidence.filter(kind="document").exists()
    settings.MOST_DOCUMENTS = 1
    target = draft.framework.dimensions.get(code="1")
    assert bring_forward(by=pot, self_assessment=draft, target=target, seen_version=0).pieces == 1


def test_a_document_whose_file_is_gone_stops_nothing(draft, with_document, pot):
    document_storage().delete(with_document.documents.get().stored_name)
    done = bring_all(draft, by=pot)
    assert (done.indicators, done.left) == (3, ("Plan.pdf",))


# ---- other versions and other frameworks


def other_cycle(framework, organisation, **more):
    today = timezone.localdate()
    return worlds.make_cycle(
        framework, [organisation], opens=today - timedelta(days=1200), closes=today - timedelta(days=900), **more
    )


def test_a_newer_version_takes_the_same_code_of_the_older(organisation, before, pot):
    newer = worlds.make_framework(version="2")
    draft = worlds.begin(worlds.make_cycle(newer, [organisation], slug="newer"), organisation, by=pot)
    bring(draft, by=pot)
    assert draft.ratings.get().brought_from == before


def test_what_a_version_declares_equivalent_goes_before_the_same_code(organisation, before, pot):
    newer = worlds.make_framework(version="2")
    newer.indicators.filter(code="1.3").update(equivalent_to=["vale@1#1.1"])
    draft = worlds.begin(worlds.make_cycle(newer, [organisation], slug="newer"), organisation, by=pot)
    bring(draft, "1.3", by=pot)
    assert (draft.ratings.get().low, draft.ratings.get().high) == (1, 3)


def test_an_equivalent_of_another_framework_offers_its_answer(draft, organisation, pot, framework):
    other = worlds.make_framework("dale")
    framework.indicators.filter(code="1.1").update(equivalent_to=["dale@1#2.2"])
    sent = worlds.submitted(other_cycle(other, organisation, slug="dale-year"), organisation, {"2.2": (3, 4)}, by=pot)
    bring(draft, by=pot)
    assert (draft.ratings.get().low, draft.ratings.get().high, draft.ratings.get().brought_from) == (3, 4, sent)
    with pytest.raises(NothingToBring):
        bring(draft, "1.2", by=pot)


def test_an_equivalent_with_other_levels_is_shown_in_its_own_words_and_not_copied(
    signed_in, draft, organisation, pot, framework
):
    other = worlds.make_framework("dale", levels=5)
    framework.indicators.filter(code="1.1").update(equivalent_to=["dale@1#2.2"])
    worlds.submitted(other_cycle(other, organisation, slug="dale-year"), organisation, {"2.2": (5, 5)}, by=pot)
    with pytest.raises(NothingToBring, match="levels were others"):
        bring(draft, by=pot)
    shown = page(signed_in(pot), draft)
    assert "Leading" in shown
    assert "The levels were others then" in shown
    assert "From Dale 1, indicator 2.2, in Dale year" in shown
    assert 'value="bring:1.1"' not in shown


# ---- the pages


def rate(draft, code, answer, *, by, seen=0):
    return rate_indicator(
        by=by, self_assessment=draft, indicator=indicator_of(draft, code), answer=answer, seen_version=seen
    )


def address(draft, code="1") -> str:
    return reverse("assessments:dimension", args=[draft.uuid, code])


def words(response) -> str:
    return " ".join(response.content.decode().split())


def page(browser, draft, code="1") -> str:
    return words(browser.get(address(draft, code)))


def test_the_offer_says_what_it_copies(signed_in, draft, before, pot):
    shown = page(signed_in(pot), draft)
    assert (
        "Copies the level and the two observations into This year, marked “brought forward by Pat Okafor”. "
        "You can then change them." in shown
    )
    assert (
        "3 of 3 indicators can be brought forward. "
        "The level of the whole dimension and 2 pieces of evidence come with them." in shown
    )


def test_a_press_saves_what_was_typed_elsewhere_and_then_copies(signed_in, draft, before, pot):
    typed = {"i-1.3-version": 0, "i-1.3-choice": "level-4", "i-1.3-comment": "Typed just now"}
    response = signed_in(pot).post(address(draft), typed | {"then": "bring:1.1"})
    assert response.url == address(draft) + "#indicator-1.1"
    assert {r.indicator.code: r.comment for r in draft.ratings.select_related("indicator")} == {
        "1.1": "Wards still ask twice.",
        "1.3": "Typed just now",
    }


def test_what_was_typed_into_the_same_question_leads_to_the_choice(signed_in, draft, before, pot):
    browser = signed_in(pot)
    typed = {"i-1.1-version": 0, "i-1.1-choice": "level-4", "i-1.1-comment": "Typed just now"}
    response = browser.post(address(draft), typed | {"then": "bring:1.1"}, follow=True)
    shown = words(response)
    assert "Which answer should stand?" in shown
    assert "Typed just now" in shown
    assert "Wards still ask twice." in shown
    assert draft.ratings.get().comment == "Typed just now"
    chosen = browser.post(response.redirect_chain[-1][0], {"version": 1, "bring": "answer"})
    assert chosen.url == address(draft) + "#indicator-1.1"
    assert draft.ratings.get().comment == "Wards still ask twice."


def test_the_choice_can_keep_the_answer_and_take_the_evidence(signed_in, draft, before, pot):
    rate(draft, "1.1", AnswerGiven("rated", 4, 4), by=pot)
    choice = reverse("assessments:bring", args=[draft.uuid, "1"]) + "?indicator=1.1"
    browser = signed_in(pot)
    assert "Keep what stands, and add the 2 pieces of evidence" in words(browser.get(choice))
    browser.post(choice, {"version": 1, "bring": "evidence"})
    assert draft.ratings.get().high == 4
    assert draft.evidence.count() == 2


def test_a_choice_over_an_answer_that_somebody_changed_meanwhile_is_asked_again(signed_in, draft, before, pot):
    rate(draft, "1.1", AnswerGiven("rated", 4, 4), by=pot)
    rate(draft, "1.1", AnswerGiven("rated", 3, 3, comment="Newer words"), by=pot, seen=1)
    choice = reverse("assessments:bring", args=[draft.uuid, "1"]) + "?indicator=1.1"
    response = signed_in(pot).post(choice, {"version": 1, "bring": "answer"})
    assert response.status_code == 422
    assert "Newer words" in words(response)
    assert draft.ratings.get().comment == "Newer words"


def test_the_choice_without_anything_to_choose_leads_back(signed_in, draft, before, pot):
    choice = reverse("assessments:bring", args=[draft.uuid, "1"])
    assert signed_in(pot).get(choice).url == address(draft) + "#whole"


def test_a_fault_elsewhere_comes_first_and_nothing_is_copied(signed_in, draft, before, pot):
    typed = {"i-1.3-version": 0, "i-1.3-choice": "no_data"}
    response = signed_in(pot).post(address(draft), typed | {"then": "bring:1.1"})
    assert response.status_code == 422
    assert not draft.ratings.exists()


def test_the_mark_stands_beside_the_answer_and_each_piece_until_they_are_changed(signed_in, draft, before, pot):
    browser = signed_in(pot)
    browser.post(address(draft), {"then": "bring:1.1"})
    mark = (
        f"Brought forward from Last year by Pat Okafor on {plain(timezone.localdate())}. Look whether it is still true."
    )
    shown = page(browser, draft)
    assert shown.count(mark) == 3
    assert "Brought forward already." in shown
    check = words(browser.get(reverse("assessments:check", args=[draft.uuid])))
    assert check.count(mark) == 1
    assert "2 pieces of evidence, of these 2 ageing and 2 brought forward" in check
    browser.post(address(draft), {"i-1.1-version": 1, "i-1.1-choice": "level-4"})
    assert page(browser, draft).count(mark) == 2


def plain(day) -> str:
    return f"{day.day} {day:%B %Y}"


def test_a_dimension_says_what_it_did(signed_in, draft, before, pot):
    rate(draft, "1.3", AnswerGiven("rated", 4, 4), by=pot)
    browser = signed_in(pot)
    assert "2 of 3 indicators can be brought forward; 1 is answered already and stays as it is." in page(browser, draft)
    said = words(browser.post(address(draft), {"then": "bring-all:"}, follow=True))
    assert (
        "Brought forward: 2 of 3 indicators, the level of the whole dimension and 2 pieces of evidence. "
        "1 was answered already and stays as it is. Look whether it is still true." in said
    )
    assert "bring-all:" not in page(browser, draft)
    again = words(browser.post(address(draft), {"then": "bring-all:"}, follow=True))
    assert "Brought forward already. Nothing was changed." in again


def test_documents_without_room_are_named(signed_in, draft, with_document, pot, settings):
    settings.MOST_DOCUMENTS = 0
    said = words(signed_in(pot).post(address(draft), {"then": "bring-all:"}, follow=True))
    assert "There was no room for Plan.pdf" in said


def test_a_contributor_reads_last_time_and_is_offered_nothing(signed_in, draft, before, contributor):
    browser = signed_in(contributor)
    shown = page(browser, draft)
    assert "Last cycle, Last year" in shown
    assert "Bring forward" not in shown
    assert browser.post(address(draft), {"then": "bring:1.1"}).status_code == 403
    assert browser.get(reverse("assessments:bring", args=[draft.uuid, "1"])).status_code == 403
    assert not draft.ratings.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_organisation_finds_nothing(signed_in, draft, before, outsider, method):
    browser = signed_in(outsider)
    for path in (address(draft), reverse("assessments:bring", args=[draft.uuid, "1"])):
        assert getattr(browser, method)(path, {"then": "bring-all:"}).status_code == 404


def test_once_submitted_nothing_is_offered(signed_in, draft, before, pot):
    worlds.answer_all(draft, by=pot)
    record_submission(draft, by=pot)
    assert "Bring forward" not in page(signed_in(pot), draft)
    response = signed_in(pot).post(reverse("assessments:bring", args=[draft.uuid, "1"]), {"version": 0}, follow=True)
    assert "This self-assessment is submitted." in words(response)


def test_the_task_list_says_what_can_be_brought_forward(signed_in, draft, before, pot, contributor):
    detail = reverse("assessments:detail", args=[draft.uuid])
    assert "3 can be brought forward from Last year" in words(signed_in(pot).get(detail))
    assert "can be brought forward" not in words(signed_in(contributor).get(detail))
    rate(draft, "1.3", AnswerGiven("rated", 4, 4), by=pot)
    shown = words(signed_in(pot).get(detail))
    assert "3 can be brought forward" not in shown
    assert "2 can be brought forward" in shown


def test_a_script_is_told_whether_the_mark_still_stands(signed_in, draft, before, pot):
    bring(draft, "1.2", by=pot)
    browser = signed_in(pot)

    def brought(**fields):
        sent = {"i-1.2-version": 1} | {f"i-1.2-{name}": value for name, value in fields.items()}
        reply = browser.post(address(draft), sent, headers={"Accept": "application/json"})
        return reply.json()["answers"]["i-1.2"]["brought"]

    same = {"no_data_reason": "not_held", "no_data_words": "We do not know.", "confidence": "high"}
    assert brought(choice="no_data", **same) is True
    assert brought(choice="level-2") is False


# ---- submissions


def test_a_submission_holds_where_an_answer_came_from(draft, before, pot, signed_in, ics_lead):
    bring_all(draft, by=pot)
    bring_all(draft, by=pot, code="2")
    content = record_submission(draft, by=pot).counting_snapshot.content
    origin = {"cycle": "last-year", "name": "Last year", "by": "Pat Okafor", "on": timezone.localdate().isoformat()}
    assert {str(said["brought_from"]) for said in content["ratings"] + content["evidence"]} == {str(origin)}
    read = page(signed_in(ics_lead), draft)
    assert f"Brought forward from Last year on {plain(timezone.localdate())}." in read
    assert "by Pat Okafor" not in read


def test_a_submission_without_anything_brought_forward_keeps_its_fingerprint(before):
    content = before.counting_snapshot.content
    assert all("brought_from" not in said for said in content["ratings"] + content["evidence"])
    assert fingerprint(content) == before.counting_snapshot.sha256


# ---- a returned self-assessment


def test_the_questionnaire_says_that_it_came_back_and_where_to_read_why(signed_in, draft, pot, ics_lead, contributor):
    worlds.answer_all(draft, by=pot)
    record_submission(draft, by=pot)
    return_self_assessment(by=ics_lead, self_assessment=draft, note="Look at 1.1 again")
    for person in (pot, contributor):
        shown = page(signed_in(person), draft)
        assert f"{escape(str(ics_lead))} returned this on" in shown
        assert f'<a href="{reverse("assessments:detail", args=[draft.uuid])}">Read why</a>' in shown
    rate(draft, "1.1", AnswerGiven("rated", 4, 4), by=pot, seen=1)
    assert "returned this on" in page(signed_in(pot), draft)
    record_submission(SelfAssessment.objects.get(pk=draft.pk), by=pot)
    assert "returned this on" not in page(signed_in(pot), draft)


# ---- how much it costs


def test_the_offers_cost_the_same_at_any_size(signed_in, organisation, pot):
    browser = signed_in(pot)
    counted = []
    for size in (12, 40):
        other = worlds.make_framework(f"glen-{size}", dimensions=(size, size))
        asked = worlds.make_framework(f"dale-{size}", dimensions=(size, size))
        for indicator in asked.indicators.filter(dimension__code="1"):
            indicator.equivalent_to = [f"glen-{size}@1#{indicator.code}"]
            indicator.save()
        then = worlds.submitted(other_cycle(other, organisation, slug=f"glen-{size}"), organisation, by=pot)
        Evidence.objects.bulk_create(
            Evidence(self_assessment=then, dimension=i.dimension, indicator=i, text=SEEN, added_by=pot)
            for i in other.indicators.select_related("dimension")
        )
        record_submission(then, by=pot)
        draft = worlds.begin(worlds.make_cycle(asked, [organisation], slug=f"dale-{size}"), organisation, by=pot)
        for indicator in asked.indicators.all()[: size // 2]:
            bring(draft, indicator.code, by=pot)
        counted.append([])
        for where, says in (
            (address(draft), "ring forward"),
            (reverse("assessments:detail", args=[draft.uuid]), "Dimension 1"),
        ):
            browser.get(where)
            with CaptureQueriesContext(connection) as queries:
                assert says in words(browser.get(where))
            counted[-1].append(len(queries))
    assert counted[0] == counted[1]
