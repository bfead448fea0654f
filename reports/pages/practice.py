"""The library of good practice as people read it: what was said by whom, dimension by dimension. Decides no access."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.paginator import Paginator
from django.urls import reverse

from assessments.pages.dates import plain_day
from assessments.pages.scale import Strip
from assessments.pages.words import DocumentWords, ageing_words, contact_words, is_web_address, many
from reports.pages.heatmap_tables import profile_address
from reports.pages.heatmap_words import Sentence
from reports.pages.navigation import ReportLink, report_links
from reports.pages.practice_filters import PracticeFilters
from reports.pages.profile_sentences import place_line
from reports.practice import ON_ONE_SHEET, Example, Library
from reports.query import BadQuery

NOTHING = "No organisation whose answers you may see by name has shared an example yet."
NO_MATCH = "No example matches these choices."
JUDGED = "Each is what the organisation said of itself: nobody has checked it, and the order is not a ranking."
ADDRESS = "reports:practice"


@dataclass(frozen=True)
class ShownExample:
    """`about`: whom it comes from and when, as it was given; `contact`: whom to ask.

    `level`: "No level stated" where there is none.
    """

    organisation: str
    href: str
    place: str
    code: str
    title: str
    level: str
    strip: Strip | None
    text: str
    about: str
    contact: str
    source: str
    source_href: str
    document: DocumentWords | None
    ageing: str
    cycle: str
    is_kept_inside: bool

    @classmethod
    def of(cls, example: Example) -> "ShownExample":
        said, one, scale = example.said, example.said_by, example.book.scale
        organisation, low, high = one.organisation, said["low"], said["high"]
        dated = plain_day(date.fromisoformat(said["dated_on"])) if said["dated_on"] else ""
        return cls(
            f"{organisation}: {one.initiative}" if one.initiative else str(organisation),
            profile_address(one.cycle.slug, organisation.slug, one.initiative),
            place_line(organisation.kind, organisation.placements.all(), on=one.cycle.closes_on),
            said["indicator"] or f"Dimension {said['dimension']}",
            example.title() if said["indicator"] else "as a whole",
            scale.words(low, high) if low else "No level stated",
            scale.strip(low, high) if low else None,
            said["text"],
            ", ".join(filter(None, (said["attribution"], dated))),
            contact_words(said),
            said["source"],
            said["source"] if is_web_address(said["source"]) else "",
            DocumentWords.of(said, one),
            ageing_words(said, one),
            str(one.cycle),
            not said["shared"],
        )


@dataclass(frozen=True)
class Shelf:
    """The examples of one dimension in one cycle, as far as they stand on this sheet."""

    heading: str
    examples: tuple[ShownExample, ...]


@dataclass(frozen=True)
class PracticePage:
    """`empty`: what is said in place of examples, `show_all`: the way back from there. `files`: (name, address).

    `position`: empty where all is on one sheet.
    """

    title: str
    caption: str
    empty: str
    reports: tuple[ReportLink, ...]
    filters: PracticeFilters
    paragraph: tuple[Sentence, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    show_all: str = ""
    before_href: str = ""
    after_href: str = ""
    position: str = ""

    @classmethod
    def of(cls, library: Library) -> "PracticePage":
        """Raises BadQuery for a sheet that there is not."""
        query = library.query
        cycle = next((str(one) for one in library.cycles if one.slug == query.cycle), "all cycles")
        head = (
            "Good practice",
            f"Reports, {cycle}",
            "" if library.examples else NO_MATCH if library.everything else NOTHING,
            report_links("practice", cycle=query.cycle, dimension=query.dimension if query.cycle else ""),
            PracticeFilters.of(library),
        )
        sheets = Paginator(library.examples, ON_ONE_SHEET)
        number = int(query.page or 1)
        if number not in sheets.page_range:
            raise BadQuery(f"There is no page {number}. The last page is {sheets.num_pages}.")
        if not library.examples:
            return cls(*head, show_all=reverse(ADDRESS) if library.everything else "")
        sheet = sheets.page(number)
        return cls(
            *head,
            tuple(_sentences(library)),
            tuple(_shelves(library, sheet.object_list)),
            (("CSV", reverse("reports:practice_csv") + query.changed(page="").as_address),),
            before_href=_sheet(library, number - 1) if sheet.has_previous() else "",
            after_href=_sheet(library, number + 1) if sheet.has_next() else "",
            position=f"Page {number} of {sheets.num_pages}" if sheets.num_pages > 1 else "",
        )


def _sheet(library: Library, number: int) -> str:
    return reverse(ADDRESS) + library.query.changed(page="" if number == 1 else str(number)).as_address


def _sentences(library: Library) -> Iterable[Sentence]:
    examples = library.examples
    organisations = len({one.said_by.organisation_id for one in examples})
    of_all = f" of {len(library.everything)}" if len(examples) < len(library.everything) else ""
    count = f"{len(examples)}{of_all} examples" if of_all else many(len(examples), "example")
    yield Sentence(f"{count} from {many(organisations, 'organisation')}.", is_strong=True)
    inside = sum(not one.said["shared"] for one in examples)
    if inside:
        whom = (
            "is not shared: only your organisation sees it" if inside == 1 else "are not shared: only yours sees them"
        )
        yield Sentence(f"{inside} {whom}.")
    yield Sentence(JUDGED)


def _shelves(library: Library, examples: Iterable[Example]) -> Iterable[Shelf]:
    several = len({one.said_by.cycle_id for one in library.examples}) > 1

    def heading(example: Example) -> str:
        words = f"{example.place[0]}. {example.title(of_dimension=True)}"
        return f"{words}, {example.said_by.cycle}" if several else words

    for words, found in groupby(examples, key=heading):
        yield Shelf(words, tuple(ShownExample.of(one) for one in found))
