"""A stored crosswalk as the same plain text that its file holds, so that a file can be made of it."""

from frameworks.crosswalks.file import CrosswalkDefinition
from frameworks.models import Crosswalk
from frameworks.plain_yaml import Plain
from frameworks.stored import filled, of_source


def plain_of_crosswalk(crosswalk: Crosswalk) -> dict[str, Plain]:
    """`crosswalk` with its ends and its pairs, each with both indicators."""
    head: dict[str, Plain] = filled(title=crosswalk.title, summary=crosswalk.summary)
    head |= {"between": crosswalk.first.reference, "and": crosswalk.second.reference, "state": crosswalk.state}
    head |= filled(sources=[of_source(source) for source in crosswalk.sources])
    pairs = [
        {"from": pair.first.code, "to": pair.second.code, "how": pair.how, **filled(note=pair.note)}
        for pair in crosswalk.pairs.all()
    ]
    return {"format": "1", "crosswalk": head, "pairs": pairs}


def definition_of_stored(crosswalk: Crosswalk) -> CrosswalkDefinition:
    return CrosswalkDefinition.model_validate(plain_of_crosswalk(crosswalk), by_alias=True, by_name=False)
