"""Merging two organisations that are one body: all goes along, nothing is deleted, nobody sees more unannounced."""

from dataclasses import asdict
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aligns_site.access import NotPermitted
from assessments.actions.imports import vocabulary_of
from assessments.actions.places import known_places, load_places
from assessments.actions.places_merge import MergeChanged, MergeRefused, merge_organisations
from assessments.actions.snapshots import fingerprint
from assessments.merging import plan_merge
from assessments.models import (
    Cycle,
    Evidence,
    Membership,
    Organisation,
    Participation,
    PlaceChange,
    SelfAssessment,
    Snapshot,
    User,
)
from assessments.places_file import parse
from tests import worlds

pytestmark = pytest.mark.django_db
# As the world below has it, in the words of a places file.
PART = """{slug: acorn, name: Acorn, kind: local-authority, sector: social-care, parent: oak-shire,
         placed: [{ics: north-vale, region: south}]}"""
REST = {"opens": date(2024, 3, 1), "closes": date(2025, 9, 30)}


@pytest.fixture
def double(organisation, ics):
    """A second row of Oakshire, in the same ICS, with a part of its own."""
    double = worlds.make_organisation("oak-shire", ics=ics, aliases=["Oaks"])
    worlds.make_organisation("acorn", ics=ics, parent=double)
    return double


@pytest.fixture
def world(framework, organisation, neighbour, faraway, double, cycle, draft, pot):
    """Oakshire has a draft this year; its double was asked too, and submitted last year, with evidence."""
    last_year = worlds.make_cycle(framework, [double, neighbour, faraway], slug="last-year", **REST)
    other = worlds.make_person("other.pot", "pot", double)
    held = worlds.submitted(last_year, double, by=other, declared={"1": (2, 3)})
    dimension = framework.dimensions.first()
    Evidence.objects.create(self_assessment=held, dimension=dimension, text="We meet.", added_by=other)
    Participation.objects.create(cycle=cycle, organisation=double, open_until=date(2030, 1, 1))
    # Somebody who already is what she would become.
    Membership.objects.create(user=pot, role="pot", organisation=double)
    return {"goes": double, "stays": organisation, "held": held, "other": other, "last_year": last_year}


@pytest.fixture
def pair(world):
    return {name: world[name] for name in ("goes", "stays")}


def sights(users) -> dict[int, set[int]]:
    """Whose self-assessments each person may know of now."""
    return {
        user.pk: set(SelfAssessment.objects.visible_to(User.objects.get(pk=user.pk)).values_list("pk", flat=True))
        for user in users
    }


def test_what_was_counted_before_is_what_happens(administrator, pair):
    planned = plan_merge(**pair).counts
    assert asdict(planned) == {
        "self_assessments": 1,
        "answers": 6,
        "evidence": 1,
        "submissions": 1,
        "asked": 1,
        "asked_twice": 1,
        "memberships": 1,
        "held_twice": 1,
        "parts": 1,
        "names": 2,
    }
    assert merge_organisations(by=administrator, **pair) == planned


def test_all_goes_to_the_one_that_stays_and_no_row_is_deleted(administrator, pair, world, cycle):
    models = (Organisation, SelfAssessment, Snapshot, Membership, Evidence)
    before = [model.objects.count() for model in models] + [Participation._base_manager.count()]
    merge_organisations(by=administrator, **pair)
    stays = pair["stays"]
    stays.refresh_from_db()
    assert [model.objects.count() for model in models] + [Participation._base_manager.count()] == before
    assert set(stays.self_assessments.values_list("cycle__slug", flat=True)) == {"this-year", "last-year"}
    assert stays.aliases == ["Oak Shire", "Oaks"]
    assert [part.slug for part in stays.parts.all()] == ["acorn"]
    assert set(stays.memberships.current().values_list("user__email", flat=True)) == {
        "pot@vale.example",
        "other.pot@vale.example",
    }
    # Asked once, for as long as either might answer.
    asked = Participation.objects.filter(cycle=cycle).exclude(open_until=None)
    assert [(one.organisation, one.open_until) for one in asked] == [(stays, date(2030, 1, 1))]
    assert set(PlaceChange.objects.filter(what="merged").values_list("organisation", "by")) == {
        (one.pk, administrator.pk) for one in pair.values()
    }


def test_what_was_submitted_keeps_its_fingerprint(administrator, signed_in, pair, world):
    merge_organisations(by=administrator, **pair)
    kept = Snapshot.objects.get()
    assert (kept.content["organisation"], fingerprint(kept.content)) == ("oak-shire", kept.sha256)
    html = signed_in(world["other"]).get(f"/assessments/{world['held'].uuid}/history/1/").content.decode()
    assert "Checked: the content has this fingerprint" in html
    assert "Oakshire" in html


def test_the_one_that_went_stands_nowhere_and_its_addresses_lead_on(administrator, signed_in, pair, world, cycle):
    merge_organisations(by=administrator, **pair)
    browser, today = signed_in(administrator), date.today()
    listed = Organisation.objects.visible_to(administrator)
    region = pair["stays"].placements.get().region
    for found in (listed, listed.placed_on(today), Organisation.objects.within(regions=[region.pk], on=[today])):
        assert "oak-shire" not in found.values_list("slug", flat=True)
    assert browser.get("/desk/places/organisations/oak-shire/").url == "/desk/places/organisations/oakshire/"
    profile = browser.get("/reports/profile/last-year/oak-shire/", follow=True)
    assert profile.redirect_chain == [("/reports/profile/last-year/oakshire/", 302)]
    assert vocabulary_of(cycle).organisations["oak-shire"] == "oakshire"
    assert vocabulary_of(cycle).organisations["oaks"] == "oakshire"


def test_reports_count_it_once(administrator, signed_in, pair, world):
    worlds.submitted(world["last_year"], Organisation.objects.get(slug="elmshire"), by=administrator)
    merge_organisations(by=administrator, **pair)
    browser = signed_in(administrator)
    cells = browser.get("/reports/heatmap.json", {"cycle": "last-year"}).json()["cells"]
    assert {cell["row"] for cell in cells} == {"Oakshire", "Elmshire"}
    groups = browser.get("/reports/heatmap.json", {"cycle": "last-year", "rows": "ics"}).json()["cells"]
    assert {(cell["row"], cell["counted"], cell["of"]) for cell in groups if cell["column"] == "1"} == {
        ("North Vale", 2, 2),
        ("South Vale", 0, 1),
    }
    this_year = browser.get("/assessments/", {"cycle": "this-year"}).content.decode()
    assert "Oak Shire" not in this_year


@pytest.mark.parametrize("where", ["same", "other ICS", "other region"])
def test_nobody_sees_more_than_was_announced(
    request, administrator, pair, world, ics_lead, regional_lead, outside, where
):
    """`where` the double lies: in the same ICS as the one that stays, or elsewhere, with leads of its own."""
    placed = pair["goes"].placements.get()
    if where == "other ICS":
        placed.ics = request.getfixturevalue("other_ics")
    elif where == "other region":
        placed.ics, placed.region = (getattr(outside.placements.get(), name) for name in ("ics", "region"))
    placed.save()
    peer = worlds.make_person("peer", "pot", Organisation.objects.get(slug="elmshire"))
    far = worlds.make_person("far", "pot", outside)
    users = [world["other"], request.getfixturevalue("pot"), ics_lead, regional_lead, peer, far]
    users.append(request.getfixturevalue("contributor"))
    before, plan = sights(users), plan_merge(**pair)
    merge_organisations(by=administrator, **pair)
    more = {key for key, seen in sights(users).items() if seen - before[key]}
    announced = {key for sight in plan.sights for key in sight.people}
    whole_region = any(sight.sees == "submitted" for sight in plan.sights)
    assert more - ({peer.pk} if whole_region else set()) <= announced
    assert whole_region == (where == "other region")
    assert (ics_lead.pk in announced) == (where != "same")
    assert far.pk not in more | announced


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "nhs-trust"}, "not of one kind"),
        ({"sector": "health"}, "not of one sector"),
        ({"parent": "stays"}, "One is part of the other"),
        ({"cycle": "this-year"}, "Both have a self-assessment in This year"),
    ],
)
def test_what_would_put_the_wrong_things_together_is_refused(
    administrator, signed_in, pair, world, cycle, change, words
):
    if "cycle" in change:
        worlds.begin(cycle, pair["goes"], by=world["other"])
    else:
        for name, value in change.items():
            setattr(pair["goes"], name, pair.get(value, value))
        pair["goes"].save()
    with pytest.raises(MergeRefused, match=words):
        merge_organisations(by=administrator, **pair)
    page = "/desk/places/organisations/oak-shire/merge/"
    html = signed_in(administrator).get(page, {"into": "oakshire"}).content.decode()
    assert words in html
    assert "Merge them" not in html
    assert not Organisation.objects.exclude(merged_into=None).exists()


def test_an_old_file_does_not_bring_the_one_that_went_back(administrator, pair, world):
    merge_organisations(by=administrator, **pair)
    data = f"""organisations:
      - {{slug: oak-shire, name: Oak Shire, aliases: [Oaks], kind: other, sector: health, placed: [{{region: south}}]}}
      - {PART}
    """.encode()
    done = load_places(by=User.objects.system(), definition=parse(data, known_places()))
    assert done.plan.changes_nothing
    assert done.plan.places[0].merged_into == "oakshire"
    assert Organisation.objects.get(slug="oak-shire").kind == "local-authority"


def test_another_plan_than_the_one_that_was_shown_is_not_carried_out(administrator, pair):
    seen = plan_merge(**pair).mark
    worlds.make_person("new", "contributor", pair["goes"])
    with pytest.raises(MergeChanged):
        merge_organisations(by=administrator, **pair, seen=seen)


def test_only_an_administrator_merges(ics_lead, pair):
    with pytest.raises(NotPermitted):
        merge_organisations(by=ics_lead, **pair)


def test_it_is_shown_side_by_side_and_done_with_one_press(administrator, contributor, signed_in, pair, world):
    browser, page = signed_in(administrator), "/desk/places/organisations/oak-shire/merge/"
    html = " ".join(browser.get(page, {"into": "oakshire"}).content.decode().split())
    for words in (
        "Submitted, 6 answers, 1 piece of evidence",
        "<li>1 self-assessment</li><li>6 answers</li><li>1 piece of evidence</li><li>1 submission</li>",
        "People of Oakshire: Contributor",
        "All answers, drafts and evidence too",
        "A merge cannot be undone",
    ):
        assert words in html, words
    seen = html.split('name="seen" value="')[1].split('"')[0]
    done = browser.post(page, {"into": "oakshire", "seen": seen}, follow=True)
    assert "Oak Shire is now one with Oakshire: 1 self-assessment, 6 answers" in done.content.decode()
    assert browser.post(page, {"into": "oakshire", "seen": seen}).status_code == 404
    assert browser.get("/desk/places/organisations/oakshire/merge/", {"into": "nowhere"}).status_code == 422


def test_the_page_costs_the_same_for_little_and_for_much(administrator, signed_in, pair, framework, cycle):
    browser, page = signed_in(administrator), "/desk/places/organisations/oak-shire/merge/"

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page, {"into": "oakshire"}).status_code == 200
        return len(asked)

    few = queries()
    cycles = Cycle.objects.bulk_create(
        Cycle(framework=framework, slug=f"c-{n}", name=f"C {n}", opens_on=cycle.opens_on, closes_on=cycle.closes_on)
        for n in range(20)
    )
    held = [SelfAssessment(cycle=one, organisation=pair["goes"], framework=framework) for one in cycles]
    SelfAssessment.objects.bulk_create(held)
    Participation.objects.bulk_create(Participation(cycle=one, organisation=pair["goes"]) for one in cycles)
    people = User.objects.bulk_create(User(email=f"p{n}@vale.example", name=f"P {n}") for n in range(20))
    seats = (Membership(user=one, role="contributor", organisation=pair["goes"]) for one in people)
    Membership.objects.bulk_create(seats)
    assert queries() == few


def test_all_that_belongs_to_an_organisation_is_known_to_the_merge():
    """A new model that points at organisations has to say here what becomes of its rows."""
    pointing = {(one.related_model.__name__, one.field.name) for one in Organisation._meta.related_objects}
    moved = {("SelfAssessment", "organisation"), ("Membership", "organisation"), ("Participation", "organisation")}
    moved |= {("Organisation", "parent"), ("Organisation", "merged_into"), ("Cycle", "organisations")}
    stay_where_they_are = {("OrganisationPlacement", "organisation"), ("PlaceChange", "organisation")}
    assert pointing == moved | stay_where_they_are
