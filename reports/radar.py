"""Draws one group as a radar: a point a dimension, a band from lowest to highest, a dashed line to hold it against.

Pure: no Django; draws what it is given and hides nothing. Black and white is enough to read it. Nothing in it needs a
style sheet or a script, so it is the same in the page and as a file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin
from textwrap import wrap

INK, MUTED, LINE, TEAL, BAND, WHITE = "#14272b", "#4a5f63", "#c9d3d1", "#0b5e57", "#cfe6da", "#ffffff"
DASHED = f'stroke="{INK}" stroke-width="1.5" stroke-dasharray="6 4"'
WIDTH, RADIUS, HOLE = 480, 118, 26
CENTRE = (WIDTH / 2, 190)
BOTTOM = 372
LETTERS, LINE_HEIGHT, FONT_SIZE = 17, 17, 15
NOTE_LETTERS, KEY_HEIGHT = 68, 25
# With more axes there is room for their codes alone.
MOST_NAMED = 8
FONT = "'Source Sans 3 Variable', 'Source Sans 3', Arial, sans-serif"

Point = tuple[float, float]


@dataclass(frozen=True)
class Axis:
    """One dimension. `middle`, `low` and `high` are None together; `gap` then says why. `whole`: of the dashed line."""

    code: str
    title: str
    middle: float | None = None
    low: float | None = None
    high: float | None = None
    gap: str = ""
    whole: float | None = None


@dataclass(frozen=True)
class Radar:
    """`name`: unique among the pictures of a page; `description`: all its facts; `notes`: printed under a file.

    `letters`: of the rings, from the centre outwards; an empty one is left out.
    `key`: what the solid line, the bands and the dashed line are, where they are not of levels of a group.
    """

    name: str
    title: str
    description: str
    axes: tuple[Axis, ...]
    letters: tuple[str, ...]
    whole: str = ""
    notes: tuple[str, ...] = ()
    key: tuple[str, str, str] = ("Median", "Lowest to highest level", "")


def radar_svg(radar: Radar, *, as_file: bool = False) -> str:
    """The picture as SVG; as a file with its title and notes in it."""
    notes = [line for note in radar.notes for line in wrap(note, NOTE_LETTERS)] if as_file else []
    titles = wrap(radar.title, 46) if as_file else []
    top = 26 * len(titles) + 10 if titles else 0
    height = top + BOTTOM + KEY_HEIGHT * len(_key(radar)) + (18 * len(notes) + 12 if notes else 0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="{radar.name}-title {radar.name}-desc" font-family="{FONT}" '
        f'font-size="{FONT_SIZE}" fill="{INK}">',
        f'<title id="{radar.name}-title">{escape(radar.title)}</title>',
        f'<desc id="{radar.name}-desc">{escape(radar.description)}</desc>',
    ]
    if as_file:
        parts.append(f'<rect width="{WIDTH}" height="{height}" fill="{WHITE}"/>')
    for n, line in enumerate(titles):
        parts.append(_text(12, 26 + 26 * n, line, size=20, weight=650))
    parts.append(f'<g transform="translate(0 {top})">')
    parts += [*_rings(radar), *_letters(radar), *_whole(radar), *_bands(radar), *_line(radar), *_labels(radar)]
    parts += _key(radar)
    for n, line in enumerate(notes):
        parts.append(_text(12, BOTTOM + KEY_HEIGHT * len(_key(radar)) + 12 + 18 * n, line, size=13, colour=MUTED))
    return "".join([*parts, "</g></svg>"])


def _rings(radar: Radar) -> Iterable[str]:
    count = len(radar.letters)
    for position in range(1, count + 1):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_at(radar, n, position) for n in range(len(radar.axes))))
        colour = MUTED if position == count else LINE
        yield f'<polygon points="{points}" fill="none" stroke="{colour}"/>'
    for number in range(len(radar.axes)):
        yield _stroke(_at(radar, number, 1), _at(radar, number, count), LINE, 1)


def _whole(radar: Radar) -> Iterable[str]:
    """The dashed line, with hollow diamonds."""
    middles = [axis.whole for axis in radar.axes]
    yield from _joined(radar, middles, DASHED)
    for number, middle in enumerate(middles):
        if middle is not None:
            x, y = _at(radar, number, middle)
            yield (f'<path d="M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8 -8z" fill="{WHITE}" stroke="{INK}" stroke-width="1.5"/>')


def _diamond(x: float, y: float) -> str:
    return f'<path d="M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8 -8z" fill="{WHITE}" stroke="{INK}" stroke-width="1.5"/>'


def _bands(radar: Radar) -> Iterable[str]:
    for number, axis in enumerate(radar.axes):
        if axis.low is not None and axis.low != axis.high:
            low, high = _at(radar, number, axis.low), _at(radar, number, axis.high)
            yield _stroke(low, high, INK, 10, round_ends=True)
            yield _stroke(low, high, BAND, 8, round_ends=True)


def _line(radar: Radar) -> Iterable[str]:
    """A solid line with filled points; it breaks where there is no level, and says so."""
    yield from _joined(radar, [axis.middle for axis in radar.axes], f'stroke="{TEAL}" stroke-width="3"')
    for number, axis in enumerate(radar.axes):
        if axis.middle is not None:
            x, y = _at(radar, number, axis.middle)
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{INK}"/>'
        elif axis.gap:
            x, y = _at(radar, number, (1 + len(radar.letters)) / 2)
            yield _text(x, y + 5, axis.gap, anchor="middle", size=13, colour=MUTED, halo=True, role="letter")


def _joined(radar: Radar, middles: Sequence[float | None], look: str) -> Iterable[str]:
    for number, middle in enumerate(middles):
        after = (number + 1) % len(middles)
        if middle is not None and middles[after] is not None:
            (x1, y1), (x2, y2) = _at(radar, number, middle), _at(radar, after, middles[after])
            yield f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {look}/>'


def _letters(radar: Radar) -> Iterable[str]:
    """The levels, beside the first axis; drawn before the points, so that they never cover one."""
    for position, letter in enumerate(radar.letters, start=1):
        if not letter:
            continue
        x, y = _at(radar, 0, position)
        yield _text(x - 13, y + 5, letter, anchor="end", size=13, colour=MUTED, halo=True, role="letter")


def _labels(radar: Radar) -> Iterable[str]:
    for number, axis in enumerate(radar.axes):
        angle = _angle(radar, number)
        x, y = CENTRE[0] + (RADIUS + 16) * cos(angle), CENTRE[1] + (RADIUS + 16) * sin(angle)
        named = len(radar.axes) <= MOST_NAMED
        letters = LETTERS * 2 if abs(cos(angle)) < 0.3 else LETTERS
        lines = _shortened(wrap(f"{axis.code}. {axis.title}", letters)) if named else [axis.code]
        anchor = "middle" if abs(cos(angle)) < 0.3 else "start" if cos(angle) > 0 else "end"
        lift = (len(lines) - 1) * LINE_HEIGHT * (1 - sin(angle)) / 2
        for n, line in enumerate(lines):
            yield _text(x, y + 5 - lift + n * LINE_HEIGHT, line, anchor=anchor, role="name")
        # In place of the names where a style sheet finds the screen too narrow for them.
        yield _text(x, y + 8, axis.code, anchor=anchor, role="code")


def _shortened(lines: list[str], most: int = 4) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]}…"]


def _key(radar: Radar) -> list[str]:
    """Lines under the picture."""
    y = BOTTOM
    lines = [
        f'<line x1="14" y1="{y}" x2="46" y2="{y}" stroke="{TEAL}" stroke-width="3"/>'
        f'<circle cx="30" cy="{y}" r="5.5" fill="{INK}"/>' + _text(56, y + 5, radar.key[0], size=14),
        _stroke((16, y + KEY_HEIGHT), (44, y + KEY_HEIGHT), INK, 10, round_ends=True)
        + _stroke((16, y + KEY_HEIGHT), (44, y + KEY_HEIGHT), BAND, 8, round_ends=True)
        + _text(56, y + KEY_HEIGHT + 5, radar.key[1], size=14),
    ]
    if radar.whole:
        y += 2 * KEY_HEIGHT
        lines.append(
            f'<line x1="12" y1="{y}" x2="48" y2="{y}" {DASHED}/>{_diamond(30, y)}'
            + _text(56, y + 5, radar.key[2] or f"{radar.whole}, median", size=14)
        )
    return lines


def _angle(radar: Radar, number: int) -> float:
    """The first axis stands upright."""
    return 2 * pi * number / len(radar.axes) - pi / 2


def _at(radar: Radar, number: int, position: float) -> Point:
    """Where a level or midpoint lies on an axis; the lowest level stands a little off the centre."""
    reach = HOLE + (RADIUS - HOLE) * (position - 1) / max(1, len(radar.letters) - 1)
    angle = _angle(radar, number)
    return CENTRE[0] + reach * cos(angle), CENTRE[1] + reach * sin(angle)


def _stroke(start: Point, end: Point, colour: str, width: float, *, round_ends: bool = False) -> str:
    ends = ' stroke-linecap="round"' if round_ends else ""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'stroke="{colour}" stroke-width="{width}"{ends}/>'
    )


def _text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    size: int = FONT_SIZE,
    colour: str = INK,
    weight: int = 400,
    halo: bool = False,
    role: str = "key",
) -> str:
    """`role` is for the style sheet of a page; a code is not shown without one."""
    under = f' stroke="{WHITE}" stroke-width="4" paint-order="stroke"' if halo else ""
    shown = ' display="none"' if role == "code" else ""
    return (
        f'<text class="radar__{role}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
        f'font-weight="{weight}" fill="{colour}"{under}{shown}>{escape(words)}</text>'
    )
