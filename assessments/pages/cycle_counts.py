"""How many organisations stand where in each cycle, as an administrator's pages show it."""

from collections import Counter
from dataclasses import dataclass

from assessments.models import Cycle, SelfAssessment, Status, User
from assessments.pages.dates import days_left_words, plain_day


@dataclass(frozen=True)
class CycleCounts:
    """How many organisations stand where in one cycle. `state`: whether it is open, in a few words."""

    cycle: Cycle
    dates: str
    state: str
    visibility: str
    asked: int
    counts: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, cycle: Cycle, stands: Counter) -> "CycleCounts":
        begun = [(status.label, stands[cycle.pk, status]) for status in Status if status != Status.NOT_STARTED]
        return cls(
            cycle,
            f"{plain_day(cycle.opens_on)} to {plain_day(cycle.closes_on)}",
            state_words(cycle),
            cycle.get_visibility_display(),
            cycle.asked_count,
            ((Status.NOT_STARTED.label, cycle.unstarted_count), *begun),
        )


def cycles_counted(user: User, **chosen) -> list[CycleCounts]:
    """All of them, or those that `chosen` names by its fields; the latest first."""
    cycles = Cycle.objects.visible_to(user).filter(**chosen)
    of_them = {f"cycle__{name}": value for name, value in chosen.items()}
    begun = SelfAssessment.objects.visible_to(user).filter(**of_them)
    stands = Counter(begun.values_list("cycle", "status"))
    return [CycleCounts.of(cycle, stands) for cycle in cycles.select_related("framework").with_counts().latest_first()]


def state_words(cycle: Cycle) -> str:
    if cycle.is_open:
        return f"Open. {days_left_words(cycle.days_left)}"
    return f"Closed on {plain_day(cycle.closes_on)}." if cycle.has_closed else f"Opens on {plain_day(cycle.opens_on)}."
