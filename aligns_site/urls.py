"""The site map."""

from django.contrib import admin
from django.urls import include, path

from aligns_site import views
from reports.views.home import home

urlpatterns = [
    path("", home, name="home"),
    path("accounts/", include("aligns_site.accounts")),
    path("reports/", include("reports.urls")),
    path("frameworks/", include("frameworks.urls")),
    path("assessments/", include("assessments.urls")),
    path("consensus/", include("assessments.urls_consensus")),
    path("people/", include("assessments.urls_people")),
    path("desk/", include("assessments.urls_desk")),
    path("", include("assessments.urls_contributions")),
    path("polls/", include("polls.urls")),
    path("p/", include("polls.urls_phones")),
    path("help/", views.help_page, name="help"),
    path("contact/", views.contact, name="contact"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]

handler400 = "aligns_site.views.bad_request"
handler403 = "aligns_site.views.not_allowed"
handler404 = "aligns_site.views.not_found"
handler500 = "aligns_site.views.broken"
