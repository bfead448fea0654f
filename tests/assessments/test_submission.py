"""A submission as it was kept: who reads it, whether its fingerprint holds, what changed, and what is an amendment."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.actions.states import (
    agree_self_assessment,
    reopen_self_assessment,
    return_self_assessment,
    submit_self_assessment,
    withdraw_self_assessment,
)
from assessments.models import Snapshot
from assessments.pages.amendments import Submissions
from assessments.pages.dates import moment_day
from tests import worlds

BEFORE, AFTER, SECRET = "We met twice a year.", "We meet each month now.", "Only for our own eyes."


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def sent(cycle, organisation, pot):
    one = worlds.submitted(cycle, organisation, by=pot)
    return one


def changed(one, pot, *, level=3, comment=AFTER, code="1.2"):
    one.ratings.filter(indicator__code=code).update(low=level, high=level, comment=comment)
    return submit_self_assessment(by=pot, self_assessment=one)


@pytest.fixture
def twice(sent, pot, ics_lead):
    """Submitted, returned, changed at 1.2 and submitted again."""
    returned = return_self_assessment(by=ics_lead, self_assessment=sent, note="Look at 1.2.")
    returned.evidence.create(dimension=returned.framework.dimensions.first(), text=SECRET, added_by=pot, shared=False)
    return changed(returned, pot)


def page_of(client, one, number) -> str:
    return text(client.get(f"/assessments/{one.uuid}/history/{number}/"))


@pytest.mark.parametrize(
    ("role", "status"),
    [("contributor", 200), ("pot", 200), ("ics_lead", 200), ("regional_lead", 200), ("outsider", 404), ("peer", 404)],
)
def test_who_may_read_the_timeline_may_read_each_submission(request, signed_in, twice, neighbour, role, status):
    user = worlds.make_person("peer", "pot", neighbour) if role == "peer" else request.getfixturevalue(role)
    client = signed_in(user)
    assert {client.get(f"/assessments/{twice.uuid}/history/{n}/").status_code for n in (1, 2)} == {status}
    assert client.get(f"/assessments/{twice.uuid}/history/3/").status_code == 404


def test_it_says_what_changed_before_and_after(signed_in, twice, ics_lead):
    page = page_of(signed_in(ics_lead), twice, 2)
    changes = page.split("What changed since submission 1")[1].split("The answers as they were submitted")[0]
    assert "1.2 Indicator 1.2" in changes
    assert "<del>Emerging</del>" in changes
    assert "<ins>Developing</ins>" in changes
    assert f"<ins>{AFTER}</ins>" in changes
    assert "1.1 Indicator" not in changes
    assert "What changed since" not in page_of(signed_in(ics_lead), twice, 1)


def test_what_is_not_shared_stays_in_the_organisation_here_too(signed_in, twice, pot, ics_lead):
    assert SECRET not in page_of(signed_in(ics_lead), twice, 2)
    assert SECRET in page_of(signed_in(pot), twice, 2)


def test_a_lead_reads_no_submission_that_was_withdrawn_nor_a_comparison_with_it(signed_in, sent, pot, ics_lead):
    sent.ratings.filter(indicator__code="1.1").update(comment=BEFORE)
    withdrawn = withdraw_self_assessment(by=pot, self_assessment=sent)
    first = changed(withdrawn, pot, comment=SECRET)
    again = withdraw_self_assessment(by=pot, self_assessment=first)
    now = changed(again, pot)
    lead = signed_in(ics_lead)
    assert [lead.get(f"/assessments/{now.uuid}/history/{n}/").status_code for n in (1, 2, 3)] == [403, 403, 200]
    assert SECRET not in page_of(lead, now, 3)
    assert f"history/{2}/" not in text(lead.get(f"/assessments/{now.uuid}/history/"))
    assert SECRET in page_of(signed_in(pot), now, 3)


def test_a_content_that_was_tampered_with_is_said_loudly(signed_in, twice, ics_lead):
    assert "Checked: the content has this fingerprint" in page_of(signed_in(ics_lead), twice, 1)
    kept = Snapshot.objects.get(number=1)
    kept.content["ratings"][0]["low"] = 1
    kept.save()
    page = page_of(signed_in(ics_lead), twice, 1)
    assert "Checked" not in page
    assert "the content does not have this fingerprint" in page


def test_a_submission_after_an_agreement_is_an_amendment_everywhere(signed_in, sent, pot, ics_lead):
    agreed = agree_self_assessment(by=ics_lead, self_assessment=sent)
    day = moment_day(agreed.status_changes.last().at)
    reopened = reopen_self_assessment(by=ics_lead, self_assessment=agreed)
    words = f"amendment 1 of what was agreed on {day}"
    assert f"Once it is submitted, this is {words}." in text(signed_in(pot).get(f"/assessments/{sent.uuid}/"))
    one = changed(reopened, pot)
    client = signed_in(ics_lead)
    for path in ("", "check/", "history/", "history/2/"):
        assert words in text(client.get(f"/assessments/{one.uuid}/{path}")), path


def test_amendments_count_from_the_last_agreement(sent, pot, ics_lead):
    one = agree_self_assessment(by=ics_lead, self_assessment=sent)
    one = submit_self_assessment(by=pot, self_assessment=reopen_self_assessment(by=ics_lead, self_assessment=one))
    one = return_self_assessment(by=ics_lead, self_assessment=one, note="Once more.")
    one = submit_self_assessment(by=pot, self_assessment=one)
    one = agree_self_assessment(by=ics_lead, self_assessment=one)
    one = submit_self_assessment(by=pot, self_assessment=reopen_self_assessment(by=ics_lead, self_assessment=one))
    known = Submissions.of(one.status_changes.all())
    assert {number: amended.number for number, amended in known.amended.items()} == {2: 1, 3: 2, 4: 1}


def test_a_long_framework_costs_no_more(signed_in, organisation, pot, ics_lead):
    costs = []
    for size in ((3, 2), (20, 20, 3)):
        framework = worlds.make_framework(f"size-{len(size)}", dimensions=size)
        cycle = worlds.make_cycle(framework, [organisation], slug=f"size-{len(size)}")
        one = worlds.submitted(cycle, organisation, by=pot)
        one = changed(return_self_assessment(by=ics_lead, self_assessment=one, note="Look."), pot)
        client = signed_in(ics_lead)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/assessments/{one.uuid}/history/2/").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
