"""People at the desk: who is found by what, inviting to any place, closing an account from its page."""

import pytest
from django.core import mail

from assessments.actions.accounts import close_account
from assessments.actions.people import end_membership
from assessments.models import Membership, User
from frameworks.reviewing.actions import end_reviews_of
from tests import worlds


@pytest.fixture
def found(signed_in, administrator, pot, contributor, ics_lead, outsider, faraway, framework):
    """A function: the local parts of the addresses that the list shows for a query."""
    left = worlds.make_person("left", "pot", faraway)
    end_membership(by=administrator, membership=left.memberships.get())
    close_account(by=administrator, user=worlds.make_person("shut", "pot", faraway))
    for local in ("reader", "was.reader"):
        reader = User.objects.create_user(f"{local}@trust.example", name=local)
        framework.reviewers.create(user=reader, invited_by=administrator)
    end_reviews_of(by=administrator, user=reader)
    browser = signed_in(administrator)
    everybody = list(User.objects.filter(is_system=False))

    def find(query: str) -> set[str]:
        html = browser.get(f"/desk/people/?{query}").content.decode()
        return {one.email.partition("@")[0] for one in everybody if f"mailto:{one.email}" in html}

    return find


def test_people_are_found_by_name_address_place_role_and_state(found):
    assert found("") == {"administrator", "pot", "contributor", "ics.lead", "outsider", "reader"}
    assert found("q=pat+okafor") == {"pot"}
    assert found("q=ics.lead%40") == {"ics.lead"}
    assert found("q=oakshire") == {"pot", "contributor"}
    assert found("q=birchshire&role=pot") == {"outsider"}
    assert found("role=contributor") == {"contributor"}
    assert found("role=reviewer") == found("q=reader") == {"reader"}
    assert found("q=birchshire&role=reviewer") == set()
    assert found("state=ended") == {"left", "shut", "was.reader"}
    assert found("state=closed") == {"shut"}
    assert found("state=all&place=organisation:ashshire") == {"left", "shut"}
    assert found("q=%00") == set()


def test_somebody_is_invited_to_any_place(signed_in, administrator, ics, django_capture_on_commit_callbacks):
    said = {"email": "new@vale.example", "name": "Ina New", "role": "ics_lead", "place": "ics:north-vale"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in(administrator).post("/desk/people/invite/", said)
    held = Membership.objects.get(user__email="new@vale.example")
    assert (held.role, held.ics, held.added_by) == ("ics_lead", ics, administrator)
    assert answer.url == f"/desk/people/{held.user_id}/"
    assert mail.outbox[-1].to == ["new@vale.example"]


@pytest.mark.parametrize(
    ("role", "place", "why"),
    [
        ("pot", "", "Choose an organisation"),
        ("regional_lead", "ics:north-vale", "Choose a region"),
        ("administrator", "ics:north-vale", "Leave the place empty"),
        ("queen", "", "Choose one of the roles"),
    ],
)
def test_an_invitation_whose_place_does_not_fit_keeps_what_was_typed(signed_in, administrator, ics, role, place, why):
    said = {"email": "new@vale.example", "name": "Ina New", "role": role, "place": place}
    answer = signed_in(administrator).post("/desk/people/invite/", said)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert why in html
    assert 'value="Ina New"' in html
    assert not User.objects.filter(email="new@vale.example").exists()


def test_an_account_is_closed_and_opened_from_its_page(signed_in, administrator, pot):
    browser, page = signed_in(administrator), f"/desk/people/{pot.pk}/"
    assert "Principal Occupational Therapist, Oakshire" in browser.get(f"{page}close/").content.decode()
    assert "can sign in" not in browser.post(f"{page}close/", follow=True).content.decode()
    html = browser.get(page).content.decode()
    assert "Account closed" not in html
    assert "The account is closed" in html
    assert "ended by Administrator" in html
    assert "opened it again" in browser.post(f"{page}open-again/", follow=True).content.decode()


def test_the_desk_shows_reviews_and_the_views_that_are_asked_of_a_person(signed_in, administrator, pot, draft):
    reader = User.objects.create_user("reader@trust.example", name="Rea Der")
    draft.framework.reviewers.create(user=reader, invited_by=administrator)
    worlds.make_contributor(draft, by=pot, email=reader.email)
    browser, page = signed_in(administrator), f"/desk/people/{reader.pk}/"
    assert f"Reviews the wording of {draft.framework}" in browser.get("/desk/people/").content.decode()
    for shown in (browser.get(page), browser.get(f"{page}close/")):
        html = shown.content.decode()
        assert "Reviews the wording" in html
        assert f"{draft}" in html
        assert "No access now" not in html
    html = browser.post(f"{page}close/", follow=True).content.decode()
    assert "No access now" in html
    assert "Own view" not in html
    assert f"Reviews the wording of {draft.framework}" in html


def test_an_access_that_is_ended_leads_back_to_the_person(signed_in, administrator, pot):
    answer = signed_in(administrator).post(f"/people/{pot.memberships.get().pk}/end/")
    assert answer.url == f"/desk/people/{pot.pk}/"
