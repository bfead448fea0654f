"""The demonstration comes once, and goes without taking anything real with it."""

from datetime import date, timedelta

import pytest
from django.db.models import Max

from aligns_site.access import NotPermitted
from assessments.actions import demo, demo_frameworks
from assessments.actions.bringing import bring_dimension_forward
from assessments.actions.documents import document_storage
from assessments.actions.starting import start_self_assessment
from assessments.actions.states import (
    agree_self_assessment,
    record_submission,
    return_self_assessment,
    submit_self_assessment,
)
from assessments.actions.upgrades import upgrade_cycle
from assessments.models import (
    ICS,
    Cell,
    Cycle,
    DimensionRating,
    Document,
    Evidence,
    ICSPlacement,
    Membership,
    Organisation,
    OrganisationPlacement,
    Participation,
    Rating,
    Region,
    SelfAssessment,
    Snapshot,
    StatusChange,
    User,
)
from frameworks.models import Framework, Indicator
from tests import worlds
from tests.conftest import DEMONSTRATED_ON
from tests.documents import kept_with

pytestmark = pytest.mark.django_db

TABLES = (
    *(ICS, Cell, Cycle, DimensionRating, Evidence, Framework, ICSPlacement, Indicator, Membership, Organisation),
    *(OrganisationPlacement, Participation, Rating, Region, SelfAssessment, Snapshot, StatusChange, User),
)
TABLES = (*TABLES, Rating.history.model, DimensionRating.history.model, Evidence.history.model)


def stored() -> dict:
    """How many rows each table has, and the newest key."""
    return {m.__name__: (m.objects.count(), m.objects.aggregate(last=Max("pk"))["last"]) for m in TABLES}


def published() -> list:
    """All that the 2025 data says."""
    of_2025 = {"self_assessment__cycle__slug": "aligns-2025"}
    return [
        list(Rating.objects.filter(**of_2025).order_by("pk").values()),
        list(DimensionRating.objects.filter(**of_2025).order_by("pk").values()),
        list(Evidence.objects.filter(**of_2025).order_by("pk").values()),
        list(Cell.objects.filter(snapshot__self_assessment__cycle__slug="aligns-2025").order_by("pk").values()),
    ]


def seed() -> list[str]:
    return demo.seed_demo(by=User.objects.system(), password=worlds.PASSWORD)


def remove() -> list[str]:
    return demo.remove_demo(by=User.objects.system())


def person(local: str) -> User:
    return User.objects.get(email=f"{local}@demo.example")


def answer_2026(by: User) -> SelfAssessment:
    """Oxfordshire's self-assessment of 2026, begun, answered and submitted by this person."""
    asked = Participation.objects.get(cycle__slug="aligns-2026", organisation__slug="oxfordshire")
    begun = start_self_assessment(by=by, participation=asked)
    worlds.answer_all(begun, by=by, declared={"1": (2, 2)})
    return submit_self_assessment(by=by, self_assessment=begun)


@pytest.fixture
def seeded(demonstration_2026, db, monkeypatch):
    """The demonstration, with the calendar standing where the 2026 cycle is open."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: DEMONSTRATED_ON)


def test_the_demonstration_has_its_people_cycles_and_data(seeded):
    places = {m.user.email.split("@")[0]: str(m.place) for m in Membership.objects.select_related("user")}
    assert places == {
        "contributor": "Oxfordshire",
        "pot": "Oxfordshire",
        "ics.lead": "Buckinghamshire, Oxfordshire and Berkshire West",
        "regional.lead": "South East",
        "administrator": "None",
        "outsider": "Demonstration Vale (made up)",
    }
    real = Cycle.objects.exclude(slug__startswith="made-up-")
    assert set(real.values_list("slug", "visibility", "opens_on", "closes_on")) == {
        ("aligns-2025", "named", date(2024, 3, 1), date(2025, 9, 30)),
        ("aligns-2026", "named", date(2026, 4, 1), date(2027, 3, 31)),
    }
    assert SelfAssessment.objects.filter(cycle__slug="aligns-2025", status="submitted").count() == 23


def test_each_further_framework_has_a_private_cycle_of_made_up_organisations_before_the_real_ones(seeded):
    made_up = Cycle.objects.filter(slug__startswith="made-up-")
    assert {cycle.framework.slug for cycle in made_up} == set(Framework.objects.values_list("slug", flat=True)) - {
        "aligns"
    }
    for cycle in made_up:
        assert (cycle.visibility, "made up" in cycle.name) == ("private", True)
        assert cycle.closes_on < date(2024, 3, 1)
        assert all("(made up)" in name for name in cycle.organisations.values_list("name", flat=True))
        assert cycle.self_assessments.counting().count() == 3


def test_nobody_but_the_administrator_meets_the_made_up_cycles(seeded, client):
    made_up = Cycle.objects.filter(slug__startswith="made-up-")
    names = {name for fields in made_up.values_list("name", "slug", "organisations__name") for name in fields}
    assert len(names) > 2 * len(demo_frameworks.CYCLES), "organisations have names too"
    for local in ("contributor", "pot", "ics.lead", "regional.lead", "outsider"):
        client.force_login(person(local), backend="django.contrib.auth.backends.ModelBackend")
        assert not Cycle.objects.visible_to(person(local)).filter(slug__startswith="made-up-").exists(), local
        for path in ("/", "/assessments/", "/reports/heatmap/"):
            shown = client.get(path).content.decode()
            assert not {name for name in names if name in shown}, local


# Words of other frameworks that no report of this one may use.
ELSEWHERE = ("Pre-emerging", "Maturing")


@pytest.mark.parametrize("slug", [one.slug for one in demo_frameworks.CYCLES])
def test_every_report_shows_each_framework(seeded, client, slug):
    client.force_login(person("administrator"), backend="django.contrib.auth.backends.ModelBackend")
    for report in ("heatmap", "spans", "compare", "gaps", "trends", "practice"):
        answer = client.get(f"/reports/{report}/", {"cycle": slug})
        assert (answer.status_code, report) == (200, report)
        shown = answer.content.decode()
        assert not {word for word in ELSEWHERE if word in shown}, report
    for place in ("pretend-borough", "ics/made-up-ics", "region/north-east-and-yorkshire"):
        answer = client.get(f"/reports/profile/{slug}/{place}/")
        assert answer.status_code == 200
        is_weighted = "Weighted total" in answer.content.decode()
        assert is_weighted == ("sustainability" in slug and place == "pretend-borough")


def test_rows_of_initiatives_are_counted_as_initiatives(seeded, client):
    client.force_login(person("administrator"), backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get("/reports/heatmap/", {"cycle": "made-up-sustainability-2023"}).content.decode()
    assert "3 organisations were asked in Sustainability Model 2023 (made up); 3 initiatives of 2 of them are" in shown
    assert "Pretend Borough Council (made up): Memory café (made up)" in shown


def test_the_reports_of_the_administrator_still_begin_with_the_real_cycle_and_compare_it_with_none(seeded, client):
    client.force_login(person("administrator"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/reports/heatmap.json").json()["query"]["cycle"] == "aligns-2025"
    answer = client.get("/reports/trends/", {"cycle": "aligns-2025"})
    assert "No cycle before ALIGNS 2025 is on the same framework" in answer.content.decode()


def test_the_outsider_belongs_to_another_region(seeded):
    outside = Organisation.objects.get(slug="demonstration-vale")
    assert "made up" in outside.name
    assert outside.placements.get().region.slug != "south-east"


def test_a_second_time_changes_nothing(seeded):
    before = stored()
    lines = seed()
    assert stored() == before
    assert all("unchanged" in line for line in lines)


def test_a_second_time_leaves_a_cycle_that_was_changed_since(seeded):
    Cycle.objects.filter(slug="aligns-2026").update(closes_on=date(2027, 6, 30), visibility="private")
    seed()
    assert Cycle.objects.get(slug="aligns-2026").visibility == "private"


def test_a_second_time_leaves_published_answers_that_were_returned_since(seeded):
    held = SelfAssessment.objects.get(cycle__slug="aligns-2025", organisation__slug="oxfordshire")
    return_self_assessment(by=person("ics.lead"), self_assessment=held, note="Please look again")
    before = published()
    assert "2025 data: unchanged: the file has grown, or somebody has worked on it since" in seed()
    assert published() == before


def test_removing_takes_the_people_and_made_up_places_and_keeps_2025(seeded):
    """Also what stayed with an older version, after a real administrator moved the cycle to a newer one."""
    before = published()
    answer_2026(person("pot"))
    cycle = Cycle.objects.get(slug="aligns-2026")
    real = worlds.make_person("own", "administrator")
    worlds.open_poll(by=person("pot"))
    upgrade_cycle(by=real, cycle=cycle, newer=worlds.next_version(cycle.framework))
    assert Rating.every.exclude(left_in=None).count() == 1
    assert remove() == [
        "self-assessments removed: 13",
        "made-up places removed: 6",
        "made-up cycles removed: 4",
        "polls of demo people removed: 1",
        "demo people removed: 6",
    ]
    assert not Cycle.objects.filter(slug__startswith="made-up-").exists()
    assert published() == before
    assert not User.objects.filter(email__endswith="@demo.example").exists()
    assert not Organisation.objects.filter(slug="demonstration-vale").exists()
    assert set(SelfAssessment.objects.values_list("cycle__slug", flat=True)) == {"aligns-2025"}
    assert not Rating.history.exists()
    assert not Rating.every.filter(self_assessment__cycle=cycle).exists()


def test_removing_twice_says_unchanged(seeded):
    remove()
    before = stored()
    assert remove() == ["unchanged: there is nothing of the demonstration left"]
    assert stored() == before


def test_a_demo_lead_who_agreed_real_answers_is_shut_and_what_she_did_stays(seeded):
    held = SelfAssessment.objects.get(cycle__slug="aligns-2025", organisation__slug="oxfordshire")
    agree_self_assessment(by=person("ics.lead"), self_assessment=held)
    held.framework.reviewers.create(user=person("ics.lead"), invited_by=person("administrator"))
    before, polls = published(), person("ics.lead").polls
    worlds.open_poll(by=person("ics.lead"))
    lines = remove()
    assert {"demo people removed: 4", "demo people shut: 2", "polls of demo people removed: 1"} <= set(lines)
    assert not polls.exists()
    assert not held.framework.reviewers.current().exists()
    held.refresh_from_db()
    assert (held.status, held.status_changes.last().by.email) == ("agreed", "ics.lead@demo.example")
    assert published() == before
    assert not person("ics.lead").is_active
    assert not person("ics.lead").memberships.exists()
    assert not person("ics.lead").has_usable_password()
    assert remove() == [
        "unchanged: nothing more can be removed",
        "demo people who stay as authors and cannot sign in: 2",
    ]


def test_a_person_who_was_shut_can_sign_in_when_the_demonstration_comes_back(seeded):
    held = SelfAssessment.objects.get(cycle__slug="aligns-2025", organisation__slug="oxfordshire")
    agree_self_assessment(by=person("ics.lead"), self_assessment=held)
    remove()
    seed()
    assert person("ics.lead").is_active
    assert person("ics.lead").check_password(worlds.PASSWORD)


@pytest.mark.parametrize("table", [Rating, DimensionRating, Evidence])
def test_answers_that_a_real_person_touched_stay(seeded, table):
    held = answer_2026(person("pot"))
    real = worlds.make_person("real", "pot", held.organisation)
    if table is Evidence:
        dimension = held.framework.dimensions.first()
        Evidence.objects.create(self_assessment=held, dimension=dimension, text="Ours", added_by=real)
    else:
        key = table.objects.filter(self_assessment=held).first().pk
        table.objects.filter(pk=key).update(changed_by=real)
    told = "self-assessments that stay although a demo person submitted them: Oxfordshire (ALIGNS 2026)"
    assert told in remove()
    assert SelfAssessment.objects.filter(pk=held.pk).exists()
    assert not person("pot").is_active


def test_real_people_at_a_made_up_place_lose_their_role_there_and_stay(seeded):
    real = worlds.make_person("real", "pot", Organisation.objects.get(slug="demonstration-vale"))
    Membership.objects.create(user=real, role="ics_lead", ics=ICS.objects.get(slug="made-up-ics"))
    remove()
    assert User.objects.filter(pk=real.pk).exists()
    assert not real.memberships.exists()


def test_a_made_up_place_on_which_something_real_was_built_stays_and_is_named(seeded, signed_in):
    made_up = ICS.objects.get(slug="made-up-ics")
    real = worlds.make_organisation("realshire", region=Region.objects.first())
    real.placements.update(ics=made_up)
    told = f"ade-up places that stay, as something real was built on them: {made_up}"
    assert {"made-up places removed: 5", f"m{told}"} <= set(remove())
    assert made_up.placements.exists()
    assert remove() == ["unchanged: nothing more can be removed", f"m{told}"]
    html = signed_in(worlds.make_person("own", "administrator")).get("/desk/demonstration/").content.decode()
    assert "Nothing more of the demonstration can be removed" in html
    assert f"M{told}" in html


def test_somebody_let_in_by_a_demo_person_stays(seeded):
    member = worlds.make_person("real", "pot", Organisation.objects.get(slug="oxfordshire"))
    member.memberships.update(added_by=person("administrator"))
    remove()
    assert member.memberships.get().added_by.email == "administrator@demo.example"


def test_nobody_but_an_administrator_removes_the_demonstration(seeded):
    with pytest.raises(NotPermitted):
        demo.remove_demo(by=person("pot"))


def test_answers_of_real_people_at_a_made_up_place_keep_the_demonstration_there(seeded):
    body = Organisation.objects.get(slug="demonstration-vale")
    real = worlds.make_person("real", "pot", body)
    worlds.begin(Cycle.objects.get(slug="aligns-2026"), body, by=real)
    with pytest.raises(demo.DemoInUse, match="Demonstration Vale"):
        remove()
    assert User.objects.filter(email="pot@demo.example", is_active=True).exists()


def test_the_view_of_a_real_person_keeps_the_self_assessment_that_a_demo_person_began(seeded):
    draft = worlds.begin(
        Cycle.objects.get(slug="aligns-2026"), Organisation.objects.get(slug="oxfordshire"), by=person("pot")
    )
    real = worlds.make_person("real", "contributor", draft.organisation)
    worlds.contribute(draft, real, {"1.1": (1, 2)})
    remove()
    assert SelfAssessment.objects.filter(pk=draft.pk).exists()


def test_the_desk_says_what_goes_and_removes_it_once_the_word_is_typed(seeded, signed_in):
    browser = signed_in(worlds.make_person("own", "administrator"))
    shown = browser.get("/desk/demonstration/").content.decode()
    assert "People of the demonstration" in shown
    assert "Polls of these people" in shown
    assert browser.post("/desk/demonstration/", {"word": "yes"}).status_code == 422
    assert User.objects.filter(email="pot@demo.example").exists()
    html = browser.post("/desk/demonstration/", {"word": "Remove"}, follow=True).content.decode()
    assert "emo people removed" in html
    assert "Nothing of the demonstration is left" in html
    assert not User.objects.filter(email="pot@demo.example").exists()


def test_a_person_of_the_demonstration_does_not_remove_it_and_herself(seeded):
    with pytest.raises(demo.DemoInUse, match="an account of your own"):
        demo.remove_demo(by=person("administrator"))


def test_it_goes_though_somebody_brought_answers_forward_from_it(seeded):
    made_up = answer_2026(person("pot"))
    real = worlds.make_person("real", "pot", made_up.organisation)
    opens = made_up.cycle.opens_on + timedelta(days=1)
    later = worlds.make_cycle(made_up.framework, [made_up.organisation], slug="later", opens=opens)
    draft = worlds.begin(later, made_up.organisation, by=real)
    dimension = made_up.framework.dimensions.get(code="1")
    observation = Evidence.objects.create(
        self_assessment=made_up, dimension=dimension, text="Seen", added_by=person("pot")
    )
    record_submission(made_up, by=person("pot"))
    bring_dimension_forward(by=real, self_assessment=draft, dimension=dimension)
    lines = remove()
    assert not SelfAssessment.objects.filter(pk=made_up.pk).exists()
    assert draft.ratings.exists()
    assert draft.evidence.get().text == observation.text
    assert not draft.ratings.filter(brought_from__isnull=False).exists()
    assert any("brought from" in line for line in lines)


def test_its_documents_go_with_their_files(seeded, django_capture_on_commit_callbacks):
    cycle, oxfordshire = Cycle.objects.get(slug="aligns-2026"), Organisation.objects.get(slug="oxfordshire")
    kept_with(worlds.begin(cycle, oxfordshire, by=person("pot")), by=person("pot"))
    name = Document.objects.get().stored_name
    assert document_storage().exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        remove()
    assert not Document.objects.exists()
    assert not document_storage().exists(name)
