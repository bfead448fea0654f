"""One row of a comparison: its blocks or bar, its words, and who has no level. Works nothing out and hides nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.levels import NO_DATA, NOT_ANSWERED, NOT_APPLICABLE, CellValue, typical_position
from assessments.pages.scale import Scale, Strip
from reports.disclosure import SUPPRESSED
from reports.matrix import Distribution, Row
from reports.pages.heatmap_cells import ABSENT

# From so many on, blocks give way to a bar with counts in it.
BAR_FROM = 30
BAR_WIDTH, BAR_HEIGHT = 370, 34
# What words need: at both sides, and a letter.
EDGE, LETTER = 12, 9
NOT_COUNTED = "Not shown by level"
WITHOUT = ((NO_DATA, "no data"), (NOT_ANSWERED, "not answered"), (NOT_APPLICABLE, "does not apply"))


@dataclass(frozen=True)
class Block:
    """One organisation, or in a bar several; `x` and `width` are of bars alone."""

    letter: str
    position: int
    x: float = 0
    width: float = 0
    words: str = ""


@dataclass(frozen=True)
class ShownGroup:
    """One row. `href`: its profile, if it has one. `missing`: who has no level, in words.

    `absent`: look and words where there is no level to show.
    """

    name: str
    is_whole: bool
    blocks: tuple[Block, ...] = ()
    bar: tuple[Block, ...] = ()
    counts: str = ""
    median: str = ""
    span: str = ""
    strip: Strip | None = None
    share: str = ""
    missing: tuple[str, ...] = ()
    absent: tuple[str, str] | None = None
    href: str = ""


def shown_group(
    row: Row, cell: CellValue, distribution: Distribution | None, scale: Scale, *, is_whole: bool
) -> ShownGroup:
    if cell.status == SUPPRESSED:
        return ShownGroup(row.name, is_whole, absent=ABSENT[SUPPRESSED])
    share = f"{cell.counted} of {cell.of}"
    missing = tuple(_missing(cell, distribution))
    if cell.midpoint is None:
        return ShownGroup(row.name, is_whole, share=share, missing=missing, absent=ABSENT[cell.status])
    blocks = _blocks(distribution, scale) if distribution else ()
    return ShownGroup(
        row.name,
        is_whole,
        blocks if len(blocks) < BAR_FROM else (),
        _bar(distribution, scale) if len(blocks) >= BAR_FROM else (),
        _counts(distribution, scale) if distribution else NOT_COUNTED,
        scale.name(typical_position(cell.midpoint)),
        scale.words(cell.low, cell.high),
        scale.strip(cell.low, cell.high, cell.midpoint),
        share,
        missing,
    )


def _counts(distribution: Distribution, scale: Scale) -> str:
    return ", ".join(f"{count} {scale.name(position)}" for position, count in sorted(distribution.levels.items()))


def _blocks(distribution: Distribution, scale: Scale) -> tuple[Block, ...]:
    return tuple(
        Block(scale.letters[position - 1], position)
        for position, count in sorted(distribution.levels.items())
        for _ in range(count)
    )


def _bar(distribution: Distribution, scale: Scale) -> tuple[Block, ...]:
    """Parts as wide as their counts, with letter and count in them as far as there is room."""
    total, x, parts = distribution.counted, 0.0, []
    for position, count in sorted(distribution.levels.items()):
        width = BAR_WIDTH * count / total
        letter = scale.letters[position - 1]
        words = next((said for said in (f"{letter} {count}", letter) if EDGE + LETTER * len(said) <= width), "")
        parts.append(Block(letter, position, round(x, 1), round(width, 1), words))
        x += width
    return tuple(parts)


def _missing(cell: CellValue, distribution: Distribution | None) -> Iterable[str]:
    """The kinds apart, where they may be told apart."""
    if distribution:
        for status, words in WITHOUT:
            if count := distribution.missing.get(status, 0):
                yield f"{count} {words}"
    elif cell.counted < cell.of:
        yield f"{cell.of - cell.counted} without a level"
