"""One change between two versions as a row: its name, old and new words side by side, and what it means. Pure."""

from dataclasses import dataclass

from frameworks.changes import Asked, DimensionChange, IndicatorChange, Kind, Scale
from frameworks.comparisons import Comparison, Sort, sort_of
from frameworks.definition import FrameworkDefinition, LevelDefinition
from frameworks.meanings import OTHER_SCALE, meaning_of, meaning_of_dimension
from frameworks.struck import Piece, Pieces, struck_and_new, whole

LOOKS = {Sort.NEW: "active", Sort.GONE: "plain"}  # of the tags; all others ask for a second look
# What can change: an indicator, a dimension, or a level as it was and as it is.
Level = LevelDefinition | None
Change = IndicatorChange | DimensionChange | tuple[Level, Level]


@dataclass(frozen=True)
class Line:
    """One part of what was asked: its name, such as Title or Developing, and its words."""

    name: str
    pieces: Pieces


@dataclass(frozen=True)
class ChangeRow:
    """`old` and `new` are empty where it is not in that version; `meaning` says what it means for answers."""

    tag: str
    look: str
    name: str
    old: list[Line]
    new: list[Line]
    meaning: str


def row_of(comparison: Comparison, change) -> ChangeRow:
    if isinstance(change, IndicatorChange):
        return indicator_row(comparison, change)
    return dimension_row(comparison, change) if isinstance(change, DimensionChange) else level_row(comparison, *change)


def indicator_row(comparison: Comparison, change: IndicatorChange) -> ChangeRow:
    sort = sort_of(change)
    tag = sort.value.capitalize()
    if change.kind == Kind.REWORDED and change.is_moved:
        tag = "Reworded, moved"
    old, new = side_by_side(comparison, change)
    meaning = meaning_of(change, comparison.changes.scale, comparison.older.framework.version)
    (named, *_) = change.newer if len(change.newer) == 1 else change.older or change.newer
    name = f"{named.code} {named.indicator.title}"
    return ChangeRow(tag, LOOKS.get(sort, "caution"), name, old, new, meaning)


def side_by_side(comparison: Comparison, change: IndicatorChange) -> tuple[list[Line], list[Line]]:
    if change.is_one_to_one:
        (then,), (now,) = change.older, change.newer
        is_elsewhere = then.dimension.code != now.dimension.code
        return compared(*(parts_of(comparison, one, is_elsewhere) for one in (then, now)))
    is_whole = change.kind in (Kind.NEW, Kind.GONE)
    return [line for one in change.older for line in asked_lines(one, is_whole)], [
        line for one in change.newer for line in asked_lines(one, is_whole)
    ]


def asked_lines(asked: Asked, is_changed: bool) -> list[Line]:
    """What is asked, with how much there is to read; marked as a whole where it came or went."""
    one = asked.indicator
    if not is_changed:
        return [Line(f"{one.code} {one.title}", (Piece(one.question, False),))]
    lines = [Line("Question", whole(one.question))]
    if one.descriptors:
        lines.append(Line("Words", (Piece(f"for {len(one.descriptors)} levels", False),)))
    return lines


def parts_of(comparison: Comparison, asked: Asked, names_dimension: bool) -> dict[str, str]:
    """All that can differ of an indicator, by name, in the order in which people read it."""
    one = asked.indicator
    names = {level.slug: level.name for level in (*comparison.older.levels, *comparison.newer.levels)}
    return {
        **({"Dimension": f"{asked.dimension.code}. {asked.dimension.title}"} if names_dimension else {}),
        "Code": one.code,
        "Title": one.title,
        "Question": one.question,
        "Guidance": one.guidance or "",
        **{names[slug]: text for slug, text in (one.descriptors or {}).items()},
        **{f"Weight of {names[slug]}": f"{weight:f}" for slug, weight in (one.weights or {}).items()},
    }


def compared(old: dict[str, str], new: dict[str, str]) -> tuple[list[Line], list[Line]]:
    """Only what differs. What one version does not have has no line there."""
    olds, news = [], []
    for name in dict.fromkeys([*new, *old]):
        before, now = old.get(name, ""), new.get(name, "")
        if before != now:
            struck, added = struck_and_new(before, now)
            olds += [Line(name, struck)] if struck else []
            news += [Line(name, added)] if added else []
    return olds, news


def dimension_row(comparison: Comparison, change: DimensionChange) -> ChangeRow:
    sort = {Kind.NEW: Sort.NEW, Kind.GONE: Sort.GONE}.get(change.kind, Sort.REWORDED)
    old, new = (
        {"Title": part.title, "Summary": part.summary or ""} if part else {} for part in (change.older, change.newer)
    )
    meaning = meaning_of_dimension(change, comparison.changes.scale, comparison.older.framework.version)
    return ChangeRow(sort.value.capitalize(), LOOKS.get(sort, "caution"), "The dimension", *compared(old, new), meaning)


def level_row(comparison: Comparison, old: LevelDefinition | None, new: LevelDefinition | None) -> ChangeRow:
    sort = Sort.NEW if old is None else Sort.GONE if new is None else Sort.REWORDED if old != new else Sort.MOVED
    places = place_of(comparison.older, old), place_of(comparison.newer, new)
    parts = [
        {"Name": one.name, "Place": place, "Summary": one.summary or ""} if one else {}
        for one, place in zip((old, new), places, strict=True)
    ]
    meaning = "Answers carry over. Movement and trends go on."
    if comparison.changes.scale == Scale.OTHER:
        meaning = OTHER_SCALE
    name = (new or old).name
    return ChangeRow(sort.value.capitalize(), LOOKS.get(sort, "caution"), name, *compared(*parts), meaning)


def place_of(definition: FrameworkDefinition, level: LevelDefinition | None) -> str:
    return f"{definition.levels.index(level) + 1} of {len(definition.levels)}" if level else ""
