"""The profile of an ICS or region in one cycle, for a meeting: where it stands, what changed, what next.

Shows what the heatmap shows this person, and nothing more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from assessments.pages.words import many
from reports.heatmaps import Heatmap
from reports.pages.gap_sentences import about, count_words, gap_words, median_words
from reports.pages.gaps import reasons
from reports.pages.group_profile_members import tables_of_members
from reports.pages.group_profile_sentences import HIDDEN_GAP, asked_line, paragraph
from reports.pages.heatmap import source_of
from reports.pages.heatmap_tables import Table
from reports.pages.heatmap_words import Caveat, Sentence, caveats_of_any_report
from reports.pages.profile_changes import Changed
from reports.pages.profile_sentences import in_ics
from reports.pages.profile_spans import ProfileSpans
from reports.pages.profile_steps import ShownExample, ShownStep, StepWriter
from reports.profiles import GroupProfile

KINDS = {"ics": "ICS", "region": "Region"}
MOST_EXAMPLES = 6


@dataclass(frozen=True)
class ShownGap:
    """How social care and health see one dimension; of each the median and how many it rests on."""

    dimension: str
    words: str
    social_care: str
    health: str


@dataclass(frozen=True)
class GroupProfilePage:
    """`tables`: its organisations as far as they are seen by name, or the ICSs of a region; `unseen`: how many are not.

    `silences`: why there is no gap in other dimensions. `reports`: each with this place chosen, (words, address).
    """

    title: str
    caption: str
    place: str
    breadcrumbs: tuple[tuple[str, str], ...]
    paragraph: tuple[Sentence, ...]
    spans: ProfileSpans
    changed: Changed
    gaps: tuple[ShownGap, ...]
    silences: tuple[str, ...]
    tables: tuple[Table, ...]
    unseen: str
    steps: tuple[ShownStep, ...]
    practice: tuple[ShownExample, ...]
    more_practice: tuple[str, str]
    reports: tuple[tuple[str, str], ...]
    caveats: tuple[Caveat, ...]
    source: str

    @classmethod
    def of(cls, profile: GroupProfile) -> "GroupProfilePage":
        cycle, row = profile.stock.cycle, profile.row
        heatmap_url = f"{reverse('reports:heatmap')}?{urlencode({'cycle': cycle.slug, 'rows': row.kind})}"
        writer = StepWriter(profile.scale, cycle, is_group=True)
        return cls(
            in_ics(row.name) if row.kind == "ics" else row.name,
            f"{KINDS[row.kind]} profile, {cycle}",
            asked_line(profile),
            (("Home", reverse("home")), ("Heatmap", heatmap_url)),
            tuple(paragraph(profile)),
            ProfileSpans.of_group(profile),
            _changed(profile),
            tuple(_gaps(profile)),
            _silences(profile),
            tuple(tables_of_members(profile)),
            _unseen(profile),
            tuple(writer.shown(step) for step in profile.steps),
            tuple(ShownExample.of(one) for one in profile.examples[:MOST_EXAMPLES]),
            _more_practice(profile),
            tuple(_reports(profile)),
            _caveats(profile),
            source_of(cycle),
        )


def _changed(profile: GroupProfile) -> Changed:
    then = profile.trend.before.stock.cycle if profile.trend.before else ""
    return Changed.of(profile.trend, profile.move, f"{then} has nothing to show of {profile.row.name}.")


def _gaps(profile: GroupProfile) -> Iterable[ShownGap]:
    """In the order of the dimensions, as everything on the page."""
    for gap in profile.gaps:
        if gap.levels is not None:
            sides = (gap.social_care, gap.health)
            said = (f"{median_words(cell, profile.scale)}, {count_words(cell, profile.row.kind)}" for cell in sides)
            yield ShownGap(about(gap), gap_words(gap), *said)


def _silences(profile: GroupProfile) -> tuple[str, ...]:
    """Why there is no gap in the other dimensions; the same words for all that may not be shown."""
    untold = [gap for gap in profile.gaps if gap.levels is None]
    if any(gap.is_hidden for gap in untold):
        return (HIDDEN_GAP,)
    return tuple(reasons(untold, len(profile.gaps)))


def _unseen(profile: GroupProfile) -> str:
    """Of an ICS: those without a row, whoever they are; nothing is said of why."""
    if profile.row.kind != "ics":
        return ""
    shown = {row.slug for row in profile.members.rows}
    count = sum(one.slug not in shown for one in profile.asked)
    return f"{many(count, 'other organisation')} asked in this cycle, without a row here." if count else ""


def _more_practice(profile: GroupProfile) -> tuple[str, str]:
    """To the library, with this ICS chosen."""
    said = {"cycle": profile.stock.cycle.slug}
    if profile.row.kind == "ics":
        said["ics"] = profile.row.slug
    left = len(profile.examples) - MOST_EXAMPLES
    words = f"{left} more in the library" if left > 0 else "The library of good practice"
    return words, f"{reverse('reports:practice')}?{urlencode(said)}"


def _reports(profile: GroupProfile) -> Iterable[tuple[str, str]]:
    """With this place where a report can be asked for it; else with the rows among which it stands; and its file."""
    cycle, kind, slug = profile.stock.cycle.slug, profile.row.kind, profile.row.slug
    chosen = (
        ("Heatmap", "heatmap", {kind: slug}),
        ("Spans", "spans", {kind: slug}),
        ("Compare", "compare", {"rows": kind}),
        ("Movement", "trends", {"rows": kind}),
        ("Gaps", "gaps", {"rows": kind}),
        ("Good practice", "practice", {kind: slug} if kind == "ics" else {}),
    )
    for words, name, said in chosen:
        yield words, f"{reverse(f'reports:{name}')}?{urlencode({'cycle': cycle, **said})}"
    yield "CSV", reverse(f"reports:{kind}_profile_csv", args=[cycle, slug])


def _caveats(profile: GroupProfile) -> tuple[Caveat, ...]:
    """Those of any report, without the ways to other boundaries, which are not offered here."""
    heatmap: Heatmap = profile.heatmap
    return tuple(replace(one, href="", link="") for one in caveats_of_any_report(heatmap))
