"""Help and policies, health checks, and what people read when something went wrong."""

import pytest
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.test import Client, RequestFactory

from aligns_site import views

POLICIES = ["/help/", "/contact/", "/accessibility/", "/privacy/", "/cookies/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", POLICIES)
def test_anybody_can_read_help_and_policies(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response.content.count(b"<h1") == 1


def test_help_and_policies_ask_the_database_nothing(client):
    """No mark `django_db`: a query would fail the test."""
    assert client.get("/help/").status_code == 200


@pytest.mark.parametrize("address", POLICIES)
def test_nothing_is_loaded_from_another_host_or_written_in_place(client, address):
    page = client.get(address).content.decode()
    assert 'src="http' not in page
    assert '<link rel="stylesheet" href="http' not in page
    assert "style=" not in page
    assert "<style" not in page


def test_the_policy_lets_in_only_our_own_files(client):
    policy = client.get("/help/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_process_says_that_it_lives_without_asking_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_the_site_is_ready_when_the_database_is(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_the_site_is_not_ready_while_migrations_wait(client, settings):
    settings.MIGRATION_MODULES = {}  # as the site has them: none of these was run on the tables of a test
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"migrations are still to be run" in response.content


def test_an_expired_form_gets_calm_words(rf):
    response = views.form_expired(rf.post("/accounts/login/"), reason="Referer checking failed")
    assert response.status_code == 403
    assert b"Nothing was changed" in response.content
    assert b"Referer" not in response.content


@pytest.mark.django_db
def test_a_form_without_its_mark_is_refused_with_that_page():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.example"})
    assert response.status_code == 403
    assert b"Please send that again" in response.content


@pytest.fixture
def rf():
    return RequestFactory()


def test_a_bad_address_is_explained_in_the_words_of_its_view(rf):
    response = views.bad_request(rf.get("/x/"), BadRequest("There is no cycle called “x”."))
    assert response.status_code == 400
    assert "There is no cycle called “x”." in response.content.decode()


def test_a_bad_address_does_not_repeat_a_fault_of_the_machine(rf):
    response = views.bad_request(rf.get("/x/"), SuspiciousOperation("Invalid HTTP_HOST header"))
    assert b"HTTP_HOST" not in response.content


def test_a_wrong_host_gets_the_plain_page(client):
    response = client.get("/help/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert b"That address does not work" in response.content


def test_a_fault_of_ours_is_said_without_the_database(rf):
    response = views.broken(rf.get("/"))
    assert response.status_code == 500
    assert b"Something went wrong" in response.content


def test_what_is_not_there_gets_its_own_page(signed_in, contributor):
    response = signed_in(contributor).get("/nothing/here/")
    assert response.status_code == 404
    assert b"This page is not here" in response.content
