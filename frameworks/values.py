"""What one value of a framework file may be, each kind with the words of its JSON Schema.

The parser reads every value as text; other programs read `2025` as a number. Where a number is meant, the schema
takes both.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from frameworks.crosschecks import DOTS, RESERVED_CODES, RESERVED_SLUGS
from frameworks.letters import refusal_of, seen

CODE = r"^[A-Za-z0-9._-]{1,20}$"
SLUG = r"^[A-Za-z0-9_-]{1,50}$"
EQUIVALENT = r"^[A-Za-z0-9_-]{1,50}@[A-Za-z0-9._-]{1,20}#[A-Za-z0-9._-]{1,20}$"
# As letters.py has them; those that are not seen only as far as people meet them.
REFUSED = r"\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uE000-\uF8FF"
UNSEEN = r"\u00AD\u200B-\u200F\u2060-\u2064\uFEFF"
WORDS = f"^[^{REFUSED}]*[^{REFUSED}{UNSEEN}\\s][^{REFUSED}]*$"
WHOLE = re.compile(r"0|[1-9][0-9]*")
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
YEAR_SCHEMA = [
    {"type": "integer", "minimum": 1000, "maximum": 2200},
    {"type": "string", "pattern": "^(1[0-9]{3}|2[01][0-9]{2}|2200)$"},
]
WEIGHT_SCHEMA = [
    {"type": "number", "minimum": -999999.9999, "maximum": 999999.9999},
    {"type": "string", "pattern": r"^[+-]?(0*[0-9]{1,6}(\.[0-9]{0,4})?|\.[0-9]{1,4})$"},
]


def printable(text: str) -> str:
    why = refusal_of(text)
    if why:
        raise PydanticCustomError("unprintable", "{why}", {"why": why})
    if not seen(text).strip():
        raise PydanticCustomError("string_too_short", "holds nothing that is seen")
    return text


def text_of(longest: int) -> object:
    limits = StringConstraints(strip_whitespace=True, min_length=1, max_length=longest)
    said = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": WORDS}
    return Annotated[str, limits, AfterValidator(printable), WithJsonSchema(said)]


def name_of(pattern: str, taken: Iterable[str]) -> object:
    """`taken`: what crosschecks.py refuses, so that it can say where."""
    said = {"type": "string", "pattern": pattern, "not": {"enum": sorted(taken)}}
    return Annotated[str, StringConstraints(pattern=pattern), WithJsonSchema(said)]


def written(form: re.Pattern, kind: str) -> WrapValidator:
    """A number in plain digits: not what Python takes besides, such as 2_025 or 1e3. `kind`: its fault."""

    def number_of(given: object, read: ValidatorFunctionWrapHandler) -> object:
        number = read(given)
        if isinstance(given, str) and not form.fullmatch(given):
            raise PydanticCustomError(kind, "must be a number in plain digits")
        return number

    return WrapValidator(number_of)


def one_form(weight: Decimal) -> Decimal:
    """4 and 4.0 are the same weight, and must be the same content."""
    return weight.normalize() + 0


Text = text_of(10_000)
Title = text_of(300)
Name = text_of(60)
Code = name_of(CODE, DOTS)
DimensionCode = name_of(CODE, DOTS | RESERVED_CODES)
FrameworkSlug = name_of(SLUG, RESERVED_SLUGS)
Slug = Annotated[str, StringConstraints(pattern=SLUG)]
Equivalent = Annotated[str, StringConstraints(pattern=EQUIVALENT)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=2_000)]
Year = Annotated[int, Field(ge=1000, le=2200), written(WHOLE, "int_parsing"), WithJsonSchema({"anyOf": YEAR_SCHEMA})]
Weight = Annotated[
    Decimal,
    Field(max_digits=10, decimal_places=4, allow_inf_nan=False),
    AfterValidator(one_form),
    written(NUMBER, "decimal_parsing"),
    WithJsonSchema({"anyOf": WEIGHT_SCHEMA}),
]
FormatNumber = Annotated[
    Literal[1],
    BeforeValidator(lambda text: 1 if text == "1" else text),
    WithJsonSchema({"enum": [1, "1"]}),
]
