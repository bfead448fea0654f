"""The sentences over the profile of an ICS or region: true of what is shown of it, never a ranking."""

from collections.abc import Iterable

from assessments.levels import CellValue, typical_position
from assessments.pages.words import listed, many
from reports.disclosure import SUPPRESSED
from reports.matrix import INDICATOR
from reports.pages.heatmap_words import NOT_A_RANKING, Sentence, says_of_dimension
from reports.pages.profile_sentences import extremes_sentence, missing_sentence
from reports.profiles import GroupProfile

NOTHING_SHOWN = "No dimension can be shown to you."
HIDDEN_GAP = "Shown where you may see everybody asked here by name."


def asked_line(profile: GroupProfile) -> str:
    """Where it lies and how many were asked; how many answered, where everybody is seen by name."""
    count, cycle = len(profile.asked), profile.stock.cycle
    asked = f"{many(count, 'organisation')} {'was' if count == 1 else 'were'} asked in {cycle}"
    answered = (
        f"; {profile.answered} {'has' if profile.answered == 1 else 'have'} answered" if profile.is_all_seen else ""
    )
    parent = f"{profile.row.parent}. " if profile.row.parent else ""
    return f"{parent}{asked}{answered}."


def paragraph(profile: GroupProfile) -> Iterable[Sentence]:
    shown = [(says_of_dimension(column), cell) for column, cell in _dimensions(profile)]
    hidden = [title for title, cell in shown if cell.status == SUPPRESSED]
    told = [(title, cell) for title, cell in shown if cell.status != SUPPRESSED]
    scale = profile.scale
    levels = [
        (title, f"typically {scale.name(typical_position(cell.midpoint))}", cell.midpoint)
        for title, cell in told
        if cell.midpoint is not None
    ]
    yield Sentence(extremes_sentence(levels, scale.names, "median") if told else NOTHING_SHOWN, is_strong=True)
    if missing := missing_sentence(told):
        yield Sentence(missing)
    if hidden:
        which = "All dimensions" if len(hidden) == len(shown) else listed(hidden)
        yield Sentence(f"Too few or too alike to show: {which[:1].lower()}{which[1:]}.")
    if len(levels) > 1:
        yield Sentence("What counts here is the median of its organisations.")
    yield Sentence(NOT_A_RANKING)


def _dimensions(profile: GroupProfile) -> Iterable[tuple]:
    row: tuple[CellValue, ...] = profile.row.cells
    for column, cell in zip(profile.heatmap.matrix.columns, row, strict=True):
        if column.kind != INDICATOR:
            yield column, cell
