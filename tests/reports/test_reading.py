"""What a heatmap rests on: which cells may enter a person's reports, and whom she sees by name."""

import pytest

from assessments.models import Cell, Cycle, SelfAssessment
from reports.reading import stock_of
from tests import worlds


@pytest.fixture
def two_submitted(cycle, organisation, neighbour, faraway, pot):
    """Oakshire and Ashshire have submitted, Elmshire has begun."""
    worlds.begin(cycle, neighbour, by=pot)
    return [worlds.submitted(cycle, place, by=pot) for place in (organisation, faraway)]


def slugs(cells) -> set[str]:
    return set(cells.values_list("snapshot__self_assessment__organisation__slug", flat=True))


@pytest.mark.parametrize(
    ("visibility", "role", "entering"),
    [
        ("named", "pot", {"oakshire", "ashshire"}),
        ("named", "outsider", {"oakshire", "ashshire"}),
        ("anonymous", "pot", {"oakshire", "ashshire"}),
        ("private", "pot", {"oakshire"}),
        ("private", "ics_lead", {"oakshire"}),
        ("private", "regional_lead", {"oakshire", "ashshire"}),
        ("private", "outsider", set()),
        ("private", "administrator", {"oakshire", "ashshire"}),
    ],
)
def test_what_is_comparable_is_all_of_a_cycle_but_of_a_private_one_only_what_is_seen(
    request, cycle, two_submitted, visibility, role, entering
):
    Cycle.objects.update(visibility=visibility)
    assert slugs(Cell.objects.comparable_by(request.getfixturevalue(role)).for_cycles([cycle]).counting()) == entering


def test_somebody_without_a_membership_compares_nothing(cycle, two_submitted):
    nobody = worlds.make_person("nobody")
    assert slugs(Cell.objects.comparable_by(nobody)) == set()


@pytest.mark.parametrize("visibility", ["named", "anonymous", "private"])
@pytest.mark.parametrize("role", ["contributor", "pot", "ics_lead", "regional_lead", "administrator", "outsider"])
def test_those_seen_by_name_are_those_whose_self_assessment_is_visible(request, cycle, two_submitted, visibility, role):
    Cycle.objects.update(visibility=visibility)
    cycle.refresh_from_db()
    user = request.getfixturevalue(role)
    visible = {s.organisation.slug for s in SelfAssessment.objects.visible_to(user).counting()}
    seen = {body.slug for body in stock_of(user, cycle).bodies if body.is_seen}
    assert seen & {"oakshire", "ashshire"} == visible


def test_who_has_not_submitted_would_be_seen_as_the_cycle_allows(cycle, two_submitted, pot):
    def sees_elmshire() -> bool:
        return next(body.is_seen for body in stock_of(pot, cycle).bodies if body.slug == "elmshire")

    assert sees_elmshire()
    cycle.visibility = "anonymous"
    cycle.save()
    assert not sees_elmshire()


def test_one_who_answered_without_being_asked_is_there_too(cycle, outside, pot):
    worlds.submitted(cycle, outside, by=pot)
    assert "birchshire" in {body.slug for body in stock_of(pot, cycle).bodies}


def test_an_older_snapshot_gives_no_cells(cycle, organisation, pot):
    first = worlds.submitted(cycle, organisation, {"1.1": (1, 1)}, by=pot)
    first.ratings.filter(indicator__code="1.1").update(low=3, high=3)
    worlds.record_submission(first, by=pot)
    (submission,) = stock_of(pot, cycle, "indicator").submissions
    assert submission.cells[("indicator", "1.1")].low == 3


def test_columns_stand_in_the_order_of_the_framework(cycle, pot):
    columns = stock_of(pot, cycle).columns
    assert [column.code for column in columns] == ["1", "2", "1.1", "1.2", "1.3", "2.1", "2.2"]
    assert {column.family for column in columns if column.code.startswith("2")} == {"2"}
