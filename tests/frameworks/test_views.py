"""The pages about frameworks: who sees what, what they say, and what they ask of the database."""

import gzip
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frameworks.actions import retire_framework
from frameworks.definition import parse
from frameworks.forms import fault_words
from frameworks.models import Framework, WaitingFile
from frameworks.pages.parts import weight_words
from frameworks.sheets_written import CONTENT_TYPE
from tests import worlds
from tests.frameworks.loading import GARDEN, KITE, garden, loaded
from tests.frameworks.sheets import changed, sheets_of

pytestmark = pytest.mark.django_db
LIST, LEVELS, LOAD = (reverse(f"frameworks:{name}") for name in ("list", "levels", "load"))


def address(framework: Framework, name: str = "detail") -> str:
    return reverse(f"frameworks:{name}", args=[framework.slug, framework.version])


def text_of(response) -> str:
    assert response.status_code in (200, 422)
    return " ".join(response.content.decode().split())


def upload(client: Client, text: str | bytes):
    data = text.encode() if isinstance(text, str) else text
    return client.post(LOAD, {"file": SimpleUploadedFile("garden.yaml", data)})


def preview(client: Client, text: str | bytes) -> str:
    """What the page says that the file leads to."""
    return text_of(client.get(upload(client, text).url))


def press(client: Client, text: str | bytes, verb: str = "publish"):
    """Send a file, and answer its preview with this press, as the page would."""
    found = upload(client, text)
    seen = re.search(r'name="seen" value="(\w*)"', client.get(found.url).content.decode())[1]
    return client.post(f"{found.url}{verb}/", {"seen": seen})


def test_the_list_is_public_and_shows_what_is_published(client):
    loaded()
    loaded(KITE, draft=True)
    page = text_of(client.get(LIST))
    assert "Shared garden, version 1.0" in page
    assert "2 dimensions, 3 indicators, 3 levels. Made up for tests" in page
    assert "Kite" not in page
    assert LOAD not in page


def test_administrators_see_drafts_in_the_list_and_may_load(administrator, signed_in):
    loaded(KITE, draft=True)
    page = text_of(signed_in(administrator).get(LIST))
    assert "Kite" in page
    assert "Draft" in page
    assert LOAD in page


def test_an_empty_list_says_so(client):
    assert "No framework is published yet." in text_of(client.get(LIST))


def test_a_framework_is_public_with_all_its_words(client):
    page = text_of(client.get(address(loaded().framework)))
    for words in (
        "How well neighbours keep a garden together.",
        "A. Soil",
        "A.1 Digging",
        "Do you dig together?",
        "Think of spring and autumn.",
        "All dig together.",
        "Made up for tests",
        'href="https://garden.example/book"',
        "A talk over the fence",
        "The same as A.1 in garden 0.9.",
        'class="level-3-of-3"',
    ):
        assert words in page


def test_draft_wording_is_counted_and_marked_where_it_is_draft(client):
    page = text_of(client.get(address(loaded().framework)))
    assert "5 of 6 level descriptors are draft wording, still to be reviewed." in page
    assert page.count(">Draft wording<") == 5


def test_reviewed_wording_is_not_marked(client):
    assert "raft wording" not in text_of(client.get(address(loaded(KITE).framework)))


def test_weights_are_shown_without_needless_zeros(client):
    assert "Weight 2.25" in text_of(client.get(address(loaded(KITE).framework)))
    assert weight_words(None) == ""


def test_words_of_a_file_are_never_markup(client):
    page = text_of(client.get(address(loaded(garden("Nobody digs", "<script>x</script>")).framework)))
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_a_draft_is_not_there_for_others(administrator, pot, signed_in, client):
    draft = address(loaded(draft=True).framework)
    assert client.get(draft).status_code == 404
    assert signed_in(pot).get(draft).status_code == 404
    assert "This version is a draft" in text_of(signed_in(administrator).get(draft))


def test_a_retired_version_can_still_be_read(client):
    framework = loaded().framework
    Framework.objects.update(state="retired")
    assert "This version is retired" in text_of(client.get(address(framework)))
    assert "Shared garden" not in text_of(client.get(LIST))


@pytest.mark.parametrize("path", ["nothing/1/", "garden/2/", "gar%00den/1.0/"])
def test_an_unknown_version_is_not_found(client, path):
    loaded()
    assert client.get(LIST + path).status_code == 404


def test_the_levels_page_is_public_and_takes_the_newest_framework(client):
    loaded()
    page = text_of(client.get(LEVELS))
    assert "In bloom" in page
    assert "Everything grows." in page


def test_the_levels_page_takes_the_framework_of_the_latest_cycle(client):
    asked, later_loaded = worlds.make_framework("vale"), worlds.make_framework("wold")
    assert client.get("/frameworks/levels/").context["page"].framework == later_loaded
    worlds.make_cycle(asked, [])
    assert client.get("/frameworks/levels/").context["page"].framework == asked


def test_the_levels_page_takes_the_framework_it_is_asked_for(client):
    loaded()
    loaded(KITE)
    assert "In bloom" in text_of(client.get(LEVELS, {"framework": "garden@1.0"}))
    assert client.get(LEVELS, {"framework": "garden@7"}).status_code == 404


def test_the_levels_page_without_a_framework_says_so(client):
    assert "No framework is published yet." in text_of(client.get(LEVELS))


@pytest.mark.parametrize("name", ["list", "levels", "detail"])
def test_a_larger_framework_needs_no_more_queries(name, administrator, signed_in):
    client = signed_in(administrator)
    small = worlds.make_framework("small", dimensions=(1,), levels=2)
    large = worlds.make_framework("large", dimensions=(4, 5, 6), levels=7)

    def queries(framework) -> int:
        path = {"list": LIST, "levels": f"{LEVELS}?framework={framework.reference}", "detail": address(framework)}
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path[name]).status_code == 200
        return len(asked)

    assert queries(small) == queries(large) <= 14


def test_a_framework_of_many_indicators_shows_each_dimension_on_a_page_of_its_own(client):
    framework = worlds.make_framework("grand", dimensions=(101, 1))
    page = text_of(client.get(address(framework)))
    assert "408 of 408 level descriptors are draft wording" in page
    assert "101 indicators" in page
    assert "How far are you with 1.7?" not in page
    first, second = (f"{address(framework)}dimensions/{code}/" for code in "12")
    assert first in page
    page = text_of(client.get(first))
    assert "How far are you with 1.100?" in page
    assert "How far are you with 1.101?" not in page
    assert f'<a href="{second}">Next: 2. Dimension 2</a>' in page
    assert "How far are you with 1.101?" in text_of(client.get(first, {"page": 2}))
    assert client.get(f"{address(framework)}dimensions/3/").status_code == 404


def test_a_dimension_of_a_draft_is_not_there_for_others(client):
    assert client.get(f"{address(loaded(draft=True).framework)}dimensions/A/").status_code == 404


def test_pages_of_a_large_framework_are_light_and_need_no_more_queries(client):
    """60 dimensions, the first as large as any; each indicator was asked otherwise in the version before."""
    for slug, sizes in (("small", (101,)), ("grand", (50, *(2,) * 59))):
        worlds.make_framework(slug, "1", dimensions=sizes)
        worlds.make_framework(slug, "2", dimensions=sizes).indicators.update(question="Do you do it?")
    for page in ("", "dimensions/1/", "changes/", "changes/?page=2"):
        counts = []
        for slug in ("small", "grand"):
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(f"{LIST}{slug}/2/{page}")
            counts.append(len(asked))
            assert len(gzip.compress(answer.content)) < 60_000
        # Whoever compares reads two whole versions.
        assert counts[0] == counts[1] <= (18 if "changes" in page else 12), page


def test_a_longer_list_needs_no_more_queries(client, django_assert_num_queries):
    worlds.make_framework("one")
    with django_assert_num_queries(1):
        client.get(LIST)
    for number in range(5):
        worlds.make_framework(f"more-{number}")
    with django_assert_num_queries(1):
        client.get(LIST)


def test_only_administrators_reach_the_load_page(administrator, pot, regional_lead, signed_in, client):
    assert signed_in(administrator).get(LOAD).status_code == 200
    for other in (pot, regional_lead):
        assert signed_in(other).get(LOAD).status_code == 403
        assert upload(signed_in(other), GARDEN).status_code == 403
    assert client.get(LOAD).status_code == 302
    assert not Framework.objects.exists()


def test_a_file_without_faults_is_loaded_after_its_preview(administrator, signed_in):
    client = signed_in(administrator)
    response = press(client, GARDEN)
    framework = Framework.objects.get()
    assert (framework.state, framework.loaded_by) == ("published", administrator)
    assert response.url == address(framework)
    assert not WaitingFile.objects.exists()


def test_a_file_can_be_kept_as_a_draft_from_the_page(administrator, signed_in):
    press(signed_in(administrator), GARDEN, "draft")
    assert Framework.objects.get().is_draft


def test_a_preview_changes_nothing_and_a_file_can_be_left(administrator, signed_in):
    client = signed_in(administrator)
    assert "No earlier version of Shared garden is here" in preview(client, GARDEN)
    assert press(client, GARDEN, "leave").url == LOAD
    assert not Framework.objects.exists()
    assert WaitingFile.objects.count() == 1  # the one that was only looked at


def test_visiting_the_address_of_a_button_changes_nothing(administrator, signed_in):
    client = signed_in(administrator)
    waiting = upload(client, GARDEN).url
    for verb in ("draft", "publish", "leave"):
        assert client.get(f"{waiting}{verb}/").url == waiting
    assert WaitingFile.objects.exists()
    assert not Framework.objects.exists()


def test_a_waiting_file_is_there_for_its_sender_alone(administrator, pot, signed_in):
    waiting = upload(signed_in(administrator), GARDEN).url
    for other in (pot, worlds.make_person("second", "administrator")):
        assert signed_in(other).get(waiting).status_code == 404
        assert signed_in(other).post(f"{waiting}publish/").status_code == 404
    assert not Framework.objects.exists()


def test_a_second_press_is_told_that_the_file_is_gone(administrator, signed_in):
    client = signed_in(administrator)
    waiting = upload(client, GARDEN).url
    client.post(f"{waiting}publish/")
    for again in (client.post(f"{waiting}publish/", follow=True), client.get(waiting, follow=True)):
        assert "This file no longer waits. If it was loaded, you find it in this list." in text_of(again)
    assert Framework.objects.count() == 1


def test_a_preview_shows_old_and_new_words_and_what_they_mean(administrator, organisation, signed_in):
    worlds.make_cycle(loaded().framework, [organisation])
    page = preview(signed_in(administrator), garden('"1.0"', '"1.1"').replace("Some dig.", "Many dig."))
    for words in (
        "Shared garden 1.1 beside 1.0",
        "No cycle uses 1.1 yet.",
        "The cycle This year stays on 1.0.",
        '<del><span class="nhsuk-u-visually-hidden">Removed: </span>Some',
        '<ins><span class="nhsuk-u-visually-hidden">Added: </span>Many',
        "Answers carry over, marked “please confirm”. Movement and trends go on.",
        "Show the 2 that are the same",
    ):
        assert words in page


def test_a_preview_of_what_a_cycle_uses_says_so_and_offers_no_load(administrator, organisation, signed_in):
    client = signed_in(administrator)
    worlds.make_cycle(loaded().framework, [organisation])
    waiting = upload(client, garden("Some dig", "A few dig")).url
    page = text_of(client.get(waiting))
    assert "This file cannot be loaded. The cycle This year uses version 1.0" in page
    assert "Change the version in the file" in page
    assert "Leave it" in page
    assert "/publish/" not in page
    assert "/draft/" not in page
    assert client.post(f"{waiting}publish/", {"seen": Framework.objects.get().content_hash}).url == waiting
    assert "is used by a cycle" in text_of(client.get(waiting))


def test_a_preview_of_the_same_content_has_nothing_to_load_but_a_draft(administrator, signed_in):
    client = signed_in(administrator)
    loaded(draft=True)
    assert "it was a draft and is now published" in preview(client, GARDEN)
    press(client, GARDEN)
    assert Framework.objects.get().is_published
    page = preview(client, GARDEN)
    assert "There is nothing to load." in page
    assert "/publish/" not in page


def test_a_preview_of_other_content_that_nobody_uses_replaces_it(administrator, signed_in):
    client = signed_in(administrator)
    loaded()
    page = preview(client, garden("Some dig", "A few dig"))
    assert "no cycle uses it.</strong></p> <p>Loading the file replaces" in page
    assert ">What is here</th>" in page
    assert "What it means for answers" not in page
    press(client, garden("Some dig", "A few dig"))
    assert Framework.objects.get().indicators.first().descriptors.filter(text="A few dig.").exists()


def test_a_preview_that_somebody_overtook_has_to_be_looked_at_again(administrator, signed_in):
    client = signed_in(administrator)
    waiting = upload(client, garden("Some dig", "A few dig")).url
    loaded()
    assert client.post(f"{waiting}publish/", {"seen": ""}).url == waiting
    assert "Look at it again" in text_of(client.get(waiting))
    assert not Framework.objects.get().indicators.first().descriptors.filter(text="A few dig.").exists()


def test_what_was_forgotten_for_a_day_goes_with_the_next_file(administrator, signed_in):
    client = signed_in(administrator)
    old = upload(client, GARDEN).url
    WaitingFile.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    upload(client, KITE)
    assert client.get(old).url == reverse("frameworks:list")
    assert WaitingFile.objects.count() == 1


def test_faults_stand_beside_their_places_and_nothing_is_changed(administrator, signed_in):
    text = garden("title: Soil", "tittle: Soil").replace("format: 1", "format: 9")
    page = text_of(upload(signed_in(administrator), text))
    assert "The file has 3 faults. Nothing was changed." in page
    assert "unknown key tittle; did you mean title?" in page
    assert "<code>tittle: Soil</code>" in page
    assert not Framework.objects.exists()


def test_faults_of_a_workbook_stand_beside_their_cells(administrator, signed_in):
    page = text_of(upload(signed_in(administrator), changed("Dimensions", {"B2": None, "C2": "=1+1"})))
    assert "The file has 2 faults. Nothing was changed." in page
    assert "Sheet Dimensions, cell C2" in page
    assert "In the file" not in page
    assert "title is missing" in page
    assert not Framework.objects.exists()


def test_a_workbook_is_loaded_from_the_page(administrator, signed_in):
    press(signed_in(administrator), sheets_of())
    assert Framework.objects.get().is_published


def test_a_very_long_list_of_faults_is_cut_and_says_so():
    assert fault_words(1) == "The file has 1 fault. Nothing was changed. Correct the file and check it again."
    assert "1,200 faults" in fault_words(1200)
    assert "The first 500 are listed." in fault_words(1200)


def test_a_file_over_the_limit_is_refused_on_the_page(administrator, signed_in):
    page = text_of(upload(signed_in(administrator), b"x" * (17 * 1024 * 1024)))
    assert "This file is 17 MB. The limit is 16 MB." in page


@pytest.mark.parametrize("data", [b"", b"\xff", b"a: ["])
def test_what_is_no_framework_is_refused_on_the_page(administrator, signed_in, data):
    assert "Nothing was changed" in text_of(upload(signed_in(administrator), data))


def test_no_file_is_a_fault_in_words(administrator, signed_in):
    assert "Choose a file" in text_of(signed_in(administrator).post(LOAD))


def test_an_administrator_publishes_and_retires_from_the_page(administrator, signed_in):
    framework, client = loaded(draft=True).framework, signed_in(administrator)
    assert client.post(address(framework, "publish")).url == address(framework)
    assert Framework.objects.get().is_published
    client.post(address(framework, "retire"))
    assert Framework.objects.get().is_retired
    client.post(address(framework, "retire"))
    assert Framework.objects.get().is_retired


@pytest.mark.parametrize(("ending", "kind"), [("yaml", "application/yaml"), ("xlsx", CONTENT_TYPE)])
def test_anyone_downloads_a_published_framework(client, ending, kind):
    framework = loaded().framework
    response = client.get(address(framework, ending))
    assert response.headers["Content-Type"] == kind
    assert response.headers["Content-Disposition"] == f'attachment; filename="garden-1.0.{ending}"'
    assert parse(response.content).content_hash == framework.content_hash
    assert address(framework, ending) in text_of(client.get(address(framework)))


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_a_draft_is_downloaded_by_administrators_only(administrator, pot, signed_in, client, ending):
    draft = loaded(draft=True).framework
    assert signed_in(administrator).get(address(draft, ending)).status_code == 200
    assert signed_in(pot).get(address(draft, ending)).status_code == 404
    assert client.get(address(draft, ending)).status_code == 404


def test_a_retired_framework_can_still_be_downloaded(administrator, client):
    framework = loaded().framework
    retire_framework(by=administrator, framework=framework)
    assert client.get(address(framework, "yaml")).status_code == 200


def test_the_templates_are_for_those_who_load(administrator, pot, signed_in):
    page = text_of(signed_in(administrator).get(LOAD))
    for ending in ("yaml", "xlsx"):
        template = reverse(f"frameworks:template_{ending}")
        assert template in page
        assert parse(signed_in(administrator).get(template).content).framework.slug == "my-framework"
        assert signed_in(pot).get(template).status_code == 403


def test_a_larger_framework_is_downloaded_with_no_more_queries(client):
    small = worlds.make_framework("small", dimensions=(1,), levels=2)
    large = worlds.make_framework("large", dimensions=(4, 5, 6), levels=7)

    def queries(framework) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(framework, "yaml")).status_code == 200
        return len(asked)

    assert queries(small) == queries(large) <= 8


def test_anyone_reads_what_changed_between_two_versions_but_drafts(administrator, pot, signed_in, client):
    loaded()
    newer = loaded(garden('"1.0"', '"1.1"').replace("Some dig.", "Many dig.")).framework
    draft = loaded(garden('"1.0"', '"2.0"').replace("title: Digging", "title: Spades"), draft=True).framework
    page = text_of(client.get(address(newer, "changes")))
    assert "Shared garden 1.1 beside 1.0" in page
    assert "Removed: </span>Some" in page
    assert "2.0" not in page
    assert address(newer, "changes") in text_of(client.get(address(newer)))
    assert client.get(address(draft, "changes")).status_code == 404
    assert client.get(address(newer, "changes"), {"from": "2.0"}).status_code == 404
    whole = text_of(signed_in(administrator).get(address(draft, "changes"), {"from": "1.0"}))
    assert "Shared garden 2.0 beside 1.0" in whole
    assert "Many" not in whole


def test_the_first_version_has_nothing_to_be_compared_with(client):
    framework = loaded().framework
    assert "No earlier version is here" in text_of(client.get(address(framework, "changes")))
    assert address(framework, "changes") not in text_of(client.get(address(framework)))


@pytest.mark.parametrize("version", ["nothing", "1.0%00"])
def test_changes_since_an_unknown_version_are_not_found(client, version):
    assert client.get(f"{address(loaded().framework, 'changes')}?from={version}").status_code == 404


def test_others_may_not_publish_or_retire(pot, signed_in, client):
    published, draft = loaded().framework, loaded(KITE, draft=True).framework
    assert signed_in(pot).post(address(published, "retire")).status_code == 403
    assert signed_in(pot).post(address(draft, "publish")).status_code == 404
    assert client.post(address(published, "retire")).status_code == 302
    assert Framework.objects.published().get() == published
