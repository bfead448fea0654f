"""The e-mails that are due: who gets which and who does not, once, in one e-mail, and what the command says."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aligns_site import env
from aligns_site.access import NotPermitted
from assessments.actions.cycle_changes import close_cycle_early, extend_cycle
from assessments.actions.lead_notes import ask_question
from assessments.actions.notices import TRIES, choose_notices, send_notices
from assessments.actions.states import (
    agree_self_assessment,
    record_submission,
    reopen_self_assessment,
    return_self_assessment,
    withdraw_self_assessment,
)
from assessments.models import (
    Contribution,
    Contributor,
    Cycle,
    Membership,
    NoticeKind,
    Participation,
    Rating,
    SelfAssessment,
    SentNotice,
    User,
)
from assessments.notices.told import notices_due
from assessments.pages.dates import long_day, plain_day
from tests import worlds

SITE = "https://aligns.example/"
SECRET = "words that no e-mail may hold"


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo("Europe/London"))


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def due(days: int = 0) -> dict[str, list[str]]:
    """The first part of each address -> the kinds that are due so many days from today."""
    return {
        user.email.split("@")[0]: [str(notice.kind) for notice in notices]
        for user, notices in notices_due(noon(today(days)))
    }


def send(days: int = 0):
    return send_notices(by=User.objects.system(), now=noon(today(days)), site=SITE)


def letter_to(user):
    return next(letter for letter in mail.outbox if letter.to == [user.email])


@pytest.fixture
def closing(cycle) -> Callable:
    """A function: let the cycle close so many days from today."""

    def close(days: int) -> Cycle:
        cycle.closes_on = today(days)
        cycle.save()
        return cycle

    return close


@pytest.fixture
def far_from_closing(closing):
    return closing(100)


@pytest.fixture
def submission(far_from_closing, cycle, organisation, pot):
    return worlds.submitted(cycle, organisation, by=pot)


# Opening ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def opening(cycle) -> Callable:
    """A function: let the cycle have opened so many days ago."""

    def open_(days: int) -> None:
        Cycle.objects.update(opens_on=today(-days), closes_on=today(100))

    return open_


def test_an_opening_is_told_to_those_who_answer_for_the_organisations_asked(
    opening, pot, contributor, ics_lead, regional_lead, administrator, outsider
):
    opening(0)
    assert due() == {"pot": ["opening"]}


@pytest.mark.parametrize(("days", "told"), [(-1, {}), (6, {"pot": ["opening"]}), (7, {})])
def test_an_opening_is_told_in_its_first_week_alone(opening, pot, days, told):
    opening(days)
    assert due() == told


def test_an_opening_is_told_once_for_each_organisation(opening, pot, neighbour):
    Membership.objects.create(user=pot, role="pot", organisation=neighbour)
    opening(0)
    assert due() == {"pot": ["opening", "opening"]}
    send()
    assert len(mail.outbox) == 1
    assert "2 things for you" in mail.outbox[0].subject
    assert due(3) == {}


# Closing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("left", [30, 7, 1])
def test_the_last_day_is_told_to_those_who_answer_and_to_those_who_lead(
    draft, closing, pot, contributor, ics_lead, regional_lead, administrator, outsider, left
):
    closing(left)
    Cycle.objects.update(opens_on=today(-100))
    assert due() == {"pot": ["closing"], "ics.lead": ["closing"], "regional.lead": ["closing"]}


def test_the_e_mail_counts_what_is_left_and_says_until_when(draft, closing, pot, framework):
    Cycle.objects.update(opens_on=today(-100))
    Rating.objects.create(
        self_assessment=draft,
        indicator=framework.indicators.first(),
        changed_by=pot,
        status="rated",
        low=3,
        high=3,
        comment=SECRET,
    )
    last = closing(7).closes_on
    send()
    body = letter_to(pot).body
    assert "4 of 5 indicators have no answer." in body
    assert f"The last day is {last:%A} {last.day} {last:%B %Y}. 7 days left." in body
    assert f"{SITE}assessments/{draft.uuid}/" in body
    assert SECRET not in body
    assert "Developing" not in body


def test_what_is_not_started_and_what_was_returned_are_told_of_too(closing, cycle, organisation, pot, ics_lead):
    closing(7)
    assert due() == {"pot": ["closing"], "ics.lead": ["closing"]}
    sent = worlds.submitted(cycle, organisation, by=pot)
    return_self_assessment(by=ics_lead, self_assessment=sent, note=SECRET)
    sent.status_changes.update(at=noon(today(-20)))
    assert due()["pot"] == ["closing"]


@pytest.mark.parametrize("status", ["submitted", "agreed"])
def test_whoever_has_submitted_is_not_told_of_the_last_day(closing, draft, pot, status):
    SelfAssessment.objects.update(status=status)
    closing(7)
    assert due() == {}


def test_of_missed_days_only_the_nearest_is_made_up_for(closing, cycle, draft, pot):
    Cycle.objects.update(opens_on=today(-100))
    closing(5)
    assert due() == {"pot": ["closing"]}
    send()
    assert SentNotice.objects.get().key.endswith(":7")
    assert (due(), due(1)) == ({}, {})
    assert due(4) == {"pot": ["closing"]}


def test_all_three_are_told_over_a_cycle_and_each_once(closing, draft, pot):
    Cycle.objects.update(opens_on=today(-10))
    closing(40)
    for days in range(45):
        send(days)
        send(days)
    assert [letter.to for letter in mail.outbox] == [[pot.email]] * 3
    assert [words for letter in mail.outbox for words in ("30 days", "7 days", "1 day ") if words in letter.body] == [
        "30 days",
        "7 days",
        "1 day ",
    ]


def test_starting_between_two_runs_tells_nothing_twice(closing, cycle, organisation, pot):
    closing(7)
    send()
    worlds.begin(cycle, organisation, by=pot)
    assert due() == {}


@pytest.mark.parametrize("on", ["participation", "self-assessment"])
def test_an_organisation_with_more_time_is_told_of_its_own_last_day(closing, draft, pot, ics_lead, neighbour, on):
    worlds.make_person("near.pot", "pot", neighbour)
    Cycle.objects.update(opens_on=today(-100))
    closing(-2)
    if on == "participation":
        Participation.objects.filter(organisation=draft.organisation).update(open_until=today(7))
    else:
        SelfAssessment.objects.update(open_until=today(7))
    assert due() == {"pot": ["closing"], "ics.lead": ["closing"]}
    send()
    assert "- Oakshire: in progress" in letter_to(ics_lead).body
    assert "Elmshire" not in letter_to(ics_lead).body


def test_a_later_last_day_is_told_of_again(closing, draft, pot):
    closing(1)
    send()
    Participation.objects.update(open_until=today(8))
    assert due(1) == {"pot": ["closing"]}


def test_a_lead_gets_one_e_mail_with_her_organisations_that_have_not_submitted(
    closing, cycle, draft, neighbour, faraway, ics, pot, ics_lead
):
    place = worlds.make_organisation("beechshire", ics=ics)
    cycle.participations.create(organisation=place)
    worlds.submitted(cycle, place, by=pot)
    closing(7)
    send()
    letter = letter_to(ics_lead)
    assert "- Elmshire: not started\n- Oakshire: in progress" in letter.body
    assert "Beechshire: submitted" not in letter.body
    assert "Ashshire" not in letter.body
    assert f"{SITE}assessments/?cycle=this-year" in letter.body
    assert len([one for one in mail.outbox if one.to == [ics_lead.email]]) == 1


# Contributors -----------------------------------------------------------------------------------------------------


@pytest.fixture
def view_asked(draft, contributor, pot, closing):
    """The contributor's own view of dimension 2 is asked for; the cycle closes in 7 days."""
    closing(7)
    asked = Contributor.objects.create(
        self_assessment=draft, user=contributor, email=contributor.email, sector="health", asked_by=pot
    )
    asked.dimensions.add(draft.framework.dimensions.get(code="2"))
    return asked


def give(asked, *codes):
    for indicator in asked.self_assessment.framework.indicators.filter(code__in=codes):
        Contribution.objects.create(contributor=asked, indicator=indicator, low=1, high=2, reason=SECRET)


def test_a_contributor_who_has_not_given_all_of_her_view_is_told(view_asked, contributor):
    give(view_asked, "2.1")
    assert due()["contributor"] == ["closing"]
    send()
    assert "You have given your view of 1 of 2 indicators." in letter_to(contributor).body
    assert f"/contributions/{view_asked.self_assessment.uuid}/" in letter_to(contributor).body
    assert SECRET not in letter_to(contributor).body


def test_a_contributor_who_has_given_all_of_it_is_not_told(view_asked):
    give(view_asked, "2.1", "2.2")
    assert "contributor" not in due()


def test_whoever_is_asked_about_all_dimensions_is_asked_about_each_indicator(view_asked):
    view_asked.dimensions.clear()
    give(view_asked, "1.1", "1.2", "1.3", "2.1")
    assert due()["contributor"] == ["closing"]
    give(view_asked, "2.2")
    assert "contributor" not in due()


@pytest.mark.parametrize("why", ["not asked any more", "no access", "no account", "closed account", "submitted"])
def test_these_contributors_are_not_told(view_asked, contributor, why):
    changes = {
        "not asked any more": lambda: Contributor.objects.update(ended_at=timezone.now()),
        "no access": lambda: Membership.objects.filter(user=contributor).update(ended_at=timezone.now()),
        "no account": lambda: Contributor.objects.update(user=None),
        "closed account": lambda: User.objects.filter(pk=contributor.pk).update(is_active=False),
        "submitted": lambda: SelfAssessment.objects.update(status="submitted"),
    }
    assert "contributor" in due()
    changes[why]()
    assert "contributor" not in due()


# What happened ----------------------------------------------------------------------------------------------------


def test_a_return_is_told_to_those_who_answer_without_the_reason(
    submission, pot, contributor, ics_lead, regional_lead, outsider
):
    return_self_assessment(by=ics_lead, self_assessment=submission, note=SECRET)
    assert due() == {"pot": ["returned"]}
    send()
    letter = letter_to(pot)
    assert letter.subject == "Oakshire, This year: returned by Ics Lead (ALIGNS)"
    assert "The reason is on the site." in letter.body
    assert f"{SITE}assessments/{submission.uuid}/" in letter.body
    assert SECRET not in letter.body


def test_an_agreement_is_told_to_those_who_answer(submission, pot, contributor, ics_lead, regional_lead, outsider):
    agree_self_assessment(by=ics_lead, self_assessment=submission)
    assert due() == {"pot": ["agreed"]}


def test_a_question_is_told_without_its_words_and_again_when_another_comes(submission, pot, contributor, ics_lead):
    def ask(code):
        indicator = submission.framework.indicators.get(code=code)
        ask_question(by=ics_lead, self_assessment=submission, indicator=indicator, words=SECRET)

    ask("1.2")
    ask("2.1")
    assert due()["pot"] == ["question"]
    send()
    assert "2 questions from Ics Lead" in letter_to(pot).subject
    assert "About 1.2, 2.1." in letter_to(pot).body
    assert SECRET not in letter_to(pot).body
    assert "pot" not in due()
    ask("2.2")
    assert due()["pot"] == ["question"]


def test_a_question_that_has_its_reply_is_not_told(submission, pot, ics_lead):
    indicator = submission.framework.indicators.first()
    ask_question(by=ics_lead, self_assessment=submission, indicator=indicator, words=SECRET)
    submission.lead_notes.update(replied_at=timezone.now(), replied_by=pot)
    assert "pot" not in due()


def test_a_submission_is_told_to_whoever_agrees_it(submission, pot, ics_lead, regional_lead, administrator, outsider):
    assert due() == {"ics.lead": ["submitted"]}
    send()
    assert f"{SITE}assessments/{submission.uuid}/" in letter_to(ics_lead).body
    assert due() == {}


def test_a_submission_is_told_to_the_regional_lead_who_stands_in(submission, pot, regional_lead):
    assert due() == {"regional.lead": ["submitted"]}


@pytest.mark.parametrize(("days", "is_told"), [(14, True), (15, False)])
@pytest.mark.parametrize("what", ["returned", "agreed", "submitted", "question"])
def test_what_happened_is_told_for_two_weeks(submission, pot, ics_lead, what, days, is_told):
    if what == "returned":
        return_self_assessment(by=ics_lead, self_assessment=submission, note=SECRET)
    if what == "agreed":
        agree_self_assessment(by=ics_lead, self_assessment=submission)
    if what == "question":
        indicator = submission.framework.indicators.first()
        ask_question(by=ics_lead, self_assessment=submission, indicator=indicator, words=SECRET)
    kinds = [kind for kinds in due(days).values() for kind in kinds]
    assert (what in kinds) is is_told


def test_what_is_over_is_not_told(submission, pot, ics_lead):
    withdraw_self_assessment(by=pot, self_assessment=submission)
    assert due() == {}
    record_submission(submission, by=pot)
    agree_self_assessment(by=ics_lead, self_assessment=submission)
    reopen_self_assessment(by=ics_lead, self_assessment=submission)
    assert due() == {}


def test_nobody_is_told_what_she_did_herself(submission, ics_lead, organisation):
    Membership.objects.create(user=ics_lead, role="pot", organisation=organisation)
    return_self_assessment(by=ics_lead, self_assessment=submission, note=SECRET)
    assert "ics.lead" not in due()


# The last day moves -----------------------------------------------------------------------------------------------


@pytest.fixture
def moving(draft, cycle, administrator) -> Callable:
    """A function: let the administrator move the last day to so many days from today, the moment before it is told."""
    Cycle.objects.update(opens_on=today(-100), closes_on=today(100))

    def move(days: int) -> None:
        verb = extend_cycle if today(days) > Cycle.objects.get().closes_on else close_cycle_early
        verb(by=administrator, cycle=cycle, closes_on=today(days), moves_are_meant=True)

    return move


def test_a_last_day_that_moves_is_told_once_for_each_move_to_those_who_answer_and_lead(
    moving, pot, contributor, ics_lead, regional_lead, administrator, outsider
):
    moving(150)
    assert due() == {"pot": ["moved"], "ics.lead": ["moved"], "regional.lead": ["moved"]}
    send()
    letter = letter_to(pot)
    assert letter.subject.startswith(f"Oakshire: This year is open until {plain_day(today(150))}")
    assert f"The last day was {long_day(today(100))}. It is {long_day(today(150))} now." in letter.body
    assert "organisations that you follow." in letter_to(ics_lead).body
    assert due() == {}
    moving(120)
    assert due()["pot"] == ["moved"]


def test_a_cycle_that_is_closed_at_once_is_told_of_and_so_is_more_time_that_stays(moving, cycle, organisation, pot):
    moving(-1)
    send()
    assert f"closed on {plain_day(today(-1))}" in letter_to(pot).subject
    assert "no longer submit it" in letter_to(pot).body
    Participation.objects.filter(organisation=organisation).update(open_until=today(20))
    moving(5)
    mail.outbox.clear()
    send()
    assert f"Oakshire was given more time: until {long_day(today(20))}." in letter_to(pot).body


@pytest.mark.parametrize("why", ["declined", "own", "old"])
def test_these_are_not_told_that_the_last_day_moved(moving, pot, administrator, why):
    if why == "own":
        Membership.objects.create(user=administrator, role="pot", organisation=pot.memberships.get().organisation)
    if why == "declined":
        choose_notices(by=pot, wanted=[one for one in NoticeKind.values if one != "moved"])
    moving(150)
    told = due(15 if why == "old" else 0)
    assert administrator.email.split("@")[0] not in told
    assert ("pot" in told) is (why == "own")


# Who gets nothing, and who gets what together ---------------------------------------------------------------------


@pytest.mark.parametrize("why", ["account", "access"])
def test_without_an_account_or_access_nobody_is_told_anything(closing, draft, pot, ics_lead, why):
    closing(7)
    assert set(due()) == {"pot", "ics.lead"}
    if why == "account":
        User.objects.filter(is_system=False).update(is_active=False)
    else:
        Membership.objects.update(ended_at=timezone.now())
    assert due() == {}


@pytest.mark.parametrize("kind", ["opening", "closing", "returned", "agreed", "question"])
def test_a_kind_that_is_declined_is_not_sent_and_the_others_are(everything, pot, kind):
    assert sorted(due()["pot"]) == sorted(everything)
    choose_notices(by=pot, wanted=[one for one in NoticeKind.values if one != kind])
    assert sorted(due()["pot"]) == sorted(one for one in everything if one != kind)


@pytest.fixture
def everything(closing, cycle, organisation, pot, ics_lead, neighbour, ics):
    """All that can be told to a POT, due on one day; returns the kinds."""
    Cycle.objects.update(opens_on=today(-10))
    closing(7)
    returned = worlds.submitted(cycle, organisation, by=pot)
    return_self_assessment(by=ics_lead, self_assessment=returned, note=SECRET)
    agreed = worlds.submitted(cycle, neighbour, by=pot)
    ask_question(by=ics_lead, self_assessment=agreed, indicator=agreed.framework.indicators.first(), words=SECRET)
    agree_self_assessment(by=ics_lead, self_assessment=agreed)
    Membership.objects.create(user=pot, role="pot", organisation=neighbour)
    late = worlds.make_organisation("beechshire", ics=ics)
    cycle.participations.create(organisation=late)
    Membership.objects.create(user=pot, role="pot", organisation=late)
    worlds.make_cycle(cycle.framework, [late], slug="next", opens=today(), closes=today(200))
    return ["returned", "question", "closing", "closing", "opening", "agreed"]


def test_several_things_come_in_one_e_mail_the_most_urgent_first_each_counted(everything, pot):
    done = send()
    mine = [letter for letter in mail.outbox if letter.to == [pot.email]]
    assert len(mine) == 1
    assert mine[0].subject == "6 things for you (ALIGNS)"
    heads = ["returned by", "a question from", "open until", "is open", "agreed by"]
    places = [mine[0].body.index(head) for head in heads]
    assert places == sorted(places)
    assert SentNotice.objects.filter(user=pot).count() == 6
    assert done.told == Counter([*everything, "closing"]), "the last one is the lead's"


def test_every_e_mail_says_from_whom_and_how_to_get_fewer(everything, pot, settings):
    settings.SITE_NAME, settings.DEFAULT_FROM_EMAIL = "Vale", "post@vale.example"
    send()
    for letter in mail.outbox:
        assert letter.from_email == "Vale integration maturity <post@vale.example>"
        assert letter.extra_headers["List-Unsubscribe"] == f"<{SITE}people/me/e-mails/>"
        assert f"{SITE}people/me/e-mails/" in letter.body
        assert "<" not in letter.body
        assert "&" not in letter.body


def test_the_second_run_sends_nothing(everything):
    assert send().letters == 2
    assert (send().letters, due()) == (0, {})


def test_a_name_with_a_new_line_breaks_no_e_mail(closing, draft, pot, organisation):
    organisation.name = "Oakshire\nBcc: everybody@vale.example"
    organisation.save()
    closing(7)
    assert send().faults == []
    assert letter_to(pot).recipients() == [pot.email]


def test_the_day_is_that_of_london(opening, pot):
    """At the end of June the day begins an hour earlier than in the universal time of the server."""
    Cycle.objects.update(opens_on=date(2026, 7, 1), closes_on=date(2026, 12, 1))
    assert notices_due(datetime(2026, 6, 30, 22, 59, tzinfo=UTC)) == []
    assert len(notices_due(datetime(2026, 6, 30, 23, 0, tzinfo=UTC))) == 1


def test_only_the_system_and_administrators_send(everything, pot):
    with pytest.raises(NotPermitted):
        send_notices(by=pot, now=timezone.now(), site=SITE)
    assert mail.outbox == []


def test_the_number_of_queries_does_not_grow_with_the_organisations(closing, cycle, draft, pot, ics, ics_lead):
    closing(7)
    small = _queries()
    for name in ("first", "second", "third"):
        place = worlds.make_organisation(name, ics=ics)
        cycle.participations.create(organisation=place)
        worlds.begin(cycle, place, by=pot)
        worlds.make_person(name, "pot", place)
    assert len(due()) == 5
    assert _queries() == small


def _queries() -> int:
    with CaptureQueriesContext(connection) as queries:
        notices_due(timezone.now())
    return len(queries)


# The post office --------------------------------------------------------------------------------------------------


class PostOffice(locmem.EmailBackend):
    """Refuses what goes to those in `refused`; does `before` each time it is asked."""

    refused: set[str] | None = set()
    before: Callable = staticmethod(lambda: None)

    def send_messages(self, messages):
        type(self).before()
        if self.refused is None or {address for one in messages for address in one.to} & self.refused:
            raise ConnectionRefusedError("nobody is there")
        return super().send_messages(messages)


@pytest.fixture
def post_office(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.PostOffice"
    monkeypatch.setattr(PostOffice, "refused", set())
    monkeypatch.setattr(PostOffice, "before", staticmethod(lambda: None))
    return PostOffice


def test_what_could_not_be_sent_is_tried_again_and_keeps_back_no_other(closing, draft, pot, ics_lead, post_office):
    closing(7)
    post_office.refused = {pot.email}
    done = send()
    assert (done.letters, done.faults) == (1, ["pot@vale.example: ConnectionRefusedError: nobody is there"])
    assert not SentNotice.objects.filter(user=pot).exists()
    post_office.refused = set()
    assert due() == {"pot": ["closing"]}
    assert send().letters == 1


def test_a_post_office_that_takes_nothing_is_not_asked_for_ever(closing, cycle, organisation, post_office):
    for n in range(TRIES + 3):
        worlds.make_person(f"pot{n}", "pot", organisation)
    closing(7)
    post_office.refused = None
    assert len(send().faults) == TRIES
    assert not SentNotice.objects.exists()


# Two runs at once -------------------------------------------------------------------------------------------------


@pytest.fixture
def crowd(transactional_db, closing, cycle, organisation):
    """Eight people to whom the last day is due, in a database that other connections see."""
    closing(7)
    return [worlds.make_person(f"pot{n}", "pot", organisation) for n in range(8)]


def in_a_thread(work: Callable) -> Thread:
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def test_a_run_that_meets_another_in_the_middle_sends_nothing_twice(crowd, post_office):
    """While the first waits for the post office with its first e-mail, a whole second run goes by."""
    seen = []

    def meanwhile():
        post_office.before = staticmethod(lambda: None)
        seen.append(connection.in_atomic_block)
        in_a_thread(send).join()

    post_office.before = staticmethod(meanwhile)
    send()
    assert seen == [False], "nothing may be locked while the post office is asked"
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(user.email for user in crowd)


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="The tests' SQLite lies in memory, where two writers get an error and do not wait; the test above, which "
    "runs there too, has every order of the two steps that SQLite, with one writer at a time, allows.",
)
def test_two_runs_at_one_moment_send_nothing_twice(crowd):
    start = Barrier(2)

    def run():
        start.wait()
        send()

    for thread in [in_a_thread(run), in_a_thread(run)]:
        thread.join()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(user.email for user in crowd)


# The command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def run(capsys, settings):
    """A function: run the command; returns its exit code, what it said, and what it complained of."""
    settings.SITE_ADDRESS = SITE

    def run_it(*words) -> tuple[int, str, str]:
        code = 0
        try:
            call_command("send_notices", *words)
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_it


def test_the_command_counts_by_kind_and_then_says_unchanged(run, everything):
    said = "e-mails: 2\nopening: 1\nclosing: 3\nreturned: 1\nagreed: 1\nquestion: 1\n"
    assert run() == (0, said, "")
    assert run() == (0, "unchanged: nothing is due\n", "")


def test_a_dry_run_lists_who_would_get_what_and_sends_nothing(run, closing, draft, pot, ics_lead, settings):
    last = closing(7).closes_on
    settings.SITE_ADDRESS = ""
    assert run("--dry-run") == (
        0,
        "ics.lead@vale.example: closing: This year: 2 organisations have not submitted yet\n"
        f"pot@vale.example: closing: Oakshire, This year: open until {last.day} {last:%B %Y}\n",
        "",
    )
    assert (mail.outbox, SentNotice.objects.count()) == ([], 0)


def test_without_its_own_address_the_command_refuses(run, everything, settings):
    settings.SITE_ADDRESS = ""
    code, said, complaint = run()
    assert (code, said) == (1, "")
    assert complaint.startswith("SITE_ADDRESS is not set. Set it to the address of the site, such as https://")
    assert mail.outbox == []


def test_the_command_says_what_could_not_be_sent_and_that_it_is_tried_again(
    run, closing, draft, pot, ics_lead, post_office
):
    closing(7)
    post_office.refused = {pot.email}
    code, said, complaint = run()
    assert (code, said) == (1, "e-mails: 1\nclosing: 1\n")
    assert complaint == (
        "pot@vale.example: ConnectionRefusedError: nobody is there\n"
        "These e-mails could not be sent. The next run tries again.\n"
    )


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("", ""),
        ("https://aligns.example", "https://aligns.example/"),
        (" http://127.0.0.1:8000/ ", "http://127.0.0.1:8000/"),
    ],
)
def test_the_address_of_the_site_is_read_from_the_environment(monkeypatch, said, read):
    monkeypatch.setenv("SITE_ADDRESS", said)
    assert env.address("SITE_ADDRESS") == read


@pytest.mark.parametrize(
    "said",
    [
        "aligns.example",
        "ftp://aligns.example",
        "https://",
        "https://a.example/path",
        "https://me@a.example",
        "https://[",
    ],
)
def test_what_is_no_address_stops_the_start(monkeypatch, said):
    monkeypatch.setenv("SITE_ADDRESS", said)
    with pytest.raises(env.ImproperlyConfigured, match="SITE_ADDRESS must be an address such as"):
        env.address("SITE_ADDRESS")
