"""The people pages over HTTP: who sees whom, who may invite, end and hand over, and what the e-mail is good for."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import ICSPlacement, Membership, User
from tests import worlds

pytestmark = pytest.mark.django_db
LIST = "/people/"
ROLES = ["contributor", "pot", "ics_lead", "regional_lead", "administrator", "outsider"]
NEW = {"email": "new@vale.example", "name": "Nell New"}
PASSWORD = {"password1": "three plain words", "password2": "three plain words"}


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def cast(request, neighbour, faraway):
    """One person a role, and colleagues beside them: at a neighbour in the ICS, and in another ICS of the region."""
    people = {role: request.getfixturevalue(role) for role in ROLES}
    people["near_pot"] = worlds.make_person("near.pot", "pot", neighbour)
    people["near_helper"] = worlds.make_person("near.helper", "contributor", neighbour)
    people["other_lead"] = worlds.make_person("other.lead", "ics_lead", faraway.placements.get().ics)
    people["far_pot"] = worlds.make_person("far.pot", "pot", faraway)
    return people


@pytest.fixture
def seat(cast):
    """A function: the membership of one of the cast."""
    return lambda name: cast[name].memberships.get()


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """A function: post as this browser, and run what waits for the end of the transaction."""

    def post(browser, path, data=None):
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(path, data or {})

    return post


# Who sees whom ----------------------------------------------------------------------------------------------------

OWN = {"contributor", "pot", "ics_lead", "regional_lead"}
SEES = {
    "contributor": OWN,
    "pot": OWN,
    "ics_lead": {"pot", "near_pot", "ics_lead", "regional_lead"},
    "regional_lead": {"ics_lead", "other_lead", "regional_lead"},
    "outsider": {"outsider"},
}


@pytest.mark.parametrize("role", SEES)
def test_the_list_shows_whom_the_role_may_see_and_nobody_else(cast, signed_in, role):
    page = text(signed_in(cast[role]).get(LIST)).split('<main id="content"')[1]
    assert {name for name, user in cast.items() if user.email in page} == SEES[role]


@pytest.mark.parametrize("role", [*SEES, "administrator"])
def test_visible_memberships_are_those_of_the_table(cast, role):
    seen = set(Membership.objects.visible_to(cast[role]))
    expected = SEES.get(role, set(cast))
    assert {name for name, user in cast.items() if user.memberships.get() in seen} == expected


def test_an_administrator_lists_everybody(cast, signed_in):
    page = text(signed_in(cast["administrator"]).get("/desk/people/"))
    assert {name for name, user in cast.items() if user.email in page} == set(cast)


@pytest.mark.parametrize("role", SEES)
def test_to_others_there_is_no_list_of_everybody(cast, signed_in, role):
    assert signed_in(cast[role]).get("/desk/people/").status_code == 404


def test_an_administrator_chooses_by_role_and_place(cast, signed_in):
    page = text(signed_in(cast["administrator"]).get("/desk/people/?role=pot&place=organisation:elmshire"))
    assert {name for name, user in cast.items() if f"mailto:{user.email}" in page} == {"near_pot"}
    assert 'href="/people/invite/organisation/elmshire/"' in page


@pytest.mark.parametrize("query", ["role=queen", "place=organisation:nowhere", "place=x"])
def test_an_unknown_choice_is_named_and_shows_nobody(cast, signed_in, query):
    response = signed_in(cast["administrator"]).get(f"/desk/people/?{query}")
    assert response.status_code == 400
    assert "Choose one of the" in text(response)
    assert cast["pot"].email not in text(response)


def test_the_list_of_everybody_comes_in_sheets_of_fifty(administrator, organisation, signed_in):
    for n in range(60):
        worlds.make_person(f"helper{n:02}", "contributor", organisation)
    browser = signed_in(administrator)
    first, second = (text(browser.get(f"/desk/people/?role=contributor&page={n}")) for n in (1, 2))
    assert (first.count("mailto:helper"), second.count("mailto:helper")) == (50, 10)
    assert 'href="?role=contributor&amp;page=2"' in first


def test_whoever_lost_access_is_not_listed(cast, seat, signed_in):
    Membership.objects.filter(pk=seat("contributor").pk).update(ended_at=timezone.now())
    assert cast["contributor"].email not in text(signed_in(cast["pot"]).get(LIST))


def test_somebody_without_a_role_sees_nobody(cast, signed_in):
    page = text(signed_in(worlds.make_person("stranger")).get(LIST))
    assert "You do not belong to" in page
    assert not [name for name, user in cast.items() if user.email in page]


def test_a_lead_of_what_went_before_is_whom_to_ask(cast, ics, organisation, region, signed_in):
    later = worlds.make_ics("later-vale", region)
    ics.succeeded_by.add(later)
    ICSPlacement.objects.filter(ics=ics).update(until_on="2020-01-01")
    organisation.placements.update(ics=later)
    page = text(signed_in(cast["pot"]).get(LIST))
    assert "ICS AHP lead, Later Vale:" in page
    assert f"mailto:{cast['ics_lead'].email}" in page
    assert "<h2>Later Vale</h2>" in text(signed_in(cast["ics_lead"]).get(LIST))


def test_where_nobody_leads_the_page_says_whom_to_write_to(pot, signed_in):
    assert "ICS AHP lead, North Vale: nobody yet. Write to" in text(signed_in(pot).get(LIST))


def test_a_lead_is_offered_to_invite_where_nobody_answers(ics_lead, organisation, signed_in):
    page = text(signed_in(ics_lead).get(LIST))
    assert "Nobody yet" in page
    assert 'href="/people/invite/organisation/oakshire/">Invite a POT' in page


@pytest.mark.parametrize("role", ["contributor", "pot", "ics_lead", "regional_lead"])
def test_the_number_of_queries_does_not_grow_with_the_people(request, signed_in, role, cast, ics, region):
    browser = signed_in(cast[role])
    browser.get(LIST)
    small = queries(browser, LIST)
    for n in range(4):
        place = worlds.make_organisation(f"more-{n}", ics=ics)
        worlds.make_person(f"more.pot{n}", "pot", place)
        worlds.make_person(f"more.helper{n}", "contributor", cast["pot"].memberships.get().organisation)
        worlds.make_person(f"more.lead{n}", "ics_lead", worlds.make_ics(f"more-vale-{n}", region))
        worlds.make_person(f"more.lead.here{n}", "ics_lead", ics)
    assert queries(browser, LIST) == small


def test_the_number_of_queries_does_not_grow_with_everybody(cast, organisation, signed_in):
    browser = signed_in(cast["administrator"])
    small = queries(browser, "/desk/people/")
    for n in range(20):
        worlds.make_person(f"more{n}", "contributor", organisation)
    assert queries(browser, "/desk/people/") == small


def queries(browser, address) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


# Who may invite and end -------------------------------------------------------------------------------------------

ENDS = {
    "contributor": {"contributor": 200, "pot": 403, "ics_lead": 403, "near_pot": 404, "outsider": 404},
    "pot": {"contributor": 200, "pot": 200, "ics_lead": 403, "regional_lead": 403, "near_pot": 404, "near_helper": 404},
    "ics_lead": {"pot": 200, "near_pot": 200, "contributor": 404, "far_pot": 404, "other_lead": 404, "ics_lead": 200},
    "regional_lead": {"ics_lead": 200, "other_lead": 200, "pot": 404, "regional_lead": 200, "administrator": 404},
    "administrator": {"contributor": 200, "far_pot": 200, "regional_lead": 200, "outsider": 200},
    "outsider": {"contributor": 404, "pot": 404, "ics_lead": 404, "regional_lead": 404, "administrator": 404},
}


@pytest.mark.parametrize(("role", "of", "status"), [(r, of, status) for r in ENDS for of, status in ENDS[r].items()])
def test_who_may_end_whose_access(cast, seat, signed_in, role, of, status):
    assert signed_in(cast[role]).get(f"/people/{seat(of).pk}/end/").status_code == status


@pytest.mark.parametrize("act", ["end", "send-again", "hand-over"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_outsider_learns_nothing_by_trying_numbers(cast, signed_in, act, method):
    browser = signed_in(cast["outsider"])
    others = Membership.objects.exclude(user=cast["outsider"]).values_list("pk", flat=True)
    answers = {getattr(browser, method)(f"/people/{pk}/{act}/").status_code for pk in [*others, 999_999]}
    assert answers == {404}
    assert not Membership.objects.exclude(ended_at=None).exists()


PLACES = {
    "own": "organisation/oakshire",
    "near": "organisation/elmshire",
    "far": "organisation/ashshire",
    "ics": "ics/north-vale",
    "other_ics": "ics/south-vale",
    "region": "region/south",
    "all": "administrator",
}
INVITES = {
    "contributor": set(),
    "pot": {"own"},
    "ics_lead": {"own", "near"},
    "regional_lead": {"ics", "other_ics"},
    "administrator": set(PLACES),
    "outsider": set(),
}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_invite_where(cast, signed_in, role):
    browser = signed_in(cast[role])
    answers = {name: browser.get(f"/people/invite/{path}/").status_code for name, path in PLACES.items()}
    assert {name for name, status in answers.items() if status == 200} == INVITES[role]
    assert {status for name, status in answers.items() if name not in INVITES[role]} <= {403}


@pytest.mark.parametrize("path", ["organisation/nowhere", "ics/oakshire", "planet/oakshire"])
def test_an_unknown_place_is_not_there(cast, signed_in, path):
    assert signed_in(cast["administrator"]).get(f"/people/invite/{path}/").status_code == 404


def test_an_ics_lead_cannot_sneak_in_a_contributor(cast, signed_in):
    signed_in(cast["ics_lead"]).post("/people/invite/organisation/oakshire/", NEW | {"role": "contributor"})
    assert User.objects.by_email(NEW["email"]).memberships.get().role == "pot"


@pytest.mark.parametrize("role", ["ics_lead", "administrator", ""])
def test_a_pot_cannot_give_a_role_that_is_not_offered(cast, signed_in, role):
    response = signed_in(cast["pot"]).post("/people/invite/organisation/oakshire/", NEW | {"role": role})
    assert response.status_code == 422
    assert User.objects.by_email(NEW["email"]) is None


def test_a_faulty_invitation_keeps_what_was_typed(cast, signed_in):
    response = signed_in(cast["pot"]).post(
        "/people/invite/organisation/oakshire/", {"email": "nobody", "name": "Nell New", "role": "contributor"}
    )
    assert response.status_code == 422
    page = text(response)
    assert "like name@example.org" in page
    assert 'value="Nell New"' in page
    assert "<title>Error: Invite somebody" in page


# The e-mail -------------------------------------------------------------------------------------------------------


@pytest.fixture
def invited(cast, signed_in, sent):
    """A function: the e-mail that the POT's invitation of this address sends."""

    def invite(email=NEW["email"]):
        answer = {"email": email, "name": "Nell New", "role": "contributor"}
        sent(signed_in(cast["pot"]), "/people/invite/organisation/oakshire/", answer)
        return mail.outbox[-1]

    return invite


def link_in(message) -> str:
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+)", message.body)[1]


def test_the_invitation_says_who_invited_to_what_and_whom_to_ask(cast, invited):
    message = invited()
    assert message.to == [NEW["email"]]
    assert message.reply_to == [cast["pot"].email]
    assert message.subject == "You have access to ALIGNS: Contributor, Oakshire"
    assert f"Pat Okafor ({cast['pot'].email}) has given you access" in message.body
    assert "as Contributor, Oakshire" in message.body
    assert "It works for three days, and once" in message.body


def test_opening_the_link_uses_nothing_up_and_its_button_does(invited):
    link = link_in(invited())
    for _ in range(3):
        assert b"New password again" in Client().get(link, follow=True).content
    browser = Client()
    form = browser.get(link, follow=True).request["PATH_INFO"]
    assert b"Your new password is saved" in browser.post(form, PASSWORD, follow=True).content
    assert b"This link no longer works" in Client().get(link, follow=True).content


def test_who_was_invited_chooses_a_password_and_signs_in(invited):
    cache.clear()
    browser = Client()
    form = browser.get(link_in(invited()), follow=True).request["PATH_INFO"]
    browser.post(form, PASSWORD)
    fresh = Client()
    answer = fresh.post("/accounts/login/", {"login": NEW["email"], "password": PASSWORD["password1"]})
    assert (answer.status_code, answer.url) == (302, "/")
    assert "Oakshire" in text(fresh.get("/"))


def test_the_link_works_for_three_days(invited, settings):
    link = link_in(invited())
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert b"This link no longer works" in Client().get(link, follow=True).content


def test_who_has_a_password_is_told_without_a_link_to_choose_one(cast, invited):
    message = invited(cast["outsider"].email)
    assert "/password/reset/key/" not in message.body
    assert "http://testserver/accounts/login/" in message.body
    assert "as Contributor, Oakshire" in message.body


def test_the_page_says_the_same_for_known_and_unknown_addresses(cast, signed_in):
    browser, said = signed_in(cast["pot"]), []
    for email in ("unknown@vale.example", cast["outsider"].email):
        answer = {"email": email, "name": "Nell New", "role": "contributor"}
        page = text(browser.post("/people/invite/organisation/oakshire/", answer, follow=True))
        said.append(re.search(r"banner__heading\">(.*?)</p>", page)[1].replace(email, "X"))
        row = page.split(f"mailto:{email}")[1].split("</tr>")[0]
        assert "Send the link again" in row
    assert said[0] == said[1]


def test_inviting_somebody_twice_changes_and_sends_nothing(invited):
    invited()
    invited(NEW["email"].upper())
    assert len(mail.outbox) == 1
    assert Membership.objects.filter(user__email=NEW["email"]).count() == 1


def test_the_link_is_sent_again_by_a_press_alone(cast, invited, signed_in, sent):
    invited()
    held = Membership.objects.get(user__email=NEW["email"])
    browser = signed_in(cast["pot"])
    assert browser.get(f"/people/{held.pk}/send-again/").url == LIST
    assert len(mail.outbox) == 1
    sent(browser, f"/people/{held.pk}/send-again/")
    assert len(mail.outbox) == 2
    assert b"New password again" in Client().get(link_in(mail.outbox[1]), follow=True).content


def test_a_contributor_sends_no_link(cast, invited, signed_in, sent):
    invited()
    held = Membership.objects.get(user__email=NEW["email"])
    assert sent(signed_in(cast["contributor"]), f"/people/{held.pk}/send-again/").status_code == 403
    assert len(mail.outbox) == 1


# Ending and handing over ------------------------------------------------------------------------------------------


def test_ending_asks_first_and_takes_effect_at_once(cast, seat, signed_in):
    browser, theirs = signed_in(cast["pot"]), signed_in(cast["contributor"])
    assert "Contributor" in text(theirs.get(LIST))
    path = f"/people/{seat('contributor').pk}/end/"
    assert "End the access of Contributor?" in text(browser.get(path))
    assert seat("contributor").is_current
    assert "has ended" in text(browser.post(path, follow=True))
    assert "You do not belong to" in text(theirs.get(LIST))


def test_ending_what_has_ended_says_so(cast, seat, signed_in):
    browser, path = signed_in(cast["pot"]), f"/people/{seat('contributor').pk}/end/"
    browser.post(path)
    assert "has ended already" in text(browser.post(path, follow=True))


def test_the_last_administrator_stays(cast, seat, signed_in):
    page = signed_in(cast["administrator"]).post(f"/people/{seat('administrator').pk}/end/", follow=True)
    assert "This is the last administrator" in text(page)
    assert seat("administrator").is_current


def test_a_pot_hands_over_and_is_out(cast, seat, signed_in, sent):
    browser = signed_in(cast["pot"])
    page = sent(browser, f"/people/{seat('pot').pk}/hand-over/", NEW)
    assert (page.status_code, page.url) == (302, "/")
    assert mail.outbox[-1].to == [NEW["email"]]
    assert User.objects.by_email(NEW["email"]).memberships.get().role == "pot"
    assert "You do not belong to" in text(browser.get(LIST))


@pytest.mark.parametrize(("role", "status"), [("contributor", 403), ("ics_lead", 403), ("near_pot", 404)])
def test_nobody_hands_over_for_somebody_else(cast, seat, signed_in, role, status):
    assert signed_in(cast[role]).post(f"/people/{seat('pot').pk}/hand-over/", NEW).status_code == status
    assert seat("pot").is_current


def test_handing_over_to_oneself_is_refused_and_keeps_what_was_typed(cast, seat, signed_in):
    answer = {"email": cast["pot"].email.upper(), "name": "Me"}
    response = signed_in(cast["pot"]).post(f"/people/{seat('pot').pk}/hand-over/", answer)
    assert response.status_code == 422
    assert "This is your own address" in text(response)
    assert 'value="Me"' in text(response)


# Two organisations ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/assessments/"])
def test_somebody_who_works_for_two_organisations_reads_whose_is_which(cast, cycle, neighbour, signed_in, address):
    Membership.objects.create(user=cast["pot"], role="pot", organisation=neighbour)
    page = text(signed_in(cast["pot"]).get(address))
    for name in ("Oakshire", "Elmshire"):
        assert f'Start<span class="nhsuk-u-visually-hidden"> the self-assessment This year of {name}</span>' in page


def test_home_is_headed_for_one_organisation_and_not_for_two(cast, cycle, neighbour, signed_in):
    assert "<h1>What is waiting for you in Oakshire</h1>" in text(signed_in(cast["pot"]).get("/"))
    Membership.objects.create(user=cast["pot"], role="pot", organisation=neighbour)
    page = text(signed_in(cast["pot"]).get("/"))
    assert "<h1>What is waiting for you</h1>" in page
    assert [name for name in ("Oakshire", "Elmshire") if f'<p class="caption">{name}</p>' not in page] == []


def test_people_of_both_organisations_stand_under_their_own_heading(cast, neighbour, signed_in):
    Membership.objects.create(user=cast["pot"], role="pot", organisation=neighbour)
    page = text(signed_in(cast["pot"]).get(LIST))
    elm, oak = page.split("<h2>Elmshire</h2>")[1].split("<h2>Oakshire</h2>")
    assert cast["near_helper"].email in elm
    assert cast["near_helper"].email not in oak
    assert cast["contributor"].email in oak
