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
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", CLOSED)
def test_every_other_address_leads_to_the_sign_in_page(client, address, method):
    response = getattr(client, method)(address)
    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={address}"


@pytest.mark.django_db
def test_a_missing_slash_tells_nothing(client):
    assert client.get("/assessments").status_code == client.get("/nothing").status_code == 302
    assert client.get("/assessments").url.startswith(reverse("account_login"))


def test_a_member_finds_that_an_unknown_address_is_not_there(signed_in, contributor):
    assert signed_in(contributor).get("/nothing/here/").status_code == 404
