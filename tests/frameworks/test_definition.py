"""A framework file becomes a definition, or every fault of it is named by codes and line."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.definition import DefinitionFaults, FrameworkDefinition, parse

FILES = Path(__file__).parent / "files"
ALIGNS = Path(__file__).parents[2] / "fixtures" / "frameworks" / "aligns-2025.1.yaml"

SMALL = """\
format: 1
framework:
  slug: aligns
  version: 2025.1
  title: ALIGNS
levels:
  - {slug: low, name: Low}
  - {slug: high, name: High}
dimensions:
  - code: 1
    title: Data
    indicators:
      - code: 1.1
        title: Counting
        question: Do you count?
        descriptors:
          low: No.
          high: Yes.
      - code: 1.2
        title: Sharing
        question: Do you share?
"""


def faults(text: str | bytes) -> list[str]:
    with pytest.raises(DefinitionFaults) as refused:
        parse(text.encode() if isinstance(text, str) else text)
    return [str(fault) for fault in refused.value.faults]


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


def with_action(more: str) -> str:
    return SMALL + "recommended_actions:\n  - {code: X-1, title: Count, " + more + "}\n"


def test_a_small_file_is_read_as_it_is_meant():
    definition = parse(SMALL.encode())
    assert definition.reference == "aligns@2025.1"
    assert [indicator.code for indicator in definition.indicators] == ["1.1", "1.2"]
    assert definition.dimensions[0].indicators[0].descriptors == {"low": "No.", "high": "Yes."}
    assert definition.counts == "1 dimension, 2 indicators, 2 levels"


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("three-levels", "2 dimensions, 3 indicators, 3 levels"),
        ("six-levels", "1 dimension, 2 indicators, 6 levels"),
    ],
)
def test_frameworks_of_other_sizes_are_read(name, counts):
    assert parse((FILES / f"{name}.yaml").read_bytes()).counts == counts


def test_the_aligns_framework_is_read():
    assert parse(ALIGNS.read_bytes()).counts == "5 dimensions, 38 indicators, 4 levels"


def test_versions_and_codes_stay_as_they_are_written():
    definition = parse((FILES / "six-levels.yaml").read_bytes())
    assert definition.framework.version == "2026.10"
    assert [indicator.code for indicator in definition.indicators] == ["1.1", "1.10"]


CODE_WORDS = "code may hold 1 to 20 letters, digits, dots, - and _ and nothing else"
EMPTY = "is empty: write something, or leave it out where it is optional"

SINGLE_FAULTS = {
    "level missing": (
        changed("          low: No.\n", ""),
        "dimension 1, indicator 1.1, descriptors: level low is missing (line 16)",
    ),
    "unknown key": (
        changed("title: Data", "title: Data\n    tittle: x"),
        "dimension 1: unknown key tittle; did you mean title? (line 12)",
    ),
    "unknown key at the top": (SMALL + "extra: 1\n", "unknown key extra (line 22)"),
    "key missing": (
        changed("        question: Do you share?\n", ""),
        "dimension 1, indicator 1.2: question is missing (line 19)",
    ),
    "no code": (changed("code: 1.2\n        title", "title"), "dimension 1, 2nd indicator: code is missing (line 19)"),
    "level with a blank, wherever it is repeated": (
        SMALL.replace("low", "lo w"),
        "level lo w: slug may hold 1 to 50 letters, digits, - and _ and nothing else (line 7)",
    ),
    "no levels": (
        changed("levels:\n  - {slug: low, name: Low}\n  - {slug: high, name: High}\n", ""),
        "file: levels is missing",
    ),
    "format": (changed("format: 1", "format: 2"), "format must be 1, not 2 (line 1)"),
    "judges": (
        changed("title: ALIGNS", "title: A\n  judges: town"),
        "framework: judges must be organisation or initiative, not town (line 6)",
    ),
    "wording": (
        changed("title: ALIGNS", "title: A\n  wording: fine"),
        "framework: wording must be draft or reviewed, not fine (line 6)",
    ),
    "code twice": (
        changed("code: 1.2", "code: 1.1"),
        "dimension 1, indicator 1.1: code 1.1 is used twice, first on line 13 (line 19)",
    ),
    "bad code": (changed("code: 1.2", "code: 1/2"), f"dimension 1, indicator 1/2: {CODE_WORDS} (line 19)"),
    "long code": (
        changed("code: 1.2", "code: " + "a" * 21),
        f"dimension 1, indicator {'a' * 21}: {CODE_WORDS} (line 19)",
    ),
    "blank in code": (
        changed("code: 1.2", 'code: "1.2 "'),
        'dimension 1, indicator 1.2 : code is "1.2 ", with a blank at one end: take it out (line 19)',
    ),
    "reserved code": (
        changed("code: 1\n", "code: check\n"),
        "dimension check: code check cannot be used: it is an address of its own (line 10)",
    ),
    "reserved slug": (
        changed("slug: aligns", "slug: actions"),
        "framework: slug actions cannot be used: it is an address of its own (line 3)",
    ),
    "dots": (changed("version: 2025.1", "version: .."), "framework: version .. cannot stand in an address (line 4)"),
    "dots in code": (
        changed("code: 1.2", "code: .."),
        "dimension 1, indicator ..: code .. cannot stand in an address (line 19)",
    ),
    "unknown level": (
        changed("high: Yes.", "high: Yes.\n          hihg: x"),
        "dimension 1, indicator 1.1, descriptors: unknown level hihg; did you mean high? (line 19)",
    ),
    "empty text": (changed("title: Counting", "title:"), f"dimension 1, indicator 1.1: title {EMPTY} (line 14)"),
    "blank text": (
        changed("low: No.", 'low: "  "'),
        f"dimension 1, indicator 1.1, descriptors: level low {EMPTY} (line 17)",
    ),
    "long text": (
        changed("title: Counting", "title: " + "a" * 301),
        "dimension 1, indicator 1.1: title is longer than 300 characters (line 14)",
    ),
    "unprintable": (
        changed("title: Counting", 'title: "a\\0"'),
        "dimension 1, indicator 1.1: title holds the control character U+0000: take it out (line 14)",
    ),
    "turning": (
        changed("title: Counting", "title: Count\u202eing"),
        "dimension 1, indicator 1.1: title holds U+202E (right-to-left override), which shows words in another order: "
        "take it out (line 14)",
    ),
    "bullet of Word": (
        changed("title: Counting", "title: \uf0b7 Counting"),
        "dimension 1, indicator 1.1: title holds U+F0B7, which is not the same sign in every program: "
        "write another, such as - for a bullet (line 14)",
    ),
    "not seen": (
        changed("title: Counting", "title: \u200b \u00ad"),
        f"dimension 1, indicator 1.1: title {EMPTY} (line 14)",
    ),
    "list for text": (
        changed("title: Counting", "title: [a]"),
        "dimension 1, indicator 1.1: title must be text (line 14)",
    ),
    "text for list": (changed("title: ALIGNS", "title: A\n  sources: x"), "framework: sources must be a list (line 6)"),
    "text for keys": (
        changed("descriptors:\n          low: No.\n          high: Yes.", "descriptors: all"),
        "dimension 1, indicator 1.1: descriptors must have keys of its own (line 16)",
    ),
    "script address": (
        changed("title: ALIGNS", "title: A\n  sources: [{title: x, url: 'javascript:x'}]"),
        "framework, sources, 1st item: url must be an address that begins with http:// or https:// (line 6)",
    ),
    "year": (
        changed("title: ALIGNS", "title: A\n  sources: [{title: x, year: soon}]"),
        "framework, sources, 1st item: year must be a whole number (line 6)",
    ),
    "one level": (
        SMALL.replace("  - {slug: high, name: High}\n", "").replace("          high: Yes.\n", ""),
        "levels: there must be 2 to 7 levels, and there are 1 (line 6)",
    ),
    "level twice": (
        changed("slug: high, name", "slug: low, name").replace("          high: Yes.\n", ""),
        "level low: slug low is used twice, first on line 7 (line 8)",
    ),
    "name twice": (changed("name: High", "name: LOW"), "level high: name LOW is used twice, first on line 7 (line 8)"),
    "name of another": (
        changed("name: Low", "name: High").replace(
            "name: High}\n  - {slug: high, name: High", "name: high}\n  - {slug: high, name: Top"
        ),
        "level low: name high is the slug of another level (line 7)",
    ),
    "no indicators": (
        SMALL.split("    indicators:")[0] + "    indicators: []\n",
        "dimension 1: there must be at least one indicator (line 12)",
    ),
    "no dimensions": (
        SMALL.split("dimensions:")[0] + "dimensions: []\n",
        "dimensions: there must be at least one dimension (line 9)",
    ),
    "weight missing": (
        SMALL + "        weights: {low: 1}\n",
        "dimension 1, indicator 1.2, weights: level high is missing (line 22)",
    ),
    "weight not a number": (
        SMALL + "        weights: {low: 1, high: much}\n",
        "dimension 1, indicator 1.2, weights: level high must be a number (line 22)",
    ),
    "endless weight": (
        SMALL + "        weights: {low: 1, high: Infinity}\n",
        "dimension 1, indicator 1.2, weights: level high must be a number, and not an endless one (line 22)",
    ),
    "huge weight": (
        SMALL + "        weights: {low: 1, high: 1e400}\n",
        "dimension 1, indicator 1.2, weights: level high must have at most 10 digits (line 22)",
    ),
    "fine weight": (
        SMALL + "        weights: {low: 1, high: 1.00001}\n",
        "dimension 1, indicator 1.2, weights: level high must have at most 4 digits after the point (line 22)",
    ),
    "reviewed unknown": (
        changed("high: Yes.", "high: Yes.\n        reviewed: [top]"),
        "dimension 1, indicator 1.1, reviewed: unknown level top (line 19)",
    ),
    "reviewed twice": (
        changed("high: Yes.", "high: Yes.\n        reviewed: [low, low]"),
        "dimension 1, indicator 1.1, reviewed: low is used twice, first on line 19 (line 19)",
    ),
    "reviewed nothing": (
        SMALL + "        reviewed: [low]\n",
        "dimension 1, indicator 1.2: reviewed names levels, but there are no descriptors (line 22)",
    ),
    "weight to check of an unknown level": (
        SMALL + "        weights: {low: 0, high: 1}\n        weights_to_check: [top]\n",
        "dimension 1, indicator 1.2, weights_to_check: unknown level top (line 23)",
    ),
    "weight to check where none is": (
        SMALL + "        weights_to_check: [low]\n",
        "dimension 1, indicator 1.2: weights_to_check names levels, but there are no weights (line 22)",
    ),
    "equivalent": (
        SMALL + "        equivalent_to: ['1.2']\n",
        "dimension 1, indicator 1.2, equivalent_to, 1st item: "
        "must be written slug@version#code, such as aligns@2024.1#1.2 (line 22)",
    ),
    "equivalent to itself": (
        SMALL + "        equivalent_to: ['aligns@2025.1#1.1']\n",
        "dimension 1, indicator 1.2, equivalent_to: "
        "aligns@2025.1#1.1 is in this version: name another version or framework (line 22)",
    ),
    "key twice": (
        changed("title: Data", "title: Data\n    title: Facts"),
        "dimension 1: title stands twice, first on line 11 (line 12)",
    ),
    "supports": (
        with_action("supports: [9.9]"),
        "recommended action X-1, supports: 9.9 is not an indicator of this file (line 23)",
    ),
    "from": (
        with_action("from: lower"),
        "recommended action X-1: from names an unknown level lower; did you mean low? (line 23)",
    ),
    "downwards": (
        with_action("from: high, to: low"),
        "recommended action X-1: from must be a lower level than to (line 23)",
    ),
    "standing still": (
        with_action("from: low, to: low"),
        "recommended action X-1: from must be a lower level than to (line 23)",
    ),
    "action twice": (
        with_action("group: a") + "  - {code: X-1, title: Again}\n",
        "recommended action X-1: code X-1 is used twice, first on line 23 (line 24)",
    ),
    "anchor": (
        changed("title: Data", "title: &a Data"),
        "dimensions, item 1, title: an anchor (&a) is not allowed: write the words out (line 11)",
    ),
    "not keys": ("just words", "The file must begin with keys such as format, framework and levels"),
    "not yaml": ("a: [", None),
}


@pytest.mark.parametrize(("text", "fault"), SINGLE_FAULTS.values(), ids=SINGLE_FAULTS.keys())
def test_one_fault_is_named_alone_with_its_place_and_line(text, fault):
    found = faults(text)
    assert len(found) == 1
    assert fault is None or found == [fault]


def test_an_older_workbook_is_told_how_to_save_it():
    words = "This is a file of an older Office program, such as .xls, or one with a password. Save it as .xlsx or .yaml"
    assert faults(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == [words]


def test_all_faults_come_at_once_in_the_order_of_the_file():
    text = (
        SMALL.replace("format: 1", "format: 3")
        .replace("title: ALIGNS", "titel: ALIGNS")
        .replace("code: 1.2", "code: 1.1")
        .replace("          high: Yes.\n", "")
        .replace("    title: Data\n", "    title: Data\n    title: Again\n")
    )
    assert faults(text) == [
        "format must be 1, not 3 (line 1)",
        "framework: title is missing (line 2)",
        "framework: unknown key titel; did you mean title? (line 5)",
        "dimension 1: title stands twice, first on line 11 (line 12)",
        "dimension 1, indicator 1.1, descriptors: level high is missing (line 17)",
        "dimension 1, indicator 1.1: code 1.1 is used twice, first on line 14 (line 19)",
    ]


def test_an_indicator_code_may_equal_a_dimension_code():
    assert parse(changed("code: 1.2", "code: 1").encode())


def test_indicator_codes_are_unique_over_all_dimensions():
    second = "  - code: 2\n    title: More\n    indicators: [{code: 1.1, title: a, question: b}]\n"
    assert faults(SMALL + second) == ["dimension 2, indicator 1.1: code 1.1 is used twice, first on line 13 (line 24)"]


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("title: ALIGNS", "title: ALIGNS\n  wording: reviewed", True),
        ("high: Yes.", "high: Yes.\n        reviewed: [low, high]", True),
        ("title: ALIGNS", "title: ALIGNS\n  judges: organisation", True),
        ("low: No.\n          high: Yes.", "high: Yes.\n          low: No.", True),
        ("low: No.", "low: Not yet.", False),
        ("title: ALIGNS", "title: ALIGNS\n  judges: initiative", False),
        ("name: High", "name: Top", False),
        ("code: 1.2", "code: 1.3", False),
    ],
)
def test_the_content_hash_knows_content_from_review(old, new, is_same):
    assert (parse(changed(old, new).encode()).content_hash == parse(SMALL.encode()).content_hash) is is_same


def test_a_weight_is_the_same_content_however_it_is_written():
    def weighted(high):
        return parse((SMALL + f"        weights: {{low: 0, high: {high}}}\n").encode()).content_hash

    assert weighted("4") == weighted("4.0") == weighted("4.000")
    assert weighted("4") != weighted("4.1")


def test_a_weight_that_is_confirmed_is_no_other_content():
    weighted = SMALL + "        weights: {low: 0, high: 4}\n"
    marked = weighted + "        weights_to_check: [low]\n"
    assert parse(marked.encode()).content_hash == parse(weighted.encode()).content_hash


def test_a_definition_cannot_be_changed():
    with pytest.raises(ValueError):
        parse(SMALL.encode()).framework.title = "Other"


def test_the_json_schema_of_the_format_is_made_from_its_model():
    schema = FrameworkDefinition.model_json_schema(by_alias=True)
    assert (schema["properties"]["levels"]["minItems"], schema["properties"]["levels"]["maxItems"]) == (2, 7)
    assert {"from", "to"} <= set(schema["$defs"]["ActionDefinition"]["properties"])
    assert json.dumps(schema)


WORDS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12).filter(str.strip)
CODES = st.text("abcXYZ019._-", min_size=1, max_size=20).filter(lambda code: code.strip("."))


@st.composite
def frameworks(draw):
    """The content of a valid file, of two to seven levels."""
    levels = [f"level-{n}" for n in range(draw(st.integers(2, 7)))]
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    codes = iter(draw(st.lists(CODES, unique=True, min_size=sum(sizes), max_size=sum(sizes))))
    dimension_codes = draw(st.lists(CODES, unique=True, min_size=len(sizes), max_size=len(sizes)))
    return {
        "format": "1",
        "framework": {"slug": "any", "version": draw(CODES), "title": draw(WORDS)},
        "levels": [{"slug": slug, "name": slug.upper()} for slug in levels],
        "dimensions": [
            {
                "code": code,
                "title": draw(WORDS),
                "indicators": [draw(indicators(next(codes), levels)) for _ in range(size)],
            }
            for code, size in zip(dimension_codes, sizes, strict=True)
        ],
    }


@st.composite
def indicators(draw, code, levels):
    indicator = {"code": code, "title": draw(WORDS), "question": draw(WORDS)}
    if draw(st.booleans()):
        indicator["descriptors"] = {level: draw(WORDS) for level in levels}
        indicator["reviewed"] = draw(st.lists(st.sampled_from(levels), unique=True))
    if draw(st.booleans()):
        indicator["weights"] = {level: str(draw(st.integers(0, 999)) / 10) for level in levels}
    return indicator


def as_file(content) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


@given(frameworks())
def test_a_valid_framework_of_any_size_is_read_whole(content):
    definition = parse(as_file(content))
    assert [level.slug for level in definition.levels] == [level["slug"] for level in content["levels"]]
    written = [indicator for dimension in content["dimensions"] for indicator in dimension["indicators"]]
    assert [indicator.descriptors for indicator in definition.indicators] == [
        indicator.get("descriptors") for indicator in written
    ]


def places_in(value, path=()):
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places_in(value[key], (*path, key))


@given(st.data(), frameworks())
def test_a_damaged_framework_is_read_or_its_faults_have_words(data, content):
    content = deepcopy(content)
    *around, last = data.draw(st.sampled_from([path for path in places_in(content) if path]))
    holder = content
    for step in around:
        holder = holder[step]
    if data.draw(st.booleans()):
        del holder[last]
    else:
        holder[last] = data.draw(st.sampled_from(["", "x", [], {}, ["x"], {"x": "y"}, [[]], [{}], "\x00"]))
    found = []
    try:
        parse(as_file(content))
    except DefinitionFaults as refused:
        found = refused.faults
    assert all(fault.message and "cannot be read" not in fault.message for fault in found)
