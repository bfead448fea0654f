"""The page on which recommended actions are looked for: what can be chosen, and what is found, sheet by sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.urls import reverse

from aligns_site.choices import Choice, choice_of
from frameworks.library.finding import NO_STEP, Found, Library, folded, whom
from frameworks.library.pages import ADDRESS, Group, ShownAction, step_words
from frameworks.pages.addresses import Links, User, counted, detail_url, way_here
from frameworks.rules import LOAD_ACTIONS

ON_ONE_SHEET = 50
NOTHING = "There is no recommended action yet."
NO_MATCH = "No recommended action matches these choices."


@dataclass(frozen=True)
class Shelf:
    """The actions of one framework, as far as they stand on this sheet."""

    title: str
    url: str
    count: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class LibraryPage:
    """`empty`: said in place of actions; then `show_all` may lead to all. `position`: empty where one sheet holds all.

    `said`: how many, and how much of it is draft.
    """

    words: str
    choices: tuple[Choice, ...]
    said: str
    shelves: tuple[Shelf, ...]
    empty: str
    show_all: str
    position: str
    before_url: str
    after_url: str
    may_load: bool
    breadcrumbs: Links

    @classmethod
    def of(cls, library: Library, user: User) -> "LibraryPage":
        sheet = Paginator(library.found, ON_ONE_SHEET).get_page(library.query.page)
        count = sheet.paginator.num_pages
        return cls(
            library.query.words,
            tuple(choices_of(library)),
            said_of(library),
            tuple(shelves_of(library, sheet.object_list)),
            "" if library.found else NO_MATCH if library.everything else NOTHING,
            "" if library.found or not library.everything else reverse(ADDRESS),
            f"Page {sheet.number} of {count}" if count > 1 else "",
            sheet_url(library, sheet.number - 1) if sheet.has_previous() else "",
            sheet_url(library, sheet.number + 1) if sheet.has_next() else "",
            user.has_perm(LOAD_ACTIONS),
            way_here(user, ("Frameworks", reverse("frameworks:list"))),
        )


def sheet_url(library: Library, number: int) -> str:
    return reverse(ADDRESS) + library.query.changed(page="" if number == 1 else str(number)).as_address


def choices_of(library: Library) -> Iterable[Choice]:
    """Only what leads to an action, within the framework that is chosen."""
    query = library.query
    within = [one for one in library.everything if query.framework in ("", one.framework.reference)]
    frameworks = {one.reference: str(one) for one in library.frameworks}
    yield _choice("framework", "Framework", "All frameworks", frameworks, query.framework)
    yield _choice("dimension", "Dimension", "All dimensions", dimensions_of(library, within), query.dimension)
    who = {folded(whom(words)): whom(words) for one in reversed(within) for words in one.action.who}
    names = {words: words for words in sorted(who.values(), key=folded)}
    yield _choice("who", "Who it is for", "Everybody", names, who.get(folded(whom(query.who)), query.who))
    steps = {one.step: step_words(one.start, one.end) for one in within if one.has_step}
    if any(not one.has_step for one in within):
        steps[NO_STEP] = step_words(None, None)
    yield _choice("step", "Step up", "All steps", steps, query.step)


def _choice(name: str, label: str, everything: str, options: dict[str, str], chosen: str) -> Choice:
    """A chosen value that is not offered stays in sight, so that nobody wonders why nothing matches."""
    if chosen and chosen not in options:
        options = options | {chosen: chosen}
    return choice_of(name, label, options.items(), chosen, everything)


def dimensions_of(library: Library, within: Iterable[Found]) -> dict[str, str]:
    """With the name of the framework where several are offered."""
    filled = {(one.framework.pk, supported.dimension) for one in within for supported in one.supports}
    several = len({key for key, _ in filled}) > 1
    return {
        f"{framework.reference}#{dimension.code}": f"{dimension.code}. {dimension.title}"
        + (f" ({framework})" if several else "")
        for framework in library.frameworks
        for dimension in library.dimensions[framework.pk]
        if (framework.pk, dimension.code) in filled
    }


def said_of(library: Library) -> str:
    found, everything = library.found, library.everything
    if not found:
        return ""
    of_all = f"{len(found):,} of {counted(len(everything), 'recommended action')}"
    count = counted(len(found), "recommended action") if len(found) == len(everything) else of_all
    drafts = sum(not one.action.is_reviewed for one in found)
    sentences = [f"{count}, from {counted(len({one.framework.pk for one in found}), 'framework')}."]
    if drafts:
        how_many = "All" if drafts == len(found) and drafts > 1 else f"{drafts:,}"
        sentences.append(f"{how_many} {'has' if drafts == 1 else 'have'} draft wording, still to be reviewed.")
    return " ".join(sentences)


def shelves_of(library: Library, found: Iterable[Found]) -> Iterable[Shelf]:
    totals: dict[int, int] = {}
    for one in library.found:
        totals[one.framework.pk] = totals.get(one.framework.pk, 0) + 1
    for framework, of_framework in groupby(found, key=lambda one: one.framework):
        groups: dict[str, list[ShownAction]] = {}
        for one in of_framework:
            groups.setdefault(one.action.group, []).append(ShownAction.of(one))
        yield Shelf(
            str(framework),
            detail_url(framework),
            counted(totals[framework.pk], "recommended action"),
            tuple(Group(title, tuple(actions)) for title, actions in groups.items()),
        )
