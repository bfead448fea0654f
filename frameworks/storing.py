"""Writes the rows of a new version, and says how far it has come. Called by `load_framework`, in its transaction."""

from collections.abc import Generator
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from aligns_site.access import ActionRefused
from frameworks.definition import FrameworkDefinition, IndicatorDefinition
from frameworks.library.actions import store_actions
from frameworks.models import Dimension, Framework, Indicator, LevelDescriptor, MaturityLevel, version_order
from frameworks.stored import kept_sources

# Indicators that are stored before the next word of progress.
AT_A_TIME = 250


@dataclass(frozen=True)
class Stored:
    """How far storing has come, in indicators."""

    done: int
    total: int

    def __str__(self) -> str:
        return f"Stored {self.done:,} of {self.total:,} indicators"


def storing(by, definition: FrameworkDefinition, state: str) -> Generator[Stored, None, Framework]:
    head = definition.framework
    try:
        with transaction.atomic():
            framework = Framework.objects.create(
                slug=head.slug,
                version=head.version,
                version_order=version_order(head.version),
                title=head.title,
                summary=head.summary or "",
                publisher=head.publisher or "",
                judges=head.judges,
                sources=kept_sources(head.sources),
                wording=head.wording,
                state=state,
                content_hash=definition.content_hash,
                loaded_at=timezone.now(),
                loaded_by=by,
            )
    except IntegrityError:
        raise ActionRefused("Somebody else is loading this version at this moment. Try again.") from None
    levels = store_levels(framework, definition)
    yield from store_indicators(framework, definition, levels)
    is_reviewed = definition.framework.wording == Framework.Wording.REVIEWED
    store_actions(framework, definition.recommended_actions, is_content=True, is_reviewed=is_reviewed)
    return framework


def store_levels(framework: Framework, definition: FrameworkDefinition) -> dict[str, MaturityLevel]:
    levels = MaturityLevel.objects.bulk_create(
        MaturityLevel(
            framework=framework, position=position, slug=level.slug, name=level.name, summary=level.summary or ""
        )
        for position, level in enumerate(definition.levels, start=1)
    )
    return {level.slug: level for level in levels}


def store_indicators(
    framework: Framework, definition: FrameworkDefinition, levels: dict[str, MaturityLevel]
) -> Generator[Stored, None, None]:
    """With their dimensions and the words of their levels, so many at a time."""
    dimensions = Dimension.objects.bulk_create(
        Dimension(
            framework=framework,
            position=position,
            code=dimension.code,
            title=dimension.title,
            summary=dimension.summary or "",
        )
        for position, dimension in enumerate(definition.dimensions, start=1)
    )
    in_file_order = [
        (dimension, indicator)
        for dimension, defined in zip(dimensions, definition.dimensions, strict=True)
        for indicator in defined.indicators
    ]
    numbered = list(enumerate(in_file_order, start=1))
    for start in range(0, len(numbered), AT_A_TIME):
        part = numbered[start : start + AT_A_TIME]
        indicators = Indicator.objects.bulk_create(
            indicator_of(framework, dimension, position, defined) for position, (dimension, defined) in part
        )
        LevelDescriptor.objects.bulk_create(
            descriptor
            for indicator, (_, (_, defined)) in zip(indicators, part, strict=True)
            for descriptor in descriptors_of(definition, defined, indicator, levels)
        )
        yield Stored(start + len(part), len(numbered))


def indicator_of(framework: Framework, dimension: Dimension, position: int, defined: IndicatorDefinition) -> Indicator:
    return Indicator(
        framework=framework,
        dimension=dimension,
        position=position,
        code=defined.code,
        title=defined.title,
        question=defined.question,
        guidance=defined.guidance or "",
        equivalent_to=list(defined.equivalent_to),
    )


def descriptors_of(
    definition: FrameworkDefinition,
    defined: IndicatorDefinition,
    indicator: Indicator,
    levels: dict[str, MaturityLevel],
) -> list[LevelDescriptor]:
    """One for each level where the indicator has words or weights, none where it has neither."""
    if defined.descriptors is None and defined.weights is None:
        return []
    words, weights = defined.descriptors or {}, defined.weights or {}
    return [
        LevelDescriptor(
            indicator=indicator,
            level=level,
            text=words.get(slug, ""),
            is_reviewed=slug in words and definition.is_reviewed(defined, slug),
            weight=weights.get(slug),
            weight_is_to_check=slug in defined.weights_to_check,
        )
        for slug, level in levels.items()
    ]
