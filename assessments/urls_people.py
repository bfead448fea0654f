"""The addresses of people: who has access, inviting, ending, handing over."""

from django.urls import path

from assessments.views import notices, people

app_name = "people"

urlpatterns = [
    path("", people.list_, name="list"),
    path("me/e-mails/", notices.notices, name="notices"),
    path("invite/administrator/", people.invite, name="invite_administrator"),
    path("invite/<str:kind>/<slug:place>/", people.invite, name="invite"),
    path("<int:membership>/end/", people.end, name="end"),
    path("<int:membership>/send-again/", people.send_again, name="send_again"),
    path("<int:membership>/hand-over/", people.hand_over, name="hand_over"),
]
