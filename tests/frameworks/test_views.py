"""The pages about frameworks: who sees what, what they say, and what they ask of the database."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from frameworks.actions import retire_framework
from frameworks.definition import parse
from frameworks.forms import fault_words
from frameworks.models import Framework
from frameworks.pages import weight_words
from frameworks.sheets_written import CONTENT_TYPE
from tests import worlds
from tests.frameworks.loading import GARDEN, KITE, garden, loaded
from tests.frameworks.sheets import changed, sheets_of

pytestmark = pytest.mark.django_db
LIST, LEVELS, LOAD = (reverse(f"frameworks:{name}") for name in ("list", "levels", "load"))


def address(framework: Framework, name: str = "detail") -> str:
    return reverse(f"frameworks:{name}", args=[framework.slug, framework.version])


def text_of(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def upload(client: Client, text: str | bytes, verb: str = "load", **more):
    data = text.encode() if isinstance(text, str) else text
    return client.post(LOAD, {"file": SimpleUploadedFile("garden.yaml", data), "verb": verb, **more})


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

    assert queries(small) == queries(large) <= 12


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


def test_a_file_without_faults_is_loaded_from_the_page(administrator, signed_in):
    response = upload(signed_in(administrator), GARDEN)
    framework = Framework.objects.get()
    assert (framework.state, framework.loaded_by) == ("published", administrator)
    assert response.url == address(framework)


def test_a_file_can_be_kept_as_a_draft_from_the_page(administrator, signed_in):
    upload(signed_in(administrator), GARDEN, draft="on")
    assert Framework.objects.get().is_draft


def test_checking_from_the_page_changes_nothing(administrator, signed_in):
    page = text_of(upload(signed_in(administrator), GARDEN, verb="check"))
    assert "No faults found. Nothing was changed." in page
    assert not Framework.objects.exists()


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
    upload(signed_in(administrator), sheets_of())
    assert Framework.objects.get().is_published


def test_a_very_long_list_of_faults_is_cut_and_says_so():
    assert fault_words(1) == "The file has 1 fault. Nothing was changed. Correct the file and load it again."
    assert "1,200 faults" in fault_words(1200)
    assert "The first 500 are listed." in fault_words(1200)


def test_a_version_in_use_is_refused_on_the_page(administrator, organisation, signed_in):
    worlds.make_cycle(loaded().framework, [organisation])
    page = text_of(upload(signed_in(administrator), garden("Some dig", "A few dig")))
    assert "give it a new version" in page


def test_a_file_over_the_limit_is_refused_on_the_page(administrator, signed_in):
    page = text_of(upload(signed_in(administrator), b"x" * (17 * 1024 * 1024)))
    assert "This file is 17 MB. The limit is 16 MB." in page


@pytest.mark.parametrize("data", [b"", b"\xff", b"a: ["])
def test_what_is_no_framework_is_refused_on_the_page(administrator, signed_in, data):
    assert "Nothing was changed" in text_of(upload(signed_in(administrator), data))


def test_no_file_is_a_fault_in_words(administrator, signed_in):
    assert "Choose a file" in text_of(signed_in(administrator).post(LOAD, {"verb": "load"}))


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


def test_others_may_not_publish_or_retire(pot, signed_in, client):
    published, draft = loaded().framework, loaded(KITE, draft=True).framework
    assert signed_in(pot).post(address(published, "retire")).status_code == 403
    assert signed_in(pot).post(address(draft, "publish")).status_code == 404
    assert client.post(address(published, "retire")).status_code == 302
    assert Framework.objects.published().get() == published
