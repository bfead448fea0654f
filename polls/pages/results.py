"""How a poll stands, as a picture and a table: the same part on the screen and on the poll's own page."""

from dataclasses import dataclass

from assessments.pages.words import listed
from frameworks.pages.addresses import counted
from polls.counting import SMALLEST_GROUP, Tally, percent, tally_of
from polls.models import Poll, PollAnswer

SIDES = [PollAnswer.Side.SOCIAL_CARE, PollAnswer.Side.HEALTH, PollAnswer.Side.JOINT, PollAnswer.Side.UNSAID]
NOT_SHOWN = "Results show once they are asked for, or when the poll closes."
NOT_ASKED = "Nobody has been asked yet. Answers come once you open the poll."
NONE_YET = "No answers yet."
NONE_CAME = "Nobody answered."


@dataclass(frozen=True)
class Bar:
    """One option. `look`: the class that colours its level, or none. `sides`: the name and answers of each."""

    words: str
    answers: int
    share: int
    look: str
    sides: tuple[tuple[str, int], ...]

    @property
    def answers_words(self) -> str:
        return f"{counted(self.answers, 'answer')}, {self.share}%"


@dataclass(frozen=True)
class Results:
    """`why_none` says why there are no bars. `sides`: those of each bar, with the total of the side."""

    total: int
    bars: list[Bar]
    sides: list[tuple[str, int]]
    side_words: str
    why_none: str

    @property
    def count_words(self) -> str:
        return counted(self.total, "answer")

    @classmethod
    def of(cls, poll: Poll) -> "Results":
        """`poll` with its options. One query."""
        options = list(poll.options.all())
        asked = SIDES if poll.asks_side else []
        tally = tally_of(poll.answers.counted(), [option.pk for option in options], asked)
        why_none = _why_none(poll, tally)
        if why_none:
            return cls(tally.total, [], [], "", why_none)
        sides = [(PollAnswer.Side(group.side).label, group.total) for group in tally.groups]
        levels = sum(option.level is not None for option in options)
        bars = [
            Bar(
                option.words,
                answers,
                percent(answers, tally.total),
                f"level-{option.level}-of-{levels}" if option.level else "poll-bar__drawn--aside" if levels else "",
                tuple((name, group.answers[place]) for (name, _), group in zip(sides, tally.groups, strict=True)),
            )
            for place, (option, answers) in enumerate(zip(options, tally.answers, strict=True))
        ]
        return cls(tally.total, bars, sides, _side_words(tally) if asked else "", "")


def _why_none(poll: Poll, tally: Tally) -> str:
    if poll.is_draft:
        return NOT_ASKED
    if not poll.is_showing_results:
        return NOT_SHOWN
    if not tally.total:
        return NONE_CAME if poll.is_closed else NONE_YET
    return ""


def _side_words(tally: Tally) -> str:
    """Which sides have no column. The words are the same for few and for none."""
    if not tally.withheld:
        return ""
    names = listed([PollAnswer.Side(side).label.lower() for side in tally.withheld])
    return (
        f"Too few to show apart: {names}. A side has a column of its own from {SMALLEST_GROUP} answers, and only where "
        "the other columns do not tell it."
    )
