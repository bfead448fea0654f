"""The addresses of views: asking for them, giving one's own with an account, and the guest's way by a link."""

from django.urls import path

from assessments.views import contributing, contributors, guests

app_name = "contributions"

urlpatterns = [
    path("contributors/<uuid:uuid>/", contributors.asked, name="asked"),
    path("contributors/<uuid:uuid>/<int:contributor>/send-again/", contributors.send_again, name="send_again"),
    path("contributors/<uuid:uuid>/<int:contributor>/end/", contributors.end, name="end"),
    path("contributions/<uuid:uuid>/", contributing.own, name="own"),
    path("contributions/<uuid:uuid>/<str:code>/", contributing.own_dimension, name="own_dimension"),
    path("contribute/", guests.guest, name="guest"),
    path("contribute/dimension/<str:code>/", guests.guest_dimension, name="guest_dimension"),
    path("contribute/link/<str:key>/", guests.link, name="link"),
    path("contribute/new-link/", guests.new_link, name="new_link"),
    path("contribute/leave/", guests.leave, name="leave"),
]
