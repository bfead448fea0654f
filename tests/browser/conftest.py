"""A real browser on a live server: nothing from another host, axe on every page, people of the usual cast."""

import os
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests import worlds

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Playwright runs an event loop in this thread, and Django takes that for a mistake.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    found = subprocess.run([ROOT / "scripts" / "chromium"], capture_output=True, text=True, check=False).stdout.strip()
    assert found, "No Chromium was found. Set CHROMIUM, or run `scripts/chromium --install`."
    quiet = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
    return {"executable_path": found, "args": ["--no-sandbox", "--disable-sync", *quiet]}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def no_other_host(context: BrowserContext, live_server):
    """Fails the test if any page asked another host for anything."""
    elsewhere = []
    context.on(
        "request",
        lambda request: (
            None if request.url.startswith((live_server.url, "data:", "blob:")) else elsewhere.append(request.url)
        ),
    )
    yield
    assert elsewhere == []


@pytest.fixture
def page(context: BrowserContext, no_other_host) -> Page:
    """A page that fails the test on any script error."""
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []


@pytest.fixture
def visit(page: Page, live_server):
    """A function: go to a path of the live server."""

    def go(path: str):
        return page.goto(live_server.url + path)

    return go


@pytest.fixture
def sign_in(page: Page, visit):
    """A function: sign in by the form, as a person would."""

    def enter(user_or_email, password: str = worlds.PASSWORD) -> None:
        visit("/accounts/login/")
        page.get_by_label("E-mail address").fill(str(getattr(user_or_email, "email", user_or_email)))
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in").click()

    return enter


@pytest.fixture
def check_page(page: Page):
    """A function: axe finds nothing at 1280 and at 320 pixels, and nothing has to be scrolled sideways."""

    def check(name: str = "") -> None:
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(AXE.read_text())
            found = page.evaluate(
                "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"
                ".then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(' ')}`))",
                WCAG,
            )
            assert found == [], f"{name or page.url} at {width}"
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name or page.url} is {wide} pixels wide at {width}"
        page.set_viewport_size({"width": 1280, "height": 900})

    return check
