"""The facts of a framework version: its levels, dimensions, indicators and words. Knows nothing of answers."""

import re

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.deletion import Collector
from django.db.models.functions import Coalesce

# Long enough for every run of digits that fits into a version.
VERSION_DIGITS = 20


def version_order(version: str) -> str:
    """A text that sorts as people count: 2024.9 before 2024.10."""
    return re.sub(r"\d+", lambda digits: digits.group().zfill(VERSION_DIGITS), version)


def count_of(part: type[models.Model]) -> Coalesce:
    """How many of a part a framework has, by a query of its own: joins would multiply the parts."""
    counted = part.objects.order_by().filter(framework=OuterRef("pk")).values("framework")
    return Coalesce(Subquery(counted.annotate(count=Count("pk")).values("count")), 0)


class FrameworkQuerySet(models.QuerySet):
    def drafts(self) -> "FrameworkQuerySet":
        return self.filter(state=Framework.State.DRAFT)

    def published(self) -> "FrameworkQuerySet":
        return self.filter(state=Framework.State.PUBLISHED)

    def retired(self) -> "FrameworkQuerySet":
        return self.filter(state=Framework.State.RETIRED)

    def visible_to(self, user) -> "FrameworkQuerySet":
        """What is published or was once is public; a draft is for those who load frameworks or review its words."""
        if user.has_perm("frameworks.see_drafts"):
            return self
        drafts = Q(pk__in=Framework.objects.under_review_by(user).values("pk"))
        return self.filter(~Q(state=Framework.State.DRAFT) | drafts)

    def reviewed_by(self, user) -> "FrameworkQuerySet":
        """Those whose wording this person reviews: administrators all, others where they are invited."""
        if user.has_perm("frameworks.see_drafts"):
            return self
        return self.filter(pk__in=Framework.objects.under_review_by(user).values("pk"))

    def under_review_by(self, user) -> "FrameworkQuerySet":
        """Those to whose review this very person is invited now."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(reviewers__user=user, reviewers__ended_at=None)

    def latest_of_each(self) -> "FrameworkQuerySet":
        """The newest published version of every framework."""
        newest = Framework.objects.published().filter(slug=OuterRef("slug")).order_by("-version_order", "-pk")
        return self.filter(pk=Subquery(newest.values("pk")[:1]))

    def newest_first(self) -> "FrameworkQuerySet":
        """By title, and the newest version of each first."""
        return self.order_by("title", "slug", "-version_order", "-pk")

    def latest_asked(self) -> "Framework | None":
        """The one of which a cycle asked last, in any version; else the one that was loaded last, or None."""
        asked = Framework.objects.filter(slug=OuterRef("slug"), cycles__isnull=False).order_by("-cycles__opens_on")
        in_turn = F("asked_on").desc(nulls_last=True)
        return (
            self.annotate(asked_on=Subquery(asked.values("cycles__opens_on")[:1]))
            .order_by(in_turn, "-loaded_at", "-pk")
            .first()
        )

    def by_reference(self, reference: str) -> "FrameworkQuerySet":
        """The version that `slug@version` names; empty where the text names none."""
        slug, _, version = reference.partition("@")
        return self.filter(slug=slug, version=version)

    def before(self, slug: str, version: str) -> "FrameworkQuerySet":
        """Of the versions of that framework the ones before this version, the newest first."""
        return self.filter(slug=slug, version_order__lt=version_order(version)).order_by("-version_order", "-pk")

    def with_counts(self) -> "FrameworkQuerySet":
        """Each with `level_count`, `dimension_count` and `indicator_count`."""
        return self.annotate(
            level_count=count_of(MaturityLevel),
            dimension_count=count_of(Dimension),
            indicator_count=count_of(Indicator),
        )

    def with_version_before(self, user) -> "FrameworkQuerySet":
        """Each with `version_before`: of the versions before it the newest that the person may see, or None."""
        older = Framework.objects.visible_to(user).filter(
            slug=OuterRef("slug"), version_order__lt=OuterRef("version_order")
        )
        return self.annotate(version_before=Subquery(older.order_by("-version_order", "-pk").values("version")[:1]))

    def with_parts(self) -> "FrameworkQuerySet":
        """Each with its levels, dimensions, indicators and descriptors: one query for each kind of part."""
        return self.prefetch_related(*all_parts())


def all_parts() -> list[Prefetch]:
    """What a version consists of, in order, to be fetched along with it."""
    indicators = Prefetch("indicators", Indicator.objects.with_words().order_by("position"))
    dimensions = Dimension.objects.order_by("position").prefetch_related(indicators)
    return [in_order("levels", MaturityLevel), Prefetch("dimensions", dimensions)]


def outline() -> list[Prefetch]:
    """The same without the indicators; each dimension has an `indicator_count`."""
    dimensions = Dimension.objects.order_by("position").annotate(indicator_count=Count("indicators"))
    return [in_order("levels", MaturityLevel), Prefetch("dimensions", dimensions)]


def in_order(name: str, part: type[models.Model]) -> Prefetch:
    return Prefetch(name, part.objects.order_by("position"))


class Framework(models.Model):
    """One version of a framework. Once a cycle uses it, its content never changes."""

    class Judges(models.TextChoices):
        ORGANISATION = "organisation", "an organisation"
        INITIATIVE = "initiative", "an initiative of an organisation"

    class Wording(models.TextChoices):
        DRAFT = "draft", "draft"
        REVIEWED = "reviewed", "reviewed"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        RETIRED = "retired", "Retired"

    slug = models.CharField(max_length=50)
    version = models.CharField(max_length=20)
    # Work of `version_order`, kept so that the database can sort by it.
    version_order = models.CharField(max_length=300, editable=False)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    judges = models.CharField(max_length=20, choices=Judges.choices, default=Judges.ORGANISATION)
    # A list of {title, url, year}; url may be "" and year null.
    sources = models.JSONField(default=list, blank=True)
    # What the file said holds for descriptors that it does not name; each descriptor knows its own.
    wording = models.CharField(max_length=10, choices=Wording.choices, default=Wording.DRAFT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    content_hash = models.CharField(max_length=64, editable=False)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="framework_version_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "retired"]), name="framework_state_known"
            ),
            models.CheckConstraint(
                condition=Q(judges__in=["organisation", "initiative"]), name="framework_judges_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"

    @property
    def reference(self) -> str:
        return f"{self.slug}@{self.version}"

    @property
    def is_under_review(self) -> bool:
        """Whether people were asked to review its words, or an administrator has begun to."""
        said = Q(review_marks__isnull=False) | Q(review_comments__isnull=False)
        return self.reviewers.exists() or LevelDescriptor.objects.filter(said, indicator__framework=self).exists()

    @property
    def is_used(self) -> bool:
        """Whether answers, or a cycle that will have some, hang on any part of it. Its content then never changes."""
        direct = (link for link in self._meta.related_objects if link.on_delete is models.PROTECT)
        if any(getattr(self, link.get_accessor_name()).exists() for link in direct):
            return True
        try:
            Collector(using=self._state.db).collect([self])
        except (models.ProtectedError, models.RestrictedError):
            return True
        return False

    @property
    def judges_initiatives(self) -> bool:
        return self.judges == self.Judges.INITIATIVE

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_retired(self) -> bool:
        return self.state == self.State.RETIRED


# The parts below are deleted with their framework (CASCADE), and only when a version that nobody uses is
# replaced; whoever uses a part points at it with PROTECT, which stops that.


class MaturityLevel(models.Model):
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField(help_text="1 is the lowest level.")
    slug = models.CharField(max_length=50)
    name = models.CharField(max_length=60)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "position"], name="level_position_once"),
            models.UniqueConstraint(fields=["framework", "slug"], name="level_slug_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="level_position_from_1"),
        ]

    def __str__(self) -> str:
        return self.name


class Dimension(models.Model):
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="dimensions")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "position"], name="dimension_position_once"),
            models.UniqueConstraint(fields=["framework", "code"], name="dimension_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class IndicatorQuerySet(models.QuerySet):
    def with_words(self) -> "IndicatorQuerySet":
        """Each with the words of its levels."""
        return self.prefetch_related(Prefetch("descriptors", LevelDescriptor.objects.order_by()))

    def with_advice(self) -> "IndicatorQuerySet":
        """Each with `has_advice`: whether the library offers a recommended action for it."""
        actions = self.model.recommended_actions.rel.related_model.objects  # their module imports this one
        offered = actions.current().filter(supports=OuterRef("pk"))
        return self.annotate(has_advice=Exists(offered))


class Indicator(models.Model):
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="indicators")
    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveIntegerField(help_text="Counted over the whole framework.")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    question = models.TextField()
    guidance = models.TextField(blank=True)
    # References `slug@version#code` to the same indicator in an older version or another framework.
    equivalent_to = models.JSONField(default=list, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "position"], name="indicator_position_once"),
            models.UniqueConstraint(fields=["framework", "code"], name="indicator_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class LevelDescriptorQuerySet(models.QuerySet):
    def visible_to(self, user) -> "LevelDescriptorQuerySet":
        return self.filter(indicator__framework__in=Framework.objects.visible_to(user).values("pk"))

    def worded(self) -> "LevelDescriptorQuerySet":
        """Those with words: the others have only a weight."""
        return self.exclude(text="")

    def counts(self) -> dict[str, int]:
        """How many have words and weights, and of how many those are still to be reviewed or checked."""
        said, weighed = ~Q(text=""), Q(weight__isnull=False)
        return self.aggregate(
            words=Count("pk", said),
            drafts=Count("pk", said & Q(is_reviewed=False)),
            weights=Count("pk", weighed),
            unchecked=Count("pk", weighed & Q(weight_is_to_check=True)),
        )

    def draft_worded(self) -> "LevelDescriptorQuerySet":
        """Those with words that nobody has reviewed yet."""
        return self.worded().filter(is_reviewed=False)

    def with_weight_to_check(self) -> "LevelDescriptorQuerySet":
        """Those whose weight is still to be compared with its source."""
        return self.filter(weight_is_to_check=True)


class LevelDescriptor(models.Model):
    """The words for one level of one indicator; text is empty where the framework gives only a weight."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="descriptors")
    level = models.ForeignKey(MaturityLevel, on_delete=models.CASCADE, related_name="descriptors")
    text = models.TextField(blank=True)
    is_reviewed = models.BooleanField(default=False)
    weight = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    # The file gives this weight, but says that no source confirms it yet.
    weight_is_to_check = models.BooleanField(default=False)

    objects = LevelDescriptorQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "level__position"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "level"], name="descriptor_once"),
        ]

    def __str__(self) -> str:
        return self.text
