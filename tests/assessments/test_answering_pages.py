"""What the questionnaire shows: words, strips, what the indicators say together, and the last cycle beside them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.actions.answers import AnswerGiven, rate_indicator
from assessments.models import Evidence, Rating
from assessments.pages.answering import questionnaire, sheet_for, so_far
from assessments.pages.parts import MOST_ON_A_PAGE, Part, dimension_after, part_with
from assessments.pages.questions import live_answers
from assessments.pages.scale import Scale
from assessments.pages.words import AnswerWords, EvidenceWords, is_web_address, saved_words
from tests import worlds

SCALE = Scale(("Pre-emerging", "Emerging", "Developing", "Maturing"))
ANSWER = {
    "status": "rated", "low": 1, "high": 3, "reason": "", "comment": "", "source": "", "confidence": "high",
    "confidence_note": "",
}  # fmt: skip
PIECE = {
    "kind": "observation",
    "text": "Seen.",
    "low": None,
    "source": "",
    "attribution": "",
    "dated_on": "",
    "shared": False,
}


@pytest.fixture
def first(framework):
    return Part.of(framework.dimensions.get(code="1"))


@pytest.fixture
def shown(draft, first, pot):
    """A function: the page of dimension 1 as it stands now."""

    def page():
        answers = live_answers(draft, first)
        return questionnaire(draft, first, answers, sheet_for(first, answers), user=pot)

    return page


@pytest.fixture
def last_year(organisation):
    """A function: a submission of the POT's organisation in an earlier cycle, by this framework."""

    def submitted(framework, spans, by, **more):
        today = timezone.localdate()
        days = {"opens": today - timedelta(days=800), "closes": today - timedelta(days=400)}
        past = worlds.make_cycle(framework, [organisation], slug="last-year", **days)
        begun = worlds.begin(past, organisation, by=by)
        worlds.answer_all(begun, spans, by=by)
        for code, text in more.get("evidence", {}).items():
            indicator = framework.indicators.get(code=code)
            Evidence.objects.create(
                self_assessment=begun, dimension=indicator.dimension, indicator=indicator, text=text, added_by=by
            )
        return worlds.record_submission(begun, by=by)

    return submitted


# ---- words


def test_a_span_has_a_notch_under_its_typical_level_and_halves_go_down():
    assert SCALE.strip(1, 2).typical == 1
    assert SCALE.strip(2, 4).typical == 3
    assert SCALE.strip(2, 2).typical is None
    assert [step.filled for step in SCALE.strip(2, 3).steps] == [False, True, True, False]


def test_an_answer_is_said_in_words():
    assert AnswerWords.of(ANSWER, SCALE).words == "Pre-emerging to Developing"
    assert AnswerWords.of(None, SCALE).words == "Not answered"
    none = AnswerWords.of(ANSWER | {"status": "no_data", "low": None, "high": None, "reason": "not_held"}, SCALE)
    assert (none.words, none.reason, none.strip) == ("No data", "We do not hold the information", None)


@pytest.mark.parametrize(
    ("confidence", "note", "words"),
    [("high", "", ""), ("medium", "", "Medium confidence."), ("low", "A guess", "Low confidence: A guess")],
)
def test_confidence_is_said_where_it_is_not_simply_high(confidence, note, words):
    assert AnswerWords.of(ANSWER | {"confidence": confidence, "confidence_note": note}, SCALE).confidence == words


def test_evidence_says_its_kind_level_origin_and_who_may_read_it():
    piece = PIECE | {"low": 3, "high": 3, "attribution": "a ward manager", "dated_on": "2026-05-01"}
    said = EvidenceWords.of(piece, SCALE, told_who="Oakshire")
    assert said.heading == "Observation, Developing."
    assert said.about == "a ward manager, 1 May 2026. Not shared outside Oakshire."


@pytest.mark.parametrize(
    ("address", "is_link"),
    [
        ("https://vale.example/notes", True),
        ("http://vale.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//vale.example", False),
        ("https://", False),
        ("https://[", False),
        ("notes of May", False),
    ],
)
def test_only_an_address_on_the_web_becomes_a_link(address, is_link):
    assert is_web_address(address) is is_link
    assert bool(EvidenceWords.of(PIECE | {"kind": "link", "source": address}, SCALE).href) is is_link


def test_saved_today_says_the_time_and_before_the_day():
    now = timezone.now()
    assert saved_words(now) == f"Saved at {timezone.localtime(now):%H:%M}"
    day = timezone.localtime(now - timedelta(days=3))
    assert saved_words(now - timedelta(days=3)) == f"Saved on {day.day} {day:%B %Y}"


# ---- parts


@pytest.mark.parametrize("asked", [1, 2, 10, 11, 20, 23, 60, 101])
def test_parts_hold_every_indicator_once_and_never_too_many(db, asked):
    dimension = worlds.make_framework("dale", dimensions=(asked,)).dimensions.get()
    parts = []
    while part := Part.of(dimension, len(parts) + 1):
        parts.append([indicator.code for indicator in part.indicators])
    assert [code for part in parts for code in part] == [f"1.{n}" for n in range(1, asked + 1)]
    assert max(map(len, parts)) <= MOST_ON_A_PAGE
    assert all(f"1.{n}" in parts[part_with(n, asked) - 1] for n in range(1, asked + 1))


def test_what_comes_next_is_the_next_dimension_with_something_unanswered(db, organisation, pot):
    framework = worlds.make_framework("dale", dimensions=(1, 1, 1))
    begun = worlds.begin(worlds.make_cycle(framework, [organisation]), organisation, by=pot)
    one, two, three = framework.dimensions.order_by("position")
    assert dimension_after(begun, one) == two
    answer(begun, "2.1", pot)
    assert dimension_after(begun, one) == three
    assert dimension_after(begun, three) == one
    answer(begun, "1.1", pot)
    assert dimension_after(begun, three) is None


def answer(held, code, by, low=2, high=2):
    Rating.objects.create(
        self_assessment=held,
        indicator=held.framework.indicators.get(code=code),
        changed_by=by,
        status="rated",
        low=low,
        high=high,
    )


# ---- the page


def test_the_head_says_whose_answers_these_are_and_who_sees_them(shown):
    page = shown()
    assert page.caption == "Oakshire, This year. Dimension 1 of 2"
    assert page.lead.endswith("Nobody outside Oakshire sees this until you submit.")
    assert page.back == "Save and go back to the two dimensions"


def test_the_promise_changes_once_something_was_submitted(draft, shown, pot):
    worlds.answer_all(draft, by=pot)
    worlds.record_submission(draft, by=pot)
    draft.status = "returned"
    draft.save()
    assert shown().lead.endswith("Nobody outside Oakshire sees your changes until you submit again.")


def test_the_line_of_numbers_tells_the_answered_from_the_rest(draft, shown, pot):
    answer(draft, "1.2", pot)
    assert [(mark.code, mark.is_answered) for mark in shown().numbers] == [
        ("1.1", False),
        ("1.2", True),
        ("1.3", False),
    ]


def test_a_saved_answer_names_its_author_where_it_is_somebody_else(draft, shown, pot, deputy, framework):
    for code, by in (("1.1", pot), ("1.2", deputy)):
        rate_indicator(
            by=by,
            self_assessment=draft,
            indicator=framework.indicators.get(code=code),
            answer=AnswerGiven("rated", 1, 1),
            seen_version=0,
        )
    states = [block.state for block in shown().blocks]
    assert states[0].startswith("Saved at")
    assert "by" not in states[0]
    assert states[1].endswith("by Dan Hill")
    assert states[2] == ""


@pytest.mark.parametrize(
    ("spans", "sentence"),
    [
        ({}, "No indicator has a level yet."),
        ({"1.1": (1, 3)}, "The one indicator with a level so far is at Pre-emerging to Developing."),
        ({"1.1": (2, 2), "1.2": (2, 2)}, "The two indicators with a level so far are all at Emerging."),
        (
            {"1.1": (2, 3), "1.2": (3, 3), "1.3": (2, 2)},
            "The three indicators with a level so far run from Emerging to Developing, typically Emerging.",
        ),
    ],
)
def test_what_the_indicators_say_together_is_one_sentence(draft, first, pot, spans, sentence):
    for code, (low, high) in spans.items():
        answer(draft, code, pot, low, high)
    said = so_far(draft, first)
    assert f"{said.opening}{' ' * bool(said.level)}{said.level}{said.closing}" == sentence


def test_the_last_cycle_stands_beside_each_indicator_and_is_not_carried_over(draft, framework, shown, pot, last_year):
    last_year(framework, {"1.1": (1, 3), "1.2": "no_data"}, pot, evidence={"1.1": "A weekly meeting"})
    beside = [last for block in shown().blocks for last in block.earlier]
    assert [last.answer.words for last in beside] == ["Pre-emerging to Developing", "No data", "Emerging"]
    assert beside[0].title == "Last cycle, Last year"
    assert [piece.text for piece in beside[0].evidence] == ["A weekly meeting"]
    assert beside[1].answer.reason == "We do not hold the information"
    assert all(block.form["choice"].value() == "" for block in shown().blocks)
    assert not draft.ratings.exists()


def test_an_older_version_of_the_framework_speaks_in_its_own_levels(shown, pot, last_year):
    older = worlds.make_framework("vale", version="0", levels=2, dimensions=(1,))
    last_year(older, {"1.1": (1, 2)}, pot)
    (last,), second, _ = [block.earlier for block in shown().blocks]
    assert last.answer.words == "Pre-emerging to Emerging"
    assert last.answer.strip.count == 2
    assert second == []


def test_another_framework_or_another_organisation_does_not_stand_beside(shown, pot, last_year, neighbour, framework):
    last_year(worlds.make_framework("dale"), {}, pot)
    past = worlds.make_cycle(framework, [neighbour], slug="theirs", opens=timezone.localdate() - timedelta(days=800))
    worlds.submitted(past, neighbour, by=pot)
    assert not any(block.earlier for block in shown().blocks)


def test_draft_wording_is_marked_where_it_is_draft(draft, framework, pot):
    def is_marked() -> bool:
        part = Part.of(framework.dimensions.get(code="1"))
        answers = live_answers(draft, part)
        return questionnaire(draft, part, answers, sheet_for(part, answers), user=pot).has_draft_wording

    assert is_marked()
    for indicator in framework.indicators.all():
        indicator.descriptors.update(is_reviewed=True)
    assert not is_marked()
