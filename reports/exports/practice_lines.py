"""The lines of the library's file: one an example, with all that its page says. Knows no format."""

from collections.abc import Iterable

from assessments.pages.words import ageing_words
from reports.practice import Example, Library

PRACTICE_HEADER = (
    "cycle",
    "organisation",
    "initiative",
    "kind",
    "ics",
    "dimension",
    "dimension_title",
    "indicator",
    "indicator_title",
    "low",
    "high",
    "text",
    "source",
    "attribution",
    "contact",
    "dated_on",
    "ageing",
    "shared",
)

Line = dict[str, str | None]


def practice_lines(library: Library) -> Iterable[Line]:
    """All that match, whichever sheet of the page is open."""
    return [_line(example) for example in library.examples]


def _line(example: Example) -> Line:
    said, one, scale = example.said, example.said_by, example.book.scale
    values = (
        one.cycle.slug,
        str(one.organisation),
        one.initiative,
        one.organisation.kind,
        "; ".join(ics.name for ics in example.ics),
        said["dimension"],
        example.title(of_dimension=True),
        said["indicator"],
        example.title() if said["indicator"] else "",
        scale.name(said["low"]) if said["low"] else None,
        scale.name(said["high"]) if said["low"] else None,
        said["text"],
        said["source"],
        said["attribution"],
        said.get("contact", ""),
        said["dated_on"],
        "yes" if ageing_words(said, one) else "no",
        "yes" if said["shared"] else "no",
    )
    return dict(zip(PRACTICE_HEADER, values, strict=True))
