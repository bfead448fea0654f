"""YAML as plain text with lines; what could cost much is refused before anything is built from it."""

import contextlib
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from frameworks.plain_yaml import LARGEST_FILE, MOST_VALUES, Fault, YamlRefused, read, shown


def refusal(data: bytes) -> list[str]:
    with pytest.raises(YamlRefused) as refused:
        read(data)
    return [str(fault) for fault in refused.value.faults]


def test_every_scalar_is_text():
    assert read(b"a: 1\nb: true\nc: 2026-01-01\nd: ~\ne:\nf: 1.10").value == {
        "a": "1",
        "b": "true",
        "c": "2026-01-01",
        "d": "~",
        "e": "",
        "f": "1.10",
    }


def test_keys_and_items_have_the_line_they_stand_on():
    document = read(b"a:\n  - x\n  - b: y\n# note\nc: z\n")
    assert [document.line(path) for path in [("a",), ("a", 0), ("a", 1, "b"), ("c",)]] == [1, 2, 3, 5]


def test_a_place_that_is_missing_has_the_line_of_what_is_around_it():
    assert read(b"a: 1\nb:\n  c: 1\n").line(("b", "d", "e")) == 2


def test_a_byte_order_mark_is_taken():
    assert read(b"\xef\xbb\xbfa: 1").value == {"a": "1"}


@pytest.mark.parametrize("data", [b"", b"  \n", b"# only a note\n"])
def test_an_empty_file_is_a_fault(data):
    assert refusal(data) == ["The file is empty"]


def test_text_in_another_encoding_is_refused_with_its_place():
    assert refusal(b"a: 1\nb: \xfc\n") == [
        "The file is not UTF-8 text: byte 9 cannot be read. Save it as UTF-8 (line 2)"
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "This is a PNG picture. Save it as .yaml"),
        (b"%PDF-1.7 only ASCII", "This is a PDF. Save it as .yaml"),
        (b"PK\3\4 and nothing more", "This is a packed file (.zip). Save it as .yaml"),
        ("a: é".encode("utf-16"), "The file is not UTF-8 text: it is UTF-16 text. Save it as .yaml, in UTF-8"),
        (b"\x7fELF\0\xff", "The file is not UTF-8 text: it is not text at all. Save it as .yaml, in UTF-8"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_it_is_and_no_line(data, words):
    assert refusal(data) == [words]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a: 1\nb: c: d\n", "a colon stands where none can"),
        (b"a:\n\tb: c\n", "a tab or a sign such as @ begins here"),
        (b"a: 1\n- b\n", "look at how far this line"),
    ],
)
def test_what_is_not_yaml_is_refused_with_its_line_and_what_to_do(data, words):
    (fault,) = refusal(data)
    assert fault.startswith("The file is not YAML: ")
    assert words in fault
    assert fault.endswith("(line 2)")


def test_a_character_that_cannot_be_printed_is_refused_with_its_line():
    (fault,) = refusal("é: 1\nb: \x07\n".encode())
    assert fault == "The file is not YAML: it holds the control character U+0007: take it out (line 2)"


def test_anchors_aliases_and_tags_are_all_named():
    assert refusal(b"a: &x 1\nb: *x\nc: !!int 3\nd: !own [4]\n") == [
        "a: an anchor (&x) is not allowed: write the words out (line 1)",
        "b: an alias (*x) is not allowed: write the words out (line 2)",
        "c: a tag (tag:yaml.org,2002:int) is not allowed (line 3)",
        "d: a tag (!own) is not allowed (line 4)",
    ]


def test_a_second_document_is_refused():
    assert refusal(b"a: 1\n---\nb: 2\n") == ["a second document begins here; the file must hold one (line 2)"]


def test_a_key_must_be_text():
    assert refusal(b"a: 1\n? [b]\n: 2\n") == ["a key must be text, not a list or keys of its own (line 2)"]


def test_a_key_that_stands_twice_is_a_fault_and_the_rest_is_still_read():
    with pytest.raises(YamlRefused) as refused:
        read(b"a: 1\nb: {c: 1, d: 2,\n  c: 3}\n")
    assert [str(fault) for fault in refused.value.faults] == ["b: c stands twice, first on line 2 (line 3)"]
    assert refused.value.document.value == {"a": "1", "b": {"c": "3", "d": "2"}}


def test_nesting_has_a_limit():
    assert read(b"[" * 20 + b"]" * 20)
    assert "nested more than 20 deep" in refusal(b"[" * 30 + b"]" * 30)[0]


def test_a_file_over_the_limit_is_refused_unread():
    assert refusal(b"\xff" * (LARGEST_FILE + 1)) == ["The file is larger than 16 MB"]


@pytest.mark.parametrize(
    "bomb",
    [
        b"a: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (n + 1, n + 1, b",".join([b"*%c" % n] * 9)) for n in range(97, 105)),
        b"[" * LARGEST_FILE,
        b"{a: " * (LARGEST_FILE // 4),
        b"- " * (LARGEST_FILE // 2),
        b"[" + b"a," * (LARGEST_FILE // 2 - 1),
        b"? " * (LARGEST_FILE // 2),
        b"- &a b\n" * (LARGEST_FILE // 7),
    ],
    ids=["laughs", "lists", "keys", "dashes", "many", "questions", "anchors"],
)
def test_a_bomb_is_refused_in_no_time(bomb):
    began = time.process_time()
    assert refusal(bomb)
    assert time.process_time() - began < 10


def test_a_list_of_as_many_values_as_are_allowed_is_read():
    items = MOST_VALUES - 1
    assert len(read(b"- a\n" * items).value) == items


def test_a_fault_says_place_message_and_line():
    assert str(Fault("dimension 1", "title is missing", 17)) == "dimension 1: title is missing (line 17)"
    assert str(Fault("", "levels is missing")) == "levels is missing"


def test_words_of_the_file_are_repeated_on_one_printable_line():
    assert shown("a\x1b[31m\nb") == "a\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}b"
    assert shown("x" * 100) == "x" * 60 + "..."


PLAIN = st.recursive(
    st.text(st.characters(exclude_categories=["C", "Z"]), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdef", min_size=1), inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_what_yaml_writes_as_text_is_read_as_it_was(value):
    written = yaml.safe_dump(value, default_style='"', allow_unicode=True).replace("!!str ", "")
    assert read(written.encode()).value == value


@given(st.binary(max_size=200) | st.text("ab:-[]{}&*!?|>'\"#\n \t,%@", max_size=80).map(str.encode))
def test_no_bytes_bring_anything_but_a_document_or_a_refusal(data):
    with contextlib.suppress(YamlRefused):
        assert read(data)
