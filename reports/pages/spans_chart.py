"""The words of the span chart's picture: the rows of the page, with what must travel with the picture."""

from dataclasses import dataclass

from reports.arrangement import by_place
from reports.charts.axis import letters_key
from reports.charts.look import Caption
from reports.pages.span_rows import ShownSpan, SpanWriter
from reports.pages.spans import NO_CYCLE, SpansPage
from reports.spans import Span, SpanChart

HOW_TO_READ = "The arrow runs from the lowest to the highest level. Filled: declared. Open: worked out from indicators."
MARKS = (
    "Diamond: the middle; alone, one level, dotted if declared. Thin line: a group, its median, ▲ its typical level."
)


@dataclass(frozen=True)
class SpansChart:
    """`shown`: the rows of the page, in the order of `spans`."""

    caption: Caption
    spans: tuple[Span, ...]
    shown: tuple[ShownSpan, ...]

    @classmethod
    def of(cls, chart: SpanChart, across: int) -> "SpansChart":
        if chart.dimension is None:
            return cls(Caption("Spans", (NO_CYCLE,)), (), ())
        page, writer = SpansPage.of(chart), SpanWriter(chart)
        spans = (*sorted(chart.spans, key=lambda span: by_place(span.row)), *chart.groups)
        earlier = (page.earlier.replace("behind", "above"),) if page.has_earlier else ()
        key = letters_key(chart.scale.names, chart.scale.letters, across)
        caption = Caption(
            f"{page.title}, {chart.heatmap.stock.cycle}",
            (f"{HOW_TO_READ} {MARKS}", *earlier, *key, page.source),
            " ".join(sentence.words for sentence in page.paragraph) or page.empty,
        )
        return cls(caption, spans, tuple(writer.shown(span) for span in spans))
