"""What a comparison says in sentences: counted from the rows as they are shown. Ranks nothing, and asks no question."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assessments.levels import NO_DATA, NOT_ANSWERED, NOT_APPLICABLE, CellValue, typical_position
from assessments.pages.scale import Scale
from assessments.pages.words import listed, listed_names, many, number_words
from reports.disclosure import SUPPRESSED
from reports.matrix import Column, Distribution
from reports.pages.heatmap_words import NOT_A_RANKING, ROWS_WORDS, Sentence, says_of_dimension

FAR_APART = 2


@dataclass(frozen=True)
class Stand:
    """One group in one column. `distribution`: None where it is not shown."""

    name: str
    cell: CellValue
    distribution: Distribution | None


def total_of(stands: Iterable[Stand]) -> Distribution | None:
    """All of them together; None where one of them is not shown."""
    levels: dict[int, int] = {}
    missing: dict[str, int] = {}
    for stand in stands:
        if stand.distribution is None:
            return None
        for counts, found in ((levels, stand.distribution.levels), (missing, stand.distribution.missing)):
            for key, count in found.items():
                counts[key] = counts.get(key, 0) + count
    return Distribution(levels, missing)


def paragraph(
    column: Column, groups: Sequence[Stand], regions: Sequence[Stand], scale: Scale, grouping: str
) -> tuple[Sentence, ...]:
    """`regions`: none where the groups are the regions themselves."""
    whole = total_of(regions or groups)
    about = says_of_dimension(column)
    first = most_said(whole, scale, about) if whole else middles(regions or groups, scale, about)
    sentences = [Sentence(words, is_strong=n == 0) for n, words in enumerate(first)]
    if whole:
        sentences += [Sentence(words) for words in counts_of(whole, scale)]
    sentences += [Sentence(words) for words in of_groups(groups, grouping)]
    return (*sentences, Sentence(NOT_A_RANKING))


def most_said(whole: Distribution, scale: Scale, about: str) -> Iterator[str]:
    counted = whole.counted
    if not counted:
        yield f"No organisation has a level in {about}."
        return
    most = max(whole.levels.values())
    names = [scale.name(position) for position in sorted(whole.levels) if whole.levels[position] == most]
    if counted == 1:
        yield f"The one organisation with a level is typically {names[0]} in {about}."
    elif most == counted:
        yield f"All organisations with a level are typically {names[0]} in {about}."
    elif len(names) > 1:
        each = many_words(most, "organisation")
        yield f"{listed(names)} are said most often in {about}, by {each} each."
    elif most * 2 == counted:
        yield f"Half of the organisations with a level are typically {names[0]} in {about}."
    elif most * 2 > counted:
        yield f"Most organisations with a level are typically {names[0]} in {about}."
    else:
        yield f"{names[0]} is said most often in {about}, by {number_words(most)} of {number_words(counted)}."


def middles(stands: Iterable[Stand], scale: Scale, about: str) -> Iterator[str]:
    """Where the viewer may not see how many are where: the middle of each region that is shown."""
    said = False
    for stand in stands:
        if stand.cell.midpoint is None:
            continue
        said = True
        middle = scale.name(typical_position(stand.cell.midpoint))
        share = f"{stand.cell.counted} of {stand.cell.of}"
        yield f"{stand.name}: {share} with a level in {about}; the median is {middle}."
    if not said:
        yield f"Nothing can be shown of whole regions in {about}."


def counts_of(whole: Distribution, scale: Scale) -> Iterator[str]:
    counted = whole.counted
    asked = counted + sum(whole.missing.values())
    if counted > 1:
        parts = [f"{number_words(count)} {scale.name(position)}" for position, count in sorted(whole.levels.items())]
        who = f"All {number_words(asked)}" if asked == counted else f"Of {number_words(asked)} asked, {counted}"
        yield f"{who} have a level: {listed(parts)}."
    verbs = (
        (NO_DATA, "has no data", "have no data"),
        (NOT_ANSWERED, "did not answer", "did not answer"),
        (NOT_APPLICABLE, "says that it does not apply", "say that it does not apply"),
    )
    said = [
        f"{number_words(whole.missing[status])} {one if whole.missing[status] == 1 else more}"
        for status, one, more in verbs
        if whole.missing.get(status)
    ]
    if said:
        words = listed(said)
        yield f"{words[0].upper()}{words[1:]}."


def of_groups(groups: Sequence[Stand], grouping: str) -> Iterator[str]:
    """Which are of one mind, which far apart, which one organisation, which not shown."""
    counted = [stand for stand in groups if stand.distribution and stand.distribution.levels]
    alike = [stand.name for stand in counted if len(stand.distribution.levels) == 1 < stand.distribution.counted]
    if alike:
        yield f"In {listed_names(alike)} all organisations with a level are at the same typical level."
    furthest = max((apart(stand) for stand in counted), default=0)
    if furthest >= FAR_APART:
        names = [stand.name for stand in counted if apart(stand) == furthest]
        yield f"Typical levels are furthest apart in {listed_names(names)}: {many_words(furthest, 'level')}."
    for words, found in (
        ("one organisation has a level, so the row is that organisation", [s for s in groups if s.cell.counted == 1]),
        ("no organisation has a level", [s for s in groups if s.cell.counted == 0]),
    ):
        if found:
            yield f"In {many_words(len(found), *ROWS_WORDS[grouping])} {words}."
    hidden = sum(stand.cell.status == SUPPRESSED for stand in groups)
    if hidden:
        words = many_words(hidden, *ROWS_WORDS[grouping])
        yield f"{words[0].upper()}{words[1:]} {'is' if hidden == 1 else 'are'} too few or too alike to show."


def apart(stand: Stand) -> int:
    """How many levels lie between the lowest and the highest typical level."""
    return max(stand.distribution.levels) - min(stand.distribution.levels)


def many_words(count: int, one: str, more: str = "") -> str:
    return many(count, one, more).replace(str(count), number_words(count), 1)
