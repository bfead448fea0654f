"""What the pages of the library of recommended actions show, in words and in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.urls import reverse

from aligns_site.choices import Choice, choice_of
from frameworks.crosschecks import MOST_LEVELS
from frameworks.crosswalks.links import links_of
from frameworks.library.finding import NO_STEP, Found, Library, LibraryQuery, Supported, folded, whom
from frameworks.models import Framework, Indicator, MaturityLevel, RecommendedAction
from frameworks.pages.addresses import Links, User, counted, detail_url, indicator_url, way_here
from frameworks.pages.parts import IndicatorPart
from frameworks.rules import LOAD_ACTIONS, WITHDRAW_ACTION

ON_ONE_SHEET = 50
ADDRESS = "frameworks:actions"
NOTHING = "There is no recommended action yet."
NO_MATCH = "No recommended action matches these choices."
WITHDRAWN = "This recommended action was taken out of the library. It is no longer offered."


def action_url(framework: Framework, code: str) -> str:
    return reverse("frameworks:action", args=[framework.slug, framework.version, code])


def library_url(framework: Framework) -> str:
    """The library with nothing but the actions of this version."""
    return f"{reverse(ADDRESS)}?framework={framework.reference}"


def actions_url(framework: Framework, dimension: str) -> str:
    """The library with nothing but the actions that help with indicators of one dimension."""
    return reverse(ADDRESS) + LibraryQuery(dimension=f"{framework.reference}#{dimension}").as_address


def step_words(start: MaturityLevel | None, end: MaturityLevel | None) -> str:
    if start and end:
        return f"From {start.name} to {end.name}"
    if start:
        return f"From {start.name} upwards"
    return f"Up to {end.name}" if end else "No step named"


@dataclass(frozen=True)
class ShownAction:
    """One action in a list. `step`: in words; `supports`: each indicator with the address of its page.

    On the page of an indicator `step` is empty, as it stands above, and `supports` holds the other indicators.
    """

    code: str
    title: str
    url: str
    what: str
    why: str
    step: str
    supports: tuple[tuple[str, str, str], ...]
    is_draft: bool

    @classmethod
    def of(cls, found: Found, on_page_of: str = "") -> "ShownAction":
        """`on_page_of`: the code of the indicator."""
        one = found.action
        others = [supported for supported in found.supports if supported.code != on_page_of]
        return cls(
            one.code,
            one.title,
            action_url(found.framework, one.code),
            one.what,
            one.why,
            "" if on_page_of else step_words(found.start, found.end),
            tuple(with_addresses(found.framework, others)),
            not one.is_reviewed,
        )


def with_addresses(framework: Framework, indicators: Iterable[Supported]) -> Iterable[tuple[str, str, str]]:
    return ((one.code, one.title, indicator_url(framework, one.code)) for one in indicators)


@dataclass(frozen=True)
class Group:
    """Actions of one group; `title` is empty for those of none."""

    title: str
    actions: tuple[ShownAction, ...]


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


@dataclass(frozen=True)
class ActionPage:
    """One action. `start`, `end`: the levels of its step as components/plate.html takes them, with `level_count`."""

    action: RecommendedAction
    framework: Framework
    framework_url: str
    step: str
    start: MaturityLevel | None
    end: MaturityLevel | None
    level_count: int
    supports: tuple[tuple[str, str, str], ...]
    is_draft: bool
    withdrawn: str
    may_withdraw: bool
    breadcrumbs: Links

    @classmethod
    def of(cls, found: Found, user: User) -> "ActionPage":
        one, framework = found.action, found.framework
        crumbs = (("Frameworks", reverse("frameworks:list")), ("Recommended actions", reverse(ADDRESS)))
        return cls(
            one,
            framework,
            detail_url(framework),
            step_words(found.start, found.end),
            found.start,
            found.end,
            framework.levels.count(),
            tuple(with_addresses(framework, found.supports)),
            not one.is_reviewed,
            WITHDRAWN if one.withdrawn_at else "",
            user.has_perm(WITHDRAW_ACTION),
            way_here(user, *crumbs),
        )


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator with what helps to move up in it. `steps`: the actions by the step that they help with.

    `library_url`: empty where its framework has no action at all.
    """

    framework: Framework
    framework_url: str
    levels_url: str
    dimension: str
    part: IndicatorPart
    level_count: int
    steps: tuple[Group, ...]
    library_url: str
    breadcrumbs: Links

    @classmethod
    def of(cls, indicator: Indicator, actions: Iterable[Found], user: User) -> "IndicatorPage":
        """`indicator`: with its framework, dimension and descriptors; `actions`: those that support it."""
        framework = indicator.framework
        levels = list(framework.levels.order_by("position"))
        links = links_of(framework, user).get(indicator.code, [])
        url = detail_url(framework)
        crumbs = (("Frameworks", reverse("frameworks:list")), (str(framework), url))
        return cls(
            framework,
            url,
            f"{url}#levels",
            f"{indicator.dimension.code}. {indicator.dimension.title}",
            IndicatorPart.of(indicator, levels, links, framework),
            len(levels),
            tuple(by_step(actions, indicator.code)),
            library_url(framework) if framework.recommended_actions.current().exists() else "",
            way_here(user, *crumbs),
        )


def by_step(actions: Iterable[Found], indicator: str) -> Iterable[Group]:
    """The lowest step first; those that name none last."""

    def place(found: Found) -> tuple[bool, int, int]:
        start, end = found.start, found.end
        return not found.has_step, start.position if start else 0, end.position if end else MOST_LEVELS + 1

    for _, found in groupby(sorted(actions, key=place), key=place):
        of_step = list(found)
        title = step_words(of_step[0].start, of_step[0].end) if of_step[0].has_step else "At any level"
        yield Group(title, tuple(ShownAction.of(one, indicator) for one in of_step))


@dataclass(frozen=True)
class LoadActionsPage:
    """`checked` says what a file without faults would do; empty where none was checked."""

    checked: str
    breadcrumbs: Links

    @classmethod
    def of(cls, user: User, checked: str = "") -> "LoadActionsPage":
        crumbs = (("Frameworks", reverse("frameworks:list")), ("Recommended actions", reverse(ADDRESS)))
        return cls(checked, way_here(user, *crumbs))
