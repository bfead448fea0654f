"""What happened and when, in sentences: the changes on the home page, the timeline of one self-assessment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Max, Min
from django.db.models.functions import TruncDate
from django.urls import reverse

from assessments import rules
from assessments.models import Evidence, LeadNote, Rating, SelfAssessment, Snapshot, Status, StatusChange, User
from assessments.pages.amendments import Submissions
from assessments.pages.dates import exact_moment, headed_moment, moment_day, plain_day
from assessments.pages.submission import readable_numbers

SHOWN_ON_HOME = 6

DONE = {
    (Status.NOT_STARTED, Status.IN_PROGRESS): "started",
    (Status.NOT_STARTED, Status.SUBMITTED): "imported",
    (Status.SUBMITTED, Status.IN_PROGRESS): "withdrew",
    (Status.RETURNED, Status.IN_PROGRESS): "began to change",
    (Status.AGREED, Status.IN_PROGRESS): "reopened",
}
REACHED = {Status.SUBMITTED: "submitted", Status.RETURNED: "returned", Status.AGREED: "agreed"}


def done_words(change: StatusChange) -> str:
    """What the person did, in one verb."""
    if change.upgrade_id:
        return "upgraded"
    if not change.is_step:
        return "gave more time for"
    step = (change.from_status, change.to_status)
    return DONE.get(step) or REACHED.get(change.to_status, "changed")


@dataclass(frozen=True)
class Change:
    """One entry of "What changed"."""

    at: datetime
    sentence: str

    @property
    def when(self) -> str:
        return headed_moment(self.at)


def changes_of_states(seen: Iterable[SelfAssessment], *, seen_by: User, named: bool) -> list[Change]:
    """The latest changes of state. `named`: say of which organisation."""
    rows = (
        StatusChange.objects.filter(self_assessment__in=seen)
        .select_related("by", "self_assessment__organisation", "self_assessment__cycle")
        .order_by("-at", "-pk")[:SHOWN_ON_HOME]
    )
    return [Change(row.at, _state_sentence(row, seen_by, named)) for row in rows]


def _state_sentence(change: StatusChange, seen_by: User, named: bool) -> str:
    of = change.self_assessment
    place = f"{of.organisation}: " if named else ""
    what = f"{of.cycle}: {of.initiative}" if of.initiative else str(of.cycle)
    who = "you" if place and change.by_id == seen_by.pk else _who(change.by, seen_by)
    return f"{place}{who} {done_words(change)} the self-assessment {what}"


def changes_of_answers(own: Iterable[SelfAssessment], *, seen_by: User) -> list[Change]:
    """The latest answers and evidence of the own organisation, gathered by person, day and dimension."""
    ratings = Rating.objects.filter(self_assessment__in=own, changed_by__is_system=False)
    evidence = Evidence.objects.filter(self_assessment__in=own, added_by__is_system=False)
    rated = _gathered(ratings, who="changed_by", when="changed_at", dimension="indicator__dimension")
    added = _gathered(evidence, who="added_by", when="added_at", dimension="dimension")
    people = User.objects.in_bulk({row["who"] for row in [*rated, *added]})
    changes = [Change(row["latest"], f"{_who(people[row['who']], seen_by)} {_rated(row)}") for row in rated]
    return changes + [Change(row["latest"], f"{_who(people[row['who']], seen_by)} {_added(row)}") for row in added]


def _gathered(rows, *, who: str, when: str, dimension: str) -> list[dict]:
    """One row for a person's work on one dimension on one day, the latest first."""
    return list(
        rows.annotate(who=F(who), day=TruncDate(when), dimension_code=F(f"{dimension}__code"))
        .order_by()
        .values("self_assessment", "who", "day", "dimension_code")
        .annotate(latest=Max(when), count=Count("pk"), indicator_code=Min("indicator__code"))
        .order_by("-latest")[:SHOWN_ON_HOME]
    )


def _rated(row: dict) -> str:
    if row["count"] == 1:
        return f"answered {row['indicator_code']}"
    return f"answered {row['count']} indicators of dimension {row['dimension_code']}"


def _added(row: dict) -> str:
    if row["count"] == 1:
        return f"added evidence to {row['indicator_code'] or 'dimension ' + row['dimension_code']}"
    return f"added {row['count']} pieces of evidence to dimension {row['dimension_code']}"


def _who(person: User, seen_by: User) -> str:
    return "You" if person.pk == seen_by.pk else str(person)


def latest(*groups: list[Change]) -> list[Change]:
    """The newest of all groups, newest first."""
    together = [change for group in groups for change in group]
    return sorted(together, key=lambda change: change.at, reverse=True)[:SHOWN_ON_HOME]


@dataclass(frozen=True)
class Event:
    """One entry of a timeline. `states`: from which to which. `reasons`: for single indicators, by their codes."""

    at: datetime
    who: str
    did: str
    note: str
    states: str = ""
    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def when(self) -> str:
        return exact_moment(self.at)


@dataclass(frozen=True)
class FrozenSubmission:
    """A submission as it was kept; `counts` in what others see today. `href`: empty for whoever may not read it."""

    number: int
    when: str
    who: str
    sha256: str
    counts: bool
    amends: str = ""
    href: str = ""


@dataclass(frozen=True)
class HistoryPage:
    uuid: UUID
    caption: str
    events: tuple[Event, ...]
    records: tuple[tuple[str, str], ...]
    submissions: tuple[FrozenSubmission, ...]

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        own = reverse("assessments:detail", args=[self.uuid])
        return [("Home", reverse("home")), ("Self-assessment", own)]

    @classmethod
    def of(cls, self_assessment: SelfAssessment, *, seen_by: User) -> "HistoryPage":
        """Newest first."""
        changes = list(self_assessment.status_changes.select_related("by"))
        notes = list(self_assessment.lead_notes(manager="every").visible_to(seen_by).with_people())
        snapshots = (
            self_assessment.snapshots.submissions().select_related("taken_by").defer("content").order_by("-number")
        )
        known = Submissions.of(changes)
        readable = readable_numbers(self_assessment, seen_by=seen_by)
        events = [_event(change, known, notes, seen_by) for change in changes]
        events += [event for note in notes if note.is_question for event in _question_events(note, seen_by)]
        return cls(
            self_assessment.uuid,
            str(self_assessment),
            tuple(sorted(events, key=lambda event: event.at, reverse=True)),
            _records(self_assessment, seen_by),
            tuple(_frozen(snapshot, self_assessment, known, readable, seen_by) for snapshot in snapshots),
        )


def _event(change: StatusChange, known: Submissions, notes: list[LeadNote], seen_by: User) -> Event:
    who = _who(change.by, seen_by)
    if change.upgrade_id:
        return Event(change.at, who, "upgraded it", change.note, _states(change) if change.is_step else "")
    if not change.is_step:
        until, _, why = change.note.partition("\n")
        return Event(change.at, who, f"gave more time, until {plain_day(date.fromisoformat(until))}", why)
    amends = known.amended.get(known.of_change.get(change.pk, 0))
    return Event(
        change.at,
        who,
        f"{done_words(change)} it{f' as {amends.words}' if amends else ''}",
        change.note,
        _states(change),
        tuple((note.indicator.code, note.words) for note in notes if note.status_change_id == change.pk),
    )


def _records(held: SelfAssessment, seen_by: User) -> tuple[tuple[str, str], ...]:
    """Words and address of each time that all was kept before a move; for the organisation alone."""
    if not seen_by.has_perm(rules.SEE_DRAFT, held):
        return ()
    kept = held.snapshots.records().select_related("upgrade__newer").defer("content")
    return tuple(
        (
            f"All as it stood on {moment_day(one.taken_at)}, before version {one.upgrade.newer.version}",
            reverse("assessments:record", args=[held.uuid, one.number]),
        )
        for one in kept
    )


def _states(change: StatusChange) -> str:
    return f"{change.get_from_status_display()} to {change.get_to_status_display()}"


def _question_events(note: LeadNote, seen_by: User) -> list[Event]:
    """That it was asked, and that it was replied to."""
    asked = Event(note.at, _who(note.by, seen_by), f"asked about {note.indicator.code}", note.words)
    if not note.replied_at:
        return [asked]
    did = f"replied about {note.indicator.code}"
    return [asked, Event(note.replied_at, _who(note.replied_by, seen_by), did, note.reply)]


def _frozen(
    snapshot: Snapshot, held: SelfAssessment, known: Submissions, readable: list[int], seen_by: User
) -> FrozenSubmission:
    amends = known.amended.get(snapshot.number)
    return FrozenSubmission(
        snapshot.number,
        exact_moment(snapshot.taken_at),
        _who(snapshot.taken_by, seen_by),
        snapshot.sha256,
        bool(held.counting_snapshot) and snapshot.number == held.counting_snapshot.number,
        amends.words if amends else "",
        reverse("assessments:submission", args=[held.uuid, snapshot.number]) if snapshot.number in readable else "",
    )
