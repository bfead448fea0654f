"""What organisations are asked for in a cycle, how much of it is left, and until when. Writes and sends nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from assessments import due
from assessments.models import Cycle, Participation, SelfAssessment, Status, StatusChange
from assessments.pages.dates import days_left_words, long_day
from assessments.pages.words import many
from frameworks.models import Indicator

UNFINISHED = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.RETURNED)


@dataclass(frozen=True)
class Asked:
    """One self-assessment that an organisation is asked for. `begun`: None where nobody has started."""

    participation: Participation
    begun: SelfAssessment | None
    indicator_count: int

    @property
    def organisation(self):
        return self.participation.organisation

    @property
    def cycle(self):
        return self.participation.cycle

    @property
    def key(self) -> str:
        """The same before it is started and after."""
        initiative = f"-{self.begun.pk}" if self.begun and self.begun.initiative else ""
        return f"{self.participation.pk}{initiative}"

    @property
    def is_finished(self) -> bool:
        return bool(self.begun) and self.begun.status not in UNFINISHED

    @property
    def last_day(self) -> date:
        more_time = self.begun.open_until if self.begun else None
        return due.last_day(self.cycle.closes_on, self.participation.open_until, more_time)

    @property
    def since(self) -> date:
        """When it was asked for: the day on which the cycle opened, or the self-assessment came back to be changed."""
        back_at = self.begun.back_at if self.begun else None
        return timezone.localdate(back_at) if back_at else self.cycle.opens_on

    @property
    def name(self) -> str:
        """Oakshire, ALIGNS 2026"""
        initiative = f": {self.begun.initiative}" if self.begun and self.begun.initiative else ""
        return f"{self.organisation}{initiative}, {self.cycle}"

    @property
    def path(self) -> str:
        """Where one goes on with it; the button that starts it is on the home page."""
        return reverse("assessments:detail", args=[self.begun.uuid]) if self.begun else reverse("home")

    @property
    def left_words(self) -> str:
        """12 of 43 indicators have no answer."""
        if self.begun is None:
            return f"It is not started yet. It asks about {many(self.indicator_count, 'indicator')}."
        left = self.indicator_count - self.begun.answered_count
        if left > 0:
            return f"{left} of {many(self.indicator_count, 'indicator')} {'has' if left == 1 else 'have'} no answer."
        return "Every indicator has an answer. What is left is to check the answers and to submit them."

    @property
    def returned_words(self) -> str:
        is_back = self.begun and self.begun.status == Status.RETURNED
        return "It was returned, with a reason that you read on the site." if is_back else ""

    def closing_words(self, today: date) -> str:
        """The last day is Friday 18 December 2026. 7 days left."""
        return f"The last day is {long_day(self.last_day)}. {days_left_words((self.last_day - today).days)}"


def asked_of(participations: Iterable[Participation]) -> list[Asked]:
    """Each self-assessment of these; one for whoever has not begun. Three queries, however many there are."""
    listed = list(participations.with_names().order_by("cycle__closes_on", "organisation__name", "pk"))
    begun: dict[tuple[int, int], list[SelfAssessment]] = {}
    for one in _begun_in({asked.cycle_id for asked in listed}):
        begun.setdefault((one.cycle_id, one.organisation_id), []).append(one)
    frameworks = {asked.cycle.framework_id for asked in listed}
    sizes = Counter(Indicator.objects.filter(framework__in=frameworks).values_list("framework", flat=True))
    return [
        Asked(asked, one, sizes[asked.cycle.framework_id])
        for asked in listed
        for one in begun.get((asked.cycle_id, asked.organisation_id), [None])
    ]


def board_path(cycle: Cycle) -> str:
    """Where a lead follows her organisations in this cycle."""
    return f"{reverse('assessments:list')}?cycle={cycle.slug}"


def _begun_in(cycles: Iterable[int]):
    """Each with `back_at`: when it was returned, withdrawn or reopened last."""
    back = StatusChange.objects.filter(
        self_assessment=OuterRef("pk"),
        from_status__in=[Status.SUBMITTED, Status.AGREED],
        to_status__in=[Status.RETURNED, Status.IN_PROGRESS],
    )
    begun = SelfAssessment.objects.filter(cycle__in=cycles).with_progress()
    return begun.annotate(back_at=Subquery(back.order_by("-pk").values("at")[:1])).order_by("initiative", "pk")
