"""A file of ready-made polls as frozen definitions, or every fault of it with its place. Touches no database."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from assessments.folding import folded
from frameworks.faults import Places
from frameworks.plain_yaml import Document, Fault, YamlRefused, read
from frameworks.values import text_of
from polls.models import FEWEST_OPTIONS, LONGEST_OPTION, LONGEST_QUESTION, MOST_OPTIONS

NAMED = {"polls": ("poll", "slug")}
NEEDS = f"needs {FEWEST_OPTIONS} to {MOST_OPTIONS} entries"
TRUTH = {"yes": True, "no": False, "true": True, "false": False}


class PollsFaults(Exception):
    """The file cannot be loaded; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def truth(value: object) -> object:
    return TRUTH.get(value, value) if isinstance(value, str) else value


class ReadyMade(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    question: text_of(LONGEST_QUESTION)
    options: Annotated[list[text_of(LONGEST_OPTION)], Field(min_length=FEWEST_OPTIONS, max_length=MOST_OPTIONS)]
    asks_side: Annotated[bool, BeforeValidator(truth)] = False
    source: Annotated[str, StringConstraints(max_length=300)] = ""


class PollsDefinition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    polls: Annotated[list[ReadyMade], Field(min_length=1)]


KEYS = {"": ["polls"], "polls": list(ReadyMade.model_fields)}


def parse(data: bytes) -> list[ReadyMade]:
    """The polls of the file. Raises PollsFaults with all faults at once, in file order."""
    try:
        document = read(data)
    except YamlRefused as refused:
        if refused.document is None:
            raise PollsFaults(refused.faults) from None
        document = refused.document
    places = Places(document, KEYS, NAMED)
    if not isinstance(document.value, dict):
        raise PollsFaults([Fault("", "The file must hold the list polls")])
    faults = [places.of_repeated(one) for one in document.repeated] + _said_twice(places, document)
    try:
        definition = PollsDefinition.model_validate(document.value)
    except ValidationError as error:
        faults += [_of_shape(places, one) for one in error.errors(include_url=False, include_input=False)]
    if faults:
        raise PollsFaults(sorted(faults, key=lambda fault: fault.line or 0))
    return definition.polls


def _of_shape(places: Places, error: dict) -> Fault:
    """What pydantic found wrong with one value, in our words."""
    path, kind = tuple(error["loc"]), error["type"]
    words = {
        "too_short": NEEDS if path[-1] == "options" else "needs at least one entry",
        "too_long": NEEDS,
        "string_pattern_mismatch": "may hold up to 60 small letters, digits and - and nothing else",
        "bool_parsing": "must be yes or no",
        "bool_type": "must be yes or no",
    }.get(kind)
    return places.fault(path[:-1], f"{path[-1]} {words}", at=path) if words else places.of_shape(error)


def _said_twice(places: Places, document: Document) -> list[Fault]:
    """Slugs of two polls, and options of one poll."""
    polls = document.value.get("polls")
    polls = polls if isinstance(polls, list) else []
    slugs, faults = set(), []
    for number, poll in enumerate(poll for poll in polls if isinstance(poll, dict)):
        slug = poll.get("slug")
        if slug and slug in slugs:
            faults.append(places.fault(("polls", number), f"slug {slug} stands twice", at=("polls", number, "slug")))
        slugs.add(slug)
        options = poll.get("options")
        words = [folded(one) for one in options if isinstance(one, str)] if isinstance(options, list) else []
        if len(set(words)) < len(words):
            path = ("polls", number, "options")
            faults.append(places.fault(("polls", number), "two options say the same", at=path))
    return faults
