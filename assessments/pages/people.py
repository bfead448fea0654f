"""Who has access where, whom to ask, and what one may do about it. Fetches; the verbs decide again."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from assessments import rules
from assessments.models import ICS, Membership, Organisation, Region, Role, User
from assessments.models.places import predecessors_of_each
from assessments.pages.dates import moment_day

# The kinds of place as addresses say them, with the field of a membership, and the roles that are held there.
KINDS = {
    "organisation": (Organisation, (Role.CONTRIBUTOR, Role.POT)),
    "ics": (ICS, (Role.ICS_LEAD,)),
    "region": (Region, (Role.REGIONAL_LEAD,)),
}


@dataclass(frozen=True)
class Link:
    words: str
    href: str


@dataclass(frozen=True)
class Person:
    """One membership. The hrefs are empty where this viewer may not do that."""

    place: str
    name: str
    email: str
    role: str
    since: str
    is_you: bool
    state: str
    end_href: str
    again_href: str
    hand_over_href: str

    @classmethod
    def of(cls, membership: Membership, *, seen_by: User) -> "Person":
        user, may = membership.user, seen_by.has_perm
        waits = user.last_login is None or user.last_login < membership.added_at
        is_you = user.pk == seen_by.pk
        may_end = may(rules.END_MEMBERSHIP, membership)
        may_send = not is_you and user.is_active and waits and may(rules.ADD_MEMBER, membership)
        may_hand_over = may(rules.HAND_OVER, membership)
        return cls(
            str(membership.place or ""),
            str(user),
            user.email,
            membership.get_role_display(),
            moment_day(membership.added_at),
            is_you,
            _state(user, waits and not is_you),
            reverse("people:end", args=[membership.pk]) if may_end else "",
            reverse("people:send_again", args=[membership.pk]) if may_send else "",
            reverse("people:hand_over", args=[membership.pk]) if may_hand_over else "",
        )


def _state(user: User, waits: bool) -> str:
    if not user.is_active:
        return "Account closed"
    return "Invited, not signed in since" if waits else ""


@dataclass(frozen=True)
class Seat:
    """One place and who holds a role at it. `nobody` is said where nobody does; `invite` where one may invite."""

    place: str
    people: tuple[Person, ...]
    nobody: str = ""
    invite: Link | None = None


@dataclass(frozen=True)
class Table:
    """`place_title` heads the column of places; empty where all are at one."""

    caption: str
    seats: tuple[Seat, ...]
    place_title: str = ""


@dataclass(frozen=True)
class Section:
    """One place of the viewer's own. `asked`: for each role above, the seat whose people can be asked."""

    title: str
    tables: tuple[Table, ...]
    asked: tuple[tuple[str, Seat], ...] = ()


@dataclass(frozen=True)
class PeoplePage:
    sections: tuple[Section, ...]
    everybody_href: str

    @classmethod
    def of(cls, user: User) -> "PeoplePage":
        return cls(tuple(_Sections(user).all()), reverse("desk:people") if user.is_administrator else "")


class _Sections:
    """Everything that the page needs, in a fixed number of queries, and the sections made of it."""

    def __init__(self, user: User):
        today, reach = timezone.localdate(), user.reach
        self.user = user
        places = Organisation.objects.visible_to(user).with_placement_on(today).order_by("name")
        self.own = list(places.filter(pk__in=reach.own))
        led = places.within(ics=reach.led_ics, on=[today]) if reach.led_ics else places.none()
        self.led = list(led)
        systems = ICS.objects.visible_to(user).with_region_on(today).order_by("name")
        above = {placed.ics_id for body in self.own for placed in body.placed_then if placed.ics_id}
        charge = user.charge[Role.ICS_LEAD]
        self.ics = {one.pk: one for one in systems.filter(pk__in=reach.led_ics | charge | above)}
        self.predecessors = predecessors_of_each(self.ics)
        self.regions = list(Region.objects.visible_to(user).filter(pk__in=reach.led_regions))
        self.held = self._held(reach)

    def _held(self, reach) -> dict[tuple[str, int], list[Membership]]:
        """By role and place."""
        shown = Membership.objects.visible_to(self.user).current().with_people()
        shown = shown.at_any_of(
            organisations=[body.pk for body in (*self.own, *self.led)],
            ics=frozenset().union(*self.predecessors.values()),
            regions=reach.home_regions,
        )
        held: dict[tuple[str, int], list[Membership]] = {}
        for one in shown:
            held.setdefault((one.role, one.place_id), []).append(one)
        return held

    def all(self) -> Iterable[Section]:
        yield from (self._own(body) for body in self.own)
        placed = [one for key, one in self.ics.items() if key in self.user.reach.led_ics and one.placed_then]
        directly = [one for key, one in self.ics.items() if key in self.user.reach.led_ics]
        yield from (self._led_ics(one) for one in placed or directly)
        yield from (self._led_region(region) for region in self.regions)

    def _own(self, body: Organisation) -> Section:
        seat = self._seat(body, *self._at(Role.POT, [body.pk]), *self._at(Role.CONTRIBUTOR, [body.pk]))
        placed = body.placed_then[0] if body.placed_then else None
        asked = []
        if placed and placed.ics:
            asked.append((Role.ICS_LEAD.label, self._lead_seat(self.ics[placed.ics_id])))
        if placed:
            asked.append((Role.REGIONAL_LEAD.label, self._region_seat(placed.region)))
        return Section(str(body), (Table("Who has access", (seat,)),), tuple(asked))

    def _led_ics(self, ics: ICS) -> Section:
        bodies = [body for body in self.led if any(placed.ics_id == ics.pk for placed in body.placed_then)]
        seats = [self._seat(body, *self._at(Role.POT, [body.pk])) for body in bodies]
        tables = [Table("Who leads this ICS", (self._lead_seat(ics),))]
        if seats:
            tables.append(Table("Who answers for its organisations", tuple(seats), "Organisation"))
        asked = [(Role.REGIONAL_LEAD.label, self._region_seat(placed.region)) for placed in ics.placed_then]
        return Section(str(ics), tuple(tables), tuple(asked))

    def _led_region(self, region: Region) -> Section:
        within = [one for one in self.ics.values() if any(placed.region_id == region.pk for placed in one.placed_then)]
        tables = [Table("Who leads this region", (self._region_seat(region),))]
        if within:
            tables.append(Table("Who leads its ICSs", tuple(self._lead_seat(one) for one in within), "ICS"))
        return Section(str(region), tuple(tables))

    def _lead_seat(self, ics: ICS) -> Seat:
        return self._seat(ics, *self._at(Role.ICS_LEAD, sorted(self.predecessors[ics.pk])))

    def _region_seat(self, region: Region) -> Seat:
        return self._seat(region, *self._at(Role.REGIONAL_LEAD, [region.pk]))

    def _at(self, role: Role, places: Iterable[int]) -> list[Membership]:
        return [one for place in places for one in self.held.get((role, place), [])]

    def _seat(self, place: Organisation | ICS | Region, *held: Membership) -> Seat:
        roles = roles_open_to(self.user, place)
        invite = None
        if roles:
            words = "Invite somebody" if len(roles) > 1 else f"Invite {_a(roles[0])}"
            invite = Link(words, invite_address(place))
        people = tuple(Person.of(one, seen_by=self.user) for one in held)
        return Seat(str(place), people, "" if people else "Nobody yet", invite)


def place_choices(user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every place, grouped by kind, as a select offers them: (kind:slug, name)."""
    groups = []
    for kind, (model, _) in KINDS.items():
        places = model.objects.visible_to(user).order_by("name").values_list("slug", "name")
        title = model._meta.verbose_name
        groups.append((title[0].upper() + title[1:], [(f"{kind}:{slug}", name) for slug, name in places]))
    return groups


def roles_open_to(user: User, place: Organisation | ICS | Region | None) -> list[Role]:
    """The roles that this person may give somebody there; None stands for the whole service."""
    roles = KINDS[kind_of(place)][1] if place else (Role.ADMINISTRATOR,)
    return [role for role in roles if user.has_perm(rules.ADD_MEMBER, seat_at(place, role))]


def seat_at(place: Organisation | ICS | Region | None, role: Role) -> Membership:
    """A membership that is asked about and never saved."""
    return Membership(role=role, **({kind_of(place): place} if place else {}))


def kind_of(place: Organisation | ICS | Region) -> str:
    return next(kind for kind, (model, _) in KINDS.items() if isinstance(place, model))


def invite_address(place: Organisation | ICS | Region | None) -> str:
    if place is None:
        return reverse("people:invite_administrator")
    return reverse("people:invite", args=[kind_of(place), place.slug])


def _a(role: Role) -> str:
    return {Role.POT: "a POT", Role.CONTRIBUTOR: "a contributor"}.get(role, "a lead")
