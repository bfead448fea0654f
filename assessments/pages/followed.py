"""The organisations that a lead follows in one cycle: how far each is, and which wait. Never what was answered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from assessments.models import Cycle, Participation, SelfAssessment, Status, User
from assessments.pages.dates import moment_day
from assessments.pages.own import Tag, closing_words
from assessments.pages.reminding import Reminder, Reminders

# The order in which a lead wants them: what asks something of her comes first.
ORDER = [Status.SUBMITTED, Status.RETURNED, Status.IN_PROGRESS, Status.NOT_STARTED, Status.AGREED]
COUNTED = {
    Status.NOT_STARTED: "not started",
    Status.IN_PROGRESS: "in progress",
    Status.SUBMITTED: "submitted",
    Status.RETURNED: "returned",
    Status.AGREED: "agreed",
}


@dataclass(frozen=True)
class FollowedRow:
    """`waits`: she may agree or return it now."""

    name: str
    tag: Tag
    status: str
    uuid: UUID | None = None
    answered: int = 0
    of: int = 0
    changed: str = ""
    waits: bool = False
    reminder: Reminder | None = None

    @property
    def order(self) -> tuple:
        return (not self.waits, ORDER.index(self.status), self.name.casefold())

    @property
    def note(self) -> str:
        """What a submission that is not hers to agree waits for."""
        return "Waits for its ICS lead" if self.status == Status.SUBMITTED and not self.waits else ""


@dataclass(frozen=True)
class FollowedCycle:
    cycle: Cycle
    closing: str
    time_left: str
    counts: str
    rows: tuple[FollowedRow, ...]

    @property
    def waiting(self) -> list[FollowedRow]:
        return [row for row in self.rows if row.waits]

    @classmethod
    def of(cls, cycle: Cycle, rows: Iterable[FollowedRow]) -> "FollowedCycle":
        ordered = tuple(sorted(rows, key=lambda row: row.order))
        closing, left = closing_words(cycle)
        return cls(cycle, closing, left, count_words(ordered), ordered)


def followed_cycles(cycles: Iterable[Cycle], *, by: User) -> list[FollowedCycle]:
    """Each cycle with the organisations that `by` leads; a constant number of queries, however many there are."""
    cycles = list(cycles)
    begun = SelfAssessment.objects.visible_to(by).led_by(by).filter(cycle__in=cycles)
    asked = Participation.objects.led_by(by).not_started().filter(cycle__in=cycles).select_related("organisation")
    waiting = set(begun.waiting_for(by).values_list("pk", flat=True))
    reminders = Reminders(cycles, by=by)
    rows: dict[int, list[FollowedRow]] = {cycle.pk: [] for cycle in cycles}
    for one in begun.with_progress().select_related("organisation"):
        rows[one.cycle_id].append(_begun_row(one, waits=one.pk in waiting, reminder=reminders.beside(one)))
    for one in asked:
        status = Status.NOT_STARTED
        rows[one.cycle_id].append(
            FollowedRow(str(one.organisation), Tag.of(status), status, reminder=reminders.beside(one))
        )
    return [FollowedCycle.of(cycle, rows[cycle.pk]) for cycle in cycles if rows[cycle.pk]]


def _begun_row(one: SelfAssessment, *, waits: bool, reminder: Reminder | None) -> FollowedRow:
    name = f"{one.organisation}: {one.initiative}" if one.initiative else str(one.organisation)
    return FollowedRow(
        name,
        Tag.of(one.status),
        one.status,
        one.uuid,
        one.answered_count,
        one.indicator_count,
        moment_day(one.changed_at),
        waits,
        reminder,
    )


def count_words(rows: Iterable[FollowedRow]) -> str:
    """Of 5 organisations asked: 2 not started, 2 in progress, 1 submitted."""
    rows = list(rows)
    counts = Counter(row.status for row in rows)
    many = f"{len(rows)} organisations" if len(rows) != 1 else "1 organisation"
    said = ", ".join(f"{counts[status]} {words}" for status, words in COUNTED.items() if counts[status])
    return f"Of {many} asked: {said}."
