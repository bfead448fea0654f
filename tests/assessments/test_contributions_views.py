"""The pages of views over HTTP: asking, the guest's way by a link, the way of accounts, and what none of them shows."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.actions.states import submit_self_assessment
from assessments.models import ContributionLink, Contributor, Cycle, Rating
from tests import worlds
from tests.test_architecture import PUBLIC, address, foreign, routes  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
GUEST = "sam@trust.example"
LINK = re.compile(r"(/contribute/link/[\w-]+/)")
WHO = {"email": GUEST, "name": "Sam Reid", "sector": "health", "which": "all"}
SCRIPT = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """A function: post as this browser, and run what waits for the end of the transaction."""

    def post(browser, path, data=None):
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(path, data or {})

    return post


@pytest.fixture
def asked(draft):
    return f"/contributors/{draft.uuid}/"


@pytest.fixture
def own(draft):
    return f"/contributions/{draft.uuid}/"


@pytest.fixture
def link(pot, signed_in, asked, sent):
    """The address in the e-mail to a guest who was asked about everything."""
    sent(signed_in(pot), asked, WHO)
    return LINK.search(mail.outbox[-1].body)[1]


@pytest.fixture
def guest(link):
    """The browser of a guest who has pressed the button."""
    browser = Client()
    browser.post(link)
    return browser


def row() -> Contributor:
    return Contributor.objects.get(email=GUEST)


def view(code: str, *, version=0, **said) -> dict:
    return {f"i-{code}-version": version} | {f"i-{code}-{name}": value for name, value in said.items()}


# Asking -----------------------------------------------------------------------------------------------------------


def test_a_pot_asks_and_sees_who_was_asked(signed_in, pot, asked, sent):
    browser = signed_in(pot)
    assert "Nobody has been asked yet." in text(browser.get(asked))
    response = sent(browser, asked, WHO)
    assert response.url == asked
    page = text(browser.get(asked))
    assert f"You asked {GUEST}. An e-mail is on its way." in page
    assert "Sam Reid" in page
    assert "Link not used yet" in page
    assert "Nobody has spoken for health here yet." in page


def test_some_dimensions_can_be_chosen(signed_in, pot, asked, sent):
    sent(signed_in(pot), asked, WHO | {"which": "some", "dimensions": ["2"]})
    assert [d.code for d in row().dimensions.all()] == ["2"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "nobody"}, "Enter an e-mail address"),
        ({"sector": ""}, "Choose which sector this person speaks for"),
        ({"which": "some"}, "Choose at least one dimension"),
    ],
)
def test_what_is_missing_is_said_and_nobody_is_asked(signed_in, pot, asked, wrong, words):
    response = signed_in(pot).post(asked, WHO | wrong)
    assert response.status_code == 422
    assert words in text(response)
    assert not Contributor.objects.exists()


def test_asking_again_says_so(signed_in, pot, asked, sent, link):
    sent(signed_in(pot), asked, WHO)
    browser = signed_in(pot)
    sent(browser, asked, WHO)
    assert "was asked already. Nothing was changed." in text(browser.get(asked))
    assert len(mail.outbox) == 1


def test_a_contributor_sees_the_page_and_may_not_ask(signed_in, contributor, asked, link):
    browser = signed_in(contributor)
    page = text(browser.get(asked))
    assert "Sam Reid" in page
    assert "Ask somebody" not in page
    assert browser.post(asked, WHO).status_code == 403
    assert browser.post(f"{asked}{row().pk}/end/").status_code == 403
    assert browser.post(f"{asked}{row().pk}/send-again/").status_code == 403


@pytest.mark.parametrize("role", ["ics_lead", "regional_lead", "administrator"])
def test_leads_do_not_see_who_was_asked(request, signed_in, asked, own, role):
    browser = signed_in(request.getfixturevalue(role))
    assert [browser.get(path).status_code for path in (asked, own, f"{own}1/")] == [403, 403, 403]


def test_numbers_are_shown_and_never_what_was_said(signed_in, pot, contributor, asked, guest):
    worlds.make_view(row(), "1.1", (1, 4), reason="Never shown here")
    for person in (pot, contributor):
        page = text(signed_in(person).get(asked))
        assert "<strong>1 of 5</strong>" in page
        assert "Never shown here" not in page
        assert "Maturing" not in page


def test_a_link_is_sent_again_after_ten_minutes(signed_in, pot, asked, sent, link):
    browser, again = signed_in(pot), f"{asked}{row().pk}/send-again/"
    sent(browser, again)
    assert "Give it 10 minutes" in text(browser.get(asked))
    ContributionLink.objects.update(made_at=timezone.now() - timedelta(minutes=11))
    sent(browser, again)
    assert f"A new link to {GUEST} is on its way." in text(browser.get(asked))
    assert len(mail.outbox) == 2


def test_a_contributor_of_another_self_assessment_is_not_found_here(signed_in, pot, asked, draft, neighbour, cycle):
    elsewhere = worlds.make_contributor(worlds.begin(cycle, neighbour, by=pot), by=pot)
    assert signed_in(pot).get(f"{asked}{elsewhere.pk}/end/").status_code == 404


def test_the_page_takes_the_same_queries_for_two_and_for_forty(signed_in, pot, draft, asked, framework):
    browser = signed_in(pot)
    counts = []
    for size in (2, 40):
        for n in range(size):
            one = worlds.make_contributor(draft, by=pot, email=f"p{size}-{n}@trust.example")
            one.dimensions.set(framework.dimensions.all()[:1])
            worlds.make_view(one, "1.1")
        browser.get(asked)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(asked)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# The link ---------------------------------------------------------------------------------------------------------


def test_opening_the_link_says_who_asks_and_uses_nothing_up(link):
    for _ in range(3):
        page = text(Client().get(link))
        assert "Pat Okafor asks for your view" in page
        assert "Oakshire, This year" in page
        assert "Your name does so only if you allow it." in page
    assert Client().head(link).status_code == 200
    assert ContributionLink.objects.get().used_at is None


def test_the_button_leads_to_the_form_under_a_new_session_key(link):
    browser = Client()
    browser.get("/contribute/new-link/")
    session = browser.session
    session["something"] = "before"
    session.save()
    browser.cookies["sessionid"] = session.session_key
    response = browser.post(link)
    assert response.url == "/contribute/"
    assert browser.cookies["sessionid"].value != session.session_key
    assert "Begin at 1.1" in text(browser.get("/contribute/"))


def test_the_browser_that_used_a_link_is_led_to_its_form(guest, link):
    assert guest.get(link).url == "/contribute/"
    assert guest.post(link).url == "/contribute/"


def test_a_used_link_says_so_kindly_elsewhere(guest, link):
    response = Client().get(link)
    page = text(response)
    assert response.status_code == 410
    assert "This link was used already" in page
    assert "You can also ask Pat Okafor" in page
    assert 'href="/contribute/new-link/">Send me a new link' in page
    assert Client().post(link).status_code == 410


def test_an_old_link_says_so_kindly(link):
    ContributionLink.objects.update(expires_at=timezone.now())
    page = text(Client().get(link))
    assert "This link is too old" in page
    assert "Pat Okafor" in page
    assert "Send me a new link" in page
    assert Client().post(link).status_code == 410


def test_a_link_whose_access_ended_names_whom_to_ask(link):
    Contributor.objects.update(ended_at=timezone.now())
    page = text(Client().get(link))
    assert "Your access has ended" in page
    assert "Pat Okafor" in page


def test_an_unknown_link_gives_no_hint_that_anything_exists(link):
    unknown, again = (Client().get(f"/contribute/link/{key}/") for key in ("never-made", "x" * 43))
    assert unknown.status_code == 410
    assert text(unknown) == text(again)
    assert "This link does not work any more" in text(unknown)
    assert "Send me a new link" in text(unknown)
    assert "Okafor" not in text(unknown)
    assert "Oakshire" not in text(unknown)


def test_whoever_is_signed_in_is_warned_before_using_up_anothers_link(signed_in, pot, link):
    assert "You are signed in as Pat Okafor" in text(signed_in(pot).get(link))


def test_a_second_link_in_one_browser_turns_to_its_own_form(guest, link, signed_in, outside, framework, sent):
    head = worlds.make_person("head", "pot", outside, name="Hal North")
    cycle = worlds.make_cycle(framework, [outside], slug="second")
    away = worlds.begin(cycle, outside, by=head)
    sent(signed_in(head), f"/contributors/{away.uuid}/", WHO)
    second = LINK.search(mail.outbox[-1].body)[1]
    guest.post(second)
    assert "Birchshire" in text(guest.get("/contribute/"))
    guest.get(link)
    assert "Oakshire" in text(guest.get("/contribute/"))


# A new link -------------------------------------------------------------------------------------------------------


def test_the_answer_is_the_same_whether_or_not_anything_waits(link, sent):
    ContributionLink.objects.update(made_at=timezone.now() - timedelta(minutes=11))
    pages = []
    for email in (GUEST, "nobody@trust.example"):
        browser = Client()
        sent(browser, "/contribute/new-link/", {"email": email})
        token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
        pages.append(token.sub("", text(browser.get("/contribute/new-link/")).replace(email, "...")))
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox[1:]] == [[GUEST]]


def test_new_links_cannot_be_asked_for_without_end(link):
    statuses = [Client().post("/contribute/new-link/", {"email": GUEST}).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]


def test_a_new_link_finds_what_was_said_before(guest, link, sent):
    guest.post("/contribute/dimension/1/", view("1.1", choice="level-3", reason="Each week"))
    ContributionLink.objects.update(made_at=timezone.now() - timedelta(minutes=11))
    sent(Client(), "/contribute/new-link/", {"email": GUEST})
    another = Client()
    another.post(LINK.search(mail.outbox[-1].body)[1])
    assert "Each week" in text(another.get("/contribute/dimension/1/"))


# The guest's own form, and nothing else ----------------------------------------------------------------------------


def test_a_guest_gives_her_view_and_goes_on(guest):
    said = view("1.1", choice="level-3", confidence="low", reason="Each week") | view("1.2", choice="cannot_say")
    response = guest.post("/contribute/dimension/1/", said | {"then": "continue"})
    assert response.url == "/contribute/dimension/2/"
    first, second = row().contributions.order_by("indicator__position")
    assert (first.low, first.high, first.confidence, first.reason) == (3, 3, "low", "Each week")
    assert (second.low, second.high) == (None, None)
    assert "2 of 5 answered" in text(guest.get("/contribute/"))


def test_what_needs_more_is_said_and_the_rest_is_saved(guest):
    said = view("1.1", choice="span", low="3", high="2", reason="Kept") | view("1.2", choice="level-2")
    response = guest.post("/contribute/dimension/1/", said)
    page = text(response)
    assert response.status_code == 422
    assert "The others are saved. One needs something more." in page
    assert "Kept</textarea>" in page
    assert row().contributions.get().indicator.code == "1.2"


def test_words_without_a_level_are_asked_about_and_not_dropped(guest):
    response = guest.post("/contribute/dimension/1/", view("1.1", reason="Only words"))
    assert response.status_code == 422
    assert "Only words</textarea>" in text(response)


def test_a_script_is_told_what_became_of_each_view(guest):
    path = "/contribute/dimension/1/"
    saved = guest.post(path, view("1.1", choice="level-3"), headers=SCRIPT).json()
    assert saved["answers"]["i-1.1"]["state"] == "saved"
    assert saved["answers"]["i-1.1"]["version"] == 1
    faulty = guest.post(path, view("1.2", choice="span"), headers=SCRIPT).json()["answers"]["i-1.2"]
    assert (faulty["state"], faulty["faults"]) == ("faulty", ["Choose the lowest level"])
    assert (
        guest.post(path, view("1.3", confidence="low"), headers=SCRIPT).json()["answers"]["i-1.3"]["state"] == "empty"
    )


def test_two_windows_show_both_versions_and_lose_nothing(guest):
    path = "/contribute/dimension/1/"
    guest.post(path, view("1.1", choice="level-3", reason="First window"))
    stale = guest.post(path, view("1.1", choice="level-4", reason="Second window"), headers=SCRIPT).json()
    assert stale["answers"]["i-1.1"]["state"] == "stale"
    page = text(guest.post(path, view("1.1", choice="level-4", reason="Second window")))
    assert "in another window. Both versions are below" in page
    assert "First window" in page
    assert "Second window</textarea>" in page
    chosen = view("1.1", version=1, choice="level-4", reason="Second window", resolving="on", stands="mine")
    guest.post(path, chosen)
    assert row().contributions.get().reason == "Second window"


def test_the_other_version_may_stand(guest):
    path = "/contribute/dimension/1/"
    guest.post(path, view("1.1", choice="level-3", reason="First window"))
    chosen = view("1.1", version=1, choice="level-4", reason="Second", resolving="on", stands="theirs")
    said = guest.post(path, chosen, headers=SCRIPT).json()["answers"]["i-1.1"]
    assert said["state"] == "theirs"
    assert row().contributions.get().reason == "First window"


def test_a_guest_says_who_she_is(guest):
    about = {"sector": "joint", "name": "Sam R", "job_title": "Ward manager", "may_be_named": "on"}
    guest.post("/contribute/", about)
    assert (row().sector, row().job_title, row().may_be_named) == ("joint", "Ward manager", True)


def test_whoever_may_be_named_needs_a_name(guest):
    response = guest.post("/contribute/", {"sector": "joint", "name": "", "may_be_named": "on"})
    assert response.status_code == 422
    assert "Give your name" in text(response)


def test_a_dimension_that_was_not_asked_is_not_there(guest, framework):
    row().dimensions.set(framework.dimensions.filter(code="2"))
    assert guest.get("/contribute/dimension/1/").status_code == 404
    assert guest.post("/contribute/dimension/1/", view("1.1", choice="level-3")).status_code == 404
    assert guest.get("/contribute/dimension/2/").status_code == 200


def test_a_guest_sees_no_draft_no_other_view_and_no_other_name(guest, draft, pot):
    indicator = draft.framework.indicators.get(code="1.1")
    Rating.objects.create(
        self_assessment=draft, indicator=indicator, status="rated", low=1, high=1, comment="A draft", changed_by=pot
    )
    other = worlds.make_contributor(draft, by=pot, email="kim@trust.example", name="Kim Lee")
    worlds.make_view(other, "1.1", reason="Another view")
    seen = "".join(text(guest.get(f"/contribute/{path}")) for path in ("", "dimension/1/", "dimension/2/"))
    assert not [words for words in ("A draft", "Another view", "Kim Lee", "kim@") if words in seen]
    assert not re.search(r'name="i-1\.1-choice"[^>]*checked', seen)


def test_a_guests_session_opens_nothing_else(link, foreign):  # noqa: F811
    browser, nobody = Client(), Client()
    browser.post(link)
    walked = 0
    for name, pattern, _ in routes():
        if name in PUBLIC and name.startswith("contributions:"):
            continue
        for target in (foreign["draft"], foreign["sent"]):
            path = address(pattern, target, foreign)
            for method in ("get", "post"):
                hers, theirs = (getattr(window, method)(path) for window in (browser, nobody))
                said = [(answer.status_code, answer.headers.get("Location")) for answer in (hers, theirs)]
                assert said[0] == said[1], f"{method} {path}"
                assert name in PUBLIC or hers.url.startswith("/accounts/login/"), path
                walked += 1
    assert walked > 60


def test_a_session_that_ended_leads_to_a_new_link(guest):
    guest.cookies.clear()
    for path in ("/contribute/", "/contribute/dimension/1/"):
        assert guest.get(path).url == "/contribute/new-link/"
        assert guest.post(path, view("1.1", choice="level-3"), headers=SCRIPT).url == "/contribute/new-link/"
    assert not row().contributions.exists()


def test_an_access_that_ended_closes_the_open_page_at_once(guest):
    Contributor.objects.update(ended_at=timezone.now())
    for path in ("/contribute/", "/contribute/dimension/1/"):
        response = guest.get(path)
        assert response.status_code == 403
        assert "Your access has ended" in text(response)
        assert "Pat Okafor" in text(response)
        assert guest.post(path, view("1.1", choice="level-3")).status_code == 403
    assert not row().contributions.exists()


def test_leaving_forgets_the_guest_in_this_browser(guest):
    assert guest.get("/contribute/leave/").url == "/contribute/"
    guest.post("/contribute/leave/")
    assert guest.get("/contribute/").url == "/contribute/new-link/"


def test_a_page_of_one_guest_sends_nothing_in_the_name_of_the_next(link, signed_in, pot, asked, sent):
    browser = Client(enforce_csrf_checks=True)
    token = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')

    def press(address):
        mark = token.search(browser.get(address).content.decode())[1]
        browser.post(address, {"csrfmiddlewaretoken": mark})

    press(link)
    old_mark = token.search(browser.get("/contribute/dimension/1/").content.decode())[1]
    sent(signed_in(pot), asked, WHO | {"email": "kim@trust.example"})
    press(LINK.search(mail.outbox[-1].body)[1])
    said = view("1.1", choice="level-3") | {"csrfmiddlewaretoken": old_mark}
    assert browser.post("/contribute/dimension/1/", said).status_code == 403
    assert not Contributor.objects.filter(contributions__isnull=False).exists()


# When nothing can be said any more --------------------------------------------------------------------------------


def test_once_submitted_a_guest_reads_what_she_said(guest, draft, pot):
    guest.post("/contribute/dimension/1/", view("1.1", choice="level-3", reason="Each week"))
    worlds.answer_all(draft, by=pot)
    submit_self_assessment(by=pot, self_assessment=draft)
    assert "Oakshire has submitted its answers." in text(guest.get("/contribute/"))
    page = text(guest.get("/contribute/dimension/1/"))
    assert "Each week" in page
    assert "Developing" in page
    assert "Emerging" not in page
    refused = guest.post("/contribute/dimension/1/", view("1.1", version=1, choice="level-4"), headers=SCRIPT)
    assert refused.status_code == 409
    assert "has submitted its answers" in refused.json()["refused"]


def test_after_closing_the_page_says_since_when(guest):
    Cycle.objects.update(opens_on="2020-01-01", closes_on="2020-02-01")
    assert "The time to give views ended on Saturday 1 February 2020." in text(guest.get("/contribute/"))


# With an account --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["contributor", "pot"])
def test_people_of_the_organisation_give_their_view_with_their_account(request, signed_in, own, role):
    person = request.getfixturevalue(role)
    browser = signed_in(person)
    assert "Begin at 1.1" in text(browser.get(own))
    assert not Contributor.objects.exists()
    response = browser.post(f"{own}1/", view("1.1", choice="level-3") | {"then": "list"})
    assert response.url == own
    assert Contributor.objects.get().user == person
    said = browser.post(f"{own}1/", view("1.2", choice="level-2"), headers=SCRIPT).json()["answers"]["i-1.2"]
    assert (said["state"], said["version"]) == ("saved", 1)


def test_the_first_view_that_a_script_sends_is_called_saved(signed_in, contributor, own):
    said = signed_in(contributor).post(f"{own}1/", view("1.1", choice="level-3"), headers=SCRIPT).json()
    assert said["answers"]["i-1.1"]["state"] == "saved"


def test_a_neighbour_who_sees_what_was_submitted_gives_no_view(signed_in, draft, pot, neighbour, own, asked):
    worlds.answer_all(draft, by=pot)
    submit_self_assessment(by=pot, self_assessment=draft)
    browser = signed_in(worlds.make_person("near", "pot", neighbour))
    assert [browser.get(path).status_code for path in (own, f"{own}1/", asked)] == [403, 403, 403]


def test_home_tells_a_contributor_what_was_asked_of_her(signed_in, pot, contributor, asked, own, sent):
    browser = signed_in(contributor)
    assert "Give your view" not in text(browser.get("/"))
    sent(signed_in(pot), asked, WHO | {"email": contributor.email})
    page = text(browser.get("/"))
    assert "Pat Okafor asks what you think" in page
    assert f'href="{own}">Give your view' in page
    for code in ("1.1", "1.2", "1.3", "2.1", "2.2"):
        worlds.make_view(Contributor.objects.get(), code)
    assert "asks what you think" not in text(browser.get("/"))


def test_the_task_list_counts_and_leads_to_both_pages(signed_in, pot, ics_lead, draft, guest, asked, own):
    worlds.make_view(row(), "1.1")
    page = text(signed_in(pot).get(f"/assessments/{draft.uuid}/"))
    assert "<strong>1 of 1</strong> answered" in page
    assert f'href="{asked}">Ask colleagues' in page
    assert f'href="{own}">Give your own view' in page
    assert "Views of colleagues" not in text(signed_in(ics_lead).get(f"/assessments/{draft.uuid}/"))


def test_the_sign_in_page_leads_whoever_has_a_link(db):
    assert 'href="/contribute/new-link/">I was sent a link' in text(Client().get("/accounts/login/"))


def test_the_form_takes_the_same_queries_however_many_others_spoke(signed_in, contributor, draft, pot, own):
    browser = signed_in(contributor)
    counts = []
    for size in (1, 20):
        for n in range(size):
            worlds.make_view(worlds.make_contributor(draft, by=pot, email=f"p{size}-{n}@trust.example"), "1.1")
        for path in (own, f"{own}1/"):
            browser.get(path)
            with CaptureQueriesContext(connection) as queries:
                browser.get(path)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
