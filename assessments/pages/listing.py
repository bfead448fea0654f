"""The list of self-assessments: one's own by cycle, and those of a lead's organisations in one cycle."""

from dataclasses import dataclass

from assessments import rules
from assessments.models import Cycle, Participation, SelfAssessment, User
from assessments.pages.followed import FollowedCycle, followed_cycles
from assessments.pages.home import matched_cards
from assessments.pages.own import OwnCard


@dataclass(frozen=True)
class ListPage:
    """`chosen`: the cycle whose organisations a lead sees; `others`: the further cycles she can choose."""

    own: tuple[OwnCard, ...]
    follows: bool
    chosen: FollowedCycle | None
    others: tuple[Cycle, ...]

    @property
    def is_empty(self) -> bool:
        return not self.own and not self.chosen

    @classmethod
    def of(cls, user: User, *, cycles: list[Cycle], chosen: Cycle | None) -> "ListPage":
        """`cycles`: all that she can choose from, newest first."""
        follows = user.has_perm(rules.FOLLOW_PROGRESS)
        followed = followed_cycles([chosen], by=user) if follows and chosen else []
        return cls(
            tuple(_own(user)) if user.reach.own else (),
            follows,
            followed[0] if followed else None,
            tuple(cycle for cycle in cycles if cycle != chosen) if follows else (),
        )


def _own(user: User) -> list[OwnCard]:
    begun = SelfAssessment.objects.visible_to(user).of(user.reach.own)
    asked = Participation.objects.in_sight_of(user).of(user.reach.own)
    return matched_cards(asked, begun, seen_by=user)
