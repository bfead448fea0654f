"""The weighted total of one profile against the maximum: its sentences, its table and its radar."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assessments.levels import NOT_ANSWERED, CellValue
from assessments.pages.words import many
from frameworks.pages.parts import weight_words
from reports.matrix import INDICATOR
from reports.pages.heatmap_cells import ABSENT
from reports.pages.profile_files import file_address
from reports.profiles import OrganisationProfile
from reports.radar import Axis, Radar, radar_svg
from reports.weights import FEWEST_AXES, Weighed, WeighedDimension, WeightedTotal, by_dimension

# Of the maximum, from the centre outwards.
RINGS = ("0%", "", "50%", "", "100%")
KEY = ("Own weight, of the lowest level rated", "Up to that of the highest level rated", "Maximum")
LINE_OF_KEY = "the maximum"


@dataclass(frozen=True)
class WeightRow:
    """One indicator, or the sum of a dimension or of all. `level`: its level in words, or why there is none."""

    name: str
    level: str
    own: str
    maximum: str
    is_sum: bool = False


@dataclass(frozen=True)
class WeightsPart:
    """`notes`: how far the total can be used. `svg`: markup of ours, empty with too few indicators to draw.

    `file`: the address of the same as CSV.
    """

    total: str
    parts: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[WeightRow, ...]
    svg: str
    file: str

    @classmethod
    def of(cls, profile: OrganisationProfile) -> "WeightsPart | None":
        """None where the framework has no weights."""
        if not profile.weighed:
            return None
        total = WeightedTotal.of_indicators(profile.weighed)
        dimensions = list(by_dimension(profile.weighed, profile.stock.columns))
        rows = tuple(_rows(profile, dimensions, total))
        return cls(
            f"{total_words(total)}.",
            tuple(f"{one.column.title}: {total_words(one.total)}." for one in dimensions),
            tuple(notes_of(total)),
            rows,
            _svg(profile, rows) if len(profile.weighed) >= FEWEST_AXES else "",
            file_address("weights_csv", profile),
        )


def total_words(total: WeightedTotal) -> str:
    """42.3 of 100; from 40 to 47.2 of 100."""
    if total.least is None:
        return f"none, of {weight_words(total.maximum)}"
    return f"{range_words(total.least, total.most)} of {weight_words(total.maximum)}"


def range_words(least: Decimal, most: Decimal) -> str:
    return weight_words(least) if least == most else f"from {weight_words(least)} to {weight_words(most)}"


def notes_of(total: WeightedTotal) -> Iterable[str]:
    """How many indicators have a level, and what follows; what a span does; which weights are not confirmed."""
    if total.is_whole:
        yield f"All {many(total.of, 'indicator')} have a level."
    else:
        yield f"{total.rated} of {many(total.of, 'indicator')} {'has' if total.rated == 1 else 'have'} a level."
        yield "The others are left out of the total, not filled in, and their maximum still counts."
        yield "So this total cannot be compared with others."
    if total.least != total.most:
        yield "A span counts from the weight of its lowest level to that of its highest."
    if total.to_check or total.maximum_to_check:
        used = f"{total.to_check} in the total and {total.maximum_to_check} in the maximum"
        yield f"Of the weights used, {used} are still to be checked against the published model."


def _rows(
    profile: OrganisationProfile, dimensions: Iterable[WeighedDimension], total: WeightedTotal
) -> Iterable[WeightRow]:
    for dimension in dimensions:
        for column, one in dimension.indicators:
            level, own = _level(profile, one), range_words(*one.own) if one.own else ""
            maximum = _marked(weight_words(one.maximum), one.checks_maximum)
            yield WeightRow(f"{one.code} {column.title}", level, _marked(own, one.checks_own), maximum)
        yield _sum(dimension.column.title, dimension.total)
    yield _sum("All", total)


def _sum(name: str, total: WeightedTotal) -> WeightRow:
    own = "" if total.least is None else range_words(total.least, total.most)
    level = f"{total.rated} of {total.of} with a level"
    return WeightRow(
        name, level, _marked(own, total.to_check, "{} to be checked"), weight_words(total.maximum), is_sum=True
    )


def _marked(words: str, to_check: int, mark: str = "to be checked") -> str:
    return f"{words} ({mark.format(to_check)})" if words and to_check else words


def _level(profile: OrganisationProfile, one: Weighed) -> str:
    if one.low is not None:
        return profile.scale.words(one.low, one.high)
    cell = profile.said.cells.get((INDICATOR, one.code), CellValue(NOT_ANSWERED))
    return ABSENT[cell.status][1]


def _svg(profile: OrganisationProfile, rows: Iterable[WeightRow]) -> str:
    titles = {column.code: column.title for column in profile.stock.columns if column.kind == INDICATOR}
    described = (f"{row.name}: {row.level}, {row.own or 'nothing'} of {row.maximum}." for row in rows)
    radar = Radar(
        "radar-weights",
        f"{profile.one.subject}: own weights against the maximum",
        " ".join(described),
        tuple(_axis(one, titles[one.code]) for one in profile.weighed),
        RINGS,
        LINE_OF_KEY,
        key=KEY,
    )
    return radar_svg(radar)


def _axis(one: Weighed, title: str) -> Axis:
    """In rings of the picture: the first is nothing, the last the maximum of this indicator."""
    shares = one.shares
    if shares is None:
        return Axis(one.code, title, gap="none", whole=len(RINGS))
    low, high = (1 + float(share) * (len(RINGS) - 1) for share in shares)
    return Axis(one.code, title, low, low, high, whole=len(RINGS))
