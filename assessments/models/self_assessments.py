"""Self-assessments: who may know of one, how far it is, and every change of its state."""

import uuid

from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessments.models.cycles import Cycle, Visibility
from assessments.models.people import Membership, User
from assessments.models.places import Organisation, OrganisationPlacement, is_placed_then_or_now
from assessments.models.upgrades import Upgrade
from frameworks.models import Framework, Indicator


class Status(models.TextChoices):
    """The states of a self-assessment. An organisation asked but without one has not started."""

    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    AGREED = "agreed", "Agreed"


EDITABLE = (Status.IN_PROGRESS, Status.RETURNED)


class SelfAssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The one place that works out whose self-assessments a person may know of.

        Own organisation, and where she leads: all, drafts included (how far they are; not what they say).
        Others of her region in a named cycle: what is submitted.
        """
        reach = user.reach
        if reach.is_administrator:
            return self
        return self.filter(_own_or_led(reach) | _named_peers(reach))

    def in_sight_of(self, user):
        """Where she belongs or leads: there she may follow how far each has come, and its history."""
        return self if user.is_administrator else self.filter(_own_or_led(user.reach))

    def led_by(self, user):
        return self if user.is_administrator else self.filter(_led(user.reach))

    def of(self, organisations):
        return self.filter(organisation__in=organisations)

    def submitted(self):
        """Those that wait to be agreed or returned."""
        return self.filter(status=Status.SUBMITTED)

    def waiting_for(self, user):
        """Those that she may agree or return today; the same answer as the rules AGREE and RETURN, row by row."""
        reach = user.reach
        standing_in = _lies_within(regions=reach.led_regions) & ~Q(
            _lies_within(ics=Membership.objects.ics_with_a_lead())
        )
        return self.submitted().filter(Q(_lies_within(ics=reach.led_ics)) | standing_in)

    def with_names(self):
        return self.select_related("organisation", "cycle", "framework")

    def with_placements(self):
        """With all placements of the organisation, their ICSs and regions, in one query."""
        placements = OrganisationPlacement.objects.select_related("ics", "region")
        return self.prefetch_related(Prefetch("organisation__placements", placements))

    def with_progress(self):
        """Each with `answered_count` and `indicator_count`, by queries of their own: joins would multiply them."""
        answered = self._ratings().filter(self_assessment=OuterRef("pk")).values("self_assessment")
        asked = Indicator.objects.order_by().filter(framework=OuterRef("framework")).values("framework")
        return self.annotate(
            answered_count=Coalesce(Subquery(answered.annotate(count=Count("pk")).values("count")), 0),
            indicator_count=Coalesce(Subquery(asked.annotate(count=Count("pk")).values("count")), 0),
        )

    def with_answers(self):
        """Each with its framework's dimensions, indicators and levels, its answers, changes of state and lead notes."""
        notes = self.model.lead_notes.rel.related_model.objects.with_people()
        ratings = self._ratings().select_related("changed_by").defer("comment", "source", "confidence_note")
        return self.with_names().prefetch_related(
            "framework__dimensions__indicators",
            "framework__levels",
            "dimension_ratings",
            Prefetch("ratings", ratings),
            Prefetch("status_changes", StatusChange.objects.select_related("by")),
            Prefetch("lead_notes", notes),
        )

    def _ratings(self):
        """Those asked now. Their module imports this one."""
        return self.model.ratings.rel.related_model.objects.all()

    def said_before(self, self_assessment, references):
        """What the same organisation (or initiative) says that can be said again, the latest first.

        By the same framework, in an earlier cycle; or by one of `references` ("slug@version") to other frameworks.
        """
        own = self_assessment.framework.slug
        wanted = Q(framework__slug=own, cycle__opens_on__lt=self_assessment.cycle.opens_on)
        for slug, _, version in (reference.partition("@") for reference in references):
            if slug != own:
                wanted |= Q(framework__slug=slug, framework__version=version)
        return self.filter(
            wanted, organisation=self_assessment.organisation_id, initiative=self_assessment.initiative
        ).order_by("-cycle__opens_on", "-pk")

    def counting(self):
        """Those of which something counts outside the organisation: the last submitted snapshot."""
        return self.filter(counting_snapshot__isnull=False)


def _own_or_led(reach) -> Q:
    return Q(organisation__in=reach.own) | _led(reach)


def _led(reach) -> Q:
    return Q(_lies_within(ics=reach.led_ics, regions=reach.led_regions))


def _named_peers(reach) -> Q:
    return Q(cycle__visibility=Visibility.NAMED, counting_snapshot__isnull=False) & Q(
        _lies_within(regions=reach.home_regions)
    )


def _lies_within(**places):
    return is_placed_then_or_now(**places, organisation="organisation_id", then="cycle__closes_on")


class SelfAssessment(models.Model):
    """One organisation's (or one initiative's) answers in one cycle, on one version of the framework."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="self_assessments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="self_assessments")
    initiative = models.CharField(max_length=160, blank=True)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="self_assessments")
    status = models.CharField(max_length=12, choices=Status, default=Status.IN_PROGRESS)
    counting_snapshot = models.ForeignKey(
        "assessments.Snapshot", models.PROTECT, related_name="+", null=True, editable=False
    )
    open_until = models.DateField(null=True, blank=True, help_text="After a return: a day past the closing date.")
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_self_assessment_per_cycle", fields=["cycle", "organisation", "initiative"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.cycle}"

    @property
    def subject(self) -> str:
        """Of whom or what it is: Oakshire, or Oakshire: Volunteer roles."""
        return f"{self.organisation}: {self.initiative}" if self.initiative else str(self.organisation)

    @property
    def is_open(self) -> bool:
        """Whether the calendar lets answers be changed."""
        return self.cycle.is_open or bool(self.open_until and timezone.localdate() <= self.open_until)

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE and self.is_open

    @property
    def standing_return(self) -> "StatusChange | None":
        """The return that no later submission has answered, also while it is being changed; else None."""
        steps = [c for c in self.status_changes.all() if c.is_step and c.to_status != Status.IN_PROGRESS]
        return steps[-1] if steps and steps[-1].to_status == Status.RETURNED else None

    @property
    def standing_move(self) -> "StatusChange | None":
        """The last move to a newer version of the framework, until a later submission; else None."""
        changes = [
            c for c in self.status_changes.all() if c.upgrade_id or (c.is_step and c.to_status == Status.SUBMITTED)
        ]
        return changes[-1] if changes and changes[-1].upgrade_id else None


class StatusChange(models.Model):
    """Who moved a self-assessment from one state to another, when, and what was said. Never changed, only added.

    From a state to the same: it was given more time, and the first line of the note is the day, in ISO form. With an
    `upgrade`, to the same state or another: its cycle moved to a newer version of the framework.
    """

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="status_changes")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    from_status = models.CharField("from", max_length=12, choices=Status)
    to_status = models.CharField("to", max_length=12, choices=Status)
    note = models.TextField(blank=True)
    upgrade = models.ForeignKey(Upgrade, models.PROTECT, related_name="status_changes", null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_status} to {self.to_status}"

    @property
    def is_step(self) -> bool:
        """Whether the state changed; where it did not, more time was given, or the cycle moved."""
        return self.from_status != self.to_status
