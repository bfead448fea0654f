"""A stored framework as the same plain text, lists and keys that its file holds, so that files can be made of it."""

from decimal import Decimal

from frameworks.definition import FrameworkDefinition, Source
from frameworks.models import Framework, Indicator, RecommendedAction
from frameworks.plain_yaml import Plain


def stored_definition(framework: Framework) -> FrameworkDefinition:
    """What a stored version says, as if its file had just been read; a few queries."""
    whole = Framework.objects.with_parts().get(pk=framework.pk)
    return FrameworkDefinition.model_validate(plain_of(whole), by_alias=True, by_name=False)


def plain_of(framework: Framework) -> dict[str, Plain]:
    """`framework` as `with_parts` gives it; a few queries more for its recommended actions."""
    slugs = {level.pk: level.slug for level in framework.levels.all()}
    dimensions = [
        filled(
            code=dimension.code,
            title=dimension.title,
            summary=dimension.summary,
            indicators=[of_indicator(framework, indicator, slugs) for indicator in dimension.indicators.all()],
        )
        for dimension in framework.dimensions.all()
    ]
    return filled(
        format="1",
        framework=head_of(framework),
        levels=[filled(slug=one.slug, name=one.name, summary=one.summary) for one in framework.levels.all()],
        dimensions=dimensions,
        recommended_actions=actions_of(framework, slugs, is_content=True),
    )


def filled(**parts: Plain) -> dict[str, Plain]:
    """Without what is empty."""
    return {key: value for key, value in parts.items() if value}


def head_of(framework: Framework) -> dict[str, Plain]:
    return filled(
        slug=framework.slug,
        version=framework.version,
        title=framework.title,
        summary=framework.summary,
        publisher=framework.publisher,
        judges=framework.judges,
        sources=[of_source(source) for source in framework.sources],
        wording=framework.wording,
    )


def of_source(source: dict) -> Plain:
    found = filled(title=source["title"], url=source["url"], year=str(source["year"] or ""))
    return source["title"] if set(found) == {"title"} else found


def kept_sources(defined: tuple[Source, ...]) -> list[dict]:
    """Sources of a file as they are stored: title, url ("" where there is none) and year (or null)."""
    return [
        {"title": source, "url": "", "year": None}
        if isinstance(source, str)
        else {"title": source.title, "url": source.url or "", "year": source.year}
        for source in defined
    ]


def of_indicator(framework: Framework, indicator: Indicator, slugs: dict[int, str]) -> dict[str, Plain]:
    by_level = {descriptor.level_id: descriptor for descriptor in indicator.descriptors.all()}
    held = [(slug, by_level[level]) for level, slug in slugs.items() if level in by_level]
    is_told = framework.wording == Framework.Wording.REVIEWED
    return filled(
        code=indicator.code,
        title=indicator.title,
        question=indicator.question,
        guidance=indicator.guidance,
        descriptors=filled(**{slug: descriptor.text for slug, descriptor in held}),
        reviewed=[] if is_told else [slug for slug, descriptor in held if descriptor.is_reviewed],
        weights={slug: number(descriptor.weight) for slug, descriptor in held if descriptor.weight is not None},
        weights_to_check=[slug for slug, descriptor in held if descriptor.weight_is_to_check],
        equivalent_to=list(indicator.equivalent_to),
    )


def number(weight: Decimal) -> str:
    """Without the zeros that the database adds: 4.0000 is 4."""
    return f"{weight.normalize() + 0:f}"


def actions_of(framework: Framework, slugs: dict[int, str], *, is_content: bool) -> list[Plain]:
    """The recommended actions of its own file, or those that were added. `slugs`: of its levels."""
    supports = RecommendedAction.supports.through.objects.filter(
        recommendedaction__framework=framework, recommendedaction__is_content=is_content
    )
    supported: dict[int, list[Plain]] = {}
    for action, code in supports.order_by("pk").values_list("recommendedaction_id", "indicator__code"):
        supported.setdefault(action, []).append(code)
    return [
        of_action(action, supported.get(action.pk, []), slugs)
        for action in framework.recommended_actions.filter(is_content=is_content).in_order()
    ]


def of_action(action: RecommendedAction, supported: list[Plain], slugs: dict[int, str]) -> dict[str, Plain]:
    return filled(
        code=action.code,
        title=action.title,
        group=action.group,
        what=action.what,
        why=action.why,
        who=list(action.who),
        how=list(action.how),
        sources=[of_source(source) for source in action.sources],
        supports=supported,
        **{"from": slugs.get(action.from_level_id, ""), "to": slugs.get(action.to_level_id, "")},
    )
