"""The first page of the administrator's desk: one line for each thing that an administrator looks after."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from assessments.demonstration import DEMO_DOMAIN
from assessments.models import ICS, Cycle, Membership, Organisation, Region, User
from assessments.pages.people import Link
from assessments.site import site_now
from frameworks.models import Framework

DESK = ("Desk", "desk:home")


@dataclass(frozen=True)
class DeskLine:
    """`facts`: what there is now, in a sentence or two. `links`: what can be done, the most usual first."""

    title: str
    facts: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class DeskPage:
    lines: tuple[DeskLine, ...]

    @classmethod
    def of(cls, user: User) -> "DeskPage":
        return cls(tuple(line(user) for line in LINES))


def desk_breadcrumbs(*further: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of the desk; `further`: (title, name of the address) of what lies between."""
    return [(title, reverse(name)) for title, name in (DESK, *further)]


def _cycles(user: User) -> DeskLine:
    cycles = list(Cycle.objects.visible_to(user))
    now = sum(cycle.is_open for cycle in cycles)
    facts = f"{_count(len(cycles), 'cycle')}, {now or 'none'} open now." if cycles else "There is no cycle yet."
    links = (Link("All cycles", reverse("desk:cycles")), Link("Open a cycle", reverse("desk:open_cycle")))
    return DeskLine("Cycles", facts, links)


def _places(user: User) -> DeskLine:
    counts = [model.objects.visible_to(user).count() for model in (Organisation, ICS, Region)]
    words = [_count(n, word) for n, word in zip(counts, ("organisation", "ICS", "region"), strict=True)]
    links = (
        Link("All places", reverse("desk:places")),
        Link("Load places from a file", reverse("desk:load_places")),
    )
    return DeskLine("Places", f"{', '.join(words[:2])} and {words[2]}.", links)


def _people(user: User) -> DeskLine:
    held = Membership.objects.visible_to(user).active()
    people = held.values("user").distinct().count()
    facts = f"{_count(people, 'person', 'people')} with access."
    links = (
        Link("Everybody who has access", reverse("desk:people")),
        Link("Invite somebody", reverse("desk:invite")),
    )
    return DeskLine("People", facts, links)


def _frameworks(user: User) -> DeskLine:
    states = list(Framework.objects.visible_to(user).values_list("state", flat=True))
    drafts = states.count(Framework.State.DRAFT)
    facts = f"{_count(states.count(Framework.State.PUBLISHED), 'version')} published"
    facts += f", {_count(drafts, 'draft')}." if drafts else "."
    links = (
        Link("All frameworks", reverse("frameworks:list")),
        Link("Load a framework from a file", reverse("frameworks:load")),
        Link("Load recommended actions from a file", reverse("frameworks:load_actions")),
        Link("Crosswalks between frameworks", reverse("frameworks:crosswalks")),
    )
    return DeskLine("Frameworks", facts, links)


def _site(_user: User) -> DeskLine:
    here = site_now()
    facts = f"Its name is {here.name}. People ask for help at {here.support_email}."
    return DeskLine("Site", facts, (Link("Name, support contact and sender of e-mails", reverse("desk:site")),))


def _demonstration(user: User) -> DeskLine:
    held = Membership.objects.visible_to(user).active().filter(user__email__endswith=f"@{DEMO_DOMAIN}")
    people = held.values("user").distinct().count()
    facts = f"{_count(people, 'demonstration person', 'demonstration people')} can sign in." if people else ""
    links = (Link("What of it is there, and taking it away", reverse("desk:demonstration")),)
    return DeskLine("Demonstration data", facts or "No demonstration person can sign in.", links)


LINES: tuple[Callable[[User], DeskLine], ...] = (_cycles, _places, _people, _frameworks, _site, _demonstration)


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or f'{one}s'}"
