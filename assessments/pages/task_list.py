"""One self-assessment as a list of things to do, or to others as far as they may know of it."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from assessments import rules
from assessments.earlier import Earlier
from assessments.models import Cell, CellKind, CellStatus, SelfAssessment, Status, User
from assessments.pages.amendments import Submissions
from assessments.pages.cells import ShownCell
from assessments.pages.contributors import ViewsSummary
from assessments.pages.dates import moment_day
from assessments.pages.last_time import can_be_brought
from assessments.pages.notes import NoteWords, notes_with_places
from assessments.pages.own import OwnCard, Tag
from assessments.pages.progress import DimensionProgress, Progress
from assessments.pages.scale import Scale
from assessments.pages.talks import Talks
from assessments.pages.words import to_confirm_words

NOT_DECLARED = "Declared level not given yet"
BEFORE = {CellStatus.DECLARED: "Declared level", CellStatus.DERIVED: "From its indicators"}


@dataclass(frozen=True)
class TaskRow:
    """`opens`: the answers may be opened. `before` and `level`: empty where this person may not know them.

    `came_back`: how many of its indicators came back with a reason, in words. `split`: how many wait to be talked over,
    of those that this person may know of.
    """

    code: str
    title: str
    opens: bool
    before: str
    level: str
    progress: DimensionProgress | None
    tag: Tag | None
    came_back: str = ""
    to_confirm: str = ""
    split: int = 0


@dataclass(frozen=True)
class StateStep:
    """One step of the way. `said`: the words after its name."""

    name: str
    said: str
    is_current: bool


@dataclass(frozen=True)
class TaskListPage:
    """`card` and `views` are there for the own organisation alone, `progress` and `questions` for it and its leads."""

    uuid: UUID
    self_assessment: SelfAssessment
    caption: str
    lead: str
    rows: tuple[TaskRow, ...]
    card: OwnCard | None
    progress: Progress | None
    questions: tuple[NoteWords, ...]
    steps: tuple[StateStep, ...]
    submitted_on: str
    may_submit: bool
    may_rename: bool
    may_withdraw: bool
    may_agree: bool
    may_reopen: bool
    amends: str
    views: ViewsSummary | None

    @classmethod
    def of(cls, self_assessment: SelfAssessment, *, seen_by: User) -> "TaskListPage":
        """Of a self-assessment fetched `with_answers`, which the person may see."""
        one = self_assessment
        is_own = seen_by.has_perm(rules.SEE_DRAFT, one)
        may_follow = is_own or seen_by.has_perm(rules.FOLLOW_PROGRESS, one)
        progress = Progress.of_answers(one, seen_by=seen_by) if may_follow else None
        notes = notes_with_places(one, seen_by=seen_by) if may_follow else []
        snapshot = one.counting_snapshot
        return cls(
            uuid=one.uuid,
            self_assessment=one,
            caption=", ".join(filter(None, [str(one.organisation), one.initiative, str(one.cycle)])),
            lead=_lead(one, is_own, may_follow, seen_by),
            rows=_own_rows(one, progress, notes, seen_by) if is_own else _rows_outside(one, progress),
            card=OwnCard.of(None, one, seen_by=seen_by) if is_own else None,
            progress=progress,
            questions=tuple(note for note in notes if note.is_unanswered),
            steps=_steps(one) if may_follow else (),
            submitted_on=moment_day(snapshot.taken_at) if snapshot else "",
            may_submit=one.is_editable and seen_by.has_perm(rules.SUBMIT, one),
            may_rename=bool(one.initiative and not snapshot) and one.is_editable and seen_by.has_perm(rules.RATE, one),
            may_withdraw=one.status == Status.SUBMITTED and one.is_open and seen_by.has_perm(rules.WITHDRAW, one),
            may_agree=one.status == Status.SUBMITTED and seen_by.has_perm(rules.AGREE, one),
            amends=_amends(one) if may_follow else "",
            may_reopen=one.status == Status.AGREED and seen_by.has_perm(rules.REOPEN, one),
            views=ViewsSummary.of(one, seen_by=seen_by) if is_own else None,
        )

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [("Home", reverse("home")), ("Self-assessments", reverse("assessments:list"))]

    @property
    def promise(self) -> str:
        """Said where the fear arises; empty once it is no longer true."""
        if not self.may_submit or self.submitted_on:
            return ""
        return (
            "After you submit, your ICS lead agrees it or returns it with reasons. "
            f"Nobody outside {self.self_assessment.organisation} sees your answers before that."
        )

    @property
    def check_tag(self) -> Tag:
        is_ready = self.progress.is_complete and not self.progress.to_confirm
        return Tag("Ready", "done") if is_ready else Tag("Not ready", "plain")

    @property
    def check_words(self) -> str:
        """Why the answers cannot be submitted yet, or that they can."""
        left = self.card.progress.left
        confirm = to_confirm_words(self.card.progress.to_confirm)
        if not left:
            return f"{confirm}." if confirm else "Every indicator has an answer. Read them once more, then submit."
        many = f"{left} indicators have" if left > 1 else "1 indicator has"
        told = f"{many} no answer yet. An indicator may also be “no data” or “does not apply”, with a reason."
        return f"{told} {confirm}." if confirm else told

    @property
    def still_counts(self) -> bool:
        """Whether others go on seeing an earlier submission while this one is changed; they are not told so."""
        is_changing = self.self_assessment.status in (Status.IN_PROGRESS, Status.RETURNED)
        return is_changing and bool(self.submitted_on and self.progress)


def _lead(one: SelfAssessment, is_own: bool, may_follow: bool, seen_by: User) -> str:
    if is_own and one.is_editable:
        if seen_by.has_perm(rules.RATE, one):
            return "Answer in any order. What you save is kept, and you can change it until you submit."
        return "Read the answers and add evidence to any of them. Others in your organisation give the levels."
    if is_own:
        return "These are the answers of your organisation. They cannot be changed now."
    if not may_follow or one.status in (Status.SUBMITTED, Status.AGREED):
        return f"These are the answers that {one.organisation} submitted."
    if one.counting_snapshot_id:
        return f"You see how far {one.organisation} has come with its changes, and what it submitted before."
    return f"You see how far {one.organisation} has come. You see its answers once it submits them."


def _own_rows(one: SelfAssessment, progress: Progress, notes: list[NoteWords], seen_by: User) -> tuple[TaskRow, ...]:
    talks = Talks.of(one, seen_by)
    returned = {note.code for note in notes if not note.is_question}
    scale = Scale.of(one.framework.levels.all())
    declared = {d.dimension_id: ShownCell.of(scale, d).words for d in one.dimension_ratings.all()}
    dimensions = list(zip(one.framework.dimensions.all(), progress.dimensions, strict=True))
    waiting = [dimension for dimension, done in dimensions if not done.answered and dimension.pk not in declared]
    offers = _offers(one, waiting, seen_by)
    return tuple(
        TaskRow(
            dimension.code,
            dimension.title,
            opens=True,
            before="Declared level" if dimension.pk in declared else offers.get(dimension.pk, NOT_DECLARED),
            level=declared.get(dimension.pk, ""),
            progress=done,
            tag=_progress_tag(done),
            to_confirm=to_confirm_words(done.to_confirm),
            came_back=_came_back(sum(indicator.code in returned for indicator in dimension.indicators.all())),
            split=len(talks.waiting(dimension.indicators.all())),
        )
        for dimension, done in dimensions
    )


def _amends(one: SelfAssessment) -> str:
    """Of what was agreed: what this is an amendment of, or will be once it is submitted."""
    known = Submissions.of(one.status_changes.all())
    number = one.counting_snapshot.number if one.counting_snapshot else 0
    if one.status in (Status.SUBMITTED, Status.AGREED):
        amends = known.amended.get(number)
        return f"This is {amends.words}." if amends else ""
    return f"Once it is submitted, this is {known.coming.words}." if known.coming else ""


def _came_back(count: int) -> str:
    return f"{count} came back with a reason" if count else ""


def _offers(one: SelfAssessment, waiting: list, seen_by: User) -> dict[int, str]:
    """By the key of each dimension in which nothing is answered: how much of it was said before, if anything."""
    if not (waiting and one.is_editable and seen_by.has_perm(rules.RATE, one)):
        return {}
    earlier = Earlier.of(one, seen_by)
    said = {d.pk: can_be_brought(earlier, [i.code for i in d.indicators.all()]) for d in waiting}
    return {key: f"{count} can be brought forward from {cycles}" for key, (count, cycles) in said.items() if count}


def _rows_outside(one: SelfAssessment, progress: Progress | None) -> tuple[TaskRow, ...]:
    """What was submitted, where something was; how far the draft is, where the person follows it."""
    snapshot = one.counting_snapshot
    cells = {cell.code: cell for cell in snapshot.cells.filter(kind=CellKind.DIMENSION)} if snapshot else {}
    scale = Scale.of(one.framework.levels.all())
    done = {d.code: d for d in progress.dimensions} if progress else {}
    return tuple(
        TaskRow(
            dimension.code,
            dimension.title,
            opens=bool(snapshot),
            **_submitted_words(scale, cells.get(dimension.code)),
            progress=done.get(dimension.code),
            tag=_progress_tag(done[dimension.code]) if done else None,
        )
        for dimension in one.framework.dimensions.all()
    )


def _submitted_words(scale: Scale, cell: Cell | None) -> dict[str, str]:
    if cell is None:
        return {"before": "", "level": ""}
    return {"before": BEFORE.get(cell.status, "Submitted"), "level": ShownCell.of(scale, cell).words}


def _progress_tag(done: DimensionProgress) -> Tag:
    if done.is_complete and not done.to_confirm:
        return Tag("Complete", "done")
    return Tag("In progress", "active") if done.answered else Tag("Not started", "plain")


def _steps(one: SelfAssessment) -> tuple[StateStep, ...]:
    """In progress (or returned), submitted, agreed; the one where it is, with its day."""
    is_returned = one.status == Status.RETURNED
    first = Status.RETURNED if is_returned else Status.IN_PROGRESS
    names = {first: first.label, Status.SUBMITTED: "Submitted", Status.AGREED: "Agreed by the ICS lead"}
    reached = {change.to_status: change for change in one.status_changes.all() if change.is_step}
    return tuple(
        StateStep(
            name,
            f"since {moment_day(reached[status].at)}" if status == one.status and status in reached else "",
            status == one.status,
        )
        for status, name in names.items()
    )
