"""Contributions: one person's own view of an indicator, before the organisation agrees its rating. Never an answer."""

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from simple_history.models import HistoricalRecords

from assessments.models.answers import Confidence
from assessments.models.people import User
from assessments.models.places import Sector
from assessments.models.self_assessments import SelfAssessment
from assessments.models.upgrades import AskedNowManager, Leavable
from frameworks.models import Dimension, Indicator


class ContributorQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at=None)

    def visible_to(self, user):
        """Who was asked is known in the organisation; what each said is another question."""
        return self.filter(self_assessment__organisation__in=user.reach.own)

    def of_person(self, user):
        """Hers, first by account; also what she said as a guest, before she had one."""
        by_address = Q(user=None, email=user.email.lower())
        return self.filter(Q(user=user) | by_address).order_by(F("user").asc(nulls_last=True), "pk")

    def with_names(self):
        return self.select_related(
            "user", "asked_by", "self_assessment__organisation", "self_assessment__cycle", "self_assessment__framework"
        )

    def with_numbers(self):
        """Each with `asked_count`, the indicators asked, and `given_count`, those with a view; never what it says.

        `to_confirm_count`: of those given, how many were given to other words.
        """
        given = Contribution.objects.filter(contributor=OuterRef("pk")).filter(
            _is_asked(contributor=OuterRef("contributor"), dimension=OuterRef("indicator__dimension"))
        )
        asked = Indicator.objects.filter(framework=OuterRef("self_assessment__framework")).filter(
            _is_asked(contributor=OuterRef(OuterRef("pk")), dimension=OuterRef("dimension"))
        )
        return self.annotate(
            given_count=_count_of(given.order_by().values("contributor")),
            to_confirm_count=_count_of(given.exclude(asked_as=None).order_by().values("contributor")),
            asked_count=_count_of(asked.order_by().values("framework")),
        )


def _is_asked(*, contributor, dimension) -> Q:
    """Whether this dimension is among those that the contributor was asked about; none named: all are."""
    named = Contributor.dimensions.through.objects.filter(contributor=contributor)
    return Q(~Exists(named)) | Q(Exists(named.filter(dimension=dimension)))


def _count_of(grouped):
    return Coalesce(Subquery(grouped.annotate(count=Count("pk")).values("count")), 0)


class Contributor(models.Model):
    """Somebody whose own view is asked for: a member of the organisation, or a guest (no `user`) who has a link."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="contributors")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    email = models.EmailField("e-mail address")
    name = models.CharField(max_length=120, blank=True)
    job_title = models.CharField("what you do", max_length=120, blank=True)
    sector = models.CharField("speaks for", max_length=12, choices=Sector)
    may_be_named = models.BooleanField(default=False, help_text="Whether the name stands beside what was said.")
    dimensions = models.ManyToManyField(Dimension, related_name="+", blank=True, help_text="None: all of them.")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ContributorQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="one_contributor_per_address", fields=["self_assessment", "email"]),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_guest(self) -> bool:
        return self.user_id is None


class ContributionLinkQuerySet(models.QuerySet):
    def by_hash(self, key_hash: str) -> "ContributionLink | None":
        names = tuple(f"contributor__self_assessment__{name}" for name in ("organisation", "cycle", "framework"))
        found = self.select_related(*names, "contributor__asked_by", "contributor__user", "made_by")
        return found.filter(key_hash=key_hash).first()


class ContributionLink(models.Model):
    """A link that lets a guest in once. Only the hash of its key is kept."""

    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="links")
    key_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = ContributionLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Link for {self.contributor}"

    @property
    def has_expired(self) -> bool:
        return timezone.now() >= self.expires_at


class ContributionQuerySet(models.QuerySet):
    """What somebody said stays, also when her access has ended."""

    def visible_to(self, user):
        """In her own organisations, and there only at indicators of which she has said what she thinks herself."""
        said = Contribution.every.filter(
            contributor__user=user,
            contributor__self_assessment=OuterRef("contributor__self_assessment"),
            indicator=OuterRef("indicator"),
        )
        return self.filter(Exists(said), contributor__self_assessment__organisation__in=user.reach.own)

    def with_people(self):
        return self.select_related("contributor", "indicator").order_by("indicator__position", "contributor", "pk")


class Contribution(Leavable):
    """One contributor's level or span for one indicator; without one, she cannot say.

    `asked_as`: the words to which she gave it, where these are not what is asked now.
    """

    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="contributions")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    asked_as = models.ForeignKey(Indicator, models.PROTECT, related_name="+", null=True, blank=True)
    low = models.PositiveSmallIntegerField(null=True, blank=True)
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    confidence = models.CharField(max_length=8, choices=Confidence, default=Confidence.HIGH)
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    objects = AskedNowManager.from_queryset(ContributionQuerySet)()
    every = ContributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_contribution_per_indicator", fields=["contributor", "indicator"]),
            models.CheckConstraint(
                name="contribution_span_is_a_span",
                condition=Q(low=None, high=None) | Q(low__gte=1, high__gte=F("low")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contributor}: {self.indicator.code}"

    @property
    def is_to_confirm(self) -> bool:
        return self.asked_as_id is not None


class ConsensusQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was agreed tells what others said: known like contributions, after saying what she thinks herself."""
        said = Contribution.every.filter(
            contributor__user=user,
            contributor__self_assessment=OuterRef("self_assessment"),
            indicator=OuterRef("indicator"),
        )
        return self.filter(Exists(said), self_assessment__organisation__in=user.reach.own)


class Consensus(Leavable):
    """That people talked an indicator over and what they agreed. The level itself and why stand in the rating."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="consensus")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    low = models.PositiveSmallIntegerField()
    high = models.PositiveSmallIntegerField()
    minority_view = models.TextField("a view that should stay on record", blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    objects = AskedNowManager.from_queryset(ConsensusQuerySet)()
    every = ConsensusQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "consensus"
        constraints = [
            models.UniqueConstraint(name="one_consensus_per_indicator", fields=["self_assessment", "indicator"]),
            models.CheckConstraint(name="consensus_span_is_a_span", condition=Q(low__gte=1, high__gte=F("low"))),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.low} to {self.high}"
