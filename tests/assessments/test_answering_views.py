"""Answering over HTTP, as the people who do it meet it: save, mend, settle a conflict, check, submit, withdraw."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from assessments.actions.answers import AnswerGiven, declare_dimension, rate_indicator
from assessments.actions.evidence import add_evidence
from assessments.actions.states import submit_self_assessment
from assessments.models import Cycle, Evidence, Rating, SelfAssessment
from tests import worlds


@pytest.fixture
def by_pot(signed_in, pot):
    return signed_in(pot)


@pytest.fixture
def questions(draft):
    return reverse("assessments:dimension", args=[draft.uuid, "1"])


@pytest.fixture
def check(draft):
    return reverse("assessments:check", args=[draft.uuid])


@pytest.fixture
def full(draft, pot):
    worlds.answer_all(draft, by=pot)
    return draft


def typed(code: str, version: int = 0, **fields) -> dict:
    """What a page sends for one indicator."""
    return {f"i-{code}-version": version} | {f"i-{code}-{name}": value for name, value in fields.items()}


def whole(version: int = 0, **fields) -> dict:
    return {"whole-version": version} | {f"whole-{name}": value for name, value in fields.items()}


def words(response) -> str:
    return response.content.decode()


def rate(draft, code, answer, *, by, seen=0):
    indicator = draft.framework.indicators.get(code=code)
    return rate_indicator(by=by, self_assessment=draft, indicator=indicator, answer=answer, seen_version=seen)


# ---- saving


def test_one_press_starts_and_leads_to_the_first_question(by_pot, cycle, organisation):
    response = by_pot.post(reverse("assessments:start", args=[cycle.slug, organisation.slug]))
    begun = SelfAssessment.objects.get(organisation=organisation)
    assert response.url == reverse("assessments:dimension", args=[begun.uuid, "1"])
    assert "How far are you with 1.1?" in words(by_pot.get(response.url))


def test_starting_in_a_closed_cycle_says_when_it_ran(by_pot, cycle, organisation):
    Cycle.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    response = by_pot.post(reverse("assessments:start", args=[cycle.slug, organisation.slug]), follow=True)
    assert "It cannot be started now." in words(response)


@pytest.mark.parametrize(("role", "status"), [("contributor", 403), ("ics_lead", 403), ("outsider", 404)])
def test_others_cannot_start(request, signed_in, cycle, organisation, role, status):
    browser = signed_in(request.getfixturevalue(role))
    assert browser.post(reverse("assessments:start", args=[cycle.slug, organisation.slug])).status_code == status
    assert not SelfAssessment.objects.exists()


def test_every_kind_of_answer_is_saved_in_one_press(by_pot, questions, draft):
    sent = (
        typed("1.1", choice="level-3", comment="Each week")
        | typed("1.2", choice="span", low="1", high="2", confidence="low", confidence_note="A guess")
        | typed("1.3", choice="no_data", no_data_reason="not_held")
        | whole(choice="span", low="2", high="")
    )
    response = by_pot.post(questions, sent | {"then": "continue"})
    assert response.url == reverse("assessments:dimension", args=[draft.uuid, "2"])
    assert [(r.indicator.code, r.status, r.low, r.high) for r in draft.ratings.order_by("indicator__position")] == [
        ("1.1", "rated", 3, 3),
        ("1.2", "rated", 1, 2),
        ("1.3", "no_data", None, None),
    ]
    assert draft.dimension_ratings.get().high == 2


def test_what_was_saved_is_there_again(by_pot, questions, draft):
    by_pot.post(questions, typed("1.1", choice="span", low="2", high="3", comment="Words of mine"))
    shown = words(by_pot.get(questions))
    assert "Words of mine" in shown
    assert "Saved at" in shown
    assert '<option value="3" selected>' in shown


def test_what_helps_to_move_up_is_offered_where_there_is_anything_beside_what_is_typed(by_pot, questions, draft):
    worlds.recommend(draft.framework, "MEET", supports="1.2")
    worlds.recommend(draft.framework, "GONE", supports="1.3", withdrawn_at=timezone.now())
    offered = re.findall(r'<a href="([^"]+)"([^>]*)>What helps to move up', words(by_pot.get(questions)))
    assert offered == [("/frameworks/vale/1/indicators/1.2/#moving-up", ' target="_blank" rel="noopener"')]
    Cycle.objects.update(opens_on=timezone.localdate() + timedelta(1))
    offered = re.findall(r'<a href="([^"]+)"([^>]*)>What helps to move up', words(by_pot.get(questions)))
    assert offered == [("/frameworks/vale/1/indicators/1.2/#moving-up", "")]


def test_a_page_sent_back_as_it_was_shown_changes_nothing(by_pot, questions, draft, pot):
    rate(draft, "1.1", AnswerGiven("rated", 2, 3, comment="Two\nlines"), by=pot)
    by_pot.post(questions, typed("1.1", 1, choice="span", low="2", high="3", comment="Two\r\nlines", confidence="high"))
    assert draft.ratings.get().version == 1


@pytest.mark.parametrize(
    ("then", "where"),
    [
        ("continue", "/assessments/{uuid}/2/"),
        ("list", "/assessments/{uuid}/"),
        ("evidence:1.2", "/assessments/{uuid}/evidence/1/add/?indicator=1.2"),
        ("evidence:", "/assessments/{uuid}/evidence/1/add/"),
        ("evidence:9.9", "/assessments/{uuid}/2/"),
        ("https://elsewhere.example/", "/assessments/{uuid}/2/"),
    ],
)
def test_every_button_saves_first_and_then_goes_its_way(by_pot, questions, draft, then, where):
    response = by_pot.post(questions, typed("1.1", choice="level-1") | {"then": then})
    assert response.url == where.format(uuid=draft.uuid)
    assert draft.ratings.count() == 1


def test_after_the_last_question_the_answers_are_checked(by_pot, questions, draft, pot, check):
    worlds.answer_all(draft, by=pot)
    assert by_pot.post(questions, {"then": "continue"}).url == check


def test_a_faulty_answer_keeps_its_words_and_the_others_are_saved(by_pot, questions, draft):
    response = by_pot.post(
        questions,
        typed("1.1", choice="span", low="3", high="1", comment="Kept words")
        | typed("1.2", choice="no_data")
        | typed("1.3", choice="level-2"),
    )
    shown = words(response)
    assert response.status_code == 422
    assert "<title>Error: " in shown
    assert "Your other answers are saved. Two need something more." in shown
    assert 'href="#id_i-1.1-high">1.1: the highest level must be the same as the lowest level, or above it' in shown
    assert 'href="#id_i-1.2-no_data_reason">1.2: say why there is no data' in shown
    assert "Kept words" in shown
    assert [r.indicator.code for r in draft.ratings.all()] == ["1.3"]


def test_every_link_of_the_summary_leads_to_something_on_the_page(by_pot, questions):
    shown = words(by_pot.post(questions, typed("1.1", comment="No level") | whole(choice="not_applicable")))
    for target in ("id_i-1.1-choice", "id_whole-not_applicable_reason"):
        assert f'href="#{target}"' in shown
        assert f'id="{target}"' in shown


def test_mending_one_fault_does_not_conflict_with_what_was_just_saved(by_pot, questions, draft):
    shown = by_pot.post(questions, typed("1.1", choice="span") | typed("1.2", choice="level-2"))
    assert 'name="i-1.2-version" value="1"' in words(shown)
    by_pot.post(questions, typed("1.1", choice="level-1") | typed("1.2", 1, choice="level-3"))
    assert {r.indicator.code: r.high for r in draft.ratings.all()} == {"1.1": 1, "1.2": 3}


def test_what_is_typed_into_a_closed_cycle_is_kept_on_the_page(by_pot, questions, draft):
    Cycle.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    shown = words(by_pot.post(questions, typed("1.1", choice="level-2", comment="Late words")))
    assert "is not open: it runs from" in shown
    assert "Nothing was saved. What you typed is still below." in shown
    assert "Late words" in shown
    assert not draft.ratings.exists()


def test_markup_that_people_type_is_shown_as_text(by_pot, questions, draft, signed_in, contributor):
    by_pot.post(questions, typed("1.1", choice="level-1", comment="<script>alert(1)</script>"))
    for shown in (words(by_pot.get(questions)), words(signed_in(contributor).get(questions))):
        assert "<script>alert" not in shown
        assert escape("<script>alert(1)</script>") in shown


# ---- two editors


@pytest.fixture
def conflict(by_pot, questions, draft, deputy):
    """Dan has answered 1.1 while Pat was writing; Pat has pressed save."""
    rate(draft, "1.1", AnswerGiven("rated", 1, 2, comment="Dan's words"), by=deputy)
    sent = typed("1.1", choice="level-4", comment="Pat's words") | typed("1.2", choice="level-2")
    return by_pot.post(questions, sent)


def test_a_newer_answer_is_shown_beside_ones_own_and_neither_is_lost(conflict, draft):
    shown = words(conflict)
    assert "Dan Hill changed 1.1 at" in shown
    assert "while you were writing. Both versions are below. Nothing is lost." in shown
    assert escape("Dan's words") in shown
    assert "Pre-emerging to Emerging" in shown
    assert escape("Pat's words") in shown
    assert "1.1: choose which version should stand" in shown
    assert {r.indicator.code: r.comment for r in draft.ratings.all()} == {"1.1": "Dan's words", "1.2": ""}


def settled(by_pot, questions, stands: str):
    mine = typed("1.1", 1, choice="level-4", comment="Pat's words", resolving="on", stands=stands)
    return by_pot.post(questions, mine)


@pytest.mark.parametrize(("stands", "kept"), [("theirs", "Dan's words"), ("mine", "Pat's words")])
def test_a_conflict_is_settled_either_way(by_pot, questions, draft, conflict, stands, kept):
    assert settled(by_pot, questions, stands).status_code == 302
    assert draft.ratings.get(indicator__code="1.1").comment == kept


def test_words_that_are_not_chosen_stay_in_the_history(by_pot, questions, draft, conflict, pot):
    settled(by_pot, questions, "theirs")
    settled(by_pot, questions, "theirs")
    rating = draft.ratings.get(indicator__code="1.1")
    aside = rating.history.get(comment="Pat's words")
    assert (aside.low, aside.version, aside.history_user, aside.history_change_reason) == (4, 0, pot, "Set aside")
    assert rating.version == 1


def test_words_without_a_level_are_not_lost_where_another_answer_is_chosen(by_pot, questions, draft, conflict):
    alone = typed("1.1", 1, comment="Words alone", resolving="on", stands="theirs")
    assert by_pot.post(questions, alone).status_code == 302
    assert draft.ratings.get(indicator__code="1.1").history.filter(comment="Words alone").exists()


def test_both_are_put_together_to_be_changed_and_then_saved(by_pot, questions, draft, conflict):
    response = settled(by_pot, questions, "both")
    shown = words(response)
    assert response.status_code == 422
    assert "Both are together below. Read them, change what you like, then save" in shown
    assert escape("Dan's words\nPat's words") in shown
    assert re.search(r'name="i-1.1-stands"[^>]*value="mine"[^>]*checked', shown)
    assert draft.ratings.get(indicator__code="1.1").comment == "Dan's words"
    together = typed("1.1", 1, choice="level-4", comment="Dan's and Pat's", resolving="on", stands="mine")
    assert by_pot.post(questions, together).status_code == 302
    rating = draft.ratings.get(indicator__code="1.1")
    assert (rating.low, rating.comment) == (4, "Dan's and Pat's")
    assert "Dan's words" in rating.history.values_list("comment", flat=True)


def test_both_with_no_level_of_ones_own_takes_theirs(by_pot, questions, conflict):
    sent = typed("1.1", 1, comment="Pat's words", resolving="on", stands="both")
    shown = words(by_pot.post(questions, sent))
    assert escape("Dan's words\nPat's words") in shown
    assert re.search(r'name="i-1.1-choice"[^>]*value="span"[^>]*checked', shown)


def test_both_is_not_offered_where_the_other_took_a_level_back(by_pot, questions, draft, pot, deputy):
    first = {"self_assessment": draft, "dimension": draft.framework.dimensions.get(code="1")}
    declare_dimension(by=pot, answer=AnswerGiven("rated", 2, 2), seen_version=0, **first)
    declare_dimension(by=deputy, answer=None, seen_version=1, **first)
    shown = words(by_pot.post(questions, whole(1, choice="span", low="3", high="4")))
    assert re.findall(r'name="whole-stands"[^>]*value="(\w+)"', shown) == ["theirs", "mine"]


def test_a_conflict_stays_until_it_is_settled(by_pot, questions, draft, conflict):
    shown = words(settled(by_pot, questions, ""))
    assert "1.1: choose which version should stand" in shown
    assert escape("Dan's words") in shown
    assert escape("Pat's words") in shown
    assert draft.ratings.get(indicator__code="1.1").comment == "Dan's words"


def test_a_third_version_is_shown_too(by_pot, questions, draft, conflict, deputy):
    rate(draft, "1.1", AnswerGiven("rated", 3, 3, comment="Dan again"), by=deputy, seen=1)
    shown = words(settled(by_pot, questions, "mine"))
    assert "Dan again" in shown
    assert 'name="i-1.1-version" value="2"' in shown


def test_what_somebody_else_changed_and_one_only_saw_does_not_conflict(by_pot, questions, draft, pot, deputy):
    rate(draft, "1.1", AnswerGiven("rated", 2, 2), by=pot)
    rate(draft, "1.1", AnswerGiven("rated", 3, 3), by=deputy, seen=1)
    response = by_pot.post(questions, typed("1.1", 1, choice="level-2") | typed("1.2", choice="level-1"))
    assert response.status_code == 302
    assert draft.ratings.get(indicator__code="1.1").high == 3


def test_a_declared_level_that_was_taken_back_meanwhile_is_a_conflict_too(by_pot, questions, draft, pot, deputy):
    first = {"self_assessment": draft, "dimension": draft.framework.dimensions.get(code="1")}
    declare_dimension(by=pot, answer=AnswerGiven("rated", 2, 2), seen_version=0, **first)
    declare_dimension(by=deputy, answer=None, seen_version=1, **first)
    shown = words(by_pot.post(questions, whole(1, choice="span", low="3", high="4")))
    assert "Left to the indicators" in shown
    settled = whole(0, choice="span", low="3", high="4", resolving="on", stands="mine")
    assert by_pot.post(questions, settled).status_code == 302
    assert draft.dimension_ratings.get().low == 3


# ---- who sees what


def every_address(draft, pot) -> list[str]:
    piece = add_evidence(by=pot, self_assessment=draft, dimension=draft.framework.dimensions.first(), text="Seen.")
    names = [("dimension", ["1"]), ("check", []), ("add_evidence", ["1"])]
    pieces = [("change_evidence", [piece.pk]), ("remove_evidence", [piece.pk])]
    return [reverse(f"assessments:{name}", args=[draft.uuid, *more]) for name, more in names + pieces]


def test_an_outsider_finds_nothing_anywhere(signed_in, outsider, draft, pot):
    browser = signed_in(outsider)
    for address in every_address(draft, pot):
        assert (browser.get(address).status_code, browser.post(address).status_code) == (404, 404), address
    for name in ("mark_rest", "withdraw"):
        assert browser.post(reverse(f"assessments:{name}", args=[draft.uuid])).status_code == 404


@pytest.mark.parametrize("role", ["ics_lead", "regional_lead", "administrator"])
def test_a_lead_knows_of_a_draft_and_reads_nothing_of_it(request, signed_in, draft, pot, role):
    browser = signed_in(request.getfixturevalue(role))
    for address in every_address(draft, pot):
        assert browser.get(address).status_code == 403, address
        assert browser.post(address).status_code == 403, address


def test_a_contributor_reads_but_does_not_rate(signed_in, contributor, questions, draft, pot):
    rate(draft, "1.1", AnswerGiven("rated", 3, 3, comment="Each week"), by=pot)
    browser = signed_in(contributor)
    shown = words(browser.get(questions))
    assert "Each week" in shown
    assert 'type="radio"' not in shown
    assert reverse("assessments:add_evidence", args=[draft.uuid, "1"]) + "?indicator=1.1" in shown
    assert browser.post(questions, typed("1.2", choice="level-1")).status_code == 403
    assert draft.ratings.count() == 1


def test_a_lead_reads_what_was_submitted_and_not_what_is_being_changed(signed_in, ics_lead, questions, full, pot):
    first = full.framework.dimensions.get(code="1")
    add_evidence(by=pot, self_assessment=full, dimension=first, text="For us alone")
    add_evidence(by=pot, self_assessment=full, dimension=first, text="For everybody", shared=True)
    submit_self_assessment(by=pot, self_assessment=full)
    SelfAssessment.objects.update(status="returned")
    rate(full, "1.1", AnswerGiven("rated", 4, 4, comment="Not yet said"), by=pot, seen=1)
    shown = words(signed_in(ics_lead).get(questions))
    assert "What Oakshire submitted." in shown
    assert "For everybody" in shown
    assert "For us alone" not in shown
    assert "Not yet said" not in shown


def test_a_named_peer_reads_what_was_submitted(signed_in, neighbour, questions, full, pot):
    peer = worlds.make_person("peer", "pot", neighbour)
    assert signed_in(peer).get(questions).status_code == 404
    submit_self_assessment(by=pot, self_assessment=full)
    assert "Emerging" in words(signed_in(peer).get(questions))


@pytest.mark.parametrize("wrong", ["9/", "1/?part=2", "1/?part=0", "1/?part=x"])
def test_an_unknown_dimension_or_part_is_not_found(by_pot, draft, wrong):
    assert by_pot.get(f"/assessments/{draft.uuid}/{wrong}").status_code == 404


# ---- check, submit, withdraw


def test_the_check_page_names_what_is_unanswered_with_a_link_to_each(by_pot, check, draft, pot):
    rate(draft, "1.1", AnswerGiven("rated", 2, 2), by=pot)
    shown = words(by_pot.get(check))
    assert "4 indicators have no answer yet" in shown
    assert f"/assessments/{draft.uuid}/2/#indicator-2.1" in shown
    assert "Submit the self-assessment" not in shown


def test_submitting_with_something_unanswered_says_what(by_pot, check, draft):
    response = by_pot.post(check)
    assert response.status_code == 422
    assert "5 indicators have no answer yet: 1.1, 1.2, 1.3, 2.1, 2.2." in words(response)
    assert SelfAssessment.objects.get().status == "in_progress"


def test_one_press_marks_the_rest_then_one_submits_and_one_withdraws(by_pot, check, questions, draft):
    by_pot.post(questions, typed("1.1", choice="level-2"))
    shown = by_pot.post(reverse("assessments:mark_rest", args=[draft.uuid]), follow=True)
    assert "4 indicators are now marked" in words(shown)
    shown = by_pot.post(check, follow=True)
    assert "is submitted" in words(shown)
    assert 'type="radio"' not in words(by_pot.get(questions))
    assert by_pot.post(questions, typed("1.1", 1, choice="level-3")).status_code == 422
    by_pot.post(reverse("assessments:withdraw", args=[draft.uuid]))
    draft.refresh_from_db()
    assert (draft.status, draft.counting_snapshot) == ("in_progress", None)
    assert 'type="radio"' in words(by_pot.get(questions))


@pytest.mark.parametrize("name", ["check", "mark_rest", "withdraw"])
def test_a_contributor_neither_submits_nor_marks_nor_withdraws(signed_in, contributor, full, name):
    assert signed_in(contributor).post(reverse(f"assessments:{name}", args=[full.uuid])).status_code == 403
    assert SelfAssessment.objects.get().status == "in_progress"


def test_a_declared_level_outside_its_indicators_is_pointed_out_and_may_be_submitted(by_pot, check, draft, pot):
    worlds.answer_all(draft, {"1.1": (1, 2)}, by=pot, declared={"1": (4, 4)})
    shown = words(by_pot.get(check))
    assert "You declare Maturing, and its indicators run from Pre-emerging to Emerging." in shown
    assert by_pot.post(check).status_code == 302


def test_withdrawing_what_is_agreed_is_refused_in_words(by_pot, full, pot):
    submit_self_assessment(by=pot, self_assessment=full)
    SelfAssessment.objects.update(status="agreed")
    shown = words(by_pot.post(reverse("assessments:withdraw", args=[full.uuid]), follow=True))
    assert "not agreed yet can be withdrawn" in shown


# ---- evidence


def test_a_contributor_adds_evidence_and_comes_back_to_the_question(signed_in, contributor, draft, questions):
    address = reverse("assessments:add_evidence", args=[draft.uuid, "1"]) + "?indicator=1.2"
    who = {"attribution": "a ward manager", "contact": "Jo Bell, 01865 000000"}
    response = signed_in(contributor).post(address, {"kind": "quotation", "text": "It works.", "low": "3"} | who)
    assert response.url == f"{questions}#indicator-1.2"
    piece = Evidence.objects.get()
    assert (piece.indicator.code, piece.low, piece.high, piece.added_by) == ("1.2", 3, 3, contributor)
    assert piece.contact == "Jo Bell, 01865 000000"


def test_evidence_is_changed_and_removed_on_pages_of_its_own(by_pot, draft, pot):
    dimension = draft.framework.dimensions.get(code="1")
    piece = add_evidence(by=pot, self_assessment=draft, dimension=dimension, text="Seen once.")
    by_pot.post(
        reverse("assessments:change_evidence", args=[draft.uuid, piece.pk]), {"kind": "observation", "text": "Twice."}
    )
    piece.refresh_from_db()
    assert piece.text == "Twice."
    remove = reverse("assessments:remove_evidence", args=[draft.uuid, piece.pk])
    assert "Remove this evidence?" in words(by_pot.get(remove))
    assert Evidence.objects.exists()
    by_pot.post(remove)
    assert not Evidence.objects.exists()


def test_evidence_that_needs_more_keeps_its_words(by_pot, draft):
    address = reverse("assessments:add_evidence", args=[draft.uuid, "1"])
    response = by_pot.post(address, {"kind": "link", "text": "Kept words", "source": "no address"})
    assert response.status_code == 422
    assert "Kept words" in words(response)
    assert "<title>Error: " in words(response)


def test_evidence_is_found_only_under_its_own_self_assessment(by_pot, draft, cycle, neighbour, pot):
    other = worlds.begin(cycle, neighbour, by=pot)
    piece = Evidence.objects.create(
        self_assessment=other, dimension=draft.framework.dimensions.first(), text="Theirs.", added_by=pot
    )
    assert by_pot.get(reverse("assessments:change_evidence", args=[draft.uuid, piece.pk])).status_code == 404


def test_evidence_for_an_unknown_indicator_is_not_found(by_pot, draft):
    address = reverse("assessments:add_evidence", args=[draft.uuid, "1"])
    assert by_pot.get(f"{address}?indicator=2.1").status_code == 404


# ---- other frameworks, and size


@pytest.mark.parametrize("levels", [2, 3, 6, 7])
def test_a_framework_of_any_number_of_levels_is_answered_without_a_change(by_pot, organisation, pot, levels):
    framework = worlds.make_framework("dale", levels=levels)
    begun = worlds.begin(worlds.make_cycle(framework, [organisation]), organisation, by=pot)
    questions = reverse("assessments:dimension", args=[begun.uuid, "1"])
    assert words(by_pot.get(questions)).count('name="i-1.1-choice"') == levels + 3
    top = typed("1.1", choice=f"level-{levels}") | typed("1.2", choice="span", low="1", high=str(levels))
    assert by_pot.post(questions, top).status_code == 302
    assert begun.ratings.filter(high=levels).count() == 2
    assert by_pot.post(questions, typed("1.3", choice=f"level-{levels + 1}")).status_code == 422
    assert by_pot.get(reverse("assessments:check", args=[begun.uuid])).status_code == 200


def test_a_long_dimension_is_answered_in_parts(by_pot, organisation, pot):
    framework = worlds.make_framework("dale", dimensions=(23, 1))
    begun = worlds.begin(worlds.make_cycle(framework, [organisation]), organisation, by=pot)
    questions = reverse("assessments:dimension", args=[begun.uuid, "1"])
    first, last = words(by_pot.get(questions)), words(by_pot.get(questions + "?part=3"))
    assert "Indicators 1 to 8 of 23" in first
    assert 'name="whole-version"' not in first
    assert "Indicators 17 to 23 of 23" in last
    assert 'name="whole-version"' in last
    assert by_pot.post(questions, typed("1.1", choice="level-1")).url == questions + "?part=2"
    assert by_pot.post(questions + "?part=3", {}).url == reverse("assessments:dimension", args=[begun.uuid, "2"])
    assert f"{questions}?part=3#indicator-1.20" in words(by_pot.get(reverse("assessments:check", args=[begun.uuid])))


@pytest.fixture
def queries_of(signed_in, django_assert_max_num_queries):
    """A function: how many queries this person's page makes."""

    def count(user, address) -> int:
        browser = signed_in(user)
        browser.get(address)
        with django_assert_max_num_queries(60) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    return count


@pytest.mark.parametrize("role", ["pot", "contributor", "ics_lead"])
def test_pages_ask_the_same_number_of_queries_at_any_size(request, queries_of, region, pot, ics, role):
    user = request.getfixturevalue(role)
    counted = []
    for size in (2, 9):
        framework = worlds.make_framework(f"dale-{size}", dimensions=(size, size, *[3] * size))
        place = pot.memberships.get().organisation
        asked = [place, *(worlds.make_organisation(f"place-{size}-{n}", ics=ics) for n in range(size))]
        today = timezone.localdate()
        past = worlds.make_cycle(
            framework, asked, slug=f"past-{size}", opens=today - timedelta(days=900), closes=today - timedelta(days=500)
        )
        cycle = worlds.make_cycle(framework, asked, slug=f"now-{size}")
        for one in (past, cycle):
            begun = worlds.submitted(one, place, by=pot, declared={"1": (1, 2)})
            for _ in range(size):
                add_piece(begun, pot)
        for other in asked[1:]:
            worlds.submitted(cycle, other, by=pot)
        if role != "ics_lead":
            SelfAssessment.objects.filter(pk=begun.pk).update(status="in_progress")
        pages = (
            reverse("assessments:dimension", args=[begun.uuid, "1"]),
            reverse("assessments:check", args=[begun.uuid]),
        )
        counted.append([queries_of(user, page) for page in pages])
    assert counted[0] == counted[1]


def add_piece(begun, pot):
    indicator = begun.framework.indicators.first()
    Evidence.objects.create(
        self_assessment=begun, dimension=indicator.dimension, indicator=indicator, text="Seen.", added_by=pot
    )


def test_saving_what_did_not_change_costs_little(by_pot, questions, draft, pot, django_assert_max_num_queries):
    worlds.answer_all(draft, by=pot)
    same = typed("1.1", 1, choice="level-2") | typed("1.2", 1, choice="level-2") | typed("1.3", 1, choice="level-2")
    with django_assert_max_num_queries(30):
        by_pot.post(questions, same)
    assert set(Rating.objects.values_list("version", flat=True)) == {1}
