"""The words of the comparison's picture: the rows of the page, with what must travel with the picture."""

from dataclasses import dataclass, replace

from reports.charts.axis import letters_key
from reports.charts.compare import Section
from reports.charts.look import Caption
from reports.comparisons import Comparison
from reports.pages.compare import ComparePage
from reports.pages.compare_notes import ORDER
from reports.pages.compare_rows import shown_group
from reports.pages.heatmap_words import NOT_A_RANKING, says_of_dimension
from reports.query import ALL

BARS = "A bar is as long as organisations were asked. Its parts, from the left, are typical levels: {levels}."
WITHOUT = (
    "White at its end are those without a level: striped no data, dashed not answered, crossed out does not apply."
)
TRACKS = "Dotted, where counts are not shown: from the lowest to the highest level, with the median and ▲ its level."


@dataclass(frozen=True)
class CompareChart:
    """`sections`: a heading, and under it each group as the page shows it, with its figures."""

    caption: Caption
    sections: tuple[Section, ...] = ()

    @classmethod
    def of(cls, comparison: Comparison, across: int) -> "CompareChart":
        query = comparison.query.changed(draw="")
        page = ComparePage.of(replace(comparison, query=query))
        if comparison.stock is None:
            return cls(Caption(page.title, (page.empty,)))
        scale = comparison.scale
        sections = tuple(_sections(comparison))
        counts = [counted for _, groups in sections for _, _, counted in groups]
        key = ", ".join(f"{letter} {name}" for letter, name in zip(scale.letters, scale.names, strict=True))
        notes = [
            f"{BARS.format(levels=key)} {WITHOUT}" if any(counts) else "",
            TRACKS if not all(counts) else "",
            *(letters_key(scale.names, scale.letters, across) if not any(counts) else ()),
            f"{ORDER} {NOT_A_RANKING} {page.source}",
        ]
        about = f", {sections[0][0]}" if len(sections) == 1 and query.dimension != ALL else ""
        said = [sentence.words for section in page.sections for sentence in section.paragraph]
        title = f"{page.title}, {comparison.stock.cycle}{about}"
        return cls(Caption(title, tuple(filter(None, notes)), " ".join(said)), sections)


def _sections(comparison: Comparison):
    for column in comparison.shown:
        number = comparison.groups.columns.index(column)
        groups = tuple(
            (
                shown_group(
                    row,
                    row.cells[number],
                    row.distributions[number],
                    comparison.scale,
                    is_whole=row in comparison.regions.rows,
                ),
                row.cells[number],
                row.distributions[number],
            )
            for row in comparison.rows
        )
        yield says_of_dimension(column), groups
