"""The verb that records what people agreed of an indicator. The level goes through the one door of answers."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.answers import AnswerGiven, rate_indicator
from assessments.models import Consensus, SelfAssessment, User
from frameworks.models import Indicator


class StaleConsensus(ActionRefused):
    """Somebody else put another view on record since the person saw it. `current` is what stands now."""

    def __init__(self, current: Consensus):
        self.current = current
        at = timezone.localtime(current.recorded_at)
        super().__init__(
            f"{current.recorded_by} recorded {current.indicator.code} at {at:%H:%M}, while you were writing."
        )


@transaction.atomic
def record_consensus(
    *,
    by: User,
    self_assessment: SelfAssessment,
    indicator: Indicator,
    answer: AnswerGiven,
    minority_view: str = "",
    seen_version: int,
    seen_at: datetime | None = None,
) -> Consensus:
    """Make the agreed level and why the rating, and keep that it was talked over, with a view that should stay.

    `seen_version` is the version of the rating that the person saw, 0 for none; `seen_at` when the consensus that she
    saw was recorded, None for none. Raises StaleVersion or StaleConsensus, and then nothing is written.
    """
    permit(by, rules.RATE, self_assessment)
    if answer.low is None or answer.high is None:
        raise ActionRefused("What is agreed needs a level. Leave it open where there is none.")
    rating = rate_indicator(
        by=by, self_assessment=self_assessment, indicator=indicator, answer=answer, seen_version=seen_version
    )
    # Rating holds the self-assessment until the transaction ends, so nobody else records meanwhile.
    # Of what is asked today; of a question that is not asked any more, with the older version, where the rating is.
    place = {"self_assessment": rating.self_assessment, "indicator": rating.indicator}
    before = Consensus.every.filter(**place).select_related("recorded_by").first()
    words = minority_view.strip()
    if before and before.recorded_at != seen_at and before.minority_view != words:
        raise StaleConsensus(before)
    recorded = before or Consensus(**place, left_in=rating.left_in)
    recorded.low, recorded.high, recorded.minority_view = answer.low, answer.high, words
    recorded.recorded_by, recorded.recorded_at = by, timezone.now()
    recorded.full_clean()
    recorded.save()
    return recorded
