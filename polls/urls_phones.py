"""The short addresses below /p/, for phones."""

from django.urls import path

from polls.views import phones

app_name = "phones"

urlpatterns = [
    path("", phones.find, name="find"),
    path("<str:short>/", phones.phone, name="phone"),
    # As people type it; signed out, the address would else be that of the sign-in page.
    path("<str:short>", phones.phone, name="phone_as_typed"),
]
