"""Every fault of a places file is found, with its place and line, and nothing but a fault is ever raised."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from assessments.places_crosschecks import KnownPlaces
from assessments.places_file import PlacesFaults, parse

ENGLAND = Path(settings.BASE_DIR) / "fixtures" / "places" / "england.yaml"
GOOD = """\
regions:
  - {slug: south, name: South}
ics:
  - slug: vale
    name: Vale
    placed:
      - {region: south}
organisations:
  - slug: oakshire
    name: Oakshire
    kind: local-authority
    sector: social-care
    aliases: [Oak & Ash]
    placed:
      - {ics: vale, region: south}
"""


def faults_of(text: str | bytes, known: KnownPlaces | None = None) -> list[str]:
    with pytest.raises(PlacesFaults) as refused:
        parse(text if isinstance(text, bytes) else text.encode(), known)
    return [str(fault) for fault in refused.value.faults]


def with_change(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def placed(rows: str) -> str:
    return with_change("{ics: vale, region: south}", rows)


def test_a_good_file_is_read_as_it_is_written():
    oakshire = parse(GOOD.encode()).organisations[0]
    assert (oakshire.slug, oakshire.aliases, oakshire.placed[0].ics) == ("oakshire", ("Oak & Ash",), "vale")


def test_the_places_of_england_have_no_fault():
    assert len(parse(ENGLAND.read_bytes()).regions) == 7


def test_the_example_of_the_handbook_has_no_fault():
    words = (Path(settings.BASE_DIR) / "docs" / "places-file.md").read_text()
    assert parse(words.split("```yaml\n")[1].split("```")[0].encode()).organisations


def test_windows_line_ends_and_a_byte_order_mark_change_nothing():
    assert parse(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == parse(GOOD.encode())


@pytest.mark.parametrize("nothing", ["", '""', "null", "~"])
def test_an_empty_optional_value_is_as_good_as_none(nothing):
    body = parse(placed(f"{{ics: {nothing}, region: south, until: {nothing}}}").encode()).organisations[0]
    assert (body.placed[0].ics, body.placed[0].until_on) == (None, None)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("sector: social-care", "sektor: social-care", "organisation oakshire: unknown key sektor; did you mean sector? (line 12)"),  # noqa: E501
        ("    sector: social-care\n", "", "organisation oakshire: sector is missing (line 9)"),
        ("kind: local-authority", "kind: council", "not council (line 11)"),
        ("sector: social-care", "sector: both", "sector must be social-care, health or joint, not both (line 12)"),
        ("slug: vale", "slug: Vale ICS", "ICS Vale ICS: slug is 'Vale ICS': a slug may hold"),
        ("name: Vale", "name: ''", "ICS vale: name is empty"),
        ("name: Vale", "name: [Vale]", "ICS vale: name must be text (line 5)"),
        ("name: Vale", r'name: "V\0ale"', "ICS vale: name holds the control character U+0000: take it out (line 5)"),
        ("aliases: [Oak & Ash]", "aliases: Oak", "organisation oakshire: aliases must be a list (line 13)"),
        ("aliases: [Oak & Ash]", "parent: elmshire", "organisation oakshire: parent elmshire is not known (line 13)"),
        ("aliases: [Oak & Ash]", "parent: oakshire", "organisation oakshire: is part of itself"),
        ("aliases: [Oak & Ash]", "website: oak.example", "must be an address that begins with http:// or https://"),
        ("aliases: [Oak & Ash]", "website: http://oak", "must be an address that begins with http:// or https://"),
        ("aliases: [Oak & Ash]", "kind: other", "organisation oakshire: kind stands twice, first on line 11 (line 13)"),
        ("{ics: vale, region: south}", "{ics: nowhere, region: south}", "1st placement: ICS nowhere is not known (line 15)"),  # noqa: E501
        ("{ics: vale, region: south}", "{ics: vale}", "1st placement: region is missing (line 15)"),
        ("- {region: south}", "- {region: north}", "ICS vale, 1st placement: region north is not known (line 7)"),
        ("      - {region: south}\n", "      []\n", "ICS vale: placed needs at least one entry (line 6)"),
        ("    name: Vale\n", "    name: Vale\n    succeeded_by: [hill]\n", "ICS vale: successor hill is not known (line 6)"),  # noqa: E501
        ("    name: Vale\n", "    name: Vale\n    succeeded_by: [vale]\n", "ICS vale: succeeds itself"),
        ("regions:\n", "places: []\nregions:\n", "unknown key places (line 1)"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_place_and_line(old, new, fault):
    assert fault in "\n".join(faults_of(with_change(old, new)))


@pytest.mark.parametrize("bad", ["2026-02-30", "20260401", "1/4/2026", "2026-W14-3", "soon", "2026-4-1"])
def test_a_date_must_be_written_year_month_day(bad):
    assert faults_of(placed(f"{{region: south, from: {bad}}}")) == [
        f"organisation oakshire, 1st placement: from must be a date such as 2026-04-01, not {bad} (line 15)"
    ]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("{region: south, until: 2026-03-31}\n      - {region: south, from: 2026-04-02}", "close the gap (line 16)"),
        ("{region: south, until: 2026-04-01}\n      - {region: south, from: 2026-04-01}", "they overlap (line 16)"),
        ("{region: south}\n      - {region: south, from: 2026-04-01}", "they overlap (line 16)"),
        ("{region: south, until: 2026-04-01}\n      - {region: south}", "since always"),
        ("{region: south, from: 2026-04-02, until: 2026-04-01}", "ends on 2026-04-01 before it begins on 2026-04-02"),
        ("{region: south, from: 2026-04-01}\n      - {region: south, until: 2026-03-30}", "close the gap (line 15)"),
    ],
)
def test_placements_must_follow_each_other_day_by_day(rows, fault):
    assert fault in faults_of(placed(rows))[0]


def test_placements_may_stand_in_any_order():
    rows = "{region: south, from: 2026-04-01}\n      - {region: south, until: 2026-03-31}"
    assert len(parse(placed(rows).encode()).organisations[0].placed) == 2


def test_a_faulty_placement_is_not_called_no_placement():
    assert faults_of(placed("{regoin: south}")) == [
        "organisation oakshire, 1st placement: region is missing (line 15)",
        "organisation oakshire, 1st placement: unknown key regoin; did you mean region? (line 15)",
    ]


def test_a_slug_used_twice_is_named_once_with_the_first_line():
    twice = with_change("ics:\n", "  - {slug: south, name: Other}\nics:\n")
    assert faults_of(twice) == ["region south: slug south stands twice, first in line 2 (line 3)"]


def test_a_slug_used_twice_in_one_line_says_so():
    text = "regions: [{slug: a, name: A}, {slug: a, name: B}]"
    assert faults_of(text) == ["region a: slug a stands twice, both in this line (line 1)"]


ELMSHIRE = (
    "  - {slug: elmshire, name: Elmshire, kind: other, sector: joint, aliases: [%s], placed: [{region: south}]}\n"
)


@pytest.mark.parametrize("word", ["OAKSHIRE", "oak and ash", '" Oak  &  Ash "', "Ｏａｋｓｈｉｒｅ"])
def test_a_name_may_not_lead_to_two_organisations(word):
    (fault,) = faults_of(GOOD + ELMSHIRE % word)
    assert "leads to oakshire as well" in fault
    assert fault.endswith("(line 16)")


def test_an_organisation_may_repeat_its_own_names():
    assert parse((GOOD + ELMSHIRE % "ELMSHIRE, Elmshire").encode())


def test_an_organisation_and_an_ics_may_share_a_name():
    assert parse((GOOD + ELMSHIRE % "vale").encode())


def test_a_file_may_point_at_what_is_loaded():
    alone = GOOD[GOOD.index("organisations:") :]
    assert faults_of(alone) == [
        "organisation oakshire, 1st placement: region south is not known (line 8)",
        "organisation oakshire, 1st placement: ICS vale is not known (line 8)",
    ]
    assert parse(alone.encode(), KnownPlaces(regions=frozenset({"south"}), ics=frozenset({"vale"})))


def test_a_name_of_a_loaded_organisation_is_taken():
    known = KnownPlaces(organisations=frozenset({"elmshire"}), aliases={"oak and ash": "elmshire"})
    assert "'Oak & Ash' leads to elmshire as well" in faults_of(GOOD, known)[0]


def test_a_name_that_the_file_gives_to_another_is_free_again():
    known = KnownPlaces(organisations=frozenset({"elmshire"}), aliases={"oak and ash": "elmshire"})
    assert parse((GOOD + ELMSHIRE % "Elms").encode(), known)


def test_a_parent_may_not_lead_back_through_what_is_loaded():
    known = KnownPlaces(organisations=frozenset({"elmshire"}), parents={"elmshire": {"oakshire"}})
    assert "is part of itself" in faults_of(with_change("aliases: [Oak & Ash]", "parent: elmshire"), known)[0]


def test_all_faults_are_said_at_once_in_the_order_of_the_file():
    text = GOOD.replace("name: Vale", "nam: Vale").replace("kind: local-authority", "kind: council")
    faults = faults_of(text.replace("ics: vale, region: south", "ics: nowhere, region: south, from: now"))
    lines = [int(fault.rsplit("(line ", 1)[1][:-1]) for fault in faults]
    assert len(faults) == 5
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b"# nothing\n", "The file is empty"),
        (b"{}", "no region, no ICS and no organisation"),
        (b"- a list", "must hold the lists"),
        (b"some words", "must hold the lists"),
        (b"regions: [", "not YAML"),
        (b"regions: \xe9", "not UTF-8"),
        (GOOD.encode("utf-16"), "not UTF-8"),
        (b"regions: &a [{slug: b, name: *a}]", "anchor"),
        (b"regions: !!python/object/apply:os.system ['true']", "tag"),
        (b"a: 1\n---\nb: 2\n", "second document"),
        (b"a: " + b"[" * 5000, "nested more than"),
        (b"a" * (16 * 1024 * 1024 + 1), "larger than 16 MB"),
        (b"\0\0\0\0", "not YAML"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_places_file_is_refused(data, words):
    assert words in "\n".join(faults_of(data))


def test_a_bomb_of_anchors_costs_nothing():
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert "anchor" in faults_of("\n".join(lines))[0]


def only_the_documented_fault(data: bytes) -> None:
    """Anything else that is raised, here or in writing the fault as UTF-8, fails the test."""
    try:
        parse(data)
    except PlacesFaults as refused:
        "\n".join(map(str, refused.faults)).encode()


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_faults(data):
    only_the_documented_fault(data)


@given(st.data())
def test_no_damage_to_a_good_file_raises_anything_but_faults(data):
    lines = GOOD.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        key = lines[at].split(":")[0]
        value = data.draw(
            st.sampled_from(["[]", "{}", "[{}]", "[[x]]", "null", "&a b", "*a", "2026-01-01", "'", "{a: [b]}", "\t"])
            | st.text(max_size=8)
        )
        lines[at] = data.draw(st.sampled_from(["", f"{key}: {value}\n", f"{value}\n", lines[at] * 2, f"  {lines[at]}"]))
    only_the_documented_fault("".join(lines).encode("utf-8", "surrogatepass"))


@given(
    st.recursive(
        st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["regions", "ics", "organisations", "slug", "name", "aliases", "placed", "region", "parent", "from"]
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=25,
    )
)
def test_no_shape_raises_anything_but_faults(value):
    only_the_documented_fault(json.dumps(value).encode())
