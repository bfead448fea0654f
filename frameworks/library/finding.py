"""From a person and a question to the recommended actions that she may read. Writes no words of a page.

Of each framework the newest version that has any; always the same few queries, however many actions there are.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef

from frameworks.crosschecks import alike
from frameworks.models import Dimension, Framework, Indicator, MaturityLevel, RecommendedAction

NO_STEP = "none"


@dataclass(frozen=True)
class LibraryQuery:
    """What is asked of the library, all as it was typed. Empty: not asked.

    `framework`: slug@version; `dimension`: slug@version#code; `who`: whom an action is for, without additions; `step`:
    the slugs of two levels with a colon between, either may be empty, or "none".
    """

    words: str = ""
    framework: str = ""
    dimension: str = ""
    who: str = ""
    step: str = ""
    page: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        return cls(**{name: given.get(name, "").strip() for name in cls.__dataclass_fields__})

    def changed(self, **changes: str) -> Self:
        return replace(self, **changes)

    @property
    def as_address(self) -> str:
        asked = {name: value for name, value in vars(self).items() if value}
        return f"?{urlencode(asked)}" if asked else ""


@dataclass(frozen=True)
class Supported:
    """An indicator that an action supports, with its dimension."""

    code: str
    title: str
    dimension: str


@dataclass(frozen=True)
class Found:
    """One recommended action, with all that is shown of it. `start`, `end`: its step, either may be None."""

    action: RecommendedAction
    framework: Framework
    supports: tuple[Supported, ...]
    start: MaturityLevel | None
    end: MaturityLevel | None

    @property
    def step(self) -> str:
        """As a query names it."""
        return (
            f"{self.start.slug if self.start else ''}:{self.end.slug if self.end else ''}" if self.has_step else NO_STEP
        )

    @property
    def has_step(self) -> bool:
        return bool(self.start or self.end)

    @cached_property
    def searched(self) -> str:
        """All that words are looked for in."""
        one = self.action
        return folded(" ".join((one.code, one.title, one.what, one.why, *one.how, *one.who)))

    def answers(self, query: LibraryQuery) -> bool:
        reference = self.framework.reference
        return (
            query.framework in ("", reference)
            and (not query.dimension or query.dimension in {f"{reference}#{one.dimension}" for one in self.supports})
            and (not query.who or folded(whom(query.who)) in {folded(whom(who)) for who in self.action.who})
            and query.step in ("", self.step)
            and all(word in self.searched for word in folded(query.words).split())
        )


@dataclass(frozen=True)
class Library:
    """`everything`: before any choice; `found`: what answers the query. `dimensions`: of the frameworks, by key."""

    query: LibraryQuery
    frameworks: tuple[Framework, ...]
    dimensions: Mapping[int, tuple[Dimension, ...]]
    everything: tuple[Found, ...]
    found: tuple[Found, ...]


def whom(words: str) -> str:
    """Whom an action is for without what is added: “Commissioners” of “Commissioners, with local partners”."""
    return re.split(r",| \(", words, maxsplit=1)[0].strip() or words


def folded(text: str) -> str:
    return alike(" ".join(text.split()))


def library_for(user, query: LibraryQuery) -> Library:
    frameworks = tuple(versions_with_actions(user, query))
    keys = [framework.pk for framework in frameworks]
    dimensions: dict[int, list[Dimension]] = {key: [] for key in keys}
    for dimension in Dimension.objects.filter(framework__in=keys).order_by("position"):
        dimensions[dimension.framework_id].append(dimension)
    current = RecommendedAction.objects.current().filter(framework__in=keys).in_order()
    by_key = {framework.pk: framework for framework in frameworks}
    everything = found_of(current, by_key)
    place = {key: number for number, key in enumerate(keys)}
    everything.sort(key=lambda one: place[one.framework.pk])
    return Library(
        query,
        frameworks,
        {key: tuple(found) for key, found in dimensions.items()},
        tuple(everything),
        tuple(one for one in everything if one.answers(query)),
    )


def versions_with_actions(user, query: LibraryQuery) -> Iterable[Framework]:
    """The newest of each framework, a published one before others; and the version that is asked for."""
    current = RecommendedAction.objects.current().filter(framework=OuterRef("pk"))
    newest: dict[str, Framework] = {}
    wanted = {query.framework, query.dimension.partition("#")[0]}
    visible = list(Framework.objects.visible_to(user).filter(Exists(current)).newest_first())
    for framework in sorted(visible, key=lambda one: not one.is_published):
        newest.setdefault(framework.slug, framework)
    return (one for one in visible if one == newest[one.slug] or one.reference in wanted)


def found_of(actions: Iterable[RecommendedAction], frameworks: Mapping[int, Framework]) -> list[Found]:
    """With what they support and their steps: two queries, however many they are. `frameworks`: theirs, by key."""
    actions = list(actions)
    levels = {level.pk: level for level in MaturityLevel.objects.filter(framework__in=frameworks)}
    through = RecommendedAction.supports.through.objects.filter(recommendedaction__framework__in=frameworks)
    supports: dict[int, list[Supported]] = {}
    for action, *supported in through.order_by("indicator__position").values_list(
        "recommendedaction", "indicator__code", "indicator__title", "indicator__dimension__code"
    ):
        supports.setdefault(action, []).append(Supported(*supported))
    return [
        Found(
            action,
            frameworks[action.framework_id],
            tuple(supports.get(action.pk, ())),
            levels.get(action.from_level_id),
            levels.get(action.to_level_id),
        )
        for action in actions
    ]


def action_for(user, slug: str, version: str, code: str) -> Found | None:
    """One action of a version that she may see, also one that was taken out of the library."""
    visible = RecommendedAction.objects.visible_to(user).select_related("framework")
    action = visible.filter(framework__slug=slug, framework__version=version, code=code).first()
    return found_of([action], {action.framework_id: action.framework})[0] if action else None


def indicator_for(user, slug: str, version: str, code: str) -> Indicator | None:
    """With its framework, dimension and words, as its page takes it."""
    visible = Framework.objects.visible_to(user).order_by()
    named = Indicator.objects.filter(framework__in=visible, framework__slug=slug, framework__version=version, code=code)
    return named.select_related("framework", "dimension").prefetch_related("descriptors").first()


def actions_for(indicator: Indicator) -> list[Found]:
    """Those that support it, in the order of the library."""
    framework = indicator.framework
    current = RecommendedAction.objects.current().filter(supports=indicator).in_order()
    return found_of(current, {framework.pk: framework})
