"""The picture of the gaps: both medians of the file, both counts, and words where there is no gap to show."""

# ruff: noqa: F811 (fixtures of another module)

from tests.reports.figures import figure_of, lines_of, marks_of, sentences_of, words_of
from tests.reports.test_gaps_views import two_sides  # noqa: F401

CHART, CSV = "/reports/gaps/chart.json", "/reports/gaps.csv"
HIDDEN = "Too few or too alike to show."
ONE = {"cycle": "sides", "dimension": "1"}


def test_the_marks_are_the_medians_of_the_file_with_both_counts(signed_in, two_sides, pot):
    client = signed_in(pot)
    figure = figure_of(client.get(CHART, ONE))
    told = [line for line in lines_of(client.get(CSV, ONE)) if line["gap"]]
    assert [line["row"] for line in told] == ["North Vale"]
    for side, look in (("social_care", "social-care"), ("health", "health")):
        assert marks_of(figure, look) == {line["row"]: float(line[f"{side}_median"]) for line in told}
    label = figure["layout"]["yaxis"]["ticktext"][0].replace("<br>", " ")
    assert "Social care 2 of 2, health 1 of 1" in label


def test_where_there_is_no_gap_the_reason_stands_and_no_mark(signed_in, two_sides, pot):
    figure = figure_of(signed_in(pot).get(CHART, {"cycle": "sides"}))
    assert "South Vale: No social care organisation was asked here." in " ".join(sentences_of(figure))
    assert "South Vale" not in marks_of(figure, "health")


def test_a_hidden_gap_is_said_and_never_drawn(signed_in, two_sides, outsider):
    figure = figure_of(signed_in(outsider).get(CHART, {"cycle": "sides"}))
    assert marks_of(figure, "social-care") == marks_of(figure, "health") == {}
    assert set(words_of(figure)) == {HIDDEN}
    assert all(said.endswith(HIDDEN) for said in sentences_of(figure))
    assert "0 of" not in str(figure)


def test_the_page_offers_the_picture(signed_in, two_sides, pot):
    page = signed_in(pot).get("/reports/gaps/?cycle=sides").content.decode()
    assert 'data-chart="/reports/gaps/chart.json?cycle=sides"' in page
