"""Sign-in, sign-out and passwords, without sign-up."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from tests import worlds

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"
PASSWORD = "correct horse battery"
NEW = {"password1": "three plain words", "password2": "three plain words"}


@pytest.fixture(autouse=True)
def fresh_limits():
    """The counts of wrong tries live in the cache."""
    cache.clear()


@pytest.fixture
def member(contributor):
    contributor.set_password(PASSWORD)
    contributor.save()
    return contributor


def sign_in(client, email, password, **more):
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def test_the_right_password_leads_home(client, member):
    response = sign_in(client, member.email, PASSWORD)
    assert (response.status_code, response.url) == (302, "/")


def test_capitals_in_the_address_do_not_matter(client, member):
    assert sign_in(client, member.email.upper(), PASSWORD).status_code == 302


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client, member):
    assert sign_in(client, member.email, PASSWORD, next="/reports/heatmap/").url == "/reports/heatmap/"


def test_sign_in_never_goes_on_to_another_site(client, member):
    assert sign_in(client, member.email, PASSWORD, next="//elsewhere.example/").url == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, member):
    wrong = sign_in(client, member.email, "not this")
    unknown = sign_in(client, "nobody@demo.example", "not this")

    def words(response):
        page = response.content.decode()
        return re.sub(r'value="[^"]*"', "", page)

    assert wrong.status_code == unknown.status_code == 200
    assert "is not right" in words(wrong)
    assert words(wrong) == words(unknown)


def test_empty_fields_are_named_in_our_words(client):
    page = sign_in(client, "", "").content.decode()
    assert "Enter your e-mail address" in page
    assert "Enter your password" in page
    assert "<title>Error: Sign in" in page


def test_somebody_signed_in_has_no_business_at_the_sign_in_page(signed_in, member):
    response = signed_in(member).get(SIGN_IN)
    assert (response.status_code, response.url) == (302, "/")


def test_a_closed_account_cannot_sign_in(client, member):
    member.is_active = False
    member.save()
    response = sign_in(client, member.email, PASSWORD)
    assert "_auth_user_id" not in client.session
    assert response.status_code in (200, 302)


def test_signing_out_needs_a_press(signed_in, member):
    client = signed_in(member)
    assert b"Sign out?" in client.get("/accounts/logout/").content
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_nobody_can_sign_up(client):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert client.get("/accounts/signup/").url.startswith(SIGN_IN)


def test_too_many_wrong_tries_stop_even_the_right_password(client, member):
    for _ in range(12):
        sign_in(client, member.email, "not this")
    sign_in(client, member.email, PASSWORD)
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced_by_mail(client, member):
    client.post("/accounts/password/reset/", {"email": member.email})
    (message,) = mail.outbox
    assert message.to == [member.email]
    assert message.subject == "Choose a new password"
    link = re.search(r"http://testserver(/\S+)", message.body)[1]
    form = client.get(link, follow=True)
    assert b"New password again" in form.content
    done = client.post(form.request["PATH_INFO"], NEW, follow=True)
    assert b"Your new password is saved" in done.content
    assert sign_in(client, member.email, NEW["password1"]).status_code == 302


def test_a_link_works_once(client, member):
    client.post("/accounts/password/reset/", {"email": member.email})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    client.post(client.get(link, follow=True).request["PATH_INFO"], NEW)
    client.cookies.clear()
    assert b"This link no longer works" in client.get(link, follow=True).content


def test_asking_for_a_link_does_not_tell_who_has_an_account(client, member):
    known = client.post("/accounts/password/reset/", {"email": member.email}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@demo.example"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert [message.to for message in mail.outbox] == [[member.email]]


def test_a_member_changes_the_password_and_stays_signed_in(client, member):
    sign_in(client, member.email, PASSWORD)
    response = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **NEW})
    assert (response.status_code, response.url) == (302, "/")
    assert "_auth_user_id" in client.session
    member.refresh_from_db()
    assert member.check_password(NEW["password1"])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"oldpassword": "not this", **NEW}, "This is not your current password"),
        ({"oldpassword": PASSWORD, "password1": "short", "password2": "short"}, "at least 12 characters"),
        ({"oldpassword": PASSWORD, "password1": NEW["password1"], "password2": "another"}, "same password each time"),
    ],
)
def test_a_faulty_new_password_is_refused_with_its_reason(client, member, typed, words):
    sign_in(client, member.email, PASSWORD)
    assert words in client.post("/accounts/password/change/", typed).content.decode()
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_support_pages_are_not_there_for_members(signed_in, member):
    client = signed_in(member)
    assert client.get("/admin/").status_code == 404
    assert client.get("/admin/assessments/user/").status_code == 404


def test_support_pages_open_for_staff(signed_in):
    member = worlds.make_person("support")
    member.is_staff = member.is_superuser = True
    member.save()
    assert signed_in(member).get("/admin/").status_code == 200
