"""The addresses of self-assessments. A dimension's code comes last: check, history and evidence are no codes."""

from django.urls import path

from assessments.views import (
    answering,
    board,
    bringing,
    documents,
    evidence,
    following,
    initiatives,
    lead_notes,
    notices,
)

app_name = "assessments"

urlpatterns = [
    path("", following.list_, name="list"),
    path("start/<slug:cycle>/<slug:organisation>/", answering.start, name="start"),
    path("remind/<slug:cycle>/<slug:organisation>/", notices.nudge, name="nudge"),
    path("agree/", board.agree_several, name="agree_several"),
    path("more-time/<slug:cycle>/<slug:organisation>/", board.more_time, name="more_time"),
    path("<uuid:uuid>/", following.detail, name="detail"),
    path("<uuid:uuid>/history/", following.history, name="history"),
    path("<uuid:uuid>/history/<int:number>/", following.submission, name="submission"),
    path("<uuid:uuid>/history/before/<int:number>/", following.record, name="record"),
    path("<uuid:uuid>/check/agree/", following.agree, name="agree"),
    path("<uuid:uuid>/check/return/", following.return_, name="return_"),
    path("<uuid:uuid>/check/reopen/", following.reopen, name="reopen"),
    path("<uuid:uuid>/check/ask/<str:indicator>/", lead_notes.ask, name="ask"),
    path("<uuid:uuid>/check/reply/<int:note>/", lead_notes.reply, name="reply"),
    path("<uuid:uuid>/check/", answering.check, name="check"),
    path("<uuid:uuid>/check/rest/", answering.mark_rest, name="mark_rest"),
    path("<uuid:uuid>/check/name/", initiatives.rename, name="rename"),
    path("<uuid:uuid>/check/withdraw/", answering.withdraw, name="withdraw"),
    path("<uuid:uuid>/evidence/<int:pk>/", evidence.change_evidence, name="change_evidence"),
    path("<uuid:uuid>/evidence/<int:pk>/remove/", evidence.remove_evidence, name="remove_evidence"),
    path("<uuid:uuid>/evidence/document/<uuid:document>/", documents.document, name="document"),
    path("<uuid:uuid>/evidence/<str:code>/add/", evidence.add_evidence, name="add_evidence"),
    path("<uuid:uuid>/bring/<str:code>/", bringing.bring, name="bring"),
    path("<uuid:uuid>/<str:code>/", answering.dimension, name="dimension"),
]
