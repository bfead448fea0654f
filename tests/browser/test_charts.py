"""Charts in a browser: nothing of Plotly before one is asked for, walked by keyboard, said in words, saved as files."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import worlds


@pytest.fixture
def answered(cycle, organisation, neighbour, faraway, pot):
    """A span, a single level, and no data."""
    worlds.submitted(cycle, organisation, by=pot, declared={"1": (1, 3)})
    worlds.submitted(cycle, neighbour, by=pot, declared={"1": (3, 3)})
    worlds.submitted(cycle, faraway, dict.fromkeys(("1.1", "1.2", "1.3"), "no_data"), by=pot)


@pytest.fixture
def requests(page: Page) -> list[str]:
    """Every address asked for, and every complaint about the content security policy."""
    noted = []
    page.on("request", lambda request: noted.append(request.url))
    page.on("console", lambda message: noted.append(message.text) if "Security Policy" in message.text else None)
    return noted


def saved(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return download.value.path().read_bytes()


@pytest.mark.parametrize(
    ("address", "first", "second"),
    [
        ("/reports/compare/?dimension=1", "North Vale, .*: 1 typically Emerging", "South Vale, .*: 1 no data"),
        ("/reports/spans/?dimension=1", "Elmshire: Developing", "Oakshire: Pre-emerging to Developing, typically"),
    ],
)
def test_a_chart_is_drawn_walked_through_and_saved(
    answered, pot, page, visit, sign_in, check_page, requests, address, first, second
):
    sign_in(pot)
    visit(address)
    expect(page.get_by_role("button", name="Download as PNG")).to_be_hidden()
    assert [said for said in requests if "plotly" in said or "chart.json" in said] == []
    page.get_by_role("button", name="Draw as a picture").click()
    expect(page.get_by_role("status").filter(has_text="Drawn.")).to_be_visible()
    expect(page.get_by_role("application")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status").filter(has_text=re.compile(f"^{first}"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status").filter(has_text=re.compile(f"^{second}"))).to_be_visible()
    assert saved(page, "Download as PNG").startswith(b"\x89PNG")
    picture = saved(page, "Download as SVG").decode()
    assert picture.startswith("<svg")
    assert re.search(r"<title>[^<]*This year[^<]*</title><desc>[^<]+</desc>", picture)
    check_page()
    assert [said for said in requests if "Security Policy" in said] == []


def test_the_span_chart_of_the_page_is_saved_as_png(answered, pot, page, visit, sign_in, requests):
    sign_in(pot)
    visit("/reports/spans/?dimension=1")
    assert saved(page, "Download this chart as PNG").startswith(b"\x89PNG")
    assert [said for said in requests if "plotly" in said or "Security Policy" in said] == []


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_a_script_no_picture_is_offered(answered, pot, page, visit, sign_in):
    sign_in(pot)
    for report in ("compare", "spans", "gaps"):
        visit(f"/reports/{report}/?dimension=1")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("as a picture, to point at")).to_be_hidden()
        expect(page.get_by_role("button", name=re.compile("picture|PNG|SVG"))).to_have_count(0)
