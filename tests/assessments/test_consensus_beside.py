"""What the talk leaves elsewhere: the check page, the task list, beside the answer, in the submission, in reports."""

import pytest

from assessments.actions.answers import AnswerGiven
from assessments.actions.consensus import record_consensus
from assessments.actions.snapshots import fingerprint
from assessments.actions.states import record_submission, submit_self_assessment
from assessments.models import Contribution
from tests import worlds

VIEW = "Health, one person: on new wards it is still Pre-emerging."


@pytest.fixture
def split(draft, pot):
    """1.1 is split. Somebody has answered 1.2, and the POT has not."""
    worlds.contribute(draft, pot, {"1.1": (3, 3)})
    worlds.contribute(draft, "Kim Hale", {"1.1": (1, 1), "1.2": (1, 1)}, sector="health")
    return draft


@pytest.fixture
def record(split, pot):
    """A function: record Developing for 1.1, with a view that stays on record."""

    def record(minority_view=VIEW):
        return record_consensus(
            by=pot,
            self_assessment=split,
            indicator=split.framework.indicators.get(code="1.1"),
            answer=AnswerGiven("rated", 3, 3, comment="We agree."),
            minority_view=minority_view,
            seen_version=0,
        )

    return record


@pytest.fixture
def by_pot(signed_in, pot):
    return signed_in(pot)


def addresses(held) -> dict[str, str]:
    own = f"/assessments/{held.uuid}/"
    return {"list": own, "check": f"{own}check/", "dimension": f"{own}1/"}


def test_the_check_page_leads_to_what_is_split_and_blocks_nothing(by_pot, split, pot):
    page = by_pot.get(addresses(split)["check"]).text
    assert f'href="/consensus/{split.uuid}/1/1.1/">1.1 Indicator 1.1' in page
    worlds.answer_all(split, by=pot)
    assert submit_self_assessment(by=pot, self_assessment=split).status == "submitted"


def test_the_check_page_counts_the_views_that_she_has_not_looked_at(by_pot, split, pot):
    assert (
        "1 indicator has views of colleagues that you have not looked at" in by_pot.get(addresses(split)["check"]).text
    )
    Contribution.objects.create(
        contributor=split.contributors.get(user=pot), indicator=split.framework.indicators.get(code="1.2")
    )
    assert "not looked at" not in by_pot.get(addresses(split)["check"]).text


def test_what_was_talked_over_waits_no_more(by_pot, split, record):
    before = {name: by_pot.get(address).text for name, address in addresses(split).items()}
    assert "1 split" in before["list"]
    assert "Talk it over<" in before["dimension"]
    record()
    after = {name: by_pot.get(address).text for name, address in addresses(split).items()}
    assert "1 split" not in after["list"]
    assert "People hold views far apart" in before["check"]
    assert "People hold views far apart" not in after["check"]
    assert "Talked over on" in after["dimension"]


def test_a_contributor_learns_of_no_split_and_no_view_on_record_before_saying_her_own(
    signed_in, contributor, split, record
):
    browser = signed_in(contributor)
    for recorded in (False, True):
        for address in addresses(split).values():
            page = browser.get(address).text
            assert "1 split" not in page
            assert ">Split<" not in page
            assert "Talked over" not in page
            assert VIEW not in page
        if not recorded:
            record()
    worlds.contribute(split, contributor, {"1.1": (2, 2)})
    assert VIEW in browser.get(addresses(split)["dimension"]).text


@pytest.mark.parametrize("name", ["dimension", "check"])
def test_the_view_on_record_stands_beside_the_answer(by_pot, split, record, name):
    record()
    page = by_pot.get(addresses(split)[name]).text
    assert "On record:" in page
    assert VIEW in page


def test_the_view_on_record_goes_into_the_submission_and_its_profile(by_pot, split, record, pot):
    record()
    missing = split.framework.indicators.exclude(code="1.1")
    for indicator in missing:
        split.ratings.create(indicator=indicator, status="rated", low=2, high=2, changed_by=pot)
    sent = record_submission(split, by=pot)
    said = {rating["indicator"]: rating for rating in sent.counting_snapshot.content["ratings"]}
    assert said["1.1"]["minority_view"] == VIEW
    assert "minority_view" not in said["1.2"]
    profile = by_pot.get(f"/reports/profile/{sent.cycle.slug}/{sent.organisation.slug}/")
    assert VIEW in profile.text


def test_others_read_the_view_on_record_with_the_submission_alone(signed_in, ics_lead, split, record, pot):
    record()
    for indicator in split.framework.indicators.exclude(code="1.1"):
        split.ratings.create(indicator=indicator, status="rated", low=2, high=2, changed_by=pot)
    lead = signed_in(ics_lead)
    assert lead.get(addresses(split)["check"]).status_code == 403
    record_submission(split, by=pot)
    assert VIEW in signed_in(ics_lead).get(addresses(split)["check"]).text


def test_a_submission_without_such_a_view_keeps_its_fingerprint(cycle, organisation, pot):
    sent = worlds.submitted(cycle, organisation, by=pot)
    rating = sent.counting_snapshot.content["ratings"][0]
    old = ["comment", "confidence", "confidence_note", "high", "indicator", "low", "reason", "source", "status"]
    assert sorted(rating) == old
    assert sent.counting_snapshot.sha256 == fingerprint(sent.counting_snapshot.content)
