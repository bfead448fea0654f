"""What was said before, in words beside the questions of today, and the presses that bring it forward."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments import rules
from assessments.earlier import Earlier, Said
from assessments.models import EvidenceKind, SelfAssessment, User
from assessments.offers import Offer, Standing
from assessments.pages.parts import Part
from assessments.pages.scale import Scale
from assessments.pages.words import AnswerWords, EvidenceWords, many, number_words

BRING, BRING_ALL = "bring", "bring-all"


@dataclass(frozen=True)
class Bring:
    """A button of the page's form. `then`: what it asks for; `spoken`: heard only; `hint`: says what it copies."""

    then: str
    words: str
    hint: str
    spoken: str = ""


@dataclass(frozen=True)
class LastCycle:
    """What was said of one indicator, or of the dimension, before. `note`: why it cannot be brought forward."""

    title: str
    answer: AnswerWords
    evidence: list[EvidenceWords]
    bring: Bring | None = None
    note: str = ""


@dataclass(frozen=True)
class LastTime:
    """What stands beside the questions. Without `part` and `standing` it is there to be read alone."""

    held: SelfAssessment
    user: User
    earlier: Earlier
    part: Part | None = None
    standing: Standing | None = None

    @classmethod
    def of(cls, held: SelfAssessment, user: User, part: Part | None = None) -> "LastTime | None":
        """Of the dimension of `part`, or, to be read, of any. None where the organisation submitted nothing before."""
        earlier = Earlier.of(held, user)
        if earlier.is_empty:
            return None
        may_bring = part and held.is_editable and user.has_perm(rules.RATE, held)
        return cls(held, user, earlier, part, Standing.of(held, part.dimension) if may_bring else None)

    def indicator(self, code: str) -> list[LastCycle]:
        """What was said before the version changed comes first, then what was said in another cycle."""
        return [self._beside(code, said) for said in [*self.earlier.left(code), *self.earlier.indicator(code)]]

    def dimension(self) -> list[LastCycle]:
        code = self.part.dimension.code
        said = self.earlier.dimension(code)
        return [self._beside("", one) for one in [*self.earlier.left_of_dimension(code), *([said] if said else [])]]

    def whole_dimension(self) -> Bring | None:
        """The press that brings forward all that is not answered yet; None where there is nothing for it."""
        if self.standing is None:
            return None
        asked = self.part.dimension.indicators.order_by("position").values_list("code", flat=True)
        codes = [code for code in asked if code not in self.standing.ratings]
        found = [(code, next(iter(self.earlier.indicator(code)), None)) for code in codes]
        if self.standing.declared is None:
            found.append(("", self.earlier.dimension(self.part.dimension.code)))
        offers = {code: self.standing.offer(code, said) for code, said in found if said}
        return _bring_all(offers, asked=self.part.asked, stood=self.part.asked - len(codes))

    def _beside(self, code: str, said: Said) -> LastCycle:
        scale = Scale.of(said.framework.levels.all())
        offer = self.standing.offer(code, said) if self.standing and not said.is_left else None
        can_copy = bool(offer) and not offer.is_empty
        return LastCycle(
            title_of(said, code),
            AnswerWords.of(said.answer, scale),
            [EvidenceWords.of(piece, scale, held=said.held) for piece in said.pieces],
            self._bring(code, offer) if can_copy else None,
            _note(offer) if offer and not can_copy else "",
        )

    def _bring(self, code: str, offer: Offer) -> Bring:
        marked = f"Copies {copied_words(offer)} into {self.held.cycle}, marked “brought forward by {self.user}”."
        copied = "it" if len(offer.pieces) + bool(offer.answer) == 1 else "them"
        closing = f"You can then change {copied}."
        if offer.replaces:
            closing = "An answer stands here: you see both before it gives way."
        spoken = f" for {code or 'the dimension as a whole'}"
        return Bring(f"{BRING}:{code}", "Bring forward", f"{marked} {closing}", spoken)


def title_of(said: Said, code: str) -> str:
    """Where and when it was said; of an equivalent, also under which code."""
    if said.is_left:
        where = f"indicator {said.code}" if said.code else "the dimension as a whole"
        return f"In version {said.framework.version}, {where}"
    if said.is_last:
        other = f", indicator {said.code}" if said.code and said.code != code else ""
        return f"Last cycle, {said.held.cycle}{other}"
    return f"From {said.held.framework}, indicator {said.code}, in {said.held.cycle}"


def copied_words(offer: Offer) -> str:
    """ "the level and the three observations" """
    parts = []
    if offer.answer:
        parts.append("the level" if offer.answer["status"] == "rated" else "the answer")
    if offer.pieces:
        parts.append(_pieces_words(offer.pieces))
    return " and ".join(parts)


def _pieces_words(pieces) -> str:
    all_seen = all(piece["kind"] == EvidenceKind.OBSERVATION for piece in pieces)
    one, more = ("observation", "observations") if all_seen else ("piece of evidence", "pieces of evidence")
    return f"the {one}" if len(pieces) == 1 else f"the {number_words(len(pieces))} {more}"


def _note(offer: Offer) -> str:
    said = offer.said
    if said.is_empty:
        return ""
    if not said.has_same_levels:
        return "The levels were others then, so this cannot be brought forward."
    if not said.can_be_brought:
        return "This question was another one then. Read what was said, and answer anew."
    if said.is_lost and not said.pieces:
        return "There is nothing to bring forward."
    return "Brought forward already."


def _bring_all(offers: dict[str, Offer], *, asked: int, stood: int) -> Bring | None:
    answers = [code for code, offer in offers.items() if code and offer.answer]
    pieces = sum(len(offer.pieces) for offer in offers.values())
    declared = "" in offers and bool(offers[""].answer)
    if not (answers or pieces or declared):
        return None
    cycles = _cycles(offer for offer in offers.values() if not offer.is_empty)
    return Bring(
        f"{BRING_ALL}:",
        f"Bring forward what {cycles} said",
        " ".join(filter(None, [_ahead(len(answers), asked, stood), _with_it(declared, pieces)])),
    )


def _ahead(answers: int, asked: int, stood: int) -> str:
    can = f"{answers} of {many(asked, 'indicator')} can be brought forward"
    if not stood:
        return f"{can}."
    stays = "is answered already and stays as it is" if stood == 1 else "are answered already and stay as they are"
    return f"{can}; {stood} {stays}."


def _with_it(declared: bool, pieces: int) -> str:
    parts = ["The level of the whole dimension"] if declared else []
    if pieces:
        parts.append(many(pieces, "piece") + " of evidence")
    if not parts:
        return ""
    return f"{' and '.join(parts)} {'comes' if len(parts) == 1 and pieces < 2 else 'come'} with them."


def _cycles(offers: Iterable[Offer]) -> str:
    """The names of the cycles, each once."""
    names = list(dict.fromkeys(str(offer.said.held.cycle) for offer in offers))
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def can_be_brought(earlier: Earlier, codes: Iterable[str]) -> tuple[int, str]:
    """How many of these indicators have an answer that can be brought forward, and from which cycles."""
    found = [said for code in codes for said in earlier.indicator(code) if said.answer_to_bring]
    names = list(dict.fromkeys(str(said.held.cycle) for said in found))
    return len(found), " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
