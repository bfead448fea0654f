"""The pages about crosswalks: who sees which, that both ways are there, and what they ask of the database."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from frameworks.crosswalks.actions import known_versions
from frameworks.crosswalks.file import parse
from frameworks.models import Crosswalk, Framework, Indicator, Pair, RemovedCrosswalk
from tests import worlds
from tests.frameworks.crosswalks.loading import CROSSWALK, crosswalk
from tests.frameworks.loading import GARDEN, KITE, loaded
from tests.frameworks.test_views import address, text_of

pytestmark = pytest.mark.django_db
LIST, LOAD = reverse("frameworks:crosswalks"), reverse("frameworks:load_crosswalk")
THERE, BACK = ["garden", "1.0", "kite", "2026.10"], ["kite", "2026.10", "garden", "1.0"]
OLDER = GARDEN.replace('version: "1.0"', 'version: "0.9"').replace("        equivalent_to: [garden@0.9#A.1]\n", "")


def pair_page(client, ends: list[str], name: str = "crosswalk"):
    return client.get(reverse(f"frameworks:{name}", args=ends))


@pytest.fixture
def linked(db):
    return loaded().framework, loaded(KITE).framework, crosswalk().crosswalk


def test_a_crosswalk_reads_both_ways(linked, client):
    there, back = text_of(pair_page(client, THERE)), text_of(pair_page(client, BACK))
    assert "From Shared garden 1.0 to Kite flying 2026.10" in there
    assert "From Kite flying 2026.10 to Shared garden 1.0" in back
    for page in (there, back):
        for words in ("2 pairs: 1 close, 1 in part.", "A.1 Digging", "1.10 Waiting for wind", "Both need fingers."):
            assert words in page
        assert "This crosswalk is a draft" in page
    assert reverse("frameworks:crosswalk", args=BACK) in there
    assert reverse("frameworks:crosswalk", args=THERE) in back


def test_what_has_no_counterpart_is_listed(linked, client):
    page = text_of(pair_page(client, THERE))
    assert "2 of 3 indicators have no counterpart." in page
    assert "A.2 Watering" in page
    assert "Each of the 2 indicators has a counterpart." in page


def test_the_page_of_a_framework_names_counterparts_at_both_ends(linked, client):
    garden, kite = text_of(client.get(address(linked[0]))), text_of(client.get(address(linked[1])))
    assert 'Close to <a href="/frameworks/kite/2026.10/indicators/1.1/">1.1 Knowing the wind</a> in Kite' in garden
    assert 'In part the same as <a href="/frameworks/garden/1.0/indicators/A.1/">A.1 Digging</a> in Shared' in kite
    assert reverse("frameworks:crosswalk", args=BACK) in kite


def test_what_a_framework_file_declares_is_shown_both_ways_and_stored_nowhere(client):
    newer, older = loaded().framework, loaded(OLDER).framework
    assert "Shared garden 1.0 and Shared garden 0.9" in text_of(client.get(LIST))
    assert 'The same as <a href="/frameworks/garden/0.9/indicators/A.1/">' in text_of(client.get(address(newer)))
    assert 'The same as <a href="/frameworks/garden/1.0/indicators/A.1/">' in text_of(client.get(address(older)))
    for ends in (["garden", "1.0", "garden", "0.9"], ["garden", "0.9", "garden", "1.0"]):
        page = text_of(pair_page(client, ends))
        assert "1 pair: 1 same." in page
        assert "Declared in the framework file of Shared garden 1.0." in page
        assert pair_page(client, ends, "crosswalk_yaml").status_code == 404
    assert not Pair.objects.exists()


def test_what_a_crosswalk_only_repeats_is_shown_once(client):
    loaded(), loaded(OLDER)
    crosswalk(
        "format: 1\ncrosswalk: {title: T, between: garden@0.9, and: garden@1.0}\n"
        "pairs: [{from: A.1, to: A.1, how: same}, {from: A.2, to: A.2, how: same}]\n"
    )
    assert "2 pairs: 2 same." in text_of(pair_page(client, ["garden", "0.9", "garden", "1.0"]))


def test_a_crosswalk_with_a_draft_is_there_for_administrators_only(client, administrator, pot, signed_in):
    loaded(), loaded(KITE, draft=True)
    crosswalk()
    for browser in (client, signed_in(pot)):
        assert "Kite" not in text_of(browser.get(LIST))
        assert "Kite" not in text_of(browser.get(address(Framework.objects.get(slug="garden"))))
        assert pair_page(browser, THERE).status_code == 404
        assert pair_page(browser, BACK, "crosswalk_csv").status_code == 404
    assert "Kite" in text_of(signed_in(administrator).get(LIST))
    assert pair_page(signed_in(administrator), THERE).status_code == 200


def test_two_versions_that_nothing_links_have_no_page(client):
    loaded(), loaded(KITE)
    assert pair_page(client, THERE).status_code == 404
    assert pair_page(client, ["garden", "1.0", "garden", "1.0"]).status_code == 404
    assert "No crosswalk is loaded yet." in text_of(client.get(LIST))


def test_a_crosswalk_is_downloaded_as_it_is_read(linked, client):
    answer = pair_page(client, BACK, "crosswalk_csv")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(line["from_code"], line["how"], line["to_code"], line["note"]) for line in lines] == [
        ("1.1", "close", "A.1", "Both need fingers."),
        ("1.10", "part", "A.1", ""),
    ]


def test_its_yaml_can_be_loaded_again(linked, client):
    data = pair_page(client, BACK, "crosswalk_yaml").content
    assert parse(data, known_versions()).content_hash == linked[2].content_hash


def upload(browser, text: str, verb: str = "load"):
    return browser.post(LOAD, {"file": SimpleUploadedFile("crosswalk.yaml", text.encode()), "verb": verb})


def test_an_administrator_loads_a_file_and_others_do_not(administrator, pot, signed_in, client):
    loaded(), loaded(KITE)
    browser = signed_in(administrator)
    assert "No faults found. Nothing was changed." in text_of(upload(browser, CROSSWALK, "check"))
    assert not Crosswalk.objects.exists()
    assert upload(signed_in(pot), CROSSWALK).status_code == 403
    assert upload(browser, CROSSWALK).url == reverse("frameworks:crosswalk", args=THERE)
    assert Crosswalk.objects.get().loaded_by == administrator
    assert LOAD not in text_of(client.get(LIST))


def test_one_that_is_removed_is_kept_as_a_file_that_can_be_loaded_again(linked, client, administrator, pot, signed_in):
    removing = reverse("frameworks:remove_crosswalk", args=THERE)
    assert signed_in(pot).post(removing).status_code == 403
    browser = signed_in(administrator)
    assert removing in text_of(pair_page(browser, THERE))
    assert "Remove “Garden and kite”?" in text_of(browser.get(removing))
    assert Crosswalk.objects.exists()
    page = text_of(browser.post(removing, follow=True))
    assert "taken away by Administrator on" in page
    assert not Crosswalk.objects.exists()
    kept = RemovedCrosswalk.objects.get()
    file = reverse("frameworks:removed_crosswalk", args=[kept.pk])
    assert file in page
    for other in (client, signed_in(pot)):
        assert file not in text_of(other.get(LIST))
        assert other.get(file).status_code != 200
    assert upload(browser, browser.get(file).content.decode()).url == reverse("frameworks:crosswalk", args=THERE)
    assert Crosswalk.objects.get().content_hash == linked[2].content_hash


def test_faults_stand_beside_their_lines(administrator, signed_in):
    loaded(), loaded(KITE)
    page = text_of(upload(signed_in(administrator), CROSSWALK.replace("how: part", "how: nearly")))
    assert "The file has 1 fault. Nothing was changed." in page
    assert "how must be same, close or part, not nearly" in page
    assert "how: nearly}</code>" in page


def test_more_links_need_no_more_queries(client):
    """On all three pages, with declared pairs and crosswalks, at two sizes."""
    base = worlds.make_framework("base", dimensions=(4,))
    paths = [LIST, address(base), reverse("frameworks:crosswalk", args=["base", "1", "other-0", "1"])]

    def link(number: int, count: int) -> None:
        other = worlds.make_framework(f"other-{number}", dimensions=(4,))
        crosswalk(
            f"format: 1\ncrosswalk: {{title: T{number}, between: base@1, and: other-{number}@1}}\npairs:\n"
            + "".join(f"  - {{from: '1.{n}', to: '1.{n}', how: part}}\n" for n in range(1, count + 1))
        )
        Indicator.objects.filter(framework=other, code="1.4").update(equivalent_to=["base@1#1.4"])

    def queries() -> list[int]:
        counts = []
        for path in paths:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            counts.append(len(asked))
        return counts

    link(0, 1)
    few = queries()
    link(1, 3)
    link(2, 3)
    assert queries() == few
    assert max(few) <= 14
