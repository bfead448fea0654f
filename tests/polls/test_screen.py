"""The screen of a room: the way there, how it stands while answers come in, and what it does not show."""

import csv
import io
import re

import pytest

from polls import actions
from tests import worlds
from tests.worlds import answer_poll as answer


@pytest.fixture
def poll(pot):
    return worlds.open_poll(by=pot)


@pytest.fixture
def room(signed_in, pot):
    return signed_in(pot)


def screen(room, poll) -> str:
    return room.get(f"/polls/{poll.uuid}/screen/").content.decode()


def standing(room, poll, **more):
    return room.get(f"/polls/{poll.uuid}/answers.json", **more)


def test_the_screen_has_the_question_the_link_in_words_and_its_code(room, poll):
    page = screen(room, poll)
    assert "Are we ready?" in page
    assert f"testserver/p/{poll.code}</a>" in page
    assert re.search(r'<svg[^>]*class="poll-code__squares"', page)
    assert "No answers yet." in page
    assert "style=" not in page


def test_the_screen_and_what_it_asks_for_show_every_answer(room, poll):
    answer(poll, "Yes", 3)
    answer(poll, "No", 1, side="unsaid")
    for shown in (screen(room, poll), standing(room, poll).json()["drawn"]):
        assert "3 answers, 75%" in shown
        assert "1 answer, 25%" in shown
    told = standing(room, poll).json()
    assert (told["answers"], told["state"]) == (4, "open")
    assert told["options"] == [
        {"words": "Yes", "answers": 3, "share": 75},
        {"words": "No", "answers": 1, "share": 25},
    ]


def test_nothing_new_is_told_without_a_body(room, poll):
    first = standing(room, poll)
    assert "no-cache" in first["Cache-Control"]
    again = standing(room, poll, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    answer(poll, "Yes", 1)
    assert standing(room, poll, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_its_cost_does_not_grow_with_the_answers(room, poll, django_assert_num_queries):
    for more in (1, 60):
        answer(poll, "Yes", more)
        with django_assert_num_queries(7):
            standing(room, poll)


def test_results_wait_for_the_press_and_show_after_it_or_when_the_poll_closes(room, pot):
    pressed, closed = (worlds.open_poll(by=pot, shows_results=False) for _ in range(2))
    for poll in (pressed, closed):
        answer(poll, "Yes", 5)
        told = standing(room, poll).json()
        assert (told["answers"], told["options"]) == (5, [])
        assert "75%" not in screen(room, poll)
    room.post(f"/polls/{pressed.uuid}/show/")
    room.post(f"/polls/{closed.uuid}/close/")
    for poll in (pressed, closed):
        assert standing(room, poll).json()["options"][0]["answers"] == 5


def test_a_side_of_two_has_no_column_on_the_screen_or_in_the_file(room, poll):
    answer(poll, "Yes", 8, side="health")
    answer(poll, "No", 4, side="unsaid")
    answer(poll, "No", 2, side="joint")
    page = screen(room, poll)
    assert ">Health</th>" in page
    assert ">Both</th>" not in page
    assert "Too few to show apart: social care, both and not said" in page
    rows = list(csv.DictReader(io.StringIO(room.get(f"/polls/{poll.uuid}/results.csv").content.decode("utf-8-sig"))))
    assert [(row["side"], row["option"], row["answers"], row["of"]) for row in rows] == [
        ("All", "Yes", "8", "14"),
        ("All", "No", "6", "14"),
        ("Health", "Yes", "8", "8"),
        ("Health", "No", "0", "8"),
    ]


def test_a_file_holds_no_formula(room, pot):
    poll = worlds.open_poll(by=pot, question="=1+1", options=["+1", "-1"])
    answer(poll, "+1", 1)
    body = room.get(f"/polls/{poll.uuid}/results.csv").content.decode("utf-8-sig")
    assert "'=1+1,All,'+1,1,1" in body


def test_what_somebody_typed_stays_text(room, pot):
    poll = worlds.open_poll(by=pot, question="<b>x</b>", options=["<script>1</script>", "B"])
    answer(poll, "B", 1)
    assert "<script>1" not in screen(room, poll) + standing(room, poll).json()["drawn"]


def test_a_draft_has_no_screen_and_a_closed_poll_no_code(room, pot, poll):
    draft = worlds.open_poll(by=pot, state="draft", opened_at=None)
    assert room.get(f"/polls/{draft.uuid}/screen/").url == f"/polls/{draft.uuid}/"
    actions.close_poll(by=pot, poll=poll)
    page = screen(room, poll)
    assert "poll-code__squares" not in page
    assert "data-poll=" not in page


@pytest.mark.parametrize("name", ["", "screen/", "answers.json", "results.csv", "open/", "close/", "show/", "remove/"])
def test_the_poll_of_another_person_does_not_exist(signed_in, ics_lead, administrator, poll, name):
    address = f"/polls/{poll.uuid}/{name}"
    assert signed_in(ics_lead).get(address).status_code == 404
    assert signed_in(ics_lead).post(address).status_code in (404, 405)
    assert signed_in(administrator).get(address).status_code in (200, 302)
    poll.refresh_from_db()
    assert poll.is_open
