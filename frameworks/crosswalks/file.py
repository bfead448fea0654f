"""A crosswalk file (YAML) as a checked, frozen definition, or every fault of it with its place.

Touches no database: what is loaded, and so can be linked, is given to it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from frameworks.crosschecks import MOST_FAULTS, items, used_twice
from frameworks.definition import DefinitionFaults, Part, Source, SourceDefinition
from frameworks.faults import Places, did_you_mean
from frameworks.plain_yaml import Document, Fault, Path, YamlRefused, read, shown
from frameworks.values import FormatNumber, Text, Title

NAMED = {"pairs": ("pair", "")}
# Looking for a like word among thousands of codes takes time, and nobody reads more hints.
MOST_HINTS = 50

Name = Annotated[str, StringConstraints(min_length=1)]


class CrosswalkHead(Part):
    title: Title
    summary: Text | None = None
    between: Name
    and_: Name = Field(alias="and")
    state: Literal["draft", "reviewed"] = "draft"
    sources: tuple[Source, ...] = ()


class PairDefinition(Part):
    """`from` is an indicator of `between`, `to` one of `and`. What it says holds both ways."""

    from_: Name = Field(alias="from")
    to: Name
    how: Literal["same", "close", "part"]
    note: Text | None = None

    @property
    def turned(self) -> "PairDefinition":
        return PairDefinition(from_=self.to, to=self.from_, how=self.how, note=self.note)


class CrosswalkDefinition(Part):
    """A crosswalk as its file says it. Make one with `parse`."""

    format: FormatNumber
    crosswalk: CrosswalkHead
    pairs: tuple[PairDefinition, ...]

    @property
    def content_hash(self) -> str:
        """The same for the same content, in whatever order the pairs and the two versions stand."""
        head = self.crosswalk
        is_turned = head.between > head.and_
        pairs = [(pair.turned if is_turned else pair).model_dump(mode="json") for pair in self.pairs]
        content = head.model_dump(mode="json", exclude={"between", "and_"}) | {
            "versions": sorted([head.between, head.and_]),
            "pairs": sorted(pairs, key=lambda pair: (pair["from_"], pair["to"])),
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Known:
    """What can be linked: `slug@version` -> the codes of its indicators."""

    codes: Mapping[str, frozenset[str]]


PARTS: dict[str, type[Part]] = {
    "": CrosswalkDefinition,
    "crosswalk": CrosswalkHead,
    "pairs": PairDefinition,
    "sources": SourceDefinition,
}
KEYS = {name: [field.alias or key for key, field in part.model_fields.items()] for name, part in PARTS.items()}


def parse(data: bytes, known: Known) -> CrosswalkDefinition:
    """The definition that the file holds. Raises DefinitionFaults with all faults at once, in file order."""
    try:
        document = read(data)
    except YamlRefused as refused:
        if refused.document is None:
            raise DefinitionFaults(refused.faults) from None
        document = refused.document
    if not isinstance(document.value, dict):
        raise DefinitionFaults([Fault("", "The file must begin with keys such as format, crosswalk and pairs")])
    return definition_of(document, known)


def definition_of(document: Document, known: Known) -> CrosswalkDefinition:
    places = Places(document, KEYS, NAMED)
    faults = [*map(places.of_repeated, document.repeated), *islice(crossed(places, known), MOST_FAULTS)]
    definition = None
    try:
        definition = CrosswalkDefinition.model_validate(document.value, by_alias=True, by_name=False)
    except ValidationError as error:
        faults += [places.of_shape(one) for one in error.errors(include_url=False, include_input=False)]
    if definition is None or faults:
        raise DefinitionFaults(sorted(faults, key=lambda fault: fault.line or 0))
    return definition


def crossed(places: Places, known: Known) -> Iterator[Fault]:
    """What values must be to one another and to what is loaded; what has the wrong shape is passed over."""
    ends = {key: version_named(places, end) for key, end in (("from", "between"), ("to", "and"))}
    yield from unknown_versions(places, known)
    if places.value(("pairs",)) == []:
        yield places.fault(("pairs",), "there must be at least one pair")
    hints = iter(range(MOST_HINTS))
    in_order = {version: sorted(known.codes.get(version, ())) for version in ends.values()}
    linked: list[tuple[Path, str]] = []
    for path in items(places, ("pairs",)):
        codes = {key: places.value((*path, key)) for key in ends}
        for key, version in ends.items():
            code = codes[key]
            if version in known.codes and isinstance(code, str) and code and code not in known.codes[version]:
                hint = did_you_mean(code, in_order[version]) if next(hints, None) is not None else ""
                words = f"{key} names {shown(code)}, which is not an indicator of {version}{hint}"
                yield places.fault(path, words, at=(*path, key))
        if all(isinstance(code, str) and code for code in codes.values()):
            linked.append((path, f"{codes['from']} with {codes['to']}"))
    yield from used_twice(places, linked, "")


def version_named(places: Places, key: str) -> str:
    found = places.value(("crosswalk", key))
    return found if isinstance(found, str) else ""


def unknown_versions(places: Places, known: Known) -> Iterator[Fault]:
    one, other = (version_named(places, key) for key in ("between", "and"))
    for key, version in (("between", one), ("and", other)):
        if version and version not in known.codes:
            hint = did_you_mean(version, sorted(known.codes))
            words = f"{key} names {shown(version)}, which is not loaded{hint}"
            yield places.fault(("crosswalk",), words, at=("crosswalk", key))
    if one and one == other:
        words = "between and and name the same version: a crosswalk needs two"
        yield places.fault(("crosswalk",), words, at=("crosswalk", "and"))
