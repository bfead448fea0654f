"""Saved views: what is kept, who finds it, what is refused, where it leads, and what the pages cost."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aligns_site.access import NotPermitted
from assessments.models import Cycle, User
from reports import actions
from reports.models import SavedView
from reports.pages.navigation import REPORTS
from reports.saving import SAVABLE
from tests import worlds

LIST = "/reports/views/"
SAVE = "/reports/views/save/heatmap/"


@pytest.fixture
def answered(cycle, organisation, pot):
    """Oakshire has submitted in the cycle this-year."""
    return worlds.submitted(cycle, organisation, by=pot)


@pytest.fixture
def text(signed_in):
    """A function: the main part of a page without its tags."""

    def read(user, address=LIST) -> str:
        answer = signed_in(user).get(address)
        assert answer.status_code == 200, answer.content
        main = unescape(answer.content.decode().partition("<main")[2].partition("</main>")[0])
        return " ".join(re.sub(r"<[^>]+>", " ", main).split())

    return read


@pytest.fixture
def save(signed_in):
    """A function: save a view by the page, as this person. `shared`: with the one place where she has access."""

    def send(user, name="Our ICSs", *, report="heatmap", query="rows=ics", shared=False, **more):
        seat = str(user.memberships.first().pk) if shared else ""
        said = {"name": name, "cycle": "settled", "shared_as": seat} | more
        return signed_in(user).post(f"/reports/views/save/{report}/?{query}", said)

    return send


@pytest.fixture
def shared(cycle, pot):
    """A view that the POT shares with Oakshire."""
    return SavedView.objects.create(
        owner=pot,
        name="Oakshire's view",
        report="heatmap",
        query="cycle=this-year&rows=ics",
        cycle="this-year",
        shared_as=pot.memberships.get(),
    )


def address(view: SavedView, verb: str = "") -> str:
    return f"{LIST}{view.pk}/{verb}"


# What is kept ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "query", "kept"),
    [
        ("heatmap", "rows=ics&kind=&columns=dimension", "cycle=this-year&rows=ics"),
        ("spans", "dimension=2", "cycle=this-year&dimension=2"),
        ("compare", "rows=kind&dimension=all", "cycle=this-year&dimension=all&rows=kind"),
        ("trends", "columns=indicator", "cycle=this-year&columns=indicator"),
        ("gaps", "rows=region", "cycle=this-year&rows=region"),
        ("gaps", "rows=organisation", "cycle=this-year&rows=organisation"),
        ("practice", "words=rota+plan", "words=rota+plan"),
    ],
)
def test_the_question_of_each_report_is_kept_and_opens_it_again(signed_in, answered, save, pot, report, query, kept):
    assert save(pot, report=report, query=query).status_code == 302
    view = SavedView.objects.get()
    assert (view.report, view.query) == (report, kept)
    opened = signed_in(pot).get(address(view))
    assert (opened.status_code, opened.url) == (302, f"/reports/{report}/?{kept}")
    assert signed_in(pot).get(opened.url).status_code == 200


@pytest.mark.parametrize("report", ["heatmap", "spans", "compare", "gaps"])
def test_each_report_offers_to_save_what_is_chosen_on_it(signed_in, answered, pot, report):
    page = signed_in(pot).get(f"/reports/{report}/?cycle=this-year").content.decode()
    assert f'href="/reports/views/save/{report}/?cycle=this-year">Save this view</a>' in page


def test_every_report_can_be_saved():
    assert set(SAVABLE) == {name for name, _ in REPORTS}


def test_saving_leads_back_to_the_report_and_says_so(signed_in, cycle, pot):
    client = signed_in(pot)
    answer = client.post(f"{SAVE}?rows=ics", {"name": "  Our   ICSs ", "cycle": "settled", "shared_as": ""})
    assert answer.url == "/reports/heatmap/?rows=ics"
    assert "Saved as “Our ICSs”." in client.get(answer.url).content.decode()


def test_a_view_follows_the_newest_cycle_or_stays_with_its_own(cycle, save, pot):
    save(pot, "Stays", cycle="settled")
    save(pot, "Follows", query="cycle=this-year&rows=ics", cycle="newest")
    save(pot, "Moves", report="trends", query="cycle=this-year", cycle="newest")
    kept = dict(SavedView.objects.values_list("name", "query"))
    assert kept == {"Stays": "cycle=this-year&rows=ics", "Follows": "rows=ics", "Moves": ""}


@pytest.mark.parametrize(("query", "chosen"), [("", "newest"), ("?cycle=this-year", "settled")])
def test_what_the_address_says_of_the_cycle_is_chosen_to_begin_with(signed_in, cycle, pot, query, chosen):
    page = signed_in(pot).get(SAVE + query).content.decode()
    assert re.search(rf'value="{chosen}"\s+id="[^"]+" checked', page)


def test_all_cycles_have_no_newest(text, cycle, pot):
    page = text(pot, "/reports/views/save/practice/?words=rota")
    assert "Good practice: all cycles, “rota”." in page
    assert "Which cycle" not in page


def test_the_page_says_in_words_what_will_be_kept(text, cycle, pot):
    page = text(pot, f"{SAVE}?rows=ics&columns=indicator&dimension=1")
    assert "Heatmap: This year, by ICS, indicators, dimension 1." in page


# What is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "query", "words"),
    [
        ("heatmap", "colour=red", "“colour” is not something that can be asked for here."),
        ("heatmap", "rows=planets", "“planets” is not a value of “rows”."),
        ("heatmap", "cycle=no-cycle", "There is no “no-cycle” to choose for “cycle”."),
        ("spans", "dimension=9", "There is no “9” to choose for “dimension”."),
        ("practice", "level=splendid", "There is no “splendid” to choose for “level”."),
    ],
)
def test_what_the_report_refuses_cannot_be_saved(signed_in, cycle, pot, report, query, words):
    client = signed_in(pot)
    for answer in (
        client.get(f"/reports/views/save/{report}/?{query}"),
        client.post(f"/reports/views/save/{report}/?{query}", {"name": "Bad", "cycle": "settled"}),
    ):
        assert answer.status_code == 400
        assert words in unescape(answer.content.decode())
    assert not SavedView.objects.exists()


def test_there_is_no_other_report_to_save(signed_in, cycle, pot):
    assert signed_in(pot).get("/reports/views/save/profile/").status_code == 404


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Give the view a name"),
        ("   ", "Give the view a name"),
        ("x" * 81, "Use at most 80 letters for the name"),
        ("our  icss", "You have a view “Our ICSs” already. Choose another name."),
    ],
)
def test_a_name_is_needed_short_and_of_its_own(cycle, save, pot, name, words):
    save(pot, "Our ICSs")
    answer = save(pot, name)
    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())
    assert SavedView.objects.count() == 1


def test_two_people_may_use_the_same_name(cycle, save, pot, contributor):
    assert [save(user, "Our ICSs").status_code for user in (pot, contributor)] == [302, 302]


def test_there_is_an_end_to_how_many_one_person_saves(cycle, save, pot):
    SavedView.objects.bulk_create(SavedView(owner=pot, name=f"View {n}", report="gaps") for n in range(100))
    answer = save(pot)
    assert answer.status_code == 422
    assert "You have 100 saved views." in answer.content.decode()


def test_a_place_without_access_is_no_choice(cycle, save, pot, ics_lead, faraway):
    for seat in (ics_lead.memberships.get(), worlds.make_person("other", "pot", faraway).memberships.get()):
        assert save(pot, shared_as=str(seat.pk)).status_code == 422


def test_the_verb_itself_refuses_to_share_as_somebody_else(shared, pot, ics_lead):
    with pytest.raises(NotPermitted):
        actions.change_view(by=pot, view=shared, name="Mine", shared_as=ics_lead.memberships.get())


def test_whoever_belongs_nowhere_saves_nothing(signed_in, cycle):
    stranger = worlds.make_person("stranger")
    assert signed_in(stranger).get(SAVE).status_code == 403


# Who finds it ------------------------------------------------------------------------------------------------------

CAST = ("pot", "contributor", "ics_lead", "regional_lead", "administrator", "outsider", "far_pot")


@pytest.fixture
def far_pot(faraway):
    """In the same region, in another ICS."""
    return worlds.make_person("far.pot", "pot", faraway)


@pytest.mark.parametrize(
    ("owner", "shares", "finders"),
    [
        ("pot", False, {"pot"}),
        ("pot", True, {"pot", "contributor"}),
        ("ics_lead", True, {"ics_lead", "pot", "contributor"}),
        ("regional_lead", True, {"regional_lead", "ics_lead", "pot", "contributor", "far_pot"}),
        ("outsider", True, {"outsider"}),
    ],
)
def test_a_view_is_found_by_its_owner_and_by_whom_it_is_shared_with(request, cycle, owner, shares, finders):
    cast = {name: request.getfixturevalue(name) for name in CAST}
    seat = cast[owner].memberships.get() if shares else None
    SavedView.objects.create(owner=cast[owner], name="Mine", report="heatmap", cycle="this-year", shared_as=seat)
    assert {name for name, user in cast.items() if SavedView.objects.visible_to(user).exists()} == finders


def test_to_others_there_is_no_such_view(signed_in, shared, text, neighbour):
    """A POT of the same ICS."""
    other = worlds.make_person("elm.pot", "pot", neighbour)
    assert "Oakshire's view" not in text(other)
    for verb in ("", "change/", "remove/", "home/", "home/off/"):
        assert signed_in(other).post(address(shared, verb)).status_code in (404, 405), verb
        assert signed_in(other).get(address(shared, verb)).status_code == 404, verb


@pytest.mark.parametrize("verb", ["change/", "remove/"])
def test_only_its_owner_changes_or_removes_it(signed_in, shared, contributor, outsider, verb):
    for user, status in ((contributor, 403), (outsider, 404)):
        client = signed_in(user)
        assert client.get(address(shared, verb)).status_code == status
        assert client.post(address(shared, verb), {"name": "Taken over"}).status_code == status
    assert SavedView.objects.get().name == "Oakshire's view"


@pytest.mark.parametrize("report", ["heatmap", "trends"])
def test_a_view_of_a_cycle_that_one_may_not_know_of_is_not_there(
    framework, organisation, answered, save, signed_in, regional_lead, far_pot, pot, report
):
    """A private cycle in which Oakshire alone was asked, named first or second."""
    hidden = worlds.make_cycle(framework, [organisation], slug="hidden", visibility="private")
    worlds.submitted(hidden, organisation, by=pot)
    long_ago = timezone.localdate().replace(year=2020)
    Cycle.objects.filter(slug="this-year" if report == "heatmap" else "hidden").update(opens_on=long_ago)
    query = "cycle=hidden" if report == "heatmap" else "cycle=this-year&against=hidden"
    assert save(regional_lead, "Of the hidden one", report=report, query=query, shared=True).status_code == 302
    view = SavedView.objects.get()
    assert signed_in(pot).get(address(view)).status_code == 302
    client = signed_in(far_pot)
    assert "Of the hidden one" not in client.get(LIST).content.decode()
    gone = client.get(f"{LIST}{view.pk + 1}/")
    found = client.get(address(view))
    assert (found.status_code, _without_token(found)) == (404, _without_token(gone))


def _without_token(answer) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_whoever_opens_a_shared_view_gets_her_own_report(signed_in, answered, save, regional_lead, far_pot):
    """The lead sees Oakshire by name; in an anonymous cycle the others do not."""
    Cycle.objects.update(visibility="anonymous")
    save(regional_lead, query="", shared=True)
    view = SavedView.objects.get()
    seen = {
        user.email: "Oakshire" in signed_in(user).get(address(view), follow=True).content.decode()
        for user in (regional_lead, far_pot)
    }
    assert seen == {regional_lead.email: True, far_pot.email: False}


@pytest.mark.parametrize("end", ["membership", "account"])
def test_a_view_is_shared_as_long_as_its_owner_has_that_access(signed_in, shared, text, pot, contributor, end):
    assert signed_in(contributor).post(address(shared, "home/")).status_code == 302
    if end == "membership":
        pot.memberships.update(ended_at=timezone.now())
    else:
        User.objects.filter(pk=pot.pk).update(is_active=False)
    assert signed_in(contributor).get(address(shared)).status_code == 404
    assert "Oakshire's view" not in text(contributor, "/")
    if end == "membership":
        assert "Only you: your access to Oakshire has ended" in text(pot)


def test_a_view_goes_with_the_account_of_its_owner(shared):
    leaver = worlds.make_person("leaver", "contributor", shared.shared_as.organisation)
    SavedView.objects.filter(pk=shared.pk).update(owner=leaver)
    leaver.memberships.all().delete()
    leaver.delete()
    assert not SavedView.objects.exists()


def test_what_is_shared_with_an_ics_reaches_those_of_the_ics_that_followed(signed_in, cycle, ics, region, save):
    new = worlds.make_ics("new-vale", region)
    ics.succeeded_by.add(new)
    body = worlds.make_organisation("newshire", ics=new)
    save(worlds.make_person("old.lead", "ics_lead", ics), shared=True)
    reader = worlds.make_person("reader", "contributor", body)
    assert signed_in(reader).get(address(SavedView.objects.get())).status_code == 302


# Changing it -------------------------------------------------------------------------------------------------------


def test_a_view_is_renamed_and_no_longer_shared(signed_in, shared, pot, contributor):
    answer = signed_in(pot).post(address(shared, "change/"), {"name": "Just mine", "shared_as": ""})
    assert answer.url == LIST
    assert "Just mine" in signed_in(pot).get(LIST).content.decode()
    assert signed_in(contributor).get(address(shared)).status_code == 404


def test_a_view_keeps_its_name_but_takes_no_other_of_ones_own(signed_in, shared, save, pot):
    save(pot, "Another")
    client = signed_in(pot)
    assert client.post(address(shared, "change/"), {"name": "oakshire's view"}).status_code == 302
    assert client.post(address(shared, "change/"), {"name": "ANOTHER"}).status_code == 422


def test_a_view_that_was_removed_in_another_window_cannot_be_changed(shared, pot):
    SavedView.objects.get().delete()
    with pytest.raises(actions.ViewGone):
        actions.change_view(by=pot, view=shared, name="Still here")


def test_the_page_of_change_says_how_it_stands(signed_in, shared, pot):
    signed_in(pot).post(address(shared, "home/"))
    page = signed_in(pot).get(address(shared, "change/")).content.decode()
    assert re.search(rf'value="{shared.shared_as_id}"\s+id="[^"]+" checked', page)
    assert re.search(r'name="is_on_home"[^>]* checked', page)


def test_removing_asks_first_and_takes_it_from_every_list(signed_in, shared, text, pot, contributor):
    signed_in(contributor).post(address(shared, "home/"))
    assert "The people of Oakshire lose the view too" in text(pot, address(shared, "remove/"))
    assert SavedView.objects.exists()
    assert signed_in(pot).post(address(shared, "remove/")).url == LIST
    assert "Oakshire's view" not in text(contributor, "/")


# On the home page --------------------------------------------------------------------------------------------------


def test_a_view_is_put_on_ones_own_home_page_and_taken_off(signed_in, shared, text, pot, contributor):
    assert "Oakshire's view" not in text(contributor, "/")
    client = signed_in(contributor)
    client.post(address(shared, "home/"))
    assert "Oakshire's view Heatmap, shared by Pat Okafor" in text(contributor, "/")
    assert f'href="{address(shared)}"' in client.get("/").content.decode()
    assert "Oakshire's view" not in text(pot, "/")
    client.post(address(shared, "home/off/"))
    assert "Oakshire's view" not in text(contributor, "/")


def test_a_view_may_go_there_as_it_is_saved(cycle, save, text, pot):
    save(pot, "Every morning", is_on_home="on")
    assert "Every morning Heatmap" in text(pot, "/")


def test_who_only_visits_the_address_of_a_button_changes_nothing(signed_in, shared, pot):
    client = signed_in(pot)
    for verb in ("home/", "home/off/"):
        assert client.get(address(shared, verb)).url == LIST
    assert not SavedView.objects.on_home_of(pot).exists()


# When it does not work any more ------------------------------------------------------------------------------------


def test_a_view_whose_cycle_is_gone_says_so_and_leads_on(signed_in, shared, text, pot, contributor):
    Cycle.objects.update(slug="renamed")
    answer = signed_in(pot).get(address(shared))
    page = unescape(answer.content.decode())
    assert answer.status_code == 400
    assert "There is no “this-year” to choose for “cycle”." in page
    for href in ("/reports/heatmap/", LIST, address(shared, "remove/")):
        assert f'href="{href}"' in page
    assert "Does not open now" in text(pot)
    assert signed_in(contributor).get(address(shared)).status_code == 404


@pytest.mark.parametrize("change", [{"query": "colour=red"}, {"report": "gone"}])
def test_what_cannot_be_read_any_more_says_so(signed_in, shared, text, pot, contributor, change):
    SavedView.objects.update(**change)
    for user in (pot, contributor):
        assert signed_in(user).get(address(shared)).status_code == 400
        assert "Does not open now" in text(user)
        assert signed_in(user).get("/").status_code == 200


def test_what_else_is_gone_the_report_says_itself(signed_in, shared, pot):
    SavedView.objects.update(query="cycle=this-year&dimension=9")
    answer = signed_in(pot).get(address(shared), follow=True)
    assert answer.status_code == 400
    assert "There is no “9” to choose for “dimension”." in unescape(answer.content.decode())


def test_what_was_typed_is_never_markup(signed_in, cycle, save, pot):
    save(pot, "<script>x</script>", report="practice", query="words=%3Cb%3Ebold", shared=True, is_on_home="on")
    view = SavedView.objects.get()
    for page in ("/", LIST, address(view, "change/"), address(view, "remove/")):
        html = signed_in(pot).get(page).content.decode()
        assert "<script>x" not in html
        assert "<b>bold" not in html


# What it costs -----------------------------------------------------------------------------------------------------


def test_home_and_list_make_the_same_queries_for_few_views_and_for_many(signed_in, cycle, pot, contributor):
    def add(count: int) -> None:
        start = SavedView.objects.count()
        for owner in (pot, contributor):
            seat = owner.memberships.get()
            rows = [
                SavedView(owner=owner, name=f"View {start + n}", report="heatmap", query="rows=ics", shared_as=seat)
                for n in range(count)
            ]
            for view in SavedView.objects.bulk_create(rows):
                view.put_on_home_by.add(pot)

    def queries() -> dict[str, int]:
        counted = {}
        for page in ("/", LIST):
            with CaptureQueriesContext(connection) as made:
                assert "View 0" in client.get(page).content.decode()
            counted[page] = len(made)
        return counted

    client = signed_in(pot)
    add(1)
    few = queries()
    add(20)
    assert queries() == few
    assert few[LIST] <= 12


def test_signed_out_leads_to_the_sign_in_page(client, shared):
    for page in (LIST, SAVE, address(shared), address(shared, "change/"), address(shared, "home/")):
        assert client.get(page).url.startswith("/accounts/login/")
