"""Reminding one organisation with one press, and choosing which e-mails one gets."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from aligns_site.access import ActionRefused, NotPermitted
from assessments import rules
from assessments.actions.notices import NobodyToRemind, NothingToRemind, RemindedToday, choose_notices, nudge
from assessments.models import Cycle, DeclinedNotice, Membership, Participation, SelfAssessment, SentNotice
from tests import worlds

SITE = "https://aligns.example/"
ROLES = ["contributor", "pot", "ics_lead", "regional_lead", "administrator", "outsider"]
CHOICE = "/people/me/e-mails/"


class ClosedPostOffice(BaseEmailBackend):
    """Takes no e-mail."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody is there")


@pytest.fixture
def asked(cycle, organisation) -> Participation:
    return Participation.objects.get(cycle=cycle, organisation=organisation)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def press(browser, asked, **said):
    return browser.post(f"/assessments/remind/{asked.cycle.slug}/{asked.organisation.slug}/", said, follow=True)


# The verb ---------------------------------------------------------------------------------------------------------


def test_all_who_answer_for_the_organisation_get_one_e_mail_each(asked, pot, contributor, ics_lead, organisation):
    deputy = worlds.make_person("deputy", "pot", organisation)
    worlds.make_person("near", "contributor", organisation)
    assert nudge(by=ics_lead, participation=asked, site=SITE) == 2
    assert sorted(letter.to for letter in mail.outbox) == sorted([[pot.email], [deputy.email]])


def test_the_e_mail_says_who_what_and_by_when_and_leads_there(asked, draft, pot, ics_lead, cycle):
    worlds.Rating.objects.create(
        self_assessment=draft,
        indicator=draft.framework.indicators.first(),
        changed_by=pot,
        status="rated",
        low=3,
        high=3,
        comment="A word of the draft",
    )
    nudge(by=ics_lead, participation=asked, site=SITE)
    letter = mail.outbox[0]
    assert letter.subject == "Ics Lead reminds you: Oakshire, This year (ALIGNS)"
    assert letter.reply_to == ["Ics Lead <ics.lead@vale.example>"]
    assert "4 of 5 indicators have no answer." in letter.body
    assert f"The last day is {cycle.closes_on:%A} {cycle.closes_on.day} {cycle.closes_on:%B %Y}. 30 days left." in (
        letter.body
    )
    assert letter.body.count(f"https://aligns.example/assessments/{draft.uuid}/") == 1
    assert "A word of the draft" not in letter.body
    assert "Developing" not in letter.body
    assert letter.extra_headers["List-Unsubscribe"] == "<https://aligns.example/people/me/e-mails/>"
    assert "https://aligns.example/people/me/e-mails/" in letter.body


def test_what_is_not_started_is_started_from_the_home_page(asked, pot, ics_lead):
    nudge(by=ics_lead, participation=asked, site=SITE)
    assert "It is not started yet. It asks about 5 indicators." in mail.outbox[0].body
    assert "\nhttps://aligns.example/\n" in mail.outbox[0].body


@pytest.mark.parametrize("role", ROLES)
def test_whoever_follows_an_organisation_may_remind_it(request, asked, role):
    may = request.getfixturevalue(role).has_perm(rules.NUDGE, asked)
    assert may == (role in {"ics_lead", "regional_lead", "administrator"})


def test_others_may_not(asked, pot):
    with pytest.raises(NotPermitted):
        nudge(by=pot, participation=asked, site=SITE)
    assert mail.outbox == []


def test_a_second_time_on_one_day_is_refused_whoever_asks(asked, pot, ics_lead, regional_lead):
    nudge(by=ics_lead, participation=asked, site=SITE)
    with pytest.raises(RemindedToday, match=r"^Ics Lead reminded Oakshire today at \d\d:\d\d; again from tomorrow\.$"):
        nudge(by=regional_lead, participation=asked, site=SITE)
    assert len(mail.outbox) == 1


def test_the_next_day_it_can_be_done_again(asked, pot, ics_lead):
    nudge(by=ics_lead, participation=asked, site=SITE)
    Participation.objects.update(reminded_at=timezone.now() - timedelta(days=1))
    nudge(by=ics_lead, participation=asked, site=SITE)
    assert len(mail.outbox) == 2


def test_one_organisation_reminded_does_not_hold_up_another(asked, pot, ics_lead, neighbour, cycle):
    worlds.make_person("near.pot", "pot", neighbour)
    nudge(by=ics_lead, participation=asked, site=SITE)
    assert nudge(by=ics_lead, participation=cycle.participations.get(organisation=neighbour), site=SITE) == 1


@pytest.mark.parametrize("status", ["submitted", "agreed"])
def test_there_is_nothing_to_remind_of_once_it_is_submitted(asked, draft, ics_lead, status):
    SelfAssessment.objects.update(status=status)
    with pytest.raises(NothingToRemind):
        nudge(by=ics_lead, participation=asked, site=SITE)


def test_there_is_nothing_to_remind_of_after_the_last_day(asked, pot, ics_lead):
    today = timezone.localdate()
    Cycle.objects.update(opens_on=today - timedelta(9), closes_on=today - timedelta(1))
    with pytest.raises(NothingToRemind):
        nudge(by=ics_lead, participation=asked, site=SITE)
    Participation.objects.filter(pk=asked.pk).update(open_until=today)
    assert nudge(by=ics_lead, participation=asked, site=SITE) == 1
    assert "Today is the last day." in mail.outbox[0].body


@pytest.mark.parametrize("gone", ["account", "access"])
def test_without_anybody_who_answers_it_is_refused_and_not_noted(asked, pot, ics_lead, gone):
    if gone == "account":
        type(pot).objects.filter(pk=pot.pk).update(is_active=False)
    else:
        Membership.objects.filter(user=pot).update(ended_at=timezone.now())
    with pytest.raises(NobodyToRemind, match="Nobody answers for Oakshire here yet"):
        nudge(by=ics_lead, participation=asked, site=SITE)
    asked.refresh_from_db()
    assert asked.reminded_at is None


def test_whoever_does_not_want_reminders_gets_none(asked, pot, ics_lead, organisation):
    choose_notices(by=pot, wanted=["closing"])
    with pytest.raises(NobodyToRemind, match="takes reminders by e-mail"):
        nudge(by=ics_lead, participation=asked, site=SITE)
    worlds.make_person("deputy", "pot", organisation)
    assert nudge(by=ics_lead, participation=asked, site=SITE) == 1


def test_where_no_e_mail_could_be_sent_it_can_be_tried_again(asked, pot, ics_lead, settings):
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.ClosedPostOffice"
    with pytest.raises(ActionRefused, match="could not be sent"):
        nudge(by=ics_lead, participation=asked, site=SITE)
    assert not SentNotice.objects.exists()
    settings.EMAIL_BACKEND = works
    assert nudge(by=ics_lead, participation=asked, site=SITE) == 1


# The board --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/assessments/?cycle=this-year"])
def test_one_press_on_the_board_reminds_and_leads_back(asked, pot, ics_lead, signed_in, address):
    browser = signed_in(ics_lead)
    form = text(browser.get(address)).split('action="/assessments/remind/this-year/oakshire/"')[1].split("</form>")[0]
    assert 'name="csrfmiddlewaretoken"' in form
    assert f'name="back" value="{address}"' in form
    done = press(browser, asked, back=address)
    assert done.redirect_chain == [(address, 302)]
    assert "You reminded Oakshire: 1 person has an e-mail from you now." in text(done)
    assert len(mail.outbox) == 1


def test_the_board_says_who_reminded_and_from_when_on_it_can_be_done_again(
    asked, pot, ics_lead, regional_lead, signed_in
):
    press(signed_in(ics_lead), asked)
    at = timezone.localtime(Participation.objects.get(pk=asked.pk).reminded_at)
    assert f"You reminded Oakshire at {at:%H:%M}; again from tomorrow." in text(signed_in(ics_lead).get("/"))
    page = text(signed_in(regional_lead).get("/"))
    assert f"Ics Lead reminded Oakshire at {at:%H:%M}; again from tomorrow." in page
    assert "/assessments/remind/this-year/oakshire/" not in page


def test_on_later_days_the_board_says_when_and_offers_it_again(asked, pot, ics_lead, regional_lead, signed_in):
    press(signed_in(ics_lead), asked)
    yesterday = timezone.now() - timedelta(days=1)
    Participation.objects.update(reminded_at=yesterday)
    day = timezone.localdate(yesterday)
    page = text(signed_in(regional_lead).get("/"))
    assert f"Reminded on {day.day} {day:%B %Y} by Ics Lead." in page
    assert "/assessments/remind/this-year/oakshire/" in page


def test_the_board_offers_nothing_beside_what_is_submitted(cycle, organisation, pot, ics_lead, signed_in):
    worlds.submitted(cycle, organisation, by=pot)
    assert "/assessments/remind/this-year/oakshire/" not in text(signed_in(ics_lead).get("/"))


def test_where_nobody_answers_the_board_says_so_and_where_to_invite(asked, ics_lead, regional_lead, signed_in):
    page = text(signed_in(ics_lead).get("/"))
    assert "/assessments/remind/" not in page
    assert 'href="/people/invite/organisation/oakshire/">Invite a POT' in page
    assert "Ask its ICS lead to invite a POT." in text(signed_in(regional_lead).get("/"))


@pytest.mark.parametrize(("role", "status"), [("pot", 403), ("contributor", 403), ("outsider", 404)])
def test_the_address_is_closed_to_others(request, asked, signed_in, pot, role, status):
    assert press(signed_in(request.getfixturevalue(role)), asked).status_code == status
    assert mail.outbox == []


def test_a_visit_reminds_nobody(asked, pot, ics_lead, signed_in):
    address = f"/assessments/remind/{asked.cycle.slug}/oakshire/"
    assert signed_in(ics_lead).get(address).url == "/"
    assert mail.outbox == []


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "", "javascript:x"])
def test_the_press_leads_to_no_other_site(asked, pot, ics_lead, signed_in, back):
    assert press(signed_in(ics_lead), asked, back=back).redirect_chain == [("/", 302)]


# Choosing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("contributor", {"closing"}),
        ("pot", {"opening", "closing", "moved", "returned", "question", "nudge", "agreed"}),
        ("ics_lead", {"closing", "moved", "submitted"}),
        ("regional_lead", {"closing", "moved", "submitted"}),
        ("administrator", set()),
    ],
)
def test_each_is_offered_the_kinds_that_can_reach_her_all_ticked(request, signed_in, role, kinds):
    page = text(signed_in(request.getfixturevalue(role)).get(CHOICE))
    assert page.count('type="checkbox"') == page.count(" checked") == len(kinds)
    assert all(f'value="{kind}"' in page for kind in kinds)
    assert "Invitations and links to a new password always come." in page


def test_what_is_not_ticked_is_declined_and_stays_so(pot, signed_in):
    browser = signed_in(pot)
    page = text(browser.post(CHOICE, {"wanted": ["closing", "returned"]}, follow=True))
    assert "Saved." in page
    assert page.count(" checked") == 2
    assert set(DeclinedNotice.objects.values_list("kind", flat=True)) == {
        "opening",
        "moved",
        "question",
        "nudge",
        "agreed",
    }


def test_what_is_ticked_again_is_wanted_again(pot, signed_in):
    browser = signed_in(pot)
    browser.post(CHOICE, {})
    assert DeclinedNotice.objects.filter(user=pot).count() == 7
    browser.post(CHOICE, {"wanted": ["nudge"]})
    assert not DeclinedNotice.objects.filter(kind="nudge").exists()


def test_nobody_chooses_for_somebody_else(pot, outsider, signed_in):
    signed_in(outsider).post(CHOICE, {})
    assert not DeclinedNotice.objects.filter(user=pot).exists()


def test_an_unknown_kind_is_refused_and_changes_nothing(pot, signed_in):
    response = signed_in(pot).post(CHOICE, {"wanted": ["opening", "parties"]})
    assert response.status_code == 422
    assert "Choose from the e-mails in the list" in text(response)
    assert not DeclinedNotice.objects.exists()


def test_every_page_leads_to_the_choice(pot, signed_in):
    assert f'href="{CHOICE}"' in text(signed_in(pot).get("/"))
