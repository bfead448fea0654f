"""What became of each part between two versions, as a page shows it: old and new words side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.urls import reverse

from frameworks.changes import DimensionChange, IndicatorChange, Kind, Scale
from frameworks.comparisons import Comparison, Sort, sort_of
from frameworks.definition import FrameworkDefinition
from frameworks.meanings import meaning_of_dimension
from frameworks.models import Framework
from frameworks.pages.addresses import Links, User, counted, detail_url, way_here
from frameworks.pages.change_rows import Change, ChangeRow, Level, row_of
from frameworks.stored import stored_definition

# Rows on one sheet, so that the largest framework makes no page that nobody can load.
ON_ONE_SHEET = 50


@dataclass(frozen=True)
class Group:
    title: str
    note: str
    rows: list[ChangeRow]


@dataclass(frozen=True)
class SameIndicators:
    """Of one dimension, what is as it was."""

    title: str
    codes: str


@dataclass(frozen=True)
class ChangesPart:
    """Two versions beside each other; `groups` holds the rows of one sheet.

    `has_meanings`: what becomes of answers is said. Not where a file replaces a version that nobody has answered.
    """

    older: str
    newer: str
    has_meanings: bool
    numbers: list[tuple[str, str]]
    levels: str
    aside: str
    groups: list[Group]
    same: list[SameIndicators]
    same_count: int
    position: str
    before: int | None
    after: int | None

    @classmethod
    def of(cls, comparison: Comparison, sheet: str = "", *, has_meanings: bool = True) -> "ChangesPart":
        versions = comparison.older.framework.version, comparison.newer.framework.version
        shown = Paginator(list(drafts_of(comparison)), ON_ONE_SHEET).get_page(sheet)
        same = [one for one in comparison.changes.indicators if sort_of(one) == Sort.SAME]
        return cls(
            *(("what is here", "the file") if versions[0] == versions[1] else versions),
            has_meanings,
            [(f"{count:,}", number_words(sort, count)) for sort, count in comparison.counts.items()],
            level_words(comparison),
            aside_words(comparison.aside),
            groups_of(comparison, shown),
            same_by_dimension(same),
            len(same),
            f"Page {shown.number} of {shown.paginator.num_pages}" if shown.has_other_pages() else "",
            shown.previous_page_number() if shown.has_previous() else None,
            shown.next_page_number() if shown.has_next() else None,
        )

    @property
    def is_empty(self) -> bool:
        return not self.groups


def number_words(sort: Sort, count: int) -> str:
    return f"indicator{'' if count == 1 else 's'} the same" if sort == Sort.SAME else sort.value


def level_words(comparison: Comparison) -> str:
    count = counted(len(comparison.newer.levels), "level")
    return {
        Scale.SAME: f"{count}, the same",
        Scale.REWORDED: f"{count}, in other words",
        Scale.OTHER: f"{count}, others than before, so no answer can be carried over",
    }[comparison.changes.scale]


def aside_words(aside: list[str]) -> str:
    return f"Changed as well: {', '.join(aside)}." if aside else ""


# A change with the title of its group. Only those of one sheet are drawn as rows.
Draft = tuple[str, Change]
LEVELS = "Levels"


def drafts_of(comparison: Comparison) -> Iterator[Draft]:
    """The levels, then each dimension of the newer file with what it lost, then the dimensions that are gone."""
    yield from ((LEVELS, pair) for pair in changed_levels(comparison.older, comparison.newer))
    by_dimension: dict[str, list[IndicatorChange]] = {}
    for change in comparison.changes.indicators:
        if sort_of(change) != Sort.SAME:
            asked = (change.newer or change.older)[0]
            by_dimension.setdefault(asked.dimension.code, []).append(change)
    for dimension in comparison.changes.dimensions:
        part = dimension.newer or dimension.older
        title = f"{part.code}. {part.title}"
        if has_changed_itself(dimension):
            yield title, dimension
        yield from ((title, change) for change in by_dimension.get(part.code, ()))


def changed_levels(older: FrameworkDefinition, newer: FrameworkDefinition) -> Iterator[tuple[Level, Level]]:
    """Pairs of what differs, by their short names; where the order differs, all."""
    then = {level.slug: level for level in older.levels}
    has_same_order = [level.slug for level in newer.levels] == list(then)
    for level in newer.levels:
        earlier = then.pop(level.slug, None)
        if earlier != level or not has_same_order:
            yield earlier, level
    yield from ((level, None) for level in then.values())


def has_changed_itself(change: DimensionChange) -> bool:
    if change.older is None or change.newer is None:
        return True
    return (change.older.title, change.older.summary) != (change.newer.title, change.newer.summary)


def groups_of(comparison: Comparison, drafts) -> list[Group]:
    drawn: dict[str, list[ChangeRow]] = {}
    for title, change in drafts:
        drawn.setdefault(title, []).append(row_of(comparison, change))
    notes = {
        f"{one.newer.code}. {one.newer.title}": dimension_note(comparison, one)
        for one in comparison.changes.dimensions
        if one.kind == Kind.REWORDED
    }
    return [Group(title, notes.get(title, ""), rows) for title, rows in drawn.items()]


def dimension_note(comparison: Comparison, change: DimensionChange) -> str:
    """Where the dimension has a row of its own, that row says it."""
    if has_changed_itself(change):
        return ""
    version = comparison.older.framework.version
    words = meaning_of_dimension(change, comparison.changes.scale, version)
    return f"This dimension no longer asks the same. {words}"


def same_by_dimension(changes: list[IndicatorChange]) -> list[SameIndicators]:
    codes: dict[str, list[str]] = {}
    for change in changes:
        asked = change.newer[0]
        codes.setdefault(f"{asked.dimension.code}. {asked.dimension.title}", []).append(asked.code)
    return [SameIndicators(title, ", ".join(listed)) for title, listed in codes.items()]


@dataclass(frozen=True)
class ChangesPage:
    """Two stored versions of one framework; `changes` is None where there is no other to compare with."""

    title: str
    caption: str
    framework: Framework
    changes: ChangesPart | None
    query: str
    others: Links
    breadcrumbs: Links

    @classmethod
    def of(cls, framework: Framework, base: Framework | None, user: User, sheet: str) -> "ChangesPage":
        part = None
        if base:
            comparison = Comparison.of(stored_definition(base), stored_definition(framework))
            part = ChangesPart.of(comparison, sheet)
        versions = Framework.objects.visible_to(user).filter(slug=framework.slug).newest_first()
        address = changes_url(framework)
        return cls(
            f"{framework} beside {base.version}" if base else f"Changes in {framework}",
            "Framework, what changed between two versions",
            framework,
            part,
            f"from={base.version}&" if base else "",
            [(one.version, f"{address}?from={one.version}") for one in versions if one not in (framework, base)],
            way_here(user, ("Frameworks", reverse("frameworks:list")), (str(framework), detail_url(framework))),
        )


def changes_url(framework: Framework) -> str:
    return reverse("frameworks:changes", args=[framework.slug, framework.version])
