"""The organisations that a lead follows in one cycle: how far each is, and which wait. Never what was answered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import F, Q
from django.urls import reverse

from assessments.models import Cycle, LeadNote, Participation, SelfAssessment, Status, User
from assessments.pages.dates import moment_day, plain_day
from assessments.pages.own import Tag, closing_words
from assessments.pages.reminding import Reminder, Reminders
from assessments.pages.words import many

# The order in which a lead wants them: what asks something of her comes first.
ORDER = [Status.SUBMITTED, Status.RETURNED, Status.IN_PROGRESS, Status.NOT_STARTED, Status.AGREED]
ROWS_ON_HOME = 20
COUNTED = {
    Status.NOT_STARTED: "not started",
    Status.IN_PROGRESS: "in progress",
    Status.SUBMITTED: "submitted",
    Status.RETURNED: "returned",
    Status.AGREED: "agreed",
}


@dataclass(frozen=True)
class FollowedRow:
    """`waits`: she may agree or return it now. `questions`: how many wait for a reply. `more_time`: the last day."""

    name: str
    tag: Tag
    status: str
    uuid: UUID | None = None
    answered: int = 0
    of: int = 0
    changed: str = ""
    waits: bool = False
    reminder: Reminder | None = None
    questions: int = 0
    more_time: str = ""
    more_time_href: str = ""
    organisation: int = 0
    initiative: str = ""

    @property
    def questions_words(self) -> str:
        if not self.questions:
            return ""
        return "1 question waits" if self.questions == 1 else f"{self.questions} questions wait"

    @property
    def order(self) -> tuple:
        return (not self.waits, ORDER.index(self.status), self.name.casefold())

    @property
    def note(self) -> str:
        """What a submission that is not hers to agree waits for."""
        return "Waits for its ICS lead" if self.status == Status.SUBMITTED and not self.waits else ""


@dataclass(frozen=True)
class FollowedGroup:
    """`title`: the ICS, empty where there is one group alone."""

    title: str
    rows: tuple[FollowedRow, ...]


@dataclass(frozen=True)
class FollowedCycle:
    """`groups`: the rows as they are shown. `more`: said of the rows that are left out.

    `systems`: (slug, name) of the ICSs that she leads and in which somebody was asked.
    """

    cycle: Cycle
    closing: str
    time_left: str
    counts: str
    rows: tuple[FollowedRow, ...]
    groups: tuple[FollowedGroup, ...] = ()
    more: str = ""
    systems: tuple[tuple[str, str], ...] = ()

    @property
    def waiting(self) -> list[FollowedRow]:
        return [row for row in self.rows if row.waits]

    @classmethod
    def of(cls, cycle: Cycle, rows: Iterable[FollowedRow]) -> "FollowedCycle":
        ordered = tuple(sorted(rows, key=lambda row: row.order))
        closing, left = closing_words(cycle)
        return cls(cycle, closing, left, count_words(ordered), ordered, (FollowedGroup("", ordered),))

    def narrowed(self, status: str) -> "FollowedCycle":
        """Only the rows in this state; the counts stay those of all."""
        rows = tuple(row for row in self.rows if row.status == status)
        return replace(self, rows=rows, groups=(FollowedGroup("", rows),))

    def shortened(self) -> "FollowedCycle":
        """As many rows as a home page can hold, the most urgent first, and how many there are in all."""
        if len(self.rows) <= ROWS_ON_HOME:
            return self
        rows = self.rows[:ROWS_ON_HOME]
        what = "organisations and initiatives" if any(row.initiative for row in self.rows) else "organisations"
        return replace(self, rows=rows, groups=(FollowedGroup("", rows),), more=f"See all {len(self.rows)} {what}")

    def by_ics(self, names: dict[int, str]) -> "FollowedCycle":
        """In groups by ICS, `names` by the key of the organisation, where the rows lie in more than one."""
        if len({names.get(row.organisation, "") for row in self.rows}) < 2:
            return self
        groups: dict[str, list[FollowedRow]] = {}
        for row in self.rows:
            groups.setdefault(names.get(row.organisation, ""), []).append(row)
        ordered = sorted(groups, key=lambda name: (not name, name.casefold()))
        return replace(self, groups=tuple(FollowedGroup(name or "In no ICS", tuple(groups[name])) for name in ordered))


def followed_cycles(cycles: Iterable[Cycle], *, by: User) -> list[FollowedCycle]:
    """Each cycle with the organisations that `by` leads; a constant number of queries, however many there are."""
    cycles = list(cycles)
    begun = SelfAssessment.objects.visible_to(by).led_by(by).filter(cycle__in=cycles)
    asked = (
        Participation.objects.led_by(by).not_started().filter(cycle__in=cycles).select_related("organisation", "cycle")
    )
    waiting = set(begun.waiting_for(by).values_list("pk", flat=True))
    beside = _Beside(cycles, by=by)
    rows: dict[int, list[FollowedRow]] = {cycle.pk: [] for cycle in cycles}
    for one in begun.with_progress().select_related("organisation", "cycle"):
        rows[one.cycle_id].append(_begun_row(one, waits=one.pk in waiting, beside=beside))
    for one in asked:
        status = Status.NOT_STARTED
        rows[one.cycle_id].append(FollowedRow(str(one.organisation), Tag.of(status), status, **beside.of(one)))
    systems = _systems_led(cycles, by=by)
    return [
        replace(FollowedCycle.of(cycle, rows[cycle.pk]), systems=tuple(systems.get(cycle.pk, ())))
        for cycle in cycles
        if rows[cycle.pk]
    ]


def _systems_led(cycles: list[Cycle], *, by: User) -> dict[int, list[tuple[str, str]]]:
    """By cycle: the ICSs that `by` leads, as they lay when it closed."""
    if not by.reach.led_ics:
        return {}
    place = "organisation__placements"
    closes = F("cycle__closes_on")
    asked = Participation.objects.led_by(by).filter(
        Q(**{f"{place}__from_on": None}) | Q(**{f"{place}__from_on__lte": closes}),
        Q(**{f"{place}__until_on": None}) | Q(**{f"{place}__until_on__gte": closes}),
        **{"cycle__in": cycles, f"{place}__ics__in": by.reach.led_ics},
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for cycle, slug, name in (
        asked.order_by(f"{place}__ics__name")
        .values_list("cycle", f"{place}__ics__slug", f"{place}__ics__name")
        .distinct()
    ):
        found.setdefault(cycle, []).append((slug, name))
    return found


class _Beside:
    """What stands beside each organisation whatever its state, asked of the database once for all of them."""

    def __init__(self, cycles: list[Cycle], *, by: User):
        self.reminders = Reminders(cycles, by=by)
        extendable = Participation.objects.led_by(by).extendable_by(by).filter(cycle__in=cycles)
        self.extendable = set(extendable.values_list("cycle", "organisation"))
        asked = LeadNote.objects.visible_to(by).unanswered().filter(self_assessment__cycle__in=cycles)
        self.questions = Counter(asked.values_list("self_assessment", flat=True))

    def of(self, one: SelfAssessment | Participation) -> dict:
        is_begun = isinstance(one, SelfAssessment)
        may_extend = (one.cycle_id, one.organisation_id) in self.extendable
        may_extend = may_extend and not (is_begun and one.status == Status.AGREED)
        has_more = one.open_until and one.open_until > one.cycle.closes_on
        return {
            "reminder": self.reminders.beside(one),
            "questions": self.questions[one.pk] if is_begun else 0,
            "more_time": f"Has until {plain_day(one.open_until)}" if has_more else "",
            "more_time_href": reverse("assessments:more_time", args=[one.cycle.slug, one.organisation.slug])
            if may_extend
            else "",
            "organisation": one.organisation_id,
        }


def _begun_row(one: SelfAssessment, *, waits: bool, beside: _Beside) -> FollowedRow:
    return FollowedRow(
        one.subject,
        Tag.of(one.status),
        one.status,
        one.uuid,
        one.answered_count,
        one.indicator_count,
        moment_day(one.changed_at),
        waits,
        **beside.of(one),
        initiative=one.initiative,
    )


def count_words(rows: Iterable[FollowedRow]) -> str:
    """Of 5 organisations asked: 2 not started, 2 in progress, 1 submitted.

    One may have several initiatives: Of 5 organisations asked: 4 not started. Of 2 initiatives: 2 submitted.
    """
    rows = list(rows)
    initiatives = [row for row in rows if row.initiative]
    others = [row for row in rows if not row.initiative]
    organisations = len(others) + len({row.organisation for row in initiatives})
    said = [f"Of {many(organisations, 'organisation')} asked: {_states(others)}."] if others else []
    if initiatives:
        said = said or [f"{many(organisations, 'organisation')} asked, and all have started."]
        said.append(f"Of {many(len(initiatives), 'initiative')}: {_states(initiatives)}.")
    return " ".join(said)


def _states(rows: Iterable[FollowedRow]) -> str:
    counts = Counter(row.status for row in rows)
    return ", ".join(f"{counts[status]} {words}" for status, words in COUNTED.items() if counts[status])
