"""The pages of a wording review: to whom they exist, what they show, and what they ask of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from frameworks.models import LevelDescriptor, ReviewComment, Reviewer, ReviewMark
from frameworks.reviewing.actions import end_reviewer, mark_reviewed
from tests import worlds
from tests.frameworks.test_views import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db):
    """A draft version of four levels: dimension 1 has three indicators, dimension 2 has two."""
    made = worlds.make_framework()
    made.state = "draft"
    made.save()
    return made


@pytest.fixture
def reviewer(draft, administrator):
    return worlds.make_reviewer(draft, "ana", by=administrator)


def url(framework, name="review", *further) -> str:
    return reverse(f"frameworks:{name}", args=[framework.slug, framework.version, *further])


def words(framework, code="1.1", level=1) -> LevelDescriptor:
    return LevelDescriptor.objects.get(indicator__framework=framework, indicator__code=code, level__position=level)


def every_address(framework) -> list[str]:
    comment = worlds.make_review_comment(framework, by=framework.reviewers.first().user)
    held, pk = framework.reviewers.first(), words(framework).pk
    return [
        url(framework),
        url(framework, "review_dimension", "1"),
        url(framework, "mark_indicator", "1.1"),
        *(url(framework, name, pk) for name in ("review_words", "mark_words", "take_back_words")),
        url(framework, "review_comments"),
        url(framework, "settle_comment", comment.pk),
        url(framework, "invite_reviewer"),
        *(url(framework, name, held.pk) for name in ("invite_reviewer_again", "end_reviewer")),
    ]


@pytest.mark.parametrize("state", ["draft", "published"])
def test_to_others_no_page_of_a_review_exists(draft, reviewer, pot, signed_in, client, state):
    type(draft).objects.update(state=state)
    before = ReviewMark.objects.count()
    for path in every_address(draft):
        for browser, status in ((signed_in(pot), 404), (client, 302)):
            assert browser.get(path).status_code == status, path
            assert browser.post(path, {"words": "Mine."}).status_code in (status, 405), path
    assert ReviewMark.objects.count() == before
    assert ReviewComment.objects.count() == 1


def test_a_reviewer_reaches_all_but_what_is_an_administrators(draft, reviewer, signed_in):
    browser = signed_in(reviewer)
    found = {path: browser.get(path).status_code for path in every_address(draft)}
    refused = [path for path, status in found.items() if status == 403]
    assert [path.split("review/")[1].split("/")[0] for path in refused] == ["invite", "reviewers", "reviewers"]
    assert set(found.values()) == {200, 302, 403}


def test_a_reviewer_finds_the_review_from_her_home_page_and_the_framework(draft, reviewer, signed_in):
    browser = signed_in(reviewer)
    assert url(draft) in text_of(browser.get("/"))
    assert url(draft) in text_of(browser.get(url(draft, "detail")))
    assert "0 of 20 level descriptors reviewed." in text_of(browser.get(url(draft)))


def test_words_are_marked_one_by_one_or_by_indicator_and_it_is_said_by_whom(draft, reviewer, signed_in):
    browser = signed_in(reviewer)
    back = browser.post(url(draft, "mark_words", words(draft).pk)).url
    assert back == f"{url(draft, 'review_dimension', '1')}#indicator-1.1"
    browser.post(url(draft, "mark_indicator", "1.2"))
    page = text_of(browser.get(url(draft, "review_dimension", "1")))
    assert "5 of 12 level descriptors reviewed." in page
    assert page.count("Reviewed by Ana,") == 5
    assert page.count(">Draft wording<") == 7
    browser.post(url(draft, "take_back_words", words(draft).pk))
    told = text_of(browser.get(url(draft, "review_words", words(draft).pk)))
    assert "Ana marked them as reviewed," in told
    assert "Ana took the mark back," in told


def test_a_visit_to_the_address_of_a_press_changes_nothing(draft, reviewer, signed_in):
    assert signed_in(reviewer).get(url(draft, "mark_words", words(draft).pk)).status_code == 302
    assert not ReviewMark.objects.exists()


def test_a_comment_is_kept_and_all_who_review_read_it(draft, reviewer, administrator, signed_in):
    browser = signed_in(reviewer)
    place = url(draft, "review_words", words(draft).pk)
    assert browser.post(place, {"words": "Say <b>who</b> meets."}).url == place
    for person in (reviewer, administrator):
        page = text_of(signed_in(person).get(url(draft, "review_comments")))
        assert "Say &lt;b&gt;who&lt;/b&gt; meets." in page
        assert "1.1 Indicator 1.1: Pre-emerging" in page
    assert "1 comment, 1 open" in text_of(browser.get(url(draft, "review_dimension", "1")))
    assert "1 open comment." in text_of(browser.get(url(draft)))


def test_a_comment_that_cannot_be_kept_is_given_back(draft, reviewer, signed_in):
    browser = signed_in(reviewer)
    place = url(draft, "review_words", words(draft).pk)
    empty = browser.post(place, {"words": " "})
    assert (empty.status_code, "Write your comment" in empty.content.decode()) == (422, True)
    long = browser.post(place, {"words": "x" * 5_001})
    assert long.status_code == 422
    assert "x" * 5_001 in long.content.decode()


def test_who_writes_while_her_invitation_ends_gets_her_words_back(draft, reviewer, administrator, signed_in):
    end_reviewer(by=administrator, reviewer=Reviewer.objects.get())
    answer = signed_in(reviewer).post(url(draft, "review_words", words(draft).pk), {"words": "All for nothing?"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "All for nothing?" in page
    assert "Your invitation has ended" in page
    assert draft.title not in page
    assert not ReviewComment.objects.exists()


def test_an_administrator_settles_a_comment_and_a_reviewer_does_not(draft, reviewer, administrator, signed_in):
    comment = worlds.make_review_comment(draft, by=reviewer)
    press = url(draft, "settle_comment", comment.pk)
    assert press not in text_of(signed_in(reviewer).get(url(draft, "review_comments")))
    assert signed_in(reviewer).post(press).status_code == 403
    signed_in(administrator).post(press)
    assert "Settled by Administrator," in text_of(signed_in(reviewer).get(url(draft, "review_comments")))


def test_an_administrator_invites_and_ends_from_the_page(draft, administrator, signed_in):
    browser = signed_in(administrator)
    wrong = browser.post(url(draft, "invite_reviewer"), {"email": "ana", "name": "Ana"})
    assert wrong.status_code == 422
    browser.post(url(draft, "invite_reviewer"), {"email": "ana@trust.example", "name": "Ana Costa"})
    held = draft.reviewers.get()
    page = text_of(browser.get(url(draft)))
    assert "Ana Costa" in page
    assert url(draft, "end_reviewer", held.pk) in page
    browser.post(url(draft, "end_reviewer", held.pk))
    assert "Nobody is invited now." in text_of(browser.get(url(draft)))


def test_when_all_is_reviewed_no_page_speaks_of_draft_wording(draft, reviewer, administrator, signed_in):
    browser = signed_in(reviewer)
    for indicator in draft.indicators.all():
        browser.post(url(draft, "mark_indicator", indicator.code))
    assert "no longer marked as draft wording" in text_of(browser.get(url(draft)))
    for path in (url(draft, "detail"), url(draft, "review_dimension", "1")):
        assert "raft wording" not in text_of(browser.get(path))
    assert url(draft) not in text_of(browser.get("/"))


def test_the_questionnaire_stops_saying_draft_wording_too(cycle, framework, administrator, pot, signed_in):
    made = worlds.begin(cycle, cycle.participations.first().organisation, by=pot)
    page = reverse("assessments:dimension", args=[made.uuid, "2"])
    assert "raft wording" in text_of(signed_in(pot).get(page))
    for one in LevelDescriptor.objects.all():
        mark_reviewed(by=administrator, descriptor=one)
    assert "raft wording" not in text_of(signed_in(pot).get(page))


def test_more_of_everything_needs_no_more_queries(administrator, signed_in):
    browser = signed_in(administrator)
    small = worlds.make_framework("small", dimensions=(1, 1), levels=2)
    large = worlds.make_framework("large", dimensions=(6, 1), levels=7)
    for framework, codes in ((small, ["1.1"]), (large, ["1.1", "1.2", "1.3", "1.4"])):
        for number, code in enumerate(codes):
            person = worlds.make_reviewer(framework, f"{framework.slug}.{number}", by=administrator)
            for _ in range(number + 1):
                worlds.make_review_comment(framework, by=person, code=code)
            mark_reviewed(by=person, descriptor=words(framework, code))

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path).status_code == 200
        return len(asked)

    for name, further in (("review", []), ("review_dimension", ["1"]), ("review_comments", [])):
        counts = [queries(url(framework, name, *further)) for framework in (small, large)]
        assert counts[0] == counts[1] <= 16, name
    counts = [queries(url(framework, "review_words", words(framework).pk)) for framework in (small, large)]
    assert counts[0] == counts[1] <= 16
