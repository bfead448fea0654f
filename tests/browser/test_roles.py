"""Each role goes through the rooms that are open to it; the doors before and beside them are pages too."""

import re
from pathlib import Path

import pytest
from django.core import mail
from django.template.loader import render_to_string
from playwright.sync_api import expect

from tests import worlds
from tests.browser.test_heatmap import LEVELS, TEN

# Those of ICSs and regions have a segment more.
PROFILE_OF_AN_ORGANISATION = "a[href*='/reports/profile/']:not([href*='/ics/'], [href*='/region/'])"

FILES = Path(__file__).parent.parent / "frameworks" / "files"
ROOMS = ["Home", "Self-assessment", "Reports", "Good practice", "Frameworks"]
NEW_PASSWORD = "violet-harbour-tractor"


@pytest.mark.parametrize(
    ("person", "reads"),
    [
        ("pot", "What is waiting for you in Oxfordshire"),
        ("ics.lead", "Buckinghamshire, Oxfordshire and Berkshire West"),
        ("regional.lead", "South East"),
        ("administrator", "Your desk: cycles, places"),
        ("outsider", "Demonstration Vale"),
    ],
)
def test_each_demo_person_walks_through_every_room_and_signs_out(
    demonstration, page, sign_in, check_page, person, reads
):
    sign_in(f"{person}@demo.example")
    expect(page.locator("body")).to_contain_text(reads)
    check_page()
    for room in ROOMS:
        link = page.get_by_role("navigation", name="Main").get_by_role("link", name=room, exact=True)
        link.click()
        expect(link).to_have_attribute("aria-current", "page")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)


def test_an_outsider_reads_no_level_of_an_organisation_in_the_south_east(
    demonstration, page, sign_in, visit, check_page
):
    sign_in("outsider@demo.example")
    for query in ("", "?cycle=aligns-2025", "?cycle=aligns-2025&columns=indicator"):
        visit(f"/reports/heatmap/{query}")
        # Some ICSs have the name of the organisation that is alone in them: they have a row here, without a level.
        for row in page.get_by_role("row").all():
            name, _, words = row.inner_text().partition("\n")
            assert name not in TEN or not any(level in words for level in LEVELS), name
        expect(page.get_by_role("main").locator(PROFILE_OF_AN_ORGANISATION)).to_have_count(0)
        check_page()
    assert visit("/reports/profile/aligns-2025/oxfordshire/").status == 404


class TestFrameworkFile:
    def test_a_wrong_file_is_refused_with_every_fault_and_a_right_one_is_published(
        self, administrator, page, sign_in, visit, check_page, tmp_path
    ):
        right = FILES / "three-levels.yaml"
        wrong = tmp_path / "wrong.yaml"
        words = right.read_text()
        wrong.write_text(words.replace("green: Some dig., ", "").replace("code: A.2", "code: A.1"))
        sign_in(administrator)
        visit("/frameworks/load/")
        check_page()

        page.get_by_label("Framework file").set_input_files(wrong)
        page.get_by_role("button", name="Check the file").click()
        expect(page.get_by_role("alert", name="There is a problem")).to_contain_text("Nothing was changed.")
        faults = page.get_by_role("table", name="Faults, in the order of the file")
        expect(faults.get_by_role("row").filter(has_text="green")).to_contain_text("indicator A.1")
        assert faults.get_by_role("row").count() >= 3
        check_page()

        page.get_by_label("Framework file").set_input_files(right)
        page.get_by_role("button", name="Check the file").click()
        expect(page.get_by_role("button", name="Load and publish")).to_be_visible()
        check_page()

        page.get_by_role("button", name="Load and publish").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Shared garden")
        expect(page.get_by_role("heading", name="A.1 Digging")).to_be_visible()
        expect(page.get_by_text("Draft wording").first).to_be_visible()
        check_page()


class TestSignedOut:
    def test_sign_in_says_what_is_wrong_and_not_who_exists(self, pot, page, visit, check_page):
        visit("/")
        check_page()
        page.get_by_role("button", name="Sign in").click()
        summary = page.get_by_role("alert", name="There is a problem")
        expect(summary).to_contain_text("Enter your e-mail address")
        expect(summary).to_be_focused()
        check_page()
        said = []
        for email in (pot.email, "nobody@vale.example"):
            page.get_by_label("E-mail address").fill(email)
            page.get_by_label("Password", exact=True).fill("wrong")
            page.get_by_role("button", name="Sign in").click()
            expect(summary).to_contain_text("is not right")
            said.append(summary.inner_text())
        assert said[0] == said[1]
        page.get_by_label("Password", exact=True).fill("seen")
        page.get_by_role("button", name="Show password").click()
        expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")

    def test_a_forgotten_password_is_chosen_anew_by_e_mail_once(self, pot, page, visit, sign_in, check_page):
        visit("/accounts/login/")
        page.get_by_role("link", name="I forgot my password").click()
        check_page()
        page.get_by_label("E-mail address").fill(pot.email)
        page.get_by_role("button", name="Send me a link").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Look in your e-mail")
        check_page()
        (letter,) = mail.outbox
        link = re.search(r"https?://\S+", letter.body)[0]

        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("Choose a new password")
        check_page()
        page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
        page.get_by_label("New password again").fill("something else")
        page.get_by_role("button", name="Save new password").click()
        expect(page.get_by_role("alert", name="There is a problem")).to_be_visible()
        check_page()
        page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
        page.get_by_label("New password again").fill(NEW_PASSWORD)
        page.get_by_role("button", name="Save new password").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your new password is saved")
        check_page()

        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("This link no longer works")
        check_page()
        visit("/accounts/login/")
        page.get_by_label("E-mail address").fill(pot.email)
        page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_attached()

    def test_a_framework_is_open_to_all(self, framework, page, visit, check_page):
        assert visit("/frameworks/vale/1/").status == 200
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check_page()


class TestDoorsThatStayShut:
    def test_what_is_not_there_says_so(self, pot, page, sign_in, visit, check_page):
        sign_in(pot)
        assert visit("/nothing-here/").status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text("This page is not here")
        check_page()

    def test_what_one_may_not_do_says_so(self, pot, page, sign_in, visit, check_page):
        sign_in(pot)
        assert visit("/frameworks/load/").status == 403
        expect(page.get_by_role("heading", level=1)).to_have_text("You may not do this")
        check_page()

    def test_a_form_that_stood_open_too_long_says_what_to_do(self, pot, page, visit, check_page):
        visit("/accounts/login/")
        page.context.clear_cookies()
        page.get_by_label("E-mail address").fill(pot.email)
        page.get_by_label("Password", exact=True).fill(worlds.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("main")).to_contain_text("Load the page again")
        check_page()

    def test_a_fault_of_ours_has_a_page_that_needs_nothing(self, page, visit, check_page, live_server):
        visit("/help/")
        page.set_content(render_to_string("500.html"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check_page()
