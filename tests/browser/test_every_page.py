"""Every page of ours, found by its address: axe, phone width, no other host, and what each page must have."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import faults_of
from tests.test_architecture import address, foreign, routes  # noqa: F401 (a fixture)

# Both the POT's draft and a neighbour's submission, where an address leads to a self-assessment.
TARGETS = ("draft", "sent")

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


def pages_of(page: Page, live_server, world: dict) -> list[str]:
    """The addresses that answer this person with a page of ours, each kind of page once a target."""
    found = []
    for _, pattern, _ in routes():
        for path in dict.fromkeys(address(pattern, world[target], world) for target in TARGETS):
            answer = page.context.request.get(live_server.url + path, max_redirects=0)
            is_page = answer.headers.get("content-type", "").startswith("text/html")
            if answer.status in (200, 403) and is_page:
                found.append(path)
    return found


@pytest.mark.parametrize("role", ["pot", "administrator"])
def test_every_page_is_whole(request, foreign, page, sign_in, visit, live_server, role):  # noqa: F811
    sign_in(request.getfixturevalue(role))
    paths = pages_of(page, live_server, foreign)
    faults = {}
    for path in paths:
        visit(path)
        found = page.evaluate(WHAT_A_PAGE_LACKS) + faults_of(page)
        if found:
            faults[path] = found
    assert len(paths) >= 20
    assert faults == {}
