"""The pages of the library: who reads it, what is found, how an action and an indicator look, what loading says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from frameworks.actions import retire_framework
from frameworks.models import Framework, RecommendedAction
from tests.frameworks.loading import GARDEN, KITE, garden, loaded
from tests.frameworks.sheets import action_sheets
from tests.frameworks.test_library_actions import FILE, load

pytestmark = pytest.mark.django_db
LIBRARY, LOAD = reverse("frameworks:actions"), reverse("frameworks:load_actions")
SHED, DIG, CAKE = "Build a shed", "Dig on Sundays", "Share cake"


def action_address(code: str, name: str = "action") -> str:
    return reverse(f"frameworks:{name}", args=["garden", "1.0", code])


def text_of(response) -> str:
    assert response.status_code in (200, 422)
    return " ".join(response.content.decode().split())


def found(client: Client, **query: str) -> list[str]:
    """Which of the three actions of the garden the library lists."""
    page = text_of(client.get(LIBRARY, query))
    return [title for title in (SHED, DIG, CAKE) if f">{title}</a>" in page]


@pytest.fixture
def stocked(db) -> Framework:
    """The garden with one action of its own file and two that were added."""
    framework = loaded().framework
    load()
    return framework


# ---- the library


def test_the_library_is_public_and_grouped(client, stocked):
    page = text_of(client.get(LIBRARY))
    assert page.index(SHED) < page.index(DIG) < page.index(CAKE)
    assert ">Soil</h3>" in page
    assert "3 recommended actions, from 1 framework. All have draft wording, still to be reviewed." in page
    assert "From Green to In bloom" in page
    assert LOAD not in page


def test_an_empty_library_says_so(client):
    assert "There is no recommended action yet." in text_of(client.get(LIBRARY))


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"words": "meet"}, [DIG]),
        ({"words": "dig-2"}, [CAKE]),
        ({"words": "  SPADE nobody "}, [SHED]),
        ({"words": "barrow"}, []),
        ({"words": "company SUNDAY bring"}, [DIG]),
        ({"words": "\x00%_'"}, []),
        ({"framework": "garden@1.0"}, [SHED, DIG, CAKE]),
        ({"framework": "garden@9"}, []),
        ({"dimension": "garden@1.0#A"}, [DIG]),
        ({"dimension": "garden@1.0#B"}, [SHED, DIG]),
        ({"who": "neighbours"}, [DIG]),
        ({"who": "Neighbours, with a spade"}, [DIG]),
        ({"words": "neighbours"}, [DIG]),
        ({"who": "Nobody"}, []),
        ({"step": "bare:in-bloom"}, [SHED]),
        ({"step": "none"}, [CAKE]),
        ({"words": "dig", "dimension": "garden@1.0#B", "who": "Neighbours", "step": "green:in-bloom"}, [DIG]),
        ({"page": "nonsense"}, [SHED, DIG, CAKE]),
    ],
)
def test_the_library_is_searched_by_words_and_choices(client, stocked, query, titles):
    assert found(client, **query) == titles


def test_words_in_capitals_beyond_ascii_are_found(client, stocked):
    load(FILE.replace("Share cake", "Café für ALLE"))
    assert "Café für ALLE</a>" in text_of(client.get(LIBRARY, {"words": "CAFÉ FÜR"}))


def test_no_match_leads_back_to_all_and_keeps_what_was_typed(client, stocked):
    page = text_of(client.get(LIBRARY, {"words": "<barrow>", "who": "Nobody"}))
    assert "No recommended action matches these choices." in page
    assert 'value="&lt;barrow&gt;"' in page
    assert '<option value="Nobody" selected>' in page
    assert f'<a href="{LIBRARY}">Show all.</a>' in page


def test_of_each_framework_the_newest_version_with_actions_is_shown_unless_one_is_asked_for(client, db):
    loaded()
    loaded(garden('version: "1.0"', 'version: "1.1"').replace("Build a shed", "Build a house"))
    bare = loaded(GARDEN[: GARDEN.index("recommended_actions")].replace('"1.0"', '"2.0"')).framework
    bare.recommended_actions.all().delete()
    page = text_of(client.get(LIBRARY))
    assert "Build a house" in page
    assert SHED not in page
    assert found(client, framework="garden@1.0") == [SHED]


def test_drafts_are_for_those_who_load_and_what_is_taken_out_is_for_nobody(client, administrator, signed_in, stocked):
    RecommendedAction.objects.filter(code="DIG-1").update(withdrawn_at=stocked.loaded_at)
    assert found(client) == [SHED, CAKE]
    Framework.objects.update(state="draft")
    assert found(client) == []
    assert client.get(action_address("DIG-2")).status_code == 404
    assert client.get(action_address("A.1", "indicator")).status_code == 404
    assert found(signed_in(administrator)) == [SHED, CAKE]


def test_a_long_library_has_pages_and_costs_the_same_queries(client, stocked):
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(LIBRARY)
    more = [
        RecommendedAction(framework=stocked, code=f"M-{n}", title=f"More {n:03}", position=n, is_content=False)
        for n in range(120)
    ]
    RecommendedAction.objects.bulk_create(more)
    loaded(KITE)
    with CaptureQueriesContext(connection) as many:
        page = text_of(client.get(LIBRARY, {"words": "more", "page": "2"}))
    assert len(many) == len(few)
    assert page.count('<article class="advice">') == 50
    assert "Page 2 of 3" in page
    assert f'<a href="{LIBRARY}?words=more" rel="prev">' in page
    assert f'<a href="{LIBRARY}?words=more&amp;page=3" rel="next">' in page


# ---- one action


def test_an_action_says_what_why_who_how_sources_indicators_and_step(client, stocked):
    page = text_of(client.get(action_address("DIG-1")))
    for words in (
        "Meet on Sundays and dig.",
        "Company helps.",
        "<li>Neighbours</li>",
        "<li>Bring a spade</li>",
        '<a href="https://garden.example/book" rel="noopener noreferrer">The garden book</a>',
        ", 2024",
        f'<a href="{action_address("A.1", "indicator")}">A.1 Digging</a>',
        '<span class="plate level-2-of-3">Green</span>',
        '<span class="plate level-3-of-3">In bloom</span>',
        ">Draft wording<",
    ):
        assert words in page
    assert "Take it out" not in page


def test_an_action_that_names_no_step_and_no_indicator_says_so(client, stocked):
    page = text_of(client.get(action_address("DIG-2")))
    assert "No step named. It can help at any level." in page
    assert "No indicator is named." in page


def test_reviewed_words_are_not_marked_as_draft(client, stocked):
    load("wording: reviewed\n" + FILE)
    assert "raft wording" not in text_of(client.get(action_address("DIG-1")))


@pytest.mark.parametrize("path", [action_address("DIG-9"), action_address("A.9", "indicator"), action_address("a%00b")])
def test_what_is_not_there_is_not_found(client, stocked, path):
    assert client.get(path).status_code == 404


def test_an_administrator_takes_an_action_out_and_puts_it_back(administrator, pot, signed_in, stocked):
    out, back = action_address("DIG-1", "withdraw_action"), action_address("DIG-1", "restore_action")
    assert signed_in(pot).post(out).status_code == 403
    browser = signed_in(administrator)
    page = text_of(browser.post(out, follow=True))
    assert "DIG-1 Dig on Sundays is taken out of the library." in page
    assert "It is no longer offered." in page
    assert "is taken out already." in text_of(browser.post(out, follow=True))
    assert "DIG-1 Dig on Sundays is back in the library." in text_of(browser.post(back, follow=True))
    assert found(browser) == [SHED, DIG, CAKE]


# ---- an indicator


def test_an_indicator_shows_its_levels_and_its_actions_by_step(client, stocked):
    page = text_of(client.get(action_address("B.1", "indicator")))
    for words in ("Do you share tools?", "One shed for all.", "B. Tools"):
        assert words in page
    assert (
        page.index("From Bare to In bloom") < page.index(SHED) < page.index("From Green to In bloom") < page.index(DIG)
    )
    assert CAKE not in page


def test_an_indicator_that_no_action_names_says_so(client, stocked):
    page = text_of(client.get(action_address("A.2", "indicator")))
    assert "No recommended action names this indicator yet." in page
    assert "All recommended actions of this framework" in page
    stocked.recommended_actions.all().delete()
    assert "All recommended actions" not in text_of(client.get(action_address("A.2", "indicator")))
    assert "The levels have no words of their own here" in page


def test_the_framework_page_leads_to_its_actions_and_indicators(client, stocked):
    page = text_of(client.get(reverse("frameworks:detail", args=["garden", "1.0"])))
    assert f'<a href="{LIBRARY}?framework=garden@1.0">3</a>' in page
    assert f'href="{action_address("B.1", "indicator")}"' in page


# ---- loading


def upload(client: Client, text: str, verb: str = "load", **more):
    return client.post(LOAD, {"file": SimpleUploadedFile("actions.yaml", text.encode()), "verb": verb, **more})


def test_an_administrator_loads_a_file_and_is_led_to_what_it_holds(administrator, signed_in):
    loaded()
    browser = signed_in(administrator)
    checked = text_of(upload(browser, FILE, "check"))
    assert "Loading would say: Recommended actions for Shared garden 1.0 (garden@1.0): 2 added." in checked
    assert not RecommendedAction.objects.added().exists()
    page = text_of(browser.get(upload(browser, FILE).url))
    assert "2 added." in page
    assert DIG in page


def test_the_page_lists_every_fault_beside_its_line_and_keeps_the_version(administrator, signed_in):
    loaded()
    text = FILE.replace("A.1", "A.9").replace("garden@1.0", "meadow@1")
    page = text_of(upload(signed_in(administrator), text, version="garden@1.0"))
    assert "The file has 1 fault. Nothing was changed." in page
    assert "recommended action DIG-1, supports" in page
    assert "<code>supports: [A.9, B.1]</code>" in page
    assert '<option value="garden@1.0" selected>' in page


def test_a_workbook_is_taken_for_the_version_chosen_and_its_faults_name_their_cells(administrator, signed_in):
    loaded()
    browser = signed_in(administrator)

    def send(cells=None, **more):
        file = SimpleUploadedFile("actions.xlsx", action_sheets(FILE, cells))
        return browser.post(LOAD, {"file": file, "verb": "load", **more})

    assert "Choose the version as you load it" in text_of(send())
    page = text_of(send({"J2": "A.9"}, version="garden@1.0"))
    assert "Sheet Recommended actions, cell J2" in page
    assert "In the file" not in page
    assert "2 added." in text_of(browser.get(send(version="garden@1.0").url))


def test_only_administrators_reach_the_page(pot, signed_in):
    assert signed_in(pot).get(LOAD).status_code == 403
    assert upload(signed_in(pot), FILE).status_code == 403


def test_a_retired_version_keeps_its_actions(client, administrator, stocked):
    retire_framework(by=administrator, framework=stocked)
    assert found(client) == [SHED, DIG, CAKE]
