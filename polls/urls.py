"""The addresses below /polls/, for whoever asks."""

from django.urls import path

from polls.views import asking, screen

app_name = "polls"

urlpatterns = [
    path("", asking.list_, name="list"),
    path("new/", asking.new, name="new"),
    path("<uuid:poll>/", asking.detail, name="detail"),
    path("<uuid:poll>/screen/", screen.screen, name="screen"),
    path("<uuid:poll>/answers.json", screen.answers, name="answers"),
    path("<uuid:poll>/results.csv", screen.results_csv, name="results_csv"),
    path("<uuid:poll>/open/", asking.open_, name="open"),
    path("<uuid:poll>/close/", asking.close, name="close"),
    path("<uuid:poll>/show/", asking.show, name="show"),
    path("<uuid:poll>/remove/", asking.remove, name="remove"),
]
