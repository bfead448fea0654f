"""The facilitator's pages: her list, making a poll in three ways, and its buttons."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from polls.models import Poll, ReadyMadePoll
from polls.polls_file import PollsFaults, parse
from tests import worlds

WEBINAR = Path(settings.BASE_DIR) / "fixtures/polls/webinar.yaml"
NEW = "/polls/new/"
OWN = {"kind": "own", "question": "Ready?", "options": "Yes\n No \n\n", "shows": "at_once"}


@pytest.fixture
def desk(signed_in, pot):
    return signed_in(pot)


def words_of(poll) -> list[str]:
    return list(poll.options.order_by("position").values_list("words", flat=True))


def test_a_poll_of_ones_own_words_opens_on_the_screen(desk, framework):
    made = desk.post(NEW, OWN | {"verb": "open", "asks_side": "on"})
    poll = Poll.objects.get()
    assert made.url == f"/polls/{poll.uuid}/screen/"
    assert (poll.question, words_of(poll), poll.asks_side, poll.is_open) == ("Ready?", ["Yes", "No"], True, True)


def test_a_draft_is_kept_opened_later_and_may_be_removed_before(desk, framework):
    for _ in range(2):
        desk.post(NEW, OWN | {"verb": "keep", "shows": "on_press"})
    kept, other = Poll.objects.all()
    assert (kept.is_draft, kept.shows_results) == (True, False)
    desk.post(f"/polls/{kept.uuid}/open/")
    assert desk.get(f"/polls/{other.uuid}/remove/").status_code == 200
    desk.post(f"/polls/{other.uuid}/remove/")
    assert Poll.objects.get().is_open


def test_a_poll_of_an_indicator_asks_its_question_in_its_levels(desk, framework):
    desk.post(NEW, {"kind": "levels", "indicator": "vale@1:1.2", "shows": "at_once", "options": "left over"})
    poll = Poll.objects.get()
    assert poll.question == "How far are you with 1.2?"
    assert words_of(poll) == ["Pre-emerging", "Emerging", "Developing", "Maturing", "I cannot say"]
    assert poll.indicator == framework.indicators.get(code="1.2")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"question": " "}, "Write the question"),
        ({"question": "x" * 301}, "at most 300 letters"),
        ({"options": "Yes"}, "Write at least 2 answers"),
        ({"options": "\n".join("abcdefghijk")}, "You wrote 11 answers. Keep 10 at most"),
        ({"options": "Yes\nyes"}, "Two answers say the same"),
        ({"options": f"Yes\n{'x' * 201}"}, "Shorten answer 2"),
        ({"kind": "levels"}, "Choose the indicator"),
        ({"kind": "levels", "indicator": "9.9"}, "Choose an indicator of this list"),
        ({"kind": "moon"}, "Choose one of these"),
        ({"shows": ""}, "Choose one of these"),
    ],
)
def test_what_is_wrong_is_said_with_its_cure_and_what_was_typed_stays(desk, framework, sent, told):
    refused = desk.post(NEW, OWN | sent)
    assert refused.status_code == 422
    assert told in refused.content.decode()
    assert (OWN | sent)["options"].splitlines()[0] in refused.content.decode()
    assert not Poll.objects.exists()


def test_indicators_of_another_framework_are_offered_and_what_was_typed_stays(desk, framework):
    worlds.make_framework(slug="dale")
    asked = OWN | {"verb": "indicators", "framework": "dale@1", "asks_side": "on", "shows": "on_press"}
    page = desk.post(NEW, asked)
    words = page.content.decode()
    assert page.status_code == 200
    assert not Poll.objects.exists()
    assert 'value="dale@1:1.2"' in words
    assert 'value="vale@1:1.2"' not in words
    form = page.context["form"]
    typed = {name: form[name].value() for name in (*OWN, "asks_side")}
    assert typed == OWN | {"asks_side": True, "shows": "on_press"}
    assert desk.get(f"{NEW}?framework=nothing@1").status_code == 404


def test_an_indicator_is_never_taken_for_one_of_another_framework(desk, framework):
    worlds.make_framework(slug="dale")
    mixed = {"kind": "levels", "framework": "dale@1", "indicator": "vale@1:1.2", "shows": "at_once"}
    assert "Choose an indicator of this list" in desk.post(NEW, mixed).content.decode()
    assert not Poll.objects.exists()


def test_without_a_framework_polls_have_ones_own_words(desk):
    page = desk.get(NEW).content.decode()
    assert "The maturity levels of one indicator" not in page
    assert desk.post(NEW, OWN | {"kind": "levels"}).status_code == 422


def test_the_three_polls_of_the_webinar_load_once_and_can_be_started_from(desk, framework, capsys):
    call_command("load_polls", str(WEBINAR))
    call_command("load_polls", str(WEBINAR))
    assert capsys.readouterr().out.split("\n")[:2] == ["polls: 3 added", "polls: unchanged"]
    assert len(ReadyMadePoll.objects.get(slug="shared-dna").options) == 5
    page = desk.get(f"{NEW}?ready=integrated-workforce").content.decode()
    assert "Are you part of an integrated workforce?</textarea>" in page
    assert 'name="asks_side" value="on"' in page or "checked" in page
    for one in ReadyMadePoll.objects.all():
        assert f"?ready={one.slug}" in page


def test_a_changed_file_changes_its_poll_and_a_trial_nothing(db, tmp_path, capsys):
    file = tmp_path / "polls.yaml"
    file.write_text(WEBINAR.read_text().replace('["Yes", "No"]', '["Yes", "Partly", "No"]'))
    call_command("load_polls", str(WEBINAR))
    call_command("load_polls", str(file), "--check")
    assert len(ReadyMadePoll.objects.get(slug="integrated-workforce").options) == 2
    call_command("load_polls", str(file))
    assert "1 changed, 2 unchanged" in capsys.readouterr().out
    assert len(ReadyMadePoll.objects.get(slug="integrated-workforce").options) == 3


def test_a_faulty_file_is_refused_with_every_fault_and_its_line():
    text = """polls:
  - slug: Not This
    question: One?
    options: [Yes]
  - slug: two
    options: [Yes, yes]
    asks_side: perhaps
    colour: red
  - slug: two
    question: ""
    options: [a, b, c, d, e, f, g, h, i, j, k]
"""
    with pytest.raises(PollsFaults) as refused:
        parse(text.encode())
    told = list(map(str, refused.value.faults))
    assert told == [
        "poll Not This: slug may hold up to 60 small letters, digits and - and nothing else (line 2)",
        "poll Not This: options needs 2 to 10 entries (line 4)",
        "poll two: question is missing (line 5)",
        "poll two: two options say the same (line 6)",
        "poll two: asks_side must be yes or no (line 7)",
        "poll two: unknown key colour (line 8)",
        "poll two: slug two stands twice (line 9)",
        "poll two: question is empty: write something, or leave it out where it is optional (line 10)",
        "poll two: options needs 2 to 10 entries (line 11)",
    ]


@pytest.mark.parametrize("text", ["", "[]", "polls: 3", "polls: []", "a: &x [*x]", "polls:\n  - 3"])
def test_a_file_that_is_no_list_of_polls_is_refused(text):
    with pytest.raises(PollsFaults) as refused:
        parse(text.encode())
    assert all(str(fault) for fault in refused.value.faults)


def test_only_who_may_ask_has_the_room_and_its_pages(signed_in, contributor, pot):
    by_contributor = signed_in(contributor)
    assert 'href="/polls/"' not in by_contributor.get("/").content.decode()
    assert by_contributor.get("/polls/").status_code == 403
    assert by_contributor.get(NEW).status_code == 403
    assert 'href="/polls/"' in signed_in(pot).get("/").content.decode()


def test_the_list_has_ones_own_polls_and_an_administrators_all(signed_in, desk, pot, ics_lead, administrator):
    worlds.open_poll(by=pot, question="Mine?")
    worlds.open_poll(by=ics_lead, question="Hers?")
    own, every = desk.get("/polls/").content.decode(), signed_in(administrator).get("/polls/").content.decode()
    assert "Mine?" in own
    assert "Hers?" not in own
    assert "Hers?" in every
    assert f"asked by {ics_lead}" in every


def test_the_list_costs_the_same_with_one_poll_and_with_many(desk, pot, django_assert_num_queries):
    for more in (1, 12):
        for _ in range(more):
            worlds.open_poll(by=pot)
        with django_assert_num_queries(6):
            desk.get("/polls/")
