"""What changed between two submissions, from their frozen contents. Pure: no Django, no words for people."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Said = Mapping[str, object]


@dataclass(frozen=True)
class AnswerChange:
    """The answer to one indicator or dimension, before and after; None where there was or is none."""

    code: str
    before: Said | None
    after: Said | None


@dataclass(frozen=True)
class EvidenceChange:
    """One piece of evidence: added where `before` is None, removed where `after` is, else changed."""

    before: Said | None
    after: Said | None


@dataclass(frozen=True)
class Difference:
    ratings: tuple[AnswerChange, ...]
    declared: tuple[AnswerChange, ...]
    evidence: tuple[EvidenceChange, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.ratings or self.declared or self.evidence)


def difference(before: Said, after: Said) -> Difference:
    """Of two contents as `take_snapshot` freezes them. The order of the evidence says nothing."""
    return Difference(
        _answers(before["ratings"], after["ratings"], "indicator"),
        _answers(before["dimension_ratings"], after["dimension_ratings"], "dimension"),
        _evidence(before["evidence"], after["evidence"]),
    )


def _answers(before: Iterable[Said], after: Iterable[Said], key: str) -> tuple[AnswerChange, ...]:
    old, new = {said[key]: said for said in before}, {said[key]: said for said in after}
    codes = list(new) + [code for code in old if code not in new]
    return tuple(AnswerChange(c, old.get(c), new.get(c)) for c in codes if old.get(c) != new.get(c))


def _evidence(before: Iterable[Said], after: Iterable[Said]) -> tuple[EvidenceChange, ...]:
    """Equal pieces cancel out one by one; of the rest at one place, those that share their words or their source
    are one piece that was changed.
    """
    left = list(before)
    added = []
    for piece in after:
        same = next((old for old in left if _written(old) == _written(piece)), None)
        left.remove(same) if same is not None else added.append(piece)
    changes = []
    for piece in added:
        old = next((old for old in left if _is_the_same_piece(old, piece)), None)
        if old is not None:
            left.remove(old)
        changes.append(EvidenceChange(old, piece))
    return (*changes, *(EvidenceChange(old, None) for old in left))


def _written(piece: Said) -> str:
    return json.dumps(piece, sort_keys=True)


def _is_the_same_piece(old: Said, new: Said) -> bool:
    at_one_place = all(old[name] == new[name] for name in ("dimension", "indicator", "kind"))
    return at_one_place and (old["text"] == new["text"] or old["source"] == new["source"] != "")
