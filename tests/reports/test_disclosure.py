"""What group cells may show: the rules one by one, and an attack on them over every world that looks the same."""

from dataclasses import dataclass, replace
from itertools import product
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.levels import CellValue, midpoint, typical_position
from reports.disclosure import (
    Contributor,
    alike_groups,
    disclosure_for,
    hidden_groups,
    suppress_small_groups,
    taken_groups,
)
from reports.gaps import gaps_of
from reports.grouping import group_matrix
from reports.matrix import GROUPINGS, Asked, Column, Group, Submission

DIMENSION = Column("dimension", "1", "One", "1")
INDICATOR = Column("indicator", "1.1", "First", "1")
SECOND = Column("indicator", "1.2", "Second", "1")


@dataclass(frozen=True)
class Place:
    """An organisation of a small world. `sight`: own, seen or unseen."""

    key: int
    ics: str = "a"
    kind: str = "k"
    sector: str = "s"
    region: str = "r"
    sight: str = "unseen"

    @property
    def groups(self) -> dict[str, str]:
        return {grouping: getattr(self, grouping) for grouping in GROUPINGS}

    def as_asked(self) -> Asked:
        groups = {grouping: Group(slug, slug) for grouping, slug in self.groups.items()}
        is_own = self.sight == "own"
        return Asked(self.key, f"p{self.key}", f"P{self.key}", groups, True, is_own, self.sight != "unseen")


def hidden(spans: dict[Place, tuple[int, int]], minimum=3) -> frozenset:
    contributors = [
        Contributor(place.key, place.groups, span, place.sight != "unseen", place.sight == "own")
        for place, span in spans.items()
    ]
    taken = taken_groups(contributors, minimum)
    atoms = {one.key: frozenset(group for group in one.groups.items() if group in taken) for one in contributors}
    return hidden_groups(contributors, taken - alike_groups(contributors, atoms), minimum)


def four(**more) -> list[Place]:
    return [Place(n, **more) for n in range(4)]


LOW, MIDDLE, HIGH = (1, 1), (2, 2), (3, 3)


def test_a_large_and_varied_group_is_shown():
    assert hidden(dict(zip(four(), [LOW, MIDDLE, HIGH, LOW], strict=True))) == frozenset()


def test_a_group_of_fewer_than_the_agreed_number_is_hidden():
    assert ("region", "r") in hidden({Place(1): LOW, Place(2): HIGH})


def test_the_viewers_own_organisation_does_not_make_a_group_large_enough():
    assert ("region", "r") in hidden({Place(0, sight="own"): MIDDLE, Place(1): LOW, Place(2): HIGH})


def test_a_group_in_which_all_others_say_the_same_is_hidden():
    own = {Place(9, sight="own"): HIGH}
    assert ("region", "r") in hidden(own | dict.fromkeys(four(), LOW))


def test_a_group_of_which_all_are_seen_by_name_is_shown_however_small():
    assert hidden({Place(1, sight="seen"): LOW, Place(2, sight="own"): LOW}) == frozenset()


def test_a_part_is_hidden_where_it_would_leave_one_organisation_over():
    """Four in a region, three of them in one ICS: region less ICS would be the fourth."""
    spans = {Place(1): LOW, Place(2): MIDDLE, Place(3): HIGH, Place(4, ics="b"): LOW}
    assert ("region", "r") not in hidden(spans)
    assert ("ics", "a") in hidden(spans)


def test_an_alike_part_takes_the_whole_with_it():
    """Else the whole less the other part would tell the part's one span."""
    spans = {Place(n): LOW for n in range(3)} | {Place(n + 3, ics="b"): (n + 1, n + 1) for n in range(3)}
    assert {("region", "r"), ("ics", "a")} <= hidden(spans)
    assert ("ics", "b") not in hidden(spans)


def test_kinds_and_sectors_never_cost_a_place_its_cell():
    """Two trusts of one span beside three varied councils: the kinds are hidden, region and ICS are not."""
    councils = {Place(n): (n + 1, n + 1) for n in range(3)}
    trusts = {Place(n + 3, kind="trust"): LOW for n in range(2)}
    gone = hidden(councils | trusts)
    assert {("kind", "k"), ("kind", "trust")} <= gone
    assert not {("region", "r"), ("ics", "a")} & gone


def test_a_kind_is_shown_where_no_part_could_be_alike():
    spans = [LOW, MIDDLE, HIGH, (1, 2), LOW, MIDDLE, HIGH, (1, 2)]
    places = [Place(n, kind="k" if n < 4 else "trust") for n in range(8)]
    assert hidden(dict(zip(places, spans, strict=True))) == frozenset()


@pytest.mark.parametrize("minimum", [None, 0, -1, "3", True])
def test_a_missing_or_broken_setting_hides_every_group_with_somebody_unseen(minimum):
    spans = dict(zip(four(), [LOW, MIDDLE, HIGH, LOW], strict=True))
    assert {(grouping, getattr(four()[0], grouping)) for grouping in GROUPINGS} <= hidden(spans, minimum)


def matrices(places, cells, grouping="region", *, columns=(DIMENSION,), minimum=3, is_private=False):
    submissions = [Submission(place.key, cells=cells[place.key]) for place in places if place.key in cells]
    everyone = [place.as_asked() for place in places]
    disclosure = disclosure_for(everyone, submissions, columns, minimum=minimum, is_private=is_private)
    return suppress_small_groups(group_matrix(grouping, everyone, submissions, columns), disclosure)


def level(span: tuple[int, int]) -> CellValue:
    return CellValue("rated", *span, midpoint(*span), 1, 1, "high")


def test_a_hidden_cell_has_no_figures_at_all():
    cell = matrices(four(), {0: {DIMENSION.key: level(LOW)}}).rows[0].cells[0]
    assert (cell.status, cell.low, cell.high, cell.midpoint, cell.counted, cell.of, cell.confidence) == (
        *("suppressed", None, None, None, None, None),
        "",
    )


def test_how_many_are_where_is_shown_where_everybody_asked_is_seen():
    places = [Place(n, sight="seen") for n in range(3)]
    cells = {n: {DIMENSION.key: level((n + 1, n + 1))} for n in range(2)}
    distribution = matrices(places, cells).rows[0].distributions[0]
    assert (distribution.levels, distribution.missing) == ({1: 1, 2: 1}, {"not_answered": 1})


def test_how_many_are_where_is_hidden_where_anybody_asked_is_unseen_answered_or_not():
    places = [*(Place(n, sight="seen") for n in range(3)), Place(9)]
    cells = {n: {DIMENSION.key: level((n + 1, n + 1))} for n in range(3)}
    row = matrices(places, cells).rows[0]
    assert (row.cells[0].status, row.distributions) == ("rated", (None,))


def test_a_hidden_cell_hides_how_many_are_where():
    row = matrices(four(), {0: {DIMENSION.key: level(LOW)}}).rows[0]
    assert (row.cells[0].status, row.distributions) == ("suppressed", (None,))


def test_a_group_in_which_nobody_has_a_level_says_so():
    assert matrices(four(), {}).rows[0].cells[0].status == "not_answered"


def test_in_a_private_cycle_a_group_with_somebody_unseen_is_hidden_even_without_a_level():
    assert matrices(four(), {}, is_private=True).rows[0].cells[0].status == "suppressed"


def test_in_a_private_cycle_a_group_seen_by_name_is_shown():
    places = four(sight="seen")
    cell = matrices(places, {0: {DIMENSION.key: level(LOW)}}, is_private=True).rows[0].cells[0]
    assert (cell.low, cell.of) == (1, 4)


# The attack. -------------------------------------------------------------------------------------------------

SPANS = [(low, high) for low in range(1, 4) for high in range(low, 4)]


def counts_where_all_are_seen(members: list[Place], is_shown: bool) -> bool:
    """The rule: whether a group's distribution is shown goes by who is seen, never by what was said."""
    return is_shown and all(place.sight != "unseen" for place in members)


def figures(places: list[Place], spans: list[tuple[int, int]], hide, counts=counts_where_all_are_seen) -> tuple:
    """All that the viewer is shown: every group cell of the four groupings, hidden or not, with its distribution.

    That she knows who has no level is taken for granted: everybody here has one.
    """
    gone = hide(dict(zip(places, spans, strict=True)))
    shown = []
    for grouping in GROUPINGS:
        for slug in sorted({getattr(place, grouping) for place in places}):
            inside = [n for n, place in enumerate(places) if getattr(place, grouping) == slug]
            members = [spans[n] for n in inside]
            is_shown = (grouping, slug) not in gone
            middles = [midpoint(*span) for span in members]
            extremes = (min(s[0] for s in members), max(s[1] for s in members), median(middles), len(members))
            shown.append(extremes if is_shown else "suppressed")
            if counts([places[n] for n in inside], is_shown):
                shown.append(tuple(sorted(typical_position(middle) for middle in middles)))
    return tuple(shown)


def worlds_alike(places: list[Place], spans: list[tuple[int, int]], hide, **how) -> list[tuple]:
    """Every world of answers in which the viewer is shown the same."""
    looks = figures_by_world(places, spans, hide, **how)
    return [world for world, shown in looks.items() if shown == looks[tuple(spans)]]


def figures_by_world(places: list[Place], spans: list[tuple[int, int]], hide, **how) -> dict[tuple, tuple]:
    """What is shown in every world. Those who lie in the same groups may swap: of such worlds one is worked out."""
    choices = [SPANS if place.sight == "unseen" else [span] for place, span in zip(places, spans, strict=True)]
    known: dict[tuple, tuple] = {}
    found = {}
    for world in product(*choices):
        said = zip(places, world, strict=True)
        alike = tuple(sorted((place.sight, *place.groups.values(), *span) for place, span in said))
        if alike not in known:
            known[alike] = figures(places, list(world), hide, **how)
        found[world] = known[alike]
    return found


def told_apart(places: list[Place], spans: list[tuple[int, int]], hide, *, by=tuple, **how) -> list[Place]:
    """The unseen organisations of which the same can be said, `by` their span, in every world that looks the same."""
    alike = worlds_alike(places, spans, hide, **how)
    return [
        place
        for n, place in enumerate(places)
        if place.sight == "unseen" and len({by(world[n]) for world in alike}) == 1
    ]


def typical(span: tuple[int, int]) -> int:
    return typical_position(midpoint(*span))


small_places = st.builds(
    Place,
    key=st.just(0),
    ics=st.sampled_from("ab"),
    kind=st.sampled_from("kl"),
    sector=st.sampled_from("st"),
    region=st.sampled_from(["r", "r", "q"]),
    sight=st.sampled_from(["unseen", "unseen", "unseen", "seen", "own"]),
)


@st.composite
def small_worlds(draw):
    """With up to three unseen who lie each in other groups, or four where two lie in the same."""
    drawn = draw(st.lists(small_places, min_size=1, max_size=6))
    unseen: list[dict] = []
    places = []
    for key, place in enumerate(drawn):
        if is_unseen := place.sight == "unseen":
            unseen.append(place.groups)
        is_too_many = len(unseen) > 4 or (len(unseen) == 4 and place.groups not in unseen[:3])
        sight = "seen" if is_unseen and is_too_many else place.sight
        places.append(Place(key, place.ics, place.kind, place.sector, place.region, sight))
    spans = [draw(st.sampled_from(SPANS)) for _ in places]
    return places, spans, draw(st.sampled_from([1, 2, 3]))


@settings(max_examples=30)
@given(small_worlds())
def test_no_unseen_span_follows_from_all_group_cells_together(world):
    places, spans, minimum = world
    assert told_apart(places, spans, lambda said: hidden(said, minimum)) == []


def test_the_attack_finds_a_planted_leak():
    """Counting alone shows three of whom two are seen by name: the median then tells the third."""

    def counting_alone(said):
        groups = {(grouping, getattr(place, grouping)) for place in said for grouping in GROUPINGS}
        return {g for g in groups if sum(getattr(place, g[0]) == g[1] for place in said) < 3}

    places = [Place(1, sight="seen"), Place(2, sight="seen"), Place(3)]
    assert told_apart(places, [LOW, HIGH, LOW], counting_alone) == [places[2]]
    assert told_apart(places, [LOW, HIGH, LOW], hidden) == []


def test_the_attack_finds_counts_that_tell_a_level():
    """Spans differ, so the cell is shown; how many are at which level would tell the level of each."""
    places, spans = four()[:3], [LOW, (1, 2), (1, 2)]
    assert told_apart(places, spans, hidden, by=typical) == []
    wherever_the_cell_is = {"counts": lambda members, is_shown: is_shown}
    assert told_apart(places, spans, hidden, by=typical, **wherever_the_cell_is) == places


@settings(max_examples=12)
@given(small_worlds())
def test_distributions_add_nothing_to_what_the_cells_tell(world):
    places, spans, minimum = world

    def hide(said):
        return hidden(said, minimum)

    without = worlds_alike(places, spans, hide, counts=lambda members, is_shown: False)
    assert worlds_alike(places, spans, hide) == without


def gaps_shown(places: list[Place], spans: list[tuple[int, int]]) -> tuple:
    """All perception gaps that the viewer is shown, of ICSs and regions."""
    everyone = [place.as_asked() for place in places]
    said = [
        Submission(place.key, cells={DIMENSION.key: level(span)}) for place, span in zip(places, spans, strict=True)
    ]
    rows = [row for grouping in ("region", "ics") for row in group_matrix(grouping, everyone, said, (DIMENSION,)).rows]
    groups = [replace(row, cells=(), distributions=()) for row in rows]
    return gaps_of(groups, everyone, said, (DIMENSION,))


@settings(max_examples=12)
@given(small_worlds(), st.data())
def test_gaps_are_the_same_whatever_those_say_whom_the_viewer_does_not_see(world, data):
    places, spans, _ = world
    places = [replace(place, sector={"s": "social-care", "t": "health"}[place.sector]) for place in places]
    others = [
        data.draw(st.sampled_from(SPANS)) if place.sight == "unseen" else span
        for place, span in zip(places, spans, strict=True)
    ]
    assert gaps_shown(places, spans) == gaps_shown(places, others)


def test_a_gap_with_somebody_unseen_would_tell_what_they_say():
    """The same two, seen and unseen: the gap gives the trust's level away, and so is hidden."""
    council, trust = Place(1, sector="social-care", sight="own"), Place(2, sector="health")
    seen = replace(trust, sight="seen")
    assert gaps_shown([council, seen], [LOW, LOW]) != gaps_shown([council, seen], [LOW, HIGH])
    assert all(gap.is_hidden for gap in gaps_shown([council, trust], [LOW, HIGH]))


def test_what_is_shown_of_indicators_and_of_their_dimension_is_held_to_the_same_atoms():
    """Only two of the five in the region answer 1.1, both in ICS a; nothing of 1.1 may single one out."""
    places = [Place(n, ics="a" if n < 3 else "b") for n in range(6)]
    spans = [LOW, MIDDLE, HIGH, LOW, MIDDLE, HIGH]
    cells = {place.key: {DIMENSION.key: level(span)} for place, span in zip(places, spans, strict=True)}
    for key in (0, 1, 2, 3):
        cells[key][INDICATOR.key] = level(spans[key])
    for key in (0, 1, 2, 3, 4, 5):
        cells[key][SECOND.key] = level(spans[key])
    columns = (DIMENSION, INDICATOR, SECOND)
    by_ics = matrices(places, cells, "ics", columns=columns)
    assert [cell.status for cell in by_ics.rows[0].cells] == ["rated", "rated", "rated"]
    by_region = matrices(places, cells, "region", columns=columns)
    assert [cell.status for cell in by_region.rows[0].cells] == ["rated", "suppressed", "rated"]


def test_where_all_say_the_same_of_one_indicator_none_is_shown_for_the_dimension_would_tell_it():
    """Three say Low of 1.1; of 1.2 two say Low, one Middle: beside these the dimension's median leaves Low alone."""
    places = four()[:3]
    cells = {}
    for place, second in zip(places, [LOW, LOW, MIDDLE], strict=True):
        whole = level((min(LOW[0], second[0]), max(LOW[1], second[1])))
        cells[place.key] = {INDICATOR.key: level(LOW), SECOND.key: level(second), DIMENSION.key: whole}
    row = matrices(places, cells, columns=(DIMENSION, INDICATOR, SECOND)).rows[0]
    assert [cell.status for cell in row.cells] == ["rated", "suppressed", "suppressed"]
