"""The order of a heatmap's rows on the page: in words, as links to sort by and to pin, as a list to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, copysign

from aligns_site.choices import Choice, choice_of
from assessments.pages.words import listed_names
from reports.arranged import Arranged
from reports.arrangement import LEVEL, MOVEMENT, NAME, PLACE, Order, key_of, movement_of
from reports.matrix import ORGANISATION, Column, Row
from reports.pages.heatmap_words import says_of_dimension
from reports.pages.trend_sentences import difference_in_words
from reports.trends import earlier_cycle

PLACES = {ORGANISATION: "ICS, then name", "ics": "Region, then name"}
DIRECTIONS = {
    NAME: ("A to Z", "Z to A"),
    LEVEL: ("Lowest first", "Highest first"),
    MOVEMENT: ("Most down first", "Most up first"),
}
ARIA = ("ascending", "descending")
ARROWS = ("▲", "▼")
NOT_COMPARED = "Cannot be compared"


@dataclass(frozen=True)
class Way:
    """A short link. `hidden`: what is said further to those who do not see where it stands."""

    words: str
    hidden: str
    href: str


@dataclass(frozen=True)
class SortHead:
    """The way to sort by one column; `aria`: how it is sorted now, empty where it is not."""

    way: Way
    aria: str = ""


@dataclass(frozen=True)
class OrderSaid:
    """How the rows stand. `back`: to the usual order, `unpin`: of all pinned rows; None where there is nothing."""

    words: str
    back: Way | None
    pinned: str
    unpin: Way | None

    @classmethod
    def of(cls, arranged: Arranged) -> "OrderSaid":
        query, order = arranged.query, arranged.order
        usual = place_words(arranged)
        back = Way(f"Sort by {lower(usual)}", "", query.changed(sort="").as_address) if order.by != PLACE else None
        pinned = [row.name for row in arranged.heatmap.matrix.rows if row.slug in arranged.pinned]
        unpin = Way("Unpin all", "", query.changed(pin="").as_address) if pinned else None
        said = f"Pinned to the top: {listed_names(pinned)}." if pinned else ""
        return cls(" ".join(_order_in_words(arranged)), back, said, unpin)


def place_words(arranged: Arranged) -> str:
    """What the usual order is called for these rows."""
    return PLACES.get(arranged.heatmap.query.rows, "Name")


def lower(words: str) -> str:
    """Within a sentence; an abbreviation stays as it is."""
    return words[0].lower() + words[1:] if words[1:2].islower() else words


def _order_in_words(arranged: Arranged) -> Iterable[str]:
    order = arranged.order
    if order.by == PLACE:
        yield f"Rows by {lower(place_words(arranged))}."
    elif order.by == NAME:
        yield f"Rows by name, {_direction(order)}."
    elif order.by == LEVEL:
        yield f"Rows by level{_where(arranged)}, {lower(_direction(order))}: {_measure(order)}."
        yield "Rows without a level come last; where two are alike, they stand by name."
        yield "This is an order to read in, not a ranking."
    elif arranged.earlier is None:
        yield "Movement cannot be shown: no earlier cycle has anything submitted. Rows by name."
    else:
        how = f": {_measure(order)}" if not order.column else ""
        yield f"Rows by movement since {arranged.earlier}{_where(arranged)}, {lower(_direction(order))}{how}."
        yield "Rows that cannot be compared come last; where two are alike, they stand by name."
        yield "This is an order to read in, not a ranking."


def _where(arranged: Arranged) -> str:
    """In which column, led by a blank; empty for all of them."""
    shown = {column.code: column for column in arranged.heatmap.matrix.columns}
    column = shown.get(arranged.order.column)
    return f" in {says_of_dimension(column)}" if column else ""


def _measure(order: Order) -> str:
    """What is compared of each row."""
    if order.by == LEVEL and order.column:
        return "by the middle of each span"
    return f"each by the median of its {'levels' if order.by == LEVEL else 'moves'} in all columns shown"


def _direction(order: Order) -> str:
    return DIRECTIONS[order.by][order.is_turned]


def sort_of_names(arranged: Arranged, head: str) -> SortHead:
    """The head over the names of the rows."""
    return _head(arranged, Order(NAME), f"by {head.lower() if head != 'ICS' else head}")


def sort_of_column(arranged: Arranged, column: Column) -> SortHead:
    """By level; while movement is the order, by movement."""
    by = MOVEMENT if arranged.order.by == MOVEMENT and arranged.earlier else LEVEL
    return _head(arranged, Order(by, column.code), f"by {by} in {says_of_dimension(column)}")


def _head(arranged: Arranged, order: Order, what: str) -> SortHead:
    now = arranged.order
    if (now.by, now.column) != (order.by, order.column):
        way = Way("Sort", f" {what}, {lower(_direction(order))}", _address(arranged, order))
        return SortHead(way)
    turned = replace(now, is_turned=not now.is_turned)
    hidden = f", sorted {what}. Sort it {lower(_direction(turned))}"
    way = Way(f"{ARROWS[now.is_turned]} {_direction(now)}", hidden, _address(arranged, turned))
    return SortHead(way, ARIA[now.is_turned])


def _address(arranged: Arranged, order: Order) -> str:
    return f"{arranged.query.changed(sort=order.written).as_address}#table"


def sort_choice(arranged: Arranged) -> Choice:
    """The orders over all columns, and the one that stands."""
    usual = place_words(arranged)
    options = [("", usual)] if usual == "Name" else [("", usual), (NAME, "Name")]
    measures = [LEVEL, MOVEMENT] if _has_movement(arranged) else [LEVEL]
    orders = [Order(by, is_turned=turned) for by in measures for turned in (False, True)]
    options += [(order.written, f"{order.by.capitalize()}, {lower(_direction(order))}") for order in orders]
    now = arranged.order
    if now.written not in dict(options):
        where = f" in {now.column}" if now.column else ""
        options.append((now.written, f"{now.by.capitalize()}{where}, {lower(_direction(now))}"))
    return choice_of("sort", "Sort", options, now.written)


def _has_movement(arranged: Arranged) -> bool:
    """Groups that are narrowed down are not compared, see arranged.py."""
    heatmap = arranged.heatmap
    is_narrowed = heatmap.query.rows != ORGANISATION and (heatmap.query.filters or heatmap.query.reporting)
    return not is_narrowed and earlier_cycle(heatmap.cycles, heatmap.stock.cycle) is not None


def pin_of(arranged: Arranged, row: Row) -> Way:
    """The way to put a row on top, or back to its place. It leads to the row."""
    now = [slug for slug in arranged.query.pin.split(",") if slug.strip()]
    if row.slug in arranged.pinned:
        left = ",".join(slug for slug in now if slug.strip() != row.slug)
        return Way("Unpin", f" {row.name}", _pinned(arranged, left, row))
    return Way("Pin", f" {row.name} to the top", _pinned(arranged, ",".join([*now, row.slug]), row))


def _pinned(arranged: Arranged, pin: str, row: Row) -> str:
    return f"{arranged.query.changed(pin=pin).as_address}#row-{row.slug}"


def movement_note(arranged: Arranged, row: Row) -> str:
    """What the row stands for in an order by movement; empty in any other."""
    if arranged.order.by != MOVEMENT or arranged.earlier is None:
        return ""
    difference = movement_of(arranged.moves.get(key_of(row), {}), arranged.order)
    if difference is None:
        return NOT_COMPARED
    # A median of two moves of groups may lie between two eighths.
    eighths = ceil(abs(difference) * 8)
    words = difference_in_words(copysign(eighths / 8, difference) if eighths else 0)
    about = "" if eighths == abs(difference) * 8 else "About "
    return f"{about}{lower(words) if about else words} since {arranged.earlier}"
