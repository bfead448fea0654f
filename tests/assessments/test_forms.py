"""The shape of typed answers and evidence: what they clean into, and what they ask for."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from assessments.actions.answers import AnswerGiven
from assessments.forms.answer_sheets import AnswerSheet
from assessments.forms.answers import DimensionAnswerForm, IndicatorAnswerForm
from assessments.forms.days import DayField
from assessments.forms.evidence import EvidenceForm
from assessments.forms.two_versions import joined
from assessments.models import Rating
from assessments.pages.scale import Scale

SCALE = Scale(("Pre-emerging", "Emerging", "Developing", "Maturing"))


@pytest.fixture
def indicator(framework):
    return framework.indicators.get(code="1.1")


@pytest.fixture
def typed(indicator):
    """A function: the form of indicator 1.1 with these fields typed."""

    def form(current=None, **fields) -> IndicatorAnswerForm:
        data = {"i-1.1-version": "0"} | {f"i-1.1-{name}": value for name, value in fields.items()}
        return IndicatorAnswerForm(indicator, SCALE, current, data)

    return form


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"choice": "level-3"}, AnswerGiven("rated", 3, 3)),
        ({"choice": "span", "low": "1", "high": "3"}, AnswerGiven("rated", 1, 3)),
        ({"choice": "span", "low": "2"}, AnswerGiven("rated", 2, 2)),
        ({"choice": "no_data", "no_data_reason": "not_held"}, AnswerGiven("no_data", reason="not_held")),
        (
            {"choice": "no_data", "no_data_words": "Nobody asked."},
            AnswerGiven("no_data", reason="other", comment="Nobody asked."),
        ),
        (
            {"choice": "not_applicable", "not_applicable_reason": "other", "not_applicable_words": "No wards."},
            AnswerGiven("not_applicable", reason="other", comment="No wards."),
        ),
        (
            {"choice": "level-1", "comment": "So\r\nit is", "confidence": "low", "confidence_note": "A guess"},
            AnswerGiven("rated", 1, 1, comment="So\nit is", confidence="low", confidence_note="A guess"),
        ),
    ],
)
def test_each_kind_of_answer_is_said_as_it_was_typed(typed, fields, answer):
    form = typed(**fields)
    assert form.is_valid(), form.errors
    assert form.answer == answer


def test_an_indicator_left_alone_sends_nothing(typed):
    form = typed(confidence="high")
    assert form.is_valid()
    assert form.sent is None


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"comment": "Much to say"}, "choice", "Choose a level, or say why there is none"),
        ({"low": "2"}, "choice", "Choose a level, or say why there is none"),
        ({"choice": "span"}, "low", "Choose the lowest level"),
        (
            {"choice": "span", "low": "3", "high": "2"},
            "high",
            "The highest level must be the same as the lowest level, or above it",
        ),
        ({"choice": "no_data"}, "no_data_reason", "Say why there is no data"),
        ({"choice": "no_data", "no_data_reason": "other"}, "no_data_words", "Say why there is no data"),
        ({"choice": "not_applicable"}, "not_applicable_reason", "Say why it does not apply"),
    ],
)
def test_what_is_missing_is_asked_for_at_its_field(typed, fields, field, words):
    form = typed(**fields)
    assert form.errors == {field: [words]}
    assert form.sent is None


@pytest.mark.parametrize("choice", ["level-0", "level-5", "5", "rated"])
def test_a_level_that_the_framework_does_not_have_is_refused(typed, choice):
    assert "choice" in typed(choice=choice).errors


def test_words_typed_into_the_box_of_another_choice_are_kept(typed):
    form = typed(choice="no_data", no_data_reason="not_held", comment="The trust is asked")
    assert form.is_valid()
    assert form.answer.comment == "The trust is asked"


def test_the_reason_that_stood_before_is_not_carried_into_a_level(typed, indicator, draft, pot):
    held = Rating(indicator=indicator, status="no_data", reason="not_held", comment="We do not know", version=1)
    form = typed(held, choice="level-2", no_data_reason="not_held", no_data_words="We do not know")
    assert form.is_valid()
    assert form.answer == AnswerGiven("rated", 2, 2)


def test_an_imported_reason_survives_being_shown_and_sent_back(indicator):
    held = Rating(indicator=indicator, status="no_data", reason="lost_in_source", comment="Colour lost", version=1)
    shown = IndicatorAnswerForm(indicator, SCALE, held, None)
    data = {shown.add_prefix(name): shown[name].value() or "" for name in shown.fields}
    sent_back = IndicatorAnswerForm(indicator, SCALE, held, data)
    assert sent_back.is_valid(), sent_back.errors
    assert sent_back.answer.stands_in(held)


def test_the_choices_are_the_levels_of_the_framework(indicator):
    form = IndicatorAnswerForm(indicator, Scale(("Low", "Middle", "High")), None, None)
    values = [value for value, _ in form.fields["choice"].choices]
    assert values == ["level-1", "level-2", "level-3", "span", "no_data", "not_applicable"]


def test_a_dimension_is_left_to_its_indicators_by_itself(framework):
    dimension = framework.dimensions.first()
    form = DimensionAnswerForm(dimension, SCALE, None, {"whole-version": "0", "whole-choice": "leave"})
    assert form.is_valid()
    assert form.sent.answer is None


def test_words_about_a_dimension_without_a_level_are_asked_about(framework):
    dimension = framework.dimensions.first()
    typed = {"whole-version": "0", "whole-choice": "leave", "whole-comment": "On the whole, fair"}
    form = DimensionAnswerForm(dimension, SCALE, None, typed)
    assert form.errors == {"choice": ["Declare a level, or take out what you typed below it"]}


def test_a_sheet_looks_only_at_what_was_sent(framework):
    indicators = list(framework.dimensions.first().indicators.all())
    sheet = AnswerSheet(SCALE, indicators, {}, data={"i-1.2-version": "0", "i-1.2-choice": "level-2"})
    assert [sent.target.code for sent in sheet.sent] == ["1.2"]
    assert sheet.faulty == []


def test_one_faulty_answer_does_not_hold_up_the_others(framework):
    indicators = list(framework.dimensions.first().indicators.all())
    data = {"i-1.1-version": "0", "i-1.1-choice": "span", "i-1.2-version": "0", "i-1.2-choice": "level-2"}
    sheet = AnswerSheet(SCALE, indicators, {}, data=data)
    assert [sent.target.code for sent in sheet.sent] == ["1.2"]
    assert [form.target.code for form in sheet.faulty] == ["1.1"]


# ---- evidence

GOOD = {"kind": "observation", "text": "A joint meeting every week."}


def test_evidence_needs_only_its_words():
    form = EvidenceForm(SCALE, "Oakshire", data=GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["low"] is form.cleaned_data["high"] is form.cleaned_data["dated_on"] is None
    assert form.cleaned_data["shared"] is False


TYPED = (
    "27/3/2026|27 March 2026|27 Mar 2026|2026-03-27|27.3.2026|27/03/26|27 / 3 / 2026|27th of march, 2026|"
    "Friday, 27 Mar 26|March 27 2026|27-Mar-2026"
)
NO_DAYS = "31/2/2026|27/3|March 2026|3/27/2026|soon|27/3/2026 or later"


@pytest.mark.parametrize("day", TYPED.split("|"))
def test_a_date_may_be_written_as_people_write_it(day):
    assert DayField("Day").clean(day).isoformat() == "2026-03-27"


def test_september_has_a_short_form_of_four_letters():
    assert DayField("Day").clean("1 sept. 2026").isoformat() == "2026-09-01"


@pytest.mark.parametrize("day", NO_DAYS.split("|"))
def test_what_is_no_date_is_told_with_two_that_are(day):
    with pytest.raises(ValidationError, match="like 27/3/2026 or 27 March 2026"):
        DayField("Day").clean(day)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"text": "  "}, "text", "Say in a sentence or two what it says"),
        ({"kind": ""}, "kind", "Choose what kind of evidence it is"),
        ({"kind": "link"}, "source", "Enter the address of the page, beginning with https://"),
        ({"kind": "link", "source": "javascript:alert(1)"}, "source", "Enter the address of the page, beginning with https://"),
        ({"high": "2"}, "low", "Choose the lowest level too"),
        ({"low": "3", "high": "1"}, "high", "The highest level must be the same as the lowest level, or above it"),
        ({"dated_on": "31/2/2026"}, "dated_on", "Enter a real date, like 27/3/2026 or 27 March 2026"),
    ],
)  # fmt: skip
def test_evidence_asks_for_what_it_needs(fields, field, words):
    assert EvidenceForm(SCALE, "Oakshire", data=GOOD | fields).errors == {field: [words]}


def test_evidence_cannot_be_dated_after_today():
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = EvidenceForm(SCALE, "Oakshire", data=GOOD | {"dated_on": tomorrow.isoformat()})
    assert form.errors == {"dated_on": ["The date must be today or in the past"]}


def test_a_document_needs_its_file():
    form = EvidenceForm(SCALE, "Oakshire", data=GOOD | {"kind": "document"})
    assert form.errors == {"document": ["Choose a file"]}


@pytest.mark.parametrize(
    ("texts", "together"),
    [
        (("Hers.", "His."), "Hers.\nHis."),
        (("Hers.", "Hers. And his."), "Hers. And his."),
        (("Hers.\nHis.", "His."), "Hers.\nHis."),
        (("", "His.", ""), "His."),
        (("Hers.", "Hers."), "Hers."),
        ((), ""),
    ],
)
def test_what_is_put_together_is_said_once(texts, together):
    assert joined("\n", *texts) == together
