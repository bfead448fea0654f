"""Reads one YAML file as nothing but text, lists and keys, each with its line. Knows no framework and no place.

It works on the parser's events and builds only what a plain file needs: anchors, aliases and tags, which
let a small file grow into a large one, are refused before anything is built from them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from aligns_site.file_kinds import kind_in_words, not_text
from frameworks.letters import refusal_of

LARGEST_FILE = 16 * 1024 * 1024
DEEPEST_LEVEL = 20
# Far more than a framework of 3,000 indicators with seven levels each needs.
MOST_VALUES = 200_000
MOST_REFUSALS = 1_000

Path = tuple[str | int, ...]
Plain = str | list["Plain"] | dict[str, "Plain"]

# What the parser says, by its first words, as a person can mend it.
INDENTED = "look at how far this line and those above it are indented, and at quotes within quotes"
IN_PLAIN_WORDS = {
    "found character that cannot start": "a tab or a sign such as @ begins here. Use blanks, or put quotes round it",
    "mapping values are not allowed": f"a colon stands where none can. Put quotes round such a text, or {INDENTED}",
    "found unexpected end of stream": "a quote is opened and never closed",
    "did not find expected ','": "a list in brackets is not closed, or a comma is missing",
    "did not find expected": INDENTED,
    "could not find expected ':'": f"a key has no colon. Add it, or {INDENTED}",
    "block sequence entries": INDENTED,
}

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file: where (in words), what, and on which line if a line can be named.

    A workbook has no lines: there `line` only counts its places, and `spot` says which one it is.
    """

    path: str
    message: str
    line: int | None = None
    spot: str = ""

    def __str__(self) -> str:
        place = f"{self.path}: " if self.path else ""
        return f"{place}{self.message} ({self.where})" if self.where else f"{place}{self.message}"

    @property
    def where(self) -> str:
        """`line 7`, or `sheet Levels, cell A2`; empty where no place can be named."""
        return self.spot or (f"line {self.line}" if self.line else "")


@dataclass(frozen=True)
class RepeatedKey:
    """A key that stands twice in one place; the document keeps the last."""

    path: Path
    line: int
    first_line: int


@dataclass(frozen=True)
class Document:
    """The file as text. `lines` knows the line of every key and list item by its path.

    Of a workbook they are numbers of places, with their words in `spots`; `faults` has what is wrong with its sheets.
    """

    value: Plain
    lines: dict[Path, int] = field(default_factory=dict)
    repeated: tuple[RepeatedKey, ...] = ()
    spots: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def line(self, path: Path) -> int | None:
        """The line of the path, or of the nearest place around it that the file has."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def spot(self, line: int | None) -> str:
        """The words for a place of a workbook; empty for a line of YAML."""
        return self.spots[line - 1] if self.spots and line else ""


class YamlRefused(Exception):
    """The file cannot be taken. `faults` says why; `document` is there if only keys are repeated."""

    def __init__(self, faults: list[Fault], document: Document | None = None):
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
        self.document = document


def read(data: bytes, taken: str = ".yaml") -> Document:
    """The one document of a YAML file in UTF-8, every scalar as text. Raises YamlRefused.

    `taken`: the endings of all files that whoever asks can read, for the words that refuse another.
    """
    text = decoded(data, taken)
    try:
        document = Builder().build(yaml.parse(text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        raise YamlRefused([not_yaml(error)]) from None
    except yaml.reader.ReaderError as error:
        raise YamlRefused([unprintable(text, error)]) from None
    if document.repeated:
        raise YamlRefused([repeated_fault(one, words_of(one.path[:-1])) for one in document.repeated], document)
    return document


def decoded(data: bytes, taken: str) -> str:
    """The bytes as text without a byte order mark. Raises YamlRefused for too many, none, or not UTF-8."""
    if len(data) > LARGEST_FILE:
        raise YamlRefused([Fault("", f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB")])
    kind = kind_in_words(data)
    if kind:
        raise YamlRefused([Fault("", f"This is {kind}. Save it as {taken}")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = not_text(data)
        if why:
            raise YamlRefused([Fault("", f"The file is not UTF-8 text: {why}. Save it as {taken}, in UTF-8")]) from None
        line = data.count(b"\n", 0, error.start) + 1
        words = f"The file is not UTF-8 text: byte {error.start + 1} cannot be read. Save it as UTF-8"
        raise YamlRefused([Fault("", words, line)]) from None
    if not text.strip():
        raise YamlRefused([Fault("", "The file is empty")])
    return text


def not_yaml(error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    said = error.problem or error.context or ""
    words = next((plain for begins, plain in IN_PLAIN_WORDS.items() if said.startswith(begins)), said)
    return Fault("", f"The file is not YAML: {words}", mark.line + 1 if mark else None)


def unprintable(text: str, error: yaml.reader.ReaderError) -> Fault:
    line = text.encode().count(b"\n", 0, error.position) + 1
    found = error.character if isinstance(error.character, str) else chr(max(error.character, 0))
    why = refusal_of(found) or "holds a character that cannot be printed"
    return Fault("", f"The file is not YAML: it {why}", line)


def shown(text: str, longest: int = 60) -> str:
    """Words of the file as a fault may repeat them: on one line, printable, and not too long."""
    cut = text if len(text) <= longest else text[:longest] + "..."
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in cut)


def words_of(path: Path) -> str:
    """A path for people: `ics, item 3, placed`."""
    return ", ".join(f"item {step + 1}" if isinstance(step, int) else shown(step) for step in path)


def repeated_fault(repeated: RepeatedKey, place: str) -> Fault:
    key = repeated.path[-1]
    return Fault(place, f"{shown(str(key))} stands twice, first on line {repeated.first_line}", repeated.line)


class Builder:
    """Builds the document from the parser's events, and gives up at the first thing that could cost much."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.repeated: list[RepeatedKey] = []
        self.refused: list[Fault] = []
        self.values = 0

    def build(self, events: Iterator[yaml.Event]) -> Document:
        value: Plain | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.give_up("a second document begins here; the file must hold one", event)
            elif isinstance(event, yaml.NodeEvent):
                value = self.node(event, events, ())
        if self.refused:
            raise YamlRefused(self.refused)
        if value is None:
            raise YamlRefused([Fault("", "The file is empty")])
        return Document(value, self.lines, tuple(self.repeated))

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Plain:
        self.refuse_costly(event, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, path)
        return getattr(event, "value", "")  # an alias has no value, and was refused above

    def mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                self.give_up("a key must be text, not a list or keys of its own", event, path)
            key = self.node(event, events, path)
            place, line = (*path, key), line_of(event)
            if key in found:
                self.repeated.append(RepeatedKey(place, line, self.lines[place]))
            self.lines[place] = line
            found[key] = self.node(next(events), events, place)
        return found

    def sequence(self, events: Iterator[yaml.Event], path: Path) -> list[Plain]:
        found: list[Plain] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            place = (*path, len(found))
            self.lines[place] = line_of(event)
            found.append(self.node(event, events, place))
        return found

    def refuse_costly(self, event: yaml.Event, path: Path) -> None:
        self.values += 1
        if self.values > MOST_VALUES:
            self.give_up(f"the file holds more than {MOST_VALUES:,} values", event)
        if len(path) > DEEPEST_LEVEL:
            self.give_up(f"the file is nested more than {DEEPEST_LEVEL} deep", event, path)
        if isinstance(event, yaml.AliasEvent):
            self.refuse(f"an alias (*{shown(event.anchor)}) is not allowed: write the words out", event, path)
        elif event.anchor is not None:
            self.refuse(f"an anchor (&{shown(event.anchor)}) is not allowed: write the words out", event, path)
        if getattr(event, "tag", None) is not None:
            self.refuse(f"a tag ({shown(event.tag)}) is not allowed", event, path)

    def refuse(self, message: str, event: yaml.Event, path: Path = ()) -> None:
        self.refused.append(Fault(words_of(path), message, line_of(event)))
        if len(self.refused) >= MOST_REFUSALS:
            raise YamlRefused(self.refused)

    def give_up(self, message: str, event: yaml.Event, path: Path = ()) -> None:
        self.refuse(message, event, path)
        raise YamlRefused(self.refused)


def line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1
