"""The verbs of frameworks: load a version, publish it, retire it. What they write anew, storing.py writes."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Literal

from django.db import models, transaction

from aligns_site.access import ActionRefused, permit
from frameworks.crosswalks.actions import crosswalks_kept, put_crosswalks_back
from frameworks.definition import FrameworkDefinition
from frameworks.library.kept import kept_for_newer, kept_of, put_back
from frameworks.models import Framework, LevelDescriptor
from frameworks.reviewing.wording import settle_wording
from frameworks.rules import LOAD_FRAMEWORK, PUBLISH_FRAMEWORK, RETIRE_FRAMEWORK
from frameworks.storing import Stored, storing

State = Framework.State


class VersionInUse(ActionRefused):
    """Other content under a version that somebody has answered, or is about to."""


class NoSuchStep(ActionRefused):
    """A state from which this verb does not lead on."""


@dataclass(frozen=True)
class LoadResult:
    """What became of a file; `words` say it to a person in a line."""

    framework: Framework
    outcome: Literal["created", "replaced", "unchanged"]
    words: str


Loading = Generator[Stored, None, LoadResult]


def load_framework(
    *,
    by,
    definition: FrameworkDefinition,
    draft: bool = False,
    tell: Callable[[Stored], None] | None = None,
) -> LoadResult:
    """Store the version and publish it, or keep it as a draft. `tell` hears how far it has come.

    The same content again changes nothing but review states, and publishes a draft unless `draft`.
    Raises VersionInUse for other content under a version that is used, and PairsWouldGo where a crosswalk links an
    indicator that would be gone.
    """
    return result_of(loading(by=by, definition=definition, draft=draft), tell)


def loading(*, by, definition: FrameworkDefinition, draft: bool = False) -> Loading:
    """`load_framework` step by step. Whoever stops listening half way undoes all of it."""
    with transaction.atomic():
        permit(by, LOAD_FRAMEWORK)
        there = held_version(definition)
        if there and there.content_hash == definition.content_hash:
            return load_again(there, definition, draft)
        kept = kept_of(there) if there else kept_for_newer(definition)
        crosswalks = crosswalks_kept(there) if there else []
        if there:
            remove_unused(there)
        framework = yield from storing(by, definition, State.DRAFT if draft else State.PUBLISHED)
        words = f"{stored_as(framework)}: {definition.counts}."
        if there:
            words = f"was there with other content that no cycle uses: replaced, {words}"
            put_crosswalks_back(framework, crosswalks)
        if kept:
            words = " ".join([words, *put_back(framework, kept)])
        return LoadResult(framework, "replaced" if there else "created", f"{named(framework)} {words}")


def result_of(steps: Loading, tell: Callable[[Stored], None] | None = None) -> LoadResult:
    while True:
        try:
            step = next(steps)
        except StopIteration as ended:
            return ended.value
        if tell:
            tell(step)


def held_version(definition: FrameworkDefinition) -> Framework | None:
    """This very version as it is stored, locked."""
    head = definition.framework
    return Framework.objects.select_for_update().filter(slug=head.slug, version=head.version).first()


def check_framework(*, by, definition: FrameworkDefinition, draft: bool = False) -> LoadResult:
    """Do all that `load_framework` does, say the same words, and keep nothing."""
    with transaction.atomic():
        result = load_framework(by=by, definition=definition, draft=draft)
        transaction.set_rollback(True)
    return result


@transaction.atomic
def publish_framework(*, by, framework: Framework) -> Framework:
    """Make a draft, or a retired version, one that new cycles can use."""
    permit(by, PUBLISH_FRAMEWORK)
    return into_state(framework, State.PUBLISHED)


@transaction.atomic
def retire_framework(*, by, framework: Framework) -> Framework:
    """Offer the version to no new cycle. What uses it goes on, and its pages stay."""
    permit(by, RETIRE_FRAMEWORK)
    return into_state(framework, State.RETIRED, refused_from=(State.DRAFT,))


def into_state(framework: Framework, state: str, refused_from: tuple[str, ...] = ()) -> Framework:
    held = Framework.objects.select_for_update().get(pk=framework.pk)
    if held.state == state:
        raise NoSuchStep(f"{held} is {state} already. Nothing was changed.")
    if held.state in refused_from:
        raise NoSuchStep(f"{held} is {held.get_state_display().lower()}, so it cannot become {state}.")
    held.state = state
    held.save(update_fields=["state"])
    return held


def named(framework: Framework) -> str:
    return f"{framework.title} ({framework.reference})"


def stored_as(framework: Framework) -> str:
    return "loaded as a draft" if framework.is_draft else "loaded and published"


def load_again(framework: Framework, definition: FrameworkDefinition, draft: bool) -> LoadResult:
    """The same content: take over what was reviewed or checked since, and publish what is no longer a draft."""
    notes = ["unchanged"]
    reviewed = mark_reviewed(framework, definition)
    if reviewed:
        notes.append(f"{reviewed} {'descriptor is' if reviewed == 1 else 'descriptors are'} newly marked as reviewed")
    notes += mark_weights_to_check(framework, definition)
    if framework.is_draft and not draft:
        framework.state = State.PUBLISHED
        notes.append("it was a draft and is now published")
    elif framework.is_published and draft:
        notes.append("it stays published")
    elif framework.is_retired:
        notes.append("it stays retired")
    framework.wording = definition.framework.wording
    framework.save(update_fields=["state", "wording"])
    settle_wording(framework)
    if definition.framework.wording == Framework.Wording.REVIEWED:
        framework.recommended_actions.content().update(is_reviewed=True)
    return LoadResult(framework, "unchanged", f"{named(framework)}: {'; '.join(notes)}.")


def mark_reviewed(framework: Framework, definition: FrameworkDefinition) -> int:
    """Mark what the file says is reviewed. What was reviewed before stays so, whatever the file says.

    So does what a reviewer took back here: words of which a mark is kept are left to people.
    """
    indicators = {indicator.code: indicator for indicator in definition.indicators}
    drafts = LevelDescriptor.objects.draft_worded().filter(indicator__framework=framework, review_marks=None)
    newly = [
        descriptor.pk
        for descriptor in drafts.select_related("indicator", "level")
        if definition.is_reviewed(indicators[descriptor.indicator.code], descriptor.level.slug)
    ]
    for start in range(0, len(newly), 500):
        LevelDescriptor.objects.filter(pk__in=newly[start : start + 500]).update(is_reviewed=True)
    return len(newly)


def mark_weights_to_check(framework: Framework, definition: FrameworkDefinition) -> list[str]:
    """Follow the file both ways, as nobody marks weights elsewhere: one more is to be checked, or has been."""
    wanted = {(one.code, level) for one in definition.indicators for level in one.weights_to_check}
    held = LevelDescriptor.objects.filter(indicator__framework=framework).with_weight_to_check()
    there = set(held.values_list("indicator__code", "level__slug"))
    ours = LevelDescriptor.objects.filter(indicator__framework=framework).order_by()
    for changed, is_to_check in ((wanted - there, True), (there - wanted, False)):
        for code in {code for code, _ in changed}:
            levels = [level for other, level in changed if other == code]
            ours.filter(indicator__code=code, level__slug__in=levels).update(weight_is_to_check=is_to_check)
    said = ((len(there - wanted), "no longer to be checked"), (len(wanted - there), "newly to be checked"))
    return [f"{count} {'weight is' if count == 1 else 'weights are'} {words}" for count, words in said if count]


def remove_unused(framework: Framework) -> None:
    """Delete the old content. The database knows who uses it: all who do point at it with PROTECT."""
    if framework.is_under_review:
        raise VersionInUse(
            f"The words of {named(framework)} are under review, so its content cannot change. "
            f"Change the version in the file: give it a new version, and load that."
        )
    try:
        with transaction.atomic():
            framework.delete()
    except (models.ProtectedError, models.RestrictedError):
        raise VersionInUse(
            f"{named(framework)} is used by a cycle, so its content cannot change. "
            f"Change the version in the file: give it a new version, and load that."
        ) from None
