"""Two organisations side by side, what merging them would do, and who would see more. In words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from assessments.merging import MergeCounts, MergePlan, NewSight, counts_in
from assessments.models import Membership, Organisation, SelfAssessment, User
from assessments.pages.desk_home import desk_breadcrumbs
from assessments.pages.desk_place import PLACES, PlacementRow, link_to
from assessments.pages.people import Link

# The fields of MergeCounts in words: for one, and for several.
COUNTED = {
    "self_assessments": ("self-assessment", "self-assessments"),
    "answers": ("answer", "answers"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "submissions": ("submission", "submissions"),
    "memberships": ("access of a person", "accesses of people"),
    "held_twice": (
        "access that ends, since the person has it already",
        "accesses that end, since people have them already",
    ),
    "asked": ("cycle that asks it", "cycles that ask it"),
    "asked_twice": ("cycle that asks both, and then asks once", "cycles that ask both, and then ask once"),
    "parts": ("organisation that is a part of it", "organisations that are parts of it"),
    "names": ("name that leads to it", "names that lead to it"),
}
SEES = {
    "all": "All answers, drafts and evidence too",
    "progress": "How far it is, and what it submitted",
    "submitted": "What it submitted, by name",
}


def moved_words(counts: MergeCounts) -> str:
    """1 self-assessment, 38 answers, 2 names that lead to it"""
    return ", ".join(_moved(counts)) or "nothing had to be moved"


def _moved(counts: MergeCounts) -> tuple[str, ...]:
    """What there is none of is left out."""
    said = ((getattr(counts, name), words) for name, words in COUNTED.items())
    return tuple(f"{n:,} {words[n != 1]}" for n, words in said if n)


@dataclass(frozen=True)
class SideBySide:
    """One thing of both; `differs` where they do not say the same."""

    what: str
    goes: str
    stays: str

    @property
    def differs(self) -> bool:
        return self.goes != self.stays


@dataclass(frozen=True)
class SightLine:
    who: str
    sees: str
    of: str


@dataclass(frozen=True)
class MergePage:
    goes: Link
    stays: Link
    into: str
    rows: tuple[SideBySide, ...]
    against: tuple[str, ...]
    refused: str
    moved: tuple[str, ...]
    names: str
    elsewhere: tuple[str, ...]
    sights: tuple[SightLine, ...]
    mark: str
    breadcrumbs: list[tuple[str, str]]

    @classmethod
    def of(cls, plan: MergePlan, *, seen_by: User, refused: str = "") -> "MergePage":
        goes, stays = link_to(plan.goes), link_to(plan.stays)
        return cls(
            goes,
            stays,
            plan.stays.slug,
            tuple(_rows(plan, seen_by)),
            plan.against,
            "" if plan.against else refused,
            _moved(plan.counts),
            ", ".join(plan.names),
            plan.elsewhere,
            tuple(map(_line, plan.sights)),
            plan.mark,
            [*desk_breadcrumbs(PLACES), (goes.words, goes.href)],
        )


def _rows(plan: MergePlan, user: User) -> Iterable[SideBySide]:
    both = (plan.goes, plan.stays)
    for what, words in (
        ("Other names", [", ".join(one.aliases) or "None" for one in both]),
        ("Kind", [one.get_kind_display() for one in both]),
        ("Sector", [one.get_sector_display() for one in both]),
        ("Where it lies", [_lies(one) for one in both]),
        ("Part of", [str(one.parent or "Nothing else") for one in both]),
        ("Website", [one.website or "None" for one in both]),
        ("People", _people(both, user)),
    ):
        yield SideBySide(what, *words)
    yield from _cycles(both, user)


def _lies(organisation: Organisation) -> str:
    rows = organisation.placements.select_related("ics", "region")
    return " ".join(PlacementRow.of(row, timezone.localdate()).words for row in rows) or "Nowhere"


def _people(both: Iterable[Organisation], user: User) -> list[str]:
    held = list(Membership.objects.visible_to(user).active().filter(organisation__in=both).with_people())
    return [
        ", ".join(f"{seat.user} ({seat.get_role_display()})" for seat in held if seat.organisation_id == one.pk)
        or "Nobody"
        for one in both
    ]


def _cycles(both: tuple[Organisation, Organisation], user: User) -> Iterable[SideBySide]:
    """A row for each cycle that asked either, or in which either answered."""
    held = SelfAssessment.objects.visible_to(user).of(both).with_names().order_by("initiative")
    answered: dict[tuple[int, int], list[SelfAssessment]] = {}
    cycles = {}
    for one in held:
        answered.setdefault((one.cycle_id, one.organisation_id), []).append(one)
        cycles[one.cycle_id] = one.cycle
    asked = set()
    for one in both:
        for participation in one.participations.select_related("cycle"):
            asked.add((participation.cycle_id, one.pk))
            cycles[participation.cycle_id] = participation.cycle
    answers, evidence = counts_in(held)
    for cycle in sorted(cycles.values(), key=lambda one: (one.opens_on, one.pk), reverse=True):
        words = []
        for one in both:
            key = (cycle.pk, one.pk)
            said = [_assessed(held, answers[held.pk], evidence[held.pk]) for held in answered.get(key, [])]
            words.append("; ".join(said) or ("Asked, not started" if key in asked else "Not asked"))
        yield SideBySide(str(cycle), *words)


def _assessed(one: SelfAssessment, answers: int, evidence: int) -> str:
    about = f"{one.initiative}: " if one.initiative else ""
    pieces = f"{evidence} piece{'' if evidence == 1 else 's'} of evidence"
    return f"{about}{one.get_status_display()}, {answers} answer{'' if answers == 1 else 's'}, {pieces}"


def _line(sight: NewSight) -> SightLine:
    if sight.sees == "region":
        return SightLine(sight.who, "What the others there submitted, in cycles that name them", "The other region")
    of = ", ".join(dict.fromkeys(f"{one.organisation}, {one.cycle}" for one in sight.of))
    return SightLine(sight.who, SEES[sight.sees], of)
