"""Self-assessments and what is said in them: ratings, dimension ratings, evidence, and every change of state."""

import uuid

from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from simple_history.models import HistoricalRecords

from assessments.models.cycles import Cycle, Visibility
from assessments.models.people import Membership, User
from assessments.models.places import Organisation, OrganisationPlacement, is_placed_then_or_now
from assessments.models.upgrades import Leavable, Upgrade
from frameworks.models import Dimension, Framework, Indicator


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
        answered = Rating.objects.filter(self_assessment=OuterRef("pk")).values("self_assessment")
        asked = Indicator.objects.order_by().filter(framework=OuterRef("framework")).values("framework")
        return self.annotate(
            answered_count=Coalesce(Subquery(answered.annotate(count=Count("pk")).values("count")), 0),
            indicator_count=Coalesce(Subquery(asked.annotate(count=Count("pk")).values("count")), 0),
        )

    def with_answers(self):
        """Each with its framework's dimensions, indicators and levels, its answers, changes of state and lead notes."""
        notes = self.model.lead_notes.rel.related_model.objects.with_people()
        ratings = Rating.objects.select_related("changed_by").defer("comment", "source", "confidence_note")
        return self.with_names().prefetch_related(
            "framework__dimensions__indicators",
            "framework__levels",
            "dimension_ratings",
            Prefetch("ratings", ratings),
            Prefetch("status_changes", StatusChange.objects.select_related("by")),
            Prefetch("lead_notes", notes),
        )

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


class AnswerStatus(models.TextChoices):
    RATED = "rated", "Rated"
    NO_DATA = "no_data", "No data"
    NOT_APPLICABLE = "not_applicable", "Does not apply"


class Reason(models.TextChoices):
    """Why there is no level."""

    NOT_HELD = "not_held", "We do not hold the information"
    NOT_DISCUSSED = "not_discussed", "Not discussed"
    LOST_IN_SOURCE = "lost_in_source", "Lost in the source"
    PREFER_NOT_TO_SAY = "prefer_not_to_say", "We prefer not to say"
    OTHER = "other", "Another reason"


class Confidence(models.TextChoices):
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class Answer(Leavable):
    """What a rating and a dimension rating share. `low` and `high` are positions of levels.

    A subclass says `asked_as`: the words to which it was given, where these are not what is asked now. Please confirm.
    """

    status = models.CharField(max_length=16, choices=AnswerStatus)
    low = models.PositiveSmallIntegerField(null=True, blank=True)
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    comment = models.TextField(blank=True)
    source = models.CharField(max_length=500, blank=True)
    confidence = models.CharField(max_length=8, choices=Confidence, default=Confidence.HIGH)
    confidence_note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    # As it was taken over, by `changed_by`, and not changed since; empty as soon as it is.
    brought_from = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="+", null=True, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    @property
    def is_rated(self) -> bool:
        return self.status == AnswerStatus.RATED

    @property
    def is_to_confirm(self) -> bool:
        return self.asked_as_id is not None


def answer_constraints(name: str) -> list[models.BaseConstraint]:
    """The four states never collapse: a level or span, or no level and a reason."""
    return [
        models.CheckConstraint(
            name=f"{name}_levels_fit_status",
            condition=Q(status="rated", low__gte=1, high__gte=F("low"), reason="")
            | Q(status__in=["no_data", "not_applicable"], low=None, high=None) & ~Q(reason=""),
        )
    ]


class Rating(Answer):
    """The answer to one indicator."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="ratings")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    asked_as = models.ForeignKey(Indicator, models.PROTECT, related_name="+", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_rating_per_indicator", fields=["self_assessment", "indicator"]),
            *answer_constraints("rating"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.get_status_display()}"


class DimensionRating(Answer):
    """What the organisation declares for a whole dimension."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="dimension_ratings")
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="+")
    asked_as = models.ForeignKey(Dimension, models.PROTECT, related_name="+", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_dimension_rating_per_dimension", fields=["self_assessment", "dimension"]),
            *answer_constraints("dimension_rating"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension.code}: {self.get_status_display()}"


class EvidenceKind(models.TextChoices):
    OBSERVATION = "observation", "Observation"
    QUOTATION = "quotation", "Quotation"
    LINK = "link", "Link"
    DOCUMENT = "document", "Document"
    BEST_PRACTICE = "best_practice", "Best practice"


class Evidence(Leavable):
    """What supports a rating, or stands where there is none."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="evidence")
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", null=True, blank=True)
    kind = models.CharField(max_length=16, choices=EvidenceKind, default=EvidenceKind.OBSERVATION)
    text = models.TextField()
    low = models.PositiveSmallIntegerField(null=True, blank=True)
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=500, blank=True)
    attribution = models.CharField(max_length=300, blank=True)
    # Whom others may ask, as that person agreed.
    contact = models.CharField(max_length=200, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    shared = models.BooleanField("shared outside the organisation", default=False)
    brought_from = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="+", null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_span_is_a_span",
                condition=Q(low=None, high=None) | Q(low__gte=1, high__gte=F("low")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"


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
