"""The JSON Schema of the framework file, made from the parser's own model."""

import json

from frameworks.definition import FrameworkDefinition

DRAFT = "https://json-schema.org/draft/2020-12/schema"
WORDS = (
    "One version of a framework. The site reads every value as text; for other programs, quote codes, versions and "
    "words that look like a number, a date, yes or no. A schema cannot say that codes are used once, nor that words "
    "and weights are those of the levels: the site checks that too."
)


def framework_schema() -> dict:
    schema = FrameworkDefinition.model_json_schema(by_alias=True)
    named = {"$schema": DRAFT, "title": "Framework file", "description": WORDS}
    return named | without_null({key: part for key, part in schema.items() if key not in named})


def without_null(part: object) -> object:
    """What may be left out may not be null in a file: there it would be the text "null"."""
    if isinstance(part, list):
        return [without_null(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {key: without_null(value) for key, value in part.items() if not (key == "default" and value is None)}
    forms = kept.get("anyOf", [])
    if {"type": "null"} not in forms:
        return kept
    others = [form for form in forms if form != {"type": "null"}]
    del kept["anyOf"]
    return kept | (others[0] if len(others) == 1 else {"anyOf": others})


def schema_text() -> str:
    """As it is published, at the address and in docs/."""
    return json.dumps(framework_schema(), indent=2, ensure_ascii=False) + "\n"
