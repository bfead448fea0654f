"""The schema that is published is that of the parser: the same at its address, from the command and in docs/."""

import json
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given, settings

from frameworks.definition import KEYS, DefinitionFaults, parse
from frameworks.downloads import template_file
from frameworks.plain_yaml import read
from frameworks.schema import framework_schema, schema_text
from frameworks.yaml_written import as_yaml
from tests.frameworks.definitions import plain_frameworks
from tests.frameworks.json_schema import fits

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "framework.schema.json"
SCHEMA = framework_schema()


def is_allowed(data: str | bytes) -> bool:
    """What an editor would say, which reads YAML as YAML does."""
    return fits(yaml.safe_load(data), SCHEMA, SCHEMA)


def is_taken(data: str | bytes) -> bool:
    try:
        parse(data.encode() if isinstance(data, str) else data)
    except DefinitionFaults:
        return False
    return True


def test_the_schema_in_docs_is_that_of_the_parser():
    wanted = "run `python manage.py framework_schema > docs/framework.schema.json`"
    assert DOCS.read_text(encoding="utf-8") == schema_text(), wanted


def test_the_command_prints_it():
    out = StringIO()
    call_command("framework_schema", stdout=out)
    assert out.getvalue() == schema_text()


def test_anyone_reads_it_at_its_address(client, db):
    response = client.get(reverse("frameworks:schema"))
    assert response.headers["Content-Type"] == "application/schema+json"
    assert json.loads(response.content) == framework_schema()


def test_it_names_every_key_as_the_file_does_and_no_other():
    schema = framework_schema()
    assert list(schema["properties"]) == KEYS[""]
    assert list(schema["$defs"]["ActionDefinition"]["properties"]) == KEYS["recommended_actions"]
    assert schema["additionalProperties"] is False
    assert (schema["properties"]["levels"]["minItems"], schema["properties"]["levels"]["maxItems"]) == (2, 7)


def test_nothing_may_be_null():
    assert "null" not in schema_text().replace('text \\"null\\"', "")


def test_it_allows_every_framework_that_comes_with_the_site_and_the_template():
    files = [file.read_bytes() for file in sorted((ROOT / "fixtures" / "frameworks").glob("*.yaml"))]
    assert len(files) >= 5
    # As it stands, and as it is written for a download, where numbers are quoted.
    for data in (*files, *(as_yaml(read(data).value) for data in files), template_file("yaml").content):
        assert is_allowed(data)


@given(plain_frameworks())
@settings(max_examples=10)
def test_it_allows_what_the_parser_takes(plain):
    data = as_yaml(plain)
    assert is_taken(data)
    assert is_allowed(data)


SMALL = """\
format: 1
framework: {slug: garden, version: "1.0", title: Garden, sources: [{title: Book, year: 2024}]}
levels: [{slug: bare, name: Bare}, {slug: green, name: Green}]
dimensions:
  - code: A
    title: Soil
    indicators:
      - {code: A.1, title: Digging, question: How so, weights: {bare: 0, green: 8.5}}
      - {code: A.2, title: Weeding, question: How so}
"""
BLUNDERS = {
    "weight in words": ("bare: 0,", "bare: much,"),
    "weight of seven digits": ("bare: 0,", "bare: 1000000,"),
    "weight as spoken elsewhere": ("bare: 0,", "bare: '1e3',"),
    "version of dots": ('version: "1.0"', 'version: ".."'),
    "slug of another page": ("slug: garden", "slug: actions"),
    "dimension code of another page": ("- code: A\n", "- code: check\n"),
    "title of blanks": ("title: Soil", 'title: "  "'),
    "title that is not seen": ("title: Soil", 'title: "\\u200b \\xad"'),
    "title that turns": ("title: Soil", 'title: "\\u202eSoil"'),
    "key that is no slug": ("weights: {bare: 0", "weights: {ba/re: 0"),
    "words for no level": ("title: Weeding", "title: Weeding, descriptors: {}"),
    "reviewed without words": ("title: Weeding", "title: Weeding, reviewed: [bare]"),
    "year of words": ("year: 2024", "year: '2_024'"),
    "year long ago": ("year: 2024", "year: 99"),
    "another format": ("format: 1", "format: 2"),
    "equivalent twice": ("title: Weeding", "title: Weeding, equivalent_to: [a@1#b, a@1#b]"),
}


@pytest.mark.parametrize(("old", "new"), BLUNDERS.values(), ids=BLUNDERS)
def test_it_refuses_what_the_parser_refuses(old, new):
    assert (is_allowed(SMALL), is_taken(SMALL), SMALL.count(old)) == (True, True, 1)
    text = SMALL.replace(old, new)
    assert (is_allowed(text), is_taken(text)) == (False, False)
