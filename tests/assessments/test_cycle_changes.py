"""Changing a cycle after it was opened: later, earlier, stricter, more or fewer asked; who did it stays on record."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from aligns_site.access import ActionRefused, NotPermitted
from assessments.actions import cycle_changes as verbs
from assessments.actions.starting import start_self_assessment
from assessments.actions.states import WrongState
from assessments.models import OrganisationPlacement, Participation
from assessments.pages.dates import plain_day
from tests import worlds
from tests.worlds import in_days

pytestmark = pytest.mark.django_db


def test_extending_lets_all_answer_for_longer_and_stays_on_record(cycle, administrator):
    before = cycle.closes_on
    verbs.extend_cycle(by=administrator, cycle=cycle, closes_on=in_days(60), note="Asked for by three councils.")
    cycle.refresh_from_db()
    change = cycle.changes.get()
    assert cycle.closes_on == in_days(60)
    assert (change.kind, change.by, change.note) == ("extended", administrator, "Asked for by three councils.")
    assert change.details == {"closes_on": [before.isoformat(), in_days(60).isoformat()]}


def test_a_cycle_that_has_closed_can_be_opened_again_by_a_later_day(framework, organisation, administrator):
    cycle = worlds.make_cycle(framework, [organisation], closes=in_days(-5))
    with pytest.raises(ActionRefused, match="has passed"):
        verbs.extend_cycle(by=administrator, cycle=cycle, closes_on=in_days(-1))
    assert verbs.extend_cycle(by=administrator, cycle=cycle, closes_on=in_days(0)).is_open


@pytest.mark.parametrize("day", [30, 3])
def test_extending_needs_a_later_day(cycle, administrator, day):
    with pytest.raises(ActionRefused, match="Choose a later day"):
        verbs.extend_cycle(by=administrator, cycle=cycle, closes_on=in_days(day))


@pytest.mark.parametrize(("day", "is_open"), [(0, True), (-1, False), (10, True)])
def test_closing_early_keeps_what_was_given_to_single_ones(cycle, administrator, organisation, neighbour, day, is_open):
    Participation.objects.filter(organisation=neighbour).update(open_until=in_days(40))
    closed = verbs.close_cycle_early(by=administrator, cycle=cycle, closes_on=in_days(day))
    assert closed.is_open is is_open
    assert cycle.changes.get().kind == "closed_early"
    assert Participation.objects.still_open_on(in_days(20)).get().organisation == neighbour


@pytest.mark.parametrize(("day", "why"), [(30, "earlier day"), (45, "earlier day"), (-2, "has passed")])
def test_closing_early_needs_an_earlier_day_that_has_not_passed(cycle, administrator, day, why):
    with pytest.raises(ActionRefused, match=why):
        verbs.close_cycle_early(by=administrator, cycle=cycle, closes_on=in_days(day))


def test_a_cycle_does_not_close_before_it_opens(framework, organisation, administrator):
    cycle = worlds.make_cycle(framework, [organisation], opens=in_days(0))
    with pytest.raises(ActionRefused, match="It can close on that day or later"):
        verbs.close_cycle_early(by=administrator, cycle=cycle, closes_on=in_days(-1))


@pytest.mark.parametrize(("verb", "day"), [("extend_cycle", 60), ("close_cycle_early", 10)])
def test_a_day_on_which_organisations_lie_elsewhere_must_be_meant(
    cycle, administrator, organisation, other_ics, region, verb, day
):
    middle = in_days(20 if day < 30 else 45)
    OrganisationPlacement.objects.filter(organisation=organisation).update(until_on=middle)
    other = {"ics": other_ics, "region": region, "from_on": middle + timedelta(days=1)}
    OrganisationPlacement.objects.create(organisation=organisation, **other)
    change = getattr(verbs, verb)
    with pytest.raises(verbs.GeographyMoves) as refused:
        change(by=administrator, cycle=cycle, closes_on=in_days(day))
    assert [body for body, _, _ in refused.value.moves] == [organisation]
    assert not cycle.changes.exists()
    change(by=administrator, cycle=cycle, closes_on=in_days(day), moves_are_meant=True)
    assert cycle.changes.count() == 1


def test_a_cycle_becomes_stricter(cycle, administrator):
    held = verbs.restrict_cycle(by=administrator, cycle=cycle, visibility="private", minimum_group=3)
    assert held.visibility == "private"
    assert cycle.changes.get().details == {"visibility": ["named", "private"]}


@pytest.mark.parametrize(
    ("visibility", "minimum_group", "why"),
    [
        ("named", 4, "never more open"),
        ("anonymous", 3, "only be raised"),
        ("private", 51, "50 at most"),
        ("anonymous", 4, "has already"),
    ],
)
def test_a_cycle_never_becomes_looser(framework, administrator, visibility, minimum_group, why):
    cycle = worlds.make_cycle(framework, [], visibility="anonymous", minimum_group=4)
    with pytest.raises(ActionRefused, match=why):
        verbs.restrict_cycle(by=administrator, cycle=cycle, visibility=visibility, minimum_group=minimum_group)
    cycle.refresh_from_db()
    assert (cycle.visibility, cycle.minimum_group, cycle.changes.count()) == ("anonymous", 4, 0)


def test_more_organisations_are_asked_once_each(cycle, administrator, organisation, outside):
    assert verbs.ask_organisations(by=administrator, cycle=cycle, organisations=[organisation, outside]) == 1
    assert verbs.ask_organisations(by=administrator, cycle=cycle, organisations=[outside]) == 0
    assert cycle.changes.get().details == {"organisations": ["Birchshire"]}


def test_a_closed_cycle_asks_nobody_new(framework, administrator, outside):
    cycle = worlds.make_cycle(framework, [], closes=in_days(-1))
    with pytest.raises(ActionRefused, match="Extend it"):
        verbs.ask_organisations(by=administrator, cycle=cycle, organisations=[outside])


def test_only_those_that_have_not_started_are_asked_no_longer(
    cycle, administrator, organisation, neighbour, faraway, draft
):
    with pytest.raises(ActionRefused, match="Started already, so still asked: Oakshire"):
        verbs.unask_organisations(by=administrator, cycle=cycle, organisations=[organisation, neighbour])
    assert cycle.participations.count() == 3
    assert verbs.unask_organisations(by=administrator, cycle=cycle, organisations=[neighbour]) == 1
    assert set(cycle.organisations.all()) == {organisation, faraway}
    assert cycle.changes.get().details == {"organisations": ["Elmshire"]}


def test_who_is_no_longer_asked_cannot_start_from_a_page_that_stood_open(cycle, administrator, pot, organisation):
    asked = Participation.objects.get(organisation=organisation)
    verbs.unask_organisations(by=administrator, cycle=cycle, organisations=[organisation])
    with pytest.raises(WrongState, match="not asked"):
        start_self_assessment(by=pot, participation=asked)


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("extend_cycle", {"closes_on": in_days(60)}),
        ("close_cycle_early", {"closes_on": in_days(1)}),
        ("restrict_cycle", {"visibility": "private", "minimum_group": 3}),
        ("ask_organisations", {"organisations": []}),
        ("unask_organisations", {"organisations": []}),
    ],
)
def test_only_an_administrator_changes_a_cycle(cycle, regional_lead, verb, said):
    with pytest.raises(NotPermitted):
        getattr(verbs, verb)(by=regional_lead, cycle=cycle, **said)


# From the command line


@pytest.fixture
def run(capsys):
    """A function: run the command; returns its exit code, what it said, and what it complained of."""

    def run_it(*words) -> tuple[int, str, str]:
        code = 0
        try:
            call_command("change_cycle", *map(str, words))
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_it


def test_a_cycle_is_extended_closed_early_and_made_stricter_each_once(run, framework, organisation):
    cycle = worlds.make_cycle(framework, [organisation])
    later, earlier = (in_days(days) for days in (60, 20))
    for words, told in (
        (["--closes", later, "--note", "Asked for."], f"extended, the last day is {plain_day(later)}"),
        (
            ["--closes", earlier, "--visibility", "private"],
            f"closed early, the last day is {plain_day(earlier)}; made stricter: private, smallest group 3",
        ),
        (["--minimum-group", 5], "made stricter: private, smallest group 5"),
    ):
        assert run("--slug", cycle.slug, *words) == (0, f"this-year: {told}\n", "")
        assert run("--slug", cycle.slug, *words) == (0, "this-year: unchanged\n", "")
    assert [change.kind for change in cycle.changes.all()] == ["extended", "closed_early", "restricted", "restricted"]


def test_a_change_of_a_cycle_that_cannot_be_is_refused_whole(run, framework, organisation):
    cycle = worlds.make_cycle(framework, [organisation])
    later = in_days(60)
    for words, reason in (
        (["--slug", "no-year", "--minimum-group", 4], "There is no cycle 'no-year'."),
        (["--slug", cycle.slug, "--closes", later, "--minimum-group", 2], "it can only be raised"),
        (["--slug", cycle.slug, "--minimum-group", 0], "it can only be raised"),
        (["--slug", cycle.slug, "--closes", "2000-01-01"], "This day has passed."),
    ):
        code, said, complained = run(*words)
        assert (code, said, reason in complained) == (1, "", True)
    assert not cycle.changes.exists()
    with pytest.raises(CommandError, match="Say what to change") as wrong_usage:
        run("--slug", cycle.slug)
    assert wrong_usage.value.returncode == 2
