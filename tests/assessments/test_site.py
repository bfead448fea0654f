"""The site's name, support contact and sender: from the settings, then from the desk; and the test e-mail."""

import pytest
from django.core import mail

from aligns_site.access import NotPermitted
from assessments.actions.site import change_site
from assessments.models import SiteDetails
from assessments.site import kept, site_now

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Vale",
    "support_email": "help@vale.example",
    "sender_name": "Vale team",
    "sender_email": "post@vale.example",
}


def test_until_it_is_set_the_settings_say_it(settings):
    settings.SITE_NAME, settings.SUPPORT_EMAIL = "Sea", "help@sea.example"
    settings.DEFAULT_FROM_EMAIL = "Sea post <post@sea.example>"
    here = site_now()
    assert (here.name, here.support_email, here.sender) == ("Sea", "help@sea.example", "Sea post <post@sea.example>")


def test_what_is_set_holds_on_every_page_and_in_every_e_mail(
    signed_in, administrator, client, django_capture_on_commit_callbacks
):
    browser = signed_in(administrator)
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post("/desk/site/", SAID).status_code == 302
    for address in ("/accounts/login/", "/help/", "/nothing/"):
        assert "Vale integration maturity" in client.get(address, follow=True).content.decode()
    assert "mailto:help@vale.example" in client.get("/contact/").content.decode()
    client.post("/accounts/password/reset/", {"email": administrator.email})
    browser.post("/desk/site/test-e-mail/")
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert letter.from_email == "Vale team <post@vale.example>"
        assert "help@vale.example" in letter.body
    assert SiteDetails.objects.get().changed_by == administrator


def test_an_empty_field_is_left_to_the_settings(administrator, settings):
    settings.SITE_NAME = "Sea"
    change_site(by=administrator, support_email="help@vale.example")
    kept.until = 0
    assert (site_now().name, site_now().support_email) == ("Sea", "help@vale.example")
    assert change_site(by=administrator, support_email="help@vale.example")[1] is False


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("sender_email", "a@vale.example, b@vale.example", "Enter one e-mail address"),
        ("sender_email", "a@vale.example\nBcc: b@vale.example", "Enter one e-mail address"),
        ("support_email", "nobody", "Enter one e-mail address"),
        ("sender_name", "Vale\r\nBcc: b@vale.example", "Use one line"),
        ("name", "V" * 41, "at most 40"),
    ],
)
def test_what_would_break_an_e_mail_is_refused_and_stays_typed(signed_in, administrator, field, typed, why):
    answer = signed_in(administrator).post("/desk/site/", SAID | {field: typed})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not SiteDetails.objects.exists()


def test_a_test_e_mail_that_fails_says_what_the_server_said(signed_in, administrator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    html = signed_in(administrator).post("/desk/site/test-e-mail/", follow=True).content.decode()
    assert "The e-mail was not sent" in html
    assert "ConnectionRefusedError" in html


def test_only_an_administrator_changes_the_site(regional_lead):
    with pytest.raises(NotPermitted):
        change_site(by=regional_lead, name="Vale")


def test_it_is_read_again_after_a_while_and_not_for_each_page(client, django_assert_num_queries):
    kept.until = 0
    with django_assert_num_queries(1):
        client.get("/contact/")
        client.get("/help/")
