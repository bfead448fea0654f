"""Dimensions, indicators and the words of their levels, as the pages of a version and of one indicator show them."""

from dataclasses import dataclass
from decimal import Decimal

from frameworks.crosswalks.links import Link
from frameworks.models import Dimension, Framework, Indicator, LevelDescriptor, MaturityLevel, Pair
from frameworks.pages.addresses import counted, dimension_url, indicator_url

# Indicators; a framework with more shows its dimensions, each with a page of its own.
MOST_ON_ONE_PAGE = 100
COUNTERPART = {Pair.How.SAME: "The same as", Pair.How.CLOSE: "Close to", Pair.How.PART: "In part the same as"}


@dataclass(frozen=True)
class DescriptorCell:
    """The words of one level; text is empty where the framework gives none for it."""

    level: MaturityLevel
    text: str
    is_draft: bool
    weight: str
    is_to_check: bool  # the weight


@dataclass(frozen=True)
class IndicatorPart:
    anchor: str
    url: str
    code: str
    title: str
    question: str
    guidance: str
    cells: list[DescriptorCell]
    counterparts: list["Counterpart"]

    @classmethod
    def of(
        cls, indicator: Indicator, levels: list[MaturityLevel], links: list[Link], framework: Framework
    ) -> "IndicatorPart":
        words = {descriptor.level_id: descriptor for descriptor in indicator.descriptors.all()}
        return cls(
            f"indicator-{indicator.code}",
            indicator_url(framework, indicator.code),
            indicator.code,
            indicator.title,
            indicator.question,
            indicator.guidance,
            [cell_of(level, words[level.pk]) for level in levels if level.pk in words],
            [*map(Counterpart.of, links), *not_loaded(indicator, links)],
        )


def cell_of(level: MaturityLevel, descriptor: LevelDescriptor) -> DescriptorCell:
    is_draft = bool(descriptor.text) and not descriptor.is_reviewed
    weight, is_to_check = weight_words(descriptor.weight), descriptor.weight_is_to_check
    return DescriptorCell(level, descriptor.text, is_draft, weight, is_to_check)


def weight_words(weight: Decimal | None) -> str:
    """Without the zeros that the database adds: 4.0000 is 4."""
    return "" if weight is None else f"{weight.normalize() + 0:f}"


@dataclass(frozen=True)
class Counterpart:
    """An indicator elsewhere that is linked with this one; `url` is empty where its version is not here."""

    how: str
    words: str
    version: str
    url: str

    @classmethod
    def of(cls, link: Link) -> "Counterpart":
        other = link.other
        return cls(COUNTERPART[link.how], str(other), str(other.framework), indicator_url(other.framework, other.code))


def not_loaded(indicator: Indicator, links: list[Link]) -> list[Counterpart]:
    """What the file declares the same, in a version that is not here: `aligns@2024.1#1.2` is 1.2 in aligns 2024.1."""
    here = {f"{link.other.framework.reference}#{link.other.code}" for link in links}
    split = (reference.partition("#") for reference in indicator.equivalent_to if reference not in here)
    return [Counterpart(COUNTERPART[Pair.How.SAME], code, version.replace("@", " "), "") for version, _, code in split]


@dataclass(frozen=True)
class DimensionPart:
    """`url` and `note` of a dimension whose indicators stand on a page of their own; `indicators` of all others."""

    anchor: str
    code: str
    title: str
    summary: str
    indicators: list[IndicatorPart]
    url: str = ""
    note: str = ""

    @classmethod
    def of(
        cls, dimension: Dimension, levels: list[MaturityLevel], links: dict[str, list[Link]], framework: Framework
    ) -> "DimensionPart":
        parts = [
            IndicatorPart.of(one, levels, links.get(one.code, []), framework) for one in dimension.indicators.all()
        ]
        return cls(f"dimension-{dimension.code}", dimension.code, dimension.title, dimension.summary, parts)

    @classmethod
    def in_outline(cls, dimension: Dimension, framework: Framework) -> "DimensionPart":
        """`dimension` as `outline` gives it."""
        url, note = dimension_url(framework, dimension.code), counted(dimension.indicator_count, "indicator")
        return cls(f"dimension-{dimension.code}", dimension.code, dimension.title, dimension.summary, [], url, note)
