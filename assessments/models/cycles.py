"""Cycles, in which one framework version is answered, and the organisations asked."""

from datetime import date

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessments.models.people import Membership
from assessments.models.places import Organisation, is_placed_then_or_now
from frameworks.models import Framework


class Visibility(models.TextChoices):
    """From the most open to the strictest; a cycle may only move down this list."""

    NAMED = "named", "Named"
    ANONYMOUS = "anonymous", "Anonymous"
    PRIVATE = "private", "Private"


class CycleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Cycles of which this person may know: all but the private ones in which nobody she sees was asked."""
        reach = user.reach
        if reach.is_administrator:
            return self
        if not reach.is_member:
            return self.none()
        asked = Participation.objects.filter(cycle=OuterRef("pk")).in_sight_of(user)
        return self.filter(~Q(visibility=Visibility.PRIVATE) | Exists(asked))

    def opened_by(self, day: date):
        return self.filter(opens_on__lte=day)

    def latest_first(self):
        return self.order_by("-opens_on", "-pk")

    def with_counts(self):
        """Each with `asked_count` and `unstarted_count`: the organisations asked, and those of them without a start."""
        asked = Participation.objects.filter(cycle=OuterRef("pk")).order_by().values("cycle")
        return self.annotate(
            asked_count=Coalesce(Subquery(asked.annotate(count=Count("pk")).values("count")), 0),
            unstarted_count=Coalesce(
                Subquery(asked.not_started().annotate(count=Count("pk")).values("count")),
                0,
            ),
        )


class Cycle(models.Model):
    """A period in which organisations assess themselves by one framework version."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="cycles")
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="Open to the end of this day, by the clock in London.")
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.ANONYMOUS)
    minimum_group = models.PositiveSmallIntegerField(default=3)
    opened_by = models.ForeignKey("assessments.User", models.PROTECT, related_name="+", null=True, editable=False)
    organisations = models.ManyToManyField(Organisation, through="assessments.Participation", related_name="cycles")

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="cycle_closes_after_it_opens", condition=Q(closes_on__gte=F("opens_on"))),
            models.CheckConstraint(name="cycle_minimum_group_hides", condition=Q(minimum_group__gte=2)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.opens_on <= timezone.localdate() <= self.closes_on

    @property
    def has_closed(self) -> bool:
        return timezone.localdate() > self.closes_on

    @property
    def days_left(self) -> int:
        return (self.closes_on - timezone.localdate()).days


class ParticipationQuerySet(models.QuerySet):
    def in_sight_of(self, user):
        """Where she answers, contributes or leads: there she knows of a cycle, and how far each has come."""
        reach = user.reach
        if reach.is_administrator:
            return self
        return self.filter(Q(organisation__in=reach.own) | _led(reach))

    def led_by(self, user):
        return self if user.is_administrator else self.filter(_led(user.reach))

    def extendable_by(self, user):
        """Those to which she may give more time; the same answer as the rule GIVE_TIME, row by row."""
        reach = user.reach
        if reach.is_administrator:
            return self
        has_lead = is_placed_then_or_now(
            ics=Membership.objects.ics_with_a_lead(), organisation="organisation_id", then="cycle__closes_on"
        )
        own = is_placed_then_or_now(ics=reach.led_ics, organisation="organisation_id", then="cycle__closes_on")
        region = is_placed_then_or_now(
            regions=reach.led_regions, organisation="organisation_id", then="cycle__closes_on"
        )
        return self.filter(Q(own) | Q(region) & ~Q(has_lead))

    def of(self, organisations):
        return self.filter(organisation__in=organisations)

    def not_started(self):
        """Those without a self-assessment in the cycle."""
        return self.exclude(organisation__self_assessments__cycle=F("cycle"))

    def still_open_on(self, day: date):
        """Those that may answer on that day by the cycle's dates, or because they were given more time."""
        reopened = {
            "organisation__self_assessments__cycle": F("cycle"),
            "organisation__self_assessments__open_until__gte": day,
        }
        more_time = Q(open_until__gte=day) | Q(pk__in=Participation.objects.filter(**reopened).values("pk"))
        return self.filter(Q(cycle__closes_on__gte=day) | more_time, cycle__opens_on__lte=day)

    def with_names(self):
        return self.select_related("organisation", "cycle__framework")


def _led(reach):
    return is_placed_then_or_now(
        ics=reach.led_ics,
        regions=reach.led_regions,
        organisation="organisation_id",
        then="cycle__closes_on",
    )


class ParticipationManager(models.Manager.from_queryset(ParticipationQuerySet)):
    def get_queryset(self):
        """Where two rows of one body were asked, the one of the row that was merged away no longer counts."""
        return super().get_queryset().filter(organisation__merged_into=None)


class Participation(models.Model):
    """One organisation asked in one cycle."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participations")
    open_until = models.DateField(
        null=True, blank=True, help_text="More time for this one: a day past the closing date."
    )

    # The last time that a lead pressed "Remind".
    reminded_by = models.ForeignKey(
        "assessments.User", models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ParticipationManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="asked_once_in_a_cycle", fields=["cycle", "organisation"]),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.cycle}"

    @property
    def is_open(self) -> bool:
        """Whether the calendar lets this organisation begin."""
        has_more_time = self.open_until and self.cycle.opens_on <= timezone.localdate() <= self.open_until
        return self.cycle.is_open or bool(has_more_time)
