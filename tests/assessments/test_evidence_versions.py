"""Two people at one piece of evidence: nobody's words are written over, nobody's are lost."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from assessments.actions.evidence import StaleEvidence, add_evidence, change_evidence, evidence_version, remove_evidence
from assessments.models import Document, Evidence
from tests.documents import kept_with


@pytest.fixture
def piece(draft, pot):
    dimension = draft.framework.dimensions.get(code="1")
    indicator = dimension.indicators.get(code="1.2")
    return add_evidence(by=pot, self_assessment=draft, dimension=dimension, indicator=indicator, text="As it was.")


@pytest.fixture
def by_pot(signed_in, pot):
    return signed_in(pot)


def address(piece, name="change_evidence") -> str:
    return reverse(f"assessments:{name}", args=[piece.self_assessment.uuid, piece.pk])


def typed(**fields) -> dict:
    return {"kind": "observation", "text": "Pat's words"} | fields


def test_the_form_says_which_version_it_shows(by_pot, piece):
    page = by_pot.get(address(piece)).content.decode()
    assert f'name="seen_version" value="{evidence_version(piece)}"' in page


def test_what_somebody_changed_meanwhile_is_shown_beside_ones_own(by_pot, piece, deputy):
    seen = evidence_version(piece)
    change_evidence(by=deputy, evidence=piece, text="Dan's words")
    response = by_pot.post(address(piece), typed(seen_version=seen))
    page = response.content.decode()
    assert response.status_code == 422
    assert re.search(r"Dan Hill changed this evidence at \d\d:\d\d\. Both versions are here\. Nothing is lost\.", page)
    assert escape("Dan's words") in page
    assert escape("Pat's words") in page
    assert Evidence.objects.get().text == "Dan's words"


def test_who_has_seen_both_can_save_her_own_and_the_history_keeps_the_other(by_pot, piece, deputy):
    seen = evidence_version(piece)
    change_evidence(by=deputy, evidence=piece, text="Dan's words")
    page = by_pot.post(address(piece), typed(seen_version=seen)).content.decode()
    now = re.search(r'name="seen_version" value="(\d+)"', page)[1]
    assert by_pot.post(address(piece), typed(seen_version=now)).status_code == 302
    assert Evidence.objects.get().text == "Pat's words"
    assert "Dan's words" in piece.history.values_list("text", flat=True)


def test_a_third_change_is_shown_too(by_pot, piece, deputy):
    seen = evidence_version(piece)
    for words in ("Once", "Twice"):
        change_evidence(by=deputy, evidence=piece, text=words)
        page = by_pot.post(address(piece), typed(seen_version=seen)).content.decode()
        seen = re.search(r'name="seen_version" value="(\d+)"', page)[1]
        assert words in page
    assert Evidence.objects.get().text == "Twice"


def test_the_same_form_sent_twice_is_no_conflict(by_pot, piece):
    seen = evidence_version(piece)
    for _ in range(2):
        page = typed(seen_version=seen, low="", high="", source="", attribution="", dated_on="")
        assert by_pot.post(address(piece), page).status_code == 302
    assert piece.history.count() == 2


def test_what_was_written_into_a_removed_piece_can_be_added_again(by_pot, piece, deputy):
    seen = evidence_version(piece)
    remove_evidence(by=deputy, evidence=Evidence.objects.get())
    response = by_pot.post(address(piece), typed(seen_version=seen))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Dan Hill removed this evidence at" in page
    assert escape("Pat's words") in page
    action = re.search(r'action="([^"]*/evidence/1/add/[^"]*)"', page)[1]
    assert by_pot.post(action, typed()).status_code == 302
    added = Evidence.objects.get()
    assert (added.text, added.indicator.code) == ("Pat's words", "1.2")


def test_a_removed_piece_stays_unknown_to_who_could_not_change_it(signed_in, contributor, outsider, piece, deputy):
    remove_evidence(by=deputy, evidence=Evidence.objects.get())
    assert signed_in(contributor).post(address(piece), typed()).status_code == 403
    assert signed_in(outsider).post(address(piece), typed()).status_code == 404
    assert signed_in(deputy).get(address(piece)).status_code == 404


def test_a_piece_that_changed_is_not_removed_unread(by_pot, piece, deputy):
    asked = by_pot.get(address(piece, "remove_evidence")).content.decode()
    seen = re.search(r'name="seen_version" value="(\d+)"', asked)[1]
    change_evidence(by=deputy, evidence=piece, text="Dan's words")
    response = by_pot.post(address(piece, "remove_evidence"), {"seen_version": seen})
    page = response.content.decode()
    assert response.status_code == 422
    assert escape("Dan's words") in page
    assert "Read it again before you remove it." in page
    again = re.search(r'name="seen_version" value="(\d+)"', page)[1]
    assert by_pot.post(address(piece, "remove_evidence"), {"seen_version": again}).status_code == 302
    assert not Evidence.objects.exists()


def test_a_removed_piece_is_never_written_back_by_a_late_change(piece, pot, deputy):
    late = Evidence.objects.get()
    remove_evidence(by=deputy, evidence=Evidence.objects.get())
    with pytest.raises(StaleEvidence, match="removed this evidence"):
        change_evidence(by=pot, evidence=late, text="Late words")
    assert not Evidence.objects.exists()


def test_a_file_that_somebody_put_in_meanwhile_is_not_replaced_unseen(draft, pot, deputy):
    piece = kept_with(draft, by=pot)
    seen = evidence_version(piece)
    change_evidence(by=deputy, evidence=piece, text="Another file is to come.")
    with pytest.raises(StaleEvidence):
        change_evidence(by=pot, evidence=piece, remove_document=True, seen_version=seen)
    assert Document.objects.get().evidence == piece
