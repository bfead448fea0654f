"""Lists at the desk from which organisations are chosen: for a new cycle, to ask more of them, to ask fewer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from assessments.forms.cycles import SOME, VISIBILITY_WORDS
from assessments.models import ICS, Cycle, Membership, Organisation, Region, User, Visibility
from assessments.models.places import placements_on
from assessments.pages.dates import plain_day
from assessments.pages.desk_cycles import CYCLES, cycle_breadcrumbs, place_words
from assessments.pages.desk_home import desk_breadcrumbs
from frameworks.models import Framework


@dataclass(frozen=True)
class Pick:
    """A box to tick. `key`: the id of its field; the first one is where a fault of the whole list leads."""

    key: str
    slug: str
    name: str
    hint: str
    is_ticked: bool


@dataclass(frozen=True)
class Picks:
    """Organisations to choose from, by where they lie."""

    groups: tuple[tuple[str, tuple[Pick, ...]], ...]
    count: int

    @classmethod
    def of(
        cls, bodies: Sequence[Organisation], day: date, *, ticked: Iterable[str], hints: dict[int, str] | None = None
    ):
        placed, ticked = placements_on([body.pk for body in bodies], day), set(ticked)
        by_place: dict[str, list[Organisation]] = {}
        for body in sorted(bodies, key=lambda body: body.name.casefold()):
            by_place.setdefault(place_words(placed.get(body.pk)), []).append(body)
        keys = iter(range(len(bodies)))

        def pick(body: Organisation) -> Pick:
            number = next(keys)
            key = f"id_organisations_{number}" if number else "id_organisations"
            hint = (hints or {}).get(body.pk, "")
            return Pick(key, body.slug, body.name, hint, body.slug in ticked)

        groups = [
            (place, tuple(pick(one) for one in those)) for place, those in sorted(by_place.items(), key=itemgetter(0))
        ]
        return cls(tuple(groups), len(bodies))


@dataclass(frozen=True)
class ChoosePage:
    """A list to choose from, for an open cycle. `nobody`: said where the list is empty."""

    cycle: Cycle
    title: str
    lead: str
    picks: Picks
    press: str
    nobody: str

    @classmethod
    def asking(cls, user: User, cycle: Cycle, ticked: Iterable[str] = ()) -> "ChoosePage":
        bodies = Organisation.objects.visible_to(user).placed_on(cycle.closes_on).exclude(cycles=cycle)
        lead = (
            f"They can answer at once, until {plain_day(cycle.closes_on)}. Those that are asked already are not listed."
        )
        if not cycle.is_open:
            lead = f"They can answer from {plain_day(cycle.opens_on)}. Those that are asked already are not listed."
        picks = Picks.of(list(bodies), cycle.closes_on, ticked=ticked, hints=nobody_answers(bodies))
        return cls(
            cycle, "Ask more organisations", lead, picks, "Ask those that are ticked", "Every organisation is asked."
        )

    @classmethod
    def unasking(cls, user: User, cycle: Cycle, ticked: Iterable[str] = ()) -> "ChoosePage":
        unstarted = cycle.participations.not_started().values("organisation")
        bodies = Organisation.objects.visible_to(user).filter(pk__in=unstarted)
        lead = (
            "Those that have started stay: nothing that was answered is taken away. You can ask the others again later."
        )
        picks = Picks.of(list(bodies), cycle.closes_on, ticked=ticked)
        press, nobody = "Stop asking those that are ticked", "All that are asked have started."
        return cls(cycle, "Stop asking some organisations", lead, picks, press, nobody)

    @property
    def slugs(self) -> list[str]:
        return [pick.slug for _, those in self.picks.groups for pick in those]

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return cycle_breadcrumbs(self.cycle)


def nobody_answers(bodies) -> dict[int, str]:
    """Said beside each organisation that has no POT yet."""
    answered = set(
        Membership.objects.current().answering().filter(organisation__in=bodies).values_list("organisation", flat=True)
    )
    return {body.pk: "Nobody answers for it yet" for body in bodies if body.pk not in answered}


@dataclass(frozen=True)
class ReviewPage:
    """A cycle that is about to be opened, and whom it would ask. `without`: how many have nobody who answers."""

    facts: tuple[tuple[str, str], ...]
    picks: Picks
    without: int
    warning: str

    @classmethod
    def of(cls, user: User, wanted: dict, bodies: Sequence[Organisation], *, ticked: Iterable[str]) -> "ReviewPage":
        draft = Cycle(**wanted)
        hints = nobody_answers(bodies)
        facts = (
            ("Name", draft.name),
            ("Framework", str(draft.framework)),
            ("Dates", f"{plain_day(draft.opens_on)} to {plain_day(draft.closes_on)}"),
            ("What others see", f"{draft.get_visibility_display()}. {VISIBILITY_WORDS[Visibility(draft.visibility)]}"),
            ("Smallest group that is shown", str(draft.minimum_group)),
            ("Short name for links", draft.slug),
        )
        warning = (
            "Its last day has passed: nobody can answer, and answers can only be imported." if draft.has_closed else ""
        )
        return cls(facts, Picks.of(bodies, draft.opens_on, ticked=ticked, hints=hints), len(hints), warning)

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return desk_breadcrumbs(CYCLES)


def chosen_organisations(user: User, chosen: dict) -> list[Organisation]:
    """Those that the form of a new cycle means, as they lie on its first day."""
    bodies = Organisation.objects.visible_to(user).placed_on(chosen["opens_on"])
    if chosen["whom"] == SOME:
        regions = Region.objects.visible_to(user).filter(slug__in=chosen["regions"]).values_list("pk", flat=True)
        ics = ICS.objects.visible_to(user).filter(slug__in=chosen["ics"]).values_list("pk", flat=True)
        if chosen["regions"] or chosen["ics"]:
            bodies = bodies.within(ics=list(ics), regions=list(regions), on=[chosen["opens_on"]])
        if chosen["kinds"]:
            bodies = bodies.filter(kind__in=chosen["kinds"])
    return list(bodies.order_by("name"))


def open_choices(user: User) -> tuple[list[Framework], list, list]:
    """What the form of a new cycle offers: frameworks, regions and ICSs."""
    regions, ics = (
        model.objects.visible_to(user).order_by("name").values_list("slug", "name") for model in (Region, ICS)
    )
    return list(Framework.objects.published().newest_first()), list(regions), list(ics)
