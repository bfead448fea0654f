"""What a profile says of change, of next levels and of who is further on: true, and of nobody who may not be seen."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from assessments.actions.states import record_submission
from assessments.models import Cycle, Evidence, Rating
from frameworks.models import LevelDescriptor
from tests import worlds

NEXT = "/reports/profile/this-year/oakshire/"


@pytest.fixture
def said(signed_in):
    """A function: a part of the profile as this person gets it, from one heading to another."""

    def read(user, start: str, end: str, address=NEXT) -> str:
        answer = signed_in(user).get(address)
        assert answer.status_code == 200
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        words = " ".join(re.sub(r"<[^>]+>", " ", unescape(main)).split())
        return words[words.index(start) : words.index(end, words.index(start))]

    return read


@pytest.fixture
def what_next(said):
    return lambda user: said(user, "What next", "Good practice shared")


@pytest.fixture
def what_changed(said):
    return lambda user: said(user, "What changed", "How to read it")


def share(one, code, text, *, shared=True) -> None:
    """An example of good practice, in the submission that counts."""
    indicator = one.framework.indicators.get(code=code)
    by = one.status_changes.first().by
    where = {"dimension": indicator.dimension, "indicator": indicator, "kind": "best_practice"}
    Evidence.objects.create(self_assessment=one, text=text, shared=shared, added_by=by, **where)
    record_submission(one, by=by)


@pytest.fixture
def submitted(cycle, organisation, neighbour, faraway, pot):
    """Oakshire: 1.2 is lowest, a span; 1.3 no data; 2 at the top. Elmshire is ahead of it, Ashshire is not."""
    spans = {"1.1": (3, 3), "1.2": (1, 2), "1.3": "no_data", "2.1": (4, 4), "2.2": (4, 4)}
    worlds.submitted(cycle, organisation, spans, by=pot)
    ahead = worlds.submitted(cycle, neighbour, {"1.1": (3, 3), "1.2": (3, 3), "1.3": (3, 3)}, by=pot)
    worlds.submitted(cycle, faraway, {"1.1": (1, 1), "1.2": (1, 1), "1.3": (1, 1)}, by=pot)
    return ahead


def test_the_next_level_of_the_lowest_indicator_is_said_in_the_frameworks_words(what_next, submitted, pot):
    words = what_next(pot)
    assert "1.2 Indicator 1.2 Pre-emerging to Emerging Lowest of the 2 of 3 indicators with a level." in words
    assert "A span: its next level is counted from Pre-emerging." in words
    assert "Emerging: Emerging words for 1.2 Draft wording" in words


def test_reviewed_wording_is_not_marked_and_missing_wording_is_said(what_next, submitted, pot):
    LevelDescriptor.objects.update(is_reviewed=True)
    assert "Draft wording" not in what_next(pot)
    LevelDescriptor.objects.update(text="")
    assert "The framework has no words for Emerging here." in what_next(pot)


def test_indicators_as_low_are_named(what_next, cycle, organisation, pot):
    worlds.submitted(cycle, organisation, {"1.1": (1, 1), "1.2": (1, 2), "1.3": (1, 1)}, by=pot)
    assert "1.1 Indicator 1.1 Pre-emerging Lowest of its 3 indicators. As low: 1.3." in what_next(pot)


def test_there_is_no_next_level_at_the_top_nor_where_nothing_has_a_level(what_next, cycle, organisation, pot):
    spans = {"1.1": "no_data", "1.2": "no_data", "1.3": "no_data", "2.1": (4, 4), "2.2": (4, 4)}
    worlds.submitted(cycle, organisation, spans, by=pot)
    assert "1. Dimension 1 No data, so there is no next level to show. No level to compare with." in what_next(pot)
    assert "2. Dimension 2 All 2 indicators with a level are at Maturing, the highest level." in what_next(pot)


def test_a_declared_level_without_indicators_says_why_there_is_no_next(what_next, cycle, organisation, pot):
    begun = worlds.begin(cycle, organisation, by=pot)
    worlds.answer_all(begun, by=pot, declared={"1": (2, 2), "2": "not_applicable"})
    Rating.objects.all().delete()
    record_submission(begun, by=pot)
    assert "None of its indicators has a level, and next levels are described by indicator." in what_next(pot)
    assert "2. Dimension 2 Does not apply." in what_next(pot)


def test_who_is_further_on_is_named_with_her_level_and_nobody_else(what_next, submitted, pot):
    words = what_next(pot)
    assert "In 1.2: Elmshire (Developing)" in words
    assert "In the whole dimension: Elmshire (Developing)" in words
    assert "Ashshire" not in words
    assert words.strip().endswith("Nobody whom you may see by name.")


@pytest.mark.parametrize(("visibility", "is_named"), [("named", True), ("anonymous", False), ("private", False)])
def test_nobody_is_named_whom_the_reader_may_not_see(said, what_next, submitted, pot, visibility, is_named):
    share(submitted, "1.2", "A weekly table of all leads")
    Cycle.objects.update(visibility=visibility)
    words = what_next(pot)
    assert ("Elmshire" in words, "A weekly table" in words) == (is_named, is_named)
    assert ("Elmshire" in said(pot, "Oakshire", "All that was said")) is is_named


def test_examples_of_those_ahead_stand_beside_and_only_what_is_shared(what_next, submitted, pot):
    share(submitted, "1.1", "A shared plan")
    share(submitted, "1.2", "A weekly table of all leads")
    share(submitted, "1.2", "Kept inside", shared=False)
    words = what_next(pot)
    assert words.index("Good practice, 1.2. A weekly table of all leads Elmshire") < words.index("1.1. A shared plan")
    assert "Kept inside" not in words


# What changed ------------------------------------------------------------------------------------------------------


def last_year(framework, organisations, **more) -> Cycle:
    opens = timezone.localdate() - timedelta(days=400)
    return worlds.make_cycle(
        framework, organisations, slug="last-year", opens=opens, closes=opens + timedelta(days=180), **more
    )


def test_the_first_cycle_has_nothing_to_compare_with(what_changed, submitted, pot):
    assert what_changed(pot).startswith("What changed This year is the first cycle.")


def test_each_dimension_says_both_levels_and_the_difference(what_changed, submitted, framework, organisation, pot):
    then = {"1.1": (1, 1), "1.2": (1, 1), "1.3": (1, 1), "2.1": "no_data", "2.2": "no_data"}
    worlds.submitted(last_year(framework, [organisation]), organisation, then, by=pot)
    words = what_changed(pot)
    assert "From Last year to This year." in words
    assert (
        "1. Dimension 1 ▲ One and a quarter levels up Before: Pre-emerging. Now: Pre-emerging to Developing." in words
    )
    assert "2. Dimension 2 No level before Before: no data. Now: Maturing." in words
    assert "2 indicators have a level in both cycles: 2 (1.1 and 1.2) moved up." in words


def test_what_two_versions_do_not_share_is_listed(what_changed, submitted, organisation, pot):
    older = worlds.make_framework("vale", version="0", dimensions=(2, 2, 1))
    worlds.submitted(last_year(older, [organisation]), organisation, by=pot)
    words = what_changed(pot)
    assert "Break: another framework version." in words
    assert "new in This year: 1.3 Indicator 1.3; only in Last year: 3. Dimension 3; 3.1 Indicator 3.1." in words
    assert "Over 2 shared indicators" in words


def test_an_earlier_answer_that_may_not_be_seen_is_as_if_it_were_not(
    said, submitted, framework, organisation, faraway, pot
):
    """Named this year, private last year: a peer may see the one and not the other."""
    last = last_year(framework, [organisation, faraway], visibility="private")
    worlds.submitted(last, organisation, {"1.1": (4, 4)}, by=pot)
    peer = worlds.make_person("peer", "pot", faraway)
    words = said(peer, "What changed", "How to read it")
    assert "Last year has no answer of Oakshire that you may see by name." in words
    assert "Before:" not in words


def test_evidence_is_counted_by_kind_as_far_as_the_reader_sees_it(said, submitted, cycle, organisation, pot, ics_lead):
    own = organisation.self_assessments.get(cycle=cycle)
    share(own, "1.1", "A shared plan")
    share(own, "1.1", "Kept inside", shared=False)
    sentence = "2 pieces of evidence: 2 examples of good practice. None for dimension 2."
    assert sentence in said(pot, "Oakshire", "Spans, and")
    assert "1 piece of evidence: 1 example of good practice." in said(ics_lead, "Oakshire", "Spans, and")


def test_the_ics_and_region_stand_beside_where_they_may_be_shown(said, submitted, pot):
    words = said(pot, "Spans, and", "What changed")
    assert "ICS: typically Developing, 2 of 2 Region: typically Emerging, 3 of 3" in words
    Cycle.objects.update(visibility="private")
    assert "typically" not in said(pot, "Spans, and", "What changed")


def test_recommended_actions_that_lead_to_the_next_level_are_offered_those_without_a_step_last(
    what_next, submitted, framework, pot
):
    assert "What helps" not in what_next(pot)
    worlds.recommend(framework, "any")
    worlds.recommend(framework, "later", start=2, end=3)
    worlds.recommend(framework, "now", start=1, end=4, is_reviewed=True)
    worlds.recommend(framework, "gone", start=1, end=2, withdrawn_at=timezone.now())
    words = what_next(pot)
    assert "What helps: Action now ; Action any (draft wording); all 3 for 1.2 ." in words
    worlds.recommend(framework, "open", end=2)
    worlds.recommend(framework, "new", start=1)
    assert "Action now ; Action open (draft wording); Action new (draft wording); all 5 for 1.2 ." in what_next(pot)


def test_recommended_actions_for_indicators_as_low_are_counted(what_next, cycle, framework, organisation, pot):
    worlds.submitted(cycle, organisation, {"1.1": (1, 1), "1.2": (1, 2), "1.3": (1, 1)}, by=pot)
    worlds.recommend(framework, "now", start=1, end=2, supports="1.3")
    assert "What helps: for 1.3 (1)." in what_next(pot)


def test_where_none_is_for_the_lowest_indicator_those_of_its_dimension_are_a_press_away(
    what_next, submitted, framework, pot
):
    worlds.recommend(framework, "now", supports="1.1").supports.add(framework.indicators.get(code="1.3"))
    worlds.recommend(framework, "gone", supports="1.3", withdrawn_at=timezone.now())
    worlds.recommend(framework, "top", supports="2.1")
    words = what_next(pot)
    assert "What helps: 1 recommended action for this dimension" in words
    assert "the highest level. 1 recommended action for this dimension" in words
