"""Keeps what was added to a version beside its file: where other content replaces it, and where a newer one comes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from frameworks.changes import changes
from frameworks.definition import ActionDefinition, FrameworkDefinition
from frameworks.library.actions import Parts, store_actions
from frameworks.models import Framework
from frameworks.stored import actions_of, stored_definition


@dataclass(frozen=True)
class Kept:
    """What a version had besides the content of its file. `reviewed`: codes; `withdrawn`: when and by whom, by code.

    `how`: what becomes of the actions, as a sentence ends.
    """

    added: tuple[ActionDefinition, ...]
    reviewed: frozenset[str]
    withdrawn: dict[str, tuple[datetime, int | None]]
    how: str = "that were added stay with it"


def kept_of(framework: Framework) -> Kept:
    slugs = dict(framework.levels.order_by().values_list("pk", "slug"))
    plain = actions_of(framework, slugs, is_content=False)
    held = framework.recommended_actions
    return Kept(
        tuple(ActionDefinition.model_validate(one, by_alias=True) for one in plain),
        frozenset(held.added().filter(is_reviewed=True).values_list("code", flat=True)),
        {
            code: (at, by)
            for code, at, by in held.exclude(withdrawn_at=None).values_list("code", "withdrawn_at", "withdrawn_by")
        },
    )


def kept_for_newer(definition: FrameworkDefinition) -> Kept | None:
    """What was added to the version before this one, at the indicators of today; None where nothing was."""
    head = definition.framework
    before = Framework.objects.before(head.slug, head.version).first()
    if before is None or not before.recommended_actions.added().exists():
        return None
    kept, today = kept_of(before), codes_today(stored_definition(before), definition)
    added = tuple(one.model_copy(update={"supports": followed(one.supports, today)}) for one in kept.added)
    return replace(kept, added=added, how=f"that were added to {before.version} come along")


def codes_today(older: FrameworkDefinition, newer: FrameworkDefinition) -> dict[str, tuple[str, ...]]:
    """The indicators that ask what each older one asked, by its code. One that is gone keeps its code, to be named."""
    found = {}
    for change in changes(older, newer).indicators:
        found |= {asked.code: tuple(one.code for one in change.newer) for asked in change.older}
    taken = {one.code for one in newer.indicators}
    return {code: today or ((code,) if code not in taken else ()) for code, today in found.items()}


def followed(supports: Iterable[str], today: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for older in supports for code in today[older]))


def put_back(framework: Framework, kept: Kept) -> list[str]:
    """Give the new content what the old one had besides. Returns a sentence on each thing that this did."""
    parts = Parts.of(framework)
    own = set(framework.recommended_actions.values_list("code", flat=True))
    fitting = [without_gone(one, parts) for one in kept.added if one.code not in own]
    store_actions(framework, fitting, is_content=False, is_reviewed=False)
    held = framework.recommended_actions
    held.added().filter(code__in=kept.reviewed).update(is_reviewed=True)
    for code, (at, by) in kept.withdrawn.items():
        held.filter(code=code).update(withdrawn_at=at, withdrawn_by=by)
    gone = sorted({code for one in kept.added for code in one.supports} - set(parts.indicators))
    replaced = sorted(one.code for one in kept.added if one.code in own)
    return [
        words
        for is_so, words in (
            (fitting, f"Recommended actions {kept.how}: {len(fitting)}."),
            (gone, f"They no longer support what is gone: {', '.join(gone)}."),
            (replaced, f"In their place come those of the file with the same code: {', '.join(replaced)}."),
        )
        if is_so
    ]


def without_gone(defined: ActionDefinition, parts: Parts) -> ActionDefinition:
    """Without the indicators that are no longer there, and without a step that leads nowhere now."""
    step = [level for level in (defined.from_level, defined.to_level) if level]
    kept = {"supports": tuple(code for code in defined.supports if code in parts.indicators)}
    is_step = step == [level for level in parts.levels if level in step]
    return defined.model_copy(update=kept if is_step else kept | {"from_level": None, "to_level": None})
