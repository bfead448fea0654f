"""What is shown of a recommended action: in a list, on a page of its own, on that of an indicator, and on loading."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from frameworks.crosschecks import MOST_LEVELS
from frameworks.crosswalks.links import links_of
from frameworks.library.finding import Found, LibraryQuery, Supported
from frameworks.models import Framework, Indicator, MaturityLevel, RecommendedAction
from frameworks.pages.addresses import Links, User, detail_url, indicator_url, way_here
from frameworks.pages.parts import IndicatorPart
from frameworks.rules import WITHDRAW_ACTION

ADDRESS = "frameworks:actions"
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
