"""Verbs of lead notes: ask about one indicator, and reply. Neither changes an answer or a state."""

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.states import WrongState, locked
from assessments.models import LeadNote, SelfAssessment, User
from frameworks.models import Indicator


@transaction.atomic
def ask_question(*, by: User, self_assessment: SelfAssessment, indicator: Indicator, words: str) -> LeadNote:
    """Ask the organisation about what it submitted, while something counts."""
    permit(by, rules.ASK_QUESTION, self_assessment)
    held = locked(self_assessment)
    if not held.counting_snapshot_id:
        raise WrongState("There is no submission to ask about. You can ask once it is submitted.")
    if indicator.framework_id != held.framework_id:
        raise ActionRefused(f"{indicator.code} is not an indicator of this self-assessment.")
    if not words.strip():
        raise ActionRefused("Write your question.")
    return LeadNote.objects.create(self_assessment=held, indicator=indicator, words=words.strip(), by=by)


@transaction.atomic
def reply_to_question(*, by: User, note: LeadNote, words: str) -> LeadNote:
    """Answer a lead's question in words, once."""
    permit(by, rules.REPLY, note.self_assessment)
    # Held before it is read with its indicator, which a move of the cycle may change meanwhile.
    LeadNote.every.select_for_update().values_list("pk").get(pk=note.pk)
    held = LeadNote.every.with_people().get(pk=note.pk)
    if held.status_change_id:
        raise ActionRefused("This is a reason for the return, not a question. Change the answer and submit again.")
    if held.replied_at:
        raise ActionRefused(f"{held.replied_by} has replied to this question already.")
    if not words.strip():
        raise ActionRefused("Write your reply.")
    held.reply, held.replied_by, held.replied_at = words.strip(), by, timezone.now()
    held.save(update_fields=["reply", "replied_by", "replied_at"])
    return held
