"""The verbs of the library: load recommended actions onto a version, take one out, put it back. Changes no content."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from frameworks.definition import ActionDefinition
from frameworks.library.definition import LibraryDefinition, Version
from frameworks.models import Framework, RecommendedAction
from frameworks.rules import LOAD_ACTIONS, WITHDRAW_ACTION
from frameworks.stored import kept_sources


class ActionsDoNotFit(ActionRefused):
    """The version is not there, or is no longer what the file was checked against."""


class NoSuchStep(ActionRefused):
    """Taken out already, or put back already."""


@dataclass(frozen=True)
class LibraryResult:
    """What became of a file of actions; `words` say it to a person in a line."""

    framework: Framework
    outcome: Literal["changed", "unchanged"]
    words: str


def version_named(reference: str) -> Version | None:
    """What actions may name in a stored version, None where there is none of this name."""
    framework = Framework.objects.by_reference(reference).first()
    if framework is None:
        return None
    return Version(
        framework.reference,
        tuple(framework.levels.order_by("position").values_list("slug", flat=True)),
        frozenset(framework.indicators.order_by().values_list("code", flat=True)),
        frozenset(framework.recommended_actions.content().values_list("code", flat=True)),
    )


@transaction.atomic
def load_actions(*, by, definition: LibraryDefinition) -> LibraryResult:
    """Add the actions to the version, and change those that it has by their code. What the file leaves out stays."""
    permit(by, LOAD_ACTIONS)
    framework = Framework.objects.select_for_update().by_reference(definition.reference or "").first()
    refuse_unfit(definition, version_named(definition.reference or ""))
    there = {action.code: action for action in framework.recommended_actions.added().prefetch_related("supports")}
    new = [one for one in definition.recommended_actions if one.code not in there]
    parts = Parts.of(framework)
    changed = [
        change_action(there[one.code], one, parts, definition.is_reviewed)
        for one in definition.recommended_actions
        if one.code in there
    ]
    last = max((action.position for action in there.values()), default=0)
    store_actions(framework, new, is_content=False, is_reviewed=definition.is_reviewed, after=last)
    left_out = set(there) - {one.code for one in definition.recommended_actions}
    withdrawn = [action.code for action in there.values() if action.withdrawn_at and action.code not in left_out]
    words = result_words(len(new), changed, len(left_out), withdrawn)
    outcome = "changed" if new or any(changed) else "unchanged"
    return LibraryResult(framework, outcome, f"Recommended actions for {framework} ({framework.reference}): {words}.")


def check_actions(*, by, definition: LibraryDefinition) -> LibraryResult:
    """Do all that `load_actions` does, say the same words, and keep nothing."""
    with transaction.atomic():
        result = load_actions(by=by, definition=definition)
        transaction.set_rollback(True)
    return result


@transaction.atomic
def withdraw_action(*, by, action: RecommendedAction) -> RecommendedAction:
    """Offer it no more. Its page stays, and says so."""
    return into_library(by, action, is_in=False)


@transaction.atomic
def restore_action(*, by, action: RecommendedAction) -> RecommendedAction:
    """Offer it again."""
    return into_library(by, action, is_in=True)


def into_library(by, action: RecommendedAction, *, is_in: bool) -> RecommendedAction:
    permit(by, WITHDRAW_ACTION)
    held = RecommendedAction.objects.select_for_update().get(pk=action.pk)
    if (held.withdrawn_at is None) == is_in:
        raise NoSuchStep(f"{held} is {'in the library already' if is_in else 'taken out already'}.")
    held.withdrawn_at, held.withdrawn_by = (None, None) if is_in else (timezone.now(), by)
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return held


def refuse_unfit(definition: LibraryDefinition, version: Version | None) -> None:
    """The parser has said all this with places; here it guards against a version changed since."""
    if version is None:
        raise ActionsDoNotFit(f"There is no framework version {definition.reference} here. Load the framework first.")
    for one in definition.recommended_actions:
        levels = {one.from_level, one.to_level} - {None}
        if one.code in version.taken or set(one.supports) - version.indicators or levels - set(version.levels):
            words = f"{one.code} does not fit {version.reference}, which was changed at this moment"
            raise ActionsDoNotFit(f"{words}. Check the file again.")


def result_words(new: int, changed: list[bool], left_out: int, withdrawn: list[str]) -> str:
    counts = ((new, "added"), (sum(changed), "changed"), (len(changed) - sum(changed), "unchanged"))
    is_same = not new and not any(changed)
    notes = ["unchanged" if is_same else ", ".join(f"{count} {words}" for count, words in counts if count)]
    if left_out:
        notes.append(f"{left_out} that the file leaves out {'stays' if left_out == 1 else 'stay'}")
    if withdrawn:
        notes.append(f"taken out of the library before, and still out: {', '.join(withdrawn)}")
    return "; ".join(notes)


# ---- how they are kept


@dataclass(frozen=True)
class Parts:
    """The keys of what actions name in a version: levels by slug, lowest first, indicators by code."""

    levels: dict[str | None, int]
    indicators: dict[str, int]

    @classmethod
    def of(cls, framework: Framework) -> "Parts":
        levels = dict(framework.levels.order_by("position").values_list("slug", "pk"))
        return cls(levels, dict(framework.indicators.order_by().values_list("code", "pk")))


def fields_of(defined: ActionDefinition, parts: Parts) -> dict:
    return {
        "title": defined.title,
        "group": defined.group or "",
        "what": defined.what or "",
        "why": defined.why or "",
        "who": list(defined.who),
        "how": list(defined.how),
        "sources": kept_sources(defined.sources),
        "from_level_id": parts.levels.get(defined.from_level),
        "to_level_id": parts.levels.get(defined.to_level),
    }


def store_actions(
    framework: Framework, defined: Iterable[ActionDefinition], *, is_content: bool, is_reviewed: bool, after: int = 0
) -> None:
    """`after`: the last position that is taken."""
    defined, parts = list(defined), Parts.of(framework)
    of_all = {"framework": framework, "is_content": is_content, "is_reviewed": is_reviewed}
    actions = RecommendedAction.objects.bulk_create(
        RecommendedAction(code=one.code, position=position, **fields_of(one, parts), **of_all)
        for position, one in enumerate(defined, start=after + 1)
    )
    supports = RecommendedAction.supports.through
    supports.objects.bulk_create(
        supports(recommendedaction=action, indicator_id=parts.indicators[code])
        for action, one in zip(actions, defined, strict=True)
        for code in one.supports
    )


def change_action(action: RecommendedAction, defined: ActionDefinition, parts: Parts, is_reviewed: bool) -> bool:
    """Whether anything but the review state changed. Changed words are draft again, unless the file says otherwise."""
    fields, supports = fields_of(defined, parts), {parts.indicators[code] for code in defined.supports}
    is_same_support = supports == {indicator.pk for indicator in action.supports.all()}
    is_same = is_same_support and all(getattr(action, name) == value for name, value in fields.items())
    reviewed = is_reviewed or (is_same and action.is_reviewed)
    if is_same and reviewed == action.is_reviewed:
        return False
    for name, value in (fields | {"is_reviewed": reviewed}).items():
        setattr(action, name, value)
    action.save()
    if not is_same_support:
        action.supports.set(supports)
    return not is_same
