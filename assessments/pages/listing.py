"""The list of self-assessments: one's own by cycle, and those of a lead's organisations in one cycle."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.http import urlencode

from assessments import rules
from assessments.models import Cycle, Organisation, Participation, SelfAssessment, Status, User
from assessments.pages.followed import ORDER, FollowedCycle, followed_cycles
from assessments.pages.home import matched_cards
from assessments.pages.own import OwnCard


@dataclass(frozen=True)
class StateFilter:
    words: str
    count: int
    href: str
    is_current: bool


@dataclass(frozen=True)
class ListPage:
    """`chosen`: the cycle whose organisations a lead sees; `others`: the further cycles she can choose.

    `filters`: by state, those that there are.
    """

    own: tuple[OwnCard, ...]
    follows: bool
    chosen: FollowedCycle | None
    others: tuple[Cycle, ...]
    filters: tuple[StateFilter, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.own and not self.chosen

    @classmethod
    def of(cls, user: User, *, cycles: list[Cycle], chosen: Cycle | None, state: str = "") -> "ListPage":
        """`cycles`: all that she can choose from, newest first. `state`: only organisations in this one."""
        follows = user.has_perm(rules.FOLLOW_PROGRESS)
        followed = followed_cycles([chosen], by=user) if follows and chosen else []
        every = followed[0] if followed else None
        return cls(
            tuple(_own(user)) if user.reach.own else (),
            follows,
            every and (every.narrowed(state) if state else every).by_ics(_ics_names(user, every)),
            tuple(cycle for cycle in cycles if cycle != chosen) if follows else (),
            _filters(every, state) if every else (),
        )


def _ics_names(user: User, followed: FollowedCycle) -> dict[int, str]:
    """Where each organisation lay when the cycle closed, or lies today while it is open; by its key."""
    day = min(timezone.localdate(), followed.cycle.closes_on)
    keys = {row.organisation for row in followed.rows}
    placed = Organisation.objects.visible_to(user).filter(pk__in=keys).with_placement_on(day)
    return {one.pk: str(then.ics or "") for one in placed for then in one.placed_then}


def _filters(followed: FollowedCycle, state: str) -> tuple[StateFilter, ...]:
    counts = Counter(row.status for row in followed.rows)
    slug = followed.cycle.slug
    states = [
        StateFilter(Status(s).label, counts[s], f"?{urlencode({'cycle': slug, 'state': s})}", s == state)
        for s in ORDER
        if counts[s] or s == state
    ]
    return (StateFilter("All", len(followed.rows), f"?{urlencode({'cycle': slug})}", not state), *states)


def _own(user: User) -> list[OwnCard]:
    begun = SelfAssessment.objects.visible_to(user).of(user.reach.own)
    asked = Participation.objects.in_sight_of(user).of(user.reach.own)
    return matched_cards(asked, begun, seen_by=user)
