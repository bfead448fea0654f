"""The links among the reports: only those that exist, with what the reader looks at."""

from urllib.parse import parse_qs, urlsplit

from django.urls import resolve

from reports.pages.navigation import REPORTS, report_links


def test_every_link_leads_to_a_report():
    links = report_links("heatmap")
    assert links
    for link in links:
        assert resolve(urlsplit(link.href).path).app_name == "reports"


def test_a_report_without_an_address_is_left_out(monkeypatch):
    before = report_links("heatmap")
    monkeypatch.setattr("reports.pages.navigation.REPORTS", (*REPORTS, ("no_such_report", "Nothing")))
    assert report_links("heatmap") == before


def test_exactly_the_page_itself_is_current():
    assert [link.words for link in report_links("heatmap") if link.is_current] == ["Heatmap"]
    assert not any(link.is_current for link in report_links(""))


def test_cycle_and_dimension_go_along():
    for link in report_links("heatmap", cycle="this-year", dimension="2"):
        said = parse_qs(urlsplit(link.href).query)
        assert (said["cycle"], said["dimension"]) == (["this-year"], ["2"])


def test_nothing_is_said_of_what_was_not_chosen():
    assert {urlsplit(link.href).query for link in report_links("heatmap")} == {""}
