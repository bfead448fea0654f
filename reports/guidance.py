"""What a framework says about the indicators of a profile: words of levels, weights, recommended actions. One query.

A profile may make a dozen queries and no more, so what hangs on indicators comes in one, as rows of one shape.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db.models import BooleanField, CharField, DecimalField, F, Q, QuerySet, Value

from frameworks.models import LevelDescriptor, RecommendedAction

MOST_OFFERED = 3
Words = tuple[str, bool]  # and whether they are draft


class Weight(NamedTuple):
    """Of one level of an indicator. `is_to_check`: no source confirms it yet."""

    indicator: str
    position: int
    weight: Decimal
    is_to_check: bool


@dataclass(frozen=True)
class OfferedAction:
    code: str
    title: str
    is_draft: bool


@dataclass(frozen=True)
class Advice:
    """For one indicator: the first few that lead to its next level, and how many the library has for it in all."""

    indicator: str
    offered: tuple[OfferedAction, ...]
    count: int


@dataclass(frozen=True)
class Guidance:
    """`words`: by indicator and level; `advice`: by indicator, if there is any; `weights`: in the framework's order.

    `counts`: by dimension, how many actions the library has for any of its indicators.
    """

    words: Mapping[tuple[str, int], Words] = field(default_factory=dict)
    advice: Mapping[str, Advice] = field(default_factory=dict)
    weights: tuple[Weight, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


class Row(NamedTuple):
    """A level descriptor, or a recommended action (then `action` is its code) under one indicator that it supports.

    `start`, `end`: the positions of its step, or of the level twice. `place`: by which rows of one kind are sorted.
    """

    place: int
    dimension: str
    indicator: str
    action: str
    text: str
    is_reviewed: bool
    is_added: bool
    start: int | None
    end: int | None
    weight: Decimal | None
    is_to_check: bool


def guidance_for(framework: int, targets: Mapping[str, int], *, with_weights: bool = False) -> Guidance:
    """`framework`: its key; `targets`: by the code of an indicator, the level above the one where it stands."""
    both = _descriptors(framework, targets, with_weights).union(_actions(framework), all=True)
    rows = [Row(*row) for row in both]
    descriptors = sorted((row for row in rows if not row.action), key=lambda row: (row.place, row.start))
    actions = sorted((row for row in rows if row.action), key=lambda row: (row.is_added, row.place))
    by_indicator: dict[str, list[Row]] = {}
    by_dimension: dict[str, set[str]] = {}
    for row in actions:
        by_indicator.setdefault(row.indicator, []).append(row)
        by_dimension.setdefault(row.dimension, set()).add(row.action)
    return Guidance(
        {(row.indicator, row.start): (row.text, bool(row.text) and not row.is_reviewed) for row in descriptors},
        {code: _advice(code, held, targets[code]) for code, held in by_indicator.items() if code in targets},
        tuple(Weight(r.indicator, r.start, r.weight, r.is_to_check) for r in descriptors if r.weight is not None),
        {code: len(held) for code, held in by_dimension.items()},
    )


def _descriptors(framework: int, targets: Mapping[str, int], with_weights: bool) -> QuerySet:
    wanted = Q(indicator__code__in=list(targets), level__position__in=set(targets.values()))
    if with_weights:
        wanted |= Q(weight__isnull=False)
    return _rows(
        LevelDescriptor.objects.filter(wanted, indicator__framework=framework).order_by(),
        row_place=F("indicator__position"),
        row_dimension=F("indicator__dimension__code"),
        row_indicator=F("indicator__code"),
        row_action=Value("", CharField()),
        row_text=F("text"),
        row_is_reviewed=F("is_reviewed"),
        row_is_added=Value(False, BooleanField()),
        row_start=F("level__position"),
        row_end=F("level__position"),
        row_weight=F("weight"),
        row_is_to_check=F("weight_is_to_check"),
    )


def _actions(framework: int) -> QuerySet:
    supports = RecommendedAction.supports.through.objects.filter(
        indicator__framework=framework, recommendedaction__withdrawn_at=None
    )
    return _rows(
        supports.order_by(),
        row_place=F("recommendedaction__position"),
        row_dimension=F("indicator__dimension__code"),
        row_indicator=F("indicator__code"),
        row_action=F("recommendedaction__code"),
        row_text=F("recommendedaction__title"),
        row_is_reviewed=F("recommendedaction__is_reviewed"),
        row_is_added=~F("recommendedaction__is_content"),
        row_start=F("recommendedaction__from_level__position"),
        row_end=F("recommendedaction__to_level__position"),
        row_weight=Value(None, DecimalField()),
        row_is_to_check=Value(False, BooleanField()),
    )


def _rows(rows: QuerySet, **columns) -> QuerySet:
    return rows.annotate(**columns).values_list(*columns)


def _advice(indicator: str, actions: Iterable[Row], target: int) -> Advice:
    """Those that name no step come last: they may help at any level."""
    actions = list(actions)
    leading = [row for row in actions if leads_to(target, row.start, row.end)]
    leading.sort(key=lambda row: (row.start, row.end) == (None, None))
    offered = [OfferedAction(row.action, row.text, not row.is_reviewed) for row in leading[:MOST_OFFERED]]
    return Advice(indicator, tuple(offered), len(actions))


def leads_to(target: int, start: int | None, end: int | None) -> bool:
    """Whether a step from `start` to `end` holds the one from the level below `target`; None: it has no end there."""
    return (start is None or start < target) and (end is None or target <= end)
