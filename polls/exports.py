"""The results of a poll as a CSV file: what the page shows, and no more."""

from polls.models import Poll
from polls.pages.results import Results
from reports.exports.csv import CONTENT_TYPE, written

__all__ = ["CONTENT_TYPE", "results_as_csv"]

ALL = "All"
HEADER = ("question", "side", "option", "answers", "of")


def results_as_csv(poll: Poll, results: Results) -> bytes:
    """A line for each option, of all and then of each side that is shown. Empty below its head where nothing shows."""
    columns = [(ALL, results.total, [bar.answers for bar in results.bars])]
    columns += [
        (side, total, [bar.sides[place][1] for bar in results.bars])
        for place, (side, total) in enumerate(results.sides)
    ]
    lines = [
        dict(zip(HEADER, (poll.question, side, bar.words, answers, total), strict=True))
        for side, total, column in columns
        for bar, answers in zip(results.bars, column, strict=True)
    ]
    return written(HEADER, lines)
