"""Opening a cycle: what it starts with, and when it is refused."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from aligns_site.access import ActionRefused, NotPermitted
from assessments.actions.cycles import CycleExists, open_cycle
from assessments.models import Cycle, OrganisationPlacement, Participation, User
from tests import worlds

pytestmark = pytest.mark.django_db

PLAIN = {"slug": "next", "name": "Next", "opens_on": date(2026, 4, 1), "closes_on": date(2027, 3, 31)}


@pytest.fixture
def opened(framework):
    """A function: open the plain cycle with these changes."""

    def open_it(by: User | None = None, **changes) -> tuple[Cycle, bool]:
        return open_cycle(by=by or User.objects.system(), **PLAIN | {"framework": framework} | changes)

    return open_it


def test_a_cycle_is_anonymous_with_groups_of_three_unless_told(opened):
    cycle, is_new = opened()
    assert is_new
    assert (cycle.visibility, cycle.minimum_group) == ("anonymous", 3)


def test_all_organisations_that_are_placed_on_the_first_day_are_asked(opened, organisation, neighbour, faraway):
    OrganisationPlacement.objects.filter(organisation=neighbour).update(until_on=date(2026, 3, 31))
    OrganisationPlacement.objects.filter(organisation=faraway).update(from_on=date(2026, 4, 1))
    cycle, _ = opened()
    assert set(cycle.organisations.values_list("slug", flat=True)) == {"oakshire", "ashshire"}


def test_only_the_named_organisations_are_asked(opened, organisation, neighbour):
    cycle, _ = opened(organisations=[neighbour])
    assert list(cycle.organisations.all()) == [neighbour]


def test_the_same_again_changes_nothing(opened, organisation, neighbour):
    first, _ = opened(organisations=[neighbour, organisation])
    again, is_new = opened(organisations=[organisation, neighbour])
    assert (again, is_new) == (first, False)
    assert Participation.objects.count() == 2


def test_an_organisation_that_came_later_does_not_make_it_another_cycle(opened, organisation, ics):
    opened()
    worlds.make_organisation("newshire", ics=ics)
    assert opened()[1] is False
    assert Participation.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"name": "Other"}, "name"),
        ({"opens_on": date(2026, 4, 2)}, "opens on"),
        ({"closes_on": date(2027, 4, 1)}, "closes on"),
        ({"visibility": "private"}, "visibility"),
        ({"minimum_group": 5}, "minimum group"),
        ({"organisations": []}, "organisations"),
    ],
)
def test_another_cycle_of_the_same_slug_is_refused(opened, organisation, change, word):
    opened()
    with pytest.raises(CycleExists, match=f"another {word}"):
        opened(**change)
    assert Cycle.objects.get().name == "Next"


def test_another_framework_makes_it_another_cycle(opened):
    opened()
    with pytest.raises(CycleExists, match="another framework"):
        opened(framework=worlds.make_framework("hill"))


def test_a_cycle_may_open_and_close_on_one_day(opened):
    assert opened(closes_on=PLAIN["opens_on"])[1]


def test_a_cycle_that_closes_before_it_opens_is_refused(opened):
    with pytest.raises(ActionRefused, match="closes on 2026-03-31, before it opens on 2026-04-01"):
        opened(closes_on=date(2026, 3, 31))
    assert not Cycle.objects.exists()


@pytest.mark.parametrize("size", [-1, 0, 1])
def test_a_group_of_fewer_than_two_hides_nobody_and_is_refused(opened, size):
    with pytest.raises(ActionRefused, match="must be 2 or more"):
        opened(minimum_group=size)


@pytest.mark.parametrize(
    "change", [{"slug": "not a slug"}, {"slug": ""}, {"slug": "x" * 61}, {"name": ""}, {"visibility": "open"}]
)
def test_what_cannot_be_stored_is_refused(opened, change):
    with pytest.raises(ValidationError):
        opened(**change)
    assert not Cycle.objects.exists()


@pytest.mark.parametrize("state", ["draft", "retired"])
def test_a_framework_must_be_published(opened, framework, state):
    framework.state = state
    framework.save()
    with pytest.raises(ActionRefused, match="is not published"):
        opened()


@pytest.mark.parametrize("role", ["contributor", "pot", "ics_lead", "regional_lead", "outsider"])
def test_only_an_administrator_opens_a_cycle(request, opened, role):
    with pytest.raises(NotPermitted):
        opened(by=request.getfixturevalue(role))


def test_an_administrator_opens_a_cycle_in_her_name(opened, administrator):
    assert opened(by=administrator)[0].opened_by == administrator
