"""What colleagues said of each indicator, as far as one person may know it, and what is still to be talked over.

Before she has said what she thinks of an indicator she knows how many answered it, and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from assessments.consensus import Talk, View
from assessments.models import Consensus, Contribution, SelfAssessment, User
from frameworks.models import Indicator


@dataclass(frozen=True)
class IndicatorTalk:
    """One indicator on which the person has said what she thinks. `changed_at`: when any view last changed."""

    talk: Talk
    changed_at: datetime
    consensus: Consensus | None = None

    @property
    def is_split(self) -> bool:
        return self.talk.is_split

    @property
    def is_settled(self) -> bool:
        """Whether what was agreed still rests on all that people say."""
        return bool(self.consensus and self.changed_at <= self.consensus.recorded_at)

    @property
    def waits(self) -> bool:
        """Split, and not talked over since."""
        return self.is_split and not self.is_settled


@dataclass(frozen=True)
class Talks:
    """By the key of the indicator. `answered`: how many answered each; `known`: those that the person may know."""

    answered: dict[int, int] = field(default_factory=dict)
    known: dict[int, IndicatorTalk] = field(default_factory=dict)

    @classmethod
    def of(cls, held: SelfAssessment, user: User) -> "Talks":
        """For a member of the organisation; for others there is nothing to know. Three queries."""
        said = Contribution.objects.visible_to(user).filter(contributor__self_assessment=held)
        rows: dict[int, list] = {}
        for row in said.values_list("indicator", "contributor__sector", "low", "high", "confidence", "changed_at"):
            rows.setdefault(row[0], []).append(row)
        agreed = Consensus.objects.visible_to(user).filter(self_assessment=held).select_related("recorded_by")
        consensus = {recorded.indicator_id: recorded for recorded in agreed}
        return cls(
            _answered(held),
            {
                key: IndicatorTalk(
                    Talk.of(View(*row[1:5]) for row in found), max(row[5] for row in found), consensus.get(key)
                )
                for key, found in rows.items()
            },
        )

    def knows(self, indicator: Indicator) -> bool:
        return indicator.pk in self.known

    def waiting(self, indicators: Iterable[Indicator]) -> list[Indicator]:
        """Those of them that are split and not talked over since."""
        return [i for i in indicators if self.knows(i) and self.known[i.pk].waits]

    def split(self, indicators: Iterable[Indicator]) -> list[Indicator]:
        return [i for i in indicators if self.knows(i) and self.known[i.pk].is_split]

    def view_on_record(self, key: int) -> str:
        """The view that stands on record beside the answer to this indicator, for whoever may know of it."""
        known = self.known.get(key)
        return known.consensus.minority_view if known and known.consensus else ""

    @property
    def unseen(self) -> int:
        """Indicators that others answered and she has not."""
        return len(set(self.answered) - set(self.known))


def _answered(held: SelfAssessment) -> dict[int, int]:
    counted = held.contributors.exclude(contributions=None).values("contributions__indicator").order_by()
    return dict(counted.annotate(count=Count("contributions")).values_list("contributions__indicator", "count"))
