"""Places and their dated geography. The one module that knows where an organisation lies on which day."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone


class Kind(models.TextChoices):
    LOCAL_AUTHORITY = "local-authority", "Local authority"
    NHS_TRUST = "nhs-trust", "NHS trust"
    PLACE_PARTNERSHIP = "place-partnership", "Place-based partnership"
    ICS_BODY = "ics-body", "ICS as a body"
    HEALTH_GROUPING = "health-grouping", "Health grouping"
    INITIATIVE_HOST = "initiative-host", "Host of an initiative"
    REGION = "region", "Region"
    OTHER = "other", "Other"


class Sector(models.TextChoices):
    SOCIAL_CARE = "social-care", "Social care"
    HEALTH = "health", "Health"
    JOINT = "joint", "Joint"


class PlaceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Places are public knowledge among members; to anybody else there are none."""
        return self if user.is_member else self.none()


class Place(models.Model):
    """What regions, ICSs and organisations share."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Region(Place):
    objects = PlaceQuerySet.as_manager()


class ICSQuerySet(PlaceQuerySet):
    def with_region_on(self, day: date):
        """Each with `placed_then`: its placement on that day, one or none."""
        return self.prefetch_related(
            Prefetch("placements", ICSPlacement.objects.on(day).select_related("region"), to_attr="placed_then")
        )

    def in_region_on(self, region: "Region", day: date):
        return self.filter(Exists(ICSPlacement.objects.on(day).filter(ics=OuterRef("pk"), region=region)))


class ICS(Place):
    """An integrated care system. When it ends, those that follow it see what it saw."""

    aliases = models.JSONField(default=list, blank=True)
    succeeded_by = models.ManyToManyField("self", symmetrical=False, related_name="succeeds", blank=True)

    objects = ICSQuerySet.as_manager()

    class Meta(Place.Meta):
        verbose_name = "ICS"
        verbose_name_plural = "ICSs"


class PlacementQuerySet(models.QuerySet):
    def on(self, day: "date | models.F | OuterRef"):
        """Placements in force on `day`; both dates of a placement are inclusive, an empty one is open."""
        return self.filter(
            Q(from_on=None) | Q(from_on__lte=day),
            Q(until_on=None) | Q(until_on__gte=day),
        )


class Placement(models.Model):
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    from_on = models.DateField("from", null=True, blank=True)
    until_on = models.DateField("until", null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = [F("from_on").asc(nulls_first=True)]

    def __str__(self) -> str:
        return f"{self.region}, {self.from_on or '...'} to {self.until_on or '...'}"


class ICSPlacement(Placement):
    ics = models.ForeignKey(ICS, models.PROTECT, related_name="placements")

    class Meta(Placement.Meta):
        constraints = [
            models.CheckConstraint(
                name="ics_placement_ends_after_it_begins",
                condition=Q(from_on=None) | Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
        ]


class OrganisationQuerySet(PlaceQuerySet):
    def visible_to(self, user):
        """One that was merged into another is that other: it stands in no list and in no choice."""
        return super().visible_to(user).standing()

    def standing(self):
        """All but those that were merged into another."""
        return self.filter(merged_into=None)

    def with_placement_on(self, day: date):
        """Each with `placed_then`: its placement on that day, with ICS and region, one or none."""
        placed = OrganisationPlacement.objects.on(day).select_related("ics", "region")
        return self.prefetch_related(Prefetch("placements", placed, to_attr="placed_then"))

    def placed_on(self, day: date):
        placed = OrganisationPlacement.objects.on(day).filter(organisation=OuterRef("pk"))
        return self.standing().filter(Exists(placed))

    def within(self, *, ics: Iterable[int] = (), regions: Iterable[int] = (), on: Iterable[date]):
        """Organisations placed in one of `ics` or `regions` on one of the days."""
        placed = Q()
        for day in on:
            placed |= is_placed(ics=ics, regions=regions, organisation="pk", day=day)
        return self.standing().filter(placed)


class Organisation(Place):
    """A body that assesses itself: local authority, NHS trust, place-based partnership or a whole ICS."""

    kind = models.CharField(max_length=20, choices=Kind)
    sector = models.CharField(max_length=12, choices=Sector)
    aliases = models.JSONField(default=list, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, related_name="parts", null=True, blank=True)
    website = models.URLField(blank=True)
    # The same body had two rows. This one keeps its placements and what became of it; all else went to the other.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", null=True, blank=True, editable=False
    )

    objects = OrganisationQuerySet.as_manager()


class OrganisationPlacement(Placement):
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="placements")
    ics = models.ForeignKey(ICS, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta(Placement.Meta):
        constraints = [
            models.CheckConstraint(
                name="organisation_placement_ends_after_it_begins",
                condition=Q(from_on=None) | Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
        ]


def placements_on(organisations: Iterable[int], day: date) -> dict[int, OrganisationPlacement]:
    """Where each organisation lies on that day, by its key; without those that lie nowhere."""
    placed = OrganisationPlacement.objects.on(day).filter(organisation__in=organisations)
    return {one.organisation_id: one for one in placed.select_related("organisation", "ics", "region")}


def is_placed(*, ics: Iterable[int], regions: Iterable[int], organisation: str, day) -> Exists:
    """Condition: the organisation named by `organisation` lies in one of `ics` or `regions` on `day`.

    `organisation` is the path from the asking queryset to an organisation's key; `day` a date or such a path.
    """
    day = OuterRef(day) if isinstance(day, str) else day
    return Exists(
        OrganisationPlacement.objects.on(day).filter(
            Q(ics__in=list(ics)) | Q(region__in=list(regions)), organisation=OuterRef(organisation)
        )
    )


def is_placed_then_or_now(*, ics: Iterable[int] = (), regions: Iterable[int] = (), organisation: str, then: str):
    """Condition: it lay there on the day at path `then` (a cycle's closing date), or lies there today."""
    where = {"ics": ics, "regions": regions, "organisation": organisation}
    return is_placed(**where, day=then) | is_placed(**where, day=timezone.localdate())


def with_successors(ics: Iterable[int]) -> frozenset[int]:
    """The ICSs and all that followed them."""
    wanted = set(ics)
    if not wanted:
        return frozenset()
    follows: dict[int, set[int]] = {}
    for before, after in _successions():
        follows.setdefault(before, set()).add(after)
    return _reached(wanted, follows)


def predecessors_of_each(ics: Iterable[int]) -> dict[int, frozenset[int]]:
    """For each ICS, itself and all that it followed: whoever leads one of those leads it."""
    wanted = set(ics)
    if not wanted:
        return {}
    followed: dict[int, set[int]] = {}
    for before, after in _successions():
        followed.setdefault(after, set()).add(before)
    return {one: _reached({one}, followed) for one in wanted}


def _successions() -> Iterable[tuple[int, int]]:
    return ICS.succeeded_by.through.objects.values_list("from_ics_id", "to_ics_id")


def _reached(start: set[int], steps: dict[int, set[int]]) -> frozenset[int]:
    reached, waiting = set(start), list(start)
    while waiting:
        new = steps.get(waiting.pop(), set()) - reached
        reached |= new
        waiting.extend(new)
    return frozenset(reached)
