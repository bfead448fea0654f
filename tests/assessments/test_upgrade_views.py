"""Moving a cycle on the pages: what an administrator sees before she presses, and what an organisation finds after."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.actions.contributors import hash_of
from assessments.actions.states import record_submission
from assessments.models import Contribution, Contributor, Cycle, Rating
from tests import worlds
from tests.assessments.test_upgrades import begun, moved, newer, older, open_cycle, rate  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def after(begun, open_cycle, newer):  # noqa: F811
    """The self-assessment once its cycle has moved."""
    moved(open_cycle, newer)
    begun.refresh_from_db()
    return begun


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def page_of(held, dimension="1") -> str:
    return reverse("assessments:dimension", args=[held.uuid, dimension])


def test_home_and_task_list_say_what_became_of_the_answers_until_they_are_submitted_again(after, pot, signed_in):
    browser, pages = signed_in(pot), (reverse("home"), reverse("assessments:detail", args=[after.uuid]))
    told = "Moved from version 1 to version 2. Answers: "
    for page in pages:
        shown = text_of(browser.get(page))
        assert "The framework got a new version today at" in shown
        assert told in shown
    record_submission(after, by=pot)
    assert not any(told in text_of(browser.get(page)) for page in pages)


def test_the_questionnaire_shows_the_old_words_and_one_press_confirms(after, pot, signed_in):
    browser, answer = signed_in(pot), after.ratings.get(indicator__code="b")
    shown = text_of(browser.get(page_of(after)))
    assert shown.count("Please confirm") == shown.count("<strong>to confirm</strong>") == 1
    assert "Its name was" not in shown
    assert "<dt>It asked</dt> <dd> How? </dd>" in shown
    form = {"i-b-version": answer.version, "i-b-choice": "span", "i-b-low": 1, "i-b-high": 2, "i-b-comment": "Of b"}
    done = browser.post(page_of(after), form | {"i-b-confidence": "high", "then": "confirm:b"}, follow=True)
    assert "stands for the words of today" in text_of(done)
    assert "<strong>to confirm</strong>" not in text_of(done)
    answer.refresh_from_db()
    assert not answer.is_to_confirm
    assert answer.changed_by == pot


def test_saving_the_page_as_it_is_confirms_nothing_and_a_changed_answer_does(after, pot, signed_in):
    browser, answer = signed_in(pot), after.ratings.get(indicator__code="b")
    form = {"i-b-version": answer.version, "i-b-choice": "span", "i-b-low": 1, "i-b-high": 2, "i-b-comment": "Of b"}
    asked_by_script = {"HTTP_ACCEPT": "application/json"}
    said = browser.post(page_of(after), form | {"i-b-confidence": "high"}, **asked_by_script).json()
    assert said["answers"]["i-b"]["to_confirm"] is True
    changed = form | {"i-b-confidence": "high", "i-b-choice": "level-2"}
    said = browser.post(page_of(after), changed, **asked_by_script).json()
    assert (said["answers"]["i-b"]["state"], said["answers"]["i-b"]["to_confirm"]) == ("saved", False)


def test_the_old_answer_to_a_split_question_stands_beside_and_is_not_copied(after, pot, signed_in):
    response = signed_in(pot).get(page_of(after))
    (block,) = [one for one in response.context["page"].blocks if one.code == "c1"]
    (beside,) = block.earlier
    assert (beside.title, beside.answer.comment, beside.bring) == ("In version 1, indicator c", "Of c", None)
    assert block.form.current is None


def test_the_check_page_and_the_task_list_count_what_is_to_be_confirmed(after, older, pot, signed_in):  # noqa: F811
    for code in ("c1", "c2", "n"):
        rate(after, code, by=pot)
    browser = signed_in(pot)
    check = reverse("assessments:check", args=[after.uuid])
    shown = text_of(browser.get(check))
    assert "1 answer is to be confirmed" in shown
    assert "Submit the self-assessment" not in shown
    refused = browser.post(check)
    assert refused.status_code == 422
    assert "1 answer was given to other words and must be confirmed: b." in text_of(refused)
    assert "1 answer is to be confirmed" in text_of(browser.get(reverse("assessments:detail", args=[after.uuid])))
    whole = {"dimension": after.framework.dimensions.get(), "asked_as": older.dimensions.first(), "changed_by": pot}
    after.dimension_ratings.create(status="rated", low=1, high=1, **whole)
    assert f">Dimension 1 as a whole: {whole['dimension'].title}</a>" in text_of(browser.get(check))


def test_the_timeline_tells_of_the_move(after, pot, signed_in):
    shown = text_of(signed_in(pot).get(reverse("assessments:history", args=[after.uuid])))
    assert "upgraded it" in shown
    assert "Moved from version 1 to version 2. Answers: 2 kept, 1 to confirm, 1 beside new questions" in shown


# A page that was open in a browser while the cycle moved


@pytest.fixture
def open_page(begun, open_cycle, newer, signed_in):  # noqa: F811
    """A function: what somebody types on the page of a dimension that shows version 1, while the cycle moves to 2."""
    begun.ratings.all().delete()
    begun.refresh_from_db()
    moved(open_cycle, newer)

    def typed(browser, address, said: dict, **more):
        sent = {"words_of": "1"}
        for code, (choice, why) in said.items():
            sent |= {f"i-{code}-version": 0, f"i-{code}-choice": choice, f"i-{code}-comment": why}
            sent |= {f"i-{code}-reason": why}
        return browser.post(address, sent | {"then": "continue"}, **more)

    return typed


def test_what_was_typed_under_the_old_words_is_kept_and_both_wordings_are_shown(begun, open_page, pot, signed_in):  # noqa: F811
    said = {"b": ("level-2", "We meet."), "c": ("level-1", "It was one question."), "d": ("level-1", "Now gone.")}
    done = open_page(signed_in(pot), page_of(begun), said, follow=True)
    assert done.redirect_chain == [(f"{page_of(begun)}#indicator-b", 302)]
    shown = text_of(done)
    assert "This year moved to version 2 while this page was open. What you typed is saved." in shown
    assert "1 answer is to be confirmed: read the words of today." in shown
    assert "c and d are not asked any more, or are asked in another way. What you typed there is kept" in shown
    blocks = {one.code: one for one in done.context["page"].blocks}
    assert blocks["b"].confirm.before == [("It asked", "How?")]
    assert [one.answer.comment for one in blocks["c2"].earlier] == ["It was one question."]
    record = signed_in(pot).get(reverse("assessments:record", args=[begun.uuid, 1]))
    assert "Typed after the move, by Pat Okafor" in text_of(record)
    assert "Now gone." in text_of(record)


def test_a_script_is_told_where_the_new_words_are(begun, open_page, pot, signed_in):  # noqa: F811
    said = {"b": ("level-2", "We meet."), "c": ("level-1", "It was one question.")}
    answers = open_page(signed_in(pot), page_of(begun), said, headers={"accept": "application/json"}).json()["answers"]
    assert (answers["i-b"]["state"], answers["i-b"]["to_confirm"]) == ("saved", True)
    assert answers["i-b"]["moved"] == page_of(begun)
    assert answers["i-c"]["words"].endswith("with version 1. Not asked any more")


def test_what_is_not_complete_is_asked_again_in_the_old_words(begun, open_page, pot, signed_in):  # noqa: F811
    """Also on the page of a dimension that there is no more."""
    faulty = open_page(signed_in(pot), page_of(begun, "2"), {"e": ("", "No level yet.")})
    assert faulty.status_code == 422
    assert "No level yet." in text_of(faulty)
    assert "Here are the words of version 1 again" in text_of(faulty)
    assert '<input type="hidden" name="words_of" value="1">' in text_of(faulty)
    open_page(signed_in(pot), page_of(begun, "2"), {"e": ("level-1", "Now with a level.")})
    assert begun.ratings.get().indicator.code == "e2"


def test_a_guest_loses_nothing_either_and_says_whether_it_still_holds(begun, open_page, newer, pot):  # noqa: F811
    browser, row = Client(), worlds.make_contributor(begun, by=pot)
    row.links.create(key_hash=hash_of("key"), made_by=pot, expires_at=timezone.now() + timedelta(days=1))
    browser.post(reverse("contributions:link", args=["key"]))
    address = reverse("contributions:guest_dimension", args=["1"])
    said = {"b": ("level-2", "We meet."), "c": ("level-1", "It was one question.")}
    shown = open_page(browser, address, said, follow=True)
    assert "What you typed is saved. 1 answer is to be confirmed" in text_of(shown)
    blocks = {one.code: one for one in shown.context["page"].blocks}
    assert blocks["b"].confirm.before == [("It asked", "How?")]
    assert [one.answer.comment for one in blocks["c1"].earlier] == ["It was one question."]
    form = {"words_of": "2", "i-b-version": 1, "i-b-choice": "level-2", "i-b-reason": "We meet."}
    done = browser.post(address, form | {"i-b-confidence": "high", "then": "confirm:b"}, follow=True)
    assert "Your answer to b stands for the words of today." in text_of(done)
    assert not row.contributions.get(indicator__framework=newer).is_to_confirm


def test_what_was_agreed_is_read_again_in_the_words_of_today_or_kept_with_the_older(
    begun,  # noqa: F811
    open_cycle,  # noqa: F811
    newer,  # noqa: F811
    pot,
    signed_in,
):
    worlds.contribute(begun, pot, {"b": (1, 1), "d": (1, 1)})
    moved(open_cycle, newer)
    browser = signed_in(pot)
    sent = {"words_of": "1", "agreed-version": 1, "agreed-choice": "level-2", "agreed-comment": "Said in a meeting."}
    address_of = {code: reverse("consensus:indicator", args=[begun.uuid, "1", code]) for code in "bd"}
    again = browser.post(address_of["b"], sent)
    assert again.status_code == 422
    assert "moved to version 2 while this page was open. Read the words of today." in text_of(again)
    assert "Said in a meeting." in text_of(again)
    assert begun.ratings.get(indicator__code="b").comment == "Of b"
    browser.post(address_of["b"], sent | {"words_of": "2"})
    assert not begun.ratings.get(indicator__code="b").is_to_confirm
    kept = browser.post(address_of["d"], sent, follow=True)
    assert "d is not asked any more. What you agreed is kept with version 1." in text_of(kept)
    assert Rating.every.get(indicator__code="d").comment == "Said in a meeting."


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"choice": "open", "comment": "We could not agree."}, "Nothing was recorded."),
        ({"comment": "We could not agree."}, "Choose the level that you agree, or leave it open"),
        ({"choice": "level-2"}, "Say why it is this level"),
        ({"choice": "level-2", "comment": "We could not agree.", "version": 7}, "Copy what you want to keep."),
    ],
    ids=["left open", "no level", "no reason", "refused"],
)
def test_what_was_typed_of_a_question_that_went_is_shown_back_with_the_reason(
    begun,  # noqa: F811
    open_cycle,  # noqa: F811
    newer,  # noqa: F811
    pot,
    signed_in,
    typed,
    words,
):
    moved(open_cycle, newer)
    browser, address = signed_in(pot), reverse("consensus:indicator", args=[begun.uuid, "1", "d"])
    sent = {"agreed-version": 1, "agreed-minority_view": "I think it is more."}
    sent |= {"words_of": "1"} | {f"agreed-{name}": value for name, value in typed.items()}
    page = browser.post(address, sent)
    shown = text_of(page)
    assert page.status_code == 422
    assert "moved to version 2 while this page was open. d is not asked any more." in shown
    for said in (words, "I think it is more.", typed.get("comment", "")):
        assert said in shown
    assert not Rating.every.filter(indicator__code="d", comment=typed.get("comment", "")).exists()
    assert '<input type="hidden" name="words_of" value="1">' in shown
    assert ("Keep it with version 1" in shown) == (typed.get("version") != 7)
    kept = browser.post(address, sent | {"agreed-version": 1, "agreed-choice": "level-1", "agreed-comment": "Agreed."})
    assert kept.status_code == 302
    assert Rating.every.get(indicator__code="d").comment == "Agreed."


def test_nothing_typed_of_a_question_that_went_leads_back_to_the_list(begun, open_cycle, newer, pot, signed_in):  # noqa: F811
    moved(open_cycle, newer)
    address = reverse("consensus:indicator", args=[begun.uuid, "1", "d"])
    sent = {"words_of": "1", "agreed-version": 1, "agreed-choice": "open"}
    shown = text_of(signed_in(pot).post(address, sent, follow=True))
    assert "d is not asked any more. Nothing was recorded." in shown


def test_evidence_that_was_typed_meanwhile_goes_where_its_question_went(begun, open_cycle, newer, pot, signed_in):  # noqa: F811
    moved(open_cycle, newer)
    browser = signed_in(pot)
    for code, dimension, said in (("e", "2", "is saved."), ("d", "1", "It is kept with version 1, which asked this.")):
        address_then = reverse("assessments:add_evidence", args=[begun.uuid, dimension]) + f"?indicator={code}"
        typed = {"words_of": "1", "kind": "observation", "text": f"Seen at {code}."}
        assert said in text_of(browser.post(address_then, typed, follow=True))
    assert begun.evidence.get().indicator.code == "e2"
    assert "Seen at d." in text_of(browser.get(reverse("assessments:record", args=[begun.uuid, 1])))


def test_evidence_that_stayed_is_not_changed_and_what_was_typed_can_be_added(begun, open_cycle, newer, pot, signed_in):  # noqa: F811
    gone = begun.framework.indicators.get(code="d")
    piece = begun.evidence.create(dimension=gone.dimension, indicator=gone, text="As it was.", added_by=pot)
    moved(open_cycle, newer)
    browser, said = (
        signed_in(pot),
        "Version 2 does not ask this any more. This evidence stays as it was, with version 1.",
    )
    page = browser.post(
        reverse("assessments:change_evidence", args=[begun.uuid, piece.pk]),
        {"kind": "observation", "text": "As it is."},
    )
    assert page.status_code == 422
    shown = text_of(page)
    assert said in shown
    assert "As it is." in shown
    anew = re.search(r'action="([^"]*/evidence/1/add/[^"]*)"', shown)[1]
    typed = {"words_of": "1", "kind": "observation", "text": "As it is."}
    assert "It is kept with version 1, which asked this." in text_of(browser.post(anew, typed, follow=True))
    removing = reverse("assessments:remove_evidence", args=[begun.uuid, piece.pk])
    assert said in text_of(browser.post(removing, follow=True))
    assert sorted(begun.evidence(manager="every").values_list("text", flat=True)) == ["As it is.", "As it was."]


def test_a_reply_that_was_typed_meanwhile_stays_with_its_question(
    begun,  # noqa: F811
    open_cycle,  # noqa: F811
    newer,  # noqa: F811
    pot,
    ics_lead,
    signed_in,
):
    gone = begun.framework.indicators.get(code="d")
    note = begun.lead_notes.create(indicator=gone, words="Who meets?", by=ics_lead)
    moved(open_cycle, newer)
    browser, reply = signed_in(pot), reverse("assessments:reply", args=[begun.uuid, note.pk])
    assert "is sent to" in text_of(browser.post(reply, {"words": "Both boards do."}, follow=True))
    assert "Both boards do." in text_of(browser.get(reverse("assessments:record", args=[begun.uuid, 1])))


# At the desk


@pytest.fixture
def desk(signed_in, administrator):
    return signed_in(administrator)


def address(cycle, name="upgrade_cycle") -> str:
    return reverse(f"desk:{name}", args=[cycle.slug])


def test_the_dry_run_tells_the_counts_and_changes_nothing(begun, open_cycle, newer, desk, pot):  # noqa: F811
    for code in "ab":
        said = begun.framework.indicators.get(code=code)
        begun.evidence.create(dimension=said.dimension, indicator=said, text=f"Of {code}", added_by=pot)
    shown = text_of(desk.get(address(open_cycle)))
    assert "What would happen with version 2" in shown
    assert "<strong>Answers:</strong> 2 kept, 1 to confirm, 1 beside, 1 archived" in shown
    assert "evidence:</strong> 1 kept, 1 kept (the words of its question changed)" in shown
    assert "Of those kept, 1 at a question whose words changed." in shown
    assert 'data-label="Kept">2</td> <td role="cell" class="number" data-label="To confirm">0</td>' in shown
    assert "1 organisation has not started." in shown
    open_cycle.refresh_from_db()
    assert open_cycle.framework.version == "1"
    assert not begun.snapshots.exists()


def test_the_press_moves_the_cycle_as_it_is_by_then(begun, open_cycle, newer, desk, pot):  # noqa: F811
    desk.get(address(open_cycle))
    begun.ratings.filter(indicator__code="d").update(comment="Changed after the dry run")
    done = desk.post(address(open_cycle), {"to": "2", "seen": "1"}, follow=True)
    shown = text_of(done)
    assert "This year is on version 2 now. Answers: 2 kept, 1 to confirm, 1 beside, 1 archived." in shown
    assert "Oakshire: Moved from version 1 to version 2. Answers: 2 kept, 1 to confirm" in shown
    assert begun.snapshots.records().get().content["ratings"][3]["comment"] == "Changed after the dry run"
    again = desk.post(address(open_cycle), {"to": "2", "seen": "1"}, follow=True)
    assert "was on version 2 already. Nothing was changed." in text_of(again)


def test_a_submission_that_would_be_in_progress_again_is_told_before(
    begun,  # noqa: F811
    open_cycle,  # noqa: F811
    newer,  # noqa: F811
    desk,
    pot,
):
    record_submission(begun, by=pot)
    shown = text_of(desk.get(address(open_cycle)))
    assert "1 submitted or agreed self-assessment is in progress again." in shown


@pytest.mark.parametrize("sent", [{}, {"to": "\0", "seen": "1"}, {"to": "9", "seen": "1"}])
def test_a_press_that_names_no_version_changes_nothing(open_cycle, newer, desk, sent):  # noqa: F811
    refused = desk.post(address(open_cycle), sent)
    assert refused.status_code == 422
    assert "Choose the version" in text_of(refused)


def test_the_dry_run_asks_the_same_queries_however_many_have_begun(
    begun,  # noqa: F811
    open_cycle,  # noqa: F811
    newer,  # noqa: F811
    neighbour,
    desk,
    pot,
    django_assert_num_queries,
):
    desk.get(address(open_cycle))
    with CaptureQueriesContext(connection) as few:
        desk.get(address(open_cycle))
    other = worlds.begin(open_cycle, neighbour, by=pot)
    worlds.answer_all(other, by=pot)
    with django_assert_num_queries(len(few)):
        desk.get(address(open_cycle))


def test_without_a_newer_version_the_page_says_so(open_cycle, desk):  # noqa: F811
    assert "No newer version of Garden is published." in text_of(desk.get(address(open_cycle)))


def test_a_newer_version_that_is_a_draft_is_named_where_a_cycle_could_move(open_cycle, newer, desk):  # noqa: F811
    newer.state = newer.State.DRAFT
    newer.save()
    assert f"Version {newer.version} is here as a draft." in text_of(desk.get(address(open_cycle)))


def test_the_next_cycle_asks_the_same_on_the_newer_version(
    begun,  # noqa: F811
    open_cycle,  # noqa: F811
    newer,  # noqa: F811
    organisation,
    neighbour,
    desk,
):
    page = desk.get(address(open_cycle, "next_cycle"))
    typed = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    assert (typed["name"], typed["slug"], typed["version"]) == ("This year, next", "this-year-next", "2")
    days = {name: typed[name].strftime("%d/%m/%Y") for name in ("opens_on", "closes_on")}
    desk.post(address(open_cycle, "next_cycle"), typed | days)
    opened = Cycle.objects.get(slug="this-year-next")
    assert opened.framework == newer
    assert set(opened.organisations.all()) == {organisation, neighbour}
    assert opened.opens_on == open_cycle.closes_on + timedelta(days=1)


def test_a_next_cycle_that_makes_no_sense_keeps_what_was_typed(open_cycle, desk):  # noqa: F811
    typed = {"name": "Kept", "slug": "a b", "version": "1", "opens_on": "2/1/2027", "closes_on": "1/1/2027"}
    refused = desk.post(address(open_cycle, "next_cycle"), typed)
    assert refused.status_code == 422
    assert refused.context["form"]["name"].value() == "Kept"
    assert set(refused.context["form"].errors) == {"slug", "closes_on", "visibility", "minimum_group"}


@pytest.mark.parametrize("name", ["upgrade_cycle", "next_cycle"])
def test_to_others_there_is_no_such_page(open_cycle, pot, ics_lead, signed_in, name):  # noqa: F811
    for person in (pot, ics_lead):
        assert signed_in(person).get(address(open_cycle, name)).status_code == 404


# What was said before, for ever


def test_the_organisation_reads_all_as_it_stood_in_the_older_words(after, pot, ics_lead, contributor, signed_in):
    indicator = Rating.every.get(comment="Of d").indicator
    history = reverse("assessments:history", args=[after.uuid])
    record = reverse("assessments:record", args=[after.uuid, 1])
    for person in (pot, contributor):
        browser = signed_in(person)
        assert record in browser.get(history).content.decode()
        shown = text_of(browser.get(record))
        assert "Checked: the content has this fingerprint" in shown
        assert f"{indicator.code} {indicator.title}" in shown
        assert all(f"Of {code}" in shown for code in "abcde")
    lead = signed_in(ics_lead)
    assert record not in lead.get(history).content.decode()
    assert lead.get(record).status_code == 403


def test_views_and_notes_that_stayed_are_read_there_by_who_may(begun, open_cycle, newer, pot, signed_in):  # noqa: F811
    at = begun.framework.indicators.get(code="d")
    other = Contributor.objects.create(self_assessment=begun, email="x@vale.example", sector="health")
    Contribution.objects.create(contributor=other, indicator=at, low=1, high=1, reason="We never meet.")
    moved(open_cycle, newer)
    record = reverse("assessments:record", args=[begun.uuid, 1])
    assert "We never meet." not in text_of(signed_in(pot).get(record))
    own = Contributor.objects.create(self_assessment=begun, user=pot, email=pot.email, sector="health")
    left_in = Contribution.every.get().left_in
    Contribution.every.create(contributor=own, indicator=at, low=1, high=1, left_in=left_in)
    assert "We never meet." in text_of(signed_in(pot).get(record))


def test_a_submission_of_the_older_version_is_read_in_its_words(begun, open_cycle, newer, pot, signed_in):  # noqa: F811
    record_submission(begun, by=pot)
    moved(open_cycle, newer)
    shown = text_of(signed_in(pot).get(reverse("assessments:submission", args=[begun.uuid, 1])))
    assert "Of d" in shown
    assert "d About d" in shown
    history = text_of(signed_in(pot).get(reverse("assessments:history", args=[begun.uuid])))
    assert "Submission 1, which counts today" in history
