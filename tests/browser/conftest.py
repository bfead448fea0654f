"""A real browser on a live server: nothing from another host, axe on every page, people of the usual cast."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import BrowserContext, Page, expect

from tests import worlds

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = 1280, 320
# Playwright runs an event loop in this thread, and Django takes that for a mistake.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# A machine that builds and tests at once is slow; what is right does not take longer for it.
expect.set_options(timeout=20_000)

RUN_AXE = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
    .then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(' ')}`))"""


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
    return {"viewport": {"width": WIDE, "height": 900}, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def watched(live_server):
    """A function: watch a window; the test fails if it met a script error or asked another host for anything."""
    faults = []

    def note(request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            faults.append(f"asked for {request.url}")

    def watch(context: BrowserContext) -> BrowserContext:
        context.set_default_timeout(30_000)
        context.on("request", note)
        context.on("weberror", lambda fault: faults.append(str(fault.error)))
        return context

    yield watch
    assert faults == []


@pytest.fixture
def page(context: BrowserContext, watched) -> Page:
    """A window of the browser, with the settings that the marker `browser_context_args` gives."""
    return watched(context).new_page()


@pytest.fixture
def another_window(new_context, watched):
    """A function: the window of a second person, with cookies of its own."""
    return lambda: watched(new_context()).new_page()


@pytest.fixture
def visit(page: Page, live_server):
    """A function: go to a path of the live server."""

    def go(path: str):
        return page.goto(live_server.url + path)

    return go


@pytest.fixture
def sign_in(page: Page, live_server):
    """A function: sign in by the form, as a person would."""

    def enter(user_or_email, window: Page = page) -> None:
        window.goto(live_server.url + "/accounts/login/")
        window.get_by_label("E-mail address").fill(str(getattr(user_or_email, "email", user_or_email)))
        window.get_by_label("Password", exact=True).fill(worlds.PASSWORD)
        window.get_by_role("button", name="Sign in").click()
        expect(window.get_by_role("button", name="Sign out")).to_be_attached()

    return enter


@pytest.fixture(scope="session")
def demonstration_kept():
    """An empty SQLite database, for what `demonstration` makes the first time."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as kept:
        yield kept


@pytest.fixture
def demonstration(live_server, demonstration_kept):
    """The real data of 2025, an open cycle 2026 and six demo people, as `make run` sets them up."""
    from assessments.actions.demo import seed_demo
    from assessments.models import User

    if demonstration_kept.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        demonstration_kept.backup(connection.connection)
        return
    seed_demo(by=User.objects.system(), password=worlds.PASSWORD)
    if connection.vendor == "sqlite":
        connection.connection.backup(demonstration_kept)


def faults_of(page: Page, *, widths: tuple[int, ...] = (WIDE, NARROW)) -> list[str]:
    """What axe finds at these widths, and what has to be scrolled sideways at both."""
    found = []
    page.wait_for_load_state()  # a press returns as soon as the next page begins to come
    before = page.viewport_size
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        if width in widths:
            if not page.evaluate("'axe' in window"):
                page.evaluate(AXE.read_text())
            found += [f"{fault} (at {width})" for fault in page.evaluate(RUN_AXE, WCAG)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{wide} pixels wide at {width}")
    page.set_viewport_size(before)
    return found


@pytest.fixture
def check_page(page: Page, request):
    """A function: axe finds nothing at the width of the window, and nothing has to be scrolled sideways at 320 pixels.

    The walk of every page looks at both widths. Axe cannot run where scripts may not.
    """
    marker = request.node.get_closest_marker("browser_context_args")
    has_script = not marker or marker.kwargs.get("java_script_enabled", True)

    def check(window: Page = page) -> None:
        faults = faults_of(window, widths=(window.viewport_size["width"],) if has_script else ())
        assert faults == [], f"{window.url}: {faults}"

    return check
