"""The schema that is published is that of the parser: the same at its address, from the command and in docs/."""

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.urls import reverse

from frameworks.definition import KEYS
from frameworks.schema import framework_schema, schema_text

DOCS = Path(__file__).parents[2] / "docs" / "framework.schema.json"


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
