"""A large file from the page: it is seen to come, whole or not at all."""

import pytest
from django.urls import reverse

from frameworks import growing
from frameworks.models import Framework, WaitingFile
from frameworks.waiting import keep_file
from tests.frameworks.loading import large

pytestmark = pytest.mark.django_db


@pytest.fixture
def pressed(administrator, signed_in):
    """The answer to the press that loads 550 indicators."""
    file = keep_file(by=administrator, name="large.yaml", content=large(11, 50).encode())
    return signed_in(administrator).post(reverse("frameworks:publish_waiting", args=[file.uuid]), {"seen": ""})


def test_a_large_file_is_stored_line_by_line(pressed):
    pieces = [piece.decode() for piece in pressed.streaming_content]
    assert "<h1>Loading Large 1</h1>" in pieces[0]
    assert pieces[1:4] == [f"<p>Stored {done} of 550 indicators.</p>\n" for done in (250, 500, 550)]
    assert "Done." in pieces[4]
    assert reverse("frameworks:detail", args=["large", "1"]) in pieces[4]
    assert pieces[4].rstrip().endswith("</html>")
    assert Framework.objects.get().is_published
    assert not WaitingFile.objects.exists()


def test_nobody_on_the_way_holds_lines_back(pressed):
    assert pressed.headers["Content-Encoding"] == "identity"
    assert pressed.headers["X-Accel-Buffering"] == "no"
    pressed.close()


def test_who_goes_away_half_way_has_changed_nothing(pressed):
    stream = iter(pressed.streaming_content)
    assert "Loading" in next(stream).decode()
    assert "Stored 250" in next(stream).decode()
    assert Framework.objects.exists()
    # What the server does when nobody reads on; `pressed.close()` would close the test's own connection too.
    pressed._iterator.close()
    assert not Framework.objects.exists()
    assert WaitingFile.objects.exists()


def test_what_is_refused_on_the_way_is_said_on_the_page(administrator, signed_in):
    file = keep_file(by=administrator, name="large.yaml", content=large(11, 50).encode())
    address = reverse("frameworks:publish_waiting", args=[file.uuid])
    page = b"".join(signed_in(administrator).post(address, {"seen": "other"}).streaming_content).decode()
    assert "Not loaded.</strong> Somebody loaded this version" in page
    assert not Framework.objects.exists()
    assert growing.LINES not in page
