"""A framework file (YAML or a workbook) as a checked, frozen definition, or every fault of it with its place.

Touches no database. The models below are the format: its JSON Schema is made from them. What one value cannot
know of another (missing levels, codes used twice) is looked at in crosschecks.py.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError

from frameworks.crosschecks import FEWEST_LEVELS, MOST_LEVELS, crosscheck
from frameworks.faults import Places
from frameworks.plain_yaml import Document, Fault, YamlRefused, read
from frameworks.sheets_read import read_sheets
from frameworks.values import (
    Code,
    DimensionCode,
    Equivalent,
    FormatNumber,
    FrameworkSlug,
    Name,
    Slug,
    Text,
    Title,
    Url,
    Weight,
    Year,
)
from frameworks.workbooks import WorkbookRefused, is_packed

# What a framework, and a file of recommended actions, can be.
TAKEN = ".xlsx or .yaml"


class DefinitionFaults(Exception):
    """The file is not a framework that can be loaded; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


# A schema can say of lists that nothing stands in them twice, and of words by level that there are as many as levels.
EACH_ONCE = {"uniqueItems": True}
BY_LEVEL = {"additionalProperties": False, "minProperties": FEWEST_LEVELS, "maxProperties": MOST_LEVELS}


def only_beside(key: str, marks: str) -> dict:
    """`key` names levels that have `marks`, so it is empty without them."""
    return {key: {"anyOf": [{"required": [marks]}, {"properties": {key: {"maxItems": 0}}}]}}


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)


class SourceDefinition(Part):
    title: Title
    url: Url | None = None
    year: Year | None = None


def source_form(value: object) -> str:
    return "words" if isinstance(value, str) else "keys"


def plainest(source: "str | SourceDefinition") -> "str | SourceDefinition":
    """A title alone and a plain text are the same source, and must be the same content."""
    is_title = isinstance(source, SourceDefinition) and source.url is None and source.year is None
    return source.title if is_title else source


# A source may be a plain text: its title.
Source = Annotated[
    Annotated[Title, Tag("words")] | Annotated[SourceDefinition, Tag("keys")],
    Discriminator(source_form),
    AfterValidator(plainest),
]


class HeadDefinition(Part):
    slug: FrameworkSlug
    version: Code
    title: Title
    summary: Text | None = None
    publisher: Title | None = None
    judges: Literal["organisation", "initiative"] = "organisation"
    sources: tuple[Source, ...] = ()
    wording: Literal["draft", "reviewed"] = "draft"


class LevelDefinition(Part):
    slug: Slug
    name: Name
    summary: Text | None = None


class IndicatorDefinition(Part):
    model_config = ConfigDict(
        json_schema_extra={
            "dependentSchemas": only_beside("reviewed", "descriptors") | only_beside("weights_to_check", "weights")
        }
    )

    code: Code
    title: Title
    question: Text
    guidance: Text | None = None
    descriptors: dict[Slug, Text] | None = Field(default=None, json_schema_extra=BY_LEVEL)
    reviewed: tuple[Slug, ...] = Field(default=(), json_schema_extra=EACH_ONCE)
    weights: dict[Slug, Weight] | None = Field(default=None, json_schema_extra=BY_LEVEL)
    # Levels whose weight no source confirms yet.
    weights_to_check: tuple[Slug, ...] = Field(default=(), json_schema_extra=EACH_ONCE)
    equivalent_to: tuple[Equivalent, ...] = Field(default=(), json_schema_extra=EACH_ONCE)


class DimensionDefinition(Part):
    code: DimensionCode
    title: Title
    summary: Text | None = None
    indicators: tuple[IndicatorDefinition, ...] = Field(json_schema_extra={"minItems": 1})


class ActionDefinition(Part):
    code: Code
    title: Title
    group: Title | None = None
    what: Text | None = None
    why: Text | None = None
    who: tuple[Text, ...] = ()
    how: tuple[Text, ...] = ()
    sources: tuple[Source, ...] = ()
    supports: tuple[Code, ...] = Field(default=(), json_schema_extra=EACH_ONCE)
    from_level: Slug | None = Field(default=None, alias="from")
    to_level: Slug | None = Field(default=None, alias="to")


# The limits on how many are not pydantic's own: it would count only the parts without a fault.
class FrameworkDefinition(Part):
    """One version of a framework, as its file says it. Make one with `parse`."""

    format: FormatNumber
    framework: HeadDefinition
    levels: tuple[LevelDefinition, ...] = Field(json_schema_extra={"minItems": 2, "maxItems": 7})
    dimensions: tuple[DimensionDefinition, ...] = Field(json_schema_extra={"minItems": 1})
    recommended_actions: tuple[ActionDefinition, ...] = ()

    @property
    def reference(self) -> str:
        return f"{self.framework.slug}@{self.framework.version}"

    @property
    def indicators(self) -> Iterator[IndicatorDefinition]:
        return (indicator for dimension in self.dimensions for indicator in dimension.indicators)

    @property
    def counts(self) -> str:
        """For a summary line: `5 dimensions, 38 indicators, 4 levels`."""
        indicators = sum(1 for _ in self.indicators)
        return ", ".join(
            f"{count:,} {noun}{'' if count == 1 else 's'}"
            for count, noun in (
                (len(self.dimensions), "dimension"),
                (indicators, "indicator"),
                (len(self.levels), "level"),
            )
        )

    @property
    def content_hash(self) -> str:
        """The same for the same content; which words are reviewed, and which weights to be checked, is not content.

        Defaults are left out, so that a key which the format learns later changes no hash of before.
        """
        states = {"__all__": {"indicators": {"__all__": {"reviewed", "weights_to_check"}}}}
        left_out = {"format": True, "framework": {"wording"}, "dimensions": states}
        content = self.model_dump(mode="json", exclude_defaults=True, exclude=left_out)
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def is_reviewed(self, indicator: IndicatorDefinition, level: str) -> bool:
        return self.framework.wording == "reviewed" or level in indicator.reviewed


PARTS: dict[str, type[Part]] = {
    "": FrameworkDefinition,
    "framework": HeadDefinition,
    "levels": LevelDefinition,
    "dimensions": DimensionDefinition,
    "indicators": IndicatorDefinition,
    "recommended_actions": ActionDefinition,
    "sources": SourceDefinition,
}
KEYS = {name: [field.alias or key for key, field in part.model_fields.items()] for name, part in PARTS.items()}


def parse(data: bytes) -> FrameworkDefinition:
    """The definition that the file holds. Raises DefinitionFaults with all faults at once, in file order."""
    try:
        document = read_sheets(data) if is_packed(data) else read(data, TAKEN)
    except WorkbookRefused as refused:
        raise DefinitionFaults([Fault("", f"This workbook cannot be taken: {refused}")]) from None
    except YamlRefused as refused:
        if refused.document is None:
            raise DefinitionFaults(refused.faults) from None
        document = refused.document
    return definition_of(document)


def definition_of(document: Document) -> FrameworkDefinition:
    places = Places(document, KEYS)
    if not isinstance(document.value, dict):
        raise DefinitionFaults([Fault("", "The file must begin with keys such as format, framework and levels")])
    faults = [*document.faults, *map(places.of_repeated, document.repeated), *crosscheck(places)]
    definition = None
    try:
        definition = FrameworkDefinition.model_validate(document.value, by_alias=True, by_name=False)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        faults += [places.of_shape(one) for one in errors if not places.is_said_of_its_level(one)]
    if definition is None or faults:
        raise DefinitionFaults(sorted(faults, key=lambda fault: fault.line or 0))
    return definition
