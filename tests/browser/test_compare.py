"""The comparison in a browser: wide and at 320 pixels, with axe, with no script, and on paper."""

import pytest
from playwright.sync_api import Page, expect

YEAR = "/reports/compare/?cycle=aligns-2025"


@pytest.fixture
def lead(demonstration, sign_in):
    sign_in("regional.lead@demo.example")


@pytest.mark.parametrize("query", ["&dimension=3", "&dimension=all&rows=kind", "&draw=radar"])
def test_groups_stand_side_by_side(lead, visit, check_page, query):
    visit(YEAR + query)
    check_page()


def test_one_can_walk_from_a_dimension_to_a_radar_and_its_file(page: Page, lead, visit):
    visit(YEAR)
    page.get_by_role("link", name="3. Attracting and recruiting").click()
    expect(page.get_by_text("Most organisations with a level are typically Pre-emerging")).to_be_visible()
    page.get_by_role("link", name="Draw as a radar").click()
    expect(page.get_by_role("img", name="Kent & Medway, ALIGNS 2025")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as SVG of Kent & Medway").click()
    assert download.value.suggested_filename.endswith(".svg")
    page.get_by_role("link", name="Show as a table").click()
    expect(page.get_by_role("columnheader", name="Organisations by typical level").first).to_be_visible()


def test_a_member_of_another_region_gets_what_the_box_says(demonstration, page: Page, sign_in, visit, check_page):
    sign_in("outsider@demo.example")
    visit(YEAR + "&dimension=3")
    expect(page.get_by_text("Too few or too alike to show").first).to_be_visible()
    assert page.locator(".block").count() == 0
    check_page()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_it_can_be_asked_and_read_with_no_script(page: Page, lead, visit, check_page):
    visit(YEAR)
    page.get_by_label("Groups", exact=True).select_option("Kinds")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("rowheader", name="NHS trust")).to_be_visible()
    check_page()


def test_on_paper_the_notes_stay_and_the_choices_go(page: Page, lead, visit):
    visit(YEAR)
    page.emulate_media(media="print")
    expect(page.get_by_text("Few organisations.")).to_be_visible()
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    expect(page.get_by_text("not ranked")).to_be_visible()
