"""Addresses of the reports."""

from django.urls import path

from reports.views import chart, heatmap, profile

app_name = "reports"

urlpatterns = [
    path("heatmap/", heatmap.heatmap, name="heatmap"),
    path("heatmap.csv", heatmap.heatmap_csv, name="heatmap_csv"),
    path("heatmap.json", heatmap.heatmap_json, name="heatmap_json"),
    path("heatmap.xlsx", heatmap.heatmap_xlsx, name="heatmap_xlsx"),
    path("heatmap/chart.json", chart.heatmap_chart, name="heatmap_chart"),
    path("profile/<slug:cycle>/<slug:organisation>/", profile.profile, name="profile"),
]
