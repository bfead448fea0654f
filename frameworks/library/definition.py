"""A file of recommended actions for a framework version as a checked definition, or every fault of it with its place.

Touches no database: what the version holds is given to it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from frameworks.crosschecks import MOST_FAULTS, action_faults, codes_of_pages, items, named
from frameworks.definition import TAKEN, ActionDefinition, DefinitionFaults, Part, SourceDefinition
from frameworks.faults import Places
from frameworks.library.sheets import read_action_sheets
from frameworks.plain_yaml import Document, Fault, YamlRefused, read, shown
from frameworks.workbooks import WorkbookRefused, is_packed

REFERENCE = r"^[A-Za-z0-9_-]{1,50}@[A-Za-z0-9._-]{1,20}$"
A_FRAMEWORK = "This file holds a whole framework. Load it on the page “Load a framework”, or with load_framework"
NO_VERSION = (
    "for is missing: write the framework version in the file, such as for: aligns@2025.1, or choose it as you load"
)


@dataclass(frozen=True)
class Version:
    """What actions may name in a framework version, by codes. `taken`: codes of the actions in its own file."""

    reference: str
    levels: tuple[str, ...]
    indicators: frozenset[str]
    taken: frozenset[str] = frozenset()


class LibraryDefinition(Part):
    """The recommended actions of one file. Make one with `parse_library`."""

    reference: Annotated[str, StringConstraints(pattern=REFERENCE)] | None = Field(default=None, alias="for")
    wording: Literal["draft", "reviewed"] = "draft"
    recommended_actions: tuple[ActionDefinition, ...] = Field(json_schema_extra={"minItems": 1})

    @property
    def is_reviewed(self) -> bool:
        return self.wording == "reviewed"


PARTS: dict[str, type[Part]] = {
    "": LibraryDefinition,
    "recommended_actions": ActionDefinition,
    "sources": SourceDefinition,
}
KEYS = {name: [field.alias or key for key, field in part.model_fields.items()] for name, part in PARTS.items()}

Find = Callable[[str], Version | None]


def parse_library(data: bytes, find: Find, chosen: str = "") -> LibraryDefinition:
    """The actions that the file holds, for the version `chosen`, or else the one that the file names.

    `find`: what a reference such as aligns@2025.1 holds, None where there is no such version. Raises DefinitionFaults
    with all faults at once, in file order.
    """
    version = find(chosen) if chosen else None
    if chosen and version is None:
        words = f"there is no framework version {shown(chosen)} here: load the framework first"
        raise DefinitionFaults([Fault("", words)])
    try:
        document = read_action_sheets(data, version) if is_packed(data) else read(data, TAKEN)
    except WorkbookRefused as refused:
        raise DefinitionFaults([Fault("", f"This workbook cannot be taken: {refused}")]) from None
    except YamlRefused as refused:
        if refused.document is None:
            raise DefinitionFaults(refused.faults) from None
        document = refused.document
    return library_of(document, find, version)


def library_of(document: Document, find: Find, version: Version | None) -> LibraryDefinition:
    """`version`: None where the file is to name it."""
    places = Places(document, KEYS)
    if not isinstance(document.value, dict):
        raise DefinitionFaults([Fault("", "The file must begin with keys such as for and recommended_actions")])
    if "framework" in document.value:
        raise DefinitionFaults([Fault("", A_FRAMEWORK, document.line(("framework",)))])
    named_here = places.value(("for",))
    if version is None and isinstance(named_here, str):
        version = find(named_here)
    faults = [*document.faults, *map(places.of_repeated, document.repeated)]
    faults += version_faults(places, version)
    faults += islice(crossed(places, version), MOST_FAULTS)
    definition = None
    try:
        definition = LibraryDefinition.model_validate(document.value, by_alias=True, by_name=False)
    except ValidationError as error:
        faults += [places.of_shape(one) for one in error.errors(include_url=False, include_input=False)]
    if definition is None or version is None or faults:
        raise DefinitionFaults(sorted(faults, key=lambda fault: fault.line or 0))
    return definition.model_copy(update={"reference": version.reference})


def version_faults(places: Places, version: Version | None) -> Iterator[Fault]:
    named_here = places.value(("for",))
    if version is not None:
        return
    if named_here is None:
        yield Fault("", NO_VERSION)
    elif isinstance(named_here, str) and re.fullmatch(REFERENCE, named_here):
        yield places.fault((), f"for names {shown(named_here)}, which is not here: load the framework first", ("for",))


def crossed(places: Places, version: Version | None) -> Iterator[Fault]:
    """What the values must be to one another, and to the version; without one only the first."""
    if places.value(("recommended_actions",)) == []:
        yield places.fault(("recommended_actions",), "there must be at least one recommended action")
    codes = list(named(places, ("recommended_actions",), "code"))
    yield from codes_of_pages(places, codes)
    if version is None:
        return
    for path in items(places, ("recommended_actions",)):
        yield from action_faults(places, path, list(version.levels), set(version.indicators), version.reference)
    for path, code in codes:
        if code in version.taken:
            words = f"code {shown(code)} is that of an action in the file of {version.reference}: use another"
            yield places.fault(path, words, at=(*path, "code"))
