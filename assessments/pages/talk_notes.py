"""What stands beside an answer about the talk over it: that it is split, that it was talked over, a view on record."""

from dataclasses import dataclass

from django.urls import reverse

from assessments.models import SelfAssessment
from assessments.pages.dates import moment_day
from assessments.pages.talks import IndicatorTalk, Talks
from frameworks.models import Indicator


@dataclass(frozen=True)
class TalkNote:
    """`talked_over` and `on_record` are empty where there is nothing; `waits`: split and not talked over since."""

    href: str
    waits: bool
    talked_over: str
    on_record: str

    @classmethod
    def of(cls, held: SelfAssessment, talks: Talks, dimension: str, indicator: Indicator) -> "TalkNote | None":
        """None for who has not said what she thinks of it, and where there is neither split nor consensus."""
        known = talks.known.get(indicator.pk)
        if known is None or not (known.waits or known.consensus):
            return None
        return cls(
            reverse("consensus:indicator", args=[held.uuid, dimension, indicator.code]),
            known.waits,
            _talked_over(known),
            talks.view_on_record(indicator.pk),
        )


def _talked_over(known: IndicatorTalk) -> str:
    if known.consensus is None:
        return ""
    since = "" if known.is_settled else ", and somebody has given or changed a view since"
    return f"Talked over on {moment_day(known.consensus.recorded_at)}{since}"
