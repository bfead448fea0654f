"""The home page: what waits for this person, what changed, where to go. One section for each way she takes part."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from assessments.models import (
    Cell,
    CellKind,
    Cycle,
    LeadNote,
    Organisation,
    Participation,
    SelfAssessment,
    User,
)
from assessments.pages.cells import ShownCell
from assessments.pages.cycle_counts import CycleCounts, cycles_counted
from assessments.pages.dates import long_day
from assessments.pages.followed import FollowedCycle, followed_cycles
from assessments.pages.own import OwnCard
from assessments.pages.own_view import WaitingView, waiting_views
from assessments.pages.scale import Scale
from assessments.pages.timeline import Change, changes_of_answers, changes_of_states, latest
from frameworks.reviewing.pages.overview import invitations_to_review


@dataclass(frozen=True)
class LastLevels:
    """What an organisation said in the latest cycle that has passed, as others see it."""

    organisation: Organisation
    cycle: Cycle
    rows: tuple[tuple[str, ShownCell], ...]
    initiative: str = ""


@dataclass(frozen=True)
class Administered:
    """The rest is at the desk."""

    cycles: tuple[CycleCounts, ...]


@dataclass(frozen=True)
class HomePage:
    """`sections`: own, followed and administered, those that apply, the most urgent first."""

    title: str
    caption: str
    sections: tuple[str, ...]
    nothing: str
    own: tuple[OwnCard, ...]
    views: tuple[WaitingView, ...]
    followed: tuple[FollowedCycle, ...]
    administered: Administered | None
    last_levels: tuple[LastLevels, ...]
    changes: tuple[Change, ...]
    reviews: tuple[tuple[str, str], ...]

    @property
    def names_organisations(self) -> bool:
        """Whether a card must say whose it is."""
        return len({card.organisation.pk for card in self.own}) > 1

    @classmethod
    def of(cls, user: User) -> "HomePage":
        reach = user.reach
        own = own_cards(user) if reach.own else []
        views = waiting_views(user) if reach.own else []
        followed = followed_now(user) if reach.led_ics or reach.led_regions else []
        reviews = invitations_to_review(user)
        waiting = {
            "own": bool(views) or any(card.is_waiting for card in own),
            "followed": any(cycle.waiting for cycle in followed),
            "administered": False,
        }
        applies = {
            "own": bool(reach.own),
            "followed": bool(reach.led_ics or reach.led_regions),
            "administered": reach.is_administrator,
        }
        # A region's name wants "the", or not: its lead knows which one it is.
        place = f" in {reach.place_names[0]}" if len(reach.place_names) == 1 and not reach.led_regions else ""
        return cls(
            title=f"What is waiting for you{place}",
            caption=", ".join(filter(None, [str(user), user.role_line])),
            sections=tuple(sorted((name for name in applies if applies[name]), key=lambda name: not waiting[name])),
            nothing=""
            if reviews or any(waiting.values()) or not (own or followed or reach.place_names)
            else nothing_words(user),
            own=tuple(own),
            views=tuple(views),
            followed=tuple(followed),
            administered=Administered(tuple(cycles_counted(user))) if reach.is_administrator else None,
            last_levels=tuple(last_levels(user)) if reach.own else (),
            changes=tuple(recent_changes(user)),
            reviews=tuple(reviews),
        )


def own_cards(user: User) -> list[OwnCard]:
    """Those of her organisations in cycles that are open to them, and those that a lead asks about."""
    today = timezone.localdate()
    now = Q(cycle__opens_on__lte=today) & (Q(cycle__closes_on__gte=today) | Q(open_until__gte=today))
    asked_about = LeadNote.objects.visible_to(user).unanswered().values("self_assessment")
    begun = SelfAssessment.objects.visible_to(user).of(user.reach.own).filter(now | Q(pk__in=asked_about))
    asked = Participation.objects.in_sight_of(user).of(user.reach.own).filter(now)
    return matched_cards(asked, begun, seen_by=user)


def matched_cards(asked, begun, *, seen_by: User) -> list[OwnCard]:
    """A card for each that is begun, and for each that is asked and not begun; the latest cycle first."""
    cards = [OwnCard.of(None, one, seen_by=seen_by) for one in begun.with_answers()]
    cards += [OwnCard.of(one, None, seen_by=seen_by) for one in asked.not_started().with_names()]
    return sorted(cards, key=lambda card: (-card.cycle.opens_on.toordinal(), str(card.organisation), card.title))


def followed_now(user: User) -> list[FollowedCycle]:
    """Cycles that are open, also for one organisation, and those in which something waits for this lead."""
    today = timezone.localdate()
    waiting = SelfAssessment.objects.visible_to(user).waiting_for(user).values("cycle")
    longer = Participation.objects.led_by(user).filter(open_until__gte=today).values("cycle")
    cycles = Cycle.objects.visible_to(user).filter(
        Q(opens_on__lte=today) & (Q(closes_on__gte=today) | Q(pk__in=waiting) | Q(pk__in=longer))
    )
    followed = followed_cycles(cycles.select_related("framework").latest_first(), by=user)
    return [cycle.shortened() for cycle in followed]


def nothing_words(user: User) -> str:
    """Said where nothing waits: when the next thing happens."""
    today = timezone.localdate()
    cycles = Cycle.objects.visible_to(user).filter(closes_on__gte=today).order_by("opens_on", "closes_on")
    known = list(cycles[:2])
    if not known:
        return "Nothing waits for you. No cycle is open now."
    first = known[0]
    if first.opens_on > today:
        return f"Nothing waits for you. The cycle {first} opens on {long_day(first.opens_on)}."
    return f"Nothing waits for you. The cycle {first} closes on {long_day(first.closes_on)}."


def last_levels(user: User) -> Iterable[LastLevels]:
    """For each of her organisations, the dimensions of its last submission in a cycle that has closed."""
    past = (
        SelfAssessment.objects.visible_to(user)
        .of(user.reach.own)
        .counting()
        .filter(cycle__closes_on__lt=timezone.localdate())
        .with_names()
        .prefetch_related("framework__dimensions", "framework__levels")
        .order_by("organisation__name", "-cycle__opens_on", "-pk")
    )
    newest = {}
    for one in past:
        newest.setdefault(one.organisation_id, one)
    cells = Cell.objects.counting().filter(
        kind=CellKind.DIMENSION, snapshot__in=[one.counting_snapshot_id for one in newest.values()]
    )
    by_place = {(cell.snapshot_id, cell.code): cell for cell in cells}
    return [_last_levels(one, by_place) for one in newest.values()]


def _last_levels(one: SelfAssessment, cells: dict) -> LastLevels:
    scale = Scale.of(one.framework.levels.all())
    rows = [
        (f"{d.code} {d.title}", ShownCell.of(scale, cells[one.counting_snapshot_id, d.code]))
        for d in one.framework.dimensions.all()
        if (one.counting_snapshot_id, d.code) in cells
    ]
    return LastLevels(one.organisation, one.cycle, tuple(rows), one.initiative)


def recent_changes(user: User) -> list[Change]:
    """In the own organisation answers too; where she leads, states alone."""
    seen = SelfAssessment.objects.visible_to(user).in_sight_of(user)
    own = SelfAssessment.objects.visible_to(user).of(user.reach.own)
    leads = user.reach.led_ics or user.reach.led_regions or user.is_administrator
    states = changes_of_states(seen, seen_by=user, named=bool(leads) or len(user.reach.own) > 1)
    return latest(states, changes_of_answers(own, seen_by=user) if user.reach.own else [])
