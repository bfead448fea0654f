"""The addresses below /frameworks/."""

from django.urls import path

from frameworks import views
from frameworks.crosswalks import views as crosswalks
from frameworks.library import views as library
from frameworks.reviewing import views as reviewing

app_name = "frameworks"

PAIR = "crosswalks/<str:slug>/<str:version>/<str:other>/<str:other_version>"
REVIEW = "<str:slug>/<str:version>/review"

urlpatterns = [
    path("", views.list_frameworks, name="list"),
    path("load/", views.load, name="load"),
    path("load/<uuid:waiting>/", views.preview, name="preview"),
    path("load/<uuid:waiting>/draft/", views.draft_waiting, name="draft_waiting"),
    path("load/<uuid:waiting>/publish/", views.publish_waiting, name="publish_waiting"),
    path("load/<uuid:waiting>/leave/", views.leave_waiting, name="leave_waiting"),
    path("levels/", views.levels, name="levels"),
    path("actions/", library.actions, name="actions"),
    path("actions/load/", library.load, name="load_actions"),
    path("schema.json", views.schema, name="schema"),
    path("template.yaml", views.template, {"ending": "yaml"}, name="template_yaml"),
    path("template.xlsx", views.template, {"ending": "xlsx"}, name="template_xlsx"),
    path("crosswalks/", crosswalks.list_crosswalks, name="crosswalks"),
    path("crosswalks/load/", crosswalks.load, name="load_crosswalk"),
    path("crosswalks/removed/<int:removed>.yaml", crosswalks.removed, name="removed_crosswalk"),
    path(f"{PAIR}/remove/", crosswalks.remove, name="remove_crosswalk"),
    path(f"{PAIR}/", crosswalks.crosswalk, name="crosswalk"),
    path(f"{PAIR}.csv", crosswalks.download, {"ending": "csv"}, name="crosswalk_csv"),
    path(f"{PAIR}.yaml", crosswalks.download, {"ending": "yaml"}, name="crosswalk_yaml"),
    path("<str:slug>/<str:version>.yaml", views.download, {"ending": "yaml"}, name="yaml"),
    path("<str:slug>/<str:version>.xlsx", views.download, {"ending": "xlsx"}, name="xlsx"),
    path("<str:slug>/<str:version>/", views.detail, name="detail"),
    path("<str:slug>/<str:version>/dimensions/<str:code>/", views.dimension, name="dimension"),
    path("<str:slug>/<str:version>/changes/", views.changes, name="changes"),
    path(f"{REVIEW}/", reviewing.review, name="review"),
    path(f"{REVIEW}/dimension/<str:dimension>/", reviewing.dimension, name="review_dimension"),
    path(f"{REVIEW}/indicator/<str:indicator>/mark/", reviewing.mark_indicator, name="mark_indicator"),
    path(f"{REVIEW}/words/<int:descriptor>/", reviewing.words, name="review_words"),
    path(f"{REVIEW}/words/<int:descriptor>/mark/", reviewing.mark, name="mark_words"),
    path(f"{REVIEW}/words/<int:descriptor>/take-back/", reviewing.take_back, name="take_back_words"),
    path(f"{REVIEW}/comments/", reviewing.comments, name="review_comments"),
    path(f"{REVIEW}/comments/<int:comment>/settle/", reviewing.settle, name="settle_comment"),
    path(f"{REVIEW}/invite/", reviewing.invite, name="invite_reviewer"),
    path(f"{REVIEW}/reviewers/<int:reviewer>/again/", reviewing.invite_again, name="invite_reviewer_again"),
    path(f"{REVIEW}/reviewers/<int:reviewer>/end/", reviewing.end, name="end_reviewer"),
    path("<str:slug>/<str:version>/publish/", views.publish, name="publish"),
    path("<str:slug>/<str:version>/retire/", views.retire, name="retire"),
    path("<str:slug>/<str:version>/indicators/<str:indicator>/", library.indicator, name="indicator"),
    path("<str:slug>/<str:version>/actions/<str:action>/", library.action, name="action"),
    path("<str:slug>/<str:version>/actions/<str:action>/take-out/", library.withdraw, name="withdraw_action"),
    path("<str:slug>/<str:version>/actions/<str:action>/put-back/", library.restore, name="restore_action"),
]
