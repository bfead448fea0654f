"""The verbs of crosswalks: load one, check its file, remove it, and keep it where an unused version is replaced."""

from dataclasses import dataclass
from typing import Literal

from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from frameworks.crosswalks.file import CrosswalkDefinition, Known
from frameworks.crosswalks.stored import definition_of_stored, plain_of_crosswalk
from frameworks.models import Crosswalk, Framework, Indicator, Pair, RemovedCrosswalk
from frameworks.rules import LOAD_CROSSWALK
from frameworks.stored import kept_sources
from frameworks.yaml_written import as_yaml


class PairsWouldGo(ActionRefused):
    """A crosswalk links indicators that a version would no longer have."""


@dataclass(frozen=True)
class CrosswalkLoaded:
    """What became of a file; `words` say it to a person in a line."""

    crosswalk: Crosswalk
    outcome: Literal["created", "replaced", "unchanged"]
    words: str


def known_versions() -> Known:
    """All that is loaded, drafts too: only those who see drafts load a crosswalk."""
    codes: dict[str, set[str]] = {}
    for slug, version, code in Indicator.objects.order_by().values_list(
        "framework__slug", "framework__version", "code"
    ):
        codes.setdefault(f"{slug}@{version}", set()).add(code)
    return Known({reference: frozenset(found) for reference, found in codes.items()})


@transaction.atomic
def load_crosswalk(*, by, definition: CrosswalkDefinition) -> CrosswalkLoaded:
    """Store it, in the place of one between the same two versions. It was read with `known_versions`.

    Nothing hangs on a crosswalk, so other content always replaces what was there, which is kept as its file.
    """
    permit(by, LOAD_CROSSWALK)
    first, second = held_versions(definition)
    counts = f"{len(definition.pairs)} pair{'' if len(definition.pairs) == 1 else 's'}"
    named = f"{definition.crosswalk.title} ({first.reference} and {second.reference})"
    there = whole_crosswalks().between(first, second).first()
    if there is not None and there.content_hash == definition.content_hash:
        return CrosswalkLoaded(there, "unchanged", f"{named}: unchanged.")
    if there is None:
        stored = store_crosswalk(definition, first, second, by=by)
        return CrosswalkLoaded(stored, "created", f"{named} loaded: {counts}.")
    take_away(there, by=by)
    stored = store_crosswalk(definition, first, second, by=by)
    return CrosswalkLoaded(stored, "replaced", f"{named} was there with other content: replaced, {counts}.")


def check_crosswalk(*, by, definition: CrosswalkDefinition) -> CrosswalkLoaded:
    """Do all that `load_crosswalk` does, say the same words, and keep nothing."""
    with transaction.atomic():
        result = load_crosswalk(by=by, definition=definition)
        transaction.set_rollback(True)
    return result


@transaction.atomic
def remove_crosswalk(*, by, crosswalk: Crosswalk) -> RemovedCrosswalk:
    permit(by, LOAD_CROSSWALK)
    held = whole_crosswalks().filter(pk=crosswalk.pk).first()
    if held is None:
        raise ActionRefused("It was removed or replaced meanwhile. Look again.")
    return take_away(held, by=by)


def whole_crosswalks():
    """Held, with all that their files say."""
    pairs = Prefetch("pairs", Pair.objects.with_ends())
    return Crosswalk.objects.select_for_update(of=("self",)).with_ends().prefetch_related(pairs)


def take_away(held: Crosswalk, *, by) -> RemovedCrosswalk:
    """What it was is kept as its file, with who loaded it and who removed or replaced it."""
    content = as_yaml(plain_of_crosswalk(held)).decode()
    loaded = {"loaded_at": held.loaded_at, "loaded_by_id": held.loaded_by_id}
    removed = RemovedCrosswalk.objects.create(title=held.title, content=content, removed_by=by, **loaded)
    held.delete()
    return removed


def held_versions(definition: CrosswalkDefinition) -> tuple[Framework, Framework]:
    """Both held, so that neither is replaced meanwhile."""
    head = definition.crosswalk
    references = (head.between, head.and_)
    found = {
        one.reference: one
        for reference in sorted(references)
        for one in Framework.objects.select_for_update().by_reference(reference)
    }
    try:
        return found[head.between], found[head.and_]
    except KeyError:
        raise ActionRefused("One of the two versions is no longer here. Try again.") from None


def store_crosswalk(definition: CrosswalkDefinition, first: Framework, second: Framework, *, by, at=None) -> Crosswalk:
    head = definition.crosswalk
    try:
        with transaction.atomic():
            crosswalk = Crosswalk.objects.create(
                title=head.title,
                summary=head.summary or "",
                first=first,
                second=second,
                state=head.state,
                sources=kept_sources(head.sources),
                content_hash=definition.content_hash,
                loaded_at=at or timezone.now(),
                loaded_by=by,
            )
    except IntegrityError:
        raise ActionRefused("Somebody else is loading this crosswalk at this moment. Try again.") from None
    ends = [{one.code: one for one in framework.indicators.all()} for framework in (first, second)]
    try:
        Pair.objects.bulk_create(
            Pair(
                crosswalk=crosswalk,
                first=ends[0][pair.from_],
                second=ends[1][pair.to],
                how=pair.how,
                note=pair.note or "",
            )
            for pair in definition.pairs
        )
    except KeyError as missing:
        raise ActionRefused(f"The indicator {missing.args[0]} is no longer here. Try again.") from None
    return crosswalk


@dataclass(frozen=True)
class Kept:
    """A crosswalk that is put back once a version at one of its ends is replaced."""

    definition: CrosswalkDefinition
    by: object
    at: object


def crosswalks_kept(framework: Framework) -> list[Kept]:
    """Those of a version that is about to be replaced: they would go with it."""
    pairs = Prefetch("pairs", Pair.objects.with_ends())
    held = Crosswalk.objects.of(framework).with_ends().select_related("loaded_by").prefetch_related(pairs)
    return [Kept(definition_of_stored(one), one.loaded_by, one.loaded_at) for one in held]


def put_crosswalks_back(framework: Framework, kept: list[Kept]) -> None:
    """Once the version is stored anew. Raises PairsWouldGo where it lacks an indicator that is linked."""
    codes = set(framework.indicators.values_list("code", flat=True))
    refused = [words for one in kept if (words := lacking_words(one.definition, framework.reference, codes))]
    if refused:
        raise PairsWouldGo(
            f"{'; '.join(refused)}. Load the crosswalk without these pairs first, or give the file a new version."
        )
    for one in kept:
        store_crosswalk(one.definition, *held_versions(one.definition), by=one.by, at=one.at)


def lacking_words(definition: CrosswalkDefinition, reference: str, codes: set[str]) -> str:
    """Which indicators of the version it links that are not there; empty where all are."""
    head = definition.crosswalk
    linked = [pair.from_ if head.between == reference else pair.to for pair in definition.pairs]
    gone = [code for code in dict.fromkeys(linked) if code not in codes]
    return f"The crosswalk “{head.title}” links {', '.join(gone)}, which this file no longer has" if gone else ""
