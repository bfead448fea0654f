"""The pages of the desk about people: all of them with what they have and had access to, and one of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse

from assessments.models import ICS, Contributor, Membership, Organisation, Region, User
from assessments.pages.dates import moment_day
from assessments.pages.desk_home import desk_breadcrumbs
from assessments.pages.people import Link, Person, invite_address, kind_of
from frameworks.models import Reviewer
from frameworks.reviewing.pages.addresses import review_url

PEOPLE = ("People", "desk:people")
# What stands beside the roles: no membership, and held at no place.
REVIEWS = ("reviewer", "Reviews the wording")
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

    @classmethod
    def of_review(cls, invited: Reviewer) -> "Seat":
        since = moment_day(invited.invited_at)
        dates = f"{since} to {moment_day(invited.ended_at)}" if invited.ended_at else f"since {since}"
        return cls(f"Reviews the wording of {invited.framework}", dates, invited.ended_at is None)


@dataclass(frozen=True)
class PersonRow:
    name: str
    email: str
    href: str
    state: str
    seats: tuple[Seat, ...]

    @classmethod
    def of(cls, user: User, reviews: Iterable[Reviewer] = ()) -> "PersonRow":
        """`user` with `held`, her memberships."""
        seats = (*(Seat.of(held) for held in user.held), *(Seat.of_review(one) for one in reviews))
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
    def of(cls, sheet, *, query: str, place: Organisation | ICS | Region | None, seen_by: User) -> "PeopleAtDeskPage":
        """`sheet`: a page of Django's Paginator over people; `query`: the choices as they stand in the address."""
        count, people = sheet.paginator.count, list(sheet)
        reviews: dict[int, list[Reviewer]] = {}
        for one in _reviews(people, seen_by=seen_by):
            reviews.setdefault(one.user_id, []).append(one)
        invites = [Link("Invite somebody", reverse("desk:invite"))]
        if place:
            invites.append(Link(f"Invite somebody to {place}", invite_address(place)))
        return cls(
            tuple(PersonRow.of(one, reviews.get(one.pk, ())) for one in people),
            "1 person" if count == 1 else f"{count} people",
            tuple(invites),
            f"?{query}page={sheet.previous_page_number()}" if sheet.has_previous() else "",
            f"?{query}page={sheet.next_page_number()}" if sheet.has_next() else "",
            f"Page {sheet.number} of {sheet.paginator.num_pages}",
        )


def chosen_people(user: User, *, q: str = "", role: str = "", place=None, state: str = ""):
    """The people that the choices mean, each with `held`: all roles, those that go on first.

    Who reviews the wording of a framework has access too, without a membership.
    """
    held = Membership.objects.visible_to(user).filter(user=OuterRef("pk"))
    reviewing = Exists(Reviewer.objects.visible_to(user).current().filter(user=OuterRef("pk")))
    people = User.objects.visible_to(user)
    state = state or HAS_ACCESS
    if state == HAS_ACCESS:
        held = held.current()
        people = people.filter(is_active=True)
    elif state == HAD_ACCESS:
        people = people.exclude(Exists(held.current()) | reviewing)
    elif state == CLOSED:
        people = people.filter(is_active=False)
    wanted = held
    if role == REVIEWS[0]:
        people = people.filter(reviewing)
    elif role:
        wanted = wanted.filter(role=role)
    if place:
        wanted = wanted.filter(**{kind_of(place): place})
    if place or role not in ("", REVIEWS[0]):
        people = people.filter(Exists(wanted))
    elif state == HAS_ACCESS:
        people = people.filter(Exists(wanted) | reviewing)
    if q:
        at = Q(organisation__name__icontains=q) | Q(ics__name__icontains=q) | Q(region__name__icontains=q)
        people = people.filter(Q(name__icontains=q) | Q(email__icontains=q) | Exists(held.filter(at)))
    seats = Membership.objects.visible_to(user).latest_first().select_related("organisation", "ics", "region")
    return people.order_by("name", "email").prefetch_related(Prefetch("memberships", seats, to_attr="held"))


def _reviews(people: Iterable[User], *, seen_by: User):
    """Wording reviews, those that go on first; in each the latest."""
    held = Reviewer.objects.visible_to(seen_by).filter(user__in=people).select_related("framework", "ended_by")
    return held.order_by(F("ended_at").desc(nulls_first=True), "-invited_at", "-pk")


@dataclass(frozen=True)
class Review:
    """One wording review that goes on. `again_href` is empty where the e-mail would be no use."""

    framework: str
    href: str
    since: str
    end_href: str
    again_href: str

    @classmethod
    def of(cls, invited: Reviewer, person: User) -> "Review":
        waits = person.is_active and (person.last_login is None or person.last_login < invited.invited_at)
        return cls(
            str(invited.framework),
            review_url(invited.framework),
            moment_day(invited.invited_at),
            review_url(invited.framework, "end_reviewer", invited.pk),
            review_url(invited.framework, "invite_reviewer_again", invited.pk) if waits else "",
        )


@dataclass(frozen=True)
class PersonAtDeskPage:
    """`current`: with what can be done about each. `account`: when it was closed and opened, the latest first.

    `views`: where her own view is asked for, as (where, since when and how).
    """

    person: User
    current: tuple[Person, ...]
    reviews: tuple[Review, ...]
    views: tuple[tuple[str, str], ...]
    ended: tuple[tuple[str, str, str], ...]
    account: tuple[str, ...]
    is_you: bool

    @classmethod
    def of(cls, person: User, *, seen_by: User) -> "PersonAtDeskPage":
        held = Membership.objects.visible_to(seen_by).filter(user=person).with_people().select_related("ended_by")
        reviews = list(_reviews([person], seen_by=seen_by))
        changes = person.account_changes.select_related("by").order_by("-pk")
        return cls(
            person,
            tuple(Person.of(one, seen_by=seen_by) for one in held if one.is_current),
            tuple(Review.of(one, person) for one in reviews if one.ended_at is None),
            tuple(_views(person)),
            tuple(_ended([*(one for one in held if not one.is_current), *(one for one in reviews if one.ended_at)])),
            tuple(
                f"{moment_day(one.at)}: {one.by} {'opened it again' if one.is_active else 'closed it'}"
                for one in changes
            ),
            person.pk == seen_by.pk,
        )

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return desk_breadcrumbs(PEOPLE)


def _views(person: User) -> Iterable[tuple[str, str]]:
    """Of those she can give now: as a guest by her link, else as long as she belongs to the organisation."""
    for one in Contributor.objects.current().of_person(person).with_names():
        held, since = one.self_assessment, moment_day(one.asked_at)
        if one.is_guest:
            yield str(held), f"as a guest with a link, asked on {since}"
        elif held.organisation_id in person.reach.own:
            yield str(held), f"asked on {since}" if one.asked_by_id else f"given since {since}"


def _ended(held: Iterable[Membership | Reviewer]) -> Iterable[tuple[str, str, str]]:
    """(role and place, dates, who ended it)"""
    for one in sorted(held, key=lambda one: one.ended_at, reverse=True):
        seat = Seat.of_review(one) if isinstance(one, Reviewer) else Seat.of(one)
        yield seat.words, seat.dates, str(one.ended_by or "")
