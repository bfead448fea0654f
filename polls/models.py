"""Polls: one question on a screen, its options, and an answer from each phone. Knows no person behind an answer."""

import secrets
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assessments.models import Sector, User
from frameworks.models import Indicator

# Without 0, O, 1, I and L, which people mix up.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6
LONGEST_QUESTION = 300
LONGEST_OPTION = 200
FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
UNSAID = "unsaid"


def new_code() -> str:
    """For a poll that has none yet. There are 887 million."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class PollQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; an administrator sees all."""
        return self if user.is_administrator else self.filter(owner=user)

    def asked(self):
        """Open, or closed since: whoever knows the code may know of it."""
        return self.exclude(state=Poll.State.DRAFT)

    def under(self, code: str):
        """However the code was typed."""
        return self.filter(code=code.strip().upper())

    def with_options(self):
        return self.prefetch_related("options")

    def with_counts(self):
        """Each with its `answer_count`."""
        return self.annotate(answer_count=models.Count("answers"))

    def newest_first(self):
        return self.order_by("-made_at", "-pk")


class Poll(models.Model):
    """One question, asked once. What is asked never changes: words of an indicator are copied, not pointed at.

    `about` names the indicator that the options judge; `shows_results` is whether the screen shows results while the
    poll is open. A poll is its owner's own, and goes with her account.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="polls")
    question = models.CharField(max_length=LONGEST_QUESTION)
    about = models.CharField(max_length=700, blank=True)
    # Only a pointer: another file under the same version takes the indicator away, and the poll stays as it is.
    indicator = models.ForeignKey(Indicator, models.SET_NULL, related_name="+", null=True, blank=True)
    asks_side = models.BooleanField(default=False)
    shows_results = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = PollQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="poll_state_has_its_moments",
                condition=Q(state="draft", opened_at=None, closed_at=None)
                | Q(state="open", opened_at__isnull=False, closed_at=None)
                | Q(state="closed", opened_at__isnull=False, closed_at__gte=F("opened_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_showing_results(self) -> bool:
        return self.is_closed or (self.is_open and self.shows_results)


class PollOption(models.Model):
    """One thing to choose. `level`: the position of the maturity level it stands for."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=LONGEST_OPTION)
    help = models.TextField(blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="poll_option_position_once")]

    def __str__(self) -> str:
        return self.words


class PollAnswerQuerySet(models.QuerySet):
    def counted(self) -> dict[tuple[int, str], int]:
        """(option's key, side) -> answers; one query."""
        rows = self.order_by().values_list("option", "side").annotate(count=models.Count("pk"))
        return {(option, side): count for option, side, count in rows}


class PollAnswer(models.Model):
    """What one phone said, and nothing of who held it: `voter` is the hash of a random mark that the phone keeps."""

    class Side(models.TextChoices):
        SOCIAL_CARE = Sector.SOCIAL_CARE.value, "Social care"
        HEALTH = Sector.HEALTH.value, "Health"
        JOINT = Sector.JOINT.value, "Both"
        UNSAID = UNSAID, "Not said"

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="answers")
    option = models.ForeignKey(PollOption, models.RESTRICT, related_name="answers")
    side = models.CharField(max_length=20, choices=Side, default=Side.UNSAID)
    voter = models.CharField(max_length=64, editable=False)
    answered_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PollAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "voter"], name="one_poll_answer_per_voter")]

    def __str__(self) -> str:
        return f"{self.poll}: {self.option}"


class ReadyMadePollQuerySet(models.QuerySet):
    def offered(self):
        """All of them, in the order of their file."""
        return self.order_by("position", "slug")


class ReadyMadePoll(models.Model):
    """A question with its options to start a poll from. `options` is a list of texts."""

    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=LONGEST_QUESTION)
    options = models.JSONField()
    asks_side = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)

    objects = ReadyMadePollQuerySet.as_manager()

    def __str__(self) -> str:
        return self.question
