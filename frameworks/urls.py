"""The addresses below /frameworks/."""

from django.urls import path

from frameworks import views

app_name = "frameworks"

urlpatterns = [
    path("", views.list_frameworks, name="list"),
    path("load/", views.load, name="load"),
    path("levels/", views.levels, name="levels"),
    path("<str:slug>/<str:version>/", views.detail, name="detail"),
    path("<str:slug>/<str:version>/publish/", views.publish, name="publish"),
    path("<str:slug>/<str:version>/retire/", views.retire, name="retire"),
]
