"""The profile of one organisation in one cycle: where it stands, what changed, what next, and all that it said.

Made of the submission that counts and of the heatmap as this person sees it; reads no live answer.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from assessments.levels import CellValue
from assessments.models import EvidenceKind, User
from assessments.pages.dates import moment_day
from assessments.pages.one_dimension import OneDimension
from assessments.pages.words import listed, many
from reports.matrix import INDICATOR, ORGANISATION, Column, Row
from reports.pages.group_profile_links import group_address
from reports.pages.heatmap_cells import CellWriter, ShownCell
from reports.pages.heatmap_words import says_of_dimension
from reports.pages.profile_answers import DimensionPart, Frozen
from reports.pages.profile_changes import Changed
from reports.pages.profile_evidence import Piece, Source
from reports.pages.profile_files import file_address
from reports.pages.profile_levels import Level
from reports.pages.profile_sentences import (
    counts_sentence,
    differing_sentence,
    extremes_sentence,
    missing_sentence,
    place_line,
)
from reports.pages.profile_spans import AROUND, ProfileSpans
from reports.pages.profile_steps import ShownStep, StepWriter
from reports.pages.profile_weights import WeightsPart
from reports.profiles import OrganisationProfile

# In the words of a sentence; two kinds have a plural of their own.
EVIDENCE = {
    EvidenceKind.OBSERVATION: ("observation", "observations"),
    EvidenceKind.QUOTATION: ("quotation", "quotations"),
    EvidenceKind.LINK: ("link", "links"),
    EvidenceKind.DOCUMENT: ("document", "documents"),
    EvidenceKind.BEST_PRACTICE: ("example of good practice", "examples of good practice"),
}


@dataclass(frozen=True)
class ProfilePage:
    """`evidence`: how much there is, and where there is none. `others`: further initiatives in this cycle, with their
    addresses. `file`: its cells as CSV. `weights`: None where the framework has none. `open`: which dimension is told
    in full, where there are too many indicators for one page.
    """

    title: str
    caption: str
    place: str
    taken: str
    breadcrumbs: tuple[tuple[str, str], ...]
    heatmap_url: str
    history: UUID | None
    cells: tuple[ShownCell, ...]
    strongest: str
    counts: tuple[str, ...]
    spans: ProfileSpans
    weights: WeightsPart | None
    changed: Changed
    steps: tuple[ShownStep, ...]
    evidence: str
    parts: tuple[DimensionPart, ...]
    practice: tuple[Piece, ...]
    sources: tuple[Source, ...]
    others: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    file: str
    is_own: bool
    open: OneDimension | None

    @classmethod
    def of(cls, profile: OrganisationProfile, *, seen_by: User, wanted: str = "") -> "ProfilePage":
        """`wanted`: the code of the dimension to tell in full."""
        one, stock, scale = profile.one, profile.stock, profile.scale
        snapshot, organisation, cycle = one.counting_snapshot, one.organisation, one.cycle
        is_own = organisation.pk in seen_by.reach.own
        answers = Frozen.of(one, scale, is_own=is_own)
        shown = [(c, profile.said.cells[c.key]) for c in stock.dimensions if c.key in profile.said.cells]
        opened = _open(profile, [column for column, _ in shown], wanted)
        levels = [(says_of_dimension(c), Level.of(scale, v.status, v.low, v.high).words, v.midpoint) for c, v in shown]
        heatmap_url = f"{reverse('reports:heatmap')}?{urlencode({'cycle': cycle.slug})}"
        writer = StepWriter(scale, stock.cycle)
        return cls(
            title=f"{organisation}: {one.initiative}" if one.initiative else str(organisation),
            caption=f"{'Initiative' if one.initiative else 'Organisation'} profile, {cycle}",
            place=place_line(profile.body.kind, profile.body.placements, on=cycle.closes_on),
            taken=f"Submission {snapshot.number}, recorded on {moment_day(snapshot.taken_at)}.",
            breadcrumbs=(("Home", reverse("home")), ("Heatmap", heatmap_url)),
            heatmap_url=heatmap_url,
            history=one.uuid if is_own or profile.body.is_followed else None,
            cells=tuple(_shown_cells(profile, shown)),
            strongest=extremes_sentence([level for level in levels if level[2] is not None], scale.names),
            counts=tuple(_counts(shown)),
            spans=ProfileSpans.of_organisation(profile),
            weights=WeightsPart.of(profile),
            changed=_changed(profile),
            steps=tuple(writer.shown(step) for step in profile.steps),
            evidence=evidence_sentence(answers, [column for column, _ in shown]),
            parts=tuple(
                answers.part(c, _indicators(stock.columns, c), cell)
                for c, cell in shown
                if opened is None or c.code == opened.code
            ),
            practice=tuple(answers.practice(stock.columns)),
            sources=tuple(answers.sources.found.values()),
            others=tuple(_others(profile)),
            groups=tuple(_groups(profile)),
            file=file_address("profile_csv", profile),
            is_own=is_own,
            open=opened,
        )


def _open(profile: OrganisationProfile, dimensions: Iterable[Column], wanted: str) -> OneDimension | None:
    sizes = Counter(column.family for column in profile.stock.columns if column.kind == INDICATOR)
    kept = {"initiative": profile.one.initiative} if profile.one.initiative else {}
    named = [(says_of_dimension(one), one.code, sizes[one.code]) for one in dimensions]
    return OneDimension.of_sizes(named, wanted, kept=kept)


def _indicators(columns: Iterable[Column], dimension: Column) -> list[Column]:
    return [column for column in columns if column.kind == INDICATOR and column.family == dimension.code]


def _counts(shown: list[tuple[Column, CellValue]]) -> Iterable[str]:
    cells = [(says_of_dimension(column), cell) for column, cell in shown]
    said = (counts_sentence(cell for _, cell in cells), differing_sentence(cells), missing_sentence(cells))
    return filter(None, said)


def _shown_cells(profile: OrganisationProfile, shown: list[tuple[Column, CellValue]]) -> Iterable[ShownCell]:
    """As in its row of the heatmap, by the same writer."""
    row = Row(ORGANISATION, profile.body.slug, profile.body.name, "", ())
    for column, cell in shown:
        yield CellWriter(profile.scale).shown(row, column, cell, says_of_dimension(column))


def _changed(profile: OrganisationProfile) -> Changed:
    trend = profile.trend
    then = trend.before.stock.cycle if trend.before else ""
    one = trend.rows[0] if trend.rows else None
    return Changed.of(trend, one, f"{then} has no answer of {profile.body.name} that you may see by name.")


def evidence_sentence(answers: Frozen, dimensions: Iterable[Column]) -> str:
    """How much stands behind the levels, by kind, and for which dimensions there is nothing."""
    by_dimension = {column.code: answers.evidence_of(column.code) for column in dimensions}
    kinds = Counter(piece["kind"] for pieces in by_dimension.values() for piece in pieces)
    if not kinds:
        return "No evidence was given that you may see."
    said = [many(kinds[kind], *words) for kind, words in EVIDENCE.items() if kinds[kind]]
    bare = [code for code, pieces in by_dimension.items() if not pieces]
    without = f" None for {'dimension' if len(bare) == 1 else 'dimensions'} {listed(bare)}." if bare else ""
    return f"{many(kinds.total(), 'piece')} of evidence: {listed(said)}.{without}"


def _others(profile: OrganisationProfile) -> Iterable[tuple[str, str]]:
    address = reverse("reports:profile", args=(profile.stock.cycle.slug, profile.body.slug))
    for name in profile.initiatives:
        if name != profile.one.initiative:
            yield name or "The organisation itself", f"{address}?{urlencode({'initiative': name})}"


def _groups(profile: OrganisationProfile) -> Iterable[tuple[str, str]]:
    """The profiles of its ICS and region."""
    for row in profile.groups:
        yield f"{AROUND[row.kind]} profile", group_address(profile.stock.cycle.slug, row.kind, row.slug)
