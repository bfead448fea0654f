"""The verb that says of an answer given to other words: it still holds."""

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.answers import current_answers, stale_version
from assessments.actions.states import held_for_answers, note_change
from assessments.asked_today import Place
from assessments.models import Answer, SelfAssessment, User
from frameworks.models import Dimension, Indicator


@transaction.atomic
def confirm_answer(
    *, by: User, self_assessment: SelfAssessment, target: Indicator | Dimension, seen_version: int
) -> Answer:
    """Let an answer stand for the words of today. One that was confirmed, or given anew, is left as it is.

    `seen_version`: of the answer that the person saw. Raises StaleVersion where another one stands.
    """
    permit(by, rules.RATE, self_assessment)
    held = held_for_answers(self_assessment)
    if target.framework_id != held.framework_id:
        raise ActionRefused("This question belongs to another framework.")
    current = current_answers(held, [target]).get(target)
    if current is None:
        raise ActionRefused("There is no answer here to confirm.")
    if not current.is_to_confirm:
        return current
    if current.version != seen_version:
        raise stale_version(held, Place(target, target), current)
    current.asked_as = None
    current.version += 1
    current.changed_by, current.changed_at = by, timezone.now()
    current.save()
    note_change(held, by=by)
    return current
