"""What stands on a phone: the question, or what its holder said, or that the poll has closed."""

from dataclasses import dataclass

from polls.models import Poll, PollAnswer


@dataclass(frozen=True)
class PhonePage:
    """`said`: what this phone has said; `mark`: how it is known.

    `note`: why a form comes once more, or that something came too late.
    """

    question: str
    about: str
    is_closed: bool
    mark: str
    said: str
    note: str = ""

    @classmethod
    def of(cls, poll: Poll, mark: str, answer: PollAnswer | None = None, note: str = "") -> "PhonePage":
        return cls(poll.question, poll.about, poll.is_closed, mark, said_words(poll, answer), note)

    @property
    def title(self) -> str:
        if self.is_closed:
            return "This poll has closed"
        return "Your answer is counted" if self.said else self.question


def said_words(poll: Poll, answer: PollAnswer | None) -> str:
    """`answer` with its option."""
    if answer is None:
        return ""
    has_side = poll.asks_side and answer.side != PollAnswer.Side.UNSAID
    return f"{answer.option}. You speak for: {answer.get_side_display().lower()}" if has_side else str(answer.option)
