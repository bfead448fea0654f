"""Documents as evidence: what is kept, what is refused, and who may have it."""

import hashlib
import struct
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from openpyxl import Workbook

from aligns_site.access import ActionRefused
from aligns_site.document_file import LARGEST, MEGABYTE, NotADocument, clean_name, size_words
from aligns_site.storage import PrivateFolder
from assessments.actions.documents import TooManyDocuments, document_storage
from assessments.actions.evidence import add_evidence, change_evidence, remove_evidence
from assessments.actions.snapshots import fingerprint
from assessments.actions.states import (
    agree_self_assessment,
    record_submission,
    reopen_self_assessment,
    withdraw_self_assessment,
)
from assessments.ageing import is_ageing, months_before
from assessments.models import Cycle, Document, Evidence, SelfAssessment, Snapshot, User
from tests import worlds
from tests.documents import EXECUTABLE, GOOD, HTML, JPEG, PDF, PNG, kept_with, office, opendocument, packed, read

# ---- what a file is, by its content


@pytest.mark.parametrize("kind", GOOD)
def test_each_kind_is_known_by_its_content_whatever_its_name(kind):
    found = read(GOOD[kind], "notes.txt")
    assert (found.kind, found.size) == (kind, len(GOOD[kind]))
    assert found.sha256 == hashlib.sha256(GOOD[kind]).hexdigest()


def test_a_workbook_as_a_program_writes_it_is_kept(tmp_path):
    book = Workbook()
    for row in range(3000):
        book.active.append([row, "the same words", row * 2])
    book.save(tmp_path / "book.xlsx")
    assert read((tmp_path / "book.xlsx").read_bytes()).kind == "xlsx"


def lying_size() -> bytes:
    """A workbook with a part that unpacks to more than its head and the directory say."""
    data = office("xlsx", {"xl/a.xml": b"a" * 4000})
    return data.replace(struct.pack("<L", 4000), struct.pack("<L", 40))


def crowded() -> bytes:
    return office("docx", {f"word/{n}.xml": "" for n in range(5001)})


def wide_directory() -> bytes:
    return office("docx", {f"{'a' * 6000}{n}.xml": "" for n in range(200)})


def locked() -> bytes:
    """With the flag set that says that a part is encrypted."""
    data = bytearray(office("docx"))
    at = data.index(b"PK\x01\x02") + 8
    data[at] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("content", "why"),
    {
        "renamed executable": (EXECUTABLE, "by its content it is not PDF"),
        "a page called .pdf": (HTML, "by its content it is not PDF"),
        "a script before a document": (b"#!/bin/sh\n" + PDF, "by its content it is not PDF"),
        "plain words": (b"Minutes of May", "by its content it is not PDF"),
        "older or locked Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older Office format or locked"),
        "PDF cut short": (PDF[:-8], "damaged or cut short"),
        "PNG cut short": (PNG[:-9], "damaged or cut short"),
        "PNG without a size": (PNG.replace(struct.pack(">L", 1), b"\0\0\0\0", 1), "by its content it is not"),
        "JPEG cut short": (JPEG[:-1], "damaged or cut short"),
        "workbook cut short": (office("xlsx")[:-30], "damaged or cut short"),
        "workbook with a broken part": (office("xlsx").replace(b"_rels/.rels", b"_rels/.relz", 1), "damaged"),
        "workbook with an executable before it": (EXECUTABLE + office("xlsx"), "by its content it is not"),
        "comment after the end": (office("xlsx") + b"PK\x05\x06", "damaged"),
        "zip bomb": (office("xlsx", {"xl/sheet.xml": b"0" * (50 * MEGABYTE)}), "unpacks to far more than its size"),
        "size that lies": (lying_size(), "damaged"),
        "more parts than a document": (crowded(), "more parts than a document"),
        "names without end": (wide_directory(), "more parts than a document"),
        "plain zip": (packed({"a.txt": "words"}), "is not Word, Excel, PowerPoint or OpenDocument"),
        "OpenDocument drawing": (packed({"mimetype": "application/vnd.oasis.opendocument.graphics", "content.xml": ""}),
                                 "is not Word, Excel, PowerPoint or OpenDocument"),
        "macros": (office("xlsx", {"xl/vbaProject.bin": b"x"}), "it holds macros"),
        "macros by content type": (
            office("docx", content_type="application/vnd.ms-word.document.macroEnabled.main+xml"), "it holds macros"),
        "OpenDocument macros": (opendocument("ods", {"Basic/Standard/Module1.xml": "x"}), "it holds macros"),
        "a part that leads out": (office("docx", {"../../evil.sh": "x"}), "the names of its parts"),
        "a part from the root": (office("docx", {"/etc/passwd": "x"}), "the names of its parts"),
        "a password": (locked(), "locked with a password"),
        "a strange packing": (packed({"[Content_Types].xml": ""}, zipfile.ZIP_LZMA), "packed in a way"),
    }.values(),
)  # fmt: skip
def test_what_is_no_document_is_refused_with_the_reason(content, why):
    with pytest.raises(NotADocument) as refusal:
        read(content, "Report.pdf")
    assert str(refusal.value).startswith("This is not a document that can be kept: ")
    assert why in str(refusal.value)


def test_many_parts_that_each_grow_little_cannot_grow_too_far_together(monkeypatch):
    monkeypatch.setattr("aligns_site.document_file.MOST_UNPACKED", 1000)
    with pytest.raises(NotADocument, match="unpacks to far more"):
        read(office("xlsx", {f"xl/{n}.xml": "words" * 20 for n in range(20)}))


def test_an_empty_file_and_a_large_one_say_so():
    with pytest.raises(NotADocument, match=r"This file is empty\."):
        read(b"")
    with pytest.raises(NotADocument, match=r"^This file is 25 MB\. The limit is 20 MB\.$"):
        read(PDF + b"\0" * (25 * MEGABYTE - len(PDF)))
    whole = PDF[:-6] + b"\0" * (LARGEST - len(PDF)) + PDF[-6:]
    assert read(whole).size == LARGEST
    with pytest.raises(NotADocument, match="This file is 21 MB"):
        read(whole + b"\n")


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("Plan 2026.PDF", "Plan 2026.PDF"),
        ("invoice.pdf.exe", "invoice.pdf.exe.pdf"),
        ("page.html", "page.html.pdf"),
        ("a\r\nSet-Cookie: b\x00.pdf", "a Set-Cookie b.pdf"),
        ("fdp\u202eexe.pdf", "fdpexe.pdf"),
        ('"quoted".pdf', "quoted .pdf"),
        (".htaccess", "htaccess.pdf"),
        ("..", "document.pdf"),
        ("", "document.pdf"),
        (".pdf", "pdf.pdf"),
        ("Plän für Ö.pdf", "Plän für Ö.pdf"),
    ],
)
def test_a_name_keeps_no_control_character_and_ends_truly(given, cleaned):
    assert clean_name(given, "pdf") == cleaned


def test_a_long_name_keeps_its_ending():
    name = clean_name("a" * 300 + ".jpg", "jpeg")
    assert (len(name), name[-4:]) == (120, ".jpg")
    assert len(clean_name("a" * 300, "jpeg")) == 120


@pytest.mark.parametrize(("size", "words"), [(1, "1 KB"), (240 * 1024, "240 KB"), (LARGEST, "20 MB")])
def test_a_size_is_said_in_round_figures(size, words):
    assert size_words(size) == words


def test_the_folder_of_documents_gives_no_address_and_lets_nobody_else_in(tmp_path):
    folder = PrivateFolder(tmp_path / "documents")
    folder.save("one", ContentFile(PDF))
    with pytest.raises(ValueError, match="no address"):
        folder.url("one")
    assert (tmp_path / "documents" / "one").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "documents").stat().st_mode & 0o777 == 0o700


# ---- the verbs


def stored() -> set[str]:
    return set(document_storage().listdir("")[1])


@pytest.fixture
def emptied(db):
    """The storage outlives the rows of a test."""
    for name in stored():
        document_storage().delete(name)


@pytest.fixture
def piece(emptied, draft, pot) -> Evidence:
    return kept_with(draft, by=pot, shared=True)


def test_a_document_is_kept_under_a_name_of_its_own(piece, pot):
    document = piece.document
    assert (document.name, document.kind, document.size, document.added_by) == ("Plan.pdf", "pdf", len(PDF), pot)
    assert stored() == {document.uuid.hex}
    assert document_storage().open(document.stored_name).read() == PDF


def test_another_file_takes_its_place_and_the_first_is_deleted(piece, pot, django_capture_on_commit_callbacks):
    first = piece.document
    with django_capture_on_commit_callbacks(execute=True):
        change_evidence(by=pot, evidence=piece, document=read(PNG, "Photo.png"))
    second = Document.objects.get()
    assert (second.name, second.evidence, second.uuid != first.uuid) == ("Photo.png", piece, True)
    assert stored() == {second.uuid.hex}


def test_a_change_of_words_leaves_the_document_alone(piece, pot):
    change_evidence(by=pot, evidence=piece, text="Other words.")
    assert Document.objects.get().evidence == piece


@pytest.mark.parametrize("how", ["ticked", "with its evidence"])
def test_a_removed_document_is_deleted(piece, pot, how, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        if how == "ticked":
            change_evidence(by=pot, evidence=piece, remove_document=True)
        else:
            remove_evidence(by=pot, evidence=piece)
    assert not Document.objects.exists()
    assert stored() == set()


@pytest.mark.parametrize("how", ["ticked", "with its evidence", "replaced"])
def test_what_a_submission_holds_is_never_deleted(piece, draft, pot, how, django_capture_on_commit_callbacks):
    document = piece.document
    record_submission(SelfAssessment.objects.get(pk=draft.pk), by=pot)
    withdraw_self_assessment(by=pot, self_assessment=draft)
    with django_capture_on_commit_callbacks(execute=True):
        if how == "ticked":
            change_evidence(by=pot, evidence=piece, remove_document=True)
        elif how == "replaced":
            change_evidence(by=pot, evidence=piece, document=read(PNG))
        else:
            remove_evidence(by=pot, evidence=piece)
    document.refresh_from_db()
    assert document.evidence is None
    assert document.uuid.hex in stored()


def test_a_snapshot_holds_the_document_and_only_where_there_is_one(piece, draft, pot):
    add_evidence(by=pot, self_assessment=draft, dimension=piece.dimension, text="Words alone.")
    snapshot = record_submission(SelfAssessment.objects.get(pk=draft.pk), by=pot).counting_snapshot
    with_file, without = snapshot.content["evidence"]
    assert with_file["document"] == {
        "uuid": str(piece.document.uuid), "name": "Plan.pdf", "kind": "pdf", "size": len(PDF),
        "sha256": hashlib.sha256(PDF).hexdigest(),
    }  # fmt: skip
    assert "document" not in without
    assert Snapshot.objects.get().sha256 == fingerprint(snapshot.content)


def test_a_file_comes_only_with_the_kind_document(emptied, draft, pot):
    with pytest.raises(ActionRefused, match="kind Document"):
        add_evidence(
            by=pot, self_assessment=draft, dimension=draft.framework.dimensions.first(), text="x", document=read()
        )
    assert (Evidence.objects.count(), stored()) == (0, set())


def test_another_kind_cannot_leave_a_file_behind(piece, pot):
    with pytest.raises(ActionRefused, match="Remove the file too"):
        change_evidence(by=pot, evidence=piece, kind="observation")
    assert Evidence.objects.get().kind == "document"


def test_the_number_of_documents_has_a_limit(piece, draft, pot, settings):
    settings.MOST_DOCUMENTS = 1
    with pytest.raises(TooManyDocuments, match="holds 1 documents, which is the limit"):
        kept_with(draft, by=pot)
    assert (Evidence.objects.count(), len(stored())) == (1, 1)


def test_at_the_limit_a_file_can_still_be_replaced(piece, pot, settings):
    settings.MOST_DOCUMENTS = 1
    change_evidence(by=pot, evidence=piece, document=read(PNG))
    assert Document.objects.get().kind == "png"


def test_all_documents_together_have_a_limit(piece, draft, pot, settings):
    settings.MOST_DOCUMENT_MEGABYTES = 1
    large = PDF[:-6] + b"\0" * (MEGABYTE - len(PDF) - 10) + PDF[-6:]
    with pytest.raises(TooManyDocuments, match=r"come to 2 MB\. The limit is 1 MB in all"):
        kept_with(draft, by=pot, content=large)
    assert (Evidence.objects.count(), len(stored())) == (1, 1)


def test_an_export_has_the_words_of_a_document_and_nothing_of_its_file(piece, draft, pot, capsys):
    record_submission(SelfAssessment.objects.get(pk=draft.pk), by=pot)
    call_command("export_assessments", cycle=draft.cycle.slug)
    said = capsys.readouterr().out
    assert "document,The plan for next year." in said
    assert "Plan.pdf" not in said


# ---- who may have it


def address(document: Document) -> str:
    return reverse("assessments:document", args=[document.self_assessment.uuid, document.uuid])


@pytest.fixture
def people(contributor, pot, ics_lead, regional_lead, administrator, outsider, neighbour, faraway):
    return {
        "contributor": contributor,
        "pot": pot,
        "ics_lead": ics_lead,
        "regional_lead": regional_lead,
        "administrator": administrator,
        "outsider": outsider,
        "neighbour": worlds.make_person("neighbour", "pot", neighbour),
        "peer": worlds.make_person("peer", "contributor", faraway),
        "nobody": worlds.make_person("nobody"),
    }


OWN = {"contributor", "pot"}
LEADS = {"ics_lead", "regional_lead", "administrator"}
PEERS = {"neighbour", "peer"}


@pytest.mark.parametrize(
    ("case", "visibility", "served"),
    [
        ("draft", "named", OWN),
        ("submitted", "named", OWN | LEADS | PEERS),
        ("submitted", "anonymous", OWN | LEADS),
        ("submitted", "private", OWN | LEADS),
        ("kept inside", "named", OWN),
        ("withdrawn", "named", OWN),
        ("added since", "named", OWN),
        ("removed since", "named", OWN | LEADS | PEERS),
        ("removed and submitted again", "named", OWN),
    ],
)
def test_who_may_have_a_document(emptied, draft, pot, people, signed_in, case, visibility, served):
    Cycle.objects.filter(pk=draft.cycle_id).update(visibility=visibility)
    held = SelfAssessment.objects.get(pk=draft.pk)
    if case == "added since":
        reopened(held, pot, people["ics_lead"])
    piece = kept_with(held, by=pot, shared=case != "kept inside")
    document = piece.document
    if case in ("submitted", "kept inside", "withdrawn"):
        record_submission(held, by=pot)
    if case == "withdrawn":
        withdraw_self_assessment(by=pot, self_assessment=held)
    if case.startswith("removed"):
        reopened(held, pot, people["ics_lead"])
        remove_evidence(by=pot, evidence=piece)
    if case.endswith("again"):
        record_submission(SelfAssessment.objects.get(pk=draft.pk), by=pot)
    found = {name: signed_in(person).get(address(document)).status_code for name, person in people.items()}
    assert found == {name: 200 if name in served else 404 for name in people}


def reopened(held: SelfAssessment, pot: User, ics_lead: User) -> None:
    """Submitted, agreed and open again: the submission goes on counting."""
    record_submission(held, by=pot)
    agree_self_assessment(by=ics_lead, self_assessment=held)
    reopen_self_assessment(by=ics_lead, self_assessment=held)
    held.refresh_from_db()


def test_the_address_of_another_self_assessment_does_not_lead_to_it(piece, cycle, neighbour, pot, signed_in):
    other = worlds.begin(cycle, neighbour, by=pot)
    browser = signed_in(worlds.make_person("neighbour", "pot", neighbour))
    assert browser.get(reverse("assessments:document", args=[other.uuid, piece.document.uuid])).status_code == 404


def test_whoever_left_the_organisation_no_longer_has_it(piece, pot, signed_in):
    browser = signed_in(pot)
    assert browser.get(address(piece.document)).status_code == 200
    pot.memberships.all().delete()
    assert browser.get(address(piece.document)).status_code == 404


def test_a_document_comes_as_a_download_of_a_safe_type(piece, pot, signed_in):
    response = signed_in(pot).get(address(piece.document))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="Plan.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response["Cache-Control"]


def test_a_file_that_is_lost_is_not_found(piece, pot, signed_in):
    document_storage().delete(piece.document.stored_name)
    assert signed_in(pot).get(address(piece.document)).status_code == 404


# ---- the pages


TYPED = {"kind": "document", "text": "The plan for next year.", "low": "", "high": "", "source": "", "attribution": ""}


@pytest.fixture
def add(draft, pot, signed_in):
    """A function: send the form with this file."""
    browser = signed_in(pot)

    def send(content: bytes, name: str = "Plan.pdf", **typed):
        sent = TYPED | typed | ({"document": SimpleUploadedFile(name, content)} if content is not None else {})
        return browser.post(reverse("assessments:add_evidence", args=[draft.uuid, "1"]), sent)

    return send


def test_a_document_is_added_and_listed_with_its_size(emptied, add, draft, pot, signed_in):
    assert add(PDF).status_code == 302
    page = signed_in(pot).get(reverse("assessments:dimension", args=[draft.uuid, "1"])).content.decode()
    document = Document.objects.get()
    assert f'Document: <a href="{address(document)}">Plan.pdf (PDF, 1 KB)</a>' in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (EXECUTABLE, "This is not a document that can be kept"),
        (HTML, "This is not a document that can be kept"),
        (b"", "This file is empty"),
        (PDF + b"\0" * (25 * MEGABYTE - len(PDF)), "This file is 25 MB. The limit is 20 MB."),
        (office("xlsx", {"xl/s.xml": b"0" * (50 * MEGABYTE)}), "unpacks to far more than its size"),
    ],
    ids=["executable", "page", "empty", "large", "bomb"],
)
def test_a_refused_file_stores_nothing_and_keeps_the_words(emptied, add, content, words):
    response = add(content)
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert "The plan for next year." in page
    assert (Evidence.objects.count(), Document.objects.count(), stored()) == (0, 0, set())


PATHS = ["../../etc/passwd.pdf", "C:\\x\\y.pdf", "/etc/passwd.pdf", "..&#47;y.pdf", "a/", "../.."]


def sent_as(name: str) -> bytes:
    """A form with a file of this name, byte for byte: no client of ours would send a path."""
    parts = [f'name="{field}"\r\n\r\n{value}'.encode() for field, value in TYPED.items()]
    parts.append(f'name="document"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'.encode() + PDF)
    return b"".join(b"--edge\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--edge--\r\n"


@pytest.mark.parametrize("name", PATHS)
def test_a_path_in_the_name_is_refused_and_nothing_stored(emptied, draft, pot, signed_in, name):
    path = reverse("assessments:add_evidence", args=[draft.uuid, "1"])
    response = signed_in(pot).generic("POST", path, sent_as(name), content_type="multipart/form-data; boundary=edge")
    page = response.content.decode()
    assert response.status_code == 422
    assert ("has a path in it" in page) or (name in ("a/", "../..") and "Choose a file" in page)
    assert "The plan for next year." in page
    assert (Evidence.objects.count(), Document.objects.count(), stored()) == (0, 0, set())


def test_a_plain_name_sent_the_same_way_is_kept(emptied, draft, pot, signed_in):
    path = reverse("assessments:add_evidence", args=[draft.uuid, "1"])
    body = sent_as("Plan.pdf")
    assert (
        signed_in(pot).generic("POST", path, body, content_type="multipart/form-data; boundary=edge").status_code == 302
    )
    assert Document.objects.get().name == "Plan.pdf"


def test_the_folder_of_documents_has_no_address(piece, pot, signed_in):
    name, browser = piece.document.stored_name, signed_in(pot)
    for path in (
        f"/media/documents/{name}",
        f"/documents/{name}",
        f"/static/{name}",
        f"/static/../media/documents/{name}",
    ):
        assert browser.get(path).status_code == 404


def test_a_good_file_is_asked_for_again_where_something_else_is_wrong(emptied, add):
    response = add(PDF, text="")
    assert "Choose the file again" in response.content.decode()
    assert stored() == set()


def test_a_full_self_assessment_refuses_in_plain_words(piece, add, settings):
    settings.MOST_DOCUMENTS = 1
    response = add(PDF)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Remove one to make room." in page
    assert "Choose the file again" in page
    assert Evidence.objects.count() == 1


def test_a_file_with_another_kind_is_asked_about(emptied, add):
    response = add(PDF, kind="observation")
    assert "Choose “Document” to keep the file that you chose" in response.content.decode()
    assert stored() == set()


@pytest.fixture
def change(piece, pot, signed_in):
    browser = signed_in(pot)
    path = reverse("assessments:change_evidence", args=[piece.self_assessment.uuid, piece.pk])
    return lambda **typed: browser.post(path, TYPED | typed)


def test_the_form_shows_the_file_that_is_kept(piece, pot, signed_in):
    path = reverse("assessments:change_evidence", args=[piece.self_assessment.uuid, piece.pk])
    page = signed_in(pot).get(path).content.decode()
    assert f'<a href="{address(piece.document)}">Plan.pdf (PDF, 1 KB)</a> is kept here now' in page


def test_the_form_keeps_the_file_when_only_words_change(change, piece):
    assert change(text="Other words.").status_code == 302
    assert Document.objects.get().evidence == piece
    assert Evidence.objects.get().text == "Other words."


def test_the_form_replaces_the_file(change):
    assert change(document=SimpleUploadedFile("Photo.png", PNG)).status_code == 302
    assert Document.objects.get().name == "Photo.png"


def test_the_form_removes_the_file(change):
    assert change(remove_document="on").status_code == 302
    assert not Document.objects.exists()


def test_the_form_does_not_let_a_change_of_kind_lose_the_file(change):
    assert "Remove the file too" in change(kind="observation").content.decode()
    assert change(kind="observation", remove_document="on").status_code == 302
    assert not Document.objects.exists()


def test_the_profile_offers_a_shared_document_to_a_peer(piece, draft, pot, people, signed_in):
    kept_with(draft, by=pot, name="Inside.pdf", shared=False)
    record_submission(SelfAssessment.objects.get(pk=draft.pk), by=pot)
    path = reverse("reports:profile", args=[draft.cycle.slug, draft.organisation.slug])
    page = signed_in(people["peer"]).get(path).content.decode()
    assert f'Document: <a href="{address(piece.document)}">Plan.pdf (PDF, 1 KB)</a>' in page
    assert "Inside.pdf" not in page


# ---- ageing


@pytest.mark.parametrize(
    ("dated_on", "closes_on", "ages"),
    [
        (date(2025, 3, 31), date(2027, 3, 31), False),
        (date(2025, 3, 30), date(2027, 3, 31), True),
        (date(2026, 2, 28), date(2028, 2, 29), False),
        (date(2026, 2, 27), date(2028, 2, 29), True),
        (None, date(2027, 3, 31), False),
    ],
)
def test_evidence_ages_by_the_close_of_its_cycle(dated_on, closes_on, ages):
    assert is_ageing(dated_on, closes_on=closes_on, months=24) is ages


def test_months_are_counted_over_the_turn_of_years():
    assert months_before(date(2027, 1, 31), 2) == date(2026, 11, 30)
    assert months_before(date(2027, 12, 15), 24) == date(2025, 12, 15)


def test_ageing_evidence_is_marked_in_words_wherever_it_stands(draft, pot, people, signed_in):
    dimension = draft.framework.dimensions.first()
    limit = months_before(draft.cycle.closes_on, 24)
    said = {"by": pot, "self_assessment": draft, "dimension": dimension, "shared": True}
    add_evidence(**said, indicator=dimension.indicators.first(), text="New.", dated_on=limit)
    add_evidence(**said, indicator=dimension.indicators.first(), text="Old.", dated_on=limit - timedelta(days=1))
    browser, mark = signed_in(pot), "Ageing: older than 24 months"
    assert browser.get(reverse("assessments:dimension", args=[draft.uuid, "1"])).content.decode().count(mark) == 1
    check = browser.get(reverse("assessments:check", args=[draft.uuid])).content.decode()
    assert "2 pieces of evidence, of these 1 ageing" in check
    record_submission(SelfAssessment.objects.get(pk=draft.pk), by=pot)
    path = reverse("reports:profile", args=[draft.cycle.slug, draft.organisation.slug])
    assert signed_in(people["peer"]).get(path).content.decode().count(mark) == 1


def test_the_age_at_which_evidence_is_marked_can_be_set(draft, pot, signed_in, settings):
    settings.EVIDENCE_AGES_AFTER_MONTHS = 6
    day = months_before(draft.cycle.closes_on, 7)
    add_evidence(by=pot, self_assessment=draft, dimension=draft.framework.dimensions.first(), text="x", dated_on=day)
    page = signed_in(pot).get(reverse("assessments:dimension", args=[draft.uuid, "1"])).content.decode()
    assert "Ageing: older than 6 months" in page
