"""Addresses of the reports."""

from django.urls import path

from reports.views import chart, compare, gaps, heatmap, practice, profile, spans, trends

app_name = "reports"

urlpatterns = [
    path("heatmap/", heatmap.heatmap, name="heatmap"),
    path("heatmap.csv", heatmap.heatmap_csv, name="heatmap_csv"),
    path("heatmap.json", heatmap.heatmap_json, name="heatmap_json"),
    path("heatmap.xlsx", heatmap.heatmap_xlsx, name="heatmap_xlsx"),
    path("heatmap/chart.json", chart.heatmap_chart, name="heatmap_chart"),
    path("compare/", compare.compare, name="compare"),
    path("compare/radar.svg", compare.compare_radar, name="compare_radar"),
    path("compare.csv", compare.compare_csv, name="compare_csv"),
    path("compare.json", compare.compare_json, name="compare_json"),
    path("compare.xlsx", compare.compare_xlsx, name="compare_xlsx"),
    path("spans/", spans.spans, name="spans"),
    path("spans.csv", spans.spans_csv, name="spans_csv"),
    path("spans.svg", spans.spans_svg, name="spans_svg"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("gaps.csv", gaps.gaps_csv, name="gaps_csv"),
    path("practice/", practice.practice, name="practice"),
    path("practice.csv", practice.practice_csv, name="practice_csv"),
    path("trends/", trends.trends, name="trends"),
    path("trends.csv", trends.trends_csv, name="trends_csv"),
    path("profile/<slug:cycle>/<slug:organisation>/", profile.profile, name="profile"),
]
