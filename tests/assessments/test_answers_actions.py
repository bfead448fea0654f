"""Saying something in a self-assessment: what is saved, what is refused, and that nobody's words are overwritten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aligns_site.access import ActionRefused, NotPermitted
from assessments.actions import answers
from assessments.actions.answers import AnswerGiven, AnswerSent, StaleVersion
from assessments.actions.evidence import add_evidence, change_evidence, remove_evidence
from assessments.actions.states import CycleClosed, WrongState
from assessments.models import Cycle, DimensionRating, Evidence, Rating, SelfAssessment
from tests import worlds

EMERGING = AnswerGiven("rated", 2, 2, comment="So far")
MATURING = AnswerGiven("rated", 4, 4, comment="All of it")


@pytest.fixture
def indicator(framework):
    return framework.indicators.get(code="1.1")


@pytest.fixture
def dimension(framework):
    return framework.dimensions.get(code="1")


@pytest.fixture
def rate(draft, indicator):
    def rated(by, answer, seen):
        return answers.rate_indicator(
            by=by, self_assessment=draft, indicator=indicator, answer=answer, seen_version=seen
        )

    return rated


@pytest.fixture
def declare(draft, dimension):
    def declared(by, answer, seen):
        return answers.declare_dimension(
            by=by, self_assessment=draft, dimension=dimension, answer=answer, seen_version=seen
        )

    return declared


def test_an_answer_counts_its_versions_and_names_who_gave_it(rate, pot, deputy):
    assert rate(pot, EMERGING, 0).version == 1
    rating = rate(deputy, MATURING, 1)
    assert (rating.version, rating.high, rating.changed_by) == (2, 4, deputy)


def test_the_answer_before_stays_in_the_history(rate, pot):
    rate(pot, EMERGING, 0)
    rate(pot, MATURING, 1)
    assert [h.comment for h in Rating.history.order_by("history_id")] == ["So far", "All of it"]


def test_an_answer_over_somebody_elses_newer_one_is_refused_and_shows_it(rate, pot, deputy):
    rate(deputy, EMERGING, 0)
    with pytest.raises(StaleVersion, match=r"Dan Hill changed 1\.1 at \d\d:\d\d") as refused:
        rate(pot, MATURING, 0)
    assert refused.value.current.comment == "So far"
    assert Rating.objects.get().comment == "So far"


def test_an_answer_that_was_seen_and_not_changed_does_not_conflict(rate, pot, deputy):
    rate(pot, EMERGING, 0)
    rate(deputy, MATURING, 1)
    assert rate(pot, EMERGING, 1).comment == "All of it"


def test_the_same_answer_twice_is_one_version(rate, pot, deputy):
    rate(pot, EMERGING, 0)
    assert rate(deputy, EMERGING, 0).version == 1


def test_a_page_is_saved_whole_but_for_what_is_stale(draft, framework, indicator, rate, pot, deputy):
    rate(deputy, MATURING, 0)
    other = framework.indicators.get(code="1.2")
    stale = answers.save_answers(
        by=pot, self_assessment=draft, answers=[AnswerSent(indicator, EMERGING, 0), AnswerSent(other, EMERGING, 0)]
    )
    assert [refusal.target for refusal in stale] == [indicator]
    assert {r.indicator.code: r.high for r in draft.ratings.all()} == {"1.1": 4, "1.2": 2}


def test_a_declared_level_can_be_taken_back(declare, pot):
    declare(pot, EMERGING, 0)
    assert declare(pot, None, 1) is None
    assert not DimensionRating.objects.exists()


def test_leaving_a_dimension_alone_does_not_take_back_what_somebody_declared_meanwhile(declare, pot, deputy):
    declare(deputy, EMERGING, 0)
    assert declare(pot, None, 0).comment == "So far"


def test_taking_back_a_newer_declared_level_is_refused(declare, pot, deputy):
    declare(pot, EMERGING, 0)
    declare(deputy, MATURING, 1)
    with pytest.raises(StaleVersion):
        declare(pot, None, 1)


def test_a_level_declared_again_does_not_take_an_old_version_for_its_own(declare, pot, deputy):
    declare(pot, EMERGING, 0)
    declare(deputy, None, 1)
    declare(deputy, MATURING, 0)
    with pytest.raises(StaleVersion):
        declare(pot, AnswerGiven("rated", 1, 1), 1)


def test_changing_a_level_that_somebody_took_back_is_refused(declare, pot, deputy):
    declare(pot, EMERGING, 0)
    declare(deputy, None, 1)
    with pytest.raises(StaleVersion) as refused:
        declare(pot, MATURING, 1)
    assert refused.value.current is None


def test_a_level_that_the_framework_does_not_have_is_refused(rate, pot):
    with pytest.raises(ActionRefused, match="no such level"):
        rate(pot, AnswerGiven("rated", 2, 5), 0)


def test_an_indicator_of_another_framework_is_refused(draft, pot):
    foreign = worlds.make_framework("dale").indicators.first()
    with pytest.raises(ActionRefused, match="another framework"):
        answers.rate_indicator(by=pot, self_assessment=draft, indicator=foreign, answer=EMERGING, seen_version=0)


def test_a_submitted_self_assessment_cannot_be_answered(draft, indicator, pot):
    SelfAssessment.objects.update(status="submitted")
    with pytest.raises(WrongState, match="Withdraw it"):
        answers.rate_indicator(by=pot, self_assessment=draft, indicator=indicator, answer=EMERGING, seen_version=0)


def test_after_the_closing_day_answers_are_kept_as_they_were(rate, pot):
    Cycle.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(CycleClosed, match="Your answers are kept as they were"):
        rate(pot, EMERGING, 0)


def test_answering_what_was_returned_puts_it_in_progress_once_something_changes(draft, rate, pot):
    rate(pot, EMERGING, 0)
    SelfAssessment.objects.update(status="returned")
    rate(pot, EMERGING, 1)
    draft.refresh_from_db()
    assert draft.status == "returned"
    rate(pot, MATURING, 1)
    draft.refresh_from_db()
    assert draft.status == "in_progress"
    assert draft.status_changes.last().from_status == "returned"


@pytest.mark.parametrize("role", ["contributor", "ics_lead", "regional_lead", "administrator", "outsider"])
def test_only_those_who_answer_for_the_organisation_rate(request, rate, role):
    with pytest.raises(NotPermitted):
        rate(request.getfixturevalue(role), EMERGING, 0)
    assert not Rating.objects.exists()


@pytest.fixture
def piece(draft, dimension, indicator, pot):
    return add_evidence(
        by=pot, self_assessment=draft, dimension=dimension, indicator=indicator, text="A meeting every week.", low=2
    )


def test_a_contributor_adds_evidence_and_changes_her_own(draft, dimension, contributor):
    own = add_evidence(by=contributor, self_assessment=draft, dimension=dimension, text="Seen on a visit.")
    change_evidence(by=contributor, evidence=own, text="Seen on two visits.")
    assert Evidence.objects.get().text == "Seen on two visits."


def test_a_contributor_leaves_what_others_added(piece, contributor):
    with pytest.raises(NotPermitted):
        change_evidence(by=contributor, evidence=piece, text="Not so.")
    with pytest.raises(NotPermitted):
        remove_evidence(by=contributor, evidence=piece)
    assert Evidence.objects.get().text == "A meeting every week."


def test_a_removed_piece_stays_in_the_history(piece, pot):
    remove_evidence(by=pot, evidence=piece)
    assert not Evidence.objects.exists()
    assert Evidence.history.filter(history_type="-").get().text == "A meeting every week."


def test_evidence_at_one_level_has_a_span_of_that_level(piece):
    assert (piece.low, piece.high) == (2, 2)


def test_evidence_for_an_indicator_of_another_dimension_is_refused(draft, framework, indicator, pot):
    with pytest.raises(ActionRefused, match="another dimension"):
        add_evidence(
            by=pot, self_assessment=draft, dimension=framework.dimensions.get(code="2"), indicator=indicator, text="No."
        )
