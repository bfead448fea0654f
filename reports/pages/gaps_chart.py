"""The words of the gaps' picture: the rows of the page's table, with what must travel with the picture."""

from dataclasses import dataclass

from reports.charts.axis import letters_key
from reports.charts.look import Caption
from reports.gaps import Gap
from reports.one_dimension import Fitting
from reports.pages.gap_sentences import NOT_A_VERDICT
from reports.pages.gaps import GapsPage, ShownGap, Silent
from reports.perceptions import Perceptions

HOW_TO_READ = "Circle: median of social care. Square: median of health."
OF_ORGANISATIONS = f"{HOW_TO_READ} Numbers: how many have a level, of those asked."
OF_PEOPLE = f"{HOW_TO_READ} Numbers: how many people gave a level."


@dataclass(frozen=True)
class GapsChart:
    """`gaps`: those with a level on both sides, the largest first; `silent`: the other groups, and who is hidden."""

    caption: Caption
    gaps: tuple[tuple[Gap, ShownGap], ...]
    silent: tuple[tuple[Silent, bool], ...]

    @classmethod
    def of(cls, perceptions: Perceptions, across: int) -> "GapsChart":
        page = GapsPage.of(perceptions, Fitting(perceptions.query))
        scale, stock, told = perceptions.scale, perceptions.heatmap.stock, perceptions.told
        shown = {gap.group.name for gap in perceptions.gaps if not gap.is_hidden}
        how_to_read = OF_PEOPLE if perceptions.is_within else OF_ORGANISATIONS
        notes = (how_to_read, NOT_A_VERDICT, *letters_key(scale.names, scale.letters, across), page.source)
        caption = Caption(
            f"{page.title}, {stock.cycle}" if stock else page.title,
            notes if stock else (page.empty,),
            " ".join(sentence.words for sentence in page.paragraph) or page.empty,
        )
        silent = tuple((group, group.name not in shown) for group in page.silent)
        return cls(caption, tuple(zip(told, page.table, strict=False)), silent)
