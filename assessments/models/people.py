"""People, the places at which they hold a role, and how far they reach. What a role may do is said in rules.py."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from assessments.models.places import (
    ICS,
    ICSPlacement,
    Organisation,
    OrganisationPlacement,
    Region,
    predecessors_of_each,
    with_successors,
)


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """People whose access she sees; to an administrator everybody, but the system itself."""
        people = self.filter(is_system=False)
        return (
            people
            if user.is_administrator
            else people.filter(pk__in=Membership.objects.visible_to(user).values("user"))
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def by_email(self, email: str) -> "User | None":
        return self.filter(email=email.strip().lower()).first()

    def system(self) -> "User":
        """The named person as whom the commands act; nobody can sign in as it."""
        system, _ = self.get_or_create(
            email="system@aligns.invalid",
            defaults={"name": "The system", "is_system": True, "is_active": False, "password": "!"},
        )
        return system


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The e-mail address is the name to sign in with."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may open the support pages", default=False)
    is_system = models.BooleanField("is the system itself", default=False, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def reach(self) -> "Reach":
        """Which places this person's roles reach; worked out once for a request."""
        return Reach.of(self.memberships.current().with_places())

    @cached_property
    def home_ics(self) -> frozenset[int]:
        """ICSs that this person leads or in which her organisations lie today, and all that these followed."""
        placed = OrganisationPlacement.objects.on(timezone.localdate()).filter(organisation__in=self.reach.own)
        ics = self.reach.led_ics | set(placed.exclude(ics=None).values_list("ics_id", flat=True))
        return frozenset().union(*predecessors_of_each(ics).values())

    @cached_property
    def charge(self) -> dict[str, frozenset[int]]:
        """Role -> keys of the places at which this person lets others into it; worked out once for a request."""
        return _charge_of(self.reach)

    @property
    def is_member(self) -> bool:
        return self.reach.is_member

    @property
    def is_administrator(self) -> bool:
        return self.reach.is_administrator

    @property
    def place_line(self) -> str:
        """Where the person belongs, in a few words, for the head of a page."""
        return self.reach.place_line

    @property
    def role_line(self) -> str:
        """What the person is, in a few words."""
        return ", ".join(Role(role).label for role in self.reach.roles)


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", "Contributor"
    POT = "pot", "Principal Occupational Therapist"
    ICS_LEAD = "ics_lead", "ICS AHP lead"
    REGIONAL_LEAD = "regional_lead", "Regional lead"
    ADMINISTRATOR = "administrator", "Administrator"


class MembershipQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at=None)

    def with_places(self):
        return self.select_related("organisation", "ics", "region").order_by("pk")

    def with_people(self):
        return self.select_related("user", "organisation", "ics", "region").order_by("user__name", "user__email", "pk")

    def visible_to(self, user):
        """Everybody of one's own organisations, the leads above them, and whoever one lets in."""
        reach = user.reach
        if reach.is_administrator:
            return self
        return self.filter(
            Q(user=user)
            | Q(organisation__in=reach.own)
            | Q(role=Role.POT, organisation__in=user.charge[Role.POT])
            | Q(role=Role.ICS_LEAD, ics__in=user.home_ics | user.charge[Role.ICS_LEAD])
            | Q(role=Role.REGIONAL_LEAD, region__in=reach.home_regions)
        )

    def at_any_of(self, *, organisations: Iterable[int] = (), ics: Iterable[int] = (), regions: Iterable[int] = ()):
        return self.filter(Q(organisation__in=organisations) | Q(ics__in=ics) | Q(region__in=regions))

    def latest_first(self):
        """Those that go on, then those that ended; in each the latest."""
        return self.order_by(F("ended_at").desc(nulls_first=True), "-added_at", "-pk")

    def sharing_the_seat_of(self, membership: "Membership"):
        """All that hold the same role at the same place, the one asked about too."""
        return self.filter(**{field: getattr(membership, field) for field in ("role", *PLACE_FIELDS)})

    def active(self):
        """Current ones of people who can sign in."""
        return self.current().filter(user__is_active=True)

    def answering(self):
        """Of those who give an organisation's answers."""
        return self.active().filter(role=Role.POT)

    def leading(self):
        """Of those who follow the organisations of an ICS or a region."""
        return self.active().filter(role__in=[Role.ICS_LEAD, Role.REGIONAL_LEAD])

    def ics_with_a_lead(self) -> frozenset[int]:
        """ICSs in which somebody agrees what is submitted, with those that follow them."""
        led = self.current().filter(role=Role.ICS_LEAD, user__is_active=True)
        return with_successors(led.values_list("ics_id", flat=True))


# Where a role can be held.
PLACE_FIELDS = ("organisation", "ics", "region")


class Membership(models.Model):
    """One person's role at one place. A person may hold several."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships", null=True, blank=True)
    ics = models.ForeignKey(ICS, models.PROTECT, related_name="memberships", null=True, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="memberships", null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_place_fits_role",
                condition=Q(role__in=["contributor", "pot"], organisation__isnull=False, ics=None, region=None)
                | Q(role="ics_lead", organisation=None, ics__isnull=False, region=None)
                | Q(role="regional_lead", organisation=None, ics=None, region__isnull=False)
                | Q(role="administrator", organisation=None, ics=None, region=None),
            ),
            *(
                models.UniqueConstraint(
                    name=f"one_current_membership_per_{place}",
                    fields=["user", "role", place],
                    condition=Q(ended_at=None, **{f"{place}__isnull": False}),
                )
                for place in PLACE_FIELDS
            ),
            models.UniqueConstraint(
                name="one_current_membership_without_place",
                fields=["user", "role"],
                condition=Q(ended_at=None, organisation=None, ics=None, region=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.seat_words}"

    @property
    def place(self) -> Organisation | ICS | Region | None:
        return self.organisation or self.ics or self.region

    @property
    def place_id(self) -> int | None:
        return self.organisation_id or self.ics_id or self.region_id

    @property
    def is_current(self) -> bool:
        return self.ended_at is None

    @property
    def seat_words(self) -> str:
        """The role and where it is held: Contributor, Oakshire"""
        return f"{self.get_role_display()}{f', {self.place}' if self.place else ''}"


@dataclass(frozen=True)
class Reach:
    """Keys of the places that a person's current roles reach.

    `answers_for`: organisations whose answers she gives as POT; `own`: those and the ones she contributes to;
    `led_ics` (with successors) and `led_regions`: as a lead; `home_regions`: where any of her places lies.
    """

    own: frozenset[int] = frozenset()
    answers_for: frozenset[int] = frozenset()
    led_ics: frozenset[int] = frozenset()
    led_regions: frozenset[int] = frozenset()
    home_regions: frozenset[int] = frozenset()
    is_administrator: bool = False
    is_member: bool = False
    place_line: str = ""
    place_names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @classmethod
    def of(cls, memberships: MembershipQuerySet) -> "Reach":
        held = list(memberships)
        own = frozenset(m.organisation_id for m in held if m.organisation_id)
        led_ics = with_successors(m.ics_id for m in held if m.ics_id)
        led_regions = frozenset(m.region_id for m in held if m.region_id)
        return cls(
            own=own,
            answers_for=frozenset(m.organisation_id for m in held if m.role == Role.POT),
            led_ics=led_ics,
            led_regions=led_regions,
            home_regions=led_regions | _regions_of(own, led_ics),
            is_administrator=any(m.role == Role.ADMINISTRATOR for m in held),
            is_member=bool(held),
            place_line=", ".join(dict.fromkeys(str(m.place or m.get_role_display()) for m in held)),
            place_names=tuple(dict.fromkeys(str(m.place) for m in held if m.place)),
            roles=tuple(dict.fromkeys(m.role for m in held)),
        )


def _charge_of(reach: Reach) -> dict[str, frozenset[int]]:
    """By today's geography. An administrator lets anybody in anywhere, which is not listed here."""
    led = Organisation.objects.within(ics=reach.led_ics, on=[timezone.localdate()]) if reach.led_ics else ()
    ics = ICSPlacement.objects.filter(region__in=reach.led_regions) if reach.led_regions else ()
    return {
        Role.CONTRIBUTOR: reach.answers_for,
        Role.POT: reach.answers_for | {organisation.pk for organisation in led},
        Role.ICS_LEAD: frozenset(placement.ics_id for placement in ics),
    }


def _regions_of(organisations: frozenset[int], ics: frozenset[int]) -> frozenset[int]:
    """The region of each place by its latest placement; a place that has ended keeps its last one."""
    latest: dict[tuple[str, int], int] = {}
    if organisations:
        rows = OrganisationPlacement.objects.filter(organisation__in=organisations)
        latest |= {("organisation", key): region for key, region in rows.values_list("organisation_id", "region_id")}
    if ics:
        rows = ICSPlacement.objects.filter(ics__in=ics)
        latest |= {("ics", key): region for key, region in rows.values_list("ics_id", "region_id")}
    return frozenset(latest.values())
