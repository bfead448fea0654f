"""Reviewing the wording of a version: who may, what is kept, and when it stops being draft."""

import pytest
from django.core import mail
from django.db.models import ProtectedError

from aligns_site.access import ActionRefused, NotPermitted
from assessments.models import User
from frameworks.actions import VersionInUse
from frameworks.definition import parse
from frameworks.models import Framework, Indicator, LevelDescriptor, Reviewer, ReviewMark
from frameworks.pages.preview import words_of
from frameworks.previews import preview_of
from frameworks.reviewing.actions import (
    AlreadyDone,
    comment_on,
    end_reviewer,
    invite_reviewer,
    mark_indicator_reviewed,
    mark_reviewed,
    send_invitation_again,
    settle_comment,
    take_back,
)
from frameworks.stored import plain_of
from tests import worlds
from tests.frameworks.loading import GARDEN, KITE, garden, loaded

pytestmark = pytest.mark.django_db
SITE = "https://aligns.example/"


@pytest.fixture
def version(db) -> Framework:
    """The garden: six descriptors with words, one of them reviewed by its file."""
    return loaded(draft=True).framework


@pytest.fixture
def reviewer(version, administrator) -> User:
    return invited(version, administrator, "ana@trust.example").user


def invited(version, by, email="ana@trust.example", name="Ana Costa") -> Reviewer:
    return invite_reviewer(by=by, framework=version, email=email, name=name, site=SITE)[0]


def words(version: Framework, code="A.1", level="bare") -> LevelDescriptor:
    return LevelDescriptor.objects.get(indicator__framework=version, indicator__code=code, level__slug=level)


def mark_all(version: Framework, by) -> None:
    for indicator in version.indicators.all():
        mark_indicator_reviewed(by=by, indicator=indicator)


def wording(version: Framework) -> str:
    return Framework.objects.get(pk=version.pk).wording


def test_somebody_new_is_invited_with_a_link_to_choose_a_password(
    version, administrator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        reviewer = invited(version, administrator, "Ana@Trust.example")
    assert (reviewer.user.email, reviewer.user.is_member) == ("ana@trust.example", False)
    (sent,) = mail.outbox
    assert sent.to == ["ana@trust.example"]
    assert "/accounts/password/reset/key/" in sent.body
    assert f"{SITE}frameworks/garden/1.0/review/" in sent.body


def test_a_person_with_an_account_is_invited_once(version, administrator, pot, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = invited(version, administrator, pot.email)
        assert invite_reviewer(by=administrator, framework=version, email=pot.email, site=SITE) == (first, False)
    assert len(mail.outbox) == 1
    assert "choose your password" not in mail.outbox[0].body
    assert first.user == pot


def test_the_invitation_can_be_sent_again_until_it_has_ended(
    version, administrator, django_capture_on_commit_callbacks
):
    reviewer = invited(version, administrator)
    with django_capture_on_commit_callbacks(execute=True):
        send_invitation_again(by=administrator, reviewer=reviewer, site=SITE)
    assert len(mail.outbox) == 1
    end_reviewer(by=administrator, reviewer=reviewer)
    with pytest.raises(AlreadyDone):
        send_invitation_again(by=administrator, reviewer=reviewer, site=SITE)
    with pytest.raises(AlreadyDone):
        end_reviewer(by=administrator, reviewer=reviewer)


def test_an_ended_reviewer_can_be_invited_again(version, administrator):
    end_reviewer(by=administrator, reviewer=invited(version, administrator))
    invited(version, administrator)
    assert version.reviewers.count() == 2


@pytest.mark.parametrize("email", ["nobody", "", "system@aligns.invalid"])
def test_only_addresses_of_people_are_invited(version, administrator, email):
    with pytest.raises(ActionRefused):
        invited(version, administrator, email)


def test_a_reviewer_sees_her_draft_version_and_no_other(version, reviewer, administrator):
    loaded(KITE, draft=True)
    assert list(Framework.objects.visible_to(reviewer)) == [version]
    assert list(Framework.objects.visible_to(reviewer).reviewed_by(reviewer)) == [version]
    end_reviewer(by=administrator, reviewer=version.reviewers.get())
    assert not Framework.objects.visible_to(reviewer).exists()


def test_others_may_do_nothing_of_it(version, administrator, reviewer, pot):
    comment = comment_on(by=reviewer, descriptor=words(version), words="Say how.")
    end_reviewer(by=administrator, reviewer=version.reviewers.get())
    for person in (pot, reviewer):
        for verb, said in (
            (invite_reviewer, {"framework": version, "email": "x@trust.example", "site": SITE}),
            (end_reviewer, {"reviewer": version.reviewers.get()}),
            (comment_on, {"descriptor": words(version), "words": "Mine."}),
            (settle_comment, {"comment": comment}),
            (mark_reviewed, {"descriptor": words(version)}),
            (mark_indicator_reviewed, {"indicator": version.indicators.first()}),
            (take_back, {"descriptor": words(version, level="in-bloom")}),
        ):
            with pytest.raises(NotPermitted):
                verb(by=person, **said)
    assert not ReviewMark.objects.exists()


def test_a_reviewer_does_not_settle_or_invite(version, reviewer):
    comment = comment_on(by=reviewer, descriptor=words(version), words="Say how.")
    with pytest.raises(NotPermitted):
        settle_comment(by=reviewer, comment=comment)
    with pytest.raises(NotPermitted):
        invited(version, reviewer, "x@trust.example")


def test_a_comment_is_kept_and_settled_once(version, reviewer, administrator):
    comment = comment_on(by=reviewer, descriptor=words(version), words=" Say how. ")
    assert comment.words == "Say how."
    settled = settle_comment(by=administrator, comment=comment)
    assert (settled.settled_by, settled.words) == (administrator, "Say how.")
    with pytest.raises(AlreadyDone, match="has settled this comment already"):
        settle_comment(by=administrator, comment=comment)
    with pytest.raises(ActionRefused):
        comment_on(by=reviewer, descriptor=words(version), words="  ")


def test_marks_are_rows_with_who_and_can_be_taken_back_by_another_row(version, reviewer):
    assert mark_reviewed(by=reviewer, descriptor=words(version)) == 1
    assert words(version).is_reviewed
    take_back(by=reviewer, descriptor=words(version))
    assert not words(version).is_reviewed
    assert [(one.by, one.is_reviewed) for one in words(version).review_marks.order_by("pk")] == [
        (reviewer, True),
        (reviewer, False),
    ]
    with pytest.raises(AlreadyDone):
        take_back(by=reviewer, descriptor=words(version))


def test_of_two_who_mark_the_same_words_the_second_changes_nothing(version, reviewer, administrator):
    other = invited(version, administrator, "ben@trust.example").user
    before = words(version)
    assert mark_reviewed(by=reviewer, descriptor=words(version)) == 1
    assert mark_reviewed(by=other, descriptor=before) == 0
    assert words(version).review_marks.get().by == reviewer
    with pytest.raises(ActionRefused, match="Only the person who marked"):
        take_back(by=other, descriptor=before)
    take_back(by=administrator, descriptor=before)


def test_what_the_file_says_is_reviewed_only_an_administrator_takes_back(version, reviewer, administrator):
    with pytest.raises(ActionRefused):
        take_back(by=reviewer, descriptor=words(version, level="in-bloom"))
    take_back(by=administrator, descriptor=words(version, level="in-bloom"))
    assert LevelDescriptor.objects.draft_worded().count() == 6


def test_a_version_stops_being_draft_with_its_last_words_and_is_draft_again_when_one_is_taken_back(version, reviewer):
    before = version.content_hash
    mark_indicator_reviewed(by=reviewer, indicator=Indicator.objects.get(code="A.1"))
    assert wording(version) == "draft"
    mark_all(version, reviewer)
    assert wording(version) == "reviewed"
    assert plain_of(Framework.objects.with_parts().get())["framework"]["wording"] == "reviewed"
    take_back(by=reviewer, descriptor=words(version))
    assert wording(version) == "draft"
    indicator = plain_of(Framework.objects.with_parts().get())["dimensions"][0]["indicators"][0]
    assert indicator["reviewed"] == ["green", "in-bloom"]
    assert Framework.objects.get().content_hash == before


def test_the_same_file_again_undoes_no_mark_and_no_taking_back(version, reviewer, administrator):
    mark_all(version, reviewer)
    take_back(by=administrator, descriptor=words(version, level="in-bloom"))
    assert loaded(draft=True).outcome == "unchanged"
    assert not words(version, level="in-bloom").is_reviewed
    assert LevelDescriptor.objects.filter(is_reviewed=True).count() == 5
    mark_reviewed(by=reviewer, descriptor=words(version, level="in-bloom"))
    loaded(draft=True)
    assert wording(version) == "reviewed"


def test_a_file_that_says_all_is_reviewed_ends_the_draft_too(version):
    loaded(GARDEN.replace("wording: draft", "wording: reviewed"), draft=True)
    assert wording(version) == "reviewed"


def test_a_version_under_review_is_not_replaced_so_no_comment_is_lost(version, reviewer):
    comment_on(by=reviewer, descriptor=words(version), words="Say how.")
    with pytest.raises(VersionInUse, match="are under review"):
        loaded(garden("Some dig", "A few dig"))
    with pytest.raises(ProtectedError):
        version.delete()


def test_weights_without_words_are_nothing_to_review(administrator):
    text = garden("question: Who waters", "weights: {bare: 0, green: 1, in-bloom: 2}\n        question: Who waters")
    version = loaded(text).framework
    assert mark_indicator_reviewed(by=administrator, indicator=Indicator.objects.get(code="A.2")) == 0
    mark_all(version, administrator)
    assert wording(version) == "reviewed"


def test_a_version_in_use_is_reviewed_like_any_other(organisation, administrator):
    version = worlds.make_framework()
    worlds.make_cycle(version, [organisation])
    mark_all(version, administrator)
    assert wording(version) == "reviewed"


def test_the_preview_of_other_content_says_beforehand_that_a_review_stands_in_the_way(version, reviewer, administrator):
    preview = preview_of(by=administrator, definition=parse(garden("Some dig", "A few dig").encode()))
    assert words_of(preview)[0].startswith("This file cannot be loaded. People review the words of version 1.0")
