"""The words around a heatmap: what was chosen, and how to read it with care. Never a ranking.

Everything is counted from what is shown; nothing is said of an organisation that the viewer may not see by name.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from assessments.levels import DERIVED
from assessments.models import Kind
from assessments.pages.dates import plain_day
from assessments.pages.words import listed, listed_names, many
from frameworks.models import Framework
from reports.heatmaps import Heatmap
from reports.matrix import DIMENSION, ORGANISATION, Column, Matrix
from reports.pages.heatmap_cells import CellWriter, is_weak

NOT_A_RANKING = "A picture to talk about, not a ranking."
ROWS_WORDS = {"ics": ("ICS", "ICSs"), "region": ("region", "regions"), "kind": ("kind", "kinds")} | {
    "sector": ("sector", "sectors")
}
NOTES_QUOTED = 2


@dataclass(frozen=True)
class Sentence:
    words: str
    is_strong: bool = False


@dataclass(frozen=True)
class Caveat:
    """`lead` in bold, then the words, then perhaps a link."""

    lead: str
    words: str
    href: str = ""
    link: str = ""


def choices_in_words(heatmap: Heatmap) -> Iterable[str]:
    """What was chosen, in words: the filters themselves are not printed."""
    if heatmap.query.reporting:
        yield "reporting organisations"
    for grouping, slug in heatmap.query.filters.items():
        yield next((one.groups[grouping].name for one in heatmap.asked if grouping in one.groups), slug)


def _has(count: int) -> str:
    return "has" if count == 1 else "have"


def weak_columns(matrix: Matrix) -> frozenset[tuple[str, str]]:
    """The keys of the columns in which most levels have low confidence."""
    weak, counted = Counter(), Counter()
    for row, column, cell in matrix.cells():
        if cell.low is not None and not row.is_apart:
            counted[column.key] += 1
            weak[column.key] += is_weak(cell)
    return frozenset(key for key in counted if weak[key] * 2 > counted[key])


def caveats(heatmap: Heatmap) -> tuple[Caveat, ...]:
    found = [_weak(heatmap.matrix), _ageing(heatmap), flags(heatmap.matrix), _worked_out(heatmap.matrix)]
    return (*(caveat for caveat in found if caveat), *caveats_of_any_report(heatmap))


def caveats_of_any_report(heatmap: Heatmap) -> tuple[Caveat, ...]:
    """Those that do not speak of the looks of cells."""
    found = [
        _kinds(heatmap),
        counted_once(heatmap),
        suppression(heatmap),
        _boundaries(heatmap),
        draft_wording(heatmap),
    ]
    return tuple(caveat for caveat in found if caveat)


def _weak(matrix: Matrix) -> Caveat | None:
    weak = [cell for _, _, cell in matrix.cells() if is_weak(cell)]
    if not weak:
        return None
    mostly = weak_columns(matrix)
    words = f"{many(len(weak), 'level')} {_has(len(weak))} low confidence"
    if mostly:
        codes = [column.code for column in matrix.columns if column.key in mostly]
        words += f", among them most of {'column' if len(codes) == 1 else 'columns'} {listed(codes)} (†)"
    return Caveat("Weak source (hatched edge).", f"{words}.{quoted_notes(matrix)}")


def _ageing(heatmap: Heatmap) -> Caveat | None:
    cycle, months = heatmap.stock.cycle, settings.EVIDENCE_AGES_AFTER_MONTHS
    writer = CellWriter.of_cycle(heatmap.scale, cycle)
    count = sum(writer.is_ageing(cell) for _, _, cell in heatmap.matrix.cells())
    if not count:
        return None
    words = f"Of {many(count, 'level')} the newest shared evidence is older than {months} months"
    return Caveat("Ageing evidence (barred edge).", f"{words}, counted to the last day of {cycle}.")


def quoted_notes(matrix: Matrix) -> str:
    """What the sources of weak levels say most often; led by a blank, or empty."""
    said = Counter(cell.note for _, _, cell in matrix.cells() if is_weak(cell) and cell.note)
    notes = [quoted(note) for note, _ in said.most_common(NOTES_QUOTED)]
    return f" The notes say: {' '.join(notes)}" if notes else ""


def quoted(note: str) -> str:
    return f"“{note.rstrip('.')}.”"


def flags(matrix: Matrix) -> Caveat | None:
    flagged = [(row, column) for row, column, cell in matrix.cells() if cell.differs]
    if not flagged:
        return None
    by_column: dict[Column, list[str]] = {}
    for row, column in flagged:
        by_column.setdefault(column, []).append(row.name)
    where = "; ".join(f"{listed_names(names)} in {column.code}" for column, names in by_column.items())
    verb = "lies" if len(flagged) == 1 else "lie"
    words = f"{many(len(flagged), 'declared level')} {verb} wholly outside what the organisation’s own indicators say"
    return Caveat("Flag.", f"{words}: {where}. Shown as declared, not changed.")


def _worked_out(matrix: Matrix) -> Caveat | None:
    """Dimensions for which nobody stated an overall level."""
    statuses: dict[Column, set[str]] = {}
    for _, column, cell in matrix.cells():
        if cell.low is not None:
            statuses.setdefault(column, set()).add(str(cell.status))
    codes = [column.code for column, said in statuses.items() if said == {DERIVED}]
    if not codes:
        return None
    verb = "Column {} has" if len(codes) == 1 else "Columns {} have"
    words = "stated by any organisation. The levels there are worked out from indicators."
    return Caveat(f"{verb.format(listed(codes))} no overall level", words)


def _kinds(heatmap: Heatmap) -> Caveat | None:
    shown = {row.slug for row in heatmap.matrix.rows if not row.is_apart}
    kinds = {body.kind for body in heatmap.stock.bodies if body.slug in shown}
    if heatmap.matrix.row_kind != ORGANISATION or len(kinds) < 2:
        return None
    return Caveat(
        "Different kinds are listed together:",
        f"{listed([PLURALS[kind] for kind in Kind if kind in kinds])}. Choose one kind to compare like with like.",
    )


PLURALS = {
    Kind.LOCAL_AUTHORITY: "local authorities",
    Kind.NHS_TRUST: "NHS trusts",
    Kind.PLACE_PARTNERSHIP: "place-based partnerships",
    Kind.ICS_BODY: "ICSs as bodies",
    Kind.HEALTH_GROUPING: "health groupings",
    Kind.INITIATIVE_HOST: "hosts of initiatives",
    Kind.REGION: "regions",
    Kind.OTHER: "others",
}


def counted_once(heatmap: Heatmap) -> Caveat | None:
    if heatmap.matrix.row_kind == ORGANISATION and not heatmap.groups:
        return None
    words = (
        "run from the lowest to the highest level of their organisations; typical is the median. Every organisation "
        "counts once, also where it is part of another one in the group."
    )
    if heatmap.stock.cycle.framework.judges_initiatives:
        words += " One with several initiatives counts once too, by the median of these."
    return Caveat("Groups", words)


def suppression(heatmap: Heatmap) -> Caveat | None:
    shows_groups = heatmap.matrix.row_kind != ORGANISATION or heatmap.groups
    if not (heatmap.is_limited and shows_groups):
        return None
    return Caveat(
        "Too few or too alike to show.",
        "We show a group only if nobody’s level can be worked out from it. The words are the same whatever the reason.",
    )


def _boundaries(heatmap: Heatmap) -> Caveat:
    query, closing, today = heatmap.query, heatmap.stock.cycle.closes_on, timezone.localdate()
    lead = f"Boundaries of {plain_day(heatmap.day)}."
    if query.as_at and query.as_at != closing:
        back = query.changed(as_at=None).as_address
        return Caveat(lead, "", back, f"Read it on the boundaries of {plain_day(closing)}, when the cycle closed")
    bodies = heatmap.stock.bodies
    has_moved = closing < today and any(body.ics_on(closing) != body.ics_on(today) for body in bodies)
    if not has_moved or heatmap.is_limited:
        return Caveat(lead, "")
    return Caveat(lead, "", query.changed(as_at=today).as_address, "Read it again on today’s boundaries")


def draft_wording(heatmap: Heatmap) -> Caveat | None:
    framework = heatmap.stock.cycle.framework
    if framework.wording != Framework.Wording.DRAFT:
        return None
    return Caveat("Draft wording.", f"Some of the words for the levels of {framework} are still to be reviewed.")


def says_of_dimension(column: Column) -> str:
    """The head of a column: 1. Workforce data; 1.1 Population health needs"""
    return f"{column.code}. {column.title}" if column.kind == DIMENSION else f"{column.code} {column.title}"
