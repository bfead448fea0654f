"""What would happen if a cycle moved to a newer version of its framework, in counts, and what happened when it did."""

from dataclasses import dataclass
from operator import attrgetter

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from aligns_site.access import ActionRefused
from assessments.actions.upgrades import require_newer
from assessments.models import Cycle, SelfAssessment, Status, Upgrade, User
from assessments.pages.dates import exact_moment
from assessments.pages.desk_cycles import CYCLES
from assessments.pages.desk_home import desk_breadcrumbs
from assessments.pages.words import many
from assessments.upgrade_words import KINDS, fates_words
from assessments.upgrading import foreseen, goes_back
from assessments.versions import Fate, Tally, Ways, together, ways_between
from frameworks.models import Framework


@dataclass(frozen=True)
class CountRow:
    """How many of one kind have which fate. `note`: of how many of those kept the question has other words."""

    title: str
    note: str
    kept: int
    to_confirm: int
    beside: int
    archived: int

    @classmethod
    def of(cls, title: str, tally: Tally) -> "CountRow":
        along = tally[title, Fate.KEPT_WITH_IT]
        return cls(
            title.capitalize(),
            f"Of those kept, {along} at a question whose words changed." if along else "",
            tally[title, Fate.KEPT] + along,
            *(tally[title, fate] for fate in (Fate.TO_CONFIRM, Fate.BESIDE, Fate.ARCHIVED)),
        )


@dataclass(frozen=True)
class ConcernedRow:
    """One self-assessment. `told`: each kind of which something was said, with its counts."""

    title: str
    href: str
    state: str
    after: str
    told: list[tuple[str, str]]


@dataclass(frozen=True)
class PastMove:
    """A move that was made. `told`: by self-assessment, what became of its answers."""

    sentence: str
    told: list[tuple[str, str]]


@dataclass(frozen=True)
class Version:
    words: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class UpgradePage:
    """`newer`: the version of which the counts tell; None where there is none to move to. `why_not`: why it cannot.

    `draft`: a newer version that has only to be published.
    """

    cycle: Cycle
    older: Framework
    newer: Framework | None
    versions: list[Version]
    totals: list[CountRow]
    concerned: list[ConcernedRow]
    unstarted: str
    back: str
    past: list[PastMove]
    why_not: str = ""
    draft: Framework | None = None
    refused: str = ""

    @classmethod
    def of(
        cls,
        cycle: Cycle,
        newer: Framework | None,
        newest: list[Framework],
        *,
        draft: Framework | None = None,
        refused: str = "",
    ) -> "UpgradePage":
        """`cycle`: fetched with its framework. `newest`: all that it could move to, the newest first."""
        why_not = _why_not(cycle, newer)
        shown = newer if newer and not why_not else None
        ways = ways_between(cycle.framework, shown) if shown else None
        begun = list(cycle.self_assessments.with_names().order_by("organisation__name", "initiative", "pk"))
        tallies = foreseen(cycle, ways) if ways else {}
        rows = [_concerned(one, tallies.get(one.pk, Tally()), ways) for one in begun] if ways else []
        total = together(tallies.values())
        return cls(
            cycle,
            cycle.framework,
            shown,
            [_version(cycle, one, newer) for one in newest],
            [CountRow.of(kind, total) for kind in KINDS if any(total[kind, fate] for fate in Fate)],
            rows,
            _unstarted(cycle, begun),
            _back(sum(row.state != row.after for row in rows)),
            [_past(move) for move in cycle.upgrades.select_related("older", "newer", "by").reverse()],
            why_not,
            draft,
            refused,
        )

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return cycle_breadcrumbs(self.cycle)

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [(self.refused, "")] if self.refused else []

    @property
    def next_href(self) -> str:
        return reverse("desk:next_cycle", args=[self.cycle.slug])


def cycle_breadcrumbs(cycle: Cycle) -> list[tuple[str, str]]:
    return [*desk_breadcrumbs(CYCLES), (str(cycle), reverse("desk:cycle", args=[cycle.slug]))]


def newer_versions(cycle: Cycle, user: User) -> list[Framework]:
    """Published versions of the cycle's framework after the one that it uses, the newest first."""
    return sorted(_later(cycle, user).published(), key=attrgetter("version_order"), reverse=True)


def newer_draft(cycle: Cycle, user: User) -> Framework | None:
    return _later(cycle, user).drafts().order_by("version_order").last()


def _later(cycle: Cycle, user: User) -> QuerySet[Framework]:
    used = cycle.framework
    return Framework.objects.visible_to(user).filter(slug=used.slug, version_order__gt=used.version_order)


def _why_not(cycle: Cycle, newer: Framework | None) -> str:
    if newer is None:
        used = cycle.framework
        return f"{cycle} is on version {used.version}. No newer version of {used.title} is published."
    try:
        require_newer(cycle, newer)
    except ActionRefused as refusal:
        return str(refusal)
    return ""


def _version(cycle: Cycle, one: Framework, chosen: Framework | None) -> Version:
    address = reverse("desk:upgrade_cycle", args=[cycle.slug])
    return Version(f"Version {one.version}", f"{address}?{urlencode({'to': one.version})}", one == chosen)


def _concerned(one: SelfAssessment, tally: Tally, ways: Ways) -> ConcernedRow:
    state = Status(one.status)
    after = Status.IN_PROGRESS if goes_back(one.status, ways, tally) else state
    told = [(kind.capitalize(), fates_words(tally, kind)) for kind in KINDS if fates_words(tally, kind)]
    title = ": ".join(filter(None, (str(one.organisation), one.initiative)))
    return ConcernedRow(title, reverse("assessments:detail", args=[one.uuid]), state.label, after.label, told)


def _unstarted(cycle: Cycle, begun: list[SelfAssessment]) -> str:
    waiting = cycle.participations.exclude(organisation__in={one.organisation_id for one in begun}).count()
    return (
        f"{many(waiting, 'organisation has', 'organisations have')} not started. They start on the newer version."
        if waiting
        else ""
    )


def _back(count: int) -> str:
    if not count:
        return ""
    goes = "submitted or agreed self-assessment is" if count == 1 else "submitted or agreed self-assessments are"
    return (
        f"{count} {goes} in progress again. Until it is submitted again, what was submitted goes on counting "
        "wherever a question has the same words as before, and nowhere else."
    )


def _past(move: Upgrade) -> PastMove:
    changes = move.status_changes.select_related("self_assessment__organisation").order_by("pk")
    versions = f"from version {move.older.version} to version {move.newer.version}"
    return PastMove(
        f"{exact_moment(move.at)}: {move.by} moved it {versions}.",
        [(str(one.self_assessment.organisation), one.note.partition("\n")[0]) for one in changes],
    )
