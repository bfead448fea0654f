"""The words of the movement's picture: the rows of the page, with what must travel with the picture."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assessments.pages.scale import Scale
from reports.arrangement import by_place
from reports.charts.axis import letters_key
from reports.charts.look import Caption
from reports.charts.movement import Part
from reports.disclosure import SUPPRESSED
from reports.movement import Move, MoveRow
from reports.one_dimension import Fitting
from reports.pages.heatmap_words import NOT_A_RANKING
from reports.pages.trends import TrendsPage
from reports.trends import Trend

HOW_TO_READ = "Ring: then. Dot: now. The dot in the ring: nothing moved."
HOW_BROKEN = "Dashed, with //: a break, so compare with care."


@dataclass(frozen=True)
class TrendsChart:
    """`parts`: the sections of the page, each with its rows; `cycles`: the names of the earlier and the later."""

    caption: Caption
    parts: tuple[Part, ...] = ()
    cycles: tuple[str, str] = ("", "")
    scale: Scale = field(default_factory=lambda: Scale(()))
    has_same_version: bool = True
    has_same_levels: bool = True

    @classmethod
    def of(cls, trend: Trend, across: int) -> "TrendsChart":
        page = TrendsPage.of(trend, Fitting(trend.query))
        description = " ".join(sentence.words for sentence in page.paragraph) or page.empty
        if trend.after is None:
            return cls(Caption(page.title, (page.empty,), description))
        scale = trend.after.scale
        breaks = tuple(f"{one.lead} {one.words}" for one in page.breaks)
        notes = (
            f"{HOW_TO_READ} {HOW_BROKEN}" if breaks else HOW_TO_READ,
            *breaks,
            *letters_key(scale.names, scale.letters, across),
            f"{NOT_A_RANKING} {page.source}",
        )
        rows = sorted(trend.rows, key=lambda one: by_place(one.row))
        compared = [number for number, pair in enumerate(trend.pairs) if pair.is_shared]
        parts = tuple(
            (section.heading, tuple(zip(_told_first(rows, number), (*section.rows, *section.apart), strict=True)))
            for number, section in zip(compared, page.sections, strict=bool(page.sections))
        )
        return cls(
            Caption(page.title, notes, description),
            parts,
            (page.before, page.after),
            scale,
            trend.has_same_version,
            trend.has_same_levels,
        )


def _told_first(rows: Iterable[MoveRow], number: int) -> list[Move]:
    """The moves of one column as its section has them: what cannot be compared stands after the others."""
    moves = [one.moves[number] for one in rows]
    return sorted(moves, key=lambda move: move.difference is None and move.status != SUPPRESSED)
