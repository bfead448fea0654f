"""Addresses of the reports."""

from django.urls import path

from reports.views import chart, compare, gaps, heatmap, practice, profile, saved, spans, trends

app_name = "reports"

urlpatterns = [
    path("heatmap/", heatmap.heatmap, name="heatmap"),
    path("heatmap.csv", heatmap.heatmap_csv, name="heatmap_csv"),
    path("heatmap.json", heatmap.heatmap_json, name="heatmap_json"),
    path("heatmap.xlsx", heatmap.heatmap_xlsx, name="heatmap_xlsx"),
    path("heatmap/chart.json", chart.heatmap_chart, name="heatmap_chart"),
    path("compare/", compare.compare, name="compare"),
    path("compare/chart.json", chart.compare_chart, name="compare_chart"),
    path("compare/radar.svg", compare.compare_radar, name="compare_radar"),
    path("compare.csv", compare.compare_csv, name="compare_csv"),
    path("compare.json", compare.compare_json, name="compare_json"),
    path("compare.xlsx", compare.compare_xlsx, name="compare_xlsx"),
    path("spans/", spans.spans, name="spans"),
    path("spans/chart.json", chart.spans_chart, name="spans_chart"),
    path("spans.csv", spans.spans_csv, name="spans_csv"),
    path("spans.svg", spans.spans_svg, name="spans_svg"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("gaps/chart.json", chart.gaps_chart, name="gaps_chart"),
    path("gaps.csv", gaps.gaps_csv, name="gaps_csv"),
    path("practice/", practice.practice, name="practice"),
    path("practice.csv", practice.practice_csv, name="practice_csv"),
    path("trends/", trends.trends, name="trends"),
    path("trends/chart.json", chart.trends_chart, name="trends_chart"),
    path("trends.csv", trends.trends_csv, name="trends_csv"),
    path("views/", saved.views, name="views"),
    path("views/save/<slug:report>/", saved.save_view, name="save_view"),
    path("views/<int:view>/", saved.view, name="view"),
    path("views/<int:view>/change/", saved.change_view, name="change_view"),
    path("views/<int:view>/remove/", saved.remove_view, name="remove_view"),
    path("views/<int:view>/home/", saved.view_on_home, name="view_on_home"),
    path("views/<int:view>/home/off/", saved.view_off_home, name="view_off_home"),
    path("profile/<slug:cycle>/<slug:organisation>/", profile.profile, name="profile"),
    path("profile/<slug:cycle>/<slug:organisation>/profile.csv", profile.profile_csv, name="profile_csv"),
    path("profile/<slug:cycle>/<slug:organisation>/weights.csv", profile.weights_csv, name="weights_csv"),
    path("profile/<slug:cycle>/ics/<slug:ics>/", profile.ics_profile, name="ics_profile"),
    path("profile/<slug:cycle>/ics/<slug:ics>/profile.csv", profile.ics_profile_csv, name="ics_profile_csv"),
    path("profile/<slug:cycle>/region/<slug:region>/", profile.region_profile, name="region_profile"),
    path(
        "profile/<slug:cycle>/region/<slug:region>/profile.csv", profile.region_profile_csv, name="region_profile_csv"
    ),
]
