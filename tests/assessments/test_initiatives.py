"""A framework that judges initiatives: each is named, begun, followed and exported by its name."""

import pytest

from aligns_site.access import NotPermitted
from assessments.actions.imports import export_assessments, import_assessments, vocabulary_of
from assessments.actions.starting import InitiativeRefused, rename_initiative, start_self_assessment
from assessments.actions.states import WrongState, return_self_assessment, submit_self_assessment
from assessments.answers_file import AnswersFaults, parse
from assessments.models import Participation, SelfAssessment, User
from tests import worlds
from tests.assessments.test_answers_file import PLAIN, table

ADDRESS = "/assessments/start/this-year/oakshire/"


@pytest.fixture
def framework(db):
    """Judges initiatives, with two indicators."""
    return worlds.make_framework(dimensions=(2,), judges="initiative")


@pytest.fixture
def asked(cycle, organisation):
    return Participation.objects.select_related("cycle__framework", "organisation").get(organisation=organisation)


@pytest.fixture
def begun(asked, pot):
    return start_self_assessment(by=pot, participation=asked, initiative="Volunteer roles")


def names() -> list[str]:
    return list(SelfAssessment.objects.order_by("pk").values_list("initiative", flat=True))


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_an_organisation_may_have_several_each_by_its_name(begun, asked, pot):
    start_self_assessment(by=pot, participation=asked, initiative="  Hub   and go ")
    assert names() == ["Volunteer roles", "Hub and go"]
    assert str(begun) == "Oakshire: Volunteer roles, This year"


@pytest.mark.parametrize("same", ["Volunteer roles", "  volunteer  ROLES "])
def test_the_same_name_again_leads_to_the_one_that_is_there(begun, asked, pot, same):
    assert start_self_assessment(by=pot, participation=asked, initiative=same) == begun
    assert names() == ["Volunteer roles"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 161])
def test_no_name_or_one_too_long_is_refused(asked, pot, name):
    with pytest.raises(InitiativeRefused):
        start_self_assessment(by=pot, participation=asked, initiative=name)
    assert names() == []


def test_a_self_assessment_of_an_organisation_takes_no_name(organisation, pot):
    cycle = worlds.make_cycle(worlds.make_framework("other"), [organisation], slug="plain")
    with pytest.raises(InitiativeRefused, match="about organisations"):
        start_self_assessment(by=pot, participation=cycle.participations.get(), initiative="Volunteer roles")


def test_the_pot_names_one_on_a_page_and_begins_to_answer(asked, pot, signed_in):
    browser = signed_in(pot)
    assert f'href="{ADDRESS}"' in words(browser.get("/"))
    assert "What is the initiative called?" in words(browser.get(ADDRESS))
    response = browser.post(ADDRESS, {"initiative": "Volunteer roles"})
    assert response.url == f"/assessments/{SelfAssessment.objects.get().uuid}/1/"
    assert "Volunteer roles" in words(browser.get(response.url))


@pytest.mark.parametrize(
    ("typed", "fault"), [("", "Enter the name of the initiative"), ("x" * 161, "Use at most 160 letters")]
)
def test_a_name_that_cannot_be_is_told_and_kept(asked, pot, signed_in, typed, fault):
    response = signed_in(pot).post(ADDRESS, {"initiative": typed})
    assert (response.status_code, names()) == (422, [])
    assert fault in words(response)
    assert typed in words(response)


def test_the_page_names_what_is_begun_already(begun, pot, signed_in):
    assert f'href="/assessments/{begun.uuid}/">Volunteer roles</a>' in words(signed_in(pot).get(ADDRESS))


@pytest.mark.parametrize(("role", "status"), [("contributor", 403), ("ics_lead", 403), ("outsider", 404)])
def test_nobody_but_the_pot_names_one(asked, request, signed_in, role, status):
    browser = signed_in(request.getfixturevalue(role))
    assert browser.get(ADDRESS).status_code == status
    assert browser.post(ADDRESS, {"initiative": "Ours"}).status_code == status
    assert names() == []


def test_every_page_of_it_carries_its_name(begun, pot, ics_lead, signed_in):
    worlds.answer_all(begun, by=pot)
    submit_self_assessment(by=pot, self_assessment=begun)
    start = f"/assessments/{begun.uuid}/"
    own = ("/", "/assessments/", start, f"{start}1/", f"{start}check/", f"{start}history/", f"{start}history/1/")
    profile = "/reports/profile/this-year/oakshire/"
    for person, paths in ((pot, own), (ics_lead, ("/", "/assessments/", f"{start}check/return/", profile))):
        browser = signed_in(person)
        for path in paths:
            assert "Volunteer roles" in words(browser.get(path)), f"{person}: {path}"
    assert f'href="{profile}?initiative=Volunteer%20roles"' in words(signed_in(pot).get(start))


def test_a_name_can_be_changed_until_it_is_submitted(begun, pot, signed_in):
    browser, address = signed_in(pot), f"/assessments/{begun.uuid}/check/name/"
    assert address in words(browser.get(f"/assessments/{begun.uuid}/"))
    browser.post(address, {"initiative": "VOLUNTEER roles"})
    assert names() == ["VOLUNTEER roles"]
    worlds.answer_all(begun, by=pot)
    submit_self_assessment(by=pot, self_assessment=begun)
    assert browser.post(address, {"initiative": "Other"}).status_code == 422
    assert names() == ["VOLUNTEER roles"]


def test_a_name_that_others_have_read_stays_also_when_it_came_back(begun, pot, ics_lead):
    worlds.answer_all(begun, by=pot)
    submit_self_assessment(by=pot, self_assessment=begun)
    return_self_assessment(by=ics_lead, self_assessment=begun, note="Please look again")
    with pytest.raises(WrongState, match="the name stays"):
        rename_initiative(by=pot, self_assessment=begun, initiative="Other")


def test_one_cannot_take_the_name_of_another(begun, asked, pot, contributor):
    other = start_self_assessment(by=pot, participation=asked, initiative="Hub and go")
    with pytest.raises(InitiativeRefused, match="another initiative of that name: Volunteer roles"):
        rename_initiative(by=pot, self_assessment=other, initiative="volunteer roles")
    with pytest.raises(NotPermitted):
        rename_initiative(by=contributor, self_assessment=other, initiative="Ours")
    assert names() == ["Volunteer roles", "Hub and go"]


def imported(cycle, *organisations: str) -> str:
    read = parse(table(*(PLAIN | {"organisation": name} for name in organisations)), vocabulary_of(cycle))
    return import_assessments(by=User.objects.system(), cycle=cycle, read=read).words


def test_a_file_names_the_initiative_after_a_colon_and_gives_each_its_own(cycle, asked):
    assert imported(cycle, "Oakshire: Hub: and go", "oakshire: volunteer roles").endswith("2 imported, 0 unchanged")
    assert names() == ["Hub: and go", "volunteer roles"]
    before = export_assessments(cycle)
    assert "\r\nOakshire: Hub: and go,1,1.1,Emerging," in before
    read = parse(before.encode(), vocabulary_of(cycle))
    assert import_assessments(by=User.objects.system(), cycle=cycle, read=read).words.startswith("unchanged: 2 read")


def test_a_file_without_the_name_of_the_initiative_is_taken_and_it_is_said(cycle, asked):
    assert "1 without the name of an initiative, which is written as 'Oakshire: Volunteer roles'" in imported(
        cycle, "Oakshire"
    )


def test_a_colon_means_nothing_where_organisations_are_judged(organisation):
    cycle = worlds.make_cycle(worlds.make_framework("other"), [organisation], slug="plain")
    with pytest.raises(AnswersFaults, match="'Oakshire: Hub' is not known"):
        imported(cycle, "Oakshire: Hub")
