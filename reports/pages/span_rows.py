"""One row of the span chart in words: its name, level and remarks beside its track. Works no level out."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.matrix import ORGANISATION
from reports.pages.heatmap_cells import CellWriter, ShownCell, is_weak
from reports.pages.heatmap_tables import APART_NOTE, HERE, ITSELF, profile_address
from reports.span_drawing import Track, group_track, track_of
from reports.spans import Span, SpanChart

GROUP_HEADS = {"region": "Region", "ics": "ICS"}


@dataclass(frozen=True)
class ShownSpan:
    """One row of picture and table. `look`: class of the row; `missing`: class of what is not a level, else empty.

    `notes` and `place` stand under the name; a narrow screen has no room for the place.

    `words` and `remarks` stand at the right end; `basis`: what the level rests on; `behind`: the indicators, in words;
    `earlier`: last cycle's level.
    """

    name: str
    href: str
    notes: tuple[str, ...]
    place: str
    look: str
    track: Track
    missing: str
    words: str
    remarks: tuple[str, ...]
    typical: str
    basis: str
    behind: tuple[str, ...]
    earlier: str
    is_flagged: bool

    @property
    def title(self) -> str:
        """What the arrow says, for those who do not see it."""
        return f"{self.name}: {self.words}"

    @property
    def description(self) -> str:
        said = [f"Indicators behind it: {'; '.join(self.behind)}"] if self.behind else []
        return ". ".join(filter(None, [self.basis, *said, self.earlier]))


@dataclass(frozen=True)
class SpanWriter:
    """Writes the rows of one chart."""

    chart: SpanChart

    @property
    def has_earlier(self) -> bool:
        """Whether any row has an arrow of the cycle before, which needs room."""
        return any(span.earlier and span.earlier.low is not None for span in self.chart.spans)

    def shown(self, span: Span) -> ShownSpan:
        row, cell, scale = span.row, span.cell, self.chart.scale
        cells = CellWriter(scale)
        shown = cells.shown(row, self.chart.dimension, cell, "")
        typical = cells.typical(cell) if cell.low is not None else ""
        is_group = row.kind != ORGANISATION
        basis = shown.notes[-1] if is_group and shown.notes else "; ".join(shown.notes)
        return ShownSpan(
            row.name,
            "" if is_group else profile_address(self.chart.heatmap.stock.cycle.slug, row.slug, row.initiative),
            self._notes(span, basis),
            _place(span),
            _look(span),
            self._track(span),
            shown.look if cell.low is None else "",
            shown.words,
            self._remarks(span, shown, typical),
            typical,
            basis,
            tuple(self._behind(span)),
            self._earlier(span),
            cell.differs,
        )

    def _notes(self, span: Span, basis: str) -> tuple[str, ...]:
        row = span.row
        if row.kind != ORGANISATION:
            return tuple(filter(None, (GROUP_HEADS[row.kind], basis)))
        if row.is_apart:
            return (APART_NOTE,)
        return (HERE,) if row.is_own else ()

    def _remarks(self, span: Span, shown: ShownCell, typical: str) -> tuple[str, ...]:
        if span.row.kind != ORGANISATION:
            return (f"Typically {typical}",) if typical else ()
        weak = "Low confidence" if is_weak(span.cell) else ""
        return tuple(filter(None, (*shown.notes, weak, self._earlier(span))))

    def _track(self, span: Span) -> Track:
        count = self.chart.scale.count
        if span.row.kind != ORGANISATION:
            return group_track(span.cell, count)
        indicators = [cell for _, cell in span.indicators]
        return track_of(span.cell, indicators, span.earlier, count, room_above=self.has_earlier)

    def _behind(self, span: Span) -> Iterable[str]:
        """Every indicator of an organisation: its level, or what is missing; those not answered last, together."""
        writer = CellWriter(self.chart.scale)
        unanswered = []
        for column, cell in span.indicators:
            words = writer.shown(span.row, column, cell, "").words
            if cell.status == "not_answered":
                unanswered.append(column.code)
            else:
                yield f"{column.code} {in_sentence(words)}" if cell.low is None else f"{column.code} {words}"
        if unanswered:
            yield f"not answered: {', '.join(unanswered)}"

    def _earlier(self, span: Span) -> str:
        if span.earlier is None:
            return ""
        words = CellWriter(self.chart.scale).shown(span.row, self.chart.dimension, span.earlier, "").words
        return f"{self.chart.earlier}: {in_sentence(words) if span.earlier.low is None else words}"


def _place(span: Span) -> str:
    """The ICS of an organisation; that it is one itself."""
    if span.row.kind != ORGANISATION:
        return ""
    return ITSELF if span.row.parent == span.row.name else span.row.parent


def _look(span: Span) -> str:
    if span.row.kind != ORGANISATION:
        return "is-group"
    return "is-apart" if span.row.is_apart else "is-here" if span.row.is_own else ""


def in_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]
