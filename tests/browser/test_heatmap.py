"""Leads read the heatmap of 2025: filters, keys, drill-down, the picture on request, print, and without JavaScript."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_answering import without_script

LEAD = "regional.lead@demo.example"
TEN = {
    "Berkshire West",
    "Buckinghamshire",
    "East Sussex LA",
    "Frimley Health",
    "Hampshire & Isle of Wight",
    "Kent",
    "Medway",
    "Oxfordshire",
    "Surrey Heartlands",
    "West Sussex LA",
}
LEVELS = ("Pre-emerging", "Emerging", "Developing", "Maturing")


def names_of(table: Locator) -> list[str]:
    """What stands first in each row head: the name, without the lines under it."""
    table.page.wait_for_load_state()
    return [head.inner_text().splitlines()[0].strip() for head in table.get_by_role("rowheader").all()]


def words_of(page: Page) -> list[list[str]]:
    """The cells of the first table as a person reads them, whatever the spaces between."""
    page.wait_for_load_state()
    rows = page.get_by_role("table").first.get_by_role("row").all()
    return [[" ".join(words.split()) for words in row.get_by_role("cell").all_text_contents()] for row in rows]


class Reading:
    """What Robin Hale, who leads the South East, does with the heatmap, one sentence each."""

    def __init__(self, page: Page, visit, check_page):
        self.page, self.visit, self.check_page = page, visit, check_page
        self.requests = []
        page.on("request", lambda request: self.requests.append(request.url))

    @property
    def table(self) -> Locator:
        return self.page.get_by_role("table").first

    def row(self, name: str) -> Locator:
        return self.table.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=re.compile(f"^{name}")))

    def choose(self, **choices: str) -> None:
        if not self.page.get_by_label("Region").is_visible():
            self.page.get_by_text("More choices", exact=True).click()
        for label, choice in choices.items():
            self.page.get_by_label(label.replace("_", " "), exact=True).select_option(choice)
        self.page.get_by_role("button", name="Show", exact=True).click()

    def when_the_lead_opens_2025(self):
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").click()
        expect(self.page.get_by_label("Cycle")).to_have_value("aligns-2025")

    def then_there_are_17_organisations_and_the_region(self):
        names = names_of(self.table)
        assert len(names) == 18
        assert "South East" in names[-1]
        assert set(names) >= TEN
        expect(self.page.get_by_role("main")).to_contain_text("17 are shown here")
        west = self.row("Berkshire West").get_by_role("cell")
        expect(west.nth(4)).to_contain_text("Pre-emerging to Maturing")
        expect(self.row("Buckinghamshire").first.get_by_role("cell").nth(1)).to_contain_text("No data")
        self.check_page()

    def when_the_lead_asks_for_reporting_organisations(self):
        self.choose(Organisations="Reporting organisations")

    def then_there_are_the_ten_of_the_slides(self):
        main = self.page.get_by_role("main")
        expect(main).to_contain_text("38 of the 50 cells have a level.")
        assert set(names_of(self.table)) - {"South East"} == TEN
        expect(main).to_contain_text("6 are no data")
        expect(main).to_contain_text("6 were not answered")
        assert sum("Differs from its indicators" in cell for row in words_of(self.page) for cell in row) == 6

    def then_it_prints_on_one_page(self, tmp_path):
        """The ten organisations, the region, and how to read them; without background colours, as printers are set."""
        file = self.page.pdf(path=tmp_path / "heatmap.pdf", prefer_css_page_size=True, print_background=False)
        sizes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", file)
        assert [(round(float(wide)), round(float(high))) for wide, high in sizes] == [(842, 595)]

    def then_paper_says_the_levels_without_colour(self):
        """Beside the words, a strip in the colour of the words, and what the level rests on."""
        self.page.emulate_media(media="print")
        cell = self.row("Kent").get_by_role("cell").nth(2)
        expect(cell.locator(".strip")).to_be_visible()
        expect(cell.locator(".cell__brief")).to_have_text("0 of 7")
        assert cell.locator(".strip__step--filled").evaluate("""mark => {
            const words = getComputedStyle(mark.closest("td")).color;
            return getComputedStyle(mark).fill === words;
        }""")
        expect(self.page.get_by_text("Boxes: the 4 levels from left to right")).to_be_visible()
        for only_on_screen in ("Pin Kent to the top", "Sort by organisation"):
            expect(self.page.get_by_role("link", name=only_on_screen)).to_be_hidden()
        self.page.emulate_media(media="screen")

    def when_the_lead_asks_for_indicators_of_dimension_5(self):
        self.choose(Columns="Indicators", Dimension="5. Culture, climate and ways of working together")

    def then_each_indicator_has_a_column(self):
        columns = self.page.get_by_role("columnheader")
        expect(columns.filter(has_text=re.compile(r"^\s*5\.8")).first).to_be_attached()
        heads = " ".join(columns.all_text_contents())
        for code in ("5.1", "5.2", "5.8"):
            assert code in heads
        assert "4.1" not in heads
        self.check_page()

    def when_the_lead_asks_for_icss(self, **date: str):
        self.visit("/reports/heatmap/?cycle=aligns-2025")
        if date:
            self.page.get_by_text("More choices", exact=True).click()
            self.page.get_by_label("Boundaries on").fill(date["on"])
        self.page.get_by_label("Rows", exact=True).select_option("ICSs")
        self.page.get_by_role("button", name="Show", exact=True).click()

    def then_the_rows_are(self, *names: str, and_not: str):
        shown = names_of(self.table)
        assert set(names) <= set(shown)
        assert and_not not in shown
        self.check_page()

    def when_the_lead_walks_through_the_cells_by_arrow_keys(self):
        self.visit("/reports/heatmap/?cycle=aligns-2025")
        self.row("Berkshire West").get_by_role("link").first.focus()
        for _ in range(5):
            self.page.keyboard.press("ArrowRight")

    def then_the_line_below_says_the_cell(self):
        expect(self.row("Berkshire West").get_by_role("cell").nth(4)).to_be_focused()
        expect(self.page.get_by_text(re.compile("^Berkshire West, 5 .*: Pre-emerging to Maturing"))).to_be_visible()
        self.page.keyboard.press("ArrowDown")
        expect(self.page.get_by_text(re.compile("^Buckinghamshire, 5 .*: Developing to Maturing"))).to_be_visible()
        expect(self.page.get_by_role("link", name="Open Buckinghamshire")).to_be_visible()

    def then_home_end_and_a_press_choose_cells_too(self):
        cells = self.row("Buckinghamshire").first.get_by_role("cell")
        for key, cell in (("Home", cells.first), ("End", cells.last)):
            self.page.keyboard.press(key)
            expect(cell).to_be_focused()
        self.page.keyboard.press("Control+End")
        expect(self.table.get_by_role("cell").last).to_be_focused()
        self.page.keyboard.press("ArrowDown")
        expect(self.table.get_by_role("cell").last).to_be_focused()
        self.page.keyboard.press("Control+Home")
        expect(self.table.get_by_role("cell").first).to_be_focused()
        self.row("Kent").first.get_by_role("cell").nth(2).click()
        expect(self.page.get_by_text(re.compile("^Kent, 3 .*: Pre-emerging"))).to_be_in_viewport()
        expect(self.table.locator("td[tabindex='0']")).to_have_count(1)
        self.check_page()

    def when_the_lead_sorts_and_pins(self):
        """Links: each leads to the same page at another address."""
        head = self.table.get_by_role("columnheader", name=re.compile("^3. Attracting"))
        head.first.get_by_role("link", name=re.compile("^Sort")).click()
        expect(self.page.get_by_role("main")).to_contain_text("Rows by level in 3.")
        expect(self.table.get_by_role("columnheader", name=re.compile("^3. Attracting"))).to_have_attribute(
            "aria-sort", "ascending"
        )
        self.page.get_by_role("link", name="Pin Kent to the top").click()
        expect(self.page.get_by_role("main")).to_contain_text("Pinned to the top: Kent.")

    def then_kent_is_on_top_of_the_others_in_order(self):
        names = names_of(self.table)
        assert (names[0], names[1], names[-1]) == ("Kent", "Berkshire West", "Surrey Heartlands")
        self.check_page()
        self.page.get_by_role("link", name="Unpin Kent").click()
        expect(self.page.get_by_role("main")).not_to_contain_text("Pinned to the top")

    def when_the_lead_drills_down_to_oxfordshire(self):
        self.row("Oxfordshire").get_by_role("link", name="Oxfordshire", exact=True).click()

    def then_the_profile_says_what_was_said_and_leads_back(self):
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Oxfordshire")
        expect(self.page.get_by_role("main")).to_contain_text("Developing to Maturing")
        expect(self.page.get_by_role("heading", name=re.compile("Culture, climate"))).to_be_visible()
        self.check_page()
        self.page.get_by_role("link", name="Back to the heatmap").click()
        expect(self.page.get_by_label("Cycle")).to_have_value("aligns-2025")

    def then_nothing_of_plotly_was_loaded_yet(self):
        assert [url for url in self.requests if "plotly" in url] == []

    def when_the_lead_asks_for_the_picture(self):
        self.page.get_by_role("button", name="Draw as a picture").click()

    def then_it_is_drawn_and_can_be_sent_nowhere(self):
        figure = self.page.get_by_role("figure")
        expect(figure.get_by_text("Oxfordshire", exact=True).first).to_be_attached()
        expect(self.page.get_by_role("status").filter(has_text="Drawn.")).to_be_visible()
        assert [url for url in self.requests if "plotly" in url] != []
        assert figure.locator(".modebar").count() == 0
        self.check_page()


def test_a_regional_lead_reads_2025_in_every_way(demonstration, page, visit, sign_in, check_page, tmp_path):
    robin = Reading(page, visit, check_page)
    sign_in(LEAD)
    robin.when_the_lead_opens_2025()
    robin.then_there_are_17_organisations_and_the_region()
    robin.when_the_lead_asks_for_reporting_organisations()
    robin.then_there_are_the_ten_of_the_slides()
    robin.then_it_prints_on_one_page(tmp_path)
    robin.then_paper_says_the_levels_without_colour()
    robin.when_the_lead_sorts_and_pins()
    robin.then_kent_is_on_top_of_the_others_in_order()
    robin.when_the_lead_asks_for_indicators_of_dimension_5()
    robin.then_each_indicator_has_a_column()
    robin.when_the_lead_asks_for_icss()
    robin.then_the_rows_are(
        "Buckinghamshire, Oxfordshire and Berkshire West", "Surrey Heartlands", and_not="Thames Valley"
    )
    robin.when_the_lead_asks_for_icss(on="2026-04-01")
    robin.then_the_rows_are("Thames Valley", "Surrey and Sussex", and_not="Surrey Heartlands")
    robin.when_the_lead_walks_through_the_cells_by_arrow_keys()
    robin.then_the_line_below_says_the_cell()
    robin.then_home_end_and_a_press_choose_cells_too()
    robin.when_the_lead_drills_down_to_oxfordshire()
    robin.then_the_profile_says_what_was_said_and_leads_back()
    robin.then_nothing_of_plotly_was_loaded_yet()
    robin.when_the_lead_asks_for_the_picture()
    robin.then_it_is_drawn_and_can_be_sent_nowhere()


@without_script
def test_without_javascript_the_table_has_the_same_words(
    demonstration, page, browser, visit, sign_in, watched, check_page
):
    sign_in(LEAD)
    visit("/reports/heatmap/?cycle=aligns-2025")
    without = words_of(page)
    check_page()
    scripted = watched(browser.new_context(storage_state=page.context.storage_state())).new_page()
    scripted.goto(page.url)

    assert len(without) == 19
    assert sum(any(level in cell for level in LEVELS) for row in without for cell in row) > 38
    assert words_of(scripted) == without
    expect(scripted.get_by_role("button", name="Print")).to_be_visible()
    for only_scripted in ("Print", "Draw as a picture"):
        expect(page.get_by_role("button", name=only_scripted)).to_be_hidden()
    scripted.context.close()


def test_a_wrong_choice_gets_a_plain_page(cycle, regional_lead, page, visit, sign_in, check_page):
    sign_in(regional_lead)
    assert visit("/reports/heatmap/?rows=nothing").status == 400
    expect(page.get_by_role("heading", level=1)).to_have_text("That address does not work")
    check_page()
