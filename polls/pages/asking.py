"""What a facilitator sees of her polls: the list, one poll, and what a new one may start from."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.paginator import Page
from django.urls import reverse

from assessments.pages.dates import moment_day
from frameworks.models import Framework
from frameworks.pages.addresses import counted
from polls.models import Poll, ReadyMadePoll
from polls.pages.results import Results

Links = list[tuple[str, str]]
LOOKS = {Poll.State.DRAFT: "plain", Poll.State.OPEN: "active", Poll.State.CLOSED: "done"}


def way_here(*further: tuple[str, str]) -> Links:
    return [("Home", "/"), *further]


@dataclass(frozen=True)
class ListedPoll:
    question: str
    href: str
    note: str
    state: str
    look: str

    @classmethod
    def of(cls, poll: Poll, *, seen_by: AbstractBaseUser) -> "ListedPoll":
        """`poll` with its owner and `answer_count`."""
        parts = [f"made on {moment_day(poll.made_at)}" if poll.is_draft else f"opened on {moment_day(poll.opened_at)}"]
        parts += [] if poll.is_draft else [f"code {poll.code}", counted(poll.answer_count, "answer")]
        parts += [f"asked by {poll.owner}"] if poll.owner_id != seen_by.pk else []
        note = ", ".join(parts)
        href = reverse("polls:detail", args=[poll.uuid])
        return cls(poll.question, href, f"{note[0].upper()}{note[1:]}", poll.get_state_display(), LOOKS[poll.state])


@dataclass(frozen=True)
class PollsPage:
    polls: list[ListedPoll]
    sheet: Page

    @classmethod
    def of(cls, user: AbstractBaseUser, sheet: Page) -> "PollsPage":
        return cls([ListedPoll.of(poll, seen_by=user) for poll in sheet], sheet)


@dataclass(frozen=True)
class PollPage:
    poll: Poll
    state: str
    look: str
    facts: list[tuple[str, str]]
    results: Results
    breadcrumbs: Links

    @classmethod
    def of(cls, poll: Poll) -> "PollPage":
        facts = [("Opened", moment_day(poll.opened_at))] if poll.opened_at else []
        facts += [("Closed", moment_day(poll.closed_at))] if poll.closed_at else []
        facts += [("Code", poll.code)] if poll.opened_at else []
        crumbs = way_here(("Polls", reverse("polls:list")))
        return cls(poll, poll.get_state_display(), LOOKS[poll.state], facts, Results.of(poll), crumbs)


@dataclass(frozen=True)
class NewPollPage:
    """`framework`: whose indicators the form offers; None where none is published."""

    framework: Framework | None
    ready: Links
    started_from: str
    breadcrumbs: Links

    @classmethod
    def of(cls, framework: Framework | None, started_from: ReadyMadePoll | None) -> "NewPollPage":
        address = reverse("polls:new")
        ready = [(one.question, f"{address}?ready={one.slug}") for one in ReadyMadePoll.objects.offered()]
        crumbs = way_here(("Polls", reverse("polls:list")))
        return cls(framework, ready, str(started_from or ""), crumbs)
