"""What a file that waits would do, as a page shows it before anything is stored."""

from dataclasses import dataclass
from math import ceil

from django.urls import reverse

from frameworks.models import Framework, WaitingFile
from frameworks.pages.addresses import Links, User, way_here
from frameworks.pages.changes import ChangesPart
from frameworks.previews import Outcome, Preview
from frameworks.waiting import mark_of

VERBS = ("draft", "publish", "leave")


@dataclass(frozen=True)
class Button:
    url: str
    words: str
    look: str  # empty for the first one, else secondary


@dataclass(frozen=True)
class PreviewPage:
    """`strong` is what matters most; `notes` follow it. `seen` goes back with the press; see waiting.py."""

    title: str
    file: str
    strong: str
    notes: list[str]
    is_refused: bool
    changes: ChangesPart | None
    seen: str
    buttons: list[Button]
    breadcrumbs: Links

    @classmethod
    def of(cls, file: WaitingFile, preview: Preview, user: User, sheet: str) -> "PreviewPage":
        base = preview.base
        strong, notes = words_of(preview)
        has_meanings = preview.outcome != Outcome.REPLACES
        return cls(
            f"{preview.name} beside {base.version}" if preview.outcome == Outcome.NEW and base else preview.name,
            f"{file.name}, {ceil(len(file.content) / 1024):,} KB: {preview.definition.counts}.",
            strong,
            notes,
            preview.outcome == Outcome.REFUSED,
            ChangesPart.of(preview.comparison, sheet, has_meanings=has_meanings) if preview.comparison else None,
            mark_of(preview.there),
            buttons_of(file, preview),
            way_to_loading(user),
        )


@dataclass(frozen=True)
class LoadingPage:
    """Grows while a large file is stored; see growing.py. `back` leads to the preview."""

    title: str
    back: str
    breadcrumbs: Links

    @classmethod
    def of(cls, file: WaitingFile, user: User) -> "LoadingPage":
        head = file.definition.framework
        return cls(f"Loading {head.title} {head.version}", preview_url(file), way_to_loading(user))


def way_to_loading(user: User) -> Links:
    return way_here(user, ("Frameworks", reverse("frameworks:list")), ("Load a framework", reverse("frameworks:load")))


def words_of(preview: Preview) -> tuple[str, list[str]]:
    head, base = preview.definition.framework, preview.base
    later = f"Once a cycle uses {head.version}, its content cannot change under the same version."
    match preview.outcome:
        case Outcome.NEW if base:
            stays = f"{cycle_words(base)} on {base.version}." if cycle_words(base) else ""
            safe = "Loading it changes no answer and no report."
            notes = [" ".join(filter(None, (safe, stays, later))), actions_words(base)]
            return f"No cycle uses {head.version} yet.", list(filter(None, notes))
        case Outcome.NEW:
            first = f"No earlier version of {head.title} is here, so there is nothing to compare it with."
            return first, [f"Loading it changes no answer and no report. {later}"]
        case Outcome.REPLACES:
            strong = f"Version {head.version} is here with other content, and no cycle uses it."
            return strong, [
                "Loading the file replaces that content. Nobody has answered it. Below is what becomes of it."
            ]
        case Outcome.REFUSED:
            used = cycle_words(preview.there, "uses", "use") or "Answers belong to"
            if preview.there.is_under_review:
                used = "People review the words of"
            strong = f"This file cannot be loaded. {used} version {head.version}, so its content cannot change."
            cure = "Change the version in the file, such as to a higher number, and send the file again."
            return strong, [f"What people have answered, or said of its words, must stay beside those words. {cure}"]
    strong = f"Version {head.version} is here already, with the same content."
    if preview.has_nothing_to_do:
        return strong, ["There is nothing to load."]
    return strong, [f"Loading it again would say: {preview.result}"]


def cycle_words(framework: Framework, one: str = "stays", several: str = "stay") -> str:
    """`The cycles A and B stay`; empty where no cycle uses the version."""
    names = cycle_names(framework)
    if not names:
        return ""
    if len(names) == 1:
        return f"The cycle {names[0]} {one}"
    return f"The cycles {', '.join(names[:-1])} and {names[-1]} {several}"


def actions_words(base: Framework) -> str:
    """What the newer version takes along beside its file; empty where nothing was added to the one before it."""
    count = base.recommended_actions.added().count()
    if not count:
        return ""
    added = "1 recommended action was" if count == 1 else f"{count:,} recommended actions were"
    return f"{added} added to {base.version}. The new version takes {'it' if count == 1 else 'them'} along."


def cycle_names(framework: Framework) -> list[str]:
    """The newest first. Whoever uses this shows it to people who may see every cycle."""
    return [str(cycle) for cycle in framework.cycles.order_by("-opens_on", "-pk")]


def buttons_of(file: WaitingFile, preview: Preview) -> list[Button]:
    draft, publish, leave = (reverse(f"frameworks:{name}_waiting", args=[file.uuid]) for name in VERBS)
    away = Button(leave, "Leave it", "secondary")
    if preview.outcome == Outcome.REFUSED or preview.has_nothing_to_do:
        return [away]
    if preview.outcome == Outcome.UNCHANGED:
        return [Button(publish, "Load and publish" if preview.there.is_draft else "Load it again", ""), away]
    return [Button(publish, "Load and publish", ""), Button(draft, "Load as a draft", "secondary"), away]


def preview_url(file: WaitingFile) -> str:
    return reverse("frameworks:preview", args=[file.uuid])
