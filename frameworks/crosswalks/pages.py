"""What the pages about crosswalks show, in words and in order. Asks for rows, decides nothing about permission."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localdate

from frameworks.crosswalks.links import Link, declared_pairs, links_of
from frameworks.models import Crosswalk, Framework, Indicator, Pair, RemovedCrosswalk
from frameworks.pages.addresses import Links, User, counted, indicator_url, way_here
from frameworks.rules import LOAD_CROSSWALK

HOW_SHORT = {Pair.How.SAME: "same", Pair.How.CLOSE: "close", Pair.How.PART: "in part"}


def pair_url(one: Framework, other: Framework, name: str = "crosswalk") -> str:
    return reverse(f"frameworks:{name}", args=[one.slug, one.version, other.slug, other.version])


def way_to_crosswalks(user: User, *further: tuple[str, str]) -> Links:
    return way_here(
        user,
        ("Frameworks", reverse("frameworks:list")),
        *further,
    )


@dataclass(frozen=True)
class ListedCrosswalk:
    title: str
    url: str
    note: str
    state: str  # empty for one that is reviewed, or that files declare themselves


@dataclass(frozen=True)
class RemovedRow:
    title: str
    note: str
    yaml_url: str

    @classmethod
    def of(cls, removed: RemovedCrosswalk) -> "RemovedRow":
        """`removed` with who loaded it, and who removed or replaced it."""
        day, then = (f"{at.day} {at:%B %Y}" for at in map(localdate, (removed.removed_at, removed.loaded_at)))
        note = f"Loaded by {removed.loaded_by} on {then}, taken away by {removed.removed_by} on {day}."
        return cls(removed.title, note, reverse("frameworks:removed_crosswalk", args=[removed.pk]))


@dataclass(frozen=True)
class CrosswalkListPage:
    """`removed` is for whoever may load crosswalks."""

    crosswalks: list[ListedCrosswalk]
    removed: list[RemovedRow]
    may_load: bool
    breadcrumbs: Links

    @classmethod
    def of(cls, user: User) -> "CrosswalkListPage":
        listed = [*map(of_loaded, loaded(user)), *declared_ones(user)]
        crumbs = way_to_crosswalks(user)
        removed = RemovedCrosswalk.objects.visible_to(user).select_related("removed_by", "loaded_by")
        in_order = sorted(listed, key=lambda one: one.title)
        return cls(in_order, list(map(RemovedRow.of, removed)), user.has_perm(LOAD_CROSSWALK), crumbs)


def loaded(user: User) -> list[Crosswalk]:
    return list(Crosswalk.objects.visible_to(user).with_ends().annotate(pair_count=Count("pairs")))


def of_loaded(crosswalk: Crosswalk) -> ListedCrosswalk:
    first, second = crosswalk.first, crosswalk.second
    state = crosswalk.get_state_display() if crosswalk.is_draft else ""
    return ListedCrosswalk(
        f"{first} and {second}",
        pair_url(first, second),
        f"{counted(crosswalk.pair_count, 'pair')} in the crosswalk “{crosswalk.title}”.",
        state,
    )


def declared_ones(user: User) -> list[ListedCrosswalk]:
    """One for each two versions of which one's file declares indicators of the other the same."""
    counts: dict[tuple[int, int], int] = {}
    ends: dict[tuple[int, int], tuple[Framework, Framework]] = {}
    for newer, older in declared_pairs(user):
        key = (newer.framework_id, older.framework_id)
        counts[key] = counts.get(key, 0) + 1
        ends[key] = (newer.framework, older.framework)
    return [
        ListedCrosswalk(
            f"{newer} and {older}",
            pair_url(newer, older),
            f"{counted(counts[key], 'pair')} declared the same in the framework file of {newer}.",
            "",
        )
        for key, (newer, older) in ends.items()
    ]


@dataclass(frozen=True)
class PairRow:
    """One line of a crosswalk; `own` and `other` with their addresses, `source` where a framework file says it."""

    own: Indicator
    own_url: str
    how: str
    other: Indicator
    other_url: str
    note: str
    source: str

    @classmethod
    def of(cls, link: Link) -> "PairRow":
        source = f"Declared in the framework file of {link.declared_in}." if link.declared_in else ""
        how = Pair.How(link.how).label
        return cls(
            link.own,
            indicator_url(link.own.framework, link.own.code),
            how,
            link.other,
            indicator_url(link.other.framework, link.other.code),
            link.note,
            source,
        )


@dataclass(frozen=True)
class Lone:
    """The indicators of one version that the crosswalk leaves without a counterpart."""

    framework: Framework
    words: str
    indicators: list[Indicator]

    @classmethod
    def of(cls, framework: Framework, linked: set[int]) -> "Lone":
        every = list(framework.indicators.order_by("position"))
        alone = [one for one in every if one.pk not in linked]
        if not alone:
            return cls(framework, f"Each of the {counted(len(every), 'indicator')} has a counterpart.", [])
        verb = "has" if len(alone) == 1 else "have"
        return cls(framework, f"{len(alone):,} of {counted(len(every), 'indicator')} {verb} no counterpart.", alone)


@dataclass(frozen=True)
class CrosswalkPage:
    """Two versions, read from `first` to `second`. `crosswalk` is None where only framework files link them."""

    first: Framework
    second: Framework
    crosswalk: Crosswalk | None
    rows: list[PairRow]
    counts: str
    lone: list[Lone]
    turned_url: str
    csv_url: str
    yaml_url: str
    remove_url: str
    breadcrumbs: Links

    @classmethod
    def of(cls, first: Framework, second: Framework, user: User) -> "CrosswalkPage | None":
        """None where nothing links the two."""
        links = links_between(first, second, user)
        if not links:
            return None
        crosswalk = Crosswalk.objects.visible_to(user).between(first, second).first()
        crumbs = way_to_crosswalks(user, ("Crosswalks", reverse("frameworks:crosswalks")))
        return cls(
            first,
            second,
            crosswalk,
            [PairRow.of(link) for link in links],
            counts_words(links),
            [Lone.of(first, {link.own.pk for link in links}), Lone.of(second, {link.other.pk for link in links})],
            pair_url(second, first),
            pair_url(first, second, "crosswalk_csv"),
            pair_url(first, second, "crosswalk_yaml") if crosswalk else "",
            pair_url(first, second, "remove_crosswalk") if crosswalk and user.has_perm(LOAD_CROSSWALK) else "",
            crumbs,
        )


def links_between(first: Framework, second: Framework, user: User) -> list[Link]:
    every = (link for links in links_of(first, user).values() for link in links)
    return [link for link in every if link.other.framework_id == second.pk]


def counts_words(links: list[Link]) -> str:
    """3 pairs: 2 close, 1 in part."""
    kinds = [(sum(link.how == how for link in links), words) for how, words in HOW_SHORT.items()]
    parts = ", ".join(f"{count} {words}" for count, words in kinds if count)
    return f"{counted(len(links), 'pair')}: {parts}."


@dataclass(frozen=True)
class LoadCrosswalkPage:
    """`checked` says what a file without faults would do; empty where none was checked."""

    checked: str
    breadcrumbs: Links

    @classmethod
    def of(cls, user: User, checked: str = "") -> "LoadCrosswalkPage":
        return cls(checked, way_to_crosswalks(user, ("Crosswalks", reverse("frameworks:crosswalks"))))
