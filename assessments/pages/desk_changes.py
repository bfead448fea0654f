"""What a change of a cycle means, said before it is made: of its closing date, and of what others see."""

from dataclasses import dataclass
from datetime import date

from assessments.actions.cycle_changes import moves_between
from assessments.models import Cycle, SelfAssessment, Status, User
from assessments.pages.dates import plain_day
from assessments.pages.desk_cycles import cycle_breadcrumbs

GEOGRAPHY = (
    "Reports put organisations into ICSs and regions as they lie on the last day, and leads see what lies in theirs on "
    "that day or today. Where another day changes this, you are shown for whom before anything happens."
)
TOLD = (
    "Those who answer for the organisations asked, and those who lead there, are told of the new last day by e-mail, "
    "unless they have chosen not to be."
)


@dataclass(frozen=True)
class CycleChangePage:
    """One change of a cycle: what it means, before it is made. `moves`: (organisation, before, after)."""

    cycle: Cycle
    title: str
    means: tuple[str, ...]
    moves: tuple[tuple[str, str, str], ...] = ()
    day: str = ""

    @classmethod
    def extending(cls, cycle: Cycle) -> "CycleChangePage":
        means = (
            f"The last day is {plain_day(cycle.closes_on)} now. All organisations that are asked get the longer time. "
            "For one organisation alone, give more time on the list of self-assessments.",
            GEOGRAPHY,
            TOLD,
        )
        return cls(cycle, "Open it again until a later day" if cycle.has_closed else "Extend the cycle", means)

    @classmethod
    def closing(cls, user: User, cycle: Cycle) -> "CycleChangePage":
        begun = SelfAssessment.objects.visible_to(user).filter(cycle=cycle)
        unsent = begun.filter(status__in=[Status.IN_PROGRESS, Status.RETURNED]).count()
        longer = cycle.participations.filter(open_until__gt=cycle.closes_on).count()
        means = [f"The last day is {plain_day(cycle.closes_on)} now.", GEOGRAPHY, TOLD]
        if unsent:
            one = unsent == 1
            means.insert(
                1,
                f"{unsent} self-assessment{' is' if one else 's are'} begun and not submitted. What is there "
                "stays, and cannot be submitted once the cycle has closed. You can extend the cycle again.",
            )
        if longer:
            means.append(f"{longer} organisation{' keeps' if longer == 1 else 's keep'} the longer time already given.")
        return cls(cycle, "Close the cycle early", tuple(means))

    @classmethod
    def restricting(cls, cycle: Cycle) -> "CycleChangePage":
        means = (
            "Others see less at once, also of what is submitted already. This cannot be taken back: people go on to "
            "answer on that promise. Administrators see all, always.",
        )
        return cls(cycle, "Make the cycle stricter", means)

    def with_moves(self, day: date) -> "CycleChangePage":
        moves = tuple((str(body), before, after) for body, before, after in moves_between(self.cycle, day))
        return CycleChangePage(self.cycle, self.title, self.means, moves, plain_day(day))

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return cycle_breadcrumbs(self.cycle)
