"""Asking for views, the links that let guests in, and ending an access."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from aligns_site.access import ActionRefused
from assessments.actions import contributors as verbs
from assessments.actions.states import submit_self_assessment
from assessments.models import ContributionLink, Contributor, Cycle
from tests import worlds

pytestmark = pytest.mark.django_db
SITE = "https://aligns.example/"
KEY = re.compile(r"/contribute/link/([\w-]+)/")
GUEST = "sam@trust.example"


@pytest.fixture
def asked(draft, pot, django_capture_on_commit_callbacks):
    """A function: ask somebody as the POT, and let the e-mail go."""

    def ask(email=GUEST, *, by=pot, sector="health", **more):
        with django_capture_on_commit_callbacks(execute=True):
            return verbs.ask_contributor(by=by, self_assessment=draft, email=email, sector=sector, site=SITE, **more)

    return ask


def key_in(message) -> str:
    return KEY.search(message.body)[1]


def age_links(minutes: int = 11) -> None:
    ContributionLink.objects.update(made_at=timezone.now() - timedelta(minutes=minutes))


# Asking -----------------------------------------------------------------------------------------------------------


def test_a_guest_gets_an_e_mail_with_a_link_that_names_who_asks(asked):
    contributor, is_new = asked(name="Sam Reid")
    sent = mail.outbox[-1]
    assert is_new
    assert contributor.is_guest
    assert (sent.to, sent.reply_to) == ([GUEST], ["pot@vale.example"])
    assert "Pat Okafor asks for your view" in sent.subject
    assert "Hello Sam Reid" in sent.body
    assert "Oakshire uses “Vale” to see how far it has come." in sent.body
    assert KEY.search(sent.body)


def test_only_the_hash_of_the_key_is_kept(asked):
    asked()
    key = key_in(mail.outbox[-1])
    link = ContributionLink.objects.get()
    assert link.key_hash == verbs.hash_of(key)
    assert key not in "".join(str(value) for value in vars(link).values())


def test_whoever_has_an_account_in_the_organisation_gets_no_link(asked, contributor):
    row, _ = asked(contributor.email, sector="social-care")
    assert row.user == contributor
    assert not ContributionLink.objects.exists()
    assert "/contributions/" in mail.outbox[-1].body
    assert not KEY.search(mail.outbox[-1].body)


def test_whoever_has_an_account_elsewhere_is_a_guest_here(asked, outsider):
    row, _ = asked(outsider.email)
    assert row.is_guest
    assert KEY.search(mail.outbox[-1].body)


def test_asking_the_same_address_again_doubles_nothing(asked):
    asked()
    again, is_new = asked("SAM@trust.example ", sector="joint")
    assert not is_new
    assert (again.sector, Contributor.objects.count(), len(mail.outbox)) == ("health", 1, 1)


def test_somebody_whose_access_ended_can_be_asked_again(asked, pot):
    row, _ = asked()
    verbs.end_contributor(by=pot, contributor=row)
    again, is_new = asked(sector="joint")
    assert is_new
    assert (again.pk, again.sector, again.ended_at) == (row.pk, "joint", None)


def test_whoever_came_unasked_is_asked_and_keeps_what_she_said(asked, draft, contributor):
    row = Contributor.objects.create(self_assessment=draft, user=contributor, email=contributor.email, sector="health")
    worlds.make_view(row, "1.1")
    again, is_new = asked(contributor.email, sector="health")
    assert is_new
    assert again.contributions.count() == 1


def test_whoever_lost_her_account_here_is_asked_as_a_guest(asked, contributor):
    asked(contributor.email)
    contributor.memberships.update(ended_at=timezone.now())
    row, is_new = asked(contributor.email)
    assert is_new
    assert row.is_guest


def test_all_dimensions_are_kept_as_none(asked, framework):
    some, _ = asked(dimensions=framework.dimensions.filter(code="2"))
    every, _ = asked("other@trust.example", dimensions=framework.dimensions.all())
    assert [d.code for d in some.dimensions.all()] == ["2"]
    assert not every.dimensions.exists()


def test_a_dimension_of_another_framework_is_refused(asked):
    other = worlds.make_framework("other")
    with pytest.raises(ActionRefused, match="another framework"):
        asked(dimensions=other.dimensions.all())


def test_nobody_asks_herself(asked, pot):
    with pytest.raises(ActionRefused, match="your own address"):
        asked(pot.email)


def test_there_is_a_limit_to_how_many_can_be_asked(asked, monkeypatch):
    monkeypatch.setattr(verbs, "MOST_CONTRIBUTORS", 1)
    asked()
    with pytest.raises(verbs.TooMany, match="the most in one self-assessment"):
        asked("other@trust.example")
    asked()  # who is asked already needs no room


@pytest.mark.parametrize("role", ["contributor", "ics_lead", "regional_lead", "administrator", "outsider"])
def test_only_who_answers_for_the_organisation_asks_and_ends(request, asked, role):
    row, _ = asked()
    other = request.getfixturevalue(role)
    with pytest.raises(PermissionDenied):
        asked("other@trust.example", by=other)
    with pytest.raises(PermissionDenied):
        verbs.send_link_again(by=other, contributor=row, site=SITE)
    with pytest.raises(PermissionDenied):
        verbs.end_contributor(by=other, contributor=row)


def test_nobody_is_asked_once_it_is_submitted(asked, draft, pot):
    worlds.answer_all(draft, by=pot)
    submit_self_assessment(by=pot, self_assessment=draft)
    with pytest.raises(ActionRefused, match="has submitted its answers"):
        asked()


def test_nobody_is_asked_after_the_cycle_closed(asked):
    Cycle.objects.update(opens_on="2020-01-01", closes_on="2020-02-01")
    with pytest.raises(ActionRefused, match="is not open"):
        asked()


# Links ------------------------------------------------------------------------------------------------------------


def test_a_link_lets_in_once(asked):
    row, _ = asked()
    key = key_in(mail.outbox[-1])
    assert verbs.use_link(key=key) == row
    with pytest.raises(verbs.LinkRefused) as refusal:
        verbs.use_link(key=key)
    assert refusal.value.why == "used"


def test_using_one_link_uses_up_those_sent_before(asked, pot, django_capture_on_commit_callbacks):
    row, _ = asked()
    age_links()
    with django_capture_on_commit_callbacks(execute=True):
        verbs.send_link_again(by=pot, contributor=row, site=SITE)
    first, second = (key_in(message) for message in mail.outbox)
    verbs.use_link(key=second)
    with pytest.raises(verbs.LinkRefused):
        verbs.use_link(key=first)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda row: row.links.update(expires_at=timezone.now()), "expired"),
        (lambda row: Contributor.objects.update(ended_at=timezone.now()), "ended"),
        (lambda row: Contributor.objects.update(user=row.asked_by), "account"),
    ],
)
def test_a_link_that_has_run_out_or_was_ended_lets_nobody_in(asked, change, why):
    row, _ = asked()
    change(row)
    with pytest.raises(verbs.LinkRefused) as refusal:
        verbs.use_link(key=key_in(mail.outbox[-1]))
    assert refusal.value.why == why
    assert ContributionLink.objects.get().used_at is None


def test_an_unknown_key_lets_nobody_in(db):
    with pytest.raises(verbs.LinkRefused) as refusal:
        verbs.use_link(key="never-made")
    assert (refusal.value.why, refusal.value.link) == ("unknown", None)


def test_a_link_is_not_sent_twice_within_ten_minutes(asked, pot):
    row, _ = asked()
    with pytest.raises(verbs.TooSoon, match="Give it 10 minutes"):
        verbs.send_link_again(by=pot, contributor=row, site=SITE)
    age_links()
    verbs.send_link_again(by=pot, contributor=row, site=SITE)
    assert row.links.count() == 2


def test_ending_ends_every_link_and_keeps_what_was_said(asked, pot):
    row, _ = asked()
    worlds.make_view(row, "1.1")
    ended = verbs.end_contributor(by=pot, contributor=row)
    assert ended.ended_by == pot
    assert not ended.links.filter(expires_at__gt=timezone.now()).exists()
    assert row.contributions.count() == 1


def test_an_access_with_an_account_is_not_ended_here(asked, pot, contributor):
    row, _ = asked(contributor.email)
    with pytest.raises(ActionRefused, match="has an account"):
        verbs.end_contributor(by=pot, contributor=row)


# A new link, asked for by whoever has the address ------------------------------------------------------------------


def fresh(email: str, capture) -> list[str]:
    before = len(mail.outbox)
    with capture(execute=True):
        verbs.send_fresh_links(email=email, site=SITE)
    return [to for message in mail.outbox[before:] for to in message.to]


def test_fresh_links_go_to_the_address_that_was_asked(asked, django_capture_on_commit_callbacks):
    asked()
    age_links()
    assert fresh(" SAM@trust.example", django_capture_on_commit_callbacks) == [GUEST]
    assert fresh("nobody@trust.example", django_capture_on_commit_callbacks) == []
    verbs.use_link(key=key_in(mail.outbox[-1]))


def test_no_fresh_link_goes_out_within_ten_minutes(asked, django_capture_on_commit_callbacks):
    asked()
    assert fresh(GUEST, django_capture_on_commit_callbacks) == []


def test_no_fresh_link_goes_to_whom_the_access_has_ended(asked, pot, django_capture_on_commit_callbacks):
    row, _ = asked()
    age_links()
    verbs.end_contributor(by=pot, contributor=row)
    assert fresh(GUEST, django_capture_on_commit_callbacks) == []


def test_no_fresh_link_goes_out_where_nothing_can_be_said(asked, django_capture_on_commit_callbacks):
    asked()
    age_links()
    Cycle.objects.update(opens_on="2020-01-01", closes_on="2020-02-01")
    assert fresh(GUEST, django_capture_on_commit_callbacks) == []
