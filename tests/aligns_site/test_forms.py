"""The template pack: what a screen reader and a keyboard need of every form."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from crispy_forms.layout import Layout
from django import forms
from django.template import Context, Template

from aligns_site.forms import Choice, FormHelper, Press


@dataclass
class Step:
    position: int
    filled: bool


@dataclass
class Strip:
    steps: list[Step]
    count: int
    typical: int | None = None


class LevelForm(forms.Form):
    answer = forms.ChoiceField(
        label="Level",
        help_text="Choose the words that fit best",
        error_messages={"required": "Choose a level"},
        widget=forms.RadioSelect,
        choices=[
            ("1", Choice("Emerging", hint="In places", strip=Strip([Step(1, True), Step(2, False)], 2))),
            ("2", "Maturing"),
            ("no_data", Choice("No data", before="or", under=("why",))),
        ],
    )
    why = forms.CharField(
        label="Why is there no data?",
        required=False,
        max_length=200,
        widget=forms.Textarea,
    )
    source = forms.CharField(label="Source", error_messages={"required": "Name the source"})
    kind = forms.ChoiceField(label="Kind", choices=[("link", "A link"), ("note", "A note")])
    spoken_for = forms.MultipleChoiceField(
        label="Spoken for", widget=forms.CheckboxSelectMultiple, choices=[("h", "Health"), ("s", "Social care")]
    )
    shared = forms.BooleanField(label="Share it", help_text="Others may read it", required=False)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("answer", "source", "kind", "spoken_for", "shared", "secret")
        self.helper.add_input(Press("Save", name="then", value="stay"))

    def clean(self):
        if self.data:
            self.add_error(None, "Something is wrong with the whole")


class Page(HTMLParser):
    """The elements of a piece of HTML as (tag, attributes)."""

    def __init__(self, html: str):
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]

    def all(self, *tags: str) -> list[dict]:
        return [attrs for tag, attrs in self.elements if tag in tags]

    def one(self, **wanted) -> dict:
        found = [a for _, a in self.elements if all(a.get(k) == v for k, v in wanted.items())]
        assert len(found) == 1, found
        return found[0]


def drawn(form: forms.Form) -> str:
    source = "{% load crispy_forms_tags %}{% include 'aligns/errors.html' %}{% crispy form %}"
    return Template(source).render(Context({"form": form, "csrf_token": "x"}))


@pytest.fixture
def empty() -> str:
    return drawn(LevelForm())


@pytest.fixture
def faulty() -> str:
    return drawn(LevelForm({"answer": "", "source": ""}))


def test_every_field_has_a_label_that_is_tied_to_it(empty):
    page = Page(empty)
    labelled = {label["for"] for label in page.all("label")}
    fields = [f["id"] for f in page.all("input", "select", "textarea") if f.get("type") != "hidden"]
    assert len(fields) == 10
    assert set(fields) == labelled


def test_no_id_stands_twice(faulty):
    ids = Page(faulty).ids()
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("state", ["empty", "faulty"])
def test_what_describes_a_field_is_there(state, request):
    page = Page(request.getfixturevalue(state))
    named = {name for _, a in page.elements for name in a.get("aria-describedby", "").split()}
    assert "id_answer_helptext" in named
    assert named <= set(page.ids())


def test_hint_and_error_describe_the_group(faulty):
    group = next(f for f in Page(faulty).all("fieldset") if "answer" in f.get("aria-describedby", ""))
    assert group["aria-describedby"] == "id_answer_helptext id_answer_error"


def test_each_link_of_the_error_summary_lands_on_a_field(faulty):
    page = Page(faulty)
    links = [a["href"] for a in page.all("a")]
    assert links == ["#id_answer", "#id_source", "#id_kind", "#id_spoken_for"]
    fields = {f.get("id") for f in page.all("input", "select", "textarea")}
    assert {link[1:] for link in links} <= fields


def test_the_error_summary_says_what_to_do_and_what_is_wrong_with_the_whole(faulty):
    summary = faulty[: faulty.index("<form")]
    assert "There is a problem" in summary
    assert "Choose a level" in summary
    assert "Something is wrong with the whole" in summary


def test_a_form_without_errors_has_no_summary(empty):
    assert "There is a problem" not in empty


def test_an_error_is_said_in_words_and_marked_on_its_field(faulty):
    assert "Error: Name the source" in faulty
    field = Page(faulty).one(id="id_source")
    assert field["aria-invalid"] == "true"
    assert "nhsuk-input--error" in field["class"]


def test_the_browser_leaves_the_checking_to_us(empty):
    assert "novalidate" in Page(empty).all("form")[0]


def test_the_first_radio_has_the_id_of_the_field(empty):
    radios = [i for i in Page(empty).all("input") if i.get("type") == "radio"]
    assert [r["id"] for r in radios] == ["id_answer", "id_answer_1", "id_answer_2"]


def test_a_choice_shows_its_hint_and_its_strip(empty):
    assert Page(empty).one(id="id_answer")["aria-describedby"] == "id_answer_0_hint"
    assert re.search(r'id="id_answer_0_hint">In places<', empty)
    assert empty.count("<svg") == 1


def test_a_plain_choice_shows_its_name_and_nothing_else(empty):
    assert ">Maturing</span>" in empty


def test_fields_under_a_choice_stand_open_without_a_script(empty):
    page = Page(empty)
    assert page.one(id="id_answer_2")["data-controls"] == "id_answer_2_under"
    assert "hidden" not in page.one(id="id_answer_2_under")
    assert empty.count('name="why"') == 1


def test_the_browser_does_not_cut_off_long_words(empty):
    area = Page(empty).one(id="id_why")
    assert "maxlength" not in area
    assert area["data-max"] == "200"


def test_what_was_chosen_stays_chosen():
    page = Page(drawn(LevelForm({"answer": "2", "spoken_for": ["h"]})))
    assert [i["value"] for i in page.all("input") if "checked" in i] == ["2", "h"]


def test_a_button_may_say_which_way_to_go(empty):
    button = Page(empty).all("button")[0]
    assert (button["type"], button["name"], button["value"]) == ("submit", "then", "stay")
    assert ">Save</button>" in empty


def test_a_form_that_changes_something_is_marked_against_forgery(empty):
    assert "csrfmiddlewaretoken" in empty


def test_nothing_is_styled_in_place(faulty):
    assert not any("style" in attrs for _, attrs in Page(faulty).elements)
    assert "<style" not in faulty


def test_what_people_typed_is_never_taken_for_html():
    assert "<b>" not in drawn(LevelForm({"source": "<b>", "why": "</textarea><b>"}))
