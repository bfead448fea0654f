"""All indicators as they are talked over: a list by dimension, and a pack to print, one indicator a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from assessments.pages.consensus_words import answered_words, spread_words
from assessments.pages.dates import moment_day
from assessments.pages.one_dimension import OneDimension
from assessments.pages.questions import whose
from assessments.pages.said import TalkedOf
from assessments.pages.scale import Strip
from assessments.pages.talking import Link, Room, said_of
from assessments.pages.talks import IndicatorTalk
from assessments.pages.words import number_words
from frameworks.models import Dimension, Indicator


@dataclass(frozen=True)
class ListRow:
    """`spread` is empty where she has not said what she thinks, or nobody gave a level; `own_form` where she has."""

    code: str
    title: str
    href: str
    answered: str
    spread: str
    strip: Strip | None
    is_split: bool
    talked_over: str
    own_form: str

    @classmethod
    def of(cls, here: Room, indicator: Indicator) -> "ListRow":
        known = here.talks.known.get(indicator.pk)
        together = known and known.talk.all
        has_levels = bool(together and together.people)
        return cls(
            indicator.code,
            indicator.title,
            here.page_of(indicator),
            answered_words(here.talks.answered.get(indicator.pk, 0)),
            spread_words(together, here.scale) if has_levels else "",
            here.scale.strip(together.low, together.high, together.median) if has_levels else None,
            bool(known and known.is_split),
            _talked_over(known),
            "" if known else here.own_form(indicator),
        )


def _talked_over(known: IndicatorTalk | None) -> str:
    if not (known and known.is_settled):
        return ""
    return f"Talked over on {moment_day(known.consensus.recorded_at)}"


@dataclass(frozen=True)
class ListGroup:
    """One dimension. `silent`: the codes of which nobody has said anything yet."""

    code: str
    title: str
    rows: tuple[ListRow, ...]
    silent: str


@dataclass(frozen=True)
class ListPage:
    caption: str
    lead: str
    groups: tuple[ListGroup, ...]
    only_split: bool
    filters: tuple[tuple[Link, bool], ...]
    packs: tuple[Link, ...]
    large: Link
    own_form: str
    answers_href: str
    breadcrumbs: list[tuple[str, str]]
    is_large: bool
    one: OneDimension | None = None

    @classmethod
    def of(cls, here: Room, *, only_split: bool, wanted: str = "") -> "ListPage":
        """`wanted`: the code of the dimension to open, where there are too many indicators for one page."""
        one = OneDimension.of(here.dimensions, wanted, _waiting_words(here), here.kept(only_split=only_split))
        shown = [dimension for dimension in here.dimensions if one is None or dimension.code == one.code]
        groups = (_group(here, dimension, only_split=only_split) for dimension in shown)
        plain = reverse("consensus:list", args=[here.held.uuid])
        return cls(
            caption=whose(here.held),
            lead=_list_lead(here),
            groups=tuple(group for group in groups if group.rows or group.silent),
            only_split=only_split,
            filters=(
                (Link("All indicators", here.address("list")), not only_split),
                (Link(f"Split only ({len(here.split):,})", here.address("list", show="split")), only_split),
            ),
            packs=tuple(_packs(here, one.code if one else "")),
            large=Link("Text in its usual size", plain)
            if here.is_large
            else Link("Larger text for a shared screen", f"{plain}?text=large"),
            own_form=reverse("contributions:own", args=[here.held.uuid]),
            answers_href=reverse("assessments:detail", args=[here.held.uuid]),
            breadcrumbs=here.breadcrumbs,
            is_large=here.is_large,
            one=one,
        )


def _waiting_words(here: Room) -> dict[str, str]:
    """By the code of a dimension: how much of it is to be talked over."""
    counts = {one.code: len(here.talks.waiting(one.indicators.all())) for one in here.dimensions}
    return {code: f"{count} to talk over" for code, count in counts.items() if count}


def _group(here: Room, dimension: Dimension, *, only_split: bool) -> ListGroup:
    indicators = here.of_dimension(dimension)
    heard = [i for i in indicators if i.pk in here.talks.answered]
    shown = here.talks.split(indicators) if only_split else heard
    silent = [] if only_split else [i.code for i in indicators if i not in heard]
    rows = tuple(ListRow.of(here, indicator) for indicator in shown)
    return ListGroup(dimension.code, dimension.title, rows, ", ".join(silent))


def _list_lead(here: Room) -> str:
    waiting = len(here.talks.waiting(here.indicators))
    if not here.talks.known:
        return "What colleagues think of each indicator. You read it once you have said what you think yourself."
    if not waiting:
        return "None of the indicators that you have answered is split and still to be talked over."
    many = "One indicator is" if waiting == 1 else f"{number_words(waiting).capitalize()} indicators are"
    return f"{many} split and still to be talked over."


def _packs(here: Room, dimension: str) -> Iterable[Link]:
    """`dimension`: the code of the one that is open; empty where all are."""
    where = f" of dimension {dimension}" if dimension else ""
    if here.split:
        yield Link(f"Print the split indicators{where}", here.address("pack", show="split", dimension=dimension))
    if here.known:
        yield Link(f"Print all that you have answered{where}", here.address("pack", dimension=dimension))


@dataclass(frozen=True)
class Sheet:
    """One indicator of the pack, with room to write."""

    caption: str
    talked: TalkedOf
    talked_over: str


@dataclass(frozen=True)
class PackPage:
    caption: str
    sheets: tuple[Sheet, ...]
    levels: tuple[str, ...]
    left_out: str
    list_href: str
    breadcrumbs: list[tuple[str, str]]
    is_large: bool

    @classmethod
    def of(cls, here: Room, *, only_split: bool, wanted: str = "") -> "PackPage":
        """`wanted`: the code of the dimension to print, where there are too many indicators for one pack."""
        one = OneDimension.of(here.dimensions, wanted)
        within = {dimension.pk for dimension in here.dimensions if one is None or dimension.code == one.code}
        asked = [each for each in (here.split if only_split else here.known) if each.dimension_id in within]
        said = said_of(here, asked)
        titles = {dimension.pk: f"{dimension.code}. {dimension.title}" for dimension in here.dimensions}
        return cls(
            whose(here.held),
            tuple(
                Sheet(
                    f"{whose(here.held)}. Dimension {titles[indicator.dimension_id]}",
                    TalkedOf.of(indicator, said[indicator.pk], here.scale),
                    _talked_over(here.talks.known[indicator.pk]),
                )
                for indicator in asked
            ),
            here.scale.names,
            _left_out(here),
            here.address("list"),
            here.breadcrumbs_with_list,
            here.is_large,
        )


def _left_out(here: Room) -> str:
    if not here.talks.unseen:
        return ""
    many = "One indicator is" if here.talks.unseen == 1 else f"{number_words(here.talks.unseen).capitalize()} are"
    return f"{many} left out: colleagues have answered, and you have not yet."
