"""The addresses of the administrator's desk. Every view begins with `at_desk`."""

from django.urls import include, path

from assessments.views import desk, desk_cycles, desk_demonstration, desk_people, desk_site, desk_versions

app_name = "desk"

urlpatterns = [
    path("", desk.home, name="home"),
    path("places/", include("assessments.urls_desk_places")),
    path("cycles/", desk_cycles.cycles, name="cycles"),
    path("cycles/open/", desk_cycles.open_cycle, name="open_cycle"),
    path("cycles/<slug:cycle>/", desk_cycles.cycle, name="cycle"),
    path("cycles/<slug:cycle>/ask/", desk_cycles.ask, name="ask"),
    path("cycles/<slug:cycle>/unask/", desk_cycles.unask, name="unask"),
    path("cycles/<slug:cycle>/extend/", desk_cycles.extend, name="extend"),
    path("cycles/<slug:cycle>/close/", desk_cycles.close, name="close"),
    path("cycles/<slug:cycle>/stricter/", desk_cycles.restrict, name="restrict"),
    path("cycles/<slug:cycle>/upgrade/", desk_versions.upgrade, name="upgrade_cycle"),
    path("cycles/<slug:cycle>/next/", desk_versions.next_cycle, name="next_cycle"),
    path("people/", desk_people.people, name="people"),
    path("people/invite/", desk_people.invite, name="invite"),
    path("people/<int:person>/", desk_people.person, name="person"),
    path("people/<int:person>/close/", desk_people.close_account, name="close_account"),
    path("people/<int:person>/open-again/", desk_people.reopen_account, name="reopen_account"),
    path("site/", desk_site.site, name="site"),
    path("site/test-e-mail/", desk_site.test_email, name="test_email"),
    path("demonstration/", desk_demonstration.demonstration, name="demonstration"),
]
