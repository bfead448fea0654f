"""Verbs that move a self-assessment from one state to the next. Each leaves a StatusChange; none changes an answer."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.snapshots import take_snapshot
from assessments.models import Cycle, LeadNote, Rating, Reason, SelfAssessment, Status, StatusChange, Upgrade, User
from frameworks.models import Indicator

DAYS_AFTER_RETURN = 14


class WrongState(ActionRefused):
    """The self-assessment is not in a state in which this can be done."""


class CycleClosed(ActionRefused):
    """The calendar does not let answers be changed."""


class NotAllConfirmed(ActionRefused):
    """Some answers were given to other words and nobody has confirmed them. `codes`: of their questions."""

    def __init__(self, codes: list[str]):
        self.codes = codes
        many = f"{len(codes)} answers were" if len(codes) > 1 else "1 answer was"
        super().__init__(f"{many} given to other words and must be confirmed: {', '.join(codes)}.")


class NotAllAnswered(ActionRefused):
    """Some indicators have no answer. `codes` names them in the framework's order."""

    def __init__(self, codes: list[str]):
        self.codes = codes
        many = f"{len(codes)} indicators have" if len(codes) > 1 else "1 indicator has"
        super().__init__(f"{many} no answer yet: {', '.join(codes)}.")


def locked(self_assessment: SelfAssessment) -> SelfAssessment:
    """The same self-assessment as it is now, held until the end of the transaction."""
    # Held before it is read with its framework: whoever waited here for the cycle to move finds the newer one.
    hold(SelfAssessment, self_assessment.pk)
    return SelfAssessment.objects.with_names().get(pk=self_assessment.pk)


def held_cycle(pk: int) -> Cycle:
    """The cycle as it is now, held until the end of the transaction, so that it does not move to another version."""
    hold(Cycle, pk)
    return Cycle.objects.select_related("framework").get(pk=pk)


def hold(model: type[Model], pk: int) -> None:
    model.objects.select_for_update().values_list("pk").get(pk=pk)


def require_editable(held: SelfAssessment) -> None:
    """Raise WrongState or CycleClosed unless answers can be changed now."""
    if held.status not in (Status.IN_PROGRESS, Status.RETURNED):
        raise WrongState("This self-assessment is submitted. Withdraw it to change an answer.")
    if not held.is_open:
        raise CycleClosed(
            f"The cycle {held.cycle} is not open: it runs from {held.cycle.opens_on:%-d %B %Y} "
            f"to {held.cycle.closes_on:%-d %B %Y}. Your answers are kept as they were."
        )


def held_for_answers(self_assessment: SelfAssessment) -> SelfAssessment:
    """Hold the self-assessment for writing answers. Raises WrongState or CycleClosed."""
    held = locked(self_assessment)
    require_editable(held)
    return held


def move(held: SelfAssessment, to: Status, *, by: User, note: str = "", upgrade: Upgrade | None = None) -> StatusChange:
    """Change the state and record who did it. The caller holds the row and has asked for permission."""
    change = StatusChange.objects.create(
        self_assessment=held, by=by, from_status=held.status, to_status=to, note=note.strip(), upgrade=upgrade
    )
    held.status = to
    held.changed_at = timezone.now()
    held.full_clean(validate_unique=False, validate_constraints=False)
    held.save()
    return change


def note_change(held: SelfAssessment, *, by: User) -> None:
    """An answer was changed just now: what was returned is in progress again. The caller holds the row."""
    if held.status == Status.RETURNED:
        move(held, Status.IN_PROGRESS, by=by, note="Being changed after it was returned")
    held.changed_at = timezone.now()
    held.save(update_fields=["changed_at"])


@transaction.atomic
def submit_self_assessment(*, by: User, self_assessment: SelfAssessment) -> SelfAssessment:
    """Freeze the answers as a snapshot and hand them over. Raises NotAllAnswered and NotAllConfirmed."""
    permit(by, rules.SUBMIT, self_assessment)
    held = locked(self_assessment)
    require_editable(held)
    missing = unanswered_codes(held)
    if missing:
        raise NotAllAnswered(missing)
    unconfirmed = unconfirmed_codes(held)
    if unconfirmed:
        raise NotAllConfirmed(unconfirmed)
    return record_submission(held, by=by)


def record_submission(held: SelfAssessment, *, by: User, note: str = "") -> SelfAssessment:
    """Take the snapshot that counts from now on. The caller holds the row and has asked for permission."""
    held.counting_snapshot = take_snapshot(held, by=by)
    move(held, Status.SUBMITTED, by=by, note=note)
    return held


@transaction.atomic
def withdraw_self_assessment(*, by: User, self_assessment: SelfAssessment, note: str = "") -> SelfAssessment:
    """Take a submission back to change it. It stops counting until it is submitted again."""
    permit(by, rules.WITHDRAW, self_assessment)
    held = locked(self_assessment)
    if held.status != Status.SUBMITTED:
        raise WrongState("Only a submitted self-assessment that is not agreed yet can be withdrawn.")
    if not held.is_open:
        raise CycleClosed("The cycle has closed. Ask your ICS lead to return the self-assessment instead.")
    held.counting_snapshot = None
    move(held, Status.IN_PROGRESS, by=by, note=note)
    return held


@transaction.atomic
def agree_self_assessment(
    *, by: User, self_assessment: SelfAssessment, submission: int | None = None
) -> SelfAssessment:
    """`submission`: the number of the one that she read, where it is known; another one is not agreed unread."""
    permit(by, rules.AGREE, self_assessment)
    held = locked(self_assessment)
    if held.status != Status.SUBMITTED:
        raise WrongState("Only a submitted self-assessment can be agreed.")
    if submission not in (None, held.counting_snapshot.number):
        raise WrongState("It was submitted again meanwhile. Read what changed first.")
    move(held, Status.AGREED, by=by)
    return held


@transaction.atomic
def return_self_assessment(
    *, by: User, self_assessment: SelfAssessment, note: str = "", reasons: Mapping[Indicator, str] | None = None
) -> SelfAssessment:
    """Give it back with a reason: in a note, for single indicators, or both. After closing it has 14 days more."""
    permit(by, rules.RETURN, self_assessment)
    held = locked(self_assessment)
    if held.status != Status.SUBMITTED:
        raise WrongState("Only a submitted self-assessment can be returned.")
    said = {indicator: words.strip() for indicator, words in (reasons or {}).items() if words.strip()}
    if not (note.strip() or said):
        raise ActionRefused("Say what should change, so that the organisation knows why it comes back.")
    if any(indicator.framework_id != held.framework_id for indicator in said):
        raise ActionRefused("A reason is for an indicator that this self-assessment does not have.")
    _give_time_after_closing(held)
    change = move(held, Status.RETURNED, by=by, note=note)
    for indicator, words in said.items():
        LeadNote.objects.create(self_assessment=held, indicator=indicator, words=words, by=by, status_change=change)
    return held


@transaction.atomic
def reopen_self_assessment(*, by: User, self_assessment: SelfAssessment, note: str = "") -> SelfAssessment:
    """Let an agreed self-assessment be changed. What was agreed goes on counting until the next submission."""
    permit(by, rules.REOPEN, self_assessment)
    held = locked(self_assessment)
    if held.status != Status.AGREED:
        raise WrongState("Only an agreed self-assessment can be reopened.")
    _give_time_after_closing(held)
    move(held, Status.IN_PROGRESS, by=by, note=note)
    return held


@transaction.atomic
def mark_rest_not_discussed(*, by: User, self_assessment: SelfAssessment) -> int:
    """Answer all that is unanswered with "no data, not discussed". Returns how many."""
    permit(by, rules.RATE, self_assessment)
    held = locked(self_assessment)
    require_editable(held)
    rest = unanswered(held)
    ratings = [
        Rating(
            self_assessment=held,
            indicator=indicator,
            status="no_data",
            reason=Reason.NOT_DISCUSSED,
            changed_by=by,
        )
        for indicator in rest
    ]
    bulk_create_with_history(ratings, Rating, batch_size=500, default_user=by)
    note_change(held, by=by)
    return len(rest)


def unanswered(held: SelfAssessment) -> list:
    """Indicators without a rating of any status, in the framework's order."""
    answered = held.ratings.values("indicator")
    return list(held.framework.indicators.exclude(pk__in=answered).order_by("position"))


def unanswered_codes(held: SelfAssessment) -> list[str]:
    return [indicator.code for indicator in unanswered(held)]


def unconfirmed_codes(held: SelfAssessment) -> list[str]:
    """Of the answers that were given to other words: indicators, then dimensions, each in the framework's order."""
    ratings = held.ratings.exclude(asked_as=None).order_by("indicator__position")
    declared = held.dimension_ratings.exclude(asked_as=None).order_by("dimension__position")
    whole = (f"dimension {code} as a whole" for code in declared.values_list("dimension__code", flat=True))
    return [*ratings.values_list("indicator__code", flat=True), *whole]


def _give_time_after_closing(held: SelfAssessment) -> None:
    """Never less than it has already."""
    if held.cycle.has_closed:
        until = timezone.localdate() + timedelta(days=DAYS_AFTER_RETURN)
        held.open_until = max(until, held.open_until or until)
