"""The addresses at which people talk over what each of them thinks, and record what they agree."""

from django.urls import path

from assessments.views import consensus

app_name = "consensus"

urlpatterns = [
    path("<uuid:uuid>/", consensus.list_, name="list"),
    path("<uuid:uuid>/pack/", consensus.pack, name="pack"),
    path("<uuid:uuid>/<str:dimension>/<str:indicator>/", consensus.indicator, name="indicator"),
]
