"""The pages that list framework versions, show one of them, say what its levels mean, and load one."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.urls import reverse

from frameworks.crosswalks.links import Link, links_of
from frameworks.models import Framework, LevelDescriptor, MaturityLevel, all_parts, outline
from frameworks.pages.addresses import Links, User, counted, detail_url, way_here
from frameworks.pages.parts import MOST_ON_ONE_PAGE, DimensionPart
from frameworks.rules import LOAD_FRAMEWORK, PUBLISH_FRAMEWORK, RETIRE_FRAMEWORK, REVIEW_WORDING, SEE_DRAFTS


@dataclass(frozen=True)
class ListedFramework:
    title: str
    version: str
    url: str
    note: str
    state: str  # empty for a published one

    @classmethod
    def of(cls, framework: Framework) -> "ListedFramework":
        """`framework` as `with_counts` gives it."""
        counts = ", ".join(
            [
                counted(framework.dimension_count, "dimension"),
                counted(framework.indicator_count, "indicator"),
                counted(framework.level_count, "level"),
            ]
        )
        note = f"{counts}. {framework.publisher}" if framework.publisher else f"{counts}."
        state = "" if framework.is_published else framework.get_state_display()
        return cls(framework.title, framework.version, detail_url(framework), note, state)


@dataclass(frozen=True)
class FrameworkListPage:
    frameworks: list[ListedFramework]
    may_load: bool
    breadcrumbs: Links

    @classmethod
    def of(cls, user: User) -> "FrameworkListPage":
        """The published ones; those who may see drafts see the retired ones here too."""
        visible = Framework.objects.visible_to(user)
        listed = visible if user.has_perm(SEE_DRAFTS) else visible.published()
        rows = [ListedFramework.of(framework) for framework in listed.with_counts().newest_first()]
        return cls(rows, user.has_perm(LOAD_FRAMEWORK), way_here(user))


@dataclass(frozen=True)
class FrameworkPage:
    framework: Framework
    levels: list[MaturityLevel]
    dimensions: list[DimensionPart]
    is_outline: bool  # where there are too many indicators for one page
    draft_words: str  # how much of the wording is draft; empty where all is reviewed
    check_words: str  # how many weights are still to be checked; empty where none is
    state_words: str  # empty for a published one
    may_publish: bool
    may_retire: bool
    changes: Links  # since the version before
    review_url: str  # empty for those who do not review it
    crosswalks: Links
    action_count: int
    breadcrumbs: Links

    @classmethod
    def of(cls, framework: Framework, user: User) -> "FrameworkPage":
        """`framework` as `with_counts` and `with_version_before` give it."""
        is_outline = framework.indicator_count > MOST_ON_ONE_PAGE
        prefetch_related_objects([framework], *(outline() if is_outline else all_parts()))
        levels, links = list(framework.levels.all()), links_of(framework, user)
        held = framework.dimensions.all()
        if is_outline:
            dimensions = [DimensionPart.in_outline(dimension, framework) for dimension in held]
            counts = LevelDescriptor.objects.visible_to(user).filter(indicator__framework=framework).counts()
        else:
            dimensions = [DimensionPart.of(dimension, levels, links, framework) for dimension in held]
            counts = counts_of(dimensions)
        return cls(
            framework,
            levels,
            dimensions,
            is_outline,
            draft_words(counts["drafts"], counts["words"]),
            check_words(counts["unchecked"], counts["weights"]),
            state_words(framework),
            not framework.is_published and user.has_perm(PUBLISH_FRAMEWORK),
            framework.is_published and user.has_perm(RETIRE_FRAMEWORK),
            changes_links(framework),
            review_url(framework, user),
            crosswalk_links(framework, links),
            framework.recommended_actions.current().count(),
            way_here(user, ("Frameworks", reverse("frameworks:list"))),
        )


def changes_links(framework: Framework) -> Links:
    """To what changed since the version before; empty for a first version."""
    address = reverse("frameworks:changes", args=[framework.slug, framework.version])
    return [(f"What changed since {framework.version_before}", address)] if framework.version_before else []


def review_url(framework: Framework, user: User) -> str:
    if not user.is_authenticated or not user.has_perm(REVIEW_WORDING, framework):
        return ""
    return reverse("frameworks:review", args=[framework.slug, framework.version])


def crosswalk_links(framework: Framework, links: dict[str, list[Link]]) -> Links:
    """The versions that anything links with this one, each with the page that reads from here to there."""
    others = {link.other.framework_id: link.other.framework for found in links.values() for link in found}
    own = (framework.slug, framework.version)
    return [(str(one), reverse("frameworks:crosswalk", args=[*own, one.slug, one.version])) for one in others.values()]


def counts_of(dimensions: list[DimensionPart]) -> dict[str, int]:
    """The same as `counts` of the descriptors gives, of what is at hand."""
    cells = [cell for part in dimensions for indicator in part.indicators for cell in indicator.cells]
    return {
        "words": sum(bool(cell.text) for cell in cells),
        "drafts": sum(cell.is_draft for cell in cells),
        "weights": sum(bool(cell.weight) for cell in cells),
        "unchecked": sum(cell.is_to_check for cell in cells),
    }


def draft_words(drafts: int, words: int) -> str:
    return f"{drafts:,} of {words:,} level descriptors are draft wording, still to be reviewed." if drafts else ""


def check_words(unchecked: int, weights: int) -> str:
    """Not a word where the version has no weights, or none that is to be checked."""
    verb = "is" if unchecked == 1 else "are"
    words = f"{unchecked:,} of {weights:,} weights {verb} still to be checked against the published model."
    return words if unchecked else ""


def state_words(framework: Framework) -> str:
    if framework.is_draft:
        return "This version is a draft. Only administrators and people who review its wording can see it."
    if framework.is_retired:
        return "This version is retired. New cycles do not use it; cycles that use it go on."
    return ""


@dataclass(frozen=True)
class LevelsPage:
    """What the levels of one framework mean; framework is None where none is published."""

    framework: Framework | None
    url: str
    levels: list[MaturityLevel]
    others: Links
    breadcrumbs: Links

    @classmethod
    def of(cls, framework: Framework | None, user: User) -> "LevelsPage":
        published = Framework.objects.published().latest_of_each().newest_first()
        address = reverse("frameworks:levels")
        others = [(str(one), f"{address}?framework={one.reference}") for one in published if one != framework]
        crumbs = way_here(user, ("Frameworks", reverse("frameworks:list")))
        if framework is None:
            return cls(None, "", [], others, crumbs)
        levels = list(framework.levels.order_by("position"))
        return cls(framework, detail_url(framework), levels, others, crumbs)


@dataclass(frozen=True)
class LoadPage:
    breadcrumbs: Links

    @classmethod
    def of(cls, user: User) -> "LoadPage":
        return cls(way_here(user, ("Frameworks", reverse("frameworks:list"))))
