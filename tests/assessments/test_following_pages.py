"""What the home page, the task list and a lead's table say, and in which order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import rules
from assessments.actions.states import return_self_assessment
from assessments.models import Cycle, Membership, Participation, Rating, SelfAssessment, Status
from assessments.pages import dates
from assessments.pages.followed import FollowedRow, count_words, followed_cycles
from assessments.pages.home import HomePage
from assessments.pages.own import Tag
from assessments.pages.progress import Progress
from assessments.pages.task_list import TaskListPage
from assessments.pages.timeline import changes_of_answers
from tests import worlds


@pytest.fixture
def rate(pot):
    """A function: answer these indicators of a self-assessment in this order."""

    def rate(one, *codes, by=pot):
        for minute, code in enumerate(codes):
            Rating.objects.create(
                self_assessment=one,
                indicator=one.framework.indicators.get(code=code),
                changed_by=by,
                changed_at=timezone.now() + timedelta(minutes=minute),
                status="rated",
                low=1,
                high=1,
            )

    return rate


def progress(one, user) -> Progress:
    return Progress.of_answers(SelfAssessment.objects.visible_to(user).with_answers().get(pk=one.pk), seen_by=user)


def fresh(user):
    """The same person on her next request."""
    return type(user).objects.get(pk=user.pk)


# Progress ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answered", "next_code"),
    [
        ((), "1.1"),
        (("1.1",), "1.2"),
        (("2.1",), "2.2"),
        (("1.1", "1.2", "1.3"), "2.1"),
        (("2.1", "2.2"), "1.1"),
    ],
)
def test_one_goes_on_after_the_last_answer_and_then_round(draft, pot, rate, answered, next_code):
    rate(draft, *answered)
    assert progress(draft, pot).next.code == next_code


def test_nothing_comes_next_once_all_is_answered(draft, pot):
    worlds.answer_all(draft, by=pot)
    assert progress(draft, pot).next is None


def test_no_data_and_does_not_apply_are_answers(draft, pot):
    worlds.answer_all(draft, {"1.1": "no_data", "1.2": "not_applicable"}, by=pot)
    assert progress(draft, pot).is_complete


def test_a_bar_is_as_wide_as_its_dimension_has_indicators(draft, pot):
    assert [d.share for d in progress(draft, pot).dimensions] == [3, 2]


def test_the_bars_of_long_dimensions_keep_their_proportion(organisation, pot):
    framework = worlds.make_framework("long", dimensions=(24, 6))
    one = worlds.begin(worlds.make_cycle(framework, [organisation], slug="long"), organisation, by=pot)
    assert [d.share for d in progress(one, pot).dimensions] == [12, 3]


def test_the_next_place_knows_its_part_of_a_long_dimension(organisation, pot, rate):
    framework = worlds.make_framework("long", dimensions=(24,))
    one = worlds.begin(worlds.make_cycle(framework, [organisation], slug="long"), organisation, by=pot)
    rate(one, "1.23")
    assert (progress(one, pot).next.code, progress(one, pot).next.part) == ("1.24", 3)


def test_with_progress_counts_answers_and_indicators_of_each(cycle, organisation, neighbour, pot, ics_lead, rate):
    mine, other = worlds.begin(cycle, organisation, by=pot), worlds.begin(cycle, neighbour, by=pot)
    rate(mine, "1.1", "2.1")
    counted = SelfAssessment.objects.visible_to(ics_lead).with_progress()
    assert {one.pk: (one.answered_count, one.indicator_count) for one in counted} == {
        mine.pk: (2, 5),
        other.pk: (0, 5),
    }


# What a lead follows ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["pot", "contributor", "ics_lead", "regional_lead", "administrator", "outsider"])
def test_what_waits_for_somebody_is_what_the_rules_let_her_agree(
    request, cycle, organisation, neighbour, faraway, pot, ics_lead, role
):
    for place in (organisation, neighbour, faraway):
        worlds.submitted(cycle, place, by=pot)
    user = request.getfixturevalue(role)
    waiting = {one.organisation.slug for one in SelfAssessment.objects.waiting_for(user)}
    assert waiting == {one.organisation.slug for one in SelfAssessment.objects.all() if user.has_perm(rules.AGREE, one)}
    assert waiting == {"ics_lead": {"oakshire", "elmshire"}, "regional_lead": {"ashshire"}}.get(role, set())


def test_what_is_agreed_waits_for_nobody(cycle, organisation, pot, ics_lead):
    one = worlds.submitted(cycle, organisation, by=pot)
    SelfAssessment.objects.filter(pk=one.pk).update(status=Status.AGREED)
    assert not SelfAssessment.objects.waiting_for(ics_lead).exists()


def test_the_regional_lead_stands_in_once_the_lead_of_an_ics_has_left(
    cycle, organisation, pot, ics_lead, regional_lead
):
    worlds.submitted(cycle, organisation, by=pot)
    assert not SelfAssessment.objects.waiting_for(regional_lead).exists()
    Membership.objects.filter(user=ics_lead).update(ended_at=timezone.now())
    assert SelfAssessment.objects.waiting_for(regional_lead).exists()


def test_a_lead_sees_first_what_waits_then_by_state_and_name(
    cycle, organisation, neighbour, faraway, ics, pot, ics_lead
):
    worlds.begin(cycle, organisation, by=pot)
    worlds.submitted(cycle, neighbour, by=pot)
    cycle.participations.create(organisation=worlds.make_organisation("beechshire", ics=ics))
    rows = followed_cycles([cycle], by=ics_lead)[0].rows
    assert [(row.name, row.status, row.waits) for row in rows] == [
        ("Elmshire", "submitted", True),
        ("Oakshire", "in_progress", False),
        ("Beechshire", "not_started", False),
    ]


def test_counts_are_said_in_words_and_leave_out_what_is_not_there():
    rows = [
        FollowedRow(str(n), Tag.of(status), status) for n, status in enumerate(["submitted", "submitted", "agreed"])
    ]
    assert count_words(rows) == "Of 3 organisations asked: 2 submitted, 1 agreed."


def test_an_organisation_with_several_initiatives_is_counted_once():
    def row(status, organisation, initiative=""):
        return FollowedRow("", Tag.of(status), status, organisation=organisation, initiative=initiative)

    rows = [row("not_started", 1), row("submitted", 2, "Walks"), row("in_progress", 2, "Memory café")]
    assert count_words(rows) == (
        "Of 2 organisations asked: 1 not started. Of 2 initiatives: 1 in progress, 1 submitted."
    )


def test_those_asked_and_not_started_are_told_from_those_who_are(cycle, organisation, neighbour, faraway, draft):
    assert {one.organisation.slug for one in Participation.objects.not_started()} == {"elmshire", "ashshire"}
    counted = Cycle.objects.with_counts().get()
    assert (counted.asked_count, counted.unstarted_count) == (3, 2)


def test_a_start_in_another_cycle_is_no_start_in_this_one(framework, cycle, organisation, draft):
    other = worlds.make_cycle(framework, [organisation], slug="other")
    assert Participation.objects.filter(cycle=other).not_started().exists()


# Home -------------------------------------------------------------------------------------------------------------


def test_a_closed_cycle_stays_on_a_leads_home_while_something_waits(cycle, organisation, pot, ics_lead):
    one = worlds.submitted(cycle, organisation, by=pot)
    Cycle.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    assert [followed.cycle for followed in HomePage.of(fresh(ics_lead)).followed] == [cycle]
    SelfAssessment.objects.filter(pk=one.pk).update(status=Status.AGREED)
    assert HomePage.of(fresh(ics_lead)).followed == ()


def test_what_came_back_after_the_close_waits_for_its_organisation(cycle, organisation, pot, ics_lead):
    one = worlds.submitted(cycle, organisation, by=pot)
    Cycle.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    one.refresh_from_db()
    return_self_assessment(by=ics_lead, self_assessment=one, note="Look again.")
    card = HomePage.of(pot).own[0]
    assert card.is_waiting
    assert card.time_left == "14 days left."
    assert card.returned.reason == "Look again."


def test_the_reason_of_a_return_is_gone_once_it_is_submitted_again(cycle, organisation, pot, ics_lead):
    one = worlds.submitted(cycle, organisation, by=pot)
    return_self_assessment(by=ics_lead, self_assessment=one, note="Look again.")
    one.refresh_from_db()
    one.status_changes.create(by=pot, from_status="returned", to_status="in_progress")
    assert HomePage.of(fresh(pot)).own[0].returned.reason == "Look again."
    one.status_changes.create(by=pot, from_status="in_progress", to_status="submitted")
    assert HomePage.of(fresh(pot)).own[0].returned is None


def test_somebody_with_two_roles_sees_first_what_waits(cycle, organisation, neighbour, ics, pot, draft):
    both = worlds.make_person("both", "pot", neighbour)
    Membership.objects.create(user=both, role="ics_lead", ics=ics)
    worlds.submitted(cycle, neighbour, by=both)
    assert HomePage.of(fresh(both)).sections == ("followed", "own")


def test_the_latest_answers_are_gathered_by_person_day_and_dimension(draft, pot, contributor, rate):
    rate(draft, "1.1", "1.2")
    draft.evidence.create(
        dimension=draft.framework.dimensions.get(code="2"),
        indicator=draft.framework.indicators.get(code="2.1"),
        text="A meeting each month",
        added_by=contributor,
    )
    own = SelfAssessment.objects.visible_to(pot).of(pot.reach.own)
    said = {change.sentence for change in changes_of_answers(own, seen_by=pot)}
    assert said == {"You answered 2 indicators of dimension 1", "Contributor added evidence to 2.1"}


# Task list --------------------------------------------------------------------------------------------------------


def test_the_task_list_says_since_when_it_is_where_it_is(draft, pot):
    one = SelfAssessment.objects.visible_to(pot).with_answers().get(pk=draft.pk)
    current = [step for step in TaskListPage.of(one, seen_by=pot).steps if step.is_current]
    assert [(step.name, step.said) for step in current] == [
        ("In progress", f"since {dates.plain_day(timezone.localdate())}")
    ]


def test_days_are_written_in_british_form():
    day = timezone.localdate().replace(year=2026, month=12, day=18)
    assert dates.long_day(day) == "Friday 18 December 2026"


@pytest.mark.parametrize(("days", "words"), [(0, "Today is the last day."), (1, "1 day left."), (29, "29 days left.")])
def test_the_time_left_is_said_in_words(days, words):
    assert dates.days_left_words(days) == words
