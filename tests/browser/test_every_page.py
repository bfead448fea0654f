"""Every page of ours, found by its address: axe, phone width, no other host, and what each page must have."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.actions.contributors import ask_contributor
from assessments.actions.states import record_submission
from assessments.models import Contributor
from frameworks.models import LevelDescriptor
from tests import worlds
from tests.browser.conftest import NARROW, faults_of
from tests.test_architecture import address, foreign, routes  # noqa: F401 (a fixture)

# Both the POT's draft and a neighbour's submission, where an address leads to a self-assessment.
TARGETS = ("draft", "sent")
ALL = slice(None)
# Long walks end at about the same time where each worker has a part of them.
PARTS = [slice(first, None, 3) for first in range(3)]

WHAT_A_PAGE_LACKS = """() => {
    const faults = [];
    const heads = document.querySelectorAll('h1').length;
    if (heads !== 1) faults.push(`${heads} headings of the first level`);
    if (!document.title.includes(' - ') || document.title.startsWith(' - ')) faults.push('no title of its own');
    if (document.documentElement.lang !== 'en-GB') faults.push('no language');
    if (document.querySelectorAll('[style], style, script:not([src])').length) faults.push('inline style or script');
    for (const picture of document.querySelectorAll('svg, img, canvas')) {
        const named = picture.hasAttribute('aria-label') || picture.hasAttribute('aria-labelledby')
            || picture.getAttribute('alt') || picture.querySelector('title');
        const near = picture.parentElement.textContent.trim()
            || picture.parentElement.parentElement.textContent.trim();
        const looks = picture.outerHTML.slice(0, 60);
        if (!named && !near) faults.push(`no text near ${looks}`);
        if (!named && !picture.closest('[aria-hidden="true"]')) faults.push(`no name for ${looks}`);
    }
    return faults;
}"""


def pages_of(page: Page, live_server, world: dict, part: slice = ALL) -> list[str]:
    """The addresses that answer this person with a page of ours, and the first that is refused.

    Each kind of page once, those of a self-assessment once a target. `part`: of all routes. No address may break.
    """
    found, refused = [], []
    for _, pattern, _ in routes()[part]:
        for path in dict.fromkeys(address(pattern, world[target], world) for target in TARGETS):
            answer = page.context.request.get(live_server.url + path, max_redirects=0)
            assert answer.status < 500, path
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            if answer.status == 403:
                refused.append(path)
            elif answer.status == 200:
                found.append(path)
                if "uuid" not in pattern:
                    break
    return found + refused[:1]


def faults_by_path(page: Page, visit, paths: list[str], **options) -> dict[str, list[str]]:
    """`options`: of `faults_of`."""
    faults = {}
    for path in paths:
        visit(path)
        found = page.evaluate(WHAT_A_PAGE_LACKS) + faults_of(page, **options)
        if found:
            faults[path] = found
    return faults


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"from {part.start}")
def test_every_page_is_whole(foreign, page, sign_in, visit, live_server, pot, part):  # noqa: F811
    sign_in(pot)
    paths = pages_of(page, live_server, foreign, part)
    assert len(paths) >= 12
    assert faults_by_path(page, visit, paths) == {}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"from {part.start}")
def test_every_page_that_only_an_administrator_has_is_whole(
    foreign,  # noqa: F811
    page,
    sign_in,
    signed_in,
    visit,
    live_server,
    pot,
    administrator,
    part,
):
    sign_in(administrator)
    by_pot = signed_in(pot)
    own = [path for path in pages_of(page, live_server, foreign, part) if by_pot.get(path).status_code != 200]
    assert len(own) >= 5
    seen_otherwise = ["/", "/reports/heatmap/"] if part == PARTS[0] else []
    # They are made of the same parts as all others, so axe looks at them where there is least room.
    assert faults_by_path(page, visit, [*seen_otherwise, *own], widths=(NARROW,)) == {}


def test_the_pages_of_an_initiative_with_weights_are_whole(organisation, page, sign_in, visit, pot):
    framework = worlds.make_framework("weighted", dimensions=(2, 1), judges="initiative")
    for position in range(1, 5):
        descriptors = LevelDescriptor.objects.filter(level__framework=framework, level__position=position)
        descriptors.update(weight=position * 2, weight_is_to_check=position == 2)
    cycle = worlds.make_cycle(framework, [organisation])
    sent, draft = (worlds.begin(cycle, organisation, by=pot, initiative=name) for name in ("Walking club", "Café"))
    worlds.answer_all(sent, {"1.1": (1, 3), "1.2": "no_data"}, by=pot)
    record_submission(sent, by=pot)
    sign_in(pot)
    paths = [
        f"/assessments/start/{cycle.slug}/{organisation.slug}/",
        f"/assessments/{draft.uuid}/check/name/",
        f"/reports/profile/{cycle.slug}/{organisation.slug}/",
        f"/frameworks/weighted/{framework.version}/",
    ]
    assert faults_by_path(page, visit, paths) == {}


def test_every_page_of_a_guest_is_whole(foreign, page, visit, pot, live_server):  # noqa: F811
    site = f"{live_server.url}/"
    ask_contributor(by=pot, self_assessment=foreign["draft"], email="sam@trust.example", sector="health", site=site)
    link = re.search(r"/contribute/link/[^/]+/", mail.outbox[-1].body)[0]
    faults = {}

    def look(path: str) -> None:
        visit(path)
        found = page.evaluate(WHAT_A_PAGE_LACKS) + faults_of(page)
        if found:
            faults[path] = found

    for path in ("/contribute/new-link/", "/contribute/link/never-made/", link):
        look(path)
    page.get_by_role("button", name="Give my view").click()
    for path in ("/contribute/", "/contribute/dimension/1/"):
        look(path)
    Contributor.objects.update(ended_at=timezone.now())
    look("/contribute/")
    assert faults == {}


def test_a_poll_is_whole_on_a_phone_before_and_after_the_answer_and_on_its_screen(page, sign_in, visit, pot):
    poll = worlds.open_poll(by=pot)
    faults = {}

    def look(name: str) -> None:
        found = page.evaluate(WHAT_A_PAGE_LACKS) + faults_of(page)
        if found:
            faults[name] = found

    visit(f"/p/{poll.code}/")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    look("a missing answer")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", name="Your answer is counted")).to_be_visible()
    look("thanks")
    sign_in(pot)
    visit(f"/polls/{poll.uuid}/screen/")
    expect(page.get_by_role("heading", name="1 answer")).to_be_visible()
    worlds.answer_poll(poll, "No")
    expect(page.get_by_role("heading", name="2 answers")).to_be_visible()
    expect(page.get_by_role("rowheader", name="No")).to_be_visible()
    look("the screen")
    assert faults == {}
