"""The card of one's own organisation in one cycle: where it is, how much is left, and the one next thing to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from assessments import rules
from assessments.models import Cycle, Organisation, Participation, SelfAssessment, Status, User
from assessments.pages.dates import days_left_words, long_day, plain_day, spoken_moment
from assessments.pages.notes import NoteWords, notes_with_places
from assessments.pages.progress import Progress

LOOKS = {
    Status.NOT_STARTED: "plain",
    Status.IN_PROGRESS: "active",
    Status.RETURNED: "caution",
    Status.SUBMITTED: "wait",
    Status.AGREED: "done",
}


@dataclass(frozen=True)
class Tag:
    words: str
    look: str

    @classmethod
    def of(cls, status: str) -> "Tag":
        return cls(Status(status).label, LOOKS[status])


@dataclass(frozen=True)
class Returned:
    """Why a self-assessment came back, while it has not been submitted again."""

    reason: str
    by: str
    when: str
    notes: tuple[NoteWords, ...] = ()

    @classmethod
    def of(cls, self_assessment: SelfAssessment, notes: Iterable[NoteWords] = ()) -> "Returned | None":
        """`notes`: the reasons for single indicators."""
        change = self_assessment.standing_return
        return change and cls(change.note, str(change.by), spoken_moment(change.at), tuple(notes))

    @property
    def count_words(self) -> str:
        many = len(self.notes)
        return "1 indicator came back with a reason:" if many == 1 else f"{many} indicators came back with a reason:"


@dataclass(frozen=True)
class Moved:
    """That the framework has a newer version, and what became of the answers. `is_back`: they had been submitted."""

    when: str
    words: str
    is_back: bool
    uuid: UUID

    @classmethod
    def of(cls, self_assessment: SelfAssessment) -> "Moved | None":
        """Said while there is something to do about it."""
        change = self_assessment.standing_move if self_assessment.is_editable else None
        return change and cls(spoken_moment(change.at), change.note, change.is_step, self_assessment.uuid)


@dataclass(frozen=True)
class OwnCard:
    """`step` is what the button offers: start, continue, check, contribute or read; wait where there is none.

    `note` says why nothing can be changed. `questions`: those of a lead that nobody has replied to. `may_name`: an
    initiative can be named and started.
    """

    title: str
    organisation: Organisation
    cycle: Cycle
    tag: Tag
    closing: str
    time_left: str
    step: str
    note: str = ""
    self_assessment: SelfAssessment | None = None
    progress: Progress | None = None
    returned: Returned | None = None
    moved: Moved | None = None
    questions: tuple[NoteWords, ...] = ()
    may_name: bool = False

    @property
    def subject(self) -> str:
        return self.self_assessment.subject if self.self_assessment else str(self.organisation)

    @property
    def is_waiting(self) -> bool:
        """Whether this person has something to do here."""
        has_step = self.step in ("start", "continue", "check", "contribute")
        return has_step or any(question.reply_href for question in self.questions)

    @property
    def uuid(self) -> UUID | None:
        return self.self_assessment.uuid if self.self_assessment else None

    @property
    def read_words(self) -> str:
        """What there is to read, once nothing can be changed."""
        was_submitted = self.self_assessment.status in (Status.SUBMITTED, Status.AGREED)
        return "Read what was submitted" if was_submitted else "Read your answers"

    @classmethod
    def of(cls, participation: Participation, begun: SelfAssessment | None, *, seen_by: User) -> "OwnCard":
        """`begun`: fetched `with_answers`, or None where nobody has started."""
        return cls._begun(begun, seen_by) if begun else cls._not_begun(participation, seen_by)

    @classmethod
    def _not_begun(cls, asked: Participation, seen_by: User) -> "OwnCard":
        may_start = asked.is_open and seen_by.has_perm(rules.START, asked)
        return cls(
            f"Self-assessment {asked.cycle}",
            asked.organisation,
            asked.cycle,
            Tag.of(Status.NOT_STARTED),
            *closing_words(asked.cycle, asked.open_until),
            step="start" if may_start else "wait",
            note="" if may_start else _why_not_started(asked),
            may_name=may_start and asked.cycle.framework.judges_initiatives,
        )

    @classmethod
    def _begun(cls, begun: SelfAssessment, seen_by: User) -> "OwnCard":
        progress = Progress.of_answers(begun, seen_by=seen_by)
        title = f"Self-assessment {begun.cycle}"
        notes = notes_with_places(begun, seen_by=seen_by)
        return cls(
            f"{title}: {begun.initiative}" if begun.initiative else title,
            begun.organisation,
            begun.cycle,
            Tag.of(begun.status),
            *closing_words(begun.cycle, begun.open_until),
            step=_step(begun, progress, seen_by),
            note=_note(begun),
            self_assessment=begun,
            progress=progress,
            returned=Returned.of(begun, [note for note in notes if not note.is_question]),
            moved=Moved.of(begun),
            questions=tuple(note for note in notes if note.is_unanswered),
            may_name=begun.framework.judges_initiatives
            and begun.cycle.is_open
            and seen_by.has_perm(rules.START, begun),
        )


def closing_words(cycle: Cycle, open_until: date | None = None) -> tuple[str, str]:
    """The sentence of the dates without its full stop, in two parts: the day, and the time that is left."""
    until = max(cycle.closes_on, open_until or cycle.closes_on)
    days = (until - timezone.localdate()).days
    if cycle.opens_on > timezone.localdate():
        return f"Opens {long_day(cycle.opens_on)}", ""
    if days < 0:
        return f"Closed {long_day(until)}", ""
    return f"Closes {long_day(until)}", days_left_words(days)


def _why_not_started(asked: Participation) -> str:
    if asked.cycle.opens_on > timezone.localdate():
        return f"It can be started from {plain_day(asked.cycle.opens_on)}."
    if not asked.is_open:
        return "It was not started before the cycle closed."
    return "It is not started yet. The person who answers for your organisation starts it; then you can add evidence."


def _step(begun: SelfAssessment, progress: Progress, seen_by: User) -> str:
    if not begun.is_editable:
        return "read"
    if not seen_by.has_perm(rules.RATE, begun):
        return "contribute"
    return "check" if progress.is_complete else "continue"


def _note(begun: SelfAssessment) -> str:
    if begun.status == Status.SUBMITTED:
        return "It waits to be agreed, or to be returned with a reason."
    if begun.status == Status.AGREED:
        return "It is agreed. Nothing more is asked of you."
    if not begun.is_open:
        return "The time to answer has passed. Your answers are kept as they were."
    return ""
