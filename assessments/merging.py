"""What merging two organisations that are the same body would move, what speaks against it, and who would see more.

Reads and counts; the verb that does it is in actions/places_merge.py and refuses what is listed here.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.utils import timezone

from assessments.folding import folded
from assessments.models import (
    Cycle,
    DimensionRating,
    Evidence,
    Membership,
    Organisation,
    OrganisationPlacement,
    Rating,
    Role,
    SelfAssessment,
    Snapshot,
    Visibility,
)
from assessments.models.places import predecessors_of_each


@dataclass(frozen=True)
class MergeCounts:
    """How much goes from the one to the other. `asked_twice`: cycles that asked both and go on asking the one.

    `held_twice`: accesses that end, since the person has the same role at the one that stays.
    """

    self_assessments: int = 0
    answers: int = 0
    evidence: int = 0
    submissions: int = 0
    asked: int = 0
    asked_twice: int = 0
    memberships: int = 0
    held_twice: int = 0
    parts: int = 0
    names: int = 0


@dataclass(frozen=True)
class NewSight:
    """Somebody who would see self-assessments that she does not see now.

    `who`: in words; `people`: their keys, none where it is everybody of a region. `of`: the self-assessments; `sees`:
    "all", drafts too; "progress", and what was submitted; "submitted" alone; or "region", what others there submitted.
    """

    who: str
    people: frozenset[int]
    of: tuple[SelfAssessment, ...]
    sees: str


@dataclass(frozen=True)
class MergePlan:
    """`against`: why it cannot be done, in sentences that say what to do; empty where it can."""

    goes: Organisation
    stays: Organisation
    counts: MergeCounts
    against: tuple[str, ...]
    moves: tuple[SelfAssessment, ...]
    elsewhere: tuple[str, ...]
    sights: tuple[NewSight, ...]
    names: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Another for every other plan, so that nobody agrees to one and gets another."""
        sights = [(one.who, sorted(one.people), [held.pk for held in one.of], one.sees) for one in self.sights]
        said = (self.goes.pk, self.stays.pk, asdict(self.counts), self.elsewhere, self.names, sights)
        return hashlib.sha256(repr(said).encode()).hexdigest()


def plan_merge(goes: Organisation, stays: Organisation) -> MergePlan:
    """In as many queries for two that hold much as for two that are empty."""
    moves = tuple(_self_assessments(goes))
    lies = _Lies.of(goes, stays)
    return MergePlan(
        goes,
        stays,
        count_merge(goes, stays),
        tuple(_against(goes, stays, moves)),
        moves,
        tuple(_elsewhere(goes, stays, moves, lies)),
        tuple(_new_sights(goes, stays, moves, lies)),
        names_that_come(goes, stays),
    )


def count_merge(goes: Organisation, stays: Organisation) -> MergeCounts:
    of_goes = {"self_assessment__organisation": goes}
    asked, asked_there = (set(one.participations.values_list("cycle", flat=True)) for one in (goes, stays))
    held, held_there = (set(current_seats(one)) for one in (goes, stays))
    return MergeCounts(
        self_assessments=goes.self_assessments.count(),
        answers=Rating.objects.filter(**of_goes).count() + DimensionRating.objects.filter(**of_goes).count(),
        evidence=Evidence.objects.filter(**of_goes).count(),
        submissions=Snapshot.objects.filter(**of_goes).count(),
        asked=len(asked - asked_there),
        asked_twice=len(asked & asked_there),
        memberships=len(held - held_there),
        held_twice=len(held & held_there),
        parts=goes.parts.count(),
        names=len(names_that_come(goes, stays)),
    )


def current_seats(organisation: Organisation) -> Iterable[tuple[int, str]]:
    """Who holds which role there now."""
    return organisation.memberships.current().values_list("user_id", "role")


def names_that_come(goes: Organisation, stays: Organisation) -> tuple[str, ...]:
    """Names that lead to the one that goes, and not yet to the one that stays."""
    known = {folded(word) for word in (stays.slug, stays.name, *stays.aliases)}
    new = {folded(word): word for word in reversed((goes.name, *goes.aliases)) if folded(word) not in known}
    return tuple(word for word in (goes.name, *goes.aliases) if new.get(folded(word)) == word)


def _self_assessments(organisation: Organisation) -> Iterable[SelfAssessment]:
    held = SelfAssessment.objects.filter(organisation=organisation).with_names()
    return held.order_by("-cycle__opens_on", "cycle", "initiative")


def _against(goes: Organisation, stays: Organisation, moves: Iterable[SelfAssessment]) -> Iterable[str]:
    if goes.pk == stays.pk:
        yield "This is one organisation. Choose another one to merge it into."
        return
    for one in (goes, stays):
        if one.merged_into_id:
            yield f"{one} was merged already. Look again."
    for word, of_goes, of_stays in (
        ("kind", goes.get_kind_display(), stays.get_kind_display()),
        ("sector", goes.get_sector_display(), stays.get_sector_display()),
    ):
        if of_goes != of_stays:
            yield (
                f"They are not of one {word}: {goes} is “{of_goes}”, {stays} is “{of_stays}”. Different bodies know "
                f"different things. If they are the same body, correct the {word} of one of them first."
            )
    if stays.pk in _wholes(goes) or goes.pk in _wholes(stays):
        yield "One is part of the other. A part is not the whole. If that is wrong, change what it is part of first."
    twice = Cycle.objects.filter(pk__in=stays.self_assessments.values("cycle")).filter(
        pk__in=[one.cycle_id for one in moves]
    )
    for cycle in twice.order_by("opens_on"):
        yield (
            f"Both have a self-assessment in {cycle}. Two sets of answers cannot become one without somebody choosing "
            "among them, so these two stay apart."
        )


def _wholes(organisation: Organisation) -> set[int]:
    """Keys of all of which it is a part, however far up."""
    parents = dict(Organisation.objects.exclude(parent=None).values_list("pk", "parent_id"))
    found: set[int] = set()
    here = parents.get(organisation.pk)
    while here is not None and here not in found:
        found.add(here)
        here = parents.get(here)
    return found


@dataclass(frozen=True)
class _Lies:
    """Where the two lie, and which accesses reach what lies in an ICS."""

    rows: dict[int, list[OrganisationPlacement]]
    leading_to: dict[int, frozenset[int]]

    @classmethod
    def of(cls, goes: Organisation, stays: Organisation) -> "_Lies":
        rows: dict[int, list[OrganisationPlacement]] = {goes.pk: [], stays.pk: []}
        found = OrganisationPlacement.objects.filter(organisation__in=[goes, stays])
        for row in found.select_related("ics", "region"):
            rows[row.organisation_id].append(row)
        return cls(rows, predecessors_of_each(row.ics_id for placed in rows.values() for row in placed if row.ics_id))

    def on(self, organisation: Organisation, day: date) -> OrganisationPlacement | None:
        rows = self.rows[organisation.pk]
        return next((r for r in rows if (r.from_on or date.min) <= day <= (r.until_on or date.max)), None)

    def home_of(self, organisation: Organisation) -> int | None:
        """Key of the region of its latest placement, in which its people read what is named."""
        return self.rows[organisation.pk][-1].region_id if self.rows[organisation.pk] else None

    def places(self, organisation: Organisation, cycle: Cycle) -> tuple[set[int], set[int]]:
        """Keys of the ICSs (with all that they followed) and regions whose leads reach its answers in the cycle."""
        rows = [self.on(organisation, day) for day in (cycle.closes_on, timezone.localdate())]
        ics = {key for row in rows if row and row.ics_id for key in self.leading_to[row.ics_id]}
        return ics, {row.region_id for row in rows if row}


def _elsewhere(goes: Organisation, stays: Organisation, moves: Iterable[SelfAssessment], lies: _Lies) -> Iterable[str]:
    """Cycles in whose reports the answers would count in another ICS or region than now."""
    for cycle in dict.fromkeys(one.cycle for one in moves):
        before, after = (_where(lies.on(one, cycle.closes_on)) for one in (goes, stays))
        if before != after:
            yield f"In {cycle} its answers count in {after}, and no more in {before}."


def _where(row: OrganisationPlacement | None) -> str:
    if row is None:
        return "no group"
    return f"{row.ics}, {row.region}" if row.ics else str(row.region)


def _new_sights(
    goes: Organisation, stays: Organisation, moves: tuple[SelfAssessment, ...], lies: _Lies
) -> Iterable[NewSight]:
    people = {one.pk: _people(one) for one in (goes, stays)}
    there = tuple(_self_assessments(stays))
    for of_whom, others, held in ((stays, goes, moves), (goes, stays, there)):
        new = {key: name for key, name in people[of_whom.pk].items() if key not in people[others.pk]}
        if new and held:
            yield NewSight(f"People of {of_whom}: {', '.join(new.values())}", frozenset(new), held, "all")
    regions = [lies.home_of(one) for one in (goes, stays)]
    own = [key for key in people[goes.pk] if key not in people[stays.pk]]
    if own and regions[1] and regions[0] != regions[1]:
        yield NewSight(f"People of {goes}", frozenset(own), (), "region")
    yield from _leads_who_see_more(goes, stays, moves, lies)
    yield from _regions_that_see_more(goes, stays, moves, lies)


def _people(organisation: Organisation) -> dict[int, str]:
    held = organisation.memberships.active().select_related("user").order_by("user__name", "pk")
    return {one.user_id: str(one.user) for one in held}


def _leads_who_see_more(goes: Organisation, stays: Organisation, moves, lies: _Lies) -> Iterable[NewSight]:
    leads = Membership.objects.active().filter(role__in=[Role.ICS_LEAD, Role.REGIONAL_LEAD]).with_people()
    reached: dict[int, list[SelfAssessment]] = {}
    names: dict[int, str] = {}
    for one in list(leads):
        for held in moves:
            before, after = (_reaches(one, *lies.places(body, held.cycle)) for body in (goes, stays))
            if after and not before:
                reached.setdefault(one.user_id, []).append(held)
                names[one.user_id] = f"{one.user}, {one.seat_words}"
    for key, held in reached.items():
        yield NewSight(names[key], frozenset([key]), tuple(dict.fromkeys(held)), "progress")


def _reaches(lead: Membership, ics: set[int], regions: set[int]) -> bool:
    return lead.ics_id in ics or lead.region_id in regions


def _regions_that_see_more(goes: Organisation, stays: Organisation, moves, lies: _Lies) -> Iterable[NewSight]:
    """In named cycles everybody of a region reads what was submitted in it, by name."""
    shown = [one for one in moves if one.cycle.visibility == Visibility.NAMED and one.counting_snapshot_id]
    new: dict[int, list[SelfAssessment]] = {}
    for held in shown:
        before, after = (lies.places(body, held.cycle)[1] for body in (goes, stays))
        for region in after - before:
            new.setdefault(region, []).append(held)
    regions = {row.region_id: row.region for row in lies.rows[stays.pk]}
    for key, held in new.items():
        yield NewSight(f"Everybody who belongs to {regions[key]}", frozenset(), tuple(held), "submitted")


def counts_in(held: Iterable[SelfAssessment]) -> tuple[Counter, Counter]:
    """How many answers, and how many pieces of evidence, there are in each, by its key."""
    of_them = {"self_assessment__in": [one.pk for one in held]}
    answers, evidence = Counter(), Counter()
    for counter, model in ((answers, Rating), (answers, DimensionRating), (evidence, Evidence)):
        counter.update(model.objects.filter(**of_them).values_list("self_assessment", flat=True))
    return answers, evidence
