"""Signed out, what exists and what does not look the same."""

import pytest
from django.urls import reverse

PUBLIC = [
    "/help/",
    "/contact/",
    "/accessibility/",
    "/privacy/",
    "/cookies/",
    "/healthz",
    "/readyz",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/1-set-password/",
    "/accounts/inactive/",
]
CLOSED = [
    "/",
    "/nothing/here/",
    "/accounts/signup/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/admin/",
    "/admin/login/",
    "/admin/nothing/",
    "/assessments/",
    "/assessments/00000000-0000-0000-0000-000000000000/",
    "/reports/heatmap/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_need_no_sign_in(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", CLOSED)
def test_every_other_address_leads_to_the_sign_in_page(client, address):
    read, sent = client.get(address), client.post(address)
    assert (read.status_code, read.url) == (302, f"{reverse('account_login')}?next={address}")
    assert (sent.status_code, sent.url) == (302, f"{read.url}&unsaved=yes")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sender", "back"),
    [
        ("http://testserver/frameworks/load/?a=b", "/frameworks/load/%3Fa%3Db"),
        ("https://elsewhere.example/trap/", "/assessments/"),
        ("http://[", "/assessments/"),
        ("", "/assessments/"),
    ],
)
def test_who_sends_after_the_session_ended_is_told_so_and_led_back_to_her_page(client, sender, back):
    page = client.post("/assessments/", {"words": "Typed"}, headers={"referer": sender}, follow=True)
    assert page.redirect_chain == [(f"{reverse('account_login')}?next={back}&unsaved=yes", 302)]
    assert "so what you just sent was not saved" in page.content.decode()
    assert "not saved" not in client.get(reverse("account_login")).content.decode()


@pytest.mark.django_db
def test_a_missing_slash_tells_nothing(client):
    assert client.get("/assessments").status_code == client.get("/nothing").status_code == 302
    assert client.get("/assessments").url.startswith(reverse("account_login"))


def test_a_member_finds_that_an_unknown_address_is_not_there(signed_in, contributor):
    assert signed_in(contributor).get("/nothing/here/").status_code == 404
