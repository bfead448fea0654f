"""What is no document is refused in a sentence, in a real browser: nothing is stored, and no typed word is lost."""

import pytest
from playwright.sync_api import expect

from aligns_site.document_file import MEGABYTE
from assessments.models import Document, Evidence
from tests.browser.test_answering import without_script
from tests.documents import EXECUTABLE, HTML, PDF, office

NO_DOCUMENT = "This is not a document that can be kept"
WORDS = "The plan for next year, as the board agreed it."
REFUSED = [
    ("Plan.pdf", EXECUTABLE, NO_DOCUMENT),
    ("Plan.pdf", HTML, NO_DOCUMENT),
    ("Plan.pdf", PDF + b"\0" * (25 * MEGABYTE - len(PDF)), "This file is 25 MB. The limit is 20 MB."),
    ("Figures.xlsx", office("xlsx", {"xl/sheet.xml": b"0" * (50 * MEGABYTE)}), "it unpacks to far more than its size"),
]


@pytest.mark.parametrize(
    "has_script", [True, pytest.param(False, marks=without_script)], ids=["with JavaScript", "without JavaScript"]
)
def test_files_that_cannot_be_kept_are_refused_and_the_words_stay(
    draft, pot, sign_in, visit, page, check_page, has_script, tmp_path
):
    sign_in(pot)
    visit(f"/assessments/{draft.uuid}/evidence/1/add/?indicator=1.1")
    page.get_by_role("radio", name="Document", exact=True).check()
    page.get_by_label("What does it say?").fill(WORDS)
    file = page.get_by_label("The file")
    for name, content, why in REFUSED if has_script else REFUSED[:1]:
        (tmp_path / name).write_bytes(content)
        file.set_input_files(tmp_path / name)
        page.get_by_role("button", name="Save evidence").click()
        summary = page.get_by_role("alert", name="There is a problem")
        expect(summary).to_contain_text(why)
        expect(page.get_by_label("What does it say?")).to_have_value(WORDS)
        expect(page.get_by_role("radio", name="Document", exact=True)).to_be_checked()
        assert (Evidence.objects.count(), Document.objects.count()) == (0, 0)
    check_page()
    file.set_input_files({"name": "Plan.pdf", "mimeType": "", "buffer": PDF})
    page.get_by_role("button", name="Save evidence").click()
    expect(page.get_by_role("link", name="Plan.pdf (PDF, 1 KB)")).to_be_visible()
    assert Evidence.objects.get().text == WORDS
