"""Saved views as people see them: the list, the home page, and the page on which one is saved. Decides no access."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from assessments.folding import folded
from assessments.models import Membership, User
from reports.models import LONGEST_NAME, SavedView
from reports.pages.navigation import REPORTS, ReportLink, report_links
from reports.pages.saved_words import Names, chosen_words
from reports.query import BadQuery
from reports.saving import Wanted, query_of

TITLES = dict(REPORTS)
NONE_SAVED = "You have not saved a view yet. Open a report, choose what it shows, and press “Save this view”."
NONE_SHARED = "Nobody has shared a view with you yet."


@dataclass(frozen=True)
class ShownView:
    """`chosen`: what it shows, in words; `stuck`: why it cannot be opened, empty where it can.

    `people`: whom its owner shares it with, or who shared it. The last two hrefs are for its owner alone.
    """

    name: str
    href: str
    report: str
    chosen: str
    stuck: str
    people: str
    is_on_home: bool
    home_href: str
    change_href: str = ""
    remove_href: str = ""

    @classmethod
    def of(cls, view: SavedView, names: Names, *, seen_by: User, is_on_home: bool) -> "ShownView":
        is_own = view.owner_id == seen_by.pk
        chosen, stuck = _chosen(view, names)
        return cls(
            view.name,
            reverse("reports:view", args=[view.pk]),
            TITLES.get(view.report, view.report),
            chosen,
            stuck,
            sharing_words(view) if is_own else shared_by_words(view),
            is_on_home,
            reverse("reports:view_off_home" if is_on_home else "reports:view_on_home", args=[view.pk]),
            reverse("reports:change_view", args=[view.pk]) if is_own else "",
            reverse("reports:remove_view", args=[view.pk]) if is_own else "",
        )


def _chosen(view: SavedView, names: Names) -> tuple[str, str]:
    """What it shows, and why it cannot be opened: one of them is empty."""
    try:
        return chosen_words(view.report, query_of(view, names.cycles), names), ""
    except BadQuery as fault:
        return "", str(fault)


def sharing_words(view: SavedView) -> str:
    """To its owner."""
    if view.shared_as is None:
        return "Only you"
    if not view.is_shared:
        return f"Only you: your access to {view.shared_as.place} has ended"
    return f"People of {view.shared_as.place}"


def shared_by_words(view: SavedView) -> str:
    """To everybody else."""
    return f"{view.owner}, with people of {view.shared_as.place}"


@dataclass(frozen=True)
class ViewsPage:
    """All saved views that one person may open."""

    own: tuple[ShownView, ...]
    shared: tuple[ShownView, ...]
    reports: tuple[ReportLink, ...]
    nothing_own: str = NONE_SAVED
    nothing_shared: str = NONE_SHARED

    @classmethod
    def of(cls, user: User) -> "ViewsPage":
        names = Names.of(user)
        visible = SavedView.objects.visible_to(user)
        on_home = set(visible.on_home_of(user).values_list("pk", flat=True))
        rows = {True: [], False: []}
        for view in sorted(visible.with_people(), key=lambda one: (folded(one.name), one.pk)):
            shown = ShownView.of(view, names, seen_by=user, is_on_home=view.pk in on_home)
            rows[view.owner_id == user.pk].append(shown)
        return cls(tuple(rows[True]), tuple(rows[False]), report_links(""))


@dataclass(frozen=True)
class HomeView:
    """One press from the home page to the report. `shared_by`: empty for one's own."""

    name: str
    href: str
    report: str
    shared_by: str


def views_on_home(user: User) -> Iterable[HomeView]:
    found = SavedView.objects.visible_to(user).on_home_of(user).with_people()
    for view in sorted(found, key=lambda one: (folded(one.name), one.pk)):
        shared_by = "" if view.owner_id == user.pk else f"shared by {view.owner}"
        yield HomeView(
            view.name, reverse("reports:view", args=[view.pk]), TITLES.get(view.report, view.report), shared_by
        )


@dataclass(frozen=True)
class SavePage:
    """What is about to be saved. `settled`: its cycle in words, where it may follow the newest instead."""

    report: str
    chosen: str
    settled: str
    back_href: str

    @classmethod
    def of(cls, user: User, wanted: Wanted) -> "SavePage":
        names = Names.of(user)
        return cls(
            TITLES[wanted.report],
            chosen_words(wanted.report, wanted.settled, names),
            " against ".join(names.cycles[slug] for slug in wanted.found.values() if slug) if wanted.may_follow else "",
            reverse(f"reports:{wanted.report}") + wanted.query.as_address,
        )

    @property
    def suggested(self) -> str:
        """A name to begin with."""
        return f"{self.report}: {self.chosen}"[:LONGEST_NAME]


@dataclass(frozen=True)
class StuckPage:
    """A view that cannot be opened any more. The last href is for its owner alone."""

    name: str
    report: str
    why: str
    report_href: str
    remove_href: str

    @classmethod
    def of(cls, view: SavedView, why: str, *, seen_by: User) -> "StuckPage":
        known = view.report in TITLES
        return cls(
            view.name,
            TITLES.get(view.report, view.report),
            why,
            reverse(f"reports:{view.report}") if known else "",
            reverse("reports:remove_view", args=[view.pk]) if view.owner_id == seen_by.pk else "",
        )


def seats_to_share_as(user: User) -> list[Membership]:
    """One a place at which she holds a role."""
    held = [seat for seat in user.memberships.current().with_places() if seat.place_id]
    return list({seat.place: seat for seat in reversed(held)}.values())[::-1]
