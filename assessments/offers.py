"""What one press can bring forward: what was said before and is not here yet. Writes nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assessments.earlier import GIVEN, Earlier, Said
from assessments.models import Answer, Evidence, SelfAssessment, User
from frameworks.models import Dimension, Indicator

# What of a piece of evidence is copied.
SAID = ("kind", "text", "low", "high", "source", "attribution", "dated_on", "shared")


@dataclass(frozen=True)
class Offer:
    """What one press copies: what was said and is not here yet. `current`: the answer that stands now."""

    said: Said
    answer: Mapping | None
    pieces: Sequence[Mapping]
    current: Answer | None

    @property
    def is_empty(self) -> bool:
        return self.answer is None and not self.pieces

    @property
    def replaces(self) -> bool:
        """Whether an answer that stands would give way."""
        return self.answer is not None and self.current is not None


@dataclass(frozen=True)
class Standing:
    """What stands in one dimension now, and which pieces of evidence in it were brought forward.

    `brought`: by the indicator's code (empty: of the dimension) and the key of the earlier self-assessment, what each
    piece said when it came, whether it was changed since or not.
    """

    ratings: Mapping[str, Answer]
    declared: Answer | None
    brought: Mapping[tuple[str, int], Counter] = field(default_factory=dict)

    @classmethod
    def of(cls, held: SelfAssessment, dimension: Dimension) -> "Standing":
        ratings = held.ratings.filter(indicator__dimension=dimension).select_related("indicator")
        here = held.evidence.filter(dimension=dimension)
        came = Evidence.history.filter(id__in=here.order_by().values("pk"), brought_from__isnull=False)
        rows = came.order_by("history_id").values("id", "brought_from_id", "indicator__code", *SAID)
        brought: dict[tuple[str, int], Counter] = {}
        for row in {row["id"]: row for row in rows}.values():
            brought.setdefault((row["indicator__code"] or "", row["brought_from_id"]), Counter())[content_of(row)] += 1
        return cls(
            {rating.indicator.code: rating for rating in ratings},
            held.dimension_ratings.filter(dimension=dimension).first(),
            brought,
        )

    def offer(self, code: str, said: Said) -> Offer:
        """`code`: of the indicator that is asked now; empty for the dimension as a whole."""
        current = self.ratings.get(code) if code else self.declared
        answer = said.answer_to_bring
        here = self.brought.get((code, said.held.pk), Counter())
        return Offer(
            said,
            None if answer and current and _is_copy(current, answer, said.held) else answer,
            _missing(said.pieces_to_bring, here),
            current,
        )


def _is_copy(current: Answer, answer: Mapping, of: SelfAssessment) -> bool:
    return current.brought_from_id == of.pk and all(getattr(current, name) == answer[name] for name in GIVEN)


def _missing(pieces: Sequence[Mapping], here: Counter) -> list[Mapping]:
    """Those that are not here, in their order. Two equal observations are two."""
    left, missing = here.copy(), []
    for piece in pieces:
        content = content_of(piece)
        if left[content]:
            left[content] -= 1
        else:
            missing.append(piece)
    return missing


def content_of(piece: Mapping) -> tuple:
    """What a piece of evidence says, from a submission or from a row."""
    return tuple(_day(piece[name]) if name == "dated_on" else piece[name] for name in SAID)


def _day(said: date | str | None) -> date | None:
    return date.fromisoformat(said) if isinstance(said, str) and said else said or None


def offer_for(held: SelfAssessment, target: Indicator | Dimension, *, user: User) -> Offer | None:
    """What one press copies; None where nobody asked it before."""
    is_indicator = isinstance(target, Indicator)
    dimension, indicators = (target.dimension, [target]) if is_indicator else (target, [])
    return offers_for(held, dimension, indicators, user=user).get(target)


def offers_for(held: SelfAssessment, dimension: Dimension, indicators: list[Indicator], *, user: User) -> dict:
    """By indicator, and by the dimension for what was said of it as a whole."""
    earlier, standing = Earlier.of(held, user), Standing.of(held, dimension)
    said = {i: (i.code, next(iter(earlier.indicator(i.code)), None)) for i in indicators} | {
        dimension: ("", earlier.dimension(dimension.code))
    }
    return {target: standing.offer(code, found) for target, (code, found) in said.items() if found}
