"""The pages of the desk about people: all of them with what they have and had access to, and one of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse

from assessments.models import ICS, Membership, Organisation, Region, User
from assessments.pages.dates import moment_day
from assessments.pages.desk_home import desk_breadcrumbs
from assessments.pages.people import Link, Person, invite_address, kind_of

PEOPLE = ("People", "desk:people")
HAS_ACCESS, HAD_ACCESS, CLOSED, ANYBODY = "current", "ended", "closed", "all"
STATES = (
    (HAS_ACCESS, "Has access now"),
    (HAD_ACCESS, "Has none any more"),
    (CLOSED, "Account closed"),
    (ANYBODY, "Everybody"),
)


@dataclass(frozen=True)
class Seat:
    """One role somewhere, now or once."""

    words: str
    dates: str
    is_current: bool

    @classmethod
    def of(cls, held: Membership) -> "Seat":
        since = moment_day(held.added_at)
        dates = f"since {since}" if held.is_current else f"{since} to {moment_day(held.ended_at)}"
        return cls(held.seat_words, dates, held.is_current)


@dataclass(frozen=True)
class PersonRow:
    name: str
    email: str
    href: str
    state: str
    seats: tuple[Seat, ...]

    @classmethod
    def of(cls, user: User) -> "PersonRow":
        seats = tuple(Seat.of(held) for held in user.held)
        state = "" if user.is_active else "Account closed"
        return cls(str(user), user.email, reverse("desk:person", args=[user.pk]), state, seats)


@dataclass(frozen=True)
class PeopleAtDeskPage:
    """`people` of one page of the list, sorted by name."""

    people: tuple[PersonRow, ...]
    counted: str
    invites: tuple[Link, ...]
    before_href: str
    after_href: str
    position: str

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return desk_breadcrumbs()

    @classmethod
    def of(cls, sheet, *, query: str, place: Organisation | ICS | Region | None) -> "PeopleAtDeskPage":
        """`sheet`: a page of Django's Paginator over people; `query`: the choices as they stand in the address."""
        count = sheet.paginator.count
        invites = [Link("Invite somebody", reverse("desk:invite"))]
        if place:
            invites.append(Link(f"Invite somebody to {place}", invite_address(place)))
        return cls(
            tuple(PersonRow.of(one) for one in sheet),
            "1 person" if count == 1 else f"{count} people",
            tuple(invites),
            f"?{query}page={sheet.previous_page_number()}" if sheet.has_previous() else "",
            f"?{query}page={sheet.next_page_number()}" if sheet.has_next() else "",
            f"Page {sheet.number} of {sheet.paginator.num_pages}",
        )


def chosen_people(user: User, *, q: str = "", role: str = "", place=None, state: str = ""):
    """The people that the choices mean, each with `held`: all roles, those that go on first."""
    held = Membership.objects.visible_to(user).filter(user=OuterRef("pk"))
    people = User.objects.visible_to(user)
    state = state or HAS_ACCESS
    if state == HAS_ACCESS:
        held = held.current()
        people = people.filter(is_active=True)
    elif state == HAD_ACCESS:
        people = people.exclude(Exists(held.current()))
    elif state == CLOSED:
        people = people.filter(is_active=False)
    wanted = held
    if role:
        wanted = wanted.filter(role=role)
    if place:
        wanted = wanted.filter(**{kind_of(place): place})
    if role or place or state == HAS_ACCESS:
        people = people.filter(Exists(wanted))
    if q:
        at = Q(organisation__name__icontains=q) | Q(ics__name__icontains=q) | Q(region__name__icontains=q)
        people = people.filter(Q(name__icontains=q) | Q(email__icontains=q) | Exists(held.filter(at)))
    seats = Membership.objects.visible_to(user).latest_first().select_related("organisation", "ics", "region")
    return people.order_by("name", "email").prefetch_related(Prefetch("memberships", seats, to_attr="held"))


@dataclass(frozen=True)
class PersonAtDeskPage:
    """`current`: with what can be done about each. `account`: when it was closed and opened, the latest first."""

    person: User
    current: tuple[Person, ...]
    ended: tuple[tuple[str, str, str], ...]
    account: tuple[str, ...]
    is_you: bool

    @classmethod
    def of(cls, person: User, *, seen_by: User) -> "PersonAtDeskPage":
        held = Membership.objects.visible_to(seen_by).filter(user=person).with_people().select_related("ended_by")
        changes = person.account_changes.select_related("by").order_by("-pk")
        return cls(
            person,
            tuple(Person.of(one, seen_by=seen_by) for one in held if one.is_current),
            tuple(_ended(one for one in held if not one.is_current)),
            tuple(
                f"{moment_day(one.at)}: {one.by} {'opened it again' if one.is_active else 'closed it'}"
                for one in changes
            ),
            person.pk == seen_by.pk,
        )

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return desk_breadcrumbs(PEOPLE)


def _ended(held: Iterable[Membership]) -> Iterable[tuple[str, str, str]]:
    """(role and place, dates, who ended it)"""
    for one in sorted(held, key=lambda one: one.ended_at, reverse=True):
        yield Seat.of(one).words, Seat.of(one).dates, str(one.ended_by or "")
