"""Talking it over: who reads what others said and when, what is recorded, and that no typed word is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aligns_site.access import NotPermitted
from assessments.actions.answers import AnswerGiven, rate_indicator
from assessments.actions.consensus import StaleConsensus, record_consensus
from assessments.actions.states import WrongState, record_submission
from assessments.models import Consensus, Contribution
from tests import worlds

SECRET = "Nobody on the wards knows us."
HERS = "We meet every week."


@pytest.fixture
def home(draft):
    return f"/consensus/{draft.uuid}/"


@pytest.fixture
def address(home):
    return f"{home}1/1.1/"


@pytest.fixture
def spread(draft, pot):
    """1.1 is split: the POT and a named colleague say Developing, somebody in health says Pre-emerging."""
    named = {"may_be_named": True}
    worlds.contribute(draft, pot, {"1.1": (3, 3)}, reason=HERS, job_title="POT", **named)
    worlds.contribute(draft, "Sam Reid", {"1.1": (3, 3), "1.2": (2, 2)}, job_title="OT team manager", **named)
    worlds.contribute(draft, "Kim Hale", {"1.1": (1, 1)}, sector="health", reason=SECRET, job_title="ward manager")
    return draft


@pytest.fixture
def by_pot(signed_in, pot):
    return signed_in(pot)


def sent(choice="level-3", comment="We agree.", minority_view="", version=0, **more) -> dict:
    said = {"choice": choice, "comment": comment, "minority_view": minority_view, "version": version}
    return {f"agreed-{name}": value for name, value in (said | more).items()}


def fresh(user):
    """The same person on her next request."""
    return type(user).objects.get(pk=user.pk)


# Who reads what ------------------------------------------------------------------------------------------------


def test_who_has_said_what_she_thinks_reads_what_others_said(by_pot, spread, address):
    page = by_pot.get(address)
    for words in (SECRET, HERS, "Sam Reid, OT team manager", "Three people answered, from Pre-emerging to Developing."):
        assert words in page.text


def test_who_did_not_allow_it_is_not_named_by_name_or_job(by_pot, spread, address, home):
    for path in (address, f"{home}pack/", home):
        page = by_pot.get(path).text
        assert "Kim Hale" not in page
        assert "ward manager" not in page
        assert "kim.hale" not in page
    assert "A colleague who asked not to be named" in by_pot.get(address).text


def test_the_table_does_not_follow_the_order_in_which_people_were_asked(by_pot, draft, pot, address):
    worlds.contribute(draft, "Zoe Last", {"1.1": (3, 3)}, may_be_named=True)
    worlds.contribute(draft, pot, {"1.1": (2, 2)}, may_be_named=True)
    page = by_pot.get(address).text
    assert page.index("Pat Okafor</th>") < page.index("Zoe Last</th>")


@pytest.mark.parametrize("path", ["1/1.1/", "1/1.1/?text=large", "", "?show=split", "pack/", "pack/?show=split"])
def test_before_saying_what_she_thinks_nobody_learns_what_others_said(signed_in, contributor, spread, home, path):
    worlds.contribute(spread, contributor, {"1.3": (2, 2)})
    page = signed_in(contributor).get(home + path)
    assert page.status_code == 200
    for told in (
        SECRET,
        HERS,
        "Sam Reid",
        "Kim Hale",
        ">Split<",
        "Pre-emerging to Developing",
        "Three people answered",
    ):
        assert told not in page.text, told


def test_she_is_led_to_her_own_form_and_told_how_many_answered(signed_in, contributor, spread, address):
    page = signed_in(contributor).get(address)
    assert "Nobody sees what others said before saying what they think." in page.text
    assert "Three people have answered" in page.text


def test_who_cannot_say_has_answered_too(signed_in, contributor, spread, address):
    worlds.contribute(spread, contributor, {"1.1": None})
    page = signed_in(contributor).get(address)
    assert SECRET in page.text
    assert "One more cannot say." in page.text


def test_a_view_given_in_another_cycle_opens_nothing(signed_in, contributor, spread, framework, organisation, address):
    other = worlds.begin(worlds.make_cycle(framework, [organisation], slug="next"), organisation, by=contributor)
    worlds.contribute(other, contributor, {"1.1": (2, 2)})
    assert SECRET not in signed_in(contributor).get(address).text


@pytest.mark.parametrize("role", ["ics_lead", "regional_lead", "administrator"])
@pytest.mark.parametrize("path", ["", "pack/", "1/1.1/"])
def test_leads_may_not_read_what_people_said_inside_an_organisation(request, signed_in, spread, home, role, path):
    assert signed_in(request.getfixturevalue(role)).get(home + path).status_code == 403


@pytest.mark.parametrize("path", ["", "pack/", "1/1.1/"])
def test_to_others_there_is_no_such_page(signed_in, outsider, spread, home, path):
    assert signed_in(outsider).get(home + path).status_code == 404


@pytest.mark.parametrize("path", ["9/1.1/", "2/1.1/", "1/9.9/"])
def test_there_is_no_page_for_what_the_framework_does_not_ask(by_pot, spread, home, path):
    assert by_pot.get(home + path).status_code == 404


def test_a_contributor_reads_and_records_nothing(signed_in, contributor, spread, address):
    worlds.contribute(spread, contributor, {"1.1": (2, 2)})
    browser = signed_in(contributor)
    page = browser.get(address)
    assert SECRET in page.text
    assert "<textarea" not in page.text
    assert "Whoever answers for Oakshire records here what is agreed." in page.text
    assert browser.post(address, sent()).status_code == 403
    assert not spread.ratings.exists()


# What is recorded ----------------------------------------------------------------------------------------------


def test_nothing_is_filled_in_from_the_median(by_pot, spread, address):
    page = by_pot.get(address).text
    assert "checked" not in page[page.index("What you agree") :]


def test_what_is_agreed_becomes_the_rating_and_the_view_on_record_stands_beside_it(by_pot, spread, address, pot):
    answer = by_pot.post(address, sent("span", low=2, high=3, minority_view="Health: Pre-emerging."))
    assert answer.status_code == 302
    rating, consensus = spread.ratings.get(), spread.consensus.get()
    assert (rating.low, rating.high, rating.comment, rating.changed_by) == (2, 3, "We agree.", pot)
    assert (consensus.low, consensus.high, consensus.minority_view) == (2, 3, "Health: Pre-emerging.")
    assert consensus.recorded_by == pot
    page = by_pot.get(address).text
    assert "Emerging to Developing. Recorded by Pat Okafor." in page
    assert "Health: Pre-emerging." in page


def test_the_rating_that_stands_is_what_the_form_opens_with(by_pot, spread, address, pot):
    indicator = spread.framework.indicators.get(code="1.1")
    answer = AnswerGiven("rated", 4, 4, comment="As last year.")
    rate_indicator(by=pot, self_assessment=spread, indicator=indicator, answer=answer, seen_version=0)
    page = by_pot.get(address).text
    assert "As last year.</textarea>" in page
    assert page.count(" checked") == 1


def test_recording_leads_on_to_the_next_that_is_split(by_pot, spread, address, home, pot):
    kim = spread.contributors.get(name="Kim Hale")
    two = spread.framework.indicators.get(code="2.1")
    for contributor, level in ((spread.contributors.get(user=pot), 1), (kim, 4)):
        Contribution.objects.create(contributor=contributor, indicator=two, low=level, high=level)
    assert by_pot.post(address, sent()).url == f"{home}2/2.1/"
    assert by_pot.post(f"{home}2/2.1/", sent()).url == home


def test_large_text_stays_large_on_the_way(by_pot, spread, address, home):
    assert 'class="text-large"' in by_pot.get(f"{address}?text=large").text
    assert 'class="text-large"' not in by_pot.get(address).text
    assert by_pot.post(f"{address}?text=large", sent()).url == f"{home}?text=large"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (sent(choice=""), "Choose the level that you agree, or leave it open"),
        (sent(comment=""), "Say why it is this level"),
        (sent("span", low=3, high=2), "The highest level must be the same as the lowest level, or above it"),
        (sent("span"), "Choose the lowest level"),
        (sent("level-9"), "Select a valid choice"),
    ],
)
def test_a_fault_is_named_and_no_word_is_lost(by_pot, spread, address, typed, fault):
    page = by_pot.post(address, typed | {"agreed-minority_view": "Keep this."})
    assert page.status_code == 422
    assert fault in page.text
    assert "Keep this.</textarea>" in page.text
    assert not spread.ratings.exists()
    assert not spread.consensus.exists()


def test_left_open_nothing_is_recorded_and_the_words_stay_on_the_page(by_pot, spread, address):
    page = by_pot.post(address, sent("open", comment="We could not agree.", minority_view="Health sees it lower."))
    assert page.status_code == 200
    assert "nothing was recorded. Your words are still on this page, and nowhere else." in page.text
    assert "We could not agree.</textarea>" in page.text
    assert "Health sees it lower.</textarea>" in page.text
    assert not spread.ratings.exists()
    assert not spread.consensus.exists()


def test_left_open_without_words_goes_on(by_pot, spread, address, home):
    assert by_pot.post(address, sent("open", comment="")).url == home


def test_what_is_submitted_is_not_recorded_over_and_the_words_stay(by_pot, spread, address, pot):
    worlds.answer_all(spread, by=pot)
    record_submission(spread, by=pot)
    page = by_pot.post(address, sent(comment="Typed too late.", version=1))
    assert page.status_code == 422
    assert "Withdraw it to change an answer" in page.text
    assert "Typed too late.</textarea>" in page.text


# Two people at once --------------------------------------------------------------------------------------------


@pytest.fixture
def changed_meanwhile(spread, deputy):
    indicator = spread.framework.indicators.get(code="1.1")
    answer = AnswerGiven("rated", 1, 1, comment="Dan's words.")
    rate_indicator(by=deputy, self_assessment=spread, indicator=indicator, answer=answer, seen_version=0)
    return spread


def test_a_newer_answer_is_shown_beside_the_typed_one(by_pot, changed_meanwhile, address):
    page = by_pot.post(address, sent(comment="Pat's words.", minority_view="Pat's view."))
    assert page.status_code == 422
    assert "Dan Hill changed 1.1 at" in page.text
    for words in ("Dan&#x27;s words.", "Pat&#x27;s words.</textarea>", "Pat&#x27;s view.</textarea>"):
        assert words in page.text
    assert changed_meanwhile.ratings.get().comment == "Dan's words."
    assert not changed_meanwhile.consensus.exists()


@pytest.mark.parametrize(("stands", "comment", "low"), [("mine", "Pat's words.", 3), ("theirs", "Dan's words.", 1)])
def test_one_of_the_two_is_chosen_and_the_view_on_record_is_kept(
    by_pot, changed_meanwhile, address, stands, comment, low
):
    typed = sent(comment="Pat's words.", minority_view="Pat's view.", version=1, resolving="on", stands=stands)
    assert by_pot.post(address, typed).status_code == 302
    rating, consensus = changed_meanwhile.ratings.get(), changed_meanwhile.consensus.get()
    assert (rating.comment, rating.low, consensus.low) == (comment, low, low)
    assert consensus.minority_view == "Pat's view."


def test_a_newer_view_on_record_is_not_overwritten_unread(by_pot, spread, address, deputy):
    indicator = spread.framework.indicators.get(code="1.1")
    answer = AnswerGiven("rated", 3, 3, comment="We agree.")
    record_consensus(
        by=deputy, self_assessment=spread, indicator=indicator, answer=answer, minority_view="Dan's.", seen_version=0
    )
    page = by_pot.post(address, sent(minority_view="Pat's."))
    assert page.status_code == 422
    assert "Dan Hill recorded 1.1 at" in page.text
    assert "Dan&#x27;s." in page.text
    assert "Pat&#x27;s.</textarea>" in page.text
    assert spread.consensus.get().minority_view == "Dan's."
    seen = spread.consensus.get().recorded_at.isoformat()
    assert by_pot.post(address, sent(minority_view="Dan's. Pat's.", version=1, seen=seen)).status_code == 302
    assert spread.consensus.get().minority_view == "Dan's. Pat's."


# The verb ------------------------------------------------------------------------------------------------------


@pytest.fixture
def record(spread, pot):
    """A function: record Developing for 1.1 as the POT, unless told otherwise."""

    def record(**said) -> Consensus:
        indicator = spread.framework.indicators.get(code="1.1")
        usual = {"by": fresh(pot), "answer": AnswerGiven("rated", 3, 3), "seen_version": 0}
        return record_consensus(self_assessment=spread, indicator=indicator, **(usual | said))

    return record


def test_only_those_who_answer_for_the_organisation_record(record, contributor, ics_lead, outsider, spread):
    for person in (contributor, ics_lead, outsider):
        with pytest.raises(NotPermitted):
            record(by=person)
    assert not spread.ratings.exists()


def test_where_the_view_cannot_be_kept_the_level_is_not_changed_either(record, spread):
    record(minority_view="First.")
    with pytest.raises(StaleConsensus):
        record(answer=AnswerGiven("rated", 4, 4), minority_view="Second.", seen_version=1)
    assert spread.ratings.get().low == 3


def test_what_is_submitted_cannot_be_recorded_over(record, spread, pot):
    worlds.answer_all(spread, by=pot)
    record_submission(spread, by=pot)
    with pytest.raises(WrongState):
        record(seen_version=1)


def test_what_was_on_record_before_stays_in_its_history(record, spread):
    first = record(minority_view="First.")
    record(minority_view="Second.", seen_version=1, seen_at=first.recorded_at)
    assert set(spread.consensus.get().history.values_list("minority_view", flat=True)) == {"First.", "Second."}


# The list ------------------------------------------------------------------------------------------------------


def test_the_list_shows_the_spread_only_of_what_she_answered(by_pot, spread, home):
    page = by_pot.get(home).text
    first = page[page.index("1.1 Indicator") : page.index("1.2 Indicator")]
    second = page[page.index("1.2 Indicator") : page.index("Nobody has answered yet")]
    assert "Pre-emerging to Developing" in first
    assert ">Split<" in first
    assert "One person has answered" in second
    assert "Emerging" not in second


def test_the_list_can_show_the_split_ones_alone(by_pot, spread, pot, home):
    worlds.contribute(spread, pot, {"1.2": (2, 2)})
    page = by_pot.get(f"{home}?show=split").text
    assert "1.1 Indicator" in page
    assert "1.2 Indicator" not in page


def test_talked_over_stands_until_somebody_changes_a_view(by_pot, spread, home, record):
    record()
    assert "Talked over on" in by_pot.get(home).text
    Contribution.objects.filter(contributor__name="Kim Hale").update(changed_at=timezone.now())
    assert "Talked over on" not in by_pot.get(home).text
    assert "Talk it over again." in by_pot.get(f"{home}1/1.1/").text


def test_the_page_says_where_the_answer_is_no_longer_what_was_agreed(by_pot, spread, address, record, pot):
    record()
    indicator = spread.framework.indicators.get(code="1.1")
    rate_indicator(
        by=pot, self_assessment=spread, indicator=indicator, answer=AnswerGiven("rated", 2, 2), seen_version=1
    )
    assert "The answer was changed since then by Pat Okafor." in by_pot.get(address).text


def test_the_pack_has_one_sheet_for_each_indicator_she_answered(by_pot, spread, pot, home):
    worlds.contribute(spread, pot, {"1.2": (2, 2), "2.1": (2, 2)})
    assert by_pot.get(f"{home}pack/").text.count('class="sheet"') == 3
    assert by_pot.get(f"{home}pack/?show=split").text.count('class="sheet"') == 1


def test_pages_cost_the_same_number_of_queries_at_any_size(signed_in, pot, organisation):
    browser = signed_in(pot)
    counted = []
    for number, size in enumerate([2, 9]):
        framework = worlds.make_framework(slug=f"f{number}", dimensions=(size, size))
        held = worlds.begin(worlds.make_cycle(framework, [organisation], slug=f"c{number}"), organisation, by=pot)
        codes = [indicator.code for indicator in framework.indicators.all()]
        worlds.contribute(held, pot, dict.fromkeys(codes, (4, 4)))
        for person in range(size):
            worlds.contribute(held, f"Guest {person}", dict.fromkeys(codes, (1, 1)), may_be_named=True)
        counted.append({})
        for path in ("", "?show=split", "pack/", "1/1.1/"):
            browser.get(f"/consensus/{held.uuid}/{path}")
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(f"/consensus/{held.uuid}/{path}").status_code == 200
            counted[-1][path] = len(asked)
    assert counted[0] == counted[1]
