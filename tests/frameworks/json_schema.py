"""As much of JSON Schema (2020-12) as the schema of the framework file uses; other words are an error."""

import re

SAID_ALONE = {"$schema", "$defs", "title", "description", "default"}
TYPES = {"string": str, "object": dict, "array": list, "integer": int, "number": (int, float)}


def fits(value: object, schema: dict, root: dict) -> bool:
    return all(RULES[word](value, given, schema, root) for word, given in schema.items() if word not in SAID_ALONE)


def has_type(value, name) -> bool:
    return isinstance(value, TYPES[name]) and not isinstance(value, bool)


def has_known_parts(value, schema, root) -> bool:
    patterns = schema.get("patternProperties", {})
    parts = [
        (part, known)
        for key, part in value.items()
        for known in (
            *([schema["properties"][key]] if key in schema.get("properties", {}) else []),
            *(one for pattern, one in patterns.items() if re.search(pattern, key)),
        )
    ]
    is_closed = schema.get("additionalProperties") is False
    found = [key for key in value if key in schema.get("properties", {}) or any(re.search(p, key) for p in patterns)]
    return (not is_closed or len(found) == len(value)) and all(fits(part, known, root) for part, known in parts)


def of(kind, rule):
    """Rules for one type pass over others."""
    return lambda value, given, schema, root: not isinstance(value, kind) or rule(value, given, schema, root)


PARTS = of(dict, lambda value, _, schema, root: has_known_parts(value, schema, root))
RULES = {
    "$ref": lambda value, given, _, root: fits(value, root["$defs"][given.removeprefix("#/$defs/")], root),
    "type": lambda value, given, *_: has_type(value, given),
    "enum": lambda value, given, *_: value in given,
    "not": lambda value, given, _, root: not fits(value, given, root),
    "anyOf": lambda value, given, _, root: any(fits(value, one, root) for one in given),
    "oneOf": lambda value, given, _, root: sum(fits(value, one, root) for one in given) == 1,
    "pattern": of(str, lambda value, given, *_: re.search(given, value)),
    "minLength": of(str, lambda value, given, *_: len(value) >= given),
    "maxLength": of(str, lambda value, given, *_: len(value) <= given),
    "minimum": of((int, float), lambda value, given, *_: value >= given),
    "maximum": of((int, float), lambda value, given, *_: value <= given),
    "items": of(list, lambda value, given, _, root: all(fits(one, given, root) for one in value)),
    "minItems": of(list, lambda value, given, *_: len(value) >= given),
    "maxItems": of(list, lambda value, given, *_: len(value) <= given),
    "uniqueItems": of(list, lambda value, *_: len(set(value)) == len(value)),
    "required": of(dict, lambda value, given, *_: set(given) <= set(value)),
    "minProperties": of(dict, lambda value, given, *_: len(value) >= given),
    "maxProperties": of(dict, lambda value, given, *_: len(value) <= given),
    "dependentSchemas": of(
        dict, lambda value, given, _, root: all(fits(value, one, root) for key, one in given.items() if key in value)
    ),
    "properties": PARTS,
    "patternProperties": PARTS,
    "additionalProperties": PARTS,
}
