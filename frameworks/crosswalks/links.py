"""What is linked with what, read from one end: by loaded crosswalks, and by what framework files declare themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from frameworks.models import Framework, Indicator, Pair


@dataclass(frozen=True)
class Link:
    """From the indicator `own` to `other`, in another version. `declared_in`: the version whose file says so."""

    own: Indicator
    other: Indicator
    how: str  # a value of Pair.How
    note: str = ""
    declared_in: Framework | None = None


def links_of(framework: Framework, user) -> dict[str, list[Link]]:
    """By the code of the indicator at this end; only to versions that the person may see. In the order of the files."""
    pairs = Pair.objects.visible_to(user).of(framework).with_ends()
    loaded = [link_of(pair, framework) for pair in pairs]
    found: dict[str, list[Link]] = {}
    for link in sorted([*declared_links(framework, user), *loaded], key=file_order):
        here = found.setdefault(link.own.code, [])
        if not says_nothing_new(link, here):
            here.append(link)
    return found


def file_order(link: Link) -> tuple:
    other = link.other.framework
    return link.own.position, other.title, other.version_order, link.other.position


def says_nothing_new(link: Link, others: list[Link]) -> bool:
    """A crosswalk that repeats what a file declares, or two files that declare each other."""
    return not link.note and any(one.other.pk == link.other.pk and one.how == link.how for one in others)


def link_of(pair: Pair, framework: Framework) -> Link:
    is_first = pair.first.framework_id == framework.pk
    own, other = (pair.first, pair.second) if is_first else (pair.second, pair.first)
    return Link(own, other, pair.how, pair.note)


def declared_links(framework: Framework, user) -> Iterator[Link]:
    for newer, older in declared_pairs(user, framework):
        if newer.framework_id == framework.pk:
            yield Link(newer, older, Pair.How.SAME, declared_in=newer.framework)
        else:
            yield Link(older, newer, Pair.How.SAME, declared_in=newer.framework)


def declared_pairs(user, framework: Framework | None = None) -> Iterator[tuple[Indicator, Indicator]]:
    """What files declare equivalent: the indicator that says so, and the one it names, where that is loaded.

    All that the person may see, or those with an end in one version.
    """
    visible = {one.pk: one for one in Framework.objects.visible_to(user)}
    by_reference = {one.reference: one for one in visible.values()}
    saying = Indicator.objects.filter(framework__in=visible).exclude(equivalent_to=[])
    if framework is not None:
        names_it = Q(references__contains=f'"{framework.reference}#')
        saying = saying.annotate(references=Cast("equivalent_to", TextField())).filter(
            names_it | Q(framework=framework)
        )
    declared = [
        (newer, by_reference[version], code)
        for newer in saying.order_by("framework", "position")
        for version, _, code in (reference.partition("#") for reference in newer.equivalent_to)
        if version in by_reference
        and (framework is None or framework.pk in (newer.framework_id, by_reference[version].pk))
    ]
    named = Indicator.objects.filter(framework__in={version.pk for _, version, _ in declared}) if declared else ()
    older = {(one.framework_id, one.code): one for one in named}
    for newer, version, code in declared:
        if found := older.get((version.pk, code)):
            newer.framework, found.framework = visible[newer.framework_id], version
            yield newer, found
