"""What the perception gaps say in sentences: counted from the gaps as they are shown. Takes no side."""

from collections.abc import Iterable, Iterator, Sequence
from math import floor

from assessments.consensus import HEALTH, SOCIAL_CARE, place_words
from assessments.levels import NO_DATA, NOT_APPLICABLE, CellValue
from assessments.pages.consensus_words import levels_words
from assessments.pages.scale import Scale
from assessments.pages.words import listed, listed_names, many, number_words
from reports.gaps import Gap, has_level, largest_first
from reports.matrix import ORGANISATION
from reports.pages.heatmap_words import ROWS_WORDS, Sentence, says_of_dimension

ALIKE = "Both see it alike"
HIDDEN = "Too few or too alike to show"
NOT_A_VERDICT = "The largest gap stands first. A gap says where to talk, not who is right."
# What a gap lies in, by the rows asked for.
GROUP_WORDS = ROWS_WORDS | {ORGANISATION: ("organisation", "organisations")}
NAMES = {SOCIAL_CARE: "social care", HEALTH: "health"}
NAMED = 2


def size_words(size: float) -> str:
    """ "one and a half levels"; what lies between two quarters is named by the lower: "just over half a level"."""
    quarter = floor(size * 4) / 4
    if quarter == size:
        return levels_words(size)
    return f"just over {levels_words(quarter)}" if quarter else "less than a quarter of a level"


def gap_words(gap: Gap) -> str:
    """Of a gap with a level on both sides."""
    if not gap.levels:
        return ALIKE
    return f"Social care sees it {size_words(gap.size)} {'higher' if gap.levels > 0 else 'lower'}"


def median_words(side: CellValue, scale: Scale) -> str:
    return place_words(side.midpoint, scale.names)


def count_words(side: CellValue, grouping: str) -> str:
    """ "2 of 3": with a level, of those asked to whom it applies; within an organisation "4 people"."""
    return _speakers(side, grouping) if grouping == ORGANISATION else f"{side.counted} of {side.of}"


def silence_words(gap: Gap) -> tuple[str, ...]:
    """Why there is no gap: of each side without a level, which kind of silence it is."""
    sides = ((SOCIAL_CARE, gap.social_care), (HEALTH, gap.health))
    return tuple(_silence(NAMES[side], cell) for side, cell in sides if not has_level(cell))


def _silence(name: str, cell: CellValue | None) -> str:
    if cell is None:
        return f"No {name} organisation was asked here."
    if cell.status == NO_DATA:
        return f"No data from {name} here."
    if cell.status == NOT_APPLICABLE:
        return f"It does not apply to {name} here."
    return f"Nobody has spoken for {name} here yet."


def paragraph(gaps: Sequence[Gap], scale: Scale, grouping: str) -> tuple[Sentence, ...]:
    """`gaps`: all, with those that may not be shown and those without a level on both sides."""
    told = largest_first(gaps)
    sentences = [Sentence(_where(gaps, told, grouping), is_strong=True)]
    if told:
        sentences += [Sentence(words) for words in _largest(told, scale)]
        sentences += [Sentence(words) for words in _directions(told)]
    sentences += [Sentence(words) for words in _hidden(gaps, grouping)]
    return (*sentences, *([Sentence(NOT_A_VERDICT)] if told else []))


def _where(gaps: Sequence[Gap], told: Sequence[Gap], grouping: str) -> str:
    both, shown = _slugs(told), _slugs(gap for gap in gaps if not gap.is_hidden)
    one, more = GROUP_WORDS[grouping]
    if not shown:
        count = len(_slugs(gaps))
        return f"No gap can be shown to you in {f'the one {one}' if count == 1 else f'any of the {count} {more}'} here."
    if len(shown) == 1:
        name = next(gap.group.name for gap in gaps if not gap.is_hidden)
        return f"In {name} {'both sides gave a level' if both else 'the two sides have not both given a level'}."
    if not both:
        return f"In none of the {len(shown)} {more} have both sides given a level."
    return f"In {len(both)} of {len(shown)} {more} both sides gave a level."


def _slugs(gaps: Iterable[Gap]) -> set[str]:
    return {gap.group.slug for gap in gaps}


def _largest(told: Sequence[Gap], scale: Scale) -> Iterator[str]:
    """The largest gap with both its sides; where several are largest, which they are."""
    largest = [gap for gap in told if gap.size == told[0].size]
    first = largest[0]
    if not first.size:
        yield "Wherever both gave a level, they see it alike."
    elif len(largest) == 1:
        care, health = first.social_care, first.health
        words, kind = gap_words(first), first.group.kind
        yield (
            f"The largest gap is in {about(first)}, {first.group.name}: {words[0].lower()}{words[1:]}. Social care "
            f"({_speakers(care, kind)}) is typically {median_words(care, scale)}; health ({_speakers(health, kind)}) "
            f"{median_words(health, scale)}."
        )
    else:
        named = [f"{about(gap)}, {gap.group.name}" for gap in largest[:NAMED]]
        rest = len(largest) - NAMED
        more = f", and {number_words(rest)} more" if rest > 0 else ""
        yield f"The largest gaps are {size_words(first.size)}: {listed_names(named)}{more}."


def about(gap: Gap) -> str:
    return says_of_dimension(gap.column)


def _speakers(side: CellValue, grouping: str) -> str:
    return many(side.counted, "person", "people") if grouping == ORGANISATION else many(side.counted, "organisation")


def _directions(told: Sequence[Gap]) -> Iterator[str]:
    higher, lower = sum(gap.levels > 0 for gap in told), sum(gap.levels < 0 for gap in told)
    alike = len(told) - higher - lower
    if len(told) < 2 or alike == len(told):
        return
    parts = ((higher, "social care sees it higher"), (lower, "health sees it higher"), (alike, "both see it alike"))
    said = [
        f"in {'all of them' if count == len(told) else number_words(count)} {words}" for count, words in parts if count
    ]
    yield f"{len(told)} rows have a level on both sides: {listed(said)}."


def _hidden(gaps: Sequence[Gap], grouping: str) -> Iterator[str]:
    hidden = len(_slugs(gaps) - _slugs(gap for gap in gaps if not gap.is_hidden))
    if hidden and hidden < len(_slugs(gaps)):
        words = many(hidden, *GROUP_WORDS[grouping])
        if grouping == ORGANISATION:
            yield f"The views within {words} are too few or too alike to show."
        else:
            yield f"{words} {'is' if hidden == 1 else 'are'} too few or too alike to show."
