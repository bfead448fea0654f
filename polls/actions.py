"""Verbs of polls: make, open, close, show results, remove, answer, and load ready-made ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments.models import User
from frameworks.models import Indicator
from polls import rules
from polls.models import LONGEST_QUESTION, Poll, PollAnswer, PollOption, ReadyMadePoll, new_code
from polls.polls_file import ReadyMade

CANNOT_SAY = "I cannot say"
# Far more than any room holds: a program that answers without end must not fill the disk.
MOST_ANSWERS = 5000


class NotOpen(ActionRefused):
    """The poll takes no answers: it has closed, or was never opened."""


class PollFull(ActionRefused):
    """It has MOST_ANSWERS."""


class AlreadyAsked(ActionRefused):
    """The poll was opened meanwhile, so it stays."""


@dataclass(frozen=True)
class Choice:
    """An option that is still to be written."""

    words: str
    help: str = ""
    level: int | None = None


@transaction.atomic
def make_poll(
    *,
    by: User,
    question: str,
    choices: Sequence[Choice],
    asks_side: bool = False,
    shows_results: bool = True,
    indicator: Indicator | None = None,
) -> Poll:
    """A draft: nobody else sees it before it is opened."""
    permit(by, rules.ASK_POLLS)
    about = f"{indicator} ({indicator.framework})" if indicator else ""
    poll = Poll(
        owner=by,
        code=_free_code(),
        question=question,
        about=about,
        indicator=indicator,
        asks_side=asks_side,
        shows_results=shows_results,
    )
    poll.full_clean()
    poll.save()
    PollOption.objects.bulk_create(
        PollOption(poll=poll, position=position, words=one.words, help=one.help, level=one.level)
        for position, one in enumerate(choices, start=1)
    )
    return poll


def choices_of_levels(indicator: Indicator) -> list[Choice]:
    """The maturity levels in the indicator's own words, and a way not to say."""
    words = {one.level_id: one.text for one in indicator.descriptors.all()}
    levels = indicator.framework.levels.order_by("position")
    choices = [Choice(level.name, words.get(level.pk) or level.summary, level.position) for level in levels]
    return [*choices, Choice(CANNOT_SAY)]


def question_of(indicator: Indicator) -> str:
    """Cut to what fits on a screen."""
    return indicator.question[:LONGEST_QUESTION]


@transaction.atomic
def open_poll(*, by: User, poll: Poll) -> Poll:
    """From now on phones may answer. Done twice, it is done once."""
    permit(by, rules.LEAD_POLL, poll)
    held = _locked(poll)
    if held.is_closed:
        raise NotOpen("This poll has closed and stays closed. Make a new one to ask again.")
    if held.is_draft:
        held.state, held.opened_at = Poll.State.OPEN, timezone.now()
        held.save(update_fields=["state", "opened_at"])
    return held


@transaction.atomic
def close_poll(*, by: User, poll: Poll) -> Poll:
    """No answer is taken or changed any more."""
    permit(by, rules.LEAD_POLL, poll)
    held = _locked(poll)
    if held.is_draft:
        raise NotOpen("This poll is not open yet, so there is nothing to close.")
    if held.is_open:
        held.state, held.closed_at = Poll.State.CLOSED, max(timezone.now(), held.opened_at)
        held.save(update_fields=["state", "closed_at"])
    return held


@transaction.atomic
def show_results(*, by: User, poll: Poll) -> Poll:
    permit(by, rules.LEAD_POLL, poll)
    held = _locked(poll)
    held.shows_results = True
    held.save(update_fields=["shows_results"])
    return held


@transaction.atomic
def remove_poll(*, by: User, poll: Poll) -> None:
    """Only a draft: what people were asked stays. Raises AlreadyAsked."""
    permit(by, rules.LEAD_POLL, poll)
    held = _locked(poll)
    if not held.is_draft:
        raise AlreadyAsked("This poll was opened, so it stays. Only a draft can be removed.")
    held.delete()


@transaction.atomic
def answer_poll(*, poll: Poll, voter: str, option: PollOption, side: str = PollAnswer.Side.UNSAID) -> PollAnswer:
    """One answer for each voter: a second one takes the place of the first. Raises NotOpen and PollFull.

    The poll is held meanwhile, so that closing comes before or after an answer and never during one.
    """
    held = _locked(poll)
    if not held.is_open:
        raise NotOpen("This poll has closed. Your answer came too late and was not counted.")
    if option.poll_id != held.pk:
        raise ActionRefused("Choose one of the answers.")
    answer = held.answers.filter(voter=voter).first()
    if answer is None and held.answers.count() >= MOST_ANSWERS:
        raise PollFull("This poll has as many answers as it can take. Yours was not counted.")
    answer = answer or PollAnswer(poll=held, voter=voter)
    answer.option, answer.answered_at = option, timezone.now()
    answer.side = side if held.asks_side else PollAnswer.Side.UNSAID
    answer.save()
    return answer


@transaction.atomic
def load_ready_made(*, by: User, polls: Sequence[ReadyMade]) -> str:
    """Add or replace by slug; what a file leaves out stays. Returns what was done in words."""
    permit(by, rules.LOAD_POLLS)
    done = {"added": 0, "changed": 0, "unchanged": 0}
    held = {one.slug: one for one in ReadyMadePoll.objects.select_for_update()}
    for position, poll in enumerate(polls, start=1):
        fields = poll.model_dump() | {"position": position}
        one = held.get(poll.slug)
        if one and all(getattr(one, name) == value for name, value in fields.items()):
            done["unchanged"] += 1
            continue
        ReadyMadePoll.objects.update_or_create(slug=poll.slug, defaults=fields)
        done["changed" if one else "added"] += 1
    if not done["added"] and not done["changed"]:
        return "unchanged"
    return ", ".join(f"{count} {what}" for what, count in done.items() if count)


def _locked(poll: Poll) -> Poll:
    return Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)


def _free_code() -> str:
    """Two at one moment may still draw the same: the database then refuses the second."""
    while True:
        code = new_code()
        if not Poll.objects.under(code).exists():
            return code
